"""The shared vocabulary: every closed set of words, each with its Chinese and English label."""

from enum import StrEnum


class Word(StrEnum):
    """A member's value is stored; its label ``中文 | English`` is what people read."""

    label: str

    def __new__(
        cls, value: str, label: str = ""
    ) -> "Word":  # the default is for type checkers: Role("expert")
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


class Group(Word):
    """The headings under which tables stand."""

    PLANS = "plans", "方案与遴选 | Plans and selection"
    PROJECTS = "projects", "平台与项目 | Platforms and projects"
    MONEY = "money", "资金与凭证 | Money and its papers"
    QUALITY = "quality", "督导与绩效 | Supervision and performance"
    CATALOGUE = "catalogue", "典型案例 | What others can copy"
    WATCHING = "watching", "预警与案件 | Flags and cases"
    REFERENCE = "reference", "基础数据 | Reference data"
    RECORDS = "records", "运行记录 | Records of the system"


class UnitKind(Word):
    PROVINCE = "province", "省、自治区、直辖市 | Province"
    SEPARATELY_PLANNED_CITY = "separately_planned_city", "计划单列市 | Separately planned city"
    XPCC = "xpcc", "新疆生产建设兵团 | XPCC"


class IndustryLevel(Word):
    SECTION = "section", "门类 | Section"
    DIVISION = "division", "大类 | Division"
    GROUP = "group", "中类 | Group"
    CLASS = "class", "小类 | Class"


class Sector(Word):
    """The six priority sectors (W1)."""

    CHEMISTRY = "chemistry", "医药和化学制造 | Medicine and chemicals"
    EQUIPMENT = "equipment", "通用和专用设备制造 | General and special equipment"
    AUTO_PARTS = "auto_parts", "汽车零部件及配件制造 | Motor vehicle parts"
    TRANSPORT = "transport", "运输设备制造 | Transport equipment"
    ELECTRICAL = "electrical", "电气机械和器材制造 | Electrical machinery"
    ELECTRONICS = "electronics", "计算机和通讯电子 | Computers and communication electronics"


class PlanState(Word):
    DRAFT = "draft", "编制中 | Draft"
    SUBMITTED = "submitted", "已上报 | Submitted"
    RETURNED = "returned", "已退回 | Returned"
    APPROVED = "approved", "已批复 | Approved"
    IMPLEMENTING = "implementing", "实施中 | Implementing"
    SELF_EVALUATED = "self_evaluated", "已自评 | Self-evaluated"
    EVALUATED = "evaluated", "已评价 | Evaluated"
    SETTLED = "settled", "已清算 | Settled"
    CLOSED = "closed", "已办结 | Closed"


class PlatformState(Word):
    APPOINTED = "appointed", "已遴选 | Appointed"
    DISQUALIFIED = "disqualified", "已取消资格 | Disqualified"
    SETTLED = "settled", "已核定 | Settled"


class CallState(Word):
    """An open selection of platforms (P12)."""

    DRAFT = "draft", "编制中 | Draft"
    OPEN = "open", "征集中 | Open"
    CLOSED = "closed", "评审中 | Under review"
    SCORED = "scored", "已评分 | Scored"
    NOTICED = "noticed", "公示中 | On public notice"
    DECIDED = "decided", "已公布结果 | Decided"
    CANCELLED = "cancelled", "已终止 | Cancelled"


class CandidateState(Word):
    APPLIED = "applied", "已申请 | Applied"
    WITHDRAWN = "withdrawn", "已撤回 | Withdrawn"
    REJECTED = "rejected", "未通过 | Rejected"
    RANKED = "ranked", "已排名 | Ranked"
    PROPOSED = "proposed", "拟入选 | Proposed"
    APPOINTED = "appointed", "已遴选 | Appointed"


class PanelistState(Word):
    NAMED = "named", "待评分 | To score"
    SUBMITTED = "submitted", "已提交 | Submitted"
    RECUSED = "recused", "已回避 | Recused"


class ObjectionState(Word):
    RAISED = "raised", "待答复 | To be answered"
    ANSWERED = "answered", "已答复 | Answered"


class EntryState(Word):
    """An entry of the catalogue of what works (W2, P11)."""

    DRAFT = "draft", "编写中 | Draft"
    PROPOSED = "proposed", "待发布 | Proposed"
    PUBLISHED = "published", "已发布 | Published"
    WITHDRAWN = "withdrawn", "已下架 | Withdrawn"


class SampleKind(Word):
    CONTRACT = "contract", "工程化样本合同 | Sample contract"
    STANDARD = "standard", "操作规范 | Operating standard"


class ProjectState(Word):
    LISTED = "listed", "已列入 | Listed"
    CONTRACTED = "contracted", "已签约 | Contracted"
    TRANSFORMING = "transforming", "改造中 | Transforming"
    DELIVERED = "delivered", "已交付 | Delivered"
    RECTIFYING = "rectifying", "整改中 | Rectifying"
    PASSED = "passed", "已通过 | Passed"
    FAILED = "failed", "未通过 | Failed"
    WITHDRAWN = "withdrawn", "已退出 | Withdrawn"


class WithdrawalReason(Word):
    OWN_WILL = "own_will", "企业自愿退出 | The enterprise's own will"
    CLOSED = "closed", "企业停产或注销 | The enterprise closed down"
    INELIGIBLE = "ineligible", "不再符合条件 | No longer eligible"
    PLATFORM = "platform", "平台无法履约 | The platform cannot deliver"
    OTHER = "other", "其他 | Other"


class ServiceKind(Word):
    """The one-stop services of a platform (W3)."""

    CONSULTING = "consulting", "转型咨询 | Consulting"
    DIAGNOSIS = "diagnosis", "诊断评估 | Diagnosis"
    EQUIPMENT = "equipment", "设备改造 | Equipment"
    SOFTWARE = "software", "软件应用 | Software"
    OTHER = "other", "其他服务 | Other services"


class Verdict(Word):
    """What an acceptance came to (P10)."""

    PASS = "pass", "通过 | Pass"
    RECTIFY = "rectify", "整改 | Rectify"
    FAIL = "fail", "不通过 | Fail"


class SampleState(Word):
    DRAWN = "drawn", "待抽查 | To be checked"
    SOUND = "sound", "属实 | Sound"
    DOUBTFUL = "doubtful", "存疑 | Doubtful"


class EnterpriseSize(Word):
    MICRO = "micro", "微型 | Micro"
    SMALL = "small", "小型 | Small"
    MEDIUM = "medium", "中型 | Medium"
    LARGE = "large", "大型 | Large"


class CostKind(Word):
    CONSULTING = "consulting", "咨询诊断 | Consulting and diagnosis"
    SOFTWARE = "software", "软件 | Software"
    CLOUD = "cloud", "云服务 | Cloud service"
    INTEGRATION = "integration", "系统集成 | Integration"
    TRAINING = "training", "实训 | Training"
    HARDWARE = "hardware", "硬件 | Hardware"
    OTHER = "other", "其他 | Other"


class InvoiceKind(Word):
    DIGITAL = "digital", "数电发票 | Fully digital invoice"
    SPECIAL = "special", "增值税专用发票 | Special VAT invoice"
    ORDINARY = "ordinary", "增值税普通发票 | Ordinary VAT invoice"


class InvoiceCheck(Word):
    """What the tax administration's portal says of an invoice (I03, I10 of the catalogue of red flags)."""

    UNCHECKED = "unchecked", "未查验 | Not checked"
    VALID = "valid", "查验相符 | Valid"
    MISMATCHED = "mismatched", "查验不符 | Does not match"
    UNKNOWN = "unknown", "查无此票 | Unknown to the tax office"
    VOID = "void", "已作废 | Void"
    REVERSED = "reversed", "已红冲 | Reversed"


class PaymentMethod(Word):
    TRANSFER = "transfer", "银行转账 | Bank transfer"
    ACCEPTANCE = "acceptance", "承兑汇票 | Acceptance bill"
    CASH = "cash", "现金 | Cash"


class ClaimState(Word):
    SUBMITTED = "submitted", "已提交 | Submitted"
    CHECKED = "checked", "已审核 | Checked"
    APPROVED = "approved", "已核准 | Approved"
    REJECTED = "rejected", "已驳回 | Rejected"
    HELD = "held", "暂缓 | Held"
    SETTLED = "settled", "已清算 | Settled"
    WITHDRAWN = "withdrawn", "已撤回 | Withdrawn"


class FundingSource(Word):
    """Where the money of a project comes from (W4, W5); the first is the award this programme pays."""

    CENTRAL_AWARD = "central_award", "中央奖补 | Central award"
    LOCAL_SUPPORT = "local_support", "地方支持 | Local support"
    PLATFORM_CONCESSION = "platform_concession", "平台让利 | Platform's concession"
    ENTERPRISE = "enterprise", "企业自付 | Enterprise"
    PAID_FROM_GAINS = "paid_from_gains", "转型收益支付 | Paid out of gains"


class AttachmentKind(Word):
    CONTRACT = "contract", "合同 | Contract"
    INVOICE_SCAN = "invoice_scan", "发票影像 | Scan of an invoice"
    PAYMENT_VOUCHER = "payment_voucher", "付款凭证 | Payment voucher"
    ACCEPTANCE_MINUTES = "acceptance_minutes", "验收纪要 | Minutes of acceptance"
    PHOTO = "photo", "照片 | Photograph"
    DOSSIER = "dossier", "申报材料 | Document of an application"
    REPORT = "report", "报告 | Report"
    OTHER = "other", "其他 | Other"


class DisbursementKind(Word):
    PREPAYMENT = "prepayment", "预拨 | Prepayment"
    SETTLEMENT = "settlement", "清算 | Settlement"
    RECOVERY = "recovery", "追缴 | Recovery"
    REFUND = "refund", "退还追缴 | Refund of a recovery"


class SettlementState(Word):
    PROPOSED = "proposed", "待批准 | Proposed"
    APPROVED = "approved", "已批准 | Approved"
    REJECTED = "rejected", "已退回 | Rejected"
    SUPERSEDED = "superseded", "已被取代 | Superseded"
    REVOKED = "revoked", "已撤销 | Revoked"


class Cut(Word):
    """What a line of a settlement does."""

    SHARE = "share", "按实际成本比例测算 | Share of the actual cost"
    ENTERPRISE_CAP = "enterprise_cap", "超过每家企业上限 | Above the cap per enterprise"
    APPROVED_CAP = "approved_cap", "超过核准金额 | Above the amount approved"
    LATE = "late", "超过实施期交付，不计入 | Delivered after the term, not counted"
    UNCONFIRMED = "unconfirmed", "未经国家审核确认，不计入 | Not confirmed nationally, not counted"
    UNCLAIMED = "unclaimed", "奖补申请未核准，不计入 | No approved claim, not counted"
    PLATFORM_CAP = "platform_cap", "超过每个平台上限 | Above the cap per platform"
    TOO_FEW = "too_few", "通过家数不足 | Too few passed"
    DISQUALIFIED = "disqualified", "已取消资格 | Disqualified"
    DEDUCTION = "deduction", "扣减 | Deduction"


class RemittanceState(Word):
    """Of a remittance: from the proposal to the bank's receipt."""

    PROPOSED = "proposed", "待批准 | Proposed"
    APPROVED = "approved", "待办理 | To be paid"
    LISTED = "listed", "已列入拨付批 | Listed for the bank"
    EXPORTED = "exported", "已报送银行 | Sent to the bank"
    CONFIRMED = "confirmed", "已到账 | Confirmed by the bank"
    FAILED = "failed", "付款失败 | Failed"
    RELISTED = "relisted", "已重新办理 | Ordered anew"
    RETURNED = "returned", "已退汇 | Returned by the bank"
    REJECTED = "rejected", "已退回 | Rejected"
    CANCELLED = "cancelled", "已作废 | Cancelled"


class BankBatchState(Word):
    LISTED = "listed", "已列入 | Listed"
    EXPORTED = "exported", "已报送银行 | Sent to the bank"
    CLOSED = "closed", "已办结 | Closed"


class LedgerAccount(Word):
    """The accounts of the ledger. Money is owned where debits exceed credits, owed where credits do."""

    BUDGET = "budget", "中央财政预算 | Central budget"
    COMMITTED = "committed", "已承诺资金 | Committed"
    PREPAID = "prepaid", "预拨款项 | Prepaid to platforms"
    AWARDED = "awarded", "核定奖补支出 | Awards granted"
    PAYABLE = "payable", "应付平台 | Payable to platforms"
    RECEIVABLE = "receivable", "应收追缴 | To be recovered from platforms"
    BANK = "bank", "国库拨款 | Treasury account"


class AssessmentPhase(Word):
    BEFORE = "before", "改造前 | Before"
    AFTER = "after", "改造后 | After"


class VisitState(Word):
    PLANNED = "planned", "已安排 | Planned"
    DONE = "done", "已督促 | Done"
    CANCELLED = "cancelled", "已取消 | Cancelled"


class FindingKind(Word):
    PROGRESS = "progress", "进度 | Progress"
    QUALITY = "quality", "改造质量 | Quality of the work"
    TRAINING = "training", "实训 | Training"
    EFFECT = "effect", "使用效果 | Effect in use"
    FUNDS = "funds", "资金使用 | Use of funds"
    PAPERS = "papers", "档案资料 | Papers"
    OTHER = "other", "其他 | Other"


class FindingState(Word):
    OPEN = "open", "待整改 | Open"
    ANSWERED = "answered", "已反馈 | Answered"
    CLOSED = "closed", "已销号 | Closed"


class SurveyState(Word):
    SENT = "sent", "待答复 | Sent"
    ANSWERED = "answered", "已答复 | Answered"
    WITHDRAWN = "withdrawn", "已撤回 | Withdrawn"


class Light(Word):
    """How far a target is from where it should be by now."""

    GREEN = "green", "正常 | On course"
    AMBER = "amber", "偏慢 | Behind"
    RED = "red", "滞后 | Far behind"


class EvaluationKind(Word):
    SELF = "self", "省级自评 | Provincial self-evaluation"
    NATIONAL = "national", "国家评价 | National evaluation"


class EvaluationState(Word):
    DRAFT = "draft", "起草中 | Draft"
    SIGNED = "signed", "财政已会签 | Signed by finance"
    GIVEN = "given", "已出具 | Given"


class Grade(Word):
    EXCELLENT = "excellent", "优 | Excellent"
    GOOD = "good", "良 | Good"
    FAIR = "fair", "中 | Fair"
    POOR = "poor", "差 | Poor"


class ReportKind(Word):
    LESSON = "lesson", "经验做法 | Lesson"
    PROBLEM = "problem", "困难问题 | Problem"


class ReportTopic(Word):
    ORGANISATION = "organisation", "组织推进 | Organisation"
    PLATFORMS = "platforms", "服务平台 | Platforms"
    ENTERPRISES = "enterprises", "企业意愿与投入 | Enterprises"
    SOLUTIONS = "solutions", "解决方案与数据 | Solutions and data"
    ACCEPTANCE = "acceptance", "验收与成效 | Acceptance and effect"
    FUNDS = "funds", "资金与凭证 | Funds and papers"
    PEOPLE = "people", "人才与实训 | People and training"
    OTHER = "other", "其他 | Other"


class ReportState(Word):
    DRAFT = "draft", "起草中 | Draft"
    SENT = "sent", "已报送 | Sent"
    READ = "read", "已阅 | Read"
    ANSWERED = "answered", "已答复 | Answered"


class FlagState(Word):
    """``SHADOW``: raised by a rule on trial, for nobody's queue; ``LAPSED``: its facts are no longer so."""

    OPEN = "open", "待核查 | Open"
    SHADOW = "shadow", "试运行 | On trial"
    DISMISSED = "dismissed", "已排除 | Dismissed"
    IN_CASE = "in_case", "已立案 | In a case"
    LAPSED = "lapsed", "已消除 | Lapsed"


class FlagSubject(Word):
    """What a red flag is raised on."""

    CLAIM = "claim", "奖补申请 | Claim"
    PROJECT = "project", "改造项目 | Project"
    PLATFORM = "platform", "服务平台 | Platform"


class TextSection(Word):
    """A text that may be a copy of another."""

    SOLUTION = "solution", "改造方案 | Solution of a project"
    FINDINGS = "findings", "验收意见 | Findings at the acceptance"
    STATEMENT = "statement", "申请说明 | Statement of a claim"
    SERVICES = "services", "合同服务 | Services of a contract"
    PLATFORM = "platform", "平台解决方案 | Solution of a platform"


class RuleKind(Word):
    """How sure a rule is of what it finds; a screening one never opens a case alone."""

    DETERMINISTIC = "deterministic", "确定性 | Deterministic"
    STATISTICAL = "statistical", "统计性 | Statistical"
    SCREENING = "screening", "筛查 | Screening only"


class RuleState(Word):
    """Of a version of a rule. On trial it flags in the shadow: nobody's queue, no money at stake."""

    TRIAL = "trial", "试运行 | On trial"
    LIVE = "live", "启用 | Live"
    RETIRED = "retired", "停用 | Retired"


class ScanState(Word):
    QUEUED = "queued", "排队中 | Queued"
    RUNNING = "running", "运行中 | Running"
    DONE = "done", "完成 | Done"
    FAILED = "failed", "中断 | Broken off"


class ScanScope(Word):
    COUNTRY = "country", "全国全量 | The whole country"
    CHANGES = "changes", "增量 | What has changed"


class TipState(Word):
    """Of a tip-off (举报)."""

    RECEIVED = "received", "待核对 | Received"
    MATCHED = "matched", "已匹配对象 | Matched to a subject"
    UNFOUNDED = "unfounded", "查无实据 | Unfounded"
    FOLLOWED = "followed", "已立案 | Followed by a case"


class DrawState(Word):
    """Of a claim drawn by lot for audit, whatever the rules say of it."""

    DRAWN = "drawn", "待审计 | To be audited"
    SOUND = "sound", "属实 | Sound"
    FALSE = "false", "不实 | False"


class Severity(Word):
    LOW = "low", "低 | Low"
    MEDIUM = "medium", "中 | Medium"
    HIGH = "high", "高 | High"
    CRITICAL = "critical", "严重 | Critical"


class CaseState(Word):
    OPENED = "opened", "已立案 | Opened"
    INVESTIGATING = "investigating", "调查中 | Investigating"
    NOTIFIED = "notified", "已事先告知 | Notified"
    HEARD = "heard", "已陈述申辩 | Heard"
    REVIEWED = "reviewed", "已法制审核 | Reviewed"
    DECIDED = "decided", "已决定 | Decided"
    SERVED = "served", "已送达 | Served"
    EXECUTED = "executed", "已执行 | Executed"
    CLOSED = "closed", "已结案 | Closed"
    REVOKED = "revoked", "决定已撤销 | Decision revoked"


class CasePart(Word):
    """What a person is in a case; nobody is two of them (行政处罚法 art. 42, 58, 64)."""

    INVESTIGATE = "investigate", "调查 | Investigates"
    CHAIR = "chair", "主持听证 | Chairs the hearing"
    REVIEW = "review", "法制审核 | Reviews the law"
    DECIDE = "decide", "决定 | Decides"


class DefenceKind(Word):
    WAIVED = "waived", "未提出 | None was made"
    STATEMENT = "statement", "陈述申辩 | Statement and defence"
    HEARING = "hearing", "听证 | Hearing"


class ChallengeKind(Word):
    """On what way a decision comes to be looked at again."""

    CORRECTION = "correction", "自行纠正 | Own correction"
    RECONSIDERATION = "reconsideration", "行政复议 | Administrative review"
    SUIT = "suit", "行政诉讼 | Suit at court"


class ChallengeState(Word):
    PENDING = "pending", "审理中 | Pending"
    CONFIRMED = "confirmed", "维持 | Confirmed"
    CHANGED = "changed", "变更 | Changed"
    OVERTURNED = "overturned", "撤销 | Overturned"
    WITHDRAWN = "withdrawn", "撤回申请 | Withdrawn"


class PenaltyState(Word):
    DECIDED = "decided", "已决定 | Decided"
    EFFECTIVE = "effective", "已生效 | In effect"
    REVOKED = "revoked", "已撤销 | Revoked"


class Organ(Word):
    """To whom a case is handed over: the departments of industry may not fine themselves."""

    FINANCE = "finance", "财政部门 | Finance department"
    AUDIT = "audit", "审计机关 | Audit organ"
    TAX = "tax", "税务机关 | Tax authority"
    POLICE = "police", "公安机关 | Police"


class FineBase(Word):
    """What a fine is measured by (《财政违法行为处罚处分条例》 art. 14)."""

    DEFRAUDED = "defrauded", "骗取资金 | Money defrauded"
    MISUSED = "misused", "违规使用资金 | Money misused"
    PERSON = "person", "直接责任人员 | Persons responsible"


class Weight(Word):
    """How the circumstances weigh (行政处罚法 art. 32, 33)."""

    ORDINARY = "ordinary", "一般 | Ordinary"
    GRAVE = "grave", "从重 | Heavier"
    LENIENT = "lenient", "从轻 | Lighter"
    REDUCED = "reduced", "减轻 | Below the band"
    EXEMPT = "exempt", "不予处罚 | No penalty"


class Clock(Word):
    """A term that the law sets in a case."""

    LIMITATION = "limitation", "追责时效 | Limitation"
    DECISION = "decision", "作出决定 | Decision"
    EXPLANATION = "explanation", "平台书面说明 | Explanation by the platform"
    PRESERVATION = "preservation", "登记保存处理 | Preserved evidence"
    HEARING_REQUEST = "hearing_request", "听证申请 | Asking for a hearing"
    HEARING_NOTICE = "hearing_notice", "听证通知 | Notice of the hearing"
    SERVICE = "service", "送达决定 | Service"
    PAYMENT = "payment", "缴款 | Payment"
    RECONSIDERATION = "reconsideration", "申请复议 | Applying for review"
    SUIT = "suit", "提起诉讼 | Suit"
    WITHDRAWAL = "withdrawal", "撤回公开信息 | Withdrawing what was published"


class PauseReason(Word):
    HEARING = "hearing", "听证 | Hearing"
    APPRAISAL = "appraisal", "鉴定、审计 | Appraisal or audit"
    ANNOUNCEMENT = "announcement", "公告送达 | Service by announcement"
    COURT = "court", "等待司法结论 | Waiting for a court"


class EvidenceKind(Word):
    NOTE = "note", "工作记录 | Note"
    FILE = "file", "文件 | File"
    PHOTO = "photo", "照片 | Photograph"
    INQUIRY = "inquiry", "询问笔录 | Record of inquiry"
    INSPECTION = "inspection", "现场检查笔录 | Record of inspection"


class RequestState(Word):
    ASKED = "asked", "待说明 | Asked"
    ANSWERED = "answered", "已说明 | Answered"
    ACCEPTED = "accepted", "已采信 | Accepted"
    REFUSED = "refused", "未采信 | Not accepted"
    WITHDRAWN = "withdrawn", "已撤回 | Withdrawn"


class PublicationState(Word):
    PUBLISHED = "published", "已公开 | Published"
    WITHDRAWN = "withdrawn", "已撤回 | Withdrawn"


class LinkKind(Word):
    """What ties organizations to one another."""

    PLATFORM = "platform", "同一服务平台 | The same platform"
    PHONE = "phone", "同一电话 | The same telephone"
    ADDRESS = "address", "同一地址 | The same address"
    ACCOUNT = "account", "同一银行账户 | The same account"
    LEGAL_PERSON = "legal_person", "同一法定代表人 | The same legal person"
    VENDOR = "vendor", "同一供应商 | The same vendor"
    INVOICE = "invoice", "同一张发票 | The same invoice"
    FILE = "file", "同一份文件 | The same file"


class FraudKind(Word):
    INFLATION = "inflation", "虚报 | False reporting"
    IMPERSONATION = "impersonation", "冒领 | Claiming in another's name"
    FABRICATION = "fabrication", "造假 | Fabrication"


class FraudPhase(Word):
    APPLICATION = "application", "申报 | Application"
    IMPLEMENTATION = "implementation", "实施 | Implementation"
    PERFORMANCE = "performance", "绩效 | Performance"


class PenaltyOutcome(Word):
    DEDUCTION = "deduction", "扣减奖补资金 | Deduction"
    CANCELLATION = "cancellation", "取消奖补资格 | Cancellation"
    CIRCULAR = "circular", "通报批评 | Circular of criticism"
    TRANSFER = "transfer", "移送处理 | Transfer under the Regulation"


class ImportPhase(Word):
    READING = "reading", "读取 | Reading the file"
    CHECKING = "checking", "核对 | Checking it"
    SAVING = "saving", "写入 | Saving it"
    REPORTING = "reporting", "整理结果 | Putting the report together"
    DONE = "done", "完成 | Done"
    FAILED = "failed", "中断 | Broken off"


class AuditKind(Word):
    CREATED = "created", "新增 | Created"
    UPDATED = "updated", "修改 | Changed"
    DELETED = "deleted", "删除 | Deleted"
    SIGNED_IN = "signed_in", "登录 | Signed in"
    SIGNED_OUT = "signed_out", "退出 | Signed out"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败 | Sign-in failed"
    UNMASKED = "unmasked", "查看敏感信息 | Saw sensitive values"
    EXPORTED = "exported", "导出 | Exported"
    REFUSED = "refused", "被拒绝 | Refused"


class Role(Word):
    LEADER = "leader", "领导 | National leader"
    ANALYST = "analyst", "分析人员 | Analyst"
    PROGRAMME_OFFICER = "programme_officer", "项目管理员 | Programme officer"
    FINANCE_OFFICER = "finance_officer", "财务管理员 | Finance officer"
    PROVINCIAL_SME_OFFICER = "provincial_sme_officer", "省级中小企业主管部门 | Provincial SME officer"
    PROVINCIAL_FINANCE_OFFICER = "provincial_finance_officer", "省级财政部门 | Provincial finance officer"
    PLATFORM_OPERATOR = "platform_operator", "服务平台 | Platform operator"
    EXPERT = "expert", "专家 | Expert"
    SUPERVISOR = "supervisor", "监督人员 | Supervisor"
    AUDITOR = "auditor", "审计人员 | Auditor"
    ADMINISTRATOR = "administrator", "系统管理员 | Administrator"


class DutyKind(Word):
    """What nobody may do together for one project."""

    SUBMIT = "submit", "申报 | Submitting"
    ACCEPT = "accept", "验收 | Accepting"
    REVIEW = "review", "审核 | Reviewing"
    SETTLE = "settle", "核定清算 | Settling"


class InterestKind(Word):
    """How somebody is tied to an organization."""

    EMPLOYED = "employed", "任职 | Employed there"
    OWNER = "owner", "出资或持股 | Owns a part"
    ADVISER = "adviser", "顾问或咨询 | Advises it"
    RELATIVE = "relative", "近亲属任职或持股 | A close relative works there or owns a part"
    OTHER = "other", "其他利害关系 | Another interest"


class Stage(Word):
    """How far a sign-in has come."""

    CODE = "code", "待输入验证码 | Waiting for a code"
    ENROL = "enrol", "待设置两步验证 | Must set up the second step"
    IN = "in", "已登录 | Signed in"


#: A project in one of these states has left the programme: its enterprise may enter another.
LEFT: frozenset[str] = frozenset({ProjectState.FAILED, ProjectState.WITHDRAWN})
