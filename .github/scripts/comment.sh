#!/usr/bin/env bash
# comment.sh PULL_REQUEST FILE: posts a report on a pull request, or brings the one that is there
# up to date. Our comment is the one that begins with the report's first line, a hidden marker.
# Comments of others are not ours whatever they begin with: their authors could edit them later.
set -euo pipefail

pull_request=$1
report=$2
marker=$(head -n 1 "$report")

comments=$(gh api --paginate "repos/${GITHUB_REPOSITORY:?}/issues/$pull_request/comments?per_page=100" \
    --jq '.[] | [.id, .user.login, (.body // "" | split("\n")[0] | rtrimstr("\r"))] | @tsv')

ours=
while IFS=$'\t' read -r id author first; do
    if [ "$author" = "${SITEPLAN_AUTHOR:?}" ] && [ "$first" = "$marker" ]; then
        ours=$id
        break
    fi
done <<<"$comments"

if [ -n "$ours" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$ours" -F "body=@$report"
else
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$pull_request/comments" \
        -F "body=@$report"
fi
