"""Namespaces, graph names and terms of the graph, as plain strings.

Every term of our own that code uses is a constant here, and every term of
`inspection.ttl` has one: a test compares the two. Nothing but the standard
library is imported, because each command pays for this module at start-up.

>>> expand("theme:caf")
'https://w3id.org/inspectgraph/theme/caf'
>>> shrink("https://w3id.org/inspectgraph/ontology#Report")
'ig:Report'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Our own namespaces
ROOT: Final = "https://w3id.org/inspectgraph/"
IG: Final = ROOT + "ontology#"
THEME: Final = ROOT + "theme/"
ASPECT: Final = ROOT + "aspect/"
GRADE: Final = ROOT + "grade/"
SCALE: Final = ROOT + "scale/"
KIND: Final = ROOT + "kind/"
SECTION: Final = ROOT + "section/"
POLARITY: Final = ROOT + "polarity/"
CHANGE: Final = ROOT + "change/"
SECTOR: Final = ROOT + "sector/"
STATUS: Final = ROOT + "status/"
SUBJECT: Final = ROOT + "subject/"
AGENCY_TYPE: Final = ROOT + "agency-type/"
AGENCY_ROLE: Final = ROOT + "agency-role/"
AUTH: Final = ROOT + "authority/"
BODY: Final = ROOT + "body/"
MEASUREMENT: Final = ROOT + "measurement/"
DEFAULT_BASE: Final = ROOT + "id/"

# Graphs of their own (the reports' graphs and the two derived ones hang under the base)
ONTOLOGY_GRAPH: Final = ROOT + "ontology"
THEMES_GRAPH: Final = ROOT + "theme"
CODES_GRAPH: Final = ROOT + "codes"
AUTHORITIES_GRAPH: Final = ROOT + "authority"
BODIES_GRAPH: Final = ROOT + "body"
SHAPES_GRAPH: Final = ROOT + "shapes"

# Standard namespaces
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
PROV: Final = "http://www.w3.org/ns/prov#"
ORG: Final = "http://www.w3.org/ns/org#"
DCTERMS: Final = "http://purl.org/dc/terms/"
OA: Final = "http://www.w3.org/ns/oa#"
SCHEMA: Final = "https://schema.org/"
SH: Final = "http://www.w3.org/ns/shacl#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
DQV: Final = "http://www.w3.org/ns/dqv#"
ONS_GEOGRAPHY: Final = "http://statistics.data.gov.uk/id/statistical-geography/"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agencyrole": AGENCY_ROLE,
        "agencytype": AGENCY_TYPE,
        "aspect": ASPECT,
        "auth": AUTH,
        "body": BODY,
        "change": CHANGE,
        "dcterms": DCTERMS,
        "dqv": DQV,
        "foaf": FOAF,
        "grade": GRADE,
        "ig": IG,
        "kind": KIND,
        "oa": OA,
        "org": ORG,
        "owl": OWL,
        "polarity": POLARITY,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "scale": SCALE,
        "schema": SCHEMA,
        "section": SECTION,
        "sector": SECTOR,
        "sh": SH,
        "skos": SKOS,
        "status": STATUS,
        "subject": SUBJECT,
        "theme": THEME,
        "xsd": XSD,
    }
)

# Classes of our own
REPORT: Final = IG + "Report"
COPY: Final = IG + "Copy"
INSPECTION: Final = IG + "Inspection"
JUDGEMENT: Final = IG + "Judgement"
PASSAGE: Final = IG + "Passage"
PROBLEM: Final = IG + "Problem"
AUTHORITY: Final = IG + "Authority"
AGENCY: Final = IG + "Agency"
NAME_ASSIGNMENT: Final = IG + "NameAssignment"
INSPECTOR: Final = IG + "Inspector"
INSPECTORATE: Final = IG + "Inspectorate"
CODE_ASSIGNMENT: Final = IG + "CodeAssignment"
GRADE_SCALE: Final = IG + "GradeScale"
SCALE_POINT: Final = IG + "ScalePoint"

# Report
KIND_OF: Final = IG + "kind"
AREA: Final = IG + "area"
REPORTS_ON: Final = IG + "reportsOn"
LEAD_INSPECTOR: Final = IG + "leadInspector"
INSPECTORATE_OF: Final = IG + "inspectorate"
FILE_NAME: Final = IG + "fileName"
SHA256: Final = IG + "sha256"
PAGES: Final = IG + "pages"
FINGERPRINT: Final = IG + "fingerprint"
PROFILE: Final = IG + "profile"
INSPECTION_KIND: Final = IG + "inspectionKind"
TEXT_SHA256: Final = IG + "textSha256"
AREA_AS_PRINTED: Final = IG + "areaAsPrinted"
SOURCE_INFERRED: Final = IG + "sourceInferred"
PAGES_AT: Final = IG + "pagesAt"
COPY_OF: Final = IG + "copyOf"
SENTENCES: Final = IG + "sentences"
INSPECTOR_AS_PRINTED: Final = IG + "inspectorAsPrinted"

# Judgement
STATED_IN: Final = IG + "statedIn"
INSPECTION_OF: Final = IG + "inspection"
ASPECT_OF: Final = IG + "aspect"
GRADE_OF: Final = IG + "grade"
SECTION_OF: Final = IG + "section"
ASPECT_AS_PRINTED: Final = IG + "aspectAsPrinted"
GRADE_AS_PRINTED: Final = IG + "gradeAsPrinted"
EVIDENCE: Final = IG + "evidence"
CONFIDENCE: Final = IG + "confidence"
RULE: Final = IG + "rule"
PREVIOUS_JUDGEMENT: Final = IG + "previousJudgement"
CHANGE_OF: Final = IG + "change"
LATEST_JUDGEMENT: Final = IG + "latestJudgement"
LATEST_FOR: Final = IG + "latestFor"

# Passage
PAGE: Final = IG + "page"
PARAGRAPH: Final = IG + "paragraph"
HEADING: Final = IG + "heading"
ORDINAL: Final = IG + "ordinal"

# Problem
PROBLEM_CODE: Final = IG + "problemCode"
MESSAGE: Final = IG + "message"
SEVERITY: Final = IG + "severity"

# Authority
MINTED: Final = IG + "minted"
SHORT_NAME: Final = IG + "shortName"
GSS_CODE: Final = IG + "gssCode"
CODE: Final = IG + "code"
DFE_CODE: Final = IG + "dfeCode"
OFSTED_URN: Final = IG + "ofstedUrn"
AREA_SERVED: Final = IG + "areaServed"
REGION: Final = IG + "region"
COUNCIL_TYPE: Final = IG + "councilType"
STATISTICAL_NEIGHBOUR: Final = IG + "statisticalNeighbour"
HAS_CHILDRENS_SERVICES: Final = IG + "hasChildrensServices"
NEGATIVE_LABEL: Final = IG + "negativeLabel"

# Agency
AGENCY_TYPE_OF: Final = IG + "agencyType"
FORMER_NAME: Final = IG + "formerName"

# Findings, recommendations, agencies in reports
FINDING: Final = IG + "Finding"
RECOMMENDATION: Final = IG + "Recommendation"
THEME_POLARITY: Final = IG + "ThemePolarity"
NAMING: Final = IG + "Naming"
POLARITY_OF: Final = IG + "polarity"
THEME_OF: Final = IG + "theme"
ABOUT: Final = IG + "about"
FINDING_OF: Final = IG + "finding"
SUBJECT_OF: Final = IG + "subject"
SECTOR_OF: Final = IG + "sector"
STATUS_OF: Final = IG + "status"
FRAMEWORK: Final = IG + "framework"
REASON: Final = IG + "reason"
CORRECTED: Final = IG + "corrected"
CORRECTION: Final = IG + "correction"
TIMESCALE: Final = IG + "timescale"
AGENCY_OF: Final = IG + "agency"
RESPONSIBLE: Final = IG + "responsible"
LINKED_WITH: Final = IG + "linkedWith"
WEAKNESS_IN: Final = IG + "weaknessIn"
STRENGTH_IN: Final = IG + "strengthIn"
FINDS_WEAK: Final = IG + "findsWeak"
FINDS_STRONG: Final = IG + "findsStrong"
WEAK_IN: Final = IG + "weakIn"
STRONG_IN: Final = IG + "strongIn"
HAS_INSPECTION: Final = IG + "hasInspection"
HAS_NAMING: Final = IG + "hasNaming"
HAS_JUDGEMENT: Final = IG + "hasJudgement"
COUNTS_AS: Final = IG + "countsAs"
ROLE_OF: Final = IG + "role"
INFERRED: Final = IG + "inferred"
MENTIONS: Final = IG + "mentions"
SURFACE_FORM: Final = IG + "surfaceForm"
NAME_AT_THE_TIME: Final = IG + "nameAtTheTime"

# Code lists
SCALE_OF: Final = IG + "scale"
MEMBER: Final = SKOS + "member"
OF_SCALE: Final = IG + "ofScale"
OF_GRADE: Final = IG + "ofGrade"
RANK: Final = IG + "rank"
USED_IN_KIND: Final = IG + "usedInKind"
HEADLINE_ASPECT: Final = IG + "headlineAspect"
RELAYS: Final = IG + "relays"
TONE: Final = IG + "tone"

# What is measured of themes
PRECISION: Final = IG + "precision"
RECALL: Final = IG + "recall"
F1: Final = IG + "f1"
SUPPORT: Final = IG + "support"

# Standard terms that the code writes or reads
RDF_TYPE: Final = RDF + "type"
RDFS_LABEL: Final = RDFS + "label"
PREF_LABEL: Final = SKOS + "prefLabel"
ALT_LABEL: Final = SKOS + "altLabel"
HIDDEN_LABEL: Final = SKOS + "hiddenLabel"
NOTATION: Final = SKOS + "notation"
BROADER: Final = SKOS + "broader"
SCOPE_NOTE: Final = SKOS + "scopeNote"
NOTE: Final = SKOS + "note"
QUALITY_MEASUREMENT: Final = DQV + "QualityMeasurement"
COMPUTED_ON: Final = DQV + "computedOn"
IS_MEASUREMENT_OF: Final = DQV + "isMeasurementOf"
MEASURED_VALUE: Final = DQV + "value"
PROV_ENTITY: Final = PROV + "Entity"
PROV_ACTIVITY: Final = PROV + "Activity"
PROV_AGENT: Final = PROV + "Agent"
ORGANIZATION: Final = ORG + "Organization"
FORMAL_ORGANIZATION: Final = ORG + "FormalOrganization"
CHANGE_EVENT: Final = ORG + "ChangeEvent"
ORIGINAL_ORGANIZATION: Final = ORG + "originalOrganization"
RESULTING_ORGANIZATION: Final = ORG + "resultingOrganization"
DC_TITLE: Final = DCTERMS + "title"
DC_ISSUED: Final = DCTERMS + "issued"
DC_DATE: Final = DCTERMS + "date"
DC_FORMAT: Final = DCTERMS + "format"
DC_IDENTIFIER: Final = DCTERMS + "identifier"
DC_LICENSE: Final = DCTERMS + "license"
DC_SOURCE: Final = DCTERMS + "source"
OA_HAS_SOURCE: Final = OA + "hasSource"
OA_EXACT: Final = OA + "exact"
OA_START: Final = OA + "start"
OA_END: Final = OA + "end"
START_DATE: Final = SCHEMA + "startDate"
END_DATE: Final = SCHEMA + "endDate"
FOUNDING_DATE: Final = SCHEMA + "foundingDate"
DISSOLUTION_DATE: Final = SCHEMA + "dissolutionDate"
VALID_FROM: Final = SCHEMA + "validFrom"
VALID_THROUGH: Final = SCHEMA + "validThrough"
FOAF_NAME: Final = FOAF + "name"

# Datatypes
XSD_DATE: Final = XSD + "date"
XSD_INTEGER: Final = XSD + "integer"
XSD_DECIMAL: Final = XSD + "decimal"
XSD_BOOLEAN: Final = XSD + "boolean"


def expand(curie: str) -> str:
    """The full IRI of a prefixed name; a full IRI is returned as it is.

    Raises `ValueError` for a prefix that PREFIXES does not know.
    """
    if "://" in curie:
        return curie
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"unknown prefix in {curie!r}: use one of {', '.join(PREFIXES)}")
    return PREFIXES[prefix] + local


def shrink(iri: str) -> str:
    """The prefixed name of an IRI in a known namespace, else the IRI.

    A rest with a slash, hash or colon stays whole: it is no local name in Turtle.
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#:?"):
            return f"{prefix}:{local}"
    return iri


def sparql_prologue() -> str:
    """The PREFIX lines of every known namespace, for queries typed without them."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
