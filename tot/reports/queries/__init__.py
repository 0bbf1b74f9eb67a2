"""What the reports are made of: whole tables in a few plain rows, without names beyond what a page will show."""

from tot.reports.queries.agreement import ReadTwice, read_twice
from tot.reports.queries.cascade import large_places, reach_of_course, trainers_by_course
from tot.reports.queries.corrections import Correction, corrections
from tot.reports.queries.pairs import Group, groups, names_of
from tot.reports.queries.tests import Results, Sheet, in_reach, of_cohort, results, sheets

__all__ = [
    "Correction",
    "Group",
    "ReadTwice",
    "Results",
    "Sheet",
    "corrections",
    "groups",
    "in_reach",
    "large_places",
    "names_of",
    "of_cohort",
    "reach_of_course",
    "read_twice",
    "results",
    "sheets",
    "trainers_by_course",
]
