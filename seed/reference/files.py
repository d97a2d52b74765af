"""The reference data as it lies in this folder."""

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MAP = FOLDER / "map" / "units.geojson"


def table(name: str) -> list[dict[str, str | None]]:
    """The rows of ``name.csv``; what is empty there is None here."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{column: value or None for column, value in row.items()} for row in csv.DictReader(file)]


def penalty_articles() -> list[dict[str, Any]]:
    """The articles of law as rows of their table, each with its entry as given."""
    text = (FOLDER / "penalty_articles.json").read_text(encoding="utf-8")
    return [
        {
            "number": entry["no"],
            "subject": entry["subject"],
            "conduct": entry["conduct"],
            "unit_penalty": entry.get("unit_penalty"),
            "person_penalty": entry.get("person_penalty"),
            "detail": entry,
        }
        for entry in json.loads(text)["articles"]
    ]


def acceptance_standards() -> list[dict[str, Any]]:
    """The standard that holds until the programme adopts its own."""
    rows: list[dict[str, Any]] = json.loads((FOLDER / "acceptance_standard.json").read_text(encoding="utf-8"))
    return rows


def scenes() -> list[dict[str, Any]]:
    """The application scenarios of the digital-level indicators, 2024 edition, as rows of their table."""
    text = (FOLDER / "digital_level_indicators.json").read_text(encoding="utf-8")
    listed = [
        (group["group"], scene)
        for group in json.loads(text)["v2024"]["scene_groups"]
        for scene in group["scenes"]
    ]
    return [
        {
            "number": number,
            "family": family,
            "name": scene["scene"],
            "binding": scene["constraint"],
            "levels": scene["levels"],
        }
        for number, (family, scene) in enumerate(listed, 1)
    ]
