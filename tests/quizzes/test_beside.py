"""Two mark the same answers without knowing of each other; what both gave counts, or what a third decides."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as property_of
from hypothesis import strategies as some
from sqlalchemy import func, select

from tests.progress import make
from tests.quizzes.make import OPEN, World, handed_in, marker_for, world
from tot.accounts.models import Person
from tot.audit import Did, Event
from tot.cohorts.models import Cohort
from tot.db import db, transaction
from tot.mail import Letter
from tot.progress.queries import evidence_of
from tot.quizzes import actions, queries, settling
from tot.quizzes.models import Answer, Marker, Marking, Rating
from tot.quizzes.settling import Rated, Standing, standing
from tot.refusals import Refused

CHECK = "BRD-2-check"
BOTH, ONE, NONE = ({"no_promise": first, "need_to_know": second} for first, second in ((1, 1), (1, 0), (0, 0)))
LATER = timedelta(minutes=1)


@pytest.fixture
def w(inside: None) -> World:
    return world()


@pytest.fixture
def second(w: World) -> Person:
    who = marker_for(w, "Sabohat Fictional")
    who.email = "sabohat@example.org"
    return who


@pytest.fixture
def third(w: World) -> Person:
    who = marker_for(w, "Tohir Fictional")
    who.email = "tohir@example.org"
    return who


def choose(w: World, person: Person, part: str, now: datetime) -> Marker:
    with transaction():
        return actions.choose_marker(w.cohort, CHECK, part, person.id, w.trainer, now)


def rate(
    answer: Answer, part: str, by: Person, said: Mapping[str, int], now: datetime, number: int = 1, **more: str
) -> Rating:
    turn = queries.turn(answer.id, part)
    assert turn
    values = {"remark": "", **more}
    with transaction():
        return actions.rate(turn, said, values.pop("remark"), number=number, actor=by, now=now, **values)


def markings(answer: Answer) -> list[Marking]:
    return list(db.session.scalars(select(Marking).where(Marking.answer_id == answer.id).order_by(Marking.number)))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# What follows, without a database.


def rated(part: str, points: Mapping[str, int], number: int = 1, by: int = 0, remark: str = "") -> Rated:
    return Rated(part, number, by or settling.PARTS.index(part) + 1, points, remark)


@pytest.mark.parametrize(
    ("ratings", "counts", "takes"),
    [
        ([], None, {"first", "second"}),
        ([rated("first", BOTH)], None, {"first", "second"}),
        ([rated("second", BOTH)], None, {"first", "second"}),
        ([rated("first", BOTH), rated("second", BOTH)], ("agreed", BOTH), set()),
        ([rated("first", BOTH), rated("second", ONE)], None, {"third"}),
        ([rated("first", ONE), rated("first", BOTH, 2), rated("second", BOTH)], ("agreed", BOTH), set()),
        # As many points, but for other reasons: that is no agreement.
        ([rated("first", {"a": 1, "b": 0}), rated("second", {"a": 0, "b": 1})], None, {"third"}),
        ([rated("first", BOTH), rated("second", ONE), rated("third", NONE)], ("decided", NONE), {"third"}),
        (
            [rated("first", BOTH), rated("second", ONE), rated("third", NONE), rated("third", ONE, 2)],
            ("decided", ONE),
            {"third"},
        ),
    ],
)
def test_what_counts_and_whose_turn_it_is(
    ratings: list[Rated], counts: tuple[str, Mapping[str, int]] | None, takes: set[str]
) -> None:
    stands = standing(reversed(ratings))
    settled = stands.settled
    assert (settled and (settled.how, settled.criteria)) == counts
    assert {part for part in settling.PARTS if stands.takes(part)} == takes


def test_the_remarks_of_both_reach_the_participant_once() -> None:
    for first, second, said in (
        ("Good.", "Good.", "Good."),
        ("Good.", "Clear.", "Good.\n\nClear."),
        ("", "Clear.", "Clear."),
    ):
        stands = standing([rated("first", BOTH, remark=first), rated("second", BOTH, remark=second)])
        assert stands.settled
        assert stands.settled.remark == said


LEVELS = some.fixed_dictionaries({"a": some.integers(0, 3), "b": some.integers(0, 1)})


@property_of(some.lists(some.tuples(some.sampled_from(settling.PARTS), LEVELS), max_size=12))
def test_what_counts_is_always_agreed_or_decided(steps: list[tuple[str, dict[str, int]]]) -> None:
    """Whoever tries whatever in whatever order, only what is taken is kept."""
    kept: list[Rated] = []
    for part, points in steps:
        stands = standing(kept)
        if stands.takes(part):
            own = stands.of(part)
            kept.append(rated(part, points, own.number + 1 if own else 1))
    stands = standing(kept)
    settled = stands.settled
    if settled is None:
        assert not stands.is_read_by_both or (stands.is_apart and stands.third is None)
    elif settled.how == "agreed":
        assert settled.criteria == stands.first.criteria == stands.second.criteria
        assert stands.third is None
    else:
        assert stands.first.criteria != stands.second.criteria
        assert settled.criteria == stands.third.criteria


@property_of(some.sets(some.integers(1, 500), max_size=30))
def test_every_marker_reads_in_an_order_of_her_own_that_stays(numbers: set[int]) -> None:
    for person in (1, 2):
        order = settling.in_order_of(person, numbers)
        assert sorted(order) == sorted(numbers)
        assert order == settling.in_order_of(person, reversed(order))
        later = settling.in_order_of(person, numbers | {501})
        assert [one for one in later if one != 501] == order  # whoever hands in late moves nobody past another
    few = range(1, 31)
    assert len({tuple(settling.in_order_of(person, few)) for person in (1, 2)} | {tuple(few)}) == 3


def test_which_of_two_is_shown_first_tells_nothing_and_stays() -> None:
    both = [rated("first", BOTH), rated("second", ONE)]
    shown = [tuple(one.part for one in settling.shuffled(number, both)) for number in range(200)]
    assert 60 < shown.count(("first", "second")) < 140
    assert shown == [tuple(one.part for one in settling.shuffled(number, both)) for number in range(200)]


# What happens.


def test_where_both_agree_it_counts_at_once(w: World, second: Person, now: datetime) -> None:
    answer = handed_in(w, at=now)
    choose(w, second, "second", now)
    assert db.session.scalar(select(queries.count_waiting()).select_from(Cohort)) == 1
    rate(answer, "first", w.trainer, BOTH, now, remark="Good.")
    assert db.session.scalar(select(queries.count_waiting()).select_from(Cohort)) == 0
    assert not markings(answer)
    assert queries.answers_of(answer.attempt_id)[OPEN].points is None
    assert queries.count_beside(second.id) == 1
    rate(answer, "second", second, BOTH, now + LATER)
    assert queries.count_beside(second.id) == 0
    (marking,) = markings(answer)
    assert (marking.points, marking.criteria, marking.settled, marking.remark) == (2, BOTH, "agreed", "Good.")
    given = queries.answers_of(answer.attempt_id)[OPEN]
    assert (given.points, given.settled, given.marked_by) == (2, "agreed", "")
    told = evidence_of([w.enrolment.id])[w.enrolment.id]
    assert [fact.facts["points"] for fact in told] == [0, 1]
    assert told[-1].source == f"marking {marking.id} of attempt {answer.attempt_id}"
    facts = [
        one.facts for one in db.session.scalars(select(Event).where(Event.thing_kind == "answers").order_by(Event.id))
    ]
    assert facts == [
        {"answer": answer.id, "part": "first", "number": 1, "points": 2.0},
        {"answer": answer.id, "part": "second", "number": 1, "points": 2.0},
        {"answer": answer.id, "points": 2.0, "how": "agreed"},
    ]


def test_where_they_differ_a_third_decides_and_may_correct_himself(
    w: World, second: Person, third: Person, now: datetime
) -> None:
    answer = handed_in(w, at=now)
    choose(w, second, "second", now)
    rate(answer, "second", second, ONE, now)
    rate(answer, "first", w.trainer, BOTH, now)
    assert not markings(answer)
    assert queries.turn(answer.id, "third") is None  # nobody was asked yet
    choose(w, third, "third", now)
    assert queries.count_beside(third.id) == 1
    with pytest.raises(Refused):  # after both have read, a change would be a reply
        rate(answer, "first", w.trainer, ONE, now, number=2)
    rate(answer, "third", third, ONE, now, reason="Nothing on who must know.")
    rate(answer, "third", third, BOTH, now + LATER, number=2, reason="It is in the second sentence.")
    assert [(one.points, one.settled) for one in markings(answer)] == [(1, "decided"), (2, "decided")]
    assert queries.answers_of(answer.attempt_id)[OPEN].points == 2
    assert queries.count_beside(third.id) == 0
    assert count(Rating) == 4


def test_each_may_change_her_mind_until_the_other_has_read(w: World, second: Person, now: datetime) -> None:
    answer = handed_in(w, at=now)
    choose(w, second, "second", now)
    rate(answer, "second", second, NONE, now)
    rate(answer, "second", second, ONE, now, number=2)
    rate(answer, "second", second, ONE, now, number=2)  # the same again
    with pytest.raises(Refused):  # an older window
        rate(answer, "second", second, BOTH, now, number=1)
    rate(answer, "first", w.trainer, ONE, now)
    assert [one.points for one in markings(answer)] == [1]
    assert [(one.part, one.number) for one in db.session.scalars(select(Rating).order_by(Rating.id))] == [
        ("second", 1), ("second", 2), ("first", 1),
    ]  # fmt: skip


def test_a_double_click_on_what_settles_settles_once(w: World, second: Person, now: datetime) -> None:
    answer = handed_in(w, at=now)
    choose(w, second, "second", now)
    rate(answer, "first", w.trainer, BOTH, now)
    first, again = (rate(answer, "second", second, BOTH, now) for _click in range(2))
    assert first.id == again.id
    assert (count(Marking), count(Rating)) == (1, 2)


def test_one_marker_is_as_before_and_two_do_not_mark_alone(w: World, second: Person, now: datetime) -> None:
    before, after = handed_in(w, at=now), handed_in(w, person=make.person("Zulayho Fictional"), at=now)

    def mark(answer: Answer, number: int) -> None:
        with transaction():
            actions.mark(answer, ONE, "", number=number, actor=w.trainer, now=now)

    mark(before, 1)
    with pytest.raises(Refused):
        rate(before, "first", w.trainer, BOTH, now)
    choose(w, second, "second", now)
    with pytest.raises(Refused):
        mark(after, 1)
    mark(before, 2)  # was marked by one before there was a second: stays hers
    assert [one.settled for one in markings(before)] == [None, None]
    assert queries.count_beside(second.id) == 1
    with pytest.raises(Refused):
        rate(before, "second", second, BOTH, now)


def test_nobody_reads_an_answer_in_two_parts(w: World, second: Person, third: Person, now: datetime) -> None:
    answer = handed_in(w, at=now)
    choose(w, second, "second", now)
    rate(answer, "second", second, ONE, now)
    rate(answer, "first", w.trainer, BOTH, now)
    choose(w, third, "second", now)  # somebody else goes on as second
    with pytest.raises(Refused):
        choose(w, second, "third", now)
    with pytest.raises(Refused):
        choose(w, third, "third", now)
    with pytest.raises(Refused):
        choose(w, w.trainer, "third", now)
    with pytest.raises(Refused):
        rate(answer, "second", second, ONE, now, number=2)
    assert [one.points for one in db.session.scalars(select(Rating).where(Rating.part == "second"))] == [1]


def test_who_may_be_asked(w: World, second: Person, now: datetime) -> None:
    """Not those without a valid licence, not the participants, also those who left, not the trainer herself."""
    ended = marker_for(w, "Ended", ended_at=now)
    over = marker_for(w, "Over", valid_until=now.date() - timedelta(days=1))
    other = marker_for(w, "Other course", course_key="BRD-2-check")
    left = marker_for(w, "Left")
    make.enrolment(w.cohort, left, ended_at=now)
    never_came = marker_for(w, "Never came")
    never_came.password_hash = None
    db.session.flush()
    found = queries.candidates(w.cohort, CHECK, "second", w.trainer, now.date())
    assert [(one.person_id, one.why) for one in found] == [(second.id, "region")]
    for who in (ended, over, other, left, never_came, w.trainer, w.person):
        with pytest.raises(Refused):
            choose(w, who, "second", now)
    with pytest.raises(Refused):  # one marker is enough, so there is nothing to decide
        choose(w, second, "third", now)


def test_a_licence_to_mark_ends_with_the_day_of_the_place(w: World) -> None:
    until_today = marker_for(w, valid_until=datetime(2027, 3, 1, tzinfo=UTC).date())
    with pytest.raises(Refused):
        choose(w, until_today, "second", datetime(2027, 3, 1, 23, 30, tzinfo=UTC))  # 2 March in Tashkent
    assert choose(w, until_today, "second", datetime(2027, 3, 1, 18, 30, tzinfo=UTC)).person_id == until_today.id


def test_choosing_twice_asks_once_and_another_takes_her_place(
    w: World, second: Person, third: Person, now: datetime
) -> None:
    first = choose(w, second, "second", now)
    assert choose(w, second, "second", now + LATER).id == first.id
    choose(w, third, "second", now + LATER)
    rows = list(db.session.scalars(select(Marker).order_by(Marker.id)))
    assert [(one.person_id, one.ended_at) for one in rows] == [(second.id, now + LATER), (third.id, None)]
    kinds = list(db.session.scalars(select(Event.kind).where(Event.thing_kind == "markers").order_by(Event.id)))
    assert kinds == [Did.CHOSE_MARKER.value, Did.DISMISSED_MARKER.value, Did.CHOSE_MARKER.value]
    letters = list(db.session.scalars(select(Letter).order_by(Letter.id)))
    assert [(one.person_id, one.purpose) for one in letters] == [
        (second.id, "second marker"),
        (third.id, "second marker"),
    ]
    assert "/quizzes/marking" in letters[0].body
    assert w.cohort.name not in letters[0].body
    assert w.trainer.name not in letters[0].body


def test_letters_of_a_disagreement(w: World, second: Person, third: Person, now: datetime) -> None:
    """Nobody there: the trainer is told once. A third is asked when the first answer waits for him, once."""
    w.trainer.email = "malika@example.org"
    answers = [handed_in(w, at=now), *(handed_in(w, person=make.person(), at=now) for _more in range(2))]
    choose(w, second, "second", now)
    for answer in answers[:2]:
        rate(answer, "first", w.trainer, BOTH, now)
        rate(answer, "second", second, NONE, now)
    purposes = [one.purpose for one in db.session.scalars(select(Letter).order_by(Letter.id))]
    assert purposes == ["second marker", "third marker missing"]
    choose(w, third, "third", now)
    rate(answers[2], "first", w.trainer, BOTH, now)
    rate(answers[2], "second", second, NONE, now)
    letters = list(db.session.scalars(select(Letter).where(Letter.person_id == third.id)))
    assert [one.purpose for one in letters] == ["third marker"]


def test_a_third_who_was_asked_beforehand_hears_of_it_when_he_is_needed(
    w: World, second: Person, third: Person, now: datetime
) -> None:
    answer = handed_in(w, at=now)
    choose(w, second, "second", now)
    choose(w, third, "third", now)
    told = select(func.count()).select_from(Letter).where(Letter.person_id == third.id)
    assert db.session.scalar(told) == 0
    rate(answer, "first", w.trainer, BOTH, now)
    rate(answer, "second", second, NONE, now)
    assert db.session.scalar(told) == 1


def test_going_on_alone_counts_what_the_trainer_gave(w: World, second: Person, now: datetime) -> None:
    answers = [handed_in(w, at=now), handed_in(w, person=make.person(), at=now)]
    choose(w, second, "second", now)
    rate(answers[0], "first", w.trainer, ONE, now, remark="So.")
    with transaction():
        assert actions.go_on_alone(w.cohort, CHECK, w.trainer, now) == 1
        assert actions.go_on_alone(w.cohort, CHECK, w.trainer, now) == 0
    (marking,) = markings(answers[0])
    assert (marking.points, marking.remark, marking.settled, marking.marked_by_id) == (1, "So.", None, w.trainer.id)
    with transaction():
        actions.mark(answers[1], BOTH, "", number=1, actor=w.trainer, now=now)
    assert queries.count_beside(second.id) == 0


def test_nobody_goes_on_alone_past_what_a_second_has_read(w: World, second: Person, now: datetime) -> None:
    answer = handed_in(w, at=now)
    choose(w, second, "second", now)
    rate(answer, "second", second, ONE, now)
    with pytest.raises(Refused), transaction():
        actions.go_on_alone(w.cohort, CHECK, w.trainer, now)
    rate(answer, "first", w.trainer, ONE, now)
    with transaction():
        assert actions.go_on_alone(w.cohort, CHECK, w.trainer, now) == 0


def test_the_piles_of_everybody(w: World, second: Person, third: Person, now: datetime) -> None:
    answers = [handed_in(w, at=now), *(handed_in(w, person=make.person(), at=now + LATER) for _more in range(2))]

    def piles(person: Person) -> list[tuple[str, int, int]]:
        return [(pile.part, pile.done, pile.count) for pile in queries.piles_of(person.id)]

    assert piles(w.trainer) == [("first", 0, 3)]
    assert piles(second) == []
    choose(w, second, "second", now)
    choose(w, third, "third", now)
    rate(answers[0], "first", w.trainer, BOTH, now)
    rate(answers[0], "second", second, NONE, now)
    rate(answers[1], "second", second, NONE, now)
    assert (piles(w.trainer), piles(second), piles(third)) == (
        [("first", 1, 3)], [("second", 2, 3)], [("third", 0, 1)],
    )  # fmt: skip
    assert queries.piles_of(w.trainer.id)[0].since == now + LATER
    stack = queries.stack(w.cohort.id, CHECK, OPEN, "second")
    assert stack.left == {answers[2].id}
    assert stack.next_left(answers[1].id) == answers[2].id
    assert (stack.beside(answers[0].id, -1), stack.beside(answers[0].id, 1)) == (None, answers[1].id)
    counted = queries.how_far(w.cohort.id)[CHECK]
    assert (counted.first, counted.second, counted.apart, counted.marked) == (2, 1, 1, 0)


STEPS = some.lists(
    some.tuples(some.sampled_from(settling.PARTS), some.sampled_from([0, 1, 2]), some.integers(1, 3)), max_size=10
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@property_of(steps=STEPS)
def test_the_counting_points_are_always_agreed_or_decided(inside: None, steps: list[tuple[str, int, int]]) -> None:
    """Whatever markers send, in whatever order and from whatever window, on a real database."""
    w = world()
    people = {"first": w.trainer, "second": marker_for(w), "third": marker_for(w)}
    answer = handed_in(w)
    for part in ("second", "third"):
        choose(w, people[part], part, make.AT)
    for part, points, number in steps:
        said = {"no_promise": int(points > 0), "need_to_know": int(points > 1)}
        with suppress(Refused):
            rate(answer, part, people[part], said, make.AT, number, reason="So.")
    stands: Standing = queries.standing_of(answer.id)
    found, settled = markings(answer), stands.settled
    assert (settled is None) == (not found)
    if settled is not None:
        assert found[-1].criteria == settled.criteria
        assert found[-1].settled == settled.how
        assert len(found) == (1 if settled.how == "agreed" else stands.third.number)
