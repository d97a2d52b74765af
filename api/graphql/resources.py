"""What each table declares, as GraphQL data: a client can build its lists, forms and files from it."""

from collections.abc import Iterator
from functools import cache

import strawberry

from api.actions.action import Action
from api.actions.editing import Edit, edits, makers
from api.graphql.deeds import deed_name, many_name
from api.graphql.names import camel, connection_root, single_root
from api.graphql.shape import Sort, entities, shape
from api.policy.access import may_read
from db.bounds import Bounds, bounds, has_default
from db.catalog import Entity, Field, Kind, Relation
from db.enums import Group, Word
from db.groups import group_of
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
    required: bool = strawberry.field(
        description="必填 | Every row has a value, and none is filled in by itself"
    )
    fixed: bool = strawberry.field(description="由步骤设定 | Set by steps and services only, never typed")
    computed: bool = strawberry.field(description="计算值 | Worked out of related rows")
    over: str | None = strawberry.field(
        description="据以计算的表 | Type of the rows it is worked out of, which the caller must be able to read"
    )
    longest: int = strawberry.field(description="最长字数，0 为不限 | Longest text; 0 is any")
    places: int = strawberry.field(description="小数位 | Decimal places")
    digits: int = strawberry.field(description="总位数 | Digits of a decimal number")
    least: str | None = strawberry.field(description="最小 | Least, as the database holds it to")
    most: str | None = strawberry.field(description="最大 | Most")


@strawberry.type(description="一个关系 | A way from one table to another")
class LinkInfo:
    name: str = strawberry.field(description="关系名 | Name in the API")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    target: str = strawberry.field(description="对方的类型名 | Name of the type it leads to")
    many: bool = strawberry.field(description="多条 | It leads to many rows")
    required: bool = strawberry.field(description="必有 | Every row has one")
    back: str | None = strawberry.field(
        description="反向关系名 | The same way seen from there, for a condition on its rows"
    )


@strawberry.type(
    description="一种可直接修改的方式 | A change that describes a row and leaves its state alone"
)
class EditInfo:
    name: str = strawberry.field(description="变更名 | Name of the mutation")
    many: str = strawberry.field(description="批量变更名 | Name of the mutation for many rows, all or none")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str | None = strawberry.field(description="条款 | Clause it rests on")
    fields: list[str] = strawberry.field(description="可改字段 | Fields it changes")
    needed: list[str] = strawberry.field(
        description="须一并提交的字段 | Fields it must have whatever is changed: as they are, if they stay"
    )
    extra: list[str] = strawberry.field(
        description="须另填的内容 | What else must be filled in, so that it takes a form"
    )
    states: list[str] = strawberry.field(
        description="可改的状态，空为不限 | States in which it can be; none is any"
    )


@strawberry.type(description="一种新增方式 | How a row of the table is begun")
class MakerInfo:
    name: str = strawberry.field(description="变更名 | Name of the mutation")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    on: str | None = strawberry.field(
        description="从哪种记录新增 | Type of the row it is begun from; null if from none"
    )


def _readable(root: "ResourceInfo", info: strawberry.Info) -> bool:
    return may_read(info.context.viewer.roles, root.entity.resource.readers)


def _edits(root: "ResourceInfo", info: strawberry.Info) -> list[EditInfo]:
    return [_edit(one) for one in edits(root.entity.name, info.context.viewer.roles)]


def _makers(root: "ResourceInfo", info: strawberry.Info) -> list[MakerInfo]:
    return [_maker(one) for one in makers(root.entity.name, info.context.viewer.roles)]


@strawberry.type(description="一张表 | A table")
class ResourceInfo:
    entity: strawberry.Private[Entity]
    name: str = strawberry.field(description="类型名 | Name of the type")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    connection: str = strawberry.field(description="列表字段 | Root field with its rows")
    single: str = strawberry.field(description="单条字段 | Root field with one row")
    group: WordInfo = strawberry.field(description="归类 | The heading it stands under")
    title: str = strawberry.field(description="标题字段 | What a row is called: a dotted path")
    searchable: bool = strawberry.field(description="可全文查找 | Its rows can be searched")
    columns: list[str] = strawberry.field(
        description="列表列 | What a list shows: dotted paths in the API's names"
    )
    fields: list[FieldInfo] = strawberry.field(description="字段 | Fields")
    links: list[LinkInfo] = strawberry.field(description="关系 | Relations")

    readable: bool = strawberry.field(
        resolver=_readable, description="本人可查看 | Whether the caller may read it at all"
    )
    edits: list[EditInfo] = strawberry.field(
        resolver=_edits, description="本人可用的修改方式 | How the caller may change its rows directly"
    )
    makers: list[MakerInfo] = strawberry.field(
        resolver=_makers, description="本人可用的新增方式 | How the caller may add rows"
    )


@cache
def resources() -> list[ResourceInfo]:
    """By their headings, and under each in the order in which they are declared."""
    order = list(Group)
    return [
        _resource(entity)
        for entity in sorted(entities().values(), key=lambda one: order.index(group_of(one.name)))
    ]


def _resource(entity: Entity) -> ResourceInfo:
    chinese, english = both(entity.resource.label)
    return ResourceInfo(
        entity=entity,
        name=entity.name,
        label=chinese,
        label_en=english,
        connection=connection_root(entity),
        single=single_root(entity),
        group=word_info(group_of(entity.name)),
        title="id" if entity.resource.title == "id" else api_path(entity, entity.resource.title),
        searchable=bool(entity.resource.search),
        columns=[api_path(entity, path) for path in entity.resource.columns],
        fields=_fields(entity),
        links=list(_links(entity)),
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
            found.append(_stored(entity, name, entity.fields[member.source]))
        elif member.sort is Sort.COMPUTED:
            declared = entity.resource.computed[member.source]
            kind = Kind.INTEGER if isinstance(declared, Count) else Kind.DECIMAL
            places, digits = (0, 0) if kind is Kind.INTEGER else (2, 14)
            made = Field(member.source, kind, declared.label, True, fixed=True, digits=digits, places=places)
            over = entity.relations[declared.relation].target
            found.append(_field(name, made, Bounds(), required=False, over=over))
    return found


def _stored(entity: Entity, name: str, field: Field) -> FieldInfo:
    required = not field.null and not field.fixed and not has_default(entity, field)
    return _field(name, field, bounds(entity, field), required=required)


def _field(name: str, field: Field, held: Bounds, *, required: bool, over: str | None = None) -> FieldInfo:
    chinese, english = both(field.label)
    return FieldInfo(
        name=name,
        label=chinese,
        label_en=english,
        kind=field.kind.value,
        sensitive=field.sensitive,
        words=[word_info(word) for word in field.words or ()],
        required=required,
        fixed=field.fixed,
        computed=over is not None,
        over=over,
        longest=field.length,
        places=field.places,
        digits=field.digits,
        least=None if held.lowest is None else str(held.lowest),
        most=None if held.highest is None else str(held.highest),
    )


def _links(entity: Entity) -> Iterator[LinkInfo]:
    for name, member in shape(entity.name).items():
        if member.sort not in (Sort.ONE, Sort.MANY):
            continue
        relation = entity.relations[member.source]
        chinese, english = both(relation.label)
        yield LinkInfo(
            name=name,
            label=chinese,
            label_en=english,
            target=relation.target,
            many=relation.many,
            required=not relation.many and not relation.null,
            back=_back(entity, relation),
        )


def _back(entity: Entity, relation: Relation) -> str | None:
    """The relation there that leads back here over the same columns."""
    wanted = {(there, here) for here, there in relation.columns}
    for name, member in shape(relation.target).items():
        if member.sort in (Sort.ONE, Sort.MANY):
            other = entities()[relation.target].relations[member.source]
            if (
                other.target == entity.name
                and other.many is not relation.many
                and set(other.columns) == wanted
            ):
                return name
    return None


def _edit(one: Edit) -> EditInfo:
    chinese, english = both(one.action.move.label)
    return EditInfo(
        name=deed_name(one.action),
        many=many_name(one.action),
        label=chinese,
        label_en=english,
        clause=one.action.move.clause,
        fields=[camel(name) for name in one.fields],
        needed=[camel(name) for name in one.needed],
        extra=[camel(name) for name in one.extra],
        states=[state.value.upper() for state in one.states],
    )


def _maker(action: Action) -> MakerInfo:
    chinese, english = both(action.move.label)
    return MakerInfo(name=deed_name(action), label=chinese, label_en=english, on=action.on or None)


def word_info(word: Word) -> WordInfo:
    """A word with its labels, for answers whose vocabulary no table's field has."""
    chinese, english = both(word.label)
    return WordInfo(value=word.value.upper(), label=chinese, label_en=english)
