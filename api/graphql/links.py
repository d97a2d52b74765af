"""The graph of what ties an enterprise, project or platform to others, in GraphQL; for those who may know of suspicions."""

from typing import Annotated, Any

import strawberry

from api.errors import Refusal
from api.graphql.deeds import global_id, key_of
from api.graphql.words import word_enum
from api.services.links import Tie, links
from api.services.traces import mask
from api.viewer import Viewer
from db.enums import LinkKind
from db.models.flag import INVESTIGATORS

KindEnum = word_enum(LinkKind, "关联方式 | How they are tied")
#: Of these only the end is told, as everywhere.
_MASKED = frozenset({LinkKind.PHONE, LinkKind.ACCOUNT})
MOST_HOPS = 3
#: From what one may ask: the organizations it leads to.
_STARTS = {
    "Organization": "select id from organizations where id = $1",
    "Project": "select enterprise_id as id from projects where id = $1",
    "Claim": "select projects.enterprise_id as id from claims join projects on projects.unit_code = claims.unit_code"
    " and projects.id = claims.project_id where claims.id = $1",
    "Platform": "select organization_id as id from platforms where id = $1"
    " union select projects.enterprise_id from projects where projects.platform_id = $1",
    "Case": "select distinct projects.enterprise_id as id from flags join projects on"
    " projects.unit_code = flags.unit_code and projects.id = flags.project_id where flags.case_id = $1",
}


@strawberry.type(name="LinkParty", description="关联图中的主体 | An organization in the graph")
class LinkPartyType:
    id: strawberry.ID = strawberry.field(description="主体 | Organization")
    name: str = strawberry.field(description="名称 | Name")
    uscc: str = strawberry.field(description="信用代码 | Credit code")
    hops: int = strawberry.field(description="相隔层数 | Hops away")
    projects: list[strawberry.ID] = strawberry.field(description="项目 | Projects")
    platforms: list[strawberry.ID] = strawberry.field(description="运营的平台 | Platforms it operates")
    flags: int = strawberry.field(description="预警数 | Flags")


@strawberry.type(name="LinkTie", description="共同点 | What parties share: the evidence of a link")
class LinkTieType:
    kind: KindEnum = strawberry.field(description="关联方式 | How")  # type: ignore[valid-type]
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    value: str = strawberry.field(
        description="内容（电话、账号掩码） | What it is; telephones and accounts masked"
    )
    parties: list[strawberry.ID] = strawberry.field(description="涉及主体 | Who shares it")


@strawberry.type(name="LinkGraph", description="关联图 | What ties organizations to one another")
class LinkGraphType:
    parties: list[LinkPartyType] = strawberry.field(description="主体 | Organizations")
    ties: list[LinkTieType] = strawberry.field(description="共同点 | What they share")
    hubs: list[LinkTieType] = strawberry.field(
        description="过于普遍、不作关联的共同点 | Shared by too many to mean anything"
    )
    left_out: int = strawberry.field(description="未画出的主体数 | Organizations not drawn")


async def link_graph(
    info: strawberry.Info,
    of: Annotated[
        strawberry.ID,
        strawberry.argument(
            description="主体、项目、申请、平台或案件 | Organization, project, claim, platform or case"
        ),
    ],
    hops: Annotated[int, strawberry.argument(description="层数 | Hops")] = 2,
) -> LinkGraphType:
    context: Any = info.context
    viewer: Viewer = context.viewer
    if not viewer.roles & INVESTIGATORS:
        raise Refusal("FORBIDDEN", "您无权查看关联图 | You may not see the graph of links", status=403)
    if not 1 <= hops <= MOST_HOPS:
        raise Refusal("BAD_PAGE", "层数须在 1 到 {most} 之间 | hops must be from 1 to {most}", most=MOST_HOPS)
    async with context.store.read(viewer.rows) as connection:
        graph = await links(connection, await _start(connection, of), hops)
    return LinkGraphType(
        parties=[
            LinkPartyType(
                id=global_id("Organization", party.id),
                name=party.name,
                uscc=party.uscc,
                hops=party.hops,
                projects=[global_id("Project", key) for key in party.projects],
                platforms=[global_id("Platform", key) for key in party.platforms],
                flags=party.flags,
            )
            for party in graph.parties
        ],
        ties=[_tie(tie) for tie in graph.ties],
        hubs=[_tie(tie) for tie in graph.hubs],
        left_out=graph.left_out,
    )


async def _start(connection: Any, of: strawberry.ID) -> list[int]:
    for entity, statement in _STARTS.items():
        try:
            key = key_of(entity, of)
        except Refusal:
            continue
        return [row["id"] for row in await connection.fetch(statement, key)]
    raise Refusal(
        "BAD_ID",
        "“{value}”不是可查关联的编号 | “{value}” is not an id whose links can be asked for",
        value=str(of),
    )


def _tie(tie: Tie) -> LinkTieType:
    chinese, _, english = tie.kind.label.partition(" | ")
    return LinkTieType(
        kind=KindEnum(tie.kind.value),
        label=chinese,
        label_en=english,
        value=mask(tie.value) if tie.kind in _MASKED else tie.value,
        parties=[global_id("Organization", key) for key in tie.parties],
    )
