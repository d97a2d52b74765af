"""One thing wrong with a workbook, told where it is, in both languages."""

from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from api.policy.breach import Breach
from db.resource import both


@dataclass(frozen=True)
class Place:
    """A cell, or as much of its address as is known."""

    sheet: str = ""  # the sheet's title in the file
    row: int | None = None
    letter: int | None = None  # number of the column, from 1
    heading: str = ""  # ``中文 | English``
    value: str = ""  # as written

    @property
    def cell(self) -> str | None:
        """``C12``, where both are known."""
        return f"{get_column_letter(self.letter)}{self.row}" if self.row and self.letter else None


NOWHERE = Place()


@dataclass(frozen=True)
class Problem:
    """A sentence about a place. ``blocking`` ones keep the file out; the others are worth knowing."""

    code: str
    place: Place
    text: str
    advice: str = ""
    clause: str | None = None
    blocking: bool = True
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        return self.place.sheet

    @property
    def row(self) -> int | None:
        return self.place.row

    @property
    def column(self) -> str | None:
        """The Chinese heading; ``heading`` knows both."""
        return self.heading("zh") or None

    @property
    def value(self) -> str:
        return self.place.value

    def heading(self, lang: str) -> str:
        return _pick(self.place.heading, lang)

    def say(self, lang: str) -> str:
        return _pick(self.text, lang).format(**self._told(lang))

    def advise(self, lang: str) -> str:
        return _pick(self.advice, lang).format(**self._told(lang))

    def _told(self, lang: str) -> dict[str, Any]:
        """Facts may be bilingual themselves."""
        return {
            name: _pick(fact, lang) if isinstance(fact, str) else fact for name, fact in self.facts.items()
        }


def _pick(text: str, lang: str) -> str:
    try:
        return both(text)[lang == "en"]
    except ValueError:
        return text


class Unreadable(Exception):
    """The file can't be read at all; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def problem(code: str, place: Place = NOWHERE, **facts: Any) -> Problem:
    """A problem from the list below."""
    sentence = SENTENCES[code]
    return Problem(
        code, place, sentence.text, sentence.advice, sentence.clause, sentence.blocking, facts=facts
    )


def from_breach(breach: Breach, place: Place) -> Problem:
    return Problem(
        breach.code, place, breach.message, breach.hint, breach.clause, breach.blocking, dict(breach.facts)
    )


@dataclass(frozen=True)
class _Sentence:
    text: str
    advice: str = ""
    blocking: bool = True
    clause: str | None = None


_TEMPLATE = "请下载并填写最新模板 | Download the template and fill that in"
_SAVE_AS = "请用 Excel 或 WPS 另存为“Excel 工作簿（*.xlsx）” | In Excel or WPS, save it as an Excel workbook (*.xlsx)"

SENTENCES: dict[str, _Sentence] = {
    # The file as a whole
    "NOT_A_WORKBOOK": _Sentence("这不是 Excel 工作簿 | This is not an Excel workbook", _SAVE_AS),
    "EMPTY_FILE": _Sentence("文件是空的 | The file is empty", _TEMPLATE),
    "OLD_FORMAT": _Sentence(
        "这是旧格式的文件（{kind}），不能读取 | This is a file of another format ({kind})", _SAVE_AS
    ),
    "ENCRYPTED": _Sentence(
        "文件已加密，不能读取 | The file is encrypted",
        "请取消密码后重新保存 | Remove the password and save it again",
    ),
    "MACROS": _Sentence(
        "文件带有宏，不予接收 | The file has macros and is not accepted",
        "请另存为不带宏的“Excel 工作簿（*.xlsx）” | Save it as an Excel workbook without macros (*.xlsx)",
    ),
    "TOO_LARGE": _Sentence(
        "文件过大：{size} MB，上限 {limit} MB | The file is too large: {size} MB; the limit is {limit} MB",
        "请删除图片和无关内容 | Remove pictures and whatever does not belong",
    ),
    "ZIP_BOMB": _Sentence(
        "文件解压后异常巨大，不予打开 | The file would unpack to an absurd size and was not opened",
        _TEMPLATE,
    ),
    "DAMAGED": _Sentence("文件已损坏，不能读取 | The file is damaged and can't be read", _SAVE_AS),
    "FORBIDDEN_XML": _Sentence(
        "文件含有被禁止的内容（DTD 或外部实体） | The file has forbidden content (a DTD or external entities)",
        _TEMPLATE,
    ),
    "TOO_MUCH_CONTENT": _Sentence(
        "内容过多：超过 {limit} {what} | Too much content: more than {limit} {what}",
        "请分批导入 | Import it in parts",
    ),
    "TOO_MANY_PROBLEMS": _Sentence(
        "问题过多，此后的行未再检查 | Too many problems: the rows after this one were not checked",
        "先改正已列出的问题 | Correct those listed first",
    ),
    # Sheets and headings
    "NOT_THE_TEMPLATE": _Sentence(
        "没有找到模板中的任何工作表 | None of the template's sheets was found", _TEMPLATE
    ),
    "SHEET_MISSING": _Sentence(
        "缺少工作表“{wanted}” | The sheet “{wanted}” is missing",
        "{near}",
    ),
    "SHEET_TWICE": _Sentence(
        "工作表“{wanted}”出现了两次：{titles} | The sheet “{wanted}” is there twice: {titles}",
        "只保留一个 | Keep one of them",
    ),
    "SHEET_UNKNOWN": _Sentence(
        "不认识的工作表，未读取 | A sheet that is not of the template; it was not read",
        "如内容需导入，请放入模板的工作表 | What should come in belongs into the template's sheets",
        blocking=False,
    ),
    "SHEET_EMPTY": _Sentence(
        "工作表没有数据 | The sheet has no data", "从表头下一行开始填写 | Fill it in below the headings"
    ),
    "HEADINGS_MISSING": _Sentence("没有找到表头 | The headings were not found", _TEMPLATE),
    "COLUMN_MISSING": _Sentence(
        "缺少必填列“{wanted}” | The column “{wanted}” is missing",
        "{near}",
    ),
    "COLUMN_ABSENT": _Sentence(
        "没有“{wanted}”列，已存的值保持不变 | There is no column “{wanted}”; stored values stay as they are",
        "{near}",
        blocking=False,
    ),
    "COLUMN_TWICE": _Sentence(
        "表头“{wanted}”出现了两次 | The heading “{wanted}” is there twice", "只保留一列 | Keep one of them"
    ),
    "COLUMN_UNKNOWN": _Sentence(
        "不认识的列，未读取 | A column that is not of the template; it was not read", "{near}", blocking=False
    ),
    "ONE_ROW_ONLY": _Sentence(
        "这张表只能填一行 | This sheet takes one row only",
        "每个单位每批次一个工作簿 | One workbook for each unit and batch",
        clause="A1",
    ),
    # Cells
    "REQUIRED": _Sentence("“{wanted}”不能为空 | “{wanted}” must not be empty", "{note}"),
    "TOO_LONG": _Sentence(
        "内容过长：{count} 字，上限 {limit} 字 | Too long: {count} characters; the limit is {limit}"
    ),
    "NOT_A_NUMBER": _Sentence("不是数字 | Not a number", "只填数字 | Write digits only"),
    "NOT_WHOLE": _Sentence("应为整数 | Must be a whole number"),
    "TEN_THOUSANDS": _Sentence(
        "金额须以元为单位，不带“万” | Amounts are in yuan, without “万” (ten thousand)",
        "如 {written} 应写作 {meant} | Write {meant} for {written}",
    ),
    "TOO_PRECISE": _Sentence(
        "小数最多 {places} 位 | At most {places} decimal places", "请四舍五入 | Round it"
    ),
    "TOO_BIG": _Sentence("数值过大 | The number is too big", "请核对单位是否为元 | Check the unit"),
    "TOO_LOW": _Sentence("不能小于 {limit} | Must not be below {limit}"),
    "TOO_HIGH": _Sentence("不能大于 {limit} | Must not be above {limit}"),
    "NOT_POSITIVE": _Sentence("应大于 0 | Must be above 0"),
    "NOT_A_DATE": _Sentence("不是日期 | Not a date", "请写作 2023-05-01 | Write 2023-05-01"),
    "DATE_UNCLEAR": _Sentence(
        "日期不明确，可有多种读法 | The date is ambiguous", "请写作 2023-05-01 | Write 2023-05-01"
    ),
    "DATE_IMPLAUSIBLE": _Sentence(
        "日期不合理 | Not a plausible date", "年份应在 1900 至 2100 之间 | The year is from 1900 to 2100"
    ),
    "NOT_YES_OR_NO": _Sentence("应为“是”或“否” | Must be “是” (yes) or “否” (no)"),
    "UNKNOWN_WORD": _Sentence(
        "不在可选范围内 | Not one of the choices", "可选：{choices} | Choices: {choices}"
    ),
    "UNKNOWN_UNIT": _Sentence(
        "不是37个申报单位之一 | Not one of the 37 reporting units", "从下拉列表选择 | Choose from the list"
    ),
    "UNKNOWN_BATCH": _Sentence(
        "没有这一批次 | There is no such batch", "填 {choices} | Write {choices}", clause="G1"
    ),
    "UNKNOWN_INDUSTRY": _Sentence(
        "没有这个行业 | There is no such industry",
        "填写国民经济行业代码或全称 | Write its GB/T 4754 code or full name",
    ),
    "AMBIGUOUS_INDUSTRY": _Sentence(
        "有多个行业叫这个名称 | Several industries have this name",
        "请填代码：{choices} | Write the code: {choices}",
    ),
    "USCC_SHAPE": _Sentence(
        "统一社会信用代码应为18位数字和大写字母（不含 I、O、S、V、Z） "
        "| A credit code has 18 digits and capitals, without I, O, S, V, Z",
    ),
    "USCC_CHECK_DIGIT": _Sentence(
        "统一社会信用代码校验位不对 | The check digit of the credit code is wrong",
        "请与营业执照核对，可能有一位写错 | Compare it with the business licence: a character may be wrong",
    ),
    "DIGITS_LOST": _Sentence(
        "长数字被 Excel 当作数值，末尾几位已丢失 | Excel took the long number as a value and lost its last digits",
        "将单元格设为“文本”格式后重新填写 | Format the cell as text and type it again",
    ),
    "MASKED": _Sentence(
        "这是脱敏后的值 | This value is masked",
        "填写完整的号码 | Write the whole number",
    ),
    "FORMULA_WITHOUT_VALUE": _Sentence(
        "公式没有计算结果 | The formula has no computed value",
        "在 Excel 中打开并保存，或改填数值 | Open and save it in Excel, or write the value instead",
    ),
    "CELL_ERROR": _Sentence(
        "单元格是错误值 | The cell holds an error", "请改正公式或直接填写 | Correct the formula"
    ),
    "MERGED": _Sentence(
        "合并单元格，只有左上角有值 | Merged cells: only the first one has a value",
        "请取消合并并逐行填写 | Unmerge them and fill in each row",
    ),
    # Rows among themselves
    "DUPLICATE": _Sentence(
        "与第 {first} 行重复 | The same as row {first}", "删除其中一行 | Remove one of them"
    ),
    "DIFFERENT_NAMES": _Sentence(
        "同一信用代码在第 {first} 行的名称是“{name}” | The same credit code has the name “{name}” in row {first}"
    ),
    "INDUSTRY_NOT_LISTED": _Sentence(
        "该行业不在《1-1 细分行业》中 | This industry is not in sheet 1-1",
        "在《1-1 细分行业》中补上，或改正此处 | Add it there, or correct it here",
        clause="P6",
    ),
    "PLATFORM_NOT_LISTED": _Sentence(
        "该平台不在《1-2 服务平台》中 | This platform is not in sheet 1-2",
        "在《1-2 服务平台》中补上，或改正此处 | Add it there, or correct it here",
        clause="P8",
    ),
    "ENTERPRISE_NOT_LISTED": _Sentence(
        "该企业不在《2 试点企业名单》中 | This enterprise is not in sheet 2",
        "在《2 试点企业名单》中补上，或改正此处 | Add it there, or correct it here",
        clause="F8",
    ),
    "TARGET_MISSING": _Sentence(
        "《4 绩效目标》中没有该平台 | Sheet 4 has no row for this platform",
        "在《4 绩效目标》中补上 | Add it there",
        clause="P8",
    ),
    "COST_MISSING": _Sentence(
        "《3 成本测算》中没有该企业 | Sheet 3 has no row for this enterprise",
        "补上成本项后可测算奖补 | With its costs the award can be estimated",
        blocking=False,
        clause="F1",
    ),
    # Against what is stored
    "OTHER_UNIT": _Sentence(
        "您只能导入本单位的实施方案 | You may import plans of your own unit only",
        "请由该单位导入 | Let that unit import it",
        clause="A1",
    ),
    "PLAN_LOCKED": _Sentence(
        "方案{state}，不能再改 | The plan is {state} and can't be changed",
        "只有编制中或已退回的方案可以改 | Only a plan in draft or returned can be changed",
        clause="A1",
    ),
    "NAME_DIFFERS": _Sentence(
        "与登记名称“{name}”不同，登记信息由其所在单位维护，未改 "
        "| The register says “{name}”; its own unit keeps that entry, so it was not changed",
        blocking=False,
    ),
    "REGISTER_DIFFERS": _Sentence(
        "{fields}与登记信息不同，登记信息由其所在单位维护，未改 "
        "| The register differs in {fields}; its own unit keeps that entry, so it was not changed",
        blocking=False,
    ),
    "NOT_IN_FILE": _Sentence(
        "方案中已有的{what}“{name}”不在本文件中，未删除 | The plan's {what} “{name}” is not in this file; it was not removed",
        "如需移出方案，请在系统中办理 | To take it out of the plan, do so in the system",
        blocking=False,
    ),
    "COSTS_REMOVED": _Sentence(
        "{count} 个已存成本项不在本文件中，将删除 | {count} stored cost items are not in this file and go",
        blocking=False,
    ),
    "NO_POLICY": _Sentence(
        "该批次开始之日没有生效的限额（{key}） | No limit was in force on the batch's first day ({key})",
        "请管理员核对批次日期和限额 | Ask an administrator to check the batch's dates and the limits",
        clause="G1",
    ),
    "BUSY": _Sentence(
        "另一人正在导入同一方案 | Somebody else is importing the same plan",
        "请稍后重试 | Try again in a moment",
    ),
    "REFUSED_BY_DATABASE": _Sentence(
        "数据库拒绝了其中的数据（{rule}） | The database refused some of the data ({rule})",
        "请核对后重试，或联系管理员 | Check it and try again, or ask an administrator",
    ),
}
