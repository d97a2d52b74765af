"""Answering the questionnaire of the digital level."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import Field, Sort, of
from api.errors import Refusal
from api.services import assessments
from api.services.assessments import Sheet
from api.viewer import Viewer
from db.enums import ProjectState
from db.store import Work


async def _answer(work: Work, viewer: Viewer, order: Order) -> int | None:
    values = order.values
    rows = values.get("answers") or ()
    return await assessments.answer(
        work,
        viewer,
        Sheet(
            order.id,
            values["phase"],
            values["edition"],
            values["assessed_on"],
            {row["code"]: _chosen(row["chosen"]) for row in rows if row.get("chosen")},
            {row["code"]: row["note"] for row in rows if row.get("note")},
            values.get("total"),
            bool(values.get("final")),
        ),
    )


def _chosen(text: str) -> Any:
    """``"0,2"`` are places of options, ``"L3"`` the grade of a scene.

    Raises:
        Refusal: it is neither.
    """
    grade, places = text.removeprefix("L"), text.split(",")
    if text.startswith("L") and grade.isascii() and grade.isdecimal():
        return int(grade[:3])
    if all(place.isascii() and place.isdecimal() for place in places):
        return [int(place[:3]) for place in places]
    raise Refusal(
        "BAD_ANSWER",
        "“{chosen}”不是可用的答案 | “{chosen}” is not a possible answer",
        chosen=text[:20],
        field="answers",
    )


ACTIONS: tuple[Action, ...] = (
    Action(
        "Assessment",
        "answer",
        _answer,
        (
            of("Assessment", "phase", required=True),
            of("Assessment", "edition", required=True, least=2022, most=2100),
            of("Assessment", "assessed_on", required=True),
            Field(
                "answers",
                Sort.ROWS,
                "答卷 | Answers",
                help="选项序号从0起，以逗号分隔；场景等级写作L0至L4 | Places of the options from 0, with commas; the grade of a scene as L0 to L4",
                columns=(
                    Field("code", Sort.TEXT, "题号 | Code of the question", required=True, longest=20),
                    Field("chosen", Sort.TEXT, "所选 | Chosen", longest=60),
                    Field("note", Sort.NOTE, "佐证说明 | Evidence", longest=1000),
                ),
                longest=60,
            ),
            Field(
                "total",
                Sort.DECIMAL,
                "总分 | Total",
                least=0,
                most=100,
                help="仅用于题目未公开的2022年版 | Only for the edition of 2022, whose questions are not public",
            ),
            Field(
                "final",
                Sort.FLAG,
                "正式提交 | Hand it in",
                help="否则保存为草稿 | Else it is kept as a draft",
            ),
        ),
        on="Project",
        when=frozenset(
            {
                ProjectState.LISTED,
                ProjectState.CONTRACTED,
                ProjectState.TRANSFORMING,
                ProjectState.DELIVERED,
                ProjectState.RECTIFYING,
            }
        ),
    ),
)
