"""A query as a file: the rows of the GraphQL answer in each format, masks, rights and refusals kept."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import asyncpg
import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.export.file import CHINA
from api.graphql.engine import Engine
from api.graphql.resources import resources
from api.policy.access import TokenScope
from api.viewer import NOBODY, SYSTEM, Viewer
from db.config import Database
from db.enums import ProjectState, Role
from db.resource import both
from db.store import NATION, Rows, Store
from seed.synthetic.uscc import numbered
from tests.db.rows import insert
from tests.graphql.rows import OTHER, OWN, Programme
from tests.web.files import FORMATS, answered, as_json, export, flat, read, rows_of, send

ANALYST = Viewer(1, "analyst", "分析", frozenset({Role.ANALYST}), NATION)
ENGLISH = Viewer(1, "analyst", "Analyst", frozenset({Role.ANALYST}), NATION, "en")
AUDITOR = Viewer(1, "auditor", "审计", frozenset({Role.AUDITOR}), NATION)
OFFICER = Viewer(2, "officer", "某省", frozenset({Role.PROVINCIAL_SME_OFFICER}), Rows(units=(OWN,)))
OPERATOR = Viewer(
    3, "platform", "平台", frozenset({Role.PLATFORM_OPERATOR}), Rows(units=(OWN,), organization=1)
)
READER = Viewer(
    1, "robot", "机器", frozenset({Role.ANALYST}), NATION, token_id=1, scopes=frozenset({TokenScope.READ})
)

#: What a person may ask, and the root field it is under.
QUERIES = {
    "fields of every kind": (
        "projects",
        "{ projects(first: 1000) { nodes { id state contractNumber actualCost claimed contractedOn } } }",
    ),
    "filter and order, empty values last": (
        "projects",
        "{ projects(first: 1000, where: {state: {in: [PASSED, DELIVERED, LISTED]}}, orderBy: [{claimed: DESC},"
        " {enterprise: {name: ASC}}]) { nodes { state claimed enterprise { name employees revenue size } } } }",
    ),
    "relations over relations": (
        "claims",
        "{ claims(first: 1000) { nodes { amount project { actualCost platform { bankAccount organization"
        " { name uscc } planIndustry { plan { batch { number } title } } } } unit { shortName parent { name } }"
        " } } }",
    ),
    "computed values and sums": (
        "platforms",
        "{ platforms(first: 1000, orderBy: [{passedCount: DESC}]) { nodes { planned passedCount claimed"
        " progress(batch: 1) { passed target share paid synthetic flags } state } } }",
    ),
    "edges, aliases, fragments and what is skipped": (
        "ours",
        "{ ours: platforms(first: 1000) { totalCount edges { cursor node { ...P number: planned"
        " award @skip(if: true) } } } } fragment P on Platform { who: organization { called: name } }",
    ),
    "a nested list, a row for each": (
        "platforms",
        "{ platforms(first: 1000, orderBy: [{id: DESC}]) { nodes { planned projects(first: 1000,"
        " orderBy: [{actualCost: DESC}]) { nodes { state actualCost enterprise { name } } } } } }",
    ),
    "lists in lists, only so many of each": (
        "platforms",
        "{ platforms(first: 1000) { nodes { planned projects(first: 2, where: {state: {ne: LISTED}})"
        " { nodes { actualCost claims(first: 9) { edges { node { amount flags(last: 1) { nodes { severity"
        " raisedAt } } } } } } } } } }",
    ),
    "a list behind a relation": (
        "claims",
        "{ claims(first: 1000) { nodes { amount project { payments(first: 1000) { nodes { amount paidOn } } } } } }",
    ),
    "as it stood on a day": (
        "platforms",
        '{ platforms(first: 1000) { nodes { planned stateOn(asOf: "2023-06-01") progress(asOf: "2024-02-01") { passed'
        " contracted share paid } projects(first: 1000) { nodes { now: state then: stateOn(asOf:"
        ' "2023-09-01") } } } } }',
    ),
    "the first few": ("projects", "{ projects(first: 3, offset: 2) { nodes { id state } } }"),
    "the last few": ("projects", "{ projects(last: 3) { nodes { id state } } }"),
    "none at all": ("projects", "{ projects(first: 0) { nodes { id state actualCost contractedOn } } }"),
    "nothing found": (
        "projects",
        '{ projects(where: {contractNumber: {eq: "?"}}) { nodes { state claimed synthetic } } }',
    ),
    "units that nobody invented": (
        "reportingUnits",
        "{ reportingUnits(first: 1000) { nodes { code parent { code progress { passed } } progress { platforms paid } } } }",
    ),
}


@pytest.mark.parametrize("format_", ["parquet", "arrow"])
@pytest.mark.parametrize("name", QUERIES)
async def test_a_typed_file_holds_the_answer_row_by_row(
    small_store: Store, engine: Engine, name: str, format_: str
) -> None:
    key, query = QUERIES[name]
    found = await rows_of(small_store, query, format_)
    for row in found:
        assert isinstance(row.popitem()[1], bool)  # the mark
    assert [
        {column: as_json(value) for column, value in row.items() if value is not None} for row in found
    ] == [
        {column: _instant(value) for column, value in row.items()}
        for row in await answered(engine, query, key)
    ]


def _instant(value: Any) -> Any:
    """A moment is the same however many zeros are behind its seconds."""
    return datetime.fromisoformat(value).isoformat() if str(value)[10:11] == "T" else value


@pytest.mark.parametrize("viewer", [SYSTEM, ENGLISH, OFFICER])
@pytest.mark.parametrize("name", QUERIES)
async def test_csv_holds_the_same_as_text(small_store: Store, name: str, viewer: Viewer) -> None:
    _, query = QUERIES[name]
    typed = await table_of(small_store, query, viewer)
    answer = await export(small_store, query, "csv", viewer)
    heads, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert len(set(heads)) == len(heads)
    says = [_said(field, viewer.lang) for field in typed.schema]
    assert lines == [
        [
            "" if value is None else str(as_json(say(value)))
            for say, value in zip(says, row.values(), strict=True)
        ]
        for row in typed.to_pylist()
    ]


@pytest.mark.parametrize("name", QUERIES)
async def test_a_workbook_holds_the_same_as_cells(small_store: Store, name: str) -> None:
    _, query = QUERIES[name]
    typed = await table_of(small_store, query, SYSTEM)
    answer = await export(small_store, query, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True).worksheets[0]
    _, *rows = sheet.iter_rows(values_only=True)
    says = [_said(field, "zh") for field in typed.schema]
    assert [[_exact(value) for value in row] for row in rows] == [
        [_cell(say(value)) for say, value in zip(says, row.values(), strict=True)]
        for row in typed.to_pylist()
    ]


async def table_of(store: Store, query: str, viewer: Viewer) -> pa.Table:
    return pa.ipc.open_stream((await export(store, query, "arrow", viewer)).content).read_all()


def _said(field: pa.Field, lang: str) -> Callable[[Any], Any]:
    """How a person reads a column's values: words by their labels, yes and no."""
    words = json.loads(field.metadata.get(b"words", b"{}"))
    if field.type == pa.bool_():
        words = {True: both("是 | yes"), False: both("否 | no")}
    return lambda value: words[value][lang == "en"] if words and value is not None else value


def _exact(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) else value


def _cell(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(CHINA).replace(tzinfo=None, microsecond=value.microsecond // 1000 * 1000)
        case date():
            return datetime.combine(value, time())
    return _exact(value)


# -- groups ------------------------------------------------------------------------------------------

GROUPS = {
    "claims": "{ claims { groupBy(first: 9999) { key { unit { code } submittedOn(by: MONTH) state project { platform"
    " { planIndustry { plan { batch { number } } } } } } count countDistinct { project } sum { amount } avg { amount }"
    " min { submittedOn } max { amount } stddev { amount } percentile(p: 0.5) { amount } } } }",
    "projects": "{ projects(where: {state: {ne: LISTED}}) { groupBy(having: {count: {gt: 1}}, orderBy: [{sum:"
    " {actualCost: DESC}}], first: 3) { n: count key { w: state platform { id organization { name } } }"
    " sum { actualCost claimed } } } }",
    "flags": "{ flags { groupBy { key { raisedAt(by: DAY) severity } count } } }",
    "platforms": "{ platforms { groupBy { count sum { planned award } } } }",
    "penalties": '{ penalties(where: {amount: {lt: "0"}}) { groupBy { key { outcome } count } } }',
}


@pytest.mark.parametrize("format_", ["parquet", "arrow"])
@pytest.mark.parametrize("name", GROUPS)
async def test_groups_are_rows_of_typed_columns(
    small_store: Store, engine: Engine, name: str, format_: str
) -> None:
    answer = orjson.loads(await engine.execute(GROUPS[name], None, None, SYSTEM))
    found = await rows_of(small_store, GROUPS[name], format_)
    for row in found:
        assert isinstance(row.pop("synthetic"), bool)
    assert [
        {column: as_json(value) for column, value in row.items() if value is not None} for row in found
    ] == [
        {column: _instant(value) for column, value in row.items()}
        for group in answer["data"][name]["groupBy"]
        for row in flat(group, ())
    ]


async def test_groups_are_chosen_by_their_path_and_marked(small_store: Store, programme: Programme) -> None:
    query = (
        "{ platforms { nodes { id } a: groupBy { count } b: groupBy { key { state synthetic } count"
        " sum { award } } } }"
    )
    assert len(await rows_of(small_store, query)) == len(programme.rows("Platform"))
    (whole,) = await rows_of(small_store, query, path="platforms.a")
    assert whole == {"count": len(programme.rows("Platform")), "synthetic": True}
    (head, *_) = await rows_of(small_store, query, "csv", path="platforms.b", columns=["sum.award", "count"])
    assert list(head) == ["合计·核定奖补", "行数", "合成数据"]
    refused = await export(small_store, query, path="platforms.c")
    assert refused.json()["errors"][0]["extensions"]["code"] == "WHICH_LIST"
    real = await rows_of(
        small_store, "{ platforms(where: {synthetic: {eq: false}}) { groupBy { count } } }", "arrow"
    )
    assert real[0]["synthetic"] is False


async def test_groups_do_not_tell_what_is_masked_nor_other_units(small_store: Store) -> None:
    told = await export(
        small_store, "{ platforms { groupBy { key { bankAccount } count } } }", "csv", ANALYST
    )
    assert told.status_code in (400, 403)
    (row,) = await rows_of(
        small_store, "{ projects { groupBy { key { unitCode } count } } }", "arrow", OFFICER
    )
    assert row["key.unitCode"] == OWN


# -- all rows, and only those one may see ------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
async def test_all_rows_come_whatever_their_number(demo_store: Store, format_: str) -> None:
    rows = await rows_of(demo_store, "{ projects { nodes { id } } }", format_, ANALYST)
    async with demo_store.read(NATION) as connection:
        assert len(rows) == await connection.fetchval("select count(*) from projects")
    assert len(rows) > 1000
    mark = "合成数据" if format_ in ("csv", "xlsx") else "synthetic"
    assert {row[mark] for row in rows} in ({"是"}, {True})


async def test_nested_lists_come_whole_too(small_store: Store, programme: Programme) -> None:
    rows = await rows_of(small_store, "{ reportingUnits { nodes { code projects { nodes { id } } } } }")
    assert sum(row["projects.id"] is not None for row in rows) == len(programme.rows("Project"))
    assert {row["code"] for row in rows} == {unit["code"] for unit in programme.rows("ReportingUnit")}


@pytest.mark.parametrize("format_", FORMATS)
async def test_another_units_rows_are_not_in_the_file(
    small_store: Store, programme: Programme, format_: str
) -> None:
    rows = await rows_of(small_store, "{ projects { nodes { code: unitCode } } }", format_, OFFICER)
    assert len(rows) == len(programme.having("Project", lambda row: row["unit_code"] == OWN))
    assert {next(iter(row.values())) for row in rows} == {OWN}


async def test_a_filter_on_another_units_rows_finds_nothing(small_store: Store) -> None:
    query = f'{{ projects(where: {{unit: {{code: {{eq: "{OTHER}"}}}}}}) {{ nodes {{ id }} }} }}'
    assert await rows_of(small_store, query, "csv", OFFICER) == []


MASKED = "{ platforms(orderBy: [{id: ASC}]) { nodes { bankAccount organization { bankAccount phone } } } }"


@pytest.mark.parametrize("format_", FORMATS)
async def test_sensitive_values_stay_masked(small_store: Store, programme: Programme, format_: str) -> None:
    masked = await export(small_store, MASKED, format_, ANALYST)
    open_ = await export(small_store, MASKED, format_, AUDITOR)
    accounts = [row["bank_account"] for row in programme.rows("Platform")]
    names = list(read(open_.content, format_)[0])
    shown = [row[names[0]] or None for row in read(open_.content, format_)]
    assert shown == [account or None for account in accounts]
    hidden = [row[names[0]] or None for row in read(masked.content, format_)]
    assert hidden == [None if a is None else "****" if len(a) < 8 else f"****{a[-4:]}" for a in accounts]


async def test_a_token_without_the_right_to_unmask_exports_masks(small_store: Store) -> None:
    robot = Viewer(
        1,
        "robot",
        "",
        AUDITOR.roles,
        NATION,
        token_id=1,
        scopes=frozenset({TokenScope.READ, TokenScope.EXPORT}),
    )
    rows = await rows_of(small_store, MASKED, "arrow", robot)
    assert all(row["bankAccount"] is None or row["bankAccount"].startswith("****") for row in rows)


# -- what is refused ---------------------------------------------------------------------------------

NODES = "{ nodes { id } }"


@pytest.mark.parametrize(
    ("viewer", "query", "more", "status", "code"),
    [
        (NOBODY, "{ platforms { nodes { id } } }", {}, 401, "UNAUTHENTICATED"),
        (READER, "{ platforms { nodes { id } } }", {}, 403, "TOKEN_SCOPE"),
        (OPERATOR, "{ flags { nodes { id } } }", {}, 403, "FORBIDDEN"),
        (OPERATOR, "{ claims { nodes { id flags { nodes { id } } } } }", {}, 403, "FORBIDDEN"),
        (ANALYST, '{ platforms(where: {bankAccount: {eq: "1"}}) { nodes { id } } }', {}, 403, "FORBIDDEN"),
        (ANALYST, "{ platforms(orderBy: [{bankAccount: ASC}]) { nodes { id } } }", {}, 403, "FORBIDDEN"),
        (ANALYST, "{ platforms { nodes { id } } ", {}, 400, "GRAPHQL_PARSE_FAILED"),
        (ANALYST, "{ platforms { nodes { nonsense } } }", {}, 400, "GRAPHQL_VALIDATION_FAILED"),
        (ANALYST, "{ users { nodes { passwordHash } } }", {}, 400, "GRAPHQL_VALIDATION_FAILED"),
        (ANALYST, "query($x: Int!) { platforms(first: $x) { nodes { id } } }", {}, 400, "BAD_VARIABLES"),
        (ANALYST, "mutation { signOut }", {}, 400, "GRAPHQL_VALIDATION_FAILED"),
        (ANALYST, "{ platforms(first: 5000001) { nodes { id } } }", {}, 400, "BAD_PAGE"),
        (ANALYST, "{ platforms(first: -1) { nodes { id } } }", {}, 400, "BAD_PAGE"),
        (ANALYST, '{ platforms(after: "x") { nodes { id } } }', {}, 400, "BAD_CURSOR"),
        (ANALYST, '{ platforms(where: {id: {eq: "x"}}) { nodes { id } } }', {}, 400, "BAD_ID"),
        (ANALYST, '{ platforms(where: {award: {eq: "1e999999"}}) { nodes { id } } }', {}, 400, "BAD_VALUE"),
        (ANALYST, "{ programme { progress { passed } } }", {}, 400, "NOTHING_TO_EXPORT"),
        (ANALYST, "{ __typename }", {}, 400, "NOTHING_TO_EXPORT"),
        (ANALYST, f"{{ platforms {NODES} projects {NODES} }}", {}, 400, "WHICH_LIST"),
        (ANALYST, f"{{ platforms {NODES} }}", {"path": "projects"}, 400, "WHICH_LIST"),
        (ANALYST, "{ platforms { totalCount } }", {}, 400, "NOT_A_TABLE"),
        (ANALYST, "{ platforms { nodes { __typename } } }", {}, 400, "NOT_A_TABLE"),
        (ANALYST, "{ platforms { nodes { id } edges { node { id } } } }", {}, 400, "NOT_A_TABLE"),
        (ANALYST, "{ platforms { nodes { months { month } } } }", {}, 400, "NOT_A_TABLE"),
        (
            ANALYST,
            f"{{ platforms {{ nodes {{ projects {NODES} disbursements {NODES} }} }} }}",
            {},
            400,
            "NOT_A_TABLE",
        ),
        (
            ANALYST,
            f"{{ projects {{ nodes {{ claims {NODES} platform {{ disbursements {NODES} }} }} }} }}",
            {},
            400,
            "NOT_A_TABLE",
        ),
        (ANALYST, f"{{ platforms {NODES} }}", {"columns": ["id", "state"]}, 400, "NO_COLUMN"),
        (ANALYST, f"{{ platforms {NODES} }}", {"columns": "id"}, 400, "BAD_REQUEST"),
        (ANALYST, f"{{ platforms {NODES} }}", {"columns": []}, 400, "BAD_REQUEST"),
        (ANALYST, f"{{ platforms {NODES} }}", {"path": 7}, 400, "BAD_REQUEST"),
        (ANALYST, f"{{ platforms {NODES} }}", {"format": "pdf"}, 400, "BAD_FORMAT"),
        (ANALYST, f"{{ platforms {NODES} }}", {"format": ["csv"]}, 400, "BAD_FORMAT"),
        (ANALYST, f"{{ platforms {NODES} }}", {"operationName": "Other"}, 400, "UNKNOWN_OPERATION"),
        (ANALYST, f"{{ platforms {NODES} }}", {"variables": []}, 400, "BAD_REQUEST"),
    ],
)
async def test_what_cannot_be_exported_is_refused_before_the_first_byte(
    small_store: Store, viewer: Viewer, query: str, more: dict[str, Any], status: int, code: str
) -> None:
    body = {"query": query, "format": "csv", **more}
    refused = await send(small_store, "POST", "/export", viewer, json=body)
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/json"
    (error,) = refused.json()["errors"]
    assert error["extensions"]["code"] == code


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "BAD_JSON"),
        (b"[]", "application/json", 400, "BATCHING_NOT_SUPPORTED"),
        (b"{}", "application/json", 400, "BAD_REQUEST"),
        (b"query=%7B", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"", "", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded", 400, "BAD_REQUEST"),
        (b"query=x&variables=%7B", "application/x-www-form-urlencoded", 400, "BAD_JSON"),
        (b"a=1&" * 30, "application/x-www-form-urlencoded", 400, "BAD_REQUEST"),
        (b" " * (1 << 20) + b"{}", "application/json", 413, "TOO_LARGE"),
    ],
)
async def test_a_request_that_is_none_is_refused(
    small_store: Store, body: bytes, kind: str, status: int, code: str
) -> None:
    refused = await send(
        small_store, "POST", "/export", ANALYST, content=body, headers={"content-type": kind}
    )
    assert refused.status_code == status, refused.text
    assert refused.json()["errors"][0]["extensions"]["code"] == code


async def test_a_refusal_speaks_the_callers_language(small_store: Store) -> None:
    query = f"{{ platforms {NODES} projects {NODES} }}"
    chinese = (await export(small_store, query, "csv", ANALYST)).json()["errors"][0]
    english = (await export(small_store, query, "csv", ENGLISH)).json()["errors"][0]
    assert chinese["message"] == "查询中有几个列表：platforms, projects。"
    assert english["message"] == "The query asks for several lists: platforms, projects."
    assert "path" in english["extensions"]["hint"]


# -- choosing ----------------------------------------------------------------------------------------


async def test_one_of_several_lists_is_chosen_by_its_key(small_store: Store, programme: Programme) -> None:
    query = f"{{ platforms {NODES} all: projects {NODES} programme {{ progress {{ passed }} }} }}"
    assert len(await rows_of(small_store, query, path="all")) == len(programme.rows("Project"))
    assert len(await rows_of(small_store, query, path="platforms")) == len(programme.rows("Platform"))


async def test_columns_are_chosen_and_ordered(small_store: Store) -> None:
    query = "{ platforms { nodes { id state synthetic organization { name uscc } } } }"
    rows = await rows_of(small_store, query, columns=["organization.name", "state"])
    assert list(rows[0]) == ["organization.name", "state", "synthetic"]


async def test_a_form_of_a_page_asks_the_same(small_store: Store) -> None:
    form = {
        "query": "query Q($n: Int) { platforms(first: $n) { nodes { planned state } } }",
        "variables": '{"n": 2}',
        "columns": '["state"]',
        "path": "platforms",
        "operationName": "Q",
        "format": "csv",
    }
    answer = await send(small_store, "POST", "/export", ANALYST, data=form)
    assert answer.status_code == 200, answer.text
    assert [list(row) for row in read(answer.content, "csv")] == [["状态", "合成数据"]] * 2


# -- what the columns say ----------------------------------------------------------------------------


async def test_headings_and_words_follow_the_language(small_store: Store) -> None:
    query = "{ projects(where: {state: {eq: PASSED}}, first: 1) { nodes { state actualCost platform { organization { name } } } } }"
    for format_ in ("csv", "xlsx"):
        (chinese,) = await rows_of(small_store, query, format_, ANALYST)
        (english,) = await rows_of(small_store, query, format_, ENGLISH)
        assert list(chinese) == ["状态", "实际改造成本", "服务平台·运营主体·名称", "合成数据"]
        assert list(english) == ["State", "Actual eligible cost", "Platform · Operator · Name", "Synthetic"]
        assert chinese["状态"] == "已通过"
        assert english["State"] == "Passed"


async def test_columns_that_would_read_alike_are_told_apart(small_store: Store) -> None:
    query = "{ units: reportingUnits(first: 1) { nodes { a: progress(batch: 1) { passed } b: progress(batch: 2) { passed } } } }"
    (row,) = await rows_of(small_store, query, "csv", ENGLISH)
    assert list(row)[:2] == [
        "Progress · Passed: lighthouses (a.passed)",
        "Progress · Passed: lighthouses (b.passed)",
    ]


async def test_a_typed_file_says_its_types_and_both_labels(small_store: Store) -> None:
    query = (
        "{ claims(first: 1) { nodes { amount submittedOn flagCount atRisk synthetic project { state"
        " platform { progress { share passed paid } } } flags { nodes { raisedAt facts } } } } }"
    )
    answer = await export(small_store, query, "parquet")
    schema = pq.read_schema(io.BytesIO(answer.content))
    assert {field.name: str(field.type) for field in schema} == {
        "amount": "decimal128(14, 2)",
        "submittedOn": "date32[day]",
        "flagCount": "int64",
        "atRisk": "decimal128(38, 2)",
        "synthetic": "bool",
        "project.state": "dictionary<values=string, indices=int16, ordered=0>",
        "project.platform.progress.share": "double",
        "project.platform.progress.passed": "int64",
        "project.platform.progress.paid": "decimal128(38, 2)",
        "flags.raisedAt": "timestamp[us, tz=Asia/Shanghai]",
        "flags.facts": "string",
        "rowSynthetic": "bool",
    }
    state = schema.field("project.state").metadata
    assert state[b"label_zh"].decode() == "改造项目·状态"
    assert state[b"label_en"].decode() == "Project · State"
    assert json.loads(state[b"words"])["PASSED"] == list(both(ProjectState.PASSED.label))


async def test_a_file_says_where_it_comes_from(small_store: Store) -> None:
    query = "query Q($n: Int) { platforms(first: $n) { nodes { state } } }"
    parquet = await export(small_store, query, "parquet", ANALYST, variables={"n": 2})
    origin = json.loads(pq.read_schema(io.BytesIO(parquet.content)).metadata[b"dengta"])
    assert (origin["query"], origin["variables"], origin["rows"]) == (query, {"n": 2}, 2)
    assert origin["exportedBy"] == "分析"
    assert "synthetic" in origin
    workbook = await export(small_store, query, "xlsx", ANALYST, variables={"n": 2})
    book = openpyxl.load_workbook(io.BytesIO(workbook.content))
    assert book.sheetnames == ["数据", "说明"]
    told = dict(book["说明"].iter_rows(values_only=True))
    assert (told["查询"], told["行数"], told["导出人"]) == (query, "2", "分析")
    assert "合成" in told["合成数据"]
    assert book.properties.creator == "分析"
    assert book["数据"].freeze_panes == "A2"


async def test_a_row_is_marked_when_any_part_of_it_is_invented(
    small_store: Store, programme: Programme
) -> None:
    query = "{ projects(orderBy: [{id: ASC}]) { nodes { synthetic platform { synthetic } } } }"
    rows = await rows_of(small_store, query)
    platforms = [programme.get("Platform", row["platform_id"]) for row in programme.rows("Project")]
    assert [row["platform.synthetic"] for row in rows] == [row["synthetic"] for row in platforms]
    assert {row["synthetic"] for row in rows} == {False}
    assert [row["rowSynthetic"] for row in rows] == [row["synthetic"] for row in platforms]
    assert True in {row["rowSynthetic"] for row in rows}
    units = await rows_of(small_store, "{ reportingUnits { nodes { code progress { passed } } } }")
    marked = {row["code"] for row in units if row["synthetic"]}
    assert marked == {row["unit_code"] for row in programme.rows("Platform") if row["synthetic"]}
    alone = await rows_of(small_store, "{ projects { nodes { synthetic } } }")
    assert list(alone[0]) == ["synthetic"]


# -- values that break things ------------------------------------------------------------------------

NAMES = {
    "=1+1": "'=1+1",
    "+8613800001234": "'+8613800001234",
    "-2+3": "'-2+3",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\r=1": "'\r=1",
    "\n=1": "'\n=1",
    "＝１＋１": "'＝１＋１",
    '=cmd|" /C calc"!A0': '\'=cmd|" /C calc"!A0',
    "-12.5": "-12.5",
    "a=b": "a=b",
    'He said "1,2"\r\nand left': 'He said "1,2"\r\nand left',
    "灯塔，工厂；𠮷野家 🏮": "灯塔，工厂；𠮷野家 🏮",
    "_x0041_": "_x0041_",
    "bell\x07 and \x1f": "bell\x07 and \x1f",
    " spaces ": " spaces ",
    "http://example.com": "http://example.com",
    "00123": "00123",
    "": "",
}
HOSTILE = "{ organizations(orderBy: [{id: ASC}]) { nodes { name } } }"


@pytest.fixture
async def hostile(fresh_database: Database) -> Database:
    connection = await asyncpg.connect(fresh_database.owner_url)
    for number, name in enumerate(NAMES):
        await insert(connection, "Organization", uscc=numbered(OWN, number + 1), name=name, unit_code=OWN)
    await connection.close()
    return fresh_database


async def test_no_text_runs_as_a_formula_and_none_is_changed(hostile: Database, fresh_store: Store) -> None:
    for format_ in ("parquet", "arrow"):
        assert [row["name"] for row in await rows_of(fresh_store, HOSTILE, format_)] == list(NAMES)
    lines = [row["名称"] for row in await rows_of(fresh_store, HOSTILE, "csv")]
    assert lines == list(NAMES.values())
    answer = await export(fresh_store, HOSTILE, "xlsx")
    cells = [cell for (cell, _) in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].rows][1:]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
    assert all(cell.hyperlink is None for cell in cells)


async def test_numbers_and_days_at_their_limits_are_exact(
    fresh_database: Database, fresh_store: Store
) -> None:
    connection = await asyncpg.connect(fresh_database.owner_url)
    values = [Decimal("999999999999.99"), Decimal("0.00"), Decimal("0.01"), None]
    for number, revenue in enumerate(values):
        await insert(
            connection,
            "Organization",
            uscc=numbered(OWN, number + 1),
            name=str(number),
            unit_code=OWN,
            revenue=revenue,
        )
    await connection.close()
    query = "{ organizations(orderBy: [{id: ASC}]) { nodes { revenue } } }"
    assert [row["revenue"] for row in await rows_of(fresh_store, query)] == values
    (head, *_) = (await rows_of(fresh_store, query, "csv"))[0]
    text = [row[head] for row in await rows_of(fresh_store, query, "csv")]
    assert text == ["999999999999.99", "0.00", "0.01", ""]
    cells = [row[head] for row in await rows_of(fresh_store, query, "xlsx")]
    assert [None if cell is None else Decimal(repr(cell)) for cell in cells] == values


# -- a table at an address of its own ----------------------------------------------------------------


async def test_a_whole_table_has_an_address(demo_store: Store) -> None:
    where = json.dumps({"state": {"eq": "PASSED"}})
    jiangsu = Viewer(2, "jiangsu", "江苏", OFFICER.roles, Rows(units=("320000",)))
    answer = await send(demo_store, "GET", "/export/projects.csv", jiangsu, params={"where": where})
    rows = read(answer.content, "csv")
    assert {row["状态"] for row in rows} == {"已通过"}
    assert {row["申报单位"] for row in rows} == {"320000"}
    assert answer.headers["content-disposition"].startswith('attachment; filename="dengta-projects-')
    workbook = await send(demo_store, "GET", "/export/limits.xlsx", jiangsu)
    assert read(workbook.content, "xlsx")


@pytest.mark.parametrize("resource", resources(), ids=lambda resource: resource.name)
async def test_every_table_can_be_taken_out_with_every_declared_field(
    small_store: Store, programme: Programme, resource: Any
) -> None:
    answer = await send(small_store, "GET", f"/export/{resource.connection}.parquet", AUDITOR)
    assert answer.status_code == 200, answer.text
    table = pq.read_table(io.BytesIO(answer.content))
    assert {field.name for field in resource.fields} <= set(table.column_names)
    if resource.name not in ("Event", "AuditEntry"):  # the exports themselves leave some
        assert table.num_rows == len(programme.rows(resource.name))


@pytest.mark.parametrize(
    ("viewer", "path", "where", "status", "code"),
    [
        (ANALYST, "/export/sessions.csv", "null", 404, "NOT_FOUND"),
        (ANALYST, "/export/projects.pdf", "null", 400, "BAD_FORMAT"),
        (ANALYST, "/export/projects.csv", "{", 400, "BAD_JSON"),
        (ANALYST, "/export/projects.csv", '{"nonsense": 1}', 400, "BAD_VARIABLES"),
        (OPERATOR, "/export/flags.csv", "null", 403, "FORBIDDEN"),
        (READER, "/export/projects.csv", "null", 403, "TOKEN_SCOPE"),
    ],
)
async def test_an_address_that_leads_nowhere_is_refused(
    small_store: Store, viewer: Viewer, path: str, where: str, status: int, code: str
) -> None:
    refused = await send(small_store, "GET", path, viewer, params={"where": where})
    assert refused.status_code == status, refused.text
    assert refused.json()["errors"][0]["extensions"]["code"] == code


async def test_an_export_leaves_a_trace(fresh_store: Store) -> None:
    async with fresh_store.write(NATION) as work:
        person = await insert(
            work.connection, "User", username="taker", name="取", password_hash="x", active=True
        )
    taker = Viewer(person, "taker", "取", frozenset({Role.AUDITOR}), NATION)
    await rows_of(
        fresh_store, '{ limits(where: {key: {ne: "secret"}}) { nodes { key value } } }', "csv", taker
    )
    async with fresh_store.read(NATION) as connection:
        (event,) = await connection.fetch("select * from events where action = 'exported'")
        limits = await connection.fetchval("select count(*) from limits where key <> 'secret'")
    assert (event["actor_id"], event["subject"], event["subject_id"]) == (person, "User", person)
    assert event["why"] == f"limits.csv, {limits} rows: key, value, synthetic"


def test_an_arrow_stream_cut_short_does_not_look_whole() -> None:
    """What the formats rely on: a stream without its end mark is read, one cut inside a batch is not."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, pa.schema([("a", pa.int64())])) as writer:
        writer.write_batch(pa.record_batch({"a": [1, 2, 3]}))
    with pytest.raises(OSError, match="body"):
        pa.ipc.open_stream(sink.getvalue()[:-20]).read_all()
