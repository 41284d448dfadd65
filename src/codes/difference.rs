//! What only the difference between definition and live site shows: `diff`, `plan` and `drift`
//! find it.

codes! {
    family: Plan,
    pages: "../rules/difference/",
    ACCESS_WIDENED = "access-widened": Error,
        "more people gain access than --max-gain allows";
    API_KEY_NOT_SAVED = "api-key-not-saved": Error,
        "an API key would be made without a file for its secret";
    ASSERTION_NOT_ESTABLISHED = "assertion-not-established": Warning,
        "an assertion speaks of a place where the site has what siteplan cannot judge";
    AUTOMATION_LOSES_FOLDER = "automation-loses-folder": Warning,
        "an automation works in a folder that the plan removes";
    CHANGED_SINCE_BASE = "changed-since-base": Warning,
        "what goes was changed on the site since the base";
    DRIFT_CHANGED_OWNER = "drift-changed-owner": Warning,
        "an edit on the site made somebody the owner of an automation";
    EXTERNALLY_MANAGED = "externally-managed": Warning,
        "an identity provider manages the user";
    FIXED_ONCE_MADE = "fixed-once-made": Error,
        "what can only be said of a new object is said otherwise of one that is there";
    FOLDER_ADMIN_MANAGES_SELF = "folder-admin-manages-self": Error,
        "the applying key is a folder admin's and would change its own rights";
    GROUP_ID_DIFFERS = "group-id-differs": Error,
        "a group is said to have an id that the site has not given it";
    HIDDEN_VALUE_DROPPED = "hidden-value-dropped": Warning,
        "an edit sends a folder setting without what the site never shows of it";
    INCOMPLETE_TO_CREATE = "incomplete-to-create": Error,
        "too little is said to make what the site does not have";
    KEY_LACKS_RIGHTS = "key-lacks-rights": Error,
        "the applying key may not make all of these changes";
    LEFTOVER_USER_GRANT = "leftover-user-grant": Warning,
        "a user keeps a grant on a site whose permissions go to groups only";
    LEFT_AT_FORMER_PATH = "left-at-former-path": Warning,
        "something that no file declares speaks of the path from which a folder moves";
    LINK_LEADS_NOWHERE = "link-leads-nowhere": Error,
        "a share link leads to what is not there";
    LIST_NOT_READ = "list-not-read": Warning,
        "the site does not show one of its lists";
    LIVE_NAME_SHARED = "live-name-shared": Error,
        "several objects of the site bear the name of one that is declared";
    NEW_ADMINISTRATORS = "new-administrators": Error,
        "more people become administrators than --max-new-admins allows";
    NO_LONGER_SAID = "no-longer-said": Info,
        "the base said values that no file says now";
    NO_SITE_ADMIN = "no-site-admin": Error,
        "the plan leaves no site administrator";
    ODD_RECORD = "odd-record": Warning,
        "the site shows something that is not as its API promises";
    OWNER_CHANGE_ON_APPLY = "owner-change-on-apply": Warning,
        "applying the plan moves the ownership of an automation";
    OWNER_LOSES_PATH = "owner-loses-path": Error,
        "the plan takes from an automation's owner what it runs with";
    OWNER_REMOVED_WITHOUT_HEIR = "owner-removed-without-heir": Error,
        "a user who owns automations is removed, and nobody gets these";
    RE_ENABLES_USER = "re-enables-user": Warning,
        "the plan re-enables a user whom the site disabled";
    PARTNER_TAKES_USERS = "partner-takes-users": Warning,
        "a partner that is removed takes its users along";
    PROVIDER_MANAGED = "provider-managed": Error,
        "the plan changes users or groups that only the SSO provider may change";
    REMOVAL_DONE = "removal-done": Warning,
        "the site has nothing of what is to be removed";
    REMOVAL_EMPTIES_MOUNT = "removal-empties-mount": Error,
        "a folder goes that shows, or holds, what a remote server has";
    REMOVAL_EMPTIES_WORKSPACE = "removal-empties-workspace": Error,
        "a workspace goes that still holds something";
    REMOVAL_LEAVES_BEHIND = "removal-leaves-behind": Info,
        "what a removed user leaves on the site";
    REMOVAL_STILL_USED = "removal-still-used": Error,
        "something goes that others on the site use";
    REMOVES_LARGE_SHARE = "removes-large-share": Error,
        "nobody said how much may be removed, and it is much of a kind";
    REMOVES_MANY = "removes-many": Error,
        "more people lose access, or more objects are removed, than is allowed";
    REMOVES_PROTECTED = "removes-protected": Error,
        "the plan removes what is protected";
    RENAME_SUSPECTED = "rename-suspected": Warning,
        "something new looks like something that goes or is left";
    SECRET_NOT_COMPARABLE = "secret-not-comparable": Info,
        "a secret of something that is there is not sent again";
    SETTING_MANAGED_BY_PARENT = "setting-managed-by-parent": Error,
        "a parent site's policy locks the setting";
    SINGLE_SITE_ADMIN = "single-site-admin": Warning,
        "the plan leaves a single site administrator";
    SPELLED_OTHERWISE = "spelled-otherwise": Info,
        "the site spells a name otherwise than the definition";
    STALE_WAS = "stale-was": Warning,
        "an earlier name or path has already been applied";
    TRANSIENT_GAIN = "transient-gain": Error,
        "no order of the steps avoids that somebody has too much for a while";
    TRANSIENT_LOSS = "transient-loss": Error,
        "no order of the steps avoids that somebody goes without for a while";
    WAS_AMBIGUOUS = "was-ambiguous": Error,
        "several objects of the site bear the former name";
    WAS_AND_IS = "was-and-is": Error,
        "the site has an object under its former name and under its own";
    WAS_UNKNOWN = "was-unknown": Error,
        "nothing on the site bears the former name";
}
