"""Which media type a caller wants."""

from functools import lru_cache

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
HTML = "text/html"
EVENTS = "text/event-stream"


@lru_cache(maxsize=64)  # clients send one of a few headers, all day long
def choose(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """The offered type that an Accept header likes best; None if it takes none of them.

    Of types liked as well the one the caller names first, then (for ``*/*``) the one we offer first.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    liked = [(*_liking(kind, ranges), -index, kind) for index, kind in enumerate(offered)]
    quality, _, _, kind = max(liked)
    return kind if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return kind, quality


def _liking(kind: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """Quality and minus the place in the header; of the ranges that cover the type the most precise counts."""
    for wanted in (kind, kind.partition("/")[0] + "/*", "*/*"):
        found = [(quality, -place) for place, (name, quality) in enumerate(ranges) if name == wanted]
        if found:
            return max(found)
    return 0.0, 0
