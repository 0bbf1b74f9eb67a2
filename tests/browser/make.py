"""A page that shows every part of templates/_parts in every state, in three languages at once."""

from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash
from flask_wtf.file import FileField
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from tot.config import ROOT
from tot.web.access import public
from tot.web.forms import CreatingForm
from tot.web.pages import page


class SampleForm(CreatingForm):
    """One field of each kind."""

    name = StringField(
        "Название учебной группы",
        description="Например: «Кумтепа, осень». Название увидят участники.",
        validators=[DataRequired("Введите название группы.")],
    )
    place = SelectField(
        "Viloyat yoki tuman", choices=[SelectChoice("1", "Surxondaryo viloyati"), SelectChoice("2", "Qoraqalpogʻiston")]
    )
    starts = DateField("First day", validators=[InputRequired("Enter the first day, for example 3 May 2027.")])
    hours = IntegerField("Hours")
    mode = RadioField(
        "How does it take place?",
        choices=[
            SelectChoice("person", "In person"),
            SelectChoice("hybrid", "Очно-дистанционно, с подключением удалённых участников"),
        ],
        validators=[InputRequired("Choose how the cohort takes place.")],
    )
    languages = SelectMultipleField(
        "Languages",
        choices=[SelectChoice("uz", "Oʻzbekcha"), SelectChoice("ru", "Русский")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    note = TextAreaField("Note")
    file = FileField("List of participants (CSV or XLSX)")
    checked = BooleanField(
        "I have checked the spelling of every name",
        validators=[DataRequired("Tick the box when you have checked the names.")],
    )
    password = PasswordField("Password")


def trainers() -> list[Any]:
    """A cascade of three generations."""
    leaf = SimpleNamespace(name="Oʻgʻiloy Toʻrayeva", note="trainer", children=[])
    middle = SimpleNamespace(name="Бахтиёр Ҳамидов", note="trainer · 28", children=[leaf, leaf])
    return [SimpleNamespace(name="Dilnoza Karimova", note="national trainer · 30", children=[middle, leaf])]


def add_sample_page(app: Flask) -> None:
    """Serves the sample page at /sample: empty on GET, judged on POST."""
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(ROOT / "tests" / "browser")])

    @public
    def sample() -> Response:
        form = SampleForm()
        form.validate_on_submit()
        flash("The cohort is open. Invite its participants next.", "success")
        crumbs = [("Home", "/"), ("Учебные группы", "/"), ("Kumtepa", None)]
        title = "Профессионально ориентированное взаимодействие правоохранительных органов"
        return page("parts.html", title=title, crumbs=crumbs, form=form, roots=trainers())

    app.add_url_rule("/sample", "home.sample", sample, methods=["GET", "POST"])
