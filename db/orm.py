"""Tortoise's configuration for one database."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def orm_config(url: str) -> dict[str, Any]:
    """Tortoise settings for an asyncpg URL, Unix-socket folders (``?host=``) included."""

    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "connections": {
            "default": {
                "engine": "tortoise.backends.asyncpg",
                "credentials": {
                    "host": (query.get("host") or [parts.hostname or "localhost"])[0],
                    "port": int((query.get("port") or [str(parts.port or 5432)])[0]),
                    "user": unquote(parts.username or "postgres"),
                    "password": unquote(parts.password) if parts.password else None,
                    "database": parts.path.lstrip("/"),
                    "minsize": 1,
                    "maxsize": 8,
                },
            }
        },
        "apps": {
            "models": {
                "models": ["db.models"],
                "default_connection": "default",
                "migrations": "db.migrations",
            }
        },
        "use_tz": True,
        "timezone": "Asia/Shanghai",
    }
