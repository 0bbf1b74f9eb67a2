"""What follows from times and marks: half-days, minutes that count, what a save changes, shares of time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

STATUSES = ("present", "late", "left early", "absent", "excused")
PARTIAL = ("late", "left early")  # those whose minutes are asked for
WIDEST = 18  # columns of sessions and days that a landscape page holds beside names and sums


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A usual half-day; `minutes` is contact time, without the break in the middle."""

    begins: time
    ends: time
    minutes: int


MORNING = HalfDay(time(9, 0), time(12, 30), 180)
AFTERNOON = HalfDay(time(13, 30), time(17, 0), 180)


def next_half_day(last_ends: datetime | None, starts_on: date, ends_on: date) -> tuple[date, HalfDay]:
    """What a new session most likely is: the afternoon after a morning, else the morning of the next day.

    `last_ends` is when the last session ends, in local time; the day suggested is never after `ends_on`.
    """
    if last_ends is None:
        return starts_on, MORNING
    if last_ends.time() <= AFTERNOON.begins:
        return last_ends.date(), AFTERNOON
    return min(last_ends.date() + timedelta(days=1), ends_on), MORNING


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants a session to be. Times are UTC; `minutes` is contact time without breaks."""

    title: str
    begins_at: datetime
    ends_at: datetime
    minutes: int
    mode: str
    venue: str
    module_key: str | None

    @property
    def length(self) -> int:
        """Minutes from the beginning to the end, breaks included."""
        return int((self.ends_at - self.begins_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one person at one session; `number` counts the corrections from 1."""

    number: int
    status: str
    minutes: int
    mode: str

    def says(self, other: "Mark | Wish | None") -> bool:
        """Whether both say the same about the person, whatever their numbers."""
        return other is not None and (self.status, self.minutes, self.mode) == (other.status, other.minutes, other.mode)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page wants a mark to be, and the number of the mark the page was drawn from (0: there was none)."""

    enrolment_id: int
    status: str
    minutes: int
    mode: str
    drawn_from: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """Wishes sorted by what they mean now: to be written, or against what somebody else saved meanwhile."""

    changes: tuple[Wish, ...]
    conflicts: tuple[Wish, ...]


def minutes_counted(status: str, minutes: int | None, full: int) -> int:
    """The minutes a status earns: all, none, or those given for somebody who missed a part (none given: all)."""
    if status == "present":
        return full
    if status in PARTIAL:
        return full if minutes is None else minutes
    return 0


def mode_counted(session_mode: str, chosen: str | None) -> str:
    """How a person took part: chosen where the session is hybrid, else as the session was held."""
    if session_mode != "hybrid":
        return session_mode
    return chosen if chosen in ("in person", "online") else "in person"


def sort_wishes(wishes: Iterable[Wish], history: Mapping[int, Sequence[Mark]]) -> Sorted:
    """What a save means, person by person. `history` holds each person's marks, the oldest first.

    A row that its page did not change never undoes what somebody else saved; one that both changed differently is a
    conflict, and nobody's choice is overwritten until a page that shows both is saved.
    """
    changes, conflicts = [], []
    for wish in wishes:
        marks = history.get(wish.enrolment_id, ())
        latest = marks[-1] if marks else None
        if latest is None:
            changes.append(wish)
        elif latest.says(wish):
            continue
        elif latest.number == wish.drawn_from:
            changes.append(wish)
        elif not any(mark.number == wish.drawn_from and mark.says(wish) for mark in marks):
            conflicts.append(wish)
    return Sorted(tuple(changes), tuple(conflicts))


def overlaps(begins: datetime, ends: datetime, others: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether the time between touches any of the others; one may begin when another ends."""
    return any(begins < other_ends and other_begins < ends for other_begins, other_ends in others)


def percent(part: int, whole: int) -> int | None:
    """The share in whole percent, rounded down so that 79.9 never reads as the 80 that is asked; None of nothing."""
    return part * 100 // whole if whole else None


@dataclass(frozen=True, slots=True)
class Held:
    """A session in the register: `is_marked` once anybody was marked in it."""

    id: int
    day: date
    minutes: int
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes attended of the sessions that were marked, in all and on each day."""

    minutes: int
    percent: int | None
    by_day: Mapping[date, int | None]


def share(sessions: Sequence[Held], marks: Mapping[int, Mark]) -> Share:
    """One person's share of the marked sessions; `marks` by session. Minutes never exceed those of the session."""
    have: dict[date, int] = defaultdict(int)
    planned: dict[date, int] = defaultdict(int)
    for session in sessions:
        planned[session.day] += session.minutes if session.is_marked else 0
        if session.is_marked and session.id in marks:
            have[session.day] += min(marks[session.id].minutes, session.minutes)
    total = sum(have.values())
    return Share(
        total, percent(total, sum(planned.values())), {d: percent(have[d], planned[d]) for d in sorted(planned)}
    )


def in_parts(sessions: Sequence[Held]) -> list[list[Held]]:
    """Sessions that stand beside each other on one page, with a column for each day; a day is never torn apart."""
    parts: list[list[Held]] = []
    for _day, held in groupby(sessions, key=lambda session: session.day):
        of_day = list(held)
        days = len({session.day for session in parts[-1]}) if parts else 0
        if not parts or len(parts[-1]) + days + len(of_day) + 1 > WIDEST:
            parts.append([])
        parts[-1] += of_day
    return parts
