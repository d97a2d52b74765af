"""What was promised to those who ask: the schema of each release, and what a newer one breaks of it.

``released/0.1.0.graphql`` is the schema of that release. A release is made by copying ``schema.graphql`` there under
its number; breaking anything takes a new first number, before 1.0 a new second one, by semantic versioning 2.0.
"""

from pathlib import Path

from graphql import build_schema, find_breaking_changes

RELEASED = Path(__file__).parent / "released"

Version = tuple[int, ...]


def last_release(folder: Path = RELEASED) -> tuple[Version, str]:
    """Number and SDL of the newest release."""
    path = max(folder.glob("*.graphql"), key=lambda path: version_of(path.stem))
    return version_of(path.stem), path.read_text(encoding="utf-8")


def version_of(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))


def promise(version: Version) -> Version:
    """The part of a number that stays while nothing breaks."""
    return version[:2] if version[0] == 0 else version[:1]


def broken(released: str, now: str) -> list[str]:
    """What a client of the released schema would miss in the one of now, a sentence each."""
    return [change.description for change in find_breaking_changes(build_schema(released), build_schema(now))]


def broken_promises(now: str, version: Version, folder: Path = RELEASED) -> list[str]:
    """The same, as long as the version promises that nothing breaks."""
    number, sdl = last_release(folder)
    return broken(sdl, now) if promise(version) == promise(number) else []
