"""Which body each sighting means: one or none, never a guess between two.

The sightings of a report are joined into agencies: by the body in the reference data, by the
place of a board, or by their words if the body is to be minted. Abbreviations that a report
defines ("North Bristol NHS Trust (NBT)") are valid in that report only. A head by itself
("the CCG") means the only body of its kind that the report names, else the only one in the
area. A body that is meant by generic words alone ("the police") is inferred.
"""

from __future__ import annotations

from inspectgraph.graphbuilder.agencies.area import Report
from inspectgraph.graphbuilder.agencies.find import find_sightings
from inspectgraph.graphbuilder.agencies.groups import Groups
from inspectgraph.graphbuilder.agencies.join import Joiner
from inspectgraph.graphbuilder.agencies.later_mentions import LaterMentions
from inspectgraph.graphbuilder.agencies.lexicon import lexicon_of
from inspectgraph.graphbuilder.agencies.naming import agencies_of
from inspectgraph.graphbuilder.agencies.sighting import Scene, readable_blocks
from inspectgraph.graphbuilder.model import Agency, Document, ReportFacts, Unresolved
from inspectgraph.ontology.authorities import core_name
from inspectgraph.ontology.profiles import Profile


def resolve_agencies(
    document: Document, facts: ReportFacts, profile: Profile
) -> tuple[tuple[Agency, ...], tuple[Unresolved, ...]]:
    """The bodies that a report names or means, in the order of their first mention.

    Inferred agencies are those that the report does not name. What looks like a name but could
    mean several bodies, or none, is listed as unresolved.
    """
    index, lexicon = profile.authorities, lexicon_of(profile)
    framework = profile.framework(facts.kind)
    area = index.by_iri(facts.area.iri) if facts.area.iri else None
    on = facts.end or facts.start or facts.published
    short = area.short_name if area else _short_name(facts.area.name)
    blocks = readable_blocks(document)
    place = short.replace("&", "and")
    report = Report(
        document, facts, area, place, on, index, profile.bodies, blocks, framework, lexicon
    )
    sightings = find_sightings(Scene(document, blocks, area, on, framework, index, lexicon))
    groups = Groups(report)
    joiner = Joiner(groups)
    joiner.take(sightings)
    joiner.join_wider()
    joiner.join_weak()
    mentions = LaterMentions(groups, sightings)
    mentions.find_abbreviations()
    mentions.find_services()
    mentions.infer_generic()
    mentions.find_police_units()
    return agencies_of(groups), tuple(sorted(groups.lost, key=lambda lost: lost.start))


def _short_name(name: str) -> str:
    """The name of an unknown authority, without the words for a kind of council."""
    core = core_name(name).split()
    return " ".join(word for word in name.split() if word.casefold().strip(",") in core) or name
