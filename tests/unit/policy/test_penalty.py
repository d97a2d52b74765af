"""Bands of the Regulation to the fen, and what no decision may do."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.penalty import (
    FEN,
    Article,
    Item,
    article,
    band,
    fenced,
    grave,
    heavier,
    highest,
    surcharge,
    transfers_missing,
)
from db.enums import FineBase, Organ, PenaltyOutcome, Weight

_FILE = Path(__file__).parents[3] / "seed" / "reference" / "penalty_articles.json"
ARTICLES = {
    entry["no"]: article(entry["no"], entry)
    for entry in json.loads(_FILE.read_text(encoding="utf-8"))["articles"]
}
A14 = ARTICLES[14]
DEDUCT, CANCEL = PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION
CIRCULAR, TRANSFER = PenaltyOutcome.CIRCULAR, PenaltyOutcome.TRANSFER
MOST = Decimal(6_000_000)
money = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)


def codes(found: object) -> list[str]:
    return [problem.code for problem in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("base", "amount", "least", "most"),
    [
        (FineBase.DEFRAUDED, "300000", "30000.00", "150000.00"),
        (FineBase.DEFRAUDED, "6000000", "600000.00", "3000000.00"),
        (FineBase.MISUSED, "6000000", "600000.00", "1800000.00"),
        (FineBase.DEFRAUDED, "0.07", "0.01", "0.03"),
        (FineBase.PERSON, "6000000", "3000.00", "50000.00"),
    ],
)
def test_the_bands_of_article_14(base: FineBase, amount: str, least: str, most: str) -> None:
    found = band(A14, base, Decimal(amount))
    assert (found.least, found.most) == (Decimal(least), Decimal(most))
    assert "第14条" in found.cites


@given(money, st.sampled_from([FineBase.DEFRAUDED, FineBase.MISUSED]), st.sampled_from(list(Weight)))
def test_a_band_lies_within_the_law_to_the_fen(amount: Decimal, base: FineBase, weight: Weight) -> None:
    found, plain = band(A14, base, amount, weight), band(A14, base, amount)
    assert found.least == found.least.quantize(FEN)
    assert 0 <= found.least <= found.most <= max(plain.most, plain.least)
    assert plain.least * 10 >= amount  # never less than 10 %
    if amount >= 1:
        assert plain.most * 2 <= amount  # never more than 50 %
    if weight in (Weight.GRAVE, Weight.LENIENT):
        assert plain.holds(found.least)
        assert plain.holds(found.most)
    if weight is Weight.REDUCED and plain.least > 0:
        assert not plain.holds(found.most)  # 减轻 goes below the band, 从轻 stays within it


def test_lighter_and_heavier_meet_in_the_middle() -> None:
    lenient, hard = (
        band(A14, FineBase.DEFRAUDED, Decimal(300000), w) for w in (Weight.LENIENT, Weight.GRAVE)
    )
    assert (lenient.least, lenient.most) == (Decimal(30000), Decimal(90000))
    assert (hard.least, hard.most) == (Decimal(90000), Decimal(150000))
    assert band(A14, FineBase.DEFRAUDED, Decimal(300000), Weight.EXEMPT).most == 0


def test_an_article_without_a_band_gives_none() -> None:
    with pytest.raises(LookupError):
        band(ARTICLES[6], FineBase.DEFRAUDED, Decimal(1))
    with pytest.raises(LookupError):
        band(Article(99), FineBase.PERSON)
    with pytest.raises(ValueError, match="less than nothing"):
        band(A14, FineBase.DEFRAUDED, Decimal(-1))


def test_of_two_norms_for_one_act_the_higher_fine_counts() -> None:
    fraud, misuse = (band(A14, base, Decimal(100000)) for base in (FineBase.DEFRAUDED, FineBase.MISUSED))
    assert highest([misuse, fraud]) == fraud
    assert highest([]) is None


@pytest.mark.parametrize(
    ("days", "added"), [(0, "0"), (1, "3000"), (10, "30000"), (34, "100000"), (900, "100000")]
)
def test_a_surcharge_is_three_percent_a_day_and_never_above_the_fine(days: int, added: str) -> None:
    assert surcharge(Decimal(100000), days) == Decimal(added)


def test_outcomes_by_themselves() -> None:
    assert codes(fenced([], most_deducted=MOST)) == ["NO_OUTCOME"]
    assert fenced([Item(DEDUCT, MOST), Item(CIRCULAR)], most_deducted=MOST) == []
    assert codes(fenced([Item(DEDUCT, MOST + FEN)], most_deducted=MOST)) == ["DEDUCTS_TOO_MUCH"]
    assert codes(fenced([Item(DEDUCT)], most_deducted=MOST)) == ["NO_AMOUNT"]
    assert codes(fenced([Item(DEDUCT, FEN), Item(CANCEL)], most_deducted=MOST)) == ["NOTHING_LEFT_TO_DEDUCT"]
    assert codes(fenced([Item(CIRCULAR), Item(CIRCULAR)], most_deducted=MOST)) == ["OUTCOME_TWICE"]


def test_the_department_of_industry_fines_nobody() -> None:
    assert codes(fenced([Item(CIRCULAR, Decimal(30000))], most_deducted=MOST)) == ["NO_FINE_HERE"]
    assert codes(fenced([Item(CANCEL, Decimal(30000))], most_deducted=MOST)) == ["NO_FINE_HERE"]


def test_a_transfer_names_organ_and_article_and_may_go_to_two_organs() -> None:
    assert codes(fenced([Item(TRANSFER)], most_deducted=MOST)) == ["NO_ORGAN"]
    both = [Item(TRANSFER, article=14, organ=organ) for organ in (Organ.FINANCE, Organ.TAX)]
    assert fenced(both, most_deducted=MOST) == []
    assert codes(fenced([both[0], both[0]], most_deducted=MOST)) == ["OUTCOME_TWICE"]


def test_who_must_hear_of_it() -> None:
    to = {organ: Item(TRANSFER, article=14, organ=organ) for organ in Organ}

    def missing(*organs: Organ, **facts: bool) -> int:
        given = {"false_invoices": False, "crime_suspected": False, "fine_due": False, **facts}
        return len(transfers_missing([to[organ] for organ in organs], **given))

    assert missing(false_invoices=True) == 1
    assert missing(Organ.TAX, false_invoices=True) == 0
    assert missing(Organ.TAX, crime_suspected=True) == 1
    assert missing(Organ.POLICE, crime_suspected=True) == 0
    assert missing(Organ.POLICE, fine_due=True) == 1
    assert missing(Organ.AUDIT, fine_due=True) == 0


def test_a_decision_never_goes_beyond_what_was_announced() -> None:
    announced = [Item(DEDUCT, Decimal(240000)), Item(CIRCULAR)]
    assert heavier(announced, announced) == []
    assert heavier([Item(DEDUCT, Decimal("239999.99"))], announced) == []
    assert codes(heavier([Item(DEDUCT, Decimal("240000.01"))], announced)) == ["HEAVIER_THAN_ANNOUNCED"]
    assert codes(heavier([Item(CANCEL)], announced)) == ["NOT_ANNOUNCED"]


@given(st.lists(money, min_size=1, max_size=3), money)
def test_whatever_was_announced_the_same_or_less_may_be_decided(
    amounts: list[Decimal], less: Decimal
) -> None:
    announced = [Item(TRANSFER, amount, 14, organ) for amount, organ in zip(amounts, Organ, strict=False)]
    decided = [Item(TRANSFER, max(Decimal(0), one.amount - less), 14, one.organ) for one in announced]
    assert heavier(decided, announced) == []


def test_leaders_decide_together_what_is_grave() -> None:
    assert grave([Item(CANCEL)])
    assert grave([Item(TRANSFER, article=20, organ=Organ.POLICE)])
    assert grave([Item(DEDUCT, Decimal(100000))])
    assert not grave([Item(DEDUCT, Decimal("99999.99")), Item(CIRCULAR)])
