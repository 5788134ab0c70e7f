"""How work is spread over processes and machines, and how its progress is shown."""
