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
)
