"""What random questions have found, each as small as it gets."""

import pytest

from tests.graphql.conftest import Ask
from tests.graphql.people import EXPERT


async def test_a_connection_of_which_only_the_type_is_asked(ask: Ask) -> None:
    """It was one text for each row, so an error for many rows and null for none."""
    data = await ask(
        "{ projects { __typename } assessments { __typename } units: reportingUnits { ...F } } fragment F on ReportingUnitConnection { __typename }"
    )
    assert data == {
        "projects": {"__typename": "ProjectConnection"},
        "assessments": {"__typename": "AssessmentConnection"},
        "units": {"__typename": "ReportingUnitConnection"},
    }


async def test_a_connection_of_which_everything_is_skipped(ask: Ask) -> None:
    data = await ask("{ projects { totalCount @skip(if: true) nodes @include(if: false) { id } } }")
    assert data == {"projects": {}}


async def test_progress_of_which_only_withheld_measures_are_asked(ask: Ask) -> None:
    """The batch was bound though nothing was read, and PostgreSQL could not tell its type."""
    data = await ask("{ programme { progress(batch: 3) { flags atRisk } } }", viewer=EXPERT)
    assert data == {"programme": {"progress": {"flags": None, "atRisk": None}}}


@pytest.mark.parametrize("order", ["{flagCount: ASC}", "{flags: {count: ASC}}", "{number: ASC}"])
async def test_what_lies_below_a_row_that_is_not_there_is_empty_and_not_none(ask: Ask, order: str) -> None:
    """Flags without a case had cases with 0 flags, and came first."""
    data = await ask(f"{{ flags(orderBy: [{{case: {order}}}]) {{ nodes {{ case {{ id }} }} }} }}")
    without = [flag["case"] is None for flag in data["flags"]["nodes"]]
    assert True in without
    assert without == sorted(without)


@pytest.mark.parametrize("operator", ["like", "ilike", "notLike"])
@pytest.mark.parametrize("table", ["platforms", "assessments"])
async def test_a_pattern_that_ends_with_a_lone_backslash_is_refused_whatever_rows_there_are(
    refusal: Ask, operator: str, table: str
) -> None:
    """The database refused it where some row matched all that stands before."""
    document = (
        f"query ($like: String) {{ {table}(where: {{unitCode: {{{operator}: $like}}}}) {{ totalCount }} }}"
    )
    error = await refusal(document, {"like": "1%\\"})
    assert error["extensions"]["code"] == "BAD_FILTER"
    assert error["path"] == [table]
    error = await refusal(document, {"like": "\\\\\\"})
    assert error["extensions"]["code"] == "BAD_FILTER"


async def test_a_pattern_may_end_with_a_backslash_that_is_meant(ask: Ask) -> None:
    data = await ask(
        '{ plans(where: {title: {like: "%\\\\\\\\"}}) { totalCount } all: plans { totalCount } }'
    )
    assert data["plans"]["totalCount"] == data["all"]["totalCount"] > 0  # each is called `… 方案 1%_\`
