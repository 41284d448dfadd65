"""Drives an emulator with the official Python SDK, as a stranger would.

Usage: drive.py URL KINDS, where KINDS is JSON that `tests/suite/emulator_sdk.rs` makes. Every step
says what it shows; the first that does not hold ends the run.
"""

import json
import sys

import files_sdk
from files_sdk import error

from kinds import every_kind
from steps import expect, refused


def users():
    user = files_sdk.user.create({"username": "Alex", "email": "alex@example.com"})
    expect("a user's defaults", (user.authentication_method, user.self_managed), ("password", True))
    user.update({"name": "Alex Ample", "allowed_ips": "192.0.2.7\n10.0.0.0/8"})
    found = files_sdk.user.find(user.id)
    expect("an update is kept", (found.name, found.username), ("Alex Ample", "Alex"))
    refused(
        "a taken username",
        error.ModelSaveErrorError,
        lambda: files_sdk.user.create({"username": "ALEX"}),
    )
    refused("a user who is not there", error.UserNotFoundError, lambda: files_sdk.user.find(999_999))
    for action in ("unlock", "resend_welcome_email", "user_2fa_reset"):
        getattr(files_sdk.user, action)(user.id)
    return user


def paging():
    for number in range(25):
        files_sdk.user.create({"username": f"page-{number:02}", "company": "Pages"})
    page = files_sdk.user.list({"per_page": 4, "filter": {"company": "Pages"}})
    names = [user.username for user in page.auto_paging_iter()]
    expect("all pages of a filtered list", names, [f"page-{n:02}" for n in range(25)])
    page = files_sdk.user.list(
        {"per_page": 7, "sort_by": {"username": "desc"}, "filter_prefix": {"username": "page-"}}
    )
    names = [user.username for user in page.auto_paging_iter()]
    expect("sorted downwards", names, [f"page-{n:02}" for n in reversed(range(25))])
    refused(
        "an unknown filter",
        error.InvalidFilterFieldError,
        lambda: files_sdk.user.list({"filter": {"notes": "x"}}),
    )
    refused(
        "an unknown order",
        error.InvalidSortFieldError,
        lambda: files_sdk.user.list({"sort_by": {"notes": "asc"}}),
    )
    refused(
        "a cursor of nowhere",
        error.InvalidCursorError,
        lambda: files_sdk.user.list({"cursor": "nowhere"}),
    )


def groups(user):
    group = files_sdk.group.create({"name": "Finance", "user_ids": f" {user.id} "})
    expect("members by ids", (group.user_ids, group.usernames), (str(user.id), "Alex"))
    files_sdk.group_user.update(group.id, {"group_id": group.id, "user_id": user.id, "admin": True})
    listed = files_sdk.group_user.list({"group_id": group.id}).data
    expect("a membership", [(m.username, m.group_name, m.admin) for m in listed],
           [("Alex", "Finance", True)])
    expect("admin groups", files_sdk.user.find(user.id).admin_group_ids, [group.id])
    other = files_sdk.group.create({"name": "Sales"})
    files_sdk.group_user.update(0, {"group_id": other.id, "user_id": user.id})
    expect("an update makes a membership", files_sdk.user.find(user.id).group_ids,
           f"{group.id},{other.id}")
    files_sdk.group_user.delete(0, {"group_id": other.id, "user_id": user.id})
    expect("and a delete ends it", files_sdk.user.find(user.id).group_ids, str(group.id))
    return group


def folders():
    refused("a folder without its parent", error.NotFoundError,
            lambda: files_sdk.folder.create("Clients/A b+c/100%"))
    made = files_sdk.folder.create("Clients/A b+c/100%", {"mkdir_parents": True})
    expect("a new folder", (made.path, made.type), ("Clients/A b+c/100%", "directory"))
    refused("a folder that is there", error.DestinationExistsError,
            lambda: files_sdk.folder.create("clients/a B+C"))
    walked = [path for path, _, _ in files_sdk.folder.walk()]
    expect("the tree", walked, ["", "Clients", "Clients/A b+c", "Clients/A b+c/100%"])
    found = files_sdk.file.find("Clients/A b+c/100%")
    found.update({"priority_color": "orange", "custom_metadata": {"key": "value"}})
    again = files_sdk.file.find("CLIENTS/a b+c/100%", {"with_priority_color": True})
    expect("metadata", (again.custom_metadata, again.priority_color), ({"key": "value"}, "orange"))
    files_sdk.file.move("Clients/A b+c/100%", {"destination": "Clients/Moved"})
    refused("what was moved", error.NotFoundError,
            lambda: files_sdk.file.find("Clients/A b+c/100%"))
    refused("a folder that is not empty", error.FolderNotEmptyError,
            lambda: files_sdk.file.delete("Clients"))


def permissions(user, group):
    files_sdk.permission.create(
        {"path": "Clients", "group_id": group.id, "permission": "readonly", "recursive": True}
    )
    row = files_sdk.permission.create(
        {"path": "Clients/Moved", "username": "Alex", "permission": "full", "recursive": True}
    )
    expect("a grant", (row.user_id, row.username), (user.id, "Alex"))
    reaching = files_sdk.permission.list({"path": "Clients/Moved"}).data
    expect("grants from above", sorted(r.path for r in reaching), ["Clients", "Clients/Moved"])
    own = files_sdk.permission.list({"user_id": str(user.id)}).data
    expect("grants of a user", [r.id for r in own], [row.id])
    filtered = files_sdk.permission.list({"filter": {"path": "clients"}}).data
    expect("grants by path", [r.group_name for r in filtered], ["Finance"])
    refused("a grant to nobody", error.UserNotFoundError,
            lambda: files_sdk.permission.create(
                {"path": "Clients", "username": "nobody", "permission": "full"}))
    files_sdk.permission.delete(row.id)
    expect("one grant is left", len(files_sdk.permission.list().data), 1)


def behaviors():
    fence = files_sdk.behavior.create(
        {"path": "Clients/Moved", "behavior": "permission_fence",
         "value": {"fenced_permissions": "all"}}
    )
    expect("a fence", fence.value, {"fenced_permissions": "all"})
    fence.update({"description": "walled"})
    expect("described", files_sdk.behavior.find(fence.id).description, "walled")
    files_sdk.behavior.create(
        {"path": "Clients", "behavior": "file_expiration", "value": {"days_to_retain": 30}}
    )
    above = files_sdk.behavior.list_for("Clients/Moved", {"ancestor_behaviors": True}).data
    expect("settings from above", sorted((b.behavior, b.inherited) for b in above),
           [("file_expiration", True), ("permission_fence", False)])
    refused("a fence on the root", error.ModelSaveErrorError,
            lambda: files_sdk.behavior.create(
                {"path": "", "behavior": "permission_fence",
                 "value": {"fenced_permissions": "all"}}))
    fence.delete()
    refused("what was deleted", error.NotFoundError, lambda: files_sdk.behavior.find(fence.id))


def automations():
    made = files_sdk.automation.create(
        {"automation": "copy_file", "name": "Archive", "trigger": "custom_schedule",
         "path": "Clients", "source": "*.pdf", "destinations": ["Archive/"],
         "schedule_days_of_week": [1, 5], "schedule_times_of_day": ["7:30"],
         "schedule_time_zone": "Eastern Time (US & Canada)"}
    )
    expect("an automation", (made.destinations, made.user_id), (["Archive/"], None))
    expect("its schedule", made.schedule["times_of_day"], ["07:30"])
    made.update({"disabled": True})
    listed = files_sdk.automation.list({"filter": {"disabled": True}}).data
    expect("filtered by a flag", [a.name for a in listed], ["Archive"])
    made.delete()


def site_and_rules():
    before = files_sdk.site.get()
    expect("the site", before.password_min_length, 10)
    files_sdk.site.update({"password_min_length": 14, "require_2fa": True})
    expect("settings", files_sdk.site.get().password_min_length, 14)
    changes = files_sdk.settings_change.list().data
    expect("who changed settings", len(changes[0].changes), 2)
    expect("workspaces", [w.id for w in files_sdk.workspace.list().data], [])
    expect("strategies", [(s.id, s.label) for s in files_sdk.sso_strategy.list().data],
           [(12, "Okta")])
    key_rule = files_sdk.key_lifecycle_rule.create({"key_type": "ssh", "inactivity_days": 30})
    expect("a rule without a name", key_rule.name, None)
    key_rule.delete()


def keys(url, user):
    made = files_sdk.api_key.create({"name": "exporter", "user_id": user.id})
    expect("a key is shown once", (len(made.key), files_sdk.api_key.find(made.id).key), (64, None))
    expect("the key that asks", files_sdk.api_key.find_current().permission_set, "full")
    own = files_sdk.Client(base_url=url, api_key=made.key)
    expect("a user's own key", own.api_key.find_current().user_id, user.id)
    expect("reads", own.user.find(user.id).username, "Alex")
    refused("and does not administer", error.SiteAdminRequiredError,
            lambda: own.user.create({"username": "Mallory"}))
    made.delete()
    refused("a deleted key", error.InvalidCredentialsError, lambda: own.user.find(user.id))
    reader = files_sdk.Client(base_url=url, api_key="readonly")
    expect("a read-only key reads", reader.site.get().password_min_length, 14)
    refused("and does not write", error.SiteAdminRequiredError,
            lambda: reader.group.create({"name": "X"}))
    text = ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl "
            "alex@example.com")
    key = files_sdk.public_key.create({"user_id": user.id, "title": "laptop", "public_key": text})
    expect("a fingerprint", key.fingerprint_sha256 is not None, True)
    key.update({"title": "desk"})
    listed = files_sdk.public_key.list({"user_id": user.id}).data
    expect("SSH keys", [k.title for k in listed], ["desk"])
    refused("a key that is none", error.ModelSaveErrorError,
            lambda: files_sdk.public_key.create(
                {"user_id": user.id, "title": "x", "public_key": "nonsense"}))
    key.delete()


def end(user, group):
    heir = files_sdk.user.create({"username": "Heir"})
    user.delete({"new_owner_id": heir.id})
    refused("who is gone", error.UserNotFoundError, lambda: files_sdk.user.find(user.id))
    group.delete()
    expect("grants go with their group", files_sdk.permission.list().data, [])
    files_sdk.file.delete("Clients", {"recursive": True})
    expect("nothing is left", files_sdk.folder.list_for("").data, [])


def main(url, kinds):
    files_sdk.base_url = url
    files_sdk.set_api_key("anykey")
    user = users()
    paging()
    group = groups(user)
    folders()
    permissions(user, group)
    behaviors()
    automations()
    site_and_rules()
    keys(url, user)
    end(user, group)
    every_kind(json.loads(kinds))
    print("done")


main(*sys.argv[1:])
