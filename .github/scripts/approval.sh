#!/usr/bin/env bash
# Keeps which plan a pull request showed, as a commit status on its head, and finds it again.
#
#   approval.sh keep STATE TEXT   on HEAD_SHA: `success` with the plan's hash, or `failure`
#   approval.sh find              prints `PULL_REQUEST HASH` for the merge that made GITHUB_SHA;
#                                 nothing if no plan was shown for it
set -euo pipefail

repository=repos/${GITHUB_REPOSITORY:?}
context="siteplan plan: ${SITEPLAN_FILE:?}"

keep() {
    gh api --silent --method POST "$repository/statuses/${HEAD_SHA:?}" \
        -f "state=$1" -f "context=$context" -f "description=$2" \
        -f "target_url=${GITHUB_SERVER_URL:?}/$GITHUB_REPOSITORY/actions/runs/${GITHUB_RUN_ID:?}"
}

find_approved() {
    local pulls statuses merge number head author of state text
    pulls=$(gh api --paginate "$repository/commits/${GITHUB_SHA:?}/pulls" \
        --jq '.[] | [.merge_commit_sha // "none", .number, .head.sha] | @tsv')
    while IFS=$'\t' read -r merge number head; do
        [ "$merge" = "$GITHUB_SHA" ] || continue
        # The newest comes first, and is the only one that counts.
        statuses=$(gh api --paginate "$repository/commits/$head/statuses?per_page=100" \
            --jq '.[] | [.creator.login // "none", .context, .state, .description // "none"] | @tsv')
        while IFS=$'\t' read -r author of state text; do
            [ "$author" = "${SITEPLAN_AUTHOR:?}" ] && [ "$of" = "$context" ] || continue
            if [ "$state" = success ]; then
                printf '%s %s\n' "$number" "$text"
            fi
            return
        done <<<"$statuses"
    done <<<"$pulls"
}

case "$1" in
    keep) keep "$2" "$3" ;;
    find) find_approved ;;
esac
