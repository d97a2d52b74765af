"""graphql-core's sentences in Chinese: every one of the installed version is known."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import graphql
import orjson
import pytest

from api.graphql.engine import Engine
from api.graphql.sentences import chinese
from tests.graphql.people import ANALYST, EXPERT_EN

ROOT = Path(graphql.__file__).parent
#: Where its sentences about documents and variables stand; rules about schemas never meet a caller.
SOURCES = [
    "language/lexer.py",
    "language/parser.py",
    "utilities/validate_input_value.py",
    "execution/values.py",
    "type/scalars.py",
    "validation/validate.py",
    *(f"validation/rules/{rule.__module__.rpartition('.')[2]}.py" for rule in graphql.specified_rules),
]


def sentences(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / source).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and any(
            word in ast.unparse(node.func).lower() for word in ("error", "unexpected")
        ):
            for argument in node.args:
                text = sample(argument)
                if " " in text:
                    yield text


def sample(node: ast.AST) -> str:
    """What the source would say with 7 in every place."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else place(part) for part in node.values
            )
        case ast.BinOp(left=left, right=right):
            return sample(left) + sample(right)
        case ast.IfExp(body=body):
            return sample(body)
    return ""


def place(part: Any) -> str:
    name = ast.unparse(part.value)
    return "" if "suggestion" in name or "path" in name else "7"


def test_every_sentence_of_the_installed_version_is_known() -> None:
    found = {text for source in SOURCES for text in sentences(source)}
    assert len(found) > 60
    assert [text for text in found if chinese(text) is None] == []


#: (document, variables, the English sentence, the Chinese one behind its lead)
SAID: list[tuple[str, dict[str, Any], str, str]] = [
    ("{ platforms {", {}, "Syntax Error: Expected Name, found <EOF>.", "此处应为 Name，而不是 <EOF>。"),
    ("{ a(b: \"c) }", {}, "Syntax Error: Unterminated string.", "字符串没有结束引号。"),
    ("{ a(b: 'c') }", {}, "Syntax Error: Unexpected single quote character ('), did you mean to use a double quote (\")?", "字符串须用双引号，不能用单引号。"),
    ("{ platfroms { totalCount } }", {}, "Cannot query field 'platfroms' on type 'Query'. Did you mean 'platforms' or 'platform'?", "类型 Query 没有字段 platfroms。是否想写 platforms 或 platform？"),
    ("{ platforms(frist: 1) { totalCount } }", {}, "Unknown argument 'frist' on field 'Query.platforms'. Did you mean 'first' or 'last'?", "字段 Query.platforms 没有参数 frist。是否想写 first 或 last？"),
    ("{ platforms }", {}, "Field 'platforms' of type 'PlatformConnection!' must have a selection of subfields. Did you mean 'platforms { ... }'?", "字段 platforms（类型 PlatformConnection!）须写明要哪些下级字段。是否想写 platforms { ... }？"),
    ("{ platforms { totalCount { x } } }", {}, "Field 'totalCount' must not have a selection since type 'Int!' has no subfields.", "字段 totalCount 的类型 Int! 没有下级字段，不能再选。"),
    ("{ platform { id } }", {}, "Argument 'Query.platform(id:)' of type 'ID!' is required, but it was not provided.", "缺少必填参数 Query.platform(id:)（类型 ID!）。"),
    ("{ platforms(first: \"1\") { totalCount } }", {}, "Int cannot represent non-integer value: \"1\"", "\"1\" 不是整数。"),
    ("{ platforms(where: {state: {eq: APPOINTD}}) { totalCount } }", {}, "Value 'APPOINTD' does not exist in 'PlatformState' enum. Did you mean the enum value 'APPOINTED'?", "PlatformState 没有取值 APPOINTD。是否想写 APPOINTED？"),
    ("{ platforms(where: {sate: {eq: APPOINTED}}) { totalCount } }", {}, "Expected value of type 'PlatformWhere' not to include unknown field 'sate'. Did you mean 'state'? Found: { sate: { eq: APPOINTED } }.", "类型 PlatformWhere 没有字段 sate。是否想写 state？"),
    ("{ platforms(first: $n) { totalCount } }", {}, "Variable '$n' is not defined.", "变量 $n 没有定义。"),
    ("query A($n: Int) { platforms { totalCount } }", {}, "Variable '$n' is never used in operation 'A'.", "变量 $n 没有用到。"),
    ("query ($n: String) { platforms(first: $n) { totalCount } }", {}, "Variable '$n' of type 'String' used in position expecting type 'Int'.", "变量 $n 的类型是 String，而这里要 Int。"),
    ("query ($n: Int!) { platforms(first: $n) { totalCount } }", {"n": "x"}, "Variable '$n' has invalid value: Int cannot represent non-integer value: 'x'", "变量 $n：'x' 不是整数。"),
    ("query ($n: Int!) { platforms(first: $n) { totalCount } }", {"n": 2**31}, "Variable '$n' has invalid value: Int cannot represent non 32-bit signed integer value: 2147483648", "变量 $n：2147483648 超出整数范围（±2147483647）。"),
    ("{ ...F }", {}, "Unknown fragment 'F'.", "没有片段 F。"),
    ("{ ...F } fragment F on Query { ...F }", {}, "Cannot spread fragment 'F' within itself.", "片段 F 引用了自身。"),
    ("{ platforms { ...F } } fragment F on Project { id }", {}, "Fragment 'F' cannot be spread here as objects of type 'PlatformConnection' can never be of type 'Project'.", "片段 F 不能用在这里：PlatformConnection 不会是 Project。"),
    ("{ __typename @defe }", {}, "Unknown directive '@defe'.", "没有指令 @defe。"),
    ("{ a: __typename a: viewer { name } }", {}, "Fields 'a' conflict because '__typename' and 'viewer' are different fields. Use different aliases on the fields to fetch both if this was intentional.", "同名结果 a 相互冲突"),
]  # fmt: skip


@pytest.mark.parametrize("document,variables,english,told", SAID, ids=[row[3][:40] for row in SAID])
async def test_said_in_the_callers_language_with_the_right_name_suggested(
    engine: Engine, document: str, variables: dict[str, Any], english: str, told: str
) -> None:
    messages = []
    for viewer in (EXPERT_EN, ANALYST):
        answer = orjson.loads(await engine.execute(document, variables, None, viewer))
        messages.append(answer["errors"][0]["message"])
    assert messages[0] == english
    _, colon, rest = messages[1].partition("：")
    assert colon
    assert rest.startswith(told)


def test_a_sentence_nobody_knows_is_left_as_it_is() -> None:
    assert chinese("Something quite new.") is None
