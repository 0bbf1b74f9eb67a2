"""Pages about cohorts, those who take part, and files of participants; one module for each noun."""

from tot.cohorts.views import cohorts, imports, participants
from tot.cohorts.views.blueprint import views

__all__ = ["cohorts", "imports", "participants", "views"]
