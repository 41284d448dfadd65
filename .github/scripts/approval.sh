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

# Whether the run that a status names is one that a pull request with this head started: whoever may
# write statuses from another branch could name any text. What that run did, its workflow says, and
# who may change that workflow: the reviewers of the environment have the last word.
is_of_pull_request() {
    local url=$1 head=$2 run event sha
    run=${url##*/actions/runs/}
    case "$url" in
        "${GITHUB_SERVER_URL:?}/$GITHUB_REPOSITORY/actions/runs/$run") ;;
        *) return 1 ;;
    esac
    case "$run" in '' | *[!0-9]*) return 1 ;; esac
    read -r event sha < <(gh api "$repository/actions/runs/$run" --jq '[.event, .head_sha] | @tsv') ||
        return 1
    [ "$sha" = "$head" ] && { [ "$event" = pull_request ] || [ "$event" = pull_request_target ]; }
}

find_approved() {
    local pulls statuses merge number head author of state text url
    pulls=$(gh api --paginate "$repository/commits/${GITHUB_SHA:?}/pulls" \
        --jq '.[] | [.merge_commit_sha // "none", .number, .head.sha] | @tsv')
    while IFS=$'\t' read -r merge number head; do
        [ "$merge" = "$GITHUB_SHA" ] || continue
        # The newest comes first, and is the only one that counts.
        statuses=$(gh api --paginate "$repository/commits/$head/statuses?per_page=100" \
            --jq '.[] | [.creator.login // "none", .context, .state, .description // "none", .target_url // "none"] | @tsv')
        while IFS=$'\t' read -r author of state text url; do
            if [ "$author" != "${SITEPLAN_AUTHOR:?}" ] || [ "$of" != "$context" ]; then
                continue
            fi
            if [ "$state" != success ]; then
                return
            fi
            if is_of_pull_request "$url" "$head"; then
                printf '%s %s\n' "$number" "$text"
            else
                echo "::warning::the approval on $head is not of a run of its pull request" >&2
            fi
            return
        done <<<"$statuses"
    done <<<"$pulls"
}

case "$1" in
    keep) keep "$2" "$3" ;;
    find) find_approved ;;
esac
