"""Answers are marked again, in one step and on record; afterwards everybody concerned is told."""

from tot.regrades.actions.regrading import regrade
from tot.regrades.actions.telling import tell_of

__all__ = ["regrade", "tell_of"]
