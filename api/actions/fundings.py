"""What can be done with where a project's money comes from."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import Field, Sort, of
from api.services import funding
from api.services.attachments import closed
from api.viewer import Viewer
from db.enums import ProjectState
from db.store import Work

_OPEN = frozenset(ProjectState) - {ProjectState.FAILED, ProjectState.WITHDRAWN}

_INSTALMENTS = Field(
    "instalments",
    Sort.ROWS,
    "收益分期 | Instalments out of gains",
    columns=(
        of("Instalment", "due_on", required=True),
        of("Instalment", "amount", required=True),
        of("Instalment", "paid_on"),
        of("Instalment", "paid"),
    ),
    help="只用于“转型收益支付”；填写后代替原有分期"
    " | For what is paid out of gains only; those given take the place of those before",
    longest=60,
)


def _fields(shown: bool) -> tuple[Field, ...]:
    names = ("agreed", "paid", "agreed_on", "document", "gains_share", "gains_base")
    helps = {
        "paid": "有分期的由分期合计 | Of instalments it is their sum",
        "gains_share": "如 0.1 | Such as 0.1",
    }
    return (
        *(
            of(
                "Funding",
                name,
                required=name == "agreed",
                help=helps.get(name, ""),
                **({"shown": name} if shown else {}),
                **({"places": 4, "least": 0, "most": 1} if name == "gains_share" else {}),
            )
            for name in names
        ),
        _INSTALMENTS,
    )


async def _add(work: Work, viewer: Viewer, order: Order) -> int:
    return await funding.add(work, viewer, order.id, order.values)


async def _change(work: Work, viewer: Viewer, order: Order) -> None:
    await funding.change(work, viewer, order.id, order.values)


async def _remove(work: Work, viewer: Viewer, order: Order) -> None:
    await funding.remove(work, viewer, order.id)


async def _project_open(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return not await closed(connection, "Project", row_id)


async def _open(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return not await closed(connection, "Funding", row_id)


ACTIONS: tuple[Action, ...] = (
    Action(
        "Funding",
        "add",
        _add,
        (of("Funding", "source", required=True), *_fields(shown=False)),
        on="Project",
        when=_OPEN,
        check=_project_open,
    ),
    Action("Funding", "change", _change, _fields(shown=True), on="Funding", check=_open),
    Action("Funding", "remove", _remove, on="Funding", check=_open, danger=True),
)
