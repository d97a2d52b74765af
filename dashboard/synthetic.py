"""Whether what is shown may be made up, for pages whose own rows do not say."""

from dashboard.client import Query
from dashboard.view import View


async def invented(view: View) -> bool:
    """True as soon as anything of the programme is."""
    data = await view.fetch(Query("synthetic", {}))
    return bool(data["programme"]["progress"]["synthetic"])
