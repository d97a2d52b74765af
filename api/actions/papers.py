"""What can be done with a project's papers: cost items, invoices, payments, one or many at once."""

from dataclasses import replace
from functools import partial
from typing import Any

from api.actions.action import Action, Order, stepping
from api.actions.field import Field, Sort, of
from api.services import invoice_checks, papers
from api.services.attachments import closed
from api.viewer import Viewer
from db.enums import ProjectState
from db.store import Work

#: Papers come in from the contract on, and can be mended until the claim is approved.
_OPEN = frozenset(
    {
        ProjectState.CONTRACTED,
        ProjectState.TRANSFORMING,
        ProjectState.DELIVERED,
        ProjectState.RECTIFYING,
        ProjectState.PASSED,
    }
)


async def _invoices(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """The project's invoices; for a payment that is there already, those of its project."""
    rows = await connection.fetch(
        "select id, number || ' ' || seller || ' ' || gross as label from invoices"
        " where project_id = $1 and strpos(number || seller, $2) > 0 order by issued_on, id limit 20",
        row_id,
        text[:80],
    )
    return [(row["id"], row["label"]) for row in rows]


async def _siblings(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    project = await connection.fetchval("select project_id from payments where id = $1", row_id)
    return await _invoices(connection, viewer, project or 0, text)


def _need(entity: str, *names: str, shown: bool, **optional: Any) -> tuple[Field, ...]:
    """Fields of the entity; those that are in ``optional`` may be left empty."""
    return tuple(
        of(
            entity,
            name,
            required=name not in optional,
            **({"shown": name} if shown else {}),
            **(optional.get(name) or {}),
        )
        for name in names
    )


def _cost(shown: bool) -> tuple[Field, ...]:
    help_ = "硬件不可计入奖补 | Hardware does not count for the award"
    return _need("CostItem", "kind", "name", "amount", "eligible", shown=shown, eligible={"help": help_})


_INVOICE = (
    "kind", "code", "number", "seller", "seller_uscc", "buyer", "buyer_uscc", "item", "issued_on", "net", "tax_rate",
    "tax", "gross",
)  # fmt: skip


def _invoice(shown: bool) -> tuple[Field, ...]:
    found = _need(
        "Invoice", *_INVOICE, shown=shown, code={"help": "数电发票无代码 | Fully digital ones have none"}
    )
    return tuple(
        replace(one, least=0, most=1, help="如 0.06 | Such as 0.06") if one.name == "tax_rate" else one
        for one in found
    )


_PAYMENT = ("payer", "payer_account", "payee", "payee_account", "method", "paid_on", "amount")


def _payment(shown: bool) -> tuple[Field, ...]:
    accounts = {"payer_account", "payee_account"}
    return (
        of("Payment", "invoice", choices=_siblings if shown else _invoices),
        *(
            # An account is masked where it is shown: left empty it stays as it is.
            of(
                "Payment",
                name,
                required=not (shown and name in accounts),
                **({"shown": name} if shown and name not in accounts else {}),
            )
            for name in _PAYMENT
        ),
    )


_COLUMNS = {"CostItem": _cost, "Invoice": _invoice, "Payment": _payment}
_ROWS = {
    "CostItem": Field("items", Sort.ROWS, "成本项 | Cost items", True, columns=_cost(False), longest=200),
    "Invoice": Field("invoices", Sort.ROWS, "发票 | Invoices", True, columns=_invoice(False), longest=200),
    "Payment": Field("payments", Sort.ROWS, "付款 | Payments", True, columns=_payment(False), longest=200),
}


async def _add(noun: str, work: Work, viewer: Viewer, order: Order) -> int:
    made = await papers.enter(work, viewer, noun, order.id, order.values[_ROWS[noun].name])
    return made[0]


async def _change(noun: str, work: Work, viewer: Viewer, order: Order) -> None:
    kept = {name: value for name, value in order.values.items() if value is not None or not _account(name)}
    await papers.correct(work, viewer, noun, order.id, kept)


async def _remove(noun: str, work: Work, viewer: Viewer, order: Order) -> None:
    await papers.drop(work, viewer, noun, order.id)


def _account(name: str) -> bool:
    return name.endswith("_account")


async def _project_open(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return not await closed(connection, "Project", row_id)


async def _paper_open(noun: str, connection: Any, viewer: Viewer, row_id: int) -> bool:
    return not await closed(connection, noun, row_id)


ACTIONS: tuple[Action, ...] = (
    Action(
        "Invoice",
        "record_check",
        stepping(invoice_checks.record),
        (
            of("Invoice", "checked", required=True, shown="checked"),
            of("Invoice", "checked_on", shown="checked_on", help="不填即今天 | Today, if left empty"),
        ),
        on="Invoice",
    ),
    *(
        action
        for noun, columns in _COLUMNS.items()
        for action in (
            Action(
                noun,
                "add",
                partial(_add, noun),
                (_ROWS[noun],),
                on="Project",
                when=_OPEN,
                check=_project_open,
            ),
            Action(
                noun,
                "change",
                partial(_change, noun),
                columns(True),
                on=noun,
                check=partial(_paper_open, noun),
            ),
            Action(
                noun, "remove", partial(_remove, noun), on=noun, check=partial(_paper_open, noun), danger=True
            ),
        )
    ),
)
