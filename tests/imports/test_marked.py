"""The marked copy: the user's own workbook, every problem where it is, and a list of them all."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from api.imports.layouts import layout
from api.imports.links import put_together
from api.imports.read import read_workbook
from api.imports.report import Report
from tests.imports.raw import part, part_of, small, small_workbook, with_part
from tests.imports.sample import reference, workbook

REFERENCE = reference()
COSTS = layout()["costs"].title


def report(content: bytes, lang: str = "zh") -> Report:
    reading = read_workbook(content, layout(), REFERENCE)
    put_together(reading)
    return Report("plan.xlsx", problems=reading.problems, lang=lang, content=content, tables=reading.tables)


def opened(copy: bytes | None) -> Any:
    assert copy is not None
    return load_workbook(io.BytesIO(copy))


def broken() -> bytes:
    given = small()
    given["costs"][0]["CostItem.amount"] = "=1+1"
    given["costs"][1]["CostItem.amount"] = "12万元"
    given["enterprises"][0]["Organization.size"] = "=cmd|' /C calc'!A0"
    return workbook(given)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_problem_is_marked_and_listed_in_the_readers_language(lang: str) -> None:
    found = report(broken(), lang)
    book = opened(found.marked_copy())
    listed = book["问题清单" if lang == "zh" else "Problems"]
    assert book.sheetnames[0] == listed.title
    assert listed.max_row == len(found.problems) + 1 == 4
    for problem in found.problems:
        cell = book[problem.sheet][problem.place.cell]
        assert cell.fill.fgColor.rgb == "FFF4B6B6"
        assert problem.say(lang) in cell.comment.text
        row = next(
            line
            for line in listed.iter_rows(min_row=2)
            if (line[0].value, line[1].value) == (problem.sheet, problem.place.cell)
        )
        assert row[4].value == problem.say(lang)
        assert row[2].value == problem.heading(lang)
        assert row[1].hyperlink.location or row[1].hyperlink.target
    assert book[COSTS]["D4"].value == "12万元"
    assert book[COSTS]["D3"].value == "=1+1"  # the user's own formula stays where it was


def test_nothing_from_the_file_becomes_a_formula_in_the_list() -> None:
    copy = report(broken()).marked_copy()
    for line in opened(copy)["问题清单"].iter_rows():
        assert all(cell.data_type != "f" for cell in line)


def test_a_marked_copy_can_be_corrected_and_sent_in_again() -> None:
    given = small()
    given["costs"][1]["CostItem.amount"] = "12万元"
    book = opened(report(workbook(given)).marked_copy())
    again = io.BytesIO()
    book.save(again)
    assert [problem.code for problem in report(again.getvalue()).problems] == ["TEN_THOUSANDS"]
    twice = opened(report(again.getvalue(), "en").marked_copy())
    assert [name for name in twice.sheetnames if name in ("问题清单", "Problems")] == ["Problems"]
    book[COSTS]["D4"] = 120_000
    corrected = io.BytesIO()
    book.save(corrected)
    assert report(corrected.getvalue()).problems == []


def test_a_file_without_problems_needs_no_copy() -> None:
    assert report(small_workbook()).marked_copy() is None


def test_a_file_that_is_no_workbook_gets_the_list_alone() -> None:
    book = opened(report(b"no workbook").marked_copy())
    assert book.sheetnames == ["问题清单"]
    assert book["问题清单"]["I2"].value == "NOT_A_WORKBOOK"


@pytest.mark.parametrize(
    "spoil",
    [
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'),
        (
            "</sheetData>",
            '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
        ),
        ("<sheetViews>", "<sheetViews><nonsense/>"),
        ("<sheetData>", '<sheetData><row r="9999999"/>'),
    ],
    ids=["merged", "linked", "nonsense", "row"],
)
def test_what_openpyxl_can_not_copy_is_rebuilt_from_what_was_read(spoil: tuple[str, str]) -> None:
    whole = broken()
    xml = part(whole, part_of("costs"))
    assert spoil[0] in xml
    book = opened(report(with_part(whole, part_of("costs"), xml.replace(*spoil))).marked_copy())
    assert book[COSTS]["D4"].value == "12万元"
    assert book[COSTS]["D4"].comment


def test_a_problem_in_a_merged_cell_is_marked_at_its_first_cell() -> None:
    def merged() -> bytes:
        book = load_workbook(io.BytesIO(small_workbook()))
        book[COSTS].merge_cells("D3:D4")
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    found = report(merged())
    assert {problem.code for problem in found.problems} == {"MERGED", "REQUIRED"}
    assert opened(found.marked_copy())[COSTS]["D3"].comment
