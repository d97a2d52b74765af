"""Flags a project whose sources of funds come to more than it cost, or whose grounds serve another project as well.

The same document of a local grant in several projects is honest while no more is paid than was agreed in them. Source:
row I37 of the catalogue (NAO 2013: 报大建小、重复申报; EU double funding). Programmes outside this system are not seen.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, FundingSource, RuleKind, Severity

QUERY = """
with
asked as materialized (
  select claims.id, claims.unit_code, claims.project_id, claims.amount, claims.actual_cost, projects.contract_number,
         coalesce(projects.contract_amount, 0.00) as contract_amount, projects.platform_id, projects.enterprise_id
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
),
near as (  -- scoped
  select distinct fundings.unit_code, fundings.document from asked  -- scoped
  join evidence.fundings on fundings.unit_code = asked.unit_code and fundings.project_id = asked.project_id  -- scoped
  where fundings.source = :local and fundings.document is not null  -- scoped
),  -- scoped
near_platforms as (select distinct unit_code, platform_id from asked),  -- scoped
funded as (
  select asked.id, sum(fundings.agreed) as agreed, sum(fundings.paid) as paid,
         coalesce(sum(greatest(fundings.agreed, fundings.paid)) filter (where fundings.source in (:local, :concession)), 0.00)
           as given
  from asked
  join evidence.fundings on fundings.unit_code = asked.unit_code and fundings.project_id = asked.project_id
  group by asked.id
),
billed as (
  select asked.id, sum(invoices.gross) as gross
  from asked
  join evidence.invoices on invoices.unit_code = asked.unit_code and invoices.project_id = asked.project_id
  where asked.id in (select id from funded)
  group by asked.id
),
costs as (
  select asked.id, asked.amount, funded.agreed, funded.paid, funded.given,
         greatest(asked.actual_cost, asked.contract_amount, coalesce(billed.gross, 0.00)) as cost
  from asked
  join funded on funded.id = asked.id
  left join billed on billed.id = asked.id
),
documents as (
  select fundings.unit_code, fundings.document, count(distinct fundings.project_id) as projects,
         sum(fundings.agreed) as agreed, sum(fundings.paid) as paid
  from evidence.fundings
  join near on near.unit_code = fundings.unit_code and near.document = fundings.document  -- scoped
  where fundings.source = :local and fundings.document is not null
  group by fundings.unit_code, fundings.document
  having count(distinct fundings.project_id) > 1 and sum(fundings.paid) > sum(fundings.agreed) + :tolerance
),
contracts as (
  select projects.unit_code, projects.platform_id, projects.contract_number, projects.contract_amount,
         count(*) as projects
  from evidence.projects
  join evidence.claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
  join near_platforms on near_platforms.unit_code = projects.unit_code and near_platforms.platform_id = projects.platform_id  -- scoped
  where projects.contract_number is not null and projects.contract_amount > 0
  group by projects.unit_code, projects.platform_id, projects.contract_number, projects.contract_amount
  having count(distinct projects.enterprise_id) > 1
)
select id as subject, 'sources' as mark, '资金来源合计超过成本' as what_zh, 'sources of funds above the cost' as what_en,
       greatest(agreed, paid, amount + given) as total, cost as most, greatest(agreed, paid, amount + given) - cost as doubtful
from costs
where greatest(agreed, paid, amount + given) > cost * (1 + :slack) + :tolerance
union all
select asked.id, 'document ' || documents.document, '地方支持文件' || documents.document || '在多个项目中超额使用',
       'grant ' || documents.document || ' paid beyond its sum in several projects', documents.paid, documents.agreed,
       least(documents.paid - documents.agreed, fundings.paid)
from documents
join evidence.fundings on fundings.unit_code = documents.unit_code and fundings.document = documents.document
                      and fundings.source = :local
join asked on asked.unit_code = fundings.unit_code and asked.project_id = fundings.project_id
union all
select asked.id, 'contract', '合同' || contracts.contract_number || '用于多个企业的申请',
       'contract ' || contracts.contract_number || ' claimed for several enterprises',
       contracts.contract_amount * contracts.projects, contracts.contract_amount, null
from contracts
join asked on asked.unit_code = contracts.unit_code and asked.platform_id = contracts.platform_id
          and asked.contract_number = contracts.contract_number and asked.contract_amount = contracts.contract_amount
"""

RULE = Rule(
    code="I37",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={
        "local": FundingSource.LOCAL_SUPPORT.value,
        "concession": FundingSource.PLATFORM_CONCESSION.value,
        "slack": Decimal("0.01"),
        "tolerance": Decimal(1),
    },
)
