"""Text messages and WeChat by a provider's HTTP gateway: one signed JSON form for both.

    POST <URL>
    Content-Type: application/json
    X-Account: <ACCOUNT>   X-Timestamp: <seconds>   X-Message: <the same at every try>
    X-Signature: hex(HMAC-SHA256(SECRET, timestamp + "\\n" + message + "\\n" + body))

    {"to": "13…", "text": "…"}                                    text message
    {"to": "<openid>", "template": "…", "url": "…", "text": "…"}  WeChat

The gateway answers 200 with {"accepted": true}, or with {"accepted": false, "for_good": …, "words": "…"}. Whoever sits
between it and the provider drops what carries an X-Message seen before. Off until its URL is set.
"""

import hashlib
import hmac
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from flask import current_app

from feedback_app import clock
from feedback_app.outbox.channels import NotNow, Parcel, Refused
from feedback_app.outbox.composing import short_text
from feedback_app.outbox.models import OwedMessage

LONGEST_ANSWER = 10_000  # bytes
# What is wrong with this one message; anything else is wrong with the gateway, the account or the line.
FOR_GOOD = frozenset({400, 404, 410, 422})


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """A signed form goes where it was sent, nowhere else."""


class Gateway:
    """`prefix`: of the settings, `SMS` or `WECHAT`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._opener: OpenerDirector = build_opener(ProxyHandler({}), _NoRedirect())

    def pack(self, message: OwedMessage) -> Parcel:
        form = {"to": message.to_address, "text": short_text(message)}
        if self._prefix == "WECHAT":
            form |= {"template": self._set("TEMPLATE"), "url": f"{current_app.config['PUBLIC_URL']}/status"}
        return Parcel(
            f"{self._prefix.lower()}-{message.id}-{int(message.owed_at.timestamp())}",
            message.to_address,
            json.dumps(form, ensure_ascii=False).encode(),
        )

    def hand_over(self, parcel: Parcel) -> None:
        try:
            with self._opener.open(self._signed(parcel), timeout=current_app.config["MAIL_TIMEOUT"]) as reply:
                _judge(reply.status, reply.read(LONGEST_ANSWER))
        except HTTPError as fault:
            with fault:
                _judge(fault.code, fault.read(LONGEST_ANSWER))
        except (URLError, HTTPException, OSError) as fault:
            raise NotNow(f"{type(fault).__name__}: {fault}", line_is_down=True) from fault

    def close(self) -> None:
        """Nothing is held."""

    def _signed(self, parcel: Parcel) -> Request:
        now = str(int(clock.now().timestamp()))
        said = f"{now}\n{parcel.name}\n".encode() + parcel.content
        headers = {
            "Content-Type": "application/json", "X-Account": self._set("ACCOUNT"), "X-Timestamp": now,
            "X-Message": parcel.name,
            "X-Signature": hmac.new(self._set("SECRET").encode(), said, hashlib.sha256).hexdigest(),
        }  # fmt: skip
        # The settings let nothing but http and https be an address.
        return Request(self._set("URL"), data=parcel.content, headers=headers, method="POST")  # noqa: S310

    def _set(self, name: str) -> str:
        return str(current_app.config[f"{self._prefix}_{name}"])


def _judge(status: int, body: bytes) -> None:
    """What the gateway's answer means; returns when it has taken the message."""
    answer = _read(body)
    words = f"{status} {answer.get('words', '')}".strip()
    if status == 200 and answer.get("accepted") is True:
        return
    if status in FOR_GOOD or (status == 200 and answer.get("for_good") is True):
        raise Refused(words)
    raise NotNow(words, line_is_down=status != 200)


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
