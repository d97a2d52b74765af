"""From what a request carries to the document it means: a text, the hash of one sent before, the id of a trusted one."""

from collections.abc import Mapping
from hashlib import sha256

from api.errors import Refusal
from api.graphql.asked import SHA256, Asked
from api.graphql.engine import MAX_KEPT_LENGTH
from api.graphql.recent import Recent
from api.viewer import Viewer

KEPT = 500


class Documents:
    """The documents known by an id. One per process.

    Without a manifest whoever is signed in may have a document remembered, as Apollo Client and urql do by
    themselves (automatic persisted queries). With one (id → document) these documents run and nothing else does.
    """

    def __init__(self, trusted: Mapping[str, str] | None = None) -> None:
        self.closed = trusted is not None
        self._trusted: dict[str, str] = {}
        for name, document in (trusted or {}).items():
            # By the manifest's own id, and by the hash that clients without the manifest work out.
            self._trusted[name.removeprefix(SHA256)] = document
            self._trusted[_hash(document)] = document
        self._remembered: Recent[str, str] = Recent(KEPT)

    def find(self, asked: Asked) -> str:
        """The text of the document asked for.

        Raises:
            Refusal: PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_HASH_MISMATCH or UNTRUSTED_DOCUMENT.
        """
        name = asked.document_id or ""
        if self.closed:
            document = self._trusted.get(_hash(asked.query) if asked.query else name.removeprefix(SHA256))
            if document is None:
                raise _untrusted()
            return document
        if asked.query:
            if name.startswith(SHA256) and name != SHA256 + _hash(asked.query):
                raise _mismatch()
            return asked.query
        document = "" if asked.document_id is None else self._remembered.get(name)
        if document is None:
            raise _not_found()
        return document

    def remember(self, asked: Asked, viewer: Viewer) -> None:
        """Keeps a document that was sent with its hash and has turned out to be a good one.

        Not for strangers, and no long ones: what is kept must not be anybody's way to fill the memory.
        """
        name, document = asked.document_id, asked.query
        if self.closed or not viewer.signed_in or not document or len(document) > MAX_KEPT_LENGTH:
            return
        if name and name.startswith(SHA256):
            self._remembered.put(name, document)


def _untrusted() -> Refusal:
    return Refusal(
        "UNTRUSTED_DOCUMENT",
        "本系统只运行登记过的查询文档。 | Only documents from the list of trusted ones run here.",
        hint="请管理员把文档加入清单（DENGTA_TRUSTED_DOCUMENTS）。"
        " | Have an administrator add it to the list (DENGTA_TRUSTED_DOCUMENTS).",
        status=403,
    )


def _mismatch() -> Refusal:
    return Refusal(
        "PERSISTED_QUERY_HASH_MISMATCH",
        "散列值与文档不符。 | The hash is not that of the document.",
        hint="散列值为文档文本（UTF-8）的 SHA-256，十六进制小写。"
        " | It is the SHA-256 of the document's text in UTF-8, in lower-case hexadecimal.",
    )


def _not_found() -> Refusal:
    # Clients go by this very sentence, then send the document with its hash.
    return Refusal(
        "PERSISTED_QUERY_NOT_FOUND",
        "PersistedQueryNotFound | PersistedQueryNotFound",
        hint="请连同文档再发一次。 | Send it once more, with the document.",
        status=404,
    )


def _hash(document: str) -> str:
    return sha256(document.encode()).hexdigest()
