"""The pages in the order in which their addresses are tried."""

from dashboard.pages import case, cases, imports, overview, platform, platforms, project, tokens, unit

PAGES = tuple(
    page.PAGE for page in (overview, unit, platforms, platform, project, cases, case, imports, tokens)
)
