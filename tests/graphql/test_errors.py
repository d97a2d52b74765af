"""What is wrong with a request is told by a stable code and a sentence; what is wrong with us stays inside."""

import logging
from typing import Any

import orjson
import pytest

from api.graphql import engine as engine_module
from api.graphql.engine import Engine
from api.viewer import SYSTEM, Viewer
from db import store as store_module
from db.enums import Role
from db.store import NATION
from tests.graphql.conftest import Ask
from tests.graphql.ids import gid

ENGLISH = Viewer(roles=frozenset({Role.ADMINISTRATOR}), rows=NATION, lang="en")

BAD: list[tuple[str, dict[str, Any] | None, str, str]] = [
    ("{ platforms {", None, "GRAPHQL_PARSE_FAILED", "查询有语法错误"),
    ("{ nonsense }", None, "GRAPHQL_VALIDATION_FAILED", "查询不符合接口定义"),
    ("{ userRoles { totalCount } }", None, "GRAPHQL_VALIDATION_FAILED", "userRoles"),
    ("{ users { nodes { passwordHash } } }", None, "GRAPHQL_VALIDATION_FAILED", "passwordHash"),
    ("subscription { x }", None, "GRAPHQL_VALIDATION_FAILED", "Subscription"),
    ("query ($n: Int!) { platforms(first: $n) { totalCount } }", None, "BAD_VARIABLES", "变量不符合接口定义"),
    ("query ($d: Date) { plans(where: {approvedOn: {eq: $d}}) { totalCount } }", {"d": "2023-02-30"}, "BAD_VARIABLES", "2023-02-30"),
    ("query A { __typename } query B { __typename }", None, "UNKNOWN_OPERATION", "2"),
    ("{ platforms(first: 1001) { totalCount } }", None, "BAD_PAGE", "1001"),
    ("{ platforms(first: -1) { totalCount } }", None, "BAD_PAGE", "-1"),
    ("{ platforms(offset: -1) { totalCount } }", None, "BAD_PAGE", "-1"),
    ("{ platforms(first: 1, last: 1) { totalCount } }", None, "BAD_PAGE", "last"),
    ("{ platforms(after: \"什么\") { totalCount } }", None, "BAD_CURSOR", "游标无效"),
    ("{ platforms(after: \"e30\") { totalCount } }", None, "BAD_CURSOR", "游标无效"),
    ("{ platforms(after: \"W10\") { totalCount } }", None, "BAD_CURSOR", "游标"),
    ("{ platforms(orderBy: [{planned: ASC, state: DESC}]) { totalCount } }", None, "BAD_ORDER", "一个字段"),
    ("{ platforms(orderBy: [{}]) { totalCount } }", None, "BAD_ORDER", "一个字段"),
    ("{ platforms(where: {planned: {in: null}}) { totalCount } }", None, "BAD_FILTER", "in"),
    ("{ projects(where: {claimed: {gt: \"NaN\"}}) { totalCount } }", None, "BAD_NUMBER", "NaN"),
    ("{ platforms(where: {contact: {eq: \"a\\u0000b\"}}) { totalCount } }", None, "BAD_VALUE", "值"),
    ("{ platform(id: \"12\") { id } }", None, "BAD_ID", "12"),
    (f"{{ platform(id: \"{gid('Project', 1)}\") {{ id }} }}", None, "BAD_ID", "Platform"),
    (f"{{ platform(id: \"{gid('Platform', '9' * 20)}\") {{ id }} }}", None, "BAD_ID", "Platform"),
    (f"{{ node(id: \"{gid('UserRole', 1)}\") {{ id }} }}", None, "BAD_ID", "编号"),
    ("{ node(id: \"\") { id } }", None, "BAD_ID", "编号"),
    ("mutation { importPlan(file: \"x\", commit: false) { created } }", None, "FILE_MISSING", "文件"),
]  # fmt: skip


@pytest.mark.parametrize("document,variables,code,part", BAD, ids=[f"{row[2]} {row[0]}" for row in BAD])
async def test_a_bad_request_is_refused_by_code_and_sentence(
    engine: Engine, document: str, variables: dict[str, Any] | None, code: str, part: str
) -> None:
    answers = {}
    for viewer in (SYSTEM, ENGLISH):
        answer = orjson.loads(await engine.execute(document, variables, None, viewer))
        error = answer["errors"][0]
        assert error["extensions"]["code"] == code
        assert not answer.get("data")
        answers[viewer.lang] = error["message"]
    assert part in answers["zh"]
    assert answers["en"] != answers["zh"]


def nested(levels: int) -> str:
    return (
        "{ platforms { nodes { "
        + "planIndustry { platforms { nodes { " * levels
        + "id"
        + " } } }" * levels
        + " } } }"
    )


async def test_too_deep_too_wide_too_long(ask: Ask, refusal: Ask) -> None:
    assert (await refusal(nested(5)))["extensions"]["code"] == "TOO_DEEP"
    await ask(nested(3))
    many = " ".join(f"a{number}: __typename" for number in range(1001))
    assert (await refusal(f"{{ {many} }}"))["extensions"]["code"] == "TOO_MANY_FIELDS"
    # Fragments that use fragments grow twofold each time.
    bomb = " ".join(
        f"fragment F{number} on Query {{ a{number}: programme {{ ...P }} ...F{number + 1} ...F{number + 1} }}"
        for number in range(12)
    )
    bomb += " fragment F12 on Query { __typename } fragment P on Programme { platformsTarget }"
    await ask(f"{{ ...F0 }} {bomb}")
    assert (await refusal("#" + "x" * 100_001))["extensions"]["code"] == "TOO_LONG"
    conditions = [{"planned": {"eq": number}} for number in range(300)]
    error = await refusal(
        "query ($or: [PlatformWhere!]) { platforms(where: {or: $or}) { totalCount } }", {"or": conditions}
    )
    assert error["extensions"]["code"] == "BAD_FILTER"


async def test_a_slow_query_is_stopped(refusal: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "TIMEOUT", "1ms")
    inner = "projects(first: 1000) { nodes { id platform { projects(first: 1000) { nodes { id } } } } }"
    error = await refusal(f"{{ platforms(first: 1000) {{ nodes {{ {inner} }} }} }}")
    assert error["extensions"]["code"] == "TOO_SLOW"


async def test_a_fault_of_ours_is_logged_and_not_told(
    refusal: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(engine_module, "run", broken)
    with caplog.at_level(logging.ERROR, logger="dengta.graphql"):
        error = await refusal("{ platforms { totalCount } }")
    assert error["extensions"]["code"] == "INTERNAL"
    assert "secret" not in orjson.dumps(error).decode()
    assert "secret detail" in caplog.text


async def test_values_never_become_sql(ask: Ask) -> None:
    evil = "'; drop table platforms; --"
    data = await ask(
        """query ($evil: String!) { platforms(where: {or: [{contact: {eq: $evil}}, {contact: {like: $evil}},
        {search: $evil}, {contact: {in: [$evil]}}, {organization: {name: {contains: $evil}}}]}) { totalCount }
        clause(id: "P1' or true --") { code } }""",
        {"evil": evil},
    )
    assert data == {"platforms": {"totalCount": 0}, "clause": None}
