"""All red-flag rules there are."""

import importlib
import pkgutil
from functools import cache

from api.policy import red_flags
from api.policy.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the folder ``red_flags``, by code.

    Raises:
        ValueError: two have the same code.
    """
    found = [
        importlib.import_module(f"{red_flags.__name__}.{module.name}").RULE
        for module in pkgutil.iter_modules(red_flags.__path__)
    ]
    if len({rule.code for rule in found}) < len(found):
        raise ValueError("two red-flag rules have the same code")
    return tuple(sorted(found, key=lambda rule: rule.code))


def rule(code: str) -> Rule:
    """
    Raises:
        KeyError: no rule has this code.
    """
    return {one.code: one for one in rules()}[code]
