"""Where somebody stands at the tests of the whole course, and what to do next in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tot.courses.rules import Course, Cut
from tot.progress.rules.evidence import Fact, tries_at
from tot.progress.rules.modules import ModuleProgress, Step


@dataclass(frozen=True, slots=True)
class CourseTest:
    """Where somebody stands at a test of the whole course.

    `state`: not open yet · open · closed (without her) · done · passed · waits · not passed. A pre-test and a post-test
    are open while the trainer holds them open; of a pre-test nothing is told but that it is done.
    """

    kind: str  # pre-test, post-test, final test, refresher quiz
    key: str
    state: str
    questions: int
    pass_mark: int
    minutes: int  # 0: no limit
    cut: Cut | None
    best: int
    is_passed: bool

    @property
    def is_asked(self) -> bool:
        """Whether the course counts it among its steps; a refresher comes later and is no part of completing it."""
        return self.kind != "refresher quiz"

    @property
    def is_done(self) -> bool:
        """Whether it needs nothing more."""
        return self.state in ("done", "passed") or (self.kind == "post-test" and self.state == "not passed")

    @property
    def next_step(self) -> Step | None:
        """What to do now, if anything."""
        is_wanted = self.is_asked and (self.state == "open" or (self.kind == "final test" and not self.is_done))
        return Step(self.kind, None, self.key) if is_wanted else None


def course_tests(course: Course, evidence: Iterable[Fact], openings: Mapping[str, bool]) -> tuple[CourseTest, ...]:
    """The tests of the course in their order: pre-test, post-test, final test, refresher.

    `openings`: test → whether its trainer holds it open now; one that was never opened is missing.
    """
    told = [fact for fact in evidence if fact.kind == "quiz"]
    found = []
    paired = course.prepost
    if paired is not None:
        count, cut = len(paired.forms["A"]), paired.cut
        for kind, key in (("pre-test", paired.pretest_id), ("post-test", paired.posttest_id)):
            opening = {None: "not open yet", True: "open", False: "closed"}[openings.get(key)]
            found.append(_test(kind, key, opening, count, paired.pass_mark, paired.minutes, cut, tries_at(key, told)))
    for quiz in (course.final, course.refresher):
        if quiz is not None:
            found.append(
                _test(
                    quiz.kind,
                    quiz.id,
                    "open",
                    quiz.asked,
                    quiz.pass_mark,
                    quiz.minutes,
                    quiz.cut,
                    tries_at(quiz.id, told),
                )
            )
    return tuple(found)


def _test(
    kind: str,
    key: str,
    opening: str,
    questions: int,
    pass_mark: int,
    minutes: int,
    cut: Cut | None,
    tries: Sequence[Mapping[str, Any]],
) -> CourseTest:
    is_passed = any(facts["is_passed"] for facts in tries)
    if not tries:
        state = opening
    elif kind == "pre-test":
        state = "done"
    else:
        state = "passed" if is_passed else "waits" if tries[-1]["waits"] else "not passed"
    best = max((facts["points"] for facts in tries), default=0)
    return CourseTest(kind, key, state, questions, pass_mark, minutes, cut, best, is_passed)


def next_step(modules: Iterable[ModuleProgress], tests: Sequence[CourseTest]) -> Step | None:
    """What to do next in the whole course: the pre-test comes before everything, the other tests come last."""
    before = [test.next_step for test in tests if test.kind == "pre-test"]
    after = [test.next_step for test in tests if test.kind != "pre-test"]
    steps = (*before, *(module.next_step for module in modules), *after)
    return next((step for step in steps if step is not None), None)
