"""What is said when something cannot be done: one sentence in each language, shown to the person as it is."""


class Refusal(ValueError):
    """Something this moment, this person or this input does not allow."""

    is_own_work = False  # whether it is refused because the person had a hand in the matter (回避)

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh, self.en = zh, en

    @property
    def logged(self) -> tuple[str, str]:
        """Why, as the log may say it for ever, in Chinese and English: nothing of what somebody typed."""
        return self.zh, self.en

    def say(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en
