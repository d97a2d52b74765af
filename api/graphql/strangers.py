"""What is answered to somebody not signed in: who they are, which is nobody, and nothing of the schema.

Their documents never meet the schema, so neither an error nor the time it takes tells what exists.
"""

from collections.abc import Iterator, Mapping

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)

from api.errors import Refusal
from api.graphql.answers import Answer, invalid

#: A sign-in page asks for `viewer` and hardly more.
MAX_TOKENS = 200
_OPEN = {"viewer": None, "__typename": "Query"}


def answer_stranger(document: str, name: str | None, lang: str) -> Answer:
    """``viewer`` and ``__typename``, whatever is selected below.

    Raises:
        Refusal: anything else was asked.
    """
    try:
        parsed = parse(document, max_tokens=MAX_TOKENS)
    except GraphQLError as error:
        return invalid([error], "GRAPHQL_PARSE_FAILED", lang)
    operations = [node for node in parsed.definitions if isinstance(node, OperationDefinitionNode)]
    wanted = [node for node in operations if not name or (node.name and node.name.value == name)]
    if len(wanted) != 1 or wanted[0].operation is not OperationType.QUERY:
        raise unauthenticated()
    fragments = {
        node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)
    }
    fields = list(_fields(wanted[0].selection_set, fragments, set()))
    if not all(field.name.value in _OPEN for field in fields):
        raise unauthenticated()
    keys = {field.alias.value if field.alias else field.name.value: field.name.value for field in fields}
    return Answer(orjson.dumps({"data": {key: _OPEN[field] for key, field in keys.items()}}))


def _fields(
    selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[FieldNode]:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name not in fragments:
                raise unauthenticated()
            if name not in seen:
                seen.add(name)
                yield from _fields(fragments[name].selection_set, fragments, seen)
        else:
            yield from _fields(node.selection_set, fragments, seen)  # type: ignore[attr-defined]


def unauthenticated() -> Refusal:
    return Refusal(
        "UNAUTHENTICATED",
        "请先登录。 | Please sign in first.",
        hint="打开 /sign-in 登录，或带上接口令牌。 | Sign in at /sign-in, or bring an API token.",
        status=401,
    )
