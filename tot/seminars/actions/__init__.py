"""What happens to sessions: they are planned, and who was there is marked."""

from tot.seminars.actions.marking import mark_attendance
from tot.seminars.actions.planning import cancel_session, change_session, plan_sessions, restore_session

__all__ = [
    "cancel_session",
    "change_session",
    "mark_attendance",
    "plan_sessions",
    "restore_session",
]
