"""The digital level of an enterprise by the questionnaire: scores, scenes and the level they come to.

The editions differ in what is known of them (``Questionnaire.certainty``): of 2024 all questions, points and the
rule of the levels; of 2022 only the ranges of the levels, so that its total is taken as given. The English is unofficial.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from api.policy.breach import Breach

#: What an answer sheet is: question → places of the options chosen, from 0; scene → level 0 to 4.
Answers = Mapping[str, Sequence[int] | int]

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Option:
    zh: str
    score: Decimal


@dataclass(frozen=True)
class Question:
    code: str
    zh: str
    en: str
    many: bool
    points: Decimal
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Dimension:
    """``points`` is None where they were not found."""

    zh: str
    en: str
    points: Decimal | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Scene:
    """An area of business, graded 0 to 4; the ``binding`` ones (约束性) weigh in the level."""

    code: str
    zh: str
    en: str
    binding: bool


@dataclass(frozen=True)
class Rule:
    """What a level takes: points, and so many scenes (binding ones) of at least ``scene_level``."""

    level: int
    score: Decimal
    scenes: int = 0
    binding: int = 0
    scene_level: int = 0


@dataclass(frozen=True)
class Questionnaire:
    edition: int
    dimensions: tuple[Dimension, ...]
    scenes: tuple[Scene, ...]
    rules: tuple[Rule, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for dimension in self.dimensions for question in dimension.questions)


@dataclass(frozen=True)
class Wanting:
    """What is missing for the next level: points, scenes of its grade, binding ones among them. 0: enough."""

    level: int
    score: Decimal
    scenes: int
    binding: int


@dataclass(frozen=True)
class Result:
    """``score`` to the hundredth; ``level`` 0 is below the first. ``answered`` of ``asked`` questions and scenes."""

    score: Decimal
    dimensions: tuple[Decimal, ...]
    level: int
    answered: int
    asked: int
    wanting: Wanting | None

    @property
    def complete(self) -> bool:
        return self.answered == self.asked


def read_questionnaire(edition: int, body: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire as the reference table keeps it."""
    return Questionnaire(
        edition,
        tuple(
            Dimension(
                one["zh"],
                one["en"],
                Decimal(one["points"]) if one["points"] else None,
                tuple(_question(question) for question in one["questions"]),
            )
            for one in body["dimensions"]
        ),
        tuple(Scene(one["code"], one["zh"], one["en"], one["binding"]) for one in body["scenes"]),
        tuple(
            Rule(
                one["level"],
                Decimal(one["score"]),
                one.get("scenes", 0),
                one.get("binding", 0),
                one.get("scene_level", 0),
            )
            for one in body["rules"]
        ),
    )


def _question(given: Mapping[str, Any]) -> Question:
    options = tuple(Option(one["zh"], Decimal(one["score"])) for one in given["options"])
    return Question(given["code"], given["zh"], given["en"], given["many"], Decimal(given["points"]), options)


def check_answers(of: Questionnaire, answers: Answers, *, final: bool) -> list[Breach]:
    """Answers that cannot be; with ``final`` also those that are missing. ``where`` is the code."""
    return list(_breaches(of, answers, final))


def _breaches(of: Questionnaire, answers: Answers, final: bool) -> Iterator[Breach]:
    known = {question.code: question for question in of.questions}
    scenes = {scene.code: scene for scene in of.scenes}
    for code, answer in answers.items():
        if code in known:
            yield from _wrong_choice(known[code], answer)
        elif code in scenes:
            if not isinstance(answer, int) or not 0 <= answer <= 4:
                yield _bad(code, scenes[code].zh, scenes[code].en)
        else:
            yield _bad(code, code, code)
    missing = [code for code in (*known, *scenes) if code not in answers]
    if final and missing:
        yield Breach(
            "ANSWERS_MISSING",
            "尚有{count}题未填 | {count} questions are not answered yet",
            "P10",
            "可先保存草稿 | Save a draft meanwhile",
            {"count": len(missing)},
            ("answers", missing[0]),
        )


def _wrong_choice(question: Question, answer: Sequence[int] | int) -> Iterator[Breach]:
    places = [answer] if isinstance(answer, int) else list(answer)
    if (
        not places
        or len(set(places)) < len(places)
        or any(not 0 <= place < len(question.options) for place in places)
        or (len(places) > 1 and not question.many)
    ):
        yield _bad(question.code, question.zh, question.en)
    elif len(places) > 1 and any(not question.options[place].score for place in places):
        yield Breach(
            "BAD_ANSWER",
            "“{zh}”：选“无”时不能再选其他 | “{en}”: “none” excludes the others",
            "P10",
            facts={"zh": question.zh, "en": question.en},
            where=("answers", question.code),
        )


def _bad(code: str, zh: str, en: str) -> Breach:
    return Breach(
        "BAD_ANSWER",
        "“{zh}”的答案不可用 | “{en}”: not a possible answer",
        "P10",
        facts={"zh": zh, "en": en},
        where=("answers", code),
    )


def assess(of: Questionnaire, answers: Answers) -> Result:
    """Score and level; what is not answered counts nothing. The answers must have passed ``check_answers``."""
    parts = tuple(
        sum((_score(question, answers.get(question.code)) for question in dimension.questions), Decimal(0))
        for dimension in of.dimensions
    )
    total = sum(parts, Decimal(0))
    grades = {scene.code: _grade(answers.get(scene.code)) for scene in of.scenes}
    lacks = [_wanting(of, rule, total, grades) for rule in of.rules]
    level = max((one.level for one in lacks if _enough(one)), default=0)
    codes = {question.code for question in of.questions} | set(grades)
    return Result(
        total.quantize(HUNDREDTH, ROUND_HALF_UP),
        tuple(part.quantize(HUNDREDTH, ROUND_HALF_UP) for part in parts),
        level,
        len(codes & set(answers)),
        len(codes),
        next((one for one in lacks if one.level > level), None),
    )


def level_of_total(of: Questionnaire, total: Decimal) -> int:
    """The level by the total alone, for an edition whose questions are not known."""
    return max((rule.level for rule in of.rules if total >= rule.score), default=0)


def _score(question: Question, answer: Sequence[int] | int | None) -> Decimal:
    if answer is None:
        return Decimal(0)
    places = [answer] if isinstance(answer, int) else answer
    return sum((question.options[place].score for place in places), Decimal(0))


def _grade(answer: Sequence[int] | int | None) -> int:
    return answer if isinstance(answer, int) else 0


def _wanting(of: Questionnaire, rule: Rule, total: Decimal, grades: Mapping[str, int]) -> Wanting:
    reached = [scene for scene in of.scenes if grades[scene.code] >= rule.scene_level]
    binding = sum(scene.binding for scene in reached)
    return Wanting(
        rule.level,
        max(rule.score - total, Decimal(0)),
        max(rule.scenes - len(reached), 0),
        max(rule.binding - binding, 0),
    )


def _enough(one: Wanting) -> bool:
    return not (one.score or one.scenes or one.binding)
