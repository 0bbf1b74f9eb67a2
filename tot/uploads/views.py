"""Courses as ZIP: uploaded and checked, previewed, published or discarded."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.courses.rules import Course
from tot.courses.wording import KIND_NAMES, SORT_NAMES
from tot.db import transaction
from tot.policy import Can
from tot.uploads import actions, queries
from tot.uploads.forms import CourseForm
from tot.uploads.models import Upload
from tot.uploads.reading import Seen, look_at
from tot.web.access import requires
from tot.web.forms import Form
from tot.web.languages import OWN_NAMES, say
from tot.web.pages import Crumb, page

views = Blueprint("uploads", __name__, url_prefix="/uploads")


@views.route("/", methods=["GET", "POST"])
@requires(Can.PUBLISH_COURSE)
def index() -> ResponseReturnValue:
    """What waits, and a field for another course. A course with a mistake is not kept: the page says all of them."""
    form, seen, now = CourseForm(), None, datetime.now(UTC)
    if form.validate_on_submit():
        sent = form.file.data
        seen = look_at(sent.read(), queries.library())
        if seen.course is None:
            form.file.errors = [_("The course was not kept. Mend what the list below says, and upload it again.")]
        else:
            with form.refusals(), transaction():
                upload = actions.take_in(
                    seen, sent.filename or "", current_user, now, request_key=form.request_key.data
                )
            if not form.errors:
                return redirect(url_for("uploads.show", upload_id=upload.id), 303)
    return page(
        "uploads/index.html",
        title=_("Upload a course"),
        crumbs=_way(),
        form=form,
        problems=seen.problems if seen else (),
        uploads=queries.waiting_uploads(now),
    )


@views.get("/<int:upload_id>")
@requires(Can.PUBLISH_COURSE, on=queries.upload_by_id)
def show(upload: Upload) -> ResponseReturnValue:
    """What publishing would change."""
    if upload.published_at is not None:
        return redirect(url_for("courses.show", key=upload.course_key), 303)
    return _preview(upload, Form())


@views.post("/<int:upload_id>/publish")
@requires(Can.PUBLISH_COURSE, on=queries.upload_by_id)
def publish(upload: Upload) -> ResponseReturnValue:
    """Publishes what was uploaded; a second click finds it done."""
    form, key = Form(), upload.course_key
    if not form.validate_on_submit():
        return _preview(upload, form)
    seen = _seen(upload)
    with form.refusals(), transaction():
        done = actions.publish_upload(upload, seen, current_user, datetime.now(UTC))
    if form.form_errors:
        return _preview(upload, form)
    if done is not None and done.is_changed:
        flash(_("Version %(number)s of the course is published.", number=done.number), "success")
    elif done is not None:
        flash(_("Nothing was different: version %(number)s stays.", number=done.number), "info")
    return redirect(url_for("courses.show", key=key), 303)


@views.post("/<int:upload_id>/discard")
@requires(Can.PUBLISH_COURSE, on=queries.upload_by_id)
def discard(upload: Upload) -> ResponseReturnValue:
    """Forgets an upload."""
    with transaction():
        actions.discard(upload)
    flash(_("The upload is discarded. Nothing was published."), "success")
    return redirect(url_for("uploads.index"), 303)


def _preview(upload: Upload, form: Form) -> Response:
    seen = _seen(upload)
    course = seen.course
    preview = queries.preview_of(course) if course else None
    return page(
        "uploads/show.html",
        title=say(course.title) if course else upload.course_key,
        crumbs=[*_way(), (_("Upload a course"), url_for("uploads.index"))],
        status=422 if form.form_errors else None,
        form=form,
        upload=upload,
        is_over=upload.expires_at <= datetime.now(UTC),
        course=course,
        problems=seen.problems,
        preview=preview,
        changes=preview.changes if preview else (),
        back=preview.back if preview else frozenset(),
        modules=_titles(course, preview.before) if course and preview else {},
        kinds=KIND_NAMES,
        sorts=SORT_NAMES,
        names=OWN_NAMES,
    )


def _seen(upload: Upload) -> Seen:
    # An upload that was published in the meantime holds no files any more, and nobody needs to look at them.
    return look_at(upload.archive, queries.library()) if upload.archive else Seen((), {})


def _titles(course: Course, before: Course | None) -> dict[str, object]:
    return {module.id: module.title for one in (before, course) if one for module in one.modules}


def _way() -> list[Crumb]:
    return [(_("Courses"), url_for("courses.index"))]
