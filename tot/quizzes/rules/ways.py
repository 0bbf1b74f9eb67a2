"""How a kind of quiz is taken: when an answer may change, what is shown when, and when time or attempts are over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tot.courses.rules import Quiz


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


def way_of(quiz: Quiz) -> Way:
    """How this quiz is taken."""
    return WAYS[quiz.kind]


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
