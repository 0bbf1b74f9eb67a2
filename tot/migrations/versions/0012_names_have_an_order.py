"""People are listed in the order of the Uzbek Latin alphabet, by a key of its own; the key for matching stays."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
AT_ONCE = 1000

PEOPLE = sa.table("people", sa.column("id", sa.Integer()), sa.column("name"), sa.column("name_order"))

# The rule as it was when this column was added: migrations need none of our code.
APOSTROPHE = re.compile("['`´‘’‚‛′‵ʹʻʼʽʾʿˈˊˋꞌ＇]")
ALPHABET = (*"0123456789abcdefghijklmnopqrstuvwxyz", "o'", "g'", "sh", "ch")
PLACES = {letter: f"{number:02}" for number, letter in enumerate(ALPHABET, 1)}
LETTERS = str.maketrans(
    dict(
        zip(
            "абвгдежзийклмнопрстуфхыэқҳәңөүұһіӣӯҷňýäöüıž",
            "abvgdejziyklmnoprstufxyeqhanouuhiiujnyaouij",
            strict=True,
        )
    )
    | {"ў": "o'", "ғ": "g'", "ё": "yo", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh"}
    | {"ъ": "", "ь": "", "ю": "yu", "я": "ya", "ş": "sh", "ç": "ch"}
)
YE = re.compile(r"(?:(?<!\w)|(?<=[аеёиоуўыэюяъьәөүұіӣӯ]))е")


def upgrade() -> None:
    # SQLite cannot make the table of people anew while others point to it, so there the default stays.
    op.add_column("people", sa.Column("name_order", sa.String(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("people", "name_order", server_default=None)
    _fill()
    op.create_index(op.f("ix_people_name_order"), "people", ["name_order"])
    op.drop_index("ix_people_place_name", "people")
    op.create_index("ix_people_place_name", "people", ["place_path", "name_order"])


def _fill() -> None:
    connection = op.get_bind()
    statement = sa.update(PEOPLE).where(PEOPLE.c.id == sa.bindparam("row")).values(name_order=sa.bindparam("value"))
    wanted, last = sa.select(PEOPLE.c.id, PEOPLE.c.name).order_by(PEOPLE.c.id).limit(AT_ONCE), 0
    while found := connection.execute(wanted.where(PEOPLE.c.id > last)).all():
        connection.execute(statement, [{"row": number, "value": _order(name)} for number, name in found])
        last = found[-1].id


def _order(name: str) -> str:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", APOSTROPHE.sub("'", name)).lower())
    folded = YE.sub("ye", folded).replace("сҳ", "с'ҳ")
    bare = unicodedata.normalize("NFKD", folded.translate(LETTERS))
    bare = "".join(c for c in bare if not unicodedata.category(c).startswith("M")).translate(LETTERS)
    words = (
        "".join(PLACES.get(letter) or f"99{ord(letter):07}" for letter in re.findall(r"o'|g'|sh|ch|[^\W_]", word))
        for word in re.findall(r"(?:[^\W_]|')+", APOSTROPHE.sub("'", bare))
    )
    return "00".join(filter(None, words))


def downgrade() -> None:
    op.drop_index("ix_people_place_name", "people")
    op.create_index("ix_people_place_name", "people", ["place_path", "name_key"])
    op.drop_index(op.f("ix_people_name_order"), "people")
    op.drop_column("people", "name_order")
