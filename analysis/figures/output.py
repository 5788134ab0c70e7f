"""What a notebook cell emits: data with a type, never markup made from data.

An `Output` carries the typed content for the report, an escaped HTML rendering for
JupyterLab, and plain text for everything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from analysis.figures.text import visible, visible_all

SAMESTORY: Final = "application/vnd.samestory.v1+json"
# What JupyterLab can draw without a network; Altair's own renderer emits another type.
VEGALITE: Final = "application/vnd.vegalite.v5+json"


@dataclass(frozen=True)
class Output:
    """One typed output: its MIME type, its content, and what others show of it.

    `html` is empty for charts: JupyterLab prefers HTML to the drawing.
    """

    mime: str
    content: Mapping[str, Any]
    html: str
    plain: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {self.mime: json.loads(json.dumps(self.content))}
        if self.html:
            bundle["text/html"] = self.html
        bundle["text/plain"] = self.plain
        return bundle


def typed(content: Mapping[str, Any], html: str, plain: str) -> Output:
    """Make an output of one of our kinds (`content["kind"]`)."""
    return Output(SAMESTORY, json_safe(content), html, visible(plain))


def nothing(reason: str) -> Output:
    """Say, in the place of a chart, that there is nothing to draw, and why."""
    content = {"kind": "banner", "text": reason, "tone": "note"}
    return typed(content, f"<p>{escape(visible(reason))}</p>", reason)


def json_safe(content: Mapping[str, Any]) -> dict[str, Any]:
    """Make content that is strict JSON, with text that is safe to look at.

    Raises
    ------
    ValueError
        A number is not finite, or a value is no JSON.
    """
    safe: dict[str, Any] = json.loads(json.dumps(visible_all(content), allow_nan=False))
    return safe
