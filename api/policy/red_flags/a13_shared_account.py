"""Flags an enterprise whose bank account is another one's, or the platform's own: the money goes to one hand.

Source: row A13 of the catalogue (UK NFI and PRAC compare accounts). Spaces and hyphens are no difference. A group that
pools its cash must show so in writing: the rule can't see that.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
held as materialized (
  select projects.id, projects.unit_code, projects.platform_id, organizations.id as enterprise_id,
         organizations.name, organizations.bank_account
  from scope
  join evidence.projects on projects.id = scope.id
  join evidence.organizations on organizations.id = projects.enterprise_id
  where organizations.bank_account is not null and projects.state not in ('failed', 'withdrawn')
),
asked as materialized (
  select held.id, held.enterprise_id, held.name, held.bank_account, platforms.organization_id, platforms.operator,
         held.bank_account in (platforms.bank_account, platforms.operator_account) as of_platform
  from held
  join evidence.platforms on platforms.unit_code = held.unit_code and platforms.id = held.platform_id
),
near as (select distinct bank_account from asked),  -- scoped
holders as materialized (
  select organizations.bank_account, count(*) as holders, min(organizations.name) as first,
         max(organizations.name) as last
  from evidence.organizations
  where organizations.bank_account is not null
    and organizations.bank_account in (select bank_account from near)  -- scoped
  group by organizations.bank_account
),
named as (
  select asked.*, holders.holders, holders.first, holders.last
  from asked
  join holders on holders.bank_account = asked.bank_account
)
select named.id as subject, right(named.bank_account, 4) as ending, named.name as enterprise, named.holders,
       case when coalesce(named.of_platform, false) and named.organization_id <> named.enterprise_id then named.operator
            when named.name = named.first then named.last else named.first end as others
from named
where named.holders > 1 or coalesce(named.of_platform, false) and named.organization_id <> named.enterprise_id
"""

RULE = Rule(
    code="A13",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.PROJECT,
    severity=Severity.CRITICAL,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.IMPERSONATION,
    query=QUERY,
)
