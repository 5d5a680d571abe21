"""The channels on which disclosed information stands (公示载体, Article 10): one row each.

A correction or takedown must reach every channel where the record is live. Our own site changes at once; on every
other channel a person confirms it, with evidence.
"""

from dataclasses import dataclass

_ALL_STAGES = frozenset({"ex_ante", "in_process", "ex_post"})


@dataclass(frozen=True)
class Channel:
    """`is_own`: this system is the channel. `stages`: which stages Article 10 assigns to it."""

    code: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    article: str
    stages: frozenset[str]
    is_own: bool = False
    needs_confirmation: bool = True


CHANNELS: dict[str, Channel] = {
    row.code: row
    for row in (
        Channel(
            "branch_site",
            "分局网站",
            "branch website",
            "就是本网站，发布即更新。",
            "This website; it changes the moment something is published.",
            "10(1)",
            _ALL_STAGES,
            is_own=True,
            needs_confirmation=False,
        ),
        Channel(
            "county_gov_column",
            "县市人民政府网站行政公开专栏",
            "disclosure column of the county government website",
            "由政府网站管理单位更新，更新后请附网页地址。",
            "Updated by the government website's editors; give the page address once it shows there.",
            "10(1)",
            _ALL_STAGES,
        ),
        Channel(
            "credit_push",
            "信用中国（经信用主管部门推送）",
            "Credit China (pushed through the credit authority)",
            "只推送法人和其他组织的信息；更正后要重新推送，并核对对方页面。",
            "Only organizations are pushed; after a correction push again and check the page there.",
            "10(1), 14",
            frozenset({"ex_post"}),
        ),
        Channel(
            "wechat",
            "微信公众号",
            "WeChat official account",
            "已推送的文章不能改写，应删除后重发并注明更正。",
            "A posted article cannot be rewritten: delete it and post again, saying what was corrected.",
            "10(2)",
            _ALL_STAGES,
        ),
        Channel(
            "mobile_app",
            "手机APP",
            "mobile app",
            "由APP管理单位更新，更新后请附截图。",
            "Updated by whoever runs the app; attach a screenshot.",
            "10(2)",
            _ALL_STAGES,
        ),
        Channel(
            "press",
            "报刊",
            "newspaper",
            "更正应在同一报刊刊登，请附见报日期和版面。",
            "Corrected in the same newspaper; give date and page.",
            "10(3)",
            _ALL_STAGES,
        ),
        Channel(
            "radio",
            "广播",
            "radio",
            "更正应在同一节目播出，请附播出时间。",
            "Corrected in the same programme; give the time of broadcast.",
            "10(3)",
            _ALL_STAGES,
        ),
        Channel(
            "tv",
            "电视",
            "television",
            "更正应在同一节目播出，请附播出时间。",
            "Corrected in the same programme; give the time of broadcast.",
            "10(3)",
            _ALL_STAGES,
        ),
        Channel(
            "outdoor_led",
            "户外LED广告板",
            "outdoor LED display",
            "更换画面后请附照片。",
            "Attach a photograph once the display has been changed.",
            "10(3)",
            _ALL_STAGES,
        ),
    )
}
