"""Documents: the templates that are kept here, filled in; the same data gives the same bytes."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jinja2 import UndefinedError

from api.documents.rendering import OURS, Paper, render

ENTERPRISE = "苏州喆垚<A&B>智造科技有限公司"
DATA: dict[str, dict[str, Any]] = {
    "evaluation": {
        "title": ["江苏省中小企业数字化转型试点", "第一批绩效自评报告"],
        "from": "江苏省",
        "synthetic": True,
        "draft": False,
        "addressee": "工业和信息化部、财政部",
        "opening": "现将有关情况报告如下。",
        "facts": [{"label": f"事实{number}", "value": str(number)} for number in range(4)],
        "platforms": [
            {
                "name": ENTERPRISE,
                "industry": "汽车零部件",
                "planned": "12",
                "contracted": "12",
                "passed": "11",
                "satisfaction": "4.5",
            }
        ],
        "scores": [
            {
                "of": "实施方案",
                "indicator": "通过验收的试点企业数，家",
                "baseline": "—",
                "goal": "12",
                "actual": "11",
                "weight": "100",
                "score": "91.67",
            }
        ],
        "remarks": ["抽查两家未达标"],
        "score": "91.67",
        "grade": "优",
        "compared": "",
        "note": "加权平均。",
        "achievements": ["建成一批样板。"],
        "problems": ["数据基础薄弱。"],
        "measures": ["加强实训。"],
        "conclusion": "",
        "department": "主管部门",
        "treasury": "财政厅（局）",
        "day": "2023年12月28日",
    },
    "settlement": {
        "title": ["财政奖补资金核定通知书", f"（{ENTERPRISE}）"],
        "from": "工业和信息化部、财政部",
        "synthetic": True,
        "draft": True,
        "state": "待批准",
        "number": "核定〔2024〕000012号",
        "addressee": "江苏省",
        "opening": "核定奖补资金如下。",
        "facts": [{"label": f"事实{number}", "value": str(number)} for number in range(4)],
        "capitals": "人民币贰佰肆拾万元整",
        "lines": [
            {
                "number": "1",
                "cut": "按实际成本比例测算",
                "clause": "F1",
                "enterprise": ENTERPRISE,
                "basis": "800,000.00",
                "bound": "0.3",
                "amount": "240,000.00",
            }
        ],
        "exception": "例外事由：一家企业遭遇洪灾",
        "balance": "应付1,200,000.00元。",
        "account": "****4567",
        "basis": "可逐分复算。",
        "department": "工业和信息化部",
        "treasury": "财政部",
        "day": "2024年4月15日",
    },
}


def paper(template: str, **changes: Any) -> Paper:
    return Paper(template, "样例文件", date(2023, 12, 28), DATA[template] | changes)


def words(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    return "\n".join([*heads, *(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("template", sorted(DATA))
def test_a_word_file_says_all_of_it_and_leaves_no_brace(template: str) -> None:
    said = words(render(paper(template), "docx"))
    assert ENTERPRISE in said
    assert "合成数据" in said
    assert not re.search(r"[{}]", said)
    for name, text in DATA[template].items():
        assert not isinstance(text, str) or name in ("from", "state") or text in said


@pytest.mark.parametrize("template", sorted(DATA))
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_same_data_gives_the_same_bytes(template: str, kind: Any) -> None:
    first = render(paper(template), kind)
    assert render(paper(template), kind) == first
    assert render(paper(template, day="2024年1月1日"), kind) != first


@pytest.mark.parametrize("template", sorted(DATA))
def test_a_pdf_is_for_archives_and_brings_its_glyphs(template: str) -> None:
    pdf = render(paper(template), "pdf")
    assert pdf.startswith(b"%PDF-1.")
    assert b"pdfaid" in pdf  # PDF/A in its metadata
    assert b"NotoSerifSC" in pdf
    assert len(pdf) < 400_000  # a subset of the font, not the whole


def test_an_office_s_own_template_comes_first(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("本厅版式 {{ day }}")
    own.save(str(tmp_path / "evaluation.docx"))
    assert words(render(paper("evaluation"), "docx", folder=tmp_path)).strip() == "本厅版式 2023年12月28日"
    assert "主管部门" in words(render(paper("evaluation"), "docx", folder=tmp_path / "nothing"))


def test_a_template_that_asks_for_what_is_not_there_is_refused(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("{{ nothing_of_the_kind }}")
    own.save(str(tmp_path / "evaluation.docx"))
    with pytest.raises(UndefinedError):
        render(paper("evaluation"), "docx", folder=tmp_path)


def test_a_template_is_no_program(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("{{ ''.__class__.__mro__[1].__subclasses__() }}")
    own.save(str(tmp_path / "evaluation.docx"))
    with pytest.raises(Exception, match=r"unsafe|undefined"):
        render(paper("evaluation"), "docx", folder=tmp_path)


def test_every_template_is_there_in_both_kinds() -> None:
    for template in DATA:
        assert (OURS / f"{template}.typ").is_file()
        with zipfile.ZipFile(OURS / f"{template}.docx") as kept:
            assert "word/document.xml" in kept.namelist()
