"""The pages in the order in which their addresses are tried."""

from dashboard.pages import (
    case,
    cases,
    delivery,
    evaluation,
    imports,
    overview,
    performance,
    platform,
    platforms,
    project,
    report,
    tokens,
    unit,
    visit,
)

PAGES = tuple(
    page.PAGE
    for page in (
        overview,
        unit,
        platforms,
        platform,
        project,
        cases,
        case,
        imports,
        tokens,
        delivery,
        visit,
        performance,
        evaluation,
        report,
    )
    call,
    calls,
    case,
    cases,
    catalogue,
    entry,
    imports,
    like,
    overview,
    platform,
    platforms,
    project,
    tokens,
    unit,
)

PAGES = (
    *(page.PAGE for page in (overview, unit, platforms, platform, project, cases, case, calls, call)),
    *(catalogue.PAGE, entry.SOLUTION, entry.PATTERN, like.PAGE),
    *(page.PAGE for page in (imports, tokens)),
)
