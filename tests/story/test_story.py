"""One batch of one province from empty to settled: the settlement equals the sheet worked out by hand."""

from decimal import Decimal

from tests.story.scenes import SCENES, plan_of, platform_of, project_of
from tests.story.sheet import AWARD, BALANCE, PREPAID, SHEET
from tests.story.stage import Stage


def test_the_sheet_adds_up() -> None:
    for entry in SHEET:
        assert entry.share == entry.cost * Decimal("0.3")
        assert entry.award == min(entry.share, Decimal(300_000)).quantize(Decimal("0.01"), "ROUND_DOWN")
    assert sum(entry.award for entry in SHEET) == AWARD
    assert AWARD - PREPAID == BALANCE


async def equals_the_sheet(stage: Stage) -> None:
    """Award, prepayment and balance to the fen; each enterprise's part; the books; the settlement recomputed."""
    platform = await platform_of(stage, "finance")
    data = await stage.ask(
        "finance",
        """query ($id: ID!) { platform(id: $id) { state award
             settlements { nodes { id state award prepaid balance lines(orderBy: [{number: ASC}]) { nodes {
               cut clause { id } amount project { id } } } } }
             disbursements(orderBy: [{id: ASC}]) { nodes { kind amount } } }
           trialBalance(unit: "320000") { debit credit } }""",
        id=platform,
    )
    found = data["platform"]
    [settlement] = found["settlements"]["nodes"]
    assert (found["state"], settlement["state"]) == ("SETTLED", "APPROVED")
    assert Decimal(found["award"]) == Decimal(settlement["award"]) == AWARD
    assert Decimal(settlement["balance"]) == BALANCE
    assert [(one["kind"], Decimal(one["amount"])) for one in found["disbursements"]["nodes"]] == [
        ("PREPAYMENT", PREPAID),
        ("SETTLEMENT", BALANCE),
    ]
    for entry in SHEET:
        project = await project_of(stage, entry.name, "finance")
        lines = [
            line for line in settlement["lines"]["nodes"] if (line["project"] or {}).get("id") == project
        ]
        assert sum(Decimal(line["amount"]) for line in lines) == entry.award, entry.name
        capped = [line["cut"] for line in lines] == ["SHARE", "ENTERPRISE_CAP"]
        assert capped == (entry.share > 300_000)
    debit, credit = (
        sum(Decimal(line[side]) for line in data["trialBalance"]) for side in ("debit", "credit")
    )
    assert debit == credit > 0
    document = "query ($id: ID!) { settlementCheck(settlement: $id) { sound award again wrong } }"
    check = (await stage.ask("finance", document, id=settlement["id"]))["settlementCheck"]
    assert (check["sound"], Decimal(check["again"]), check["wrong"]) == (True, AWARD, [])
    [plan] = await stage.all("jiangsu", "plans", "id state", f'{{id: {{eq: "{await plan_of(stage)}"}}}}')
    assert plan["state"] == "CLOSED"


async def test_the_story(stage: Stage) -> None:
    for scene in SCENES:
        await scene(stage)
    await equals_the_sheet(stage)
