"""The documents of a case that were given to its party, in GraphQL: what an operator may download."""

from datetime import date

import strawberry

from api.graphql.deeds import global_id
from api.graphql.words import word_enum
from api.services.case_party import PartyPaper, told

PaperEnum = word_enum(PartyPaper, "当事人文书 | Document for a party")


@strawberry.type(description="送交当事人的案件文书 | A document of a case that its party was given")
class GivenPaper:
    paper: PaperEnum = strawberry.field(description="文书 | Which document")  # type: ignore[valid-type]
    label: str = strawberry.field(description="中文名称 | In Chinese")
    label_en: str = strawberry.field(description="英文名称 | In English")
    address: str = strawberry.field(
        description="下载地址，后加 .pdf 或 .docx | Its address; .pdf or .docx goes behind it"
    )
    given_on: date = strawberry.field(description="送交日期 | Given on")
    platform: strawberry.ID = strawberry.field(description="服务平台 | The platform it is about")
    synthetic: bool = strawberry.field(description="合成数据 | Made up")


async def given_papers(info: strawberry.Info) -> list[GivenPaper]:
    found = await told(info.context.store, info.context.viewer)
    return [
        GivenPaper(
            paper=PaperEnum(one.paper.value),
            label=one.paper.label.split(" | ")[0],
            label_en=one.paper.label.split(" | ")[1],
            address=f"/documents/{one.paper.value}/{one.key}",
            given_on=one.given_on,
            platform=global_id("Platform", one.platform),
            synthetic=one.synthetic,
        )
        for one in found
    ]
