"""Payments as banks take them: a CSV table, or ISO 20022 pain.001. The same payments always make the same bytes."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from xml.etree import ElementTree as ET

#: Without it Excel reads Chinese as Latin letters.
_MARK = "\ufeff"
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
_HEADS = ("序号", "收款人名称", "收款人账号", "金额（元）", "用途", "附言")


class BankFormat(StrEnum):
    """``CSV`` is UTF-8 with a byte order mark, ``GBK`` the same table as older programmes of banks read it."""

    CSV = "csv"
    GBK = "gbk"
    PAIN = "pain001"


@dataclass(frozen=True)
class Payment:
    """``key`` is the remittance's number: the bank's receipt comes back with it."""

    key: int
    payee: str
    account: str
    amount: Decimal
    purpose: str


@dataclass(frozen=True)
class Payer:
    name: str
    account: str


@dataclass(frozen=True)
class BankFile:
    """One file: what it is called, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


def hash_total(payments: Sequence[Payment]) -> str:
    """The sum of all account numbers' digits read as numbers, its last 16 places: one wrong account changes it."""
    total = sum(int("".join(filter(str.isdigit, payment.account)) or "0") for payment in payments)
    return f"{total % 10**16:016d}"


def total(payments: Sequence[Payment]) -> Decimal:
    return sum((payment.amount for payment in payments), Decimal("0.00"))


def fingerprint(number: str, payments: Sequence[Payment]) -> str:
    """SHA-256 of what is paid to whom, whatever the format."""
    text = "\n".join(
        "\t".join((str(one.key), one.payee, one.account, f"{one.amount:.2f}", one.purpose))
        for one in payments
    )
    return hashlib.sha256(f"{number}\n{text}".encode()).hexdigest()


def bank_file(form: BankFormat, number: str, on: date, payer: Payer, payments: Sequence[Payment]) -> BankFile:
    """The file of a batch; ``on`` is the day it was listed, so that a second export is the same."""
    if form is BankFormat.PAIN:
        return BankFile(f"{number}.xml", "application/xml", _pain(number, on, payer, payments))
    table = _table(number, payments)
    if form is BankFormat.GBK:
        # GB 18030 writes every character of a name; GBK would lose rare ones. All of GBK is the same in both.
        return BankFile(f"{number}-gbk.csv", "text/csv;charset=gb18030", table.encode("gb18030"))
    return BankFile(f"{number}.csv", "text/csv;charset=utf-8", (_MARK + table).encode())


def _table(number: str, payments: Sequence[Payment]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for place, one in enumerate(payments, 1):
        # A tab before the digits keeps spreadsheets from rounding a long account.
        writer.writerow(
            (
                place,
                _safe(one.payee),
                f"\t{one.account}",
                f"{one.amount:.2f}",
                one.purpose,
                f"{number}/{one.key}",
            )
        )
    writer.writerow(
        ("合计", f"{len(payments)}笔", hash_total(payments), f"{total(payments):.2f}", "", number)
    )
    return out.getvalue()


def _safe(text: str) -> str:
    """A name that spreadsheets would run as a formula is only shown."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _pain(number: str, on: date, payer: Payer, payments: Sequence[Payment]) -> bytes:
    document = ET.Element("Document", xmlns=_NAMESPACE)
    initiation = ET.SubElement(document, "CstmrCdtTrfInitn")
    header = ET.SubElement(initiation, "GrpHdr")
    _text(header, "MsgId", number)
    _text(header, "CreDtTm", f"{on.isoformat()}T00:00:00")
    _text(header, "NbOfTxs", str(len(payments)))
    _text(header, "CtrlSum", f"{total(payments):.2f}")
    _text(ET.SubElement(header, "InitgPty"), "Nm", payer.name)
    group = ET.SubElement(initiation, "PmtInf")
    _text(group, "PmtInfId", number)
    _text(group, "PmtMtd", "TRF")
    _text(group, "NbOfTxs", str(len(payments)))
    _text(group, "CtrlSum", f"{total(payments):.2f}")
    _text(group, "ReqdExctnDt", on.isoformat())
    _text(ET.SubElement(group, "Dbtr"), "Nm", payer.name)
    _account(group, "DbtrAcct", payer.account)
    agent = ET.SubElement(ET.SubElement(group, "DbtrAgt"), "FinInstnId")
    _text(ET.SubElement(agent, "Othr"), "Id", "NOTPROVIDED")
    for one in payments:
        transfer = ET.SubElement(group, "CdtTrfTxInf")
        identity = ET.SubElement(transfer, "PmtId")
        _text(identity, "EndToEndId", f"{number}/{one.key}"[:35])
        amount = ET.SubElement(ET.SubElement(transfer, "Amt"), "InstdAmt", Ccy="CNY")
        amount.text = f"{one.amount:.2f}"
        _text(ET.SubElement(transfer, "Cdtr"), "Nm", one.payee)
        _account(transfer, "CdtrAcct", one.account)
        _text(ET.SubElement(transfer, "RmtInf"), "Ustrd", one.purpose)
    ET.indent(document)
    text: str = ET.tostring(document, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _account(above: ET.Element, name: str, account: str) -> None:
    identity = ET.SubElement(ET.SubElement(above, name), "Id")
    _text(ET.SubElement(identity, "Othr"), "Id", account)


def _text(above: ET.Element, name: str, text: str) -> None:
    ET.SubElement(above, name).text = text
