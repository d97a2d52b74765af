"""Which PostgreSQL is meant, and who connects to it as what."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from db import embedded
from db.orm import orm_config

APP_USER = "dengta_app"
NAME = "dengta"

#: What `python -m tortoise makemigrations` compares models with; it connects to nothing.
TORTOISE_ORM = orm_config(f"postgresql://postgres@localhost/{NAME}")


class ConfigError(Exception):
    """The environment asks for something that cannot be."""


@dataclass(frozen=True)
class Database:
    """A reachable database: the application's login, and the owner's where this process has it."""

    app_url: str
    owner: str | None = None
    #: What migrate() gives the application's role; None leaves the role as it is.
    app_password: str | None = None

    @property
    def owner_url(self) -> str:
        """The login that may change the schema."""
        if self.owner is None:
            raise ConfigError(
                "This needs the owner's login: set DATABASE_URL (DATABASE_APP_URL may only read and write)."
            )
        return self.owner


@dataclass(frozen=True)
class DatabaseSettings:
    """What the environment says about the database; nothing is started yet."""

    data: Path
    owner_url: str | None = None
    app_url: str | None = None
    app_password: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "DatabaseSettings":
        """Reads the environment once; an empty variable counts as unset, as docker compose passes it."""
        owner = environment.get("DATABASE_URL") or None
        app = environment.get("DATABASE_APP_URL") or None
        password = environment.get("DENGTA_APP_PASSWORD") or None
        for name, url in (("DATABASE_URL", owner), ("DATABASE_APP_URL", app)):
            if url is not None:
                _check(name, url)
        if app and password:
            raise ConfigError(
                "DENGTA_APP_PASSWORD and DATABASE_APP_URL both name a password: set only one of them."
            )
        if owner and app and urlsplit(owner).username == urlsplit(app).username:
            raise ConfigError(
                "DATABASE_URL and DATABASE_APP_URL name the same user: the application must own nothing, "
                f"so DATABASE_APP_URL needs another one, usually {APP_USER}."
            )
        return cls(Path(environment.get("DENGTA_DATA") or home() / ".data"), owner, app, password)

    @property
    def is_embedded(self) -> bool:
        """Whether the private server in the data folder is meant."""
        return self.owner_url is None and self.app_url is None

    def resolve(self) -> Database:
        """The database of a server that somebody else runs."""
        if self.app_url is not None:
            address = urlsplit(self.app_url)
            password = (
                unquote(address.password) if address.password and address.username == APP_USER else None
            )
            return Database(self.app_url, self.owner_url, password)
        if self.owner_url is None:
            raise ConfigError("DATABASE_URL is unset.")
        password = self.app_password or kept_secret(self.data / "app_password")
        return Database(as_user(self.owner_url, APP_USER, password), self.owner_url, password)


@contextmanager
def open_database(settings: DatabaseSettings) -> Iterator[Database]:
    """The database to use, with the private server started, or joined, for as long as it is used."""
    if not settings.is_embedded:
        yield settings.resolve()
        return
    server = embedded.start(settings.data / "pg")
    try:
        server.ensure(NAME)
        yield Database(server.url(NAME, APP_USER), server.url(NAME))
    finally:
        server.stop()


def home() -> Path:
    """The checkout this runs from, else the current folder: where `.data` belongs."""
    checkout = Path(__file__).resolve().parents[1]
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def kept_secret(path: Path) -> str:
    """A random secret that is made at first use and kept in a file only its owner reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written first and named then, so that a second process never reads half of it.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with open(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    secret = path.read_text().strip()
    if not secret:
        raise ConfigError(f"{path} is empty: remove it, and a new secret is made.")
    return secret


def as_user(url: str, user: str, password: str) -> str:
    """The same database, entered as another user."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    query = urlencode(
        [pair for pair in parse_qsl(parts.query) if pair[0] not in {"user", "password"}], safe="/"
    )
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{place}", query=query))


def _check(name: str, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ConfigError(
            f"{name} must begin with postgresql://, like postgresql://user:password@host:5432/{NAME}."
        )
    if not parts.path.strip("/"):
        raise ConfigError(
            f"{name} names no database: end it with one, like postgresql://user@host:5432/{NAME}."
        )
