"""Whether a witness signs: the order of C2SP tlog-witness, as HTTP statuses."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.audit import note as notes
from feedback_app.audit.merkle import verify_consistency
from feedback_app.audit.tlog_witness import AddCheckpoint, Malformed, parse
from feedback_app.witness.memory import Memory, Seen, Turn

PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, a body, its type."""

    status: int
    body: str
    media_type: str = PLAIN


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness with its key, its memory, and the keys of the logs it knows (several of one name: an old and a new one)."""

    key: notes.SigningKey
    memory: Memory
    logs: Sequence[notes.VerifierKey]

    def add_checkpoint(self, body: str, *, at: int) -> Answer:
        """Answer one request; `at`: seconds since 1970. A signature is given only after it is remembered."""
        try:
            asked = parse(body)
        except Malformed as fault:
            return Answer(400, f"{fault}\n")
        known = [key for key in self.logs if key.name == asked.checkpoint.origin]
        if not known:
            return Answer(404, "this witness does not know that log\n")
        try:
            notes.opened(asked.note, known)
        except notes.BadNote as fault:
            return Answer(403, f"{fault}\n")
        if asked.old_size > asked.checkpoint.size:
            return Answer(400, "the old size is beyond the checkpoint\n")
        with self.memory.turn() as turn:
            refused = _refusal(asked, turn)
            if refused is not None:
                return refused
            # Signed before it is remembered, so that a note nobody can sign is not remembered either.
            line = self.key.sign(asked.note.text, at=at).line
            turn.remember(
                asked.checkpoint.origin, Seen(asked.checkpoint.size, asked.checkpoint.root, str(asked.note))
            )
        return Answer(200, line)


def _refusal(asked: AddCheckpoint, turn: Turn) -> Answer | None:
    """Why this checkpoint does not continue what was signed before; None when it does."""
    new, newest = asked.checkpoint, turn.seen(asked.checkpoint.origin)
    size = newest.size if newest else 0
    if asked.old_size != size:
        return Answer(409, f"{size}\n", SIZE)
    if newest is None or size == 0:
        return Answer(422, "a log that begins proves nothing\n") if asked.path else None
    if new.size == size and new.root != newest.root:
        return Answer(409, f"{size}\n", SIZE)  # two histories of one length
    if not verify_consistency(size, new.size, newest.root, new.root, asked.path):
        return Answer(422, "the proof does not lead from the checkpoint signed before to this one\n")
    return None
