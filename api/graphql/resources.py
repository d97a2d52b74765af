"""What each table declares, as GraphQL data: a client can build its lists and forms from it."""

from functools import cache

import strawberry

from api.graphql.names import camel, connection_root
from api.graphql.shape import Sort, entities, shape
from db.catalog import Entity
from db.enums import Word
from db.resource import Count, both


@strawberry.type(description="一个取值 | A word of a closed vocabulary")
class WordInfo:
    value: str = strawberry.field(description="枚举值 | As in the API's enum")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")


@strawberry.type(description="一个字段 | A field of a table")
class FieldInfo:
    name: str = strawberry.field(description="字段名 | Name in the API")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    kind: str = strawberry.field(
        description="种类 | number, integer, decimal, text, word, boolean, date, time or json"
    )
    sensitive: bool = strawberry.field(description="敏感 | Comes back masked")
    words: list[WordInfo] = strawberry.field(description="取值 | The words of the vocabulary, if it has one")


@strawberry.type(description="一张表 | A table")
class ResourceInfo:
    name: str = strawberry.field(description="类型名 | Name of the type")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    connection: str = strawberry.field(description="列表字段 | Root field with its rows")
    columns: list[str] = strawberry.field(
        description="列表列 | What a list shows: dotted paths in the API's names"
    )
    fields: list[FieldInfo] = strawberry.field(description="字段 | Fields")


@cache
def resources() -> list[ResourceInfo]:
    return [_resource(entity) for entity in entities().values()]


def _resource(entity: Entity) -> ResourceInfo:
    chinese, english = both(entity.resource.label)
    return ResourceInfo(
        name=entity.name,
        label=chinese,
        label_en=english,
        connection=connection_root(entity),
        columns=[api_path(entity, path) for path in entity.resource.columns],
        fields=_fields(entity),
    )


def api_path(entity: Entity, path: str) -> str:
    """A dotted path of the catalog in the API's names: ``clause.id`` is ``clause.code`` there."""
    *relations, last = path.split(".")
    names = []
    for relation in relations:
        names.append(camel(relation))
        entity = entities()[entity.relations[relation].target]
    by_source = {
        member.source: name
        for name, member in shape(entity.name).items()
        if member.sort in (Sort.FIELD, Sort.COMPUTED)
    }
    return ".".join([*names, by_source[last]])


def _fields(entity: Entity) -> list[FieldInfo]:
    found = []
    for name, member in shape(entity.name).items():
        if member.sort is Sort.FIELD:
            field = entity.fields[member.source]
            words = [word_info(word) for word in field.words or ()]
            found.append(_field(name, field.label, field.kind.value, words, sensitive=field.sensitive))
        elif member.sort is Sort.COMPUTED:
            declared = entity.resource.computed[member.source]
            kind = "integer" if isinstance(declared, Count) else "decimal"
            found.append(_field(name, declared.label, kind, []))
    return found


def _field(name: str, label: str, kind: str, words: list[WordInfo], *, sensitive: bool = False) -> FieldInfo:
    chinese, english = both(label)
    return FieldInfo(name=name, label=chinese, label_en=english, kind=kind, sensitive=sensitive, words=words)


def word_info(word: Word) -> WordInfo:
    """A word with its labels, for answers whose vocabulary no table's field has."""
    chinese, english = both(word.label)
    return WordInfo(value=word.value.upper(), label=chinese, label_en=english)
