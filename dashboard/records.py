"""Where records have a page of their own."""

from dashboard.client import row_key
from dashboard.view import View

PATHS = {
    "Plan": "/plan/",
    "Platform": "/platform/",
    "Project": "/project/",
    "Case": "/case/",
    "Flag": "/flag/",
    "ExplanationRequest": "/request/",
    "Claim": "/claim/",
    "CostItem": "/cost-item/",
    "Funding": "/funding/",
    "Invoice": "/invoice/",
    "Payment": "/payment/",
    "Call": "/call/",
    "Solution": "/solution/",
    "Pattern": "/pattern/",
    "User": "/people/",
    "Settlement": "/settlement/",
    "BankBatch": "/bank/",
    "Visit": "/visit/",
    "Evaluation": "/evaluation/",
    "Report": "/report/",
    "Tip": "/tip-off/",
}


def address_of(view: View, table: str, identifier: str) -> str | None:
    """The page of a record by its table and global id; None where it has none."""
    path = PATHS.get(table)
    return view.link(f"{path}{row_key(identifier)}") if path else None
