"""The questionnaire of 2024: points, scenes, levels, and what is missing for the next."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.digital_level import (
    Questionnaire,
    assess,
    check_answers,
    level_of_total,
    read_questionnaire,
)
from seed.reference.questionnaires import questionnaires

OLD, NEW = (read_questionnaire(row["edition"], row["body"]) for row in questionnaires())


def best(of: Questionnaire = NEW) -> dict[str, Any]:
    """Everything at its best."""
    answers: dict[str, Any] = {}
    for question in of.questions:
        places = range(len(question.options))
        if question.many:
            answers[question.code] = [place for place in places if question.options[place].score]
        else:
            answers[question.code] = [max(places, key=lambda place: question.options[place].score)]
    return answers | {scene.code: 4 for scene in of.scenes}


def test_the_points_of_each_dimension_add_up_and_all_together_are_100() -> None:
    for dimension in NEW.dimensions:
        assert sum(question.points for question in dimension.questions) == dimension.points
    assert sum(dimension.points or 0 for dimension in NEW.dimensions) == 100
    for question in NEW.questions:
        scores = [option.score for option in question.options]
        assert (sum(scores) if question.many else max(scores)) == question.points, question.zh


def test_there_are_15_questions_and_16_scenes_10_of_them_binding() -> None:
    assert len(NEW.questions) == 15
    assert len(NEW.scenes) == 16
    assert sum(scene.binding for scene in NEW.scenes) == 10


def test_the_best_answers_come_to_100_and_level_4() -> None:
    result = assess(NEW, best())
    assert (result.score, result.level, result.wanting) == (Decimal(100), 4, None)
    assert result.complete


def test_no_answer_at_all_is_below_the_first_level() -> None:
    result = assess(NEW, {})
    assert (result.score, result.level, result.answered) == (Decimal(0), 0, 0)
    assert result.wanting is not None
    assert (result.wanting.level, result.wanting.score, result.wanting.scenes) == (1, Decimal(20), 6)


def test_points_without_scenes_do_not_make_a_level() -> None:
    answers = best() | {scene.code: 0 for scene in NEW.scenes}
    result = assess(NEW, answers)
    assert (result.score, result.level) == (Decimal(100), 0)


def test_scenes_of_grade_3_but_too_few_binding_ones_stay_at_level_2() -> None:
    binding = [scene.code for scene in NEW.scenes if scene.binding]
    others = [scene.code for scene in NEW.scenes if not scene.binding]
    answers = best() | dict.fromkeys(binding, 2) | dict.fromkeys([*others, *binding[:4]], 3)
    result = assess(NEW, answers)
    assert result.level == 2
    assert result.wanting is not None
    assert (result.wanting.scenes, result.wanting.binding) == (0, 1)
    assert assess(NEW, answers | {binding[4]: 3}).level == 3


def test_half_points_are_kept_until_the_total() -> None:
    question = next(one for one in NEW.questions if one.many and one.points == Decimal("7.5"))
    result = assess(NEW, {question.code: [1]})
    assert result.score in (Decimal("1.88"), Decimal("1.50"))


@pytest.mark.parametrize(
    "answer, what",
    [([9], "not a possible"), ([], "not a possible"), ([0, 1], "excludes"), ([1, 1], "not a possible")],
)
def test_answers_that_cannot_be_are_told(answer: list[int], what: str) -> None:
    question = next(one for one in NEW.questions if one.many)
    [breach] = check_answers(NEW, {question.code: answer}, final=False)
    assert what in breach.say("en")
    assert question.zh in breach.say("zh")


def test_of_a_single_choice_only_one_is_chosen() -> None:
    question = next(one for one in NEW.questions if not one.many)
    assert check_answers(NEW, {question.code: [1, 2]}, final=False)
    assert not check_answers(NEW, {question.code: [1]}, final=False)


def test_grades_of_scenes_are_0_to_4_and_unknown_codes_are_refused() -> None:
    code = NEW.scenes[0].code
    assert not check_answers(NEW, {code: 0}, final=False)
    assert check_answers(NEW, {code: 5}, final=False)
    assert check_answers(NEW, {"nothing": [0]}, final=False)


def test_a_draft_may_be_incomplete_what_is_handed_in_may_not() -> None:
    answers = best()
    answers.popitem()
    assert not check_answers(NEW, answers, final=False)
    [breach] = check_answers(NEW, answers, final=True)
    assert "1 questions" in breach.say("en")
    assert not check_answers(NEW, best(), final=True)


@pytest.mark.parametrize(
    "total, level", [("0", 0), ("19.99", 0), ("20", 1), ("40", 2), ("79.9", 3), ("80", 4), ("100", 4)]
)
def test_of_2022_the_total_alone_gives_the_level(total: str, level: int) -> None:
    assert level_of_total(OLD, Decimal(total)) == level


@given(st.data())
def test_a_better_answer_never_lowers_score_or_level(data: st.DataObject) -> None:
    answers: dict[str, Any] = {
        question.code: [data.draw(st.integers(0, len(question.options) - 1))] for question in NEW.questions
    }
    answers |= {scene.code: data.draw(st.integers(0, 4)) for scene in NEW.scenes}
    before = assess(NEW, answers)
    code = data.draw(st.sampled_from(sorted(answers)))
    after = assess(NEW, answers | {code: best()[code]})
    assert after.score >= before.score
    assert after.level >= before.level
