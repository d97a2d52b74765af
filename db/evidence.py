"""What the red-flag rules may look at: views that hold facts of the programme, and nothing of what is true.

Plain columns in the types that PostgreSQL and DuckDB share, so that one query runs on both. A view shows what the
asking role may see; claims that were rejected or taken back are left out. ``VIEWS`` is in the order of their names.
What a row hangs on is joined from its left, though it is never missing: PostgreSQL then leaves out what no rule asks of.
"""

import re
from collections.abc import Iterator

SCHEMA = "evidence"
_READ = re.compile(r"\b(?:from|join)\s+(\w+)")


def _phone(column: str) -> str:
    """Eleven digits, whatever stands between and before them."""
    return f"nullif(right(regexp_replace(normalize({column}, NFKC), '[^0-9]', '', 'g'), 11), '')"


def _account(column: str) -> str:
    return f"nullif(upper(regexp_replace(normalize({column}, NFKC), '[^0-9A-Za-z]', '', 'g')), '')"


def _address(column: str) -> str:
    """Without spaces and punctuation, except what stands between numbers."""
    return f"nullif(translate(upper(normalize({column}, NFKC)), '—–‐ ,.、。;:()·#_', '---'), '')"


def _person(column: str) -> str:
    return f"nullif(translate(normalize({column}, NFKC), ' ·•', ''), '')"


#: By what is the same of two organizations, as it is compared.
_ALIKE = {"phone": _phone, "bank_account": _account, "address": _address, "legal_person": _person}

VIEWS: dict[str, str] = {
    "assessments": """
        select assessments.id, assessments.unit_code, project_id, phase, edition, level, score, assessed_on,
               md5(answers::text) as answers, md5(dimensions::text) as dimensions,
               jsonb_path_query_array(dimensions, '$[*].score')::text as parts
        from assessments where not draft""",
    "attachments": """
        select id, unit_code, project_id, subject, subject_id, kind, filename, media_type, size, sha256,
               (at at time zone 'Asia/Shanghai')::date as uploaded_on
        from attachments""",
    # Not copied: in columns it is reckoned from the prints (api.services.evidence_copy).
    "bands": " union all ".join(
        f"select id as print_id, unit_code, section, band_{place} as key from text_prints"
        f" where band_{place} is not null"
        for place in range(1, 9)
    ),
    "claims": """
        select claims.id, claims.unit_code, claims.project_id, projects.platform_id, claims.state,
               claims.actual_cost, claims.amount, claims.approved_amount, claims.submitted_on, claims.decided_on,
               claims.statement
        from claims
        left join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
        where claims.state not in ('rejected', 'withdrawn')""",
    "contracts": """
        select id, unit_code, project_id, edition, number, amount, government, concession, own,
               signed_on, starts_on, finishes_on
        from contracts""",
    "cost_items": "select id, unit_code, project_id, kind, name, amount, eligible from cost_items",
    "draws": "select id, unit_code, claim_id, state, found_cost, audited_on from draws",
    # Of an earlier run: what this one finds is not yet in it.
    "flagged": """
        select id, unit_code, rule, subject, subject_id, claim_id, project_id, platform_id, severity, kind, state,
               (raised_at at time zone 'Asia/Shanghai')::date as raised_on
        from flags where state in ('open', 'in_case')""",
    "fundings": "select id, unit_code, project_id, source, agreed, paid, agreed_on, document from fundings",
    "interests": "select id, user_id, organization_id, kind, until from interests",
    "invoices": """
        select id, unit_code, project_id, kind, code, number, seller, seller_uscc, buyer, buyer_uscc, item,
               issued_on, net, tax_rate, tax, gross, checked, checked_on
        from invoices""",
    "levels": """
        select questionnaires.id * 100 + (rule ->> 'level')::integer as id, edition, (rule ->> 'level')::integer as level,
               (rule ->> 'score')::numeric(5,2) as score
        from questionnaires cross join lateral jsonb_array_elements(body -> 'rules') as given(rule)""",
    "limits": """
        select id, key, value, valid_from, valid_until from limits
        where key in ('cost_share', 'award_per_enterprise')""",
    "little_giants": f"""
        select id, uscc, name, funded_year, {_person("legal_person")} as legal_person,
               {_address("address")} as address
        from little_giants""",
    "officials": "select id, organization_id from users",
    # Telephone, account, address and person in one spelling, so that the same ones are equal.
    "organizations": f"""
        select id, uscc, name, unit_code, industry_id, size, employees, revenue, founded_on,
               {_address("address")} as address, {_person("legal_person")} as legal_person,
               {_phone("phone")} as phone, {_account("bank_account")} as bank_account
        from organizations""",
    "payments": """
        select id, unit_code, project_id, invoice_id, payer, payer_account, payee, payee_account, method, paid_on,
               amount
        from payments""",
    "platforms": f"""
        select platforms.id, platforms.unit_code, platforms.organization_id, plan_industries.plan_id,
               plan_industries.industry_id, batches.number as batch, batches.starts_on as batch_starts_on,
               batches.ends_on as batch_ends_on, platforms.state, platforms.planned, platforms.appointed_on,
               {_account("platforms.bank_account")} as bank_account, platforms.contact,
               {_phone("platforms.contact_phone")} as contact_phone, platforms.solution,
               organizations.name as operator, organizations.uscc as operator_uscc,
               {_person("organizations.legal_person")} as operator_legal_person,
               {_phone("organizations.phone")} as operator_phone,
               {_address("organizations.address")} as operator_address,
               {_account("organizations.bank_account")} as operator_account
        from platforms
        left join plan_industries on plan_industries.unit_code = platforms.unit_code
                                 and plan_industries.id = platforms.plan_industry_id
        left join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
        left join batches on batches.id = plans.batch_id
        left join organizations on organizations.id = platforms.organization_id""",
    "prints": """
        select id, unit_code, platform_id, project_id, section, hash, length, minima from text_prints""",
    "projects": """
        select projects.id, projects.unit_code, projects.platform_id, projects.enterprise_id, projects.state,
               plan_industries.plan_id, plan_industries.industry_id, batches.number as batch,
               batches.starts_on as batch_starts_on, batches.ends_on as batch_ends_on, plans.approved_on,
               projects.solution, projects.target_level, projects.planned_cost, projects.contract_number,
               projects.contract_amount, projects.due_on, projects.listed_on, projects.contracted_on,
               projects.started_on, projects.trained_on, projects.delivered_on, projects.accepted_on,
               projects.endorsed_on, projects.confirmed_on, projects.left_on, projects.left_reason,
               projects.replaces_id, projects.acceptance_score, projects.satisfaction, projects.expert_id,
               projects.level_before, projects.level_after, projects.actual_cost, projects.claimed
        from projects
        left join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        left join plan_industries on plan_industries.unit_code = platforms.unit_code
                                 and plan_industries.id = platforms.plan_industry_id
        left join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
        left join batches on batches.id = plans.batch_id""",
    "review_samples": "select id, unit_code, project_id, state, checked_on from review_samples",
    "score_sheets": """
        select id, unit_code, project_id, expert_id, round, given_on, total, pass_mark, verdict, findings,
               md5(jsonb_path_query_array(scores, '$[*].score')::text) as scores
        from score_sheets""",
    "services": """
        select id, unit_code, project_id, kind, name, amount, agreed_on, delivered_on
        from services where dropped_on is null""",
    "settled_projects": """
        select settlement_lines.id, settlement_lines.unit_code, settlements.platform_id, settlements.id as settlement_id,
               settlement_lines.project_id, settlement_lines.cut, settlement_lines.amount, settlements.settled_on
        from settlement_lines
        join settlements on settlements.unit_code = settlement_lines.unit_code
                        and settlements.id = settlement_lines.settlement_id
        where settlements.state = 'approved' and settlement_lines.project_id is not null""",
    "steps": """
        select id, unit_code, subject, subject_id, action, actor_id, at, (at at time zone 'Asia/Shanghai')::date as day,
               extract(hour from at at time zone 'Asia/Shanghai')::integer as hour,
               extract(epoch from at)::bigint as second
        from events
        where actor_id is not null
          and (subject = 'Claim' and action in ('submit', 'check', 'approve')
               or subject = 'Project' and action in ('accept', 'endorse', 'confirm'))""",
    "surveys": "select id, unit_code, project_id, state, mean, served, sent_on, answered_on from surveys",
    "tips": """
        select id, organization_id, state, kind, (received_at at time zone 'Asia/Shanghai')::date as received_on
        from tips where organization_id is not null and state <> 'unfounded'""",
    "today": """
        select coalesce(nullif(current_setting('app.today', true), '')::date,
                        (now() at time zone 'Asia/Shanghai')::date) as day""",
    "trainings": "select id, unit_code, project_id, held_on, hours, expected, attended from trainings",
    "units": "select code, short_name, parent_code, latitude, longitude from reporting_units",
    "visits": """
        select visits.id, visits.unit_code, platform_id, project_id, organiser_id, visited_on,
               coalesce(strpos(visitors, (select users.name from users where users.id = organiser_id)) > 0, false)
                 as organiser_went
        from visits where state = 'done'""",
}


def tables(view: str) -> frozenset[str]:
    """The tables that a view is made of."""
    return frozenset(_READ.findall(VIEWS[view]))


def statements(role: str) -> Iterator[str]:
    """Every view anew: dropped first, since a migration may change the columns below them."""
    yield f"drop schema if exists {SCHEMA} cascade"
    yield f"create schema {SCHEMA}"
    yield f"grant usage on schema {SCHEMA} to {role}"
    for name, query in VIEWS.items():
        yield f"create view {SCHEMA}.{name} with (security_invoker) as {query}"
    yield f"grant select on all tables in schema {SCHEMA} to {role}"
    for column, spelling in _ALIKE.items():
        yield f"create index if not exists organizations_by_{column} on organizations (({spelling(column)}))"
