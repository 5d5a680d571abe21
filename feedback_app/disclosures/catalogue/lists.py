"""What every list published beforehand has in common (事前公开): its clocks and carriers, its name, its note."""

from functools import partial

from feedback_app.disclosures.catalogue.category import AFTER_APPROVAL, Category
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.catalogue.writing import K
from feedback_app.disclosures.fields import Field, Redact

# The bureau applies the one working day of Article 11(一)1 to every row; after an adjustment the twenty working days of
# Article 11(二) run besides.
ex_ante_row = partial(
    Category,
    stage=Stage.EX_ANTE,
    reviews=(),
    clock="EXANTE_AFTER_APPROVAL",
    clock_starts=AFTER_APPROVAL,
    change_clock="EXANTE_CHANGE",
    formed_label_zh="调整之日",
    formed_label_en="Date of adjustment",
    carriers=("branch_site", "county_gov_column"),
)
LIST_NAME = Field(
    "list_name", K.TEXT, "名称", "Name", article="5", redact=Redact.NONE, sample="清单（2026年版）"
)
NOTE = Field("note", K.LONG_TEXT, "说明", "Note", required=False)
