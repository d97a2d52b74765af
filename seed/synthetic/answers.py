"""Answers to the questionnaire of 2024 that come to a level, as an enterprise of that level might give them."""

import random
from decimal import Decimal
from functools import cache
from typing import Any

from api.policy.digital_level import Question, Questionnaire, assess, read_questionnaire
from seed.reference.questionnaires import questionnaires

EDITION = 2024


@cache
def _form() -> Questionnaire:
    row = next(row for row in questionnaires() if row["edition"] == EDITION)
    return read_questionnaire(EDITION, row["body"])


def answer(rng: random.Random, level: int, score: float) -> dict[str, Any]:
    """Columns of an assessment: of ``level``, with about ``score`` points of 100."""
    form = _form()
    steps = _all_steps()
    at = {
        code: min(len(found) - 1, max(0, round(score / 100 * (len(found) - 1) + rng.uniform(-0.9, 0.9))))
        for code, found in steps.items()
    }
    scenes = _scenes(rng, form, level)
    codes = list(steps)
    low, high = level * 20, level * 20 + 20 if level < 4 else 101
    total = sum(steps[code][place][1] for code, place in at.items())
    while not low <= total < high:
        up = total < low
        able = [code for code in codes if (at[code] < len(steps[code]) - 1 if up else at[code])]
        code = rng.choice(able)
        before = steps[code][at[code]][1]
        at[code] += 1 if up else -1
        total += steps[code][at[code]][1] - before
    answers: dict[str, Any] = {code: found[at[code]][0] for code, found in steps.items()}
    result = assess(form, answers | scenes)
    return {
        "edition": EDITION,
        "level": result.level,
        "score": result.score,
        "answers": {"answers": answers | scenes, "notes": {}},
        "dimensions": [
            {"zh": one.zh, "en": one.en, "points": str(one.points), "score": str(part)}
            for one, part in zip(form.dimensions, result.dimensions, strict=True)
        ],
    }


@cache
def _all_steps() -> dict[str, list[tuple[list[int], Decimal]]]:
    """The answers of each question from the worst to the best, each with its points."""
    return {
        question.code: [
            (places, sum((question.options[place].score for place in places), Decimal(0)))
            for places in _steps(question)
        ]
        for question in _form().questions
    }


def _steps(question: Question) -> list[list[int]]:
    """From the worst answer to the best."""
    order = sorted(range(len(question.options)), key=lambda place: question.options[place].score)
    if not question.many:
        return [[place] for place in order]
    some = [place for place in range(len(question.options)) if question.options[place].score]
    return [[0], *(some[:count] for count in range(1, len(some) + 1))]


def _scenes(rng: random.Random, form: Questionnaire, level: int) -> dict[str, int]:
    """Grades that are enough for ``level``; whether for more is decided by the points."""
    rule = next(rule for rule in form.rules if rule.level == level)
    grades = {
        scene.code: min(4, max(0, level + rng.choice((-1, -1, 0, 0, 0, 0, 0, 1)))) for scene in form.scenes
    }
    for wanted, among in (
        (rule.binding, [scene.code for scene in form.scenes if scene.binding]),
        (rule.scenes, [scene.code for scene in form.scenes]),
    ):
        lower = [code for code in among if grades[code] < level]
        reached = len(among) - len(lower)
        for code in rng.sample(lower, max(0, wanted - reached)):
            grades[code] = level
    return grades
