"""From a plan to one SQL statement whose columns are finished JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.catalog import Entity, catalog
from db.query.changes import changes
from db.query.plan import Changes, Connection, Operand, Operation, Programme, ProgressOf, Single
from db.query.scope import Builder
from db.query.select import connection, programme, progress_of, single
from db.query.steady import is_steady


@dataclass(frozen=True)
class Statement:
    """``values`` says what to bind to ``$1``, ``$2``, …; ``single`` columns are null where there is no row.

    ``steady``: one plan does for all values.
    """

    sql: str
    values: tuple[Operand, ...]
    steady: bool = False


def compile_operation(operation: Operation, entities: Mapping[str, Entity] | None = None) -> Statement:
    """One statement with a UTF-8 JSON column for each root."""
    known = entities or catalog()
    builder = Builder(known, operation.reach)
    columns = []
    for number, root in enumerate(operation.roots, 1):
        match root:
            case Connection():
                sql = connection(builder, root)
            case Single():
                sql = single(builder, root)
            case Programme():
                sql = programme(builder, root)
            case Changes():
                sql = changes(builder, root)
            case ProgressOf():
                sql = progress_of(builder, root)
        # Not joined: the time to plan a join of many roots grows with the cube of their number.
        columns.append(f"convert_to(coalesce(({sql}), 'null'), 'UTF8') as root_{number}")
    return Statement(f"select {', '.join(columns)}", builder.values, is_steady(operation, known))
