"""What is laid before a reviewer: the pieces of a text, and what is other in them than in the version signed last."""

from tot.reviews.rules.comparing import ComparedLine, ComparedPiece, compared
from tot.reviews.rules.differences import Part, difference
from tot.reviews.rules.pieces import Line, Piece, languages_in, pieces_of
from tot.reviews.rules.standing import Standing, is_reviewed, standing_of

__all__ = [
    "ComparedLine",
    "ComparedPiece",
    "Line",
    "Part",
    "Piece",
    "Standing",
    "compared",
    "difference",
    "is_reviewed",
    "languages_in",
    "pieces_of",
    "standing_of",
]
