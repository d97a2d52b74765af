"""Money reckoned anew at each question: previews, what-if, recomputation, balances; and the file for the bank."""

import base64
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import strawberry

from api.errors import Refusal
from api.graphql.deeds import global_id, key_of
from api.policy.access import may_read
from api.policy.bank_file import BankFormat
from api.policy.settlement import Line
from api.policy.what_if import Change
from api.services import bank_batches, settlements, verification
from api.services.account_facts import facts_of
from api.services.payer import payer
from api.services.steps import writing
from api.services.what_if import READERS, Outcome
from api.services.what_if import what_if as reckon
from db.enums import LedgerAccount, Role
from db.models.settlement import MONEY_READERS
from db.resource import both


@strawberry.type(description="核定的一步 | One step of a settlement, not stored")
class PreviewLine:
    cut: str = strawberry.field(description="事项代码 | What it does")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str = strawberry.field(description="条款 | Clause")
    project: strawberry.ID | None = strawberry.field(description="项目 | Project")
    basis: Decimal = strawberry.field(description="基数 | Basis")
    bound: Decimal = strawberry.field(description="限额或比例 | Limit or share")
    amount: Decimal = strawberry.field(description="金额 | Amount")


@strawberry.type(description="核定预览 | What a settlement would say now; nothing is stored")
class SettlementPreview:
    award: Decimal = strawberry.field(description="核定奖补 | Award")
    passed: int = strawberry.field(description="计入家数 | Enterprises counted")
    prepaid: Decimal = strawberry.field(description="已预拨 | Prepaid")
    paid: Decimal = strawberry.field(description="已净拨付 | Disbursed so far, net")
    balance: Decimal = strawberry.field(description="应付（负为追缴） | To pay; negative: to recover")
    limits_on: str = strawberry.field(description="限额适用日 | Day whose limits count")
    fingerprint: str = strawberry.field(description="依据指纹 | Fingerprint of the inputs, to propose with")
    lines: list[PreviewLine] = strawberry.field(description="明细 | Line by line")


@strawberry.type(description="复算结果 | What recomputing a settlement from its frozen inputs gives")
class SettlementCheck:
    sound: bool = strawberry.field(description="一致 | Everything agrees to the fen")
    award: Decimal = strawberry.field(description="已存核定数 | Award as stored")
    again: Decimal | None = strawberry.field(description="复算数 | Award as recomputed")
    wrong: list[str] = strawberry.field(description="不符之处 | What differs")


@strawberry.type(description="一个平台的测算 | One platform, now and after the change")
class WhatIfRow:
    platform: strawberry.ID = strawberry.field(description="服务平台 | Platform")
    operator: str = strawberry.field(description="运营主体 | Operator")
    unit_code: str = strawberry.field(description="申报单位 | Unit")
    batch: int = strawberry.field(description="批次 | Batch")
    now: Decimal = strawberry.field(description="现状 | As things stand")
    then: Decimal = strawberry.field(description="假设 | After the change")
    difference: Decimal = strawberry.field(description="差额 | Difference")
    counted_now: int = strawberry.field(description="现计入家数 | Enterprises counted now")
    counted_then: int = strawberry.field(description="假设计入家数 | Enterprises counted then")
    synthetic: bool = strawberry.field(description="合成数据 | Synthetic")


@strawberry.type(description="假设测算 | Awards under other limits, or without somebody")
class WhatIf:
    platforms: int = strawberry.field(description="平台数 | Platforms")
    now: Decimal = strawberry.field(description="现状合计 | Total as things stand")
    then: Decimal = strawberry.field(description="假设合计 | Total after the change")
    difference: Decimal = strawberry.field(description="差额合计 | Difference")
    changed: int = strawberry.field(description="受影响平台数 | Platforms affected")
    rows: list[WhatIfRow] = strawberry.field(description="各平台 | Platform by platform")


@strawberry.input(description="换一个成本 | Another cost for one project")
class CostInput:
    project: strawberry.ID = strawberry.field(description="项目 | Project")
    cost: Decimal = strawberry.field(description="成本 | Cost")


@strawberry.type(description="一个科目的发生额与余额 | An account: debits, credits, balance")
class TrialLine:
    account: str = strawberry.field(description="科目代码 | Account")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    debit: Decimal = strawberry.field(description="借方发生额 | Debits")
    credit: Decimal = strawberry.field(description="贷方发生额 | Credits")
    balance: Decimal = strawberry.field(description="余额（借正贷负） | Debits less credits")


@strawberry.type(description="银行文件 | A file for the bank")
class BankFileType:
    name: str = strawberry.field(description="文件名 | File name")
    media_type: str = strawberry.field(description="类型 | Media type")
    content: str = strawberry.field(description="内容（base64） | Content, in base64")
    sha256: str = strawberry.field(description="拨付内容指纹 | Fingerprint of what is paid to whom")
    repeated: bool = strawberry.field(description="再次导出 | It was exported before")


@strawberry.enum(name="BankFormat", description="银行文件格式 | Format of a file for the bank")
class BankFormatEnum(StrEnum):
    CSV = "csv"
    GBK = "gbk"
    PAIN = "pain001"


_BATCH = strawberry.argument(description="批次 | Batch")
_UNIT = strawberry.argument(description="单位代码 | Unit code")


async def settlement_preview(
    info: strawberry.Info,
    platform: Annotated[strawberry.ID, strawberry.argument(description="服务平台 | Platform")],
    exception: Annotated[
        str | None, strawberry.argument(description="例外事由 | Reason of an exception")
    ] = None,
) -> SettlementPreview | None:
    store, viewer = info.context.store, info.context.viewer
    _allow(viewer.roles, READERS)
    async with store.read(viewer.rows) as connection:
        found = await facts_of(connection, [key_of("Platform", platform)])
    if not found:
        return None
    made = settlements.preview(found[0], exception)
    return SettlementPreview(
        award=made.settlement.award,
        passed=made.settlement.counted,
        prepaid=found[0].prepaid,
        paid=found[0].paid,
        balance=made.balance,
        limits_on=found[0].ends_on.isoformat(),
        fingerprint=made.input_hash,
        lines=[_line(line) for line in made.settlement.lines],
    )


async def settlement_check(
    info: strawberry.Info,
    settlement: Annotated[strawberry.ID, strawberry.argument(description="资金核定 | Settlement")],
) -> SettlementCheck | None:
    store, viewer = info.context.store, info.context.viewer
    _allow(viewer.roles, MONEY_READERS)
    async with store.read(viewer.rows) as connection:
        found = await verification.check_settlements(connection, [key_of("Settlement", settlement)])
    return (
        SettlementCheck(
            sound=found[0].sound, award=found[0].award, again=found[0].again, wrong=list(found[0].wrong)
        )
        if found
        else None
    )


async def what_if(
    info: strawberry.Info,
    batch: Annotated[int | None, _BATCH] = None,
    unit: Annotated[str | None, _UNIT] = None,
    share: Annotated[
        Decimal | None, strawberry.argument(description="成本比例（F1） | Share of the cost")
    ] = None,
    enterprise: Annotated[
        Decimal | None, strawberry.argument(description="每家企业上限（F2） | Cap per enterprise")
    ] = None,
    platform: Annotated[
        Decimal | None, strawberry.argument(description="每个平台上限（F3） | Cap per platform")
    ] = None,
    fewest: Annotated[
        int | None, strawberry.argument(description="最少家数（P7） | Fewest enterprises")
    ] = None,
    without: Annotated[
        list[strawberry.ID] | None,
        strawberry.argument(description="去掉的平台和项目 | Platforms and projects that drop out"),
    ] = None,
    costs: Annotated[
        list[CostInput] | None, strawberry.argument(description="改变的成本 | Other costs")
    ] = None,
    outlook: Annotated[
        bool, strawberry.argument(description="按全部在施项目展望 | As if all still in it came through")
    ] = False,
) -> WhatIf:
    platforms, projects = _dropped(without or [])
    change = Change(
        share,
        enterprise,
        platform,
        None if fewest is None else Decimal(fewest),
        platforms,
        projects,
        {key_of("Project", one.project): one.cost for one in costs or ()},
    )
    found = await reckon(
        info.context.store, info.context.viewer, change, batch=batch, unit=unit, outlook=outlook
    )
    now, then = (sum((getattr(one, name) for one in found), Decimal("0.00")) for name in ("now", "then"))
    return WhatIf(
        platforms=len(found),
        now=now,
        then=then,
        difference=then - now,
        changed=sum(one.now != one.then for one in found),
        rows=[_outcome(one) for one in found],
    )


async def trial_balance(
    info: strawberry.Info,
    batch: Annotated[int | None, _BATCH] = None,
    unit: Annotated[str | None, _UNIT] = None,
    platform: Annotated[strawberry.ID | None, strawberry.argument(description="服务平台 | Platform")] = None,
) -> list[TrialLine]:
    store, viewer = info.context.store, info.context.viewer
    _allow(viewer.roles, MONEY_READERS)
    async with store.read(viewer.rows) as connection:
        rows = await connection.fetch(
            """with entries as (
                 select ledger_entries.* from ledger_entries
                 join platforms on platforms.unit_code = ledger_entries.unit_code
                               and platforms.id = ledger_entries.platform_id
                 join plan_industries on plan_industries.unit_code = platforms.unit_code
                                     and plan_industries.id = platforms.plan_industry_id
                 join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
                 join batches on batches.id = plans.batch_id
                 where ($1::int is null or batches.number = $1)
                   and ($2::text is null or ledger_entries.unit_code = $2)
                   and ($3::bigint is null or ledger_entries.platform_id = $3))
               select account, sum(debit) as debit, sum(credit) as credit from (
                 select debit as account, amount as debit, 0 as credit from entries
                 union all select credit, 0, amount from entries) sides group by 1""",
            batch,
            unit,
            None if platform is None else key_of("Platform", platform),
        )
    sums = {row["account"]: (row["debit"], row["credit"]) for row in rows}
    zero = Decimal("0.00")
    return [
        TrialLine(
            account=account.value.upper(),
            label=both(account.label)[0],
            label_en=both(account.label)[1],
            debit=(debit := sums.get(account.value, (zero, zero))[0]),
            credit=(credit := sums.get(account.value, (zero, zero))[1]),
            balance=debit - credit,
        )
        for account in LedgerAccount
    ]


async def export_bank_batch(
    info: strawberry.Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="拨付批 | Bank batch")],
    format: Annotated[BankFormatEnum, strawberry.argument(description="格式 | Format")],
) -> BankFileType:
    """The file, whole account numbers in it; the first time marks the batch as sent."""
    store, viewer = info.context.store, info.context.viewer
    async with writing(store, viewer) as work:
        made = await bank_batches.export(work, viewer, key_of("BankBatch", id), BankFormat(format), payer())
    return BankFileType(
        name=made.file.name,
        media_type=made.file.media_type,
        content=base64.b64encode(made.file.content).decode(),
        sha256=made.sha256,
        repeated=made.before > 0,
    )


def _line(line: Line) -> PreviewLine:
    return PreviewLine(
        cut=line.cut.value.upper(),
        label=both(line.cut.label)[0],
        label_en=both(line.cut.label)[1],
        clause=line.clause,
        project=None if line.project_id is None else global_id("Project", line.project_id),
        basis=line.basis,
        bound=line.limit,
        amount=line.amount,
    )


def _outcome(one: Outcome) -> WhatIfRow:
    facts = one.facts
    return WhatIfRow(
        platform=global_id("Platform", facts.platform),
        operator=facts.operator,
        unit_code=facts.unit_code,
        batch=facts.batch_number,
        now=one.now,
        then=one.then,
        difference=one.then - one.now,
        counted_now=one.counted_now,
        counted_then=one.counted_then,
        synthetic=facts.synthetic,
    )


def _dropped(ids: list[strawberry.ID]) -> tuple[frozenset[int], frozenset[int]]:
    """(platforms, projects) among global ids of both."""
    platforms: set[int] = set()
    projects: set[int] = set()
    for one in ids:
        text = _entity(one)
        (platforms if text == "Platform" else projects).add(
            key_of("Platform" if text == "Platform" else "Project", one)
        )
    return frozenset(platforms), frozenset(projects)


def _entity(value: str) -> str:
    try:
        return base64.b64decode(value).decode().partition(":")[0]
    except ValueError:
        return ""


def _allow(roles: frozenset[Role], readers: frozenset[Role]) -> None:
    if not may_read(roles, readers):
        raise Refusal("FORBIDDEN", "您的角色不能查看资金 | Your role may not see the money", status=403)
