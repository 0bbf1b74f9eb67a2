"""Letters to those who mark a test beside its trainer. They name no cohort and nobody in it."""

from datetime import datetime

from flask import current_app, render_template
from flask_babel import gettext as _

from tot import mail
from tot.accounts.models import Person
from tot.cohorts.models import Cohort
from tot.courses.queries import book
from tot.quizzes import rules
from tot.quizzes.models import Marker
from tot.quizzes.words import name_of
from tot.web.languages import in_language, say


def tell_marker(marker: Marker, now: datetime) -> None:
    """Asks a second marker when she is chosen, a third when the first answer waits for him; once each."""
    template = f"quizzes/letters/{marker.part}.txt"
    _write(marker.person, template, f"{marker.part} marker", f"marker {marker.id}", marker.cohort, marker.quiz_key, now)


def ask_for_third(cohort: Cohort, quiz_key: str, now: datetime) -> None:
    """Tells the trainer, once, that two markers of a test differ and nobody is there to decide."""
    thing = f"cohort {cohort.id} {quiz_key}"
    _write(cohort.led_by, "quizzes/letters/apart.txt", "third marker missing", thing, cohort, quiz_key, now)


def _write(to: Person, template: str, purpose: str, thing: str, cohort: Cohort, quiz_key: str, now: datetime) -> None:
    course = book(cohort.course_version_id)
    found = rules.quiz_in(course, quiz_key)  # the cohort may have moved to a version without it
    with in_language(to.language):
        test = f"{say(course.title)}, {name_of(found) if found else quiz_key}"
        path = f"/quizzes/cohorts/{cohort.id}/markers" if purpose == "third marker missing" else "/quizzes/marking"
        body = render_template(
            template, name=to.name, test=test, cohort=cohort.name, url=current_app.config["TOT"].public_url + path
        )
        subject = (
            _("A third marker is needed") if purpose == "third marker missing" else _("Answers wait for your marking")
        )
        mail.write(to=to, purpose=purpose, thing=thing, subject=subject, body=body, now=now)
