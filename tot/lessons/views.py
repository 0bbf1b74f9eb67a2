"""Pages of the slice."""

from flask import Blueprint

views = Blueprint("lessons", __name__, url_prefix="/lessons")
