"""The application's settings, read from the environment once."""

import difflib
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from api.policy.office import OfficeSettings, RoleMap, role_map
from db.config import ConfigError, DatabaseSettings, kept_secret
from db.resource import both

#: Each has connections of its own, and a private PostgreSQL takes 100. Elsewhere than on Linux nothing spreads what comes.
MOST_WORKERS = 16 if sys.platform == "linux" else 1
LOG_LEVELS = ("debug", "info", "warning", "error")

#: Every variable with what it does; an unknown DENGTA_ variable is an error, since it is usually a misspelt one.
VARIABLES = {
    "DENGTA_HOST": "address to listen on (127.0.0.1)",
    "DENGTA_PORT": "port to listen on (8000)",
    "DENGTA_WORKERS": "processes that answer, 1 to 16 (as many as there are cores to use, at most 4)",
    "DENGTA_BACKGROUND": "on: work that nobody waits for is done beside serving; off where `dengta worker` does it (on)",
    "DENGTA_DEMO": "on: load demo data into an empty database and show its accounts at sign-in",
    "DENGTA_DATA": "folder of the private PostgreSQL and the secrets (.data)",
    "DENGTA_APP_PASSWORD": "password of the role dengta_app, where DATABASE_APP_URL is unset",
    "DENGTA_SECRET_KEY": "key that seals secrets of the second step; the same on every machine",
    "DENGTA_SECRET_KEY_FILE": "file that holds that key (.data/secret_key, made at first use)",
    "DENGTA_TRUSTED_DOCUMENTS": "file of GraphQL documents by id; with it no other document runs over HTTP",
    "DENGTA_TEMPLATES": "folder of an office's own document templates; ours stand in for those that are not there",
    "DENGTA_FILES": "folder of attachments, outside what is served (.data/files), or s3://bucket/prefix with"
    " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL",
    "DENGTA_SCANNER": "virus scanner for uploads: a command that reads the file from standard input and ends"
    " with 1 for a bad one, such as 'clamdscan --no-summary -' (none)",
    "DENGTA_PAYER_NAME": "who pays, as files for the bank name it (中央财政)",
    "DENGTA_PAYER_ACCOUNT": "the account that files for the bank pay from (NOTPROVIDED)",
    "DENGTA_EXPORT_SECONDS": "how long a file may take to be read out (600)",
    "DENGTA_TODAY": "the day to take for today, 2025-03-03, for training, only beside demo accounts (that on which demo"
    " data stand still)",
    "DENGTA_OIDC_ISSUER": "an office's own sign-on (OpenID Connect): the provider's address",
    "DENGTA_OIDC_CLIENT_ID": "who we are to that provider; back to <us>/sign-in/office/back",
    "DENGTA_OIDC_CLIENT_SECRET": "the secret it gave us",
    "DENGTA_OIDC_CLIENT_SECRET_FILE": "file that holds that secret",
    "DENGTA_OIDC_NAME": "the office's name on the sign-in page, as 中文 | English",
    "DENGTA_OIDC_ROLES": "TOML file: claim = …, and [roles] with what its values stand for",
    "DENGTA_LOG_LEVEL": "debug, info, warning or error (warning)",
}


@dataclass(frozen=True)
class Settings:
    """How to serve, for whom and from which database."""

    database: DatabaseSettings
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    demo: bool = True
    background: bool = True
    export_seconds: int = 600
    log_level: str = "warning"
    today: date | None = None
    trusted_documents: Path | None = None
    templates: Path | None = None
    office: OfficeSettings | None = None
    office_roles: RoleMap | None = None
    scanner: str = ""
    _files: str | None = None
    payer_name: str | None = None
    payer_account: str | None = None
    _secret_key: str | None = field(default=None, repr=False)
    _secret_key_file: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads and checks every variable.

        Raises:
            ConfigError: a variable is unknown or has a value that makes no sense.
        """
        for name in sorted(environment):
            if name.startswith("DENGTA_") and name not in VARIABLES:
                near = difflib.get_close_matches(name, VARIABLES, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(VARIABLES)}."
                raise ConfigError(f"{name} is not a setting of Dengta: {hint}")
        database = DatabaseSettings.from_environment(environment)
        file = environment.get("DENGTA_SECRET_KEY_FILE")
        trusted = environment.get("DENGTA_TRUSTED_DOCUMENTS")
        # An office gives the application no owner's login, and wants no demo accounts either.
        demo = _switch("DENGTA_DEMO", environment.get("DENGTA_DEMO"), default=database.app_url is None)
        return cls(
            database=database,
            host=environment.get("DENGTA_HOST") or cls.host,
            port=_port(environment.get("DENGTA_PORT") or str(cls.port)),
            workers=_workers(environment.get("DENGTA_WORKERS")),
            demo=demo,
            background=_switch("DENGTA_BACKGROUND", environment.get("DENGTA_BACKGROUND"), default=True),
            today=_day(environment.get("DENGTA_TODAY"), demo=demo),
            export_seconds=_seconds(environment.get("DENGTA_EXPORT_SECONDS") or str(cls.export_seconds)),
            log_level=_one_of(
                "DENGTA_LOG_LEVEL", environment.get("DENGTA_LOG_LEVEL") or cls.log_level, LOG_LEVELS
            ),
            trusted_documents=Path(trusted) if trusted else None,
            templates=Path(templates) if (templates := environment.get("DENGTA_TEMPLATES")) else None,
            office=_office(environment),
            office_roles=_office_roles(environment.get("DENGTA_OIDC_ROLES")),
            scanner=environment.get("DENGTA_SCANNER") or "",
            _files=environment.get("DENGTA_FILES") or None,
            payer_name=environment.get("DENGTA_PAYER_NAME") or None,
            payer_account=environment.get("DENGTA_PAYER_ACCOUNT") or None,
            _secret_key=environment.get("DENGTA_SECRET_KEY") or None,
            _secret_key_file=Path(file) if file else None,
        )

    @property
    def connections(self) -> int:
        """To the database, of each of a process's two pools: no more in all, the more processes there are."""
        return max(2, min(8, 16 // self.workers))

    @property
    def files(self) -> str:
        """Where attachments are kept: a folder, or ``s3://bucket/prefix``."""
        return self._files or str(self.database.data / "files")

    @property
    def secret_key(self) -> str:
        """The key that signs sessions, made at first use unless the environment brings one."""
        return self._secret_key or kept_secret(self._secret_key_file or self.database.data / "secret_key")


def _office(environment: Mapping[str, str]) -> OfficeSettings | None:
    issuer = environment.get("DENGTA_OIDC_ISSUER")
    if not issuer:
        return None
    client = environment.get("DENGTA_OIDC_CLIENT_ID")
    file = environment.get("DENGTA_OIDC_CLIENT_SECRET_FILE")
    try:
        secret = environment.get("DENGTA_OIDC_CLIENT_SECRET") or (
            Path(file).read_text(encoding="utf-8").strip() if file else ""
        )
    except OSError as error:
        raise ConfigError(f"DENGTA_OIDC_CLIENT_SECRET_FILE cannot be read: {error.strerror}.") from error
    if not (client and secret):
        raise ConfigError(
            "DENGTA_OIDC_ISSUER needs DENGTA_OIDC_CLIENT_ID and DENGTA_OIDC_CLIENT_SECRET (or _FILE) as well."
        )
    address = urlsplit(issuer)
    local = address.hostname in ("127.0.0.1", "localhost", "::1")
    if not (address.scheme == "https" or (local and address.scheme == "http")):
        raise ConfigError("DENGTA_OIDC_ISSUER must be an https address: its word is who somebody is.")
    made = OfficeSettings(issuer, client, secret)
    name = environment.get("DENGTA_OIDC_NAME")
    if not name:
        return made
    try:
        both(name)
    except ValueError:
        raise ConfigError("DENGTA_OIDC_NAME must be said in two languages: 中文 | English.") from None
    return replace(made, name=name)


def _office_roles(file: str | None) -> RoleMap | None:
    if not file:
        return None
    try:
        return role_map(tomllib.loads(Path(file).read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigError(f"DENGTA_OIDC_ROLES cannot be read: {error.strerror}.") from error
    except (ValueError, AttributeError, TypeError) as error:
        raise ConfigError(f"DENGTA_OIDC_ROLES, {file}: {error}.") from error


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) < 65536):
        raise ConfigError(f"DENGTA_PORT must be a number from 0 to 65535, not {value!r}.")
    return int(value)


def _workers(value: str | None) -> int:
    if not value:
        return min(len(os.sched_getaffinity(0)), 4) if sys.platform == "linux" else 1
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= MOST_WORKERS):
        raise ConfigError(f"DENGTA_WORKERS must be a number from 1 to {MOST_WORKERS}, not {value!r}.")
    return int(value)


def _day(value: str | None, *, demo: bool) -> date | None:
    if not value:
        return None
    if not demo:
        raise ConfigError("DENGTA_TODAY is for training: it needs DENGTA_DEMO=on.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ConfigError(f"DENGTA_TODAY must be a date such as 2025-03-03, not {value!r}.") from None


def _seconds(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= 86_400):
        raise ConfigError(f"DENGTA_EXPORT_SECONDS must be a number from 1 to 86400, not {value!r}.")
    return int(value)


def _switch(name: str, value: str | None, *, default: bool) -> bool:
    if not value:
        return default
    return _one_of(name, value.lower(), ("on", "off", "1", "0", "true", "false")) in {"on", "1", "true"}


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ConfigError(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value
