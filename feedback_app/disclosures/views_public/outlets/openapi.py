"""What the interface offers, in the form programs read (OpenAPI 3.1). Kept by hand: it is small, and a promise."""

from typing import Any

_TEXT = {"type": "string"}
_ANSWER: dict[str, Any] = {"content": {"application/json": {}}}
_ASKED = (
    ("q", "要找的词 · words to look for"),
    ("kind", "阶段或者类别 · a stage (ex_post) or category (penalty)"),
    ("year", "公示年份 · year of publication"),
    ("party", "相对人类别 · organization, individual_business, natural_person"),
    ("unit", "承办科室编号 · number of the handling unit"),
    ("corrected", "yes：只要更正过的 · only what was corrected"),
    ("late", "yes：只要超过时限公示的 · only what was published late"),
    ("limit", "每页条数，最多100 · records on a page, 100 at most"),
    ("after", "下一页从这里开始，见 next · where the page begins, see `next`"),
)


def description(server: str) -> dict[str, Any]:
    """The description of the interface under this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "行政执法信息公示 · Enforcement disclosure",
            "version": "1",
            "description": "公开数据，不用登录。撤下的信息立即不再提供，请勿长期保存副本。 "
            "Open data, no sign-in. What is taken down is gone at once: keep no lasting copies.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/records": {
                "get": _get(
                    "公示信息，最新的在前 · Public records, newest first", [_query(*row) for row in _ASKED]
                )
            },
            "/api/records/{ref}": {
                "get": _get(
                    "一条公示信息 · One public record", [_path("ref", "信息编号 · its number")], gone=True
                )
            },
            "/api/schema/{key}": {
                "get": _get(
                    "一类信息有哪些公开字段（JSON Schema） · Public fields of a category",
                    [_path("key", "类别 · category")],
                    gone=True,
                )
            },
        },
    }


def _get(summary: str, parameters: list[dict[str, Any]], *, gone: bool = False) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": {"description": "OK", **_ANSWER}}
    if gone:
        answers["404"] = {"description": "没有，或者已经不再公示 · not there, or no longer public", **_ANSWER}
    return {"summary": summary, "parameters": parameters, "responses": answers}


def _query(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": _TEXT}


def _path(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": words, "schema": _TEXT}
