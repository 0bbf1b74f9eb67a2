"""Pages of reviews: what waits, a text to read and sign off, remarks; one module for each."""

from tot.reviews.views import reading, remarks, waiting
from tot.reviews.views.blueprint import views

__all__ = ["reading", "remarks", "views", "waiting"]
