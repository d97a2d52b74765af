"""What can be entered into a plan by hand while it is open: industries, platforms, enterprises."""

from dataclasses import replace
from typing import Any

from api.actions.action import Action, Check, Order
from api.actions.choices import MOST
from api.actions.field import Field, Sort, of
from api.policy.moves.plan import OPEN_PLAN
from api.services import plan_entries
from api.services.clock import today
from api.viewer import Viewer
from db.catalog import catalog
from db.store import Work

_TO_INDUSTRIES = "join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = plan_industry_id"
#: The industry of its plan for a row of each noun.
_UP = {
    "PlanIndustry": "plan_industries",
    "Platform": f"platforms {_TO_INDUSTRIES}",
    "Project": "projects join platforms on platforms.unit_code = projects.unit_code and platforms.id = platform_id"
    f" {_TO_INDUSTRIES}",
}


def _open(noun: str) -> Check:
    """Whether the plan that the row belongs to can still be changed."""
    statement = (
        f"select plans.state in ('draft', 'returned') from {_UP[noun]}"  # noqa: S608
        " join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_id"
        f" where {catalog()[noun].table}.id = $1"
    )

    async def check(connection: Any, viewer: Viewer, row_id: int) -> bool:
        return bool(await connection.fetchval(statement, row_id))

    return check


async def _annex(connection: Any, viewer: Viewer, plan: int, text: str) -> list[tuple[Any, str]]:
    """The industries of Annex 1, or its stand-in (G2), that the plan does not name yet."""
    rows = await connection.fetch(
        "select id, code, name, stand_in from industries where annex and (strpos(name, $2) > 0 or strpos(code, $2) = 1)"
        " and id not in (select industry_id from plan_industries where plan_id = $1) order by code limit $3",
        plan,
        text.replace("\0", "").strip(),
        MOST,
    )
    return [
        (row["id"], f"{row['code']} {row['name']}{'（替代项）' if row['stand_in'] else ''}") for row in rows
    ]


async def _name(work: Work, viewer: Viewer, order: Order) -> int:
    values = dict(order.values)
    return await plan_entries.add_industry(work, viewer, order.id, values.pop("industry_id"), values)


async def _amend_industry(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_entries.amend_industry(work, viewer, order.id, order.values)


async def _drop_industry(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_entries.drop_industry(work, viewer, order.id)


async def _appoint(work: Work, viewer: Viewer, order: Order) -> int:
    values = dict(order.values)
    uscc, name = values.pop("uscc"), values.pop("name", None)
    return await plan_entries.add_platform(work, viewer, order.id, uscc, name, values)


async def _amend_platform(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_entries.amend_platform(work, viewer, order.id, order.values)


async def _drop_platform(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_entries.drop_platform(work, viewer, order.id)


async def _list(work: Work, viewer: Viewer, order: Order) -> int:
    values = dict(order.values)
    uscc, name = values.pop("uscc"), values.pop("name", None)
    facts: dict[str, Any] = {
        key: values.pop(key) for key in ("size", "employees", "revenue") if key in values
    }
    return await plan_entries.add_enterprise(work, viewer, order.id, uscc, name, facts, values, today())


async def _amend_enterprise(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_entries.amend_enterprise(work, viewer, order.id, order.values)


async def _drop_enterprise(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_entries.drop_enterprise(work, viewer, order.id)


_DESCRIPTIONS = tuple(
    of("PlanIndustry", name, shown=name, help=help)
    for name, help in (
        (
            "common_problems",
            "深入调研后的痛点、难点、堵点与共性需求 | What the enterprises lack in common, after going to see them",
        ),
        ("scenarios", "面向共性问题的基本应用场景 | The basic scenarios that answer these problems"),
        (
            "needs_met",
            "行业基本应用场景如何得到满足 | How the industry's basic scenarios are satisfied",
        ),
        ("data_used", "如何打通数据、用好数据 | How data are connected and put to use"),
        (
            "light_return",
            "如何做到轻量化投资、短工期改造和较高投入产出"
            " | How little money and a short time bring a high return",
        ),
    )
)
_USCC = of(
    "Organization",
    "uscc",
    required=True,
    help="18位；已登记的自动带出名称 | 18 characters; if registered, the name is known",
)
_NAME = of("Organization", "name", help="未登记的须填写 | Needed if the code is not registered yet")
_UNSHOWN = "不填则保持不变 | Left as it is if empty"
_PLATFORM = (
    of(
        "Platform",
        "planned",
        required=True,
        least=1,
        most=1000,
        shown="planned",
        help="不少于10家（P7） | 10 or more (P7)",
    ),
    of("Platform", "solution", shown="solution"),
    of("Platform", "target", shown="target"),
    of("Platform", "contact", shown="contact"),
    of("Platform", "contact_phone", help=_UNSHOWN),
    of("Platform", "bank_account", help=_UNSHOWN),
)
_LISTING = (
    of("Project", "solution", shown="solution"),
    of("Project", "target_level", least=1, most=4, shown="target_level"),
    of(
        "Project",
        "planned_cost",
        shown="planned_cost",
        help="可计入成本，元；奖补按比例测算，每家有上限（F1、F2）"
        " | Eligible cost in yuan; the award is a share of it, within a cap (F1, F2)",
    ),
)

ACTIONS: tuple[Action, ...] = (
    Action(
        "PlanIndustry",
        "name",
        _name,
        (
            Field(
                "industry_id",
                Sort.LINK,
                "细分行业 | Industry",
                required=True,
                entity="Industry",
                choices=_annex,
                help="附件1所列细分行业 | An industry of Annex 1",
            ),
            *(replace(field, shown="") for field in _DESCRIPTIONS),
        ),
        on="Plan",
        when=frozenset(OPEN_PLAN),
    ),
    Action(
        "PlanIndustry",
        "amend",
        _amend_industry,
        _DESCRIPTIONS,
        on="PlanIndustry",
        check=_open("PlanIndustry"),
    ),
    Action(
        "Platform",
        "appoint",
        _appoint,
        (_USCC, _NAME, *(replace(field, shown="") for field in _PLATFORM)),
        on="PlanIndustry",
        check=_open("PlanIndustry"),
    ),
    Action(
        "PlanIndustry",
        "drop",
        _drop_industry,
        on="PlanIndustry",
        check=_open("PlanIndustry"),
        danger=True,
    ),
    Action("Platform", "amend", _amend_platform, _PLATFORM, check=_open("Platform")),
    Action(
        "Project",
        "list",
        _list,
        (
            _USCC,
            _NAME,
            of("Organization", "size", required=True),
            of("Organization", "employees", least=1),
            of("Organization", "revenue"),
            *(replace(field, shown="") for field in _LISTING),
        ),
        on="Platform",
        check=_open("Platform"),
    ),
    Action("Platform", "drop", _drop_platform, check=_open("Platform"), danger=True),
    Action("Project", "amend", _amend_enterprise, _LISTING, check=_open("Project")),
    Action("Project", "drop", _drop_enterprise, check=_open("Project"), danger=True),
)
