"""The command explains itself, quickly, and says in one line what is wrong with its surroundings."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app

COMMANDS = [
    "serve",
    "migrate",
    "seed",
    "template",
    "import",
    "account",
    "export-schema",
    "worker",
    "evaluate",
]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DENGTA_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        check=False,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_names_every_command() -> None:
    text = CliRunner().invoke(app, ["--help"]).output
    for command in COMMANDS:
        assert f" {command} " in text


@pytest.mark.parametrize("arguments", [[name] for name in COMMANDS] + [["seed", "demo"], ["seed", "scale"]])
def test_every_command_has_help(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, [*arguments, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_help_imports_nothing_heavy() -> None:
    heavy = "{'uvicorn', 'starlette', 'dash', 'strawberry', 'tortoise', 'asyncpg', 'openpyxl'}"
    code = f"import sys, api.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_misspelt_setting_is_one_line() -> None:
    result = run("migrate", DENGTA_PROT="1")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "dengta: DENGTA_PROT is not a setting of Dengta: did you mean DENGTA_PORT?\n"


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port), DENGTA_DATA=str(tmp_path))
    assert result.returncode == 2
    assert result.stderr == (
        f"dengta: Port {port} on 127.0.0.1 cannot be used (Address already in use): "
        f"stop what uses it, or choose another one with DENGTA_PORT={port % 65535 + 1}.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    url = "postgresql://owner:hush@127.0.0.1:1/dengta"
    result = run("migrate", DATABASE_URL=url, DENGTA_DATA=str(tmp_path))
    assert result.returncode == 2
    assert result.stderr.startswith("dengta: No connection to the database of DATABASE_URL: ")
    assert result.stderr.count("\n") == 1
    assert "hush" not in result.stderr


def test_a_workbook_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = run("import", str(tmp_path / "none.xlsx"))
    assert result.returncode == 2
    assert "does not exist" in result.stderr
