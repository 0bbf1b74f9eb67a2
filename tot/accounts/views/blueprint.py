"""The blueprint that the modules of this room share. Paths are written out, because slips carry the short /j/…"""

from flask import Blueprint

views = Blueprint("accounts", __name__)
