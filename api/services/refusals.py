"""What the database refuses, told to people: the names of its constraints become sentences."""

import re

import asyncpg

from api.errors import Refusal
from db.catalog import catalog
from db.law import LAW
from db.resource import both

#: (code, sentence, hint, clause) by the name of a constraint.
_KNOWN: dict[str, tuple[str, str, str, str | None]] = {
    "projects_one_live_per_enterprise": (
        "ENTERPRISE_BUSY",
        "企业已在另一个未退出的改造项目中 | An enterprise is already in another live project",
        "先办理原项目退出，或更换企业 | Withdraw it from the other project first, or choose another enterprise",
        "P8",
    ),
    "claims_one_open_per_project": (
        "CLAIMED_ALREADY",
        "该项目已有一项未驳回、未撤回的奖补申请 | The project already has a claim that was neither rejected nor withdrawn",
        "先撤回或驳回原申请 | Withdraw the first claim, or have it rejected, before",
        "F1",
    ),
    "surveys_once_per_project": (
        "SURVEYED_ALREADY",
        "该项目已发出满意度测评 | The project was sent a survey already",
        "催办可换发新链接 | Remind with a new link instead",
        "A2",
    ),
    "targets_once": (
        "EXISTS",
        "该指标已设定目标 | There is a target of this indicator already",
        "修改原目标 | Change that one",
        "P8",
    ),
    "evaluations_once": ("EXISTS", "该方案已有此项评价 | The plan has this evaluation already", "", "A3"),
    "plans_one_per_unit_and_batch": (
        "PLAN_EXISTS",
        "该单位本批次已有实施方案 | The unit already has a plan for this batch",
        "修改已有方案 | Change the plan that exists",
        "A1",
    ),
    "plan_industries_once_per_plan": (
        "INDUSTRY_TWICE",
        "同一方案中细分行业重复 | An industry is named twice in one plan",
        "",
        "P1",
    ),
    "platforms_once_per_industry": (
        "PLATFORM_TWICE",
        "同一细分行业中服务平台重复 | A platform is appointed twice for one industry",
        "",
        "P6",
    ),
    "proofs_once": (
        "PROVEN_ALREADY",
        "该灯塔已是此条目的佐证 | This lighthouse proves the entry already",
        "",
        "P11",
    ),
    "candidates_once_per_call": (
        "APPLIED_ALREADY",
        "该主体已申请本次遴选 | This organization has applied to this call already",
        "修改已有申请 | Change the application that exists",
        "P12",
    ),
    "panelists_once_per_call": (
        "ON_PANEL_ALREADY",
        "该专家已在名单中 | This expert is on the panel already",
        "",
        "P12",
    ),
    "criteria_named_once": ("CRITERION_TWICE", "评审指标重复 | A criterion is named twice", "", "P12"),
    "limits_one_at_a_time": (
        "LIMIT_NOT_LATER",
        "该日期已有限额 | There is a limit for these days already",
        "",
        None,
    ),
    "organizations_uscc_ok": (
        "BAD_USCC",
        "统一社会信用代码校验不通过 | A credit code (USCC) fails its check digit",
        "核对营业执照上的18位代码 | Compare with the 18 characters on the business licence",
        None,
    ),
    "organizations_uscc_key": (
        "ORGANIZATION_EXISTS",
        "该统一社会信用代码已登记 | This credit code (USCC) is already registered",
        "",
        None,
    ),
    "disbursements_voucher_once": (
        "VOUCHER_TWICE",
        "凭证号重复 | The voucher number is used already",
        "同一笔拨付不得登记两次 | One payment must not be entered twice",
        None,
    ),
    "settlements_two_people": (
        "SAME_PERSON",
        "提出核定的人不能批准 | Who proposed a settlement cannot approve it",
        "由另一位财务管理员批准 | Another finance officer must approve it",
        "F6",
    ),
    "remittances_two_people": (
        "SAME_PERSON",
        "提出预拨的人不能批准 | Who proposed a prepayment cannot approve it",
        "由另一位财务管理员批准 | Another finance officer must approve it",
        "F4",
    ),
    "settlements_one_proposed": (
        "PROPOSED_ALREADY",
        "已有一份核定待批准 | A settlement is waiting for approval",
        "先批准或退回该核定 | Have it approved or rejected first",
        "F6",
    ),
    "remittances_one_prepayment": (
        "PREPAID_ALREADY",
        "该平台已预拨或正在办理 | The platform is prepaid, or about to be",
        "",
        "F4",
    ),
    "cases_number_once": ("CASE_NUMBER_TWICE", "案号重复 | The case number is used already", "", None),
    "duties_one_per_person": (
        "TWO_DUTIES",
        "同一人对同一项目只能承担一种职责 | One person can have only one duty for one project",
        "申报、验收、审核、核定须由不同的人办理 | Submitting, accepting, reviewing and settling need different people",
        "F6",
    ),
    "users_username_key": ("USERNAME_TAKEN", "用户名已被使用 | The user name is taken", "", None),
    "funding_once_per_source": (
        "SOURCE_TWICE",
        "该项目已登记这一资金来源 | The project has money from this source already",
        "修改已有的一行 | Change the row that is there",
        "W4",
    ),
    "attachments_once_per_record": (
        "FILE_ATTACHED",
        "该记录已有同一文件 | The record has this very file already",
        "不必重复上传 | There is no need to attach it twice",
        None,
    ),
    "assessments_once_per_phase": (
        "ASSESSED_ALREADY",
        "该项目本阶段已有评测 | The project already has an assessment of this phase",
        "",
        None,
    ),
}

#: What keeps a case to the steps of the law.
_STEPS = frozenset(only.name for only in LAW)


def explain(error: asyncpg.PostgresError) -> Refusal:
    """The refusal that says what the database meant, without its own words: they name tables and show whole rows."""
    name = getattr(error, "constraint_name", None) or ""
    if name in _KNOWN:
        code, sentence, hint, clause = _KNOWN[name]
        return Refusal(code, sentence, hint=hint, clause=clause, status=409)
    table = getattr(error, "table_name", None) or ""
    entity = next((entity for entity in catalog().values() if entity.table == table), None)
    zh, en = both(entity.resource.label) if entity else ("数据", "Data")
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        if _STEPS & set(re.findall(r'"(\w+)"', str(error))):
            return Refusal(
                "AGAINST_PROCEDURE",
                "不符合办案程序 | The steps of the law do not allow this",
                clause="S1",
                status=409,
            )
        return Refusal(
            "NOT_YOUR_UNIT",
            "这些数据不属于您可以修改的单位 | These rows belong to a unit that you may not change",
            status=403,
        )
    if isinstance(error, asyncpg.UniqueViolationError):
        return Refusal(
            "EXISTS",
            "{zh}重复：{values} | {en}: exists already: {values}",
            status=409,
            zh=zh,
            en=en,
            values=_values(error),
        )
    if isinstance(error, asyncpg.ForeignKeyViolationError) and "still referenced" in (error.detail or ""):
        return Refusal(
            "STILL_USED",
            "{zh}还有下属数据，不能删去 | {en}: other records hang on it, so it cannot be taken out",
            status=409,
            zh=zh,
            en=en,
        )
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return Refusal(
            "MISSING_PARENT",
            "{zh}引用了不存在或属于其他单位的数据：{values} | {en}: refers to a row that does not exist"
            " or belongs to another unit: {values}",
            zh=zh,
            en=en,
            values=_values(error),
        )
    if isinstance(error, asyncpg.NotNullViolationError):
        column = getattr(error, "column_name", None) or ""
        field = entity.fields.get(column) if entity else None
        field_zh, field_en = field.labels if field else (column, column)
        return Refusal(
            "MISSING_VALUE",
            "{zh}缺少必填项：{field_zh} | {en}: a value is missing: {field_en}",
            zh=zh,
            en=en,
            field_zh=field_zh,
            field_en=field_en,
        )
    if not name:  # too long, too large, or of the wrong kind
        why_zh, why_en = _why(error)
        return Refusal(
            "BAD_VALUE", "{zh}有误：{why_zh} | {en}: {why_en}", zh=zh, en=en, why_zh=why_zh, why_en=why_en
        )
    return Refusal(
        "IMPOSSIBLE_VALUE",
        "{zh}不符合规则：{rule} | {en}: breaks the rule {rule}",
        zh=zh,
        en=en,
        rule=name.removeprefix(f"{table}_"),
    )


def _values(error: asyncpg.PostgresError) -> str:
    """The caller's own values, of ``Key (unit_code, code)=(320000, 7) already exists.``"""
    found = re.match(r"Key \(.*?\)=\((.*)\) ", getattr(error, "detail", None) or "", re.DOTALL)
    return found[1][:200] if found else ""


def _why(error: asyncpg.PostgresError) -> tuple[str, str]:
    match error:
        case asyncpg.StringDataRightTruncationError():
            most = "".join(re.findall(r"\((\d+)\)", str(error)))
            return f"最多 {most} 个字", f"at most {most} characters"
        case asyncpg.NumericValueOutOfRangeError():
            return "数值过大", "the number is too large"
    return "值的类型不对", "a value is of the wrong kind"
