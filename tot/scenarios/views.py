"""Pages of the slice."""

from flask import Blueprint

views = Blueprint("scenarios", __name__, url_prefix="/scenarios")
