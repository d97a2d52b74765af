"""What a newer schema breaks of the last release is named."""

from importlib.metadata import version
from pathlib import Path

import pytest

from api.graphql.releases import broken, broken_promises, last_release, promise, version_of
from api.graphql.schema import sdl

OLD = "type Query { platforms(first: Int, kind: Kind): [String!]! } enum Kind { A B }"

CHANGES = [
    ("a field gone", "type Query { other: Int } enum Kind { A B }", "Field Query.platforms was removed."),
    (
        "an argument gone",
        "type Query { platforms(kind: Kind): [String!]! } enum Kind { A B }",
        "Argument Query.platforms(first:) was removed.",
    ),
    (
        "an argument that must be given",
        "type Query { platforms(first: Int, kind: Kind, unit: ID!): [String!]! } enum Kind { A B }",
        "A required argument Query.platforms(unit:) was added.",
    ),
    (
        "an answer that may be null now",
        "type Query { platforms(first: Int, kind: Kind): [String!] } enum Kind { A B }",
        "Field Query.platforms changed type from [String!]! to [String!].",
    ),
    (
        "a word gone",
        "type Query { platforms(first: Int, kind: Kind): [String!]! } enum Kind { A }",
        "Enum value Kind.B was removed.",
    ),
]

HARMLESS = [
    ("nothing", OLD),
    (
        "a new field, a new argument, a new word",
        "type Query { platforms(first: Int, kind: Kind, last: Int): [String!]! more: Int } enum Kind { A B C }",
    ),
    ("a description", OLD.replace("type Query", '"Reading" type Query')),
]


@pytest.mark.parametrize(("what", "new", "sentence"), CHANGES, ids=[row[0] for row in CHANGES])
def test_what_breaks_is_named(what: str, new: str, sentence: str) -> None:
    assert sentence in broken(OLD, new)


@pytest.mark.parametrize(("what", "new"), HARMLESS, ids=[row[0] for row in HARMLESS])
def test_what_harms_nobody_is_not(what: str, new: str) -> None:
    assert broken(OLD, new) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0.1.0", "0.1.9", True),
        ("0.1.0", "0.2.0", False),
        ("1.0.0", "1.9.0", True),
        ("1.9.0", "2.0.0", False),
    ],
)
def test_a_version_promises_that_nothing_breaks(one: str, other: str, same: bool) -> None:
    assert (promise(version_of(one)) == promise(version_of(other))) is same


def test_the_newest_release_counts(tmp_path: Path) -> None:
    for number in ("0.9.0", "0.10.0"):
        (tmp_path / f"{number}.graphql").write_text(f"type Query {{ v{number.replace('.', '_')}: Int }}")
    assert last_release(tmp_path)[0] == (0, 10, 0)
    assert broken_promises("type Query { other: Int }", (0, 10, 1), tmp_path) == [
        "Field Query.v0_10_0 was removed."
    ]
    assert broken_promises("type Query { other: Int }", (0, 11, 0), tmp_path) == []


def test_ours_breaks_nothing() -> None:
    assert broken_promises(sdl(), version_of(version("dengta"))) == []
