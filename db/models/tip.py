"""What people tell (举报): who told it is kept apart from what was told."""

from typing import ClassVar

from tortoise import fields

from db.enums import FraudKind, Group, Role, TipState
from db.guard import Guard, Unique
from db.models.base import Record, check, link, one_of, word
from db.resource import Resource, Scope


class Tip(Record):
    """A tip-off. National, since whom it is about is known only once it was matched to an organization.

    ``contact`` is encrypted (``api.services.vault``) and never leaves the database but to one who may, which is
    logged. ``code_hash``: of the code by which the one who told it may ask what became of it. ``body`` may tell who
    told it, too: whoever reads it is written down. Of the case there is the number only, since a case belongs to a unit.
    """

    number = fields.CharField(20, unique=True, description="编号 | Number")
    state = word(TipState, "状态 | State", default=TipState.RECEIVED)
    about = fields.CharField(120, description="被举报对象 | Whom it is about")
    about_uscc = fields.CharField(18, null=True, description="对象信用代码 | Credit code given")
    kind = word(FraudKind, "涉嫌行为 | Conduct", null=True)
    body = fields.TextField(description="举报内容 | What was told")
    contact = fields.TextField(null=True, description="联系方式（加密） | Contact, encrypted")
    reachable = fields.BooleanField(
        default=False, db_default=False, description="留有联系方式 | Left a contact"
    )
    code_hash = fields.CharField(64, unique=True, description="查询码散列 | Hash of the code")
    received_at = fields.DatetimeField(description="收到时间 | Received at")
    organization = link("Organization", "tips", "匹配对象 | Matched to", null=True)
    likeness = fields.DecimalField(4, 3, null=True, description="匹配度 | Likeness of the names")
    case_number = fields.CharField(24, null=True, description="案件编号 | Number of the case")
    handled_by = link("User", "tips", "经办人 | Handled by", null=True)
    handled_at = fields.DatetimeField(null=True, description="办理时间 | Handled at")
    answer = fields.CharField(400, null=True, description="答复 | Answer")

    resource: ClassVar[Resource] = Resource(
        "举报线索 | Tip-off",
        group=Group.WATCHING,
        columns=("number", "about", "kind", "state", "organization.name", "received_at"),
        search=("number", "about"),
        title="number",
        sensitive=frozenset({"body"}),
        fixed=frozenset(
            {
                "number",
                "state",
                "reachable",
                "received_at",
                "likeness",
                "case_number",
                "handled_at",
                "answer",
            },
        ),
        hidden=frozenset({"contact", "code_hash"}),
        scope=Scope.OPEN,
        readers=frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("tips", "state", TipState),
        one_of("tips", "kind", FraudKind),
        Unique("tips_numbered", ("number",)),
        check("tips_matched_to_somebody", "state <> 'matched' or organization_id is not null"),
        check("tips_reachable_by_their_contact", "reachable = (contact is not null)"),
        check("tips_followed_by_a_case", "(state = 'followed') = (case_number is not null)"),
        check("tips_unfounded_say_so", "state <> 'unfounded' or answer is not null"),
        check("tips_likeness_in_range", "likeness between 0 and 1"),
    )

    class Meta:
        table = "tips"
