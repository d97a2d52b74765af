"""The migrations lead to exactly what the models say."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_migration_is_missing(tmp_path: Path) -> None:
    before = set((ROOT / "db" / "migrations").glob("*.py"))
    done = subprocess.run(
        [sys.executable, "-m", "tortoise", "makemigrations"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    made = set((ROOT / "db" / "migrations").glob("*.py")) - before
    for path in made:  # Tortoise has no --check: what it writes is taken away again.
        path.unlink()
    assert "No changes detected" in done.stdout, (
        f"run `make migrations` and commit what it writes: {done.stdout}{done.stderr}"
    )
