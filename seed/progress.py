"""How a loader tells whoever waits how far it is."""

from collections.abc import Callable

#: Called as ``progress(label, done, total)``; a label is ``中文 | English``.
Progress = Callable[[str, int, int], None]


def silent(label: str, done: int, total: int) -> None:
    """For loading where nobody looks."""
