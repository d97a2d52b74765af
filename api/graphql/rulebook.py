"""The rules of the red flags in GraphQL: what each says of itself, how it has done, and what it finds once more."""

from decimal import Decimal
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from api.errors import Refusal
from api.graphql.deeds import global_id, key_of
from api.graphql.words import word_enum
from api.policy.precision import Interval
from api.services import rule_trials
from api.services.flag_proof import proof
from api.services.rule_report import RuleReport, rule_reports
from api.viewer import Viewer
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity
from db.models.flag import RULE_READERS
from db.store import NATION, Store

KindEnum = word_enum(RuleKind)
SubjectEnum = word_enum(FlagSubject)
SeverityEnum = word_enum(Severity)
PhaseEnum = word_enum(FraudPhase)
FraudEnum = word_enum(FraudKind)


@strawberry.type(
    name="Precision", description="准确率 | How often it was right, with a 95 % interval (Wilson)"
)
class PrecisionType:
    hits: int = strawberry.field(description="属实 | Right")
    judged: int = strawberry.field(description="已有结论 | Judged")
    share: float | None = strawberry.field(description="比例 | Share")
    low: float | None = strawberry.field(description="下限 | Lower bound")
    high: float | None = strawberry.field(description="上限 | Upper bound")

    @classmethod
    def of(cls, interval: Interval) -> "PrecisionType":
        return cls(
            hits=interval.hits,
            judged=interval.judged,
            share=interval.share,
            low=interval.low,
            high=interval.high,
        )


@strawberry.type(name="RuleText", description="规则说明 | What people read of a rule")
class RuleTextType:
    title: str = strawberry.field(description="名称 | Title")
    why: str = strawberry.field(description="为何预警 | Why it is a red flag")
    innocent: str = strawberry.field(description="可能的误报 | When it may be innocent")
    example: str = strawberry.field(description="例子 | Example")
    source: str = strawberry.field(description="来源 | Source")


@strawberry.type(name="Rule", description="预警规则 | A red-flag rule")
class RuleType:
    code: str = strawberry.field(description="代码 | Code")
    kind: KindEnum = strawberry.field(description="类别 | Kind")  # type: ignore[valid-type]
    subject: SubjectEnum = strawberry.field(description="对象 | Raised on")  # type: ignore[valid-type]
    severity: SeverityEnum = strawberry.field(description="严重程度 | Severity")  # type: ignore[valid-type]
    phase: PhaseEnum = strawberry.field(description="环节 | Phase")  # type: ignore[valid-type]
    hints_at: FraudEnum = strawberry.field(description="疑似行为 | Hints at")  # type: ignore[valid-type]
    zh: RuleTextType = strawberry.field(description="中文说明 | In Chinese")
    en: RuleTextType = strawberry.field(description="英文说明 | In English")
    live: strawberry.ID | None = strawberry.field(description="现行版本 | Version in force")
    trial: strawberry.ID | None = strawberry.field(description="试运行版本 | Version on trial")
    version: int | None = strawberry.field(description="现行版本号 | Number of the version in force")
    parameters: JSON = strawberry.field(description="现行参数 | Thresholds in force")
    query: str = strawberry.field(description="查询 | Query")
    standing: int = strawberry.field(description="待核查和已立案 | Flags open or in a case")
    shadow: int = strawberry.field(description="试运行预警 | Flags on trial")
    dismissed: int = strawberry.field(description="已排除 | Dismissed")
    at_risk: Decimal = strawberry.field(description="涉及金额 | At risk")
    precision: PrecisionType = strawberry.field(description="准确率 | Precision")
    demote: bool = strawberry.field(description="建议停用或调整 | Should be retired or tried otherwise")

    @classmethod
    def of(cls, report: RuleReport) -> "RuleType":
        rule = report.rule
        return cls(
            code=rule.code,
            kind=KindEnum(rule.kind.value),
            subject=SubjectEnum(rule.subject.value),
            severity=SeverityEnum(rule.severity.value),
            phase=PhaseEnum(rule.phase.value),
            hints_at=FraudEnum(rule.hints_at.value),
            zh=_text(report, "zh"),
            en=_text(report, "en"),
            live=_version_id(report.live),
            trial=_version_id(report.trial),
            version=report.live["number"] if report.live else None,
            parameters=report.parameters,  # type: ignore[arg-type]
            query=rule.query.strip(),
            standing=report.standing,
            shadow=report.shadow,
            dismissed=report.dismissed,
            at_risk=report.at_risk,
            precision=PrecisionType.of(report.precision),
            demote=report.demote,
        )


@strawberry.type(
    name="Backtest", description="回测 | What other thresholds would find in the country as it is"
)
class BacktestType:
    now: int = strawberry.field(description="现行发现数 | Found now")
    then: int = strawberry.field(description="调整后发现数 | Found then")
    added: int = strawberry.field(description="新增 | New ones")
    dropped: int = strawberry.field(description="减少 | No longer found")
    precision_now: PrecisionType = strawberry.field(description="现行准确率 | Precision now")
    precision_then: PrecisionType = strawberry.field(description="调整后准确率 | Precision then")


@strawberry.type(name="FlagProof", description="预警复现 | What a flag rests on, found once more")
class FlagProofType:
    statement: str = strawberry.field(description="查询 | Query")
    arguments: JSON = strawberry.field(description="查询参数 | Its arguments")
    parameters: JSON = strawberry.field(description="规则参数 | Thresholds of the version")
    found: JSON | None = strawberry.field(
        description="查得事实 | Facts found; null if this release asks otherwise"
    )
    stands: bool | None = strawberry.field(description="仍成立 | Whether the flag's facts are still so")


async def rule_book(
    info: strawberry.Info,
    code: Annotated[str | None, strawberry.argument(description="只看此规则 | Of this rule only")] = None,
) -> list[RuleType]:
    store, viewer = _supervising(info)
    async with store.read(viewer.rows) as connection:
        reports = await rule_reports(connection)
    return [RuleType.of(report) for report in reports if code in (None, report.rule.code)]


async def rule_backtest(
    info: strawberry.Info,
    rule: Annotated[str, strawberry.argument(description="规则代码 | Code of the rule")],
    parameters: Annotated[JSON, strawberry.argument(description="要试的参数 | Thresholds to try")],
) -> BacktestType:
    store, viewer = _supervising(info)
    if not isinstance(parameters, dict):
        raise Refusal(
            "BAD_PARAMETERS", "参数须为一个对象 | Thresholds are an object", clause="S1", field="parameters"
        )
    async with store.write(NATION) as work:
        found = await rule_trials.backtest(work, viewer, rule, parameters)
    return BacktestType(
        now=found.now,
        then=found.then,
        added=found.added,
        dropped=found.dropped,
        precision_now=PrecisionType.of(found.precision_now),
        precision_then=PrecisionType.of(found.precision_then),
    )


async def flag_proof(
    info: strawberry.Info,
    flag: Annotated[strawberry.ID, strawberry.argument(description="预警 | A flag")],
) -> FlagProofType:
    store, viewer = _supervising(info)
    async with store.read(viewer.rows) as connection:
        found = await proof(connection, key_of("Flag", flag))
    return FlagProofType(
        statement=found.statement,
        arguments=[_json(one) for one in found.arguments],  # type: ignore[arg-type]
        parameters=found.parameters,  # type: ignore[arg-type]
        found=found.found,  # type: ignore[arg-type]
        stands=found.stands,
    )


def _supervising(info: strawberry.Info) -> tuple[Store, Viewer]:
    context: Any = info.context
    viewer: Viewer = context.viewer
    if not viewer.roles & RULE_READERS:
        raise Refusal(
            "FORBIDDEN", "您无权查看预警规则 | You may not read the rules of the red flags", status=403
        )
    return context.store, viewer


def _text(report: RuleReport, lang: str) -> RuleTextType:
    text = report.text(lang)
    return RuleTextType(
        title=text.title, why=text.why, innocent=text.innocent, example=text.example, source=text.source
    )


def _version_id(row: Any) -> strawberry.ID | None:
    return global_id("RuleVersion", row["id"]) if row else None


def _json(value: Any) -> Any:
    if isinstance(value, list):
        return [_json(one) for one in value]
    return value if isinstance(value, int | float | str | bool) else str(value)
