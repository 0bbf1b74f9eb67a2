"""Reading results: first attempts of each person, the answers that count, and who may have them added up."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import or_, update

from tests.conftest import counting
from tests.progress import make as people
from tests.reports import make
from tot.courses.rules import Criterion
from tot.db import db
from tot.progress.models import Opening
from tot.quizzes.models import Answer, Attempt, Marking
from tot.quizzes.rules import drawn
from tot.reports import queries
from tot.reports.analysis import analyse, distribution
from tot.reports.learning import learning_of
from tot.reports.rules.taken import NOTHING
from tot.reports.rules.tests import chosen_in, item_of, published_tests, share_of, times_taken
from tot.reports.rules.whole import WholeFigures

pytestmark = pytest.mark.usefixtures("inside")

EVERYTHING = [True] * 10


def only_sheet(where):
    (sheet,) = queries.sheets(where)
    return sheet


def test_a_cohort_is_analysed_with_what_was_answered() -> None:
    version, quiz = make.check()
    cohort, enrolments = make.cohort(version, 40)
    right = make.drawn(40, 10)
    make.take(enrolments, quiz, right)
    where = queries.of_cohort(cohort.id)
    sheet = only_sheet(where)
    assert (sheet.quiz_key, sheet.takers, sheet.course_key) == (quiz.id, 40, "BRD")
    analysis = analyse(sheet, queries.results(sheet, where))
    assert analysis.whole.n == 40
    assert analysis.whole.mean == pytest.approx(sum(map(sum, right)) / 40)
    for at, row in enumerate(analysis.rows):
        assert row.figures.difficulty == pytest.approx(sum(one[at] for one in right) / 40)
        assert row.figures.seconds == 30
        if row.question.type in ("single", "branch", "tf"):
            key = next(option for option in row.figures.options if option.is_key)
            assert key.count == sum(one[at] for one in right)
            assert sum(option.count for option in row.figures.options) == 40
    assert analysis.languages == {"en": 40}


def test_only_the_first_finished_attempt_of_a_person_counts() -> None:
    version, quiz = make.check()
    cohort, enrolments = make.cohort(version, 3)
    first, second, third = enrolments
    make.take([first], quiz, [[False] * 10])
    make.take([first], quiz, [EVERYTHING], number=2)  # she has seen the key
    make.take([second], quiz, [EVERYTHING], is_finished=False)
    where = queries.of_cohort(cohort.id)
    results = queries.results(only_sheet(where), where)
    assert [taken.right for taken in results.takings] == [0]
    # The same person in a later cohort has seen the test as well.
    later = people.cohort(version)
    again = people.enrolment(later, first.person)
    make.take([again], quiz, [EVERYTHING])
    assert queries.sheets(queries.of_cohort(later.id)) == []
    make.take([third], quiz, [EVERYTHING])
    assert sorted(taken.right for taken in queries.results(only_sheet(where), where).takings) == [0, 10]


def test_a_later_revision_and_a_marking_count_and_who_waits_is_only_counted() -> None:
    version, quiz = make.check()
    cohort, enrolments = make.cohort(version, 3)
    ids = make.take(enrolments, quiz, [[False] * 10] * 3)
    single = next(question for question in quiz.questions if question.type == "single")
    db.session.add(
        Answer(
            attempt_id=ids[0], question_key=single.id, version_id=single.version_id, revision=2, client_key="second",
            response=single.key, points=1.0, answered_at=people.AT + timedelta(minutes=20),
        )
    )  # fmt: skip
    short = next(question for question in quiz.questions if question.type == "short")
    answers = {}
    for attempt in ids[1:]:
        db.session.execute(
            update(Answer).where(Answer.attempt_id == attempt, Answer.question_key == short.id).values(points=None)
        )
        answers[attempt] = db.session.query(Answer.id).filter_by(attempt_id=attempt, question_key=short.id).scalar()
    for number, points in ((1, 0.0), (2, float(short.points))):
        db.session.add(
            Marking(
                answer_id=answers[ids[1]], number=number, criteria={}, points=points, remark="", marked_at=people.AT,
                marked_by_id=cohort.led_by_id,
            )
        )  # fmt: skip
    db.session.flush()
    where = queries.of_cohort(cohort.id)
    results = queries.results(only_sheet(where), where)
    assert results.waiting == 1
    first, second = results.takings
    assert (first.right, second.right) == (1, 1)
    assert first.outcomes[quiz.questions.index(single)].chosen == (single.key,)
    assert first.seconds[quiz.questions.index(single)] == 30  # until the first answer, not until the last
    assert second.outcomes[quiz.questions.index(short)].is_right


def test_a_question_without_an_answer_counts_as_not_right() -> None:
    version, quiz = make.check()
    cohort, enrolments = make.cohort(version, 1)
    (attempt,) = make.take(enrolments, quiz, [EVERYTHING])
    db.session.query(Answer).filter_by(attempt_id=attempt, question_key=quiz.questions[0].id).delete()
    where = queries.of_cohort(cohort.id)
    (taken,) = queries.results(only_sheet(where), where).takings
    assert taken.right == 9
    assert (taken.outcomes[0].share, taken.outcomes[0].chosen, taken.seconds[0]) == (0, None, None)


def test_who_may_have_what_added_up() -> None:
    version, quiz = make.check()
    one, enrolments = make.cohort(version, 2)
    other, others = make.cohort(version, 3)
    make.take(enrolments + others, quiz, [EVERYTHING] * 5)

    def reach(person):
        db.session.refresh(person)
        return sum(sheet.takers for sheet in queries.sheets(queries.in_reach(person)))

    assert reach(one.led_by) == 2
    assert reach(other.led_by) == 3
    assert reach(enrolments[0].person) == 0
    assert reach(make.with_office("m&e officer")) == 5
    assert reach(make.with_office("observer", other.place_path)) == 3
    assert reach(make.with_office("coordinator", one.place_path)) == 2
    assert reach(make.with_office("administrator")) == 0


def test_the_number_of_queries_does_not_grow_with_people(world) -> None:
    version, quiz = make.check()
    counts = []
    for size in (1, 12):
        cohort, enrolments = make.cohort(version, size)
        make.take(enrolments, quiz, make.drawn(size, 10))
        where = queries.of_cohort(cohort.id)
        db.session.flush()
        with counting(world) as seen:
            queries.results(only_sheet(where), where)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_each_form_of_a_paired_test_is_a_sheet_of_its_own() -> None:
    version, course = make.tested()
    cohort, enrolments = make.cohort(version, 5)
    for form, some in (("A", enrolments[:3]), ("B", enrolments[3:])):
        quiz = make.half(course, "BRD-pre", form)
        make.take(some, quiz, make.drawn(len(some), len(quiz.questions)), form=form)
    where = queries.of_cohort(cohort.id)
    found = queries.sheets(where)
    assert [(sheet.quiz_key, sheet.form, sheet.takers) for sheet in found] == [("BRD-pre", "A", 3), ("BRD-pre", "B", 2)]
    for sheet, form in zip(found, "AB", strict=True):
        assert sheet.test.questions == course.prepost.form(form)
        assert not sheet.test.is_mastery
        assert len(queries.results(sheet, where).takings) == sheet.takers


def test_what_was_not_drawn_was_not_asked() -> None:
    version, course = make.tested()
    cohort, enrolments = make.cohort(version, 1)
    quiz = course.final
    asked = {question.id for question in drawn(quiz, 1).questions}
    make.take(enrolments, replace(quiz, questions=drawn(quiz, 1).questions), [[True] * quiz.asked])
    where = queries.of_cohort(cohort.id)
    sheet = only_sheet(where)
    (taken,) = queries.results(sheet, where).takings
    assert [one and one.is_right for one in taken.outcomes] == [
        True if question.id in asked else None for question in quiz.questions
    ]
    analysis = analyse(sheet, queries.results(sheet, where))
    assert (analysis.whole.of, analysis.whole.mean) == (4, 4)


def take_drawn(enrolments, final, *, seed: int) -> None:
    """Everybody takes the final test with questions of her own lot; the first two are asked of all."""
    chance = Random(seed)
    for lot, enrolment in enumerate(enrolments, seed * 1000):
        asked = drawn(final, lot)
        (attempt,) = make.take([enrolment], asked, [[chance.random() < 0.6 for _question in asked.questions]])
        db.session.execute(update(Attempt).where(Attempt.id == attempt).values(seed=lot))


def test_a_drawn_test_is_analysed_by_who_was_asked_what() -> None:
    version, course = make.tested()
    cohort, enrolments = make.cohort(version, 40)
    take_drawn(enrolments, course.final, seed=1)
    where = queries.of_cohort(cohort.id)
    sheet = only_sheet(where)
    found = queries.results(sheet, where)
    analysis = analyse(sheet, found)
    assert analysis.is_drawn
    assert (analysis.whole.n, analysis.whole.of, analysis.whole.method) == (40, 4, "pairs")
    assert sum(row.figures.n for row in analysis.rows) == 160
    assert [row.figures.n for row in analysis.rows if row.question in course.final.always] == [40, 40]
    for at, row in enumerate(analysis.rows):
        asked = [one for taken in found.takings if (one := taken.outcomes[at]) is not None]
        assert row.figures.n == len(asked)
        assert row.figures.difficulty == pytest.approx(sum(one.share for one in asked) / len(asked))
    # Some questions of the pool were drawn by fewer than ten: of them only that is said.
    few, enrolments = make.cohort(version, 12)
    take_drawn(enrolments, course.final, seed=2)
    where = queries.of_cohort(few.id)
    sheet = only_sheet(where)
    analysis = analyse(sheet, queries.results(sheet, where))
    assert analysis.whole.reliability is None
    hidden = [row for row in analysis.rows if row.figures.n < 10]
    assert hidden
    assert {(row.figures.difficulty, row.figures.options, row.flags) for row in hidden} == {(None, (), ())}
    assert [row.figures.difficulty is None for row in analysis.rows if row not in hidden] == [False, False]


def test_gain_matches_the_same_people_before_and_after() -> None:
    version, course = make.tested()
    cohort, enrolments = make.cohort(version, 9)
    other, few = make.cohort(version, 2)
    size = len(course.prepost.forms["A"])
    low, high = [True] * (size // 2) + [False] * (size - size // 2), [True] * size
    for group in (enrolments, few):
        make.take(group, make.half(course, "BRD-pre", "A"), [low] * len(group), form="A")
    make.take(enrolments[:7], make.half(course, "BRD-post", "B"), [high] * 7, form="B")
    (one, two) = queries.groups(queries.of_cohort(cohort.id) | queries.of_cohort(other.id), "BRD")
    found = one.gain
    assert (found.pairs, found.only_pre, found.only_post) == (7, 2, 0)
    assert (found.class_gain, found.improved, found.post) == (pytest.approx(1), 1, 1)
    assert found.pre == pytest.approx((size // 2) / size)
    assert (two.gain.pairs, two.gain.only_pre, two.gain.class_gain) == (0, 2, None)
    assert set(queries.names_of(one.pairs)) == {enrolment.person_id for enrolment in enrolments[:7]}


def test_only_who_could_take_the_post_test_has_dropped_out() -> None:
    version, course = make.tested()
    size = len(course.prepost.forms["A"])
    made = [make.cohort(version, 8) for _cohort in range(4)]
    for _cohort, enrolments in made:
        make.take(enrolments, make.half(course, "BRD-pre", "A"), [[True] * size] * 8, form="A")
    (_paper, on_paper), (closed, missing), (opened, answering), (_never, _nobody) = made
    for enrolments, came in ((on_paper, 6), (missing, 5), (answering, 1)):
        make.take(enrolments[:came], make.half(course, "BRD-post", "B"), [[True] * size] * came, form="B")
    for cohort, states in ((closed, (True, False)), (opened, (True, False, True))):
        for number, is_open in enumerate(states, 1):
            opening = Opening(
                cohort_id=cohort.id, quiz_key="BRD-post", number=number, is_open=is_open, at=people.AT,
                by_id=cohort.led_by_id,
            )  # fmt: skip
            db.session.add(opening)
    db.session.flush()
    everywhere = or_(*(queries.of_cohort(cohort.id) for cohort, _enrolments in made))
    groups = queries.groups(everywhere, "BRD")
    assert [group.is_held for group in groups] == [True, True, False, False]
    found = learning_of(groups, {}, is_counted=False)
    assert (found.together.pairs, found.together.only_pre) == (12, 20)
    assert (found.left, found.to_come, found.dropped_out) == (5, 15, pytest.approx(5 / 16))
    counted = learning_of(groups, {}, is_counted=True)
    assert (counted.left, counted.to_come, counted.dropped_out) == (0, 0, None), "small numbers are in no sum"


def test_those_who_learned_stand_in_the_order_of_every_other_list() -> None:
    names = dict(enumerate(["Yoʻldosheva", "Choriyev", "Эргашев", "Oʻktamov", "Zokirov", "Unseen"], 1))
    points = dict.fromkeys(names, (1.0, 2.0))
    seen = {person: name for person, name in names.items() if name != "Unseen"}
    found = learning_of([queries.Group(1, "Fictional", points, points)], seen, is_counted=False)
    assert [row[0] for row in found.people] == ["Эргашев", "Yoʻldosheva", "Zokirov", "Oʻktamov", "Choriyev"]


def test_a_new_version_of_a_test_begins_anew() -> None:
    version, quiz = make.check()
    cohort, enrolments = make.cohort(version, 2)
    ids = make.take(enrolments, quiz, [EVERYTHING] * 2)
    older = people.bare_version("OLDER", "quiz")
    db.session.execute(update(Attempt).where(Attempt.id == ids[0]).values(version_id=older.id))
    found = queries.sheets(queries.of_cohort(cohort.id))
    assert [(sheet.version_id, sheet.takers) for sheet in found] == [(quiz.version_id, 1), (older.id, 1)] or [
        (sheet.version_id, sheet.takers) for sheet in found
    ] == [(older.id, 1), (quiz.version_id, 1)]


@pytest.mark.parametrize(
    ("kind", "response", "options"),
    [("single", '"b"', ("b",)), ("branch", '"a"', ("a",)), ("multi", '["a", "c"]', ("a", "c")),
     ("tf", "true", ("true",)), ("num", "18", ()), ("short", '"a"', ()), ("match", '{"a": "r1"}', ()),
     ("order", '["a", "b"]', ())],
)  # fmt: skip
def test_what_was_chosen(kind: str, response: str, options: tuple[str, ...]) -> None:
    assert chosen_in(people.question("q", type=kind), response) == options


def test_items_of_questions() -> None:
    multi = item_of(people.question("q", type="multi", options=("a", "b", "c"), key=("a", "b")))
    assert (multi.options, multi.key) == (("a", "b", "c"), {"a", "b"})
    tf = item_of(people.question("q", type="tf", options=(), key=False))
    assert (tf.options, tf.key) == (("true", "false"), {"false"})
    assert item_of(people.question("q", type="short", options=(), key=None)).options == ()


def test_what_an_answer_was_worth() -> None:
    single, criterion = people.question("q", type="single", points=2), Criterion(id="c", text={}, patterns={})
    assert [share_of(single, points) for points in (0, 1.99, 2)] == [0, 0, 1]
    rubric = people.question("q", type="short", options=(), key=None, points=4, criteria=(criterion,))
    assert [share_of(rubric, points) for points in (-1, 0, 1, 3, 4, 9)] == [0, 0, 0.25, 0.75, 1, 1]


def test_what_was_keyed_in_from_paper_and_taken_back_is_no_answer() -> None:
    version, quiz = make.check()
    cohort, enrolments = make.cohort(version, 1)
    (attempt,) = make.take(enrolments, quiz, [EVERYTHING])
    asked = quiz.questions[0]
    db.session.add(
        Answer(
            attempt_id=attempt, question_key=asked.id, version_id=asked.version_id, revision=2, client_key="again",
            response=None, points=0.0, answered_at=people.AT + timedelta(days=1),
        )
    )  # fmt: skip
    db.session.flush()
    where = queries.of_cohort(cohort.id)
    (taken,) = queries.results(only_sheet(where), where).takings
    assert (taken.right, taken.outcomes[0]) == (9, NOTHING)


def test_pauses_are_no_time() -> None:
    assert times_taken(1000, [(1060, 1), (1030, 0), (9000, 2), (9010, 3)]) == {0: 30, 1: 30, 3: 10}
    assert times_taken(1000, [(1000, 0), (1000, 1), (1000, 2)]) == {}, "keyed in from paper, all in one moment"
    assert times_taken(1000, []) == {}


def test_the_tests_of_a_course_come_in_their_order() -> None:
    assert [test.key for test in published_tests(people.border_value()) if test.module] == ["BRD-2-check"]


@pytest.mark.parametrize(
    ("scores", "bars"),
    [
        ((0, 6, 2, 7), {"0": 0, "1": 6, "2–3": 9}),
        ((1, 0, 0, 20), {"0–3": 21}),
        ((9, 0, 0, 2), {"0–3": 11}),
        ((5, 5, 5), {"0": 5, "1": 5, "2": 5}),
        ((1, 1, 1, 1, 1, 9), {"0–4": 5, "5": 9}),
    ],
)
def test_no_bar_stands_for_somebody(scores: tuple[int, ...], bars: dict[str, int]) -> None:
    whole = WholeFigures(sum(scores), len(scores) - 1, None, None, None, "KR-20", None, scores)
    assert {bar["label"]: bar["count"] for bar in distribution(whole, is_counted=True)} == bars
    assert [bar["count"] for bar in distribution(whole, is_counted=False)] == list(scores)
