"""Flags an invoice for goods or services that have nothing to do with what the contract agreed on.

Source: row I13 of the catalogue (notice: nothing for spending unrelated to the project; 条例 art. 14 no. 2). The tax
class of the item is none that a transformation needs, and its name shares no two signs with any service or cost item.
"""

from collections.abc import Iterator, Sequence

from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
asked as (
  select claims.id, claims.unit_code, claims.project_id from scope join evidence.claims on claims.id = scope.id
),
-- Items are few, however many invoices name them.
items as (
  select distinct invoices.item
  from evidence.invoices
  join asked on asked.unit_code = invoices.unit_code and asked.project_id = invoices.project_id  -- scoped
),
odd_items as (
  select item from items where item like '*%*%' and not split_part(item, '*', 2) = any(:classes)
),
odd as (
  select asked.id, asked.unit_code, asked.project_id, invoices.number, invoices.item, invoices.seller, invoices.net
  from asked
  join evidence.invoices on invoices.unit_code = asked.unit_code and invoices.project_id = asked.project_id
  where invoices.item in (select item from odd_items)
),
projects as (select distinct unit_code, project_id from odd),
agreed as (
  select projects.unit_code, projects.project_id, services.name
  from projects
  join evidence.services on services.unit_code = projects.unit_code and services.project_id = projects.project_id
  union
  select projects.unit_code, projects.project_id, cost_items.name
  from projects
  join evidence.cost_items on cost_items.unit_code = projects.unit_code and cost_items.project_id = projects.project_id
),
told as (
  select unit_code, project_id, string_agg(name, '、' order by name) as names from agreed group by unit_code, project_id
)
select odd.id as subject, odd.number as mark, odd.number, odd.item, odd.seller, odd.net as amount, told.names as agreed,
       odd.net as doubtful
from odd
join told on told.unit_code = odd.unit_code and told.project_id = odd.project_id
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        if not _pairs(row["item"].split("*", 2)[2]) & _pairs(row["agreed"]):
            yield {**row, "agreed": row["agreed"][:60]}


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring signs."""
    plain = text.lower().replace(" ", "")
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


RULE = Rule(
    code="I13",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    judge=judge,
    parameters={
        "classes": (
            *(
                "软件",
                "信息技术服务",
                "信息系统服务",
                "软件服务",
                "软件产品",
                "信息系统增值服务",
                "电路设计及测试服务",
            ),
            *(
                "研发和技术服务",
                "技术服务",
                "研发服务",
                "咨询服务",
                "鉴证咨询服务",
                "现代服务",
                "电信服务",
                "增值电信服务",
            ),
            *("非学历教育服务", "教育服务", "培训服务", "租赁服务", "无形资产", "数据处理和存储支持服务"),
            # Equipment is judged by I12.
            *(
                "电子计算机",
                "计算机外部设备",
                "计算机网络设备",
                "通信终端设备",
                "通信传输设备",
                "电子工业设备",
                "仪器仪表",
            ),
            *("电子元件", "专用设备", "通用设备", "机床", "输配电及控制设备", "工业机器人", "物联网设备"),
        ),
    },
)
