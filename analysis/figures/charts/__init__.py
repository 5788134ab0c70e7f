"""Charts: each takes tables of `schema` and returns a typed output of small panels."""
