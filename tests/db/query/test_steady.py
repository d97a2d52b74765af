"""Which statements keep one plan: those whose values do not tell how many rows there are."""

from typing import Any

import pytest

from db.catalog import catalog
from db.query.compile import compile_operation
from db.query.plan import (
    EVERYTHING,
    All,
    Compare,
    Condition,
    Connection,
    Either,
    EstimatedCount,
    Fixed,
    Given,
    GlobalId,
    Many,
    Measured,
    Nodes,
    Operation,
    Operator,
    Page,
    Programme,
    Progress,
    Quantifier,
    Related,
    Root,
    Single,
)

RARE = Compare("state", Operator.EQ, Given(1))
OF_ONE = Related("platform", Quantifier.SOME, Compare("id", Operator.EQ, Given(1)))
PAGE = Page(first=Given(0))


def projects(where: Condition = EVERYTHING, page: Page = PAGE, **more: Any) -> Connection:
    return Connection("Project", page, more.get("parts", (Nodes("nodes", (GlobalId("id"),)),)), where)


def steady(root: Root) -> bool:
    return compile_operation(Operation((root,))).steady


@pytest.mark.parametrize(
    "root",
    [
        projects(),
        projects(OF_ONE),
        projects(All((OF_ONE, Compare("state", Operator.NE, Fixed("withdrawn"))))),
        projects(Compare("contracted_on", Operator.NULL)),
        projects(
            Related("enterprise", Quantifier.SOME, Compare("uscc", Operator.EQ, Given(1))),
        ),
        Single("Platform", Given(1), (Many("projects", "projects", projects(RARE)),)),
        Programme((Progress("progress", (Measured("passed", "passed"),), batch=Given(0)),)),
    ],
)
def test_keys_and_what_lies_below_one_row_are_planned_once(root: Root) -> None:
    assert steady(root)


@pytest.mark.parametrize(
    "root",
    [
        projects(RARE),
        projects(Compare("contract_amount", Operator.GT, Given(1))),
        projects(Compare("id", Operator.IN, Given(1))),
        projects(Either((OF_ONE, Compare("id", Operator.EQ, Given(2))))),
        projects(
            Related("enterprise", Quantifier.SOME, Compare("name", Operator.LIKE, Given(1), many=True)),
        ),
        projects(page=Page(first=Given(0), after=(Given(1),))),
        projects(parts=(EstimatedCount("estimatedCount"),)),
        Programme((Progress("progress", (Measured("passed", "passed"),), as_of=Given(0)),)),
    ],
)
def test_ranges_patterns_states_and_days_are_planned_for_their_values(root: Root) -> None:
    assert not steady(root)


def test_one_root_that_depends_on_its_values_decides_for_all() -> None:
    both = Operation((projects(OF_ONE), projects(RARE)))
    assert not compile_operation(both, catalog()).steady
