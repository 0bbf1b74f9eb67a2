"""Whose results are looked at: one cohort's, or those of everything within somebody's reach."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from tot.cohorts.models import Cohort
from tot.cohorts.way import way_to
from tot.reports import queries
from tot.reports.rules.cascade import COUNTING_ROLES
from tot.web.access import who_asks
from tot.web.pages import Crumb


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose results are looked at: one cohort's, or all within reach."""

    where: ColumnElement[bool]
    cohort: Cohort | None = None
    is_counted: bool = False  # whether some of them may only be counted, so that small numbers are hidden

    def address(self, what: str, **values: Any) -> str:
        """Where `tests`, `test`, `test_file`, `gain` and `gain_file` of this scope are."""
        if self.cohort is None:
            return url_for(f"reports.{what}", **values)
        values.pop("key", None)
        return url_for(f"reports.cohort_{what}", cohort_id=self.cohort.id, **values)

    @property
    def crumbs(self) -> list[Crumb]:
        if self.cohort is None:
            return []
        return [
            *way_to(self.cohort),
        ]

    @property
    def name(self) -> str:
        return self.cohort.name if self.cohort else _("All cohorts within your reach")


def everything() -> Scope:
    """All that somebody may see added up."""
    person = who_asks()
    is_counted = any(role.kind in COUNTING_ROLES for role in person.roles)
    return Scope(queries.in_reach(person), is_counted=is_counted)


def only(cohort: Cohort) -> Scope:
    """One cohort, whose names may be seen as well."""
    return Scope(queries.of_cohort(cohort.id), cohort)
