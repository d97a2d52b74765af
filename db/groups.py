"""Under which heading a table stands: its own, or that of the nearest table that its rows hang below."""

from functools import cache

from db.catalog import Relation, catalog
from db.enums import Group


@cache
def group_of(name: str) -> Group:
    """The heading declared nearest, from a row to its parents in the same unit, then to whatever else it names."""
    for below in (_hangs_below, _names):
        seen, edge = {name}, [name]
        while edge:
            for one in edge:
                declared = catalog()[one].resource.group
                if declared is not None:
                    return declared
            edge = [
                relation.target
                for one in edge
                for relation in catalog()[one].relations.values()
                if below(relation) and relation.target not in seen
            ]
            seen.update(edge)
    return Group.REFERENCE


def _hangs_below(relation: Relation) -> bool:
    return not relation.many and len(relation.columns) > 1 and not relation.null


def _names(relation: Relation) -> bool:
    return not relation.many and relation.column != "unit_code"
