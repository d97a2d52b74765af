"""Random questions to the API, and random rows to ask about."""
