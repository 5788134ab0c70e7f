"""A Vega-Lite spec becomes static SVG: no script, no request, nothing but shapes and text.

vl-convert would fetch data and images while drawing, so whatever could name an address is
taken out or refused first. What comes back is rebuilt from a short list of elements and
attributes; ids are numbered per panel (vl-convert counts through the whole process).
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import vl_convert
from markupsafe import Markup

from analysis.figures.charts.panel import LEGEND
from analysis.figures.text import visible, visible_all
from analysis.figures.theme import COLOURS, MOST_MARKS
from analysis.schema import SamestoryError

# The nearest to what JupyterLab brings (5.6.1).
VEGALITE: Final = "5.8"

_ADDRESSES: Final = frozenset({"url", "href", "baseURL", "loader"})
_INHERITED: Final = ("data", "datasets", "transform", "config")
_ELEMENTS: Final = frozenset(
    [
        "g",
        "path",
        "rect",
        "line",
        "circle",
        "ellipse",
        "polygon",
        "polyline",
        "text",
        "tspan",
        "defs",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "stop",
    ]
)
_ATTRIBUTES: Final = frozenset(
    [
        "d",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "dx",
        "dy",
        "width",
        "height",
        "points",
        "transform",
        "offset",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "opacity",
        "text-anchor",
        "font-size",
        "font-weight",
        "font-style",
        "clip-path",
        "id",
        "gradientUnits",
        "stop-color",
        "stop-opacity",
    ]
)
_DEFAULTS: Final = {
    ("opacity", "1"),
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("stroke-width", "1"),
    ("font-size", "12px"),
    ("stroke-miterlimit", "10"),
    ("transform", "translate(0,0)"),
    ("text-anchor", "start"),
    ("font-weight", "normal"),
}
# Said once in the style sheet instead of at every element.
_STYLED: Final = {("text", "fill", "var(--ink)"), ("line", "stroke", "var(--grid)")}
_VARIABLES: Final = {colour.light: f"var(--{role})" for role, colour in COLOURS.items()}
_LOCAL: Final = re.compile(r"url\(#([^)]*)\)")
_NUMBER: Final = re.compile(r"-?\d+\.\d{3,}")
_UNSAFE: Final = re.compile(r"url\s*\(\s*(?!#)|expression|javascript:", re.IGNORECASE)


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
    root = ElementTree.fromstring(drawn)
    marks = sum(1 for element in root.iter() if _tag(element) in ("path", "circle", "rect"))
    if marks > 4 * MOST_MARKS:
        raise DrawingError(f"the chart has {marks:,} marks; aggregate to {MOST_MARKS:,} at most.")
    return _rebuild(root, str(panel.get("description", "")), name)


def _first_lines(error: Exception) -> str:
    lines = [line.strip() for line in visible(str(error)).splitlines() if line.strip()]
    return " ".join(lines[:3])[:300]


def _rebuild(root: ElementTree.Element, description: str, name: str) -> str:
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    ids = {
        given: f"{name}-{number}"
        for number, given in enumerate(
            (element.get("id", "") for element in root.iter() if element.get("id")), start=1
        )
    }
    body = "".join(_element(child, ids) for child in root)
    label = escape(visible(description or "chart"))
    return (
        f'<svg role="img" aria-label="{label}" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{body}</svg>'
    )


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _element(element: ElementTree.Element, ids: Mapping[str, str]) -> str:
    tag = _tag(element)
    if tag not in _ELEMENTS or element.get("display") == "none":
        return ""
    attributes = dict(_attributes(element, ids))
    inner = escape(visible(element.text or ""), quote=False) if tag in ("text", "tspan") else ""
    inner += "".join(_element(child, ids) for child in element)
    if tag == "g":
        return _group(inner, attributes)
    if tag == "path" and not attributes.get("d", "").strip():
        return ""
    if element.get("class") == "background" and "stroke" not in attributes:
        return ""
    if _is_mark(element):
        inner = (
            f"<title>{escape(visible(element.get('aria-label', '')), quote=False)}</title>{inner}"
        )
    written = _written(attributes)
    return f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>"


def _is_mark(element: ElementTree.Element) -> bool:
    return bool(element.get("aria-label")) and element.get("role") == "graphics-symbol"


def _group(inner: str, attributes: Mapping[str, str]) -> str:
    if not inner:
        return ""
    written = _written(attributes)
    return f"<g{written}>{inner}</g>" if written else inner


def _attributes(element: ElementTree.Element, ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, given in element.attrib.items():
        if key not in _ATTRIBUTES or (key, given) in _DEFAULTS or _UNSAFE.search(given):
            continue
        value = _LOCAL.sub(lambda found: f"url(#{ids.get(found.group(1), 'none')})", given)
        value = _NUMBER.sub(
            lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), value
        )
        if key == "id":
            value = ids[given]
        if key in ("fill", "stroke", "stop-color"):
            value = _VARIABLES.get(value.lower(), value)
        if (_tag(element), key, value) not in _STYLED:
            yield key, value


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {key}="{escape(visible(value))}"' for key, value in attributes.items())
