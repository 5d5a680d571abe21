"""What one question of the table answers: a place, and what is wrong there in words."""

from dataclasses import dataclass

from feedback_app.disclosures.checks.content import Words


@dataclass(frozen=True)
class Hit:
    """`words.text[start:end]`; both 0 where the whole value is meant."""

    words: Words
    said_zh: str
    said_en: str
    start: int = 0
    end: int = 0
