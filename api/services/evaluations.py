"""Evaluations after the one-year term: the province's of itself, then the two ministries' (A3)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.performance import Goal, grade, score, total
from api.services import plans
from api.services.actuals import actuals
from api.services.clock import today
from api.services.parents import above, beneath
from api.services.rows import insert, update
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import EvaluationKind, Role
from db.store import Work

#: Who writes and who signs each kind: the department in charge and the treasury beside it, jointly.
WRITERS = {
    EvaluationKind.SELF: Role.PROVINCIAL_SME_OFFICER,
    EvaluationKind.NATIONAL: Role.PROGRAMME_OFFICER,
}
SIGNERS = {
    EvaluationKind.SELF: Role.PROVINCIAL_FINANCE_OFFICER,
    EvaluationKind.NATIONAL: Role.FINANCE_OFFICER,
}
#: The state of a plan that each kind needs, and the step by which it leaves that.
_BEFORE = {EvaluationKind.SELF: "implementing", EvaluationKind.NATIONAL: "self_evaluated"}
_STEPS = {EvaluationKind.SELF: "self_evaluate", EvaluationKind.NATIONAL: "evaluate"}


async def begin(
    work: Work,
    viewer: Viewer,
    plan: int,
    kind: EvaluationKind,
    *,
    on: date | None = None,
    at: datetime | None = None,
    values: Mapping[str, Any] | None = None,
) -> int:
    """A draft with the score of every target, worked out of what stands in the rows today.

    Raises:
        Refusal: the term is not over (F5); the plan is not that far; it has no targets; a deviation is unexplained.
    """
    action = f"begin_{kind.value}"
    allow(viewer, "Evaluation", action)
    on = on or today()
    row = await above(work, "Plan", plan, "state", "batch_id")
    ends = await work.connection.fetchval("select ends_on from batches where id = $1", row["batch_id"])
    if on <= ends:
        raise Refusal(
            "TERM_NOT_OVER",
            "实施期至{ends}，期满后方可评价 | The term runs until {ends}: evaluations follow it",
            clause="F5",
            status=409,
            ends=ends.isoformat(),
        )
    if row["state"] != _BEFORE[kind]:
        raise Refusal(
            "NOT_THAT_FAR",
            "方案状态不允许开展此项评价 | The plan is not at the point of this evaluation",
            hint="自评在实施期满后，国家评价在自评之后 | The province's follows the term, the ministries' follows that",
            clause="A3",
            status=409,
        )
    lines = await _lines(work, plan, on)
    await _explained(work, plan)
    points = total([(line["weight"], line["score"]) for line in lines])
    [made] = await create(
        work,
        viewer,
        "Evaluation",
        action,
        [
            {
                **beneath(row),
                "plan_id": plan,
                "kind": kind,
                "score": points,
                "grade": grade(points),
                "drafted_on": on,
                **(values or {}),
            }
        ],
        at=at,
    )
    await insert(work, "EvaluationLine", [{**beneath(row), "evaluation_id": made, **line} for line in lines])
    return made


async def revise(
    work: Work, viewer: Viewer, evaluation: int, values: Mapping[str, Any], *, at: datetime | None = None
) -> None:
    """Values: achievements, problems, measures, and for the national one accepted. A signature does not outlive it.

    Raises:
        Refusal: it is given; it is not the viewer's to write.
    """
    row = await above(work, "Evaluation", evaluation, "kind")
    _mine(viewer, row["kind"], WRITERS)
    if row["kind"] == EvaluationKind.SELF and values.get("accepted") is not None:
        raise Refusal(
            "NOT_YOURS",
            "验收结论由工业和信息化部、财政部作出 | The ministries decide on the acceptance",
            clause="A3",
            status=403,
            field="accepted",
        )
    step = Step(evaluation, {**values, "finance_signed_on": None}, at)
    await take(work, viewer, "Evaluation", "revise", [step])


async def rescore(
    work: Work, viewer: Viewer, line: int, points: Decimal, remark: str, *, at: datetime | None = None
) -> None:
    """Another score than computed, with the reason for it; the total follows.

    Raises:
        Refusal: the evaluation is signed or given; no reason; not the viewer's to write.
    """
    row = await above(work, "EvaluationLine", line, "evaluation_id", "computed")
    parent = await above(work, "Evaluation", row["evaluation_id"], "kind", "state")
    _mine(viewer, parent["kind"], WRITERS)
    if parent["state"] != "draft":
        raise Refusal(
            "EVALUATION_FIXED",
            "评价已会签或出具，得分不能再变 | The evaluation is signed or given: its scores are fixed",
            clause="A3",
            status=409,
        )
    if points != row["computed"] and not remark.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="A3", field="remark")
    values = {"score": points, "remark": remark.strip() or None}
    await take(work, viewer, "EvaluationLine", "score", [Step(line, values, at, remark, points)])
    lines = await work.connection.fetch(
        "select weight, score from evaluation_lines where evaluation_id = $1", row["evaluation_id"]
    )
    whole = total([tuple(one) for one in lines])
    await update(work, "Evaluation", [{"id": row["evaluation_id"], "score": whole, "grade": grade(whole)}])


async def sign(
    work: Work,
    viewer: Viewer,
    evaluation: int,
    *,
    on: date | None = None,
    at: datetime | None = None,
) -> None:
    """The finance department's part of a joint evaluation.

    Raises:
        Refusal: it says nothing yet; it is not the viewer's to sign.
    """
    row = await above(work, "Evaluation", evaluation, "kind", "achievements", "problems", "accepted")
    _mine(viewer, row["kind"], SIGNERS)
    undecided = row["kind"] == EvaluationKind.NATIONAL and row["accepted"] is None
    if not (row["achievements"] and row["problems"]) or undecided:
        raise Refusal(
            "EVALUATION_INCOMPLETE",
            "请先写明主要成效、存在问题；国家评价还须给出验收结论"
            " | Achievements and problems come first; the ministries decide on the acceptance, too",
            clause="A3",
            status=409,
        )
    step = Step(evaluation, {"finance_signed_on": on or today()}, at)
    await take(work, viewer, "Evaluation", "sign", [step])


async def give(
    work: Work,
    viewer: Viewer,
    evaluation: int,
    *,
    on: date | None = None,
    at: datetime | None = None,
) -> None:
    """From now on it stands; its plan goes on.

    Raises:
        Refusal: the finance department has not signed; it is not the viewer's to give.
    """
    row = await above(work, "Evaluation", evaluation, "kind", "plan_id")
    _mine(viewer, row["kind"], WRITERS)
    await take(work, viewer, "Evaluation", "give", [Step(evaluation, {"given_on": on or today()}, at)])
    await plans.advance(work, viewer, _STEPS[EvaluationKind(row["kind"])], [row["plan_id"]], at=at)


async def _lines(work: Work, plan: int, on: date) -> list[dict[str, Any]]:
    known = await actuals(work.connection, plan, on)
    targets = await work.connection.fetch(
        """select targets.id, targets.baseline, targets.value, weight, lower_is_better, formula,
                  (select measurements.value from measurements where measurements.unit_code = targets.unit_code
                   and target_id = targets.id order by quarter desc limit 1) as latest
           from targets join indicators on indicators.id = indicator_id where plan_id = $1
           order by platform_id nulls first, targets.id""",
        plan,
    )
    if not targets:
        raise Refusal(
            "NO_TARGETS",
            "方案没有绩效目标，无从评价 | The plan has no targets to be evaluated by",
            clause="A3",
            status=409,
        )
    lines = []
    for row in targets:
        actual = known.get(row["id"]) if row["formula"] else row["latest"]
        points = score(Goal(row["baseline"], row["value"], row["lower_is_better"]), actual)
        lines.append(
            {
                "target_id": row["id"],
                "goal": row["value"],
                "actual": actual,
                "weight": row["weight"],
                "computed": points,
                "score": points,
                "remark": None,
            }
        )
    return lines


async def _explained(work: Work, plan: int) -> None:
    silent = await work.connection.fetchval(
        """select indicators.name from measurements
           join targets on targets.unit_code = measurements.unit_code and targets.id = measurements.target_id
           join indicators on indicators.id = targets.indicator_id
           where targets.plan_id = $1 and light <> 'green' and explanation is null order by measurements.id limit 1""",
        plan,
    )
    if silent is not None:
        raise Refusal(
            "NOT_EXPLAINED",
            "绩效指标“{name}”有偏差未说明 | A deviation of “{name}” is not explained",
            hint="在绩效监控中说明偏差 | Explain it beside its quarter",
            clause="A3",
            status=409,
            name=silent,
        )


def _mine(viewer: Viewer, kind: str, who: Mapping[EvaluationKind, Role]) -> None:
    role = who[EvaluationKind(kind)]
    if role not in viewer.roles:
        zh, en = role.label.split(" | ")
        raise Refusal(
            "NOT_YOURS",
            "该项由“{zh}”办理 | This is for: {en}",
            clause="A3",
            status=403,
            zh=zh,
            en=en,
        )
