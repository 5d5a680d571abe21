"""Tickets: the six steps of Article 15 and what surrounds them."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
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
    "ticket.answer": Action(
        "答复反映人",
        "Answered",
        "{actor}答复反映人（{subject}）。",
        "{actor} answered the reporter ({subject}).",
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
}
