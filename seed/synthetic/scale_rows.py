"""The rows of one platform of any size, as lines for COPY: fast rather than rich, and always the same."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.enums import CostKind
from seed.synthetic import names, places, texts, uscc

NULL = r"\N"
_EPOCH = date(2022, 8, 17)
_TODAY = (date(2025, 6, 30) - _EPOCH).days
_DAYS = [(_EPOCH + timedelta(days)).isoformat() for days in range(2000)]

#: Parents before children. Every line begins with the row's id and ``synthetic``.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    table: tuple(f"id synthetic {columns}".split())
    for table, columns in {
        "organizations": "uscc name unit_code industry_id size employees revenue founded_on address "
        "legal_person phone bank_account",
        "plans": "unit_code batch_id title state sme_signed_on finance_signed_on submitted_on approved_on",
        "plan_industries": "unit_code plan_id industry_id common_problems scenarios",
        "platforms": "unit_code plan_industry_id organization_id state planned solution target bank_account "
        "appointed_on award deduction",
        "projects": "unit_code platform_id enterprise_id state target_level planned_cost planned_award "
        "contract_number contract_amount listed_on contracted_on started_on trained_on delivered_on "
        "accepted_on confirmed_on left_on acceptance_score satisfaction level_before level_after "
        "actual_cost claimed",
        "cost_items": "unit_code project_id kind name amount eligible",
        "invoices": "unit_code project_id kind code number seller seller_uscc buyer buyer_uscc item "
        "issued_on net tax_rate tax gross",
        "payments": "unit_code project_id invoice_id payer payer_account payee payee_account method "
        "paid_on amount",
        "claims": "unit_code project_id state actual_cost amount approved_amount submitted_on decided_on",
        "score_sheets": "unit_code project_id standard_id round given_on scores total pass_mark verdict",
        "disbursements": "unit_code platform_id kind amount paid_on reference",
        "events": "unit_code subject subject_id action from_state to_state at figure",
    }.items()
}

_MAX_AWARD, _MAX_PLATFORM_AWARD = 300_000_00, 6_000_000_00  # fen (F2, F3)
_RATES = {CostKind.SOFTWARE: ("0.130", 113), CostKind.HARDWARE: ("0.130", 113)}
#: Has no factor in common with 10: the numbers of invoices are each another one, and none follows the last.
_STRIDE = 7_368_787_310_461
_PROJECTS_PER_VENDOR = 12
_IN_TWO = 0.45  # share of costs that are billed in two parts
_MARK = "70"  # of the standard that the reference data holds
_EVENTS = ("list", "contract", "start", "deliver", "accept")
_STATES = ("listed", "contracted", "transforming", "delivered", "passed")


@dataclass
class Sheets:
    """Lines by table, and the last number given to a row of each; ``standard`` is what projects are inspected by."""

    last: dict[str, int]
    standard: str
    vendors: int = 0
    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def reserve(self, table: str) -> str:
        """A number for a row that is written later."""
        self.last[table] += 1
        return str(self.last[table])

    def write(self, table: str, key: str, *cells: str) -> None:
        self.lines[table].append("\t".join((key, "t", *cells)))

    def add(self, table: str, *cells: str) -> str:
        key = self.reserve(table)
        self.write(table, key, *cells)
        return key

    @property
    def size(self) -> int:
        return sum(map(len, self.lines.values()))

    def take(self) -> dict[str, bytes]:
        """What was written since the last time, ready for COPY."""
        taken = {table: ("\n".join(lines) + "\n").encode() for table, lines in self.lines.items() if lines}
        for lines in self.lines.values():
            lines.clear()
        return taken


@dataclass(frozen=True)
class Industry:
    id: int
    name: str


@dataclass(frozen=True)
class Unit:
    code: str
    name: str


@dataclass(frozen=True)
class Batch:
    id: int
    number: int
    starts_on: date

    @property
    def start(self) -> int:
        return (self.starts_on - _EPOCH).days


@dataclass(frozen=True)
class _Party:
    id: str
    name: str
    uscc: str
    account: str


def plan(sheets: Sheets, unit: Unit, batch: Batch) -> str:
    state = ("settled", "evaluated", "implementing")[batch.number - 1]
    signed = _DAYS[batch.start - 40]
    title = f"{batch.starts_on.year}年{unit.name}中小企业数字化转型试点实施方案（合成）"
    key = sheets.add(
        "plans",
        *(unit.code, str(batch.id), title, state),
        *(signed, signed, _DAYS[batch.start - 35], _DAYS[batch.start - 10]),
    )
    steps = [("create", "draft", -60), ("submit", "submitted", -35), ("approve", "approved", -10)]
    steps.append(("implement", "implementing", 0))
    if batch.number < 3:
        steps += [("self_evaluate", "self_evaluated", 365), ("evaluate", "evaluated", 445)]
    if batch.number == 1:
        steps.append(("settle", "settled", 515))
    _life(sheets, unit, "Plan", key, [(action, state, batch.start + day) for action, state, day in steps])
    return key


def plan_industry(sheets: Sheets, rng: random.Random, unit: Unit, plan_id: str, industry: Industry) -> str:
    problems = texts.common_problems(rng, None, industry.name)
    return sheets.add(
        "plan_industries",
        *(unit.code, plan_id, str(industry.id), problems, texts.scenarios(rng, None, industry.name)),
    )


def platform(
    sheets: Sheets,
    rng: random.Random,
    unit: Unit,
    batch: Batch,
    industry: Industry,
    plan_industry_id: str,
    projects: int,
) -> None:
    """A platform with its operator, its projects and all that hangs below them."""
    operator = _organization(sheets, rng, unit, None)
    sellers = [operator, *(_vendor(sheets, rng, unit) for _ in range(2 + projects // _PROJECTS_PER_VENDOR))]
    # Numbered before its projects are drawn, written after: its award is their sum.
    key = sheets.reserve("platforms")
    earned = sum(
        _project(sheets, rng, unit, batch, industry, key, sellers, number)
        for number in range(1, projects + 1)
    )
    settled = batch.number == 1
    award = min(earned, _MAX_PLATFORM_AWARD)
    prepaid = min(projects * _MAX_AWARD, _MAX_PLATFORM_AWARD) // 2
    sheets.write(
        "platforms",
        key,
        *(unit.code, plan_industry_id, operator.id, "settled" if settled else "appointed", str(projects)),
        *(texts.platform_solution(rng, None), texts.platform_target(rng, projects), operator.account),
        *(_DAYS[batch.start - 30], _yuan(award) if settled else NULL, "0"),
    )
    _event(sheets, unit, "Platform", key, "appoint", NULL, "appointed", batch.start - 30, str(projects))
    if settled:
        at = batch.start + 365 + 85
        _event(sheets, unit, "Platform", key, "settle", "appointed", "settled", at, _yuan(award))
    ledger = [("prepayment", prepaid, batch.start + rng.randrange(10, 60))]
    if settled and award != prepaid:
        paid_on = batch.start + 365 + rng.randrange(90, 150)
        ledger.append(("settlement" if award > prepaid else "recovery", abs(award - prepaid), paid_on))
    for kind, amount, day in ledger:
        voucher = f"HC{batch.number}-{key}-{kind[0].upper()}"
        sheets.add("disbursements", unit.code, key, kind, _yuan(amount), _DAYS[day], voucher)


def _organization(sheets: Sheets, rng: random.Random, unit: Unit, industry: Industry | None) -> _Party:
    place = places.pick(rng, unit.name)
    name = (
        names.firm(rng, unit.name, industry.name, place=place)
        if industry
        else names.operator(rng, unit.name, place=place)
    )
    code = uscc.numbered(place.adcode, sheets.last["organizations"])
    account = names.bank_account(rng)
    serial = sheets.last["organizations"] + 1
    people = int(rng.lognormvariate(4.2, 0.9)) + 5
    size = "micro" if people < 20 else "small" if people < 300 else "medium"
    key = sheets.add(
        "organizations",
        *(code, name, unit.code, str(industry.id) if industry else NULL, size, str(people)),
        *(_yuan(people * rng.randrange(20_000_000, 120_000_000)), f"{rng.randrange(1994, 2021)}-05-18"),
        # Honest firms share neither door nor telephone, however many there are.
        f"{names.address(rng, unit.name, place=place)}{serial}室",
        *(names.person(rng), f"154{serial * _STRIDE % 10**8:08d}", account),
    )
    return _Party(key, name, code, account)


def _vendor(sheets: Sheets, rng: random.Random, unit: Unit) -> _Party:
    """Sells to a platform's projects, and is no organization of the programme."""
    place = places.pick(rng, unit.name)
    sheets.vendors += 1
    code = uscc.numbered(place.adcode, uscc.SERIALS - sheets.vendors)
    return _Party("", names.operator(rng, unit.name, place=place), code, names.bank_account(rng))


def _project(
    sheets: Sheets,
    rng: random.Random,
    unit: Unit,
    batch: Batch,
    industry: Industry,
    platform_id: str,
    sellers: Sequence[_Party],
    number: int,
) -> int:
    """Returns the fen it adds to the platform's award."""
    enterprise = _organization(sheets, rng, unit, industry)
    listed = batch.start - rng.randrange(20, 60)
    contracted = batch.start + rng.randrange(5, 121)
    started = contracted + rng.randrange(3, 26)
    delivered = started + rng.randrange(40, 151)
    accepted = delivered + rng.randrange(10, 51)
    confirmed = batch.start + 365 + rng.randrange(20, 81)
    days = [listed, contracted, started, delivered, accepted]
    reached = sum(day <= _TODAY for day in days) - 1
    state = _STATES[reached]
    luck = rng.random()
    if luck < 0.03:
        state, reached = "withdrawn", min(reached, 1)
    elif luck < 0.05 and reached == 4:
        state, reached = "failed", 3
    elif luck < 0.08 and reached == 4 and batch.number == 3:
        state, reached = "rectifying", 3
    passed = state == "passed"
    items = _costs(rng)
    eligible = sum(amount for kind, amount in items if kind is not CostKind.HARDWARE)
    contract = sum(amount for _, amount in items)
    award = min(eligible * 3 // 10, _MAX_AWARD)
    submitted = accepted + rng.randrange(5, 31)
    claimed = passed and submitted <= _TODAY
    before = rng.choices((1, 2, 3), (55, 40, 5))[0]
    score = f"{rng.randrange(7200, 9900) / 100}" if passed else NULL
    left = batch.start + 150 if state == "withdrawn" else accepted + 5 if state == "failed" else None
    key = sheets.add(
        "projects",
        *(unit.code, platform_id, enterprise.id, state, str(before + 1), _yuan(contract), _yuan(award)),
        *((f"HT-{platform_id}-{number:04d}", _yuan(contract)) if reached else (NULL, NULL)),
        *(_DAYS[day] if step <= reached else NULL for step, day in enumerate(days[:3])),
        _DAYS[delivered - 8] if reached >= 3 else NULL,
        *(_DAYS[day] if step <= reached else NULL for step, day in enumerate(days[3:], 3)),
        _DAYS[confirmed] if passed and confirmed <= _TODAY else NULL,
        _DAYS[left] if left is not None else NULL,
        score,
        str(rng.choices((3, 4, 5), (10, 45, 45))[0]) if passed else NULL,
        *(str(before), str(min(before + rng.choices((1, 2), (80, 20))[0], 4)) if passed else NULL),
        *(_yuan(eligible) if passed else NULL, _yuan(award) if claimed else NULL),
    )
    if reached:
        _papers(sheets, rng, unit, key, items, enterprise, sellers, delivered if reached >= 3 else None)
    if passed:
        sheets.add(
            "score_sheets",
            *(unit.code, key, sheets.standard, "1", _DAYS[accepted], "[]", score, _MARK, "pass"),
        )
    if claimed:
        _claim(sheets, unit, batch, key, eligible, award, submitted)
    for step in range(reached + 1):
        source = _STATES[step - 1] if step else NULL
        _event(sheets, unit, "Project", key, _EVENTS[step], source, _STATES[step], days[step])
    if state in ("withdrawn", "failed", "rectifying"):
        action = {"withdrawn": "withdraw", "failed": "fail", "rectifying": "rectify"}[state]
        _event(sheets, unit, "Project", key, action, _STATES[reached], state, left or accepted)
    if passed and confirmed <= _TODAY:
        _event(sheets, unit, "Project", key, "confirm", "passed", "passed", confirmed)
    return award if passed else 0


def _costs(rng: random.Random) -> list[tuple[CostKind, int]]:
    total = min(int(rng.lognormvariate(13.6, 0.45)), 4_000_000)  # yuan: around 800,000
    software, integration = total * rng.randrange(30, 50) // 100, total * rng.randrange(20, 35) // 100
    rest = rng.choice((CostKind.CLOUD, CostKind.TRAINING, CostKind.CONSULTING))
    items = [
        (CostKind.SOFTWARE, software * 100),
        (CostKind.INTEGRATION, integration * 100),
        (rest, (total - software - integration) * 100),
    ]
    if rng.random() < 0.25:
        items.append((CostKind.HARDWARE, total * rng.randrange(5, 30)))
    return items


def _papers(
    sheets: Sheets,
    rng: random.Random,
    unit: Unit,
    project: str,
    items: list[tuple[CostKind, int]],
    enterprise: _Party,
    sellers: Sequence[_Party],
    delivered: int | None,
) -> None:
    """Costs, and once it is delivered what was billed for each; the operator itself sells the software."""
    for kind, amount in items:
        line = names.invoice_item(rng, kind)
        eligible = "f" if kind is CostKind.HARDWARE else "t"
        name = line.rpartition("*")[2].removesuffix("费")
        sheets.add("cost_items", unit.code, project, kind.value, name, _yuan(amount), eligible)
        if delivered is None:
            continue
        seller = sellers[0] if kind is CostKind.SOFTWARE else rng.choice(sellers)
        first = amount * 6 // 10 if rng.random() < _IN_TWO else amount
        for part in filter(None, (first, amount - first)):
            _bill(sheets, rng, unit, project, (kind, part, line), seller, enterprise, delivered)


def _bill(
    sheets: Sheets,
    rng: random.Random,
    unit: Unit,
    project: str,
    sold: tuple[CostKind, int, str],
    seller: _Party,
    enterprise: _Party,
    delivered: int,
) -> None:
    """An invoice and its payment; ``sold`` is what kind of thing, for how many fen, in which words."""
    kind, amount, line = sold
    province = unit.code[:2] if unit.code.isdigit() else "65"
    issued = delivered - rng.randrange(2, 38)
    rate, percent = _RATES.get(kind, ("0.060", 106))
    net = (amount * 100 + percent // 2) // percent
    invoice = sheets.add(
        "invoices",
        *(unit.code, project, "digital", NULL),
        f"{_DAYS[issued][2:4]}{province}{(sheets.last['invoices'] + 1) * _STRIDE % 10**16:016d}",
        *(seller.name, seller.uscc, enterprise.name, enterprise.uscc, line, _DAYS[issued]),
        *(_yuan(net), rate, _yuan(amount - net), _yuan(amount)),
    )
    sheets.add(
        "payments",
        *(unit.code, project, invoice, enterprise.name, enterprise.account),
        *(seller.name, seller.account, "acceptance" if rng.random() < 0.08 else "transfer"),
        *(_DAYS[issued + rng.randrange(1, 30)], _yuan(amount)),
    )


def _claim(
    sheets: Sheets, unit: Unit, batch: Batch, project: str, eligible: int, award: int, submitted: int
) -> None:
    state = ("settled", "approved", "submitted")[batch.number - 1]
    decided = state != "submitted"
    key = sheets.add(
        "claims",
        *(unit.code, project, state, _yuan(eligible), _yuan(award), _yuan(award) if decided else NULL),
        *(_DAYS[submitted], _DAYS[batch.start + 480] if decided else NULL),
    )
    steps = [("submit", "submitted", submitted)]
    if decided:
        steps += [("check", "checked", submitted + 20), ("approve", "approved", batch.start + 480)]
    if state == "settled":
        steps.append(("settle", "settled", batch.start + 515))
    _life(sheets, unit, "Claim", key, steps)


def _event(
    sheets: Sheets,
    unit: Unit,
    subject: str,
    key: str,
    action: str,
    source: str,
    target: str,
    day: int,
    figure: str = NULL,
) -> None:
    at = f"{_DAYS[day]} 10:00:00+08"
    sheets.add("events", unit.code, subject, key, action, source, target, at, figure)


def _life(sheets: Sheets, unit: Unit, subject: str, key: str, steps: list[tuple[str, str, int]]) -> None:
    """Events that follow one another: (action, to which state, day)."""
    source = NULL
    for action, target, day in steps:
        _event(sheets, unit, subject, key, action, source, target, day)
        source = target


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
