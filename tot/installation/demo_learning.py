"""How the invented participants of the demo world learned: they read, play and answer through the same actions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from math import exp
from random import Random

from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import OwnEnrolment, own_enrolment
from tot.courses.queries import book
from tot.courses.rules import Module, Question, Quiz, Scenario
from tot.installation.demo_words import written
from tot.lessons import actions as lessons
from tot.quizzes import actions as quizzes
from tot.quizzes.queries import quiz_of, sitting_by_id
from tot.quizzes.rules import FORMS, half_of
from tot.scenarios import actions as scenarios
from tot.scenarios.queries import play_by_id


def learn(enrolment: Enrolment, person: Person, complete: int, then: str, now: datetime, chance: Random) -> None:
    """Somebody takes so many modules to the end, and of the next what `then` says: "read", "played" or nothing."""
    own = own_enrolment(enrolment.id)
    assert own is not None  # noqa: S101 it was made a moment ago
    for number, module in enumerate(book(own.course_version_id).ready_modules[: complete + bool(then)]):
        until = "answered" if number < complete else then
        _read(own, module, now)
        if until != "read" and module.scenario is not None:
            _play(own, module.scenario, now)
        if until == "answered" and module.check is not None:
            _answer(own, module.check, person, now, chance)


def check(enrolments: list[Enrolment], module_key: str, now: datetime, chance: Random) -> None:
    """Everybody answers the knowledge check of a module."""
    for enrolment in enrolments:
        own = own_enrolment(enrolment.id)
        assert own is not None  # noqa: S101 it was made a moment ago
        quiz = book(own.course_version_id).module(module_key).check
        if quiz is not None:
            _answer(own, quiz, enrolment.person, now, chance)


def hold(
    kind: str, cohort: Cohort, enrolments: list[Enrolment], trainer: Person, now: datetime, chance: Random
) -> None:
    """A pre-test or a post-test is opened, answered by these participants, and closed."""
    paired = book(cohort.course_version_id).prepost
    if paired is None:
        return
    half = paired.halves[0 if kind == "pre-test" else 1]
    quiz = half_of(paired, half.id, FORMS[0])
    quizzes.open_test(cohort, quiz, trainer, now)
    for enrolment in enrolments:
        own = own_enrolment(enrolment.id)
        assert own is not None  # noqa: S101 it was made a moment ago
        _answer(own, quiz, enrolment.person, now, chance, mistakes=0.5 if kind == "pre-test" else 0.08)
    quizzes.close_test(cohort, quiz, trainer, now + timedelta(hours=1))


def _read(own: OwnEnrolment, module: Module, now: datetime) -> None:
    if module.lesson is not None:
        for section in module.lesson.sections:
            lessons.read(own, module.lesson, section, now)


def _play(own: OwnEnrolment, scenario: Scenario, now: datetime) -> None:
    """The shortest way to a safe ending."""
    play = play_by_id(scenarios.begin(own, scenario, now))
    assert play is not None  # noqa: S101
    at, toward = scenario.start, _toward_safety(scenario)
    for position in count():
        if at not in scenario.nodes:
            return
        choice = scenario.nodes[at].choice(toward[at])
        scenarios.choose(play, scenario, position, choice.id, now)
        at = choice.to


def _toward_safety(scenario: Scenario) -> dict[str, str]:
    """At each node the choice that leads to a safe ending by the fewest steps: found from the endings backwards."""
    safe = {name for name, ending in scenario.endings.items() if ending.safe}
    chosen: dict[str, str] = {}
    while found := {
        name: choice.id
        for name, node in scenario.nodes.items()
        if name not in chosen
        for choice in node.choices
        if choice.to in safe
    }:
        chosen |= found
        safe |= found.keys()
    return chosen


def _answer(
    own: OwnEnrolment, quiz: Quiz, person: Person, now: datetime, chance: Random, mistakes: float = 0.1
) -> None:
    """Right answers with mistakes: `mistakes` is the share for somebody in the middle at a question in the middle.

    Whoever knows more errs less, and the first questions are easier than the last: so the statistics of the demo world
    look as those of a real test do.
    """
    sitting = sitting_by_id(quizzes.begin(own, quiz, person, now))
    assert sitting is not None  # noqa: S101
    quiz = quiz_of(sitting)
    knows = Random(person.name_key).gauss(0, 1)  # noqa: S311 the same invented world every time
    at = now
    for number, question in enumerate(quiz.questions):
        at += timedelta(seconds=chance.randint(12, 50) + 40 * bool(question.criteria))
        harder = 3 * (number / len(quiz.questions) - 0.5)
        errs = 1 / (1 + (1 / mistakes - 1) * exp(2 * knows - harder))
        if question.criteria:
            response: object = written(question, person.language, chance, slips=min(0.9, 2 * errs + 0.45))
        else:
            response = _wrong(question, chance) if chance.random() < errs else _right(question)
        key = f"demo-{sitting.id}-{question.id}"
        quizzes.answer(sitting, quiz, question, response, client_key=key, revision=1, now=at)
    quizzes.finish(sitting, quiz, person, at)


def _right(question: Question) -> object:
    if isinstance(question.key, Mapping):
        return dict(question.key)
    return list(question.key) if isinstance(question.key, tuple) else question.key


def _wrong(question: Question, chance: Random) -> object:
    """A mistake that people make: of two wrong options the first tempts more."""
    if question.type in ("single", "branch"):
        wrong = [option for option in question.options if option != question.key]
        return chance.choices(wrong, weights=range(len(wrong), 0, -1))[0]
    if question.type in ("match", "order", "multi", "num"):
        return _muddled(question, chance)
    return not question.key


def _muddled(question: Question, chance: Random) -> object:
    """Half right: two entries or steps changed places, one is left out, or the number is a little off."""
    if isinstance(question.key, Mapping):
        first, other = chance.sample(list(question.key), 2)
        return {**question.key, first: question.key[other], other: question.key[first]}
    if isinstance(question.key, tuple):
        at, said = chance.randrange(len(question.key) - 1), list(question.key)
        if question.type == "order":
            said[at], said[at + 1] = said[at + 1], said[at]
            return said
        return said[:at] + said[at + 1 :]
    return question.key + chance.choice((1, 1, 1, 2, -1)) if isinstance(question.key, int | float) else question.key
