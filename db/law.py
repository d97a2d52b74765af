"""The law of cases where it hangs on more than one row: what a step may say depends on the steps before it.

Checks of one table stand beside its model. These are policies and not triggers, which a distributed table refuses
(FINDINGS: Citus): they bind the application's role, whatever statement it sends, and leave migrations to the owner.
Each bears the name of what it keeps, which is what PostgreSQL says when it refuses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

#: From so much on a deduction is grave (行政处罚法 art. 57): ``api.policy.penalty.LARGER_AMOUNT``, a test compares.
LARGER_AMOUNT = 100_000

#: What is done in a case stays: nothing of these is ever removed.
KEPT = ("cases", "case_holds", "case_pauses", "challenges", "check_items", "explanation_requests")


@dataclass(frozen=True)
class Only:
    """Rows of ``table`` are added (``insert``), changed (``update``) or removed (``delete``) only if ``condition`` holds:
    of the row as it becomes; of one to be removed, as it is."""

    name: str
    table: str
    to: str
    condition: str


def _functions(within: str) -> Iterator[str]:
    """What policies ask; as the owner, because a policy that reads its own table would ask itself without end.

    ``within``: the condition that a row's ``unit_code`` is one of the caller's.
    """
    yield f"""
create or replace function case_before(unit text, key bigint) returns setof cases
language sql stable security definer set search_path = public, pg_temp
as $$
  -- Stable, so it sees the row as it was when the statement began.
  select * from cases where unit_code = unit and id = key and ({within})
$$"""
    yield f"""
create or replace function tied_to_case(unit text, key bigint, person bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  -- Three years beyond its end a tie counts (api.policy.conflicts). By the real day: where the programme's day stands
  -- still, the services ask for more.
  select exists (
    select from (
      select organization_id, until from interests where user_id = person
      union all select organization_id, null from users where id = person
    ) tie
    where (until is null or until + interval '3 years' >= current_date)
      and organization_id in (
        select platforms.organization_id from cases
        join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
        where cases.unit_code = unit and cases.id = key and ({within.replace("unit_code", "cases.unit_code")})
        union all
        select projects.enterprise_id from case_holds
        join claims on claims.unit_code = case_holds.unit_code and claims.id = case_holds.claim_id
        join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
        where case_holds.unit_code = unit and case_holds.case_id = key and suspected
          and ({within.replace("unit_code", "case_holds.unit_code")})))
$$"""
    yield f"""
create or replace function fined_with_another(unit text, key bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  with suspected as (
    select case_holds.unit_code, case_holds.case_id, case_holds.claim_id from case_holds
    where case_holds.unit_code = unit and suspected
    union select flags.unit_code, flags.case_id, flags.claim_id from flags
    where flags.unit_code = unit and flags.case_id is not null and flags.claim_id is not null)
  select exists (
    select from suspected ours
    join suspected theirs on theirs.claim_id = ours.claim_id and theirs.case_id <> ours.case_id
    join penalties on penalties.unit_code = theirs.unit_code and penalties.case_id = theirs.case_id
    where ours.case_id = key and penalties.organ in ('finance', 'audit') and penalties.state <> 'revoked'
      and ({within.replace("unit_code", "ours.unit_code")}))
$$"""


def _was(condition: str) -> str:
    """The case was so before it was changed."""
    return f"exists (select from case_before(unit_code, id) was where {condition})"


def _kept(columns: Sequence[str]) -> str:
    """The case has the same in these as it had."""
    then, now = (", ".join(f"{row}.{column}" for column in columns) for row in ("was", "cases"))
    return f"({then}) is not distinct from ({now})"


def _free(person: str) -> str:
    """Nobody with a tie is put there."""
    return f"{_was(_kept([person]))} or not tied_to_case(unit_code, id, {person})"


#: What was decided, by whom, after which steps: it may fall, but it never becomes another.
_DECIDED = (
    *("platform_id", "opened_on", "act_ended_on", "notice_id", "notified_on", "defend_until"),
    *("hearing_asked_on", "hearing_on", "heard_on", "defence", "reviewed_on", "reviewer_id", "opinion"),
    *("discussed_on", "discussion", "decided_on", "decider_id", "investigator_id", "second_investigator_id"),
)

_CASES: Mapping[str, str] = {
    "cases_told_by_a_notice_of_their_own": """
        notice_id is null or exists (
          select from case_notices told
          where told.unit_code = cases.unit_code and told.id = notice_id and told.case_id = cases.id
            and given_on = notified_on and answer_until = defend_until)""",
    "cases_handed_over": """
        notice_id is null or not (false_invoices or crime_suspected or fine_due) or (
          select (bool_or(organ = 'tax') or not false_invoices) and (bool_or(organ = 'police') or not crime_suspected)
             and (bool_or(organ in ('finance', 'audit')) or not fine_due)
          from notice_items told where told.unit_code = cases.unit_code and told.notice_id = cases.notice_id)
        is true""",
    "cases_hearing_is_a_right": """
        hearing_asked_on is null or exists (
          select from case_notices told
          where told.unit_code = cases.unit_code and told.id = notice_id and hearing_offered)""",
    # Who opened a case is asked when the investigation begins.
    "cases_investigated_without_a_tie": f"""
        state <> 'investigating' or not {_was("was.state = 'opened'")}
        or not (tied_to_case(unit_code, id, investigator_id) or tied_to_case(unit_code, id, second_investigator_id))
        """,
    "cases_investigator_without_a_tie": f"({_free('investigator_id')}) and ({_free('second_investigator_id')})",
    "cases_reviewer_without_a_tie": _free("reviewer_id"),
    "cases_decider_without_a_tie": _free("decider_id"),
    "cases_nobody_in_two_parts": """
        not exists (
          select from case_people had
          where had.unit_code = cases.unit_code and had.case_id = cases.id
            and (had.user_id = reviewer_id and part <> 'review' or had.user_id = decider_id and part <> 'decide'))""",
    "cases_executed_when_recovered": f"""
        state <> 'executed' or {_was("was.state = 'executed'")} or not exists (
          select from case_effects
          join remittances on remittances.unit_code = case_effects.unit_code
                          and remittances.settlement_id = case_effects.settlement_id
          where case_effects.unit_code = cases.unit_code and case_effects.case_id = cases.id and reversed_on is null
            and remittances.kind = 'recovery' and remittances.state in ('proposed', 'approved', 'failed'))""",
    "cases_decision_stands": _was(f"was.decided_on is null or {_kept(_DECIDED)}"),
    "cases_service_stands": _was(f"was.served_on is null or {_kept(['served_on', 'service'])}"),
    # Nobody declares a case to be of the time before its steps were kept.
    "cases_legacy_is_not_claimed": f"not legacy or {_was('was.legacy')}",
}

LAW: tuple[Only, ...] = (
    Only(
        "cases_begin_at_the_beginning",
        "cases",
        "insert",
        "state = 'opened' and notice_id is null and decided_on is null and not legacy",
    ),
    *(Only(name, "cases", "update", condition) for name, condition in _CASES.items()),
    Only(
        "case_notices_when_looked_into",
        "case_notices",
        "insert",
        """
        exists (
          select from cases
          where cases.unit_code = case_notices.unit_code and cases.id = case_id and state = 'investigating')
        and not exists (
          select from check_items left_open
          where left_open.unit_code = case_notices.unit_code and left_open.case_id = case_notices.case_id
            and required and done_on is null)""",
    ),
    # Evidence as it was attached.
    Only("attachments_of_cases_stay", "attachments", "delete", "subject <> 'Case'"),
    Only("attachments_of_cases_do_not_change", "attachments", "update", "subject <> 'Case'"),
    # What was told is not added to afterwards.
    Only(
        "notice_items_told_with_their_notice",
        "notice_items",
        "insert",
        """
        exists (
          select from case_notices
          join cases on cases.unit_code = case_notices.unit_code and cases.id = case_notices.case_id
          where case_notices.unit_code = notice_items.unit_code and case_notices.id = notice_items.notice_id
            and state = 'investigating')""",
    ),
    Only(
        "notice_items_not_fined_twice",
        "notice_items",
        "insert",
        """
        (organ in ('finance', 'audit')) is not true or not fined_with_another(unit_code, (
          select case_id from case_notices
          where case_notices.unit_code = notice_items.unit_code and case_notices.id = notice_items.notice_id))""",
    ),
    Only(
        "defences_chaired_by_who_only_chairs",
        "defences",
        "insert",
        """
        chair_id is null or not tied_to_case(unit_code, case_id, chair_id) and exists (
          select from case_people had
          where had.unit_code = defences.unit_code and had.case_id = defences.case_id
            and had.user_id = chair_id and part = 'chair')""",
    ),
    Only(
        "penalties_as_announced",
        "penalties",
        "insert",
        """
        exists (
          select from notice_items told
          join cases on cases.unit_code = told.unit_code and cases.notice_id = told.notice_id
          where told.unit_code = penalties.unit_code and told.id = item_id and cases.id = case_id
            and cases.decided_on is not null and told.outcome = penalties.outcome
            and told.organ is not distinct from penalties.organ and told.amount = announced)""",
    ),
    Only(
        "penalties_grave_are_discussed",
        "penalties",
        "insert",
        f"""
        (outcome <> 'cancellation' and organ is distinct from 'police'
         and (outcome <> 'deduction' or amount < {LARGER_AMOUNT}))
        or exists (
          select from cases
          where cases.unit_code = penalties.unit_code and cases.id = case_id and discussed_on is not null)""",
    ),
    Only(
        "penalties_not_fined_twice",
        "penalties",
        "insert",
        "(organ in ('finance', 'audit')) is not true or not fined_with_another(unit_code, case_id)",
    ),
    # Once served, only a challenge changes it.
    Only(
        "penalties_decided_once",
        "penalties",
        "insert",
        """
        exists (
          select from cases
          where cases.unit_code = penalties.unit_code and cases.id = case_id and cases.served_on is null)
        or exists (
          select from challenges
          where challenges.unit_code = penalties.unit_code and challenges.case_id = penalties.case_id
            and challenges.state = 'changed' and answered_on = penalties.decided_on)""",
    ),
    Only(
        "penalties_effective_when_served",
        "penalties",
        "update",
        """
        state <> 'effective' or exists (
          select from cases
          where cases.unit_code = penalties.unit_code and cases.id = case_id and cases.served_on is not null)""",
    ),
    Only(
        "publications_of_what_was_served",
        "publications",
        "insert",
        """
        exists (
          select from cases
          join penalties on penalties.unit_code = cases.unit_code and penalties.case_id = cases.id
          where cases.unit_code = publications.unit_code and cases.id = publications.case_id
            and cases.served_on <= published_on and cases.revoked_on is null
            and outcome = 'circular' and penalties.state = 'effective')""",
    ),
)


_HOLDS = {
    "insert": "with check ({condition})",
    "update": "using (true) with check ({condition})",
    "delete": "using ({condition})",
}


def statements(role: str, within: str) -> Iterator[str]:
    """For the application's ``role``; ``within`` tells its rows by ``unit_code``."""
    yield from _functions(within)
    for name in ("case_before", "tied_to_case", "fined_with_another"):
        yield f"revoke all on function {name} from public"
        yield f"grant execute on function {name} to {role}"
    for only in LAW:
        yield f"drop policy if exists {only.name} on {only.table}"
        holds = _HOLDS[only.to].format(condition=only.condition)
        yield f"create policy {only.name} on {only.table} as restrictive for {only.to} to {role} {holds}"
