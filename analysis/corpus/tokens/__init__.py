"""Words as numbers: how they are laid out, counted, found, and in whose voice they stand."""
