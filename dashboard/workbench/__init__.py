"""The low-code workbench: grids, side panels and forms of every table, drawn from what the API declares of it."""
