"""What the map can be coloured by and the units ranked by."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard.figures.classes import SHARES, breaks
from dashboard.view import View

Progress = Mapping[str, Any]


@dataclass(frozen=True)
class Measure:
    """``value`` orders and colours, ``said`` is what a person reads; ``alarm`` marks what is bad in excess."""

    name: str
    value: Callable[[Progress], float]
    said: Callable[[View, Progress], str]
    alarm: bool = False

    def cuts(self, values: Sequence[float]) -> list[float]:
        return list(SHARES) if self.name == "share" else breaks(values)

    def edge(self, view: View, cut: float) -> str:
        """A border between two classes in the measure's own unit."""
        if self.name == "share":
            return view.language.percent(cut)
        return view.language.money(Decimal(str(cut))) if self.name in MONEY else view.language.count(int(cut))


#: Of these the borders between classes are yuan.
MONEY = frozenset({"paid", "stake"})
#: Not for those who may not know of suspicions.
SUSPICIONS = frozenset({"flags", "cases", "stake"})
OUTSIDERS = frozenset({"platform_operator", "expert"})
#: Reckoned from the cases that are not closed, which are asked for only then.
OF_CASES = frozenset({"cases", "stake"})

MEASURES = {
    measure.name: measure
    for measure in (
        Measure("passed", lambda p: p["passed"], lambda view, p: view.language.count(p["passed"])),
        Measure("share", lambda p: p["share"] or 0, lambda view, p: view.language.percent(p["share"], 1)),
        Measure("paid", lambda p: float(p["paid"]), lambda view, p: view.language.money(p["paid"])),
        Measure(
            "flags", lambda p: p["flags"] or 0, lambda view, p: view.language.count(p["flags"]), alarm=True
        ),
        Measure("cases", lambda p: p["cases"], lambda view, p: view.language.count(p["cases"]), alarm=True),
        Measure(
            "stake", lambda p: float(p["stake"]), lambda view, p: view.language.money(p["stake"]), alarm=True
        ),
    )
}


def measure_of(view: View) -> Measure:
    """The measure in the address; the count of lighthouses if there is none, or none that the reader may know."""
    name = view.state.get("measure", "")
    if name in SUSPICIONS and not set(view.caller.roles) - OUTSIDERS:
        name = "passed"
    return MEASURES.get(name, MEASURES["passed"])


def measures_for(progress: Progress) -> list[Measure]:
    """Without flags for those who may not know of suspicions."""
    return [
        measure
        for measure in MEASURES.values()
        if measure.name not in SUSPICIONS or progress["flags"] is not None
    ]


def classes(view: View, measure: Measure, cuts: Sequence[float]) -> list[str]:
    """One text for each class: up to, from to, and more."""
    edges = [measure.edge(view, cut) for cut in cuts]
    if not edges:
        return [view.t("map.some")]
    between = [view.t("map.between", low=low, high=high) for low, high in itertools.pairwise(edges)]
    return [view.t("map.below", high=edges[0]), *between, view.t("map.above", low=edges[-1])]
