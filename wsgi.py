"""The application, for gunicorn and for `flask --app wsgi`."""

from feedback_app import create_app

app = create_app()
