"""The reference knows the whole language, so that no part of it goes unasked."""

from fnmatch import fnmatchcase

from api.graphql.schema import schema
from tests.graphql.reference.vocabulary import LEFT_OUT, unknown


def test_the_reference_knows_all_of_the_schema_but_what_it_leaves_out_for_a_reason() -> None:
    left = unknown(schema()._schema)
    assert not {name for name in left if not any(fnmatchcase(name, pattern) for pattern in LEFT_OUT)}
    for pattern, reason in LEFT_OUT.items():
        assert reason
        assert any(fnmatchcase(name, pattern) for name in left), f"{pattern} is known by now"
