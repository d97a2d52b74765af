"""How often a rule was right, said with its interval: few cases are no certainty."""

from collections.abc import Mapping
from typing import Any

from dashboard.view import View


def said(view: View, precision: Mapping[str, Any]) -> str:
    if not precision["judged"]:
        return view.t("red_flags.not_judged")
    percent = view.language.percent
    return view.t(
        "red_flags.precise",
        share=percent(precision["share"]),
        low=percent(precision["low"]),
        high=percent(precision["high"]),
        judged=view.language.count(precision["judged"]),
    )
