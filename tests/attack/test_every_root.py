"""Every query and mutation of the schema, aimed at another unit's row: answered as if there were none.

Not only in words: the same statements are sent, so that the time it takes tells nothing either.
"""

import pytest

from db.catalog import catalog
from tests.attack.conftest import CANARY, INSIDERS, NOWHERE, OWN, Fortress, scoped
from tests.attack.probes import Probe, Row, names, probes

MISSING = 9_999_999_999
#: Aimed at nobody: they take no row, or what they take is the caller's own (``test_doors`` ends others' sessions).
AIMLESS = {
    "query": {
        "programme", "changes", "viewer", "resources", "moves", "digitalLevel", "myTasks", "secondStepNeeds",
        "rights", "keptQueries", "ruleBook", "ruleBacktest", "givenPapers",
    },
    "mutation": {"importPlan", "importLittleGiants", "createApiToken", "keepQuery", "askScan", "askScans"},
}  # fmt: skip


def test_every_root_is_attacked() -> None:
    for operation, aimless in AIMLESS.items():
        tried = {probe.name for probe in probes(operation)}
        left = {
            name
            for name in names(operation) - tried - aimless
            if operation == "mutation" or not _of_a_table(name)
        }
        # Making what begins a chain of rows takes no row: `createPlan`.
        assert all(
            name.startswith(("create", "declare", "change", "adopt", "draw", "require")) for name in left
        ), left


def _of_a_table(name: str) -> bool:
    from api.graphql.names import connection_root, single_root

    return name == "node" or any(
        name in (connection_root(entity), single_root(entity)) for entity in catalog().values()
    )


@pytest.fixture(scope="module")
def strangers() -> set[tuple[str, str]]:
    """Roots and the tables that they have nothing to do with, as found so far."""
    return set()


@pytest.mark.parametrize("who", INSIDERS)
@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_a_row_of_another_unit_is_as_none(
    fortress: Fortress, who: str, operation: str, strangers: set[tuple[str, str]]
) -> None:
    before = await fortress.elsewhere()
    tried = 0
    for probe in probes(operation):
        for entity in probe.entities:
            missing = Row(entity, MISSING, NOWHERE)
            if (probe.name, entity) in strangers or catalog()[entity] not in scoped():
                continue
            said, _ = await fortress.sent(who, probe.document, **probe.variables(missing))
            if "BAD_ID" in said:  # not an id of this table, whoever asks
                strangers.add((probe.name, entity))
                continue
            await _all_alike(fortress, who, probe, missing)
            tried += 1
    assert tried > (8 if operation == "query" else 100)
    assert await fortress.elsewhere() == before


async def _all_alike(fortress: Fortress, who: str, probe: Probe, missing: Row) -> None:
    rows = [missing, *await _foreign(fortress, missing.entity)]
    first = None
    for row in rows:
        said, statements = await fortress.sent(who, probe.document, **probe.variables(row))
        assert CANARY not in said, (probe.name, said)
        found = row.hidden(said), statements
        first = first or found
        assert found[0] == first[0], (who, probe.name, row)
        assert found[1] == first[1], (who, probe.name, row)
    assert '"done":true' not in (first or ("", ()))[0]


async def _foreign(fortress: Fortress, entity: str) -> list[Row]:
    table = catalog()[entity].table
    rows = await fortress.owner.fetch(
        f"select id, unit_code from {table} where unit_code is not null and unit_code <> $1 order by id limit 2",
        OWN,
    )
    return [Row(entity, row["id"], row["unit_code"]) for row in rows]
