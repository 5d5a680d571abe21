"""What gunicorn serves during a measurement: the system and a bare Flask page, each saying how long it took.

Only the benchmark loads this module. The time is the whole of WSGI from the call to the finished answer's head; the
pages are built in one piece, so their bodies are ready by then.
"""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from flask import Flask

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def timed(app: Wsgi) -> Wsgi:
    """The same application with a Server-Timing header on every answer."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = perf_counter()

        def answer(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            took = (perf_counter() - began) * 1000
            return start_response(status, [*headers, ("Server-Timing", f"app;dur={took:.3f}")], *more)

        return app(environ, answer)

    return serve


def system() -> Wsgi:
    """The real application, as wsgi.py makes it."""
    from wsgi import app

    return timed(app.wsgi_app)


def bare() -> Wsgi:
    """The least a Flask application can do."""
    app = Flask("bare")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return timed(app.wsgi_app)
