"""Cases made of red flags: the way of the law, held to by the database."""

from typing import ClassVar

from tortoise import fields

from db.enums import CaseState, Clock, DefenceKind, FraudKind, FraudPhase, Group
from db.guard import Guard, Unique
from db.models.base import (
    UnitScoped,
    check,
    in_order,
    link,
    money,
    not_negative,
    one_of,
    parent,
    word,
)
from db.models.flag import INVESTIGATORS
from db.resource import Count, Resource, Sum

_TWO = "(investigator_id is not null and second_investigator_id is not null)"


def _neither(column: str) -> str:
    return f"{column} not in (investigator_id, second_investigator_id)"


def _by_law(name: str, condition: str) -> Guard:
    """Kept by all cases but those that were there before their steps were: of these nobody knows."""
    return check(name, f"({condition}) or (legacy and opened_on < '2026-11-24')")


#: A state is what its day says.
_DAYS = " and ".join(
    f"(state not in ({states}) or {day} is not null)"
    for states, day in (
        ("'heard', 'reviewed'", "heard_on"),
        ("'reviewed'", "reviewed_on"),
        ("'decided', 'served', 'executed', 'revoked'", "decided_on"),
        ("'served', 'executed'", "served_on"),
        ("'executed'", "executed_on"),
        ("'revoked'", "revoked_on"),
        ("'closed'", "closed_on"),
    )
)


class Case(UnitScoped):
    """Flags under investigation, up to the decision, its execution and what becomes of it (S1).

    The dates are those of the law's steps. The checks below refuse every shortcut whatever way it comes: no decision
    without a notice, none before the time for a defence is over, none by who investigated or reviewed it, none that is
    grave without leaders having discussed it. ``ring`` is shared by cases of platforms that acted together.
    """

    platform = parent("Platform", "cases", "服务平台 | Platform")
    number = fields.CharField(24, description="案号 | Case number")
    title = fields.CharField(160, description="案由 | Title")
    state = word(CaseState, "状态 | State", default=CaseState.OPENED)
    kind = word(FraudKind, "行为 | Conduct")
    phase = word(FraudPhase, "环节 | Phase")
    ring = fields.CharField(32, null=True, db_index=True, description="串案编号 | Ring")
    leads = fields.BooleanField(default=False, db_default=False, description="串案主案 | Leads its ring")
    opened_on = fields.DateField(description="立案日期 | Opened on")
    closed_on = fields.DateField(null=True, description="结案日期 | Closed on")
    at_stake = money("涉案金额 | At stake")
    summary = fields.TextField(null=True, description="案情 | Summary")
    investigator = link("User", "cases", "承办人 | Investigator", null=True)
    second_investigator = link("User", "second_cases", "协办人 | Second investigator", null=True)
    reviewer = link("User", "reviewed_cases", "法制审核人 | Legal reviewer", null=True)
    decider = link("User", "decided_cases", "决定人 | Decided by", null=True)
    found_on = fields.DateField(null=True, description="发现日期 | Found on")
    act_ended_on = fields.DateField(null=True, description="违法行为终了日期 | End of the act")
    false_invoices = fields.BooleanField(
        default=False, db_default=False, description="涉及虚开发票 | False invoices"
    )
    crime_suspected = fields.BooleanField(
        default=False, db_default=False, description="涉嫌犯罪 | A crime is suspected"
    )
    fine_due = fields.BooleanField(default=False, db_default=False, description="应予罚款 | A fine is due")
    preserved_on = fields.DateField(null=True, description="登记保存日期 | Evidence preserved on")
    preserved_until = fields.DateField(null=True, description="保存处理日期 | Preserved until")
    notice = parent("CaseNotice", "cases_told", "事先告知书 | Notice", null=True)
    notified_on = fields.DateField(null=True, description="告知日期 | Notified on")
    defend_until = fields.DateField(null=True, description="陈述申辩截止 | Defence until")
    hearing_asked_on = fields.DateField(null=True, description="申请听证日期 | Hearing asked for on")
    hearing_notice_on = fields.DateField(null=True, description="听证通知日期 | Notice of the hearing")
    hearing_on = fields.DateField(null=True, description="听证日期 | Hearing on")
    heard_on = fields.DateField(null=True, description="听取日期 | Heard on")
    defence = word(DefenceKind, "申辩方式 | Kind of defence", null=True)
    reviewed_on = fields.DateField(null=True, description="法制审核日期 | Legal review on")
    opinion = fields.TextField(null=True, description="法制审核意见 | Opinion of the legal review")
    grave = fields.BooleanField(default=False, db_default=False, description="重大案件 | Grave")
    discussed_on = fields.DateField(null=True, description="集体讨论日期 | Discussed on")
    discussion = fields.TextField(null=True, description="集体讨论记录 | Record of the discussion")
    decided_on = fields.DateField(null=True, description="决定日期 | Decided on")
    served_on = fields.DateField(null=True, description="送达日期 | Served on")
    service = fields.CharField(80, null=True, description="送达方式 | How it was served")
    executed_on = fields.DateField(null=True, description="执行日期 | Executed on")
    revoked_on = fields.DateField(null=True, description="撤销日期 | Revoked on")
    legacy = fields.BooleanField(
        default=False, db_default=False, description="此前办理 | From before its steps were kept"
    )
    next_clock = word(Clock, "最近时限 | Nearest term", null=True)
    next_due_on = fields.DateField(null=True, db_index=True, description="最近期限 | Nearest last day")
    warn_on = fields.DateField(null=True, description="预警日期 | Amber from")

    resource: ClassVar[Resource] = Resource(
        "案件 | Case",
        group=Group.WATCHING,
        columns=(
            "number",
            "title",
            "unit.short_name",
            "platform.organization.name",
            "kind",
            "at_stake",
            "state",
            "next_clock",
            "next_due_on",
        ),
        search=("number", "title", "ring", "platform.organization.name"),
        title="number",
        fixed=frozenset(
            {
                *("state", "number", "ring", "leads", "opened_on", "closed_on", "found_on", "act_ended_on"),
                *("false_invoices", "crime_suspected", "fine_due", "preserved_on", "preserved_until"),
                *("notified_on", "defend_until", "hearing_asked_on", "hearing_notice_on", "hearing_on"),
                *("heard_on", "defence", "reviewed_on", "opinion", "grave", "discussed_on", "discussion"),
                *("decided_on", "served_on", "service", "executed_on", "revoked_on", "legacy"),
                *("next_clock", "next_due_on", "warn_on"),
            }
        ),
        computed={
            "flag_count": Count("flags", label="预警数 | Flags"),
            "penalty_total": Sum("penalties", "amount", label="处罚金额 | Penalties"),
        },
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "cases_number_once",
            ("unit_code", "number"),
        ),
        Unique("cases_ring_led_once", ("ring",), where="leads"),
        one_of("cases", "state", CaseState),
        one_of("cases", "kind", FraudKind),
        one_of("cases", "phase", FraudPhase),
        one_of("cases", "defence", DefenceKind),
        one_of("cases", "next_clock", Clock),
        *not_negative("cases", "at_stake"),
        *in_order("cases", "opened_on", "closed_on"),
        *in_order(
            "cases",
            *("opened_on", "notified_on", "heard_on", "reviewed_on", "decided_on"),
            *("served_on", "executed_on"),
        ),
        check("cases_leads_a_ring", "not leads or ring is not null"),
        check(
            "cases_two_investigators", "investigator_id is null or investigator_id <> second_investigator_id"
        ),
        _by_law(
            "cases_investigated_by_two",
            f"state in ('opened', 'closed') or {_TWO}",
        ),
        check(
            "cases_decider_did_not_investigate",
            f"decider_id is null or ({_TWO} and {_neither('decider_id')})",
        ),
        check(
            "cases_reviewer_did_not_investigate",
            f"reviewer_id is null or ({_TWO} and {_neither('reviewer_id')})",
        ),
        check("cases_decider_did_not_review", "decider_id is null or decider_id <> reviewer_id"),
        _by_law(
            "cases_notice_first",
            "(notified_on is null) = (notice_id is null) and (notified_on is null) = (defend_until is null)"
            " and (state not in ('notified', 'heard', 'reviewed') or notice_id is not null)"
            " and (decided_on is null or notice_id is not null)",
        ),
        check("cases_defence_has_its_time", "defend_until is null or defend_until >= notified_on + 5"),
        check("cases_heard_first", "(heard_on is null) = (defence is null)"),
        check("cases_heard_as_asked", "heard_on is null or hearing_asked_on is null or defence = 'hearing'"),
        check("cases_hearing_asked_in_time", "hearing_asked_on is null or hearing_asked_on <= defend_until"),
        check("cases_hearing_called_when_asked", "hearing_on is null or hearing_asked_on is not null"),
        check(
            "cases_hearing_was_held",
            "defence is distinct from 'hearing'"
            " or (hearing_asked_on is not null and hearing_on is not null and heard_on >= hearing_on)",
        ),
        check(
            "cases_silent_only_after_their_time",
            "defence is distinct from 'waived' or heard_on > defend_until",
        ),
        check(
            "cases_hearing_was_notified",
            "hearing_on is null or (hearing_notice_on is not null and hearing_on > hearing_notice_on + 7)",
        ),
        check(
            "cases_reviewed_after_hearing",
            "reviewed_on is null or (heard_on is not null and reviewer_id is not null)",
        ),
        _by_law("cases_states_have_their_days", _DAYS),
        _by_law(
            "cases_closed_when_executed",
            "state <> 'closed' or notified_on is null or executed_on is not null",
        ),
        check(
            "cases_in_time",
            "state in ('opened', 'closed') or act_ended_on is null"
            " or coalesce(found_on, opened_on) <= (act_ended_on + interval '2 years')::date",
        ),
        check(
            "cases_decided_in_order",
            "decided_on is null or (heard_on is not null and reviewed_on is not null and decider_id is not null"
            " and decided_on > defend_until)",
        ),
        check(
            "cases_grave_are_discussed",
            "decided_on is null or not grave or (discussed_on is not null and discussed_on <= decided_on)",
        ),
    )

    class Meta:
        table = "cases"
