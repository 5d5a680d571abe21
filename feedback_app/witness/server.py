"""The witness as a WSGI application, and the server it runs in."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from feedback_app import clock
from feedback_app.audit.tlog_witness import MOST_BYTES
from feedback_app.witness.judging import PLAIN, Witness

ADDRESSES = Map(
    [
        Rule("/add-checkpoint", methods=["POST"], endpoint="add"),
        Rule("/key", methods=["GET"], endpoint="key"),
        Rule("/", methods=["GET"], endpoint="key"),
    ]
)


def application(witness: Witness) -> Callable[..., Any]:
    """The WSGI application: `POST /add-checkpoint`, and `GET /key`, which tells the witness's verifier key."""

    @Request.application
    def answer(request: Request) -> Any:
        request.max_content_length = MOST_BYTES
        try:
            endpoint, _ = ADDRESSES.bind_to_environ(request.environ).match()
            if endpoint == "key":
                return Response(witness.key.verifier.text + "\n", content_type=PLAIN)
            body = request.get_data()
        except HTTPException as refused:
            return Response(f"{refused.name}\n", refused.code, content_type=PLAIN)
        given = witness.add_checkpoint(body.decode("utf-8", "replace"), at=int(clock.now().timestamp()))
        return Response(given.body, given.status, content_type=given.media_type)

    return answer


class Server(BaseApplication):
    """gunicorn around one WSGI application: one process, four threads; the write lock of the memory does the rest."""

    def __init__(self, app: Callable[..., Any], bind: str) -> None:
        self._app, self._bind = app, bind
        super().__init__()

    def load_config(self) -> None:
        for name, value in {"bind": self._bind, "threads": 4, "proc_name": "zhengming-witness"}.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return self._app
