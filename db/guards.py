"""What the database enforces beyond single tables, derived from the models' declarations.

Applied after every migration and safe to repeat, so that a new table is one file and one migration:
composite foreign keys and their indexes, indexes of words, row-level security, grants, and the view that sums progress.
"""

from collections.abc import Iterator

from db import chain, change_log, evidence, jobs, law, trigrams
from db.catalog import Entity, Kind, catalog
from db.enums import LEFT
from db.guard import Check, Exclude
from db.resource import Scope

APP_ROLE = "dengta_app"
#: Platform operators read through this role, whose extra policies narrow rows to their own platforms.
OPERATOR_ROLE = "dengta_operator"

#: Must exist before the first table, whose checks call it.
PRELUDE = """
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
create extension if not exists fuzzystrmatch;

create or replace function uscc_ok(code text) returns boolean
language sql immutable parallel safe
as $$
  -- GB 32100-2015: 18 characters without I, O, S, V, Z; the last one makes the weighted sum divisible by 31.
  select code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$' and (
    select sum((position(substr(code, place, 1) in '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1)
               * (array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,1])[place]) % 31 = 0
    from generate_series(1, 18) as place)
$$;
"""

_NATIONAL = "(select current_setting('app.national', true)) = 'y'"
_UNITS = "(select string_to_array(current_setting('app.units', true), ','))::text[]"
#: Tables whose rows' events the caller may not read; nothing said is none.
_CLOSED = "(select string_to_array(coalesce(current_setting('app.closed', true), ''), ','))"
#: Said on its own, since PostgreSQL expects nothing to pass `<> all` of a list it does not know beforehand.
_ALL_OPEN = "(select coalesce(current_setting('app.closed', true), '') = '')"
_ORGANIZATION = "(select nullif(current_setting('app.organization', true), ''))::bigint"

#: The application may only add to these (DESIGN §3: a ledger; who, when, from, to, why).
APPEND_ONLY = (
    "audit_anchors",
    "audit_entries",
    "case_notices",
    "case_people",
    "contracts",
    "defences",
    "disbursements",
    "duties",
    "events",
    "evidence_items",
    "import_runs",
    "notice_items",
    "score_sheets",
)
#: Of these it may change nothing but what became of the row: amounts and inputs are frozen.
FROZEN: dict[str, tuple[str, ...]] = {
    "case_effects": ("reversed_on", "exact", "version"),
    "extensions": (),
    "penalties": ("state", "served_on", "executed_on", "revoked_on", "reply", "version"),
    "publications": ("state", "withdrawn_on", "reason", "version"),
    "settlements": ("state", "approved_by_id", "approved_at", "remark", "version"),
    "settlement_lines": (),
    "bank_batches": ("state", "exports", "sha256", "version"),
    "remittances": (
        *("state", "approved_by_id", "bank_batch_id", "paid_on", "receipt", "remark", "version"),
    ),
    "ledger_entries": (),
}


def statements() -> Iterator[str]:
    # A view pins its columns' types: dropped first so that a migration may change them.
    yield "drop view if exists platform_months, platform_progress, batch_caps"
    yield trigrams.APART
    entities = catalog()
    for entity in entities.values():
        if entity.unit_scoped:
            yield _add_constraint(f"{entity.table}_unit_key", entity.table, "unique (unit_code, id)")
    for entity in entities.values():
        yield from _rules(entity)
        yield from _parents(entity)
        yield from _grants(entity)
        yield from _policies(entity)
        yield from trigrams.statements(entity)
    yield BATCH_CAPS
    yield PROGRESS_VIEW
    yield f"grant select on batch_caps, platform_progress to {APP_ROLE}, {OPERATOR_ROLE}"
    yield from change_log.statements(APP_ROLE, OPERATOR_ROLE, f"{_NATIONAL} or unit_code = any({_UNITS})")
    yield from chain.statements(APP_ROLE, OPERATOR_ROLE)
    yield from evidence.statements(APP_ROLE)
    yield from jobs.statements(APP_ROLE)
    yield from law.statements(APP_ROLE, f"{_NATIONAL} or unit_code = any({_UNITS})")
    yield TRUTH
    yield LIVE_ELSEWHERE
    yield PROPOSED_BY
    yield FORGET_DUTIES
    yield APPOINTED


def _add_constraint(name: str, table: str, definition: str) -> str:
    return f"""do $$ begin
      if not exists (select from pg_constraint
                     where conname = '{name}' and conrelid = '{table}'::regclass) then
        alter table {table} add constraint {name} {definition};
      end if;
    end $$"""


def _rules(entity: Entity) -> Iterator[str]:
    for guard in getattr(entity.model, "guards", ()):
        if isinstance(guard, Check):
            yield _replace_if_changed(guard.name, entity.table, f"check ({guard.condition})")
        elif isinstance(guard, Exclude):
            elements = ", ".join(guard.elements)
            yield _replace_if_changed(guard.name, entity.table, f"exclude using gist ({elements})")
        elif guard.where is None:
            columns = ", ".join(guard.columns)
            yield _replace_if_changed(guard.name, entity.table, f"unique nulls not distinct ({columns})")
        else:
            yield (
                f"create unique index if not exists {guard.name} on {entity.table} "
                f"({', '.join(guard.columns)}) where {guard.where}"
            )


def _replace_if_changed(name: str, table: str, definition: str) -> str:
    # Postgres rewrites a constraint's definition, so ours is kept as its comment to be compared.
    quoted = definition.replace("'", "''")
    return f"""do $$ begin
      if (select obj_description(oid, 'pg_constraint') from pg_constraint
          where conname = '{name}' and conrelid = '{table}'::regclass) is distinct from '{quoted}' then
        alter table {table} drop constraint if exists {name};
        alter table {table} add constraint {name} {definition};
        comment on constraint {name} on {table} is '{quoted}';
      end if;
    end $$"""


def _parents(entity: Entity) -> Iterator[str]:
    """A foreign key and its index for each link; between rows of a unit both lead with ``unit_code``."""
    for relation in entity.relations.values():
        if relation.many:
            continue
        target = catalog()[relation.target].table
        here = ", ".join(column for column, _ in relation.columns)
        there = ", ".join(column for _, column in relation.columns)
        column = relation.column
        # Tortoise's migrations make a plain constraint in spite of db_constraint=False: one check is enough.
        yield f"alter table {entity.table} drop constraint if exists {entity.table}_{column}_fkey"
        yield _add_constraint(
            f"{entity.table}_{column}_linked",
            entity.table,
            f"foreign key ({here}) references {target} ({there})",
        )
        if entity.unit_scoped and column == "unit_code":
            continue  # unique (unit_code, id) serves as its index
        # From a parent of the same unit one comes with both; from the national register with its number alone.
        columns = f"unit_code, {column}" if len(relation.columns) > 1 else column
        # With the key behind it, since a page of children is in the order of their keys: nothing to sort.
        yield f"create index if not exists {entity.table}_below_{column} on {entity.table} ({columns}, {entity.key})"
        yield f"drop index if exists {entity.table}_by_{column}"  # what it was before


def _grants(entity: Entity) -> Iterator[str]:
    rights = "select, insert, update, delete"
    if entity.table in law.KEPT:
        rights = "select, insert, update"
    elif entity.table in APPEND_ONLY:
        rights = "select, insert"
    elif entity.table in FROZEN:
        rights = "select, insert"
        if changing := ", ".join(FROZEN[entity.table]):
            rights += f", update ({changing})"
    yield f"revoke all on {entity.table} from {APP_ROLE}, {OPERATOR_ROLE}"
    yield f"grant {rights} on {entity.table} to {APP_ROLE}"
    if entity.resource.scope is not Scope.PRIVATE:
        yield f"grant select on {entity.table} to {OPERATOR_ROLE}"
    if entity.key == "id" and entity.fields["id"].kind is Kind.NUMBER:
        yield f"grant usage on sequence {entity.table}_id_seq to {APP_ROLE}"


def _policies(entity: Entity) -> Iterator[str]:
    if not entity.unit_scoped:
        return
    yield f"alter table {entity.table} enable row level security"
    yield f"drop policy if exists by_unit on {entity.table}"
    yield (
        f"create policy by_unit on {entity.table} to {APP_ROLE}, {OPERATOR_ROLE} "
        f"using ({_NATIONAL} or unit_code = any({_UNITS}))"
    )
    published = entity.resource.published
    yield f"drop policy if exists published on {entity.table}"
    if published:
        yield (
            f"create policy published on {entity.table} for select to {APP_ROLE}, {OPERATOR_ROLE} "
            f"using ({published})"
        )
    own = f"({_own(entity)}) or ({published})" if published else _own(entity)
    yield f"drop policy if exists own_platform on {entity.table}"
    yield (
        f"create policy own_platform on {entity.table} as restrictive for select to {OPERATOR_ROLE} "
        f"using ({own})"
    )
    yield f"drop policy if exists sealed on {entity.table}"
    if entity.resource.sealed:
        yield (
            f"create policy sealed on {entity.table} as restrictive to {APP_ROLE}, {OPERATOR_ROLE} "
            f"using ({entity.resource.sealed})"
        )
    if entity.resource.operator == "subject":
        # Who may not read a case may not read who opened it, nor why.
        yield f"drop policy if exists open_subjects on {entity.table}"
        yield (
            f"create policy open_subjects on {entity.table} as restrictive for select"
            f" to {APP_ROLE}, {OPERATOR_ROLE} using ({_ALL_OPEN} or subject <> all({_CLOSED}::text[]))"
        )


def _own(entity: Entity) -> str:
    """What a platform operator may see of a table: its platforms, what hangs below and above them."""
    via = entity.resource.operator
    if not via:
        return "false"
    if via == "organization":
        return f"organization_id = {_ORGANIZATION}"
    if via == "announced":
        return "state <> 'draft'"
    if via == "attached":
        return " or ".join(
            f"subject = '{subject.name}' and subject_id in (select id from {subject.table})"
            for subject in catalog().values()
            if subject.unit_scoped and subject.resource.operator not in ("", "subject", "attached")
        )
    if via == "subject":
        # Their states can be read, so what happened to them can: told without who is suspected of what.
        return " or ".join(
            f"subject = '{subject.name}' and subject_id in (select id from {subject.table})"
            for subject in catalog().values()
            if "state" in subject.fields and subject.resource.operator
        )
    here, there = entity.relations[via].columns[-1]
    return f"{here} in (select {there} from {catalog()[entity.relations[via].target].table})"


BATCH_CAPS = """
-- A batch is paid by the limits in force on its first day (F2, F3), whatever is decided later.
create view batch_caps with (security_invoker) as
select batches.id as batch_id,
       (max(value) filter (where key = 'award_per_enterprise'))::numeric(14,2) as per_enterprise,
       (max(value) filter (where key = 'award_per_platform'))::numeric(14,2) as per_platform
from batches
left join limits on key in ('award_per_enterprise', 'award_per_platform')
                and valid_from <= starts_on and (valid_until is null or starts_on < valid_until)
group by batches.id;
"""

PROGRESS_VIEW = """
-- Projects and money by platform: joined as groups they would be summed anew for each platform of a unit.
create view platform_progress with (security_invoker) as
select platforms.unit_code, platforms.id as platform_id, platforms.plan_industry_id,
       plan_industries.plan_id, plans.batch_id, plan_industries.industry_id,
       platforms.planned as target,
       coalesce(work.planned, 0) as planned,
       coalesce(work.contracted, 0) as contracted,
       coalesce(work.delivered, 0) as delivered,
       coalesce(work.passed, 0) as passed,
       coalesce(work.confirmed, 0) as confirmed,
       coalesce(work.claimed, 0) as claimed,
       least(platforms.planned * batch_caps.per_enterprise, batch_caps.per_platform) as ceiling,
       coalesce(money.prepaid, 0) as prepaid,
       coalesce(platforms.award, 0) as awarded,
       coalesce(money.paid, 0) as paid,
       coalesce(suspicion.flags, 0) as flags,
       coalesce(suspicion.at_risk, 0) as at_risk,
       platforms.synthetic or coalesce(work.synthetic, false) as synthetic
from platforms
join plan_industries on plan_industries.unit_code = platforms.unit_code
                    and plan_industries.id = platforms.plan_industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
join batch_caps on batch_caps.batch_id = plans.batch_id
left join lateral (
  select count(*) filter (where state not in ('failed', 'withdrawn')) as planned,
         count(*) filter (where contracted_on is not null and state <> 'withdrawn') as contracted,
         count(*) filter (where delivered_on is not null and state not in ('failed', 'withdrawn')) as delivered,
         count(*) filter (where state = 'passed') as passed,
         count(*) filter (where state = 'passed' and confirmed_on is not null) as confirmed,
         sum(claimed) filter (where state not in ('failed', 'withdrawn')) as claimed,
         bool_or(synthetic) as synthetic
  from projects
  where projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
) work on true
left join lateral (
  select sum(amount) filter (where kind = 'prepayment') as prepaid,
         sum(case when kind = 'recovery' then -amount else amount end) as paid
  from disbursements
  where disbursements.unit_code = platforms.unit_code and disbursements.platform_id = platforms.id
) money on true
left join (
  select flags.unit_code, flags.platform_id, count(*) as flags, sum(at_risk) as at_risk
  from flags
  where flags.state in ('open', 'in_case')
  group by flags.unit_code, flags.platform_id
) suspicion on suspicion.unit_code = platforms.unit_code and suspicion.platform_id = platforms.id;
"""

#: What the synthetic programme planted. In a schema that only the owner may enter: no rule can peek.
TRUTH = """
create schema if not exists truth;
create table if not exists truth.planted (
  id bigint generated always as identity primary key,
  scheme text not null, fraudulent boolean not null,
  subject text not null, subject_id bigint not null, detail jsonb not null default '{}'
);
revoke all on schema truth from public;
"""

#: Row security hides other units' projects, yet an enterprise may be in one only: this says that, never whose.
LIVE_ELSEWHERE = f"""
create or replace function live_elsewhere(codes text[], plan bigint) returns text[]
language sql stable security definer set search_path = public, pg_temp
as $$
  select coalesce(array_agg(distinct organizations.uscc), '{{}}')
  from organizations
  join projects on projects.enterprise_id = organizations.id
  join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
  join plan_industries on plan_industries.unit_code = platforms.unit_code
                      and plan_industries.id = platforms.plan_industry_id
  where organizations.uscc = any(codes)
    and projects.state not in ({", ".join(f"'{state}'" for state in sorted(LEFT))})
    and plan_industries.plan_id is distinct from plan
$$;
revoke all on function live_elsewhere from public;
grant execute on function live_elsewhere to {APP_ROLE};
"""

#: Row security hides other units' plans, yet neighbours should not propose the same (P1: 避免重复): this tells
#: which of some units handed in a plan that names an industry, and nothing else of it.
PROPOSED_BY = f"""
create or replace function proposed_by(units text[], batch bigint, industries bigint[])
returns table (unit_code text, industry_id bigint)
language sql stable security definer set search_path = public, pg_temp
as $$
  select distinct plans.unit_code::text, plan_industries.industry_id
  from plans
  join plan_industries on plan_industries.unit_code = plans.unit_code and plan_industries.plan_id = plans.id
  where plans.unit_code = any(units) and plans.batch_id = batch and plans.state not in ('draft', 'returned')
    and plan_industries.industry_id = any(industries)
$$;
revoke all on function proposed_by from public;
grant execute on function proposed_by to {APP_ROLE};
"""

#: What was done for a project is kept for ever, so an enterprise could never be taken out of a draft again. Until its
#: plan is handed in nothing was done with it but listing it, and that is all this forgets.
FORGET_DUTIES = f"""
create or replace function forget_duties(ids bigint[]) returns void
language sql security definer set search_path = public, pg_temp
as $$
  delete from duties
  using projects
  join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
  join plan_industries on plan_industries.unit_code = platforms.unit_code
                      and plan_industries.id = platforms.plan_industry_id
  join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
  where duties.unit_code = projects.unit_code and duties.project_id = projects.id and projects.id = any(ids)
    and projects.state = 'listed' and plans.state in ('draft', 'returned')
    and ({_NATIONAL} or projects.unit_code = any({_UNITS}))
$$;
revoke all on function forget_duties from public;
grant execute on function forget_duties to {APP_ROLE};
"""

#: How many platforms the whole country has (G3), which a province sees where it appoints its own: a number, no row.
APPOINTED = f"""
create or replace function platforms_appointed() returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$ select count(*) from platforms where state <> 'disqualified' $$;
revoke all on function platforms_appointed from public;
grant execute on function platforms_appointed to {APP_ROLE}, {OPERATOR_ROLE};
"""
