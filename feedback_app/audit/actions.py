"""Every action the log knows, with the sentence its reader sees. An action without a row here cannot be logged.

How a sentence is written: `{name}` stands for the actor, the subject, the second subject (about), a state or a public
fact of that name. What stands between square brackets is left out when one of its names has no value (missing, empty,
zero, false). Values that are codes are shown by the labels the page gives, see sentences.py.
Facts are public and for ever: no words typed by persons, no names of reporters, parties or persons held to account.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of actions, for the filter of the supervisor's desk."""

    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its name in lists, its sentence, its kind."""

    label_zh: str
    label_en: str
    zh: str
    en: str
    kind: str


KINDS = {
    "account": Kind("账号与登录", "Accounts and sign-in"),
    "content": Kind("内容与日历", "Content and calendar"),
    "record": Kind("公示信息", "Disclosure records"),
    "channel": Kind("公示载体", "Channels"),
    "ticket": Kind("工单", "Tickets"),
    "deadline": Kind("期限", "Deadlines"),
    "message": Kind("消息", "Messages"),
    "file": Kind("文件", "Files"),
    "log": Kind("责任日志", "Accountability log"),
    "oversight": Kind("监督", "Supervision"),
}

SUBJECTS = {
    "ticket": Kind("工单", "ticket"),
    "record": Kind("公示信息", "record"),
    "user": Kind("用户", "user"),
    "delegation": Kind("代办安排", "delegation"),
    "session": Kind("登录", "session"),
    "unit": Kind("单位", "unit"),
    "message": Kind("消息", "message"),
    "file": Kind("文件", "file"),
    "channel": Kind("载体", "channel"),
    "calendar": Kind("日历", "calendar"),
    "content": Kind("内容", "content"),
    "clock": Kind("期限", "deadline"),
    "log": Kind("责任日志", "log"),
    "instrument": Kind("文书", "instrument"),
    "settings": Kind("设置", "settings"),
    "note": Kind("监督笔记", "supervisor's note"),
    "month": Kind("月份", "month"),
}

ACTIONS = {
    # Accounts and sign-in
    "staff.sign_in": Action("登录", "Sign-in", "{actor}登录系统。", "{actor} signed in.", "account"),
    "staff.sign_in_refused": Action(
        "登录被拒",
        "Sign-in refused",
        "以{subject}登录被拒绝[：{why}]。",
        "A sign-in as {subject} was refused[: {why}].",
        "account",
    ),
    "staff.sign_out": Action("退出", "Sign-out", "{actor}退出系统。", "{actor} signed out.", "account"),
    "unit.create": Action(
        "建立单位",
        "Unit created",
        "{actor}建立{subject}。",
        "{actor} set up {subject}.",
        "account",
    ),
    "user.create": Action(
        "建立账号",
        "Account created",
        "{actor}为{subject}建立账号[，职务：{post}][，单位：{unit}]。",
        "{actor} created an account for {subject}[, post: {post}][, unit: {unit}].",
        "account",
    ),
    "user.grant_role": Action(
        "授予角色",
        "Role granted",
        "{actor}授予{subject}“{role}”角色。",
        "{actor} granted {subject} the role “{role}”.",
        "account",
    ),
    "user.revoke_role": Action(
        "收回角色",
        "Role revoked",
        "{actor}收回{subject}的“{role}”角色。",
        "{actor} revoked the role “{role}” of {subject}.",
        "account",
    ),
    "user.deactivate": Action(
        "停用账号",
        "Account deactivated",
        "{actor}停用{subject}，该账号即时不能登录。",
        "{actor} deactivated {subject}, who can no longer sign in.",
        "account",
    ),
    "delegation.make": Action(
        "委托代办",
        "Work left to another",
        "{actor}安排{delegate}代{name}办理公示工作[，{from_on} 至 {to_on}][，岗位：{roles}]。",
        "{actor} left the work of {name} on records to {delegate}[, {from_on} to {to_on}][; posts: {roles}].",
        "account",
    ),
    "delegation.end": Action(
        "收回代办",
        "Delegation ended",
        "{actor}收回{delegate}代{name}办理的工作。",
        "{actor} ended the delegation of {name}'s work to {delegate}.",
        "account",
    ),
    # Content and calendar
    "content.load": Action(
        "载入起始内容",
        "Starting content loaded",
        "{actor}载入起始内容[：公示信息 {records} 条][，账号 {users} 个]。",
        "{actor} loaded the starting content[: records {records}][, accounts {users}].",
        "content",
    ),
    "sample.load": Action(
        "载入示例数据",
        "Sample data loaded",
        "{actor}载入示例数据[：工单 {tickets} 件][，公示信息 {records} 条]。",
        "{actor} loaded sample data[: tickets {tickets}][, records {records}].",
        "content",
    ),
    "calendar.enter": Action(
        "录入工作日历",
        "Calendar entered",
        "{actor}录入 {year} 年工作日历[：{day_on}][（{layer}）][，依据：{source}]，待另一人批准。",
        "{actor} entered the working-day calendar of {year}[: {day_on}][ ({layer})][, after: {source}]; another person has "
        "to approve it.",
        "content",
    ),
    "calendar.approve": Action(
        "批准工作日历",
        "Calendar approved",
        "{actor}批准 {year} 年工作日历[：{day_on}][（{layer}）][，依据：{source}]。",
        "{actor} approved the working-day calendar of {year}[: {day_on}][ ({layer})][, after: {source}].",
        "content",
    ),
    "settings.start": Action(
        "启动时的设置",
        "Settings at the start",
        "{actor}启动[，首次记下 {first} 项设置][，与上次启动相比有 {changed} 项设置不同：{names}]。",
        "{actor} started[ and noted {first} settings for the first time][; settings that differ from the last start: {changed} ({names})].",
        "content",
    ),
    # Disclosure records
    "record.prepare": Action(
        "起草公示信息",
        "Record prepared",
        "{actor}起草{subject}[（{category}）]。",
        "{actor} prepared {subject}[ ({category})].",
        "record",
    ),
    "record.edit": Action(
        "修改草稿",
        "Draft edited",
        "{actor}修改{subject}的草稿[，涉及：{fields}]。",
        "{actor} edited the draft of {subject}[: {fields}].",
        "record",
    ),
    "record.submit": Action(
        "送审",
        "Submitted for review",
        "{actor}将{subject}送审[，送：{reviewer}]。",
        "{actor} submitted {subject} for review[ to {reviewer}].",
        "record",
    ),
    "record.review": Action(
        "审核通过",
        "Reviewed",
        "{actor}审核通过{subject}[，报{approver}批准]。",
        "{actor} reviewed {subject} and found it in order[, for approval by {approver}].",
        "record",
    ),
    "record.return": Action(
        "退回",
        "Returned",
        "{actor}退回{subject}，要求修改[，状态由“{from_state}”变为“{to_state}”]。",
        "{actor} returned {subject} for changes[, from “{from_state}” to “{to_state}”].",
        "record",
    ),
    "record.approve": Action(
        "批准公示",
        "Approved",
        "{actor}批准发布{subject}。",
        "{actor} approved {subject} for publication.",
        "record",
    ),
    "record.publish": Action(
        "公示",
        "Published",
        "{actor}发布{subject}[，第 {version} 版][，公示期限 {due_on}][，逾期 {days_late} 个工作日]。",
        "{actor} published {subject}[, version {version}][, due on {due_on}][, working days late: {days_late}].",
        "record",
    ),
    "record.mark_under_verification": Action(
        "标注核实中",
        "Marked under verification",
        "{actor}将{subject}标注为“核实中”[，因有人反映（{about}）]。",
        "{actor} marked {subject} as under verification[, because of a report ({about})].",
        "record",
    ),
    "record.clear_under_verification": Action(
        "取消核实中标注",
        "Mark cleared",
        "{actor}取消{subject}的“核实中”标注[（{about}）]。",
        "{actor} cleared the mark “under verification” from {subject}[ ({about})].",
        "record",
    ),
    "record.correct": Action(
        "更正",
        "Corrected",
        "{actor}更正{subject}[，产生第 {version} 版][，更正栏目：{fields}][（{about}）]。",
        "{actor} corrected {subject}[, making version {version}][; fields: {fields}][ ({about})].",
        "record",
    ),
    "record.clarify": Action(
        "澄清",
        "Clarified",
        "{actor}就{subject}发布澄清说明，内容未作改动[（{about}）]。",
        "{actor} published a clarification on {subject}, which itself stays unchanged[ ({about})].",
        "record",
    ),
    "record.attest": Action(
        "存证",
        "Put on record",
        "{subject}第 {version} 版公示时的内容已存证。",
        "What {subject} said in version {version} when published was put on record.",
        "record",
    ),
    "record.update": Action(
        "更新",
        "Updated",
        "{actor}更新{subject}[，产生第 {version} 版][，涉及：{fields}]。",
        "{actor} updated {subject}[, making version {version}][: {fields}].",
        "record",
    ),
    "record.check_secrecy": Action(
        "保密隐私审查",
        "Secrecy and privacy checked",
        "{actor}审查{subject}[（第 {version} 版）]，不涉及国家秘密、商业秘密和个人隐私。",
        "{actor} checked {subject}[ (version {version})] and found no state secret, trade secret or private matter.",
        "record",
    ),
    "record.plan": Action(
        "定时发布",
        "Publication planned",
        "{actor}为{subject}[（第 {version} 版）]设定发布时间。",
        "{actor} set a time for the publication of {subject}[ (version {version})].",
        "record",
    ),
    "record.plan_for": Action(
        "发布时间",
        "Time of publication",
        "{subject}[（第 {version} 版）]定于 {publish_at} 发布，由{actor}设定。",
        "{subject}[ (version {version})] is to be published at {publish_at}, as set by {actor}.",
        "record",
    ),
    "record.unplan": Action(
        "取消定时发布",
        "Planned publication cancelled",
        "{actor}取消{subject}[（第 {version} 版）]的定时发布。",
        "{actor} cancelled the planned publication of {subject}[ (version {version})].",
        "record",
    ),
    "record.plan_failed": Action(
        "定时发布没有发出",
        "Planned publication not made",
        "{subject}[（第 {version} 版）]到了设定的时间没有发布，须由人处理。",
        "{subject}[ (version {version})] was not published at the time set; somebody has to see to it.",
        "record",
    ),
    "record.prepare_change": Action(
        "起草更新",
        "Change prepared",
        "{actor}起草{subject}的更新[（第 {version} 版，{kind}）][，变更日期 {changed_on}]。",
        "{actor} prepared a change of {subject}[ (version {version}, {kind})][; changed on {changed_on}].",
        "record",
    ),
    "record.drop": Action(
        "不再更新",
        "Change given up",
        "{actor}不再办理{subject}的更新[（第 {version} 版）]。",
        "{actor} gave up the change of {subject}[ (version {version})].",
        "record",
    ),
    "record.set_aside": Action(
        "因更正停办更新",
        "Change set aside",
        "{actor}更正{subject}[（{about}）]，正在办理的更新[（第 {version} 版）]停办，须重新起草。",
        "{actor} corrected {subject}[ ({about})]; the change on its way[ (version {version})] is set aside and has to be begun anew.",
        "record",
    ),
    "record.override_guard": Action(
        "放行检查发现的问题",
        "Finding let stand",
        "{actor}在{subject}[第 {version} 版]发布前的检查中签名放行一处“{check}”[（两人中的第 {signature} 人）]。",
        "{actor} signed to let one place stand in {subject}[, version {version}]: “{check}”[ (signature {signature} of 2)].",
        "record",
    ),
    "record.add_file": Action(
        "添加附件",
        "File added",
        "{actor}为{subject}[第 {version} 版]添加附件[ {file}]。",
        "{actor} added a file to {subject}[, version {version}][: file {file}].",
        "record",
    ),
    "record.change_file": Action(
        "修改附件说明",
        "File described",
        "{actor}修改{subject}[第 {version} 版]附件[ {file}]的名称、说明或者是否公布。",
        "{actor} changed name, description or publication of a file of {subject}[, version {version}][: file {file}].",
        "record",
    ),
    "record.look_at_file": Action(
        "逐页看过附件",
        "File looked at",
        "{actor}逐页看过{subject}[第 {version} 版]的附件[ {file}]。",
        "{actor} looked at every page of a file of {subject}[, version {version}][: file {file}].",
        "record",
    ),
    "record.drop_file": Action(
        "去掉附件",
        "File taken away",
        "{actor}从{subject}[第 {version} 版]去掉附件[ {file}]。",
        "{actor} took a file away from {subject}[, version {version}][: file {file}].",
        "record",
    ),
    # Coming down
    "record.alert": Action(
        "接到紧急反映",
        "Alert received",
        "{actor}登记：有人紧急反映{subject}可能泄露隐私、秘密或者有重大错误[，时间：{alerted_at}][（{about}）]。",
        "{actor} noted an alert: {subject} may expose private or secret information or be gravely wrong"
        "[, received: {alerted_at}][ ({about})].",
        "record",
    ),
    "record.hide": Action(
        "紧急屏蔽",
        "Hidden at once",
        "{actor}紧急屏蔽{subject}[，原因：{hiding}][（{about}）]，待领导补办审批。",
        "{actor} hid {subject} at once[, because: {hiding}][ ({about})]; a leader has yet to approve it.",
        "record",
    ),
    "record.confirm_hiding": Action(
        "同意暂停公示",
        "Hiding approved",
        "{actor}同意暂停公示{subject}[，逾期 {days_late} 个工作日]。",
        "{actor} approved the hiding of {subject}[, working days late: {days_late}].",
        "record",
    ),
    "record.lift": Action(
        "恢复公示",
        "Shown again",
        "{actor}恢复公示{subject}。",
        "{actor} put {subject} before the public again.",
        "record",
    ),
    "record.mend": Action(
        "改好后重新公示",
        "Mended version shown",
        "{subject}改好后重新公示[，第 {version} 版][，封存旧版本 {sealed_versions} 个]。",
        "{subject} is public again, mended[, version {version}][, old versions sealed: {sealed_versions}].",
        "record",
    ),
    "record.register_instrument": Action(
        "登记文书",
        "Instrument registered",
        "{actor}登记一份涉及{subject}的文书[：{ground}][，{received_on} 收到][，应于 {due_on} 前撤下]。",
        "{actor} registered an instrument about {subject}[: {ground}][, received on {received_on}]"
        "[, to be taken down by {due_on}].",
        "record",
    ),
    "record.dismiss_instrument": Action(
        "认定文书不涉及",
        "Instrument dismissed",
        "{actor}核对后认定，登记的文书不改变{subject}[（{ground}）]。",
        "{actor} checked a registered instrument and found that it does not change {subject}[ ({ground})].",
        "record",
    ),
    "record.propose_takedown": Action(
        "提出撤下",
        "Removal proposed",
        "{actor}提出撤下{subject}[，理由：{ground}]，待批准。",
        "{actor} proposed to take down {subject}[: {ground}]; it waits for approval.",
        "record",
    ),
    "record.review_takedown": Action(
        "审核撤下",
        "Removal reviewed",
        "{actor}审核撤下{subject}的建议[，理由：{ground}]。",
        "{actor} reviewed the proposal to take down {subject}[: {ground}].",
        "record",
    ),
    "record.refuse_takedown": Action(
        "不同意撤下",
        "Removal refused",
        "{actor}不同意撤下{subject}[，原提理由：{ground}]。",
        "{actor} refused to take down {subject}[; it was proposed because: {ground}].",
        "record",
    ),
    "record.take_down": Action(
        "撤下",
        "Taken down",
        "{actor}撤下{subject}[，理由：{ground}][，期限 {due_on}][，逾期 {days_late} 个工作日]；原内容封存。",
        "{actor} took down {subject}[: {ground}][, due on {due_on}][, working days late: {days_late}]; "
        "what it said is sealed.",
        "record",
    ),
    "record.mark_credit_repaired": Action(
        "标注已信用修复",
        "Marked as credit repaired",
        "{actor}将{subject}标注为“已信用修复”，不再供搜索引擎收录。",
        "{actor} marked {subject} as credit repaired; search engines are asked to leave it out.",
        "record",
    ),
    "record.escalate": Action(
        "逾期上报",
        "Reported further up",
        "{subject}的“{clock}”逾期未办，已上报[{told}]。",
        "The matter “{clock}” of {subject} is overdue and was reported further up[, to {told}].",
        "record",
    ),
    "archive.view": Action(
        "查看封存原件",
        "Sealed archive opened",
        "{actor}查看{subject}的封存原件[，共 {versions} 个版本]。",
        "{actor} opened the sealed archive of {subject}[, versions: {versions}].",
        "record",
    ),
    "record.refuse_step": Action(
        "步骤被拒",
        "Step refused",
        "{actor}要对{subject}办理“{step}”，被系统拒绝[：{why}]。",
        "{actor} tried to take the step “{step}” on {subject}; the system refused[: {why}].",
        "record",
    ),
    # Channels
    "channel.ask_withdrawal": Action(
        "要求载体撤下",
        "Withdrawal asked for",
        "要求“{channel}”撤下{subject}[（第 {version} 版）]，等人确认。",
        "“{channel}” is asked to take away {subject}[ (version {version})] and waits for a person to confirm it.",
        "channel",
    ),
    "channel.withdraw": Action(
        "确认载体已撤下",
        "Withdrawal confirmed",
        "{actor}确认“{channel}”已撤下{subject}[（第 {version} 版）]。",
        "{actor} confirmed that “{channel}” no longer shows {subject}[ (version {version})].",
        "channel",
    ),
    "channel.put_back": Action(
        "恢复载体公示",
        "Put back on the channel",
        "{subject}恢复公示，“{channel}”也应恢复[（第 {version} 版）]。",
        "{subject} is public again and belongs on “{channel}” again[ (version {version})].",
        "channel",
    ),
    "record.export_credit": Action(
        "导出双公示数据",
        "Data for the credit platform exported",
        "{actor}导出双公示数据：{category}，{from_on}至{to_on}公示的[，共 {records} 条]。",
        "{actor} exported data for the credit platform: {category}, published from {from_on} to {to_on}[, records {records}].",
        "channel",
    ),
    "channel.push": Action(
        "待推送",
        "To be pushed",
        "{subject}[第 {version} 版]列为待更新到“{channel}”，等人确认。",
        "{subject}[, version {version},] is to be shown on “{channel}” and waits for a person to confirm it.",
        "channel",
    ),
    "channel.confirm": Action(
        "确认载体已更新",
        "Channel confirmed",
        "{actor}确认“{channel}”上的{subject}已[是第 {version} 版，]与本局一致[（{about}）]。",
        "{actor} confirmed that “{channel}” shows {subject}[ in version {version},] as the bureau does[ ({about})].",
        "channel",
    ),
    "channel.fail": Action(
        "推送失败",
        "Push failed",
        "{subject}推送至“{channel}”失败[：{why}][，已尝试 {attempts} 次]。",
        "Pushing {subject} to “{channel}” failed[: {why}][, attempts: {attempts}].",
        "channel",
    ),
    # Tickets: the six steps of Article 15 and what surrounds them
    "ticket.submit": Action(
        "提交反映",
        "Report submitted",
        "{actor}提交{subject}[，反映的是{about}][，指出 {claims} 处][，附文件 {files} 个][，来源：{channel}]。",
        "{actor} submitted {subject}[, about {about}][, points named: {claims}][, files: {files}][, by way of: {channel}].",
        "ticket",
    ),
    "ticket.accept": Action(
        "受理",
        "Accepted",
        "{actor}受理{subject}[，应于 {due_on} 前答复]。",
        "{actor} accepted {subject}[, to be answered by {due_on}].",
        "ticket",
    ),
    "ticket.submit_to_leader": Action(
        "报送主管领导",
        "Submitted to the leader",
        "{actor}将{subject}报送主管领导[{leader}]。",
        "{actor} submitted {subject} to the leader in charge[, {leader}].",
        "ticket",
    ),
    "ticket.change_leader": Action(
        "改报其他领导",
        "Submitted to another leader",
        "{actor}将{subject}改报其他主管领导[{leader}]。",
        "{actor} submitted {subject} to another leader in charge[, {leader}].",
        "ticket",
    ),
    "ticket.assign": Action(
        "指派调查核实",
        "Assigned for verification",
        "{actor}指派{investigator}调查核实{subject}[，另有 {excluded_count} 人因经办过该信息被排除][（{excluded}）]。",
        "{actor} appointed {investigator} to verify {subject}[; excluded for having handled the record: {excluded_count}][ ({excluded})].",
        "ticket",
    ),
    "ticket.change_investigator": Action(
        "改派调查人员",
        "Another investigator appointed",
        "{actor}改派{investigator}调查核实{subject}[，另有 {excluded_count} 人因经办过该信息被排除]。",
        "{actor} appointed {investigator} in place of the investigator of {subject}"
        "[; excluded for having handled the record: {excluded_count}].",
        "ticket",
    ),
    "ticket.verify": Action(
        "调查核实",
        "Verified",
        "{actor}完成{subject}的调查核实[，拟定结论：“{finding}”]。",
        "{actor} completed the verification of {subject}[, proposing the finding “{finding}”].",
        "ticket",
    ),
    "ticket.return_finding": Action(
        "退回结论",
        "Finding returned",
        "{actor}退回{subject}的核实结论[“{finding}”]，要求重新核实。",
        "{actor} returned the finding[ “{finding}”] of {subject} to be verified again.",
        "ticket",
    ),
    "ticket.sign_finding": Action(
        "签发结论",
        "Finding signed",
        "{actor}签发{subject}的核实结论[：“{finding}”]。",
        "{actor} signed the finding of {subject}[: “{finding}”].",
        "ticket",
    ),
    "ticket.publish_correction": Action(
        "发布更正",
        "Correction published",
        "{actor}依{subject}的结论更正[{about}][，产生第 {version} 版][，更正栏目：{fields}]，并公开更正说明。",
        "{actor} corrected[ {about}] after the finding of {subject}[, making version {version}][; fields: {fields}], and published the notice.",
        "ticket",
    ),
    "ticket.clarify": Action(
        "作出澄清",
        "Clarified",
        "{actor}就{subject}作出澄清[，{about}内容不变]。",
        "{actor} published a clarification for {subject}[; {about} stays as it is].",
        "ticket",
    ),
    "ticket.reply": Action(
        "答复",
        "Answered",
        "{actor}就{subject}答复反映人[，方式：{way}]。",
        "{actor} answered the reporter of {subject}[, by: {way}].",
        "ticket",
    ),
    "ticket.analyse_cause": Action(
        "原因分析",
        "Cause analysed",
        "{actor}完成{subject}的原因分析[：{causes}]。",
        "{actor} completed the analysis of the cause for {subject}[: {causes}].",
        "ticket",
    ),
    "ticket.trace_accountability": Action(
        "责任倒查",
        "Accountability traced",
        "{actor}完成{subject}的责任倒查[，结论：{outcome}][，措施：{measures}][，涉及 {person_count} 人][，涉及单位 {unit_count} 个]。",
        "{actor} completed the tracing of accountability for {subject}[; outcome: {outcome}][; measures: {measures}]"
        "[; persons: {person_count}][; units: {unit_count}].",
        "ticket",
    ),
    "ticket.close": Action(
        "办结",
        "Closed",
        "{actor}办结{subject}[，期限 {due_on}][，逾期 {days_late} 个工作日]。",
        "{actor} closed {subject}[, due on {due_on}][, working days late: {days_late}].",
        "ticket",
    ),
    "ticket.reveal_reporter": Action(
        "查看反映人身份",
        "Reporter's identity viewed",
        "{actor}查看了{subject}密封的反映人身份[，查看：{fields}]。",
        "{actor} viewed the sealed identity of the reporter of {subject}[: {fields}].",
        "ticket",
    ),
    "ticket.note": Action(
        "办理记录", "Note", "{actor}为{subject}写了办理记录。", "{actor} wrote a note on {subject}.", "ticket"
    ),
    "ticket.refuse_step": Action(
        "步骤被拒",
        "Step refused",
        "{actor}要对{subject}办理“{step}”，被系统拒绝[：{why}]。",
        "{actor} tried to take the step “{step}” on {subject}; the system refused[: {why}].",
        "ticket",
    ),
    # Deadlines
    "deadline.missed": Action(
        "期限届满未办",
        "Deadline missed",
        "{subject}的“{clock}”期限已过[，应于 {due_on} 前完成][，责任人：{owner}]。",
        "The deadline “{clock}” of {subject} has passed[; it was due on {due_on}][; responsible: {owner}].",
        "deadline",
    ),
    "deadline.extend": Action(
        "延长期限",
        "Deadline extended",
        "{actor}延长{subject}的“{clock}”期限，由 {due_before} 延至 {due_on}。",
        "{actor} extended the deadline “{clock}” of {subject} from {due_before} to {due_on}.",
        "deadline",
    ),
    "deadline.pause": Action(
        "中止计时",
        "Deadline paused",
        "{actor}中止{subject}的“{clock}”计时，期限由 {due_before} 暂移至 {due_on}。",
        "{actor} paused the deadline “{clock}” of {subject}, which moves from {due_before} to {due_on} for now.",
        "deadline",
    ),
    "deadline.resume": Action(
        "恢复计时",
        "Deadline resumed",
        "{actor}恢复{subject}的“{clock}”计时，期限为 {due_on}（此前 {due_before}）。",
        "{actor} resumed the deadline “{clock}” of {subject}: due on {due_on} (before: {due_before}).",
        "deadline",
    ),
    "deadline.recount": Action(
        "重算期限",
        "Deadline counted again",
        "工作日历变动后，{subject}的“{clock}”期限由 {due_before} 重算为 {due_on}（经办：{actor}）。",
        "After a change of the calendar the deadline “{clock}” of {subject} was counted again: {due_before} became {due_on} "
        "(by {actor}).",
        "deadline",
    ),
    # Messages
    "message.sent": Action(
        "消息已发出",
        "Message sent",
        "关于{subject}的消息[“{kind}”]已发出[，第 {attempts} 次尝试]。",
        "The message[ “{kind}”] about {subject} was sent[, attempt {attempts}].",
        "message",
    ),
    "message.failed": Action(
        "消息发送失败",
        "Message failed",
        "关于{subject}的消息[“{kind}”]多次发送失败，已停止自动重试[，尝试 {attempts} 次]。",
        "The message[ “{kind}”] about {subject} failed again and again and is no longer retried[; attempts: {attempts}].",
        "message",
    ),
    "message.resend": Action(
        "重发消息",
        "Message sent again",
        "{actor}要求重发关于{subject}的消息[“{kind}”]。",
        "{actor} asked for the message[ “{kind}”] about {subject} to be sent again.",
        "message",
    ),
    # Files
    "file.keep": Action(
        "保存文件",
        "File kept",
        "{actor}为{subject}提交的文件已保存[，{media_type}][，{size} 字节]。",
        "A file handed in by {actor} for {subject} is kept[, {media_type}][, {size} bytes].",
        "file",
    ),
    "file.download": Action(
        "下载文件",
        "File downloaded",
        "{actor}下载了{subject}的文件[（{size} 字节）]。",
        "{actor} downloaded a file of {subject}[ ({size} bytes)].",
        "file",
    ),
    # The log itself
    "log.verify": Action(
        "核验日志",
        "Log verified",
        "{actor}核验责任日志[，共 {entries} 条][，结果：{verdict}]。",
        "{actor} verified the accountability log[, entries: {entries}][, result: {verdict}].",
        "log",
    ),
    "log.begin": Action(
        "日志开始签名",
        "Log begins to be signed",
        "责任日志开始签名，公钥为 {vkey}。",
        "The accountability log begins to be signed, with the public key {vkey}.",
        "log",
    ),
    "log.change_key": Action(
        "更换日志密钥",
        "Log key changed",
        "{actor}更换责任日志的签名密钥，新公钥为 {vkey}[，原公钥为 {previous}]。",
        "{actor} changed the signing key of the accountability log to {vkey}[, before: {previous}].",
        "log",
    ),
    "log.know_witness": Action(
        "登记见证人",
        "Witness made known",
        "责任日志开始由见证人签名，其公钥为 {vkey}。",
        "A witness begins to cosign the accountability log, with the public key {vkey}.",
        "log",
    ),
    "log.erase_sealed": Action(
        "删除密封内容",
        "Sealed words erased",
        "{actor}依法删除第 {entry} 条的密封内容，条目本身仍在。",
        "{actor} erased the sealed words of entry {entry} as the law provides; the entry itself stays.",
        "log",
    ),
    "log.export": Action(
        "导出日志",
        "Log exported",
        "{actor}导出责任日志[，共 {entries} 条][，格式：{format}]。",
        "{actor} exported the accountability log[, entries: {entries}][, format: {format}].",
        "log",
    ),
    # Supervision
    "oversight.note": Action(
        "监督笔记",
        "Supervisor's note",
        "{actor}写了{subject}。",
        "{actor} wrote {subject}.",
        "oversight",
    ),
    "oversight.sign_review": Action(
        "签署月度审阅单",
        "Monthly review signed",
        "{actor}签署了 {month} 的月度审阅单。",
        "{actor} signed the review of {month}.",
        "oversight",
    ),
    "log.alarm": Action(
        "日志警报",
        "Log alarm",
        "责任日志发出警报：{alarm}。",
        "The accountability log raised an alarm: {alarm}.",
        "log",
    ),
    "log.close_alarm": Action(
        "处理日志警报",
        "Log alarm closed",
        "{actor}查看并处理了责任日志的警报：{alarm}。",
        "{actor} looked into an alarm of the accountability log and closed it: {alarm}.",
        "log",
    ),
    "log.mail_checkpoint": Action(
        "寄送检查点",
        "Checkpoint mailed",
        "第 {size} 条处的检查点已列为待寄，共 {addresses} 个地址。",
        "The checkpoint of {size} entries is to be mailed to {addresses} addresses.",
        "log",
    ),
}
