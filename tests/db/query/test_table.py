"""A connection as a table: which columns, which rows, and what does not fit."""

from dataclasses import replace

import pytest

from db.catalog import Kind, Relation
from db.query import plan
from db.query.plan import Fixed, Given
from db.query.table import NoColumn, NotFlat, Table, Type, compile_table
from db.resource import Sum
from tests.db.query.test_compile import BOOK, SHELF, field

MARKED = {"synthetic": field("synthetic", Kind.BOOLEAN)}
KINDS = {
    "title": (Kind.TEXT, Type.TEXT),
    "pages": (Kind.INTEGER, Type.INTEGER),
    "isbn": (Kind.NUMBER, Type.INTEGER),
    "price": (Kind.DECIMAL, Type.DECIMAL),
    "state": (Kind.WORD, Type.WORD),
    "lent": (Kind.BOOLEAN, Type.BOOLEAN),
    "printed": (Kind.DATE, Type.DATE),
    "bought": (Kind.TIME, Type.TIME),
    "notes": (Kind.JSON, Type.JSON),
}
LIBRARY = {
    "Shelf": replace(
        SHELF,
        relations={
            **SHELF.relations,
            "boards": Relation("boards", "Book", True, (("id", "shelf_id"),), "板 | Boards"),
        },
        resource=replace(
            SHELF.resource,
            computed={**SHELF.resource.computed, "worth": Sum("books", "price", label="值 | Worth")},
        ),
    ),
    "Book": replace(
        BOOK,
        fields={
            **BOOK.fields,
            **MARKED,
            **{name: field(name, kind, places=3, digits=9, null=True) for name, (kind, _) in KINDS.items()},
        },
    ),
}


def nodes(*selection: plan.Selection) -> tuple[plan.Part, ...]:
    return (plan.Nodes("nodes", selection),)


def books(*selection: plan.Selection, page: plan.Page | None = None, **more: object) -> plan.Connection:
    return plan.Connection("Book", page or plan.Page(), nodes(*selection), **more)  # type: ignore[arg-type]


def shelves(*selection: plan.Selection, page: plan.Page | None = None) -> plan.Connection:
    return plan.Connection("Shelf", page or plan.Page(), nodes(*selection))


def table(connection: plan.Connection, chosen: tuple[str, ...] | None = None) -> Table:
    return compile_table(connection, Fixed(100), chosen, LIBRARY)


TITLE = plan.Column("title", "title")
BELOW = plan.Many("books", "books", books(TITLE))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_field_has_a_type(name: str) -> None:
    column, _ = table(books(plan.Column("it", name))).columns
    assert column.kind is KINDS[name][1]
    assert column.path == ("it",)
    assert column.labels == ((name, name),)
    assert (column.digits, column.places) == (9, 3)


def test_a_relation_is_a_longer_path_with_a_label_for_each_step() -> None:
    made = table(
        books(TITLE, plan.One("on", "shelf", (plan.GlobalId("id"), plan.Computed("n", "long_count"))))
    )
    assert [column.name for column in made.columns] == ["title", "on.id", "on.n", "synthetic"]
    assert made.columns[1].labels == (("架", "Shelf"), ("全局编号", "Global id"))
    assert made.columns[2].kind is Type.INTEGER


def test_a_sum_over_a_row_that_is_not_there_is_no_sum() -> None:
    made = table(books(plan.One("on", "shelf", (plan.Computed("n", "long_count"),))))
    assert 'case when shelves_2."id" is null then null' in made.rows.sql
    certain = table(shelves(plan.Computed("n", "long_count")))
    assert "case when" not in certain.rows.sql


def test_a_sum_has_the_places_of_what_is_summed() -> None:
    column, _ = table(shelves(plan.Computed("worth", "worth"))).columns
    assert (column.kind, column.digits, column.places) == (Type.DECIMAL, 38, 3)


def test_a_nested_list_is_joined_from_outside_and_keeps_its_own_order_and_size() -> None:
    inner = plan.Connection(
        "Book", plan.Page(first=Given(0)), nodes(TITLE), order=(plan.Order("pages", descending=True),)
    )
    made = table(shelves(plan.Many("books", "books", inner)))
    assert "left join lateral" in made.rows.sql
    assert made.rows.sql.endswith("order by shelves_1._rank, books_2._rank")
    assert Given(0) in made.rows.values
    assert Given(0) in made.count.values


def test_the_last_rows_come_in_their_order() -> None:
    made = table(books(TITLE, page=plan.Page(last=Fixed(3))))
    assert made.rows.sql.endswith("order by books_1._rank desc")


def test_a_page_without_a_size_is_all_rows() -> None:
    made = table(books(TITLE))
    assert "limit" not in made.rows.sql
    assert made.rows.values == ()


def test_counting_does_not_read_what_does_not_count() -> None:
    made = table(
        shelves(
            plan.Computed("worth", "worth"),
            plan.Many("books", "books", books(TITLE, plan.One("s", "shelf", ()))),
        )
    )
    assert made.count.sql.count("join") == 1
    assert "title" not in made.count.sql
    assert "order by" not in made.count.sql
    assert made.count.values == (Fixed(100),)


def test_columns_are_chosen_by_name_in_the_order_wanted() -> None:
    made = table(books(TITLE, plan.Column("pages", "pages")), ("pages", "title", "pages"))
    assert [column.name for column in made.columns] == ["pages", "title", "synthetic"]
    with pytest.raises(NoColumn) as error:
        table(books(TITLE), ("title", "unit_code"))
    assert (error.value.name, error.value.names) == ("unit_code", ("title",))


@pytest.mark.parametrize(
    ("connection", "path"),
    [
        (plan.Connection("Book", plan.Page(), ()), ()),
        (plan.Connection("Book", plan.Page(), (plan.TotalCount("n"),)), ()),
        (books(), ()),
        (books(plan.Typename("t", "Book")), ()),
        (plan.Connection("Book", plan.Page(), (*nodes(TITLE), *nodes(TITLE))), ()),
        (shelves(BELOW, plan.Many("boards", "boards", books(TITLE))), ("boards",)),
        (shelves(BELOW, plan.Many("again", "books", books(TITLE))), ("again",)),
        (
            books(plan.One("a", "shelf", (BELOW,)), plan.One("b", "shelf", (BELOW,))),
            ("b",),
        ),
        (shelves(plan.Months("m", ())), ("m",)),
        (shelves(plan.Many("books", "books", plan.Connection("Book", plan.Page(), ()))), ("books",)),
    ],
)
def test_what_is_no_table_is_named(connection: plan.Connection, path: tuple[str, ...]) -> None:
    with pytest.raises(NotFlat) as error:
        table(connection)
    assert error.value.path == path


def test_a_list_in_a_list_is_one_table() -> None:
    deeper = plan.Many("books", "books", books(TITLE, plan.One("shelf", "shelf", (BELOW,))))
    made = table(shelves(deeper))
    assert [column.name for column in made.columns] == ["books.title", "books.shelf.books.title", "synthetic"]


# -- the mark of invented rows -----------------------------------------------------------------------


def marks(connection: plan.Connection, chosen: tuple[str, ...] | None = None) -> list[str]:
    return [column.name for column in table(connection, chosen).columns if column.kind is Type.BOOLEAN]


OWN = plan.Column("synthetic", "synthetic")


def test_every_table_is_marked_once() -> None:
    assert marks(books(TITLE)) == ["synthetic"]
    assert marks(books(TITLE, OWN)) == ["synthetic"]
    assert marks(books(TITLE, OWN), ("title",)) == ["synthetic"]
    assert marks(shelves(plan.GlobalId("id"))) == ["synthetic"]


def test_a_mark_of_its_own_is_told_from_that_of_the_whole_row() -> None:
    below = plan.Many("books", "books", books(TITLE))
    assert marks(books(OWN, plan.One("shelf", "shelf", (below,)))) == ["synthetic", "rowSynthetic"]
    assert marks(books(plan.Column("synthetic", "lent"))) == ["synthetic", "rowSynthetic"]
    named = (plan.Column("synthetic", "lent"), plan.Column("rowSynthetic", "lent"))
    assert marks(books(*named)) == ["synthetic", "rowSynthetic", "rowSynthetic_"]


def test_masks_are_made_in_the_statement() -> None:
    made = table(books(plan.Column("title", "title", masked=True)))
    assert "'****' || right(books_1.\"title\", 4)" in made.rows.sql
