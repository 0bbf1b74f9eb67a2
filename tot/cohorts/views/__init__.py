"""Pages about cohorts, participants, files of participants and versions of the course; one module for each noun."""

from tot.cohorts.views import cohorts, imports, participants, versions
from tot.cohorts.views.blueprint import views

__all__ = ["cohorts", "imports", "participants", "versions", "views"]
