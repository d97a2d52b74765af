"""The two long forms, the questionnaire and the score sheet: the sum while they are filled in, and handing them in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.dependencies import ALL

from dashboard.client import Query, QueryFailed, row_key
from dashboard.pages.questionnaire import running
from dashboard.router import Router
from dashboard.view import View

_EACH = {"type": "answer", "code": ALL}
_NOTES = {"type": "evidence", "code": ALL}
_SCORES = {"type": "score", "code": ALL}
_REMARKS = {"type": "score-remark", "code": ALL}
_ANSWERS, _SHEET = {"of": "answers"}, {"of": "sheet"}


def register_papers(app: Dash, router: Router) -> None:
    """The callbacks of both forms; their parts are found by pattern, since only one page has them at a time."""

    @app.callback(
        Output({"type": "level", "of": "answers"}, "children"),
        Input(_EACH, "value"),
        State(_EACH, "id"),
        State({"type": "paper-form", **_ANSWERS}, "data"),
        State("place", "data"),
    )
    async def level(
        given: list[Any], ids: list[dict[str, str]], form: dict[str, Any] | None, where: dict[str, str]
    ) -> Any:
        if not ids:
            return no_update
        _, view = await router.view(where)
        edition = int(form["edition"]) if form else int(view.state.get("edition") or 2024)
        asked = Query("digital_level", {"edition": edition, "answers": _answers(ids, given)})
        try:
            found = (await view.fetch(asked))["digitalLevel"]
        except QueryFailed as failure:
            return html.P(failure.message, className="said bad")
        return running(view, found)

    @app.callback(
        Output({"type": "paper-said", "of": "answers"}, "children"),
        Input({"type": "paper", "of": "answers", "final": ALL}, "n_clicks"),
        State(_EACH, "value"),
        State(_EACH, "id"),
        State(_NOTES, "value"),
        State({"type": "total", "of": ALL}, "value"),
        State({"type": "paper-day", **_ANSWERS}, "value"),
        State({"type": "paper-form", **_ANSWERS}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def hand_in(
        clicks: list[int | None],
        given: list[Any],
        ids: list[dict[str, str]],
        notes: list[str],
        totals: list[str],
        day: str,
        form: dict[str, Any],
        where: dict[str, str],
    ) -> Any:
        if not any(clicks):
            return no_update
        _, view = await router.view(where)
        final = ctx.triggered_id["final"] == "y"
        rows = [
            {"code": one["code"], "chosen": _chosen(value), "note": note or None}
            for one, value, note in zip(ids, given, notes, strict=True)
            if value or note
        ]
        values = {
            "phase": form["phase"],
            "edition": form["edition"],
            "assessedOn": day,
            "answers": rows,
            "total": (totals[0] or None) if totals else None,
            "final": final,
        }
        told = view.t("questionnaire.handed_in" if final else "questionnaire.kept")
        return await _perform(view, "answerAssessment", form["id"], values, told)

    @app.callback(
        Output({"type": "level", "of": "sheet"}, "children"),
        Input(_SCORES, "value"),
        State(_SCORES, "id"),
        State({"type": "paper-form", **_SHEET}, "data"),
        State("place", "data"),
    )
    async def total(
        given: list[str], ids: list[dict[str, str]], form: dict[str, Any] | None, where: dict[str, str]
    ) -> Any:
        if not ids or form is None:
            return no_update
        _, view = await router.view(where)
        points = [_number(value) for value in given]
        added = sum((one for one in points if one is not None), Decimal(0))
        enough = added >= Decimal(form["mark"])
        return [
            html.Span(view.t("inspection.total"), className="soft"),
            html.Strong(f"{added.normalize():f}", className="running-score"),
            html.Span(
                view.t(
                    "inspection.reached" if enough else "inspection.short", mark=f"{float(form['mark']):g}"
                ),
                className=f"badge {'good' if enough else 'warn'}",
            ),
        ]

    @app.callback(
        Output({"type": "paper-said", "of": "sheet"}, "children"),
        Output(_SCORES, "error"),
        Input({"type": "paper", "of": "sheet", "final": ALL}, "n_clicks"),
        State(_SCORES, "value"),
        State(_SCORES, "id"),
        State(_REMARKS, "value"),
        State({"type": "paper-verdict", **_SHEET}, "value"),
        State({"type": "paper-findings", **_SHEET}, "value"),
        State({"type": "paper-day", **_SHEET}, "value"),
        State({"type": "paper-until", **_SHEET}, "value"),
        State({"type": "paper-form", **_SHEET}, "data"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def give(
        clicks: list[int | None],
        given: list[str],
        ids: list[dict[str, str]],
        remarks: list[str],
        verdict: str | None,
        findings: str,
        day: str,
        until: str,
        form: dict[str, Any],
        where: dict[str, str],
    ) -> Any:
        if not any(clicks):
            return no_update, [no_update] * len(ids)
        _, view = await router.view(where)
        values = {
            "givenOn": day or None,
            "scores": [
                {"code": one["code"], "score": value or None, "remark": remark or None}
                for one, value, remark in zip(ids, given, remarks, strict=True)
            ],
            "verdict": verdict,
            "findings": findings or None,
            "rectifyBy": until or None,
        }
        said = await _perform(view, "giveScoreSheet", form["id"], values, view.t("inspection.given"))
        wrong = [
            view.t("inspection.out_of_range", most=f"{float(form['points'][one['code']]):g}")
            if (number := _number(value)) is None or not 0 <= number <= Decimal(form["points"][one["code"]])
            else None
            for one, value in zip(ids, given, strict=True)
        ]
        return said, wrong


async def _perform(view: View, action: str, of: str, values: Mapping[str, Any], told: str) -> Any:
    """Do it; what was done, with the way back, or all that stands against it."""
    try:
        done = (await view.fetch(Query("perform", {"action": action, "id": of, "values": values})))["perform"]
    except QueryFailed as failure:
        return _bad(view, [{"message": failure.message, "hint": failure.hint, "clause": failure.clause}])
    if not done["done"]:
        return _bad(view, done["problems"])
    back = html.A(view.t("questionnaire.back"), href=view.link(f"/project/{row_key(of)}"), **{"data-nav": ""})
    return html.P([told, " ", back], className="said good")


def _bad(view: View, problems: Sequence[Mapping[str, Any]]) -> Any:
    return html.Div(
        [
            html.P(
                [
                    html.Span(one["message"]),
                    html.Span(view.t("deeds.by_clause", clause=one["clause"]), className="clause")
                    if one["clause"]
                    else None,
                    html.Span([" ", one["hint"]], className="soft") if one["hint"] else None,
                ]
            )
            for one in problems
        ],
        className="said bad",
    )


def _answers(ids: Sequence[Mapping[str, str]], given: Sequence[Any]) -> dict[str, Any]:
    """What is chosen so far: places of options, or the grade of a scene."""
    return {
        one["code"]: int(value[1:])
        if isinstance(value, str) and value.startswith("L")
        else [int(place) for place in ([value] if isinstance(value, str) else value)]
        for one, value in zip(ids, given, strict=True)
        if value
    }


def _chosen(value: Any) -> str | None:
    if not value:
        return None
    return value if isinstance(value, str) else ",".join(sorted(value, key=int))


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
