"""Pages of the door, of the own account, of people, and of places and agencies; one module for each."""

from tot.accounts.views import door, own, people, places  # noqa: F401 the routes are registered as they are imported
from tot.accounts.views.blueprint import views

__all__ = ["views"]
