"""The notice of a settlement (F6): what was settled, line by line with its clauses, as the words of the document."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from api.documents.rendering import Paper
from api.documents.words import NONE, day_of
from api.policy.capitals import capitals
from api.services.traces import mask
from api.viewer import Viewer
from db.enums import Cut, SettlementState
from db.resource import both

#: Lines whose basis and bound are numbers of enterprises.
_COUNTS = frozenset({Cut.TOO_FEW})

_HEAD = """
select settlements.*, organizations.name as operator, organizations.uscc, platforms.bank_account,
       plans.title as plan, reporting_units.name as unit
from settlements
join platforms on platforms.unit_code = settlements.unit_code and platforms.id = settlements.platform_id
join organizations on organizations.id = platforms.organization_id
join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = plan_industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
join reporting_units on reporting_units.code = settlements.unit_code
where settlements.id = $1
"""
_LINES = """
select settlement_lines.number, cut, clause_id, basis, bound, amount, organizations.name as enterprise
from settlement_lines
left join projects on projects.unit_code = settlement_lines.unit_code and projects.id = settlement_lines.project_id
left join organizations on organizations.id = projects.enterprise_id
where settlement_id = $1 order by settlement_lines.number
"""


async def settlement_paper(connection: Any, viewer: Viewer, settlement: int) -> Paper | None:
    """The notice; None where the connection sees no such settlement."""
    head = await connection.fetchrow(_HEAD, settlement)
    if head is None:
        return None
    lines = await connection.fetch(_LINES, settlement)
    state = SettlementState(head["state"])
    title = ["财政奖补资金核定通知书", f"（{head['operator']}）"]
    return Paper(
        "settlement",
        "".join(title),
        head["settled_on"],
        {
            "title": title,
            "from": "工业和信息化部、财政部",
            "synthetic": head["synthetic"],
            "draft": state is not SettlementState.APPROVED,
            "state": both(state.label)[0],
            "number": f"核定〔{head['settled_on'].year}〕{head['id']:06}号",
            "addressee": f"{head['unit']}中小企业主管部门、财政厅（局）",
            "opening": (
                "按照《工业和信息化部办公厅 财政部办公厅关于开展财政支持中小企业数字化转型试点工作的通知》"
                f"（工信厅联企业〔2022〕22号）要求，现将《{head['plan']}》服务平台{head['operator']}"
                f"（统一社会信用代码{head['uscc']}）第{head['number']}次核定结果通知如下，"
                f"计入通过验收并经审核确认的试点企业{head['passed']}家。"
            ),
            "facts": [
                {"label": label, "value": _yuan(head[name])}
                for label, name in (
                    ("核定奖补", "award"),
                    ("平台上限", "award_cap"),
                    ("已预拨", "prepaid"),
                    ("此前净拨付", "paid_before"),
                )
            ],
            "capitals": capitals(head["award"]),
            "lines": [_line(row) for row in lines],
            "exception": f"例外事由：{head['exception']}" if head["exception"] else "",
            "balance": _balance(head["balance"]),
            "account": mask(head["bank_account"]) if head["bank_account"] else NONE,
            "basis": (
                f"适用{day_of(head['limits_on'])}有效的限额（政策版本{head['policy_version']}）；"
                f"核定依据已冻结，指纹{head['input_hash'][:16]}，可逐分复算。{_added_up(lines)}"
            ),
            "department": "工业和信息化部",
            "treasury": "财政部",
            "day": day_of(head["settled_on"] if state is SettlementState.APPROVED else None),
        },
    )


def _line(row: Any) -> dict[str, str]:
    cut = Cut(row["cut"])
    return {
        "number": str(row["number"]),
        "cut": both(cut.label)[0],
        "clause": row["clause_id"],
        "enterprise": row["enterprise"] or NONE,
        "basis": f"{row['basis']:.0f}家" if cut in _COUNTS else _yuan(row["basis"]),
        "bound": _bound(cut, row["bound"]),
        "amount": _yuan(row["amount"]),
    }


def _bound(cut: Cut, bound: Decimal) -> str:
    if cut in _COUNTS:
        return f"{bound:.0f}家"
    if cut is Cut.SHARE:
        return f"{(bound * 100).normalize():f}%"
    return _yuan(bound) if bound else NONE


def _balance(balance: Decimal) -> str:
    if balance > 0:
        return f"核定数减去此前净拨付，应付{_yuan(balance)}元（{capitals(balance)}）。"
    if balance < 0:
        return f"此前净拨付高于核定数，应追缴{_yuan(-balance)}元（{capitals(-balance)}）。"
    return "核定数与此前净拨付相等，无须再付或追缴。"


def _added_up(lines: Sequence[Any]) -> str:
    return f"各行金额合计{_yuan(sum((row['amount'] for row in lines), Decimal('0.00')))}元。"


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"
