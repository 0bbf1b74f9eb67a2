"""Pages about sessions: planning and sign-in sheet, attendance, register; one module for each."""

from tot.seminars.views import attendance, planning, register
from tot.seminars.views.blueprint import views

__all__ = ["attendance", "planning", "register", "views"]
