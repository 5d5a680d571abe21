"""One place that is wrong, in words: where it stands, what it is, how it is mended, and what makes it this very place."""

import json
from dataclasses import dataclass

from feedback_app.extensions import keyring
from feedback_app.guard import BY_KEY, mask


@dataclass(frozen=True)
class Finding:
    """`text[start:end]` is the place in the text of `where`; a finding about a whole value has start 0 and end 0.

    `blocks`: publication is refused until it is mended or let stand by two people. `said_*` says what is wrong here and now.
    """

    check: str
    where: str
    where_zh: str
    where_en: str
    label_zh: str
    label_en: str
    said_zh: str
    said_en: str
    mend_zh: str
    mend_en: str
    article: str
    blocks: bool = True
    is_overridable: bool = True
    text: str = ""
    start: int = 0
    end: int = 0
    bound_to: str = ""  # what else makes it this very place: a file's bytes

    @property
    def excerpt(self) -> str:
        return self.text[self.start : self.end]

    @property
    def masked(self) -> str:
        """The place for whoever need not know it: of personal data all but the ends is hidden."""
        return mask(self.excerpt) if self.excerpt and self.is_personal else self.excerpt

    @property
    def is_personal(self) -> bool:
        return self.check in BY_KEY or self.check == "party_unmasked"

    @property
    def fingerprint(self) -> str:
        """Stands for exactly this place in exactly this content: another word in the field makes another. A keyed hash, so
        that nobody finds out a short number from it."""
        essence = [self.check, self.where, self.text, self.start, self.end, self.said_zh, self.bound_to]
        return keyring.fingerprint("guard", json.dumps(essence, ensure_ascii=False))
