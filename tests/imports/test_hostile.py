"""Files that mean harm or were made by accident: a clear problem, or read right; never anything else."""

import io
import re
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from api.imports.layouts import layout
from api.imports.links import put_together
from api.imports.read import Reading, read_workbook
from tests.imports.raw import (
    as_excel,
    headings,
    package,
    part,
    part_of,
    parts,
    row,
    small,
    small_workbook,
    with_part,
)
from tests.imports.sample import reference, workbook

REFERENCE = reference()


def read(content: bytes) -> Reading:
    reading = read_workbook(content, layout(), REFERENCE)
    for problem in reading.problems:  # whatever it is, it can be told in both languages
        assert problem.say("zh")
        assert problem.say("en")
        assert problem.say("zh") != problem.say("en")
        problem.advise("zh"), problem.advise("en")
    return reading


def codes(content: bytes) -> list[str]:
    return [problem.code for problem in read(content).problems]


def blocking(content: bytes) -> list[str]:
    return [problem.code for problem in read(content).problems if problem.blocking]


def edited(edit: object, content: bytes | None = None) -> bytes:
    """The small workbook after ``edit(book)``."""
    book = load_workbook(io.BytesIO(content or small_workbook()))
    edit(book)  # type: ignore[operator]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def title(key: str) -> str:
    return layout()[key].title


def letter(key: str, name: str) -> int:
    return [column.name for column in layout()[key].columns].index(name) + 1


# Not a workbook


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "EMPTY_FILE"),
        (b"unit,batch\n540000,3\n", "NOT_A_WORKBOOK"),
        (b"%PDF-1.7\n", "NOT_A_WORKBOOK"),
        (b"<html><table><tr><td>540000</td></tr></table></html>", "NOT_A_WORKBOOK"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "OLD_FORMAT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "ENCRYPTED"),
        (b"PK\x03\x04 and nothing more", "DAMAGED"),
        (package({"readme.txt": "hello"}), "NOT_A_WORKBOOK"),
        (
            package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}),
            "OLD_FORMAT",
        ),
        (package({"[Content_Types].xml": "<Types/>", "word/document.xml": ""}), "NOT_A_WORKBOOK"),
        (b"\0" * ((30 << 20) + 1), "TOO_LARGE"),
    ],
    ids=["empty", "csv", "pdf", "html", "xls", "encrypted", "cut", "zip", "ods", "docx", "large"],
)
def test_what_is_not_a_workbook_is_said_to_be_none(content: bytes, code: str) -> None:
    assert codes(content) == [code]


def test_every_truncation_of_a_workbook_is_refused() -> None:
    whole = small_workbook()
    for share in range(1, 10):
        assert codes(whole[: len(whole) * share // 10]) == ["DAMAGED"]


def test_a_workbook_with_damaged_parts_is_refused() -> None:
    whole = as_excel(small_workbook())
    for name in ("xl/workbook.xml", part_of("plan"), "xl/sharedStrings.xml", "xl/styles.xml"):
        assert codes(with_part(whole, name, part(whole, name)[:-30])) == ["DAMAGED"], name
    spoilt = bytearray(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        start = archive.getinfo(part_of("plan")).header_offset + 200
    spoilt[start : start + 40] = b"\xff" * 40
    assert codes(bytes(spoilt)) == ["DAMAGED"]


def test_macros_are_refused_however_they_are_declared() -> None:
    sheets = {title(key): f"<sheetData>{headings(key)}</sheetData>" for key in layout().sheets}
    declared = package(parts(sheets, main="sheet.macroEnabled.main+xml"))
    assert codes(declared) == ["MACROS"]
    assert codes(with_part(small_workbook(), "xl/vbaProject.bin", b"\xd0\xcf")) == ["MACROS"]


def test_an_encrypted_zip_is_refused() -> None:
    content = bytearray(small_workbook())
    central = content.rfind(b"PK\x01\x02")
    content[central + 8] |= 1
    assert codes(bytes(content)) == ["ENCRYPTED"]


def test_shared_strings_read_as_inline_ones_do() -> None:
    inline, shared = read(small_workbook()), read(as_excel(small_workbook()))
    assert shared.problems == []
    assert [t.rows for t in shared.tables.values()] == [t.rows for t in inline.tables.values()]


def test_a_reference_to_a_string_that_is_not_there() -> None:
    whole = as_excel(small_workbook())
    beyond = re.sub(r'(<c r="D3"[^>]*><v>)\d+', r"\g<1>99999", part(whole, part_of("plan")))
    assert codes(with_part(whole, part_of("plan"), beyond)) == ["CELL_ERROR"]


# Bombs


def test_a_zip_bomb_is_never_unpacked() -> None:
    bomb = with_part(small_workbook(), part_of("plan"), b"<worksheet>" + b" " * (60 << 20))
    begun = time.process_time()
    assert codes(bomb) == ["ZIP_BOMB"]
    assert time.process_time() - begun < 1


def test_many_parts_are_refused() -> None:
    assert codes(package({f"{number}": "" for number in range(2_500)})) == ["ZIP_BOMB"]


def test_a_bomb_within_a_part_is_left_alone() -> None:
    inner = package({"bomb": b"\0" * (40 << 20)}, level=9)
    assert blocking(with_part(small_workbook(), "xl/embeddings/inner.zip", inner)) == []
    assert codes(package({"workbook.xlsx": small_workbook()})) == ["NOT_A_WORKBOOK"]


def test_a_directory_that_lies_about_sizes_yields_no_more_than_it_says() -> None:
    content = bytearray(with_part(small_workbook(), part_of("plan"), b"<worksheet>" + b" " * (8 << 20)))
    name = part_of("plan").encode()
    central = content.rfind(b"PK\x01\x02", 0, content.rfind(name))
    content[central + 24 : central + 28] = (1000).to_bytes(4, "little")
    assert codes(bytes(content)) == ["DAMAGED"]


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["laughs", "file", "network"],
)
def test_a_dtd_is_refused_in_every_part(prologue: str) -> None:
    sheets = {title(key): f"<sheetData>{headings(key)}</sheetData>" for key in layout().sheets}
    assert codes(package(parts(sheets, before=prologue))) == ["FORBIDDEN_XML"]
    whole = as_excel(small_workbook())
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"):
        xml = part(whole, name)
        start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
        assert codes(with_part(whole, name, xml[:start] + prologue + xml[start:])) == ["FORBIDDEN_XML"]


def test_a_million_empty_rows_are_read_right_and_fast() -> None:
    whole = small_workbook()
    xml = part(whole, part_of("enterprises"))
    empty = "".join(f'<row r="{number}" spans="1:14" ht="15"/>' for number in range(20, 1_000_020))
    content = with_part(whole, part_of("enterprises"), xml.replace("</sheetData>", empty + "</sheetData>"))
    begun = time.process_time()  # of this process: other tests may keep the machine busy
    reading = read(content)
    assert reading.complete
    assert len(reading.tables["enterprises"].rows) == 10
    assert time.process_time() - begun < 8


def test_styled_empty_rows_and_a_cell_in_the_last_corner() -> None:
    whole = small_workbook()
    xml = part(whole, part_of("costs"))
    more = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="2"/></row>' for n in range(100, 50_100))
    more += '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    reading = read(with_part(whole, part_of("costs"), xml.replace("</sheetData>", more + "</sheetData>")))
    assert reading.complete
    assert len(reading.tables["costs"].rows) == 10


def test_more_rows_than_anybody_types() -> None:
    many = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(3, 100_010))
    whole = small_workbook()
    xml = part(whole, part_of("costs"))
    assert codes(with_part(whole, part_of("costs"), xml.replace("</sheetData>", many + "</sheetData>"))) == [
        "TOO_MUCH_CONTENT"
    ]


# Sheets and headings


def test_another_workbook_is_not_the_template() -> None:
    book = Workbook()
    book.active.append(["a", 1])
    out = io.BytesIO()
    book.save(out)
    assert codes(out.getvalue()) == ["NOT_THE_TEMPLATE"]


def test_a_missing_and_a_renamed_sheet() -> None:
    assert blocking(edited(lambda book: book.remove(book[title("costs")]))) == ["SHEET_MISSING"]

    def rename(book: Workbook) -> None:
        book[title("costs")].title = "3 成本测算表 Cost"

    reading = read(edited(rename))
    assert [problem.code for problem in reading.problems] == ["SHEET_MISSING", "SHEET_UNKNOWN"]
    assert "3 成本测算表 Cost" in reading.problems[0].advise("zh")


@pytest.mark.parametrize("name", ["成本测算", "3成本测算", " ３  成本测算 COSTS ", "Costs"])
def test_a_sheet_is_known_by_either_name(name: str) -> None:
    def rename(book: Workbook) -> None:
        book[title("costs")].title = name

    assert codes(edited(rename)) == []


def test_a_sheet_twice() -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book[title("plan")]).title = "实施方案"

    assert blocking(edited(copy)) == ["SHEET_TWICE"]


def test_a_strange_sheet_is_noted_only() -> None:
    assert codes(edited(lambda book: book.create_sheet("领导批示"))) == ["SHEET_UNKNOWN"]
    assert blocking(edited(lambda book: book.create_sheet("领导批示"))) == []


def test_a_sheet_without_rows() -> None:
    assert blocking(edited(lambda book: book[title("costs")].delete_rows(3, 100))) == ["SHEET_EMPTY"]


def test_a_sheet_without_headings() -> None:
    assert blocking(edited(lambda book: book[title("costs")].delete_rows(1, 2))) == ["HEADINGS_MISSING"]


def test_a_missing_required_column_names_what_it_may_be_called() -> None:
    def rename(book: Workbook) -> None:
        sheet = book[title("costs")]
        sheet.cell(1, letter("costs", "CostItem.amount"), "合计金额")
        sheet.cell(2, letter("costs", "CostItem.amount"), "Total")

    reading = read(edited(rename))
    assert [problem.code for problem in reading.problems] == ["COLUMN_MISSING", "COLUMN_UNKNOWN"]
    assert reading.problems[0].column == "金额（元）"
    assert reading.problems[0].blocking


def test_a_missing_optional_column_is_noted_only() -> None:
    name = letter("enterprises", "Organization.address")
    assert codes(edited(lambda book: book[title("enterprises")].delete_cols(name))) == ["COLUMN_ABSENT"]


def test_a_heading_renamed_in_one_language_is_found_by_the_other() -> None:
    def rename(book: Workbook) -> None:
        book[title("costs")].cell(1, letter("costs", "CostItem.amount"), "价钱")

    assert blocking(edited(rename)) == []


def test_a_heading_twice() -> None:
    def repeat(book: Workbook) -> None:
        book[title("costs")].cell(1, 9, "名称")

    assert blocking(edited(repeat)) == ["COLUMN_TWICE"]


def test_columns_in_another_order_and_a_title_above() -> None:
    def move(book: Workbook) -> None:
        sheet = book[title("costs")]
        values = [[cell.value for cell in line][::-1] for line in sheet.iter_rows(max_col=5)]
        sheet.delete_rows(1, sheet.max_row)
        sheet.append(["西藏自治区成本测算表"])
        sheet.merge_cells("A1:E1")
        for line in values:
            sheet.append(line)

    reading = read(edited(move))
    assert reading.problems == []
    assert len(reading.tables["costs"].rows) == 10
    assert reading.tables["costs"].rows[0].number == 4


def test_two_plans_in_one_file() -> None:
    given = small()
    given["plan"].append({**given["plan"][0], "batch": 2})
    assert blocking(workbook(given)) == ["ONE_ROW_ONLY"]


# Cells


def test_a_formula_counts_by_its_value_and_needs_one() -> None:
    def formula(book: Workbook) -> None:
        book[title("costs")].cell(3, letter("costs", "CostItem.amount"), "=100*2000")

    without = edited(formula)
    reading = read(without)
    assert [problem.code for problem in reading.problems] == ["FORMULA_WITHOUT_VALUE"]
    assert reading.problems[0].place.cell == "D3"
    xml = part(without, part_of("costs"))
    computed = re.sub(r"(<f>100\*2000</f>)<v ?(/>|></v>)", r"\1<v>200000</v>", xml)
    assert computed != xml
    reading = read(with_part(without, part_of("costs"), computed))
    assert reading.problems == []
    assert reading.tables["costs"].rows[0].values["CostItem.amount"] == 200_000


def test_an_error_value_is_named() -> None:
    def break_it(book: Workbook) -> None:
        book[title("costs")].cell(3, letter("costs", "CostItem.amount"), "#REF!")

    assert codes(edited(break_it)) == ["CELL_ERROR"]


def test_a_link_merged_over_its_rows_holds_for_all_of_them() -> None:
    def merge(book: Workbook) -> None:
        book[title("enterprises")].merge_cells("A3:A12")

    reading = read(edited(merge))
    assert reading.problems == []
    assert len({row.values["platform"] for row in reading.tables["enterprises"].rows}) == 1


def test_an_amount_merged_over_rows_is_refused_not_guessed() -> None:
    def merge(book: Workbook) -> None:
        book[title("costs")].merge_cells("D3:D4")

    assert blocking(edited(merge)) == ["MERGED", "REQUIRED"]


def test_an_absurd_merge_costs_nothing() -> None:
    whole = small_workbook()
    xml = part(whole, part_of("costs"))
    merged = '<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    begun = time.process_time()
    assert "MERGED" in codes(
        with_part(whole, part_of("costs"), xml.replace("</sheetData>", "</sheetData>" + merged))
    )
    assert time.process_time() - begun < 2


def test_control_characters_and_escapes_do_not_get_through() -> None:
    given = small()
    given["plan"][0]["Plan.contact"] = "扎西_x0000__x000D__x0041_"
    reading = read(workbook(given))
    assert reading.tables["plan"].rows[0].values["Plan.contact"] == "扎西\nA"


def test_phonetic_hints_are_no_part_of_a_text() -> None:
    whole = as_excel(small_workbook())
    xml = part(whole, "xl/sharedStrings.xml")
    # lxml, where it is there, writes Chinese as references.
    hinted = re.sub("<t>(扎西|&#25166;&#35199;)</t>", r"<t>\1</t><rPh sb='0' eb='2'><t>zhaxi</t></rPh>", xml)
    assert hinted != xml
    reading = read(with_part(whole, "xl/sharedStrings.xml", hinted))
    assert reading.tables["plan"].rows[0].values["Plan.contact"] == "扎西"


def test_strict_namespaces_prefixes_and_cells_without_addresses() -> None:
    sheet = layout()["plan"]
    cells = "".join(f'<x:c t="inlineStr"><x:is><x:t>{c.zh}</x:t></x:is></x:c>' for c in sheet.columns)
    values = "".join(
        f'<x:c t="inlineStr"><x:is><x:r><x:t>{v[:2]}</x:t></x:r><x:r><x:t>{v[2:]}</x:t></x:r></x:is></x:c>'
        for v in ("540000", "第三批", "方案标题")
    )
    xml = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        f"<x:row>{cells}</x:row><x:row>{values}</x:row></x:sheetData></x:worksheet>"
    )
    reading = read(with_part(small_workbook(), part_of("plan"), xml))
    values_read = reading.tables["plan"].rows[0].values
    assert (values_read["unit"], values_read["batch"], values_read["Plan.title"]) == ("540000", 3, "方案标题")


def test_all_problems_of_a_file_come_at_once() -> None:
    given = small()
    given["platforms"][0]["Organization.name"] = None
    given["enterprises"][0]["Organization.size"] = "巨型"
    given["enterprises"][1]["Organization.employees"] = -4
    given["enterprises"][2]["Organization.founded_on"] = "5/1/2023"
    given["costs"][2]["CostItem.amount"] = "三十万"
    given["targets"][0]["Platform.planned"] = "十家"
    reading = read(workbook(given))
    assert [(p.code, p.place.cell, p.value) for p in reading.problems] == [
        ("REQUIRED", "C3", ""),
        ("UNKNOWN_WORD", "D3", "巨型"),
        ("TOO_LOW", "E4", "-4"),
        ("DATE_UNCLEAR", "G5", "5/1/2023"),
        ("NOT_A_NUMBER", "D5", "三十万"),
        ("NOT_A_NUMBER", "B3", "十家"),
    ]


def test_a_file_full_of_nonsense_has_an_end() -> None:
    whole = small_workbook()
    for key in ("enterprises", "costs"):
        many = "".join(
            f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>{n}</v></c></row>'
            for n in range(13, 30_000)
        )
        xml = part(whole, part_of(key)).replace("</sheetData>", many + "</sheetData>")
        whole = with_part(whole, part_of(key), xml)
    begun = time.process_time()
    reading = read_workbook(whole, layout(), REFERENCE)
    put_together(reading)
    assert [p.code for p in reading.problems].count("TOO_MANY_PROBLEMS") >= 1
    assert len(reading.problems) < 60_000
    assert time.process_time() - begun < 20


# Rows among themselves


def test_duplicates_are_found_with_the_row_they_repeat() -> None:
    given = small()
    given["industries"].append(given["industries"][0])
    given["platforms"].append(given["platforms"][0])
    given["enterprises"].append(given["enterprises"][4])
    given["costs"].append(given["costs"][0])
    reading = read(workbook(given))
    put_together(reading)
    found = [(p.code, p.place.cell, p.facts.get("first")) for p in reading.problems]
    assert found == [
        ("DUPLICATE", "A4", 3),
        ("DUPLICATE", "B4", 3),
        ("DUPLICATE", "B13", 7),
        ("DUPLICATE", "C13", 3),
    ]


def test_links_that_lead_nowhere() -> None:
    given = small()
    other = small(first=500)
    industry = next(
        i for i in REFERENCE.industries if i.annex and i.code not in given["industries"][0]["industry"]
    )
    given["platforms"][0]["industry"] = industry.code
    given["enterprises"][0]["platform"] = other["platforms"][0]["Organization.uscc"]
    given["costs"][1]["enterprise"] = other["enterprises"][1]["Organization.uscc"]
    given["targets"][0]["platform"] = other["platforms"][0]["Organization.uscc"]
    reading = read(workbook(given))
    put_together(reading)
    assert {p.code for p in reading.problems} == {
        "INDUSTRY_NOT_LISTED",
        "PLATFORM_NOT_LISTED",
        "ENTERPRISE_NOT_LISTED",
        "TARGET_MISSING",
        "COST_MISSING",
    }


def test_a_wrong_code_is_reported_once_and_not_by_every_row_that_means_it() -> None:
    given = small()
    right = given["enterprises"][0]["Organization.uscc"]
    given["enterprises"][0]["Organization.uscc"] = right[:17] + ("0" if right[17] != "0" else "1")
    reading = read(workbook(given))
    put_together(reading)
    assert [p.code for p in reading.problems] == ["USCC_CHECK_DIGIT"]


def test_one_code_with_two_names() -> None:
    given = small()
    given["enterprises"][0]["Organization.uscc"] = given["platforms"][0]["Organization.uscc"]
    given["costs"][0]["enterprise"] = given["platforms"][0]["Organization.uscc"]
    reading = read(workbook(given))
    put_together(reading)
    assert [(p.code, p.place.cell) for p in reading.problems] == [("DIFFERENT_NAMES", "C3")]


def test_raw_rows_helper_makes_what_the_reader_reads() -> None:
    sheets = {title(key): f"<sheetData>{headings(key)}{row(3, 'x')}</sheetData>" for key in layout().sheets}
    assert zipfile.is_zipfile(io.BytesIO(package(parts(sheets))))
    assert "REQUIRED" in codes(package(parts(sheets)))
