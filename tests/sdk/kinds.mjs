// One of each kind that is little but attributes: made, listed, found, changed and deleted, as
// `kinds.py` does. What the SDK has no class for goes through its transport.

import {readFileSync} from 'node:fs'
import {expect, refused} from './steps.mjs'
import {Api, model} from './sdk.mjs'

const read = path => JSON.parse(readFileSync(new URL(path, import.meta.url)))
const ROWS = read('kinds.json')
const FACTS = read('../../src/model/kinds/attributes.json')
const HIDDEN = 'not-to-be-seen'
export const COPIES = 4
const NOBODY = 999_999_999
const INVALID = 'processing-failure/model-save-error'

class Kind {
    // `said` has the list, the attribute that holds the name if it has one, what others name by ids;
    // `ids` has those of each list so far.
    constructor(said, ids) {
        Object.assign(this, {ids, list: said.list, name: said.name})
        Object.assign(this, {byItself: said.by_itself, joined: said.joined})
        this.refers = Object.entries(said.attributes).filter(([, to]) => to)
        const lists = Object.entries(FACTS.lists)
        const [tag, listing] = lists.find(([, listing]) => listing.path === this.list)
        this.listing = listing
        this.shown = FACTS.resources[tag].filter(row => row.read).map(row => row.name)
        const rows = FACTS.resources[tag].filter(row => row.name in said.attributes)
        this.rows = new Map(rows.map(row => [row.name, row]))
        this.sdk = resource(tag, this.list)
        this.create = this.row('create', 0)
        this.update = this.row('update', 0)
    }

    async drive() {
        const first = await this.sdk.create({...this.create})
        this.ids[this.list] = [first.id]
        this.shows('what was made', first, this.create)
        this.made = [first]
        for (let number = 1; number <= COPIES; number += 1) {
            const sent = this.copy(number)
            const copy = await this.sdk.create({...sent})
            this.shows('a full copy', copy, sent)
            this.made.push(copy)
        }
        this.ids[this.list] = this.made.map(one => one.id)
        await this.pages()
        await this.references(first)
        const changed = await this.sdk.update(first.id, {...this.update})
        const kept = Object.entries(first).filter(([name]) => this.rows.has(name))
        const wanted = {...Object.fromEntries(kept), ...this.update}
        this.shows('what was changed', changed, wanted)
        expect(`${this.list}: found as changed`, await this.sdk.find(first.id), changed)
    }

    async gone() {
        // The later ones refer to the earlier ones.
        for (const {id} of [...this.made].reverse()) {
            await this.sdk.delete(id)
            await refused(`${this.list}: gone`, 'not-found', () => this.sdk.find(id))
            await refused(`${this.list}: gone once`, 'not-found', () => this.sdk.delete(id))
        }
        expect(`${this.list}: none is left`, await this.sdk.list({}), [])
    }

    row(verb, number) {
        return named(ROWS[this.list][verb], to => this.id(to, number))
    }

    // Of the kind's own list there are fewer yet.
    id(to, number) {
        return this.ids[to]?.slice(0, number + 1).at(-1)
    }

    // With every attribute that can be said of a new one.
    copy(number) {
        const some = [...this.rows.values()].filter(row => row.create)
            .map(row => [row.name, this.some(row, number)])
            .filter(([, value]) => value !== undefined)
        const copy = {...Object.fromEntries(some), ...this.row('create', number)}
        if (this.name) copy[this.name] = `${number}-${copy[this.name]}`
        return copy
    }

    // A value of the attribute's type; none where it names what is not there yet.
    some(row, number) {
        const to = this.refers.find(([name]) => name === row.name)?.[1]
        const type = row.type.replace(/^array\((.*)\)$/, '$1')
        let one = {
            boolean: true, int64: 7, object: {note: 'x'}, 'date-time': '2027-03-14T13:27:01Z',
        }[type] ?? 'text'
        if (to) one = this.id(to, number)
        else if (!row.read && row.type === 'string') one = HIDDEN
        else if (row.name.endsWith('time_zone')) one = 'London'
        else if (row.enum) one = row.enum.at(-1)
        return one === undefined ? one : this.form(row, one)
    }

    // One value as the attribute has it: in a list, or in a text that joins them.
    form(row, one) {
        if (this.joined.includes(row.name)) return String(one)
        return row.type.startsWith('array') ? [one] : one
    }

    // All that the API shows is there, what was sent as it was sent, and no secret.
    shows(what, is, sent) {
        expect(`${this.list}: ${what} has its attributes`, Object.keys(is), this.shown)
        for (const [name, value] of Object.entries(sent)) {
            if (this.rows.get(name)?.read ?? true) {
                holds(`${this.list}: ${what} shows \`${name}\``, is[name], value)
            }
        }
        expect(`${this.list}: no secret is shown`, JSON.stringify(is).includes(HIDDEN), false)
    }

    // The list in pages, by every order and filter that it takes.
    async pages() {
        const listed = await this.sdk.list({per_page: 2})
        expect(`${this.list}: listed as made`, listed, this.made.map(one => this.inList(one)))
        for (const field of this.listing.sort) {
            for (const way of ['asc', 'desc']) {
                const sorted = await this.sdk.list({per_page: 2, sort_by: {[field]: way}})
                const turn = way === 'asc' ? 1 : -1
                const wanted = this.made.map(one => place(one[field]))
                    .sort((a, b) => turn * compare(a, b))
                const is = sorted.map(one => place(one[field]))
                expect(`${this.list}: ${way} by \`${field}\``, is, wanted)
            }
        }
        const [first, copy] = this.made
        const filters = [...this.listing.filter.map(field => [field]), ...this.listing.together]
        let tellsApart = false
        for (const fields of filters.filter(all => all.every(field => copy[field] !== null))) {
            const by = Object.fromEntries(fields.map(field => [field, copy[field]]))
            const keeps = one => fields.every(field => one[field] === by[field])
            await this.filtered('filter', by, keeps)
            tellsApart ||= !this.made.every(keeps)
        }
        expect(`${this.list}: a filter tells some apart`, tellsApart, filters.length > 0)
        for (const field of this.listing.prefix.filter(field => first[field])) {
            const begin = first[field].slice(0, 3)
            await this.filtered('filter_prefix', {[field]: begin},
                one => (one[field] ?? '').startsWith(begin))
        }
        for (const field of this.listing.range.filter(field => copy[field])) {
            for (const [how, compares] of Object.entries(RANGES)) {
                const at = Date.parse(copy[field])
                const keeps = one => one[field] && compares(Date.parse(one[field]), at)
                await this.filtered(how, {[field]: copy[field]}, keeps)
            }
        }
        await refused(`${this.list}: an unknown filter`, 'bad-request/invalid-filter-field',
            () => this.sdk.list({filter: {nothing: 'x'}}))
        await refused(`${this.list}: an unknown order`, 'bad-request/invalid-sort-field',
            () => this.sdk.list({sort_by: {nothing: 'asc'}}))
    }

    async filtered(how, by, keeps) {
        const kept = await this.sdk.list({per_page: 2, [how]: by})
        const wanted = this.made.filter(keeps).map(one => one.id)
        expect(`${this.list}: ${how} ${JSON.stringify(by)}`, kept.map(one => one.id), wanted)
    }

    inList(one) {
        return Object.fromEntries(
            Object.entries(one).filter(([name]) => !this.byItself.includes(name)))
    }

    // An id that is nobody's is refused, in what is new and in what is there.
    async references(made) {
        for (const [name] of this.refers) {
            const row = this.rows.get(name)
            const wrong = {[name]: this.form(row, NOBODY)}
            const what = `${this.list}: a \`${name}\` of nobody`
            if (row.create) {
                const copy = {...this.copy(COPIES + 1), ...wrong}
                await refused(what, INVALID, () => this.sdk.create(copy))
            }
            if (row.update) {
                await refused(what, INVALID, () => this.sdk.update(made.id, {...wrong}))
            }
        }
    }
}

// Objects that this SDK takes as text that holds JSON.
const AS_TEXT = ['child_site_management_policy.value']

const RANGES = {
    filter_gt: (is, at) => is > at,
    filter_gteq: (is, at) => is >= at,
    filter_lt: (is, at) => is < at,
    filter_lteq: (is, at) => is <= at,
}

// A resource of the SDK: by its class, or by its transport where it has none.
function resource(tag, list) {
    const name = tag.split('_').map(word => word[0].toUpperCase() + word.slice(1)).join('')
    const Class = model(name)
    if (Class) {
        const sent = params => Object.fromEntries(Object.entries(params).map(([key, value]) =>
            [key, AS_TEXT.includes(`${tag}.${key}`) ? JSON.stringify(value) : value]))
        return {
            create: async params => (await Class.create(sent(params))).attributes,
            list: async params => (await Class.list(params)).map(one => one.attributes),
            find: async id => (await Class.find(id)).attributes,
            update: async (id, params) => (await new Class({id}).update(sent(params))).attributes,
            delete: id => new Class({id}).delete(),
        }
    }
    console.log(`this SDK has no class ${name}`)
    const ask = async (path, verb, params) => (await Api.sendRequest(path, verb, params)).data
    return {
        create: params => ask(`/${list}`, 'POST', params),
        list: params => ask(`/${list}`, 'GET', params),
        find: id => ask(`/${list}/${id}`, 'GET'),
        update: (id, params) => ask(`/${list}/${id}`, 'PATCH', params),
        delete: id => ask(`/${list}/${id}`, 'DELETE'),
    }
}

// With ids in the place of `@list`.
function named(value, idOf) {
    if (Array.isArray(value)) return value.map(item => named(item, idOf))
    if (value && typeof value === 'object') {
        return Object.fromEntries(
            Object.entries(value).map(([key, item]) => [key, named(item, idOf)]))
    }
    return typeof value === 'string' && value.startsWith('@') ? idOf(value.slice(1)) : value
}

// The site may add keys to what it was sent, and shows joined ids apart.
function holds(what, is, sent) {
    if (Array.isArray(is) && typeof sent === 'string') {
        expect(what, is.join(','), sent)
    } else if (Array.isArray(sent) && Array.isArray(is) && is.length === sent.length) {
        sent.forEach((value, number) => holds(`${what}.${number}`, is[number], value))
    } else if (sent && is && typeof sent === 'object' && !Array.isArray(sent)) {
        for (const [key, value] of Object.entries(sent)) holds(`${what}.${key}`, is[key], value)
    } else {
        expect(what, is, sent)
    }
}

// What stands for a value in an order; nothing comes first.
const place = value => typeof value === 'string' ? value.toLowerCase() : value
const compare = (a, b) => (a !== null) - (b !== null) || (a > b) - (a < b)

export async function everyKind(kinds, ids) {
    const lists = kinds.map(kind => kind.list)
    const without = lists.filter(list => !(list in ROWS))
    expect('kinds without a row in kinds.json', without, [])
    const driven = []
    for (const list of Object.keys(ROWS)) {
        const kind = new Kind(kinds.find(said => said.list === list), ids)
        await kind.drive()
        driven.push(kind)
    }
    for (const kind of driven.reverse()) await kind.gone()
}
