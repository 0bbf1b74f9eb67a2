"""What one enrolment has to show: facts, each with the row that proves it, and the sessions that attendance counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# What each kind of evidence carries, exactly. `thing_key` is the section, the scenario, the quiz or "session <id>".
FACTS: dict[str, frozenset[str]] = {
    "section read": frozenset(),
    "scenario": frozenset({"ending", "is_safe", "scores"}),
    "quiz": frozenset({"points", "of", "is_passed", "waits"}),
    "attendance": frozenset({"minutes", "status", "number"}),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to one enrolment; `source` names the row that proves it."""

    kind: str
    thing_key: str
    source: str
    facts: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session that counts: not cancelled, on this day in the programme's time zone, with this contact time."""

    key: str  # "session 12", as evidence of attendance names it
    day: date
    minutes: int


def tries_at(quiz_key: str, evidence: Iterable[Fact]) -> list[Mapping[str, Any]]:
    """How somebody's finished attempts at a quiz stand, in their order: of each attempt the latest word counts.

    `source` says whose word it is: "attempt 17", then "marking 4 of attempt 17" or "regrade 2 of attempt 17"
    (or "undoing 3 of attempt 17").
    """
    found: dict[str, Mapping[str, Any]] = {}
    for fact in evidence:
        if fact.thing_key == quiz_key and fact.kind == "quiz":
            found[fact.source.rpartition(" of ")[2]] = fact.facts
    return list(found.values())


@dataclass(frozen=True, slots=True)
class MarkedAgain:
    """An attempt that stands otherwise than before, because the key of a question was corrected."""

    attempt_id: int
    quiz_key: str
    at: datetime
    is_undoing: bool = False  # an earlier marking was taken back


def marked_again(evidence: Iterable[Fact], since: datetime) -> tuple[MarkedAgain, ...]:
    """What was marked again after this moment, the latest first, each attempt once."""
    found: dict[str, MarkedAgain] = {}
    for fact in evidence:
        if fact.kind == "quiz" and fact.at > since and fact.source.startswith(("regrade ", "undoing ")):
            attempt = fact.source.rpartition(" ")[2]
            found[attempt] = MarkedAgain(int(attempt), fact.thing_key, fact.at, fact.source.startswith("undoing "))
    return tuple(sorted(found.values(), key=lambda one: one.at, reverse=True))


def minutes_present(meetings: Iterable[Meeting], evidence: Iterable[Fact]) -> dict[str, int]:
    """Meeting key → minutes that count: those of the mark with the highest number, never more than the meeting had."""
    last = _last_marks(evidence)
    return {m.key: min(last[m.key]["minutes"], m.minutes) if m.key in last else 0 for m in meetings}


def sessions_attended(evidence: Iterable[Fact]) -> tuple[int, int]:
    """At how many sessions somebody was, and how many minutes in all, by the last mark of each session."""
    minutes = [mark["minutes"] for mark in _last_marks(evidence).values() if mark["minutes"]]
    return len(minutes), sum(minutes)


def _last_marks(evidence: Iterable[Fact]) -> dict[str, Mapping[str, Any]]:
    """Meeting key → its mark with the highest number: a correction is a new mark."""
    last: dict[str, Mapping[str, Any]] = {}
    for fact in evidence:
        if fact.kind == "attendance" and fact.facts["number"] >= last.get(fact.thing_key, fact.facts)["number"]:
            last[fact.thing_key] = fact.facts
    return last
