"""Addresses of every page, with ids of the demo programme looked up as the person who is to see them."""

from collections.abc import Collection, Mapping

from dashboard.client import row_key
from tests.browser.visit import Visit

#: Pages without a record in their address.
PLAIN = (
    "/",
    "/unit/320000",
    "/unit/540000",
    "/plans",
    "/platforms",
    "/cases",
    "/cases?show=cases",
    "/tips",
    "/cases?show=cases&under_way=y",
    "/requests",
    "/requests?show=all",
    "/desk",
    "/red-flags",
    "/red-flag/I01",
    "/claims",
    "/calls",
    "/catalogue",
    "/like",
    "/delivery",
    "/delivery?show=visits",
    "/delivery?show=surveys",
    "/delivery?show=evaluations",
    "/delivery?show=reports",
    "/policy",
    "/little-giants",
    "/import",
    "/money",
    "/money?unit=320000&batch=1",
    "/bank",
    "/whatif",
    "/rights",
    "/gallery",
    "/rights?role=expert",
    "/acceptance-standard",
    "/people",
    "/audit",
    "/account",
    "/account/tokens",
    "/data",
    "/data/projects",
    "/data/clauses",
    "/nowhere",
)
#: The page of a record, the list the record comes from, and which one shows the page best.
KEYED: Mapping[str, tuple[str, str]] = {
    "/plan/{}": ("plans", "{ batch: { number: { eq: 1 } } }"),
    "/performance/{}": ("plans", "{ batch: { number: { eq: 1 } } }"),
    "/platform/{}": ("platforms", "{ settlements: { some: {} } }"),
    "/project/{}": ("projects", "{ claims: { some: {} }, assessments: { some: {} } }"),
    "/inspection/{}": ("projects", "{ state: { eq: DELIVERED } }"),
    "/questionnaire/{}-before": ("projects", "{ state: { eq: CONTRACTED } }"),
    "/flag/{}": ("flags", "{ state: { eq: IN_CASE } }"),
    "/tip-off/{}": ("tips", "{ likeness: { isNull: false }, handledAt: { isNull: false } }"),
    "/case/{}": ("cases", "{ effects: { some: {} } }"),
    "/links/project-{}": ("projects", "{ flags: { some: {} } }"),
    "/beside/{0}-{0}": ("projects", "{ flags: { some: {} } }"),
    "/request/{}": ("explanationRequests", "{}"),
    "/claim/{}": ("claims", "{}"),
    "/cost-item/{}": ("costItems", "{}"),
    "/invoice/{}": ("invoices", "{}"),
    "/payment/{}": ("payments", "{}"),
    "/funding/{}": ("fundings", "{}"),
    "/call/{}": ("calls", "{}"),
    "/solution/{}": ("solutions", "{}"),
    "/pattern/{}": ("patterns", "{}"),
    "/visit/{}": ("visits", "{}"),
    "/evaluation/{}": ("evaluations", "{}"),
    "/report/{}": ("reports", "{}"),
    "/settle/{}": ("platforms", "{ settlements: { some: {} } }"),
    "/settlement/{}": ("settlements", "{}"),
    "/bank/{}": ("bankBatches", "{}"),
    "/people/{}": ("users", "{}"),
}


async def found(visit: Visit, paths: Collection[str]) -> list[str]:
    """``paths`` with the blanks filled in by a record each that the person signed in sees."""
    blank = [path for path in paths if path in KEYED]
    if not blank:
        return list(paths)
    parts = [
        f"p{number}: {KEYED[path][0]}(first: 1, orderBy: [{{ id: ASC }}], where: {KEYED[path][1]})"
        " { nodes { id } }"
        for number, path in enumerate(blank)
    ]
    data = await visit.ask(f"{{ {' '.join(parts)} }}")
    keys = {}
    for number, path in enumerate(blank):
        nodes = data[f"p{number}"]["nodes"]
        assert nodes, f"The demo programme has nothing for {path}."
        keys[path] = row_key(nodes[0]["id"])
    return [path.format(keys.get(path)) for path in paths]
