"""Preview, settlement, what-if, frozen inputs and books: Hypothesis looks for a case where two of them disagree."""

import json
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from api.policy import frozen, ledger
from api.policy.book import DatedLimit
from api.policy.prepayment import estimate, prepayment
from api.policy.settlement import LEFT_OUT, PlatformAccount, ProjectCost, settle_under
from api.policy.terms import Terms
from api.policy.what_if import Change, award, awards
from db.enums import DisbursementKind, LedgerAccount

DAY = date(2023, 10, 31)
FROM = date(2022, 8, 17)

money = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)
near = st.sampled_from(
    [Decimal(text) for text in ("999999.99", "1000000.00", "1000000.03", "0.03", "0.04", "33.37")]
)
days = st.none() | st.integers(-40, 40).map(lambda offset: DAY + timedelta(days=offset))
projects = st.builds(
    lambda cost, approved, confirmed, claimed, delivered, due: (
        cost,
        approved,
        confirmed,
        claimed,
        delivered,
        due,
    ),
    money | near,
    st.none() | money,
    st.booleans() | st.just(True),
    st.booleans() | st.just(True),
    days,
    st.none() | st.just(DAY),
)
accounts = st.builds(
    PlatformAccount,
    projects=st.lists(projects, max_size=32).map(
        lambda found: [ProjectCost(number, *values) for number, values in enumerate(found, 1)]
    ),
    deduction=st.just(Decimal("0.00")) | money,
    disqualified=st.booleans(),
    exception=st.none() | st.just("洪灾 | flood"),
)


def limit(key: str, clause: str, value: Decimal) -> DatedLimit:
    return DatedLimit(key, clause, value, FROM)


terms = st.builds(
    lambda share, enterprise, platform, fewest: Terms(
        limit("cost_share", "F1", share),
        limit("award_per_enterprise", "F2", enterprise),
        limit("award_per_platform", "F3", platform),
        limit("projects_per_platform", "P7", Decimal(fewest)),
    ),
    st.just(Decimal("0.3000")) | st.decimals(0, 1, places=4),
    st.just(Decimal("300000.0000")) | st.decimals(0, 1_000_000, places=4),
    st.just(Decimal("6000000.0000")) | st.decimals(0, 20_000_000, places=4),
    st.just(10) | st.integers(0, 20),
)


@given(accounts, terms)
@settings(max_examples=400)
def test_the_quick_reckoning_of_the_country_is_the_settlement(account: PlatformAccount, under: Terms) -> None:
    settlement = settle_under(account, under)
    assert award(account, under) == (settlement.award, settlement.counted)


@given(accounts, terms)
@settings(max_examples=300)
def test_no_award_exceeds_a_cap_and_its_lines_add_up(account: PlatformAccount, under: Terms) -> None:
    settlement = settle_under(account, under)
    assert 0 <= settlement.award <= under.platform.value
    assert settlement.award == sum((line.amount for line in settlement.lines), Decimal(0))
    assert settlement.award == settlement.award.quantize(Decimal("0.01"))
    by_project: dict[int, Decimal] = {}
    for line in settlement.lines:
        if line.project_id is not None:
            by_project[line.project_id] = by_project.get(line.project_id, Decimal(0)) + line.amount
    for project in account.projects:
        most = min(project.actual_cost * under.share.value, under.enterprise.value)
        assert 0 <= by_project.get(project.project_id, Decimal(0)) <= most
        if project.approved is not None:
            assert by_project.get(project.project_id, Decimal(0)) <= project.approved
    if account.disqualified or (settlement.counted < under.fewest.value and account.exception is None):
        assert settlement.award == 0


@given(accounts, terms, st.randoms(use_true_random=False))
def test_the_order_of_projects_changes_nothing(account: PlatformAccount, under: Terms, dice: object) -> None:
    mixed = list(account.projects)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    other = PlatformAccount(mixed, account.deduction, account.disqualified, account.exception)
    assert settle_under(other, under).award == settle_under(account, under).award


@given(accounts, terms)
@settings(max_examples=300)
def test_frozen_inputs_give_the_same_line_by_line_after_a_way_through_json(
    account: PlatformAccount, under: Terms
) -> None:
    inputs = frozen.freeze(7, account, under, DAY)
    kept = json.loads(json.dumps(inputs, sort_keys=True))
    assert frozen.recompute(kept) == settle_under(account, under)
    assert frozen.fingerprint(kept) == frozen.fingerprint(inputs)


@given(accounts, terms, st.data())
def test_another_input_has_another_fingerprint(
    account: PlatformAccount, under: Terms, data: st.DataObject
) -> None:
    inputs = frozen.freeze(7, account, under, DAY)
    other = json.loads(json.dumps(inputs))
    name = data.draw(st.sampled_from(["deduction", "disqualified", "exception", "platform"]))
    other[name] = {
        "deduction": "0.01",
        "disqualified": not account.disqualified,
        "exception": "?",
        "platform": 8,
    }[name]
    if other != inputs:
        assert frozen.fingerprint(other) != frozen.fingerprint(inputs)


@given(st.lists(st.tuples(accounts, terms), max_size=6), st.none() | st.decimals(0, 1, places=4), st.data())
@settings(max_examples=100)
def test_what_if_is_a_settlement_of_the_changed_account(
    given_: list[tuple[PlatformAccount, Terms]], share: Decimal | None, data: st.DataObject
) -> None:
    dropped = data.draw(st.frozensets(st.integers(0, 5), max_size=2))
    left = data.draw(st.frozensets(st.integers(1, 10), max_size=3))
    change = Change(
        share=share, without_platforms=dropped, without_projects=left, costs={3: Decimal("45678.91")}
    )
    found = awards([(place, *one) for place, one in enumerate(given_)], change)
    for place, (account, under) in enumerate(given_):
        settlement = settle_under(change.account(place, account), change.terms(under))
        assert found[place] == (settlement.award, settlement.counted)
        if place in dropped:
            assert found[place][0] == 0


@given(st.lists(accounts, max_size=6), terms)
def test_nothing_changed_is_nothing_changed(given_: list[PlatformAccount], under: Terms) -> None:
    found = awards([(place, one, under) for place, one in enumerate(given_)], Change())
    assert [one[0] for one in found] == [settle_under(one, under).award for one in given_]


@given(planned=money, cap=money, ratio=st.decimals(0, 1, places=3))
def test_a_prepayment_is_never_more_than_the_estimate_nor_the_cap(
    planned: Decimal, cap: Decimal, ratio: Decimal
) -> None:
    estimated = estimate(planned, cap)
    amount = prepayment(estimated, ratio)
    assert 0 <= amount <= estimated <= min(planned, cap)
    assert amount == amount.quantize(Decimal("0.01"))


awarded = st.lists(money, min_size=1, max_size=6)


@given(prepaid=money, series=awarded, pays=st.lists(st.booleans(), min_size=6, max_size=6))
@settings(max_examples=300)
def test_the_books_balance_and_say_what_was_awarded_and_paid(
    prepaid: Decimal, series: list[Decimal], pays: list[bool]
) -> None:
    """A prepayment, then awards one after another, the balance of each paid or left: at every step both agree."""
    postings = [*ledger.commitment(prepaid), *ledger.payment(DisbursementKind.PREPAYMENT, prepaid)]
    disbursed = prepaid
    for award_, pay in zip(series, pays, strict=False):
        postings += ledger.settlement(award_, sums(postings))
        now = sums(postings)
        assert now[LedgerAccount.AWARDED] == award_
        assert now[LedgerAccount.PREPAID] == now[LedgerAccount.COMMITTED] == now[LedgerAccount.BUDGET] == 0
        due = award_ - disbursed
        assert -now[LedgerAccount.PAYABLE] == max(due, Decimal(0))
        assert now[LedgerAccount.RECEIVABLE] == max(-due, Decimal(0))
        if pay and due:
            kind = DisbursementKind.SETTLEMENT if due > 0 else DisbursementKind.RECOVERY
            postings += ledger.payment(kind, abs(due))
            disbursed += due
            after = sums(postings)
            assert after[LedgerAccount.PAYABLE] == after[LedgerAccount.RECEIVABLE] == 0
        assert -sums(postings)[LedgerAccount.BANK] == disbursed
        assert sum(sums(postings).values()) == 0
    assert all(posting.amount > 0 and posting.debit is not posting.credit for posting in postings)


@given(prepaid=money, award_=money)
def test_a_reversal_undoes_an_entry(prepaid: Decimal, award_: Decimal) -> None:
    postings = ledger.payment(DisbursementKind.PREPAYMENT, prepaid)
    both = postings + [ledger.reversal(posting) for posting in postings]
    assert set(sums(both).values()) == {Decimal(0)}


def sums(postings: list[ledger.Posting]) -> dict[LedgerAccount, Decimal]:
    return ledger.balances((one.debit, one.credit, one.amount) for one in postings)


def test_those_left_out_are_told_with_their_clause() -> None:
    under = Terms(
        limit("cost_share", "F1", Decimal("0.3")),
        limit("award_per_enterprise", "F2", Decimal(300_000)),
        limit("award_per_platform", "F3", Decimal(6_000_000)),
        limit("projects_per_platform", "P7", Decimal(1)),
    )
    cost = Decimal("100.00")
    account = PlatformAccount(
        [
            ProjectCost(1, cost),
            ProjectCost(2, cost, confirmed=False),
            ProjectCost(3, cost, claimed=False),
            ProjectCost(4, cost, delivered_on=DAY + timedelta(days=1), due=DAY),
            ProjectCost(5, cost, delivered_on=DAY, due=DAY),
        ]
    )
    settlement = settle_under(account, under)
    told = {
        line.project_id: (line.cut.value, line.clause) for line in settlement.lines if line.cut in LEFT_OUT
    }
    assert told == {2: ("unconfirmed", "F6"), 3: ("unclaimed", "F6"), 4: ("late", "F5")}
    assert (settlement.counted, settlement.award) == (2, Decimal("60.00"))
