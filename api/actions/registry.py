"""All actions, in the order in which their buttons stand."""

from api.actions import (
    acceptance,
    assessments,
    attachments,
    calls,
    cases,
    catalogue,
    claims,
    evaluations,
    fundings,
    limits,
    money,
    papers,
    plan_entries,
    plans,
    projects,
    reports,
    supervision,
    surveys,
    targets,
    tips,
    users,
    visits,
)
from api.actions.action import Action
from api.actions.revert import reverting

_OWN: tuple[Action, ...] = (
    *plans.ACTIONS,
    *calls.ACTIONS,
    *plan_entries.ACTIONS,
    *projects.ACTIONS,
    *assessments.ACTIONS,
    *acceptance.ACTIONS,
    *papers.ACTIONS,
    *fundings.ACTIONS,
    *claims.ACTIONS,
    *attachments.ACTIONS,
    *targets.ACTIONS,
    *visits.ACTIONS,
    *surveys.ACTIONS,
    *evaluations.ACTIONS,
    *reports.ACTIONS,
    *catalogue.ACTIONS,
    *users.ACTIONS,
    *limits.ACTIONS,
    *money.ACTIONS,
    *cases.ACTIONS,
    *tips.ACTIONS,
    *supervision.ACTIONS,
)

#: What describes a record can be taken back by whoever may describe it.
ACTIONS: tuple[Action, ...] = (*_OWN, *reverting(_OWN))
