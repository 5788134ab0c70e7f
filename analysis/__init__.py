"""Compare how outlets tell the same story, and share the evidence as one HTML file."""

__version__ = "0.1.0"
