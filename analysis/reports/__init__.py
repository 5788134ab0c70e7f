"""A notebook and its parameters become one self-contained HTML page, and pages an index."""
