"""A Vega-Lite spec becomes static SVG: no script, no request, nothing but shapes and text.

vl-convert would fetch data and images while drawing, so whatever could name an address is
taken out or refused first. What comes back is rebuilt by `svg.clean`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import vl_convert
from markupsafe import Markup

from analysis.figures.charts.panel import LEGEND
from analysis.figures.text import visible, visible_all
from analysis.figures.theme import MOST_MARKS
from analysis.reports import svg
from analysis.schema import SamestoryError

# The nearest to what JupyterLab brings (5.6.1).
VEGALITE: Final = "5.8"

_ADDRESSES: Final = frozenset({"url", "href", "baseURL", "loader"})
# A name and its number in the words of a panel; voices may follow.
_NUMBERED: Final = re.compile(r"(.+) ([-+−]?\d[\d,]*(?:\.\d+)?)(%?)(?: \([^()]*\))?")
_FEW: Final = 3
_INHERITED: Final = ("data", "datasets", "transform", "config")


class DrawingError(SamestoryError):
    """A chart cannot be drawn as a static picture."""


@dataclass(frozen=True)
class Panel:
    """One drawn panel: SVG that stands in the page as it is."""

    svg: Markup


@dataclass(frozen=True)
class Strip:
    """Panels that are read together, under one heading."""

    heading: str
    panels: tuple[Panel, ...]


def draw(spec: Mapping[str, Any], chart: int) -> list[Strip]:
    """Draw a spec, each panel of a concatenation by itself.

    Parameters
    ----------
    spec
        A Vega-Lite spec with its data inline.
    chart
        The number of the chart on its page, for ids.

    Raises
    ------
    DrawingError
        The spec wants images, shows too many marks or is not valid.
    """
    safe = _without_addresses(visible_all(spec))
    count = 0
    strips = []
    for heading, panels in _strips(safe):
        drawn = []
        for panel in panels:
            count += 1
            drawn.append(Panel(Markup(_svg(panel, f"c{chart}p{count}"))))
        strips.append(Strip(heading, tuple(drawn)))
    return strips


def _without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        data = value.get("data")
        if isinstance(data, dict) and "url" in data:
            raise DrawingError("data must be in the chart itself: a page never loads anything.")
        mark = value.get("mark")
        kind = mark.get("type") if isinstance(mark, dict) else mark
        if kind == "image":
            raise DrawingError("image marks are not drawn: a page never loads pictures.")
        return {
            key: _without_addresses(entry) for key, entry in value.items() if key not in _ADDRESSES
        }
    if isinstance(value, list):
        return [_without_addresses(entry) for entry in value]
    return value


def _strips(spec: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Cut a concatenation into rows of panels that each stand alone."""
    if "vconcat" in spec and any("concat" in row for row in spec["vconcat"]):
        for row in spec["vconcat"]:
            inner = _inherit(spec, row)
            yield _heading(row), list(_panels(inner))
    else:
        yield "", list(_panels(spec))


def _panels(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("concat", "hconcat", "vconcat"):
        if key in spec:
            for child in spec[key]:
                if child.get("name") == LEGEND:
                    continue
                yield from _panels(_inherit(spec, child))
            return
    yield spec


def _inherit(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {key: parent[key] for key in _INHERITED if key in parent}
    return {**given, **child}


def _heading(row: Mapping[str, Any]) -> str:
    title = row.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return text if isinstance(text, str) else " ".join(map(str, text))


def _svg(panel: dict[str, Any], name: str) -> str:
    spec = {**panel, "background": None, "padding": 2}
    spec.pop("usermeta", None)
    config = dict(spec.get("config") or {})
    config.pop("background", None)
    spec["config"] = config
    try:
        drawn = vl_convert.vegalite_to_svg(
            json.dumps(spec), vl_version=VEGALITE, allowed_base_urls=[]
        )
    except ValueError as error:
        raise DrawingError(f"the chart is not valid Vega-Lite: {_first_lines(error)}") from None
    shapes = svg.marks(drawn)
    if shapes > 4 * MOST_MARKS:
        raise DrawingError(f"the chart has {shapes:,} marks; aggregate to {MOST_MARKS:,} at most.")
    return svg.clean(drawn, alternative(str(panel.get("description", ""))), name)


def picture(spec: Mapping[str, Any], form: Literal["svg", "png"]) -> bytes:
    """Draw a whole spec as a file; nothing is loaded for it.

    Raises
    ------
    DrawingError
        The spec wants images or data from elsewhere, or is not valid.
    """
    safe = json.dumps(_without_addresses(visible_all(spec)))
    try:
        if form == "png":
            drawn: bytes = vl_convert.vegalite_to_png(safe, scale=2, allowed_base_urls=[])
            return drawn
        return str(vl_convert.vegalite_to_svg(safe, allowed_base_urls=[])).encode()
    except ValueError as error:
        raise DrawingError(f"the chart is not valid Vega-Lite: {_first_lines(error)}") from None


def alternative(description: str) -> str:
    """Put what stands out first: of three numbers or more the largest.

    Examples
    --------
    >>> alternative("AP, per 1,000 words: rebellion 6.7; march 9.0; mutiny 0")
    'AP, per 1,000 words: most for march, 9.0. rebellion 6.7; march 9.0; mutiny 0'
    """
    head, _, said = description.partition(": ")
    parts = [_NUMBERED.fullmatch(part) for part in said.removesuffix("…").split("; ")]
    known = [part.groups() for part in parts if part]
    values = [float(value.replace(",", "").replace("−", "-")) for _, value, _ in known]
    # The last may be cut.
    if len(known) < max(_FEW, len(parts) - 1) or values.count(max(values)) > 1:
        return description
    name, value, unit = known[values.index(max(values))]
    return f"{head}: most for {name}, {value}{unit}. {said}"


def _first_lines(error: Exception) -> str:
    lines = [line.strip() for line in visible(str(error)).splitlines() if line.strip()]
    return " ".join(lines[:3])[:300]
