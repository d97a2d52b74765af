"""The dashboard's documents fit the committed schema, and its texts exist in both languages and are used."""

import ast
import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from dashboard.language import LANGUAGES, texts

ROOT = Path(__file__).resolve().parents[3]
DASHBOARD = ROOT / "dashboard"
SCHEMA = build_schema((ROOT / "api" / "graphql" / "schema.graphql").read_text(encoding="utf-8"))
DOCUMENTS = sorted((DASHBOARD / "queries").glob("*.graphql"))
MODULES = sorted(path for path in DASHBOARD.rglob("*.py") if "vendor" not in path.parts)
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")

#: Keys put together at run time, by the pattern they are put together with.
COMPOSED = [
    r"gallery\.(section|colour|button|state|chart)\.\w+",
    r"red_flags\.(family_[AIPX]|code|rule|kind|standing|at_risk|precision|why|innocent|example|source)",
    r"catalogue\.(solutions|patterns|samples)",
    r"nav\.\w+",
    r"switch\.(light|dark)",
    r"measure\.\w+",
    r"progress\.(contracted|passed|confirmed|ceiling|prepaid|awarded|paid)",
    r"fact\.(platforms|industries)",
    r"overview\.(ranking|units)",
    r"unit\.(platforms|projects)",
    r"cases\.(flags|cases)",
    r"case\.(law\.\w+|photo_\w+|reviewer|decider)",
    r"import\.\w+",
    r"tokens\.[\w.]+",
    r"attach\.\w+",
    r"history\.(since|until)(_of)?",
    r"account\.[\w.-]+",
    r"people\.(state\.\w+|\w+_none)",
    r"rights\.title_none",
    r"money\.(yi|wan|bn|m|k)",
    r"money\.(settlements|remittances)_waiting",
    r"money\.approve_(settlements|remittances)",
    r"bank\.(csv|gbk|pain)",
    r"whatif\.(share|enterprise|platform|fewest|back_drop|back_without)",
    r"delivery\.(late|visits|surveys|evaluations|reports)",
    r"document\.(docx|pdf)",
    r"plan\.(standings\.\w+|cost|share|awards|award)",
    r"giants\.accepts",
    r"policy\.(keys\.\w+|limit|clause|value|since|reason|history)",
    r"work\.(answer_before|answer_after|replaces|replaced_by)",
    r"inspection\.(criterion|points|score|remark|look)",
    r"questionnaire\.(before|after|gap_score|gap_scenes|gap_binding)",
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_fits_the_schema(path: Path) -> None:
    assert validate(SCHEMA, parse(path.read_text(encoding="utf-8"))) == []


def test_both_languages_have_the_same_texts() -> None:
    units = {"zh": {"money.yi", "money.wan"}, "en": {"money.bn", "money.m", "money.k"}}
    assert set(texts("zh")) - units["zh"] == set(texts("en")) - units["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_have_the_same_blanks_to_fill(lang: str) -> None:
    other = texts("en" if lang == "zh" else "zh")
    blanks = re.compile(r"{(\w+)}")
    for key, text in texts(lang).items():
        if key in other and key not in ("month",):
            assert set(blanks.findall(text)) == set(blanks.findall(other[key])), key


def test_every_text_is_used() -> None:
    named = {literal for path in MODULES for literal in _literals(path)}
    unused = [
        key
        for key in {**texts("zh"), **texts("en")}
        if key not in named and not any(re.fullmatch(pattern, key) for pattern in COMPOSED)
    ]
    assert unused == []


def test_every_text_asked_for_exists() -> None:
    asked = re.compile(r"""\bt\(\s*"([\w.]+)"|text="([\w.]+)"|empty="([\w.]+)"|nothing\(view, "([\w.]+)"\)""")
    known = set(texts("zh"))
    for path in MODULES:
        for found in asked.finditer(path.read_text(encoding="utf-8")):
            key = next(group for group in found.groups() if group)
            assert key in known, f"{path.name}: {key}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_no_chinese_stands_in_the_code(path: Path) -> None:
    """Texts live in dashboard/texts; formats of dates that Plotly fills in are no texts."""
    written = [text for text in _literals(path) if CHINESE.search(text) and not text.startswith("%Y")]
    assert written == []


def _literals(path: Path) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
