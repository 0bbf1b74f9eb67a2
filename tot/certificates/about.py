"""What each kind of certificate says of itself: the about.yaml in its folder below templates/certificates/paper."""

from dataclasses import dataclass
from functools import cache

import yaml

from tot.config import ROOT

FOLDER = ROOT / "templates" / "certificates" / "paper"


@dataclass(frozen=True, slots=True)
class About:
    """A kind of certificate. `edition` counts the changes of its wording; `claims` are what it shows, in order."""

    kind: str
    edition: int
    claims: tuple[str, ...]

    @property
    def template(self) -> str:
        """The paper, as templates are named."""
        return f"certificates/paper/{self.kind}/paper.html"

    @property
    def styles(self) -> tuple[str, ...]:
        """Its style sheets below templates/: what all kinds share, then its own."""
        return ("certificates/paper/paper.css", f"certificates/paper/{self.kind}/paper.css")


@cache
def of(kind: str) -> About:
    """The kind with this name. Raises KeyError for none."""
    path = FOLDER / kind / "about.yaml"
    if not path.is_file():
        raise KeyError(kind)
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return About(kind, written["edition"], tuple(written["claims"]))
