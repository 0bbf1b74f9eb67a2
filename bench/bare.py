"""The measure: a Flask page with one query and one template, and a handler that inserts one row and commits.

On the same database and server, and nothing else.
"""

from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, text

from tot import config
from tot.accounts.models import Person

ROWS = 20
PAGE = """<!doctype html>
<html lang="en"><head><title>People</title></head><body><h1>People</h1><ul>
{% for person in people %}<li>{{ person.name }}, {{ person.sign_in_name }}, {{ person.language }}</li>
{% endfor %}</ul></body></html>"""

ANSWERS = Table("bare_answers", MetaData(), Column("id", Integer, primary_key=True), Column("said", String))

app = Flask("bare")
app.config["SQLALCHEMY_DATABASE_URI"] = config.load().database
app.jinja_loader = DictLoader({"people.html": PAGE})
db = SQLAlchemy(app)

import tot.cascade.models  # noqa: E402, F401 people know of licences


@app.get("/")
def people() -> str:
    """One query, one template."""
    rows = db.session.scalars(select(Person).order_by(Person.id).limit(ROWS))
    return render_template("people.html", people=rows)


@app.post("/answer")
def answer() -> ResponseReturnValue:
    """One row, one commit."""
    if IS_SQLITE:  # as the driver would say it of itself, were it not told to leave that to us
        db.session.execute(text("BEGIN"))
    db.session.execute(insert(ANSWERS), {"said": request.form["answer"]})
    db.session.commit()
    return redirect("/", 303)


with app.app_context():
    IS_SQLITE = db.engine.dialect.name == "sqlite"
    ANSWERS.create(db.engine, checkfirst=True)
