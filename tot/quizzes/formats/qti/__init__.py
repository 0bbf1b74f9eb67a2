"""QTI of 1EdTech: items of the versions 2.1 to 3.0 are read, alone or in packages; packages of 3.0 are written."""

from tot.quizzes.formats.qti.reading import read
from tot.quizzes.formats.qti.writing import write

__all__ = ["read", "write"]
