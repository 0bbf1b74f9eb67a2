"""Pages of reports: the cascade, tests with their items, gain, the agreement of markers."""

from tot.reports.views import agreement, cascade, gain, tests
from tot.reports.views.blueprint import views

__all__ = ["agreement", "cascade", "gain", "tests", "views"]
