"""Pages of the slice."""

from flask import Blueprint

views = Blueprint("progress", __name__, url_prefix="/progress")
