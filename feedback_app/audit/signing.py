"""The log's own signing key, loaded once from the settings, and the log's name. What it signs is for ever: sign only
what is committed."""

from feedback_app.audit.checkpoint import Checkpoint
from feedback_app.audit.note import Note, SigningKey, VerifierKey


class Signer:
    """The key this installation signs checkpoints with; filled once by the app from its settings."""

    def __init__(self) -> None:
        self._key: SigningKey | None = None

    def load(self, origin: str, seed: bytes) -> None:
        """`origin`: the log's name, which is its key's name too; `seed`: 32 bytes."""
        self._key = SigningKey(origin, seed)

    @property
    def origin(self) -> str:
        """Whose log this is."""
        return self._loaded.name

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return self._loaded.verifier

    def sign(self, checkpoint: Checkpoint) -> Note:
        """The checkpoint as a signed note."""
        return Note(checkpoint.text, (self._loaded.sign(checkpoint.text),))

    @property
    def _loaded(self) -> SigningKey:
        if self._key is None:
            raise RuntimeError("the log's signing key is not loaded")
        return self._key


signer = Signer()
