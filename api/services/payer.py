"""Whose account the files for the bank pay from: the office's setting."""

from api.policy.bank_file import Payer

_paying = [Payer("中央财政", "NOTPROVIDED")]


def pay_from(name: str | None, account: str | None) -> None:
    """Set once when the application starts; without an account banks are told that none was provided."""
    _paying[0] = Payer(name or "中央财政", account or "NOTPROVIDED")


def payer() -> Payer:
    return _paying[0]
