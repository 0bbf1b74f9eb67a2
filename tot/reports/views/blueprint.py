"""The blueprint that the views of reports share."""

from flask import Blueprint

views = Blueprint("reports", __name__, url_prefix="/reports")
