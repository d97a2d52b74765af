"""The way from page to page: sections by what they are about, each shown to who may see it."""

from typing import Any

from dash import html

from dashboard.view import View

NATIONAL = ("leader", "analyst", "programme_officer", "finance_officer")
PROVINCIAL = ("provincial_sme_officer", "provincial_finance_officer")
#: Who looks on and feeds nothing.
READING = ("leader", "analyst", "supervisor", "auditor")
OUTSIDE = ("platform_operator", "expert")

#: Subjects in the order of the header, each with its sections: name, path, roles that never see it.
SUBJECTS = (
    ("overview", (("overview", "/", ()),)),
    (
        "applying",
        (
            ("plans", "/plans", ("expert",)),
            ("import", "/import", (*OUTSIDE, *READING, "finance_officer", "provincial_finance_officer")),
            ("giants", "/little-giants", OUTSIDE),
            ("calls", "/calls", ()),
        ),
    ),
    (
        "changing",
        (
            ("platforms", "/platforms", ()),
            ("delivery", "/delivery", ()),
            ("catalogue", "/catalogue", ()),
            ("like", "/like", ()),
            ("standard", "/acceptance-standard", ()),
        ),
    ),
    (
        "funds",
        (
            ("claims", "/claims", ("expert",)),
            ("money", "/money", OUTSIDE),
            ("bank", "/bank", OUTSIDE),
            ("whatif", "/whatif", OUTSIDE),
        ),
    ),
    (
        "watching",
        (
            ("desk", "/desk", OUTSIDE),
            ("cases", "/cases", OUTSIDE),
            ("requests", "/requests", ("expert", *PROVINCIAL, *NATIONAL)),
            ("red_flags", "/red-flags", (*PROVINCIAL, *OUTSIDE)),
            ("tips", "/tips", (*NATIONAL, *PROVINCIAL, *OUTSIDE, "administrator")),
            ("audit", "/audit", (*NATIONAL, *PROVINCIAL, *OUTSIDE)),
        ),
    ),
    ("rules", (("policy", "/policy", ()), ("rights", "/rights", ()))),
    ("data", (("data", "/data", ()),)),
)


def navigation(view: View, section: str) -> list[Any]:
    """A subject with one section open to the caller is its link; with several, a button that opens them."""
    roles = set(view.caller.roles)
    entries = []
    for subject, sections in SUBJECTS:
        links = [
            _link(view, name, path, name == section)
            for name, path, closed in sections
            if not roles <= set(closed)
        ]
        if len(links) > 1:
            here = section in {name for name, _, _ in sections}
            entries.append(_subject(view, subject, links, here))
        else:
            entries += links
    explorer = html.A(view.t("nav.explorer"), href="/graphql", target="_blank", className="nav-link nav-out")
    return [*entries, explorer]


def _subject(view: View, name: str, links: list[Any], here: bool) -> Any:
    return html.Details(
        [
            html.Summary(view.t(f"nav.{name}"), className=f"nav-link{' nav-here' if here else ''}"),
            html.Div(links, className="nav-card"),
        ],
        className="nav-more",
    )


def _link(view: View, name: str, path: str, current: bool) -> Any:
    return html.A(
        view.t(f"nav.{name}"),
        href=view.link(path),
        className="nav-link",
        **{"data-nav": "", **({"aria-current": "page"} if current else {})},
    )
