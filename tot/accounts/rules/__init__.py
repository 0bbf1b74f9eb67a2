"""What follows from names, codes, passwords and wrong tries; pure."""

from tot.accounts.rules.codes import (
    CODE_LASTS,
    TRIES,
    code_for,
    code_hash,
    code_of,
    lock_after,
    shown_code,
    typed_code,
)
from tot.accounts.rules.names import (
    Likeness,
    NameTrouble,
    clean_name,
    likeness,
    likeness_of_keys,
    name_key,
    name_trouble,
    sign_in_name,
    typed_sign_in_name,
)
from tot.accounts.rules.ordering import name_order
from tot.accounts.rules.passwords import LONGEST, SHORTEST, PasswordTrouble, password_trouble

__all__ = [
    "CODE_LASTS",
    "LONGEST",
    "SHORTEST",
    "TRIES",
    "Likeness",
    "NameTrouble",
    "PasswordTrouble",
    "clean_name",
    "code_for",
    "code_hash",
    "code_of",
    "likeness",
    "likeness_of_keys",
    "lock_after",
    "name_key",
    "name_order",
    "name_trouble",
    "password_trouble",
    "shown_code",
    "sign_in_name",
    "typed_code",
    "typed_sign_in_name",
]
