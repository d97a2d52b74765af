"""The same thing shown twice: one invoice in two claims, numbers in a row, one file, one text, one price."""

import random
from datetime import timedelta
from decimal import Decimal

from db.enums import AttachmentKind, CostKind, EnterpriseSize, InvoiceKind, ServiceKind
from seed.synthetic import evidence, names, papers, stories
from seed.synthetic.days import TODAY, office_hour, working_before
from seed.synthetic.drafts import Paper, Platform, Project, Row
from seed.synthetic.schemes.forging import a_bill, add_bill, paper_number, resell, seller_on
from seed.synthetic.schemes.ground import Ground, claimed


def plant(ground: Ground) -> None:
    _duplicates(ground)
    _near_duplicates(ground)
    _subscription(ground)
    _same_file(ground)


def _duplicates(ground: Ground) -> None:
    """One invoice number under two claims: of two platforms, of two provinces, of two years."""
    rng = ground.rng
    for number in range(ground.count(2)):
        pair = ground.apart(2, again=True) if number else ground.some(2, again=True)
        if len(pair) == 2:
            _copy(rng, a_bill(rng, pair[0]), pair[1])
            ground.add(pair, "duplicate_invoice", "I01", sure=True)
    old = [
        (project, bill)
        for project in ground.past
        if project.claim_id
        for bill in project.invoices
        if bill["kind"] is not InvoiceKind.DIGITAL
    ]
    if old:
        for second in ground.some(ground.count(1), again=True):
            first, original = rng.choice(old)
            _copy(rng, original, second)
            ground.add([first, second], "claimed_again", "I01", sure=True)


def _copy(rng: random.Random, original: Row, second: Project) -> None:
    copy = a_bill(rng, second)
    # A digital number begins with its year: the copy must not give itself away by that.
    if original["kind"] is InvoiceKind.DIGITAL and copy["issued_on"].year != original["issued_on"].year:
        original.update(
            kind=InvoiceKind.SPECIAL, **papers.numbering(rng, InvoiceKind.SPECIAL, original["issued_on"])
        )
    for key in ("kind", "code", "number"):
        copy[key] = original[key]
    resell(second, copy, seller_on(original))


def _near_duplicates(ground: Ground) -> None:
    """The same bill once more, with a figure or two of it changed."""
    rng = ground.rng
    for _ in range(ground.count(2)):
        pair = ground.some(2)
        if len(pair) < 2:
            return
        first, second = pair
        bill = a_bill(rng, first)
        assert second.life.contracted
        assert second.life.accepted
        day = working_before(bill["issued_on"] + timedelta(days=rng.randint(0, 18)))
        day = max(second.life.contracted, min(day, second.life.delivered or second.life.accepted))
        if abs((day - bill["issued_on"]).days) > 25 or day.year != bill["issued_on"].year:
            bill.update(
                issued_on=day,
                kind=InvoiceKind.SPECIAL,
                **papers.numbering(rng, InvoiceKind.SPECIAL, day),
            )
            bill["issued_on"] = max(first.life.contracted or day, min(day, first.life.delivered or day))
        number = bill["number"]
        place = rng.randrange(6, len(number) - 1)
        changed = number[:place] + str((int(number[place]) + rng.randint(1, 9)) % 10) + number[place + 1 :]
        net = (bill["net"] * Decimal(rng.randint(9_970, 10_030)) / 10_000).quantize(papers.FEN)
        add_bill(
            rng,
            second,
            seller_on(bill),
            net,
            day,
            item=bill["item"],
            kind=bill["kind"],
            code=bill["code"],
            number=changed,
        )
        ground.add([first, second], "near_duplicate", "I02")


def _subscription(ground: Ground) -> None:
    """Honest: a service billed by the month, always the same amount, within one contract."""
    rng = ground.rng
    chosen = ground.some(ground.count(3), clean=True)
    for project in chosen:
        assert project.platform
        assert project.life.contracted
        assert project.life.delivered
        seller = rng.choice(project.platform.sellers)
        net = Decimal(rng.randint(1_900, 6_400)).quantize(papers.FEN)
        day, item = project.life.contracted, names.invoice_item(rng, CostKind.CLOUD)
        while day <= project.life.delivered:
            add_bill(rng, project, seller, net, max(working_before(day), project.life.contracted), item=item)
            day += timedelta(days=30)
    ground.near(chosen, "monthly_fee", "I02")


def consecutive(ground: Ground, platform: Platform) -> None:
    """One seller who has no other customers: its bills of a whole year are numbered in a row."""
    rng = ground.rng
    seller = rng.choice(platform.sellers[1:] or platform.sellers)
    chosen = ground.honest(platform)[: rng.randint(5, 7)]
    code, base = f"{rng.randrange(10**9, 10**10)}", rng.randrange(10**6, 9 * 10**7)
    bills = []
    for project in chosen:
        bill = a_bill(rng, project)
        resell(project, bill, seller)
        bills.append(bill)
    for place, bill in enumerate(sorted(bills, key=lambda one: one["issued_on"])):
        paper_number(rng, bill, code, base + place)
    ground.add(chosen, "numbers_in_a_row", "I05")


def batch_billing(ground: Ground) -> None:
    """Honest: a small seller writes all bills of a month on one day."""
    rng = ground.rng
    chosen = ground.some(1, lambda project: len(project.invoices) >= 3, clean=True)
    for project in chosen:
        day = max(bill["issued_on"] for bill in project.invoices)
        code, base = f"{rng.randrange(10**9, 10**10)}", rng.randrange(10**6, 9 * 10**7)
        seller = seller_on(project.invoices[0])
        for place, bill in enumerate(project.invoices):
            resell(project, bill, seller)
            bill["issued_on"] = day
            paper_number(rng, bill, code, base + place)
    ground.near(chosen, "billed_on_one_day", "I05")


def _same_file(ground: Ground) -> None:
    """One report of the work, shown by enterprises that have nothing to do with each other."""
    rng = ground.rng
    for _ in range(ground.count(1)):
        chosen = ground.apart(2, again=True) or ground.some(2)
        content = f"{rng.getrandbits(64):016x}"
        for project in chosen:
            project.files = evidence.honest(rng, project)
            report = next(one for one in project.files if one.kind is AttachmentKind.REPORT)
            project.files.remove(report)
            project.files.append(
                Paper(report.kind, "改造实施报告-合成数据", "Report (synthetic)", content, report.at)
            )
        if len(chosen) > 1:
            ground.add(chosen, "same_file", "I28", sure=True)


def copied_plans(ground: Ground, platform: Platform) -> None:
    """One plan for all, the name of the workshop changed here and there; the statements of the claims alike."""
    rng = ground.rng
    chosen = ground.honest(platform)[: rng.randint(4, 6)]
    if len(chosen) < 2:
        return
    industry = platform.industry.name
    plan, gains = chosen[0].solution, chosen[0].gains
    told = stories.statement(rng, industry, gains)
    for place, project in enumerate(chosen):
        project.solution = plan.replace("一车间", "二车间") if place % 2 else plan + "（同上）"
        project.statement = told if place % 2 else told + "特此申请。"
    ground.add(chosen, "copied_plan", "A15")


def copied_reports(ground: Ground, platform: Platform) -> None:
    """Acceptance reports of which only the name was changed."""
    rng = ground.rng
    chosen = ground.honest(platform)[: rng.randint(4, 6)]
    if len(chosen) < 2:
        return
    told = chosen[0].remark
    for place, project in enumerate(chosen):
        project.remark = told if place % 2 else told.replace("通过", "通过验收", 1)
    ground.add(chosen, "copied_report", "P09")


def same_gains(ground: Ground, platform: Platform) -> None:
    """Everywhere the same improvement, to a tenth of a percent, and the same marks before and after."""
    rng = ground.rng
    chosen = ground.honest(platform)[: rng.randint(4, 6)]
    if len(chosen) < 3:
        return
    first = chosen[0]
    like = f"{rng.getrandbits(32)}"
    for project in chosen:
        project.gains, project.levels, project.scores = first.gains, first.levels, first.scores
        project.answers_like = like
        project.target_level = first.target_level
        if project is not first and not project.statement.startswith(first.statement[:40]):
            project.statement = stories.statement(rng, platform.industry.name, first.gains)
    ground.add(chosen, "same_gains", "P08")


def same_contracts(ground: Ground, platform: Platform) -> None:
    """A contract of one text and one price for firms of every size."""
    rng = ground.rng
    chosen = ground.honest(platform)[: rng.randint(4, 5)]
    if len({project.enterprise["size"] for project in chosen}) < 2 and len(chosen) > 1:
        chosen[0].enterprise["size"] = (
            EnterpriseSize.MICRO
            if chosen[1].enterprise["size"] is not EnterpriseSize.MICRO
            else EnterpriseSize.SMALL
        )
    if len(chosen) < 3:
        return
    price = max(project.contract_amount for project in chosen)
    parts = (
        (ServiceKind.CONSULTING, "数字化转型规划咨询", "0.07"),
        (ServiceKind.DIAGNOSIS, "现场诊断与问题清单", "0.05"),
    )
    services: list[Row] = [
        {
            "kind": kind,
            "name": name,
            "scenario": None,
            "amount": (price * Decimal(share)).quantize(papers.FEN),
        }
        for kind, name, share in parts
    ]
    rest = price - sum((row["amount"] for row in services), Decimal(0))
    services.append(
        {"kind": ServiceKind.SOFTWARE, "name": "生产执行系统部署", "scenario": "生产管控", "amount": rest}
    )
    for project in chosen:
        project.contract_amount = price
        project.services = [dict(row) for row in services]
        project.amendments = []
    ground.add(chosen, "same_contract", "I20")


def more_files(ground: Ground) -> None:
    """Honest enterprises have files, too: each its own."""
    rng = ground.rng
    for platform in ground.platforms:
        for project in claimed(platform):
            if not project.files and rng.random() < evidence.FILED / 100:
                project.files = evidence.honest(rng, project)


def late_files(ground: Ground) -> None:
    """Minutes of an acceptance that came weeks after it; honest beside them: a supplementary report."""
    rng = ground.rng
    chosen = ground.some(ground.count(1), _long_accepted, again=True)
    for project in chosen:
        _hand_in(
            rng, project, AttachmentKind.ACCEPTANCE_MINUTES, ("验收纪要", "Minutes of acceptance"), (34, 80)
        )
    ground.add(chosen, "evidence_added", "P16")
    chosen = ground.some(ground.count(1), _long_accepted, clean=True)
    for project in chosen:
        _hand_in(rng, project, AttachmentKind.REPORT, ("补充改造实施报告", "Another report"), (5, 28))
    ground.near(chosen, "report_supplemented", "P16")


def _long_accepted(project: Project) -> bool:
    return bool(project.life.accepted and project.life.claimed and (TODAY - project.life.accepted).days > 90)


def _hand_in(
    rng: random.Random, project: Project, kind: AttachmentKind, name: tuple[str, str], days: tuple[int, int]
) -> None:
    project.files = project.files or evidence.honest(rng, project)
    assert project.life.accepted
    assert project.life.claimed
    day = working_before(project.life.accepted + timedelta(days=rng.randint(*days)))
    project.files.append(
        Paper(
            kind,
            f"{name[0]}-合成数据",
            f"{name[1]} (synthetic)",
            f"{project.enterprise['uscc']} again",
            office_hour(rng, max(day, working_before(project.life.claimed))),
        )
    )
