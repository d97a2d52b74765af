"""Flags a project to which evidence was added long after its acceptance, when what is usual for such papers was over.

Evidence of an acceptance must be there when it happens. Source: row P16 of the catalogue. It is not certain by itself,
as the catalogue has it: papers honestly come in with the claim, weeks later. So what is usual for each kind of paper is
the measure (Tukey's fence of the days), and photographs and reports, which may be supplements, are left out.
"""

from api.policy.rule import Rule
from db.enums import AttachmentKind, FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

PEERS = """
select attachments.kind as cell, count(*) as size,
       percentile_cont(0.25) within group (order by (attachments.uploaded_on - projects.accepted_on)::double precision)
         ::double precision as low,
       percentile_cont(0.75) within group (order by (attachments.uploaded_on - projects.accepted_on)::double precision)
         ::double precision as high
from evidence.attachments
join evidence.projects on projects.unit_code = attachments.unit_code and projects.id = attachments.project_id
where projects.accepted_on is not null
group by attachments.kind having count(*) >= :fewest
"""

QUERY = """
with added as (
  select projects.id, attachments.id as attachment_id, attachments.kind, attachments.filename, attachments.uploaded_on,
         projects.accepted_on, (attachments.uploaded_on - projects.accepted_on)::integer as days, peers.size,
         peers.high, greatest(coalesce(peers.high + 1.5 * (peers.high - peers.low), 0), :window_days) as latest
  from scope
  join evidence.projects on projects.id = scope.id
  join evidence.attachments on attachments.unit_code = projects.unit_code and attachments.project_id = projects.id
  left join peers on peers.cell = attachments.kind
  where projects.accepted_on is not null and attachments.kind <> all(:supplements)
),
late as (
  select *, row_number() over (partition by id order by days desc, attachment_id) as rank,
         count(*) over (partition by id) as files
  from added where days > latest
)
select id as subject, files, filename, uploaded_on, accepted_on, days, round(latest)::integer as peer_latest,
       coalesce(size, 0) as peer_size
from late where rank = 1
"""

RULE = Rule(
    code="P16",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    parameters={
        "supplements": (AttachmentKind.PHOTO.value, AttachmentKind.REPORT.value),
        "window_days": 30,
        "fewest": 20,
    },
)
