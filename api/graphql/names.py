"""How tables and fields are called in GraphQL."""

from db.catalog import Entity


def camel(name: str) -> str:
    """``passed_count`` → ``passedCount``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def connection_root(entity: Entity) -> str:
    """The root field with all rows: ``planIndustries``."""
    return camel(entity.table)


def single_root(entity: Entity) -> str:
    """The root field with one row: ``planIndustry``."""
    return entity.name[0].lower() + entity.name[1:]


def bilingual(label: str, *more: str) -> str:
    """A description for the schema: the label in both languages, then what else there is to say."""
    return "\n\n".join(part for part in (label, *more) if part)
