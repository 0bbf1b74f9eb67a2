"""What happens to certificates: issued, issued anew, revoked."""

from tot.certificates.actions.issuing import issue, reissue
from tot.certificates.actions.revoking import revoke

__all__ = [
    "issue",
    "reissue",
    "revoke",
]
