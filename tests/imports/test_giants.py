"""The list of funded little giants (P2): tried first, taken in whole, safe to repeat."""

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from openpyxl import Workbook

from api.errors import Refusal
from api.imports.giants import import_giants
from api.viewer import SYSTEM, Viewer
from db.enums import Role
from db.store import Rows, Store
from seed.synthetic.uscc import numbered

HEADINGS = ["统一社会信用代码", "企业名称", "获支持年度", "法定代表人", "地址"]
LIST: list[list[object]] = [
    [numbered("320500", 11), "甲有限公司", 2020, "王一", "苏州市锦澜路1号"],
    [numbered("320500", 12), "乙有限公司", None, None, None],
]


def book(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet
    sheet.title = title
    for row in [HEADINGS, *rows]:
        sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


async def stored(store: Store) -> list[tuple[object, ...]]:
    async with store.read(SYSTEM.rows) as connection:
        rows = await connection.fetch(
            "select uscc, name, funded_year, legal_person, address from little_giants order by uscc"
        )
    return [tuple(row) for row in rows]


async def test_a_list_is_tried_then_taken_in_and_once_only(fresh_store: Store) -> None:
    tried = await import_giants(fresh_store, SYSTEM, book(LIST), "名单.xlsx", commit=False)
    assert (tried.problems, tried.created, tried.committed) == ([], 2, False)
    assert await stored(fresh_store) == []
    done = await import_giants(fresh_store, SYSTEM, book(LIST), "名单.xlsx", commit=True)
    assert (done.created, done.committed) == (2, True)
    again = await import_giants(fresh_store, SYSTEM, book(LIST), "名单.xlsx", commit=True)
    assert (again.created, again.updated, again.unchanged, again.committed) == (0, 0, 2, False)
    assert await stored(fresh_store) == sorted((tuple(row) for row in LIST), key=str)


async def test_a_name_that_changed_is_corrected_and_an_empty_year_keeps_the_known_one(
    fresh_store: Store,
) -> None:
    await import_giants(fresh_store, SYSTEM, book(LIST), "a.xlsx", commit=True)
    later = [[LIST[0][0], "甲集团有限公司", None], LIST[1]]
    report = await import_giants(fresh_store, SYSTEM, book(later), "b.xlsx", commit=True)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    assert (await stored(fresh_store))[0] == (
        LIST[0][0],
        "甲集团有限公司",
        2020,
        "王一",
        "苏州市锦澜路1号",
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
async def test_a_csv_file_is_read_like_a_workbook(fresh_store: Store, encoding: str) -> None:
    lines = [HEADINGS, *[["" if cell is None else str(cell) for cell in row] for row in LIST]]
    content = "\r\n".join(",".join(line) for line in lines).encode(encoding)
    report = await import_giants(fresh_store, SYSTEM, content, "名单.csv", commit=True)
    assert (report.problems, report.created) == ([], 2)


async def test_wrong_codes_and_codes_twice_are_told_by_row_and_nothing_is_taken_in(
    fresh_store: Store,
) -> None:
    wrong: list[Sequence[object]] = [
        [str(LIST[0][0])[:17] + "0", "丙有限公司", 2021],
        LIST[1],
        LIST[1],
        [None, "丁有限公司", 2021],
    ]
    report = await import_giants(fresh_store, SYSTEM, book(wrong), "名单.xlsx", commit=True)
    found = {(problem.code, problem.row) for problem in report.problems if problem.blocking}
    assert ("USCC_CHECK_DIGIT", 2) in found
    assert ("DUPLICATE", 4) in found
    assert ("REQUIRED", 5) in found
    assert not report.committed
    assert await stored(fresh_store) == []
    assert report.marked_copy()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"\xff\xfe\x00broken"])
async def test_what_is_no_list_is_said_to_be_none(fresh_store: Store, content: bytes) -> None:
    report = await import_giants(fresh_store, SYSTEM, content, "名单.csv", commit=True)
    assert report.blocked


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR}))
async def test_only_who_keeps_the_list_brings_it_in(fresh_store: Store, role: Role) -> None:
    viewer = Viewer(1, "x", "x", frozenset({role}), SYSTEM.rows)
    with pytest.raises(Refusal) as caught:
        await import_giants(fresh_store, viewer, book(LIST), "名单.xlsx", commit=True)
    assert (caught.value.code, caught.value.clause) == ("FORBIDDEN", "P2")


async def test_an_administrator_of_one_unit_does_not_bring_it_in(fresh_store: Store) -> None:
    with pytest.raises(Refusal):
        await import_giants(
            fresh_store, replace(SYSTEM, rows=Rows(units=("320000",))), book(LIST), "a.xlsx", commit=True
        )
