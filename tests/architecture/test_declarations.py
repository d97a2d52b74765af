"""What models declare holds together: labels in both languages, paths that lead somewhere."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import enums
from db.catalog import Entity, catalog
from db.enums import Word
from db.resource import both

ROOT = Path(__file__).resolve().parents[2]
ENTITIES = list(catalog().values())
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_every_label_exists_in_chinese_and_english(entity: Entity) -> None:
    labels = [entity.resource.label, *(field.label for field in entity.fields.values())]
    labels += [computed.label for computed in entity.resource.computed.values()]
    labels += [relation.label for relation in entity.relations.values()]
    for label in labels:
        chinese, english = both(label)
        assert CHINESE.search(chinese), label
        assert not CHINESE.search(english), label


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for _, kind in inspect.getmembers(enums, inspect.isclass)
        if issubclass(kind, Word) and kind is not Word
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_word_has_both_labels_and_fits_its_column(kind: type[Word]) -> None:
    for word in kind:
        chinese, english = both(word.label)
        assert chinese
        assert english
        assert len(word.value) <= 32


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_every_path_of_a_declaration_leads_to_a_field(entity: Entity) -> None:
    resource = entity.resource
    for path in (*resource.columns, *resource.search, resource.title):
        assert _leads(entity, path), f"{entity.name}: {path} leads nowhere"
    for name in (*resource.sensitive, *resource.fixed):
        assert name in entity.fields, f"{entity.name}: {name} is no field"
    for name, computed in resource.computed.items():
        relation = entity.relations[computed.relation]
        assert relation.many, f"{entity.name}.{name} counts over a to-one relation"
        assert name not in entity.fields
    if resource.operator not in ("", "organization", "subject", "announced", "attached"):
        assert resource.operator in entity.relations


def test_names_are_unique_across_fields_relations_and_computed() -> None:
    for entity in ENTITIES:
        names = [*entity.fields, *entity.relations, *entity.resource.computed]
        assert len(names) == len(set(names)), entity.name


def test_every_row_below_a_plan_carries_its_unit() -> None:
    below: set[str] = {"Plan"}
    grew = True
    while grew:
        found = {
            entity.name
            for entity in ENTITIES
            for relation in entity.relations.values()
            if not relation.many and relation.target in below
        }
        grew = not found <= below
        below |= found
    for name in below:
        entity = catalog()[name]
        assert "unit_code" in entity.fields, name
        for relation in entity.relations.values():
            if not relation.many and relation.target in below:
                assert relation.columns[0] == ("unit_code", "unit_code"), f"{name}.{relation.name}"


@pytest.mark.parametrize("folder", ["api", "db", "seed"])
def test_every_inline_sentence_has_both_languages(folder: str) -> None:
    """A string constant with ``X | Y`` is meant for people: one half is Chinese, the other is not."""
    for path, text in _strings(folder):
        if " | " in text and CHINESE.search(text) and "\n" not in text:
            chinese, english = both(text)
            assert CHINESE.search(chinese), f"{path}: {text}"
            # What stands in quotation marks is cited: a heading, the name of a law.
            assert not CHINESE.search(re.sub(r"“[^”]*”|《[^》]*》|「[^」]*」", "", english)), (
                f"{path}: {text}"
            )
            assert _facts(chinese) == _facts(english), f"{path}: the two languages use other facts: {text}"


def _facts(sentence: str) -> set[str]:
    """The places to be filled; a word of a vocabulary is filled in the sentence's own language."""
    facts = re.findall(r"\{\w*", sentence)
    return {re.sub(r"(?<![a-z])(chinese|english|zh|en)$", "word", fact) for fact in facts}


def _leads(entity: Entity, path: str) -> bool:
    *links, last = path.split(".")
    for link in links:
        relation = entity.relations.get(link)
        if relation is None or relation.many:
            return False
        entity = catalog()[relation.target]
    return last in entity.fields or last in entity.resource.computed


def _strings(folder: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.relative_to(ROOT), node.value
