#!/usr/bin/env bash
# Applies the plan that was approved: siteplan plans again, and goes on only if that gives the very
# plan that the merged pull request showed. Without one, only nothing is applied.
#
#   SITEPLAN_PLAN_HASH      the hash to go by instead
#   SITEPLAN_COMMENT        false for no comment
#   SITEPLAN_STORE_SECRET   a command that stores the secret of a new API key: see action.yml
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

# The secrets of new keys lie outside of what the action hands to later steps, and not for long.
keys=
if [ -n "${SITEPLAN_STORE_SECRET:-}" ]; then
    keys=$(mktemp -d "$RUNNER_TEMP/siteplan-keys.XXXXXX")
    arguments+=(--keep-secrets-in "$keys")
fi
# Hands each to the command, which has no use for the keys of the site; prints the names of those
# that it did not take.
store_secrets() {
    local file name unset=()
    [ -n "$keys" ] || return 0
    while read -r name; do
        case "$name" in FILES_API_KEY*) unset+=(-u "$name") ;; esac
    done < <(compgen -e)
    while IFS= read -r -d '' file; do
        name=${file#"$keys"/}
        env ${unset[@]+"${unset[@]}"} SECRET_NAME="$name" \
            bash -euo pipefail -c "$SITEPLAN_STORE_SECRET" <"$file" >&2 || printf '%s\n' "$name"
    done < <(find "$keys" -type f ! -name '.siteplan-key-*' -print0)
    rm -rf "$keys"
}

log=$folder/apply.txt
status=0
if compared_with_base; then
    logged "$log" 1 siteplan apply "${arguments[@]}" "${approval[@]}" || status=$?
else
    status=1
    echo "the search for the base failed: see the run" >"$log"
fi

# However the run ended: what it has made is on the site.
lost=$(store_secrets)

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
    130) title="⚠️ siteplan: stopped, and steps that were on their way may have happened" ;;
    143) title="⛔ siteplan: stopped, and nothing was applied" ;;
    *) title="❌ siteplan: apply ended with $status" ;;
esac
advice=
if [ -n "$lost" ]; then
    title="❌ siteplan: a new API key is on the site, and its secret is lost"
    advice="\`store-secret\` failed for what follows. Delete that key on the site, mend the command, and apply again."
    [ "$status" != 0 ] || status=1
elif [ "$status" = 4 ] && [ -z "$keys" ] && grep -q -- '--keep-secrets-in' "$log"; then
    advice="In this action, \`store-secret\` names the command that stores the secret of a new API key."
fi
report=$folder/apply.md
{
    # By its first line the report is found again.
    printf '<!-- siteplan:apply %s -->\n' "${SITEPLAN_FILE//--/- -}"
    printf '## %s\n\n[The run](%s). %s\n\n' "$title" "$(run_url)" "$compared"
    # First what the log ends with, in case that is cut.
    if [ -n "$verdict" ]; then
        printf '    %s\n\n<!-- -->\n\n' "$verdict"
    fi
    if [ -n "$advice" ]; then
        printf '%s\n\n' "$advice"
        [ -z "$lost" ] || printf '%s\n' "$lost" | sed 's/^/    /'
        printf '<!-- -->\n\n'
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
