"""What each step of a drive shows; the first that does not hold ends the run."""

import sys


def expect(what, is_, wanted):
    if is_ != wanted:
        sys.exit(f"{what}: expected {wanted!r}, got {is_!r}")
    print(f"ok {what}")


def refused(what, kind, call):
    try:
        call()
    except kind as problem:
        print(f"ok {what}: {problem.error_type}")
        return problem
    sys.exit(f"{what}: was not refused")
