"""A claim as the red-flag rules see it: frozen values, no database."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from db.enums import CostKind, InvoiceKind, PaymentMethod

# Named tuples: a scan of the country makes a hundred thousand of them.


class Invoice(NamedTuple):
    id: int
    kind: InvoiceKind
    code: str | None
    number: str
    seller: str
    seller_uscc: str
    buyer: str
    buyer_uscc: str
    item: str
    issued_on: date
    net: Decimal
    tax_rate: Decimal
    tax: Decimal
    gross: Decimal


class Payment(NamedTuple):
    id: int
    invoice_id: int | None
    payer: str
    payee: str
    method: PaymentMethod
    paid_on: date
    amount: Decimal


class CostItem(NamedTuple):
    id: int
    kind: CostKind
    name: str
    amount: Decimal
    eligible: bool


class Claim(NamedTuple):
    """A claim with its project, its parties and its papers."""

    id: int
    unit_code: str
    project_id: int
    platform_id: int
    operator: str
    operator_uscc: str
    enterprise: str
    enterprise_uscc: str
    actual_cost: Decimal
    amount: Decimal
    submitted_on: date
    batch_starts_on: date
    batch_ends_on: date
    contracted_on: date | None
    accepted_on: date | None
    contract_amount: Decimal | None
    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()
    cost_items: tuple[CostItem, ...] = ()
