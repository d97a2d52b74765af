"""Addresses of every page, with ids of the demo programme looked up as somebody who sees all of it."""

from collections.abc import Mapping

from dashboard.client import row_key
from tests.browser.visit import Visit

#: Pages without a key in their address.
PLAIN = (
    "/",
    "/unit/320000",
    "/unit/540000",
    "/plans",
    "/platforms",
    "/cases",
    "/cases?show=cases",
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
    "/rights?role=expert",
    "/acceptance-standard",
    "/account",
    "/account/tokens",
    "/nowhere",
)
#: Pages only for who runs or audits the system.
KEPT = ("/people", "/audit")
#: Address of a page, the list its record comes from, and which record shows it best.
KEYED: Mapping[str, tuple[str, str]] = {
    "/plan/{}": ("plans", "{ batch: { number: { eq: 1 } } }"),
    "/performance/{}": ("plans", "{ batch: { number: { eq: 1 } } }"),
    "/platform/{}": ("platforms", "{ settlements: { some: {} } }"),
    "/project/{}": ("projects", "{ claims: { some: {} }, assessments: { some: {} } }"),
    "/inspection/{}": ("projects", "{ state: { eq: PASSED } }"),
    "/questionnaire/{}-before": ("projects", "{ assessments: { some: {} } }"),
    "/case/{}": ("cases", "{}"),
    "/claim/{}": ("claims", "{}"),
    "/cost-item/{}": ("costItems", "{}"),
    "/invoice/{}": ("invoices", "{}"),
    "/payment/{}": ("payments", "{}"),
    "/call/{}": ("calls", "{}"),
    "/solution/{}": ("solutions", "{}"),
    "/pattern/{}": ("patterns", "{}"),
    "/visit/{}": ("visits", "{}"),
    "/evaluation/{}": ("evaluations", "{}"),
    "/report/{}": ("reports", "{}"),
    "/settlement/{}": ("settlements", "{}"),
    "/bank/{}": ("bankBatches", "{}"),
}


async def keyed(visit: Visit) -> list[str]:
    """The pages of one record each, of records that are there."""
    parts = [
        f"p{number}: {root}(first: 1, orderBy: [{{ id: ASC }}], where: {where}) {{ nodes {{ id }} }}"
        for number, (root, where) in enumerate(KEYED.values())
    ]
    data = await visit.ask(f"{{ {' '.join(parts)} }}")
    found = []
    for number, path in enumerate(KEYED):
        nodes = data[f"p{number}"]["nodes"]
        assert nodes, f"The demo programme has nothing for {path}."
        found.append(path.format(row_key(nodes[0]["id"])))
    return found
