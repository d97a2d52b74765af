"""The stages a project goes through on its way, as the forecast tells them apart."""

from enum import IntEnum

from db.enums import ProjectState


class Stage(IntEnum):
    """A second delivery, after rectification, is a stage of its own: it goes quicker, and no stage comes twice."""

    LISTED = 0
    CONTRACTED = 1
    TRANSFORMING = 2
    DELIVERED = 3
    RECTIFYING = 4
    DELIVERED_AGAIN = 5
    PASSED = 6
    GONE = 7


#: Stages in which a project can wait.
LIVE = 6
_OF_STATE = {
    ProjectState.LISTED: Stage.LISTED,
    ProjectState.CONTRACTED: Stage.CONTRACTED,
    ProjectState.TRANSFORMING: Stage.TRANSFORMING,
    ProjectState.DELIVERED: Stage.DELIVERED,
    ProjectState.RECTIFYING: Stage.RECTIFYING,
    ProjectState.PASSED: Stage.PASSED,
    ProjectState.FAILED: Stage.GONE,
    ProjectState.WITHDRAWN: Stage.GONE,
}


def stage_of(state: str, before: Stage | None) -> Stage:
    """The stage that a state is, coming from another."""
    stage = _OF_STATE[ProjectState(state)]
    if stage is Stage.DELIVERED and before in (Stage.RECTIFYING, Stage.DELIVERED_AGAIN):
        return Stage.DELIVERED_AGAIN
    return stage
