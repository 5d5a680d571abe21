"""Mail of every kind and breakage, written here byte by byte, each with what must be read out of it.."""

from functools import cache

from tests.intake.corpus import broken, charsets, inside, machines, markup, names, sealed, structures
from tests.intake.corpus.case import Case


@cache
def cases() -> tuple[Case, ...]:
    """All of them; made when first asked for, because keys are drawn."""
    return tuple(
        one
        for table in (charsets, markup, structures, inside, names, machines, sealed, broken)
        for one in table.cases()
    )
