"""Mail that comes in."""

from feedback_app.audit.actions.action import Action

ACTIONS = {
    "mail.keep": Action(
        "收下来信",
        "Mail kept",
        "系统收下{subject}[，{size} 字节]。",
        "The system kept {subject}[, {size} bytes].",
        "mail",
    ),
    "mail.ticket": Action(
        "来信登记为工单",
        "Mail became a ticket",
        "{actor}把{subject}登记为{about}。",
        "{actor} made {subject} into {about}.",
        "mail",
    ),
    "mail.join": Action(
        "来信并入工单",
        "Mail joined its ticket",
        "{actor}的{subject}并入{about}：带着本系统发出的标记，而且由反映人的地址发来。",
        "{subject} of {actor} was joined to {about}: it bore a mark issued here and came from the reporter's address.",
        "mail",
    ),
    "mail.join_by_hand": Action(
        "人工并入工单",
        "Mail joined by hand",
        "{actor}把{subject}并入{about}。",
        "{actor} joined {subject} to {about}.",
        "mail",
    ),
    "mail.set_aside": Action(
        "程序来信，不登记",
        "Mail of a program set aside",
        "系统认出{subject}是程序发来的，不登记，也不答复。",
        "The system recognised {subject} as written by a program; it is neither registered nor answered.",
        "mail",
    ),
    "mail.unreadable": Action(
        "来信没能读出",
        "Mail could not be read",
        "系统没能读出{subject}，等人查看。",
        "The system could not read {subject}; it waits for a person.",
        "mail",
    ),
    "mail.file": Action(
        "来信归档",
        "Mail filed away",
        "{actor}看过{subject}，归档不办。",
        "{actor} looked at {subject} and filed it away.",
        "mail",
    ),
    "mail.open": Action(
        "取走来信原件",
        "Original of a mail taken",
        "{actor}取走{subject}的原件或者附件。",
        "{actor} took the original of {subject}, or a file of it.",
        "mail",
    ),
}
