"""Will the goal be reached, and by when: from the stage of each project and from how long stages took so far."""
