"""The invented programme before it is written: plain values that services turn into rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from db.enums import AttachmentKind, FundingSource, ProjectState, Sector
from seed.synthetic.stories import Gains
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
class Seller:
    """Who writes invoices; ``row``: its entry in the register, where it has one."""

    name: str
    uscc: str
    account: str
    row: Row | None = None


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


@dataclass(frozen=True)
class Amendment:
    """More of the contract, agreed on a day: by so much, for a reason."""

    on: date
    more: Decimal
    why: str


@dataclass(frozen=True)
class Paper:
    """A file about a project; of the same ``content`` the bytes are the same, whoever shows them."""

    kind: AttachmentKind
    name: str
    name_en: str
    content: str
    at: datetime


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
    gains: Gains
    contract_amount: Decimal = Decimal(0)
    concession: Decimal = Decimal(0)
    cost_items: list[Row] = field(default_factory=list)
    invoices: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)  # "invoice": its place in ``invoices``, or None
    platform: "Platform | None" = None
    #: Invoices that are part of something planted already.
    taken: list[Row] = field(default_factory=list)
    #: Of the unit's experts, which one inspects; counted on from the last where there are fewer.
    inspector: int = 0
    #: Criterion by criterion, where the expert's hand is forced.
    sheet: tuple[Decimal, ...] | None = None
    #: Of the contract, where they are not drawn; their amounts add up to it.
    services: list[Row] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    fundings: dict[FundingSource, Decimal] = field(default_factory=dict)
    files: list[Paper] = field(default_factory=list)
    #: What the largest part of the cost is said to be once the claim is in; None: as it was claimed.
    lowered: Decimal | None = None
    #: Days of the assessments before and after, where not those on which the work began and was accepted.
    assessed: tuple[date | None, date | None] = (None, None)
    #: Whoever has the same word here gives the same answers at the same score.
    answers_like: str = ""
    #: A session that was held on another day than all others.
    late_training: date | None = None
    #: To the second, where not during office hours of the day.
    submitted_at: datetime | None = None
    checked_at: datetime | None = None
    #: What the enterprise says when it is asked; None: as it happens.
    served: bool | None = None
    replaces: "Project | None" = None
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
    sellers: list[Seller] = field(default_factory=list)  # the operator first
    level: float = 0.0  # what a project of it costs, in the middle
    id: int = 0

    @property
    def planned(self) -> int:
        """Places: who takes another's needs none of its own."""
        return sum(project.replaces is None for project in self.projects)


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
