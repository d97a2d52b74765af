"""What a case came to: what was announced beside what was decided, its basis and bounds, and what it did to the money."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import row_key
from dashboard.components.actions import Offers, actions, offered_alike
from dashboard.components.badge import badge
from dashboard.components.fact import money, pairs
from dashboard.components.listing import head
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]


async def case_outcomes(view: View, case: Row) -> list[Any]:
    notices, penalties = case["notices"]["nodes"], case["penalties"]["nodes"]
    if not notices and not penalties:
        return [nothing(view, "case.no_penalties")]
    handed = [one for one in penalties if one["outcome"] == "TRANSFER" and one["state"] == "EFFECTIVE"]
    offers = await offered_alike(view, handed, {"replyPenalty"}, lambda row: "")
    current = case["notice"]["id"] if case["notice"] else None
    told = {one["id"] for notice in notices for one in notice["items"]["nodes"]}
    # Those from before notices were kept.
    loose = [one for one in penalties if one["item"] is None or one["item"]["id"] not in told]
    return [
        *[
            _notice(view, notice, penalties, offers, stands=notice["id"] == current)
            for notice in reversed(notices)
        ],
        _table(view, view.t("case.penalties"), [_decided_alone(view, one) for one in loose])
        if loose
        else None,
    ]


def case_effects(view: View, case: Row) -> Any:
    """What the decision did to award and settlement, and whether that was undone; None while it did nothing."""
    effects = case["effects"]["nodes"]
    if not effects:
        return None
    return html.Div([_effect(view, one) for one in effects], className="effects")


def _notice(
    view: View, notice: Row, penalties: Sequence[Row], offers: Mapping[str, Offers], *, stands: bool
) -> Any:
    items = notice["items"]["nodes"]

    def label(field: str) -> str:
        return view.labels.field("CaseNotice", field, view.caller.lang)

    rows = []
    for item in items:
        decided = [one for one in penalties if one["item"] and one["item"]["id"] == item["id"]]
        rows.append(_announced(view, item, decided, offers))
    return html.Section(
        [
            html.H3(
                [
                    view.t("case.notice", number=notice["number"], day=notice["givenOn"]),
                    " ",
                    None if stands else html.Span(view.t("case.notice_former"), className="badge plain"),
                ]
            ),
            _table(view, view.t("case.penalties"), rows),
            html.Details(
                [
                    html.Summary(view.t("case.notice_words")),
                    pairs(
                        [
                            (label("answerUntil"), notice["answerUntil"]),
                            (label("hearingOffered"), view.t("yes" if notice["hearingOffered"] else "no")),
                            (
                                view.t("case.giver"),
                                notice["giver"]["name"] if notice["giver"] else view.t("none"),
                            ),
                        ]
                    ),
                    html.H4(label("facts")),
                    html.P(notice["facts"], className="prose lines-kept"),
                    html.H4(label("basis")),
                    html.P(notice["basis"], className="prose lines-kept"),
                ]
            ),
        ],
        className="notice-given",
    )


def _table(view: View, caption: str, rows: Sequence[Any]) -> Any:
    def label(entity: str, field: str) -> str:
        return view.labels.field(entity, field, view.caller.lang)

    announced, decided = view.t("case.announced"), view.t("case.decided")
    heads = [
        label("Penalty", "outcome"),
        announced,
        view.t("case.law_article"),
        view.t("case.band"),
        decided,
        label("Penalty", "state"),
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                head(heads, {announced, decided}),
                html.Tbody(list(rows)),
            ],
            className="listing",
        ),
        className="wide",
    )


def _announced(view: View, item: Row, decided: Sequence[Row], offers: Mapping[str, Offers]) -> Any:
    amounts = [_sum(view, one) for one in decided] or [view.t("none")]
    states = [_standing(view, one, offers) for one in decided]
    return html.Tr(
        [
            html.Td(_outcome(view, item)),
            html.Td(_sum(view, item), className="number"),
            html.Td(_article(view, item["article"])),
            html.Td(_band(view, item)),
            html.Td([html.Div(one) for one in amounts], className="number"),
            html.Td(states or view.t("case.not_decided")),
        ]
    )


def _decided_alone(view: View, one: Row) -> Any:
    return html.Tr(
        [
            html.Td(_outcome(view, one)),
            html.Td(view.t("none"), className="number"),
            html.Td(_article(view, one["article"]) if one["article"] else _clause(view, one)),
            html.Td(view.t("none")),
            html.Td(_sum(view, one), className="number"),
            html.Td(_standing(view, one, {})),
        ]
    )


def _outcome(view: View, row: Row) -> Any:
    said = view.word("Penalty", "outcome", row["outcome"])
    if row["organ"]:
        said = view.t("case.handed_to", outcome=said, organ=view.word("Penalty", "organ", row["organ"]))
    return html.Strong(said)


def _sum(view: View, row: Row) -> str:
    """A cancellation and a circular have no amount."""
    return view.language.exact(row["amount"]) if float(row["amount"]) else view.t("none")


def _article(view: View, article: Row | None) -> Any:
    if not article:
        return view.t("case.clause_only")
    return html.Span(view.t("case.article", number=article["number"]), title=article["subject"])


def _clause(view: View, one: Row) -> str:
    clause = one["clause"]
    return f"{clause['code']} {clause['titleEn' if view.english else 'title']}"


def _band(view: View, item: Row) -> Any:
    """What another organ may fine, reckoned: the basis, its bounds and where they are written."""
    if item["least"] is None:
        return view.t("none")
    lines: list[Any] = [
        html.Strong(
            view.t(
                "case.bounds",
                least=view.language.exact(item["least"]),
                most=view.language.exact(item["most"]),
            )
        )
    ]
    if item["base"] and item["basis"] and float(item["basis"]):
        base = view.word("NoticeItem", "base", item["base"])
        lines.append(
            html.Div(view.t("case.measured_by", base=base, amount=view.language.exact(item["basis"])))
        )
    if item["weight"]:
        lines.append(html.Div(view.word("NoticeItem", "weight", item["weight"])))
    lines.append(html.Div(item["cites"], className="soft"))
    return lines


def _standing(view: View, one: Row, offers: Mapping[str, Offers]) -> Any:
    days = [
        f"{view.labels.field('Penalty', name, view.caller.lang)} {one[name]}"
        for name in ("decidedOn", "servedOn", "executedOn", "revokedOn")
        if one[name]
    ]
    return html.Div(
        [
            badge(view, "Penalty", "state", one["state"]),
            html.Div(" · ".join(days), className="soft small-days"),
            html.P([view.t("case.replied"), one["reply"]], className="quoted") if one["reply"] else None,
            actions(view, offers[one["id"]]) if one["id"] in offers else None,
        ]
    )


def _effect(view: View, one: Row) -> Any:
    def label(field: str) -> str:
        return view.labels.field("CaseEffect", field, view.caller.lang)

    def settlement(row: Row | None) -> Any:
        if row is None:
            return view.t("none")
        return html.A(
            view.t("case.settlement", number=row["number"]),
            href=view.link(f"/settlement/{row_key(row['id'])}"),
            **{"data-nav": ""},
        )

    undone = one["reversedOn"]
    return html.Div(
        [
            pairs(
                [
                    (label("takenOn"), one["takenOn"]),
                    (label("deducted"), money(view, one["deducted"])),
                    (label("disqualified"), view.t("yes" if one["disqualified"] else "no")),
                    (label("awardBefore"), view.language.exact(one["awardBefore"])),
                    (label("awardAfter"), view.language.exact(one["awardAfter"])),
                    (view.t("case.former_settlement"), settlement(one["former"])),
                    (view.t("case.new_settlement"), settlement(one["settlement"])),
                ]
            ),
            html.P(
                view.t("case.undone_exactly" if one["exact"] else "case.undone", day=undone),
                className="said warn",
            )
            if undone
            else None,
        ]
    )
