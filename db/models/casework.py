"""The work on a case: who is what in it, claims it holds, its terms, its checklist, its evidence, what it asks."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import (
    CasePart,
    ClaimState,
    Clock,
    EvidenceKind,
    Group,
    PauseReason,
    RequestState,
)
from db.guard import Exclude, Guard, Unique
from db.models.base import UnitScoped, check, in_order, link, one_of, parent, word
from db.models.flag import INVESTIGATORS
from db.resource import Resource


class CasePerson(UnitScoped):
    """Who had which part in a case; only ever appended: who once investigated never decides, recused or not.

    The database itself refuses a second part of the same person, whatever way it comes.
    """

    case = parent("Case", "people", "案件 | Case")
    user = link("User", "case_parts", "人员 | Person")
    part = word(CasePart, "职责 | Part")
    at = fields.DatetimeField(description="时间 | At")

    resource: ClassVar[Resource] = Resource(
        "案件人员 | Person of a case",
        columns=("case.number", "part", "user.name", "at"),
        title="part",
        fixed=frozenset({"part", "at"}),
        readers=INVESTIGATORS,
        audited=False,  # the event beside it is
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("case_people_once", ("unit_code", "case_id", "user_id", "part")),
        Exclude(
            "case_people_one_part",
            ("unit_code with =", "case_id with =", "user_id with =", "part with <>"),
        ),
        one_of("case_people", "part", CasePart),
    )

    class Meta:
        table = "case_people"


class CaseHold(UnitScoped):
    """A claim that waits for a case: what it was before, so that it becomes just that again."""

    case = parent("Case", "holds", "案件 | Case")
    claim = parent("Claim", "holds", "奖补申请 | Claim")
    before = word(ClaimState, "暂缓前状态 | State before")
    suspected = fields.BooleanField(description="涉案申请 | Itself suspected")
    held_at = fields.DatetimeField(description="暂缓时间 | Held at")
    released_at = fields.DatetimeField(null=True, description="解除时间 | Released at")
    rejected_on = fields.DateField(null=True, description="驳回日期 | Rejected on")
    decided_before = fields.DateField(null=True, description="原决定日期 | Decided before on")

    resource: ClassVar[Resource] = Resource(
        "暂缓的申请 | Claim held",
        columns=("case.number", "claim.project.enterprise.name", "before", "suspected", "held_at"),
        title="held_at",
        fixed=frozenset({"before", "suspected", "held_at", "released_at", "rejected_on", "decided_before"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("case_holds_once", ("unit_code", "case_id", "claim_id"), where="released_at is null"),
        one_of("case_holds", "before", ClaimState),
        check("case_holds_before_is_open", "before in ('submitted', 'checked', 'approved')"),
    )

    class Meta:
        table = "case_holds"


class CaseDeadline(UnitScoped):
    """A term of the law in a case: kept by the services from the case's dates, so that lists can sort by it."""

    case = parent("Case", "deadlines", "案件 | Case")
    clock = word(Clock, "时限 | Term")
    since = fields.DateField(description="起算日 | Runs from")
    due_on = fields.DateField(description="届满日 | Last day")
    warn_on = fields.DateField(description="预警日 | Amber from")
    met_on = fields.DateField(null=True, description="办结日 | Met on")
    law = fields.CharField(120, description="依据 | Law")

    resource: ClassVar[Resource] = Resource(
        "法定时限 | Term of the law",
        columns=("case.number", "clock", "since", "due_on", "met_on", "law"),
        title="clock",
        fixed=frozenset({"clock", "since", "due_on", "warn_on", "met_on", "law"}),
        readers=INVESTIGATORS,
        audited=False,  # follows from the case's dates
    )

    guards: ClassVar[tuple[Guard, ...]] = (one_of("case_deadlines", "clock", Clock),)

    class Meta:
        table = "case_deadlines"


class CasePause(UnitScoped):
    """Days that do not count for the ninety of a decision."""

    case = parent("Case", "pauses", "案件 | Case")
    reason = word(PauseReason, "中止事由 | Reason")
    since = fields.DateField(description="起 | Since")
    until = fields.DateField(null=True, description="止 | Until")
    note = fields.CharField(200, null=True, description="说明 | Note")

    resource: ClassVar[Resource] = Resource(
        "期限中止 | Pause",
        columns=("case.number", "reason", "since", "until"),
        title="reason",
        fixed=frozenset({"reason", "since", "until"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("case_pauses_one_open", ("unit_code", "case_id"), where="until is null"),
        one_of("case_pauses", "reason", PauseReason),
        *in_order("case_pauses", "since", "until"),
    )

    class Meta:
        table = "case_pauses"


class CheckItem(UnitScoped):
    """One thing to be looked into in a case of its kind; ticked off by somebody, on a day."""

    case = parent("Case", "checklist", "案件 | Case")
    number = fields.SmallIntField(description="序号 | Number")
    code = fields.CharField(32, description="代码 | Code")
    what = fields.CharField(200, description="核查事项 | What to look into")
    what_en = fields.CharField(200, description="英文 | In English")
    law = fields.CharField(120, description="依据 | Law")
    required = fields.BooleanField(description="必查 | Required")
    done_on = fields.DateField(null=True, description="完成日期 | Done on")
    done_by = link("User", "checks_done", "核查人 | Done by", null=True)
    note = fields.TextField(null=True, description="核查结果 | What was found")

    resource: ClassVar[Resource] = Resource(
        "核查清单 | Checklist item",
        columns=("case.number", "number", "what", "required", "done_on", "done_by.name"),
        title="what",
        fixed=frozenset({"number", "code", "what", "what_en", "law", "required", "done_on"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("check_items_once", ("unit_code", "case_id", "code")),
        check("check_items_done_by_somebody", "(done_on is null) = (done_by_id is null)"),
    )

    class Meta:
        table = "check_items"


class EvidenceItem(UnitScoped):
    """A note, a record, a file or a photograph; files hang on it as attachments. Only ever added to.

    ``facts`` of a photograph are what its file says of itself (time, place, device) and when it was read.
    """

    case = parent("Case", "evidence", "案件 | Case")
    claim = parent("Claim", "evidence", "奖补申请 | Claim", null=True)
    kind = word(EvidenceKind, "种类 | Kind")
    title = fields.CharField(120, description="名称 | Title")
    text = fields.TextField(null=True, description="内容 | Text")
    taken_on = fields.DateField(description="取得日期 | Taken on")
    taker = link("User", "evidence_taken", "取证人 | Taken by", null=True)
    second_taker = link("User", "evidence_witnessed", "另一取证人 | Second officer", null=True)
    facts: Any = fields.JSONField(null=True, description="文件信息 | What the file says of itself")
    sha256 = fields.CharField(64, null=True, description="文件指纹 | Fingerprint of the file")

    resource: ClassVar[Resource] = Resource(
        "证据 | Evidence",
        columns=("case.number", "kind", "title", "taken_on", "taker.name"),
        search=("title", "text"),
        title="title",
        fixed=frozenset({"kind", "title", "text", "taken_on", "facts", "sha256"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("evidence_items", "kind", EvidenceKind),
        check(
            "evidence_items_records_by_two",
            "kind not in ('inquiry', 'inspection') or (taker_id <> second_taker_id and second_taker_id is not null)",
        ),
        check("evidence_items_files_are_hashed", "kind not in ('file', 'photo') or sha256 is not null"),
        check("evidence_items_say_something", "text is not null or sha256 is not null"),
    )

    class Meta:
        table = "evidence_items"


class ExplanationRequest(UnitScoped):
    """A question to a platform, which its operator reads and answers: this, and nothing else of the case."""

    platform = parent("Platform", "requests", "服务平台 | Platform")
    case = parent("Case", "requests", "案件 | Case")
    project = parent("Project", "requests", "改造项目 | Project", null=True)
    state = word(RequestState, "状态 | State", default=RequestState.ASKED)
    subject = fields.CharField(120, description="事项 | Subject")
    question = fields.TextField(description="需说明的问题 | Question")
    asked_on = fields.DateField(description="发出日期 | Asked on")
    due_on = fields.DateField(description="答复期限 | To be answered by")
    answer = fields.TextField(null=True, description="说明 | Answer")
    answered_on = fields.DateField(null=True, description="答复日期 | Answered on")

    resource: ClassVar[Resource] = Resource(
        "情况说明 | Request for explanation",
        group=Group.WATCHING,
        columns=("subject", "platform.organization.name", "state", "asked_on", "due_on", "answered_on"),
        search=("subject", "question", "answer"),
        title="subject",
        fixed=frozenset({"state", "subject", "question", "asked_on", "due_on", "answer", "answered_on"}),
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("explanation_requests", "state", RequestState),
        *in_order("explanation_requests", "asked_on", "due_on"),
        *in_order("explanation_requests", "asked_on", "answered_on"),
        check(
            "explanation_requests_answered",
            "(answer is null) = (answered_on is null)"
            " and (state not in ('answered', 'accepted', 'refused') or answer is not null)",
        ),
    )

    class Meta:
        table = "explanation_requests"
