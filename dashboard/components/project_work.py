"""The work on one project: what was agreed, delivered, taught and judged, and what stands out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import money, pairs
from dashboard.components.listing import listing
from dashboard.components.panel import chart, panel
from dashboard.components.states import nothing
from dashboard.figures.levels import levels
from dashboard.view import View

Row = Mapping[str, Any]

SERVICES = (
    Column("kind", Kind.WORD, of=("Service", "kind")),
    Column("name", of=("Service", "name")),
    Column("scenario", of=("Service", "scenario")),
    Column("amount", Kind.MONEY, of=("Service", "amount")),
    Column("deliveredOn", Kind.DAY, of=("Service", "deliveredOn")),
    Column("droppedOn", Kind.DAY, of=("Service", "droppedOn")),
    Column("evidence", of=("Service", "evidence")),
)
TRAININGS = (
    Column("heldOn", Kind.DAY, of=("Training", "heldOn")),
    Column("topic", of=("Training", "topic")),
    Column("hours", of=("Training", "hours")),
    Column("expected", Kind.COUNT, of=("Training", "expected")),
    Column("attended", Kind.COUNT, of=("Training", "attended")),
    Column("qualified", Kind.COUNT, of=("Training", "qualified")),
    Column("examiner", of=("Training", "examiner")),
    Column("remark", of=("Training", "remark")),
)
CONTRACTS = (
    Column("edition", Kind.COUNT, of=("Contract", "edition")),
    Column("signedOn", Kind.DAY, of=("Contract", "signedOn")),
    Column("amount", Kind.MONEY, of=("Contract", "amount")),
    Column("government", Kind.MONEY, of=("Contract", "government")),
    Column("concession", Kind.MONEY, of=("Contract", "concession")),
    Column("own", Kind.MONEY, of=("Contract", "own")),
    Column("startsOn", Kind.DAY, of=("Contract", "startsOn")),
    Column("finishesOn", Kind.DAY, of=("Contract", "finishesOn")),
    Column("reason", of=("Contract", "reason")),
)
SHEETS = (
    Column("round", Kind.COUNT, of=("ScoreSheet", "round")),
    Column("givenOn", Kind.DAY, of=("ScoreSheet", "givenOn")),
    Column("total", of=("ScoreSheet", "total")),
    Column("passMark", of=("ScoreSheet", "passMark")),
    Column("verdict", Kind.WORD, of=("ScoreSheet", "verdict")),
    Column("rectifyBy", Kind.DAY, of=("ScoreSheet", "rectifyBy")),
    Column("findings", of=("ScoreSheet", "findings")),
)
PARTS = (("government", "main"), ("concession", "second"), ("own", "accent"))


def forms(view: View, names: set[str], project: Row) -> Any:
    """Links to the long forms that have pages of their own."""
    key, links = row_key(project["id"]), []
    given = {one["phase"] for one in project["assessments"]["nodes"] if not one["draft"]}
    if "answerAssessment" in names:
        early = project["state"] in ("LISTED", "CONTRACTED", "TRANSFORMING")
        late = project["state"] in ("TRANSFORMING", "DELIVERED", "RECTIFYING")
        anew = project["state"] == "RECTIFYING"
        for phase, open_ in (("before", early), ("after", late)):
            if open_ and (anew or phase.upper() not in given):
                links.append((view.t(f"work.answer_{phase}"), f"/questionnaire/{key}-{phase}"))
    if "giveScoreSheet" in names:
        links.append((view.t("work.inspect"), f"/inspection/{key}"))
    if not links:
        return None
    return html.Div(
        [
            html.A(label, href=view.link(path), className="button primary", **{"data-nav": ""})
            for label, path in links
        ],
        className="deeds",
    )


def notices(view: View, project: Row) -> list[Any]:
    """What stands out: a late rectification, a level below the target, who took whose place."""
    found: list[Any] = []
    on = view.caller.today
    if project["state"] == "RECTIFYING" and project["rectifyBy"]:
        late = (on - date.fromisoformat(project["rectifyBy"])).days
        text = (
            view.t("work.overdue", day=project["rectifyBy"], days=late)
            if late > 0
            else view.t("work.rectify_by", day=project["rectifyBy"])
        )
        found.append(html.P(text, className=f"said {'bad' if late > 0 else 'warn'}"))
    if project["dueOn"] and project["state"] in ("CONTRACTED", "TRANSFORMING"):
        late = (on - date.fromisoformat(project["dueOn"])).days
        if late > 0:
            found.append(html.P(view.t("work.late", day=project["dueOn"], days=late), className="said warn"))
    after, target = project["levelAfter"], project["targetLevel"]
    if after is not None and target is not None and after < target:
        found.append(html.P(view.t("work.below_target", level=after, target=target), className="said warn"))
    for key, other in (
        ("replaces", project["replaces"]),
        *(("replaced_by", one) for one in project["replacedBy"]["nodes"]),
    ):
        if other:
            found.append(
                html.P(
                    [
                        view.t(f"work.{key}"),
                        " ",
                        html.A(
                            other["enterprise"]["name"],
                            href=view.link(f"/project/{row_key(other['id'])}"),
                            **{"data-nav": ""},
                        ),
                    ],
                    className="said plain",
                )
            )
    if project["leftReason"]:
        reason = view.word("Project", "leftReason", project["leftReason"])
        found.append(
            html.P(view.t("work.left", reason=reason, day=project["leftOn"]), className="said plain")
        )
    return found


def contract(view: View, rows: Sequence[Row]) -> Any:
    """The contract in force as a bar of its three parts (W4), and its editions."""
    if not rows:
        return nothing(view, "work.no_contract")
    last = rows[-1]
    whole = float(last["amount"]) or 1

    def label(name: str) -> str:
        return view.labels.field("Contract", name, view.caller.lang)

    bar = html.Div(
        [
            html.Span(
                className=f"part part-{colour}", style={"width": f"{100 * float(last[name]) / whole:.2f}%"}
            )
            for name, colour in PARTS
        ],
        className="parts",
        role="img",
        **{
            "aria-label": view.t("comma").join(
                f"{label(name)} {view.language.exact(last[name])}" for name, _ in PARTS
            )
        },
    )
    shares = [
        html.Span(
            [
                html.I(className=f"key part-{colour}"),
                label(name),
                " ",
                money(view, last[name]),
                html.Span(f" {100 * float(last[name]) / whole:.0f}%", className="soft"),
            ]
        )
        for name, colour in PARTS
    ]
    facts = pairs(
        [
            (label("number"), last["number"]),
            (label("amount"), money(view, last["amount"])),
            (label("startsOn"), last["startsOn"]),
            (label("finishesOn"), last["finishesOn"]),
        ]
    )
    return [bar, html.P(shares, className="shares"), facts, _editions(view, rows)]


def _editions(view: View, rows: Sequence[Row]) -> Any:
    if len(rows) < 2:
        return None
    return html.Details(
        [
            html.Summary(view.t("work.editions", count=len(rows))),
            listing(view, CONTRACTS, rows, caption=view.labels.entity("Contract", view.caller.lang)),
        ]
    )


def services(view: View, rows: Sequence[Row]) -> Any:
    """The one-stop services by kind (W3), then the checklist."""
    kinds = view.labels.vocabulary("Service", "kind")
    live = [row for row in rows if not row["droppedOn"]]
    counted = [
        (labels[view.english], [row for row in live if row["kind"] == kind]) for kind, labels in kinds.items()
    ]
    chips = [
        html.Span(
            view.t(
                "work.kind",
                kind=name,
                done=sum(bool(row["deliveredOn"]) for row in of_kind),
                count=len(of_kind),
            ),
            className=f"badge {'good' if all(row['deliveredOn'] for row in of_kind) else 'busy'}",
        )
        for name, of_kind in counted
        if of_kind
    ]
    caption = view.labels.entity("Service", view.caller.lang)
    # Without the columns in which nothing stands.
    columns = [one for one in SERVICES if any(row[one.path] for row in rows) or one.path == "deliveredOn"]
    return [
        html.P(chips, className="plans") if chips else None,
        listing(view, columns, rows, caption=caption, empty="work.no_services"),
    ]


def sheets(view: View, rows: Sequence[Row]) -> Any:
    """All sheets, the last one first, each criterion with its points and remark."""
    if not rows:
        return nothing(view, "work.no_sheets")
    return [_sheet(view, row, opened=place == 0) for place, row in enumerate(rows)]


def _sheet(view: View, row: Row, *, opened: bool) -> Any:
    heads = [view.t(f"inspection.{head}") for head in ("criterion", "points", "score", "remark")]
    lines = [
        html.Tr(
            [
                html.Th(one["en" if view.english else "zh"], scope="row"),
                html.Td(f"{float(one['points']):g}", className="number"),
                html.Td(f"{float(one['score']):g}", className="number"),
                html.Td(one["remark"]),
            ]
        )
        for one in row["scores"]
    ]
    told = view.t(
        "work.sheet",
        round=row["round"],
        day=row["givenOn"],
        total=f"{float(row['total']):g}",
        mark=f"{float(row['passMark']):g}",
        expert=row["expert"]["name"] if row.get("expert") else view.t("none"),
    )
    return html.Details(
        [
            html.Summary([badge(view, "ScoreSheet", "verdict", row["verdict"]), " ", told]),
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [
                                html.Th(head, scope="col", className="number" if place in (1, 2) else "")
                                for place, head in enumerate(heads)
                            ]
                        )
                    ),
                    html.Tbody(lines),
                ],
                className="listing sheet",
            ),
            html.P(row["findings"], className="note") if row["findings"] else None,
        ],
        open=opened,
        className="sheet-given",
    )


def leavers(view: View, rows: Sequence[Row]) -> Any:
    """Enterprises that left a platform, why, and who came in their place (P3)."""
    return html.Ul([_leaver(view, row) for row in rows], className="leavers")


def _leaver(view: View, row: Row) -> Any:
    newcomer = next(iter(row["replacedBy"]["nodes"]), None)
    return html.Li(
        [
            _named(view, row),
            html.Span(
                [row["leftOn"], " ", view.word("Project", "leftReason", row["leftReason"])], className="soft"
            ),
            "→",
            _named(view, newcomer)
            if newcomer
            else html.Span(view.t("work.not_replaced"), className="badge warn"),
        ]
    )


def _named(view: View, row: Row) -> Any:
    address = view.link(f"/project/{row_key(row['id'])}")
    return html.A(row["enterprise"]["name"], href=address, **{"data-nav": ""})


async def samples(view: View, project: Row, asked: Query) -> list[Any]:
    """The lots drawn for the national review, each with what can be done about it; none for most."""
    rows = project["reviewSamples"]["nodes"]
    if not rows:
        return []
    found = []
    for row in rows:
        offers = await offered(view, row["id"])
        found.append(
            html.Div(
                [
                    pairs(
                        [
                            (_of(view, "state"), badge(view, "ReviewSample", "state", row["state"])),
                            (_of(view, "drawnOn"), row["drawnOn"]),
                            (_of(view, "share"), view.language.percent(float(row["share"]))),
                            (_of(view, "seed"), html.Code(row["seed"])),
                            (_of(view, "checkedOn"), row["checkedOn"] or view.t("none")),
                            (_of(view, "remark"), row["remark"] or view.t("none")),
                        ]
                    ),
                    actions(view, offers),
                ]
            )
        )
    return [panel(view, "samples", view.t("work.samples"), found, query=asked, saved=False)]


def _of(view: View, field: str) -> str:
    return view.labels.field("ReviewSample", field, view.caller.lang)


def comparison(view: View, rows: Sequence[Row]) -> Any:
    """Before and after, by dimension where both editions tell them, else by their totals."""
    given = {one["phase"]: one for one in rows if not one["draft"]}
    if not given:
        return nothing(view, "work.no_levels")
    whole = view.t("questionnaire.score")
    parts = {
        phase.lower(): [
            *(
                (
                    one["en" if view.english else "zh"],
                    round(100 * float(one["score"]) / float(one["points"]), 1),
                )
                for one in row["dimensions"] or ()
            ),
            (whole, float(row["score"])),
        ]
        for phase, row in given.items()
    }
    if len(given) == 2 and len({len(one) for one in parts.values()}) > 1:
        parts = {phase: [one[-1]] for phase, one in parts.items()}
    names = {
        phase: f"{view.word('Assessment', 'phase', phase.upper())} · {view.t('questionnaire.of_year', year=given[phase.upper()]['edition'])}"
        for phase in parts
    }
    count = max(len(one) for one in parts.values())
    figure = levels(parts.get("before", []), parts.get("after", []), names, view.theme)
    return chart(view, "levels", figure, 90 + 58 * count, view.t("work.levels_label"))
