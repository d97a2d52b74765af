"""The score sheet of an acceptance: each criterion with its points, the total beside it, the verdict at the end (P10)."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.client import Query, global_id
from dashboard.components.actions import offered
from dashboard.components.panel import heading, trail
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

VERDICTS = ("PASS", "RECTIFY", "FAIL")


async def layout(view: View) -> Sheet:
    if not view.key.isdigit():
        raise NotFound
    identifier = global_id("Project", view.key)
    on = view.caller.today.isoformat()
    data = await view.fetch(Query("inspection", {"id": identifier, "today": on}))
    project, standards = data["project"], data["acceptanceStandards"]["nodes"]
    if project is None or not standards:
        raise NotFound
    standard = next((one for one in standards if one["validFrom"] <= on), standards[-1])
    mark = data["limits"]["nodes"][0]["value"] if data["limits"]["nodes"] else "0"
    offers = await offered(view, identifier, names={"giveScoreSheet"})
    title = view.t("inspection.title")
    name = project["enterprise"]["name"]
    body = [
        heading(
            title,
            above=trail(
                view, (view.t("nav.overview"), view.link("/")), (name, view.link(f"/project/{view.key}"))
            ),
            below=html.P(
                [
                    html.Span(name),
                    html.Span(view.t("inspection.standard", day=standard["validFrom"])),
                    html.Span(view.t("inspection.mark", mark=f"{float(mark):g}")),
                ],
                className="plans",
            ),
        ),
        _ready(view, project),
    ]
    if not offers.actions:
        body.append(html.P(view.t("inspection.not_yours"), className="said warn"))
        return Sheet(title, body, synthetic=project["synthetic"])
    body += [_criteria(view, standard["criteria"]), _verdict(view, identifier, on, standard, mark)]
    return Sheet(title, body, synthetic=project["synthetic"])


def _ready(view: View, project: Mapping[str, Any]) -> Any:
    """What must be there before anything passes, with what is missing told first."""
    undelivered = [one["name"] for one in project["services"]["nodes"]]
    after, target = project["levelAfter"], project["targetLevel"]
    items = [
        (bool(project["contractNumber"]), view.t("inspection.contract"), project["contractNumber"]),
        (bool(project["trainedOn"]), view.t("inspection.trained"), project["trainedOn"]),
        (
            not undelivered,
            view.t("inspection.delivered"),
            view.t("comma").join(undelivered) or project["deliveredOn"],
        ),
        (
            after is not None and (target is None or after >= target),
            view.t("inspection.level"),
            view.t(
                "inspection.level_of",
                before=_known(view, project["levelBefore"]),
                after=_known(view, after),
                target=_known(view, target),
            ),
        ),
    ]
    return html.Ul(
        [
            html.Li(
                [html.Strong(label), html.Span(value or view.t("inspection.missing"))],
                className="ready" if done else "wanting",
            )
            for done, label, value in items
        ],
        className="readiness",
    )


def _known(view: View, level: int | None) -> str:
    return view.t("none") if level is None else str(level)


def _criteria(view: View, criteria: list[Mapping[str, Any]]) -> Any:
    heads = [view.t(f"inspection.{head}") for head in ("criterion", "points", "score", "remark")]
    return html.Section(
        html.Table(
            [
                html.Caption(view.t("inspection.title"), className="unseen"),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(head, scope="col", className="number" if place == 1 else "")
                            for place, head in enumerate(heads)
                        ]
                    )
                ),
                html.Tbody([_criterion(view, one) for one in criteria]),
            ],
            className="listing sheet",
        ),
        className="panel",
    )


def _criterion(view: View, one: Mapping[str, Any]) -> Any:
    name = one["en" if view.english else "zh"]
    look = (one.get("look") or "").split(" | ")
    return html.Tr(
        [
            html.Th(
                [html.Span(name), html.P(look[-1 if view.english else 0], className="note")], scope="row"
            ),
            html.Td(f"{float(one['points']):g}", className="number"),
            html.Td(
                dmc.TextInput(
                    id={"type": "score", "code": one["code"]},
                    attributes={"input": {"inputMode": "decimal"}},
                    value="",
                    w=90,
                    **{"aria-label": view.t("inspection.score_of", name=name)},
                )
            ),
            html.Td(
                dmc.Textarea(
                    id={"type": "score-remark", "code": one["code"]},
                    value="",
                    autosize=True,
                    minRows=1,
                    attributes={"input": {"maxLength": 1000}},
                    **{"aria-label": view.t("inspection.remark_of", name=name)},
                )
            ),
        ]
    )


def _verdict(view: View, identifier: str, day: str, standard: Mapping[str, Any], mark: str) -> Any:
    def label(field: str) -> str:
        return view.labels.field("ScoreSheet", field, view.caller.lang)

    return html.Section(
        [
            html.Div(id={"type": "level", "of": "sheet"}, role="status", className="running-total"),
            dmc.RadioGroup(
                html.Div(
                    [dmc.Radio(label=view.word("ScoreSheet", "verdict", one), value=one) for one in VERDICTS],
                    className="choices",
                ),
                id={"type": "paper-verdict", "of": "sheet"},
                label=label("verdict"),
            ),
            dmc.Textarea(
                id={"type": "paper-findings", "of": "sheet"},
                label=label("findings"),
                description=view.t("inspection.findings"),
                autosize=True,
                minRows=2,
                attributes={"input": {"maxLength": 4000}},
                value="",
            ),
            html.Div(
                [
                    dmc.TextInput(
                        id={"type": "paper-day", "of": "sheet"},
                        label=label("givenOn"),
                        attributes={"input": {"type": "date"}},
                        value=day,
                    ),
                    dmc.TextInput(
                        id={"type": "paper-until", "of": "sheet"},
                        label=label("rectifyBy"),
                        attributes={"input": {"type": "date"}},
                        value="",
                    ),
                ],
                className="fields",
            ),
            html.Div(id={"type": "paper-said", "of": "sheet"}, role="status"),
            html.Div(
                [
                    html.Button(
                        view.t("inspection.give"),
                        id={"type": "paper", "of": "sheet", "final": "y"},
                        type="button",
                        className="button primary",
                    ),
                    html.Span(view.t("inspection.once"), className="note"),
                ],
                className="fields",
            ),
            dcc.Store(
                id={"type": "paper-form", "of": "sheet"},
                data={
                    "id": identifier,
                    "mark": mark,
                    "points": {one["code"]: one["points"] for one in standard["criteria"]},
                },
            ),
        ],
        className="panel questions",
    )


PAGE = Page("/inspection/", "platforms", layout)
