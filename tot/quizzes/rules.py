"""What follows from answers: when a question is right, when a quiz is passed, in which order options are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from tot.courses.rules import Course, Module, PairedTest, Question, Quiz


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind of quiz is taken. A new kind is a line in WAYS."""

    is_told_at_once: bool  # each answer is followed by what is right and why
    may_change: bool  # an answer may be replaced until the attempt is finished
    is_opened: bool = False  # only while the trainer holds it open for the cohort, and once
    says_result: bool = True  # how many were right is said when the attempt is finished
    shows_key: str = "finished"  # what was right is shown when: finished, used up (or passed), post-test closed


# After the right answer was shown, changing one's own would only copy it: in a knowledge check the first answer stands,
# and whoever wants to do better begins another attempt, as often as she likes. Whoever may still try a final test sees
# no key, and nothing of either form of the paired test is told before its second half is over.
WAYS = {
    "knowledge check": Way(is_told_at_once=True, may_change=False),
    "refresher quiz": Way(is_told_at_once=False, may_change=True),
    "final test": Way(is_told_at_once=False, may_change=True, shows_key="used up"),
    "pre-test": Way(
        is_told_at_once=False, may_change=True, is_opened=True, says_result=False, shows_key="post-test closed"
    ),
    "post-test": Way(is_told_at_once=False, may_change=True, is_opened=True, shows_key="post-test closed"),
}
GRACE = timedelta(seconds=30)
"""What is on its way when time is over still counts: lines are slow, and clocks of telephones are wrong."""
FORMS = ("A", "B")


def way_of(quiz: Quiz) -> Way:
    """How this quiz is taken."""
    return WAYS[quiz.kind]


@dataclass(frozen=True, slots=True)
class Tally:
    """How an attempt stands, counted in questions.

    A question counts as right only with all of its points; with a part of them it counts as not right. A quiz is
    passed when at least `pass_mark` of its questions are right. An open answer counts once somebody has marked it,
    so until then a quiz may be not passed *yet*.
    """

    of: int
    answered: int
    right: int
    waiting: int
    pass_mark: int

    @property
    def is_passed(self) -> bool:
        return self.right >= self.pass_mark

    @property
    def may_still_pass(self) -> bool:
        """Not passed, and the answers that wait for a marker could be enough."""
        return not self.is_passed and self.right + self.waiting >= self.pass_mark

    @property
    def left(self) -> int:
        """How many questions have no answer."""
        return self.of - self.answered


def is_right(question: Question, points: float | None) -> bool:
    """Whether the question counts as right with these points."""
    return points is not None and points >= question.points


def tally(quiz: Quiz, points: Mapping[str, float | None]) -> Tally:
    """Question id → points of its answer, None while it waits for a marker; a question without an answer is missing."""
    answered = [question for question in quiz.questions if question.id in points]
    return Tally(
        of=len(quiz.questions),
        answered=len(answered),
        right=sum(is_right(question, points[question.id]) for question in answered),
        waiting=sum(points[question.id] is None for question in answered),
        pass_mark=quiz.pass_mark,
    )


def in_order_of(seed: int, question: Question, entries: Sequence[str]) -> tuple[str, ...]:
    """The entries shuffled by the attempt's seed: the same for ever, on every machine and Python."""

    def place(entry: str) -> bytes:
        return sha256(f"{seed} {question.id} {entry}".encode()).digest()

    return tuple(sorted(entries, key=place))


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


def read_by_people(course: Course) -> list[CourseQuiz]:
    """The quizzes of a cohort in which a person reads answers."""
    paired = course.prepost
    halves = [CourseQuiz(None, half_of(paired, half.id, FORMS[0])) for half in paired.halves] if paired else []
    checks = [CourseQuiz(module, module.check) for module in course.ready_modules if module.check is not None]
    found = [*checks, *halves, *([CourseQuiz(None, course.final)] if course.final else [])]
    is_open_pair = paired is not None and any(question.criteria for question in paired.questions)
    return [
        one
        for one in found
        if any(question.criteria for question in one.quiz.questions) or (is_open_pair and one in halves)
    ]


def question_in(course: Course, question_key: str) -> Question | None:
    """The question with this id, wherever in the course it is asked."""
    quizzes = (*(module.check for module in course.ready_modules), course.refresher, course.final, course.prepost)
    asked = (question for quiz in quizzes if quiz is not None for question in quiz.questions)
    return next((question for question in asked if question.id == question_key), None)


def drawn(quiz: Quiz, seed: int | None) -> Quiz:
    """The quiz with the questions that are drawn by this seed, in the author's order; the same for ever."""
    if seed is None or not quiz.draw:
        return quiz
    chosen = {question.id for question in quiz.always}
    for draw in quiz.draw:
        tagged = [question for question in quiz.questions if draw.tag in question.tags]
        tagged.sort(key=lambda question: sha256(f"{seed} {draw.tag} {question.id}".encode()).digest())
        chosen |= {question.id for question in tagged[: draw.count]}
    return replace(quiz, questions=tuple(question for question in quiz.questions if question.id in chosen))


def seed_on_paper(quiz_key: str, form: str) -> int:
    """The seed of all attempts on paper with this form: what is printed once is drawn once."""
    return int.from_bytes(sha256(f"{quiz_key} on paper, form {form}".encode()).digest()[:4], "big") % 2**31


def other_form(form: str) -> str:
    """The form that whoever had this one before has after."""
    return FORMS[1 - FORMS.index(form)]


def next_form(given: Mapping[str, int], coin: int) -> str:
    """The form that the next person of a cohort begins with: the one that fewer have, else as the coin falls."""
    counts = [given.get(form, 0) for form in FORMS]
    return FORMS[coin % 2] if counts[0] == counts[1] else FORMS[counts.index(min(counts))]


def deadline(quiz: Quiz, extra_minutes: int, began_at: datetime) -> datetime | None:
    """When the time is over; None where there is no limit."""
    return began_at + timedelta(minutes=quiz.minutes + extra_minutes) if quiz.minutes else None


def is_over(ends_at: datetime | None, now: datetime) -> bool:
    """Whether the time is over, the grace included."""
    return ends_at is not None and now > ends_at + GRACE


def left_of(quiz: Quiz, finished: int) -> int | None:
    """How many more attempts there are; None where there is no end to them."""
    return max(0, quiz.attempts - finished) if quiz.attempts else None


def shows_key(quiz: Quiz, *, is_passed: bool, finished: int, is_posttest_closed: bool) -> bool:
    """Whether somebody who has finished an attempt may see what was right in it."""
    when = way_of(quiz).shows_key
    if when == "post-test closed":
        return is_posttest_closed
    return when == "finished" or is_passed or left_of(quiz, finished) == 0


def as_marked(question: Question, said: Mapping[str, int]) -> dict[str, int]:
    """Every criterion of the question → the points of the level that was given, 0 where nothing was said."""
    return {criterion.id: criterion.reached(said.get(criterion.id, 0)) for criterion in question.criteria}


def points_of_marking(question: Question, marked: Mapping[str, int]) -> float:
    """The points of all criteria together, never below zero and never more than the question has."""
    return float(min(sum(as_marked(question, marked).values()), question.points))
