"""The desk of the actions' tests: an engine on a small world that tests may change."""

from tests.actions.conftest import Desk, desk

__all__ = ["Desk", "desk"]
