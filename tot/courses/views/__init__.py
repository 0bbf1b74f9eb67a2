"""Pages of courses, one module for each: the catalogue, what all share, courses for everybody, pictures, files."""

from tot.courses.views import catalogue, everybody, figures, files, library
from tot.courses.views.blueprint import views

__all__ = ["catalogue", "everybody", "figures", "files", "library", "views"]
