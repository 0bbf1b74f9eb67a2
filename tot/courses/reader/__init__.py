"""The reader of courses on disk. It knows neither the web nor the database, so that it can run anywhere."""

from tot.courses.reader.problems import Problem
from tot.courses.reader.shelf import Reading, read_courses

__all__ = ["Problem", "Reading", "read_courses"]
