"""A document made ready once: parsed, validated, measured, with what has been compiled for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    validate,
)

from api.errors import Refusal
from api.graphql.answers import Answer, invalid
from api.graphql.arguments import Binding
from api.graphql.cost import Cost
from api.graphql.limits import Size, sizes_of
from api.graphql.recent import Recent
from api.graphql.variables import Plain, plain_variables
from db.query.compile import Statement
from db.query.plan import Single

MAX_LENGTH = 100_000
MAX_TOKENS = 5_000
KEPT_SHAPES = 64


@dataclass(frozen=True)
class Compiled:
    """What one operation does for one shape of variables and rights: the fields it asks for, by whom answered."""

    statement: Statement | None
    bindings: tuple[Binding, ...]
    keys: tuple[str, ...]  # response keys of the statement's columns
    order: tuple[tuple[str, str], ...]  # all response keys with their field names
    static: OperationDefinitionNode | None
    describing: bool  # the static part is about the schema only, and always the same
    cost: Cost
    revealed: tuple[tuple[str, str], ...] = ()  # keys of the answer with sensitive values, and whose they are
    singles: tuple[tuple[str, Single], ...] = ()  # keys of roots that are one row by its id


@dataclass
class Prepared:
    """A document that was parsed and validated, with what has been compiled for it."""

    document: DocumentNode | None
    text: str = ""
    answer: Callable[[str], Answer] | None = None  # in a language, where the document is bad
    fragments: Mapping[str, FragmentDefinitionNode] = field(default_factory=dict)
    operations: Mapping[str, OperationDefinitionNode] = field(default_factory=dict)
    sizes: Mapping[str, Size] = field(default_factory=dict)
    plain: Mapping[str, tuple[Plain, ...] | None] = field(default_factory=dict)
    looks: dict[tuple[str, Any], None] = field(default_factory=dict)
    compiled: Recent[Any, Compiled] = field(default_factory=lambda: Recent(KEPT_SHAPES))


def prepare(schema: GraphQLSchema, document: str) -> Prepared:
    """Parses and validates a document; a bad one has an answer of its own.

    Raises:
        Refusal: it is too long.
    """
    if len(document) > MAX_LENGTH:
        raise Refusal(
            "TOO_LONG",
            "查询超过 {most} 个字符。 | The query is longer than {most} characters.",
            most=MAX_LENGTH,
        )
    try:
        parsed = parse(document, max_tokens=MAX_TOKENS)
        errors = validate(schema, parsed, max_errors=20)
    except GraphQLError as error:
        return _bad([error], "GRAPHQL_PARSE_FAILED")
    if errors:
        return _bad(errors, "GRAPHQL_VALIDATION_FAILED")
    fragments = {
        node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)
    }
    operations = {
        node.name.value if node.name else "": node
        for node in parsed.definitions
        if isinstance(node, OperationDefinitionNode)
    }
    return Prepared(
        parsed,
        document,
        fragments=fragments,
        operations=operations,
        sizes=sizes_of(parsed, fragments),
        plain={name: plain_variables(node.variable_definitions or ()) for name, node in operations.items()},
    )


def choose(prepared: Prepared, name: str | None) -> OperationDefinitionNode:
    """The operation of that name, or the only one.

    Raises:
        Refusal: there is none, or more than one without a name to choose by.
    """
    if name:
        operation = prepared.operations.get(name)
        if operation is not None:
            return operation
        raise Refusal(
            "UNKNOWN_OPERATION",
            "文档中没有名为“{name}”的操作。 | The document has no operation called “{name}”.",
            name=name,
        )
    if len(prepared.operations) == 1:
        return next(iter(prepared.operations.values()))
    raise Refusal(
        "UNKNOWN_OPERATION",
        "文档中有 {number} 个操作，须指定 operationName。"
        " | The document has {number} operations: say which one by operationName.",
        number=len(prepared.operations),
    )


def _bad(errors: list[GraphQLError], code: str) -> Prepared:
    return Prepared(None, answer=lambda lang: invalid(errors, code, lang))
