"""The list of codes and the codes in the sources are the same."""

import ast
from collections.abc import Iterator
from pathlib import Path

from api.codes import ACCESS, CHANGES, CODES, EXPORT, FAULTS, FILES, LIMITS, LIVE, QUERY, REQUEST
from db.resource import both

API = Path(__file__).parents[2] / "api"
#: What is made with a code as its first argument.
MAKERS = {"Refusal", "Breach", "_refused", "_refuse"}


def raised() -> Iterator[tuple[str, str]]:
    """(code, file) wherever a refusal or a breach is made."""
    for path in API.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).rpartition(".")[2] in MAKERS
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, path.name


def written() -> set[str]:
    """Every string of the sources but those of the list itself: some codes come from tables."""
    return {
        node.value
        for path in API.rglob("*.py")
        if path.name != "codes.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_what_is_raised_is_listed() -> None:
    found = set(raised())
    assert len(found) > 80
    assert sorted((code, file) for code, file in found if code not in CODES) == []


def test_what_is_listed_is_raised_somewhere() -> None:
    assert sorted(set(CODES) - written()) == []


def test_what_tables_name_is_listed() -> None:
    from api.graphql import answers, limits
    from api.services import refusals

    assert set(limits._CODES.values()) <= set(CODES)
    assert set(answers._LEADS) <= set(CODES)
    assert {code for code, *_ in refusals._KNOWN.values()} <= set(CODES)


def test_each_stands_once_and_means_something_in_both_languages() -> None:
    assert len(CODES) == sum(map(len, (REQUEST, QUERY, LIMITS, ACCESS, CHANGES, FILES, EXPORT, LIVE, FAULTS)))
    for code, meaning in CODES.items():
        assert code.isupper()
        assert all(both(meaning))
