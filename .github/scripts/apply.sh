#!/usr/bin/env bash
# Applies the plan that was approved: siteplan plans again, and goes on only if that gives the very
# plan that the merged pull request showed. Without one, only nothing is applied.
#
#   SITEPLAN_PLAN_HASH   the hash to go by instead
#   SITEPLAN_COMMENT     false for no comment
set -euo pipefail
# shellcheck source=.github/scripts/common.sh
. "$(dirname "$0")/common.sh"

pull_request=
hash=${SITEPLAN_PLAN_HASH:-}
if [ -z "$hash" ]; then
    approved=$(bash "$scripts/approval.sh" find)
    read -r pull_request hash <<<"$approved" || true
fi
if [ -n "$hash" ]; then
    approval=(--plan-hash "$hash")
else
    echo "::notice::no plan was approved for this commit, so that nothing may change by it"
    approval=(--expect-no-changes --auto-approve)
fi

log=$folder/apply.txt
# shellcheck disable=SC2329 # `logged` calls it
apply() {
    siteplan apply "${arguments[@]}" "${approval[@]}" 2>&1
}
status=0
if compared_with_base; then
    logged "$log" apply || status=$?
else
    status=1
    echo "the search for the base failed: see the run" >"$log"
fi

# The sentence by which people stop looking: only one of them earns the check mark.
verdict=$(grep -E '^(Applied:|No changes[.,]) ' "$log" | tail -n 1) || true
ended=applied
if [ "${verdict#No changes}" != "$verdict" ]; then
    ended="no changes"
fi
case "$status" in
    0)
        case "$verdict" in
            *[Aa]"s far as "*) title="⚠️ siteplan: $ended, and not all of the site was seen" ;;
            *" is as the definition says.") title="✅ siteplan: the site is as the definition says" ;;
            *". Nobody has "*) title="📝 siteplan: $ended, and not all is declared" ;;
            *) title="⚠️ siteplan: $ended, and not all is declared" ;;
        esac
        ;;
    4) title="⛔ siteplan: refused, and nothing was applied" ;;
    6) title="⛔ siteplan: this is not the plan that was approved, and nothing was applied" ;;
    7)
        title="⚠️ siteplan: applied in part"
        if [ "${verdict#Applied:}" != "$verdict" ]; then
            title="⚠️ siteplan: applied, and the site is not as it was left"
        fi
        ;;
    *) title="❌ siteplan: apply ended with $status" ;;
esac
report=$folder/apply.md
{
    # By its first line the report is found again.
    printf '<!-- siteplan:apply %s -->\n' "${SITEPLAN_FILE//--/- -}"
    printf '## %s\n\n[The run](%s). %s\n\n' "$title" "$(run_url)" "$compared"
    # First what the log ends with, in case that is cut.
    if [ -n "$verdict" ]; then
        printf '    %s\n\n<!-- -->\n\n' "$verdict"
    fi
    block "$log"
} >"$report"
summary "$report"
output exit-code "$status"
output folder "$folder"
if [ -n "$pull_request" ] && [ "${SITEPLAN_COMMENT:-true}" = true ]; then
    bash "$scripts/comment.sh" "$pull_request" "$report"
fi
exit "$status"
