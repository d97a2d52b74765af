"""Settings come from the environment once, and what cannot be is refused by name."""

import os
from pathlib import Path

import pytest

from api.config import VARIABLES, Settings
from db.config import ConfigError, Database, DatabaseSettings, as_user, kept_secret


def test_an_empty_environment_means_a_demo_on_this_machine() -> None:
    settings = Settings.from_environment({})
    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8000, True)
    assert settings.database.is_embedded
    assert settings.database.data.name == ".data"


def test_as_many_processes_as_cores_but_no_more_than_four() -> None:
    cores = len(os.sched_getaffinity(0))
    assert Settings.from_environment({}).workers == min(cores, 4)
    assert Settings.from_environment({"DENGTA_WORKERS": "3"}).workers == 3


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environment(
        {name: "" for name in VARIABLES if name != "DENGTA_DATA"} | {"DATABASE_URL": ""}
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DENGTA_PROT": "9"}, "DENGTA_PROT is not a setting of Dengta: did you mean DENGTA_PORT?"),
        ({"DENGTA_XYZ_UNHEARD": "9"}, "DENGTA_XYZ_UNHEARD is not a setting of Dengta: known are DENGTA_HOST"),
        ({"DENGTA_PORT": "http"}, "DENGTA_PORT must be a number"),
        ({"DENGTA_PORT": "65536"}, "DENGTA_PORT must be a number"),
        ({"DENGTA_WORKERS": "0"}, "DENGTA_WORKERS must be a number from 1 to 16, not '0'"),
        ({"DENGTA_WORKERS": "17"}, "DENGTA_WORKERS must be a number from 1 to 16"),
        ({"DENGTA_DEMO": "maybe"}, "DENGTA_DEMO must be one of on, off"),
        ({"DENGTA_TODAY": "tomorrow"}, "DENGTA_TODAY must be a date"),
        ({"DENGTA_TODAY": "2025-03-03", "DENGTA_DEMO": "off"}, "it needs DENGTA_DEMO=on"),
        ({"DENGTA_LOG_LEVEL": "loud"}, "DENGTA_LOG_LEVEL must be one of debug"),
        ({"DATABASE_URL": "mysql://u@h/d"}, "DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://u@h"}, "DATABASE_URL names no database"),
        ({"DATABASE_APP_URL": "sqlite:///x"}, "DATABASE_APP_URL must begin with postgresql://"),
        (
            {"DATABASE_URL": "postgresql://u@h/d", "DATABASE_APP_URL": "postgresql://u@h/d"},
            "the application must own nothing",
        ),
        (
            {"DATABASE_APP_URL": "postgresql://dengta_app:x@h/d", "DENGTA_APP_PASSWORD": "y"},
            "both name a password",
        ),
    ],
)
def test_what_cannot_be_is_refused(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence.replace("?", r"\?")):
        Settings.from_environment(environment)


def test_an_office_that_gives_no_owner_gets_no_demo() -> None:
    environment = {"DATABASE_APP_URL": "postgresql://dengta_app:p%40ss@db/dengta"}
    settings = Settings.from_environment(environment)
    assert not settings.demo
    database = settings.database.resolve()
    assert database.app_password == "p@ss"
    with pytest.raises(ConfigError, match="set DATABASE_URL"):
        _ = database.owner_url


def test_the_application_login_is_derived_from_the_owners(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": "postgresql://boss:secret@db:6432/dengta?sslmode=require&user=boss"}
    first = DatabaseSettings.from_environment(environment | {"DENGTA_DATA": str(tmp_path)}).resolve()
    again = DatabaseSettings.from_environment(environment | {"DENGTA_DATA": str(tmp_path)}).resolve()
    assert first == again
    password = (tmp_path / "app_password").read_text()
    assert first.app_url == f"postgresql://dengta_app:{password}@db:6432/dengta?sslmode=require"
    assert first.owner_url == environment["DATABASE_URL"]


def test_the_password_may_come_from_the_environment(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": "postgresql://boss@/d?host=/run/pg", "DENGTA_APP_PASSWORD": "a/b c"}
    database = DatabaseSettings.from_environment(environment | {"DENGTA_DATA": str(tmp_path)}).resolve()
    assert database == Database(
        "postgresql://dengta_app:a%2Fb%20c@/d?host=/run/pg", environment["DATABASE_URL"], "a/b c"
    )
    assert list(tmp_path.iterdir()) == []


def test_as_user_keeps_the_place() -> None:
    assert as_user("postgres://a:b@[::1]:5/d", "me", "p") == "postgres://me:p@[::1]:5/d"
    assert as_user("postgresql:///d", "me", "p") == "postgresql://me:p@/d"


def test_a_kept_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"
    secret = kept_secret(path)
    assert len(secret) > 30
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["key"]


def test_an_emptied_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n")
    with pytest.raises(ConfigError, match="is empty: remove it"):
        kept_secret(tmp_path / "key")


def test_the_key_that_signs_sessions(tmp_path: Path) -> None:
    here = {"DENGTA_DATA": str(tmp_path)}
    assert Settings.from_environment(here | {"DENGTA_SECRET_KEY": "k"}).secret_key == "k"
    made = Settings.from_environment(here).secret_key
    assert made == (tmp_path / "secret_key").read_text()
    elsewhere = Settings.from_environment({"DENGTA_SECRET_KEY_FILE": str(tmp_path / "secret_key")})
    assert elsewhere.secret_key == made
    assert "k" * 3 not in repr(Settings.from_environment(here | {"DENGTA_SECRET_KEY": "kkk"}))
