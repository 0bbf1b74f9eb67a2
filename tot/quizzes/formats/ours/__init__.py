"""Our own quiz file: a folder with items.yaml and the words of one language, or both in one file."""

from tot.quizzes.formats.ours.reading import read
from tot.quizzes.formats.ours.writing import folder_files, write

__all__ = ["folder_files", "read", "write"]
