"""The template: derived from the catalog, helpful to people, and read back without a problem."""

import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from openpyxl import load_workbook

from api.imports import run as runs
from api.imports.layouts import Layout, build, layout
from api.imports.read import read_workbook
from api.imports.template import FIRST_ROW, LISTS, template_bytes, write_rows
from api.services import rows as service_rows
from api.viewer import SYSTEM
from db.catalog import Entity, Field, Kind, catalog
from db.config import Database
from db.resource import both
from db.store import Store
from tests.imports.raw import small
from tests.imports.sample import reference, sample, workbook

REFERENCE = reference()


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(io.BytesIO(template_bytes(REFERENCE)))


def test_it_has_a_guide_the_sheets_and_an_example_of_each(book: Any) -> None:
    titles = [sheet.title for sheet in layout().sheets.values()]
    assert book.sheetnames[0] == "说明 Guide"
    assert book.sheetnames[1:7] == titles
    assert book.sheetnames[7:13] == [f"示例 {sheet.number} {sheet.zh}" for sheet in layout().sheets.values()]
    assert book[LISTS].sheet_state == "hidden"


def test_every_plain_field_of_the_plan_is_a_column_somewhere() -> None:
    there = {column.name for sheet in layout().sheets.values() for column in sheet.columns}
    for name in ("Plan", "PlanIndustry", "Platform", "Organization", "Project", "CostItem"):
        for field in catalog()[name].fields.values():
            computed = field.name in ("unit_code", "planned_cost")
            assert (f"{name}.{field.name}" in there) is not (field.fixed or field.key or computed), field


def test_headings_are_in_both_languages_with_comments_and_clauses(book: Any) -> None:
    for sheet in layout().sheets.values():
        worksheet = book[sheet.title]
        for letter, column in enumerate(sheet.columns, 1):
            assert worksheet.cell(1, letter).value == column.zh + (" *" if column.required else "")
            assert worksheet.cell(2, letter).value == column.en
            comment = worksheet.cell(1, letter).comment.text
            assert ("必填" in comment) is column.required
            assert ("Required" in comment) is column.required
            assert column.clause is None or f"〔{column.clause}〕" in comment
        assert worksheet.freeze_panes
        headings = [heading for column in sheet.columns for heading in (column.zh, column.en)]
        assert len(set(headings)) == len(headings)


def test_codes_and_telephones_are_text_and_amounts_are_money(book: Any) -> None:
    formats = {
        column.name: book[sheet.title].column_dimensions[chr(64 + letter)].number_format
        for sheet in layout().sheets.values()
        for letter, column in enumerate(sheet.columns, 1)
    }
    assert formats["Organization.uscc"] == formats["Organization.phone"] == "@"
    assert formats["Platform.bank_account"] == formats["enterprise"] == "@"
    assert formats["CostItem.amount"] == "#,##0.00"
    assert formats["Organization.founded_on"] == "yyyy-mm-dd"


def choices(book: Any, key: str, name: str) -> list[str]:
    sheet = layout()[key]
    letter = chr(65 + [column.name for column in sheet.columns].index(name))
    for validation in book[sheet.title].data_validations.dataValidation:
        if f"{letter}{FIRST_ROW}" in validation.sqref and validation.type == "list":
            _, _, area = validation.formula1.partition("!")
            return [cell[0].value for cell in book[LISTS][area.replace("$", "")]]
    raise AssertionError(f"no list for {name}")


def test_lists_offer_the_words_units_batches_and_industries(book: Any) -> None:
    assert len(choices(book, "plan", "unit")) == 37
    assert "540000 西藏自治区" in choices(book, "plan", "unit")
    assert choices(book, "plan", "batch") == ["1", "2", "3"]
    annexed = [industry for industry in REFERENCE.industries if industry.annex]
    assert len(choices(book, "industries", "industry")) == len(annexed) > 50
    assert choices(book, "costs", "CostItem.kind")[:2] == ["咨询诊断", "软件"]
    assert choices(book, "costs", "CostItem.eligible") == ["是", "否"]


def test_what_the_lists_offer_is_what_the_import_takes(book: Any) -> None:
    for unit in choices(book, "plan", "unit"):
        assert REFERENCE.unit(unit) is not None
    for industry in choices(book, "industries", "industry"):
        assert [found.annex for found in REFERENCE.industries_like(industry)] == [True]
    for batch in choices(book, "plan", "batch"):
        assert REFERENCE.batch(batch) is not None


def test_the_examples_are_marked_and_not_read() -> None:
    content = template_bytes(REFERENCE)
    reading = read_workbook(content, layout(), REFERENCE)
    assert {problem.code for problem in reading.problems} == {"SHEET_EMPTY"}
    assert len(reading.problems) == 6
    for name in load_workbook(io.BytesIO(content)).sheetnames[7:13]:
        text = " ".join(str(cell.value) for line in load_workbook(io.BytesIO(content))[name] for cell in line)
        assert "示例数据" in text
        assert "invented" in text


def test_the_examples_themselves_would_be_read_without_a_problem(book: Any) -> None:
    for sheet in list(layout().sheets.values()):
        book.remove(book[sheet.title])
        book[f"示例 {sheet.number} {sheet.zh}"].title = sheet.title
        worksheet = book[sheet.title]
        worksheet.delete_rows(worksheet.max_row)  # the mark
    out = io.BytesIO()
    book.save(out)
    assert read_workbook(out.getvalue(), layout(), REFERENCE).problems == []


async def test_a_template_filled_in_by_code_imports(store: Store) -> None:
    report = await runs.import_workbook(store, SYSTEM, workbook(sample()), "plan.xlsx", commit=False)
    assert report.problems == []
    assert report.created == 111


# A new field


def with_fields(**extra: Field) -> Mapping[str, Entity]:
    """The catalog as if these entities had one field more."""
    entities = dict(catalog())
    for name, field in extra.items():
        entities[name] = replace(entities[name], fields={**entities[name].fields, field.name: field})
    return entities


@pytest.fixture
def extended() -> Layout:
    return build(
        with_fields(
            Platform=Field("fax", Kind.TEXT, "传真 | Fax", null=True, length=20),
            Organization=Field("patents", Kind.INTEGER, "专利数 | Patents", null=True),
            Project=Field("own_funds", Kind.DECIMAL, "自筹资金 | Own funds", null=False, digits=14, places=2),
            Plan=Field("seal_on", Kind.DATE, "用印日期 | Sealed on", null=True),
            PlanIndustry=Field("share", Kind.DECIMAL, "占比 | Share", null=True, digits=5, places=4),
        )
    )


def test_a_new_field_is_a_new_column_of_template_and_import(extended: Layout) -> None:
    book = load_workbook(io.BytesIO(template_bytes(REFERENCE, extended)))
    for key, zh, en in (
        ("platforms", "传真", "Fax"),
        ("enterprises", "专利数", "Patents"),
        ("enterprises", "自筹资金（元） *", "Own funds (CNY)"),
        ("plan", "用印日期", "Sealed on"),
        ("industries", "占比", "Share"),
    ):
        worksheet = book[extended[key].title]
        headings = {
            worksheet.cell(1, n).value: worksheet.cell(2, n).value for n in range(1, worksheet.max_column + 1)
        }
        assert headings[zh] == en
    given = small()
    given["platforms"][0]["Platform.fax"] = "0891-1"
    given["enterprises"][0]["Project.own_funds"] = Decimal("5000.00")
    for key, rows in given.rows.items():
        write_rows(book[extended[key].title], extended[key], rows)
    out = io.BytesIO()
    book.save(out)
    reading = read_workbook(out.getvalue(), extended, REFERENCE)
    assert reading.tables["platforms"].rows[0].values["Platform.fax"] == "0891-1"
    assert reading.tables["enterprises"].rows[0].values["Project.own_funds"] == 5000
    assert [problem.code for problem in reading.problems] == [
        "REQUIRED"
    ] * 9  # not null: the other enterprises


async def test_a_new_field_reaches_the_database(
    fresh_store: Store, fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    entities = with_fields(Platform=Field("fax", Kind.TEXT, "传真 | Fax", null=True, length=20))
    shape = build(entities)
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("alter table platforms add column fax varchar(20)")
    await owner.close()
    monkeypatch.setattr(runs, "layout", lambda: shape)
    monkeypatch.setattr(service_rows, "catalog", lambda: entities)
    service_rows._type.cache_clear()
    book = load_workbook(io.BytesIO(template_bytes(REFERENCE, shape)))
    given = small()
    for fax, updated in (("0891-1", 0), ("0891-2", 1), ("0891-2", 0)):
        given["platforms"][0]["Platform.fax"] = fax
        for key, rows in given.rows.items():
            write_rows(book[shape[key].title], shape[key], rows)
        out = io.BytesIO()
        book.save(out)
        report = await runs.import_workbook(fresh_store, SYSTEM, out.getvalue(), "plan.xlsx", commit=True)
        assert report.updated == updated
    async with fresh_store.read(SYSTEM.rows) as connection:
        assert await connection.fetchval("select fax from platforms") == "0891-2"


def test_labels_have_both_languages() -> None:
    for sheet in layout().sheets.values():
        both(sheet.note)
        for column in sheet.columns:
            assert column.zh
            assert column.en
            assert not column.note or both(column.note)
