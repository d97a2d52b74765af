"""The pages in the order in which their addresses are tried."""

from dashboard.pages import (
    account,
    call,
    calls,
    case,
    cases,
    catalogue,
    delivery,
    entry,
    evaluation,
    imports,
    like,
    overview,
    people,
    performance,
    person,
    platform,
    platforms,
    project,
    report,
    rights,
    tokens,
    unit,
    visit,
)

PAGES = (
    *(page.PAGE for page in (overview, unit, platforms, platform, project, cases, case, calls, call)),
    *(catalogue.PAGE, entry.SOLUTION, entry.PATTERN, like.PAGE),
    *(page.PAGE for page in (imports, tokens, delivery, visit, performance, evaluation, report)),
    *(page.PAGE for page in (account, people, person, rights)),
)
