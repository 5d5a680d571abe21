"""The doors a report comes in by (5.7, intake channels): one row each.

Article 4 of the regulation names the ways the public may use; whatever comes by any of them becomes a ticket, also what
the bureau finds out by itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """`is_typed`: a clerk types it in, so the moment it arrived is asked. `has_outer`: another office sent it, with its
    number and its limit. `answers_itself`: the system can send the reporter what it owes by this door.
    """

    code: str
    label_zh: str
    label_en: str
    is_typed: bool = True
    has_outer: bool = False
    answers_itself: bool = False


CHANNELS: dict[str, Channel] = {
    row.code: row
    for row in (
        Channel("web", "网站", "the website", is_typed=False, answers_itself=True),
        Channel("wechat", "微信公众号", "WeChat", is_typed=False, answers_itself=True),
        Channel("app", "手机应用", "the app", is_typed=False, answers_itself=True),
        Channel("phone", "电话", "telephone"),
        Channel("email", "电子邮件", "e-mail", is_typed=False, answers_itself=True),
        Channel("letter", "来信", "letter"),
        Channel("visit", "来访", "visit"),
        Channel("fax", "传真", "fax"),
        Channel("transfer_12345", "12345转办", "transfer from 12345", has_outer=True),
        Channel("transfer_12369", "12369转办", "transfer from 12369", has_outer=True),
        Channel("transfer_petition", "信访转办", "transfer from the petitions office", has_outer=True),
        Channel("transfer_superior", "上级交办", "assigned by the superior authority", has_outer=True),
        Channel("transfer_justice", "司法局转办", "transfer from the justice bureau", has_outer=True),
        Channel(
            "site_error_platform", "我为政府网站找错", "the government-website error platform", has_outer=True
        ),
        Channel("media", "舆情", "the media"),
        Channel("internal", "自查发现", "found by the bureau itself"),
    )
}
