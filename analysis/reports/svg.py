"""SVG as drawn becomes SVG for a page: known shapes, few bytes, colours that can change.

Nothing is passed on that is not on the lists here, whatever the drawing held. What many
neighbours share is said once around them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby
from typing import Final

from analysis.figures.text import visible
from analysis.figures.theme import COLOURS

_ELEMENTS: Final = frozenset({
    "g", "path", "rect", "line", "circle", "ellipse", "polygon", "polyline", "text", "tspan",
    "defs", "clipPath", "linearGradient", "radialGradient", "stop",
})  # fmt: skip
# What a group can say for its members.
_SHARED: Final = frozenset({
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "text-anchor", "font-size", "font-weight", "font-style",
})  # fmt: skip
_ATTRIBUTES: Final = _SHARED | {
    "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy",
    "width", "height", "points", "transform", "offset", "stroke-miterlimit", "opacity",
    "clip-path", "id", "gradientUnits", "stop-color", "stop-opacity",
}  # fmt: skip
_DEFAULTS: Final = {
    ("opacity", "1"), ("fill-opacity", "1"), ("stroke-opacity", "1"), ("stroke-width", "1"),
    ("font-size", "12px"), ("stroke-miterlimit", "10"), ("transform", "translate(0,0)"),
    ("text-anchor", "start"), ("font-weight", "normal"),
}  # fmt: skip
# Said once in the style sheet instead of at every element.
_STYLED: Final = {("text", "fill", "var(--ink)"), ("line", "stroke", "var(--grid)")}
_VARIABLES: Final = {colour.light: f"var(--{role})" for role, colour in COLOURS.items()}
_LOCAL: Final = re.compile(r"url\(#([^)]*)\)")
_NUMBER: Final = re.compile(r"-?\d+\.\d{3,}")
_LONG: Final = re.compile(r"-?\d+\.\d{2,}")
_MANY_POINTS: Final = 40
_UNSAFE: Final = re.compile(r"url\s*\(\s*(?!#)|expression|javascript:", re.IGNORECASE)
_MOVED: Final = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_SQUARE: Final = re.compile(r"M(-?[\d.]+),(-?[\d.]+)(h[-\d.]+v[-\d.]+h[-\d.]+Z)")


@dataclass(frozen=True)
class _Node:
    """One element that stays: what it shares with neighbours, what is its own, its inside."""

    tag: str
    shared: dict[str, str]
    own: dict[str, str]
    inner: str

    @property
    def text(self) -> str:
        return _wrapped(self.tag, {**self.shared, **self.own}, self.inner)


def clean(drawn: str, description: str, name: str) -> str:
    """Rebuild an SVG image from what is allowed.

    Parameters
    ----------
    drawn
        SVG as vl-convert writes it.
    description
        What the picture shows, in words.
    name
        What its ids begin with: no other picture of the page may have it.
    """
    root = ElementTree.fromstring(drawn)
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    given = [element.get("id", "") for element in root.iter() if element.get("id")]
    ids = {old: f"{name}-{number}" for number, old in enumerate(given, start=1)}
    label = escape(visible(description or "chart"))
    return (
        f'<svg role="img" aria-label="{label}" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{_inside(root, ids)}</svg>'
    )


def marks(drawn: str) -> int:
    """Count the shapes of an SVG image."""
    return sum(_tag(element) in ("path", "circle", "rect") for element in
               ElementTree.fromstring(drawn).iter())  # fmt: skip


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _inside(element: ElementTree.Element, ids: Mapping[str, str]) -> str:
    nodes = [node for child in element if (node := _node(child, ids)) is not None]
    return "".join(_joined(nodes))


def _joined(nodes: Iterable[_Node]) -> Iterator[str]:
    """Write nodes; neighbours that share attributes go into one group that has them."""
    for shared, run in groupby(nodes, key=lambda node: node.shared):
        members = list(run)
        if shared and len(members) > 1:
            inner = "".join(_wrapped(node.tag, node.own, node.inner) for node in members)
            yield _wrapped("g", shared, inner)
        else:
            yield from (node.text for node in members)


def _node(element: ElementTree.Element, ids: Mapping[str, str]) -> _Node | None:
    tag = _tag(element)
    if tag not in _ELEMENTS or element.get("display") == "none":
        return None
    attributes = dict(_attributes(element, ids))
    inner = _inside(element, ids)
    if tag == "g":
        if not inner:
            return None
        return _Node("g" if attributes else "", {}, attributes, inner)
    if _invisible(element, tag, attributes):
        return None
    if tag in ("text", "tspan"):
        inner = escape(visible(element.text or ""), quote=False) + inner
    if element.get("aria-label") and element.get("role") == "graphics-symbol":
        said = escape(visible(element.get("aria-label", "")), quote=False)
        inner = f"<title>{said}</title>{inner}"
    placed = _placed(tag, attributes)
    # The style sheet's colour for a bare text or line would win over that of a group.
    keeps = {"text": "fill", "line": "stroke"}.get(tag, "")
    shared = {key: value for key, value in placed.items() if key in _SHARED and key != keeps}
    own = {key: value for key, value in placed.items() if key not in shared}
    return _Node(tag, shared, own, inner)


def _invisible(element: ElementTree.Element, tag: str, attributes: Mapping[str, str]) -> bool:
    if tag == "path" and not attributes.get("d", "").strip():
        return True
    return element.get("class") == "background" and "stroke" not in attributes


def _placed(tag: str, attributes: dict[str, str]) -> dict[str, str]:
    """Turn a plain shift into coordinates where that is shorter."""
    if tag == "path" and "stroke" not in attributes:
        attributes.pop("stroke-width", None)
    found = _MOVED.fullmatch(attributes.get("transform", ""))
    if tag == "line":
        attributes = {key: value for key, value in attributes.items() if value != "0"}
    if found is None:
        return attributes
    x, y = float(found.group(1)), float(found.group(2))
    rest = {key: value for key, value in attributes.items() if key != "transform"}
    if tag == "text" and not {"x", "y"} & attributes.keys():
        return {"x": f"{x:g}", "y": f"{y:g}", **rest}
    square = _SQUARE.fullmatch(attributes.get("d", ""))
    if square is not None:
        left, top = float(square.group(1)) + x, float(square.group(2)) + y
        return {**rest, "d": f"M{left:g},{top:g}{square.group(3)}"}
    return attributes


def _attributes(element: ElementTree.Element, ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    tag = _tag(element)
    for key, given in element.attrib.items():
        if key not in _ATTRIBUTES or (key, given) in _DEFAULTS or _UNSAFE.search(given):
            continue
        value = ids[given] if key == "id" else given
        value = _LOCAL.sub(lambda found: f"url(#{ids.get(found.group(1), 'none')})", value)
        # A tenth of a pixel is enough for a point among many.
        pattern, digits = (_LONG, 1) if value.count(",") > _MANY_POINTS else (_NUMBER, 2)
        value = pattern.sub(partial(_rounded, digits), value)
        if key in ("fill", "stroke", "stop-color"):
            value = _VARIABLES.get(value.lower(), value)
        if (tag, key, value) not in _STYLED:
            yield key, value


def _rounded(digits: int, found: re.Match[str]) -> str:
    return f"{float(found.group()):.{digits}f}".rstrip("0").rstrip(".")


def _wrapped(tag: str, attributes: Mapping[str, str], inner: str) -> str:
    if not tag:
        return inner
    written = "".join(f' {key}="{escape(visible(value))}"' for key, value in attributes.items())
    return f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>"
