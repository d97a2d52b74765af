"""The long lists of the dashboard: which document fills each, its columns, and what a row leads to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.client import global_id, row_key
from dashboard.columns import Column, Kind
from dashboard.terms import light
from dashboard.view import View

Row = Mapping[str, Any]

#: First step of an address → the column that its page makes superfluous.
SAID_BY_PAGE = {"unit": "unit.shortName", "platform": "platform.organization.name"}


@dataclass(frozen=True)
class List:
    """A list that filters, sorts and pages on the server.

    ``within`` narrows it to what the page is about; ``order`` is (path, ASC or DESC) until one is chosen.
    ``document`` is its query where that is made and not kept. A row of a ``panel`` list opens beside the list.
    """

    name: str
    entity: str
    columns: tuple[Column, ...]
    within: Callable[[View], dict[str, Any]]
    order: tuple[str, str]
    href: Callable[[View, Row], str | None]
    document: str = ""
    panel: bool = False

    def shown(self, view: View) -> list[Column]:
        """Without the columns that say the same in every row, because the page is about just that."""
        said = SAID_BY_PAGE.get(view.path.split("/")[1], "")
        return [column for column in self.columns if column.path != said]


def platform_address(view: View, row: Row) -> str:
    return view.link(f"/platform/{row_key(row['id'])}")


def project_address(view: View, row: Row) -> str:
    return view.link(f"/project/{row_key(row['id'])}")


def case_address(view: View, row: Row) -> str:
    return view.link(f"/case/{row_key(row['id'])}")


def _flag_case_address(view: View, row: Row) -> str | None:
    return case_address(view, row["case"]) if row["case"] else None


def flag_address(view: View, row: Row) -> str:
    return view.link(f"/flag/{row_key(row['id'])}")


def tip_address(view: View, row: Row) -> str:
    return view.link(f"/tip-off/{row_key(row['id'])}")


def _platforms_within(view: View) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if view.batch:
        where["planIndustry"] = {"plan": {"batch": {"number": {"eq": view.batch}}}}
    if view.path.startswith("/unit/"):
        where["unit"] = {"code": {"eq": view.key}}
    return where


def _projects_within(view: View) -> dict[str, Any]:
    if view.path.startswith("/platform/"):
        return {"platform": {"id": {"eq": global_id("Platform", view.key)}}}
    where = _platforms_within(view)
    unit = where.pop("unit", None)
    narrowed: dict[str, Any] = {"platform": where} if where else {}
    return {**narrowed, "unit": unit} if unit else narrowed


def _of_page(path: str) -> Callable[[View, Row], str | None]:
    def address(view: View, row: Row) -> str | None:
        return view.link(f"{path}{row_key(row['id'])}")

    return address


def _survey_address(view: View, row: Row) -> str | None:
    return project_address(view, row["project"]) if row["project"] else None


def _of_batch(view: View) -> dict[str, Any]:
    return {"plan": {"batch": {"number": {"eq": view.batch}}}} if view.batch else {}


def _of_platforms(view: View) -> dict[str, Any]:
    within = _platforms_within(view)
    return {"platform": within} if within else {}


def _of_projects(view: View) -> dict[str, Any]:
    within = _platforms_within(view)
    return {"project": {"platform": within}} if within else {}


def plan_address(view: View, row: Row) -> str:
    return view.link(f"/plan/{row_key(row['id'])}")


def _plans_within(view: View) -> dict[str, Any]:
    return {"batch": {"number": {"eq": view.batch}}} if view.batch else {}


PLANS = List(
    "plans",
    "Plan",
    (
        Column("title", of=("Plan", "title"), width=360, grow=3),
        Column("unit.shortName", english="unit.nameEn", text="unit_name", width=110, grow=1),
        Column("batch.number", Kind.COUNT, of=("Batch", "number"), width=96),
        Column("state", Kind.WORD, of=("Plan", "state"), width=130),
        Column("industryCount", Kind.COUNT, of=("Plan", "industryCount"), width=120),
        Column("submittedOn", Kind.DAY, of=("Plan", "submittedOn"), width=130),
        Column("approvedOn", Kind.DAY, of=("Plan", "approvedOn"), width=130),
    ),
    _plans_within,
    ("submittedOn", "DESC"),
    plan_address,
)


def _unscoped(view: View) -> dict[str, Any]:
    return {}


def _no_page(view: View, row: Row) -> None:
    """There is no page of one row."""


GIANTS = List(
    "littleGiants",
    "LittleGiant",
    (
        Column("uscc", of=("LittleGiant", "uscc"), width=220),
        Column("name", of=("LittleGiant", "name"), width=320, grow=2),
        Column("fundedYear", of=("LittleGiant", "fundedYear"), width=120),
    ),
    _unscoped,
    ("name", "ASC"),
    _no_page,
)

PLATFORMS = List(
    "platforms",
    "Platform",
    (
        Column(
            "organization.name", of=("Platform", "organization"), text="platforms.name", width=250, grow=2
        ),
        Column("unit.shortName", english="unit.nameEn", text="unit_name", width=110, grow=1),
        Column("planIndustry.industry.name", of=("Industry", "name"), width=170, grow=1),
        Column("planIndustry.plan.batch.number", Kind.COUNT, of=("Batch", "number"), width=96),
        Column("passedCount", Kind.COUNT, text="platforms.progress", width=230, bullet="DengtaBullet"),
        Column("planned", Kind.COUNT, of=("Platform", "planned"), width=135),
        Column("contractedCount", Kind.COUNT, of=("Platform", "contractedCount"), width=110),
        Column("award", Kind.MONEY, of=("Platform", "award"), width=130),
        Column("state", Kind.WORD, of=("Platform", "state"), width=130),
    ),
    _platforms_within,
    ("passedCount", "DESC"),
    platform_address,
)

PROJECTS = List(
    "projects",
    "Project",
    (
        Column(
            "enterprise.name", of=("Project", "enterprise"), text="projects.enterprise", width=240, grow=2
        ),
        Column("platform.organization.name", text="platforms.name", width=200, grow=1),
        Column("state", Kind.WORD, of=("Project", "state"), width=120),
        Column("contractAmount", Kind.MONEY, of=("Project", "contractAmount"), width=130),
        Column("actualCost", Kind.MONEY, of=("Project", "actualCost"), width=140),
        Column("claimed", Kind.MONEY, of=("Project", "claimed"), width=130),
        Column("contractedOn", Kind.DAY, of=("Project", "contractedOn"), width=130),
        Column("acceptedOn", Kind.DAY, of=("Project", "acceptedOn"), width=130),
        Column("confirmedOn", Kind.DAY, of=("Project", "confirmedOn"), width=150),
    ),
    _projects_within,
    ("acceptedOn", "DESC"),
    project_address,
)

FLAGS = List(
    "flags",
    "Flag",
    (
        Column("reason", english="reasonEn", of=("Flag", "reason"), width=330, grow=3, href=flag_address),
        Column("project.enterprise.name", text="projects.enterprise", width=210, grow=1),
        Column("unit.shortName", english="unit.nameEn", text="unit_name", width=100),
        Column("severity", Kind.WORD, of=("Flag", "severity"), width=110),
        Column("hintsAt", Kind.WORD, of=("Flag", "hintsAt"), width=120),
        Column("atRisk", Kind.MONEY, of=("Flag", "atRisk"), width=130),
        Column("state", Kind.WORD, of=("Flag", "state"), width=110),
        Column("case.number", of=("Case", "number"), width=150, href=_flag_case_address),
        Column("rule", of=("Flag", "rule"), width=90),
    ),
    _unscoped,
    ("atRisk", "DESC"),
    flag_address,
)


#: States in which nothing is left to be done in a case.
OVER = ("CLOSED", "REVOKED")


def _cases_within(view: View) -> dict[str, Any]:
    """Those of the reader, and those under way, where that is chosen."""
    where: dict[str, Any] = {}
    if view.state.get("under_way"):
        where["state"] = {"notIn": list(OVER)}
    if view.state.get("mine"):
        me = {"username": {"eq": view.caller.username}}
        parts = ("investigator", "secondInvestigator", "reviewer", "decider")
        where["or"] = [{part: me} for part in parts]
    return where


def _due_tone(view: View, row: Row) -> str:
    return light(view, row["nextDueOn"], row["warnOn"], None, row["nextClock"])


CASES = List(
    "cases",
    "Case",
    (
        Column("number", of=("Case", "number"), width=160),
        Column("title", of=("Case", "title"), width=280, grow=3),
        Column("unit.shortName", english="unit.nameEn", text="unit_name", width=90),
        Column("state", Kind.WORD, of=("Case", "state"), width=120),
        Column("nextClock", Kind.WORD, of=("Case", "nextClock"), width=120),
        Column("nextDueOn", Kind.DAY, of=("Case", "nextDueOn"), width=130, tone=_due_tone),
        Column("atStake", Kind.MONEY, of=("Case", "atStake"), width=120),
        Column("penaltyTotal", Kind.MONEY, of=("Case", "penaltyTotal"), width=120),
        Column("investigator.name", text="case.investigator", width=100),
        Column("secondInvestigator.name", text="case.secondInvestigator", width=110),
        Column("flagCount", Kind.COUNT, of=("Case", "flagCount"), width=90),
        Column("openedOn", Kind.DAY, of=("Case", "openedOn"), width=120),
    ),
    _cases_within,
    ("openedOn", "DESC"),
    case_address,
)

TIPS = List(
    "tips",
    "Tip",
    (
        Column("number", of=("Tip", "number"), width=150, href=tip_address),
        Column("about", of=("Tip", "about"), width=240, grow=2),
        Column("organization.name", text="tips.matched_to", width=240, grow=2),
        Column("likeness", of=("Tip", "likeness"), width=110),
        Column("kind", Kind.WORD, of=("Tip", "kind"), width=110),
        Column("state", Kind.WORD, of=("Tip", "state"), width=140),
        Column("reachable", Kind.FLAG, of=("Tip", "reachable"), width=120),
        Column("handledBy.name", text="tip.handler", width=110),
        Column("receivedAt", Kind.MOMENT, of=("Tip", "receivedAt"), width=170),
    ),
    _unscoped,
    ("receivedAt", "DESC"),
    tip_address,
)


def _queue_address(view: View, row: Row) -> str:
    return view.here(pick=row_key(row["id"]))


QUEUE = List(
    "riskScores",
    "RiskScore",
    (
        Column("score", of=("RiskScore", "score"), width=76, href=_queue_address),
        Column("project.enterprise.name", text="projects.enterprise", width=120, grow=1),
        Column("platform.organization.name", text="platforms.name", width=120, grow=1),
        Column("unit.shortName", english="unit.nameEn", text="unit_name", width=78),
        Column("atRisk", Kind.MONEY, of=("RiskScore", "atRisk"), width=100),
        Column("clockDays", Kind.COUNT, of=("RiskScore", "clockDays"), width=72),
        Column("rank", Kind.MONEY, of=("RiskScore", "rank"), width=100),
    ),
    lambda view: {"openFlags": {"gt": 0}},
    ("rank", "DESC"),
    _queue_address,
)

_UNIT = Column("unit.shortName", english="unit.nameEn", text="unit_name", width=100)

VISITS = List(
    "visits",
    "Visit",
    (
        Column("plannedOn", Kind.DAY, of=("Visit", "plannedOn"), width=130),
        Column("platform.organization.name", text="platforms.name", width=220, grow=1),
        _UNIT,
        Column("purpose", of=("Visit", "purpose"), width=260, grow=2),
        Column("state", Kind.WORD, of=("Visit", "state"), width=110),
        Column("visitedOn", Kind.DAY, of=("Visit", "visitedOn"), width=130),
        Column("findingCount", Kind.COUNT, of=("Visit", "findingCount"), width=110),
        Column("openFindings", Kind.COUNT, of=("Visit", "openFindings"), width=130),
    ),
    _of_platforms,
    ("plannedOn", "DESC"),
    _of_page("/visit/"),
)

SURVEYS = List(
    "surveys",
    "Survey",
    (
        Column("project.enterprise.name", text="projects.enterprise", width=220, grow=1),
        Column("project.platform.organization.name", text="platforms.name", width=200, grow=1),
        _UNIT,
        Column("state", Kind.WORD, of=("Survey", "state"), width=110),
        Column("mean", of=("Survey", "mean"), width=100),
        Column("sentOn", Kind.DAY, of=("Survey", "sentOn"), width=125),
        Column("answeredOn", Kind.DAY, of=("Survey", "answeredOn"), width=125),
        Column("expiresOn", Kind.DAY, of=("Survey", "expiresOn"), width=125),
        Column("comment", of=("Survey", "comment"), width=220, grow=2),
    ),
    _of_projects,
    ("sentOn", "DESC"),
    _survey_address,
)

EVALUATIONS = List(
    "evaluations",
    "Evaluation",
    (
        Column("plan.title", of=("Plan", "title"), width=320, grow=2),
        _UNIT,
        Column("plan.batch.number", Kind.COUNT, of=("Batch", "number"), width=96),
        Column("kind", Kind.WORD, of=("Evaluation", "kind"), width=130),
        Column("state", Kind.WORD, of=("Evaluation", "state"), width=130),
        Column("score", of=("Evaluation", "score"), width=100),
        Column("grade", Kind.WORD, of=("Evaluation", "grade"), width=110),
        Column("givenOn", Kind.DAY, of=("Evaluation", "givenOn"), width=130),
    ),
    _of_batch,
    ("id", "DESC"),
    _of_page("/evaluation/"),
)

REPORTS = List(
    "reports",
    "Report",
    (
        Column("title", of=("Report", "title"), width=300, grow=2),
        _UNIT,
        Column("kind", Kind.WORD, of=("Report", "kind"), width=120),
        Column("topic", Kind.WORD, of=("Report", "topic"), width=160),
        Column("state", Kind.WORD, of=("Report", "state"), width=110),
        Column("sentOn", Kind.DAY, of=("Report", "sentOn"), width=130),
        Column("answeredOn", Kind.DAY, of=("Report", "answeredOn"), width=130),
    ),
    _unscoped,
    ("id", "DESC"),
    _of_page("/report/"),
)

#: Records with a page of their own.
_PAGES = {
    "Plan": "/plan",
    "Platform": "/platform",
    "Project": "/project",
    "Case": "/case",
    "Flag": "/flag",
    "ExplanationRequest": "/request",
}


def _subject_address(view: View, row: Row) -> str | None:
    path = _PAGES.get(row["subject"] or "")
    return view.link(f"{path}/{row['subjectKey']}") if path and row["subjectKey"] else None


AUDIT = List(
    "auditEntries",
    "AuditEntry",
    (
        Column("at", Kind.MOMENT, of=("AuditEntry", "at"), width=170),
        Column("kind", Kind.WORD, of=("AuditEntry", "kind"), width=130),
        Column("actor.name", text="audit.who", width=120),
        Column("unit.shortName", english="unit.nameEn", text="unit_name", width=110),
        Column("subject", Kind.TABLE, of=("AuditEntry", "subject"), width=190, href=_subject_address),
        Column("subjectKey", of=("AuditEntry", "subjectKey"), width=100),
        Column("before", of=("AuditEntry", "before"), width=220, grow=1, sortable=False),
        Column("after", of=("AuditEntry", "after"), width=220, grow=1, sortable=False),
        Column("facts", of=("AuditEntry", "facts"), width=200, grow=1, sortable=False),
        Column("address", of=("AuditEntry", "address"), width=120),
        Column("agent", of=("AuditEntry", "agent"), width=160),
        Column("seq", Kind.COUNT, of=("AuditEntry", "seq"), width=100),
    ),
    _unscoped,
    ("at", "DESC"),
    _subject_address,
)

LISTS = {
    of.name: of
    for of in (
        PLANS,
        GIANTS,
        PLATFORMS,
        PROJECTS,
        FLAGS,
        QUEUE,
        CASES,
        TIPS,
        VISITS,
        SURVEYS,
        EVALUATIONS,
        REPORTS,
        AUDIT,
    )
}
