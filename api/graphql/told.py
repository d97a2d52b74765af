"""What reading and asking leave in the audit trail: sensitive values seen, rows of others asked for, refusals."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import GraphQLError

from api.errors import Refusal
from api.graphql.prepared import Compiled
from api.services.audit_log import audit_log
from api.viewer import Viewer
from db.query.plan import Given
from db.store import Store

#: Refusals that say somebody asked for what is not theirs. A misspelt field or a costly question is no attempt.
TELLING = frozenset({401, 403, 404})
#: In a change, also what came too late or in the wrong order; what was filled in badly is told on the form.
TELLING_OF_CHANGES = TELLING | {409}


class Told:
    """Notes on what one engine answers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(
        self, viewer: Viewer, compiled: Compiled, texts: Mapping[str, bytes], given: Sequence[Any]
    ) -> None:
        """After a read: ``texts`` are the answers by root."""
        if compiled.revealed:
            self._revealed(viewer, compiled, texts)
        if compiled.singles and not viewer.rows.national:
            for key, root in compiled.singles:
                if texts[key] == b"null":
                    one = root.identity
                    number = given[one.number] if isinstance(one, Given) else one.value
                    audit_log(self._store).refused(_NOT_THERE, viewer, subject=root.entity, key=number)

    def _revealed(self, viewer: Viewer, compiled: Compiled, texts: Mapping[str, bytes]) -> None:
        seen: dict[str, int] = {}
        for key, field in compiled.revealed:
            # A quotation mark inside a value is escaped, so this is a key; null reveals nothing.
            name = f'"{key}":'.encode()
            count = sum(text.count(name) - text.count(name + b"null") for text in texts.values())
            if count:
                seen[field] = count
        if seen:
            audit_log(self._store).unmasked(viewer, seen)

    def refused(self, refusal: Refusal, viewer: Viewer, path: Sequence[str | int] = ()) -> None:
        if refusal.status in TELLING and viewer.signed_in:
            where = ".".join(map(str, path))[:200] or None
            audit_log(self._store).refused(refusal, viewer, path=where)

    def failed(self, errors: Iterable[GraphQLError], viewer: Viewer) -> None:
        """Errors of resolvers."""
        for error in errors:
            cause = error.original_error
            if isinstance(cause, Refusal) and cause.status in TELLING_OF_CHANGES:
                where = ".".join(map(str, error.path or ()))[:200] or None
                audit_log(self._store).refused(cause, viewer, path=where)


#: To the asker a row of another unit is no row at all.
_NOT_THERE = Refusal("NOT_FOUND", "没有这条记录 | There is no such record", status=404)
