"""Where a project's money comes from: each source's part, agreed and paid, and the instalments out of gains (W4, W5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.services.projects import editable
from api.services.rows import delete, insert
from api.services.steps import Step, allow, create, take
from api.services.trash import discard
from api.viewer import Viewer
from db.enums import FundingSource
from db.store import Work


async def add(
    work: Work, viewer: Viewer, project: int, values: Mapping[str, Any], *, at: datetime | None = None
) -> int:
    """A source of a project's money. ``instalments``: due_on, amount, paid_on, paid.

    Raises:
        Refusal: the claim is approved; terms of gains for another source.
    """
    allow(viewer, "Funding", "add")
    await editable(work, viewer, [project])
    row = await work.connection.fetchrow("select unit_code, synthetic from projects where id = $1", project)
    given = dict(values)
    instalments = given.pop("instalments", None) or []
    _check(given["source"], given, instalments)
    given["paid"] = given.get("paid") or Decimal(0)
    if instalments:
        given["paid"] = _paid(instalments)
    common = {"unit_code": row["unit_code"], "synthetic": row["synthetic"]}
    [made] = await create(work, viewer, "Funding", "add", [{**given, **common, "project_id": project}], at=at)
    await _schedule(work, made, common, instalments)
    return made


async def change(work: Work, viewer: Viewer, funding: int, values: Mapping[str, Any]) -> None:
    """Correct a source; instalments that are given take the place of those before.

    Raises:
        Refusal: as for ``add``.
    """
    row = await _row(work, viewer, funding)
    given = dict(values)
    instalments = given.pop("instalments", None)
    _check(FundingSource(row["source"]), given, instalments or [])
    if given.get("paid", Decimal(0)) is None:
        given["paid"] = Decimal(0)
    if instalments:
        old = await work.connection.fetch("select id from instalments where funding_id = $1", funding)
        await delete(work, "Instalment", [one["id"] for one in old])
        await _schedule(
            work, funding, {"unit_code": row["unit_code"], "synthetic": row["synthetic"]}, instalments
        )
        given["paid"] = _paid(instalments)
    await take(work, viewer, "Funding", "change", [Step(funding, given)])


async def remove(work: Work, viewer: Viewer, funding: int) -> None:
    """Take a source and its instalments off the project."""
    await _row(work, viewer, funding)
    old = await work.connection.fetch("select id from instalments where funding_id = $1", funding)
    await delete(work, "Instalment", [one["id"] for one in old])
    await discard(work, viewer, "Funding", [funding])


async def _row(work: Work, viewer: Viewer, funding: int) -> Any:
    row = await work.connection.fetchrow(
        "select project_id, unit_code, source, synthetic from fundings where id = $1", funding
    )
    await editable(work, viewer, [row["project_id"]])
    return row


def _check(source: FundingSource, values: Mapping[str, Any], instalments: Sequence[Any]) -> None:
    gains = values.get("gains_share") or values.get("gains_base") or instalments
    if source is not FundingSource.PAID_FROM_GAINS and gains:
        raise Refusal(
            "IMPOSSIBLE_VALUE",
            "分成比例、收益基数和分期只用于“转型收益支付” | Share, base and instalments are for what is paid out of gains",
            clause="W5",
            field="gains_share",
        )


def _paid(instalments: Sequence[Mapping[str, Any]]) -> Decimal:
    return sum((one.get("paid") or Decimal(0) for one in instalments), Decimal(0))


async def _schedule(
    work: Work, funding: int, common: Mapping[str, Any], instalments: Sequence[Mapping[str, Any]]
) -> None:
    await insert(
        work,
        "Instalment",
        [
            {
                "due_on": one["due_on"],
                "amount": one["amount"],
                "paid_on": one.get("paid_on"),
                "paid": one.get("paid") or Decimal(0),
                "funding_id": funding,
                **common,
            }
            for one in instalments
        ],
    )
