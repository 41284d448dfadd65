"""One of each kind that is little but attributes: made, listed, found, changed and deleted.

What is sent stands in `kinds.json`, in an order in which what others name comes first: `"@users"`
is the id of a user, and another one in each copy. What the API takes and shows stands in `src/model/kinds/attributes.json`.
"""

import itertools
import json
import pathlib
from datetime import datetime
from typing import get_args, get_origin, get_type_hints

import files_sdk
from files_sdk import error

from steps import expect, refused

HERE = pathlib.Path(__file__).parent
ROWS = json.loads((HERE / "kinds.json").read_text())
FACTS = json.loads((HERE.parents[1] / "src/model/kinds/attributes.json").read_text())
HIDDEN = "not-to-be-seen"
COPIES = 4
NOBODY = 999_999_999


class Kind:
    """A kind as the caller has it: its list, the attribute that holds the name if it has one, what
    its other attributes name by ids. `ids` has those of each list so far."""

    def __init__(self, said, ids):
        self.list, self.name = said["list"], said["name"]
        self.by_itself, self.joined = said["by_itself"], said["joined"]
        self.refers = {name: to for name, to in said["attributes"].items() if to}
        tag = next(tag for tag, of in FACTS["lists"].items() if of["path"] == self.list)
        self.listing = FACTS["lists"][tag]
        rows = {row["name"]: row for row in FACTS["resources"][tag]}
        self.rows = {name: rows[name] for name in said["attributes"]}
        self.times = [name for name in ("created_at", "updated_at") if name in rows]
        self.sdk = getattr(files_sdk, tag)
        self.ids = ids
        self.create, self.update = (self.row(verb, 0) for verb in ("create", "update"))

    def drive(self):
        first = self.sdk.create(dict(self.create))
        self.ids[self.list] = [first.id]
        self.shows("what was made", first, self.create)
        sent = [self.copy(number) for number in range(1, COPIES + 1)]
        copies = [self.sdk.create(dict(copy)) for copy in sent]
        for copy, given in zip(copies, sent):
            self.shows("a full copy", copy, given)
        self.ids[self.list] += [copy.id for copy in copies]
        self.pages([first, *copies])
        self.references(first)
        before = first.get_attributes()
        first.update(dict(self.update))
        kept = {name: value for name, value in before.items() if name in self.rows}
        self.shows("what was changed", first, {**kept, **self.update})
        found = self.sdk.find(first.id)
        expect(f"{self.list}: found as changed", found.get_attributes(), first.get_attributes())
        self.made = [first, *copies]

    def gone(self):
        # The later ones refer to the earlier ones.
        for made in reversed(self.made):
            made.delete()
            refused(f"{self.list}: gone", error.NotFoundError, lambda: self.sdk.find(made.id))
            refused(f"{self.list}: gone once", error.NotFoundError, lambda: made.delete())
        expect(f"{self.list}: none is left", self.sdk.list().data, [])

    def row(self, verb, number):
        return named(ROWS[self.list][verb], lambda to: self.id(to, number))

    def id(self, to, number):
        """Of the kind's own list there are fewer yet."""
        return self.ids[to][: number + 1][-1]

    def copy(self, number):
        """With every attribute that can be said of a new one."""
        some = {name: self.some(row, number) for name, row in self.rows.items() if row["create"]}
        copy = {name: one for name, one in some.items() if one is not None}
        copy.update(self.row("create", number))
        if self.name:
            copy[self.name] = f"{number}-{copy[self.name]}"
        return copy

    def some(self, row, number):
        """A value of the attribute's type; none where it names what is not there yet."""
        if to := self.refers.get(row["name"]):
            one = self.id(to, number) if to in self.ids else None
        elif not row["read"] and row["type"] == "string":
            one = HIDDEN
        elif row["name"].endswith("time_zone"):
            one = "London"
        elif "enum" in row:
            one = row["enum"][-1]
        else:
            base = row["type"].removeprefix("array(").removesuffix(")")
            one = {"boolean": True, "int64": 7, "object": {"note": "x"},
                   "date-time": "2027-03-14T13:27:01Z"}.get(base, "text")
        return one if one is None else self.form(row, one)

    def form(self, row, one):
        """One value as the attribute has it: in a list, or in a text that joins them."""
        if row["name"] in self.joined:
            return str(one)
        return [one] if row["type"].startswith("array") else one

    def shows(self, what, is_, sent):
        """What was sent comes back but for secrets, and all has the type that the SDK declares."""
        shown = is_.get_attributes()
        for name, value in sent.items():
            if self.rows.get(name, {}).get("read", True):
                holds(f"{self.list}: {what} shows `{name}`", shown.get(name), value)
        expect(f"{self.list}: no secret is shown", HIDDEN in json.dumps(shown), False)
        for name, declared in get_type_hints(type(is_)).items():
            allowed = [get_origin(one) or one for one in get_args(declared)]
            if name in shown and type(shown[name]) not in allowed:
                raise SystemExit(f"{self.list}.{name} is {shown[name]!r}, and not {declared}")
        for name in self.times:
            expect(f"{self.list}: `{name}` is not said", instant(shown.get(name)) is None, False)

    def pages(self, made):
        """The list in pages, by every order and filter that it takes."""
        listed = self.listed(per_page=2)
        expect(f"{self.list}: all pages", [one.id for one in listed], [one.id for one in made])
        for one, own in zip(listed, made):
            shown = {k: v for k, v in own.get_attributes().items() if k not in self.by_itself}
            expect(f"{self.list}: listed as made", one.get_attributes(), shown)
        for field, way in itertools.product(self.listing["sort"], ("asc", "desc")):
            values = [place(one, field) for one in self.listed(per_page=2, sort_by={field: way})]
            wanted = sorted((place(one, field) for one in made), reverse=way == "desc")
            expect(f"{self.list}: {way} by `{field}`", values, wanted)
        told_apart = [self.filters(made, fields) for fields in self.filterable()]
        expect(f"{self.list}: a filter tells some apart", any(told_apart), bool(told_apart))
        for field in self.listing["prefix"]:
            if begin := (getattr(made[0], field) or "")[:3]:
                wanted = [one.id for one in made if (getattr(one, field) or "").startswith(begin)]
                self.filtered("filter_prefix", {field: begin}, wanted)
        for field, (how, holds_) in itertools.product(self.listing["range"], RANGES.items()):
            if at := instant(getattr(made[1], field)):
                wanted = [one.id for one in made if holds_(instant(getattr(one, field)), at)]
                self.filtered(how, {field: getattr(made[1], field)}, wanted)
        refused(f"{self.list}: an unknown filter", error.InvalidFilterFieldError,
                lambda: self.sdk.list({"filter": {"nothing": "x"}}))
        refused(f"{self.list}: an unknown order", error.InvalidSortFieldError,
                lambda: self.sdk.list({"sort_by": {"nothing": "asc"}}))

    def filterable(self):
        return [[field] for field in self.listing["filter"]] + self.listing["together"]

    def filters(self, made, fields):
        """Whether these filters keep some and not others."""
        by = {field: getattr(made[1], field) for field in fields}
        if None in by.values():
            return False
        wanted = [one.id for one in made
                  if all(getattr(one, field) == value for field, value in by.items())]
        self.filtered("filter", by, wanted)
        return len(wanted) < len(made)

    def filtered(self, how, by, wanted):
        ids = [one.id for one in self.listed(per_page=2, **{how: by})]
        expect(f"{self.list}: {how} {by}", ids, wanted)

    def listed(self, **params):
        return list(self.sdk.list(params).auto_paging_iter())

    def references(self, made):
        """An id that is nobody's is refused, in what is new and in what is there."""
        for name in self.refers:
            row = self.rows[name]
            wrong = {name: self.form(row, NOBODY)}
            what = f"{self.list}: a `{name}` of nobody"
            if row["create"]:
                refused(what, error.ModelSaveErrorError,
                        lambda: self.sdk.create({**self.copy(COPIES + 1), **wrong}))
            if row["update"]:
                refused(what, error.ModelSaveErrorError, lambda: made.update(wrong))


RANGES = {
    "filter_gt": lambda is_, at: is_ > at,
    "filter_gteq": lambda is_, at: is_ >= at,
    "filter_lt": lambda is_, at: is_ < at,
    "filter_lteq": lambda is_, at: is_ <= at,
}


def named(value, id_of):
    """With ids in the place of `@list`."""
    if isinstance(value, dict):
        return {key: named(item, id_of) for key, item in value.items()}
    if isinstance(value, list):
        return [named(item, id_of) for item in value]
    return id_of(value[1:]) if isinstance(value, str) and value.startswith("@") else value


def holds(what, is_, sent):
    """The site may add keys to what it was sent, and shows joined ids apart."""
    if isinstance(is_, list) and isinstance(sent, str):
        is_ = ",".join(map(str, is_))
    if isinstance(sent, dict) and isinstance(is_, dict):
        for key, value in sent.items():
            holds(f"{what}.{key}", is_.get(key), value)
    elif isinstance(sent, list) and isinstance(is_, list) and len(is_) == len(sent):
        for number, (one, value) in enumerate(zip(is_, sent)):
            holds(f"{what}.{number}", one, value)
    else:
        expect(what, is_, sent)


def instant(text):
    return text and datetime.fromisoformat(text)


def place(record, field):
    """Where a record stands in an order: what is nothing comes first."""
    value = getattr(record, field)
    return (value is not None, value.casefold() if isinstance(value, str) else value or 0)


def every_kind(kinds):
    each = range(COPIES + 2)
    ids = {"users": [files_sdk.user.create({"username": f"owner {n}"}).id for n in each],
           "groups": [files_sdk.group.create({"name": f"owners {n}"}).id for n in each]}
    files_sdk.folder.create("Shared/In", {"mkdir_parents": True})
    known = {kind["list"]: kind for kind in kinds}
    expect("kinds without a row in kinds.json", sorted(known.keys() - ROWS.keys()), [])
    driven = []
    for name in ROWS:
        driven.append(Kind(known[name], ids))
        driven[-1].drive()
    for kind in reversed(driven):
        kind.gone()
    files_sdk.file.delete("Shared", {"recursive": True})
