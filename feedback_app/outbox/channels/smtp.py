"""Mail by SMTP: one connection for a whole batch, nobody to send a bounce to, and answers of the server told apart."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from email.utils import parseaddr

from flask import current_app
from flask_mail import Connection

from feedback_app.extensions import mail
from feedback_app.outbox.channels import NotNow, Parcel, Refused
from feedback_app.outbox.composing import compose, on_the_wire
from feedback_app.outbox.models import OwedMessage

PERMANENT = range(500, 600)


class Line(Connection):
    """A connection that gives up in time and knows whom it talks to: Flask-Mail's own does neither."""

    def configure_host(self) -> smtplib.SMTP:
        """The server of the settings, greeted and, where they say so, encrypted and signed in."""
        config = current_app.config
        where, patience = (config["MAIL_SERVER"], config["MAIL_PORT"]), config["MAIL_TIMEOUT"]
        host: smtplib.SMTP
        if config["MAIL_USE_SSL"]:
            host = smtplib.SMTP_SSL(*where, timeout=patience, context=ssl.create_default_context())
        else:
            host = smtplib.SMTP(*where, timeout=patience)
        try:
            if config["MAIL_USE_TLS"]:
                host.starttls(context=ssl.create_default_context())
            if config["MAIL_USERNAME"]:
                host.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
        except BaseException:
            host.close()
            raise
        return host

    def quit(self) -> None:
        """Say goodbye. Raises what the server makes of it."""
        if self.host is not None:
            self.host.quit()


class Smtp:
    """The mail server of the settings."""

    def __init__(self) -> None:
        self._line: Line | None = None

    def pack(self, message: OwedMessage) -> Parcel:
        composed = compose(message)
        return Parcel(str(composed.msgId), message.to_address, on_the_wire(composed))

    def hand_over(self, parcel: Parcel) -> None:
        # A null return path (MAIL FROM:<>) unless the relay insists on a name: no robot answers it, no bounce loops.
        with _told_apart(parcel.to_address):
            return_path = parseaddr(current_app.config["MAIL_RETURN_PATH"])[1]
            self._ready().sendmail(return_path, [parcel.to_address], parcel.content)

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            # Once the server has taken the mail, a line that breaks at the goodbye changes nothing.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                line.quit()

    def _ready(self) -> smtplib.SMTP:
        if self._line is not None and not _answers(self._line):
            self.close()
        if self._line is None:
            self._line = Line(mail).__enter__()
        assert self._line.host is not None
        return self._line.host


def _answers(line: Line) -> bool:
    # Servers hang up on who is idle or has sent enough; asked first, nothing is lost by it.
    try:
        return line.host is not None and line.host.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


@contextlib.contextmanager
def _told_apart(address: str) -> Iterator[None]:
    """What this one reader's mailbox will never take, and what is wrong with the server or between it and us."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as fault:
        code, words = fault.recipients.get(address) or next(iter(fault.recipients.values()))
        raise _verdict(code, words, fault) from fault
    except smtplib.SMTPDataError as fault:
        raise _verdict(fault.smtp_code, fault.smtp_error, fault) from fault
    except (smtplib.SMTPException, OSError) as fault:
        # Saying goodbye after a failure often fails as well; what came first is what a person can act on.
        first = fault.__context__ if isinstance(fault, smtplib.SMTPServerDisconnected) else None
        told = first or fault
        raise NotNow(f"{type(told).__name__}: {told}", line_is_down=True) from fault


def _verdict(code: int, words: bytes | str, fault: Exception) -> Refused | NotNow:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    told = f"{code} {said}"
    return Refused(told) if code in PERMANENT else NotNow(told)
