"""What can be done with a plan as a whole: begun, signed, handed in, returned, approved, carried out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from api.actions.action import Action, Order
from api.actions.choices import MOST
from api.actions.field import WHY, Field, Sort, of
from api.errors import Refusal
from api.services import plan_entries, plan_remarks, plans
from api.services.clock import today
from api.services.plan_remarks import Remark
from api.viewer import Viewer
from db.store import Work

_CONTACTS = (
    of("Plan", "contact", shown="contact"),
    of("Plan", "contact_phone", help="不填则保持不变 | Left as it is if empty"),
)


async def _units(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """The units for which the viewer may enter a plan."""
    rows = await connection.fetch(
        "select code, name from reporting_units where ($1 or code = any($2)) and name like '%' || $3 || '%'"
        " order by number limit $4",
        viewer.rows.national,
        list(viewer.rows.units),
        text.replace("\0", "").replace("\\", "").replace("%", "").replace("_", ""),
        37 if viewer.rows.national else MOST,
    )
    return [(row["code"], row["name"]) for row in rows]


async def _batches(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    rows = await connection.fetch("select id, name from batches order by number")
    return [(row["id"], row["name"]) for row in rows if text in row["name"]]


async def _create(work: Work, viewer: Viewer, order: Order) -> int:
    values = dict(order.values)
    unit, batch = values.pop("unit_id", None), values.pop("batch_id")
    if unit is None:
        if viewer.rows.national or len(viewer.rows.units) != 1:
            raise Refusal(
                "MISSING_VALUE",
                "请选择申报单位 | Choose the reporting unit",
                clause="A1",
                field="unit_id",
            )
        [unit] = viewer.rows.units
    return await plan_entries.begin(work, viewer, unit, batch, values)


async def _amend(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_entries.amend_plan(work, viewer, order.id, order.values)


async def _sign_sme(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.sign_for_sme(work, viewer, [order.id], today())


async def _sign_finance(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.sign_for_finance(work, viewer, [order.id], today())


async def _unsign_sme(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.withdraw_signature(work, viewer, "sme", [order.id], order.values["why"])


async def _unsign_finance(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.withdraw_signature(work, viewer, "finance", [order.id], order.values["why"])


async def _submit(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.submit(work, viewer, [order.id], today())


async def _return(work: Work, viewer: Viewer, order: Order) -> None:
    remarks = [
        Remark(row["text"], row.get("industry_id"), row.get("platform_id"))
        for row in order.values.get("remarks") or ()
    ]
    await plans.send_back(work, viewer, [order.id], order.values["why"], remarks=remarks)


async def _approve(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.approve(work, viewer, [order.id], today(), why=order.why)


async def _answer(work: Work, viewer: Viewer, order: Order) -> None:
    await plan_remarks.answer(work, viewer, [order.id], order.values["answer"], today())


def _advance(action: str) -> Callable[[Work, Viewer, Order], Awaitable[None]]:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await plans.advance(work, viewer, action, [order.id], why=order.why)

    return run


async def _industries(connection: Any, viewer: Viewer, plan: int, text: str) -> list[tuple[Any, str]]:
    """The industries that the plan names."""
    rows = await connection.fetch(
        "select plan_industries.id, name from plan_industries join industries on industries.id = industry_id"
        " where plan_id = $1 order by 1",
        plan,
    )
    return [(row["id"], row["name"]) for row in rows if text in row["name"]][:MOST]


async def _platforms(connection: Any, viewer: Viewer, plan: int, text: str) -> list[tuple[Any, str]]:
    """The platforms that the plan names."""
    rows = await connection.fetch(
        "select platforms.id, name from platforms join plan_industries"
        " on plan_industries.unit_code = platforms.unit_code and plan_industries.id = plan_industry_id"
        " join organizations on organizations.id = organization_id where plan_id = $1 order by 1",
        plan,
    )
    return [(row["id"], row["name"]) for row in rows if text in row["name"]][:MOST]


async def _signed_sme(connection: Any, viewer: Viewer, plan: int) -> bool:
    return await _signed(connection, plan, "sme_signed_on")


async def _signed_finance(connection: Any, viewer: Viewer, plan: int) -> bool:
    return await _signed(connection, plan, "finance_signed_on")


async def _unsigned_sme(connection: Any, viewer: Viewer, plan: int) -> bool:
    return not await _signed(connection, plan, "sme_signed_on")


async def _unsigned_finance(connection: Any, viewer: Viewer, plan: int) -> bool:
    return not await _signed(connection, plan, "finance_signed_on")


async def _signed(connection: Any, plan: int, column: str) -> bool:
    signed: bool = await connection.fetchval(
        f"select {column} is not null from plans where id = $1",  # noqa: S608
        plan,
    )
    return signed


async def _plan_open(connection: Any, viewer: Viewer, remark: int) -> bool:
    found: bool = await connection.fetchval(
        "select exists (select from plan_remarks join plans on plans.unit_code = plan_remarks.unit_code"
        " and plans.id = plan_id where plan_remarks.id = $1 and plans.state in ('draft', 'returned'))",
        remark,
    )
    return found


_REMARKS = Field(
    "remarks",
    Sort.ROWS,
    "逐项意见 | Remarks by item",
    help="指明行业或平台；都不选则针对整个方案"
    " | Name an industry or a platform; with neither it is about the plan as a whole",
    columns=(
        Field(
            "industry_id",
            Sort.LINK,
            "细分行业 | Industry",
            entity="PlanIndustry",
            choices=_industries,
        ),
        Field("platform_id", Sort.LINK, "服务平台 | Platform", entity="Platform", choices=_platforms),
        Field("text", Sort.NOTE, "意见 | Remark", required=True, longest=2000),
    ),
    longest=100,
)

ACTIONS: tuple[Action, ...] = (
    Action(
        "Plan",
        "create",
        _create,
        (
            of(
                "Plan",
                "unit",
                choices=_units,
                help="不选则为本单位 | One's own unit if left open",
            ),
            of("Plan", "batch", required=True, choices=_batches),
            of("Plan", "title", help="不填则按单位和批次命名 | Named after unit and batch if empty"),
            of("Plan", "contact"),
            of("Plan", "contact_phone"),
        ),
    ),
    Action("Plan", "amend", _amend, (of("Plan", "title", shown="title"), *_CONTACTS)),
    Action("Plan", "sign_sme", _sign_sme, check=_unsigned_sme),
    Action("Plan", "sign_finance", _sign_finance, check=_unsigned_finance),
    Action("Plan", "unsign_sme", _unsign_sme, (WHY,), check=_signed_sme),
    Action("Plan", "unsign_finance", _unsign_finance, (WHY,), check=_signed_finance),
    Action("Plan", "submit", _submit),
    Action("Plan", "return", _return, (replace(WHY, label="退回理由 | Reason for the return"), _REMARKS)),
    Action("Plan", "approve", _approve, (replace(WHY, label="批复意见 | Note", required=False),)),
    Action("Plan", "implement", _advance("implement")),
    Action("Plan", "close", _advance("close"), (replace(WHY, label="办结说明 | Note", required=False),)),
    Action(
        "PlanRemark",
        "answer",
        _answer,
        (of("PlanRemark", "answer", required=True, shown="answer", longest=2000),),
        on="PlanRemark",
        check=_plan_open,
    ),
)
