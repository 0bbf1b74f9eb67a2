"""Pages of regrades: keys that were corrected, a preview to confirm, and what was done."""

from tot.regrades.views import marking_again, records
from tot.regrades.views.blueprint import views

__all__ = ["marking_again", "records", "views"]
