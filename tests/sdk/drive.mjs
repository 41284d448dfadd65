// Drives an emulator with the official JavaScript SDK, as a stranger would.
//
// Usage: node drive.mjs URL KINDS, where `files.com` is installed; KINDS is JSON that
// `tests/suite/emulator_sdk.rs` makes. Every step says what it shows; the first that does not hold
// ends the run.

import {COPIES, everyKind} from './kinds.mjs'
import {expect, refused} from './steps.mjs'
import {Files, model} from './sdk.mjs'

const NOT_FOUND = 'not-found'
const INVALID = 'processing-failure/model-save-error'
const [
    ApiKey, Automation, Behavior, File, Folder, Group, GroupUser, Permission, PublicKey,
    Site, SsoStrategy, User,
] = [
    'ApiKey', 'Automation', 'Behavior', 'File', 'Folder', 'Group', 'GroupUser',
    'Permission', 'PublicKey', 'Site', 'SsoStrategy', 'User',
].map(model)

async function users() {
    const user = await User.create({username: 'Alex', email: 'alex@example.com'})
    expect("a user's defaults", [user.authentication_method, user.self_managed], ['password', true])
    await user.update({name: 'Alex Ample', allowed_ips: '192.0.2.7\n10.0.0.0/8'})
    const found = await User.find(user.id)
    expect('an update is kept', [found.name, found.username], ['Alex Ample', 'Alex'])
    await refused('a taken username', INVALID, () => User.create({username: 'ALEX'}))
    await refused('a user who is not there', 'not-found/user-not-found', () => User.find(999_999))
    for (const action of ['unlock', 'resendWelcomeEmail', 'user2faReset']) await user[action]()
    return user
}

async function paging() {
    const names = Array.from({length: 25}, (_, number) => `page-${String(number).padStart(2, '0')}`)
    for (const username of names) await User.create({username, company: 'Pages'})
    const kept = await User.list({per_page: 4, filter: {company: 'Pages'}})
    expect('all pages of a filtered list', kept.map(user => user.username), names)
    const sorted = await User.list({
        per_page: 7, sort_by: {username: 'desc'}, filter_prefix: {username: 'page-'},
    })
    expect('sorted downwards', sorted.map(user => user.username), [...names].reverse())
    await refused('an unknown filter', 'bad-request/invalid-filter-field',
        () => User.list({filter: {notes: 'x'}}))
    await refused('an unknown order', 'bad-request/invalid-sort-field',
        () => User.list({sort_by: {notes: 'asc'}}))
    await refused('a cursor of nowhere', 'bad-request/invalid-cursor',
        () => User.list({cursor: 'nowhere'}))
}

async function groups(user) {
    const group = await Group.create({name: 'Finance', user_ids: ` ${user.id} `})
    expect('members by ids', [group.user_ids, group.usernames], [String(user.id), 'Alex'])
    const both = {group_id: group.id, user_id: user.id}
    await new GroupUser({id: group.id}).update({...both, admin: true})
    const listed = await GroupUser.list({group_id: group.id})
    expect('a membership', listed.map(one => [one.username, one.group_name, one.admin]),
        [['Alex', 'Finance', true]])
    expect('admin groups', (await User.find(user.id)).admin_group_ids, [group.id])
    await new GroupUser({id: group.id}).delete({...both})
    expect('and a delete ends it', (await User.find(user.id)).group_ids, '')
    return group
}

async function folders() {
    const path = 'Clients/A b+c/100%'
    await refused('a folder without its parent', NOT_FOUND, () => Folder.create(path))
    const made = await Folder.create(path, {mkdir_parents: true})
    expect('a new folder', [made.path, made.type], [path, 'directory'])
    await refused('a folder that is there', 'processing-failure/destination-exists',
        () => Folder.create('clients/a B+C'))
    expect('a level', (await Folder.listFor('Clients')).map(one => one.path), ['Clients/A b+c'])
    await new File({path}).update({priority_color: 'orange', custom_metadata: {key: 'value'}})
    const found = await File.find('CLIENTS/a b+c/100%', {with_priority_color: true})
    expect('metadata', [found.custom_metadata, found.priority_color], [{key: 'value'}, 'orange'])
    await new File({path}).move({destination: 'Clients/Moved'})
    await refused('what was moved', NOT_FOUND, () => File.find(path))
    await refused('a folder that is not empty', 'processing-failure/folder-not-empty',
        () => new File({path: 'Clients'}).delete())
}

async function permissions(user, group) {
    await Permission.create(
        {path: 'Clients', group_id: group.id, permission: 'readonly', recursive: true})
    const row = await Permission.create(
        {path: 'Clients/Moved', username: 'Alex', permission: 'full', recursive: true})
    expect('a grant', [row.user_id, row.username], [user.id, 'Alex'])
    const reaching = await Permission.list({path: 'Clients/Moved'})
    expect('grants from above', reaching.map(one => one.path), ['Clients', 'Clients/Moved'])
    const own = await Permission.list({user_id: String(user.id)})
    expect('grants of a user', own.map(one => one.id), [row.id])
    await refused('a grant to nobody', 'not-found/user-not-found',
        () => Permission.create({path: 'Clients', username: 'nobody', permission: 'full'}))
    await row.delete()
    expect('one grant is left', (await Permission.list()).length, 1)
}

async function behaviors() {
    const all = {fenced_permissions: 'all'}
    const fence = await Behavior.create({
        path: 'Clients/Moved', behavior: 'permission_fence', value: JSON.stringify(all),
    })
    expect('a fence', fence.value, all)
    await fence.update({description: 'walled'})
    expect('described', (await Behavior.find(fence.id)).description, 'walled')
    const days = JSON.stringify({days_to_retain: 30})
    await Behavior.create({path: 'Clients', behavior: 'file_expiration', value: days})
    const above = await Behavior.listFor('Clients/Moved', {ancestor_behaviors: true})
    expect('settings from above', above.map(one => [one.behavior, one.inherited]).sort(),
        [['file_expiration', true], ['permission_fence', false]])
    await refused('a fence on the root', INVALID, () => Behavior.create({
        path: '/', behavior: 'permission_fence', value: JSON.stringify(all),
    }))
    await fence.delete()
    await refused('what was deleted', NOT_FOUND, () => Behavior.find(fence.id))
}

async function automations() {
    const made = await Automation.create({
        automation: 'copy_file', name: 'Archive', trigger: 'custom_schedule', path: 'Clients',
        source: '*.pdf', destinations: ['Archive/'], schedule_days_of_week: [1, 5],
        schedule_times_of_day: ['7:30'], schedule_time_zone: 'Eastern Time (US & Canada)',
    })
    expect('an automation', [made.destinations, made.user_id], [['Archive/'], null])
    expect('its schedule', made.schedule.times_of_day, ['07:30'])
    await made.update({disabled: true})
    const listed = await Automation.list({filter: {disabled: true}})
    expect('filtered by a flag', listed.map(one => one.name), ['Archive'])
    await made.delete()
}

async function site() {
    expect('the site', (await Site.get()).password_min_length, 10)
    await Site.update({password_min_length: 14, require_2fa: true})
    expect('settings', (await Site.get()).password_min_length, 14)
    expect('strategies', (await SsoStrategy.list()).map(one => [one.id, one.label]),
        [[12, 'Okta']])
}

async function keys(user) {
    const made = await ApiKey.create({name: 'exporter', user_id: user.id})
    const shown = (await ApiKey.find(made.id)).key ?? null
    expect('a key is shown once', [made.key.length, shown], [64, null])
    expect('the key that asks', (await ApiKey.findCurrent()).permission_set, 'full')
    const own = {apiKey: made.key}
    expect("a user's own key", (await ApiKey.findCurrent(own)).user_id, user.id)
    await refused('and does not administer', 'not-authorized/site-admin-required',
        () => User.create({username: 'Mallory'}, own))
    await made.delete()
    await refused('a deleted key', 'not-authenticated/invalid-credentials',
        () => User.find(user.id, {}, own))
    await refused('a read-only key does not write', 'not-authorized/site-admin-required',
        () => Group.create({name: 'X'}, {apiKey: 'readonly'}))
    const text = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
    const key = await PublicKey.create({user_id: user.id, title: 'laptop', public_key: text})
    expect('a fingerprint', typeof key.fingerprint_sha256, 'string')
    await key.update({title: 'desk'})
    const listed = await PublicKey.list({user_id: user.id})
    expect('SSH keys', listed.map(one => one.title), ['desk'])
    await refused('a key that is none', INVALID,
        () => PublicKey.create({user_id: user.id, title: 'x', public_key: 'nonsense'}))
    await key.delete()
}

async function kinds(said) {
    const ids = {users: [], groups: []}
    for (let number = 0; number < COPIES + 2; number += 1) {
        ids.users.push((await User.create({username: `owner ${number}`})).id)
        ids.groups.push((await Group.create({name: `owners ${number}`})).id)
    }
    await Folder.create('Shared/In', {mkdir_parents: true})
    await everyKind(said, ids)
    await new File({path: 'Shared'}).delete({recursive: true})
}

async function end(user, group) {
    const heir = await User.create({username: 'Heir'})
    await user.delete({new_owner_id: heir.id})
    await refused('who is gone', 'not-found/user-not-found', () => User.find(user.id))
    await group.delete()
    expect('grants go with their group', await Permission.list(), [])
    await new File({path: 'Clients'}).delete({recursive: true})
    expect('nothing is left', await Folder.listFor('/'), [])
}

async function main(url, said) {
    Files.setBaseUrl(url)
    Files.setApiKey('anykey')
    const user = await users()
    await paging()
    const group = await groups(user)
    await folders()
    await permissions(user, group)
    await behaviors()
    await automations()
    await site()
    await keys(user)
    await kinds(JSON.parse(said))
    await end(user, group)
    console.log('done')
}

await main(...process.argv.slice(2))
