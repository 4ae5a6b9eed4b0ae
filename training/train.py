"""Learn the weights of a profile (its `models` folder) from labelled sentences of real reports.

    python training/train.py --reports FOLDER            # learn and write the weights
    python training/train.py --reports FOLDER --check [--seeds 5] [--quality FILE.csv]
        # cross-validate over whole reports, print the measures; those of each theme to a file
    python training/train.py --reports FOLDER --held-out DIR
        # the same, and the tables of all reports, each read with weights that never saw it
    python training/train.py --reports FOLDER --settle
        # write the labels anew with the offsets where they stand now, learn nothing

Needs the extra `training` (scikit-learn, scipy). Same labels, same weights: nothing is random.
Labels whose words stand nowhere in their report are told on stderr; where they are more than
the share `--lost` (0.5%), nothing is learned and the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import arithmetic  # noqa: F401 (before anything that loads numpy)
from checks import check, write
from corpus import Corpus
from inspectgraph.ontology.profiles import load_profile
from labels import read_labels, settled, write_labels
from learn import learn
from reports import Account, load_reports, read_sources
from ways import FOLDS, Ways
from written import read_written

LABELS = Path(__file__).parent / "labels.csv"
WRITTEN_CSV = Path(__file__).parent / "written.csv"
MODELS = Path(__file__).parents[1] / "ontology" / "profiles" / "ofsted" / "models"
CARD = "card.toml"
MOST_LOST = 0.005


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--reports", type=Path, required=True, help="folder with the labelled reports")
    add("--labels", type=Path, default=LABELS, help="labels.csv, with sources.csv beside it")
    add("--written", type=Path, default=WRITTEN_CSV, help="written sentences, learned from too")
    add("--seeds", type=int, default=1, help="with --check: in how many ways parts are drawn")
    add("--quality", type=Path, help="with --check: the file of each theme's measurements")
    add("--profile", type=Path, help="folder of a profile of your own")
    add("--out", type=Path, default=MODELS, help="where the weights go (the models of the profile)")
    add("--lost", type=float, default=MOST_LOST, help="the share of labels that may be lost")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="measure on held-out reports")
    what.add_argument("--held-out", type=Path, metavar="DIR", help="the same, with their tables")
    what.add_argument("--settle", action="store_true", help="write the labels where they stand")
    return parser.parse_args(given)


def tell(account: Account, most: float) -> str:
    """What does not fit, to stderr; returns why nothing can be learned, if so."""
    for line in account.lines:
        print(line, file=sys.stderr)
    if account.lost:
        told = f"{account.lost} of {account.total} labels lost ({account.share:.2%})"
        print(told, file=sys.stderr)
        if account.share > most:
            return f"{told}, more than {most:.2%}: nothing was learned"
    return ""


def main(given: Sequence[str] | None = None) -> int:
    """Parse arguments and run; returns the exit code."""
    options = arguments(given)
    try:
        labels = read_labels(options.labels)
        profile = load_profile(options.profile)
        written = [read_written(options.written, profile)] if options.written.exists() else []
    except (OSError, ValueError) as error:
        return _failed(str(error))
    sources = read_sources(options.labels.with_name("sources.csv"))
    reports, account = load_reports(options.reports, labels, sources, profile)
    wrong = tell(account, options.lost)
    if options.settle:
        now = {report.key: settled(report.placed, report.sentences) for report in reports}
        write_labels(options.labels, labels | now)
        return 0
    count = sum(len(report.labels) for report in reports)
    print(f"{len(reports)} reports, {count} labelled sentences", flush=True)
    if not wrong and len(reports) < FOLDS:
        wrong = f"{len(reports)} reports with labels; {FOLDS} are the least to learn from"
    if wrong:
        return _failed(wrong)
    corpus, ways = Corpus.of([*reports, *written], profile), Ways()
    if options.check or options.held_out:
        check(corpus, profile, ways, options.seeds, options.quality, options.held_out)
    else:
        write(learn(corpus, range(len(corpus.reports)), ways), options.out)
        note_labels(options.out / CARD, digest_of(options.labels, options.written))
    return 0


def digest_of(labels: Path, written: Path) -> str:
    """The SHA-256 of the files that are learned from."""
    texts = [path.read_bytes() for path in (labels, written) if path.exists()]
    return hashlib.sha256(b"".join(texts)).hexdigest()


def note_labels(card: Path, digest: str) -> None:
    """Write the hash of the labels into the card of the models, where there is one."""
    if card.exists():
        text = card.read_text(encoding="utf-8")
        new = re.sub(r'(?m)^labels = ".*"', f'labels = "{digest}"', text)
        card.write_text(new, encoding="utf-8")


def _failed(why: str) -> int:
    print(f"error: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
