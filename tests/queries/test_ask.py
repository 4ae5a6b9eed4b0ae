"""Questions in words: the exact query and parameters, or a refusal that says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from inspectgraph.ontology.errors import InspectgraphError, NotUnderstood
from inspectgraph.queries.ask.answering import answer, answer_question, sparql_of, understand
from inspectgraph.queries.ask.grammar import grammar
from inspectgraph.queries.ask.tokens import LONGEST_QUESTION
from inspectgraph.queries.named.folders import load_question, question_names
from pyoxigraph import NamedNode, RdfFormat, Store

TODAY = date(2026, 11, 24)
ONTOLOGY = Path(str(files("inspectgraph"))) / "ontology"
CODES = ("themes", "judgements", "agency-types", "findings")
PROFILE = "profiles/ofsted"
FILES = [
    *(f"{PROFILE}/codes/{name}.ttl" for name in CODES),
    *(f"{PROFILE}/reference/{name}.ttl" for name in ("authorities", "bodies", "inspectorates")),
]
PLACES = """
@prefix id: <https://w3id.org/inspectgraph/id/authority/> .
@prefix ig: <https://w3id.org/inspectgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
id:kelderby a ig:Authority ; ig:minted true ; skos:prefLabel "Kelderby Council"@en .
id:marlshire a ig:Authority ; ig:minted true ; skos:prefLabel "Marlshire County Council"@en .
id:hearth a ig:Agency ; skos:prefLabel "Marlshire Hearth Trust"@en .
"""


@cache
def invented() -> Store:
    """The vocabularies and reference data, with two invented councils and a charity."""
    store = Store()
    for number, name in enumerate(FILES):
        node = NamedNode(f"https://graph.example/{number}")
        store.load(path=str(ONTOLOGY / name), format=RdfFormat.TURTLE, to_graph=node)
    places = NamedNode("https://graph.example/places")
    store.load(PLACES.encode(), format=RdfFormat.TURTLE, to_graph=places)
    return store


@pytest.fixture
def graph() -> Store:
    return invented()


# question, query, parameters (values separated by |)
UNDERSTOOD: list[tuple[str, str, Mapping[str, str]]] = [
    ("Who is strong where Kelderby is weak?", "strong-where-weak", {"authority": "Kelderby"}),
    ("how often was CAF weak over the years?", "weak-themes-over", {"theme": "caf"}),
    ("Trajectories of grades in London", "trajectories", {"region": "London"}),
    # authorities with weaknesses or strengths in a theme
    (
        "which authorities had CAF weaknesses since 2015?",
        "weak-authorities",
        {"theme": "caf", "since": "2015"},
    ),
    (
        "Which councils were weak on the common assessment framework between 2012 and 2016?",
        "weak-authorities",
        {"theme": "caf", "since": "2012", "until": "2016"},
    ),
    ("where is early help weak in London?", "weak-authorities",
     {"theme": "early-help", "region": "London"}),
    ("Who struggles with the MASH in the North West?", "weak-authorities",
     {"theme": "mash", "region": "North West"}),
    ("local authorities with shortcomings in supervision in ILACS inspections", "weak-authorities",
     {"theme": "supervision", "kind": "ilacs"}),
    ("which councils have problems with child sexual exploitation?", "weak-authorities",
     {"theme": "exploitation"}),
    ("Which authorities were weak in thresholds or contacts and referrals?", "weak-authorities",
     {"theme": "thresholds|contacts-referrals"}),
    ("How many authorities had weaknesses in private fostering in joint inspections?",
     "weak-authorities", {"theme": "private-fostering", "kind": "jtai"}),
    ("which authorities were praised for early help before 2014?", "strong-authorities",
     {"theme": "early-help", "until": "2013"}),
    ("who is good at the voice of the child in Yorkshire & the Humber?", "strong-authorities",
     {"theme": "voice-of-child", "region": "Yorkshire and The Humber"}),
    ("councils with strengths in CAMHS in the last five years", "strong-authorities",
     {"theme": "camhs", "since": "2021-11-24"}),
    ("Which councils in the East Midlands has Ofsted criticised over caseloads?",
     "weak-authorities", {"theme": "caseloads", "region": "East Midlands"}),
    # the findings themselves
    ("any strengths in Kelderby's work with unaccompanied asylum-seeking children?", "strengths",
     {"theme": "asylum-seeking", "authority": "Kelderby"}),
    ("what weaknesses did inspectors find in Kelderby in 2018?", "weaknesses",
     {"authority": "Kelderby", "since": "2018", "until": "2018"}),
    ("Marlshire's care leavers weaknesses after March 2019", "weaknesses",
     {"theme": "care-leavers", "authority": "Marlshire", "since": "2019-04"}),
    ("weaknesses in SEND in Kelderby", "weaknesses",
     {"theme": "disabled-children", "authority": "Kelderby"}),
    ("weaknesses in SEND inspections in Kelderby", "weaknesses",
     {"authority": "Kelderby", "kind": "send"}),
    ("weaknesses of the safeguarding board in Kelderby", "weaknesses",
     {"authority": "Kelderby", "subject": "board"}),
    ("which authorities had weaknesses that name the police?", "weaknesses",
     {"agency-type": "police"}),
    ("weaknesses naming Marlshire Hearth Trust", "weaknesses",
     {"agency": "Marlshire Hearth Trust"}),
    ("problems with supervision in Kelderby", "weaknesses",
     {"theme": "supervision", "authority": "Kelderby"}),
    ("show me all strengths in London since 1 April 2019", "strengths",
     {"region": "London", "since": "2019-04-01"}),
    # one theme in one authority
    ("What did inspectors say about CAF in Kelderby over the years?", "theme-quotes",
     {"authority": "Kelderby", "theme": "caf"}),
    ("what was said of the police in Marlshire?", "theme-quotes",
     {"authority": "Marlshire", "theme": "police-partners"}),
    ("how has early help developed in Marlshire?", "theme-history",
     {"authority": "Marlshire", "theme": "early-help"}),
    ("Has Kelderby improved on neglect?", "theme-history",
     {"authority": "Kelderby", "theme": "neglect"}),
    # agencies
    ("Which agencies is Marlshire linked with?", "agencies", {"authority": "Marlshire"}),
    ("which police forces does Kelderby work with?", "agencies",
     {"authority": "Kelderby", "type": "police"}),
    ("which authorities are linked with Cafcass?", "agencies", {"agency": "Cafcass"}),
    ("Which authorities share a police force?", "shared-agencies", {"type": "police"}),
    ("which agencies does Kelderby share with other authorities?", "shared-agencies",
     {"authority": "Kelderby"}),
    ("which agencies are most often named in weaknesses about CAF?", "agencies-in-weaknesses",
     {"theme": "caf"}),
    ("which NHS trusts are named in weaknesses?", "agencies-in-weaknesses",
     {"type": "nhs-provider"}),
    ("What types of agency are mentioned in weaknesses in London?", "agency-types-in-weaknesses",
     {"region": "London"}),
    ("where is Cafcass mentioned?", "agency-mentions", {"agency": "Cafcass"}),
    ("which reports name Barnardo's?", "agency-mentions", {"agency": "Barnardo's"}),
    ("which names were joined in Kelderby?", "merges", {"authority": "Kelderby"}),
    # judgements
    ("what is the latest judgement on Kelderby?", "latest-judgements", {"authority": "Kelderby"}),
    ("current ratings for adoption in the South West", "latest-judgements",
     {"aspect": "adoption", "region": "South West"}),
    ("how is Marlshire rated?", "latest-judgements", {"authority": "Marlshire"}),
    ("what was Kelderby rated in 2013?", "judgements",
     {"authority": "Kelderby", "since": "2013", "until": "2013"}),
    ("latest overall judgements in the North East", "latest-judgements",
     {"aspect": "overall", "region": "North East"}),
    ("has Kelderby's overall grade ever been inadequate?", "judgements",
     {"authority": "Kelderby", "aspect": "overall", "grade": "inadequate"}),
    ("past judgements of Marlshire", "judgement-history", {"authority": "Marlshire"}),
    ("how have Kelderby's grades for leadership changed over time?", "judgement-history",
     {"authority": "Kelderby", "aspect": "leadership-management-governance"}),
    ("Who has been inadequate since 2018?", "inadequate",
     {"grade": "inadequate", "since": "2018"}),
    ("which councils were judged good or outstanding for adoption?", "inadequate",
     {"aspect": "adoption", "grade": "good|outstanding"}),
    ("has Kelderby ever been inadequate?", "judgements",
     {"authority": "Kelderby", "grade": "inadequate"}),
    ("judgements of the London Borough of Brent and Telford & Wrekin in SIF inspections",
     "judgements", {"authority": "London Borough of Brent|Telford & Wrekin", "kind": "sif"}),
    ("safeguarding judgements of E10000020 until 2012", "judgements",
     {"authority": "E10000020", "section": "safeguarding", "until": "2012"}),
    ("Which pdf files could not be read?", "problems", {}),
    ("How has the overall effectiveness of Kelderby changed?", "judgement-history",
     {"authority": "Kelderby", "aspect": "overall"}),
    # recommendations
    ("Which recommendations are due immediately?", "recommendations",
     {"timescale": "immediately"}),
    ("what must Kelderby do within 3 months about supervision?", "recommendations",
     {"timescale": "within three months", "theme": "supervision", "authority": "Kelderby"}),
    ("areas for improvement in focused visits in 2023", "recommendations",
     {"kind": "focused-visit", "since": "2023", "until": "2023"}),
    ("Which recommendations return in a later inspection of the same authority?",
     "recurring-recommendations", {}),
    ("recurring recommendations about care planning and reviews in Kelderby",
     "recurring-recommendations", {"theme": "care-planning-reviews", "authority": "Kelderby"}),
    # themes
    ("Which themes are most often weak in monitoring visits?", "weak-themes",
     {"kind": "monitoring-visit"}),
    ("how often is CAF weak in London between 2012 and March 2016?", "weak-themes",
     {"theme": "caf", "region": "London", "since": "2012", "until": "2016-03"}),
    ("which themes are weak together with domestic abuse in at least five inspections?",
     "weak-together", {"theme": "domestic-abuse", "at-least": "5"}),
    # the network
    ("What is the shortest path between Norfolk and Suffolk?", "network path",
     {"end": "Norfolk|Suffolk"}),
    ("how is Kelderby linked with Marlshire Hearth Trust through national bodies?", "network path",
     {"end": "Kelderby|Marlshire Hearth Trust", "through-national": ""}),
    ("top ten most central agencies", "network central", {"top": "10"}),
    # what the graph holds and lacks
    ("What could not be read, resolved or classified?", "problems", {}),
    ("show the errors", "problems", {"severity": "error"}),
    ("which names could not be resolved in Kelderby?", "unresolved", {"authority": "Kelderby"}),
    ("which reports have no date?", "undated", {}),
    ("list all JTAI reports since 2019", "reports", {"kind": "jtai", "since": "2019"}),
    ("who is the lead inspector of Kelderby?", "reports", {"authority": "Kelderby"}),
    ("which authorities in the East of England are covered?", "authorities",
     {"region": "East of England"}),
    # grades from one inspection to the next
    ("Who improved since 2018?", "trajectories", {"change": "improved", "since": "2018"}),
    ("which authorities have declined?", "trajectories", {"change": "declined"}),
    ("has Kelderby improved?", "trajectories", {"authority": "Kelderby", "change": "improved"}),
    ("Did Kelderby get better after 2015?", "trajectories",
     {"authority": "Kelderby", "change": "improved", "since": "2016"}),
    ("has Marlshire's rating for children in care ever declined?", "trajectories",
     {"aspect": "in-care", "authority": "Marlshire", "change": "declined"}),
    ("have the overall grades of Kelderby and Marlshire got worse since 2012?", "trajectories",
     {"aspect": "overall", "authority": "Kelderby|Marlshire", "change": "declined",
      "since": "2012"}),
    ("which councils in London improved or declined on leadership between 2012 and 2016?",
     "trajectories",
     {"aspect": "leadership-management-governance", "region": "London",
      "change": "improved|declined", "since": "2012", "until": "2016"}),
    ("which councils stayed the same before 2015?", "trajectories",
     {"change": "same", "until": "2014"}),
    ("ratings that fell in the North East or the North West", "trajectories",
     {"region": "North East|North West", "change": "declined"}),
    ("where has overall effectiveness improved?", "trajectories",
     {"aspect": "overall", "change": "improved"}),
    ("how have grades for adoption changed in London?", "trajectories",
     {"aspect": "adoption", "region": "London"}),
    # themes by year, region or kind of inspection
    ("weak themes by region", "weak-themes-over", {"by": "region"}),
    ("how often is CAF weak per year in London?", "weak-themes-over",
     {"by": "year", "theme": "caf", "region": "London"}),
    ("what share of inspections is weak in neglect by type of inspection since 2015?",
     "weak-themes-over", {"by": "kind", "theme": "neglect", "since": "2015"}),
    # whom to learn from
    ("who among its neighbours is strong where Kelderby is weak?", "strong-where-weak",
     {"authority": "Kelderby", "among": "neighbours"}),
    ("which councils are strong where Kelderby is weak in supervision, in the same region?",
     "strong-where-weak", {"authority": "Kelderby", "theme": "supervision", "among": "region"}),
    # when and how often an authority was inspected
    ("When was Kelderby last inspected?", "authorities", {"authority": "Kelderby"}),
    ("how many times has Kelderby been inspected?", "authorities", {"authority": "Kelderby"}),
    ("how many inspections has Kelderby had?", "authorities", {"authority": "Kelderby"}),
    ("has Kelderby been inspected since 2018?", "reports",
     {"authority": "Kelderby", "since": "2018"}),
    ("which councils were visited in 2018?", "reports", {"since": "2018", "until": "2018"}),
    # further wordings
    ("on what evidence is Kelderby linked with Cafcass?", "agency-mentions",
     {"authority": "Kelderby", "agency": "Cafcass"}),
    ("what does Kelderby need to improve?", "recommendations", {"authority": "Kelderby"}),
    ("Who's been inadequate?", "inadequate", {"grade": "inadequate"}),
    ("weaknesses around missing children in Kelderby", "weaknesses",
     {"theme": "missing-children", "authority": "Kelderby"}),
    ("who was judged requires improvement for care leavers?", "inadequate",
     {"aspect": "care-leavers", "grade": "requires-improvement"}),
    ("inadequate councils since 2014", "inadequate", {"grade": "inadequate", "since": "2014"}),
    ("Inspections which judged leadership inadequate or good in London", "judgements",
     {"aspect": "leadership-management-governance", "grade": "inadequate|good",
      "region": "London"}),
    ("how has the share of inspections weak in supervision changed over time?",
     "weak-themes-over", {"theme": "supervision"}),
    ("recommendations since 2018 that are due immediately", "recommendations",
     {"timescale": "immediately", "since": "2018"}),
    ("where is Cafcass mentioned in Kelderby?", "agency-mentions",
     {"authority": "Kelderby", "agency": "Cafcass"}),
    ("weaknesses in Kelderby and since 2015", "weaknesses",
     {"authority": "Kelderby", "since": "2015"}),
]  # fmt: skip

# question, what the refusal says
REFUSED = [
    # words that are not known
    ("which authorities had zebra weaknesses?", "not known: 'zebra'"),
    ("Norfok CAF weaknesses", "'Norfok'; did you mean norfolk"),
    ("weaknesses about GPs in Kelderby", "did you mean health partners"),
    ("weaknesses in South Norfolk", "'South'"),
    ("weaknesses since 01/04/2015 in Kelderby", "dates are written"),
    ("weaknesses in 2011-12 in Kelderby", "dates are written"),
    ("send me all weaknesses", "'send', 'me'; did you mean SEND"),
    ("judgements of reading", "'reading'"),
    # negations
    ("which authorities are not weak in CAF?", "negates something, and no query"),
    ("which authorities weren't weak in CAF?", "weren't"),
    ("authorities without CAF weaknesses", "'without'"),
    (
        "has Kelderby improved on adoption?",
        "trajectories --aspect adoption --authority Kelderby --change improved",
    ),
    ("weak in quality of supervision in Kelderby", "'quality'"),
    ("who has never been inadequate?", "'never'"),
    ("weaknesses in London except Kelderby", "'except'"),
    ("weaknesses CAF -Kelderby", "a minus"),
    # comparisons, limits, reasons
    ("which authorities are weaker in CAF than Kelderby?", "compares or ranks"),
    ("which authority has the most weaknesses in CAF?", "'most'"),
    ("authorities like Kelderby with CAF weaknesses", "'like'"),
    ("which authorities were weak in CAF only?", "limits the answer"),
    ("which authorities were weak in CAF in all inspections?", "“all” could ask"),
    ("why is Kelderby weak in CAF?", "asks for reasons"),
    # what only an earlier question tells
    ("what are its weaknesses?", "earlier question: 'its'"),
    ("CAF weaknesses in these authorities", "'these'"),
    # two readings
    ("police weaknesses since 2015", "--subject police; or"),
    ("reports from 2015 in Kelderby", "--since 2015; or"),
    ("recommendations to Cafcass", "several ways"),
    ("which authorities are weak in CAF and supervision?", "“and” can mean both"),
    ("which agencies are Kelderby and Marlshire linked with?", "“and” can mean both"),
    ("weaknesses in thresholds in early help", "go together"),
    ("South East London CAF weaknesses", "go together"),
    ("which authorities are inadequate?", 'say "latest judgements"'),
    ("is Kelderby inadequate?", "latest judgement"),
    # second values that would be lost
    ("what did inspectors say about CAF in Kelderby and Marlshire?", "one authority at a time"),
    ("are CAF and supervision weak together?", "one theme at a time"),
    ("CAF weaknesses in Kelderby and supervision weaknesses in Marlshire", "different places"),
    ("weaknesses in Kelderby in 2012 and 2014", "several periods"),
    ("weaknesses in Kelderby before 2012 or after 2015", "several periods"),
    ("weaknesses naming Cafcass and the police", "a body and a type of body"),
    ("who is weak or strong in CAF?", "no place for “strong”"),
    ("which authorities in Kelderby or London are weak in CAF?", "“or” joins"),
    ("reports and CAF weaknesses in Kelderby", "“and” joins"),
    # what a query lacks or does not take
    ("what did inspectors say about CAF in Kelderby since 2015?", "no place for “since 2015”"),
    ("past judgements", "judgement-history needs a value for authority"),
    ("how many reports found CAF weaknesses?", "other things than it wants counted"),
    ("which inspectors found CAF weaknesses?", "no place for “which inspectors”"),
    ("what did Cafcass say about Kelderby?", "what somebody else said"),
    ("what did Kelderby say about CAF?", "what somebody else said"),
    ("which agencies named weaknesses in Kelderby?", "no place for"),
    ("what is the rating of Kelderby?", "judgements --authority Kelderby; or"),
    ("weaknesses in inspections of schools", "--theme schools-partners; or"),
    ("Barnardo's weaknesses", "that name …"),
    # half of a name
    ("where is the University of Kelderby named?", "'University of Kelderby'"),
    ("agencies of Kelderby Academy", "'Kelderby Academy'"),
    # steps between grades
    ("which councils went from inadequate to good?", "no query takes a step from or to"),
    ("which authorities improved from inadequate to good since 2015?", "no query takes a step"),
    ("when did Kelderby become inadequate?", "no query takes a step"),
    ("which councils improved in early help?", "trajectories compares grades, not themes"),
    ("who improved in ILACS inspections?", "compares inspections of any kind"),
    ("which councils are improving?", 'say "have improved"'),
    ("who's declining?", 'say "have improved"'),
    ("who improved Kelderby?", "no report tells who did it"),
    ("where did Kelderby improve?", "or where in it"),
    ("what improved in Kelderby?", "theme-history needs"),
    ("have Kelderby's ratings improved?", "say which grades are meant"),
    ("what ratings improved in Kelderby?", "say which grades are meant"),
    ("have inspections of Kelderby declined?", 'say "grades" if they are meant'),
    ("has Ofsted in Kelderby improved?", "not the work of inspectors"),
    ("which councils have not improved since 2014?", "'not'"),
    ("who improved the most?", "'most'"),
    ("who improved and declined since 2018?", "“and” can mean both"),
    ("how many councils have improved?", "no place for “how many”"),
    ("how has Kelderby improved?", "needs a value for theme"),
    ("which councils are now inadequate?", "latest-judgements takes no grade"),
    ("good councils in London", ""),  # now, or ever?
    ("who requires improvement?", 'say "latest judgements"'),
    ("Which councils require improvement for adoption?", 'say "latest judgements"'),
    ("which councils has CAF improved in?", ""),
    ("who's inadequate?", 'say "latest judgements"'),
    ("what's good in Kelderby?", "latest judgement"),
    # themes by something, neighbours, how often
    ("weaknesses by kind of weakness", "'kind'"),
    ("which themes were weak in every year?", "not known"),
    ("strengths in early help by region", "no place for “by region”"),
    ("who is strong where Kelderby's neighbours are weak?", "whose neighbours or region"),
    ("which neighbours of Kelderby have improved?", "no place for “neighbours”"),
    ("who is weak where Kelderby is strong?", ""),
    ("how often has Kelderby been inspected since 2012?", "no place for “since 2012”"),
    ("how many inspections of Kelderby were there in 2015?", "other things than it wants counted"),
    ("what evidence is there for CAF weaknesses in Kelderby?", "no place for “what evidence”"),
    # names that differ in kind are no list
    ("weaknesses in Kelderby and London", "“and” joins “Kelderby” and “London”"),
    ("agencies that work with Kelderby and Cafcass", "“and” joins “Kelderby” and “Cafcass”"),
    ("councils around Kelderby with CAF weaknesses", "which areas are meant"),
    ("weaknesses in Kelderby around 2015", "which years are meant"),
    ("grades raised in Kelderby", "'raised'"),
    # what others said, and dates that are no inspection's
    ("authorities mentioned by Cafcass", "what somebody else said"),
    ("where did Cafcass mention Kelderby", "what somebody else said"),
    ("weaknesses in Kelderby named by the police", "what somebody else said"),
    ("recommendations from Cafcass to Kelderby", "what somebody else said"),
    ("recommendations due in 2019", "dates are those of inspections"),
    ("recommendations with a deadline of March 2019", "dates are those of inspections"),
    ("have children in care in Kelderby fallen?", "say “grades”"),
    ("where have children in care risen?", "say “grades”"),
    ("weaknesses in files in Kelderby", "'files'"),
    ("recommendations in Kelderby to be done by 2015", "dates are those of inspections"),
    ("what makes a council good at early help?", "asks for reasons"),
    # no question, or more than one
    ("", "holds no words"),
    ("?!", "holds no words"),
    ("Norfolk", ""),
    ("which authorities are weak in CAF? And in supervision?", "more than one sentence"),
    ("CAF weaknesses in Kelderby. List the strengths", "more than one sentence"),
    # hostile text
    ('CAF" } DROP ALL ; #', "signs that have no meaning here"),
    ("}} DROP ALL", "signs"),
    ("CAF weaknesses <https://x.example>", "signs"),
    ("CAF weaknesses \x00 in Kelderby", "signs"),
    ("CAF weaknesses \udc80", "signs"),
    ("CAF weaknesses = Kelderby", "signs"),
    ("weaknesses " * 60_000, f"longer than {LONGEST_QUESTION}"),
]


def as_text(given: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: "|".join(values) for name, values in given.items()}


@pytest.mark.parametrize(("question", "query", "parameters"), UNDERSTOOD)
def test_a_question_is_mapped_to_exactly_this(
    graph: Store, question: str, query: str, parameters: Mapping[str, str]
) -> None:
    meant = understand(graph, question, TODAY)
    assert (meant.question, as_text(meant.given)) == (query, parameters)
    assert "\n" not in meant.restated
    if not query.startswith("network"):
        assert answer(graph, meant).columns == load_question(query).columns


@pytest.mark.parametrize(("question", "words"), REFUSED)
def test_a_question_is_refused_with_the_reason_and_examples(
    graph: Store, question: str, words: str
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        understand(graph, question, TODAY)
    assert words in refusal.value.message
    assert len(re.findall("“.*?”", refusal.value.cure)) == 3
    assert len(str(refusal.value)) < 2000


def test_enough_questions_of_each_kind_are_there() -> None:
    assert len(UNDERSTOOD) > 50
    assert len(REFUSED) > 50


def test_every_query_of_the_catalogue_can_be_asked() -> None:
    asked = {query for _, query, _ in UNDERSTOOD}
    assert set(question_names()) <= asked


@pytest.mark.parametrize("pattern", grammar().patterns, ids=lambda pattern: pattern.example)
def test_the_examples_that_refusals_give_are_understood(graph: Store, pattern: object) -> None:
    example, query = getattr(pattern, "example"), getattr(pattern, "query")  # noqa: B009
    assert understand(graph, example, TODAY).question == query


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("since 2015", "2015", ""),
        ("from 2015 onwards", "2015", ""),
        ("after 2014", "2015", ""),
        ("after 31 December 2014", "2015-01-01", ""),
        ("since the start of 2015", "2015", ""),
        ("until 2014", "", "2014"),
        ("by the end of 2014", "", "2014"),
        ("before 2014", "", "2013"),
        ("before March 2014", "", "2014-02"),
        ("before 2014-03-01", "", "2014-02-28"),
        ("between 2012 and 2016", "2012", "2016"),
        ("from 2012 to 2016", "2012", "2016"),
        ("2012-2016", "2012", "2016"),
        ("2012–2016", "2012", "2016"),
        ("since 2012 and before 2017", "2012", "2016"),
        ("in 2018", "2018", "2018"),
        ("during Sept 2018", "2018-09", "2018-09"),
        ("on 3rd May 2018", "2018-05-03", "2018-05-03"),
        ("in 2018-05", "2018-05", "2018-05"),
        ("in the 2010s", "2010", "2019"),
        ("in the last five years", "2019-02-28", ""),
        ("over the past year", "2023-02-28", ""),
        ("in the last 18 months", "2022-08-29", ""),
        ("last year", "2023", "2023"),
        ("this year", "2024", "2024"),
    ],
)
def test_dates(graph: Store, words: str, since: str, until: str) -> None:
    leap_day = date(2024, 2, 29)
    meant = understand(graph, f"weaknesses in Kelderby {words}", leap_day)
    expected = {"authority": "Kelderby", "since": since, "until": until}
    assert as_text(meant.given) == {name: value for name, value in expected.items() if value}


@pytest.mark.parametrize(
    "words",
    [
        "since 2015/16", "in 2010-11", "since 31 February 2015", "between 2016 and 2012",
        "since 15", "since yesterday", "since 20155", "in 2015 or 2016", "about 2015",
        "since 2016 until 2012",
        "recently", "in the noughties", "since 2015 or so",
    ],
)  # fmt: skip
def test_dates_that_are_none_are_refused(graph: Store, words: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(graph, f"weaknesses in Kelderby {words}", TODAY)


def test_the_mapping_is_shown_phrase_by_phrase_and_as_a_command(graph: Store) -> None:
    meant = understand(graph, "which authorities had CAF weaknesses since 2015?")
    assert meant.phrases == (
        ("authorities", "asks for: authorities"),
        ("CAF", "theme caf (Common assessment framework (CAF))"),
        ("weaknesses", "asks for: weak"),
        ("since 2015", "since 2015"),
    )
    assert meant.restated == "Authorities with weaknesses in a theme: theme caf, since 2015"
    assert meant.command == "inspectgraph query weak-authorities --theme caf --since 2015"
    path = understand(graph, "how are Norfolk and Norfolk Constabulary linked?")
    assert path.command == "inspectgraph network path Norfolk 'Norfolk Constabulary'"


def test_what_a_query_takes_by_default_is_told(graph: Store) -> None:
    meant = understand(graph, "who has been inadequate?")
    assert meant.restated == "Who has been inadequate: grade inadequate, aspect overall (not said)"


def test_the_sparql_has_the_parameters_bound(graph: Store) -> None:
    text = sparql_of(graph, understand(graph, "CAF weaknesses in Kelderby"))
    assert "VALUES ?theme { <https://w3id.org/inspectgraph/theme/caf> }" in text
    assert "SELECT" in text
    assert sparql_of(graph, understand(graph, "which agencies are most central?")) == ""


def test_a_name_that_means_several_bodies_is_refused_as_in_a_query(graph: Store) -> None:
    twice = Store()
    twice.bulk_extend(graph)
    second = PLACES.replace("id:hearth", "id:second").encode()
    twice.load(second, format=RdfFormat.TURTLE, to_graph=NamedNode("https://graph.example/q"))
    with pytest.raises(InspectgraphError, match="means 2 bodies"):
        understand(twice, "weaknesses that name Marlshire Hearth Trust")


def test_ask_answers(graph: Store) -> None:
    meant, found = answer_question(graph, "which authorities in London are covered?", TODAY)
    assert meant.question == "authorities"
    assert found.rows == ()


SENTENCES = [question for question, _, _ in UNDERSTOOD]
ALIEN = ["not", "never", "without", "except", "than", "only", "zebra", "these", "why", "better"]


def put_in(question: str, word: str, place: int) -> str:
    words = question.split()
    place %= len(words)
    return " ".join([*words[:place], word, *words[place:]])


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(SENTENCES), st.sampled_from(ALIEN), st.integers(0, 20))
def test_no_word_is_dropped_from_a_question(question: str, word: str, place: int) -> None:
    """A negation, a comparison or an unknown word anywhere makes it another question."""
    with pytest.raises(NotUnderstood):
        understand(invented(), put_in(question, word, place), TODAY)


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(SENTENCES),
    st.sampled_from(["Wiltshire", "neglect", "in Wiltshire", "or Wiltshire", "outstanding"]),
    st.integers(0, 20),
)
def test_a_further_name_is_used_or_the_question_is_refused(
    question: str, more: str, place: int
) -> None:
    try:
        meant = understand(invented(), put_in(question, more, place), TODAY)
    except InspectgraphError:
        return
    values = " ".join(value for values in meant.given.values() for value in values)
    assert more.removeprefix("in ").removeprefix("or ") in values


WORDS = sorted(
    {
        *(word for phrase in grammar().words for word in phrase.split()),
        *(
            "CAF",
            "Kelderby",
            "Norfolk",
            "and",
            "or",
            "since",
            "2015",
            "between",
            "2012-2016",
            "SEND",
        ),
        *("police", "Cafcass", "London", "the", "of", ",", "?", "'s", "-", "&", "/", "overall"),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_known_words_in_any_order_are_understood_or_refused(question: str) -> None:
    try:
        meant = understand(invented(), question, TODAY)
    except InspectgraphError:
        return
    assert meant.command.startswith("inspectgraph ")
    assert sparql_of(invented(), meant) or meant.question.startswith("network")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600))
@example("İ weaknesses since 2015")
@example("ŉ" * 400)
@example("a\u0301" * 100)
def test_any_text_is_understood_or_refused(question: str) -> None:
    size = len(invented())
    try:
        understand(invented(), question, TODAY)
    except InspectgraphError as error:
        assert len(str(error)) < 2500
    assert len(invented()) == size
