"""What was issued together, and the file of all of it, made in the background."""

from datetime import UTC, datetime

from flask import Response, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.certificates import books, queries, words
from tot.certificates.models import Batch
from tot.certificates.rules import claims_from
from tot.certificates.views.blueprint import crumbs, views
from tot.db import transaction
from tot.policy import Can
from tot.web.access import requires
from tot.web.pages import page
from tot.web.paper import disposition

EVERY_TWO_SECONDS = "2"


@views.get("/certificates/batches/<int:batch_id>")
@requires(Can.SEE_ELIGIBILITY, on=queries.batch_by_id)
def batch(batch: Batch) -> Response:
    """What was issued together, and the file of all of them."""
    certificates = queries.certificates_in(batch.id)
    return page(
        "certificates/batch.html",
        title=words.KIND_WORDS[batch.kind],
        crumbs=crumbs(batch.cohort, words.KIND_WORDS[batch.kind]),
        batch=batch,
        certificates=certificates,
        claims={certificate.id: claims_from(certificate.facts) for certificate in certificates},
        book=books.book_of(batch, certificates),
        words=words,
    )


@views.post("/certificates/batches/<int:batch_id>/book")
@requires(Can.DOWNLOAD_CERTIFICATE, on=queries.batch_by_id)
def make_book(batch: Batch) -> ResponseReturnValue:
    """Asks for the file of a batch."""
    with transaction():
        books.request_book(batch, current_user, datetime.now(UTC))
    return redirect(url_for("certificates.book", batch_id=batch.id), 303)


@views.get("/certificates/batches/<int:batch_id>/book")
@requires(Can.DOWNLOAD_CERTIFICATE, on=queries.batch_by_id)
def book(batch: Batch) -> ResponseReturnValue:
    """How far the file is; the browser asks again by itself until it is there."""
    book = books.book_of(batch, queries.certificates_in(batch.id))
    if book.state == "none":
        return redirect(url_for("certificates.batch", batch_id=batch.id), 303)
    answer = page(
        "certificates/book.html",
        title=_("All certificates in one file"),
        crumbs=crumbs(batch.cohort, words.KIND_WORDS[batch.kind]),
        batch=batch,
        book=book,
    )
    if book.state == "working":
        answer.headers["Refresh"] = EVERY_TWO_SECONDS
    return answer


@views.get("/certificates/batches/<int:batch_id>/book.pdf")
@requires(Can.DOWNLOAD_CERTIFICATE, on=queries.batch_by_id)
def book_file(batch: Batch) -> ResponseReturnValue:
    """The file; a broken download goes on where it stopped."""
    certificates = queries.certificates_in(batch.id)
    book = books.book_of(batch, certificates)
    if book.state != "ready":
        return redirect(url_for("certificates.batch", batch_id=batch.id), 303)
    numbers = [certificate.number for certificate in books.in_force(certificates)]
    name = f"{numbers[0]}-{numbers[-1].rpartition('-')[2]} {batch.cohort.name}.pdf"
    answer = send_file(book.path, "application/pdf", conditional=True)
    answer.headers["Content-Disposition"] = disposition(name)
    return answer
