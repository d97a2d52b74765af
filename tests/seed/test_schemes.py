"""What was planted for certain shows in the rows, and on nobody else: each fact asked for by a query of its own.

These queries are not the rules: they know what the generator did, and ask whether it did that and nothing more.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from itertools import combinations

import asyncpg
import pytest
import pytest_asyncio

from tests.databases import Server

#: By scheme or schemes: the claims of which this is so.
FACTS: dict[str, str] = {
    "forged_seller": """
        select claims.id from claims join invoices using (unit_code, project_id) where not uscc_ok(seller_uscc)""",
    "giant_again": """
        select claims.id from claims join projects on projects.id = project_id
        join organizations on organizations.id = enterprise_id
        join little_giants using (legal_person, address)""",
    "two_codes": """
        select claims.id from claims join projects on projects.id = project_id
        join organizations on organizations.id = enterprise_id
        where exists (select from projects other join organizations twin on twin.id = other.enterprise_id
                      where twin.name = organizations.name and twin.id <> organizations.id)""",
    "founded_too_late": """
        select claims.id from claims join projects on projects.id = project_id
        join organizations on organizations.id = enterprise_id where founded_on > '2021-08-17'""",
    "too_big": """
        select claims.id from claims join projects on projects.id = project_id
        join organizations on organizations.id = enterprise_id
        where employees >= 1000 and revenue >= 400000000""",
    "platform_s_account shared_account": """
        select claims.id from claims join projects on projects.id = project_id
        join organizations on organizations.id = enterprise_id
        where exists (select from organizations other
                      where other.bank_account = organizations.bank_account and other.id <> organizations.id)""",
    "duplicate_invoice claimed_again": """
        select claims.id from claims join invoices using (unit_code, project_id)
        where exists (select from invoices other where other.number = invoices.number
                      and other.code is not distinct from invoices.code and other.project_id <> invoices.project_id)""",
    "unknown_invoice": """
        select claims.id from claims join invoices using (unit_code, project_id) where checked = 'unknown'""",
    "void_invoice": """
        select claims.id from claims join invoices using (unit_code, project_id) where checked = 'void'""",
    "mismatched_invoice": """
        select claims.id from claims join invoices using (unit_code, project_id) where checked = 'mismatched'""",
    "reversed_later": """
        select claims.id from claims join invoices using (unit_code, project_id)
        where checked = 'reversed' and checked_on > submitted_on""",
    "wrong_buyer": """
        select claims.id from claims join projects on projects.id = project_id
        join organizations on organizations.id = enterprise_id
        join invoices on invoices.project_id = projects.id where buyer_uscc <> uscc""",
    "other_payee private_account": """
        select claims.id from claims join payments using (unit_code, project_id)
        join invoices on invoices.id = invoice_id
        where translate(payee, '（）', '()') <> translate(seller, '（）', '()')""",
    "above_contract": """
        select claims.id from claims join projects on projects.id = project_id
        where contract_amount < (select sum(gross) from invoices where invoices.project_id = projects.id
                                 and checked <> 'reversed')""",
    "before_contract after_acceptance": """
        select claims.id from claims join projects on projects.id = project_id
        join invoices on invoices.project_id = projects.id
        where issued_on < contracted_on or issued_on > accepted_on""",
    "tax_arithmetic impossible_rate": """
        select claims.id from claims join invoices using (unit_code, project_id)
        where abs(net * tax_rate - tax) > 0.06 or tax_rate not in (0.13, 0.06, 0.03)""",
    "hardware": """
        select claims.id from claims join cost_items using (unit_code, project_id)
        where eligible and kind = 'hardware'""",
    "not_paid platform_paid": """
        select claims.id from claims join projects on projects.id = project_id
        join organizations on organizations.id = enterprise_id
        where (select sum(amount) from payments where payments.project_id = projects.id and payer = name)
              is distinct from 0 and coalesce((select sum(amount) from payments
                       where payments.project_id = projects.id and payer = name), 0)
              < 0.9 * (select sum(gross) from invoices where invoices.project_id = projects.id
                       and checked <> 'reversed')""",
    "cash": """
        select claims.id from claims join payments using (unit_code, project_id)
        where method = 'cash' and payments.amount > 1000""",
    "paid_before_contract": """
        select claims.id from claims join projects on projects.id = project_id
        join payments on payments.project_id = projects.id where paid_on < contracted_on""",
    "tested_before_delivery": """
        select claims.id from claims join projects on projects.id = project_id
        join assessments on assessments.project_id = projects.id
        where phase = 'after' and assessed_on < delivered_on""",
    "trained_after_acceptance": """
        select claims.id from claims join projects on projects.id = project_id
        join trainings on trainings.project_id = projects.id where held_on > accepted_on""",
    "amended_by_a_lot amended_often amended_at_the_end": """
        select claims.id from claims join projects on projects.id = project_id
        join contracts first on first.project_id = projects.id and first.edition = 1
        join contracts last on last.project_id = projects.id and last.edition > 1
        where last.amount >= first.amount * 1.1 or last.edition >= 4
           or last.signed_on >= accepted_on - 30""",
    "same_file": """
        select claims.id from claims join attachments using (unit_code, project_id)
        where exists (select from attachments other where other.sha256 = attachments.sha256
                      and other.project_id <> attachments.project_id)""",
    "concession_kept": """
        select claims.id from claims join projects on projects.id = project_id
        join lateral (select * from contracts where contracts.project_id = projects.id
                      order by edition desc limit 1) agreed on concession > 0
        join organizations on organizations.id = enterprise_id
        where (select sum(payments.amount) from payments where payments.project_id = projects.id and payer = name)
              > agreed.amount - concession / 2""",
    "paid_twice_over": """
        select claims.id from claims join projects on projects.id = project_id
        where (select sum(agreed) from fundings where fundings.project_id = projects.id)
              > greatest(contract_amount, claims.actual_cost) + 1""",
    "cost_lowered_later": """
        select claims.id from claims
        where amount > 0.3 * (select sum(cost_items.amount) from cost_items
                              where cost_items.project_id = claims.project_id and eligible) + 1""",
    "in_two_places": """
        select claims.id from claims join score_sheets using (unit_code, project_id)
        join reporting_units on reporting_units.code = claims.unit_code
        where exists (select from score_sheets other join reporting_units there on there.code = other.unit_code
                      where other.expert_id = score_sheets.expert_id and other.given_on = score_sheets.given_on
                        and abs(there.latitude - reporting_units.latitude)
                          + abs(there.longitude - reporting_units.longitude) > 4)""",
    "not_served": "select claims.id from claims join surveys using (unit_code, project_id) where not served",
    "evidence_added": """
        select claims.id from claims join projects on projects.id = project_id
        join attachments on attachments.project_id = projects.id
        where attachments.subject = 'Project' and attachments.kind = 'acceptance_minutes'
          and (attachments.at at time zone 'Asia/Shanghai')::date > accepted_on""",
    "checked_at_night checked_within_seconds": """
        select claims.id from claims
        join events done on done.subject = 'Claim' and done.subject_id = claims.id and done.action = 'check'
        join events sent on sent.subject = 'Claim' and sent.subject_id = claims.id and sent.action = 'submit'
        where extract(hour from done.at at time zone 'Asia/Shanghai') not between 6 and 21
           or done.at < sent.at + interval '1 minute'""",
}
#: Shown by a fact, and yet with an innocent explanation: papers may come in late.
NOT_SURE = {"evidence_added"}
#: Facts that also follow from what else was planted on a claim.
ALSO = {
    "founded_too_late": {"two_codes"},
    "evidence_added": set[str](),
}


@pytest_asyncio.fixture(scope="module")
async def owner(postgres: Server, demo_template: str) -> AsyncIterator[asyncpg.Connection]:
    async with postgres.clone(demo_template) as database:
        connection = await asyncpg.connect(database.owner_url)
        yield connection
        await connection.close()


@pytest.mark.parametrize("schemes", FACTS)
async def test_the_fact_is_there_where_it_was_planted_and_nowhere_else(
    owner: asyncpg.Connection, schemes: str
) -> None:
    planted = {
        row[0]
        for row in await owner.fetch(
            "select subject_id from truth.planted where fraudulent and subject = 'Claim' and scheme = any($1)",
            schemes.split(),
        )
    }
    shown = {row[0] for row in await owner.fetch(FACTS[schemes])}
    assert planted
    assert shown - planted == set()
    assert planted - shown == set()


async def test_every_sure_scheme_has_its_fact(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select distinct scheme from truth.planted where fraudulent and (detail ->> 'sure')::boolean"
    )
    asked = {name for schemes in FACTS for name in schemes.split()} - NOT_SURE | {"bad_number"}
    assert {row[0] for row in rows} == asked


async def test_each_is_planted_in_every_batch_and_once_for_a_subject(owner: asyncpg.Connection) -> None:
    twice = await owner.fetch(
        "select scheme, subject_id from truth.planted group by scheme, subject, subject_id having count(*) > 1"
    )
    assert twice == []
    rows = await owner.fetch(
        """select scheme, count(distinct batch) as batches from truth.planted
           join lateral (select batch from evidence.projects
                         where platform_id = subject_id and subject = 'Platform'
                            or subject = 'Claim' and id = (select project_id from claims where claims.id = subject_id)
                         limit 1) place on true
           where fraudulent group by scheme having count(distinct batch) < 3"""
    )
    # The third year still runs: nothing is claimed again of it, and there is no rush at its end yet.
    assert {row["scheme"] for row in rows} <= {"rush", "claimed_again"}


async def test_fraud_is_rare_and_near_misses_stand_beside_it(owner: asyncpg.Connection) -> None:
    share = await owner.fetchval(
        """select (select count(distinct subject_id) from truth.planted where fraudulent and subject = 'Claim')::float
                  / count(*) from claims"""
    )
    assert 0.03 <= share <= 0.075
    codes = await owner.fetch(
        """select detail ->> 'flag' as code, bool_or(fraudulent) as fraud, bool_or(not fraudulent) as near
           from truth.planted where detail ->> 'flag' is not null group by 1"""
    )
    assert sum(row["fraud"] for row in codes) >= 50
    assert sum(row["near"] for row in codes) >= 30
    assert all(row["fraud"] for row in codes)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("projects", "solution"),
        ("claims", "statement"),
        ("score_sheets", "findings"),
        ("platforms", "solution"),
    ],
)
async def test_no_two_honest_texts_are_much_alike(owner: asyncpg.Connection, table: str, column: str) -> None:
    """Of five-sign shingles two honest texts of an industry share less than 60 % (of the shorter one's)."""
    key = {"projects": "id", "claims": "project_id", "score_sheets": "project_id", "platforms": "id"}[table]
    rows = await owner.fetch(
        f"""select {column} as text, {key} as key from {table} as this
            where {column} is not null and not exists (
              select from truth.planted left join claims on subject = 'Claim' and claims.id = subject_id
              where fraudulent and (claims.project_id = this.{key} or subject = 'Platform' and subject_id = this.{key}))
            order by this.id limit 900"""
    )
    shingles = [
        (row["key"], {row["text"][place : place + 5] for place in range(len(row["text"]) - 4)})
        for row in rows
    ]
    seen: dict[str, list[int]] = defaultdict(list)
    for number, (_, mine) in enumerate(shingles):
        for one in mine:
            seen[one].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in seen.values():
        if len(numbers) <= 60:  # what stands in many texts is common speech and is weighed below
            for pair in combinations(numbers, 2):
                shared[pair] += 1
    for (first, second), count in shared.items():
        one, other = shingles[first], shingles[second]
        if one[0] != other[0] and count > 0.3 * min(len(one[1]), len(other[1])):
            both = len(one[1] & other[1])
            assert both < 0.6 * len(one[1] | other[1]), (rows[first]["text"], rows[second]["text"])


async def test_honest_amounts_follow_benford(owner: asyncpg.Connection) -> None:
    """The first digits of what honest sellers bill: seldom a nine, a third of them a one."""
    rows = await owner.fetch(
        """select left(net::text, 1)::int as digit, count(*)::float as n from invoices
           where net >= 1 and not exists (
             select from claims join truth.planted on subject = 'Claim' and subject_id = claims.id and fraudulent
             where claims.project_id = invoices.project_id) group by 1 order by 1"""
    )
    total = sum(row["n"] for row in rows)
    from math import log10

    off = [abs(row["n"] / total - log10(1 + 1 / row["digit"])) for row in rows]
    assert sum(off) / 9 < 0.012


async def test_honest_enterprises_share_no_phone_room_or_account(owner: asyncpg.Connection) -> None:
    for column in ("phone", "address", "bank_account"):
        shared = await owner.fetch(
            f"""select {column}, array_agg(organizations.id) as ids from organizations
                join projects on projects.enterprise_id = organizations.id
                left join claims on claims.project_id = projects.id
                where not exists (select from truth.planted where subject = 'Claim' and subject_id = claims.id)
                group by 1 having count(distinct organizations.id) > 1"""
        )
        assert shared == [], column


async def test_days_of_acceptance_leave_experts_time(owner: asyncpg.Connection) -> None:
    """Nobody inspects more than four enterprises a day where nothing was planted."""
    busy = await owner.fetch(
        """select score_sheets.expert_id, given_on, count(*) from score_sheets
           join projects on projects.id = project_id
           where not exists (select from truth.planted where fraudulent and subject = 'Platform'
                             and subject_id = platform_id)
           group by 1, 2 having count(*) > 4"""
    )
    assert busy == []


def test_names_of_schemes_are_words() -> None:
    assert all(re.fullmatch(r"[a-z_]+", name) for schemes in FACTS for name in schemes.split())
