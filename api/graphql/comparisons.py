"""The operators of a filter on one value: ``{gte: 10, lt: 20}``, ``{year: {eq: 2024}}``, ``{contains: "智能"}``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from api.errors import Refusal
from api.graphql.arguments import Literal, Source, Tree, Whole
from api.graphql.turns import (
    Letters,
    as_json,
    containing,
    ending,
    has_chinese,
    is_indexed,
    letters,
    new_year,
    pattern,
    plain,
    similarity,
    starting,
    words,
)
from db.catalog import Kind
from db.query.plan import (
    EVERYTHING,
    All,
    Compare,
    Condition,
    DatePart,
    Figure,
    Not,
    Operand,
    Operator,
    Similar,
    Similarity,
    StateAt,
)

_PLAIN = frozenset({"eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte"})
_ENDS: dict[str, Callable[[Any], Any]] = {"startsWith": starting, "endsWith": ending}
#: A comparison of the year as one of the value itself: (operator there, of this year's first day or the next one's).
_YEARS: dict[str, tuple[tuple[Operator, int], ...]] = {
    "eq": ((Operator.GTE, 0), (Operator.LT, 1)),
    "lt": ((Operator.LT, 0),),
    "lte": ((Operator.LT, 1),),
    "gt": ((Operator.GTE, 1),),
    "gte": ((Operator.GTE, 0),),
}


class Reader(Protocol):
    """Remembers what to bind, and what the statement depends on (``api.graphql.conditions.Arguments``)."""

    def bind(self, source: Source, turn: Callable[[Any], Any]) -> Operand: ...

    def look(self, source: Source, by: Callable[[Any], Any] = ...) -> Any: ...


@dataclass(frozen=True)
class Compared:
    """What is compared: a field, computed value or figure, or a part of it; ``turn`` makes what it is compared with."""

    name: str | Figure | StateAt
    kind: Kind
    turn: Callable[[Any], Any] = plain
    part: DatePart | None = None


def comparisons(reader: Reader, left: Compared, operators: Mapping[str, Any]) -> Condition:
    """All of the operators hold.

    Raises:
        Refusal: a value cannot be used with its operator.
    """
    found = [_comparison(reader, left, word, value) for word, value in operators.items()]
    found = [condition for condition in found if condition != EVERYTHING]
    return found[0] if len(found) == 1 else All(tuple(found))


def _comparison(reader: Reader, left: Compared, word: str, value: Any) -> Condition:
    if word == "isNull":
        if value is None:
            return EVERYTHING
        return Compare(left.name, Operator.NULL if reader.look(value) else Operator.PRESENT)
    if value is None:
        return _null(left, word)
    if word == "between":
        return _between(reader, left, value)
    if word in _PLAIN:
        return _compared(reader, left, word, Literal([]) if value == [] else value)
    if left.kind is Kind.JSON:
        operator = Operator.HOLDS if word == "contains" else Operator.HAS_KEY
        source = Whole(value) if word == "contains" else value
        return Compare(left.name, operator, reader.bind(source, as_json if word == "contains" else plain))
    if word == "fuzzy":
        return _similar(reader, left, value)
    if left.kind is Kind.TEXT:
        return _matching(reader, left, word, value)
    return comparisons(reader, Compared(left.name, left.kind, part=DatePart(word)), value)


def _compared(reader: Reader, left: Compared, word: str, source: Source) -> Condition:
    if left.part is DatePart.YEAR and word in _YEARS:
        # As bounds of the value itself an index on it can be used.
        bounds = [
            Compare(left.name, operator, reader.bind(source, new_year(left.kind, later)))
            for operator, later in _YEARS[word]
        ]
        return bounds[0] if len(bounds) == 1 else All(tuple(bounds))
    return Compare(left.name, Operator(word), reader.bind(source, left.turn), left.part)


def _between(reader: Reader, left: Compared, ends: Mapping[str, Any]) -> Condition:
    """Both ends belong to it; one that is left out, or null, is open."""
    found = [
        _compared(reader, left, word, ends[end])
        for end, word in (("from", "gte"), ("to", "lte"))
        if ends.get(end) is not None
    ]
    return found[0] if len(found) == 1 else All(tuple(found))


def _null(left: Compared, word: str) -> Condition:
    if word == "eq":
        return Compare(left.name, Operator.NULL)
    if word == "ne":
        return Compare(left.name, Operator.PRESENT)
    raise Refusal(
        "BAD_FILTER",
        "条件 {word} 不能与 null 比较。 | The condition {word} cannot be null.",
        hint="用 isNull 查空值，或去掉这个条件。 | Use isNull for empty values, or leave it out.",
        word=word,
    )


def _matching(reader: Reader, left: Compared, word: str, value: Source) -> Condition:
    if word == "contains":
        return containing_words(reader, value).of(left.name)
    if word in _ENDS:
        many = reader.look(value, letters).many
        return Compare(left.name, Operator.LIKE, reader.bind(value, _ENDS[word]), many=many)
    seen: Letters = reader.look(value, letters)
    operator = Operator.ILIKE if word == "ilike" and seen.cased else Operator.LIKE
    condition = Compare(left.name, operator, reader.bind(value, pattern), many=seen.many)
    return Not(condition) if word == "notLike" else condition


@dataclass(frozen=True)
class Pattern:
    """What one text or several are matched with."""

    operator: Operator
    operand: Operand
    many: bool

    def of(self, name: str | Figure | StateAt) -> Compare:
        return Compare(name, self.operator, self.operand, many=self.many)


def containing_words(reader: Reader, value: Source) -> Pattern:
    """Some words anywhere in a text, in any case."""
    found: Letters = reader.look(value, letters)
    # Without letters that have a case it comes to the same, at a tenth of the time.
    operator = Operator.ILIKE if found.cased else Operator.LIKE
    return Pattern(operator, reader.bind(value, containing), found.many)


def similarity_to(reader: Reader, name: str, text: Source) -> Similarity:
    """How alike a text is to some words, to order by."""
    return Similarity(name, reader.bind(text, words), reader.look(text, has_chinese))


def _similar(reader: Reader, left: Compared, value: Mapping[str, Tree]) -> Condition:
    text: Any = value["text"]
    bound, apart = reader.bind(text, words), reader.look(text, has_chinese)
    threshold: Any = value.get("threshold")
    if threshold is None:
        return Similar(left.name, bound, apart=apart)
    least, indexed = reader.bind(threshold, similarity), reader.look(threshold, is_indexed)
    return Similar(left.name, bound, least, apart, indexed)
