"""Executes GraphQL operations: reads as one SQL statement, the rest by graphql-core."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute,
)

from api.errors import Refusal
from api.graphql.answers import PARTIAL, Answer, Left, field_error, invalid, of_exception, refused
from api.graphql.arguments import Binding, Look, shape_of
from api.graphql.budget import Budget
from api.graphql.cost import CHANGE, check_cost, cost_of
from api.graphql.explain import check_explain, explained
from api.graphql.followed import Followed, followed
from api.graphql.limits import check_size
from api.graphql.lookahead import Fields, Planner
from api.graphql.prepared import KEPT_SHAPES, Compiled, Prepared, choose, prepare
from api.graphql.recent import Recent
from api.graphql.rights import RefusedAt, Rights
from api.graphql.schema import STATIC, schema
from api.graphql.strangers import answer_stranger, unauthenticated
from api.graphql.tables import Choice, Tabulated, tabulate
from api.graphql.told import Told
from api.graphql.variables import values_of
from api.policy.access import TokenScope
from api.policy.limits import UNLIMITED, QueryLimits, limits_of, points_of
from api.services.audit_log import from_viewer
from api.services.files.cabinet import Cabinet
from api.services.vault import Vault
from api.viewer import Viewer
from db.query.compile import compile_operation
from db.query.plan import Single
from db.query.run import run
from db.store import Store

#: Longer documents are parsed each time: what is kept must not be anybody's way to fill the memory.
MAX_KEPT_LENGTH = 20_000
MAX_LOOKS = 500
KEPT_DOCUMENTS = 256
#: Answers about the schema itself: a megabyte each, and half a second's work.
KEPT_DESCRIPTIONS = 4
DESCRIBING = frozenset({"__schema", "__type"})


@dataclass(frozen=True)
class Context:
    """What resolvers are given. ``cabinet``: where files are kept; None where nothing is uploaded.

    ``vault``: what contacts of tip-offs are sealed with; None where none are opened.
    """

    store: Store
    viewer: Viewer
    cabinet: Cabinet | None = None
    vault: Vault | None = None


@dataclass(frozen=True)
class Request:
    """Who asks how, and what they may ask at most."""

    viewer: Viewer
    limits: QueryLimits
    reading: bool
    explain: bool


class Engine:
    """Executes operations on a store for a viewer. One per process: it keeps what it compiled."""

    def __init__(self, store: Store, cabinet: Cabinet | None = None, vault: Vault | None = None) -> None:
        self._store = store
        self._cabinet = cabinet
        self._vault = vault
        self._schema: GraphQLSchema = schema()._schema
        self._prepared: Recent[str, Prepared] = Recent(KEPT_DOCUMENTS)
        self._descriptions: Recent[tuple[str, str], dict[str, bytes]] = Recent(KEPT_DESCRIPTIONS)
        self.budget = Budget(store)
        self._told = Told(store)

    async def execute(
        self,
        document: str,
        variables: Mapping[str, Any] | None,
        operation: str | None,
        viewer: Viewer,
    ) -> bytes:
        """The whole response as JSON text. Never raises for what the caller did, nor for a failing query.

        For our own pages and files, which ask what we wrote: without the limits and the budget of a role.
        """
        return (await self.answer(document, variables, operation, viewer, limits=UNLIMITED)).body

    async def answer(
        self,
        document: str,
        variables: Mapping[str, Any] | None,
        operation: str | None,
        viewer: Viewer,
        *,
        reading: bool = False,
        explain: bool = False,
        limits: QueryLimits | None = None,
    ) -> Answer:
        """The response; with ``reading`` anything but a query is refused.

        With ``explain`` it says how the database found it, to those who may know. The limits are the viewer's,
        by role, unless others are given; what a question costs is taken from the viewer's points.
        """
        try:
            if not viewer.signed_in:
                return answer_stranger(document, operation, viewer.lang)
            request = Request(viewer, limits or limits_of(viewer.roles), reading, explain)
            return await self._answer(document, variables or {}, operation, request)
        except RefusedAt as error:
            self._told.refused(error.refusal, viewer, error.path)
            return refused(error.refusal, viewer.lang, error.path)
        except Refusal as refusal:
            self._told.refused(refusal, viewer)
            return refused(refusal, viewer.lang, begun=False)
        except Exception as error:
            return refused(of_exception(error), viewer.lang)

    def tabulate(
        self,
        document: str,
        variables: Mapping[str, Any] | None,
        operation: str | None,
        viewer: Viewer,
        choice: Choice,
        *,
        limits: QueryLimits | None = None,
    ) -> Tabulated | Answer:
        """A list of the document as a table; an answer where it is refused.

        The limits on a document's size hold. Its cost is known when its rows are counted: see ``charge``.
        """
        try:
            return self._tabulate(document, variables or {}, operation, viewer, choice, limits)
        except RefusedAt as error:
            self._told.refused(error.refusal, viewer, error.path)
            return refused(error.refusal, viewer.lang, error.path, begun=False)
        except Refusal as refusal:
            self._told.refused(refusal, viewer)
            return refused(refusal, viewer.lang, begun=False)

    def _tabulate(
        self,
        document: str,
        variables: Mapping[str, Any],
        name: str | None,
        viewer: Viewer,
        choice: Choice,
        limits: QueryLimits | None,
    ) -> Tabulated | Answer:
        if not viewer.signed_in:
            raise unauthenticated()
        prepared = self._prepare(document)
        if prepared.answer is not None:
            return prepared.answer(viewer.lang)
        operation = choose(prepared, name)
        key = operation.name.value if operation.name else ""
        check_size(prepared.sizes[key], limits or limits_of(viewer.roles))
        if operation.operation is not OperationType.QUERY:
            raise Refusal("NOT_A_QUERY", "只能导出查询。 | Only queries can be exported.")
        coerced = values_of(
            self._schema, operation.variable_definitions or (), prepared.plain[key], variables
        )
        if isinstance(coerced, list):
            return invalid(coerced, "BAD_VARIABLES", viewer.lang)
        rights = Rights.of(viewer)
        return tabulate(self._schema, prepared.fragments, operation, coerced, rights, choice, _fetch)

    def charge(self, viewer: Viewer, values: int) -> None:
        """Take what a file of so many values costs from the viewer's points.

        Raises:
            Refusal: there are not enough left this hour.
        """
        self.budget.spend(viewer, points_of(values), limits_of(viewer.roles))

    def followed(self, document: str, name: str | None) -> Followed | None:
        """What a subscription asks again and again; None for all else, a bad document too: ``answer`` says why."""
        if "subscription" not in document:
            return None
        try:
            prepared = self._prepare(document)
            if prepared.document is None:
                return None
            operation = choose(prepared, name)
        except Refusal:
            return None
        if operation.operation is not OperationType.SUBSCRIPTION:
            return None
        return followed(prepared.document, operation)

    async def _answer(
        self,
        document: str,
        variables: Mapping[str, Any],
        name: str | None,
        request: Request,
    ) -> Answer:
        viewer = request.viewer
        prepared = self._prepare(document)
        if prepared.answer is not None:
            return prepared.answer(viewer.lang)
        operation = choose(prepared, name)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise _not_streamed()
        key = operation.name.value if operation.name else ""
        check_size(prepared.sizes[key], request.limits)
        if operation.operation is not OperationType.QUERY and request.reading:
            raise Refusal(
                "METHOD_NOT_ALLOWED",
                "GET 只能用于查询。 | GET is for queries only.",
                hint="用 POST。 | Use POST.",
                status=405,
            )
        coerced = values_of(
            self._schema, operation.variable_definitions or (), prepared.plain[key], variables
        )
        if isinstance(coerced, list):
            return invalid(coerced, "BAD_VARIABLES", viewer.lang)
        if operation.operation is not OperationType.QUERY:
            viewer.check_scope(TokenScope.WRITE)
            self._spend(CHANGE * len(operation.selection_set.selections), request)
            with from_viewer(viewer):
                result = await self._execute(prepared, operation, variables, viewer)
            self._told.failed(result.errors or (), viewer)
            return _answer_of(result, viewer.lang)
        if request.limits is not UNLIMITED:  # else who asks for the viewer has checked what that takes
            viewer.check_scope(TokenScope.READ)
        if request.explain:
            check_explain(viewer)
        compiled = self._compile(prepared, operation, name, coerced, viewer)
        return await self._run(prepared, compiled, variables, coerced, request)

    # -- documents -----------------------------------------------------------------------------------

    def _prepare(self, document: str) -> Prepared:
        prepared = self._prepared.get(document)
        if prepared is None:
            prepared = prepare(self._schema, document)
            if prepared.answer is None and len(document) <= MAX_KEPT_LENGTH:
                self._prepared.put(document, prepared)
        return prepared

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
        shape = (name, rights, shape_of(dict(variables)))
        compiled = prepared.compiled.get(_key(shape, prepared, variables))
        if compiled is None:
            compiled, looks = self._plan(prepared, operation, variables, rights)
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
        ahead = planner.look(tables)
        static = [node for key, nodes in fields.items() if names[key] in STATIC for node in nodes]
        return (
            Compiled(
                compile_operation(ahead.operation) if tables else None,
                ahead.bindings,
                tuple(tables),
                tuple(names.items()),
                _only(operation, static) if static else None,
                not operation.variable_definitions and {node.name.value for node in static} <= DESCRIBING,
                cost_of(
                    ahead.operation, ahead.bindings, [names[key] for key in fields if names[key] in STATIC]
                ),
                tuple(planner.revealed.items()),
                tuple(
                    (key, root)
                    for key, root in zip(tables, ahead.operation.roots, strict=True)
                    if isinstance(root, Single)
                ),
            ),
            ahead.looks,
        )

    async def _run(
        self,
        prepared: Prepared,
        compiled: Compiled,
        variables: Mapping[str, Any],
        coerced: Mapping[str, Any],
        request: Request,
    ) -> Answer:
        viewer, limits = request.viewer, request.limits
        texts: dict[str, bytes] = {}
        errors: list[dict[str, Any]] = []
        extensions: dict[str, Any] = {}
        given = [_fetch(binding, coerced) for binding in compiled.bindings]
        cost = compiled.cost.reckon(given, limits.size)
        left = self._spend(cost, request)
        if compiled.statement is not None:
            async with self._store.ask(viewer.rows, planned_once=compiled.statement.steady) as connection:
                texts = dict(
                    zip(compiled.keys, await run(connection, compiled.statement, given), strict=True)
                )
            self._told.read(viewer, compiled, texts, given)
            if limits is not UNLIMITED:
                extensions["cost"] = {"requested": cost, "limit": limits.cost}
            if request.explain:
                extensions["explain"] = await explained(self._store, viewer.rows, compiled.statement, given)
        if compiled.static is not None:
            kept = (prepared.text, compiled.static.name.value if compiled.static.name else "")
            known = self._descriptions.get(kept) if compiled.describing else None
            if known is None:
                result = await self._execute(prepared, compiled.static, variables, viewer)
                self._told.failed(result.errors or (), viewer)
                if result.data is None:
                    return _answer_of(result, viewer.lang)
                known = {key: orjson.dumps(value) for key, value in result.data.items()}
                errors = [field_error(error, viewer.lang) for error in result.errors or ()]
                if compiled.describing and not errors:
                    self._descriptions.put(kept, known)
            texts |= known
        parts = [
            b'"%s":%s' % (key.encode(), b'"Query"' if name == "__typename" else texts[key])
            for key, name in compiled.order
        ]
        lead = b'"errors":%s,' % orjson.dumps(errors) if errors else b""
        tail = b',"extensions":%s' % orjson.dumps(extensions) if extensions else b""
        body = b'{%s"data":{%s}%s}' % (lead, b",".join(parts), tail)
        sql = compiled.statement.sql if compiled.statement else None
        return Answer(body, status=PARTIAL if errors else 200, left=left, statement=sql)

    def _spend(self, cost: int, request: Request) -> Left | None:
        """
        Raises:
            Refusal: it is more than the role may ask at once, or than the asker has left this hour.
        """
        check_cost(cost, request.limits)
        if request.limits is UNLIMITED:
            return None
        return self.budget.spend(request.viewer, points_of(cost), request.limits)

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
            context_value=Context(self._store, viewer, self._cabinet, self._vault),
        )
        return result if isinstance(result, ExecutionResult) else await result


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


def _answer_of(result: ExecutionResult, lang: str) -> Answer:
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [field_error(error, lang) for error in result.errors]
    body["data"] = result.data
    return Answer(orjson.dumps(body), status=PARTIAL if result.errors else 200)


def _not_streamed() -> Refusal:
    return Refusal(
        "SUBSCRIPTION_NOT_STREAMED",
        "订阅须经 WebSocket 或 SSE。 | A subscription comes by WebSocket or as server-sent events.",
        hint="设置 Accept: text/event-stream，或用 graphql-transport-ws 协议连接。"
        " | Set Accept: text/event-stream, or connect with the protocol graphql-transport-ws.",
        status=406,
    )
