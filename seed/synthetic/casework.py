"""Cases of the demo: opened from flags that the rules really raised, at every step of the law."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from api.policy import penalty
from api.policy.rule import text_of
from api.services import (
    case_challenges,
    case_decision,
    case_evidence,
    case_execution,
    case_hearing,
    case_inquiry,
    case_notice,
    case_register,
    case_requests,
    case_review,
    cases,
    flags,
    remittances,
)
from api.services.account_facts import facts_of
from api.services.case_challenges import NewChallenge
from api.services.case_evidence import NewEvidence
from api.services.case_hearing import Heard
from api.services.case_outcomes import NewPenalty
from api.services.case_requests import NewRequest
from api.services.cases import NewCase
from api.services.remittances import Confirmation
from api.services.steps import Step
from api.viewer import SYSTEM, Viewer
from db.enums import (
    ChallengeKind,
    DefenceKind,
    EvidenceKind,
    FineBase,
    FraudKind,
    Organ,
    PenaltyOutcome,
    Role,
)
from db.resource import both
from db.store import Work
from seed.synthetic import texts
from seed.synthetic.days import TODAY, office_hour, working, working_before
from seed.synthetic.people import Offices

#: Days after opening, within the 90 that the law gives for a decision (行政处罚法 art. 60).
_DAYS = {
    "investigate": 4,
    "notify": 33,
    "hear": 47,
    "review": 60,
    "decide": 78,
    "serve": 83,
    "execute": 108,
    "close": 135,
}
#: Days after opening on which a platform that does not agree applies for review, and on which it is answered.
_CHALLENGED, _ANSWERED = 120, 172
_DEDUCT, _CANCEL = PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION
_CIRCULAR, _TRANSFER = PenaltyOutcome.CIRCULAR, PenaltyOutcome.TRANSFER
#: So many rules are named in a case's title.
_NAMED = 3
#: Where the flags are worth nothing by themselves, something is deducted all the same.
_LEAST = Decimal("10000.00")


@dataclass(frozen=True)
class Story:
    """A case: when it was opened, its last step so far, and what was decided."""

    opened: date
    until: str | None
    outcomes: tuple[PenaltyOutcome, ...] = ()
    unfounded: bool = False
    overturned: bool = False
    ring: bool = False  # together with the next platform


#: By batch; the worst platform gets the first story.
STORIES: dict[int, tuple[Story, ...]] = {
    1: (
        Story(date(2023, 12, 4), "close", (_CANCEL, _CIRCULAR, _TRANSFER)),
        Story(date(2023, 12, 6), "close", (_DEDUCT, _CIRCULAR)),
        Story(date(2023, 12, 8), "close", (_DEDUCT,), overturned=True),
        Story(date(2023, 12, 13), "close", unfounded=True),
    ),
    2: (
        Story(date(2025, 4, 22), "execute", (_DEDUCT, _CIRCULAR)),
        Story(date(2025, 6, 16), "serve", (_DEDUCT,)),
        Story(date(2025, 7, 3), "decide", (_CIRCULAR,)),
        Story(date(2025, 7, 24), "review", (_DEDUCT, _CIRCULAR)),
        Story(date(2025, 8, 6), "hear", (_DEDUCT,)),
        Story(date(2025, 8, 19), "notify", (_DEDUCT, _CIRCULAR)),
    ),
    3: (
        Story(date(2025, 9, 17), "investigate", ring=True),
        Story(date(2025, 9, 19), "investigate"),
        Story(date(2025, 9, 26), None),
    ),
}
DISMISSED = 2  # in each batch
#: Most operators have no account in the demo: what they say is entered for them.
_PLATFORM = replace(SYSTEM, roles=frozenset({Role.PLATFORM_OPERATOR}))
ANSWER_DAYS = 10  # working days that a platform is given to explain


async def pursue(work: Work, rng: random.Random, offices: Offices, batch: int, raised: list[int]) -> int:
    """Open the batch's cases on the platforms with most flags, take them on, dismiss a few other flags."""
    supervisor = offices.national[Role.SUPERVISOR]
    by_platform = await _by_platform(work, raised)
    stories, rest = STORIES[batch], list(by_platform)
    opened = 0
    for story in stories:
        parts = [rest.pop(0) for _ in range(1 + story.ring) if rest]
        for case, found in zip(
            await _open(work, rng, supervisor, story, parts), _worst_first(parts), strict=True
        ):
            opened += 1
            await Pursuit(work, rng, offices, case, story, found).run()
    spare = [found[0] for found in rest if len(found) == 1 and found[0]["rule"] in ("I08", "I11", "I15")][
        -DISMISSED:
    ]
    day = working(stories[0].opened + timedelta(days=6))
    await flags.dismiss(
        work,
        supervisor,
        [Step(flag["id"], {}, office_hour(rng, day), texts.remark(rng, "dismissed")) for flag in spare],
    )
    return opened


async def _open(
    work: Work, rng: random.Random, supervisor: Viewer, story: Story, parts: list[list[Any]]
) -> list[int]:
    if not parts:
        return []
    at = office_hour(rng, story.opened)
    found = [flag for part in parts for flag in part]
    case = NewCase([flag["id"] for flag in found], _title(found), story.opened, _summary(found), at)
    if len(parts) > 1:
        return await cases.open_ring(work, supervisor, case)
    return await cases.open_cases(work, supervisor, [case])


def _worst_first(parts: list[list[Any]]) -> list[list[Any]]:
    """In the order in which the cases of a ring are opened."""
    return sorted(parts, key=lambda found: (-cases.at_stake(found), -len(found), found[0]["platform_id"]))


async def challenge(work: Work, rng: random.Random, offices: Offices, batch: int) -> None:
    """Reviews of decisions, once the batch's money has gone its way: one was overturned."""
    finance = offices.national[Role.FINANCE_OFFICER]
    for story in STORIES[batch]:
        if not story.overturned:
            continue
        case = await work.connection.fetchval(
            "select id from cases where opened_on = $1 and state = 'closed'", story.opened
        )
        if case is None:
            continue
        filed, answered = (working(story.opened + timedelta(days=days)) for days in (_CHALLENGED, _ANSWERED))
        grounds = "申请人称发票系开票系统故障重复开具，已于处理决定前作废红冲，并附税务机关证明"
        body = "国务院行政复议机构（合成数据）"
        what = NewChallenge(ChallengeKind.RECONSIDERATION, filed, body, grounds, f"复〔{filed.year}〕17号")
        made = await case_challenges.file(work, finance, case, what, at=office_hour(rng, filed))
        answer = "主要事实不清、证据不足，撤销原处理决定"
        await case_challenges.overturn(work, finance, made, answered, answer, at=office_hour(rng, answered))


async def ask_operator(work: Work, rng: random.Random, offices: Offices) -> None:
    """A case on the operator one can sign in as, so that it is asked something; none where nothing is open on it."""
    rows = await work.connection.fetch(
        """select flags.id, flags.rule, flags.hints_at, flags.reason, flags.platform_id, flags.claim_id as claim,
                  organizations.name as operator
           from users join user_roles on user_roles.user_id = users.id and role = 'platform_operator'
           join platforms on platforms.organization_id = users.organization_id
           join flags on flags.unit_code = platforms.unit_code and flags.platform_id = platforms.id
           join organizations on organizations.id = platforms.organization_id
           where flags.state = 'open' and flags.kind <> 'screening' order by flags.platform_id, flags.id"""
    )
    found = [row for row in rows if row["platform_id"] == rows[0]["platform_id"]]
    if not found:
        return
    supervisor, on = offices.national[Role.SUPERVISOR], working_before(TODAY - timedelta(days=5))
    at = office_hour(rng, on)
    [case] = await cases.open_cases(
        work, supervisor, [NewCase([row["id"] for row in found], _title(found), on, _summary(found), at)]
    )
    await case_inquiry.investigate(
        work, supervisor, case, second=offices.second_supervisor.user_id, at=at + timedelta(minutes=20)
    )
    question = "请说明预警所列事项，并附原件影像。"
    asked = NewRequest("预警事项说明", question, on, ANSWER_DAYS)
    await case_requests.ask(work, supervisor, case, asked, at=at + timedelta(minutes=40))


@dataclass
class Pursuit:
    """One case on its way, as far as its story goes."""

    work: Work
    rng: random.Random
    offices: Offices
    case: int
    story: Story
    found: list[Any]
    most: Decimal = Decimal(0)  # that can be deducted

    def day(self, action: str) -> date:
        return working(self.story.opened + timedelta(days=_DAYS[action]))

    def hour(self, action: str) -> datetime:
        return office_hour(self.rng, self.day(action))

    @property
    def penalties(self) -> list[NewPenalty]:
        # A flag on the whole platform puts all of its claims at risk: only what single claims stand for is deducted.
        risks = {flag["claim"]: flag["at_risk"] for flag in self.found if flag["claim"] is not None}
        stake = sum(risks.values(), Decimal(0))
        found = []
        for outcome in self.story.outcomes:
            if outcome is _DEDUCT and self.most >= _LEAST:
                found.append(NewPenalty(outcome, min(max(stake, _LEAST), self.most)))
            elif outcome is _DEDUCT:
                found.append(
                    NewPenalty(_CIRCULAR)
                )  # nothing was awarded of which something could be deducted
            elif outcome is _TRANSFER:
                found.append(NewPenalty(outcome, stake, 14, Organ.FINANCE, FineBase.DEFRAUDED))
            else:
                found.append(NewPenalty(outcome))
        return list({one.outcome: one for one in found}.values())

    async def run(self) -> None:
        [account] = await facts_of(self.work.connection, [self.found[0]["platform_id"]])
        self.most = account.terms.platform.value if account.award is None else account.award
        for action in _DAYS:
            if self.story.until is None:
                return
            if not self.story.unfounded or action in ("investigate", "close"):
                await getattr(self, action)()
            if action == self.story.until:
                return

    async def investigate(self) -> None:
        supervisor, day = self.offices.national[Role.SUPERVISOR], self.day("investigate")
        at = self.hour("investigate")
        ended = await self.work.connection.fetchval(
            """select max(submitted_on) from claims join case_holds on claim_id = claims.id
               where case_holds.case_id = $1""",
            self.case,
        )
        await case_inquiry.investigate(
            self.work,
            supervisor,
            self.case,
            second=self.offices.second_supervisor.user_id,
            act_ended_on=ended,
            at=at,
        )
        rows = await self.work.connection.fetch(
            "select id from check_items where case_id = $1 order by number", self.case
        )
        # Who is still investigating has not looked into everything yet.
        done = rows if self.story.until != "investigate" else rows[:3]
        looked = working(day + timedelta(days=12)) if self.story.until != "investigate" else day
        then = office_hour(self.rng, looked)
        await case_inquiry.tick(self.work, supervisor, [row["id"] for row in done], looked, at=then)
        await self.inquire(at, then)

    async def inquire(self, at: datetime, then: datetime) -> None:
        """What the platform is asked, and what was taken down; answered where the investigation is over."""
        supervisor, second = self.offices.national[Role.SUPERVISOR], self.offices.second_supervisor
        question = "请逐张说明预警所列发票对应的服务内容、付款流水和交付时间，并附合同、银行回单。"
        asked = NewRequest("凭证与付款情况说明", question, at.date(), ANSWER_DAYS)
        request = await case_requests.ask(self.work, supervisor, self.case, asked, at=at)
        record = (
            "询问平台财务负责人：承认部分凭证由同一经办人整理，称未逐张核对。笔录经被询问人核对无误后签名。"
        )
        taken = NewEvidence(EvidenceKind.INQUIRY, "平台财务负责人询问笔录", record, at.date(), second.user_id)
        await case_evidence.collect(self.work, supervisor, self.case, taken, at=at)
        if self.story.until == "investigate":
            return
        said = "相关凭证系归档混淆，现补充银行回单；重复申报的发票同意退回。"
        await case_requests.answer(self.work, _PLATFORM, request, said, then.date(), at=then)
        judged = "accept" if self.story.unfounded else "refuse"
        why = "回单与流水相符，予以采信" if self.story.unfounded else "回单与发票金额不符，不予采信"
        await case_requests.judge(self.work, supervisor, judged, [Step(request, {}, then, why)])

    async def notify(self) -> None:
        facts = "\n".join(f"{place}. {flag['reason']}" for place, flag in enumerate(self.found, 1))
        await case_notice.notify(
            self.work,
            self.offices.national[Role.SUPERVISOR],
            self.case,
            self.penalties,
            self.day("notify"),
            facts,
            "工信厅联企业〔2022〕22号第四部分；《财政违法行为处罚处分条例》第14条",
            fine_due=_TRANSFER in self.story.outcomes,
            at=self.hour("notify"),
        )

    async def hear(self) -> None:
        heard = Heard(
            DefenceKind.STATEMENT,
            self.day("hear"),
            "当事人承认重复使用凭证，称系经办人员归档错误，请求从轻处理。",
            "归档错误不影响骗取事实成立，从轻理由不足，不予采纳。",
            speaker="平台法定代表人委托代理人",
        )
        officer = self.offices.national[Role.PROGRAMME_OFFICER]
        await case_hearing.hear(self.work, officer, self.case, heard, at=self.hour("hear"))

    async def review(self) -> None:
        day, opinion = self.day("review"), "事实清楚，证据确凿，依据正确，程序合法，处理适当"
        await case_review.review(
            self.work,
            self.offices.national[Role.AUDITOR],
            self.case,
            opinion,
            day,
            at=self.hour("review"),
        )

    async def decide(self) -> None:
        finance, day = self.offices.national[Role.FINANCE_OFFICER], self.day("decide")
        if penalty.grave([one.item() for one in self.penalties]):
            record = "司务会集体讨论：情节较重、金额较大，一致同意按告知内容作出决定。"
            before = working_before(day - timedelta(days=3))
            await case_review.discuss(
                self.work, finance, self.case, record, before, at=office_hour(self.rng, before)
            )
        await case_decision.decide(self.work, finance, self.case, self.penalties, day, at=self.hour("decide"))

    async def serve(self) -> None:
        supervisor, day = self.offices.national[Role.SUPERVISOR], self.day("serve")
        await case_execution.serve(
            self.work, supervisor, self.case, day, "直接送达，当事人签收", at=self.hour("serve")
        )
        if _CIRCULAR in self.story.outcomes:
            said = _conduct(self.found)
            shown = working(day + timedelta(days=5))
            await case_register.publish(
                self.work,
                self.offices.national[Role.PROGRAMME_OFFICER],
                self.case,
                said,
                shown,
                at=office_hour(self.rng, shown),
            )

    async def execute(self) -> None:
        finance, day = self.offices.national[Role.FINANCE_OFFICER], self.day("execute")
        rows = await self.work.connection.fetch(
            """select remittances.id from case_effects
               join remittances on remittances.settlement_id = case_effects.settlement_id
               where case_effects.case_id = $1 and remittances.kind = 'recovery' and remittances.state = 'approved'
               order by 1""",
            self.case,
        )
        receipts = [Confirmation(row["id"], day, f"SK{day:%Y%m%d}{row['id']:06d}") for row in rows]
        await remittances.confirm(self.work, finance, receipts, at=self.hour("execute"))
        await case_execution.execute(self.work, finance, self.case, day, at=self.hour("execute"))

    async def close(self) -> None:
        await case_execution.close(
            self.work,
            self.offices.national[Role.SUPERVISOR],
            self.case,
            self.day("close"),
            _conclusion(self.story),
            at=self.hour("close"),
        )


async def _by_platform(work: Work, raised: list[int]) -> list[list[Any]]:
    """The flags of each platform, those with most flags and most at risk first."""
    rows = await work.connection.fetch(
        """select flags.id, flags.rule, flags.hints_at, flags.reason, flags.at_risk, flags.claim_id as claim,
                  flags.kind, flags.platform_id, organizations.name as operator
           from flags
           join platforms on platforms.unit_code = flags.unit_code and platforms.id = flags.platform_id
           join organizations on organizations.id = platforms.organization_id
           where flags.id = any($1) and flags.state = 'open' order by flags.id""",
        raised,
    )
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row["platform_id"], []).append(row)
    sure = [found for found in grouped.values() if any(flag["kind"] != "screening" for flag in found)]
    return sorted(
        sure,
        key=lambda found: (-len(found), -sum(flag["at_risk"] for flag in found), found[0]["platform_id"]),
    )


def _title(found: list[Any]) -> str:
    kinds = dict.fromkeys(both(FraudKind(flag["hints_at"]).label)[0] for flag in found)
    named = dict.fromkeys(text_of(flag["rule"], "zh").title for flag in found)
    more = f"等{len(named)}项" if len(named) > _NAMED else ""
    return f"{found[0]['operator']}涉嫌{'、'.join(kinds)}：{'、'.join([*named][:_NAMED])}{more}"


def _summary(found: list[Any]) -> str:
    lines = "\n".join(f"{place}. {flag['reason']}" for place, flag in enumerate(found, 1))
    projects = len({flag["claim"] for flag in found})
    return f"预警{len(found)}条，涉及{projects}个项目：\n{lines}"


def _conduct(found: list[Any]) -> str:
    """What the public reads: what was done, without the names of others and without how it was found out."""
    sure = [flag for flag in found if flag["kind"] != "screening"]
    named = list(dict.fromkeys(text_of(flag["rule"], "zh").title for flag in sure))
    claims = len({flag["claim"] for flag in sure if flag["claim"]})
    where = f"，涉及{claims}项奖补申请" if claims else ""
    return (
        f"经查，该平台申报和实施过程中存在{'、'.join(named[:5])}{'等' if len(named) > 5 else ''}情形{where}。"
    )


def _conclusion(story: Story) -> str:
    return "经核查，凭证补正后相符，未发现骗取资金行为" if story.unfounded else "处理决定已执行完毕"
