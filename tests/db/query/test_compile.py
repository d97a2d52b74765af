"""The compiler on a catalog of its own: names only from there, values only as parameters."""

from dataclasses import replace
from typing import Any

import pytest

from db.catalog import Entity, Field, Kind, Relation
from db.query import plan
from db.query.compile import compile_operation
from db.query.plan import Fixed, Given
from db.resource import Count, Resource, Scope


def field(name: str, kind: Kind, **more: Any) -> Field:
    return Field(name=name, kind=kind, label=f"{name} | {name}", null=more.pop("null", False), **more)


SHELF = Entity(
    name="Shelf",
    table="shelves",
    key="id",
    fields={"id": field("id", Kind.NUMBER, key=True), "unit_code": field("unit_code", Kind.TEXT)},
    relations={
        "books": Relation(
            "books", "Book", True, (("unit_code", "unit_code"), ("id", "shelf_id")), "书 | Books"
        )
    },
    resource=Resource(
        "架 | Shelf", computed={"long_count": Count("books", {"pages": {"gt": 500}}, "厚书 | Long")}
    ),
    description="",
    model=object,  # type: ignore[arg-type]
)
BOOK = Entity(
    name="Book",
    table="books",
    key="id",
    fields={
        "id": field("id", Kind.NUMBER, key=True),
        "unit_code": field("unit_code", Kind.TEXT),
        "title": field("title", Kind.TEXT, null=True),
        "pages": field("pages", Kind.INTEGER),
    },
    relations={
        "shelf": Relation(
            "shelf", "Shelf", False, (("unit_code", "unit_code"), ("shelf_id", "id")), "架 | Shelf"
        )
    },
    resource=Resource("书 | Book", scope=Scope.UNIT),
    description="",
    model=object,  # type: ignore[arg-type]
)
ENTITIES = {"Shelf": SHELF, "Book": BOOK}


def books(selection: tuple[plan.Selection, ...], **more: Any) -> plan.Operation:
    page = more.pop("page", plan.Page(first=Given(0)))
    return plan.Operation((plan.Connection("Book", page, (plan.Nodes("nodes", selection),), **more),))


def test_a_new_field_of_a_table_can_be_read_filtered_and_ordered_by() -> None:
    printed = field("printed_on", Kind.DATE, null=True)
    entities = {**ENTITIES, "Book": replace(BOOK, fields={**BOOK.fields, "printed_on": printed})}
    statement = compile_operation(
        books(
            (plan.Column("printedOn", "printed_on"),),
            where=plan.Compare("printed_on", plan.Operator.GTE, Given(1)),
            order=(plan.Order("printed_on"),),
        ),
        entities,
    )
    assert "coalesce('\"' || books_2.\"printed_on\"::text || '\"', 'null')" in statement.sql
    assert 'books_2."printed_on" >= $1::date' in statement.sql
    assert 'order by books_2."printed_on" nulls last, books_2."id"' in statement.sql
    assert statement.values == (Given(1), Given(0))


def test_joins_use_every_column_of_a_relation() -> None:
    statement = compile_operation(
        books(
            (plan.One("shelf", "shelf", (plan.Computed("n", "long_count"),)),),
            where=plan.Related(
                "shelf", plan.Quantifier.SOME, plan.Compare("long_count", plan.Operator.GT, Fixed(1))
            ),
        ),
        ENTITIES,
    )
    assert statement.sql.count('."unit_code" = ') == 4  # filter, its count, the join, its count
    assert 500 in [value.value for value in statement.values if isinstance(value, Fixed)]


def test_values_are_bound_never_written() -> None:
    evil = "'; drop table books; --"
    statement = compile_operation(
        books((plan.Column("title", "title"),), where=plan.Compare("title", plan.Operator.EQ, Fixed(evil))),
        ENTITIES,
    )
    assert "drop" not in statement.sql
    assert Fixed(evil) in statement.values


def test_a_value_used_twice_is_bound_once_for_each_type() -> None:
    same = plan.Compare("pages", plan.Operator.EQ, Given(1))
    statement = compile_operation(
        books(
            (plan.Column("t", "title"),),
            where=plan.Either((same, same, plan.Compare("title", plan.Operator.EQ, Given(1)))),
        ),
        ENTITIES,
    )
    assert statement.values == (Given(1), Given(1), Given(0))
    assert statement.sql.count("$1::integer") == 2
    assert statement.sql.count("$2::text") == 1


@pytest.mark.parametrize("key", ['a"b', "a'b", "", "a b", "é"])
def test_a_key_that_is_no_name_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        compile_operation(books((plan.Column(key, "title"),)), ENTITIES)


@pytest.mark.parametrize(
    "operation",
    [
        books((plan.Column("x", "nothing"),)),
        books((plan.One("x", "nothing", ()),)),
        books((plan.Column("x", "title"),), where=plan.Compare("nothing", plan.Operator.NULL)),
        books((plan.Column("x", "title"),), order=(plan.Order("title", ("nothing",)),)),
        books((plan.Progress("x", (plan.Measured("x", "passed"),)),)),
        plan.Operation((plan.Connection("Nothing", plan.Page(first=Given(0)), ()),)),
        plan.Operation((plan.Programme((plan.Column("x", "title"),)),)),
    ],
)
def test_names_come_from_the_catalog(operation: plan.Operation) -> None:
    with pytest.raises(LookupError):
        compile_operation(operation, ENTITIES)


@pytest.mark.parametrize(
    "reach,condition",
    [
        (plan.Reach.NATION, ""),
        (plan.Reach.UNIT, """books_2."unit_code" = (select current_setting('app.units', true))"""),
        (plan.Reach.UNITS, """books_2."unit_code" = any((select string_to_array("""),
    ],
)
def test_a_list_of_a_unit_s_rows_names_the_unit_where_an_index_can_be_used(
    reach: plan.Reach, condition: str
) -> None:
    statement = compile_operation(replace(books((plan.One("shelf", "shelf", ()),)), reach=reach), ENTITIES)
    assert condition in statement.sql
    assert statement.sql.count("current_setting") == bool(condition)
    open_book = {**ENTITIES, "Book": replace(BOOK, resource=Resource("书 | Book", scope=Scope.OPEN))}
    assert "current_setting" not in compile_operation(replace(books(()), reach=reach), open_book).sql


def test_a_page_needs_a_size() -> None:
    with pytest.raises(ValueError, match="size"):
        compile_operation(books((plan.Column("t", "title"),), page=plan.Page()), ENTITIES)


def test_what_costs_is_made_for_the_rows_of_the_page_only() -> None:
    statement = compile_operation(books((plan.Column("t", "title"),), order=(plan.Order("pages"),)), ENTITIES)
    inner = statement.sql[statement.sql.rindex("(select") :]
    assert "limit" in inner
    assert "to_json" not in inner


def test_counting_alone_reads_no_page() -> None:
    connection = plan.Connection("Book", plan.Page(first=Given(0)), (plan.TotalCount("n"),))
    statement = compile_operation(plan.Operation((connection,)), ENTITIES)
    assert "limit" not in statement.sql
    assert statement.values == ()
