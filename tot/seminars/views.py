"""Pages of the slice."""

from flask import Blueprint

views = Blueprint("seminars", __name__, url_prefix="/seminars")
