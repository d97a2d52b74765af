"""SQL with a line for each clause, so that a change of a snapshot can be read."""

import re

_CLAUSES = ("from ", "left join ", "where ", "group by ", "order by ", "limit ", "offset ")
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[()]|\s+|[^\s()'\"]+")


def pretty(sql: str) -> str:
    """The same statement, broken before each clause of a query and indented by its depth."""
    lines: list[str] = []
    line, depth, at = "", 0, 0
    queries = [True]  # for each open parenthesis: whether a query is inside

    def flush() -> None:
        nonlocal line
        if line.strip():
            lines.append("  " * depth + line.strip())
        line = ""

    for token in _TOKEN.findall(sql):
        rest = sql[at:]
        at += len(token)
        if token == "(":
            queries.append(rest.startswith("(select"))
            line += "("
            if queries[-1]:
                flush()
                depth += 1
        elif token == ")":
            if queries.pop():
                flush()
                depth -= 1
            line += ")"
        else:
            if queries[-1] and rest.startswith(_CLAUSES):
                flush()
            line += " " if token.isspace() else token
    flush()
    return "\n".join(lines) + "\n"
