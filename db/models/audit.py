"""The audit trail: what was done, tried or looked at, by whom and from where; only ever appended."""

from typing import ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import AuditKind, Group, Role
from db.guard import Guard, Unique
from db.models.base import Record, link, one_of, word
from db.resource import Resource, Scope

#: Everybody else sees the history of the records they can see (``api.services.history``).
READERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR})


class AuditEntry(Record):
    """One thing that was done or tried. Written by ``db.trail`` only, where its hash is computed (``db.chain``).

    ``before`` and ``after`` hold the values of a row as JSON; of a change, only what changed. Sensitive values are
    masked, hidden ones left out. ``facts``: of an export, an unmasking or a refusal, what it was about.
    Text and not jsonb, since it is hashed as it stands.
    """

    unit_code = fields.CharField(6, null=True, description="申报单位 | Reporting unit")
    seq = fields.BigIntField(description="链内序号 | Place in the chain of its unit")
    at = fields.DatetimeField(description="时间 | At")
    kind = word(AuditKind, "类别 | Kind")
    subject = fields.CharField(32, null=True, description="对象 | Subject")
    subject_key = fields.CharField(64, null=True, description="对象编号 | Key of the subject")
    actor = link("User", "audit_entries", "操作人 | Actor", null=True)
    token = fields.BigIntField(null=True, description="接口令牌编号 | Number of the API token")
    address = fields.CharField(45, null=True, description="网络地址 | Address")
    agent = fields.CharField(120, null=True, description="客户端 | Client")
    request = fields.CharField(32, null=True, description="请求编号 | Request")
    before = fields.TextField(null=True, description="变更前 | Before, as JSON")
    after = fields.TextField(null=True, description="变更后 | After, as JSON")
    facts = fields.TextField(null=True, description="事实 | Facts, as JSON")
    hash = fields.CharField(64, description="链式散列 | Hash in the chain")

    resource: ClassVar[Resource] = Resource(
        "审计记录 | Audit entry",
        group=Group.RECORDS,
        columns=("at", "unit.short_name", "kind", "actor.name", "subject", "subject_key", "address"),
        search=("subject", "subject_key"),
        title="kind",
        readers=READERS,
        audited=False,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("audit_entries_once", ("unit_code", "seq")),
        one_of("audit_entries", "kind", AuditKind),
    )

    class Meta:
        table = "audit_entries"
        indexes = (
            Index(fields=("subject", "subject_key", "unit_code"), name="audit_entries_of_subject"),
            Index(fields=("at",), name="audit_entries_by_time"),
            # With all that counting takes, so that no entry is read for it.
            Index(fields=("kind", "unit_code", "synthetic"), name="audit_entries_by_kind"),
        )


class AuditAnchor(Record):
    """Where every chain ended on a day, signed: a chain that was written anew does not meet it.

    ``heads``: by chain its last place and hash, as JSON. ``previous``: the signature of the anchor before, so that
    none is taken out unseen.
    """

    day = fields.DateField(unique=True, description="日期 | Day")
    at = fields.DatetimeField(description="时间 | At")
    heads = fields.TextField(description="各链末端 | Ends of the chains, as JSON")
    previous = fields.CharField(128, description="前一签名 | Signature before")
    signer = fields.CharField(64, description="公钥 | Public key, hexadecimal")
    signature = fields.CharField(128, description="签名 | Signature, hexadecimal")

    resource: ClassVar[Resource] = Resource(
        "审计锚点 | Audit anchor",
        group=Group.RECORDS,
        columns=("day", "at", "signer"),
        title="day",
        readers=READERS,
        scope=Scope.OPEN,
        audited=False,
    )

    class Meta:
        table = "audit_anchors"
