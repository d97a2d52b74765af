"""Whatever arrives, the answer is a report."""

import io
import random
import zipfile
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from api.imports.cells import Wrong, meant, shown
from api.imports.layouts import layout
from api.imports.links import put_together
from api.imports.problem import SENTENCES
from api.imports.read import read_workbook
from api.imports.report import Report
from api.imports.sheets import Cell
from api.imports.template import template_bytes
from tests.imports.raw import as_excel, package, small
from tests.imports.sample import reference, workbook

REFERENCE = reference()
TEMPLATE = template_bytes(REFERENCE)
WHOLE = workbook(small(), TEMPLATE)
SHARED = as_excel(WHOLE)
COLUMNS = [column for sheet in layout().sheets.values() for column in sheet.columns]

#: Without shrinking: an example is a whole workbook, and the seed finds it again.
PHASES = (Phase.explicit, Phase.generate)
RELAXED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow],
)


def told(content: bytes) -> Report:
    """The report of a file, with everything in it said."""
    reading = read_workbook(content, layout(), REFERENCE)
    put_together(reading)
    report = Report("x.xlsx", problems=reading.problems, content=content, tables=reading.tables)
    for lang in ("zh", "en"):
        assert report.summary(lang)
    assert all(problem.code in SENTENCES for problem in report.problems)
    return report


@RELAXED
@given(st.binary(max_size=4096))
def test_random_bytes(content: bytes) -> None:
    assert told(content).blocked
    assert told(b"PK\x03\x04" + content).blocked
    assert told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content).blocked


@RELAXED
@given(st.integers(0, 2**32))
def test_a_workbook_with_random_bytes_changed(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(SHARED)
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    told(bytes(content))


@RELAXED
@given(st.integers(0, 2**32))
def test_a_workbook_with_random_xml_changed(seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(SHARED)) as archive:
        parts: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.startswith(("xl/w", "xl/s", "_rels"))])
    xml = parts[name].decode("utf-8", "replace")
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(xml))
        end = min(len(xml), start + chance.randrange(40))
        xml = (
            xml[:start]
            + chance.choice(["", xml[start:end] * 3, "<c/>", "&amp;", '"', "9" * 30, "-1"])
            + xml[end:]
        )
    told(package({**parts, name: xml})).marked_copy()


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["是", "2023-05-01", "12万", "1e400", "-0", "NaN", "Infinity", "{x}", "{0}", "a | b", "=1", "９"]
    ),
    st.from_regex(r"[-+0-9.eE,/年月日]{1,20}", fullmatch=True),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.sampled_from(COLUMNS),
    st.sampled_from(["text", "number", "date", "boolean", "error", "formula"]),
    TEXTS,
)
def test_any_cell_has_a_value_or_a_named_problem(column: Any, kind: str, text: str) -> None:
    cell = Cell(kind, text)
    shown(cell)
    wrong = None
    try:
        meant(cell, column, REFERENCE)
    except Wrong as error:
        wrong = error.code
    assert wrong is None or wrong in SENTENCES


@RELAXED
@given(
    st.lists(
        st.tuples(st.sampled_from(list(layout().sheets)), st.integers(1, 14), st.integers(1, 15), TEXTS),
        max_size=12,
    )
)
def test_a_plan_with_random_cells(cells: list[tuple[str, int, int, str]]) -> None:
    book = load_workbook(io.BytesIO(WHOLE))
    for key, row, letter, text in cells:
        book[layout()[key].title].cell(row, letter).value = ILLEGAL_CHARACTERS_RE.sub("", text)
    out = io.BytesIO()
    book.save(out)
    copy = told(out.getvalue()).marked_copy()
    assert copy is None or load_workbook(io.BytesIO(copy))
