"""The editions of the digital-level questionnaire as rows: what the file knows, with an unofficial translation."""

import json
from collections.abc import Mapping
from typing import Any

from seed.reference.files import FOLDER

_CERTAINTY_2022 = (
    "标题、三张评测表、四个维度和等级分数段：高（转载正文）。题目和各维度权重未公开，故只登记总分，由系统按分数段定级。",
    "Title, three tables, four dimensions and the ranges of the levels: high (reprints). Questions and weights were"
    " not found, so only the total is entered and the level follows from its range.",
)
_CERTAINTY_2024 = (
    "权重与题目：中—高（两份相互独立的第三方实现一致）。等级判定规则：中（一份第三方工具；另一份写作“2→3级需6个场景含3个约束”，不一致）。"
    "约束性场景10个，另有资料写作9个。产品设计、工艺设计、售后服务、设备管理、安全生产的三、四级描述，两份来源相反。"
    "部分选项文字略去括注，非逐字官方文本；英文为非官方译文。",
    "Weights and questions: medium to high (two independent implementations agree). Rule of the levels: medium (one"
    " third-party tool; another has six scenes with three binding ones from level 2 to 3). Ten binding scenes; one source"
    " says nine. For five scenes the sources swap levels 3 and 4. Some remarks in brackets are left out; the English is unofficial.",
)
_ENGLISH_2022 = ("Digital basis", "Operation", "Management", "Results")


def questionnaires() -> list[dict[str, Any]]:
    """Rows of ``questionnaires``, the older edition first."""
    given = json.loads((FOLDER / "digital_level_indicators.json").read_text(encoding="utf-8"))
    english = json.loads((FOLDER / "digital_level_en.json").read_text(encoding="utf-8"))
    return [_of_2022(given["v2022"]), _of_2024(given["v2024"], english)]


def _of_2022(given: Mapping[str, Any]) -> dict[str, Any]:
    names = zip(given["dimensions"], _ENGLISH_2022, strict=True)
    return {
        "edition": 2022,
        "number": given["doc_no"],
        "title": given["title"],
        "title_en": "Indicators of the digital level of SMEs (2022)",
        "certainty": _CERTAINTY_2022[0],
        "certainty_en": _CERTAINTY_2022[1],
        "body": {
            "dimensions": [{"zh": zh, "en": en, "points": None, "questions": []} for zh, en in names],
            "scenes": [],
            # Where two ranges meet (40 points), the higher level counts, as in the edition of 2024.
            "rules": [
                {"level": one["level"], "zh": one["desc"], "en": "", "score": str(one["level"] * 20)}
                for one in given["levels"]
            ],
        },
    }


def _of_2024(given: Mapping[str, Any], english: Mapping[str, str]) -> dict[str, Any]:
    return {
        "edition": 2024,
        "number": given["doc_no"],
        "title": given["title"],
        "title_en": "Indicators of the digital level of SMEs (2024)",
        "certainty": _CERTAINTY_2024[0],
        "certainty_en": _CERTAINTY_2024[1],
        "body": {
            "dimensions": [
                {
                    **_named(dimension["dimension"], english),
                    "points": str(dimension["score"]),
                    "questions": [
                        _question(f"d{place}g{inner}q{number}", group, item, english)
                        for inner, group in enumerate(dimension["groups"], 1)
                        for number, item in enumerate(group["items"], 1)
                    ],
                }
                for place, dimension in enumerate(given["dimensions"], 1)
            ],
            "scenes": [
                {
                    "code": f"s{place}x{number}",
                    **_named(scene["scene"], english),
                    "group": _named(group["group"], english),
                    "binding": scene["constraint"],
                    "levels": [
                        {"zh": text, "en": english[f"{scene['scene']}:{level}"]}
                        for level, text in scene["levels"].items()
                    ],
                }
                for place, group in enumerate(given["scene_groups"], 1)
                for number, scene in enumerate(group["scenes"], 1)
            ],
            "rules": [
                {
                    "level": rule["level"],
                    **_named(rule["name"], english),
                    "score": str(rule["min_score"]),
                    "scenes": rule["min_scenes"],
                    "binding": rule["min_constraint"],
                    "scene_level": rule["scene_level"],
                }
                for rule in given["level_rule"]
            ],
        },
    }


def _question(
    code: str, group: Mapping[str, Any], item: Mapping[str, Any], english: Mapping[str, str]
) -> dict[str, Any]:
    asked = item["q"]
    return {
        "code": code,
        **_named(asked["question"], english),
        "name": _named(item["name"], english),
        "group": _named(group["name"], english),
        "hint": _named(asked["desc"], english) if asked["desc"] else None,
        "many": asked["type"] == "多选",
        "points": str(item["score"]),
        "options": [
            {**_named(option["text"], english), "score": str(option["score"])} for option in asked["options"]
        ],
    }


def _named(text: str, english: Mapping[str, str]) -> dict[str, str]:
    return {"zh": text, "en": english[text]}
