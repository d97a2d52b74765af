"""Flags a file that proves something of two enterprises, though it is the same to the byte.

Source: row I28 of the catalogue (content hashes, as in Aleph). Kinds that are shared honestly, such as manuals
and templates, are not among ``kinds``.
"""

from api.policy.rule import Rule
from db.enums import AttachmentKind, FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct attachments.sha256 from scope join evidence.claims on claims.id = scope.id  -- scoped
  join evidence.attachments on attachments.unit_code = claims.unit_code and attachments.project_id = claims.project_id  -- scoped
),  -- scoped
repeated as (
  select sha256
  from evidence.attachments
  where project_id is not null and kind = any(:kinds)
  and sha256 in (select sha256 from near)  -- scoped
  group by sha256 having min(project_id) <> max(project_id)
),
uses as (
  select attachments.sha256, attachments.unit_code, attachments.project_id, min(attachments.filename) as filename,
         min(attachments.kind) as kind, organizations.id as enterprise_id, organizations.name as enterprise
  from repeated
  join evidence.attachments on attachments.sha256 = repeated.sha256 and attachments.kind = any(:kinds)
  join evidence.projects on projects.unit_code = attachments.unit_code and projects.id = attachments.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
  group by attachments.sha256, attachments.unit_code, attachments.project_id, organizations.id, organizations.name
),
together as (
  select sha256, count(distinct enterprise_id) as enterprises from uses group by sha256
  having count(distinct enterprise_id) > 1
)
select claims.id as subject, uses.sha256 as mark, uses.filename, uses.kind, together.enterprises,
       (select min(other.enterprise) from uses as other
        where other.sha256 = uses.sha256 and other.enterprise_id <> uses.enterprise_id) as other
from together
join uses on uses.sha256 = together.sha256
join evidence.claims on claims.unit_code = uses.unit_code and claims.project_id = uses.project_id
"""

RULE = Rule(
    code="I28",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={
        "kinds": tuple(
            kind.value
            for kind in (
                AttachmentKind.CONTRACT,
                AttachmentKind.INVOICE_SCAN,
                AttachmentKind.PAYMENT_VOUCHER,
                AttachmentKind.ACCEPTANCE_MINUTES,
                AttachmentKind.PHOTO,
                AttachmentKind.REPORT,
            )
        )
    },
)
