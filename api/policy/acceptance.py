"""What must be true before a project passes (P10), and what a score sheet comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from api.policy.breach import Breach
from db.enums import Verdict

FULL = Decimal(100)
#: The longest that a rectification may take, so that it cannot be put off for ever.
LONGEST_RECTIFICATION = timedelta(days=180)


@dataclass(frozen=True)
class Criterion:
    """One thing an acceptance looks at; ``points`` is the most it can be given."""

    code: str
    zh: str
    en: str
    points: Decimal


@dataclass(frozen=True)
class Score:
    criterion: Criterion
    given: Decimal | None
    remark: str = ""


@dataclass(frozen=True)
class Sheet:
    """A score sheet as the expert hands it in."""

    scores: Sequence[Score]
    verdict: Verdict
    given_on: date
    findings: str = ""
    rectify_by: date | None = None

    @property
    def total(self) -> Decimal:
        return sum((score.given or Decimal(0) for score in self.scores), Decimal(0))


@dataclass(frozen=True)
class Work:
    """What is known of the project that is inspected."""

    contracted: bool
    trained: bool
    delivered_on: date | None
    target_level: int | None
    level_after: int | None
    undelivered: Sequence[str] = ()


def check_criteria(criteria: Sequence[Criterion]) -> list[Breach]:
    """A standard: at least one criterion, each once, each with points, 100 altogether."""
    return list(_criteria(criteria))


def _criteria(criteria: Sequence[Criterion]) -> Iterator[Breach]:
    total = sum((criterion.points for criterion in criteria), Decimal(0))
    if total != FULL:
        yield Breach(
            "POINTS_NOT_100",
            "各项分值合计须为100，现为{total} | The points must add up to 100, not {total}",
            "P10",
            facts={"total": f"{total.normalize():f}"},
            where=("criteria",),
        )
    if any(criterion.points <= 0 for criterion in criteria):
        yield Breach(
            "POINTS_NOT_100", "每项分值须大于0 | Every criterion has points", "P10", where=("criteria",)
        )
    if len({criterion.zh for criterion in criteria}) < len(criteria):
        yield Breach(
            "CRITERION_TWICE", "验收指标重复 | A criterion is named twice", "P10", where=("criteria",)
        )


def check_sheet(sheet: Sheet, work: Work, pass_mark: Decimal) -> list[Breach]:
    """What forbids the verdict, the gravest first; ``where`` is the field of the form.

    A level below the target does not block: whether the aim was missed for good is the expert's to say.
    """
    return [*_scores(sheet), *_verdict(sheet, pass_mark), *(_passing(sheet, work)), *_days(sheet, work)]


def _scores(sheet: Sheet) -> Iterator[Breach]:
    for score in sheet.scores:
        names = {"name_zh": score.criterion.zh, "name_en": score.criterion.en}
        where = ("scores", score.criterion.code)
        if score.given is None:
            yield Breach(
                "SCORE_MISSING",
                "“{name_zh}”尚未评分 | “{name_en}” has no score yet",
                "P10",
                facts=names,
                where=where,
            )
        elif not 0 <= score.given <= score.criterion.points:
            yield Breach(
                "SCORE_OUT_OF_RANGE",
                "“{name_zh}”须为0至{most}分 | “{name_en}” takes 0 to {most} points",
                "P10",
                facts={**names, "most": f"{score.criterion.points.normalize():f}"},
                where=where,
            )
        elif score.given < score.criterion.points * Decimal("0.6") and not score.remark.strip():
            yield Breach(
                "REMARK_MISSING",
                "“{name_zh}”低于六成，须写明原因 | “{name_en}” got less than 60 %: say why",
                "P10",
                facts=names,
                where=where,
            )


def _verdict(sheet: Sheet, pass_mark: Decimal) -> Iterator[Breach]:
    facts = {"total": f"{sheet.total.normalize():f}", "mark": f"{pass_mark.normalize():f}"}
    if sheet.verdict is Verdict.PASS and sheet.total < pass_mark:
        yield Breach(
            "BELOW_PASS_MARK",
            "总分{total}未达合格线{mark}，不能通过 | The total of {total} is below the pass mark of {mark}",
            "P10",
            "达不到要求的应进行整改 | What does not meet the standard is to be rectified",
            facts,
            ("verdict",),
        )
    if sheet.verdict is not Verdict.PASS and not sheet.findings.strip():
        yield Breach("NO_REASON", "请写明存在的问题 | Say what is wanting", "P10", where=("findings",))
    if sheet.verdict is Verdict.RECTIFY and sheet.rectify_by is None:
        yield Breach(
            "NO_TERM", "请填写整改期限 | Say until when it must be mended", "P10", where=("rectify_by",)
        )
    if sheet.rectify_by and not sheet.given_on < sheet.rectify_by <= sheet.given_on + LONGEST_RECTIFICATION:
        yield Breach(
            "BAD_TERM",
            "整改期限须在验收之后{days}天以内 | The term lies within {days} days after the inspection",
            "P10",
            facts={"days": LONGEST_RECTIFICATION.days},
            where=("rectify_by",),
        )


def _passing(sheet: Sheet, work: Work) -> Iterator[Breach]:
    if sheet.verdict is not Verdict.PASS:
        return
    if not work.contracted:
        yield Breach("NO_CONTRACT", "没有服务合同，不能通过验收 | Without a contract nothing passes", "P9")
    if not work.trained:
        yield Breach(
            "NOT_TRAINED",
            "尚未完成实训，不能通过验收 | The staff is not trained, so it cannot pass",
            "P9",
            "先登记实训记录 | Enter the record of the training first",
        )
    if work.undelivered:
        yield Breach(
            "SERVICES_MISSING",
            "合同约定的服务尚未交付：{names} | Services of the contract are not delivered: {names}",
            "P9",
            facts={"names": "、".join(work.undelivered)},
        )
    if work.level_after is None:
        yield Breach(
            "NOT_ASSESSED",
            "尚无改造后数字化水平评测，不能通过验收 | The level after the transformation is not assessed yet",
            "P10",
            "先填报改造后评测 | Have the questionnaire answered first",
        )
    elif work.target_level is not None and work.level_after < work.target_level:
        yield Breach(
            "BELOW_TARGET_LEVEL",
            "改造后为{level}级，低于目标{target}级 | Level {level} after, below the target of {target}",
            "P8",
            facts={"level": work.level_after, "target": work.target_level},
            blocking=False,
        )


def _days(sheet: Sheet, work: Work) -> Iterator[Breach]:
    if work.delivered_on and sheet.given_on < work.delivered_on:
        yield Breach(
            "DATES_OUT_OF_ORDER",
            "验收日期早于交付日期{delivered} | The inspection lies before the delivery of {delivered}",
            "P10",
            facts={"delivered": work.delivered_on.isoformat()},
            where=("given_on",),
        )


def scored(criteria: Sequence[Criterion], given: Mapping[str, tuple[Decimal | None, str]]) -> list[Score]:
    """The criteria of a standard with what the expert gave, by code."""
    return [Score(criterion, *given.get(criterion.code, (None, ""))) for criterion in criteria]


def overdue(rectify_by: date | None, on: date) -> int:
    """Days by which a rectification is late; 0 where it is not."""
    return max((on - rectify_by).days, 0) if rectify_by else 0
