"""From ``where``, ``orderBy`` and paging arguments to conditions, orders and pages of a plan."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.errors import Refusal
from api.graphql.arguments import Binding, Literal, Look, Source, Tree
from api.graphql.comparisons import Compared, Pattern, comparisons, containing_words, similarity_to
from api.graphql.having import having, ordered_figures
from api.graphql.rights import Rights
from api.graphql.shape import Sort, entities, shape
from api.graphql.turns import (
    DEFAULT_FIRST,
    MAX_FIRST,
    cursor_item,
    empty_items,
    identity,
    plain,
    size,
    skipped,
)
from db.catalog import Entity, Kind
from db.query.plan import (
    EVERYTHING,
    All,
    Below,
    Condition,
    Either,
    Given,
    Not,
    Operand,
    Order,
    Page,
    Quantifier,
    Related,
    Similarity,
    StateAt,
    Together,
)

MAX_CONDITIONS = 200
MAX_TERMS = 8


class Arguments:
    """Reads the arguments of one operation, and remembers what to bind and what it looked at.

    With ``whole`` pages, as files have, a page without a size is all rows, up to so many.
    """

    def __init__(
        self,
        variables: Mapping[str, Any],
        rights: Rights,
        path: Sequence[str],
        whole: int | None = None,
    ) -> None:
        self._variables = variables
        self._rights = rights
        self._path = path  # of the field under way, kept by the planner
        self.whole = whole
        self._conditions = 0
        self.bindings: list[Binding] = []
        self.looks: list[Look] = []

    def bind(self, source: Source, turn: Callable[[Any], Any]) -> Given:
        binding = Binding(source, turn, tuple(self._path))
        binding.fetch(self._variables)  # nothing is compiled for values that are refused
        self.bindings.append(binding)
        return Given(len(self.bindings) - 1)

    def look(self, source: Source, by: Callable[[Any], Any] = plain) -> Any:
        """The value itself: the statement depends on it."""
        look = Look(source, by)
        if not isinstance(source, Literal):
            self.looks.append(look)
        return look.fetch(self._variables)

    # -- where ---------------------------------------------------------------------------------------

    def where(self, entity: Entity, tree: Any) -> Condition:
        if not tree:
            return EVERYTHING
        found = [self._one_condition(entity, name, value) for name, value in tree.items()]
        found = [condition for condition in found if condition != EVERYTHING]
        return found[0] if len(found) == 1 else All(tuple(found))

    def _one_condition(self, entity: Entity, name: str, value: Any) -> Condition:
        if value is None:
            return EVERYTHING
        self.count()
        match name:
            case "and":
                return All(tuple(self.where(entity, item) for item in value))
            case "or":
                return Either(tuple(self.where(entity, item) for item in value))
            case "not":
                return Not(self.where(entity, value))
            case "search":
                return self._search(entity, value)
        member = shape(entity.name)[name]
        match member.sort:
            case Sort.ID:
                return comparisons(self, Compared(member.source, Kind.TEXT, identity(entity)), value)
            case Sort.FIELD:
                self._rights.check_comparable(entity, member.source)
                return comparisons(self, Compared(member.source, entity.fields[member.source].kind), value)
            case Sort.STATE_ON:
                state = StateAt(self.bind(value["asOf"], plain))
                operators = {word: one for word, one in value.items() if word != "asOf"}
                return comparisons(self, Compared(state, Kind.WORD), operators)
            case Sort.COMPUTED:
                self._check_computed(entity, member.source)
                return comparisons(self, Compared(member.source, Kind.DECIMAL), value)
            case Sort.ONE:
                return Related(
                    member.source, Quantifier.SOME, self.where(self._target(entity, member.source), value)
                )
            case _:
                target = self._target(entity, member.source)
                return All(
                    tuple(
                        self._together(member.source, target, inner)
                        if word == "aggregate"
                        else Related(member.source, Quantifier(word), self.where(target, inner))
                        for word, inner in value.items()
                        if inner is not None
                    )
                )

    def _together(self, relation: str, target: Entity, tree: Any) -> Condition:
        where = self.where(target, tree.get("where"))
        figures = {name: value for name, value in tree.items() if name != "where"}
        return Together(relation, having(self, target, figures), where)

    def count(self) -> None:
        self._conditions += 1
        if self._conditions > MAX_CONDITIONS:
            raise Refusal(
                "BAD_FILTER",
                "条件超过 {most} 个。 | There are more than {most} conditions.",
                hint="多个取值用 in 写成一个条件。 | Several values of one field are one condition with in.",
                most=MAX_CONDITIONS,
            )

    def _target(self, entity: Entity, relation: str) -> Entity:
        target = entities()[entity.relations[relation].target]
        self._rights.check_readable(target)
        return target

    def check_told(self, entity: Entity, name: str) -> None:
        """
        Raises:
            Refusal: the field or the row at the end of the relation is not for the viewer to know.
        """
        if name in entity.relations:
            self._target(entity, name)
        else:
            self._rights.check_comparable(entity, name)

    def _check_computed(self, entity: Entity, name: str) -> None:
        self._rights.check_readable(
            entities()[entity.relations[entity.resource.computed[name].relation].target]
        )

    def _search(self, entity: Entity, value: Source) -> Condition:
        paths = [path.split(".") for path in entity.resource.search]
        return self._searched(entity, paths, containing_words(self, value))

    def _searched(self, entity: Entity, paths: list[list[str]], pattern: Pattern) -> Condition:
        """One of the paths leads to a text with the pattern; what lies over one relation is looked at together."""
        found: list[Condition] = []
        further: dict[str, list[list[str]]] = {}
        for first, *rest in paths:
            if rest:
                further.setdefault(first, []).append(rest)
            else:
                self._rights.check_comparable(entity, first)
                found.append(pattern.of(first))
        for relation, inner in further.items():
            condition = self._searched(self._target(entity, relation), inner, pattern)
            found.append(Related(relation, Quantifier.SOME, condition))
        return found[0] if len(found) == 1 else Either(tuple(found))

    # -- orderBy -------------------------------------------------------------------------------------

    def order(self, entity: Entity, tree: Any) -> tuple[Order, ...]:
        found: list[Order] = []
        for item in tree or ():
            terms = self._terms(entity, item, ())
            self.check_one(terms)
            found += terms
        self.check_few(found)
        keys = [index for index, one in enumerate(found) if one.name == entity.key and not one.path]
        return tuple(found[: keys[0] + 1] if keys else found)  # behind the key nothing is left to order

    def key_orders(self, entity: Entity, tree: Any) -> list[Order]:
        """What an order of groups says about their keys."""
        return self._terms(entity, tree, ())

    @staticmethod
    def check_one(terms: Sequence[Any]) -> None:
        """
        Raises:
            Refusal: a member of an order names none or several things.
        """
        if len(terms) != 1:
            raise Refusal(
                "BAD_ORDER",
                "orderBy 的每一项只能写一个字段。 | Each member of orderBy names exactly one field.",
                hint="写成列表：[{{a: ASC}}, {{b: DESC}}]。 | Write a list: [{{a: ASC}}, {{b: DESC}}].",
            )

    @staticmethod
    def check_few(terms: Sequence[Any]) -> None:
        if len(terms) > MAX_TERMS:
            raise Refusal(
                "BAD_ORDER",
                "orderBy 超过 {most} 项。 | orderBy has more than {most} members.",
                most=MAX_TERMS,
            )

    def _terms(self, entity: Entity, item: Any, path: tuple[str, ...]) -> list[Order]:
        found: list[Order] = []
        for name, value in (item or {}).items():
            if value is None:
                continue
            if name == "similarity":
                found += self._likenesses(entity, value, path)
                continue
            member = shape(entity.name)[name]
            if member.sort is Sort.ONE:
                found += self._terms(self._target(entity, member.source), value, (*path, member.source))
                continue
            if member.sort is Sort.MANY:
                figures = ordered_figures(self, self._target(entity, member.source), value)
                found += [
                    Order(Below(member.source, figure), path, *self.direction(direction))
                    for figure, direction in figures
                ]
                continue
            if member.sort is Sort.COMPUTED:
                self._check_computed(entity, member.source)
            self._rights.check_comparable(entity, member.source)
            found.append(Order(member.source, path, *self.direction(value)))
        return found

    def _likenesses(self, entity: Entity, tree: Mapping[str, Any], path: tuple[str, ...]) -> list[Order]:
        """The most alike first."""
        found = []
        for name, text in tree.items():
            source = shape(entity.name)[name].source
            self._rights.check_comparable(entity, source)
            if text is not None:
                found.append(Order(similarity_to(self, source, text), path, descending=True))
        return found

    def direction(self, value: Source) -> tuple[bool, bool]:
        """(descending, empty values first)."""
        word = self.look(value)
        return word.startswith("desc"), word.endswith("nulls_first")

    # -- paging --------------------------------------------------------------------------------------

    def page(self, entity: Entity, order: tuple[Order, ...], arguments: Mapping[str, Tree]) -> Page:
        given: dict[str, Any] = {name: value for name, value in arguments.items() if value is not None}
        if "last" in given and ("first" in given or "offset" in given):
            raise Refusal(
                "BAD_PAGE",
                "last 不能与 first 或 offset 同用。 | last goes with neither first nor offset.",
                hint="选其一。 | Choose one of them.",
            )
        first = last = None
        most = MAX_FIRST if self.whole is None else self.whole
        if "last" in given:
            last = self.bind(given["last"], size("last", most))
        elif "first" in given or self.whole is None:
            first = self.bind(given.get("first", Literal(DEFAULT_FIRST)), size("first", most))
        return Page(
            first=first,
            last=last,
            after=self._place(entity, order, given.get("after")),
            before=self._place(entity, order, given.get("before")),
            offset=self.bind(given["offset"], skipped) if "offset" in given else None,
        )

    def _place(
        self, entity: Entity, order: tuple[Order, ...], source: Source | None
    ) -> tuple[Operand | None, ...]:
        if source is None:
            return ()
        length = len(order) + (not any(one.name == entity.key and not one.path for one in order))
        empty: frozenset[int] = frozenset()
        if any(self._may_be_empty(entity, one) for one in order):
            # Whether a place lies among the empty values decides what an index can be used for.
            empty = self.look(source, empty_items)
        operands = [self.bind(source, cursor_item(order, index, length)) for index in range(length)]
        return tuple(None if index in empty else operand for index, operand in enumerate(operands))

    @staticmethod
    def _may_be_empty(entity: Entity, one: Order) -> bool:
        if isinstance(one.name, Below):
            return not one.name.figure.counts or bool(one.path)
        if isinstance(one.name, Similarity):
            return True
        field = entity.fields.get(one.name)
        return bool(one.path) or (field is not None and field.null)
