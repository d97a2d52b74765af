"""SQL expressions for single values: the JSON text of a column, and the types parameters are cast to."""

from db.catalog import Entity, Field, Kind
from db.query.scope import Text, quoted

#: How a parameter compared with a field of that kind is typed; words are stored as text.
CASTS: dict[Kind, str] = {
    Kind.NUMBER: "bigint",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "numeric",
    Kind.TEXT: "text",
    Kind.WORD: "text",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.TIME: "timestamptz",
    Kind.JSON: "jsonb",
}


def json_of(kind: Kind, expression: str, *, null: bool = False) -> Text:
    """The JSON text of an expression, ``null`` where it is null, which only ``null`` ones may be."""
    match kind:
        case Kind.NUMBER | Kind.INTEGER | Kind.BOOLEAN | Kind.JSON:
            text = sql_text(f"{expression}::text")
        case Kind.DECIMAL:
            text = quoted(f"{expression}::text")
        case Kind.WORD:
            text = quoted(f'upper({expression} collate "C")')  # words are ASCII: no need of the locale
        case Kind.DATE:
            text = quoted(
                f"{expression}::text"
            )  # ISO by the connection's datestyle, at half of to_json's cost
        case Kind.TEXT | Kind.TIME:
            text = sql_text(f"to_json({expression})::text")
    return sql_text(f"coalesce({text.sql()}, 'null')") if null else text


def json_of_field(field: Field, expression: str, *, masked: bool) -> Text:
    return json_of(field.kind, mask(expression) if masked else expression, null=field.null)


def mask(expression: str) -> str:
    """All but the last four characters; of a short value, nothing."""
    return f"case when length({expression}) < 8 then '****' else '****' || right({expression}, 4) end"


def global_id(entity: Entity, key: str) -> Text:
    """The row's global id as JSON."""
    return quoted(id_of(entity, key))


def id_of(entity: Entity, key: str) -> str:
    """The row's global id. No line breaks: names and keys are far shorter than a base64 line."""
    return f"encode(convert_to('{entity.name}:' || {key}, 'UTF8'), 'base64')"


def sql_text(expression: str) -> Text:
    text = Text()
    text.add_sql(expression)
    return text
