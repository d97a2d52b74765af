"""One evaluation: scores target by target, texts, signatures, the two beside each other, the document (A3)."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.documents import documents
from dashboard.components.fact import fact
from dashboard.components.listing import head
from dashboard.components.panel import heading, panel, trail
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

LINES = (
    Column("target.indicator.name", english="target.indicator.nameEn", of=("Indicator", "name")),
    Column("target.platform.organization.name", text="platforms.name"),
    Column("goal", of=("EvaluationLine", "goal")),
    Column("actual", of=("EvaluationLine", "actual")),
    Column("weight", of=("EvaluationLine", "weight")),
    Column("computed", of=("EvaluationLine", "computed")),
    Column("score", of=("EvaluationLine", "score")),
    Column("remark", of=("EvaluationLine", "remark")),
)
TEXTS = ("achievements", "problems", "measures")
WRITERS = {"SELF": "provincial_sme_officer", "NATIONAL": "programme_officer"}


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("evaluation", {"id": global_id("Evaluation", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    evaluation = data["evaluation"]
    if evaluation is None:
        raise NotFound
    plan = evaluation["plan"]
    title = f"{plan['title']} {view.word('Evaluation', 'kind', evaluation['kind'])}"
    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.delivery"), view.link("/delivery", show="evaluations")),
                (view.name(evaluation["unit"]), view.link(f"/unit/{evaluation['unit']['code']}")),
                (view.t("performance.title"), view.link(f"/performance/{row_key(plan['id'])}")),
            ),
            below=html.P(
                [
                    badge(view, "Evaluation", "state", evaluation["state"]),
                    *documents(view, "evaluation"),
                ],
                className="plans",
            ),
            beside=actions(view, await offered(view, evaluation["id"])),
        ),
        html.Div(_facts(view, evaluation), className="facts"),
        panel(
            view,
            "lines",
            view.t("evaluation.lines"),
            await _lines(view, evaluation),
            query=asked,
            note=view.t("evaluation.note"),
        ),
        *(
            panel(
                view,
                name,
                view.labels.field("Evaluation", name, view.caller.lang),
                html.Div(
                    [html.P(line) for line in (evaluation[name] or view.t("none")).splitlines()],
                    className="prose",
                ),
                query=asked,
                saved=False,
            )
            for name in TEXTS
        ),
        panel(
            view,
            "events",
            view.labels.entity("Event", view.caller.lang),
            timeline(view, "Evaluation", data["events"]["nodes"]),
            query=asked,
        ),
    ]
    return Sheet(title, body, synthetic=evaluation["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    title = data["evaluation"]["plan"]["title"]
    if name == "events":
        return events(view, "Evaluation", data["events"]["nodes"], title)
    return table_of(
        view,
        f"{title} {view.t('evaluation.lines')}",
        LINES,
        data["evaluation"]["lines"]["nodes"],
        "synthetic",
    )


def _facts(view: View, evaluation: Mapping[str, Any]) -> list[Any]:
    def label(field: str) -> str:
        return view.labels.field("Evaluation", field, view.caller.lang)

    none = view.t("none")
    other = _other(evaluation)
    accepted = evaluation["accepted"]
    return [
        fact(
            label("score"),
            _number(evaluation["score"]),
            unit=view.word("Evaluation", "grade", evaluation["grade"]),
            below=[
                (
                    view.word("Evaluation", "kind", other["kind"]) if other else view.t("evaluation.other"),
                    view.t(
                        "evaluation.against",
                        score=_number(other["score"]),
                        difference=_signed(evaluation, other),
                    )
                    if other
                    else none,
                )
            ],
        ),
        fact(
            view.t("evaluation.signed"),
            evaluation["givenOn"] or none,
            below=[
                (label("draftedOn"), evaluation["draftedOn"]),
                (label("financeSignedOn"), evaluation["financeSignedOn"] or none),
            ],
        ),
        *(
            [fact(label("accepted"), none if accepted is None else view.t("yes" if accepted else "no"))]
            if evaluation["kind"] == "NATIONAL"
            else []
        ),
    ]


def _other(evaluation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The other evaluation of the plan, once it is given."""
    return next(
        (
            one
            for one in evaluation["plan"]["evaluations"]["nodes"]
            if one["id"] != evaluation["id"] and one["state"] == "GIVEN"
        ),
        None,
    )


def _signed(evaluation: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return f"{float(evaluation['score']) - float(other['score']):+.2f}"


async def _lines(view: View, evaluation: Mapping[str, Any]) -> Any:
    other = _other(evaluation)
    theirs = {line["target"]["id"]: line["score"] for line in other["lines"]["nodes"]} if other else {}
    writing = evaluation["state"] == "DRAFT" and WRITERS[evaluation["kind"]] in view.caller.roles

    def label(field: str) -> str:
        return view.labels.field("EvaluationLine", field, view.caller.lang)

    caption = view.t("evaluation.lines")
    heads = [
        view.labels.entity("Indicator", view.caller.lang),
        view.t("performance.whose"),
        *(label(name) for name in ("goal", "actual", "weight", "computed", "score")),
        *([view.word("Evaluation", "kind", other["kind"])] if other else []),
        label("remark"),
        *([view.t("performance.act")] if writing else []),
    ]
    rows = []
    for line in evaluation["lines"]["nodes"]:
        changed = line["score"] != line["computed"]
        rows.append(
            html.Tr(
                [
                    html.Td(indicator(view, line["target"]["indicator"])),
                    html.Td(whose(view, line["target"])),
                    *(
                        html.Td(_number(line[name]), className="number")
                        for name in ("goal", "actual", "weight", "computed")
                    ),
                    html.Td(
                        html.Strong(_number(line["score"])) if changed else _number(line["score"]),
                        className="number",
                    ),
                    *(
                        [html.Td(_number(theirs.get(line["target"]["id"])), className="number")]
                        if other
                        else []
                    ),
                    html.Td(line["remark"] or view.t("none")),
                    *([html.Td(actions(view, await offered(view, line["id"])))] if writing else []),
                ]
            )
        )
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                head(heads, heads[2 : 8 if other else 7]),
                html.Tbody(rows),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def indicator(view: View, of: Mapping[str, Any]) -> list[Any]:
    """Its name with its unit of measure; what the notice does not say is marked."""
    name, measure = (of["nameEn"], of["measureEn"]) if view.english else (of["name"], of["measure"])
    said: list[Any] = [
        name,
        " ",
        html.Span(view.t("performance.measure", measure=measure), className="soft"),
    ]
    if of["sample"]:
        said += [
            " ",
            html.Span(
                view.t("performance.sample"), className="badge plain", title=view.t("performance.sample_why")
            ),
        ]
    return said


def whose(view: View, target: Mapping[str, Any]) -> str:
    platform = target["platform"]
    return platform["organization"]["name"] if platform else view.t("performance.whole_plan")


def _number(value: str | None) -> str:
    if value is None:
        return "—"
    return value.rstrip("0").rstrip(".") if "." in value else value


PAGE = Page("/evaluation/", "delivery", layout, table)
