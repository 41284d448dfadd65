#!/usr/bin/env bash
# Runs the command that the action is asked for.
#
#   SITEPLAN_COMMAND   check, plan, apply or drift
set -euo pipefail

case "${SITEPLAN_COMMAND:?}" in
    check | plan | apply | drift) ;;
    *)
        echo "\`$SITEPLAN_COMMAND\` is no command of this action: check, plan, apply or drift" >&2
        exit 64
        ;;
esac
exec bash "$(dirname "$0")/$SITEPLAN_COMMAND.sh"
