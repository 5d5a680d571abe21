"""Every row of the catalogue, walked through its pages: the form, what is refused, the record's page, the schema.

And one row that stands in no file: adding a category is adding a row.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.accounts.roles import Role
from feedback_app.disclosures import catalogue, queries
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.catalogue import CATEGORIES, NO_CLOCK, Category, Stage, bureau
from feedback_app.disclosures.catalogue.schema import schema_of
from feedback_app.disclosures.fields import Choice, Field, FieldKind, RawValue
from feedback_app.disclosures.forms import FORMED
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations import NotAllowedHere
from feedback_app.extensions import db
from feedback_app.starting_content.staff import STAFF
from tests.factories import beijing, people, person, sign_in

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("db_session")]
WRITTEN = [row for row in CATEGORIES if row.is_written_by_hand]
PUBLIC = [row for row in WRITTEN if row.is_public]
every_category = pytest.mark.parametrize("row", CATEGORIES, ids=lambda row: row.code)
every_written = pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.code)
every_public = pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.code)
NOON = beijing("2026-10-20 12:00")
K = FieldKind


@pytest.fixture(autouse=True)
def _licences_too(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A bureau that publishes everything; held on the day the examples belong to."""
    monkeypatch.setattr(bureau, "_bureau", bureau.DEFAULTS | {"LICENSING_ENABLED": True})
    with clock.at(NOON):
        yield


def preparer(app: Flask, row: Category) -> FlaskClient:
    login = f"x{row.code.lower()}"
    person(login, row.prepares[0].value)
    return sign_in(app.test_client(), login)


def as_posted(row: Category, raw: dict[str, RawValue]) -> dict[str, str]:
    """The example as a browser sends it: one input for each cell of a table."""
    posted = {FORMED: "2026-10-19"}
    for key, value in raw.items():
        if isinstance(value, list):
            posted |= {
                f"{key}-{n}-{column}": cell for n, line in enumerate(value) for column, cell in line.items()
            }
        else:
            posted[key] = str(value)
    return posted


def published(row: Category, **values: Any) -> DisclosureRecord:
    """The example of a category, published by whoever its row names."""
    cast = people()
    read, refused = row.read(row.example | values)
    assert not refused, {key: fault.message_zh for key, fault in refused.items()}
    formed_on = row.formed_on_of(read) or date(2026, 10, 19)
    actor = person(f"p{row.code.lower()}", *(role.value for role in row.prepares))
    record = records.prepare(
        row.key, read, formed_on=formed_on, by=actor, party_kind=read.get("party_kind")  # type: ignore[arg-type]
    )  # fmt: skip
    records.submit_for_review(record, by=actor)
    head = person(f"h{row.code.lower()}", *{role.value for role in (*row.reviews, *row.approves)})
    leader = person(
        f"l{row.code.lower()}", "supervising_leader", "principal_leader", "section_head", "legal_section_head"
    )
    if row.reviews:
        records.review(record, by=head)
    if row.needs_secrecy_check:
        records.check_secrecy(record, by=people().wangxiaoyan)
    records.approve(record, by=leader, reason="例子没有送达日期，照样公示。")
    if row.is_public:
        records.publish(record, by=cast.zhouting)
    db.session.commit()
    return record


def newest() -> DisclosureRecord:
    db.session.expire_all()
    return db.session.query(DisclosureRecord).order_by(DisclosureRecord.id.desc()).first()


def text_of(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


# ---- the form ----


@every_written
def test_the_form_asks_every_field_and_column(app: Flask, row: Category) -> None:
    page = preparer(app, row).get(f"/staff/records/new/{row.key}").text
    for field in row.fields:
        names = [f"{field.key}-0-{column.key}" for column in field.columns] or [field.key]
        for name in names:
            assert f'name="{name}"' in page, name
        assert unescape(page).count(field.label_zh), field.key


@every_written
def test_an_empty_form_is_refused_beside_every_required_field(app: Flask, row: Category) -> None:
    answer = preparer(app, row).post(f"/staff/records/new/{row.key}", data={})
    assert answer.status_code == 422
    page = unescape(answer.text)
    for field in row.fields:
        if field.required and not field.only_for:
            assert f'href="#{field.key}"' in page, f"the summary leads to {field.key}"
            assert f"请填写“{field.label_zh}”" in page
    assert queries.in_work().rows == []


@every_written
def test_the_example_is_accepted_and_kept(app: Flask, row: Category) -> None:
    answer = preparer(app, row).post(f"/staff/records/new/{row.key}", data=as_posted(row, row.example))
    assert answer.status_code == 303, text_of(answer.text)[:2000]
    record = newest()
    values, refused = row.read(row.example)
    assert not refused
    assert {key: record.newest.field_values[key] for key in values} == values
    assert record.title_zh
    assert record.title_en
    assert "{" not in record.title_zh + record.title_en


@every_written
def test_a_draft_opens_with_what_was_saved_and_saves_the_same(app: Flask, row: Category) -> None:
    client = preparer(app, row)
    client.post(f"/staff/records/new/{row.key}", data=as_posted(row, row.example))
    record = newest()
    before = dict(record.newest.field_values)
    page = client.get(f"/staff/records/{record.ref}/draft").text
    answer = client.post(f"/staff/records/{record.ref}/draft", data=inputs_of(page) | {FORMED: "2026-10-19"})
    assert answer.status_code == 303, text_of(answer.text)[:2000]
    db.session.expire_all()
    assert record.newest.field_values == before


def inputs_of(page: str) -> dict[str, str]:
    """What a browser would send if nothing were changed."""
    form = page[page.index("<main") :]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            found[name[1]] = unescape(value[1]) if value else ""
    for name, words in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(words).strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found


# ---- the public page ----


@every_public
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_record_page_shows_every_public_field_and_no_internal_one(
    app: Flask, client: FlaskClient, row: Category, lang: str
) -> None:
    secret = {
        field.key: "内部机密字样" for field in row.fields if not field.public and field.kind is K.LONG_TEXT
    }
    record = published(row, **secret)
    client.post("/language", data={"lang": lang, "next": "/"})
    answer = client.get(f"/records/{record.ref}")
    assert answer.status_code == 200
    said = text_of(answer.text)
    values = record.live.field_values if record.live else {}
    for field in row.fields_for(record.party_kind):
        label = field.label_en if lang == "en" else field.label_zh
        if field.public and (field.required or values.get(field.key)):
            assert label in said, field.key
            assert f'id="field-{field.key}"' in answer.text
        if not field.public:
            assert f'id="field-{field.key}"' not in answer.text
    assert "内部机密字样" not in said
    for path in ("/disclosures/ex_ante/remedy", "/disclosures/ex_ante/supervision"):
        assert f'href="{path}"' in answer.text, "Article 2: remedy and supervision beside every record"


@every_category
def test_the_category_page_says_what_it_is_and_what_must_be_written(
    client: FlaskClient, row: Category
) -> None:
    page = text_of(client.get(f"/disclosures/{row.stage}/{row.key}").text)
    assert row.label_zh in page
    assert row.help_zh in page
    for field in row.fields:
        if field.public:
            assert field.label_zh in page


# ---- the schema ----


@every_category
def test_the_schema_names_the_public_fields_and_no_other(row: Category) -> None:
    schema = schema_of(row)
    assert list(schema["properties"]) == [field.key for field in row.fields if field.public and row.is_public]
    assert set(schema["required"]) <= set(schema["properties"])


@every_public
def test_the_schema_describes_what_is_stored(row: Category) -> None:
    values, _ = row.read(row.example)
    schema = schema_of(row)
    public = {key: value for key, value in values.items() if row.field(key).public}
    assert set(schema["required"]) <= set(public)
    for key, value in public.items():
        assert fits(schema["properties"][key], value), (key, value)
        assert not fits(schema["properties"][key], {"no": "value"}), key


def fits(schema: dict[str, Any], value: Any) -> bool:
    """As much of JSON Schema as the catalogue's schemas use."""
    if "anyOf" in schema:
        return any(fits(one, value) for one in schema["anyOf"])
    kinds = {
        "string": str,
        "integer": int,
        "boolean": bool,
        "array": list,
        "null": type(None),
        "object": dict,
    }
    if not isinstance(value, kinds[schema["type"]]) or (
        schema["type"] == "integer" and isinstance(value, bool)
    ):
        return False
    if "oneOf" in schema:
        return sum(one["const"] == value for one in schema["oneOf"]) == 1
    if "pattern" in schema:
        return re.search(schema["pattern"], value) is not None
    if schema["type"] == "array":
        return all(fits(schema["items"], one) for one in value)
    if schema["type"] == "object":
        names = schema["properties"]
        return set(schema["required"]) <= set(value) <= set(names) and all(
            fits(names[key], one) for key, one in value.items()
        )
    return True


# ---- rows that are not published, or not written by hand ----


def test_what_is_told_on_site_stays_in_the_case_file(app: Flask, client: FlaskClient) -> None:
    row = catalogue.category("on_site")
    record = published(row)
    assert (record.state, row.clock_starts) == ("approved", NO_CLOCK)
    with pytest.raises(NotAllowedHere, match="不上网"):
        records.publish(record, by=people().zhouting)
    db.session.rollback()
    assert client.get(f"/records/{record.ref}").status_code == 404
    page = sign_in(app.test_client(), "zhaoming").get(f"/staff/records/{record.ref}").text
    assert "已存入案卷" in page
    assert "发布" not in re.findall(r"<button[^>]*>(.*?)</button>", page)


def test_nobody_goes_on_site_alone() -> None:
    row = catalogue.category("on_site")
    _, refused = row.read(row.example | {"officers": [{"name": "赵明", "certificate_number": "示例1"}]})
    assert "至少要填2行" in refused["officers"].message_zh


def test_the_notice_told_on_site_can_be_printed_and_signed(app: Flask) -> None:
    record = published(catalogue.category("on_site"))
    page = sign_in(app.test_client(), "zhaoming").get(f"/staff/records/{record.ref}/sheet").text
    for said in ("执法告知单", "出示执法证件", "告知的权利义务", "当事人或者在场人", "/officers", "<svg"):
        assert said in page


@pytest.mark.parametrize("key", ["withdrawal_notice", "correction_notice"])
def test_a_notice_other_acts_leave_behind_is_never_written_by_hand(app: Flask, key: str) -> None:
    row = catalogue.category(key)
    assert preparer(app, row).get(f"/staff/records/new/{key}").status_code == 404
    with pytest.raises(NotAllowedHere, match="不由本单位拟制"):
        records.prepare(key, {}, formed_on=date(2026, 10, 19), by=people().wangxiaoyan)


def test_without_licensing_the_page_says_who_publishes_licences(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bureau, "_bureau", dict(bureau.DEFAULTS))
    monkeypatch.setitem(app.config, "LICENSING_URL", "https://spj.example.gov.cn")
    page = client.get("/disclosures/ex_post/licence").text
    assert "由昌吉回族自治州生态环境局和行政审批部门办理和公示" in page
    assert 'href="https://spj.example.gov.cn"' in page
    assert preparer(app, catalogue.category("licence")).get("/staff/records/new/licence").status_code == 404


# ---- tables are typed row by row ----


def test_one_more_row_is_asked_for_without_losing_a_word(app: Flask) -> None:
    row = catalogue.category("procedure")
    client = preparer(app, row)
    typed = {"procedure": "查封", "steps-0-name": "立案", "steps-0-time_limit": "及时", "add_row": "steps"}
    answer = client.post("/staff/records/new/procedure", data=typed)
    assert answer.status_code == 200
    page = unescape(answer.text)
    assert 'name="steps-1-name"' in page
    assert 'name="steps-2-name"' not in page
    assert 'value="查封"' in page
    assert 'value="立案"' in page or ">立案<" in page or "立案</textarea>" in page
    assert "error-summary" not in page, "nothing was submitted yet"
    assert queries.in_work().rows == []


@pytest.mark.parametrize("wanted", ["", "no_such_table", "procedure", "csrf_token", "steps-0"])
def test_one_more_row_of_what_is_no_table_changes_nothing(app: Flask, wanted: str) -> None:
    client = preparer(app, catalogue.category("procedure"))
    answer = client.post("/staff/records/new/procedure", data={"procedure": "查封", "add_row": wanted})
    assert answer.status_code == 200
    assert 'name="steps-1-name"' not in answer.text


def test_a_cell_at_fault_is_marked_itself_and_rows_left_empty_do_not_count(app: Flask) -> None:
    row = catalogue.category("procedure")
    typed = as_posted(row, row.example) | {
        "steps-0-name": "", "steps-0-time_limit": "", "steps-0-actor": "",
        "steps-1-name": "立案", "steps-1-time_limit": "日" * 3000, "steps-1-actor": "执法大队",
    }  # fmt: skip
    answer = preparer(app, row).post("/staff/records/new/procedure", data=typed)
    assert answer.status_code == 422
    assert 'id="steps-1-time_limit-error"' in answer.text
    assert 'href="#steps-1-time_limit"' in answer.text
    assert 'id="steps-0-time_limit-error"' not in answer.text
    page = unescape(answer.text)
    assert "第2行：“时限”最多" in page, "the row as it stands on the page"
    summary = text_of(page.split('class="error-summary"')[1].split("</ul>")[0])
    assert "time_limit" not in summary, "no code words for people"


def test_rows_left_empty_are_not_saved(app: Flask) -> None:
    row = catalogue.category("procedure")
    typed = as_posted(row, row.example) | {"steps-1-name": " ", "steps-1-time_limit": "", "steps-1-actor": ""}
    assert preparer(app, row).post("/staff/records/new/procedure", data=typed).status_code == 303
    assert len(newest().newest.field_values["steps"]) == 1


# ---- adding a category is adding a row ----

ADDED = Category(
    code="C12",
    key="joint_discipline",
    stage=Stage.EX_POST,
    label_zh="联合惩戒",
    label_en="Joint sanction",
    help_zh="试验用的类别。",
    help_en="A category for trial.",
    article="9",
    prepares=(Role.HANDLER,),
    reviews=(Role.SECTION_HEAD,),
    approves=(Role.SUPERVISING_LEADER,),
    clock="RESULT_PUBLISH",
    clock_starts=catalogue.FROM_FORMATION,
    change_clock="RESULT_PUBLISH",
    formed_label_zh="决定之日",
    formed_label_en="Date of decision",
    title_zh="联合惩戒：{name}",
    title_en="Joint sanction: {name}",
    fields=(
        Field("name", K.TEXT, "被惩戒单位", "Sanctioned body", sample="某某公司"),
        Field("share", K.PERCENT, "比例", "Share"),
        Field("agreed", K.BOOLEAN, "是否商定", "Agreed?", sample="yes"),
        Field("kind", K.CHOICE, "方式", "Way", choices=(Choice("one", "限制", "limit"),)),
        Field("measures", K.TABLE, "措施", "Measures", columns=(
            Field("what", K.TEXT, "内容", "What"), Field("times", K.INTEGER, "次数", "Times"),
        )),
        Field("inside", K.LONG_TEXT, "内部意见", "Internal opinion", required=False, public=False, sample="不能外传"),
    ),
)  # fmt: skip


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Category:
    monkeypatch.setattr(catalogue, "CATEGORIES", (*CATEGORIES, ADDED))
    monkeypatch.setitem(catalogue._BY_KEY, ADDED.key, ADDED)
    return ADDED


def test_a_category_that_was_only_added_as_a_row_is_written_approved_and_published(
    app: Flask, added: Category, client: FlaskClient
) -> None:
    people()
    as_: Callable[[str], FlaskClient] = lambda login: sign_in(app.test_client(), login)  # noqa: E731
    assert "联合惩戒" in as_("zhaoming").get("/staff/records/new").text
    answer = as_("zhaoming").post(f"/staff/records/new/{added.key}", data=as_posted(added, added.example))
    assert answer.status_code == 303, text_of(answer.text)[:1000]
    ref = answer.location.rsplit("/", 1)[1]
    assert ref == "C12-2026-0001"
    for login, noun in (
        ("zhaoming", "submission"), ("yeerken", "review"), ("gulinaer", "approval"), ("zhouting", "publication"),
    ):  # fmt: skip
        done = as_(login).post(f"/staff/records/{ref}/{noun}")
        assert done.status_code == 303, (noun, text_of(done.text)[:500])
    page = text_of(client.get(f"/records/{ref}").text)
    for said in ("联合惩戒：某某公司", "5%", "是", "限制", "12", "5 个工作日"):
        assert said in page, said
    assert "不能外传" not in page
    assert "联合惩戒：某某公司" in client.get("/disclosures/ex_post").text
    assert "联合惩戒：某某公司" in client.get(f"/disclosures/ex_post/{added.key}").text
    assert list(schema_of(added)["properties"]) == ["name", "share", "agreed", "kind", "measures"]


def test_the_staff_of_the_examples_can_write_every_category() -> None:
    held = {role for row in STAFF for role in row.roles}
    assert all(set(row.prepares) & held and set(row.approves) & held for row in CATEGORIES)
