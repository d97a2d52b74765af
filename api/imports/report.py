"""What an import did or would do, and every problem of the file, in the reader's language."""

from dataclasses import dataclass, field

from api.imports.marked import mark
from api.imports.problem import Problem
from api.imports.read import Table
from db.resource import both

#: Lines of a summary; the marked copy has them all.
MOST_LINES = 200


@dataclass
class Report:
    """The outcome of one file. Without ``blocked`` problems it was, or can be, saved."""

    filename: str
    committed: bool = False
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: list[Problem] = field(default_factory=list)
    lang: str = "zh"
    content: bytes = field(default=b"", repr=False)
    tables: dict[str, Table] = field(default_factory=dict, repr=False)

    @property
    def blocked(self) -> bool:
        """Whether something keeps the file out."""
        return any(problem.blocking for problem in self.problems)

    @property
    def changes_nothing(self) -> bool:
        return not (self.blocked or self.created or self.updated or self.removed)

    def message(self, lang: str | None = None) -> str:
        """One sentence."""
        stops = sum(problem.blocking for problem in self.problems)
        if self.blocked:
            text = "有 {stops} 个问题须先改正，未导入任何内容 | Problems to correct first: {stops}; nothing was imported"
        elif self.changes_nothing:
            text = "无变化：{unchanged} 行均与已有数据一致 | Nothing changed: all {unchanged} rows are stored already"
        elif self.committed:
            text = (
                "已导入：新增 {created} 行，更新 {updated} 行，{unchanged} 行无变化"
                " | Imported: {created} rows created, {updated} updated, {unchanged} unchanged"
            )
        else:
            text = (
                "检查通过，可以导入：将新增 {created} 行，更新 {updated} 行，{unchanged} 行无变化"
                " | Ready to import: {created} rows to create, {updated} to update, {unchanged} unchanged"
            )
        sentence = both(text)[(lang or self.lang) == "en"].format(
            stops=stops, created=self.created, updated=self.updated, unchanged=self.unchanged
        )
        notes = len(self.problems) - stops
        if notes:
            more = "；另有 {count} 条提示 | ; notes: {count}"
            sentence += both(more)[(lang or self.lang) == "en"].format(count=notes)
        return sentence

    def summary(self, lang: str | None = None) -> str:
        """The message and the problems, a line each, those first that keep the file out."""
        lang = lang or self.lang
        ordered = sorted(self.problems, key=lambda problem: not problem.blocking)
        lines = [self.message(lang), *(line(problem, lang) for problem in ordered[:MOST_LINES])]
        if len(ordered) > MOST_LINES:
            more = both("……另有 {count} 条，见标注副本 | … and {count} more, see the marked copy")[
                lang == "en"
            ]
            lines.append(more.format(count=len(ordered) - MOST_LINES))
        return "\n".join(lines)

    def marked_copy(self, lang: str | None = None) -> bytes | None:
        """The workbook with its problems coloured, commented and listed; None if there are none."""
        if not self.problems:
            return None
        return mark(self.content, self.tables, self.problems, lang or self.lang)


def line(problem: Problem, lang: str) -> str:
    """A problem as one line of text."""
    sign = "✗" if problem.blocking else "·"
    where = " ".join(part for part in (problem.sheet, problem.place.cell or _row(problem, lang)) if part)
    heading = f"〔{problem.heading(lang)}〕" if problem.heading(lang) else ""
    value = f" “{problem.value[:40]}”" if problem.value else ""
    said = problem.say(lang)
    advice = f" → {problem.advise(lang)}" if problem.advise(lang) else ""
    clause = f" [{problem.clause}]" if problem.clause else ""
    return f"{sign} {where}{heading}{value} {said}{clause}{advice} ({problem.code})".replace("  ", " ")


def _row(problem: Problem, lang: str) -> str:
    if problem.row is None:
        return ""
    return f"row {problem.row}" if lang == "en" else f"第{problem.row}行"
