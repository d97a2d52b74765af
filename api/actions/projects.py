"""What can be done with a project, from its contract to the national confirmation."""

from dataclasses import replace
from typing import Any

from api.actions.action import Action, Order, stepping
from api.actions.field import WHY, Begin, Field, Sort, of
from api.services import acceptance, contracts, deliveries, projects, trainings
from api.services.clock import today
from api.services.contracts import Signing
from api.services.days import after, not_ahead
from api.services.deliveries import Delivery
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import ProjectState
from db.store import Work

_NOTE = Field("why", Sort.NOTE, "说明 | Note")
_SERVICES = Field(
    "services",
    Sort.ROWS,
    "约定的服务 | Services agreed on",
    required=True,
    help="咨询、诊断、设备、软件逐项填写，合计等于合同金额；设备不计入奖补 | One by one, adding up to the contract; equipment is not eligible for the award",
    columns=(
        of("Service", "kind", required=True),
        of("Service", "name", required=True),
        of("Service", "scenario"),
        of("Service", "amount", required=True),
    ),
    longest=50,
)
_TERMS = (
    of("Contract", "amount", required=True, shown="contract_amount"),
    of("Contract", "government", required=True),
    of("Contract", "concession", required=True),
    of("Contract", "own", required=True),
    of("Contract", "signed_on", required=True),
    of("Contract", "starts_on", required=True),
    of("Contract", "finishes_on", required=True, shown="due_on"),
)


async def _contract(work: Work, viewer: Viewer, order: Order) -> None:
    signing = _signing(order, number=order.values["number"])
    not_ahead("signed_on", signing.signed_on)
    listed = await _days(work, order.id)
    after("signed_on", signing.signed_on, [("列入日期 | the day of listing", listed.get("listed_on"))], "P9")
    await contracts.sign(work, viewer, [signing])


async def _amend(work: Work, viewer: Viewer, order: Order) -> None:
    drops = tuple(row["service_id"] for row in order.values.get("drops") or ())
    signing = _signing(order, number="", drops=drops)
    not_ahead("signed_on", signing.signed_on)
    contracted = await _days(work, order.id)
    after(
        "signed_on",
        signing.signed_on,
        [("签约日期 | the first contract", contracted.get("contracted_on"))],
        "P9",
    )
    await contracts.amend(work, viewer, signing)


def _signing(order: Order, *, number: str, drops: tuple[int, ...] = ()) -> Signing:
    values = order.values
    return Signing(
        order.id,
        number,
        values["amount"],
        values["government"],
        values["concession"],
        values["own"],
        values["signed_on"],
        values["starts_on"],
        values["finishes_on"],
        tuple(values.get("services") or ()),
        drops,
        why=order.why,
    )


async def _start(work: Work, viewer: Viewer, order: Order) -> None:
    day = order.values["started_on"]
    not_ahead("started_on", day)
    days = await _days(work, order.id)
    after("started_on", day, [("签约日期 | the contract", days.get("contracted_on"))], "P9")
    await projects.start(work, viewer, [order.step()])


async def _train(work: Work, viewer: Viewer, order: Order) -> int | None:
    unit = await work.connection.fetchval("select unit_code from projects where id = $1", order.id)
    [made] = await trainings.record(
        work, viewer, [{"unit_code": unit, "project_id": order.id, **order.values}]
    )
    return made


async def _deliver(work: Work, viewer: Viewer, order: Order) -> None:
    services = {row["service_id"]: row["evidence"] for row in order.values.get("services") or ()}
    await deliveries.deliver(
        work, viewer, [Delivery(order.id, order.values["delivered_on"], services, why=order.why)]
    )


async def _withdraw(work: Work, viewer: Viewer, order: Order) -> None:
    day = order.values["left_on"]
    not_ahead("left_on", day)
    days = await _days(work, order.id)
    after("left_on", day, [("列入日期 | the day of listing", days.get("listed_on"))], "P3")
    await projects.withdraw(work, viewer, [order.step()])


async def _give_up(work: Work, viewer: Viewer, order: Order) -> None:
    await projects.give_up(work, viewer, [Step(order.id, {"left_on": today()}, why=order.why)])


async def _endorse(work: Work, viewer: Viewer, order: Order) -> None:
    await projects.endorse(work, viewer, [Step(order.id, {"endorsed_on": today()}, why=order.why)])


async def _confirm(work: Work, viewer: Viewer, order: Order) -> None:
    await projects.confirm(work, viewer, [Step(order.id, {"confirmed_on": today()}, why=order.why)])


async def _days(work: Work, project: int) -> dict[str, Any]:
    row = await work.connection.fetchrow(
        "select listed_on, contracted_on from projects where id = $1", project
    )
    return dict(row or {})


async def _open_services(connection: Any, viewer: Viewer, project: int, text: str) -> list[tuple[Any, str]]:
    rows = await connection.fetch(
        "select id, name from services where project_id = $1 and delivered_on is null and dropped_on is null"
        " and position($2 in name) > 0 order by id limit 50",
        project,
        text.replace("\0", ""),
    )
    return [(row["id"], row["name"]) for row in rows]


async def _overdue(connection: Any, viewer: Viewer, project: int) -> bool:
    late: bool = await connection.fetchval(
        "select coalesce(rectify_by < $2, false) from projects where id = $1", project, today()
    )
    return late


async def _to_endorse(connection: Any, viewer: Viewer, project: int) -> bool:
    return not await connection.fetchval("select endorsed_on from projects where id = $1", project)


async def _to_confirm(connection: Any, viewer: Viewer, project: int) -> bool:
    open_: bool = await connection.fetchval(
        "select endorsed_on is not null and confirmed_on is null from projects where id = $1", project
    )
    return open_


async def _checklist(connection: Any, viewer: Viewer, project: int) -> list[dict[str, Any]]:
    """A row for each service that is still to be delivered."""
    return [{"service_id": key} for key, _ in await _open_services(connection, viewer, project, "")]


def _last(name: str) -> Begin:
    """What the contract in force has."""

    async def begin(connection: Any, viewer: Viewer, project: int) -> Any:
        return await connection.fetchval(
            f"select {name} from contracts where project_id = $1 order by edition desc limit 1",  # noqa: S608
            project,
        )

    return begin


_SERVICE = Field(
    "service_id", Sort.LINK, "服务 | Service", required=True, entity="Service", choices=_open_services
)

ACTIONS: tuple[Action, ...] = (
    Action("Project", "contract", _contract, (of("Contract", "number", required=True), *_TERMS, _SERVICES)),
    Action("Project", "start", _start, (of("Project", "started_on", required=True),)),
    Action(
        "Training",
        "record",
        _train,
        (
            of("Training", "held_on", required=True),
            of("Training", "hours", required=True, least=0, places=1),
            of("Training", "topic", required=True),
            of("Training", "expected", required=True, least=1, most=100_000),
            of("Training", "attended", required=True, least=1, most=100_000),
            of("Training", "qualified", least=0, most=100_000),
            of("Training", "examiner"),
            of("Training", "remark"),
        ),
        on="Project",
        when=frozenset({ProjectState.TRANSFORMING, ProjectState.DELIVERED, ProjectState.RECTIFYING}),
    ),
    Action(
        "Project",
        "deliver",
        _deliver,
        (
            of("Project", "delivered_on", required=True),
            Field(
                "services",
                Sort.ROWS,
                "交付清单 | Checklist of the contract",
                help="对照合同，逐项写明交付内容 | Against the contract: what was delivered of each",
                columns=(_SERVICE, of("Service", "evidence", required=True)),
                longest=50,
                begin=_checklist,
            ),
            _NOTE,
        ),
    ),
    Action(
        "Project",
        "assign",
        stepping(acceptance.assign),
        (of("Project", "expert", required=True, choices=acceptance.experts),),
    ),
    Action(
        "Project",
        "amend_contract",
        _amend,
        (
            *(
                term if term.name == "signed_on" else replace(term, shown="", begin=_last(term.name))
                for term in _TERMS
            ),
            Field(
                "drops",
                Sort.ROWS,
                "取消的服务 | Services given up",
                columns=(_SERVICE,),
                longest=50,
            ),
            Field(
                "services", Sort.ROWS, "新增的服务 | Services added", columns=_SERVICES.columns, longest=50
            ),
            WHY,
        ),
    ),
    Action(
        "Project",
        "fail",
        _give_up,
        (WHY,),
        when=frozenset({ProjectState.RECTIFYING}),
        check=_overdue,
        danger=True,
    ),
    Action(
        "Project",
        "withdraw",
        _withdraw,
        (
            of("Project", "left_on", required=True),
            of("Project", "left_reason", required=True),
            WHY,
        ),
        danger=True,
    ),
    Action("Project", "endorse", _endorse, (_NOTE,), check=_to_endorse),
    Action("Project", "confirm", _confirm, (_NOTE,), check=_to_confirm),
)
