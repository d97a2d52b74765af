"""Substrings and similar words by index, Chinese included.

Chinese is written without spaces, so to pg_trgm a name of a company is one long word: three characters in a row
are found in it, but one wrong character of four leaves no trigram alike. For similarity each character is
therefore set apart as a word of its own, which makes alike mean characters alike.

Only tables without row security are indexed: ``like`` and ``%>`` are not leakproof, so behind a policy PostgreSQL
would not use such an index.
"""

from collections.abc import Iterator
from functools import cache

from db.catalog import Entity, Kind, catalog
from db.resource import Scope

#: The similarity from which an index can find words: pg_trgm's own setting, as it comes.
INDEXED_SIMILARITY = 0.6

#: Must exist before the indexes. An empty pattern, as one with groups takes four times as long.
APART = """
create or replace function apart(words text) returns text
language sql immutable strict parallel safe
as $$ select regexp_replace(words, '', ' ', 'g') $$
"""


def apart(expression: str) -> str:
    """The text with each of its characters a word of its own."""
    return f"apart({expression})"


@cache
def indexed() -> frozenset[tuple[str, str]]:
    """(entity, field): the texts people search by or see as titles, in tables everybody may read."""
    found = set()
    for entity in catalog().values():
        for path in (*entity.resource.search, entity.resource.title):
            *relations, name = path.split(".")
            target = entity
            for relation in relations:
                target = catalog()[target.relations[relation].target]
            if target.resource.scope is Scope.OPEN and target.fields[name].kind is Kind.TEXT:
                found.add((target.name, name))
    return frozenset(found)


def statements(entity: Entity) -> Iterator[str]:
    """The indexes of one table."""
    for name in sorted(name for owner, name in indexed() if owner == entity.name):
        for suffix, expression in (("trigrams", name), ("apart", apart(name))):
            yield (
                f"create index if not exists {entity.table}_{name}_{suffix} on {entity.table} "
                f"using gin ({expression} gin_trgm_ops)"
            )
