"""The schema follows the models: nothing declared is missing, nothing private appears, all is bilingual."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    build_schema,
    is_specified_scalar_type,
    validate_schema,
)

from api.graphql import schema as schema_module
from api.graphql.explorer import HERE, examples
from api.graphql.names import camel, connection_root, single_root
from api.graphql.resources import resources
from api.graphql.schema import schema, sdl
from db.catalog import Kind, catalog
from db.resource import Scope, both

COMMITTED = Path(schema_module.__file__).with_name("schema.graphql")
SCHEMA = build_schema(sdl())


def test_the_schema_is_valid() -> None:
    assert validate_schema(SCHEMA) == []


def test_the_committed_schema_is_the_one_served() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == sdl()


@pytest.mark.parametrize("name", sorted(catalog()))
def test_everything_declared_is_in_the_schema(name: str) -> None:
    entity = catalog()[name]
    query = SCHEMA.query_type
    assert query is not None
    if entity.resource.scope is Scope.PRIVATE:
        assert name not in SCHEMA.type_map
        assert connection_root(entity) not in query.fields
        return
    assert {connection_root(entity), single_root(entity)} <= set(query.fields)
    type_, where, order = (SCHEMA.type_map[f"{name}{suffix}"] for suffix in ("", "Where", "Order"))
    assert isinstance(type_, GraphQLObjectType)
    assert isinstance(where, GraphQLInputObjectType)
    assert isinstance(order, GraphQLInputObjectType)
    fields = {camel(field.name) for field in entity.fields.values()} | {
        camel(n) for n in entity.resource.computed
    }
    shown = {
        camel(relation.name)
        for relation in entity.relations.values()
        if catalog()[relation.target].resource.scope is not Scope.PRIVATE
    }
    assert fields | shown <= set(type_.fields)
    assert fields | shown <= set(where.fields)
    json = {camel(field.name) for field in entity.fields.values() if field.kind is Kind.JSON}
    assert fields - json <= set(order.fields)
    assert ("progress" in type_.fields) is bool(entity.resource.progress)
    for hidden in entity.resource.hidden:
        assert camel(hidden) not in type_.fields


def test_enums_have_the_stored_words_in_upper_case_and_their_labels() -> None:
    for entity in catalog().values():
        for field in entity.fields.values():
            if field.words is None or entity.resource.scope is Scope.PRIVATE:
                continue
            enum = SCHEMA.type_map[field.words.__name__]
            assert isinstance(enum, GraphQLEnumType)
            assert {name: value.description for name, value in enum.values.items()} == {
                word.value.upper(): word.label for word in field.words
            }


def test_every_description_is_in_both_languages() -> None:
    missing = []
    for name, type_ in SCHEMA.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type_) or not hasattr(type_, "ast_node"):
            continue
        fields = getattr(type_, "fields", {})
        described = [(name, type_)] if fields else []
        described += [(f"{name}.{field}", definition) for field, definition in fields.items()]
        for where, thing in described:
            first = (thing.description or "").partition("\n")[0]
            try:
                both(first)
            except ValueError:
                missing.append(where)
    assert missing == []


def test_declarations_name_fields_that_exist() -> None:
    for resource in resources():
        query = SCHEMA.query_type
        assert query is not None
        assert resource.connection in query.fields
        for column in resource.columns:
            type_ = SCHEMA.type_map[resource.name]
            for step in column.split("."):
                assert isinstance(type_, GraphQLObjectType), column
                kind = type_.fields[step].type
                type_ = getattr(kind, "of_type", kind)


def test_each_example_is_listed_once_and_in_both_languages() -> None:
    files = {path.stem for path in (HERE / "examples").glob("*.graphql")}
    assert len(files) == len(examples())
    for example in examples():
        assert example["name_zh"] != example["name_en"]
        first = example["query"].partition("\n")[0]
        both(first.removeprefix("# "))


def test_the_schema_is_made_once() -> None:
    assert schema() is schema()
