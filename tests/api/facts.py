#!/usr/bin/env python3
"""Makes `src/model/kinds/attributes.json` from the official Python SDK, PyPI `Files.com` 2.0.19.

    pip download --no-deps Files.com==2.0.19 && unzip -d sdk files_com-*.whl
    python3 tests/api/facts.py sdk                  # prints the file
    python3 tests/api/facts.py --check sdk          # tells each difference, and ends with 1
    python3 tests/api/facts.py --kind gpg_key sdk   # prints what a new kind needs, to be reviewed

Without a folder it is the installed package. Names, their order, types, what can be created and
updated, and what a list can be sorted and filtered by come from the SDK's models. Two things do
not, and are carried over from the file as it is:

- `read`, whether lists show an attribute: the models have what is only sent, too. What is not shown
  are passwords and other secrets, what is shown once, when it is made, and orders for one moment.
- `enum`, which the validators of Files-com/terraform-provider-files 0.1.903 have.

Standard library only.
"""

import argparse
import ast
import importlib.util
import json
import pathlib
import re
import sys
import textwrap

FACTS = pathlib.Path(__file__).parents[2] / "src/model/kinds/attributes.json"

# Guesses for a new kind.
VALUE_KINDS = {
    "boolean": "Bool",
    "int64": "Int",
    "date-time": "Instant",
    "email": "Email",
    "object": "Object",
}
SECRET = r"password|passphrase|private_key|secret|_token$"
ONLY_SENT = rf"{SECRET}|^generate_|_(delete|file)$"


# What the SDK says


def parsed(sdk, resource):
    return ast.parse((sdk / f"files_sdk/models/{resource}.py").read_text())


def listed(definition, head):
    """The lines below a head in a docstring."""
    return (ast.get_docstring(definition) or "").partition(f"{head}:\n")[2]


def parameters(module, verb):
    """What a function of the module takes: names with type and text."""
    line = re.compile(r"^ *(\w+) (?:\(required\) )?- (.*?)(?: - (.*))?$", re.M)
    for function in module.body:
        if isinstance(function, ast.FunctionDef) and function.name == verb:
            found = line.findall(listed(function, "Parameters"))
            return {name: (kind, text) for name, kind, text in found if name != "id"}
    return {}


def attributes(sdk, resource, known):
    """A row for each attribute in the SDK's order, with what `known` rows have from elsewhere."""
    module = parsed(sdk, resource)
    model = next(node for node in module.body if isinstance(node, ast.ClassDef))
    shown = dict(re.findall(r"^ *([\w?]+): (.*?)(?: - |$)", listed(model, "Attributes"), re.M))
    create, update = parameters(module, "create"), parameters(module, "update")
    sent = {name: kind for name, (kind, _) in {**create, **update}.items() if name not in shown}
    for name, kind in {**shown, **sent}.items():
        old = known.get(name, {})
        row = {"name": name, "type": kind}
        if "enum" in old:
            row["enum"] = old["enum"]
        row["read"] = name in shown and old.get("read", True)
        row["create"] = name in create
        row["update"] = name in update
        yield row


def listing(sdk, resource):
    """The path of the resource's list, and by what fields it is sorted and filtered."""
    module = parsed(sdk, resource)
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
    pages = (call.args for call in calls if getattr(call.func, "id", "") == "ListObj")
    paths = [path.value for _, _, path, *_ in pages if isinstance(path, ast.Constant)]
    if not paths:
        return None
    taken = {name: text for name, (_, text) in parameters(module, "list").items()}

    def valid(name):
        fields = re.search(r"Valid fields are (.*?)\.(?: |$)", taken.get(name, ""))
        return re.findall(r"`(\w+)`", fields[1]) if fields else []

    texts = taken.get("filter", "") + taken.get("filter_prefix", "")
    together = dict.fromkeys(re.findall(r"`\[ (.*?) \]`", texts))
    return {
        "path": paths[0].removeprefix("/"),
        "sort": valid("sort_by"),
        "filter": valid("filter"),
        "together": [fields.split(", ") for fields in together],
        "prefix": valid("filter_prefix"),
        "range": valid("filter_gt"),
    }


# The file


def made(sdk, old):
    """The facts anew, of the resources that the file has."""
    resources, lists = {}, {}
    for resource, rows in old["resources"].items():
        known = {row["name"]: row for row in rows}
        resources[resource] = list(attributes(sdk, resource, known))
        if found := listing(sdk, resource):
            lists[resource] = found
    return {**old, "resources": resources, "lists": lists}


def written(facts):
    """The file's text: a line for each attribute and for each list."""
    head = "".join(f' "{key}": {json.dumps(facts[key])},\n' for key in ("about", "derived_from"))
    resources = ",\n".join(rows_of(*one) for one in facts["resources"].items())
    lists = ",\n".join(list_of(*one) for one in facts["lists"].items())
    return f'{{\n{head} "resources": {{\n{resources}\n }},\n "lists": {{\n{lists}\n }}\n}}\n'


def rows_of(resource, rows):
    lines = ",\n".join(f"   {json.dumps(row)}" for row in rows)
    return f'  "{resource}": [\n{lines}\n  ]'


def list_of(resource, found):
    return f'  "{resource}": {json.dumps(found)}'


def differences(old, new):
    for resource, rows in new["resources"].items():
        here = {row["name"]: row for row in old["resources"][resource]}
        there = {row["name"]: row for row in rows}
        for name in {**here, **there}:
            if here.get(name) != there.get(name):
                yield f"{resource}.{name}: here {here.get(name)}, in the SDK {there.get(name)}"
        if [name for name in here if name in there] != [name for name in there if name in here]:
            yield f"{resource}: the attributes stand in another order than in the SDK"
    here, there = old.get("lists", {}), new["lists"]
    for resource in {**here, **there}:
        said, found = here.get(resource), there.get(resource)
        if said != found:
            yield f"list of {resource}: here {said}, in the SDK {found}"


# A new kind


def guessed(sdk, resource):
    """Rows of a resource that the file lacks: what looks like it is taken to be only sent."""
    for row in attributes(sdk, resource, {}):
        sent = (row["create"] or row["update"]) and re.search(ONLY_SENT, row["name"])
        yield {**row, "read": row["read"] and not sent}


def rust(rows, found):
    """What the kind's file in `src/model/kinds/` begins with, before `cargo fmt`."""
    shown = " ".join(row["name"] for row in rows if row["read"])
    shown = " \\\n            ".join(textwrap.wrap(shown, 85))
    sent = [row for row in rows if (row["create"] or row["update"]) and row["type"] != "file"]
    table = "".join(rust_attribute(row) for row in sorted(sent, key=lambda row: row["name"]))
    path = f'    list: "{found["path"]}",\n' if found else ""
    fields = rust_listing(found) if found else ""
    kind = f'{path}    attributes: ATTRIBUTES,\n    shows: "{shown}",\n{fields}'
    return f"{kind}\nconst ATTRIBUTES: &[Attribute] = &[\n{table}];"


def rust_attribute(row):
    value = value_kind(row)
    only_sent = "" if row["read"] or value == "ValueKind::Secret" else ".write_only()"
    only_once = ".create_only()" if row["create"] and not row["update"] else ""
    return f'    Attribute::new("{row["name"]}", {value}){only_sent}{only_once},\n'


def value_kind(row):
    if of_many := re.match(r"array\((.*)\)$", row["type"]):
        return f"ValueKind::List(&{value_kind({**row, 'type': of_many[1]})})"
    if "enum" in row:
        return f"ValueKind::Choice({rust_list(row['enum'])})"
    if not row["read"] and row["type"] == "string" and re.search(SECRET, row["name"]):
        return "ValueKind::Secret"
    return f"ValueKind::{VALUE_KINDS.get(row['type'], 'Text')}"


def rust_listing(found):
    said = {name: fields for name, fields in found.items() if name != "path" and fields}
    lines = "".join(f"        {name}: {rust_list(fields)},\n" for name, fields in said.items())
    rest = "" if len(said) == len(found) - 1 else "        ..Listing::NONE\n"
    return f"    listing: Listing {{\n{lines}{rest}    }},\n"


def rust_list(items):
    texts = (rust_list(item) if isinstance(item, list) else json.dumps(item) for item in items)
    return f"&[{', '.join(texts)}]"


def installed():
    package = importlib.util.find_spec("files_sdk")
    if package is None:
        sys.exit("there is no SDK: name the folder that holds `files_sdk`, or install it")
    return pathlib.Path(package.origin).parents[1]


def main():
    usage = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    what = usage.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="compare with the file as it is")
    what.add_argument("--kind", metavar="RESOURCE", help="print what a new kind needs")
    usage.add_argument("sdk", nargs="?", type=pathlib.Path, help="where `files_sdk` is")
    asked = usage.parse_args()
    sdk, old = asked.sdk or installed(), json.loads(FACTS.read_text())
    if asked.kind:
        rows = old["resources"].get(asked.kind) or list(guessed(sdk, asked.kind))
        found = listing(sdk, asked.kind)
        print(rows_of(asked.kind, rows), found and list_of(asked.kind, found), sep="\n\n")
        print("", rust(rows, found), sep="\n")
        return 0
    new = made(sdk, old)
    if not asked.check:
        print(written(new), end="")
        return 0
    told = list(differences(old, new))
    if not told and written(new) != FACTS.read_text():
        told = [f"{FACTS.name} is written in another way than it is made"]
    print("".join(f"{line}\n" for line in told), end="")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
