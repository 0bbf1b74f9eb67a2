"""What follows for certificates: who has earned one, what it claims, how it is numbered and how its code is read."""

from tot.certificates.rules.claims import (
    KINDS,
    Claims,
    ModuleDone,
    canonical,
    claims_from,
    digest_of,
    facts_from,
    letters_of,
    number_of,
    prefix_of,
)
from tot.certificates.rules.codes import Typed, code_of, shown_code, typed_code
from tot.certificates.rules.earning import conditions_of, is_earned
from tot.certificates.rules.fitting import Fitted, fitted

__all__ = [
    "KINDS",
    "Claims",
    "Fitted",
    "ModuleDone",
    "Typed",
    "canonical",
    "claims_from",
    "code_of",
    "conditions_of",
    "digest_of",
    "facts_from",
    "fitted",
    "is_earned",
    "letters_of",
    "number_of",
    "prefix_of",
    "shown_code",
    "typed_code",
]
