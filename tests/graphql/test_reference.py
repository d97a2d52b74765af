"""The reference knows the whole language, so that no part of it goes unasked."""

from api.graphql.schema import schema
from tests.graphql.reference.vocabulary import LEFT_OUT, unknown


def test_the_reference_knows_all_of_the_schema_but_what_it_leaves_out_for_a_reason() -> None:
    assert set(unknown(schema()._schema)) == set(LEFT_OUT)
    assert all(LEFT_OUT.values())
