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
    HOLDS = "holds"  # JSON: all that the operand has is there, at the same places
    HAS_KEY = "hasKey"
    NULL = "null"
    PRESENT = "present"


class Quantifier(StrEnum):
    SOME = "some"
    EVERY = "every"
    NONE = "none"


class Function(StrEnum):
    """What many values come to; COUNT is of rows, all others leave empty values out."""

    COUNT = "count"
    DISTINCT = "countDistinct"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    STDDEV = "stddev"
    PERCENTILE = "percentile"


@dataclass(frozen=True)
class Figure:
    """What a field of many rows comes to, over those that meet ``where``; null where there is no value.

    COUNT has no name; DISTINCT may name a to-one relation, too. ``share`` is how much of the values lies
    below a PERCENTILE, 0 to 1.
    """

    function: Function
    name: str = ""
    share: Operand | None = None
    where: "Condition" = field(default_factory=lambda: All())

    @property
    def counts(self) -> bool:
        """Then it is never null."""
        return self.function in (Function.COUNT, Function.DISTINCT)

    def __str__(self) -> str:
        return f"{self.function}({self.name})"


@dataclass(frozen=True)
class Below:
    """A figure of the rows that a to-many relation leads to."""

    relation: str
    figure: Figure

    def __str__(self) -> str:
        return f"{self.relation}.{self.figure}"


class DatePart(StrEnum):
    """Of a date, or of a time in China."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    WEEKDAY = "weekday"  # 1 is Monday, 7 Sunday


@dataclass(frozen=True)
class StateAt:
    """The state at the end of a day; null before the row was there."""

    as_of: Operand


@dataclass(frozen=True)
class Compare:
    """A field, a computed value or a figure, or a part of a date, against an operand; NULL and PRESENT take none.

    ``many``: the pattern has three letters or more, enough for an index of trigrams to find a few rows by.
    """

    name: "str | Figure | StateAt"
    operator: Operator
    operand: Operand | None = None
    part: DatePart | None = None
    many: bool = False


@dataclass(frozen=True)
class Similar:
    """A text has words like these: of similarity ``least``, from 0 to 1, or more.

    ``apart``: each character counts as a word, as Chinese needs it. ``indexed``: ``least`` is at least what an
    index finds; without ``least`` it is that.
    """

    name: "str | Figure | StateAt"
    words: Operand
    least: Operand | None = None
    apart: bool = False
    indexed: bool = True


@dataclass(frozen=True)
class Related:
    """How many of the rows reached by ``relation`` meet ``condition``; SOME is what a to-one relation takes."""

    relation: str
    quantifier: Quantifier
    condition: "Condition"


@dataclass(frozen=True)
class Together:
    """What the rows reached by a to-many relation that meet ``where`` come to: a condition on their figures."""

    relation: str
    condition: "Condition"
    where: "Condition"


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


Condition = Compare | Similar | Related | Together | All | Either | Not

EVERYTHING = All()


@dataclass(frozen=True)
class Similarity:
    """How alike a text is to some words, 0 to 1; ``apart`` as in ``Similar``."""

    name: str
    words: Operand
    apart: bool = False

    def __str__(self) -> str:
        return f"{self.name}~"


@dataclass(frozen=True)
class Order:
    """By a field, a computed value, a figure of the rows below or a likeness, here or over to-one relations.

    Empty values come last unless told.
    """

    name: str | Below | Similarity
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
    """Sums over the platforms below a row, of one batch (its number) or all, now or at the end of a day."""

    key: str
    measures: tuple[Measured | Typename, ...]
    batch: Operand | None = None
    as_of: Operand | None = None


@dataclass(frozen=True)
class Months:
    """The same by month, in order."""

    key: str
    measures: tuple[Measured | Typename, ...]
    batch: Operand | None = None
    as_of: Operand | None = None


@dataclass(frozen=True)
class StateOn:
    key: str
    state: StateAt


@dataclass(frozen=True)
class PolicyLimit:
    """The number of a dated limit in force today, by its key."""

    key: str
    limit: str


Selection = Typename | Column | GlobalId | Computed | One | Many | Progress | Months | StateOn | PolicyLimit


@dataclass(frozen=True)
class TotalCount:
    key: str


@dataclass(frozen=True)
class EstimatedCount:
    """Exact while the rows are few, and below a row; else reckoned from a sample."""

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


@dataclass(frozen=True)
class Shown:
    """A figure in an answer."""

    key: str
    figure: Figure


@dataclass(frozen=True)
class Figures:
    """Figures in an object of their own: ``sum { amount }``."""

    key: str
    parts: tuple[Shown | Typename, ...]


@dataclass(frozen=True)
class Aggregate:
    """What all rows of the connection come to, whatever its page."""

    key: str
    parts: tuple[Shown | Figures | Typename, ...]


class Span(StrEnum):
    """What a day or a moment is cut to; weeks begin on Monday, days in China."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class KeyField:
    """A field that rows are grouped by; the row's key itself where ``identity``, told as its global id."""

    key: str
    name: str
    by: Span | None = None
    identity: bool = False


@dataclass(frozen=True)
class KeyOne:
    """Fields of the row at the other end of a to-one relation; all of them null without one."""

    key: str
    relation: str
    parts: tuple["KeyPart", ...]


KeyPart = Typename | KeyField | KeyOne


@dataclass(frozen=True)
class Key:
    """Its leaves are what rows are grouped by."""

    key: str
    parts: tuple[KeyPart, ...]


@dataclass(frozen=True)
class KeyPath:
    """All leaves of a key that show this field, whatever they are cut to."""

    name: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupOrder:
    """By a figure of the groups or by what is in their keys; empty values come last unless told."""

    by: Figure | KeyPath
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True)
class GroupBy:
    """The rows of the connection in groups; one group of all of them where no key asks for a field.

    In the order asked for, then by their keys.
    """

    key: str
    parts: tuple[Key | Shown | Figures | Typename, ...]
    first: Operand
    offset: Operand | None = None
    having: Condition = EVERYTHING
    order: tuple[GroupOrder, ...] = ()


Part = Typename | TotalCount | EstimatedCount | Nodes | Edges | PageInfo | Aggregate | GroupBy


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


@dataclass(frozen=True)
class Changed:
    """What is told of one change: a plain fact of the log, by its name there."""

    key: str
    name: str


@dataclass(frozen=True)
class ChangedNode:
    """The row as it is now: what is asked of it, by entity."""

    key: str
    selections: tuple[tuple[str, tuple[Selection, ...]], ...]


@dataclass(frozen=True)
class FeedFact:
    """``cursor``, ``hasMore`` or ``now``."""

    key: str
    name: str


@dataclass(frozen=True)
class ChangeList:
    key: str
    parts: tuple[Changed | ChangedNode | Typename, ...]


@dataclass(frozen=True)
class Changes:
    """The log of changes of those entities from a place on, which is text like ``812:4``; oldest first."""

    entities: tuple[str, ...]
    page: Page
    since: Operand | None
    parts: tuple[ChangeList | FeedFact | Typename, ...]


@dataclass(frozen=True)
class ProgressOf:
    """The progress below the row with this key, or null; of the whole programme where no entity is named."""

    progress: Progress
    entity: str | None = None
    identity: Operand | None = None


Root = Connection | Single | Programme | Changes | ProgressOf


class Reach(StrEnum):
    """Whose rows a statement is for. Row security sees to it; this lets an index on the unit be used as well."""

    NATION = "nation"
    UNITS = "units"
    UNIT = "unit"  # exactly one


@dataclass(frozen=True)
class Operation:
    """Everything one request reads: one statement with a column for each root."""

    roots: tuple[Root, ...] = field(default_factory=tuple)
    reach: Reach = Reach.NATION
