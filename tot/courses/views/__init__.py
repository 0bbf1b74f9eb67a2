"""Pages of courses: the catalogue; one module for each kind of page."""

from tot.courses.views import catalogue, figures
from tot.courses.views.blueprint import views

__all__ = ["catalogue", "figures", "views"]
