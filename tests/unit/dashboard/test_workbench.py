"""The workbench of every table fits the schema, whatever its declaration says."""

import pytest
from graphql import parse, validate

from dashboard.declared import Declared
from dashboard.workbench import columns, record, table
from dashboard.workbench.allowed import Allowed
from tests.unit.dashboard.made import SCHEMA, Api, labels, view

TABLES = list(labels().tables.values())
ALL = frozenset(one.name for one in TABLES)
SOME = ALL - {"Organization", "Platform", "Case", "User"}
ADDRESS = "columns=state,unit.shortName,nowhere,platform.nowhere&pin=state&width=state:7,unit_shortName:222"


@pytest.mark.parametrize("readable", [ALL, SOME], ids=["all", "some"])
@pytest.mark.parametrize("of", TABLES, ids=lambda of: of.name)
def test_grid_and_record_of_each_table_fit_the_schema(of: Declared, readable: frozenset[str]) -> None:
    may = Allowed(readable, (), ())
    seen = view(Api(), f"/data/{of.connection}", of.connection)
    for text in (table.grid_of(seen, of, may).document, record.document(seen, of, may)):
        assert validate(SCHEMA, parse(text)) == []


@pytest.mark.parametrize("of", TABLES, ids=lambda of: of.name)
def test_all_columns_that_can_be_chosen_fit_the_schema_and_are_called_something(of: Declared) -> None:
    seen = view(Api(), f"/data/{of.connection}", of.connection)
    groups = columns.choices(seen, of, ALL)
    paths = [path for _, fields in groups for path, _ in fields]
    assert len(paths) == len(set(paths))
    chosen = [columns.column(seen, of, path) for path in paths]
    assert all(column.head(seen) for column in chosen)
    document = table.document(of, chosen, Allowed(ALL, (), ()))
    assert validate(SCHEMA, parse(document)) == []


def test_an_address_chooses_arranges_and_is_not_taken_at_its_word() -> None:
    of = next(one for one in TABLES if one.name == "Project")
    seen = view(Api(), "/data/projects", "projects", ADDRESS)
    found = table.grid_of(seen, of, Allowed(ALL, (), ()))
    assert [column.path for column in found.columns] == ["state", "unit.shortName"]
    assert [column.pinned for column in found.columns] == [True, False]
    assert [column.set_width for column in found.columns] == [table.WIDTHS[0], 222]


@pytest.mark.parametrize(
    ("search", "where"),
    [
        ("", {}),
        ("q=%20", {}),
        ("q=灯塔", {"search": "灯塔"}),
        ("of=platform:12", {"platform": {"id": {"eq": "UGxhdGZvcm06MTI="}}}),
        ("of=claims:12", {}),  # many rows: nothing that a row belongs to
        ("of=nowhere:12", {}),
        ("of=platform:1'", {}),
    ],
)
def test_an_address_narrows_a_table(search: str, where: dict[str, object]) -> None:
    of = next(one for one in TABLES if one.name == "Project")
    assert table.within(view(Api(), "/data/projects", "projects", search), of) == where


def test_tables_that_may_not_be_read_are_no_way_to_a_column() -> None:
    of = next(one for one in TABLES if one.name == "Project")
    seen = view(Api(), "/data/projects", "projects", "columns=platform.state,state")
    assert columns.paths(seen, of, SOME) == ["state"]


def test_every_heading_has_tables_and_none_is_left_without() -> None:
    headings = [one.group for one in TABLES]
    assert headings == sorted(headings, key=headings.index)
    assert 5 <= len(set(headings)) <= 9
