"""Taking down: the instrument, the ground, the approver's word, the other carriers (Article 12(二), 行政处罚法 48)."""

from flask import abort, current_app, flash, g, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from feedback_app.accounts.roles import SUPERVISORS, Role
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.carriers.models import WITHDRAWING, ChannelPublication
from feedback_app.disclosures import operations
from feedback_app.disclosures.forms_down import (
    DecisionForm,
    EvidenceForm,
    InstrumentForm,
    NoticeForm,
    ReasonAloneForm,
    TakedownForm,
    label_of,
)
from feedback_app.disclosures.models import DisclosureRecord, Takedown, TakedownInstrument
from feedback_app.disclosures.operations.guarding import GuardRefused
from feedback_app.disclosures.operations.withdrawing import REGISTRARS, UnfitWords
from feedback_app.disclosures.views_staff.blueprint import (
    lang,
    moved_on,
    powers,
    record_or_404,
    staff_records,
)
from feedback_app.disclosures.views_staff.down import Down, down_of, step_page
from feedback_app.extensions import db
from feedback_app.files import queries as files
from feedback_app.files.handing_over import files_folder, handed_over
from feedback_app.files.operations import keep

Page = str | Response | tuple[str, int]


@staff_records.get("/<ref>/instruments/new")
def ask_instrument(ref: str) -> Page:
    return _instrument_page(_registrable(ref), InstrumentForm())


@staff_records.post("/<ref>/instruments/new")
def register_instrument(ref: str) -> Page:
    record, form = _registrable(ref), InstrumentForm()
    if form.is_stale(record):
        return moved_on(record, form)
    if not (form.validate_on_submit() and form.take_in_scan(files_folder())):
        return _instrument_page(record, form), 422
    assert form.issued_on is not None
    assert form.received_on is not None
    paper = operations.register_instrument(
        record,
        form.ground.data,
        issuer=form.issuer.data or "",
        number=form.number.data or "",
        issued_on=form.issued_on,
        received_on=form.received_on,
        by=current_user,
    )
    db.session.flush()
    if form.kept is not None:
        keep(form.kept, subject=paper.subject, kept_by="staff", by=current_user.actor)
    db.session.commit()
    flash(_("文书已登记，已经通知法制科负责人核对。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.get("/<ref>/instruments/<int:number>/scan")
def scan(ref: str, number: int) -> Response:
    """The scanned instrument, for whoever may register or act on one."""
    record = record_or_404(ref)
    paper = _instrument(record, number)
    if not powers() & (REGISTRARS | SUPERVISORS):
        abort(404)
    found = files.attachments_of(paper.subject) or abort(404)
    return handed_over(found[0].sha256, found[0].media_type, found[0].name)


@staff_records.get("/<ref>/instruments/<int:number>/dismissal")
def ask_dismissal(ref: str, number: int) -> Page:
    record, paper = _dismissable(ref, number)
    return _dismissal_page(record, paper, ReasonAloneForm())


@staff_records.post("/<ref>/instruments/<int:number>/dismissal")
def dismiss_instrument(ref: str, number: int) -> Page:
    record, paper = _dismissable(ref, number)
    form = ReasonAloneForm()
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _dismissal_page(record, paper, form), 422
    operations.dismiss_instrument(paper, by=current_user, reason=form.reason.data or "")
    db.session.commit()
    flash(_("已记下：这份文书不涉及这条信息。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.get("/<ref>/takedown")
def ask_takedown(ref: str) -> Page:
    record, down = _takeable(ref)
    return _takedown_page(record, _takedown_form(down))


@staff_records.post("/<ref>/takedown")
def take_down(ref: str) -> Page:
    record, down = _takeable(ref)
    form = _takedown_form(down)
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _takedown_page(record, form), 422
    try:
        said = _take_down(record, form)
    except (GuardRefused, UnfitWords) as fault:
        if isinstance(fault, GuardRefused):
            g.refused = fault  # words that do not fit are a form filled in badly
        form.words_zh.errors = [fault.say(lang())]
        return _takedown_page(record, form), 422
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.get("/<ref>/takedown/decision")
def ask_takedown_decision(ref: str) -> Page:
    record, waiting = _waiting(ref)
    return _decision_page(record, waiting, _decision(waiting))


@staff_records.post("/<ref>/takedown/decision")
def decide_takedown(ref: str) -> Page:
    record, waiting = _waiting(ref)
    form = _decision(waiting)
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _decision_page(record, waiting, form), 422
    if form.agrees:
        operations.approve_takedown(waiting, by=current_user)
    else:
        operations.refuse_takedown(waiting, by=current_user, reason=form.reason.data or "")
    db.session.commit()
    flash(_("已撤下，原网址公布了撤下的理由。") if form.agrees else _("已记下：不同意撤下。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.get("/<ref>/takedown/notice")
def ask_notice(ref: str) -> Page:
    record, down = _rewordable(ref)
    return _notice_page(record, NoticeForm(data={"words_zh": down.words_zh, "words_en": down.words_en}))


@staff_records.post("/<ref>/takedown/notice")
def reword_notice(ref: str) -> Page:
    record, down = _rewordable(ref)
    form = NoticeForm()
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _notice_page(record, form), 422
    try:
        operations.reword_notice(
            down,
            words_zh=form.words_zh.data or "",
            words_en=form.words_en.data or "",
            by=current_user,
            reason=form.reason.data or "",
        )
    except (GuardRefused, UnfitWords) as fault:
        form.words_zh.errors = [fault.say(lang())]
        return _notice_page(record, form), 422
    db.session.commit()
    flash(_("撤下说明已更正，原来的文字已封存。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.get("/<ref>/carriers/<int:number>/withdrawal")
def ask_withdrawal(ref: str, number: int) -> Page:
    record, publication = _withdrawing(ref, number)
    return _withdrawal_page(record, publication, EvidenceForm())


@staff_records.post("/<ref>/carriers/<int:number>/withdrawal")
def confirm_withdrawal(ref: str, number: int) -> Page:
    record, publication = _withdrawing(ref, number)
    form = EvidenceForm()
    if not form.validate_on_submit():
        return _withdrawal_page(record, publication, form), 422
    operations.confirm_withdrawal(record, publication, evidence=form.evidence.data or "", by=current_user)
    db.session.commit()
    flash(_("已记下：这个载体已经撤下。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


def _take_down(record: DisclosureRecord, form: TakedownForm) -> str:
    marks = form.ground.data == "credit_repaired" and not current_app.config["CREDIT_REPAIR_TAKES_DOWN"]
    if marks and form.instrument is not None:
        operations.mark_credit_repaired(record, by=current_user, instrument=form.instrument)
        return str(_("已标注“已信用修复”。"))
    done = operations.withdraw(
        record,
        form.ground.data,
        by=current_user,
        instrument=form.instrument,
        words_zh=form.words_zh.data or "",
        words_en=form.words_en.data or "",
        law=form.law.data or "",
    )
    return str(_("已撤下，原网址公布了撤下的理由。") if done.down_at else _("已提出，等审批。"))


def _registrable(ref: str) -> DisclosureRecord:
    record = record_or_404(ref)
    return record if down_of(record).may_register else abort(404)


def _instrument(record: DisclosureRecord, number: int) -> TakedownInstrument:
    return next((one for one in down_of(record).instruments if one.id == number), None) or abort(404)


def _dismissable(ref: str, number: int) -> tuple[DisclosureRecord, TakedownInstrument]:
    record = record_or_404(ref)
    paper = _instrument(record, number)
    may = paper.is_open and Role.LEGAL_SECTION_HEAD in powers()
    return (record, paper) if may else abort(404)


def _takeable(ref: str) -> tuple[DisclosureRecord, Down]:
    record = record_or_404(ref)
    down = down_of(record)
    return (record, down) if down.grounds else abort(404)


def _waiting(ref: str) -> tuple[DisclosureRecord, Takedown]:
    record = record_or_404(ref)
    down = down_of(record)
    return (record, down.takedown) if down.may_decide and down.takedown else abort(404)


def _rewordable(ref: str) -> tuple[DisclosureRecord, Takedown]:
    record = record_or_404(ref)
    down = down_of(record)
    return (record, down.takedown) if down.may_reword and down.takedown else abort(404)


def _withdrawing(ref: str, number: int) -> tuple[DisclosureRecord, ChannelPublication]:
    record = record_or_404(ref)
    publication = carriers.publication(record.ref, number)
    ours = (
        publication is not None and publication.state == WITHDRAWING and down_of(record).may_confirm_carriers
    )
    return (record, publication) if ours and publication else abort(404)


def _takedown_form(down: Down) -> TakedownForm:
    return TakedownForm(down.grounds, [one for one in down.instruments if one.is_open])


def _decision(waiting: Takedown) -> DecisionForm:
    return DecisionForm(_("同意撤下"), _("不同意") if waiting.ground_row.may_be_refused else "")


def _instrument_page(record: DisclosureRecord, form: InstrumentForm) -> str:
    return step_page(
        record,
        form,
        title=_("登记撤销、变更类文书"),
        lead=_("期限从本局收到文书那天起算：3 个工作日内撤下并公开说明理由（《行政处罚法》第四十八条）。"),
        verb=_("登记"),
        with_file=True,
        notes={
            "issued": _("例如 2026-11-16"),
            "received": _("例如 2026-11-18。签收、挂号信签收之日。"),
            "scan": _("照片、PDF 都可以。没有的先不传。"),
        },
    )


def _dismissal_page(record: DisclosureRecord, paper: TakedownInstrument, form: ReasonAloneForm) -> str:
    return step_page(
        record,
        form,
        title=_("文书不涉及这条信息"),
        lead=_("核对以后，这份文书没有改变这条信息的，写明理由。期限随之停止。"),
        verb=_("记下"),
        facts_of=_facts_of(paper),
    )


def _takedown_page(record: DisclosureRecord, form: TakedownForm) -> str:
    return step_page(
        record,
        form,
        title=_("撤下"),
        lead=_("撤下以后，原网址只公布撤下的理由、依据和日期，原来的内容封存。撤销、变更类的，先登记文书。"),
        verb=_("撤下"),
        danger=True,
        notes={
            "law": _("只有“其他情形”要填，例如 《某某条例》第三条。"),
            "words_zh": _("会公开。不要写原来的内容，也不要写当事人的姓名、名称。"),
            "words_en": _("可以不填。"),
        },
    )


def _decision_page(record: DisclosureRecord, waiting: Takedown, form: DecisionForm) -> str:
    told = [
        {"label": _("理由"), "value": label_of(waiting.ground_row)},
        {"label": _("谁提出的"), "value": waiting.proposed_by},
        *([{"label": _("法制科审核"), "value": waiting.reviewed_by}] if waiting.reviewed_by else []),
        *(_facts_of(waiting.instrument) if waiting.instrument else []),
        *([{"label": _("依据"), "value": waiting.law}] if waiting.law else []),
        {"label": _("公开说明"), "value": waiting.sentence("zh"), "note": waiting.sentence("en")},
        *([{"label": _("公开说明的补充（中文）"), "value": waiting.words_zh}] if waiting.words_zh else []),
        *([{"label": _("公开说明的补充（英文）"), "value": waiting.words_en}] if waiting.words_en else []),
    ]
    return step_page(
        record,
        form,
        title=_("审批撤下"),
        lead=_("同意以后马上撤下，原网址只公布撤下的理由，原来的内容封存。"),
        verb=_("确认决定"),
        facts_of=told,
    )


def _notice_page(record: DisclosureRecord, form: NoticeForm) -> str:
    return step_page(
        record,
        form,
        title=_("更正撤下说明"),
        lead=_("只改补充的话，理由、依据和日期不变。原来的文字封存，页面写明更正过。"),
        verb=_("更正"),
        notes={
            "words_zh": _("会公开。不要写原来的内容，也不要写当事人的姓名、名称。"),
            "reason": _("记入责任日志，不公开。"),
        },
    )


def _withdrawal_page(record: DisclosureRecord, publication: ChannelPublication, form: EvidenceForm) -> str:
    return step_page(
        record,
        form,
        title=_("确认载体已经撤下"),
        lead=label_of(CHANNELS[publication.channel]),
        verb=_("确认已撤下"),
    )


def _facts_of(paper: TakedownInstrument) -> list[dict[str, str]]:
    return [
        {"label": _("文书"), "value": f"{paper.issuer} {paper.number}"},
        {"label": _("收到日期"), "value": paper.received_on.isoformat()},
    ]
