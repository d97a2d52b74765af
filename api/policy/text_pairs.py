"""SQL for rules that pair texts by their fingerprints: how many of the minima agree."""

from api.policy.text_print import MINIMA


def agreement(one: str, other: str) -> str:
    """The number of the 32 minima that two columns of ``evidence.prints`` have in common, as an expression.

    Divided by 32 it estimates the share of runs of five characters that the texts share (Jaccard).
    """
    places = (
        f"(substr({one}, {place * 2 + 1}, 2) = substr({other}, {place * 2 + 1}, 2))::integer"
        for place in range(MINIMA)
    )
    return f"({' + '.join(places)})"
