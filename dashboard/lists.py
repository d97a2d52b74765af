"""The long lists of the dashboard: which document fills each, its columns, and what a row leads to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.client import global_id, row_key
from dashboard.columns import Column, Kind
from dashboard.view import View

Row = Mapping[str, Any]

#: First step of an address → the column that its page makes superfluous.
SAID_BY_PAGE = {"unit": "unit.shortName", "platform": "platform.organization.name"}


@dataclass(frozen=True)
class List:
    """A list that filters, sorts and pages on the server.

    ``within`` narrows it to what the page is about; ``order`` is (path, ASC or DESC) until one is chosen.
    """

    name: str
    entity: str
    columns: tuple[Column, ...]
    within: Callable[[View], dict[str, Any]]
    order: tuple[str, str]
    href: Callable[[View, Row], str | None]

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


def _flag_address(view: View, row: Row) -> str | None:
    # The claim may belong to a unit the caller doesn't see.
    return (
        project_address(view, row["claim"]["project"]) if row["claim"] and row["claim"]["project"] else None
    )


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


def _unscoped(view: View) -> dict[str, Any]:
    return {}


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
        Column("reason", english="reasonEn", of=("Flag", "reason"), width=330, grow=3, href=_flag_address),
        Column("claim.project.enterprise.name", text="projects.enterprise", width=210, grow=1),
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
    _flag_address,
)

CASES = List(
    "cases",
    "Case",
    (
        Column("number", of=("Case", "number"), width=170),
        Column("title", of=("Case", "title"), width=260, grow=2),
        Column("unit.shortName", english="unit.nameEn", text="unit_name", width=100),
        Column("platform.organization.name", text="platforms.name", width=210, grow=1),
        Column("kind", Kind.WORD, of=("Case", "kind"), width=110),
        Column("state", Kind.WORD, of=("Case", "state"), width=130),
        Column("atStake", Kind.MONEY, of=("Case", "atStake"), width=130),
        Column("penaltyTotal", Kind.MONEY, of=("Case", "penaltyTotal"), width=130),
        Column("flagCount", Kind.COUNT, of=("Case", "flagCount"), width=100),
        Column("openedOn", Kind.DAY, of=("Case", "openedOn"), width=130),
    ),
    _unscoped,
    ("openedOn", "DESC"),
    case_address,
)

LISTS = {of.name: of for of in (PLATFORMS, PROJECTS, FLAGS, CASES)}
