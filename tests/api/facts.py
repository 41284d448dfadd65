#!/usr/bin/env python3
"""Holds `src/model/kinds/attributes.json` to what it was made from: the official Python SDK.

    pip download --no-deps Files.com==2.0.19 && unzip -d sdk files_com-*.whl
    python3 tests/api/facts.py sdk             # compares; tells each difference, and exits with 1
    python3 tests/api/facts.py sdk gpg_key     # prints the rows of a resource, for a new kind

Names, their order, types, and what can be created and updated come from the SDK's models. Two
things do not, and are carried over: whether the API shows an attribute (`read`; the models list
write-only ones, too), and the words of enumerations, which the validators of
Files-com/terraform-provider-files 0.1.903 have. Standard library only.
"""

import ast
import json
import pathlib
import re
import sys

FACTS = pathlib.Path(__file__).parents[2] / "src/model/kinds/attributes.json"


def attributes(tree):
    """Name and type of each attribute of the model, in the SDK's order."""
    doc = ast.get_docstring(tree) or ""
    listed = doc.split("Attributes:\n", 1)[-1]
    return re.findall(r"^ *([\w?]+): ([^\n]*?) - ", listed, re.M)


def parameters(module, verb):
    """What `create` or `update` takes, with its type, by the docstring of that function."""
    for function in module.body:
        if isinstance(function, ast.FunctionDef) and function.name == verb:
            doc = ast.get_docstring(function) or ""
            listed = doc.split("Parameters:\n", 1)[-1]
            taken = re.findall(r"^ *(\w+) (?:\(required\) )?- (.*?)(?: - |$)", listed, re.M)
            return {name: kind for name, kind in taken if name != "id"}
    return {}


def rows(sdk, resource, known):
    module = ast.parse((sdk / f"files_sdk/models/{resource}.py").read_text())
    model = next(node for node in module.body if isinstance(node, ast.ClassDef))
    create, update = parameters(module, "create"), parameters(module, "update")
    shown = dict(attributes(model))
    sent = {name: kind for name, kind in {**create, **update}.items() if name not in shown}
    for name, kind in {**shown, **sent}.items():
        old = known.get(name, {})
        row = {"name": name, "type": kind}
        if "enum" in old:
            row["enum"] = old["enum"]
        row["read"] = old.get("read", True) and name in shown
        row["create"] = name in create
        row["update"] = name in update
        yield row


def main():
    sdk = pathlib.Path(sys.argv[1])
    facts = json.loads(FACTS.read_text())["resources"]
    if len(sys.argv) > 2:
        resource = sys.argv[2]
        known = {row["name"]: row for row in facts.get(resource, [])}
        lines = [f"   {json.dumps(row)}" for row in rows(sdk, resource, known)]
        print(f'  "{resource}": [\n' + ",\n".join(lines) + "\n  ]")
        return 0
    differences = 0
    for resource, old in facts.items():
        known = {row["name"]: row for row in old}
        made = {row["name"]: row for row in rows(sdk, resource, known)}
        for name in [*known, *(name for name in made if name not in known)]:
            if known.get(name) != made.get(name):
                differences += 1
                print(f"{resource}.{name}: here {known.get(name)}, in the SDK {made.get(name)}")
        shared = [name for name in known if name in made]
        if shared != [name for name in made if name in known]:
            differences += 1
            print(f"{resource}: the attributes stand in another order than in the SDK")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
