"""Pages of courses: the catalogue, what all courses share, courses for everybody, pictures; one module for each."""

from tot.courses.views import catalogue, everybody, figures, library
from tot.courses.views.blueprint import views

__all__ = ["catalogue", "everybody", "figures", "library", "views"]
