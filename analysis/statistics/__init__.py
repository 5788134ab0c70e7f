"""Formulas: numbers -> numbers. No corpus, no table; what several measures share."""
