"""Which quizzes and questions a course has, and where."""

from collections.abc import Iterable
from typing import NamedTuple

from tot.courses.rules import Course, Module, PairedTest, Question, Quiz
from tot.quizzes.rules.drawing import FORMS, drawn


class CourseQuiz(NamedTuple):
    """A quiz of a course, with the module that it checks; tests are about the whole course."""

    module: Module | None
    quiz: Quiz


def quiz_in(course: Course, quiz_key: str, form: str = "", seed: int | None = None) -> CourseQuiz | None:
    """The quiz with this key; None when the course has no such quiz.

    Both halves of the paired test are quizzes, with the questions of `form`. With the seed of an attempt, only the
    questions that were drawn for it.
    """
    for module in course.ready_modules:
        if module.check is not None and module.check.id == quiz_key:
            return CourseQuiz(module, drawn(module.check, seed))
    for quiz in (course.refresher, course.final):
        if quiz is not None and quiz.id == quiz_key:
            return CourseQuiz(None, drawn(quiz, seed))
    paired = course.prepost
    if paired is not None and quiz_key in (paired.pretest_id, paired.posttest_id):
        return CourseQuiz(None, half_of(paired, quiz_key, form or FORMS[0]))
    return None


def pinned_quiz(course: Course, quiz_key: str, form: str | None = None, seed: int | None = None) -> CourseQuiz:
    """The same for what was begun from this very course, which a published course keeps for ever. Raises KeyError."""
    found = quiz_in(course, quiz_key, form or "", seed)
    if found is None:
        raise KeyError(quiz_key)
    return found


def half_of(paired: PairedTest, quiz_key: str, form: str) -> Quiz:
    """The pre-test or the post-test as a quiz that asks the questions of this form, once."""
    return Quiz(
        id=quiz_key,
        kind="pre-test" if quiz_key == paired.pretest_id else "post-test",
        pass_mark=paired.pass_mark,
        questions=paired.form(form),
        minutes=paired.minutes,
        attempts=1,
        cut=paired.cut,
        markers=paired.markers,
        version_id=paired.version_id,
    )


def quizzes_of(course: Course) -> tuple[CourseQuiz, ...]:
    """Every quiz in the order in which it is taken; of a paired test its first form."""
    paired = course.prepost
    halves = [CourseQuiz(None, half_of(paired, half.id, FORMS[0])) for half in paired.halves] if paired else []
    checks = [CourseQuiz(module, module.check) for module in course.ready_modules if module.check is not None]
    after = [CourseQuiz(None, quiz) for quiz in (course.final, course.refresher) if quiz is not None]
    return (*halves[:1], *checks, *halves[1:], *after)


def taken_by_cohort(course: Course) -> tuple[CourseQuiz, ...]:
    """The same without a refresher, which belongs to nobody's cohort."""
    return tuple(one for one in quizzes_of(course) if one.quiz.kind != "refresher quiz")


def read_by_people(course: Course) -> list[CourseQuiz]:
    """The quizzes of a cohort in which a person reads answers."""
    paired = course.prepost
    pair = {paired.pretest_id, paired.posttest_id} if paired and _has_open(paired.questions) else set()
    return [one for one in taken_by_cohort(course) if _has_open(one.quiz.questions) or one.quiz.id in pair]


def _has_open(questions: Iterable[Question]) -> bool:
    """Whether a person reads the answers to one of these."""
    return any(question.criteria for question in questions)


def question_in(course: Course, question_key: str) -> Question | None:
    """The question with this id, wherever in the course it is asked."""
    return next((question for question in course.questions if question.id == question_key), None)
