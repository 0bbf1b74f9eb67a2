"""Pages of reports: the cascade, tests with their items, gain."""

from tot.reports.views import cascade, gain, tests
from tot.reports.views.blueprint import views

__all__ = ["cascade", "gain", "tests", "views"]
