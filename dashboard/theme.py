"""The colours of charts, by day and by night; ``assets/10-base.css`` has those of the page around them."""

from dataclasses import dataclass

FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Helvetica Neue", Arial, sans-serif'


@dataclass(frozen=True)
class Theme:
    """``few_to_many`` are five steps of one hue that also differ in lightness: readable without colour."""

    name: str
    card: str
    ink: str
    soft: str
    line: str
    main: str
    second: str
    accent: str
    band: str
    none: str
    outline: str
    few_to_many: tuple[str, str, str, str, str]
    alarm: tuple[str, str, str, str, str]
    on_dark: str
    on_light: str


LIGHT = Theme(
    name="light",
    card="#ffffff",
    ink="#16202c",
    soft="#52606f",
    line="#d5dbe3",
    main="#14568f",
    second="#6d9fc9",
    accent="#c26a05",
    band="rgba(226,152,36,0.16)",
    none="#eceff3",
    outline="#ffffff",
    few_to_many=("#c6ddf0", "#93c0e2", "#5598cb", "#2470ad", "#0c447c"),
    alarm=("#fbe3c4", "#f4bd7b", "#dd8a35", "#b05d12", "#743605"),
    on_dark="#ffffff",
    on_light="#1d2a38",
)

DARK = Theme(
    name="dark",
    card="#17202a",
    ink="#e8edf3",
    soft="#a3b0bf",
    line="#334151",
    main="#6cb2e8",
    second="#3f77a6",
    accent="#f5a524",
    band="rgba(245,165,36,0.14)",
    none="#28323e",
    outline="#0e141b",
    few_to_many=("#1f4a6e", "#2b6a9b", "#4790c6", "#7fbbe6", "#c9e6fa"),
    alarm=("#4b3417", "#80511a", "#bb7a21", "#e9a740", "#ffdc9e"),
    on_dark="#f2f6fa",
    on_light="#0f1821",
)

THEMES = {"light": LIGHT, "dark": DARK}
