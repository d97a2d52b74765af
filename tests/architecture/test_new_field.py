"""A field added to a model, and its migration, is all it takes: API, template, import and export follow."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = Path("db/models/platform.py")
BEFORE = '    solution = fields.TextField(null=True, description="解决方案 | Solution (P8)")\n'
FIELD = '    website = fields.CharField(120, null=True, description="网站 | Website")\n'

#: Run inside the changed copy: what each surface knows of the new field.
PROBE = """
import io, json
from openpyxl import load_workbook
from api.graphql.resources import resources
from api.graphql.schema import sdl
from api.imports.layouts import layout
from api.export.wish import columns_of
text = sdl()
platform = text.split("type Platform implements Node", 1)[1].split("\\n}", 1)[0]
where = text.split("input PlatformWhere", 1)[1].split("\\n}", 1)[0]
order = text.split("input PlatformOrder", 1)[1].split("\\n}", 1)[0]
resource = next(found for found in resources() if found.name == "Platform")
print(json.dumps({
    "type": "website: String" in platform,
    "filter": "website:" in where,
    "order": "website:" in order,
    "template": [
        [column.zh, column.en] for sheet in layout().sheets.values() for column in sheet.columns
        if column.name == "Platform.website"
    ],
    "export": [list(path) for path in columns_of(resource) if path[-1] == "website"],
}))
"""


def test_a_new_field_appears_everywhere(tmp_path: Path) -> None:
    for folder in ("api", "dashboard", "db", "seed"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("node_modules", "__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    source = (tmp_path / MODEL).read_text(encoding="utf-8")
    assert BEFORE in source
    (tmp_path / MODEL).write_text(source.replace(BEFORE, BEFORE + FIELD), encoding="utf-8")

    made = _python(tmp_path, "-m", "tortoise", "makemigrations")
    assert "Created" in made
    (migration,) = set((tmp_path / "db/migrations").glob("*.py")) - {
        tmp_path / "db/migrations" / path.name for path in (ROOT / "db/migrations").glob("*.py")
    }
    assert "AddField" in migration.read_text(encoding="utf-8")

    assert json.loads(_python(tmp_path, "-c", PROBE)) == {
        "type": True,
        "filter": True,
        "order": True,
        "template": [["网站", "Website"]],
        "export": [["website"]],
    }


def _python(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
