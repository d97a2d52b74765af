"""Seals what must be read again but never seen: secrets of the second step, an OpenID Connect sign-in under way."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: What the vault of contacts of tip-offs is for: seeds seal with the same.
TIPS = "tips"


class BrokenSealError(Exception):
    """Sealed with another key, changed, or too old."""


class Vault:
    """Encrypts with a key of its own, derived from the application's (DENGTA_SECRET_KEY, or the data folder's)."""

    def __init__(self, secret_key: str, purpose: str) -> None:
        derived = HKDF(SHA256(), 32, salt=b"dengta", info=purpose.encode()).derive(secret_key.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))
        self._marking = HKDF(SHA256(), 32, salt=b"dengta", info=f"{purpose}: marks".encode()).derive(
            secret_key.encode()
        )

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def mark(self, text: str) -> bytes:
        """The same for the same text, 32 bytes; nobody without the key can try out which text it was of."""
        return hmac.digest(self._marking, text.encode(errors="replace"), hashlib.sha256)

    def unseal(self, sealed: str, *, seconds: int | None = None) -> str:
        """
        Raises:
            BrokenSealError: it was not sealed here, or longer ago than ``seconds``.
        """
        try:
            return self._fernet.decrypt(sealed.encode(), ttl=seconds).decode()
        except InvalidToken as error:
            raise BrokenSealError from error
