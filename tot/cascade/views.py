"""Pages of the slice."""

from flask import Blueprint

views = Blueprint("cascade", __name__, url_prefix="/cascade")
