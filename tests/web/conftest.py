"""The small programme of the GraphQL tests, for what hands out the same rows in another form."""

from tests.graphql.conftest import engine, programme, small_database, small_store

__all__ = ["engine", "programme", "small_database", "small_store"]
