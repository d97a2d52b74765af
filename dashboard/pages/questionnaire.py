"""The digital-level questionnaire of one project, before or after: answered question by question, with the score beside it."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.client import Query, global_id
from dashboard.components.actions import offered
from dashboard.components.fact import bullet
from dashboard.components.panel import heading, pills, trail
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

PHASES = {"before": "BEFORE", "after": "AFTER"}
GRADES = range(5)


def query(view: View) -> tuple[Query, str]:
    """The document, and the phase: the address is ``/questionnaire/12-after``."""
    number, _, phase = view.key.partition("-")
    if not number.isdigit() or phase not in PHASES:
        raise NotFound
    return Query("questionnaire", {"id": global_id("Project", number)}), PHASES[phase]


async def layout(view: View) -> Sheet:
    asked, phase = query(view)
    data = await view.fetch(asked)
    project = data["project"]
    if project is None:
        raise NotFound
    known = next((one for one in project["assessments"]["nodes"] if one["phase"] == phase), None)
    edition = _edition(view, data, known)
    form = edition["body"]
    kept = (known or {}).get("answers") or {}
    kept = kept if known and known["edition"] == edition["edition"] else {}
    offers = await offered(view, project["id"], names={"answerAssessment"})
    title = view.t(f"questionnaire.{phase.lower()}")
    number = view.key.partition("-")[0]
    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.overview"), view.link("/")),
                (project["enterprise"]["name"], view.link(f"/project/{number}")),
            ),
            below=html.P(
                [html.Span(project["enterprise"]["name"]), html.Code(edition["number"])], className="plans"
            ),
            beside=pills(
                view.t("questionnaire.edition"),
                [
                    (
                        view.t("questionnaire.of_year", year=one["edition"]),
                        view.here(edition=one["edition"]),
                        one["edition"] == edition["edition"],
                    )
                    for one in data["questionnaires"]["nodes"]
                ],
            ),
        ),
        html.Details(
            [
                html.Summary(view.t("questionnaire.certainty")),
                html.P(edition["certaintyEn" if view.english else "certainty"]),
            ],
            className="certainty",
        ),
        _running(view) if form["scenes"] else None,
        *(_dimension(view, dimension, kept) for dimension in form["dimensions"] if dimension["questions"]),
        _scenes(view, form["scenes"], kept) if form["scenes"] else _total(view, form, known),
        _hand_in(view, project, known, may=bool(offers.actions)),
        dcc.Store(
            id={"type": "paper-form", "of": "answers"},
            data={"id": project["id"], "phase": phase, "edition": edition["edition"]},
        ),
    ]
    return Sheet(title, body, synthetic=project["synthetic"])


def said(view: View, what: Mapping[str, Any]) -> str:
    """A text of the questionnaire in the reader's language."""
    return str(what["en" if view.english and what.get("en") else "zh"])


def _edition(view: View, data: Mapping[str, Any], known: Mapping[str, Any] | None) -> Mapping[str, Any]:
    editions = {str(one["edition"]): one for one in data["questionnaires"]["nodes"]}
    if not editions:
        raise NotFound
    wanted = view.state.get("edition") or (str(known["edition"]) if known else max(editions))
    found: Mapping[str, Any] = editions.get(wanted) or editions[max(editions)]
    return found


def _running(view: View) -> Any:
    """The score so far; ``dashboard.papers`` keeps it up to date."""
    return html.Div(
        html.Div(
            html.Span(view.t("questionnaire.begin"), className="soft"),
            id={"type": "level", "of": "answers"},
            role="status",
        ),
        className="running",
    )


def running(view: View, level: Mapping[str, Any]) -> Any:
    """Score, level, what is missing for the next, and each dimension."""
    gap = level["gap"]
    parts = [
        html.Div(
            [
                html.Span(one["nameEn" if view.english else "name"], className="soft"),
                html.Strong(f"{float(one['score']):g} / {float(one['points']):g}"),
                bullet(view, float(one["score"]), float(one["points"]), label=one["name"]),
            ],
            className="running-part",
        )
        for one in level["dimensions"]
        if one["points"]
    ]
    return [
        html.Div(
            [
                html.Span(view.t("questionnaire.score"), className="soft"),
                html.Strong(f"{float(level['score']):g}", className="running-score"),
                html.Span(level_name(view, level["level"]), className="badge busy"),
                html.Span(
                    view.t("questionnaire.answered", answered=level["answered"], asked=level["asked"]),
                    className="soft",
                ),
            ],
            className="running-total",
        ),
        *parts,
        html.P(_gap(view, gap), className="note running-gap") if gap else None,
    ]


def level_name(view: View, level: int | None) -> str:
    if level is None:
        return view.t("none")
    return view.t("questionnaire.level", level=level) if level else view.t("questionnaire.below")


def _gap(view: View, gap: Mapping[str, Any]) -> str:
    wanting = [
        view.t(f"questionnaire.gap_{name}", count=f"{float(gap[name]):g}")
        for name in ("score", "scenes", "binding")
        if float(gap[name])
    ]
    return view.t("questionnaire.gap", level=gap["level"], what=view.t("comma").join(wanting))


def _dimension(view: View, dimension: Mapping[str, Any], kept: Mapping[str, Any]) -> Any:
    return html.Section(
        [
            html.H2(
                [
                    said(view, dimension),
                    html.Span(view.t("questionnaire.points", points=dimension["points"]), className="soft"),
                ]
            ),
            *(_question(view, question, kept) for question in dimension["questions"]),
        ],
        className="panel questions",
    )


def _question(view: View, question: Mapping[str, Any], kept: Mapping[str, Any]) -> Any:
    chosen = [str(place) for place in (kept.get("answers") or {}).get(question["code"]) or ()]
    group = dmc.CheckboxGroup if question["many"] else dmc.RadioGroup
    box = dmc.Checkbox if question["many"] else dmc.Radio
    options = [
        box(
            label=view.t(
                "questionnaire.option", text=said(view, option), score=f"{float(option['score']):g}"
            ),
            value=str(place),
        )
        for place, option in enumerate(question["options"])
    ]
    label = f"{said(view, question['name'])} · {said(view, question)}"
    return html.Div(
        [
            group(
                html.Div(options, className="options"),
                id={"type": "answer", "code": question["code"]},
                label=label,
                description=said(view, question["hint"]) if question["hint"] else None,
                value=chosen if question["many"] else (chosen[0] if chosen else None),
            ),
            _note(view, question["code"], label, kept),
        ],
        className="question",
    )


def _scenes(view: View, scenes: list[Mapping[str, Any]], kept: Mapping[str, Any]) -> Any:
    return html.Section(
        [
            html.H2(view.t("questionnaire.scenes")),
            html.P(view.t("questionnaire.scenes_note"), className="note"),
            *(_scene(view, scene, kept) for scene in scenes),
        ],
        className="panel questions",
    )


def _scene(view: View, scene: Mapping[str, Any], kept: Mapping[str, Any]) -> Any:
    chosen = (kept.get("answers") or {}).get(scene["code"])
    label = f"{said(view, scene['group'])} · {said(view, scene)}"
    if scene["binding"]:
        label += view.t("questionnaire.binding")
    options = [
        dmc.Radio(
            label=view.t("questionnaire.grade", grade=grade, text=said(view, scene["levels"][grade - 1]))
            if grade
            else view.t("questionnaire.no_grade"),
            value=f"L{grade}",
        )
        for grade in GRADES
    ]
    return html.Div(
        [
            dmc.RadioGroup(
                html.Div(options, className="options long"),
                id={"type": "answer", "code": scene["code"]},
                label=label,
                value=f"L{chosen}" if isinstance(chosen, int) else None,
            ),
            _note(view, scene["code"], label, kept),
        ],
        className="question",
    )


def _note(view: View, code: str, label: str, kept: Mapping[str, Any]) -> Any:
    return dmc.TextInput(
        id={"type": "evidence", "code": code},
        placeholder=view.t("questionnaire.evidence"),
        value=(kept.get("notes") or {}).get(code) or "",
        attributes={"input": {"maxLength": 1000}},
        size="xs",
        **{"aria-label": view.t("questionnaire.evidence_of", question=label)},
    )


def _total(view: View, form: Mapping[str, Any], known: Mapping[str, Any] | None) -> Any:
    return html.Section(
        [
            html.H2(view.t("questionnaire.total")),
            html.P(view.t("questionnaire.total_note"), className="note"),
            html.Ul(
                [
                    html.Li(
                        f"{view.t('questionnaire.level', level=rule['level'])} ≥ {rule['score']}: {said(view, rule)}"
                    )
                    for rule in form["rules"]
                ],
                className="ranges",
            ),
            dmc.TextInput(
                id={"type": "total", "of": "answers"},
                label=view.t("questionnaire.score"),
                attributes={"input": {"inputMode": "decimal"}},
                value=str(known["score"]) if known else "",
                w=160,
            ),
        ],
        className="panel questions",
    )


def _hand_in(view: View, project: Mapping[str, Any], known: Mapping[str, Any] | None, *, may: bool) -> Any:
    number = view.key.partition("-")[0]
    back = html.A(
        view.t("questionnaire.back"),
        href=view.link(f"/project/{number}"),
        className="button",
        **{"data-nav": ""},
    )
    if not may or (known and not known["draft"] and project["state"] != "RECTIFYING"):
        fixed = (
            view.t("questionnaire.fixed")
            if known and not known["draft"]
            else view.t("questionnaire.not_yours")
        )
        return html.Div([html.P(fixed, className="note"), back], className="hand-in")
    day = known["assessedOn"] if known and known["draft"] else view.caller.today.isoformat()
    return html.Div(
        [
            html.Div(id={"type": "paper-said", "of": "answers"}, role="status"),
            html.Div(
                [
                    dmc.TextInput(
                        id={"type": "paper-day", "of": "answers"},
                        label=view.labels.field("Assessment", "assessedOn", view.caller.lang),
                        attributes={"input": {"type": "date"}},
                        value=day,
                    ),
                    html.Button(
                        view.t("questionnaire.draft"),
                        id={"type": "paper", "of": "answers", "final": "n"},
                        type="button",
                        className="button",
                    ),
                    html.Button(
                        view.t("questionnaire.final"),
                        id={"type": "paper", "of": "answers", "final": "y"},
                        type="button",
                        className="button primary",
                    ),
                    back,
                ],
                className="fields",
            ),
        ],
        className="hand-in",
    )


PAGE = Page("/questionnaire/", "platforms", layout)
