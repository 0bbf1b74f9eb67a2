"""The measure: a Flask page with one query and one template, on the same database and server, and nothing else."""

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import select

from tot import config
from tot.accounts.models import Person

ROWS = 20
PAGE = """<!doctype html>
<html lang="en"><head><title>People</title></head><body><h1>People</h1><ul>
{% for person in people %}<li>{{ person.name }}, {{ person.sign_in_name }}, {{ person.language }}</li>
{% endfor %}</ul></body></html>"""

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
