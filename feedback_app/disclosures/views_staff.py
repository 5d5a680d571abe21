"""To be written."""

from flask import Blueprint

staff_records = Blueprint("staff_records", __name__)
