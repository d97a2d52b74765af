"""One case: carried from its opening to its closing on this page, by each person the steps that are theirs."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import Offers, actions, offered
from dashboard.components.badge import badge
from dashboard.components.case_challenges import case_challenges
from dashboard.components.case_checklist import case_checklist, done
from dashboard.components.case_documents import case_documents
from dashboard.components.case_evidence import case_evidence, files_asked
from dashboard.components.case_flags import case_flags
from dashboard.components.case_holds import case_holds
from dashboard.components.case_outcomes import case_effects, case_outcomes
from dashboard.components.case_people import case_people
from dashboard.components.case_publications import case_publications
from dashboard.components.case_requests import case_requests
from dashboard.components.case_review import case_review
from dashboard.components.case_ring import case_ring
from dashboard.components.case_steps import case_steps
from dashboard.components.case_terms import case_terms
from dashboard.components.fact import money, pairs
from dashboard.components.history import history
from dashboard.components.panel import heading, panel, trail
from dashboard.components.remittances import orders
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.terms import left, light
from dashboard.view import View

Row = Mapping[str, Any]
FLAGS = (
    Column("rule", of=("Flag", "rule")),
    Column("reason", english="reasonEn", of=("Flag", "reason")),
    Column("severity", Kind.WORD, of=("Flag", "severity")),
    Column("project.enterprise.name", text="projects.enterprise"),
    Column("atRisk", Kind.MONEY, of=("Flag", "atRisk")),
    Column("raisedAt", Kind.MOMENT, of=("Flag", "raisedAt")),
)
PENALTIES = (
    Column("decidedOn", Kind.DAY, of=("Penalty", "decidedOn")),
    Column("outcome", Kind.WORD, of=("Penalty", "outcome")),
    Column("organ", Kind.WORD, of=("Penalty", "organ")),
    Column("announced", Kind.EXACT, of=("Penalty", "announced")),
    Column("amount", Kind.EXACT, of=("Penalty", "amount")),
    Column("clause.code", text="case.clause"),
    Column("article.number", text="case.law_article"),
    Column("state", Kind.WORD, of=("Penalty", "state")),
    Column("servedOn", Kind.DAY, of=("Penalty", "servedOn")),
    Column("executedOn", Kind.DAY, of=("Penalty", "executedOn")),
)
HOLDS = (
    Column("claim.project.enterprise.name", text="projects.enterprise"),
    Column("claim.amount", Kind.EXACT, of=("Claim", "amount")),
    Column("suspected", Kind.FLAG, of=("CaseHold", "suspected")),
    Column("before", Kind.WORD, of=("CaseHold", "before")),
    Column("claim.state", Kind.WORD, of=("Claim", "state")),
    Column("heldAt", Kind.MOMENT, of=("CaseHold", "heldAt")),
)
TERMS = (
    Column("clock", Kind.WORD, of=("CaseDeadline", "clock")),
    Column("since", Kind.DAY, of=("CaseDeadline", "since")),
    Column("dueOn", Kind.DAY, of=("CaseDeadline", "dueOn")),
    Column("metOn", Kind.DAY, of=("CaseDeadline", "metOn")),
    Column("law", of=("CaseDeadline", "law")),
)
#: What is saved of a panel: its columns, the table they are of, and where its rows lie.
FILES = {
    "flags": (FLAGS, "Flag", "flags"),
    "penalties": (PENALTIES, "Penalty", "penalties"),
    "holds": (HOLDS, "CaseHold", "holds"),
    "terms": (TERMS, "CaseDeadline", "deadlines"),
}
#: Acts that stand beside what they are about; all others are steps of the whole case.
OF_FLAGS = frozenset({"joinCase", "undoCase"})
OF_PEOPLE = frozenset({"assignCase", "recuseCase"})
OF_TERMS = frozenset({"pauseCasePause"})
OF_EVIDENCE = frozenset({"collectEvidenceItem", "preserveCase", "unpreserveCase"})
OF_REQUESTS = frozenset({"askExplanationRequest"})
OF_CHALLENGES = frozenset({"fileChallenge"})
OF_PUBLICATIONS = frozenset({"publishPublication"})
OF_RING = frozenset({"ringCase"})
ELSEWHERE = (
    OF_FLAGS | OF_PEOPLE | OF_TERMS | OF_EVIDENCE | OF_REQUESTS | OF_CHALLENGES | OF_PUBLICATIONS | OF_RING
)


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("case", {"id": global_id("Case", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    case = data["case"]
    if case is None:
        raise NotFound
    offers = await offered(view, case["id"])
    told = data["events"]["nodes"]
    title = f"{case['number']} {case['title']}"
    body = [
        heading(
            case["title"],
            above=trail(view, (view.t("nav.cases"), view.link("/cases", show="cases"))),
            below=_line(view, case),
        ),
        panel(
            view,
            "steps",
            view.t("case.steps"),
            [*case_steps(view, case, told), actions(view, offers.without(ELSEWHERE))],
            query=asked,
            saved=False,
        ),
        *await _inquiry(view, asked, case, offers),
        *await _decision(view, asked, case, offers),
        await case_ring(view, case, offers.only(OF_RING)),
        panel(
            view,
            "events",
            view.labels.entity("Event", view.caller.lang),
            timeline(view, "Case", told),
            query=asked,
        ),
        await history(view, "Case", view.key, offers.version),
    ]
    return Sheet(title, [part for part in body if part is not None], synthetic=case["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    case = data["case"]
    if name == "events":
        return events(view, "Case", data["events"]["nodes"], case["number"])
    columns, entity, rows = FILES[name]
    title = f"{case['number']} {view.labels.entity(entity, view.caller.lang)}"
    return table_of(view, title, columns, case[rows]["nodes"], "synthetic")


async def _inquiry(view: View, asked: Query, case: Row, offers: Offers) -> Sequence[Any]:
    """What is known, by whom, until when: facts, people, terms, flags, checklist, evidence, requests, claims held."""

    def entity(name: str) -> str:
        return view.labels.entity(name, view.caller.lang)

    looked, of = done(case)
    return [
        _halves(
            panel(view, "about", view.t("case.about"), _about(view, case), query=asked, saved=False),
            html.Div(
                [
                    panel(
                        view,
                        "people",
                        entity("CasePerson"),
                        case_people(view, case, offers.only(OF_PEOPLE)),
                        query=asked,
                        saved=False,
                    ),
                    panel(
                        view,
                        "terms",
                        entity("CaseDeadline"),
                        await case_terms(view, case, offers.only(OF_TERMS)),
                        query=asked,
                    ),
                ],
                className="stack",
            ),
        ),
        panel(
            view, "flags", entity("Flag"), await case_flags(view, case, offers.only(OF_FLAGS)), query=asked
        ),
        panel(
            view,
            "checklist",
            entity("CheckItem"),
            await case_checklist(view, case),
            query=asked,
            saved=False,
            note=view.t("case.checked", done=looked, all=of) if of else None,
        ),
        _halves(
            panel(
                view,
                "evidence",
                entity("EvidenceItem"),
                await case_evidence(view, case, offers.only(OF_EVIDENCE)),
                query=files_asked(case),
                saved=False,
                note=view.t("case.evidence_note"),
            ),
            panel(
                view,
                "requests",
                entity("ExplanationRequest"),
                await case_requests(view, case, offers.only(OF_REQUESTS)),
                query=asked,
                saved=False,
                note=view.t("case.requests_note"),
            ),
        ),
        panel(view, "holds", entity("CaseHold"), case_holds(view, case), query=asked),
    ]


async def _decision(view: View, asked: Query, case: Row, offers: Offers) -> Sequence[Any]:
    """What was announced, said against it, decided, done to the money, looked at again, and published."""
    effects = case_effects(view, case)
    made = [one["settlement"] for one in case["effects"]["nodes"] if one["settlement"]]
    return [
        panel(view, "penalties", view.t("case.outcomes"), await case_outcomes(view, case), query=asked),
        panel(view, "records", view.t("case.records"), case_review(view, case), query=asked, saved=False),
        panel(
            view,
            "documents",
            view.t("document.of_case"),
            case_documents(view, case),
            query=asked,
            saved=False,
        ),
        panel(
            view,
            "effects",
            view.t("case.effects"),
            effects,
            query=asked,
            saved=False,
            note=view.t("case.effects_note"),
        )
        if effects is not None
        else None,
        await orders(view, Query("settlement_remittances", {"id": made[-1]["id"]})) if made else None,
        _halves(
            panel(
                view,
                "challenges",
                view.labels.entity("Challenge", view.caller.lang),
                await case_challenges(view, case, offers.only(OF_CHALLENGES)),
                query=asked,
                saved=False,
            ),
            panel(
                view,
                "publications",
                view.labels.entity("Publication", view.caller.lang),
                await case_publications(view, case, offers.only(OF_PUBLICATIONS)),
                query=asked,
                saved=False,
            ),
        ),
    ]


def _halves(*panels: Any) -> Any:
    return html.Div(list(panels), className="halves")


def _line(view: View, case: Row) -> Any:
    due = case["nextDueOn"]
    parts: list[Any] = [
        badge(view, "Case", "state", case["state"]),
        html.Code(case["number"]),
        html.Span(view.word("Case", "kind", case["kind"])),
        html.Span(view.word("Case", "phase", case["phase"])),
    ]
    if due:
        clock = case["nextClock"]
        said = [view.word("Case", "nextClock", clock), " ", due, " ", left(view, due, None, clock)]
        tone = light(view, due, case["warnOn"], None, clock)
        parts.append(html.Span(said, className=f"badge {tone}"))
    return html.P(parts, className="plans")


def _about(view: View, case: Row) -> Any:
    unit, platform = case["unit"], case["platform"]

    def label(field: str) -> str:
        return view.labels.field("Case", field, view.caller.lang)

    operator = (
        html.A(
            platform["organization"]["name"],
            href=view.link(f"/platform/{row_key(platform['id'])}"),
            **{"data-nav": ""},
        )
        if platform
        else view.t("none")
    )
    facts = pairs(
        [
            (label("atStake"), money(view, case["atStake"])),
            (label("penaltyTotal"), money(view, case["penaltyTotal"])),
            (view.t("platforms.name"), operator),
            (
                view.t("unit_name"),
                html.A(view.name(unit), href=view.link(f"/unit/{unit['code']}"), **{"data-nav": ""}),
            ),
            *((label(day), view.language.day(case[day])) for day in ("foundOn", "openedOn", "actEndedOn")),
            *((label(day), case[day]) for day in ("closedOn", "revokedOn") if case[day]),
        ]
    )
    return [
        facts,
        html.H3(label("summary")),
        html.P(case["summary"] or view.t("none"), className="prose lines-kept summary", tabIndex=0),
    ]


PAGE = Page("/case/", "cases", layout, table)
