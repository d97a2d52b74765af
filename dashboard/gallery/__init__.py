"""Every component and chart once, on made-up rows: what designers look at and the visual tests shoot."""
