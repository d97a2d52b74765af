"""What a project and a platform are awarded, line by line, each with its clause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from api.policy.book import PolicyBook
from db.enums import Word

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class ProjectCost:
    """A project that the national review confirmed, and what its transformation really cost."""

    project_id: int
    actual_cost: Decimal


@dataclass(frozen=True)
class PlatformAccount:
    """What a platform is settled by. ``exception``: why a finance officer waives the number of ten (F7)."""

    projects: Sequence[ProjectCost]
    deduction: Decimal = ZERO
    disqualified: bool = False
    exception: str | None = None


class Cut(Word):
    """What a line of a settlement does."""

    SHARE = "share", "按实际成本比例测算 | Share of the actual cost"
    ENTERPRISE_CAP = "enterprise_cap", "超过每家企业上限 | Above the cap per enterprise"
    PLATFORM_CAP = "platform_cap", "超过每个平台上限 | Above the cap per platform"
    TOO_FEW = "too_few", "通过家数不足 | Too few passed"
    DISQUALIFIED = "disqualified", "已取消资格 | Disqualified"
    DEDUCTION = "deduction", "扣减 | Deduction"


@dataclass(frozen=True)
class Line:
    """One step of the sum: ``amount`` is added, so a cut is negative. ``basis`` and ``limit`` recompute it."""

    cut: Cut
    clause: str
    amount: Decimal
    basis: Decimal
    limit: Decimal
    project_id: int | None = None


@dataclass(frozen=True)
class Settlement:
    """An award that explains itself: the sum of its lines."""

    award: Decimal
    lines: tuple[Line, ...]


def award_of_project(cost: Decimal, book: PolicyBook, on: date) -> Decimal:
    """min(30 % of the actual eligible cost, 300,000), rounded down to the fen (F1, F2)."""
    return sum((line.amount for line in lines_of_project(ProjectCost(0, cost), book, on)), ZERO)


def settle(account: PlatformAccount, book: PolicyBook, on: date) -> Settlement:
    """The award of a platform under the limits in force on a day.

    Raises:
        LookupError: a limit was not in force on that day.
        ValueError: a cost or the deduction is negative.
    """
    if account.deduction < 0 or any(project.actual_cost < 0 for project in account.projects):
        raise ValueError("costs and deductions are never negative")
    lines = [line for project in account.projects for line in lines_of_project(project, book, on)]
    total = _sum(lines)

    fewest = book.limit("projects_per_platform", on)
    passed = Decimal(len(account.projects))
    if account.disqualified:
        lines.append(Line(Cut.DISQUALIFIED, "S1", -total, total, ZERO))
    elif passed < fewest.value and account.exception is None:
        lines.append(Line(Cut.TOO_FEW, "F7", -total, passed, fewest.value))
    else:
        cap = book.limit("award_per_platform", on)
        if total > cap.value:
            lines.append(Line(Cut.PLATFORM_CAP, cap.clause, cap.value - total, total, cap.value))
    total = _sum(lines)
    # Never below zero: what cannot be deducted from the award is recovered by the case itself.
    deduction = min(account.deduction, total)
    if deduction:
        lines.append(Line(Cut.DEDUCTION, "S1", -deduction, account.deduction, total))
    kept = tuple(line for line in lines if line.amount)
    return Settlement(_sum(kept), kept)


def balance(award: Decimal, disbursed: Decimal) -> Decimal:
    """Positive: still to pay. Negative: to recover."""
    return award - disbursed


def lines_of_project(project: ProjectCost, book: PolicyBook, on: date) -> list[Line]:
    """How a project's award comes about: its share of the cost, less what is above the cap (F1, F2)."""
    share = book.limit("cost_share", on)
    cap = book.limit("award_per_enterprise", on)
    amount = (project.actual_cost * share.value).quantize(FEN, ROUND_DOWN)
    lines = [Line(Cut.SHARE, share.clause, amount, project.actual_cost, share.value, project.project_id)]
    limit = cap.value.quantize(FEN, ROUND_DOWN)
    if amount > limit:
        lines.append(Line(Cut.ENTERPRISE_CAP, cap.clause, limit - amount, amount, limit, project.project_id))
    return lines


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
