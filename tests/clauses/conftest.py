"""The small programme of ``tests.services``, for the clauses that services keep."""

from tests.services.conftest import world

__all__ = ["world"]
