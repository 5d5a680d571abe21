"""Whether a paper may keep something from the public at all (Article 9), said in words that help to mend it."""

import re
from collections.abc import Mapping
from datetime import date

from feedback_app.disclosures.checks.bases import Basis, essence
from feedback_app.disclosures.withholding import LEVELS
from feedback_app.refusals import Refusal

_LOWER = re.compile(r"(通知|意见|方案|纪要|函|通告|公告|批复|制度|请示|规划|指南|标准|答复|要点)$")
LEVEL_FIELD, TITLE_FIELD = "basis_level", "basis_title"


def fault_of_basis(
    level: str, title: str, known: Mapping[str, list[Basis]], on: date
) -> tuple[str, Refusal] | None:
    """Why this paper is no basis for withholding, and in which field; None when it is one. `known`: published bases."""
    if level not in LEVELS or not LEVELS[level].is_enough:
        return LEVEL_FIELD, Refusal(
            "本制度第九条只允许法律、法规、规章明确规定不予公开的才不公开。其他文件不能作依据；没有上位依据的，应当公开。",
            "Article 9 allows only laws, regulations and rules. Another document is no basis; without a higher one it is public.",
        )
    name = essence(title.strip("《》 "))
    if _LOWER.search(name):
        return TITLE_FIELD, Refusal(
            "从名称看，这不是法律、法规、规章，不能作不予公开的依据（第九条）。请写上位的法律、法规、规章。",
            "By its name this is no law, regulation or rule (Article 9). Name the one above it.",
        )
    listed = known.get(name, [])
    if listed and not any(one.is_in_force(on) for one in listed):
        return TITLE_FIELD, Refusal(
            "执法依据目录里，这部法已经不在有效期内，请写现行有效的。",
            "In the published list of bases this one is no longer in force; name the one that is.",
        )
    return None
