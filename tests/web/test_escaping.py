"""What people typed is shown as text, also where it stands in a sentence that waits for its language."""

from flask import Flask, render_template_string
from flask_babel import lazy_gettext as _l
from markupsafe import escape

from tests.accounts.make import make_person
from tests.conftest import SignIn
from tot.db import transaction
from tot.refusals import Refused

TYPED = "<script>alert(1)</script>"


def test_a_name_in_a_waiting_sentence_is_escaped(app: Flask) -> None:
    refused = Refused(_l("The account of %(name)s is closed. Ask your coordinator to open it again.", name=TYPED))
    with app.test_request_context():
        shown = render_template_string("{{ sentence }} {{ sentence | string }}", sentence=refused.sentence)
        assert "<script>" not in shown
        assert shown.count("&lt;script&gt;") == 2
        assert "<script>" not in escape(refused.sentence)


def test_a_name_that_looks_like_a_place_to_fill_is_only_shown(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        person = make_person(name=f"-token- -person- -here- {TYPED}")
    page = sign_in(person).get("/accounts/me?x=-name-").text
    assert page.count("<p>-token- -person- -here- &lt;script&gt;alert(1)&lt;/script&gt;</p>") == 1
    assert "<script>" not in page
    assert "next=/accounts/me%3Fx%3D-name-" in page
