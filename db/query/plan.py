"""What to read, before it is SQL: frozen values that name tables, fields and relations of the catalog."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Given:
    """The ``number``-th value that comes with each run of the compiled statement."""

    number: int


@dataclass(frozen=True)
class Fixed:
    """A value known when the statement is compiled; it is bound all the same, never pasted."""

    value: Any


Operand = Given | Fixed


class Operator(StrEnum):
    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "notIn"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    LIKE = "like"
    ILIKE = "ilike"
    NULL = "null"
    PRESENT = "present"


class Quantifier(StrEnum):
    SOME = "some"
    EVERY = "every"
    NONE = "none"


@dataclass(frozen=True)
class Compare:
    """A field or computed value against an operand; NULL and PRESENT take none."""

    name: str
    operator: Operator
    operand: Operand | None = None


@dataclass(frozen=True)
class Related:
    """How many of the rows reached by ``relation`` meet ``condition``; SOME is what a to-one relation takes."""

    relation: str
    quantifier: Quantifier
    condition: "Condition"


@dataclass(frozen=True)
class All:
    """Every one holds; true when there are none."""

    conditions: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class Either:
    """At least one holds; false when there are none."""

    conditions: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class Not:
    """Two-valued: a row for which ``condition`` is unknown (null) is one for which it does not hold."""

    condition: "Condition"


Condition = Compare | Related | All | Either | Not

EVERYTHING = All()


@dataclass(frozen=True)
class Order:
    """By a field or computed value, here or over to-one relations; empty values come last unless told."""

    name: str
    path: tuple[str, ...] = ()
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True)
class Page:
    """Which of the ordered rows: ``first`` or ``last`` so many, between two places, or from an offset.

    A place is the values of the order's terms, the key's last, as text; None where the place's value is
    known to be empty when the statement is compiled.
    """

    first: Operand | None = None
    last: Operand | None = None
    after: tuple[Operand | None, ...] = ()
    before: tuple[Operand | None, ...] = ()
    offset: Operand | None = None

    @property
    def limit(self) -> Operand:
        """
        Raises:
            ValueError: neither ``first`` nor ``last`` says how many.
        """
        operand = self.first if self.last is None else self.last
        if operand is None:
            raise ValueError("a page without a size")
        return operand


@dataclass(frozen=True)
class Typename:
    key: str
    name: str


@dataclass(frozen=True)
class Column:
    """One field's value; ``masked`` shows its last four characters only."""

    key: str
    name: str
    masked: bool = False


@dataclass(frozen=True)
class GlobalId:
    """The row's key and its entity's name, in base64: ``Platform:12``."""

    key: str


@dataclass(frozen=True)
class Computed:
    """A declared count or sum over a to-many relation."""

    key: str
    name: str


@dataclass(frozen=True)
class One:
    """The row at the other end of a to-one relation, or null."""

    key: str
    relation: str
    selection: tuple["Selection", ...]


@dataclass(frozen=True)
class Many:
    """The rows at the other end of a to-many relation."""

    key: str
    relation: str
    connection: "Connection"


@dataclass(frozen=True)
class Measured:
    """One measure of a Progress or Month; ``withheld`` answers null: the caller may not know it."""

    key: str
    name: str
    withheld: bool = False


@dataclass(frozen=True)
class Progress:
    """Sums over the platforms below a row, of one batch (its number) or all."""

    key: str
    measures: tuple[Measured | Typename, ...]
    batch: Operand | None = None


@dataclass(frozen=True)
class Months:
    """The same by month, in order."""

    key: str
    measures: tuple[Measured | Typename, ...]
    batch: Operand | None = None


@dataclass(frozen=True)
class PolicyLimit:
    """The number of a dated limit in force today, by its key."""

    key: str
    limit: str


Selection = Typename | Column | GlobalId | Computed | One | Many | Progress | Months | PolicyLimit


@dataclass(frozen=True)
class TotalCount:
    key: str


@dataclass(frozen=True)
class Nodes:
    key: str
    selection: tuple[Selection, ...]


@dataclass(frozen=True)
class Cursor:
    key: str


@dataclass(frozen=True)
class Node:
    key: str
    selection: tuple[Selection, ...]


@dataclass(frozen=True)
class Edges:
    key: str
    parts: tuple[Typename | Cursor | Node, ...]


class PageFact(StrEnum):
    HAS_NEXT = "hasNextPage"
    HAS_PREVIOUS = "hasPreviousPage"
    START = "startCursor"
    END = "endCursor"


@dataclass(frozen=True)
class PageInfo:
    key: str
    facts: tuple[tuple[str, PageFact] | Typename, ...]


Part = Typename | TotalCount | Nodes | Edges | PageInfo


@dataclass(frozen=True)
class Connection:
    entity: str
    page: Page
    parts: tuple[Part, ...]
    where: Condition = EVERYTHING
    order: tuple[Order, ...] = ()


@dataclass(frozen=True)
class Single:
    """The row with this key, or null."""

    entity: str
    identity: Operand
    selection: tuple[Selection, ...]


@dataclass(frozen=True)
class Programme:
    """The whole programme: no row of its own."""

    selection: tuple[Selection, ...]


Root = Connection | Single | Programme


@dataclass(frozen=True)
class Operation:
    """Everything one request reads: one statement with a column for each root."""

    roots: tuple[Root, ...] = field(default_factory=tuple)
