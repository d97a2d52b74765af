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


class ProjectState(Word):
    LISTED = "listed", "已列入 | Listed"
    CONTRACTED = "contracted", "已签约 | Contracted"
    TRANSFORMING = "transforming", "改造中 | Transforming"
    DELIVERED = "delivered", "已交付 | Delivered"
    RECTIFYING = "rectifying", "整改中 | Rectifying"
    PASSED = "passed", "已通过 | Passed"
    FAILED = "failed", "未通过 | Failed"
    WITHDRAWN = "withdrawn", "已退出 | Withdrawn"


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


class DisbursementKind(Word):
    PREPAYMENT = "prepayment", "预拨 | Prepayment"
    SETTLEMENT = "settlement", "清算 | Settlement"
    RECOVERY = "recovery", "追缴 | Recovery"


class AssessmentPhase(Word):
    BEFORE = "before", "改造前 | Before"
    AFTER = "after", "改造后 | After"


class FlagState(Word):
    OPEN = "open", "待核查 | Open"
    DISMISSED = "dismissed", "已排除 | Dismissed"
    IN_CASE = "in_case", "已立案 | In a case"


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


#: A project in one of these states has left the programme: its enterprise may enter another.
LEFT: frozenset[str] = frozenset({ProjectState.FAILED, ProjectState.WITHDRAWN})
