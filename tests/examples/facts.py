"""Evidence made of an example: sound claims with all their papers, and what the example says otherwise.

In an example (TOML) ``claims`` is a list of claims. A key of one is a column of the claim or else of its project, or

- ``enterprise = {…}``: columns of the enterprise's row in the register; ``platform = 2``: of which platform it is;
- ``claim = false``: the project has no claim; ``project = {…}``: columns of the project that a claim has too, such as its state;
- ``invoices``, ``payments``, ``cost_items``, ``contracts``, ``services``, ``fundings``, ``trainings``, ``assessments``,
  ``score_sheets``, ``surveys``, ``attachments``, ``steps``, ``draws``, ``visits``, ``settled_projects``, ``review_samples``,
  ``flagged``: lists of rows; where one is
  not given, a sound claim has its usual rows. A payment's ``invoice = 2`` names the invoice it pays;
- ``each = { actual_cost = [1, 2, 3], "score_sheets.total" = [80, 85, 90] }``: as many such claims as there are values, which
  go to that column, or to that column of the first row of that list;
- ``repeat = 5``: five such claims.

Beside it: ``platforms`` (the first is number 1), ``organizations``, ``little_giants``, ``tips``, ``interests``, ``officials``,
``units``, ``prints`` and any other view, as lists of rows; ``parameters`` for thresholds other than the rule's own.
Everybody's number is their place: claim 3 is of project 3 and of enterprise 3, whose invoices are 301, 302 and so on.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from api.policy.text_print import TextPrint, text_print

Row = dict[str, Any]
Facts = dict[str, list[Row]]
#: A view's columns with their types in PostgreSQL.
Columns = Mapping[str, Mapping[str, str]]

OPERATOR = "苏州样例云科技有限公司"
_UNIT = "320000"
_LISTS = (
    "invoices",
    "payments",
    "cost_items",
    "contracts",
    "services",
    "fundings",
    "trainings",
    "assessments",
    "score_sheets",
    "surveys",
    "attachments",
    "steps",
    "draws",
    "visits",
    "settled_projects",
    "review_samples",
    "flagged",
)
#: What tells what an example expects, not what is so.
_NOT_VIEWS = frozenset({"name", "claims", "flags", "parameters", "costs", "platforms"})


def facts(example: Mapping[str, Any], columns: Columns) -> Facts:
    """The rows of every view.

    Raises:
        KeyError: the example names a view or a column that does not exist.
    """
    made: Facts = {view: [] for view in columns}
    for place, given in enumerate(example.get("platforms", [{}]), 1):
        made["platforms"].append({**_platform(place), **given})
    for place, given in enumerate(_claims(example), 1):
        _claim(made, columns, place, given)
    made["limits"] = [
        {"id": place, "key": key, "value": value, "valid_from": date(2022, 8, 17)}
        for place, (key, value) in enumerate((("cost_share", "0.3"), ("award_per_enterprise", "300000")), 1)
    ]
    for name, rows in example.items():
        if name not in _NOT_VIEWS:
            start = len(made[name])
            for place, row in enumerate(rows, 1):
                made[name].append(({"id": 900 + start + place} if "id" in columns[name] else {}) | row)
    if "prints" not in example:
        made["prints"] = list(_prints(made))
    made["bands"] = [
        {"print_id": row["id"], "unit_code": row["unit_code"], "section": row["section"], "key": key}
        for row in made["prints"]
        for key in TextPrint(row["hash"], row.get("length", 0), row["minima"]).bands
    ]
    return {view: [_complete(view, row, columns[view]) for row in rows] for view, rows in made.items()}


def _prints(made: Facts) -> Iterator[Row]:
    """The fingerprints of the texts as they stand."""
    platforms = {row["id"]: row for row in made["platforms"]}
    enterprises = {row["id"]: row["name"] for row in made["organizations"]}
    projects = {row["id"]: row for row in made["projects"]}
    sheets = {row["project_id"]: row for row in sorted(made["score_sheets"], key=lambda row: row["round"])}
    offered: dict[int, list[str]] = {}
    for row in made["services"]:
        offered.setdefault(row["project_id"], []).append(f"{row['name']} {row['amount']:.2f}")
    told = [
        *(("platform", None, row["id"], row.get("solution")) for row in platforms.values()),
        *(("solution", row["id"], row["platform_id"], row.get("solution")) for row in projects.values()),
        *(
            ("statement", row["project_id"], row["platform_id"], row.get("statement"))
            for row in made["claims"]
        ),
        *(
            ("findings", number, projects[number]["platform_id"], row.get("findings"))
            for number, row in sheets.items()
        ),
        *(
            ("services", number, projects[number]["platform_id"], "; ".join(sorted(rows)))
            for number, rows in offered.items()
        ),
    ]
    for place, (section, project, platform, text) in enumerate(told, 1):
        if text:
            names = [platforms[platform]["operator"]]
            if project is not None:
                names.append(enterprises[projects[project]["enterprise_id"]])
            one = text_print(text, names, figures=section == "services")
            yield {
                "id": place,
                "unit_code": platforms[platform]["unit_code"],
                "platform_id": platform,
                "project_id": project,
                "section": section,
                "hash": one.hash,
                "length": one.length,
                "minima": one.minima,
            }


def _claims(example: Mapping[str, Any]) -> Iterator[Row]:
    if "costs" in example:
        yield from ({"actual_cost": cost} for cost in example["costs"])
        return
    for given in example.get("claims", []):
        each = given.get("each", {})
        times = given.get("repeat", max((len(values) for values in each.values()), default=1))
        for place in range(times):
            copy = deepcopy({key: value for key, value in given.items() if key not in ("each", "repeat")})
            for path, values in each.items():
                view, _, column = path.rpartition(".")
                if not view:
                    copy[column] = values[place]
                elif view in ("enterprise",):
                    copy.setdefault(view, {})[column] = values[place]
                else:
                    copy.setdefault(view, [{}])[0][column] = values[place]
            yield copy


def _claim(made: Facts, columns: Columns, place: int, given: Row) -> None:
    given = dict(given)
    lists = {name: given.pop(name) for name in _LISTS if name in given}
    platform = made["platforms"][given.pop("platform", 1) - 1]
    enterprise = {**_enterprise(place), **given.pop("enterprise", {})}
    claimed = given.pop("claim", True)
    claim = {**_asked(place, Decimal(given.get("actual_cost", 100_000))), "platform_id": platform["id"]}
    project = {
        **_project(place, platform),
        "actual_cost": claim["actual_cost"],
        "unit_code": platform["unit_code"],
    }
    claim["unit_code"] = platform["unit_code"]
    project["enterprise_id"] = enterprise["id"]
    project |= given.pop("project", {})
    for name, value in given.items():
        target = claim if claimed and name in columns["claims"] else project
        if name not in columns["claims"] and name not in columns["projects"]:
            raise KeyError(f"neither claims nor projects have a column {name}")
        target[name] = value
        if name == "actual_cost":
            project[name] = value
    if enterprise["id"] == place:
        made["organizations"].append(enterprise)
    made["projects"].append(project)
    if claimed:
        made["claims"].append(claim)
    bills = [
        {**_invoice(place, number, enterprise), **bill}
        for number, bill in enumerate(lists.pop("invoices", [{}]), 1)
    ]
    paid = lists.pop("payments", [{"invoice": n, "amount": bill["gross"]} for n, bill in enumerate(bills, 1)])
    made["invoices"] += [{**bill, "unit_code": platform["unit_code"]} for bill in bills]
    for number, payment in enumerate(paid, 1):
        row = dict(payment)
        bill = bills[row.pop("invoice", 1) - 1] if bills else {"id": None, "seller": OPERATOR}
        base = {"id": place * 100 + number, "unit_code": platform["unit_code"], "project_id": place}
        made["payments"].append({**base, **_payment(place, bill, enterprise), **row})
    usual = {**_usual(place, project), **lists}
    for view, rows in usual.items():
        for number, row in enumerate(rows, 1):
            base = {"id": place * 100 + number, "unit_code": platform["unit_code"], "project_id": place}
            if view == "flagged":
                base |= {"platform_id": platform["id"], "claim_id": place, "subject_id": place}
            if view == "draws":
                base = {"id": place * 100 + number, "unit_code": platform["unit_code"], "claim_id": place}
            if view in ("settled_projects", "visits"):
                base["platform_id"] = platform["id"]
            if view == "steps":
                base.pop("project_id")
                base |= {"subject": "Claim", "subject_id": place, "actor_id": 1, "hour": 10}
            made[view].append({**base, **_DEFAULTS.get(view, {}), **row})


def _platform(place: int) -> Row:
    return {
        "id": place,
        "unit_code": _UNIT,
        "organization_id": 800 + place,
        "plan_id": 1,
        "industry_id": 1,
        "batch": 1,
        "batch_starts_on": date(2022, 11, 1),
        "batch_ends_on": date(2023, 10, 31),
        "state": "appointed",
        "planned": 10,
        "appointed_on": date(2022, 9, 20),
        "bank_account": f"6222000000{place:06d}9",
        "contact": "沈样例",
        "contact_phone": f"1390000{place:04d}",
        "operator": OPERATOR if place == 1 else f"样例{place}号平台科技有限公司",
        "operator_uscc": "91320500MAY999999W" if place == 1 else f"91320500MAZ{place:06d}X",
        "operator_legal_person": f"平台法人{place}",
        "operator_phone": f"1380000{place:04d}",
        "operator_address": f"江苏省苏州市工业园区样例路{place}号",
        "operator_account": f"6222000000{place:06d}9",
    }


def _enterprise(place: int) -> Row:
    return {
        "id": place,
        "uscc": f"91320500MAY{place:06d}X",
        "name": f"苏州样例{place}号机械有限公司",
        "unit_code": _UNIT,
        "industry_id": 1,
        "size": "small",
        "employees": 60 + place,
        "revenue": Decimal(20_000_000 + 137_000 * place),
        "founded_on": date(2010, 3, 1) + timedelta(days=37 * place),
        "address": f"江苏省苏州市吴中区样例大道{place}号",
        "legal_person": f"法人{place}",
        "phone": f"137{place:08d}",
        "bank_account": f"6217000000{place:08d}",
    }


def _asked(place: int, cost: Decimal) -> Row:
    return {
        "id": place,
        "project_id": place,
        "state": "submitted",
        "actual_cost": cost,
        "amount": min(cost * Decimal("0.3"), Decimal(300_000)),
        "submitted_on": date(2023, 11, 15),
    }


def _project(place: int, platform: Row) -> Row:
    return {
        "id": place,
        **{
            name: platform[name]
            for name in ("plan_id", "industry_id", "batch", "batch_starts_on", "batch_ends_on")
        },
        "platform_id": platform["id"],
        "state": "passed",
        "approved_on": date(2022, 10, 25),
        "planned_cost": Decimal(110_000),
        "contract_number": f"SZ1-{place:06d}",
        "contract_amount": Decimal(113_000),
        "due_on": date(2023, 9, 30),
        "listed_on": date(2022, 9, 25),
        "contracted_on": date(2023, 1, 10),
        "started_on": date(2023, 2, 1),
        "trained_on": date(2023, 6, 15),
        "delivered_on": date(2023, 7, 20),
        "accepted_on": date(2023, 8, 20),
        "acceptance_score": Decimal(86),
        "expert_id": 1,
        "level_before": 1,
        "level_after": 2,
    }


def _usual(place: int, project: Row) -> Facts:
    """The other papers of a sound claim."""
    return {
        "cost_items": [{"amount": project["actual_cost"]}],
        "contracts": [{"number": project["contract_number"], "signed_on": project["contracted_on"]}],
        "services": [{}],
        "trainings": [{}],
        "assessments": [
            {
                "phase": "before",
                "level": 1,
                "score": Decimal(31 + place % 7),
                "assessed_on": date(2023, 1, 20),
            },
            {
                "phase": "after",
                "level": 2,
                "score": Decimal(52 + place % 11) + Decimal(place) / 100,
                "assessed_on": date(2023, 8, 10),
                "dimensions": f"{place:032x}",
                "answers": f"{place:032x}",
            },
        ],
        "score_sheets": [{"scores": f"{place:032x}", "total": Decimal(86)}],
    }


_DEFAULTS: dict[str, Row] = {
    "cost_items": {"kind": "software", "name": "生产执行系统", "eligible": True},
    "contracts": {
        "edition": 1,
        "amount": Decimal(113_000),
        "government": Decimal(30_000),
        "concession": Decimal(0),
        "own": Decimal(83_000),
        "starts_on": date(2023, 2, 1),
        "finishes_on": date(2023, 9, 30),
    },
    "services": {
        "kind": "software",
        "name": "生产执行系统",
        "amount": Decimal(113_000),
        "agreed_on": date(2023, 1, 10),
    },
    "trainings": {"held_on": date(2023, 6, 15), "hours": Decimal(8), "expected": 12, "attended": 11},
    "assessments": {"edition": 2022},
    "score_sheets": {
        "expert_id": 1,
        "round": 1,
        "given_on": date(2023, 8, 20),
        "pass_mark": Decimal(60),
        "verdict": "pass",
        "findings": "系统运行正常。",
    },
    "surveys": {
        "state": "answered",
        "mean": Decimal("4.40"),
        "served": True,
        "sent_on": date(2023, 9, 1),
        "answered_on": date(2023, 9, 5),
    },
    "attachments": {
        "subject": "Project",
        "kind": "acceptance_minutes",
        "filename": "验收纪要.pdf",
        "media_type": "application/pdf",
        "size": 20_000,
        "uploaded_on": date(2023, 8, 18),
    },
    "steps": {"action": "submit", "at": "2023-11-15T10:00:00+08:00", "day": date(2023, 11, 15)},
    "draws": {"state": "drawn"},
    "flagged": {
        "rule": "I06",
        "subject": "claim",
        "severity": "critical",
        "kind": "deterministic",
        "state": "open",
        "raised_on": date(2023, 12, 1),
    },
    "visits": {"organiser_id": 1, "visited_on": date(2023, 5, 10), "organiser_went": True},
    "review_samples": {"state": "sound", "checked_on": date(2023, 9, 20)},
    "fundings": {"source": "enterprise", "agreed": Decimal(83_000), "paid": Decimal(83_000)},
    "settled_projects": {
        "settlement_id": 1,
        "cut": "share",
        "amount": Decimal(30_000),
        "settled_on": date(2024, 3, 20),
    },
}


def _invoice(place: int, number: int, enterprise: Row) -> Row:
    return {
        "id": place * 100 + number,
        "project_id": place,
        "kind": "digital",
        "number": f"23{place * 7919 % 10**9:09d}{(number * 104729 + place * 31) % 10**9:09d}",
        "seller": OPERATOR,
        "seller_uscc": "91320500MAY999999W",
        "buyer": enterprise["name"],
        "buyer_uscc": enterprise["uscc"],
        "item": "*软件*生产执行系统",
        "issued_on": date(2023, 5, 8),
        "net": "100000.00",
        "tax_rate": "0.13",
        "tax": "13000.00",
        "gross": "113000.00",
        "checked": "valid",
    }


def _payment(place: int, bill: Row, enterprise: Row) -> Row:
    return {
        "invoice_id": bill["id"],
        "payer": enterprise["name"],
        "payer_account": enterprise["bank_account"],
        "payee": bill["seller"],
        "payee_account": "32050000000000000001",
        "method": "transfer",
        "paid_on": date(2023, 5, 20),
    }


def _complete(view: str, row: Row, columns: Mapping[str, str]) -> Row:
    unknown = set(row) - set(columns)
    if unknown:
        raise KeyError(f"{view} has no column {', '.join(sorted(unknown))}")
    return {name: _typed(row.get(name), kind) for name, kind in columns.items()}


def _typed(value: Any, kind: str) -> Any:
    if value is None:
        return None
    return Decimal(str(value)) if kind == "numeric" else value
