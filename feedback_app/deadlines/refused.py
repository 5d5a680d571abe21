"""What can be refused about clocks and calendars, each with its sentences (see feedback_app.refusals)."""

from feedback_app.refusals import Refusal


class NotRunning(Refusal):
    """The clock has stopped, or does not stand where the act needs it."""


class AlreadyRunning(Refusal):
    """The same limit already runs for this subject."""


class PauseNotAllowed(Refusal):
    """No row allows this pause, or its time is used up."""


class ExtensionNotAllowed(Refusal):
    """No row allows this extension."""


class CalendarNotAllowed(Refusal):
    """A calendar row that cannot be entered or approved like this."""
