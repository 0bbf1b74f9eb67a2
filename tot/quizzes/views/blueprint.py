"""The blueprint of the slice."""

from flask import Blueprint

views = Blueprint("quizzes", __name__, url_prefix="/quizzes")
