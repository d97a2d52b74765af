"""About how many rows there are: exact while they are few, and then reckoned from a sample of the table."""

from db.query.scope import Scope, literal, quote

#: Up to here it is exact: to count so many rows costs a few milliseconds.
EXACT = 10_000
#: So many pages of 8 KiB are read for a sample.
PAGES = 1_000


def estimated(few: tuple[Scope, str], many: tuple[Scope, str]) -> str:
    """An expression for the number of rows, each time the same while they are.

    The sample is of what the reader may see: row security holds for it as for any query, which statistics of
    the whole table would not heed.

    Args:
        few, many: the rows twice, under an alias each, with ``where`` and the condition on them.
    """
    (rows, where), (sampled, condition) = few, many
    table = quote(sampled.entity.table)
    share = f"(select least(100, {PAGES * 100}.0 / greatest(relpages, 1)) from pg_class where oid = {literal(table)}::regclass)"
    source = " ".join(
        [f"{table} as {sampled.alias} tablesample system ({share}) repeatable (1)", *sampled.joins]
    )
    reckoned = f"(select round(count(*) * 100 / {share})::bigint from {source}{condition})"
    counted = f"select count(*) as n from (select from {rows.source}{where} limit {EXACT + 1}) as few"
    return (
        f"(select case when n <= {EXACT} then n else greatest(n, {reckoned}) end from ({counted}) as counted)"
    )
