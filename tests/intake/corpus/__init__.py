"""Mail of every kind and breakage, written here byte by byte, each with what must be read out of it.."""

from functools import cache

from tests.intake.corpus import broken, charsets, machines, names, sealed, structures
from tests.intake.corpus.case import Case


@cache
def cases() -> tuple[Case, ...]:
    """All of them; made when first asked for, because keys are drawn."""
    return tuple(
        one for table in (charsets, structures, names, machines, sealed, broken) for one in table.cases()
    )
