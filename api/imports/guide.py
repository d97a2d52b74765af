"""The template's first sheet: how to fill in the others."""

from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill

from api.imports.layouts import Layout
from db.resource import both

TITLE = "说明 Guide"

_STEPS = (
    "每个申报单位每批次一个工作簿；只填深蓝色标签的工作表。"
    " | One workbook for each unit and batch; fill in the sheets with dark blue tabs.",
    "表头两行（中文、英文）不要改动；带 * 的列必填；把鼠标移到表头上可看填写要求和依据条款。"
    " | Leave the two rows of headings as they are; * means required; point at a heading to see what to write.",
    "企业和平台以统一社会信用代码相互对应：《2》《4》填平台代码，《3》填企业代码。"
    " | Rows are linked by credit codes: sheets 2 and 4 name the platform, sheet 3 the enterprise.",
    "金额一律以元为单位；日期写作 2023-05-01；信用代码、电话、账号为文本格式。"
    " | Amounts are in yuan; dates as 2023-05-01; codes, telephones and accounts are text.",
    "测算奖补 = 可计入成本 × 30%，每家不超过30万元（F1、F2），每个平台不超过600万元（F3）；系统自动计算，不必填写。"
    " | Estimated award = 30 % of eligible cost, at most CNY 300,000 an enterprise (F1, F2) and"
    " CNY 6,000,000 a platform (F3); it is computed.",
    "可以多次导入：以最后一次为准。行按信用代码、行业和成本项名称对应；文件中没有的平台和企业不会被删除，没有的成本项会被删除。"
    " | Import as often as needed: the last file counts. Platforms and enterprises missing in it stay;"
    " cost items missing in it go.",
    "空单元格清除方案中已填的内容，但不改动企业登记信息。"
    " | An empty cell clears what the plan said, but never an entry of the register of enterprises.",
    "公式取其计算结果；不接收带宏、加密或旧格式（.xls）的文件。"
    " | Formulas count by their value; files with macros, encrypted or old ones (.xls) are not accepted.",
    "黄色标签的“示例”工作表是虚构数据，仅供参考，导入时不读取。"
    " | The sheets with yellow tabs are examples with invented data; the import does not read them.",
    "附件1的行业目录和附件2的原表列名未能取得：行业为国民经济行业分类替代项，列按本系统数据项设置。"
    " | Annex 1 and the columns of Annex 2 were not to be had: the industries are stand-ins from GB/T 4754,"
    " the columns are those of this system.",
)


def write_guide(worksheet: Any, shape: Layout) -> None:
    """Fill in the guide."""
    worksheet.title = TITLE
    worksheet.sheet_view.showGridLines = False
    worksheet.column_dimensions["A"].width = 5
    worksheet.column_dimensions["B"].width = 26
    worksheet.column_dimensions["C"].width = 92
    worksheet["B1"] = "中小企业数字化转型试点实施方案申报表"
    worksheet["B1"].font = Font(bold=True, size=16, color="FF1F3A5F")
    worksheet["B2"] = "Plan workbook of the SME digital-transformation pilot · 工信厅联企业〔2022〕22号 附件2"
    worksheet["B2"].font = Font(size=10, color="FF44546A")
    row = 4
    for number, step in enumerate(_STEPS, 1):
        chinese, english = both(step)
        worksheet.cell(row, 1, number).font = Font(bold=True, color="FF1F3A5F")
        worksheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
        cell = worksheet.cell(row, 2, f"{chinese}\n{english}")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        worksheet.cell(row, 1).alignment = Alignment(vertical="top")
        worksheet.row_dimensions[row].height = 34 if len(english) < 120 else 50
        row += 1
    row += 1
    for sheet in shape.sheets.values():
        name = worksheet.cell(row, 2, sheet.title)
        name.hyperlink = f"#'{sheet.title}'!A1"
        name.font = Font(bold=True, color="FF1A5FB4", underline="single")
        name.fill = PatternFill("solid", fgColor="FFE8EDF3")
        note = worksheet.cell(row, 3, "\n".join(both(sheet.note)))
        note.alignment = Alignment(wrap_text=True, vertical="top")
        worksheet.row_dimensions[row].height = 34
        row += 1
