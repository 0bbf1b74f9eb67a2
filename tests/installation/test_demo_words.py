"""What invented participants write: the best is recognised in each language, and a reader finds what is said of it."""

from random import Random

import pytest

from tests.progress.make import real_course
from tot.installation.demo_words import WORDINGS, points_of, written
from tot.quizzes.types.short import recognised

QUESTIONS = {
    question.id: question
    for module in real_course("BRD").modules
    if module.check
    for question in module.check.questions
    if question.type == "short"
}


def test_there_are_answers_to_every_question_in_all_languages() -> None:
    assert set(WORDINGS) == set(QUESTIONS)
    for wording in WORDINGS.values():
        assert set(wording.words) == {"en", "ru", "uz"}
        assert {len(words) for words in wording.words.values()} == {len(wording.meets)}


@pytest.mark.parametrize("key", WORDINGS)
@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_the_best_is_recognised_and_of_the_others_nothing_that_is_not_there(key: str, language: str) -> None:
    question, wording = QUESTIONS[key], WORDINGS[key]
    best, *others = zip(wording.words[language], wording.meets, strict=True)
    assert set(recognised(question, best[0])) == set(best[1]) == {one.id for one in question.criteria}
    for text, meets in others:
        assert len(recognised(question, text)) < len(question.criteria), "it goes to a marker"
        assert set(recognised(question, text)) <= set(meets), text


def test_whoever_slips_writes_something_else() -> None:
    question = QUESTIONS["BRD-2-q9"]
    best, *others = WORDINGS["BRD-2-q9"].words["uz"]
    assert written(question, "uz", Random(1), slips=0) == best
    assert written(question, "uz", Random(1), slips=1) in others


def test_readers_differ_only_where_it_is_doubtful() -> None:
    question = QUESTIONS["BRD-2-q9"]
    for at, text in enumerate(WORDINGS["BRD-2-q9"].words["ru"]):
        careful, generous = points_of(question, text), points_of(question, text, is_generous=True)
        assert (careful != generous) == (WORDINGS["BRD-2-q9"].doubtful == (at, "need_to_know"))
