"""What can be done about cases: opened, investigated, announced, heard, reviewed, decided, served, challenged."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.services import (
    case_challenges,
    case_evidence,
    case_people,
    case_register,
    case_requests,
    case_steps,
    cases,
)
from api.services.case_challenges import NewChallenge
from api.services.case_evidence import NewEvidence
from api.services.case_requests import NewRequest
from api.services.case_steps import Heard, NewPenalty
from api.services.cases import NewCase
from api.services.clock import today
from api.viewer import Viewer
from db.enums import (
    CaseState,
    FineBase,
    FlagState,
    Organ,
    PenaltyOutcome,
    Weight,
)
from db.store import Work

_EARLY = frozenset({CaseState.OPENED, CaseState.INVESTIGATING})
_IN_FORCE = frozenset({CaseState.DECIDED, CaseState.SERVED, CaseState.EXECUTED, CaseState.CLOSED})


async def _supervisors(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """Who may, the least loaded first."""
    found = await case_people.candidates(connection, row_id)
    return [
        (one.user_id, f"{one.name}（{one.open_cases}）")
        for one in found
        if one.free and text.strip() in one.name
    ][:20]


async def _open_flags(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """Open flags of the platform of the case, or of the platform whose flag is acted upon."""
    rows = await connection.fetch(
        """select flags.id, flags.rule || ' ' || flags.reason as label from flags
           where flags.state = 'open' and position($2 in flags.reason) > 0
             and flags.platform_id in (select platform_id from cases where cases.id = $1)
           order by flags.at_risk desc, flags.id limit 20""",
        row_id,
        text.strip(),
    )
    return [(row["id"], row["label"]) for row in rows]


_FIRST = Field(
    "first_id",
    Sort.LINK,
    "承办人 | Investigator",
    entity="User",
    choices=_supervisors,
    help="空缺时由办案最少者承办 | The least loaded, where it is left empty",
)
_SECOND = Field(
    "second_id",
    Sort.LINK,
    "协办人 | Second investigator",
    entity="User",
    choices=_supervisors,
    help="括号内为在办案件数 | How many cases each has is in brackets",
)
_OUTCOMES = (
    of("NoticeItem", "outcome", required=True),
    of("NoticeItem", "amount"),
    of("NoticeItem", "organ", help="仅移送时填写 | Only for a transfer"),
    Field("article", Sort.INTEGER, "依据条文（条） | Article of the Regulation", least=1, most=40),
    of("NoticeItem", "base", help="移送罚款时测算幅度 | Reckons the band of a fine handed over"),
    of("NoticeItem", "weight"),
)


def _penalties(order: Order) -> list[NewPenalty]:
    found = []
    for row in order.values.get("penalties") or ():
        organ, base, weight = row.get("organ"), row.get("base"), row.get("weight")
        found.append(
            NewPenalty(
                PenaltyOutcome(row["outcome"]),
                row.get("amount") or NewPenalty(PenaltyOutcome.CIRCULAR).amount,
                row.get("article"),
                Organ(organ) if organ else None,
                FineBase(base) if base else None,
                Weight(weight) if weight else None,
            )
        )
    return found


def _rows(label: str) -> Field:
    return Field("penalties", Sort.ROWS, label, required=True, columns=_OUTCOMES, longest=8)


async def _open(work: Work, viewer: Viewer, order: Order) -> int:
    rows = [row["flag_id"] for row in order.values.get("flags") or ()]
    new = NewCase([order.id, *rows], order.values["title"], today(), order.values.get("summary"))
    [made] = await cases.open_cases(work, viewer, [new])
    return made


async def _platform_flags(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    rows = await connection.fetch(
        """select flags.id, flags.rule || ' ' || flags.reason as label from flags
           where flags.state = 'open' and flags.id <> $1 and position($2 in flags.reason) > 0
             and flags.platform_id = (select platform_id from flags here where here.id = $1)
           order by flags.at_risk desc, flags.id limit 20""",
        row_id,
        text.strip(),
    )
    return [(row["id"], row["label"]) for row in rows]


async def _join(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.join(work, viewer, order.id, [row["flag_id"] for row in order.values["flags"]])


async def _take_out(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.leave(work, viewer, [order.id], order.why or "")


async def _undo(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.undo(work, viewer, order.id, order.why or "", today())


async def _assign(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    await case_people.assign(
        work, viewer, order.id, values.get("first_id"), values.get("second_id"), why=order.why
    )


async def _ring(work: Work, viewer: Viewer, order: Order) -> None:
    await cases.tie(work, viewer, [order.id, *(row["case_id"] for row in order.values["cases"])])


async def _other_cases(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """Cases under investigation that are not of the same ring already."""
    rows = await connection.fetch(
        """select cases.id, cases.number || ' ' || organizations.name as label from cases
           join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
           join organizations on organizations.id = platforms.organization_id
           where cases.state in ('opened', 'investigating') and cases.id <> $1
             and cases.ring is distinct from (select coalesce(here.ring, '') from cases here where here.id = $1)
             and position($2 in cases.number || organizations.name) > 0
           order by cases.number limit 20""",
        row_id,
        text.strip(),
    )
    return [(row["id"], row["label"]) for row in rows]


async def _preserve(work: Work, viewer: Viewer, order: Order) -> None:
    await case_evidence.preserve(work, viewer, order.id, order.values["preserved_on"])


async def _unpreserve(work: Work, viewer: Viewer, order: Order) -> None:
    await case_evidence.unpreserve(work, viewer, order.id, order.values["preserved_until"], order.why or "")


async def _preserved(connection: Any, viewer: Viewer, case: int) -> bool:
    return bool(
        await connection.fetchval(
            "select preserved_on is not null and preserved_until is null from cases where id = $1", case
        )
    )


async def _not_preserved(connection: Any, viewer: Viewer, case: int) -> bool:
    return not await _preserved(connection, viewer, case)


async def _recuse(work: Work, viewer: Viewer, order: Order) -> None:
    await case_people.recuse(work, viewer, order.id, order.why or "")


async def _investigates(connection: Any, viewer: Viewer, case: int) -> bool:
    row = await connection.fetchrow(
        "select investigator_id, second_investigator_id from cases where id = $1", case
    )
    return row is not None and viewer.user_id in tuple(row)


async def _investigate(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    await case_steps.investigate(
        work,
        viewer,
        order.id,
        first=values.get("first_id"),
        second=values.get("second_id"),
        act_ended_on=values.get("act_ended_on"),
    )


async def _tick(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.tick(work, viewer, [order.id], today(), order.values.get("note"))


async def _untick(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.untick(work, viewer, [order.id], order.why or "")


async def _not_done(connection: Any, viewer: Viewer, item: int) -> bool:
    return bool(
        await connection.fetchval(
            "select done_on is null and state = 'investigating' from check_items"
            " join cases on cases.id = case_id where check_items.id = $1",
            item,
        )
    )


async def _done(connection: Any, viewer: Viewer, item: int) -> bool:
    return bool(
        await connection.fetchval(
            "select done_on is not null and state = 'investigating' from check_items"
            " join cases on cases.id = case_id where check_items.id = $1",
            item,
        )
    )


async def _notify(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    await case_steps.notify(
        work,
        viewer,
        order.id,
        _penalties(order),
        today(),
        values["facts"],
        values["basis"],
        false_invoices=bool(values.get("false_invoices")),
        crime_suspected=bool(values.get("crime_suspected")),
        fine_due=bool(values.get("fine_due")),
    )


async def _ask_hearing(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.ask_hearing(work, viewer, order.id, order.values["hearing_asked_on"])


async def _call_hearing(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.call_hearing(work, viewer, order.id, today(), order.values["hearing_on"])


async def _hear(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    heard = Heard(
        values["kind"],
        today(),
        values["record"],
        values["findings"],
        bool(values.get("adopted")),
        values.get("speaker"),
        values.get("venue"),
    )
    await case_steps.hear(work, viewer, order.id, heard)


async def _review(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.review(work, viewer, order.id, order.values["opinion"], today())


async def _return(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.send_back(work, viewer, order.id, order.why or "", today())


async def _discuss(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.discuss(work, viewer, order.id, order.values["discussion"], today())


async def _decide(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.decide(work, viewer, order.id, _penalties(order), today())


async def _announced(connection: Any, viewer: Viewer, case: int) -> Any:
    rows = await connection.fetch(
        """select outcome, notice_items.amount, organ, penalty_articles.number as article, base, weight
           from notice_items
           join cases on cases.unit_code = notice_items.unit_code and cases.notice_id = notice_items.notice_id
           left join penalty_articles on penalty_articles.id = article_id
           where cases.id = $1 order by notice_items.id""",
        case,
    )
    return [dict(row) for row in rows]


async def _serve(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.serve(work, viewer, order.id, today(), order.values["service"])


async def _execute(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.execute(work, viewer, order.id, today())


async def _close(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.close(work, viewer, order.id, today(), order.why)


async def _collect(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    new = NewEvidence(
        values["kind"], values["title"], values["text"], values["taken_on"], values.get("second_id")
    )
    return await case_evidence.collect(work, viewer, order.id, new)


async def _ask(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    new = NewRequest(
        values["subject"],
        values["question"],
        today(),
        values.get("days") or NewRequest("", "", today()).days,
    )
    return await case_requests.ask(work, viewer, order.id, new)


async def _answer(work: Work, viewer: Viewer, order: Order) -> None:
    await case_requests.answer(work, viewer, order.id, order.values["answer"])


async def _accept(work: Work, viewer: Viewer, order: Order) -> None:
    await case_requests.judge(work, viewer, "accept", [order.step()])


async def _refuse(work: Work, viewer: Viewer, order: Order) -> None:
    await case_requests.judge(work, viewer, "refuse", [order.step()])


async def _withdraw_request(work: Work, viewer: Viewer, order: Order) -> None:
    await case_requests.judge(work, viewer, "withdraw", [order.step()])


async def _pause(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    return await case_requests.pause(
        work, viewer, order.id, values["reason"], values["since"], values.get("note")
    )


async def _resume(work: Work, viewer: Viewer, order: Order) -> None:
    await case_requests.resume(work, viewer, order.id, order.values["until"])


async def _still_paused(connection: Any, viewer: Viewer, pause: int) -> bool:
    return bool(await connection.fetchval("select until is null from case_pauses where id = $1", pause))


async def _publish(work: Work, viewer: Viewer, order: Order) -> int:
    return await case_register.publish(work, viewer, order.id, order.values["conduct"], today())


async def _withdraw_publication(work: Work, viewer: Viewer, order: Order) -> None:
    await case_register.withdraw(work, viewer, [order.id], today(), order.why or "")


async def _file(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    new = NewChallenge(
        values["kind"], values["filed_on"], values["body"], values["grounds"], values.get("number")
    )
    return await case_challenges.file(work, viewer, order.id, new)


async def _confirm(work: Work, viewer: Viewer, order: Order) -> None:
    await case_challenges.confirm(work, viewer, order.id, today(), order.values["answer"])


async def _overturn(work: Work, viewer: Viewer, order: Order) -> None:
    await case_challenges.overturn(work, viewer, order.id, today(), order.values["answer"])


async def _change(work: Work, viewer: Viewer, order: Order) -> None:
    await case_challenges.change(work, viewer, order.id, _penalties(order), today(), order.values["answer"])


async def _drop(work: Work, viewer: Viewer, order: Order) -> None:
    await case_challenges.withdraw(work, viewer, order.id, today(), order.values["answer"])


async def _reply(work: Work, viewer: Viewer, order: Order) -> None:
    await case_steps.reply(work, viewer, order.id, order.values["reply"])


async def _handed_over(connection: Any, viewer: Viewer, penalty: int) -> bool:
    return bool(
        await connection.fetchval(
            "select outcome = 'transfer' and state = 'effective' from penalties where id = $1", penalty
        )
    )


def _flags(choices: Any, *, required: bool) -> Field:
    return Field(
        "flags",
        Sort.ROWS,
        "预警 | Flags",
        required=required,
        columns=(Field("flag_id", Sort.LINK, "预警 | Flag", True, entity="Flag", choices=choices),),
        longest=100,
    )


_ANSWER = of("Challenge", "answer", required=True)
ACTIONS: tuple[Action, ...] = (
    Action(
        "Case",
        "open",
        _open,
        (
            of("Case", "title", required=True),
            of("Case", "summary", sort=Sort.NOTE),
            _flags(_platform_flags, required=False),
        ),
        on="Flag",
        when=frozenset({FlagState.OPEN}),
    ),
    Action("Case", "join", _join, (_flags(_open_flags, required=True),)),
    Action("Flag", "take_out", _take_out, (WHY,)),
    Action("Case", "undo", _undo, (WHY,), danger=True),
    Action("Case", "assign", _assign, (_FIRST, _SECOND, Field("why", Sort.NOTE, "事由 | Reason"))),
    Action("Case", "recuse", _recuse, (WHY,), check=_investigates),
    Action(
        "Case",
        "ring",
        _ring,
        (
            Field(
                "cases",
                Sort.ROWS,
                "案件 | Cases",
                required=True,
                columns=(
                    Field("case_id", Sort.LINK, "案件 | Case", True, entity="Case", choices=_other_cases),
                ),
                longest=20,
            ),
        ),
    ),
    Action(
        "Case",
        "preserve",
        _preserve,
        (of("Case", "preserved_on", required=True, help="行政处罚法第56条 | Law on Penalties, art. 56"),),
        check=_not_preserved,
    ),
    Action(
        "Case",
        "unpreserve",
        _unpreserve,
        (
            of("Case", "preserved_until", required=True),
            Field("why", Sort.NOTE, "处理决定 | What becomes of it", required=True),
        ),
        check=_preserved,
    ),
    Action(
        "Case",
        "investigate",
        _investigate,
        (
            _FIRST,
            _SECOND,
            of("Case", "act_ended_on", help="连续行为从终了之日起算 | Of a continuing act its end"),
        ),
    ),
    Action(
        "CheckItem",
        "tick",
        _tick,
        (of("CheckItem", "note", sort=Sort.NOTE),),
        on="CheckItem",
        check=_not_done,
    ),
    Action("CheckItem", "untick", _untick, (WHY,), on="CheckItem", check=_done),
    Action(
        "EvidenceItem",
        "collect",
        _collect,
        (
            of("EvidenceItem", "kind", required=True),
            of("EvidenceItem", "title", required=True),
            of("EvidenceItem", "text", required=True, sort=Sort.NOTE),
            of("EvidenceItem", "taken_on", required=True),
            _SECOND,
        ),
        on="Case",
        when=_EARLY,
    ),
    Action(
        "ExplanationRequest",
        "ask",
        _ask,
        (
            of("ExplanationRequest", "subject", required=True),
            of("ExplanationRequest", "question", required=True, sort=Sort.NOTE),
            Field("days", Sort.INTEGER, "答复工作日 | Working days to answer", least=3, most=30),
        ),
        on="Case",
        when=_EARLY,
    ),
    Action(
        "ExplanationRequest",
        "answer",
        _answer,
        (of("ExplanationRequest", "answer", required=True, sort=Sort.NOTE),),
    ),
    Action("ExplanationRequest", "accept", _accept),
    Action("ExplanationRequest", "refuse", _refuse, (WHY,)),
    Action("ExplanationRequest", "withdraw", _withdraw_request, (WHY,)),
    Action(
        "CasePause",
        "pause",
        _pause,
        (
            of("CasePause", "reason", required=True),
            of("CasePause", "since", required=True),
            of("CasePause", "note"),
        ),
        on="Case",
        when=_EARLY | {CaseState.NOTIFIED, CaseState.HEARD, CaseState.REVIEWED},
    ),
    Action(
        "CasePause",
        "resume",
        _resume,
        (of("CasePause", "until", required=True),),
        on="CasePause",
        check=_still_paused,
    ),
    Action(
        "Case",
        "notify",
        _notify,
        (
            of("CaseNotice", "facts", required=True, sort=Sort.NOTE),
            of("CaseNotice", "basis", required=True, sort=Sort.NOTE),
            _rows("拟处结果 | What is going to be decided"),
            of("Case", "false_invoices"),
            of("Case", "crime_suspected"),
            of("Case", "fine_due"),
        ),
    ),
    Action("Case", "ask_hearing", _ask_hearing, (of("Case", "hearing_asked_on", required=True),)),
    Action("Case", "call_hearing", _call_hearing, (of("Case", "hearing_on", required=True),)),
    Action(
        "Case",
        "hear",
        _hear,
        (
            of("Defence", "kind", required=True),
            of("Defence", "speaker"),
            of("Defence", "venue"),
            of("Defence", "record", required=True, sort=Sort.NOTE),
            of("Defence", "findings", required=True, sort=Sort.NOTE),
            of("Defence", "adopted"),
        ),
    ),
    Action("Case", "review", _review, (of("Case", "opinion", required=True, sort=Sort.NOTE),)),
    Action("Case", "return", _return, (WHY,)),
    Action("Case", "discuss", _discuss, (of("Case", "discussion", required=True, sort=Sort.NOTE),)),
    Action(
        "Case",
        "decide",
        _decide,
        (
            Field(
                "penalties",
                Sort.ROWS,
                "处理决定 | Decision",
                required=True,
                columns=_OUTCOMES,
                longest=8,
                begin=_announced,
                help="不得超出告知内容 | Nothing beyond what was announced",
            ),
        ),
        danger=True,
    ),
    Action("Case", "serve", _serve, (of("Case", "service", required=True),)),
    Action("Case", "execute", _execute),
    Action("Case", "close", _close, (Field("why", Sort.NOTE, "结案意见 | Conclusion"),)),
    Action(
        "Penalty",
        "reply",
        _reply,
        (of("Penalty", "reply", required=True, sort=Sort.NOTE),),
        on="Penalty",
        check=_handed_over,
    ),
    Action(
        "Publication",
        "publish",
        _publish,
        (of("Publication", "conduct", required=True, sort=Sort.NOTE),),
        on="Case",
        when=frozenset({CaseState.SERVED, CaseState.EXECUTED, CaseState.CLOSED}),
    ),
    Action("Publication", "withdraw", _withdraw_publication, (WHY,), danger=True),
    Action(
        "Challenge",
        "file",
        _file,
        (
            of("Challenge", "kind", required=True),
            of("Challenge", "filed_on", required=True),
            of("Challenge", "body", required=True),
            of("Challenge", "number"),
            of("Challenge", "grounds", required=True, sort=Sort.NOTE),
        ),
        on="Case",
        when=_IN_FORCE,
    ),
    Action("Challenge", "confirm", _confirm, (_ANSWER,)),
    Action(
        "Challenge", "change", _change, (_rows("变更后的处理 | What is left of it"), _ANSWER), danger=True
    ),
    Action("Challenge", "overturn", _overturn, (_ANSWER,), danger=True),
    Action("Challenge", "withdraw", _drop, (_ANSWER,)),
)
