"""Accounts and sign-in."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
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
    "relation.declare": Action(
        "申报利害关系",
        "Relation declared",
        "{actor}申报了本人的一项利害关系[：{ground}]。",
        "{actor} declared a relation of their own[: {ground}].",
        "account",
    ),
    "relation.end": Action(
        "结束利害关系申报",
        "Relation ended",
        "{actor}说明申报过的一项利害关系已不存在[：{ground}]。",
        "{actor} stated that a declared relation no longer holds[: {ground}].",
        "account",
    ),
}
