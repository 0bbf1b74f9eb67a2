"""What a row says once its cells are understood: a person to be, with remarks about what was not understood."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from tot.accounts.rules import clean_name, name_key, name_trouble
from tot.cohorts.sheet.reading import Row
from tot.cohorts.sheet.words import email_of, language_of, place_key, sex_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, understood. `problem` is a code of REASONS; `notes` are (code of NOTES, the words in the cell)."""

    line: int
    name: str
    key: str
    email: str | None
    sex: str
    language: str
    agency_id: int | None
    place_id: int | None  # None: the cohort's place
    position: str | None
    notes: tuple[tuple[str, str], ...] = ()
    problem: str | None = None


class Directory:
    """Finds places and agencies by what people call them, in any language and alphabet."""

    def __init__(self, places: Iterable[Any], agencies: Iterable[Any], home: str) -> None:
        """Takes rows of both. `home` is the path of the cohort's place: of two with one name the nearer is meant."""
        self.home = home
        self.places: dict[str, list[Any]] = {}
        for place in places:
            for key in {place_key(text) for text in (*place.names.values(), place.code)} - {""}:
                self.places.setdefault(key, []).append(place)
        self.agencies: dict[str, set[int]] = {}
        for agency in agencies:
            for key in {name_key(text) for text in (*agency.names.values(), agency.code)} - {""}:
                self.agencies.setdefault(key, set()).add(agency.id)

    def agency(self, text: str) -> int | None:
        """The agency of that name, if there is exactly one."""
        found = self.agencies.get(name_key(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def place(self, region: str, district: str) -> int | None:
        """The district, or the region where none is given; None when that names no place, or several equally near."""
        above = self._nearest(self.places.get(place_key(region), []), "region") if region else None
        if not district:
            return above.id if above else None
        found = [place for place in self.places.get(place_key(district), []) if not above or _within(place, above)]
        nearest = self._nearest(found, "district")
        return nearest.id if nearest else None

    def _nearest(self, found: list[Any], kind: str) -> Any:
        # A region and its capital often share a name: the column says which is meant.
        of_kind = [place for place in found if place.kind == kind]
        candidates = of_kind or found
        near = [place for place in candidates if place.path.startswith(self.home) or self.home.startswith(place.path)]
        candidates = near or candidates
        return candidates[0] if len(candidates) == 1 else None


def _within(place: Any, above: Any) -> bool:
    return bool(place.path.startswith(above.path))


def understand(rows: Iterable[Row], directory: Directory, languages: Collection[str], language: str) -> list[Entry]:
    """Every row as an entry; `language` is the cohort's, for those who name none."""
    return [_entry(row, directory, languages, language) for row in rows]


def _entry(row: Row, directory: Directory, languages: Collection[str], language: str) -> Entry:
    cells = row.cells
    name = clean_name(cells.get("name", ""))
    email = email_of(cells.get("email", ""))
    sex = sex_of(cells.get("sex", ""))
    spoken = language_of(cells.get("language", ""), languages)
    agency = directory.agency(cells.get("agency", ""))
    where = [cells[column] for column in ("region", "district") if cells.get(column)]
    place = directory.place(cells.get("region", ""), cells.get("district", ""))
    understood = {
        "sex": (cells.get("sex"), sex),
        "language": (cells.get("language"), spoken),
        "agency": (cells.get("agency"), agency),
        "place": (", ".join(where), place),
    }
    return Entry(
        line=row.line,
        name=name or cells.get("name", ""),
        key=name_key(name),
        email=email,
        sex=sex or "prefer not to say",
        language=spoken or language,
        agency_id=agency,
        place_id=place,
        position=cells.get("position") or None,
        notes=tuple((what, words) for what, (words, meaning) in understood.items() if words and meaning is None),
        problem=row.problem or _problem(name, cells.get("email", ""), email),
    )


def _problem(name: str, written: str, email: str | None) -> str | None:
    if not name:
        return "no name"
    if trouble := name_trouble(name):
        return f"name {trouble.value}"
    if written and email is None:
        return "no address"
    return None
