"""A profile: everything that is particular to a domain, read from one folder and checked once.

A folder holds `profile.toml`, `frameworks/*.toml` (one file a kind of report),
`words/*.toml`, `codes/*.ttl` (SKOS), `reference/*.ttl` (authorities and bodies) and
`models/*.tsv` (learned weights). One that ``extends`` another takes from it each file that
it lacks itself, all its code lists and, unless ``inherit_frameworks`` is false, its
frameworks. The ids of such a profile lie below its ``segment``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from inspectgraph.ontology.authorities import AuthorityIndex
from inspectgraph.ontology.bodies import BodyIndex
from inspectgraph.ontology.errors import BadProfile
from inspectgraph.ontology.profiles.agency_words import AgencyWords
from inspectgraph.ontology.profiles.framework import Framework, Section
from inspectgraph.ontology.profiles.grade_words import AspectWords, GradeWords, NewsWords
from inspectgraph.ontology.profiles.report_words import (
    Cues,
    DocumentWords,
    FindingWords,
    RecommendationWords,
    ReportWords,
    StopWords,
    ValenceWords,
)
from inspectgraph.ontology.profiles.rules import NEVER, either
from inspectgraph.ontology.profiles.tables import Regex, read_table
from inspectgraph.ontology.profiles.theme_quality import FILE as QUALITY
from inspectgraph.ontology.profiles.theme_quality import ThemeQuality, read_theme_quality

HERE = Path(__file__).parent
DEFAULT = "ofsted"
HEADER = "profile.toml"
AUTHORITIES = "reference/authorities.ttl"
CARD = "models/card.toml"
MAX_SECTION = 180  # characters of a section's title
SECTION_NUMBER = r"(?:section )?(?:\d{1,2}(?:\.\d{1,2})?\W+)?"  # "Section 2: …", "3. …"
# "…: requires improvement", "… is judged to be good", "… Grade 3 (adequate)".
GRADE_BEHIND = (
    r"\W*(?:(?:that|it|overall|is|are|has|been|judged|graded|to be|as)\b\W*)*"
    r"(?:grade \d\W*)?(?:GRADE)\W*(?:and is not yet good )?(?:because)?|\W*grade \d"
)
if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Words = TypeVar("Words", bound="DataclassInstance")


@dataclass(frozen=True)
class Published:
    """Where the inspectorate publishes reports by number: what its numbers look like, and the
    address with "{number}" in the place of one."""

    number: Regex
    address: str


@dataclass(frozen=True)
class Header:
    """`profile.toml`: what the profile is called, and what it builds on.

    ``inspectorate`` is the local name of the body whose reports these are, ``topics`` are
    themes that a topical inspection can be about as a whole, ``published`` where reports are
    whose files are named by number.
    """

    id: str
    title: str
    inspectorate: str
    topics: tuple[str, ...] = ()
    segment: str = ""
    extends: str = ""
    inherit_frameworks: bool = True
    published: tuple[Published, ...] = ()


@dataclass(frozen=True)
class ModelCard:
    """`models/card.toml`: what the models are, what they were learned from, how good they are.

    ``labels`` is the SHA-256 of the labels, ``scores`` are measures in their order, each as
    "name value", of reports that the weights had not seen. ``themes_measured`` is how the rows of
    `themes-quality.csv`, in the card's own folder, were measured: the end of a sentence.
    """

    classifier: str
    labels: str
    measured: str
    scores: tuple[str, ...] = ()
    themes_measured: str = ""


@dataclass(frozen=True)
class Folder:
    """A profile's files, its own before those of the profile that it extends."""

    path: Path
    base: Folder | None = None
    inherit_frameworks: bool = True

    def file(self, name: str) -> Path:
        """One file. Raises BadProfile where neither folder has it."""
        own = self.path / name
        if own.is_file():
            return own
        if self.base is None:
            raise BadProfile(str(own), "", "there is no such file")
        return self.base.file(name)

    def every(self, pattern: str, inherited: bool = True) -> dict[str, Path]:
        """The files of a pattern by name, sorted; own ones replace inherited ones."""
        files = self.base.every(pattern) if self.base and inherited else {}
        files |= {str(file.relative_to(self.path)): file for file in self.path.glob(pattern)}
        return dict(sorted(files.items()))

    def frameworks(self) -> dict[str, Path]:
        """The files of the frameworks."""
        return self.every("frameworks/*.toml", self.inherit_frameworks)

    def contents(self) -> Iterator[tuple[str, Path]]:
        """Every file that a build can depend on, by its name within the profile."""
        for pattern in (HEADER, "words/*.toml", "codes/*.ttl", "reference/*.ttl", "models/*"):
            yield from self.every(pattern).items()
        yield from self.frameworks().items()

    @cached_property
    def digest(self) -> str:
        """A hash of all files."""
        digest = hashlib.sha256()
        for name, path in sorted(self.contents()):
            digest.update(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()[:32]


@dataclass(frozen=True, eq=False)
class Profile:
    """A loaded profile. Two are the same if their digests are."""

    header: Header
    folder: Folder = field(repr=False)
    frameworks: tuple[Framework, ...]
    document: DocumentWords = field(repr=False)
    reports: ReportWords = field(repr=False)
    grades: GradeWords = field(repr=False)
    aspects: AspectWords = field(repr=False)
    news: NewsWords = field(repr=False)
    findings: FindingWords = field(repr=False)
    recommendations: RecommendationWords = field(repr=False)
    agencies: AgencyWords = field(repr=False)
    cues: Cues = field(repr=False)
    valence: ValenceWords = field(repr=False)
    stop: frozenset[str] = field(repr=False)
    card: ModelCard = field(repr=False)

    @property
    def id(self) -> str:
        """Its name."""
        return self.header.id

    @property
    def digest(self) -> str:
        """A hash of all its files."""
        return self.folder.digest

    def framework(self, kind: str) -> Framework:
        """The framework of a kind of report. Raises KeyError."""
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> dict[str, Framework]:
        return {framework.id: framework for framework in self.frameworks}

    @cached_property
    def fallback(self) -> Framework:
        """The framework of reports that belong to no other."""
        return next(framework for framework in self.frameworks if framework.fallback)

    @cached_property
    def prose(self) -> Framework | None:
        """The framework of news items, if the profile has one."""
        return next((framework for framework in self.frameworks if framework.prose), None)

    @cached_property
    def titles(self) -> tuple[Regex, ...]:
        """What the titles of reports are like, of all frameworks."""
        return tuple(row.pattern for framework in self.frameworks for row in framework.title)

    @cached_property
    def ends_graded(self) -> Regex:
        """Rows and headings that end with a grade, of the common scale or of any framework's."""
        own = [
            re.escape(row.cell)
            for framework in self.frameworks
            for row in framework.grade
            if row.cell
        ]
        ends = self.grades.at_end.pattern.pattern
        return re.compile(rf"{ends}|\b(?:{'|'.join(own)})\.?$" if own else ends)

    def is_section(self, line: str, framework: Framework | None = None) -> bool:
        """Whether a line, or a heading, is the whole title of a section: one that any report
        can have, or one of a framework (of any, if none is given)."""
        titles = self._sections[framework.id if framework else ""]
        return len(line) <= MAX_SECTION and bool(titles.fullmatch(line.strip()))

    def is_title(self, line: str) -> bool:
        """Whether a line is all of a title that some report has, of a section or of a list."""
        whole = not line.endswith((".", ",", ";")) and not line[:1].islower()
        return whole and (self.is_section(line) or self.recommendations.is_list_title(line))

    @cached_property
    def _sections(self) -> dict[str, Regex]:
        """The titles of sections by kind; "" for those of any kind."""
        every = [row for framework in self.frameworks for row in framework.section]
        by_kind = {framework.id: framework.section for framework in self.frameworks}
        return {
            kind: self._titles((*self.document.section, *own))
            for kind, own in [*by_kind.items(), ("", tuple(every))]
        }

    def _titles(self, sections: Sequence[Section]) -> Regex:
        own = [row for framework in self.frameworks for row in framework.grade]
        behind = GRADE_BEHIND.replace("GRADE", either([*self.grades.grade, *own]))
        plain = either(row for row in sections if not row.graded) or NEVER
        graded = either(row for row in sections if row.graded) or NEVER
        titles = rf"{SECTION_NUMBER}(?:(?:{plain})(?:{behind})?|(?:{graded})(?:{behind}))\W*"
        return re.compile(self.aspects.spelled(titles), re.IGNORECASE)

    def grades_of(self, framework: Framework) -> GradeWords:
        """How the grades of a framework are printed: by its own scale, if it has one."""
        return replace(self.grades, grade=framework.grade) if framework.grade else self.grades

    @cached_property
    def authorities(self) -> AuthorityIndex:
        """The authorities of the reference data."""
        return AuthorityIndex.read(self.folder.file(AUTHORITIES).read_bytes())

    @cached_property
    def bodies(self) -> BodyIndex:
        """The partner agencies of the reference data, inspectorates among them."""
        files = self.folder.every("reference/*.ttl")
        return BodyIndex.read(
            path.read_bytes() for name, path in files.items() if name != AUTHORITIES
        )

    def base_below(self, base: str) -> str:
        """The base of instances: below the segment of the profile, if it has one."""
        return f"{base}{self.header.segment}/" if self.header.segment else base

    def codes(self) -> dict[str, bytes]:
        """The code lists in Turtle, by the names of their files."""
        return {name: path.read_bytes() for name, path in self.folder.every("codes/*.ttl").items()}

    def model(self, name: str) -> str:
        """The text of a model's file."""
        return self.folder.file(f"models/{name}").read_text(encoding="utf-8")

    @cached_property
    def theme_quality(self) -> tuple[ThemeQuality, ...]:
        """How far each theme can be trusted; nothing where that was not measured. The card says
        which models these are, and figures of others are none of theirs."""
        return read_theme_quality(self.folder.file(CARD).parents[1] / QUALITY)


def read_words(cls: type[Words], folder: Folder, name: str) -> Words:
    """One file of words."""
    return _read(cls, folder.file(f"words/{name}.toml"))


def _read(cls: type[Words], path: Path) -> Words:
    return read_table(cls, path.read_text(encoding="utf-8"), str(path))


def read_profile(folder: Folder, header: Header) -> Profile:
    """The profile of a folder; what its files say together is checked by `check_profile`."""
    frameworks = [_read(Framework, path) for path in folder.frameworks().values()]
    return Profile(
        header=header,
        folder=folder,
        frameworks=tuple(sorted(frameworks, key=lambda framework: framework.precedence)),
        document=read_words(DocumentWords, folder, "document"),
        reports=read_words(ReportWords, folder, "reports"),
        grades=read_words(GradeWords, folder, "grades"),
        aspects=read_words(AspectWords, folder, "aspects"),
        news=read_words(NewsWords, folder, "news"),
        findings=read_words(FindingWords, folder, "findings"),
        recommendations=read_words(RecommendationWords, folder, "recommendations"),
        agencies=read_words(AgencyWords, folder, "agencies"),
        cues=read_words(Cues, folder, "cues"),
        valence=read_words(ValenceWords, folder, "valence"),
        stop=frozenset(read_words(StopWords, folder, "stop").stop.words),
        card=_read(ModelCard, folder.file(CARD)),
    )


def open_folder(path: Path) -> tuple[Folder, Header]:
    """A profile's folder with what it extends. Raises BadProfile."""
    header = _header(path)
    if not header.extends:
        return Folder(path), header
    if header.extends == header.id:
        raise BadProfile(str(path / HEADER), "extends", "a profile cannot extend itself")
    base, _ = open_folder(_packaged(header.extends, path))
    return Folder(path, base, header.inherit_frameworks), header


def _packaged(name: str, asked_by: Path) -> Path:
    path = HERE / name
    if "/" in name or not (path / HEADER).is_file():
        raise BadProfile(str(asked_by / HEADER), "extends", f"there is no profile {name!r}")
    return path


def _header(path: Path) -> Header:
    file = path / HEADER
    if not file.is_file():
        raise BadProfile(str(file), "", "there is no such file: a profile is a folder with it")
    return _read(Header, file)
