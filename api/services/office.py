"""An office's own sign-on (OpenID Connect): there and back, with code, PKCE, state and nonce, all checked here."""

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.errors import Refusal
from api.policy.office import OfficeSettings
from api.services.vault import BrokenSealError, Vault

#: Signatures by a key of the provider's. Neither "none" nor one made with a secret we share.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
#: How long somebody may take at the office's page.
UNDERWAY_SECONDS = 600
FRESH_SECONDS = 3600
PATIENCE = 10.0
LEEWAY = 60


class OfficeSignOn:
    """Knows one provider: its addresses and keys are fetched when needed and kept for an hour."""

    def __init__(self, settings: OfficeSettings, vault: Vault) -> None:
        self.settings = settings
        self._vault = vault
        self._known: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def begin(self, redirect: str, target: str) -> tuple[str, str]:
        """Where to send the browser, and what it must bring back in a cookie, sealed."""
        known = await self._metadata()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        async with self._client(redirect) as client:
            address, _ = client.create_authorization_url(
                known["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        kept = {"state": state, "nonce": nonce, "verifier": verifier, "target": target}
        return address, self._vault.seal(json.dumps(kept))

    async def finish(self, redirect: str, said: Mapping[str, str], cookie: str) -> tuple[dict[str, Any], str]:
        """Who it is, as the provider's signed claims say, and where the person wanted to go.

        Raises:
            Refusal: the answer belongs to no sign-in of this browser, the office refused, or its word does not hold.
        """
        try:
            kept = json.loads(self._vault.unseal(cookie, seconds=UNDERWAY_SECONDS))
        except BrokenSealError:
            raise _stale() from None
        if not secrets.compare_digest(kept["state"].encode(), said.get("state", "").encode()):
            raise _stale()
        if (
            said.get("iss", self.settings.issuer) != self.settings.issuer
        ):  # RFC 9207: another provider's answer
            raise _untrue("iss")
        if "error" in said or not said.get("code"):
            raise _refused(said.get("error", "no code"))
        known = await self._metadata()
        try:
            async with self._client(redirect) as client:
                token = await client.fetch_token(
                    known["token_endpoint"], code=said["code"], code_verifier=kept["verifier"]
                )
        except AuthlibBaseError as error:
            raise _refused(str(error.error)) from error
        except (httpx2.HTTPError, ValueError) as error:
            raise _away() from error
        claims = await self._claims(token, kept["nonce"])
        return claims, kept["target"]

    async def leaving(self, back: str) -> str | None:
        """Where the person can sign out of the office's own session, too."""
        try:
            end = (await self._metadata()).get("end_session_endpoint")
        except Refusal:
            return None
        query = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        return f"{end}?{urlencode(query)}" if end else None

    def _client(self, redirect: str = "") -> Any:
        return AsyncOAuth2Client(
            self.settings.client_id,
            self.settings.client_secret,
            scope=self.settings.scope,
            redirect_uri=redirect,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )

    async def _claims(self, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        text = token.get("id_token")
        if not isinstance(text, str):
            raise _untrue("id_token")
        try:
            try:
                signed = jwt.decode(text, await self._key_set(), algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # Its keys may have been changed since.
                signed = jwt.decode(text, await self._key_set(anew=True), algorithms=ALGORITHMS)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                {
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                    "nonce": {"essential": True, "value": nonce},
                },
                {
                    "nonce": nonce,
                    "client_id": self.settings.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, KeyError, TypeError) as error:
            raise _untrue(type(error).__name__) from error
        return dict(claims)

    async def _metadata(self) -> dict[str, Any]:
        if self._known and time.monotonic() - self._known[0] < FRESH_SECONDS:
            return self._known[1]
        found = await self._fetch(f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self.settings.issuer or not all(found.get(name) for name in needed):
            raise _untrue("issuer")
        self._known = time.monotonic(), found
        return found

    async def _key_set(self, *, anew: bool = False) -> KeySet:
        if not anew and self._keys and time.monotonic() - self._keys[0] < FRESH_SECONDS:
            return self._keys[1]
        keys = KeySet.import_key_set(await self._fetch((await self._metadata())["jwks_uri"]))  # type: ignore[arg-type]
        self._keys = time.monotonic(), keys
        return keys

    async def _fetch(self, address: str) -> dict[str, Any]:
        try:
            async with httpx2.AsyncClient(timeout=PATIENCE) as client:
                answer = await client.get(address)
                answer.raise_for_status()
                found = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise _away() from error
        if not isinstance(found, dict):
            raise _away()
        return found


def _stale() -> Refusal:
    return Refusal(
        "OFFICE_STALE",
        "这次统一登录已失效，或不是从本浏览器发起的 | This sign-in is too old, or was not begun in this browser",
        hint="请从登录页重新开始 | Begin once more on the sign-in page",
        status=400,
    )


def _refused(reason: str) -> Refusal:
    return Refusal(
        "OFFICE_REFUSED",
        "统一登录未通过：{reason} | The office's sign-on said no: {reason}",
        hint="请从登录页重新开始 | Begin once more on the sign-in page",
        status=401,
        reason=reason[:60],
    )


def _untrue(what: str) -> Refusal:
    return Refusal(
        "OFFICE_UNTRUE",
        "统一登录的回答不可信（{what}），已拒绝 | What the office's sign-on said does not hold ({what}), so it was refused",
        hint="请联系系统管理员 | Tell an administrator",
        status=401,
        what=what[:60],
    )


def _away() -> Refusal:
    return Refusal(
        "OFFICE_AWAY",
        "统一登录服务暂时没有回答 | The office's sign-on does not answer just now",
        hint="稍后再试，或用密码登录 | Try again later, or sign in with a password",
        status=503,
    )
