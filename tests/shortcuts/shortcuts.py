"""What the law forbids in a case, and how each of the three guards is asked for it: page, API and database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.policy.clock import earliest_hearing
from tests.services.casefile import DECIDED, OPENED, SERVED, TOLD, UNTIL
from tests.shortcuts import affairs
from tests.shortcuts.affairs import STRANGER, Affairs

FIRST, SECOND = "person-supervisor", "person-supervisor2"
CHAIR, LAWYER, TREASURY = "person-programme_officer", "person-auditor", "person-finance_officer"

DEDUCTION, CIRCULAR = {"outcome": "DEDUCTION", "amount": "48000.00"}, {"outcome": "CIRCULAR"}
ANNOUNCED = [DEDUCTION, CIRCULAR]
GRAVE = [{"outcome": "DEDUCTION", "amount": "480000.00"}, CIRCULAR]
FINE = {"outcome": "TRANSFER", "amount": "480000.00", "organ": "FINANCE", "article": 14}
NOTICE: Mapping[str, Any] = {"facts": "同一发票重复申报", "basis": "通知", "penalties": ANNOUNCED}
STATEMENT = {"kind": "STATEMENT", "record": "无", "findings": "无"}
HEARING = {**STATEMENT, "kind": "HEARING", "venue": "第一会议室", "speaker": "张三"}


@dataclass(frozen=True)
class Shortcut:
    """``who`` wants to do ``action`` with ``values`` to the row ``of`` of ``affairs``, and hears ``code``.

    ``hats``: with every role there is, so that nothing but what they did in the case stands against them.
    ``shown``: the page has the button, since what is wrong is only filled in there; else it has none.
    ``change`` is what the application's role is refused by ``guard``, one of those between bars; where there is a
    constraint among them, the owner of the database is refused, too. In texts ``{case}`` is a key, in values ``{User:second}`` an id of the API.
    """

    name: str
    affairs: Affairs
    who: str
    action: str
    values: Mapping[str, Any]
    code: str
    change: str
    guard: str
    on: date = DECIDED
    of: str = "Case:case"
    page: str = "/case/{case}"
    hats: bool = False
    shown: bool = False


#: A notice as it might be slipped in, and its key.
NOTICED = (
    "insert into case_notices (unit_code, case_id, number, given_on, answer_until, facts, basis, hearing_offered,"
    " synthetic) values ('320000', {case}, 9, '2024-01-08', '2024-01-15', '事实', '依据', false, false)"
)
NEWEST = "currval('case_notices_id_seq')"


def case(changes: str) -> str:
    return f"update cases set {changes} where id = {{case}}"


def item(outcome: str, amount: int, organ: str = "", notice: str = NEWEST) -> str:
    handed = f"'{organ}'" if organ else "null"
    return (
        "insert into notice_items (unit_code, notice_id, outcome, amount, organ, synthetic)"
        f" values ('320000', {notice}, '{outcome}', {amount}, {handed}, false)"
    )


def notified(flag: str) -> str:
    return case(
        f"state = 'notified', notice_id = {NEWEST}, notified_on = '2024-01-08', defend_until = '2024-01-15',"
        f" {flag} = true"
    )


def decided(who: str, more: str = "") -> str:
    return case(f"state = 'decided', decided_on = '2024-02-01', decider_id = {{{who}}}{more}")


def penalty(outcome: str, amount: int, announced: int, told: str = "deduction", organ: str = "") -> str:
    handed = f"'{organ}'" if organ else "null"
    return (
        "insert into penalties (unit_code, case_id, item_id, outcome, organ, state, amount, announced, clause_id,"
        f" decided_on, synthetic) values ('320000', {{case}}, {{{told}}}, '{outcome}', {handed}, 'decided', {amount},"
        f" {announced}, 'S1', '2024-02-01', false)"
    )


def then(*statements: str) -> str:
    return "; ".join(statements)


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut(
        "one alone investigates", affairs.nobody_else_there, FIRST, "investigateCase",
        {}, "TWO_INVESTIGATORS",
        case("state = 'investigating', investigator_id = {first}"), "cases_investigated_by_two",
        on=OPENED, shown=True,
    ),
    Shortcut(
        "one investigates under two names", affairs.just_opened, FIRST, "assignCase",
        {"firstId": "{User:first}", "secondId": "{User:lawyer}"}, "NOT_A_SUPERVISOR",
        case("second_investigator_id = investigator_id"), "cases_two_investigators",
        on=OPENED, shown=True,
    ),
    Shortcut(
        "who is tied to an enterprise of the case investigates", affairs.second_is_tied, FIRST, "investigateCase",
        {"secondId": "{User:second}"}, "INTERESTED_PARTY",
        case("second_investigator_id = {second}"), "cases_investigator_without_a_tie",
        on=OPENED, shown=True,
    ),
    Shortcut(
        "who is tied to the platform investigates the case they opened", affairs.opener_is_tied, FIRST,
        "investigateCase", {}, "INTERESTED_PARTY",
        case("state = 'investigating', second_investigator_id = {second}"), "cases_investigated_without_a_tie",
        on=OPENED, shown=True,
    ),
    Shortcut(
        "an act that ended more than two years before it was found is punished", affairs.just_opened, FIRST,
        "investigateCase", {"actEndedOn": "2021-12-03"}, "BARRED",
        case("state = 'investigating', second_investigator_id = {second}, act_ended_on = '2021-12-03'"),
        "cases_in_time", on=OPENED, shown=True,
    ),
    Shortcut(
        "announced before the checklist is through", affairs.not_looked_into, FIRST, "notifyCase",
        NOTICE, "CHECKLIST_OPEN", NOTICED, "case_notices_when_looked_into", on=TOLD, shown=True,
    ),
    Shortcut(
        "announced without a written notice", affairs.looked_into, LAWYER, "reviewCase",
        {"opinion": "合法"}, "WRONG_STATE", case("state = 'notified'"), "cases_notice_first",
    ),
    Shortcut(
        "announced by the notice of another case", affairs.another_told, LAWYER, "reviewCase",
        {"opinion": "合法"}, "WRONG_STATE",
        case("state = 'notified', notice_id = {notice}, notified_on = '2024-01-08', defend_until = '2024-01-15'"),
        "cases_told_by_a_notice_of_their_own",
    ),
    Shortcut(
        "false invoices are not handed over to the tax authority", affairs.looked_into, FIRST, "notifyCase",
        {**NOTICE, "falseInvoices": True}, "NOT_HANDED_OVER",
        then(NOTICED, item("deduction", 48000), notified("false_invoices")),
        "cases_handed_over", on=TOLD, shown=True,
    ),
    Shortcut(
        "what may be a crime is kept from the police", affairs.looked_into, FIRST, "notifyCase",
        {**NOTICE, "crimeSuspected": True}, "NOT_HANDED_OVER",
        then(NOTICED, item("transfer", 0, "tax"), notified("crime_suspected")),
        "cases_handed_over", on=TOLD, shown=True,
    ),
    Shortcut(
        "the department of industry fines", affairs.looked_into, FIRST, "notifyCase",
        {**NOTICE, "penalties": [{"outcome": "CIRCULAR", "amount": "30000.00"}]}, "NO_FINE_HERE",
        then(NOTICED, item("circular", 30000)), "notice_items_no_fine_by_industry", on=TOLD, shown=True,
    ),
    Shortcut(
        "the same act is fined twice", affairs.fined_already, FIRST, "notifyCase",
        {**NOTICE, "penalties": [FINE]}, "FINED_BEFORE",
        then(NOTICED, item("transfer", 480000, "audit")), "notice_items_not_fined_twice",
        on=TOLD, shown=True,
    ),
    Shortcut(
        "more is announced after the notice was given", affairs.told, FIRST, "notifyCase",
        {**NOTICE, "penalties": GRAVE}, "WRONG_STATE",
        item("cancellation", 0, notice="{notice}"), "notice_items_told_with_their_notice", on=TOLD,
    ),
    Shortcut(
        "a notice is rewritten", affairs.told, FIRST, "notifyCase", NOTICE, "WRONG_STATE",
        "update notice_items set amount = 96000 where id = {deduction}", "permission denied", on=TOLD,
    ),
    Shortcut(
        "a hearing is asked for too late", affairs.told_grave, FIRST, "askHearingCase",
        {"hearingAskedOn": f"{UNTIL + timedelta(days=1)}"}, "TOO_LATE_FOR_HEARING",
        case("hearing_asked_on = defend_until + 1"), "cases_hearing_asked_in_time",
        on=UNTIL + timedelta(days=1), shown=True,
    ),
    Shortcut(
        "a hearing about what is slight", affairs.told, FIRST, "askHearingCase",
        {"hearingAskedOn": f"{TOLD}"}, "NO_HEARING_RIGHT",
        case("hearing_asked_on = notified_on"), "cases_hearing_is_a_right", on=TOLD, shown=True,
    ),
    Shortcut(
        "a hearing is called that nobody asked for", affairs.told_grave, CHAIR, "callHearingCase",
        {"hearingOn": f"{earliest_hearing(UNTIL)}"}, "NO_HEARING_ASKED",
        case("hearing_notice_on = '2024-01-15', hearing_on = '2024-01-26'"), "cases_hearing_called_when_asked",
        on=UNTIL, shown=True,
    ),
    Shortcut(
        "a hearing is called too soon", affairs.hearing_asked, CHAIR, "callHearingCase",
        {"hearingOn": f"{earliest_hearing(UNTIL) - timedelta(days=1)}"}, "HEARING_TOO_SOON",
        case("hearing_notice_on = '2024-01-15', hearing_on = '2024-01-22'"), "cases_hearing_was_notified",
        on=UNTIL, shown=True,
    ),
    Shortcut(
        "a hearing that was asked for is not held", affairs.hearing_asked, CHAIR, "hearCase",
        STATEMENT, "HEARING_ASKED",
        case("state = 'heard', heard_on = '2024-01-16', defence = 'statement'"), "cases_heard_as_asked",
        shown=True,
    ),
    Shortcut(
        "a hearing is written down that was never called", affairs.hearing_asked, CHAIR, "hearCase",
        HEARING, "HEARING_ASKED",
        case("state = 'heard', heard_on = '2024-01-16', defence = 'hearing'"), "cases_hearing_was_held",
        shown=True,
    ),
    Shortcut(
        "a hearing is written down that nobody asked for", affairs.told_grave, CHAIR, "hearCase",
        HEARING, "NO_HEARING_ASKED",
        case("state = 'heard', heard_on = '2024-01-16', defence = 'hearing'"), "cases_hearing_was_held",
        shown=True,
    ),
    Shortcut(
        "who investigated chairs the hearing", affairs.hearing_asked, FIRST, "callHearingCase",
        {"hearingOn": f"{earliest_hearing(UNTIL)}"}, "SAME_PERSON",
        "insert into defences (unit_code, case_id, kind, made_on, chair_id, record, findings, adopted, synthetic)"
        " values ('320000', {case}, 'hearing', '2024-01-26', {first}, '笔录', '不予采纳', false, false)",
        "defences_chaired_by_who_only_chairs", on=UNTIL, hats=True,
    ),
    Shortcut(
        "silence is taken for a waiver while there is time", affairs.told, CHAIR, "hearCase",
        {**STATEMENT, "kind": "WAIVED"}, "DEFENCE_NOT_OVER",
        case("state = 'heard', heard_on = defend_until, defence = 'waived'"),
        "cases_silent_only_after_their_time", on=UNTIL, shown=True,
    ),
    Shortcut(
        "who investigated reviews", affairs.heard, SECOND, "reviewCase", {"opinion": "合法"}, "SAME_PERSON",
        case("state = 'reviewed', reviewed_on = heard_on, reviewer_id = {second}"),
        "cases_nobody_in_two_parts|cases_reviewer_did_not_investigate",
        hats=True, shown=True,
    ),
    Shortcut(
        "who is tied to the platform reviews", affairs.lawyer_is_tied, LAWYER, "reviewCase", {"opinion": "合法"},
        "INTERESTED_PARTY", case("state = 'reviewed', reviewed_on = heard_on, reviewer_id = {lawyer}"),
        "cases_reviewer_without_a_tie", shown=True,
    ),
    Shortcut(
        "decided without a notice", affairs.looked_into, TREASURY, "decideCase",
        {"penalties": ANNOUNCED}, "WRONG_STATE",
        decided("treasury"), "cases_decided_in_order|cases_notice_first",
    ),
    Shortcut(
        "decided without a legal review", affairs.heard, TREASURY, "decideCase",
        {"penalties": ANNOUNCED}, "WRONG_STATE",
        decided("treasury"), "cases_decided_in_order",
    ),
    Shortcut(
        "decided before the time for a defence is over", affairs.reviewed_early, TREASURY, "decideCase",
        {"penalties": ANNOUNCED}, "DEFENCE_NOT_OVER",
        case("state = 'decided', decided_on = defend_until, decider_id = {treasury}"), "cases_decided_in_order",
        on=UNTIL, shown=True,
    ),
    Shortcut(
        "decided heavier than announced", affairs.reviewed, TREASURY, "decideCase",
        {"penalties": [{**DEDUCTION, "amount": "48000.01"}]}, "HEAVIER_THAN_ANNOUNCED",
        then(decided("treasury"), penalty("deduction", 48001, 48000)),
        "penalties_never_heavier_than_announced", shown=True,
    ),
    Shortcut(
        "decided as if more had been announced", affairs.reviewed, TREASURY, "decideCase",
        {"penalties": [{**DEDUCTION, "amount": "96000.00"}]}, "HEAVIER_THAN_ANNOUNCED",
        then(decided("treasury"), penalty("deduction", 96000, 96000)),
        "penalties_as_announced", shown=True,
    ),
    Shortcut(
        "decided what was not announced", affairs.reviewed, TREASURY, "decideCase",
        {"penalties": [{"outcome": "CANCELLATION"}]}, "NOT_ANNOUNCED",
        then(decided("treasury"), penalty("cancellation", 0, 0)),
        "penalties_as_announced", shown=True,
    ),
    Shortcut(
        "a grave case is decided without a discussion", affairs.reviewed_not_discussed, TREASURY, "decideCase",
        {"penalties": GRAVE}, "NOT_DISCUSSED",
        decided("treasury"), "cases_grave_are_discussed",
        shown=True,
    ),
    Shortcut(
        "a grave case is called slight to decide it", affairs.reviewed_not_discussed, TREASURY, "decideCase",
        {"penalties": GRAVE}, "NOT_DISCUSSED",
        then(decided("treasury", ", grave = false"), penalty("deduction", 480000, 480000)),
        "penalties_grave_are_discussed", shown=True,
    ),
    Shortcut(
        "who investigated decides", affairs.reviewed, FIRST, "decideCase",
        {"penalties": ANNOUNCED}, "SAME_PERSON",
        decided("first"),
        "cases_nobody_in_two_parts|cases_decider_did_not_investigate",
        hats=True,
    ),
    Shortcut(
        "who reviewed decides", affairs.reviewed, LAWYER, "decideCase",
        {"penalties": ANNOUNCED}, "SAME_PERSON",
        decided("lawyer"),
        "cases_nobody_in_two_parts|cases_decider_did_not_review",
        hats=True,
    ),
    Shortcut(
        "who reviewed is written down a second time, as the decider", affairs.reviewed, LAWYER, "decideCase",
        {"penalties": ANNOUNCED}, "SAME_PERSON",
        "insert into case_people (unit_code, case_id, user_id, part, at, synthetic)"
        " values ('320000', {case}, {lawyer}, 'decide', now(), false)",
        "case_people_one_part", hats=True,
    ),
    Shortcut(
        "who is tied to the platform decides", affairs.decider_is_tied, TREASURY, "decideCase",
        {"penalties": ANNOUNCED}, "INTERESTED_PARTY", decided("treasury"), "cases_decider_without_a_tie", shown=True,
    ),
    Shortcut(
        "the same act, announced in two cases, is fined in both", affairs.fine_announced_twice, TREASURY, "decideCase",
        {"penalties": [FINE]}, "FINED_BEFORE",
        then(decided("treasury"), penalty("transfer", 480000, 480000, "transfer", "finance")),
        "penalties_not_fined_twice", shown=True,
    ),
    Shortcut(
        "decided a second time", affairs.served, TREASURY, "decideCase", {"penalties": ANNOUNCED}, "WRONG_STATE",
        penalty("deduction", 1000, 48000), "penalties_decided_once|penalties_once",
    ),
    Shortcut(
        "more is decided after the decision was served", affairs.decided_in_part, TREASURY, "decideCase",
        {"penalties": [CIRCULAR]}, "WRONG_STATE",
        penalty("circular", 0, 0, "circular"), "penalties_decided_once",
    ),
    Shortcut(
        "served before it was decided", affairs.reviewed, FIRST, "serveCase",
        {"service": "直接送达"}, "WRONG_STATE",
        case("state = 'served', served_on = '2024-02-05', service = '直接送达'"), "cases_states_have_their_days",
    ),
    Shortcut(
        "in effect before it was served", affairs.decided, TREASURY, "executeCase", {}, "WRONG_STATE",
        "update penalties set state = 'effective', served_on = '2024-02-05' where case_id = {case}",
        "penalties_effective_when_served",
    ),
    Shortcut(
        "a served decision gets another day", affairs.served, FIRST, "serveCase",
        {"service": "直接送达"}, "WRONG_STATE", case("served_on = '2024-03-05'"), "cases_service_stands", on=SERVED,
    ),
    Shortcut(
        "a served decision gets another decider", affairs.served, TREASURY, "decideCase",
        {"penalties": ANNOUNCED}, "WRONG_STATE", case("decider_id = {treasury2}"), "cases_decision_stands", on=SERVED,
    ),
    Shortcut(
        "a served decision becomes heavier", affairs.challenged, TREASURY, "changeChallenge",
        {"penalties": [{**DEDUCTION, "amount": "48000.01"}], "answer": "变更"}, "HEAVIER_THAN_ANNOUNCED",
        "update penalties set amount = 48000.01 where case_id = {case}", "permission denied",
        on=date(2024, 3, 11), of="Challenge:challenge", shown=True,
    ),
    Shortcut(
        "a served decision is struck out", affairs.served, FIRST, "undoCase", {"why": "无此事"}, "WRONG_STATE",
        "delete from penalties where case_id = {case}", "permission denied", on=SERVED,
    ),
    Shortcut(
        "a case disappears", affairs.served, FIRST, "undoCase", {"why": "无此事"}, "WRONG_STATE",
        "delete from cases where id = {case}", "permission denied", on=SERVED,
    ),
    Shortcut(
        "evidence is rewritten", affairs.with_evidence, FIRST, "updateEvidenceItem",
        {"text": "设备已到货"}, "GRAPHQL_VALIDATION_FAILED",
        "update evidence_items set text = '设备已到货' where case_id = {case}", "permission denied",
        of="EvidenceItem:evidence",
    ),
    Shortcut(
        "evidence disappears", affairs.with_evidence, FIRST, "deleteEvidenceItem",
        {}, "GRAPHQL_VALIDATION_FAILED",
        "delete from evidence_items where case_id = {case}", "permission denied", of="EvidenceItem:evidence",
    ),
    Shortcut(
        "a file of evidence is taken off its case", affairs.with_evidence, FIRST, "removeAttachment",
        {}, "EVIDENCE_STAYS", "delete from attachments where id = {attachment}",
        "attachments_of_cases_stay",
        of="Attachment:attachment",
    ),
    Shortcut(
        "a file of evidence is exchanged", affairs.with_evidence, FIRST, "removeAttachment",
        {}, "EVIDENCE_STAYS", "update attachments set sha256 = repeat('1', 64) where id = {attachment}",
        "attachments_of_cases_do_not_change", of="Attachment:attachment",
    ),
    Shortcut(
        "the platform answers what another was asked", affairs.asked_to_explain, STRANGER,
        "answerExplanationRequest", {"answer": "无此事"}, "NOT_FOUND",
        "update explanation_requests set answer = '无此事', answered_on = asked_on, state = 'answered'"
        " where id = {request}",
        "permission denied", on=OPENED, of="ExplanationRequest:request", page="/request/{request}",
    ),
    Shortcut(
        "executed while money is still to be recovered", affairs.money_owed, TREASURY, "executeCase",
        {}, "NOT_RECOVERED", case("state = 'executed', executed_on = '2024-03-01'"),
        "cases_executed_when_recovered", on=date(2024, 3, 1), shown=True,
    ),
    Shortcut(
        "closed before it was executed", affairs.served, FIRST, "closeCase", {}, "WRONG_STATE",
        case("state = 'closed', closed_on = '2024-03-01'"), "cases_closed_when_executed", on=date(2024, 3, 1),
    ),
    Shortcut(
        "published before it was served", affairs.decided, CHAIR, "publishPublication",
        {"conduct": "重复申报"}, "NOT_SERVED",
        "insert into publications (unit_code, case_id, state, number, party, party_uscc, conduct, result, basis,"
        " decided_on, published_on, synthetic) values ('320000', {case}, 'published', 'X', '某公司', '', '重复申报',"
        " '通报', '通知', '2024-02-01', '2024-02-02', false)",
        "publications_of_what_was_served",
    ),
    Shortcut(
        "a case begins as decided", affairs.just_opened, TREASURY, "decideCase",
        {"penalties": ANNOUNCED}, "WRONG_STATE",
        "insert into cases (unit_code, platform_id, number, title, state, kind, phase, opened_on, at_stake, legacy,"
        " synthetic) select unit_code, platform_id, 'X', title, 'decided', kind, phase, opened_on, 0, true, false"
        " from cases where id = {case}",
        "cases_begin_at_the_beginning", on=OPENED,
    ),
    Shortcut(
        "a case is said to be older than the law of steps", affairs.looked_into, TREASURY, "decideCase",
        {"penalties": ANNOUNCED}, "WRONG_STATE", case("legacy = true, state = 'reviewed'"),
        "cases_legacy_is_not_claimed",
    ),
)  # fmt: skip
