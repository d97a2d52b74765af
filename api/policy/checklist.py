"""What is looked into in a case, by the kind of conduct: data, each with the law or clause it rests on. Pure."""

from dataclasses import dataclass

from db.enums import FraudKind


@dataclass(frozen=True)
class Check:
    """``what`` and ``law`` are ``中文 | English``. ``kinds``: empty for every case. Required ones bar the notice."""

    code: str
    what: str
    law: str
    kinds: frozenset[FraudKind] = frozenset()
    required: bool = True


_INFLATION = frozenset({FraudKind.INFLATION})
_IMPERSONATION = frozenset({FraudKind.IMPERSONATION})
_FABRICATION = frozenset({FraudKind.FABRICATION})

CHECKS: tuple[Check, ...] = (
    Check(
        "two_officers",
        "两名以上人员调查并出示证件 | Two officers or more investigate and show their papers",
        "行政处罚法第42、55条 | Law on Penalties, art. 42 and 55",
    ),
    Check(
        "act_dates",
        "查明违法行为起止日期，核对两年时效 | When the act began and ended; the two years",
        "行政处罚法第36条 | Law on Penalties, art. 36",
    ),
    Check(
        "electronic_evidence",
        "电子数据来源、完整性经法制和技术审核 | Electronic data reviewed by law and technique before use",
        "行政处罚法第41、46条 | Law on Penalties, art. 41 and 46",
    ),
    Check(
        "explanation",
        "听取平台书面说明 | The platform's own explanation is heard",
        "行政处罚法第45、55条 | Law on Penalties, art. 45 and 55",
    ),
    Check(
        "original_papers",
        "核对合同、发票、付款凭证原件 | Originals of contract, invoices and proofs of payment",
        "通知第三部分 F1 | Notice F1",
    ),
    Check(
        "amounts",
        "逐项核算涉案金额并留存底稿 | The amount reckoned item by item, with the working kept",
        "条例第14条 | Regulation, art. 14",
    ),
    Check(
        "invoices_at_tax",
        "在税务平台查验发票真伪与作废红冲 | Invoices checked with the tax authority: true, void or reversed",
        "发票管理办法第35条 | Rules on Invoices, art. 35",
        _INFLATION | _FABRICATION,
    ),
    Check(
        "bank_flow",
        "向银行查询付款真实性与回流 | With the bank: was it paid, did it come back",
        "条例第22条 | Regulation, art. 22",
        _INFLATION,
    ),
    Check(
        "cost_scope",
        "核对成本是否属于可计入范围 | Whether the costs may be counted at all",
        "通知第三部分 F1 | Notice F1",
        _INFLATION,
    ),
    Check(
        "enterprise_asked",
        "询问企业是否实际接受服务并作笔录 | The enterprise asked whether it was served, on record",
        "行政处罚法第55条 | Law on Penalties, art. 55",
        _IMPERSONATION | _FABRICATION,
    ),
    Check(
        "signatures",
        "核对签章与授权 | Seals, signatures and powers compared",
        "行政处罚法第46条 | Law on Penalties, art. 46",
        _IMPERSONATION,
    ),
    Check(
        "identity",
        "核对主体身份、关联关系与重复申报 | Who it is, who is related, whether it was claimed twice",
        "通知第二部分 P2、P8 | Notice P2 and P8",
        _IMPERSONATION,
    ),
    Check(
        "on_the_spot",
        "现场核查系统上线与使用情况 | On the spot: is the system there and used",
        "行政处罚法第55条 | Law on Penalties, art. 55",
        _FABRICATION,
    ),
    Check(
        "texts_compared",
        "比对方案、合同、验收材料雷同 | Plans, contracts and acceptance papers compared for copies",
        "行政处罚法第46条 | Law on Penalties, art. 46",
        _FABRICATION,
        required=False,
    ),
    Check(
        "mitigation",
        "查明从轻、减轻情节（退回资金、主动说明） | What weighs less: money given back, said by themselves",
        "行政处罚法第32、33条 | Law on Penalties, art. 32 and 33",
        required=False,
    ),
)


def checklist(kind: FraudKind) -> tuple[Check, ...]:
    """What is to be looked into in a case of this kind, in this order."""
    return tuple(check for check in CHECKS if not check.kinds or kind in check.kinds)
