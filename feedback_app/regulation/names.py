"""Names that are written in two ways. The long form is the one pages use; people type either.

The regulation itself writes the bureau's name in two ways (Articles 1 and 18).
"""

ALIASES: dict[str, str] = {
    "昌吉州生态环境局": "昌吉回族自治州生态环境局",
    "昌吉州人民政府": "昌吉回族自治州人民政府",
}


def canonical(words: str) -> str:
    """The words with every other spelling of a name in its long form."""
    for other, long_form in ALIASES.items():
        words = words.replace(other, long_form)
    return words
