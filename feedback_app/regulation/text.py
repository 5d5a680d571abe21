"""The words of the twenty articles: (number, topic, topic in English, ((marker, Chinese, English), …)).

Pure text; `articles.py` gives it its shape.
"""

ROWS: tuple[tuple[int, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        1,
        "目的",
        "Purpose",
        (
            (
                "",
                "为严格依法行政，提高行政执法的透明度，切实保护公民、法人和其他组织的合法权益，结合昌吉回族自治州生态环境局阜康市分局行政执法工作实际，制定本办法。",
                (
                    "This Regulation is made, in the light of the administrative enforcement work of the Fukang Branch of the "
                    "Changji Hui Autonomous Prefecture Ecology and Environment Bureau (“the Branch”), in order to administer "
                    "strictly in accordance with law, to make administrative enforcement more transparent, and to protect the "
                    "lawful rights and interests of citizens, legal persons and other organizations."
                ),
            ),
        ),
    ),
    (
        2,
        "什么是公示",
        "What disclosure is",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局通过一定载体和方式，公示昌吉回族自治州生态环境局阜康市分局行政执法人员的职责、权限、依据、程序、结果、监督方式、救济途径等行政执法信息，主动向社会公开，保障行政相对人和社会公众的知情权、参与权、救济权、监督权，自觉接受社会监督。",
                (
                    "Through appropriate channels and in appropriate ways the Branch discloses administrative enforcement "
                    "information, such as the duties, powers, legal bases, procedures, results, ways of supervision and remedies "
                    "that concern its enforcement officers. It publishes this information of its own motion, safeguards the right of "
                    "regulated parties and the public to know, to take part, to seek remedies and to supervise, and willingly accepts "
                    "supervision by society."
                ),
            ),
        ),
    ),
    (
        3,
        "适用范围",
        "Scope",
        (
            (
                "",
                "按照《昌吉州推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度工作方案》要求，在行政许可、行政处罚、行政强制、行政检查四类行政执法行为中全面推行行政执法公示制度。",
                (
                    "As required by the Work Plan of Changji Prefecture for the Systems of Disclosure of Administrative Enforcement, "
                    "Recording of the Whole Enforcement Process and Legal Review of Major Enforcement Decisions, the system of "
                    "disclosure is carried out in full in four kinds of administrative enforcement: licensing, penalties, coercive "
                    "measures and inspections."
                ),
            ),
        ),
    ),
    (
        4,
        "原则",
        "Principles",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局行政执法公示应当坚持公平、公正、合法、及时、准确、便民的原则。",
                (
                    "In its disclosure of administrative enforcement the Branch shall keep to the principles of fairness, "
                    "impartiality, lawfulness, timeliness, accuracy and convenience for the public."
                ),
            ),
        ),
    ),
    (
        5,
        "事前公开内容",
        "What is disclosed before enforcement",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局行政执法事前公开内容包括：",
                "What the Branch discloses before enforcement includes:",
            ),
            (
                "(一)",
                "(一)执法主体。公示昌吉回族自治州生态环境局阜康市分局内设执法处室和下设执法机构的职责分工、管辖范围、执法区域以及所属执法人员姓名、职务、执法证件号码和执法范围等；",
                (
                    "(1) Enforcing bodies. The division of duties, jurisdiction and enforcement areas of the Branch's internal "
                    "enforcement sections and subordinate enforcement units, and the names, posts, certificate numbers and scope of "
                    "enforcement of their officers;"
                ),
            ),
            (
                "(二)",
                "(二)执法依据。逐项公示昌吉回族自治州生态环境局阜康市分局行政执法所依据的法律、法规、规章和行政处罚自由裁量权基准，“双随机、一公开”监管事项清单；",
                (
                    "(2) Legal bases. Item by item, the laws, regulations and rules on which the Branch's enforcement rests, the "
                    "discretion benchmarks for penalties, and the list of matters supervised by double-random inspection with "
                    "publication of results;"
                ),
            ),
            (
                "(三)",
                "(三)执法权限。公示昌吉回族自治州生态环境局阜康市分局行政许可、行政处罚、行政强制、行政检查等职权范围；",
                "(3) Powers. The extent of the Branch's powers of licensing, penalty, coercion, inspection and the like;",
            ),
            (
                "(四)",
                "(四)执法程序。公示昌吉回族自治州生态环境局阜康市分局行政执法的具体程序，包括方式、步骤、时限和顺序，逐项制定行政执法流程图；",
                (
                    "(4) Procedures. The particular procedures of the Branch's enforcement, including method, steps, time limits and "
                    "order, with a flow chart drawn up for each item;"
                ),
            ),
            (
                "(五)",
                "(五)随机抽查事项清单。公示昌吉回族自治州生态环境局行政执法随机抽查事项清单，明确抽查依据、抽查主体、抽查内容、抽查方式、抽查比例、抽查频次等内容；",
                (
                    "(5) Random inspection list. The list of random inspection items of the Changji Hui Autonomous Prefecture Ecology "
                    "and Environment Bureau, stating for each the legal basis, the inspecting body, what is examined, the method, the "
                    "rate, the frequency and so on;"
                ),
            ),
            (
                "(六)",
                "(六)救济方式。公示行政相对人依法享有的申请行政复议或者提起行政诉讼、国家赔偿等法定权利和救济途径；",
                (
                    "(6) Remedies. The statutory rights of regulated parties, such as applying for administrative reconsideration, "
                    "bringing an administrative lawsuit or claiming state compensation, and the ways of remedy;"
                ),
            ),
            (
                "(七)",
                "(七)监督举报。公开昌吉回族自治州生态环境局阜康市分局监督举报电话、邮箱及受理反馈程序。及时受理公民、法人和其他社会组织对行政执法人员执法行为的举报。",
                (
                    "(7) Supervision and reporting. The Branch's hotline and mailbox for supervision and reporting, and the procedure "
                    "for accepting and answering reports. Reports by citizens, legal persons and other social organizations about the "
                    "conduct of enforcement officers are accepted in time."
                ),
            ),
        ),
    ),
    (
        6,
        "现场公示",
        "Disclosure on site",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局行政执法人员在进行监督检查、调查取证、告知送达等执法活动时，要佩戴或出示执法证件，出具执法文书，告知行政相对人执法事由、执法依据、权利义务等内容，并做好说明解释工作。",
                (
                    "When carrying out supervision and inspection, investigation and taking of evidence, notification and service or "
                    "other enforcement activities, enforcement officers of the Branch shall wear or show their officer certificates, "
                    "present the enforcement documents, tell the regulated party the reasons, the legal basis, its rights and duties "
                    "and the like, and explain them well."
                ),
            ),
        ),
    ),
    (
        7,
        "案件办理公示",
        "Disclosure of cases",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局在官方途径主动公示行政执法案件执法目的、执法依据、执法结果、权利义务等内容。",
                (
                    "Through official channels the Branch discloses, of its own motion, the purpose, the legal basis and the result of "
                    "enforcement in administrative enforcement cases, and the rights and duties of those concerned."
                ),
            ),
        ),
    ),
    (
        8,
        "事后公开内容",
        "What is disclosed after enforcement",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局行政执法事后公开内容包括：",
                "What the Branch discloses after enforcement includes:",
            ),
            (
                "(一)",
                "(一)行政监督。行政监督对象、监督依据、监督方式、监督事项、抽查内容、存在问题以及整改情况。",
                (
                    "(1) Supervision. Whom supervision concerned, its legal basis, method and matters, what was checked, the problems "
                    "found and how they were rectified."
                ),
            ),
            (
                "(二)",
                "(二)双随机抽查。公示双随机抽查的检查对象、检查方式、检查依据、处罚结果、处罚时限、以及抽查结果。",
                (
                    "(2) Double-random inspections. The inspected party, the method and the legal basis of the inspection, the penalty "
                    "and its time limit, and the result of the inspection."
                ),
            ),
            (
                "(三)",
                "(三)依申请可以公开的其他相关信息。",
                "(3) Other related information that may be disclosed on request.",
            ),
        ),
    ),
    (
        9,
        "一律公开",
        "Disclosure is the rule",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局行政执法决定和结果，除法律、法规、规章有明确规定不予公开的一律公开。",
                (
                    "All administrative enforcement decisions and results of the Branch are disclosed, except where a law, regulation "
                    "or rule expressly provides that they are not."
                ),
            ),
        ),
    ),
    (
        10,
        "公示载体",
        "Channels of disclosure",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局行政执法相关内容公示载体包括：",
                "The channels on which the Branch discloses matters of administrative enforcement include:",
            ),
            (
                "(一)",
                "(一)网络平台。昌吉回族自治州生态环境局阜康市分局网站公示事前公开内容、事中公开内容、事后公开内容以及依申请公示的内容；依照法制办要求在各县市人民政府网站行政公开专栏主要公开事前、事中、事后公开的内容；事后公示内容经信用办推送至相关网站。",
                (
                    "(1) Online platforms. The Branch's website discloses what is to be disclosed before, during and after enforcement "
                    "and on request; as the legal affairs office requires, the disclosure columns of the county and city government "
                    "websites mainly publish what is to be disclosed before, during and after enforcement; what is disclosed after "
                    "enforcement is pushed to the websites concerned through the credit office."
                ),
            ),
            (
                "(二)",
                "(二)开发新媒体。采用微信公众号、手机APP等现代信息传播方式，公示昌吉回族自治州生态环境局阜康市分局行政执法相关内容；",
                (
                    "(2) New media. Matters of the Branch's administrative enforcement are disclosed by modern means such as the "
                    "WeChat official account and the mobile app;"
                ),
            ),
            (
                "(三)",
                "(三)传统媒体。利用主流报刊、广播、电视、户外LED广告板等进行公开。",
                (
                    "(3) Traditional media. Disclosure is made through leading newspapers and periodicals, radio, television, outdoor "
                    "LED displays and the like."
                ),
            ),
        ),
    ),
    (
        11,
        "事前公开程序",
        "Procedure before enforcement",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局《行政执法事项清单》《双随机抽查事项清单》和各类行政执法流程图、行政执法服务指南以及新颁布、修改、废止规章和规范性文件等，通过昌吉回族自治州生态环境局阜康市分局网站载体公示，并推送人民政府要求的其他网站，程序如下：",
                (
                    "The Branch's Enforcement Item List and Double-Random Inspection Item List, the enforcement flow charts and "
                    "service guides, and rules and normative documents newly issued, amended or repealed, are disclosed on the "
                    "Branch's website and pushed to the other websites the people's government requires, by the following procedure:"
                ),
            ),
            ("(一)", "(一)法制科分工。", "(1) Work of the legal section."),
            (
                "(一)1",
                "1、组织执法人员全面、准确梳理昌吉回族自治州生态环境局阜康市分局《行政执法事项清单》的职责、权限、依据、程序等事前公开内容，编制完成后报主要领导审批后一个工作日内公示，对已经公示的内容发生变化的进行重新编制后报主要领导审批后一个工作日内公示。",
                (
                    "1. It organizes the officers to review, completely and accurately, the duties, powers, legal bases, procedures and "
                    "other matters of the Branch's Enforcement Item List that are disclosed before enforcement. Once compiled, the list "
                    "is submitted to the principal head for approval and disclosed within one working day of the approval. Where "
                    "disclosed content changes, it is compiled again, submitted to the principal head for approval, and disclosed within "
                    "one working day of the approval."
                ),
            ),
            (
                "(一)2",
                "2、进一步明确具体操作流程和行政执法事项名称、依据、受理机构、审批机构、许可条件、优惠政策、申请材料、办理流程、办理时限、监督方式、责任追究、救济渠道、办公时间、办公地址、办公电话等内容，经昌吉回族自治州生态环境局阜康市分局有关科室负责人审查和法制科审定通过后进行公示。",
                (
                    "2. It further settles the operating flow and, for each enforcement item, its name, legal basis, accepting body, "
                    "approving body, licensing conditions, preferential policies, application materials, handling flow, handling time "
                    "limit, ways of supervision, accountability, remedies, office hours, office address, office telephone and the like. "
                    "These are disclosed after review by the heads of the sections concerned and final approval by the legal section."
                ),
            ),
            (
                "(一)3",
                "3、法制科负责公示昌吉回族自治州生态环境局阜康市分局行政执法人员清单，实现行政执法人员信息公开透明，网上可查询，随时接受群众监督，方便群众办事；",
                (
                    "3. The legal section is responsible for disclosing the list of the Branch's enforcement officers, so that "
                    "information about officers is open and transparent, can be looked up online, is under the supervision of the public "
                    "at any time, and makes it easier for people to get things done;"
                ),
            ),
            (
                "(一)4",
                "4、组织执法人员全面、准确梳理昌吉回族自治州生态环境局阜康市分局执法《双随机抽查事项清单》，明确抽查主体、依据、对象、内容、方式等须事前公开的内容，报局领导审批后公示。",
                (
                    "4. It organizes the officers to review, completely and accurately, the Branch's Double-Random Inspection Item List "
                    "and to settle what must be disclosed beforehand, such as the inspecting body, the legal basis, who is inspected, "
                    "what is examined and the method. The list is disclosed after approval by a leader of the bureau."
                ),
            ),
            (
                "(二)",
                "(二)新颁布、修改、废止规章和规范性文件或机构职能调整等情况发生变化的需在调整之日起20个工作日内，及时更改变更到相关途径。",
                (
                    "(2) Where rules or normative documents are newly issued, amended or repealed, or the functions of the body are "
                    "adjusted, or the like, the change shall be made in time on the channels concerned, within 20 working days of the "
                    "date of adjustment."
                ),
            ),
        ),
    ),
    (
        12,
        "事后公开程序",
        "Procedure after enforcement",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局行政执法事后公开程序包括；",
                "The procedure for what the Branch discloses after enforcement includes:",
            ),
            ("(一)", "(一)公开时限。", "(1) Time limits for disclosure."),
            (
                "(一)(1)",
                "(1)昌吉回族自治州生态环境局阜康市分局各类行政执法决定和结果，由承办机构在信息形成或者变更之日起5个工作日之内公开。",
                (
                    "(1) The Branch's enforcement decisions and results of every kind are disclosed by the handling unit within 5 "
                    "working days of the day the information is formed or changed."
                ),
            ),
            (
                "(一)(2)",
                "(2)昌吉回族自治州生态环境局阜康市分局法制科按照《昌吉州人民政府办公厅关于推广“双随机”抽查规范事中事后监管的实施意见》的要求，对抽查结果正常的市场主体，自抽查结束之日起20个工作日内，由法制科负责人批准后向社会公示；",
                (
                    "(2) As required by the Implementing Opinions of the General Office of the People's Government of Changji Prefecture "
                    "on Promoting “Double-Random” Inspections and Regulating Supervision during and after the Event, the Branch's legal "
                    "section discloses to the public, with the approval of the legal section head and within 20 working days of the end "
                    "of the inspection, the market entities whose inspection result is normal;"
                ),
            ),
            (
                "(二)",
                "(二)公开期限。昌吉回族自治州生态环境局阜康市分局各类行政执法结果信息在互联网上公开满5年或者行政相对人是自然人的，公开满2年，经公示机构主要负责人审核批准后，及时从公示载体上撤下。原行政处罚决定被依法撤销、确认违法或者要求重新作出的，及时撤下公开的行政处罚案件信息，并作出必要的说明。",
                (
                    "(2) Period of disclosure. When information on the results of the Branch's enforcement has been public on the Internet "
                    "for a full 5 years, or a full 2 years where the regulated party is a natural person, it is taken down from the "
                    "channels in time, after review and approval by the principal head of the disclosing body. Where the original penalty "
                    "decision has been lawfully revoked, declared unlawful or ordered to be made anew, the published information on the "
                    "penalty case is taken down in time, and the necessary explanation is given."
                ),
            ),
        ),
    ),
    (
        13,
        "收集、整理",
        "Collection and arrangement",
        (
            (
                "",
                "公示信息的收集、整理。法制科负责法制相关信息的收集整理。",
                (
                    "Collection and arrangement of information to be disclosed. The legal section is responsible for collecting and "
                    "arranging legal information."
                ),
            ),
        ),
    ),
    (
        14,
        "审核、发布",
        "Review and publication",
        (
            (
                "",
                "公示信息的审核、发布。昌吉回族自治州生态环境局阜康市分局各科室负责人负责对相关公示材料的审核，按照行政执法公示程序，通过昌吉回族自治州生态环境局阜康市分局网站对外发布和更新。与企业、事业单位、社会组织等法人相关的行政许可、行政检查、行政处罚信息同时向相关部门推送。",
                (
                    "Review and publication of information to be disclosed. The heads of the Branch's sections are responsible for "
                    "reviewing the disclosure materials concerned, which are published and updated on the Branch's website by the "
                    "procedure for the disclosure of administrative enforcement. Information on licensing, inspections and penalties "
                    "concerning enterprises, public institutions, social organizations and other legal persons is at the same time "
                    "pushed to the departments concerned."
                ),
            ),
        ),
    ),
    (
        15,
        "纠错、更正",
        "Correction of errors",
        (
            (
                "",
                "公示信息的纠错、更正。建立昌吉回族自治州生态环境局阜康市分局行政执法公开信息反馈机制，对公民、法人和其他社会组织反映公示的行政执法不准确的，报送主管领导调查核实后，以适当的方式澄清，及时更正，并认真分析错误产生的原因，倒查责任。",
                (
                    "Correction of errors in disclosed information. The Branch sets up a feedback mechanism for published enforcement "
                    "information. Where citizens, legal persons or other social organizations report that disclosed enforcement "
                    "information is inaccurate, the report is submitted to the leader in charge; after investigation and verification "
                    "the matter is clarified in an appropriate way and corrected promptly, the causes of the error are analysed "
                    "carefully, and accountability is traced back."
                ),
            ),
        ),
    ),
    (
        16,
        "考核",
        "Assessment",
        (
            (
                "",
                "昌吉回族自治州生态环境局阜康市分局建立健全考核制度，加强对行政执法公示制度推行情况的监督检查，并将监督检查情况纳入依法行政考核的主要内容。",
                (
                    "The Branch establishes and improves a system of assessment, strengthens supervision and inspection of how the "
                    "disclosure of administrative enforcement is carried out, and makes the results a principal part of the assessment of "
                    "law-based administration."
                ),
            ),
        ),
    ),
    (
        17,
        "责任追究",
        "Accountability",
        (
            (
                "",
                "建立健全责任追究制度，对不按要求公示、选择性公示、更新维护不及时等问题，责令改正；情节严重的，追究有关责任人员责任。",
                (
                    "A system of accountability is established and improved. Failure to disclose as required, selective disclosure, "
                    "failure to update and maintain in time and similar problems are ordered to be corrected; in serious cases the "
                    "persons responsible are held accountable."
                ),
            ),
        ),
    ),
    (
        18,
        "行政执法的含义",
        "Meaning of administrative enforcement",
        (
            (
                "",
                "本制度内的“行政执法”是指：昌吉州生态环境局阜康市分局受昌吉州生态环境局委托依法行使污染防治、生态保护、核与辐射安全的行政处罚权以及与行政处罚相关的行政检查、行政强制权等执法职能。",
                (
                    "In this Regulation “administrative enforcement” means the enforcement functions which the Fukang Branch of the "
                    "Changji Prefecture Ecology and Environment Bureau lawfully exercises as entrusted by the Changji Prefecture Ecology "
                    "and Environment Bureau: the power to impose penalties in pollution prevention and control, ecological protection and "
                    "nuclear and radiation safety, and the related powers of inspection, coercion and the like."
                ),
            ),
        ),
    ),
    (
        19,
        "解释",
        "Interpretation",
        (
            (
                "",
                "本办法由昌吉回族自治州生态环境局阜康市分局负责解释。",
                "The Branch is responsible for interpreting this Regulation.",
            ),
        ),
    ),
    (
        20,
        "施行",
        "Entry into force",
        (
            (
                "",
                "本制度自发布之日起施行。",
                "This Regulation takes effect on the day it is issued.",
            ),
        ),
    ),
)
