"""A small programme in three units, written straight into the tables and read back for comparison."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import asyncpg

from db.catalog import catalog
from seed.synthetic.uscc import numbered
from tests.db.rows import insert

Row = dict[str, Any]

UNITS = ("110000", "320000", "440000")
#: The unit whose officer the tests sign in; what belongs to the others must never appear to them.
OWN, OTHER = "110000", "320000"

_STATES = ("listed", "contracted", "transforming", "delivered", "passed", "passed", "failed", "withdrawn")
_ACCOUNTS = ("6222020200000001234", "1234567", None, "12345678", '6222 0202 "x\\', "")
_CHINA = timezone(timedelta(hours=8))


class Programme:
    """All rows of all tables, by table: what a query must come to, computed without SQL."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        self._index = {
            entity.name: {row[entity.key]: row for row in tables[entity.table]}
            for entity in catalog().values()
        }

    def rows(self, entity: str) -> list[Row]:
        """In the order of their keys."""
        found = catalog()[entity]
        return sorted(self.tables[found.table], key=lambda row: row[found.key])

    def get(self, entity: str, key: Any) -> Row:
        return self._index[entity][key]

    def having(self, entity: str, where: Callable[[Row], bool]) -> list[Row]:
        return [row for row in self.rows(entity) if where(row)]

    def children(self, entity: str, column: str, key: Any) -> list[Row]:
        return self.having(entity, lambda row: row[column] == key)


async def read_back(connection: asyncpg.Connection) -> Programme:
    return Programme(
        {
            entity.table: [dict(row) for row in await connection.fetch(f'select * from "{entity.table}"')]
            for entity in catalog().values()
        }
    )


async def fill(connection: asyncpg.Connection) -> None:
    """The same rows each time: every state, empty and full columns, one plan without platforms."""
    batches = [row[0] for row in await connection.fetch("select id from batches order by number")]
    industries = [
        row[0]
        for row in await connection.fetch("select id from industries where annex order by code limit 3")
    ]
    people = {
        name: await insert(
            connection, "User", username=name, name=f"{name}先生", password_hash="x", active=True
        )
        for name in ("expert", "inspector")
    }
    people["definition"] = await insert(
        connection,
        "RuleVersion",
        rule="R100",
        number=1,
        state="live",
        kind="deterministic",
        title="样例规则",
        title_en="Sample rule",
        parameters="{}",
        query="select 1",
        since=datetime(2024, 1, 1, tzinfo=_CHINA),
    )
    maker = _Maker(connection, people)
    for number, unit in enumerate(UNITS):
        for batch in batches[: number + 1]:
            plan = await insert(
                connection,
                "Plan",
                unit_code=unit,
                batch_id=batch,
                title=f"{unit} 方案 {batch}%_\\",
                state="implementing" if batch == batches[0] else "draft",
                contact_phone="13800001234" if number else None,
                submitted_on=date(2022, 12, 1) if number else None,
            )
            for industry in industries[: 3 - number]:
                plan_industry = await insert(
                    connection, "PlanIndustry", unit_code=unit, plan_id=plan, industry_id=industry
                )
                for _ in range(2 if batch != batches[-1] else 0):
                    await maker.platform(unit, plan_industry)


class _Maker:
    def __init__(self, connection: asyncpg.Connection, people: dict[str, Any]) -> None:
        self._connection = connection
        self._people = people
        self._organizations = 0
        self._platforms = 0
        self._projects = 0

    async def _organization(self, unit: str) -> Any:
        self._organizations += 1
        number = self._organizations
        return await insert(
            self._connection,
            "Organization",
            uscc=numbered(unit, number),
            name=f"示例{'智能' if number % 3 else '精密'}公司{number}",
            unit_code=unit,
            size=("micro", "small", None)[number % 3],
            employees=number if number % 4 else None,
            revenue=Decimal(number) * 1000 if number % 2 else None,
            phone="13900005678" if number % 2 else None,
            bank_account=_ACCOUNTS[number % 6],
        )

    async def platform(self, unit: str, plan_industry: Any) -> None:
        self._platforms += 1
        number = self._platforms
        platform = await insert(
            self._connection,
            "Platform",
            unit_code=unit,
            plan_industry_id=plan_industry,
            organization_id=await self._organization(unit),
            state=("appointed", "settled", "disqualified")[number % 3],
            planned=10 + number % 4,
            contact=("Ann O'Neill", "王_芳", None)[number % 3],
            bank_account=_ACCOUNTS[number % 6],
            award=Decimal("123456.70") if number % 3 == 1 else None,
            deduction=Decimal("0.00"),
            synthetic=bool(number % 2),
        )
        for kind, amount in (("prepayment", 500_000), ("settlement", 1000 * number), ("recovery", 777)):
            await insert(
                self._connection,
                "Disbursement",
                unit_code=unit,
                platform_id=platform,
                kind=kind,
                amount=Decimal(amount),
                paid_on=date(2023, 1 + number % 3, 15),
                reference=f"PZ-{number}-{kind}",
            )
        case = None
        if number % 2:
            case = await insert(
                self._connection,
                "Case",
                unit_code=unit,
                platform_id=platform,
                number=f"案{number:03}",
                title="虚报",
                state="opened",
                kind="inflation",
                phase="application",
                opened_on=date(2024, 1, number % 28 + 1),
                at_stake=Decimal(number * 100),
                investigator_id=self._people["inspector"],
            )
            notice = await insert(
                self._connection,
                "CaseNotice",
                unit_code=unit,
                case_id=case,
                number=1,
                given_on=date(2024, 2, 1),
                answer_until=date(2024, 2, 9),
                facts="发票重复",
                basis="通知",
                hearing_offered=True,
            )
            item = await insert(
                self._connection,
                "NoticeItem",
                unit_code=unit,
                notice_id=notice,
                outcome="deduction",
                amount=Decimal("50.50"),
            )
            await insert(
                self._connection,
                "Penalty",
                unit_code=unit,
                case_id=case,
                item_id=item,
                outcome="deduction",
                state="decided",
                amount=Decimal("50.50"),
                announced=Decimal("50.50"),
                clause_id="S1",
                decided_on=date(2024, 3, 1),
            )
        for _ in range(number % 5):
            await self._project(unit, platform, case)

    async def _project(self, unit: str, platform: Any, case: Any) -> None:
        self._projects += 1
        number = self._projects
        state = _STATES[number % len(_STATES)]
        start = date(2023, 1 + number % 6, 3)
        under_way = state not in ("listed",)
        delivered = state in ("delivered", "passed")
        passed = state == "passed"
        project = await insert(
            self._connection,
            "Project",
            unit_code=unit,
            platform_id=platform,
            enterprise_id=await self._organization(unit),
            state=state,
            contract_number=f"HT-{number}" if under_way else None,
            contracted_on=start if under_way else None,
            delivered_on=start + timedelta(days=90) if delivered else None,
            accepted_on=start + timedelta(days=120) if passed else None,
            confirmed_on=start + timedelta(days=150) if passed and number % 2 else None,
            actual_cost=Decimal(number) * 10_000 + Decimal("0.01") if under_way else None,
            claimed=Decimal(number) * 3000 if passed else None,
            expert_id=self._people["expert"] if passed else None,
            synthetic=False,
        )
        invoice = None
        for place in range(number % 3):
            invoice = await insert(
                self._connection,
                "Invoice",
                unit_code=unit,
                project_id=project,
                kind="digital",
                number=f"{number:04}{place:04}",
                seller="软件公司",
                seller_uscc=numbered(unit, 900),
                buyer="买方",
                buyer_uscc=numbered(unit, 901),
                item="软件",
                issued_on=start,
                net=Decimal(1000 * (place + 1)),
                tax_rate=Decimal("0.060"),
                tax=Decimal(60 * (place + 1)),
                gross=Decimal(1060 * (place + 1)),
            )
        if under_way:
            await insert(
                self._connection,
                "Payment",
                unit_code=unit,
                project_id=project,
                invoice_id=invoice,
                payer="企业",
                payer_account="6222000011112222",
                payee="平台",
                payee_account="62220000",
                method="transfer",
                paid_on=start,
                amount=Decimal("500.00"),
            )
        if passed:
            await self._claim(unit, platform, project, number, case)

    async def _claim(self, unit: str, platform: Any, project: Any, number: int, case: Any) -> None:
        claim = await insert(
            self._connection,
            "Claim",
            unit_code=unit,
            project_id=project,
            state="submitted",
            actual_cost=Decimal(number) * 10_000,
            amount=Decimal(number) * 3000,
            submitted_on=date(2024, 1, 1),
        )
        for place, state in enumerate(("open", "dismissed", "open")[: number % 3]):
            await insert(
                self._connection,
                "Flag",
                unit_code=unit,
                platform_id=platform,
                project_id=project,
                claim_id=claim,
                case_id=case,
                definition_id=self._people["definition"],
                rule=f"R10{place}",
                rule_version=1,
                kind=("deterministic", "statistical", "screening")[place],
                subject="claim",
                subject_id=claim,
                mark="",
                severity=("low", "high", "critical")[place],
                phase="application",
                hints_at="inflation",
                state=state,
                reason="发票重复",
                reason_en="Invoice claimed twice",
                facts='{"number": "\\"1\\"", "times": 2}',
                facts_hash=f"{number}-{place}",
                at_risk=Decimal(100 + number),
                raised_at=datetime(2024, 2, 1, 7, 30, place, number % 4, tzinfo=_CHINA),
                seen_at=datetime(2024, 2, 1, 7, 30, place, number % 4, tzinfo=_CHINA),
                dismissed_reason="已核实" if state == "dismissed" else None,
            )
