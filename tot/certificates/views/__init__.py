"""Pages of certificates: earned and issued, batches, one's own, and what a stranger is told; one module for each."""

from tot.certificates.views import batches, issuing, single, verifying
from tot.certificates.views.blueprint import views

__all__ = ["batches", "issuing", "single", "verifying", "views"]
