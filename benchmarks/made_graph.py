"""A made national graph: reports of invented words in the shape of real ones.

    python benchmarks/made_graph.py make DIR [--reports 1000] [--optimize]
    python benchmarks/made_graph.py measure STORE > benchmarks/made_shape.json

`measure` reads the numbers of `made_shape.py` off a store. `make` draws reports from those that
`made_shape.json` holds and writes them with graphbuilder's own writer, so that they can't
differ in form from built ones. The same number of reports gives the same graph.
`--optimize` has the store's files compacted at the end, which a build does not.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from inspectgraph.graphbuilder.model import (
    Agency,
    Area,
    Block,
    BlockKind,
    Document,
    Extract,
    Finding,
    Judgement,
    Mention,
    Passage,
    Recommendation,
    ReportFacts,
)
from inspectgraph.graphbuilder.store import writing
from inspectgraph.graphbuilder.write import write_report
from inspectgraph.ontology.authorities import slug
from inspectgraph.ontology.bodies import Body
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.ontology.terms import DEFAULT_BASE
from made_shape import measure
from pyoxigraph import Store

SHAPE = Path(__file__).with_name("made_shape.json")
RELAYED = ("news", "summary")  # they tell of an inspection that has a full report
Weights = Mapping[str, int]


@dataclass(frozen=True)
class Told:
    """What a news item or a summary needs of the full report."""

    facts: ReportFacts
    judgements: tuple[Judgement, ...]


class Text:
    """A canonical text that grows by invented sentences, one block each."""

    def __init__(self, draw: random.Random, pages: int, sentences: int) -> None:
        self._draw = draw
        self._pages = pages
        self._every = max(1, sentences // max(1, pages))
        self._words = [_word(random.Random(f"word {number}")) for number in range(3000)]
        self._at = 0
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.page_starts: list[tuple[int, int]] = []

    def sentence(self, length: int, heading: str, name: str = "") -> Passage:
        """Add a sentence of about that many characters; it begins with `name` if given."""
        words = [name] if name else []
        while sum(map(len, words)) + len(words) < length:
            words.append(self._words[int(self._draw.random() ** 2 * len(self._words))])
        exact = f"{' '.join(words)[:1].upper()}{' '.join(words)[1:]}."
        number = len(self.blocks)
        page = 1 + min(self._pages - 1, number // self._every) if self._pages else None
        if page and (not self.page_starts or self.page_starts[-1][1] != page):
            self.page_starts.append((self._at, page))
        start, end = self._at, self._at + len(exact)
        paragraph = str(1 + number // 4)
        self.parts.append(exact)
        self.blocks.append(
            Block(BlockKind.PARAGRAPH, start, end, page, 0, paragraph, (heading,), 1 + number % 9)
        )
        self._at = end + 1
        return Passage(start, end, exact, page, paragraph, heading, 1 + number % 9)

    def document(self, name: str) -> Document:
        """The whole as a parsed document."""
        text = "\n".join(self.parts)
        digest = sha256(text.encode()).hexdigest()
        pages = self._pages or None
        media = "application/pdf" if pages else "text/plain"
        starts = tuple(self.page_starts)
        return Document(name, digest, media, text, tuple(self.blocks), pages, starts)


def _word(draw: random.Random) -> str:
    beats = draw.choice((1, 2, 2, 3))
    return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(beats))


class Maker:
    """Draws reports from a shape, each from a random source of its own number."""

    def __init__(self, shape: dict[str, object]) -> None:
        self.shape = shape
        self.kinds: dict[str, dict[str, object]] = shape["kinds"]  # type: ignore[assignment]
        self.authorities = [
            a for a in load_profile().authorities.authorities if a.statistical_neighbours
        ]
        self.bodies: dict[str, list[Body]] = {}
        for body in load_profile().bodies.bodies:
            self.bodies.setdefault(body.type, []).append(body)
        self.told: list[Told] = []

    def report(self, number: int) -> Extract:
        """The report of that number."""
        draw = random.Random(f"report {number}")
        kind = _pick(draw, {k: v["reports"] for k, v in self.kinds.items()})
        if kind in RELAYED and self.told:
            facts, judgements = self._relayed(draw, kind)
        else:
            facts, judgements = self._full(draw, kind), ()
        return self._fill(draw, number, facts, judgements)

    def _full(self, draw: random.Random, kind: str) -> ReportFacts:
        year = int(_pick(draw, self.kinds[kind]["years"] or {"2018": 1}))
        start = date(year, 1, 1) + timedelta(days=draw.randrange(340))
        there = [a for a in self.authorities if a.exists(start)]
        authority = there[draw.randrange(len(there))]
        end = start + timedelta(days=draw.choice((4, 11, 22)))
        published = end + timedelta(days=draw.randrange(30, 60)) if draw.random() < 0.5 else None
        lead = f"{_word(draw).title()} {_word(draw).title()}son" if draw.random() < 0.8 else ""
        area = Area(authority.name, authority.iri, authority.name)
        told_of = "child-protection" if kind == "summary" else kind
        title = f"Inspection of {authority.name}"
        bodies = ("ofsted",)
        return ReportFacts(title, kind, told_of, area, start, end, published, lead, bodies)

    def _relayed(self, draw: random.Random, kind: str) -> tuple[ReportFacts, tuple[Judgement, ...]]:
        """A news item weeks after the inspection, or a summary with its dates."""
        full = draw.choice(self.told)
        facts = full.facts
        assert facts.end is not None
        published = facts.end + timedelta(days=draw.randrange(35, 100))
        title = f"News of {facts.area.name}"
        if kind == "news":
            return ReportFacts(title, kind, kind, facts.area, published=published), full.judgements
        told_of, start, end = facts.inspection_kind, facts.start, facts.end
        return ReportFacts(title, kind, told_of, facts.area, start, end), full.judgements

    def _fill(
        self,
        draw: random.Random,
        number: int,
        facts: ReportFacts,
        given: tuple[Judgement, ...],
    ) -> Extract:
        numbers = self.kinds[facts.kind]
        pages, findings = _between(draw, numbers["pages"]), _between(draw, numbers["findings"])
        text = Text(draw, pages, findings)
        judgements = self._judgements(draw, facts.kind, text, given)
        agencies = self._agencies(draw, facts, text, _between(draw, numbers["agencies"]))
        found = self._findings(draw, facts.kind, text, findings, agencies)
        agencies = tuple(_named_in(agency, found) for agency in agencies)
        asked = _between(draw, numbers["recommendations"])
        items = tuple(self._recommendation(draw, text) for _ in range(asked))
        if facts.kind not in RELAYED and judgements:
            self.told.append(Told(facts, judgements))
        document = text.document(f"made-{number:05}.pdf")
        return Extract(document, facts, judgements, found, items, agencies)

    def _judgements(
        self, draw: random.Random, kind: str, text: Text, given: tuple[Judgement, ...]
    ) -> tuple[Judgement, ...]:
        reports: int = self.kinds[kind]["reports"]  # type: ignore[assignment]
        grades: Weights = self.kinds[kind]["grades"]  # type: ignore[assignment]
        aspects: Weights = self.kinds[kind]["aspects"]  # type: ignore[assignment]
        told = {(one.section, one.aspect): one.grade for one in given}
        if not told:
            leaning = _pick(draw, grades) if grades else ""
            drawn = [name.split("/") for name, n in aspects.items() if draw.random() < n / reports]
            told = {
                (section, aspect): leaning if draw.random() < 0.6 else _pick(draw, grades)
                for section, aspect in drawn
            }
        return tuple(
            Judgement(
                section, aspect, grade, aspect, grade, (text.sentence(70, "Judgements"),), "made"
            )
            for (section, aspect), grade in told.items()
        )

    def _agencies(
        self, draw: random.Random, facts: ReportFacts, text: Text, wanted: int
    ) -> tuple[Agency, ...]:
        found: dict[str, Agency] = {}
        for _ in range(wanted * 3):
            if len(found) == wanted:
                break
            agency = self._agency(draw, facts, text, f"agency {len(found)}")
            found.setdefault(agency.slug, agency)
        return tuple(found.values())

    def _agency(self, draw: random.Random, facts: ReportFacts, text: Text, heading: str) -> Agency:
        kind = _pick(draw, self.shape["agency_type"])
        known = self.bodies.get(kind, [])
        local = random.Random(f"{facts.area.name} {kind}")  # an area has few bodies of a type
        choices = [local.randrange(1 << 30) for _ in range(2)]
        if known and (kind == "cafcass" or draw.random() < 0.6):
            body = known[draw.choice(choices) % len(known)]
            name, iri, key, code = body.name, body.iri, slug(body.name), body.identifier
        else:
            name = (
                f"{_word(random.Random(draw.choice(choices))).title()} {kind} of {facts.area.name}"
            )
            iri, key, code = "", slug(name), ""
        times = min(40, _between(draw, self.shape["mentions"]))
        said = [text.sentence(90, heading, name) for _ in range(times)]
        mentions = tuple(Mention(p.start, p.start + len(name), name) for p in said)
        inferred = _pick(draw, self.shape["inferred"]) == "true"
        role = (_pick(draw, self.shape["role"]),) if draw.random() < 0.2 else ()
        return Agency(iri, key, name, kind, mentions, code, "", inferred, role, "made")

    def _findings(
        self,
        draw: random.Random,
        kind: str,
        text: Text,
        wanted: int,
        agencies: Sequence[Agency],
    ) -> tuple[Finding, ...]:
        # some reports are mostly weak and dwell on a few themes: spread as in the real ones
        weak = draw.betavariate(1.1, 5.8) if kind == "ilacs" else draw.betavariate(3, 8.5)
        themes: Weights = self.shape["theme"]  # type: ignore[assignment]
        mine = {theme: n * draw.lognormvariate(0, 1.3) for theme, n in themes.items()}
        polarities = {"strength": 0.96 - weak, "weakness": weak, "mixed": 0.04}
        return tuple(self._finding(draw, text, mine, polarities, agencies) for _ in range(wanted))

    def _finding(
        self,
        draw: random.Random,
        text: Text,
        themes: Mapping[str, float],
        polarities: Mapping[str, float],
        agencies: Sequence[Agency],
    ) -> Finding:
        polarity = _pick(draw, polarities)
        named = draw.choice(agencies).name if agencies and draw.random() < 0.045 else ""
        heading = f"Heading {len(text.blocks) // 40}"
        passage = text.sentence(_between(draw, self.shape["finding_length"]), heading, named)
        count = int(_pick(draw, self.shape["themes_a_finding"]))
        about = dict.fromkeys(_pick(draw, themes) for _ in range(count))
        parts = polarity == "mixed" and draw.random() < 0.45 and len(about) > 1
        own = ["strength", "weakness"] if parts else [polarity, polarity]
        resolved = polarity == "strength" and draw.random() < self.shape["resolved_of_strengths"]  # type: ignore[operator]
        return Finding(
            passage,
            polarity,
            _pick(draw, self.shape["subject"]),
            tuple((theme, own[at % 2]) for at, theme in enumerate(about)),
            (_pick(draw, self.shape["sector"]),) if draw.random() < 0.12 else (),
            round(0.5 + draw.random() / 2, 2),
            ("made +1.25", "shape +0.50", "numbers +0.25"),
            "resolved" if resolved else "",
        )

    def _recommendation(self, draw: random.Random, text: Text) -> Recommendation:
        length = _between(draw, self.shape["recommendation_length"])
        passage = text.sentence(length, "What needs to improve")
        count = int(_pick(draw, self.shape["themes_a_recommendation"]))
        themes = tuple(dict.fromkeys(_pick(draw, self.shape["theme"]) for _ in range(count)))
        return Recommendation(passage, _pick(draw, self.shape["timescale"]), themes, "made")


def _pick(draw: random.Random, weights: object) -> str:
    assert isinstance(weights, dict)
    return str(draw.choices(list(weights), list(weights.values()))[0])


def _between(draw: random.Random, quantiles: object) -> int:
    """A number between the quantiles 0, 25, 50, 75 and 100."""
    assert isinstance(quantiles, list)
    quarter = draw.randrange(4)
    if quarter == 3:  # few come near the greatest
        return int(quantiles[3] + (quantiles[4] - quantiles[3]) * draw.random() ** 3)
    return int(draw.randint(quantiles[quarter], quantiles[quarter + 1]))


def _named_in(agency: Agency, findings: Sequence[Finding]) -> Agency:
    """The agency, with the places where findings name it."""
    first = f"{agency.name[:1].upper()}{agency.name[1:]}"
    starts = (f.passage.start for f in findings if f.passage.exact.startswith(first))
    more = tuple(Mention(start, start + len(first), first) for start in starts)
    return replace(agency, mentions=(*agency.mentions, *more))


def make(folder: Path, reports: int, optimize: bool = False) -> int:
    """Write a graph of that many reports; the number of quads comes back."""
    maker = Maker(json.loads(SHAPE.read_text(encoding="utf-8")))
    with writing(folder) as store:
        store.load_reference(load_profile())
        for number in range(reports):
            store.load(write_report(maker.report(number), DEFAULT_BASE, "made"))
            if number % 100 == 99:
                print(f"\r{number + 1} of {reports} reports", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        store.derive(DEFAULT_BASE, "made")
        store.settle()
        if optimize:
            store.store.optimize()
        return len(store.store)


def main() -> None:
    """Measure or make."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=("make", "measure"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--optimize", action="store_true")
    options = parser.parse_args()
    if options.action == "measure":
        shape = measure(Store.read_only(str(options.folder / "current")))
        json.dump(shape, sys.stdout, indent=1)
    else:
        print(
            f"{make(options.folder, options.reports, options.optimize)} quads in {options.folder}"
        )


if __name__ == "__main__":
    main()
