"""Seals what must be read again but never seen: secrets of the second step, an OpenID Connect sign-in under way."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class BrokenSealError(Exception):
    """Sealed with another key, changed, or too old."""


class Vault:
    """Encrypts with a key of its own, derived from the application's (DENGTA_SECRET_KEY, or the data folder's)."""

    def __init__(self, secret_key: str, purpose: str) -> None:
        derived = HKDF(SHA256(), 32, salt=b"dengta", info=purpose.encode()).derive(secret_key.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str, *, seconds: int | None = None) -> str:
        """
        Raises:
            BrokenSealError: it was not sealed here, or longer ago than ``seconds``.
        """
        try:
            return self._fernet.decrypt(sealed.encode(), ttl=seconds).decode()
        except InvalidToken as error:
            raise BrokenSealError from error
