"""Pages of the slice."""

from flask import Blueprint

views = Blueprint("certificates", __name__, url_prefix="/certificates")
