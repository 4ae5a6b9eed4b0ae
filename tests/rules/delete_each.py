"""Delete each rule in turn and list those whose loss no case of the snapshot notices.

`make rules` runs it. For each rule listed a better example is needed, one that no other rule
catches, or the rule can go.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from cases import RuleAt, lost, read_snapshot, rules_of, without
from inspectgraph.ontology.profiles import Profile, load_profile


def unnoticed(profile: Profile) -> Iterator[RuleAt]:
    """The rules whose loss changes nothing that is read from the texts of their table."""
    snapshot = read_snapshot()
    for rule in rules_of(profile):
        of_table = [case for case in snapshot if case.table == rule.table]
        near = [case for case in of_table if case.file == rule.file or rule.in_framework]
        if not any(lost(without(profile, rule), near)):
            yield rule


def main() -> int:
    """Print what is found; 1 where anything is."""
    profile = load_profile()
    left = list(unnoticed(profile))
    for rule in left:
        sys.stdout.write(f"nothing notices the loss of {rule}: {rule.row.example}\n")
    count = len(list(rules_of(profile)))
    sys.stdout.write(f"{count} rules deleted in turn, {len(left)} unnoticed\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
