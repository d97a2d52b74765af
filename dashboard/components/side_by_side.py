"""Two texts beside each other, with what they have in common marked in both."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from dash import html

#: Shorter runs of the same characters say nothing.
SHORTEST = 6

#: Pieces of a text: (what it says, whether the other says it too).
Pieces = Sequence[tuple[str, bool]]


def alike(left: str, right: str) -> tuple[Pieces, Pieces, float]:
    """The pieces of both, in their order, and the share of their characters that both have (0 to 1)."""
    blocks = [
        block
        for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        if block.size >= SHORTEST
    ]
    shared = sum(block.size for block in blocks)
    share = 2 * shared / (len(left) + len(right)) if left or right else 0.0
    return (
        _pieces(left, [(block.a, block.size) for block in blocks]),
        _pieces(right, [(block.b, block.size) for block in blocks]),
        share,
    )


def marked(pieces: Pieces) -> Any:
    """The text, what is shared marked."""
    return html.P(
        [html.Mark(text) if shared else text for text, shared in pieces], className="prose beside-text"
    )


def _pieces(text: str, shared: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    pieces, end = [], 0
    for start, size in shared:
        pieces += [(text[end:start], False), (text[start : start + size], True)]
        end = start + size
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]
