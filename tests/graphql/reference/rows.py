"""The rows that one person may see, and the ways between them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from db.catalog import Entity, Relation, catalog
from db.resource import Count, Scope, Sum
from db.store import Rows

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


class Row:
    """One row: ``row["planned"]``, ``row.one("organization")``, ``row.many("projects")``."""

    def __init__(self, world: "World", entity: Entity, values: Mapping[str, Any]) -> None:
        self.world = world
        self.entity = entity
        self._values = values

    def __getitem__(self, column: str) -> Any:
        return self._values[column]

    @property
    def key(self) -> Any:
        return self[self.entity.key]

    def one(self, relation: str) -> "Row | None":
        found = self.many(relation)
        return found[0] if found else None

    def many(self, relation: str) -> "list[Row]":
        return self.world.beyond(self, self.entity.relations[relation])

    @property
    def events(self) -> "list[Row]":
        """What happened to it, in the order of their numbers."""
        return self.world.events.get((self["unit_code"], self.entity.name, self.key), [])

    def computed(self, declared: Count | Sum) -> int | Decimal:
        rows = [row for row in self.many(declared.relation) if declares(row, declared.where)]
        if isinstance(declared, Count):
            return len(rows)
        places = catalog()[self.entity.relations[declared.relation].target].fields[declared.of].places
        total = sum((row[declared.of] for row in rows if row[declared.of] is not None), Decimal(0))
        return total.quantize(Decimal(1).scaleb(-places))


class World:
    """All that a person with these ``rights`` over rows sees."""

    def __init__(self, tables: Tables, rights: Rows) -> None:
        self._tables = tables
        self._rights = rights
        self._rows: dict[str, list[Row]] = {}
        self._links: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[Row]]] = {}

    def rows(self, entity_name: str) -> list[Row]:
        if entity_name not in self._rows:
            entity = catalog()[entity_name]
            rows = [Row(self, entity, values) for values in self._tables[entity.table]]
            self._rows[entity_name] = [row for row in rows if self._may_see(row)]
        return self._rows[entity_name]

    def find(self, entity_name: str, key: Any) -> Row | None:
        entity = catalog()[entity_name]
        found = self._by(entity_name, (entity.key,)).get((key,))
        return found[0] if found else None

    def beyond(self, row: Row, relation: Relation) -> list[Row]:
        index = self._by(relation.target, tuple(there for _, there in relation.columns))
        return index.get(tuple(row[here] for here, _ in relation.columns), [])

    def _by(self, entity_name: str, columns: tuple[str, ...]) -> dict[tuple[Any, ...], list[Row]]:
        index = self._links.get((entity_name, columns))
        if index is None:
            index = self._links[entity_name, columns] = {}
            for row in self.rows(entity_name):
                values = tuple(row[column] for column in columns)
                if None not in values:
                    index.setdefault(values, []).append(row)
        return index

    def _may_see(self, row: Row) -> bool:
        if row.entity.resource.scope is not Scope.UNIT:
            return True
        rights = self._rights
        if row.entity.name == "Score" and row["expert_id"] != rights.expert:
            call = self.find("Call", row["call_id"])
            if call is None or call["state"] not in ("scored", "noticed", "decided"):
                return False
        if self._published(row):
            return True
        if not rights.national and row["unit_code"] not in rights.units:
            return False
        return rights.organization is None or self._own(row, rights.organization)

    def _published(self, row: Row) -> bool:
        match row.entity.name:
            case "Solution" | "Pattern" | "Sample":
                return bool(row["state"] == "published")
            case "SolutionScene":
                entries = [self.find("Solution", row["solution_id"])]
            case "PatternScene":
                entries = [self.find("Pattern", row["pattern_id"])]
            case "Proof":
                entries = [self.find("Solution", row["solution_id"]), self.find("Pattern", row["pattern_id"])]
            case _:
                return False
        return any(entry["state"] == "published" for entry in entries if entry)

    def _own(self, row: Row, organization: int) -> bool:
        """Whether a platform's operator may see it."""
        match row.entity.resource.operator:
            case "":
                return False
            case "organization":
                return bool(row["organization_id"] == organization)
            case "announced":
                return bool(row["state"] != "draft")
            case "attached" | "subject" as how:
                about = catalog().get(row["subject"])
                if about is None or not about.resource.operator:
                    return False
                if how == "attached":
                    known = about.unit_scoped and about.resource.operator not in ("subject", "attached")
                else:
                    known = "state" in about.fields
                return known and self.find(row["subject"], row["subject_id"]) is not None
            case parent:  # whose own visibility decides
                return bool(self.beyond(row, row.entity.relations[parent]))

    @cached_property
    def events(self) -> Mapping[tuple[Any, ...], list[Row]]:
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in sorted(self.rows("Event"), key=lambda row: row.key):
            found.setdefault((row["unit_code"], row["subject"], row["subject_id"]), []).append(row)
        return found

    @cached_property
    def limits(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows("Limit"):
            found.setdefault(row["key"], []).append(row)
        return found


def declares(row: Row, where: Mapping[str, Any]) -> bool:
    """Whether a row meets a condition in the words of the models' declarations."""
    return all(
        _declared(row, name, word, value) for name, words in where.items() for word, value in words.items()
    )


def _declared(row: Row, name: str, word: str, value: Any) -> bool:
    match word:
        case "isNull":
            return (row[name] is None) == value
        case "eq":
            return bool(row[name] == value)
        case "ne":
            return bool(row[name] != value)
        case "in":
            return row[name] in value
    raise NotImplementedError(f"the reference does not know {name} {word} in a declaration")
