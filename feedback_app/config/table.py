"""The table of settings: every name an operator may set, with its default, its kind and its help in both languages.

Pure data. `config.py` reads the environment by it; `.env.example` is drawn from it (`make env-example`) and a test
compares the two. Defaults are written as they would stand in the environment; an empty default means "not set".
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One row. `kind` names a row of `config.KINDS`, which says what a good value looks like."""

    name: str
    kind: str
    default: str
    zh: str
    en: str
    is_secret: bool = False
    needed_in_production: bool = False


@dataclass(frozen=True)
class Section:
    """A group of settings under one heading. `facts` says the rows are facts of the bureau, shown on pages."""

    zh: str
    en: str
    settings: tuple[Setting, ...]
    facts: bool = False


RUNNING = Section(
    "运行",
    "Running",
    (
        Setting("ENVIRONMENT", "environment", "development", "development 演示与开发；production 正式运行（缺少密钥则不启动）。",
                "development for trials; production refuses to start without its secrets."),
        Setting("HOST", "host", "127.0.0.1", "网站监听的地址；默认只有本机能访问。",
                "Address the web server listens on; by default this machine only."),
        Setting("PORT", "port", "8000", "网站监听的端口；0 为任意空闲端口。", "Port the web server listens on; 0 takes any free one."),
        Setting("PUBLIC_URL", "web_address", "", "公众访问的网址，用于邮件中的链接；演示时默认 http://HOST:PORT。",
                "The address people use, for links in mail; in trials http://HOST:PORT.", needed_in_production=True),
        Setting("DATA_DIR", "folder", "./var", "数据目录：数据库、附件、未发出的邮件、日志。备份它。",
                "Folder for database, attachments, unsent mail and logs. Back it up."),
        Setting("DATABASE_URL", "database", "", "数据库；默认 DATA_DIR 内的 SQLite，也可用 PostgreSQL。",
                "The database; SQLite in DATA_DIR by default, or PostgreSQL.", is_secret=True),
        Setting("REDIS_URL", "redis", "", "Redis 服务；不填则自带一个，只供本机使用。",
                "Redis server; when empty, one of our own is started for this machine only.", is_secret=True),
        Setting("WEB_WORKERS", "count", "2", "网站进程数。", "Web server processes."),
        Setting("WEB_THREADS", "count", "4", "每个网站进程的线程数。", "Threads in each web server process."),
        Setting("TRUSTED_HOSTS", "hosts", "", "允许的主机名，逗号分隔；默认本机名与 PUBLIC_URL 的主机名。",
                "Host names answered to, comma separated; by default loopback names and PUBLIC_URL's host."),
        Setting("LOG_ORIGIN", "key_name", "zhengming.example/accountability-log", "责任日志的名字，写在检查点上，各单位不同。",
                "Name of the accountability log, as its checkpoints bear it; one for each bureau."),
        Setting("CHECKPOINT_MINUTES", "count", "10", "责任日志有新条目时，每隔几分钟签发一个检查点。",
                "Minutes between signed checkpoints of the accountability log while it grows."),
        Setting("LOG_WITNESSES", "witnesses", "", "见证方：“网址 公钥vkey”，逗号分隔；没有则不请见证。",
                "Witnesses that cosign checkpoints: address and vkey with a space between, comma separated."),
        Setting("LOG_VERIFY_HOURS", "hours", "24", "每隔几小时自动核验整本责任日志。",
                "Hours between the system's own verifications of the whole log."),
        Setting("CHECKPOINT_MAIL", "mail_days", "workdays", "何时把检查点寄给监督人员：workdays 每个工作日，weekly 每周一，off 不寄。",
                "When supervisors are mailed a checkpoint: workdays, weekly (Mondays) or off."),
        Setting("CHECKPOINT_MAIL_TO", "mailboxes", "", "检查点另外寄给谁，逗号分隔。", "Who else is mailed the checkpoint, comma separated."),
        Setting("TRUSTED_PROXIES", "proxies", "0", "网站前面有几层自己的反向代理；0 表示不相信 X-Forwarded-*。",
                "How many of your own reverse proxies stand in front; 0 trusts no X-Forwarded-* header."),
    ),
)  # fmt: skip

SECRETS = Section(
    "密钥（演示时自动生成在 DATA_DIR/secrets；正式运行必须填写，并与数据库分开备份）",
    "Secrets (made once in DATA_DIR/secrets for trials; in production set them, and back them up apart from the database)",
    (
        Setting("SECRET_KEY", "secret", "", "会话与表单的签名密钥，至少 32 个字符。",
                "Signs sessions and forms; at least 32 characters.", is_secret=True, needed_in_production=True),
        Setting("SEAL_KEYS", "keyring", "", "静态加密密钥，“编号:base64 的 32 字节”，逗号分隔，最新的在前；旧的留着才能读旧数据。",
                "Keys of encryption at rest, id:base64 of 32 bytes, comma separated, newest first; keep old ones to read "
                "old rows.", is_secret=True, needed_in_production=True),
        Setting("CODE_KEY", "key", "", "查询码的密钥，base64 的 32 字节；更换后旧查询码失效。",
                "Key of the receipt codes, base64 of 32 bytes; changing it ends all earlier codes.",
                is_secret=True, needed_in_production=True),
        Setting("LOG_SIGNING_KEY", "key", "", "责任日志检查点的签名私钥，base64 的 32 字节；更换后运行 log change-key。",
                "Private key that signs the log's checkpoints, base64 of 32 bytes; after a change run log change-key.",
                is_secret=True, needed_in_production=True),
    ),
)  # fmt: skip

MAIL = Section(
    "邮件（不填 MAIL_SERVER 时，邮件写成 DATA_DIR/mail 中的文件）",
    "Mail (without MAIL_SERVER, messages become files in DATA_DIR/mail)",
    (
        Setting("MAIL_SERVER", "host", "", "发信服务器。", "Outgoing mail server."),
        Setting("MAIL_PORT", "port", "25", "发信端口。", "Its port."),
        Setting("MAIL_USE_TLS", "switch", "no", "使用 STARTTLS。", "Use STARTTLS."),
        Setting("MAIL_USE_SSL", "switch", "no", "一开始就用 TLS。", "Use TLS from the first byte."),
        Setting("MAIL_USERNAME", "text", "", "发信账号。", "Account name."),
        Setting("MAIL_PASSWORD", "text", "", "发信口令。", "Account password.", is_secret=True),
        Setting("MAIL_DEFAULT_SENDER", "mailbox", "", "发件人地址。", "Sender address."),
        Setting("MAIL_RETURN_PATH", "mailbox", "", "退信地址（MAIL FROM）；不填为空地址，不会引起自动回复；发信服务器不接受空地址时填写。",
                "Return path (MAIL FROM); empty is the null path, which no robot answers. Set it where the relay refuses that."),
        Setting("MAIL_REPLY_TO", "mailbox", "", "群众回信寄到哪个邮箱；系统会加上“+标记”，收信时认得是哪一件。不填则信里请人不要回复。",
                "Mailbox for answers to our mail; +token is added so that they find their ticket. Empty: letters ask not to answer."),
        Setting("MAIL_TIMEOUT", "count", "10", "等待发信服务器的秒数。", "Seconds to wait for the mail server."),
    ),
)  # fmt: skip

OTHER_EARS = Section(
    "短信和微信（默认关闭；经由服务商的 HTTP 网关，格式见 docs/deploy.md）",
    "Text messages and WeChat (off by default; by a provider's HTTP gateway, its form is in docs/deploy.md)",
    (
        Setting("SMS_URL", "web_address", "", "短信网关的网址；不填则不发短信。", "The gateway for text messages; empty: none are sent."),
        Setting("SMS_ACCOUNT", "text", "", "短信网关的账号。", "Account at it."),
        Setting("SMS_SECRET", "text", "", "短信网关的签名密钥。", "Key that signs what is sent to it.", is_secret=True),
        Setting("WECHAT_URL", "web_address", "", "微信模板消息网关的网址；不填则不发。", "The gateway for WeChat template messages; empty: none."),
        Setting("WECHAT_ACCOUNT", "text", "", "微信网关的账号。", "Account at it."),
        Setting("WECHAT_SECRET", "text", "", "微信网关的签名密钥。", "Key that signs what is sent to it.", is_secret=True),
        Setting("WECHAT_TEMPLATE", "text", "", "微信模板消息的模板编号。", "Number of the WeChat message template."),
    ),
)  # fmt: skip

WATCH = Section(
    "监视（/readyz 何时报告不正常）",
    "Watching: when /readyz says no",
    (
        Setting("READY_OUTBOX_MINUTES", "count", "15", "到期的邮件最久等几分钟。", "Minutes a message that is due may wait."),
        Setting("READY_MAIL_IN_MINUTES", "count", "15", "设置了收信邮箱时，最久几分钟没有成功收信。",
                "Where mail is fetched: minutes without a fetch that went well."),
        Setting("DIGEST_HOUR", "hour", "10", "每个工作日几点（北京时间）给工作人员发当天待办的邮件。",
                "Hour of the day, Beijing time, of the mail that tells staff what waits for them."),
    ),
)  # fmt: skip

MAIL_IN = Section(
    "收信（不填 IMAP_HOST 和 LMTP_LISTEN 时不收信；也可以用 flask mail import 导入）",
    "Mail in (with neither IMAP_HOST nor LMTP_LISTEN none is fetched; flask mail import takes files)",
    (
        Setting("IMAP_HOST", "host", "", "收信服务器；填了就定时收信，并由专门的程序等新邮件。",
                "Incoming mail server; when set, mail is fetched on a schedule and a program of its own waits for it."),
        Setting("IMAP_PORT", "port", "993", "收信端口。", "Its port."),
        Setting("IMAP_USE_SSL", "switch", "yes", "一开始就用 TLS。", "Use TLS from the first byte."),
        Setting("IMAP_USE_TLS", "switch", "no", "使用 STARTTLS（IMAP_USE_SSL=no 时）。", "Use STARTTLS (with IMAP_USE_SSL=no)."),
        Setting("IMAP_USER", "text", "", "收信账号。", "Account name."),
        Setting("IMAP_PASSWORD", "text", "", "收信口令或者授权码。", "Account password.", is_secret=True),
        Setting("IMAP_FOLDER", "text", "INBOX", "收哪个文件夹。", "Folder that is read."),
        Setting("IMAP_TIMEOUT", "count", "30", "等待收信服务器的秒数。", "Seconds to wait for the incoming server."),
        Setting("LMTP_LISTEN", "listen", "", "在这里接收邮件服务器用 LMTP 送来的信，如 127.0.0.1:2424；不要对外开放。",
                "Where a mail server hands mail over by LMTP, such as 127.0.0.1:2424; never open it to the outside."),
        Setting("MAIL_IN_MAX_MB", "megabytes", "100", "由 LMTP 送来的一封信的上限（MB）。", "Largest mail taken by LMTP, in MB."),
    ),
)  # fmt: skip

LIMITS = Section(
    "限额",
    "Limits",
    (
        Setting("SESSION_HOURS", "hours", "8", "工作人员登录后最长保持的小时数。", "Hours a staff sign-in lasts at most."),
        Setting("MAX_UPLOAD_MB", "megabytes", "20", "单个附件的上限（MB）。", "Largest attachment, in MB."),
        Setting("MAX_FILES", "count", "5", "一次最多几个附件。", "Attachments in one report at most."),
        Setting("ORPHAN_DAYS", "count", "7", "收下而没有提交的文件保留几天后清除；最少 4 天。",
                "Days after which a file that was uploaded but never submitted is deleted; at least 4."),
        Setting("LIMIT_SUBMIT", "rate", "30 per hour", "同一来源提交反映的次数。", "Reports from one address."),
        Setting("LIMIT_SUBMIT_EASY", "rate", "5 per hour", "同一来源或者同一联系方式提交这么多次以后，要先回答一个小问题。",
                "Reports from one address or contact, after which a small question has to be answered first."),
        Setting("LIMIT_SAME_WORDS_HOURS", "count", "24", "多少小时内同样的话并成一件。", "Hours within which the very same words are dealt with as one."),
        Setting("LIMIT_CODE", "rate", "10 per 10 minutes", "同一来源输错查询码的次数。", "Wrong codes from one address."),
        Setting("LIMIT_CODE_ALL", "rate", "300 per 10 minutes", "所有来源合计输错这么多次后，每个来源按下一项放慢。",
                "Wrong codes from everywhere, after which each address is slowed down to the next row."),
        Setting("LIMIT_CODE_CROWDED", "rate", "2 per 10 minutes", "放慢时，同一来源输错查询码的次数。",
                "Wrong codes from one address while slowed down."),
        Setting("LIMIT_MESSAGE", "rate", "20 per hour", "同一来源留言的次数。", "Messages of reporters from one address."),
        Setting("LIMIT_DOWNLOAD", "rate", "30 per 10 minutes", "同一来源下载清单的次数。", "Lists downloaded by one address."),
        Setting("LIMIT_SIGN_IN", "rate", "10 per 15 minutes", "同一来源尝试登录的次数。", "Sign-in attempts from one address."),
    ),
)  # fmt: skip

CLOCKS = Section(
    "时限（工作日；本制度没有规定、由本单位自定的几项）",
    "Limits of time, in working days: those the regulation leaves to the bureau",
    (
        Setting("CLOCK_TICKET_ACCEPT", "count", "2", "收到反映后决定是否受理。", "Deciding whether a report is accepted."),
        Setting("CLOCK_TICKET_NORMAL", "count", "5", "一般反映的核实、更正和答复。", "Verifying, correcting and answering an ordinary report."),
        Setting("CLOCK_CORRECT_OWN", "count", "1", "结论签发后在本网站更正。", "Correcting this website once the finding is signed."),
        Setting("CLOCK_CORRECT_ALL_CHANNELS", "count", "5", "结论签发后在全部载体更正。", "Correcting every channel once the finding is signed."),
        Setting("REMIND_FIRST", "count", "2", "公示时限到期前几个工作日发第一次提醒。", "Working days before a limit for publishing, first reminder."),
        Setting("REMIND_LAST", "count", "1", "到期前几个工作日再提醒。", "Working days before it, last reminder."),
        Setting("ESCALATE_HEAD", "proxies", "0", "逾期几个工作日报科室负责人；0 为一逾期就报。",
                "Working days after it, told to the section head; 0 at once."),
        Setting("ESCALATE_LEADER", "count", "2", "逾期几个工作日报主管领导。", "Working days after it, told to the leader in charge."),
        Setting("NOT_SERVED_DECIDED_ON_DAY", "count", "4", "决定作出后第几个工作日还没有送达的，由法制科决定公示还是暂缓。",
                "Working day after the decision from which the legal section decides about one that is not served."),
        Setting("CALENDAR_REMIND_MONTH", "count", "12", "从几月起提醒录入明年的工作日历。",
                "From which month on next year's missing calendar is reminded of."),
        Setting("CLOCK_ROOT_CAUSE", "count", "20", "更正后查清原因和责任。", "Recording cause and accountability after the correction."),
        Setting("CLOCK_EMERGENCY_HIDE_APPROVE", "count", "1", "紧急屏蔽后，主管领导补办审批。",
                "The leader's approval after something was hidden at once."),
        Setting("CLOCK_EXPIRY_APPROVE", "count", "10", "公开期满列入待批后，主要领导批准撤下；过了就上报。",
                "The head's approval of a removal after the disclosure period; after it, it is reported further up."),
        Setting("CREDIT_REPAIR_TAKES_DOWN", "switch", "no", "信用修复后撤下；no 为保留并标注“已信用修复”。",
                "Take down after a credit repair; no keeps the record, marked as repaired."),
    ),
)  # fmt: skip

DISCLOSURE = Section(
    "公示（本制度没有写明、由本单位决定的几项）",
    "Disclosure: what the regulation leaves to the bureau",
    (
        Setting("LICENSING_ENABLED", "switch", "no", "本单位办理并公示行政许可；no 时只说明由谁公示。",
                "This bureau grants and publishes licences; when no, pages say who does."),
        Setting("LICENSING_URL", "web_address", "", "不办理许可时，公示许可的网站。", "Where licences are published when not here."),
        Setting("NATURAL_PERSON_NAME_MODE", "name_mode", "masked", "自然人姓名：masked 遮盖为“周某某”，full 写全名。",
                "A natural person's name: masked as 周某某, or in full."),
        Setting("INDIVIDUAL_BUSINESS_RETENTION_YEARS", "years", "2", "个体工商户的结果信息公开几年。",
                "Years a result about an individual business stays public."),
        Setting("CREDIT_PUSH_MINOR", "switch", "no", "失信程度轻微的处罚也推送信用网站。",
                "Push penalties of the minor class to credit sites as well."),
        Setting("NON_DISCLOSURE_REVIEW_MONTHS", "count", "12", "不予公开的信息隔几个月复查一次。",
                "Months after which what is not disclosed is looked at again."),
        Setting("NON_DISCLOSURE_SMALLEST_COUNT", "count", "3", "不予公开的公开统计中，少于几件不单列，免得被猜出。",
                "In the public figures of what is not disclosed, fewer than this are not told apart, lest they be guessed."),
    ),
)  # fmt: skip

GUARD = Section(
    "公布前的检查",
    "The guard before publishing",
    (
        Setting("GUARD_OWN_NUMBERS", "text", "", "本单位自己公布的电话、邮箱、缴款账号，逗号分隔，检查时放行。",
                "Telephones, mailboxes and accounts the bureau itself publishes, comma separated: let through."),
        Setting("GUARD_SECONDS", "count", "20", "检查一个附件最多用几秒。", "Seconds a file is looked through at most."),
        Setting("GUARD_MEMORY_MB", "megabytes", "1024", "检查一个附件最多用多少内存（MB）。", "Memory that may take, in MB."),
        Setting("GUARD_MAX_PAGES", "count", "300", "PDF 最多几页。", "Pages of a PDF at most."),
        Setting("GUARD_MAX_MEGAPIXELS", "count", "50", "图片最多几百万像素。", "Million dots of a picture at most."),
        Setting("GUARD_MAX_UNZIPPED_MB", "megabytes", "200", "Word、Excel 文件解压后最多多少 MB。",
                "Word and Excel files, unpacked, in MB at most."),
    ),
)  # fmt: skip

SUPERVISION = Section(
    "监督（从几次起提请监督人员注意；导出多少条；向公众公开什么）",
    "Supervision: from how many on a supervisor is told; how much is exported; what of the log is open to the public",
    (
        Setting("OVERSIGHT_OUT_OF_HOURS", "count", "1", "同一人一天在下班时间办几件事。", "Acts of one person outside office hours in a day."),
        Setting("OVERSIGHT_REVEALS", "count", "3", "同一人一天查看几次反映人身份。", "Looks of one person at who reported in a day."),
        Setting("OVERSIGHT_SIGN_IN_REFUSALS", "count", "5", "同一账号一天登录被拒几次。", "Sign-ins refused for one account in a day."),
        Setting("OVERSIGHT_REFUSALS", "count", "1", "同一人在同一件事上一个月被拒绝几次。", "Steps refused to one person on one matter in a month."),
        Setting("OVERSIGHT_DOWNLOADS", "count", "20", "同一人一天下载、导出几次。", "Downloads and exports of one person in a day."),
        Setting("RECURRENCE_MONTHS", "count", "12", "同一原因、同一单位、同一栏目的错误，几个月内再次发生算重复。",
                "Within how many months the same cause in the same unit and field counts as coming back."),
        Setting("OVERSIGHT_PAIRS", "count", "4", "同样两人一个月互相审核、批准几次。", "Reviews of each other's work by the same two people in a month."),
        Setting("LOG_EXPORT_ROWS", "rows", "20000", "在网页上一次最多导出多少条日志；更多用命令 log export。",
                "Entries exported from the page at once; beyond it, the command log export."),
        Setting("LOG_PUBLIC", "public_log", "counts", "责任日志向公众公开什么：counts 数量、类别和证明，不含姓名；none 不公开；sentences 另加不含姓名的句子。",
                "What of the log is public: counts (numbers, kinds and proofs, no names), none, or sentences (without names) as well."),
    ),
)  # fmt: skip

_HOURS_ZH = (
    "工作日（北京时间）：冬季（10月1日起）10:00–14:00、15:30–19:30；夏季（5月1日起）10:00–14:00、16:00–20:00"
)
_HOURS_EN = (
    "Working days, Beijing time: winter (from 1 October) 10:00–14:00 and 15:30–19:30; "
    "summer (from 1 May) 10:00–14:00 and 16:00–20:00"
)

BUREAU = Section(
    "本单位（未填写的显示为“示例”）",
    "The bureau's own facts (what is not set is shown as an example)",
    (
        Setting("BUREAU_NAME_ZH", "text", "昌吉回族自治州生态环境局阜康市分局", "单位全称。", "Full name in Chinese."),
        Setting("BUREAU_NAME_EN", "text", "Fukang Branch, Changji Prefecture Ecology and Environment Bureau", "单位英文名。",
                "Full name in English."),
        Setting("BUREAU_CODE", "text", "1165230200XX007H42", "统一社会信用代码。", "Unified social credit code."),
        Setting("HOTLINE", "text", "0994-0000000（示例 example）", "公布的电话。", "Published telephone."),
        Setting("MAILBOX", "text", "feedback@example.gov.cn（示例 example）", "公布的邮箱。", "Published mailbox."),
        Setting("OFFICE_HOURS_ZH", "text", _HOURS_ZH, "办公时间。", "Office hours in Chinese."),
        Setting("OFFICE_HOURS_EN", "text", _HOURS_EN, "办公时间（英文）。", "Office hours in English."),
        Setting("ADDRESS", "text", "新疆昌吉州阜康市（示例 example）", "办公地址。", "Office address."),
        Setting("POSTCODE", "text", "831500", "邮政编码。", "Postcode."),
        Setting("SITE_NAME", "text", "昌吉回族自治州生态环境局阜康市分局行政执法信息公示", "网站名称（META SiteName）。",
                "Site name (META SiteName)."),
        Setting("SITE_DOMAIN", "text", "www.example.gov.cn", "网站域名（META SiteDomain）。",
                "Site domain (META SiteDomain)."),
        Setting("SITE_ID_CODE", "text", "6523020000（示例 example）", "网站标识码。", "Government site identification code."),
        Setting("ICP_NUMBER", "text", "新ICP备00000000号（示例 example）", "ICP 备案号。", "ICP filing number."),
        Setting("POLICE_NUMBER", "text", "新公网安备00000000000000号（示例 example）", "公安备案号。", "Police filing number."),
        Setting("HOST_ORGAN", "text", "昌吉回族自治州生态环境局阜康市分局", "主办单位。", "Host organ."),
        Setting("CARRYING_ORGAN", "text", "昌吉回族自治州生态环境局阜康市分局法制科（示例 example）", "承办单位。",
                "Organ that runs the site."),
    ),
    facts=True,
)  # fmt: skip

SECTIONS = (
    RUNNING,
    SECRETS,
    MAIL,
    MAIL_IN,
    OTHER_EARS,
    WATCH,
    LIMITS,
    CLOCKS,
    DISCLOSURE,
    GUARD,
    SUPERVISION,
    BUREAU,
)
SETTINGS: dict[str, Setting] = {row.name: row for section in SECTIONS for row in section.settings}
FACTS: frozenset[str] = frozenset(
    row.name for section in SECTIONS if section.facts for row in section.settings
)

# Names that begin like ours and are none of ours are mistakes (MAIL_SEVER), never somebody else's variable.
FAMILIES = ("BUREAU_", "CLOCK_", "GUARD_", "IMAP_", "LIMIT_", "LMTP_", "MAIL_", "OVERSIGHT_", "TRUSTED_")


def env_example() -> str:
    """The text of `.env.example`: every setting, commented out, at its default."""
    return "\n".join(_example_lines()) + "\n"


def _example_lines() -> Iterator[str]:
    yield "# 复制为 .env，去掉要改的行前的 #。环境变量优先于本文件。"
    yield "# Copy to .env and uncomment what you change. Variables of the environment win over this file."
    for section in SECTIONS:
        yield from ("", f"# ==== {section.zh}", f"# ==== {section.en}")
        for row in section.settings:
            needed = "  [production 必填 required]" if row.needed_in_production else ""
            yield from (f"# {row.zh}{needed}", f"# {row.en}", f"#{row.name}={_quoted(row.default)}")


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
