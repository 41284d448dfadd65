#!/usr/bin/env bash
# Checks the definition: annotations on its lines, a summary, and a log for code scanning.
# It reaches no site and needs no key, so that it is fit for pull requests from forks.
set -euo pipefail
# A check has no target.
SITEPLAN_TARGET=
# shellcheck source=.github/scripts/common.sh
. "$(dirname "$0")/common.sh"

status=0
siteplan check "${arguments[@]}" --format github || status=$?

# The same findings again: they end the run as the first time.
siteplan check "${arguments[@]}" --format markdown >"$folder/check.md" || true
siteplan check "${arguments[@]}" --format sarif >"$folder/siteplan.sarif" || true

summary "$folder/check.md"
output exit-code "$status"
output folder "$folder"
if [ -s "$folder/siteplan.sarif" ]; then
    output sarif "$folder/siteplan.sarif"
fi
exit "$status"
