#!/usr/bin/env bash
# Prints the commit that the definition is compared with: what it said there and no longer says is
# taken away. Where there is none, prints nothing, and says why as a notice.
#
#   SITEPLAN_FILE              the definition
#   SITEPLAN_BASE              auto, none, or a revision
#   PULL_REQUEST, HEAD_SHA     the pull request and its commit; empty outside of one
#   GITHUB_BASE_REF            the branch that it is for
#   BEFORE                     on a push, the commit that the branch was at before
#
# A plan is approved on the pull request and made again after the merge; its hash stands for the
# definition, the site, the changes and the steps. What changes follows from the base, so both runs
# need the same one. They have it: a pull request is checked out as GitHub's merge of it into the tip
# of its branch, and the first parent of that is this tip. When the pull request is merged, by a
# merge commit, squashed or rebased, the branch moves away from this tip, and the push says so.
# If something else is merged in between, the tip is another. Either that has left the definition
# alone: then both tips say the same, and so do both plans. Or it has not: then what is merged, or
# what it is compared with, is not what was looked at, and the approved plan is stale (exit 6).
set -euo pipefail

# The runner takes both from standard error, too; standard output is the answer.
fail() {
    printf '::error::siteplan: %s\n' "$1" >&2
    exit 1
}
no_base() {
    printf '::notice::siteplan: no base: %s\n' "$1" >&2
    exit 0
}

readonly otherwise="or say \`base: none\`, or which revision it is"

# The merge base of what is checked out and of the branch that it is for.
of_pull_request() {
    local parents first second others branch
    # A shallow clone hides the parents of its commits, but for those who read the commit itself.
    parents=$(git cat-file commit HEAD | sed -n '1,/^$/s/^parent //p')
    read -r first second others <<<"${parents//$'\n'/ }"
    if [ "$second" = "${HEAD_SHA:?}" ] && [ -z "$others" ]; then
        printf '%s' "$first"
        return
    fi
    branch=refs/remotes/origin/${GITHUB_BASE_REF:?}
    # Where history is cut, an older commit could pass for the merge base.
    if [ "$(git rev-parse --is-shallow-repository)" = true ] || ! git merge-base HEAD "$branch"; then
        fail "HEAD is no merge of the pull request, and where it left $GITHUB_BASE_REF is not in this\
 clone: let actions/checkout take the merge (no \`ref\`) or all history (\`fetch-depth: 0\`), $otherwise"
    fi
}

case "${SITEPLAN_BASE:-auto}" in
    none) exit ;;
    -*) fail "\`$SITEPLAN_BASE\` is no revision" ;;
esac

root=${SITEPLAN_FILE:?}
if [ -d "$root" ]; then
    root=$root/site.kdl
fi
workspace=$PWD
# A definition that is not there is for siteplan to tell.
cd -- "$(dirname -- "$root")" 2>/dev/null || exit 0
name=$(basename -- "$root")
if ! why=$(git rev-parse --git-dir 2>&1); then
    fail "no base can be found: ${why%%$'\n'*}; let actions/checkout clone it, or say \`base: none\`"
fi

# `before` is also in the event of a pull request that was pushed to, and means its own branch.
if [ "${SITEPLAN_BASE:-auto}" != auto ]; then
    named=$SITEPLAN_BASE
elif [ -n "${PULL_REQUEST:-}" ]; then
    named=$(of_pull_request)
else
    named=${BEFORE:-}
    case "$named" in
        *[!0]*) ;;
        '') no_base "this is neither a pull request nor a push; \`base\` can name one" ;;
        *) no_base "this push made the branch" ;;
    esac
fi

if ! base=$(git rev-parse --verify --quiet --end-of-options "$named^{commit}"); then
    if ! why=$(GIT_TERMINAL_PROMPT=0 git fetch --quiet --no-tags --depth=1 origin "$named" 2>&1); then
        fail "the base $named is not in this clone, and cannot be fetched (${why%%$'\n'*}): let\
 actions/checkout get it (\`fetch-depth: 2\` for the commit before a merge, 0 for all), $otherwise"
    fi
    base=$(git rev-parse --verify 'FETCH_HEAD^{commit}')
fi
# siteplan would take the file for the base.
if [ -e "$workspace/$base" ]; then
    fail "a file is called like the base, $base"
fi

listed=$(git ls-tree "$base" -- "$name")
if [ -z "$listed" ]; then
    if [ "${SITEPLAN_BASE:-auto}" != auto ]; then
        fail "$root is not in the base $named"
    fi
    no_base "$root is not in $base, and so no line of it can be gone"
fi
printf '%s\n' "$base"
