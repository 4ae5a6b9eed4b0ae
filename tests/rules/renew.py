"""Make caught.csv anew out of the examples of the rules: `python tests/rules/renew.py`.

Do so after a rule was added, changed or removed, and read the difference before committing it.
"""

from __future__ import annotations

from cases import cases_of, write_snapshot
from inspectgraph.ontology.profiles import load_profile

if __name__ == "__main__":
    write_snapshot(cases_of(load_profile()))
