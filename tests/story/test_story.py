"""One batch of one province from empty to settled: the settlement equals the sheet worked out by hand."""

from decimal import Decimal

from tests.story.scenes import SCENES
from tests.story.sheet import AWARD, BALANCE, PREPAID, SHEET
from tests.story.stage import Stage


def test_the_sheet_adds_up() -> None:
    for entry in SHEET:
        assert entry.share == entry.cost * Decimal("0.3")
        assert entry.award == min(entry.share, Decimal(300_000)).quantize(Decimal("0.01"), "ROUND_DOWN")
    assert sum(entry.award for entry in SHEET) == AWARD
    assert AWARD - PREPAID == BALANCE


async def test_the_story(stage: Stage) -> None:
    for scene in SCENES:
        await scene(stage)
