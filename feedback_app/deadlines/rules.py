"""The clock registry: every limit the bureau lives under, one row each, citing what sets it; and what
missing one amounts to."""

from feedback_app.deadlines import rules_publishing, rules_requests, rules_tickets
from feedback_app.deadlines.clock_rule import Breach, ClockRule, Pausing, length_of, pause_cap_of

__all__ = ["BREACHES", "RULES", "Breach", "ClockRule", "Pausing", "length_of", "pause_cap_of"]

BREACHES: dict[str, Breach] = {
    row.id: row
    for row in (
        Breach(
            "not_as_required",
            "不按要求公示",
            "not disclosed as required",
            "本制度第十七条",
            "Regulation, article 17",
        ),
        Breach(
            "late_maintenance",
            "更新维护不及时",
            "not kept up to date",
            "本制度第十七条",
            "Regulation, article 17",
        ),
        Breach(
            "not_withdrawn",
            "应撤未撤",
            "not withdrawn",
            "《行政处罚法》第四十八条；本制度第十七条",
            "Administrative Penalty Law, article 48; Regulation, article 17",
        ),
        Breach(
            "over_retention", "超期公开", "published too long", "本制度第十二条", "Regulation, article 12"
        ),
        Breach(
            "late_handling", "反馈办理超期", "report handled late", "本制度第十五条", "Regulation, article 15"
        ),
        Breach(
            "late_hiding",
            "个人信息、秘密屏蔽不及时",
            "private or secret information hidden late",
            "《个人信息保护法》第五十七条",
            "Personal Information Protection Law, article 57",
        ),
        Breach(
            "late_foi",
            "依申请公开超期",
            "request for information answered late",
            "《政府信息公开条例》第五十三条",
            "Government Information Disclosure Regulations, article 53",
        ),
        Breach(
            "late_petition",
            "信访办理超期",
            "petition handled late",
            "《信访工作条例》第三十四条",
            "Petition Work Regulations, article 34",
        ),
    )
}

RULES: dict[str, ClockRule] = {
    row.id: row for row in (*rules_publishing.ROWS, *rules_tickets.ROWS, *rules_requests.ROWS)
}
