"""Where a participant stands in her course, as whoever makes her a trainer is told."""

from collections.abc import Callable
from dataclasses import dataclass

from tot.cohorts.models import Enrolment


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether she holds the certificate of completion, and in sentences what she has not met for it."""

    is_certified: bool
    missing: tuple[str, ...]


StandingOf = Callable[[Enrolment], Standing]
STANDING = "tot.cohorts.standing"
"""Where the application keeps who can say it: certificates lie above cohorts, which know nothing of them."""
