"""A second, slow way to answer any query: graphql-core over rows held in Python. What the compiler must equal."""
