"""Whole documents: any selection of the schema's fields, however it may be written."""

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from db.catalog import catalog
from tests.graphql.questions.chance import Chance
from tests.graphql.questions.pools import Pools
from tests.graphql.questions.values import ABSENT, Hint, Values, Variables
from tests.graphql.reference.order import Order
from tests.graphql.reference.vocabulary import unknown

#: What introspection can be asked beside the rest.
META = (
    '__type(name: "Platform") { kind name fields(includeDeprecated: true) { name type { kind ofType { name } } } }',
    '__type(name: "Nobody") { name }',
    "__schema { queryType { name } directives { name isRepeatable } __typename }",
)
_PAGE = ("after", "before", "first", "last", "offset")


@dataclass
class Question:
    """What a client sends."""

    document: str
    variables: dict[str, Any] | None = None
    operation: str | None = None


@dataclass
class Made:
    """What a document has so far."""

    fragments: list[str] = field(default_factory=list)
    reusable: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # by type: (fragment, its room)
    plain: dict[tuple[str, str], str] = field(default_factory=dict)  # arguments of a field without an alias
    aliases: int = 0
    fields: int = 0


class Documents:
    """Makes documents of a schema. ``fields`` bounds their size, ``depth`` their levels, ``rows`` the answer."""

    def __init__(
        self,
        schema: GraphQLSchema,
        chance: Chance,
        pools: Pools,
        *,
        fields: int = 50,
        depth: int = 9,
        rows: int = 150,
    ) -> None:
        self._schema = schema
        self._chance = chance
        self._pools = pools
        self._most_fields = fields
        self._depth = depth
        self._rows = rows
        self._variables = Variables()
        self._unknown = unknown(schema)
        self._values = Values(chance, pools, self._variables, self._unknown)
        self._made = Made()

    def question(self) -> Question:
        chance = self._chance
        body = self._selections("Query", self._depth, self._rows, apart=False, roots=True)
        name = chance.pick(["", "Asked"])
        declared = self._variables.declaration()
        lead = f"query {name}{declared} " if name or declared or chance.one_in(3) else ""
        others = ["query Other { __typename }"] if name and chance.one_in(3) else []
        parts = [*others, lead + body, *self._made.fragments]
        if chance.one_in(2):
            parts.reverse()
        variables = self._variables.values
        return Question(
            "\n".join(parts), variables or chance.pick([None, {}]), name if others else name or None
        )

    # -- selections ------------------------------------------------------------------------------------

    def _selections(self, type_name: str, depth: int, rows: int, *, apart: bool, roots: bool = False) -> str:
        """
        Args:
            rows: about how many of the innermost rows the answer may have.
            apart: the selection may meet that of another type, so every field needs a name of its own.
        """
        chance = self._chance
        if self._made.fields >= self._most_fields:
            return "{ __typename }"
        again: list[tuple[str, str, int]] = []  # (field with its arguments, its type, rows) to be merged
        written = [
            self._selection(type_name, depth, rows, apart, again, roots) for _ in range(chance.number(1, 4))
        ]
        return "{ " + " ".join(written) + " }"

    def _selection(
        self,
        type_name: str,
        depth: int,
        rows: int,
        apart: bool,
        again: list[tuple[str, str, int]],
        roots: bool,
    ) -> str:
        chance = self._chance
        how = chance.number(1, 20)
        if how == 20:
            return self._typename()
        if how == 19 and again:
            head, inner, room = chance.pick(again)
            return f"{head}{self._directive()} {self._selections(inner, depth - 1, room, apart=False)}"
        if how == 18:
            return self._inline(type_name, depth, rows, apart)
        if how == 17:
            return self._spread(type_name, depth, rows, apart)
        if how == 16 and roots:
            alias = f"m{self._alias()}: "
            return alias + chance.pick(META)
        return self._field(type_name, depth, rows, apart, again)

    def _typename(self) -> str:
        return f"{self._chance.pick(['', f't{self._alias()}: '])}__typename{self._directive()}"

    def _field(
        self, type_name: str, depth: int, rows: int, apart: bool, again: list[tuple[str, str, int]]
    ) -> str:
        chance, made = self._chance, self._made
        fields = self._schema.type_map[type_name].fields
        names = [name for name in fields if f"{type_name}.{name}" not in self._unknown]
        if depth <= 1 or made.fields >= self._most_fields:
            names = [name for name in names if is_leaf_type(get_named_type(fields[name].type))]
            names = names or ["__typename"]
        name = chance.pick(names)
        if name == "__typename":
            return self._typename()
        made.fields += 1
        one = fields[name]
        returned = get_named_type(one.type)
        key, paths = self._key(returned.name) if name == "groupBy" else ("", [])
        arguments, rows = self._arguments(type_name, name, one, returned, rows, paths)
        head = self._named(type_name, name, arguments, apart)
        if is_leaf_type(returned):
            return head + self._directive()
        again.append((head, returned.name, rows))
        if key:
            below = self._selections(returned.name, depth - 1, rows, apart=False)
            return f"{head}{self._directive()} {{ {key} {below[1:]}"
        separate = returned.name == "Node"
        return f"{head}{self._directive()} {self._selections(returned.name, depth - 1, rows, apart=separate)}"

    def _key(self, group: str) -> tuple[str, list[str]]:
        """(a selection of the key of groups, in it what they can be ordered by: ``{unit: {code: %s}}``)"""
        chance = self._chance
        key_type = self._schema.type_map[group].fields["key"].type.of_type
        texts, paths = [], []
        for name in chance.some(sorted(key_type.fields), 3, 1):
            one = key_type.fields[name]
            returned = get_named_type(one.type)
            if is_leaf_type(returned):
                texts.append(self._key_field(name, one))
                paths.append(f"{{{name}: %s}}")
                continue
            leaves = [each for each, of in returned.fields.items() if is_leaf_type(get_named_type(of.type))]
            inner = chance.some(leaves, 2, 1)
            below = " ".join(self._key_field(each, returned.fields[each]) for each in inner)
            texts.append(f"{chance.pick(['', f'k{self._alias()}: '])}{name} {{ {below} }}")
            paths += [f"{{{name}: {{{each}: %s}}}}" for each in inner]
        return f"key {{ {' '.join(texts)} }}", paths

    def _key_field(self, name: str, one: Any) -> str:
        if "by" not in one.args:
            return name
        by = self._chance.pick(["(by: DAY)", "(by: WEEK)", "(by: MONTH)", "(by: QUARTER)", "(by: YEAR)", ""])
        return f"k{self._alias()}: {name}{by}"

    def _named(self, type_name: str, name: str, arguments: str, apart: bool) -> str:
        """Names are chosen so that fields of one name are always the same field with the same arguments."""
        if not apart and not self._chance.one_in(4):
            known = self._made.plain.setdefault((type_name, name), arguments)
            if known == arguments:
                return name + arguments
        if apart and name == "id":
            return name
        return f"a{self._alias()}: {name}{arguments}"

    def _alias(self) -> int:
        self._made.aliases += 1
        return self._made.aliases

    def _inline(self, type_name: str, depth: int, rows: int, apart: bool) -> str:
        condition, inner, apart = self._condition(type_name, apart)
        lead = f"on {condition}" if condition else ""
        return f"... {lead}{self._directive()} {self._selections(inner, depth, rows, apart=apart)}"

    def _spread(self, type_name: str, depth: int, rows: int, apart: bool) -> str:
        chance, made = self._chance, self._made
        usable = [name for name, room in made.reusable.get(type_name, ()) if room <= depth * 1000 + rows]
        if usable and not apart and chance.one_in(2):
            return f"...{chance.pick(usable)}{self._directive()}"
        condition, inner, apart = self._condition(type_name, apart)
        body = self._selections(inner, depth, rows, apart=apart)
        name = f"F{len(made.fragments) + 1}"
        made.fragments.append(f"fragment {name} on {condition or type_name} {body}")
        if not apart:
            made.reusable.setdefault(type_name, []).append((name, depth * 1000 + rows))
        return f"...{name}{self._directive()}"

    def _condition(self, type_name: str, apart: bool) -> tuple[str, str, bool]:
        """(type condition or "", type of what is selected inside, whether its fields need names of their own)"""
        chance = self._chance
        if type_name == "Node":
            other = chance.pick(
                [kind.name for kind in self._schema.get_possible_types(self._schema.type_map["Node"])]
            )
            return other, other, True
        is_node = self._schema.type_map["Node"] in getattr(self._schema.type_map[type_name], "interfaces", ())
        if is_node and chance.one_in(4):
            return "Node", "Node", True
        return chance.pick(["", type_name]), type_name, apart

    def _directive(self) -> str:
        chance = self._chance
        if not chance.one_in(12):
            return ""
        found = []
        for name in chance.pick([["include"], ["skip"], ["skip", "include"]]):
            kept = chance.pick([True, True, False]) == (name == "include")
            text = str(kept).lower()
            if chance.one_in(2):
                text, _ = self._values.variable(GraphQLNonNull(GraphQLBoolean), lambda kept=kept: kept)
            found.append(f" @{name}(if: {text})")
        return "".join(found)

    # -- arguments -------------------------------------------------------------------------------------

    def _arguments(
        self, type_name: str, name: str, one: Any, returned: Any, rows: int, keys: list[str]
    ) -> tuple[str, int]:
        """(the arguments as text, how many rows may still lie below each row)"""
        chance = self._chance
        entity = returned.name.removesuffix("Connection") if returned.name.endswith("Connection") else ""
        texts: dict[str, str] = {}
        values: dict[str, Any] = {}
        for argument, definition in one.args.items():
            if not (is_required_argument(definition) or chance.one_in(3)):
                continue
            if argument in _PAGE or f"{type_name}.{name}({argument})" in self._unknown:
                continue
            hint = Hint(returned.name if name != "node" else "", argument)
            texts[argument], values[argument] = self._values.value(definition.type, hint)
        if name == "groupBy":
            self._page_of_groups(one, texts, keys)
        if entity:
            rows = self._page(entity, one, texts, values, rows)
        return ("(" + ", ".join(f"{key}: {text}" for key, text in texts.items()) + ")" if texts else ""), rows

    def _page_of_groups(self, one: Any, texts: dict[str, str], keys: list[str]) -> None:
        chance = self._chance
        if keys and "orderBy" not in texts and chance.one_in(3):
            direction = chance.pick(sorted(self._schema.type_map["Direction"].values))
            texts["orderBy"] = f"{{key: {chance.pick(keys) % direction}}}"
        for argument, sizes in (("first", [3, 1, 20, 0, 10_001]), ("offset", [1, 0, 2, 5, -1])):
            if chance.one_in(4):
                size = sizes[-1] if chance.one_in(30) else chance.pick(sizes[:-1])
                kind = one.args[argument].type
                plain = str(size), size
                texts[argument] = (
                    self._values.variable(kind, lambda size=size: size, argument)
                    if chance.one_in(4)
                    else plain
                )[0]

    def _page(self, entity: str, one: Any, texts: dict[str, str], values: dict[str, Any], rows: int) -> int:
        """Adds the paging arguments of a connection of that entity."""
        chance = self._chance

        def add(argument: str, value: Any, about: str = "page") -> None:
            kind = one.args[argument].type
            if chance.one_in(4):
                texts[argument], values[argument] = self._values.variable(kind, lambda: value, about)
            else:
                texts[argument], values[argument] = _literal(value), value

        for argument in ("after", "before"):
            order = values.get("orderBy", ABSENT)
            # What rows below come to is not worked out here for a part of them.
            if chance.one_in(8) and "'where'" not in repr(order):
                add(argument, self._cursor(entity, order), f"{entity} {texts.get('orderBy')}")
        if chance.one_in(8):
            add("offset", chance.pick([10, 1000, -1]) if chance.one_in(20) else chance.number(0, 4), "offset")
        room = max(1, min(5, rows))
        size = chance.pick([1001, -1]) if chance.one_in(80) else chance.pick([room, 2, 1, 0])
        if chance.one_in(20 if "offset" in texts else 5):
            add("last", size)
        elif rows < 50 or not chance.one_in(4):
            add("first", size)
        made = [values[key] for key in ("first", "last") if values.get(key, ABSENT) not in (ABSENT, None)]
        least = min([*made, 50, len(self._pools.rows(entity))])
        return rows // max(1, least)

    def _cursor(self, entity: str, order: Any) -> str:
        chance, rows = self._chance, self._pools.rows(entity)
        if not rows or chance.one_in(40):
            return chance.pick(["x", "", "W10", "WyJhYmNkZWYiLCAiMSJd", "💥"])
        order = [] if order is ABSENT or order is None else order if isinstance(order, list) else [order]
        try:
            return Order(catalog()[entity], order).cursor(chance.pick(rows))
        except (ValueError, AttributeError):
            return "x"


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
