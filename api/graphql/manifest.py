"""The list of trusted documents, as the build of a client writes it."""

from pathlib import Path
from typing import Any

import orjson

from db.config import ConfigError

APOLLO = "apollo-persisted-query-manifest"


def read_manifest(path: Path) -> dict[str, str]:
    """The documents of a manifest by their ids.

    Relay's compiler and graphql-codegen write ``{id: document}``, Apollo ``{format, version, operations: [{id, body}]}``.

    Raises:
        ConfigError: it cannot be read, or is neither of the two.
    """
    try:
        written = orjson.loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"DENGTA_TRUSTED_DOCUMENTS: {path} cannot be read: {error.strerror}.") from None
    except orjson.JSONDecodeError as error:
        raise ConfigError(f"DENGTA_TRUSTED_DOCUMENTS: {path} is not JSON: {error}.") from None
    documents = _of_apollo(written) if _is_apollo(written) else written
    if (
        not isinstance(documents, dict)
        or not documents
        or not all(isinstance(document, str) and name for name, document in documents.items())
    ):
        raise ConfigError(
            f"DENGTA_TRUSTED_DOCUMENTS: {path} must be a JSON object of documents by their ids, "
            "as relay-compiler or graphql-codegen writes it, or Apollo's persisted query manifest."
        )
    return documents


def _is_apollo(written: Any) -> bool:
    return isinstance(written, dict) and written.get("format") == APOLLO


def _of_apollo(written: dict[str, Any]) -> Any:
    try:
        return {operation["id"]: operation["body"] for operation in written["operations"]}
    except (KeyError, TypeError):
        return None
