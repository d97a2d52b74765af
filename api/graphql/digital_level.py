"""What answers to the questionnaire come to so far: for forms that show the score while they are filled in."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from api.errors import Refusal
from api.services.assessments import judge, questionnaire
from db.store import Store


@strawberry.type(description="一个维度的得分 | What one dimension scored")
class DimensionScore:
    name: str = strawberry.field(description="中文 | In Chinese")
    name_en: str = strawberry.field(description="英文 | In English")
    points: Decimal | None = strawberry.field(description="满分 | Most it can score; null where not known")
    score: Decimal = strawberry.field(description="得分 | Scored")


@strawberry.type(description="离下一级还差多少 | What is missing for the next level")
class LevelGap:
    level: int = strawberry.field(description="下一级 | The next level")
    score: Decimal = strawberry.field(description="还差分数 | Points")
    scenes: int = strawberry.field(description="还差场景数 | Scenes of its grade")
    binding: int = strawberry.field(description="还差约束性场景数 | Binding scenes of its grade")


@strawberry.type(description="数字化水平评测结果 | What the answers come to")
class DigitalLevel:
    score: Decimal = strawberry.field(description="总分 | Total")
    level: int = strawberry.field(description="等级，0为未达一级 | Level; 0 is below the first")
    answered: int = strawberry.field(description="已答题数 | Questions and scenes answered")
    asked: int = strawberry.field(description="总题数 | Questions and scenes asked")
    dimensions: list[DimensionScore] = strawberry.field(description="分项得分 | By dimension")
    gap: LevelGap | None = strawberry.field(description="离下一级 | Missing for the next level")


async def digital_level(
    info: strawberry.Info,
    edition: Annotated[int, strawberry.argument(description="版本 | Edition")],
    answers: Annotated[
        JSON,
        strawberry.argument(
            description="答卷：题号→所选序号列表，场景→等级"
            " | Code of a question → places of the options chosen, code of a scene → its grade"
        ),
    ],
) -> DigitalLevel:
    given: Any = answers
    if not isinstance(given, Mapping) or len(given) > 100:
        raise Refusal("BAD_REQUEST", "answers 须为对象 | answers must be an object")
    store: Store = info.context.store
    async with store.read(info.context.viewer.rows) as connection:
        of = await questionnaire(connection, edition)
        result = await judge(connection, edition, {code: _read(value) for code, value in given.items()})
    gap = result.wanting
    return DigitalLevel(
        score=result.score,
        level=result.level,
        answered=result.answered,
        asked=result.asked,
        dimensions=[
            DimensionScore(name=one.zh, name_en=one.en, points=one.points, score=part)
            for one, part in zip(of.dimensions, result.dimensions, strict=True)
        ],
        gap=LevelGap(level=gap.level, score=gap.score, scenes=gap.scenes, binding=gap.binding)
        if gap
        else None,
    )


def _read(value: Any) -> Any:
    """A grade or a list of places; anything else is an answer that cannot be."""
    if isinstance(value, bool):
        return [-1]
    if isinstance(value, int):
        return value
    if isinstance(value, list) and all(isinstance(one, int) and not isinstance(one, bool) for one in value):
        return value
    return [-1]
