"""The invented programme before it is written: plain values that services turn into rows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from db.enums import ProjectState, Sector
from seed.synthetic.units import Profile

Row = dict[str, Any]


@dataclass(frozen=True)
class Industry:
    id: int
    name: str
    sector: Sector | None


@dataclass(frozen=True)
class Batch:
    id: int
    number: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Unit:
    """A reporting unit that takes part."""

    code: str
    short_name: str
    profile: Profile


@dataclass
class Life:
    """When what happened to a project; None: not (yet). ``second_delivery``: after it was rectified."""

    listed: date
    contracted: date | None = None
    started: date | None = None
    trained: date | None = None
    delivered: date | None = None
    rectified: date | None = None
    second_delivery: date | None = None
    accepted: date | None = None
    failed: date | None = None
    withdrawn: date | None = None
    claimed: date | None = None
    checked: date | None = None
    confirmed: date | None = None

    @property
    def unmended(self) -> bool:
        """Was to be rectified and never delivered again."""
        return self.rectified is not None and self.second_delivery is None

    @property
    def state(self) -> ProjectState:
        if self.withdrawn:
            return ProjectState.WITHDRAWN
        if self.failed:
            return ProjectState.FAILED
        if self.accepted:
            return ProjectState.PASSED
        if self.rectified and not self.second_delivery:
            return ProjectState.RECTIFYING
        if self.delivered:
            return ProjectState.DELIVERED
        if self.started:
            return ProjectState.TRANSFORMING
        return ProjectState.CONTRACTED if self.contracted else ProjectState.LISTED


@dataclass(eq=False)
class Project:
    enterprise: Row
    life: Life
    solution: str
    target_level: int
    levels: tuple[int, int]
    scores: tuple[Decimal, Decimal]
    acceptance_score: Decimal
    satisfaction: int
    planned_cost: Decimal
    statement: str
    remark: str
    contract_amount: Decimal = Decimal(0)
    cost_items: list[Row] = field(default_factory=list)
    invoices: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)  # "invoice": its place in ``invoices``, or None
    platform: "Platform | None" = None
    id: int = 0
    claim_id: int = 0
    enterprise_id: int = 0

    @property
    def eligible_cost(self) -> Decimal:
        return sum((item["amount"] for item in self.cost_items if item["eligible"]), Decimal(0))


@dataclass(eq=False)
class Platform:
    operator: Row
    industry: Industry
    solution: str
    target: str
    bank_account: str
    contact: str
    contact_phone: str
    appointed: date
    projects: list[Project]
    unit: Unit
    id: int = 0


@dataclass(eq=False)
class Plan:
    unit: Unit
    batch: Batch
    contact: str
    contact_phone: str
    drafted: date
    signed: date
    submitted: date
    approved: date
    started: date
    descriptions: dict[int, Row]  # by industry: common problems, scenarios, the three tests
    platforms: list[Platform]
    id: int = 0
    returned: date | None = None  # sent back once before it was approved

    @property
    def projects(self) -> list[Project]:
        return [project for platform in self.platforms for project in platform.projects]
