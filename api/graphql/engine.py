"""Executes GraphQL operations: reads as one SQL statement, the rest by graphql-core."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute,
    get_variable_values,
    parse,
    validate,
)

from api.errors import Refusal
from api.graphql.answers import PARTIAL, Answer, field_error, invalid, of_exception, refused
from api.graphql.arguments import Binding, Look, shape_of
from api.graphql.lookahead import Fields, Planner
from api.graphql.rights import RefusedAt, Rights
from api.graphql.schema import STATIC, schema
from api.viewer import Viewer
from db.query.compile import Statement, compile_operation
from db.query.run import run
from db.store import Store

MAX_LENGTH = 100_000
MAX_TOKENS = 5_000
#: Longer documents are parsed each time: what is kept must not be anybody's way to fill the memory.
MAX_KEPT_LENGTH = 20_000
MAX_LOOKS = 500
KEPT_DOCUMENTS = 256
KEPT_SHAPES = 64

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The ``size`` most recently used values."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: Key, value: Value) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._size:
            self._values.popitem(last=False)


@dataclass(frozen=True)
class Compiled:
    """What one operation does for one shape of variables and rights: the fields it asks for, by whom answered."""

    statement: Statement | None
    bindings: tuple[Binding, ...]
    keys: tuple[str, ...]  # response keys of the statement's columns
    order: tuple[tuple[str, str], ...]  # all response keys with their field names
    static: OperationDefinitionNode | None


@dataclass
class Prepared:
    """A document that was parsed and validated, with what has been compiled for it."""

    document: DocumentNode | None
    answer: Callable[[str], Answer] | None = None  # in a language, where the document is bad
    fragments: Mapping[str, FragmentDefinitionNode] = field(default_factory=dict)
    operations: Mapping[str, OperationDefinitionNode] = field(default_factory=dict)
    looks: dict[tuple[str, Any], None] = field(default_factory=dict)
    compiled: Recent[Any, Compiled] = field(default_factory=lambda: Recent(KEPT_SHAPES))


@dataclass(frozen=True)
class Context:
    """What resolvers are given."""

    store: Store
    viewer: Viewer


class Engine:
    """Executes operations on a store for a viewer. One per process: it keeps what it compiled."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._schema: GraphQLSchema = schema()._schema
        self._prepared: Recent[str, Prepared] = Recent(KEPT_DOCUMENTS)

    async def execute(
        self,
        document: str,
        variables: Mapping[str, Any] | None,
        operation: str | None,
        viewer: Viewer,
    ) -> bytes:
        """The whole response as JSON text. Never raises for what the caller did, nor for a failing query."""
        return (await self.answer(document, variables, operation, viewer)).body

    async def answer(
        self,
        document: str,
        variables: Mapping[str, Any] | None,
        operation: str | None,
        viewer: Viewer,
        *,
        reading: bool = False,
    ) -> Answer:
        """The response; with ``reading`` anything but a query is refused."""
        try:
            return await self._answer(document, variables or {}, operation, viewer, reading)
        except RefusedAt as error:
            return refused(error.refusal, viewer.lang, error.path)
        except Refusal as refusal:
            return refused(refusal, viewer.lang, begun=False)
        except Exception as error:
            return refused(of_exception(error), viewer.lang)

    async def _answer(
        self,
        document: str,
        variables: Mapping[str, Any],
        name: str | None,
        viewer: Viewer,
        reading: bool,
    ) -> Answer:
        prepared = self._prepare(document)
        if prepared.answer is not None:
            return prepared.answer(viewer.lang)
        operation = _choose(prepared, name)
        if operation.operation is not OperationType.QUERY and reading:
            raise Refusal(
                "METHOD_NOT_ALLOWED",
                "GET 只能用于查询。 | GET is for queries only.",
                hint="用 POST。 | Use POST.",
                status=405,
            )
        coerced = get_variable_values(self._schema, operation.variable_definitions or (), dict(variables))
        if isinstance(coerced, list):
            return invalid(coerced, "BAD_VARIABLES", viewer.lang)
        if operation.operation is not OperationType.QUERY:
            if not viewer.signed_in:
                raise _unauthenticated()
            result = await self._execute(prepared, operation, variables, viewer)
            return _answer_of(result, viewer.lang)
        compiled = self._compile(prepared, operation, name, coerced.coerced, viewer)
        return await self._run(prepared, compiled, variables, coerced.coerced, viewer)

    # -- documents -----------------------------------------------------------------------------------

    def _prepare(self, document: str) -> Prepared:
        prepared = self._prepared.get(document)
        if prepared is None:
            prepared = self._parse(document)
            if prepared.answer is None and len(document) <= MAX_KEPT_LENGTH:
                self._prepared.put(document, prepared)
        return prepared

    def _parse(self, document: str) -> Prepared:
        if len(document) > MAX_LENGTH:
            raise Refusal(
                "TOO_LONG",
                "查询超过 {most} 个字符。 | The query is longer than {most} characters.",
                most=MAX_LENGTH,
            )
        try:
            parsed = parse(document, max_tokens=MAX_TOKENS)
        except GraphQLError as error:
            return _bad([error], "GRAPHQL_PARSE_FAILED")
        errors = validate(self._schema, parsed, max_errors=20)
        if errors:
            return _bad(errors, "GRAPHQL_VALIDATION_FAILED")
        return Prepared(
            parsed,
            fragments={
                node.name.value: node
                for node in parsed.definitions
                if isinstance(node, FragmentDefinitionNode)
            },
            operations={
                node.name.value if node.name else "": node
                for node in parsed.definitions
                if isinstance(node, OperationDefinitionNode)
            },
        )

    # -- reads ---------------------------------------------------------------------------------------

    def _compile(
        self,
        prepared: Prepared,
        operation: OperationDefinitionNode,
        name: str | None,
        variables: Mapping[str, Any],
        viewer: Viewer,
    ) -> Compiled:
        rights = Rights.of(viewer)
        shape = (name, rights, viewer.signed_in, shape_of(dict(variables)))
        compiled = prepared.compiled.get(_key(shape, prepared, variables))
        if compiled is None:
            compiled, looks = self._plan(prepared, operation, variables, viewer, rights)
            if len(prepared.looks) > MAX_LOOKS:  # shapes without end: start over
                prepared.looks.clear()
                prepared.compiled = Recent(KEPT_SHAPES)
            for look in looks:
                prepared.looks[(name or "", look)] = None
            prepared.compiled.put(_key(shape, prepared, variables), compiled)
        return compiled

    def _plan(
        self,
        prepared: Prepared,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        viewer: Viewer,
        rights: Rights,
    ) -> tuple[Compiled, tuple[Look, ...]]:
        planner = Planner(self._schema, prepared.fragments, variables, rights)
        fields = planner.collect("Query", [operation.selection_set])
        names = {key: nodes[0].name.value for key, nodes in fields.items()}
        tables: Fields = {
            key: nodes
            for key, nodes in fields.items()
            if names[key] not in STATIC and names[key] != "__typename"
        }
        open_to_all = {"viewer", "__schema", "__type", "__typename"}
        if not viewer.signed_in and not set(names.values()) <= open_to_all:
            raise _unauthenticated()
        ahead = planner.look(tables)
        static = [node for key, nodes in fields.items() if names[key] in STATIC for node in nodes]
        return (
            Compiled(
                compile_operation(ahead.operation) if tables else None,
                ahead.bindings,
                tuple(tables),
                tuple(names.items()),
                _only(operation, static) if static else None,
            ),
            ahead.looks,
        )

    async def _run(
        self,
        prepared: Prepared,
        compiled: Compiled,
        variables: Mapping[str, Any],
        coerced: Mapping[str, Any],
        viewer: Viewer,
    ) -> Answer:
        texts: dict[str, bytes] = {}
        errors: list[dict[str, Any]] = []
        if compiled.statement is not None:
            given = [_fetch(binding, coerced) for binding in compiled.bindings]
            async with self._store.read(viewer.rows) as connection:
                texts = dict(
                    zip(compiled.keys, await run(connection, compiled.statement, given), strict=True)
                )
        if compiled.static is not None:
            result = await self._execute(prepared, compiled.static, variables, viewer)
            if result.data is None:
                return _answer_of(result, viewer.lang)
            texts |= {key: orjson.dumps(value) for key, value in result.data.items()}
            errors = [field_error(error, viewer.lang) for error in result.errors or ()]
        parts = [
            b'"%s":%s' % (key.encode(), b'"Query"' if name == "__typename" else texts[key])
            for key, name in compiled.order
        ]
        lead = b'"errors":%s,' % orjson.dumps(errors) if errors else b""
        return Answer(b'{%s"data":{%s}}' % (lead, b",".join(parts)), status=PARTIAL if errors else 200)

    # -- the rest ------------------------------------------------------------------------------------

    async def _execute(
        self,
        prepared: Prepared,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        viewer: Viewer,
    ) -> ExecutionResult:
        document = DocumentNode(definitions=(operation, *prepared.fragments.values()))
        result = execute(
            self._schema,
            document,
            variable_values=dict(variables),
            context_value=Context(self._store, viewer),
        )
        return result if isinstance(result, ExecutionResult) else await result


def _choose(prepared: Prepared, name: str | None) -> OperationDefinitionNode:
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


def _key(shape: Any, prepared: Prepared, variables: Mapping[str, Any]) -> Any:
    return shape, tuple(_seen(look, variables) for name, look in prepared.looks if name == (shape[0] or ""))


def _seen(look: Look, variables: Mapping[str, Any]) -> Any:
    try:
        return look.fetch(variables)
    except (LookupError, TypeError):
        return None  # not there in this shape of the variables, which the key tells apart anyway


def _fetch(binding: Binding, variables: Mapping[str, Any]) -> Any:
    try:
        return binding.fetch(variables)
    except Refusal as refusal:
        raise RefusedAt(refusal, binding.path) from None


def _only(operation: OperationDefinitionNode, fields: list[Any]) -> OperationDefinitionNode:
    """The operation with only these root fields."""
    return OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=SelectionSetNode(selections=tuple(fields)),
    )


def _bad(errors: list[GraphQLError], code: str) -> Prepared:
    return Prepared(None, answer=lambda lang: invalid(errors, code, lang))


def _answer_of(result: ExecutionResult, lang: str) -> Answer:
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [field_error(error, lang) for error in result.errors]
    body["data"] = result.data
    return Answer(orjson.dumps(body), status=PARTIAL if result.errors else 200)


def _unauthenticated() -> Refusal:
    return Refusal(
        "UNAUTHENTICATED",
        "请先登录。 | Please sign in first.",
        hint="打开 /sign-in 登录。 | Sign in at /sign-in.",
        status=401,
    )
