"""A table, a page of lines or an article in JupyterLab: what it shows is text, never markup.

Kept libraries were judged: itables carries jQuery and DataTables and takes HTML for cells unless
told otherwise; ipydatagrid draws on a canvas that no screen reader reads and wants numbers of a
fixed height. Neither sends for a page only when it is looked at. So this is a hundred lines on
anywidget, which Altair's charts need too; `sheet.js` makes text nodes alone and asks for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analysis.figures.text import visible
from analysis.figures.wording import show
from analysis.workbench.answers import Page, Piece

_HERE = Path(__file__).parent
_LINES = (
    ("outlet", "outlet", "short"),
    ("date", "date", "short"),
    ("left", "", "left"),
    ("node", "hit", "node"),
    ("right", "", "right"),
    ("voice", "voice", "short"),
    ("speaker_id", "speaker", "short"),
    ("title", "title", "short"),
)


def script(name: str) -> str:
    """Read the script of a widget, after what all of them begin with."""
    return "".join((_HERE / each).read_text(encoding="utf-8") for each in ("elements.js", name))


class Sheet(anywidget.AnyWidget):
    """A heading, a note, a table, a pager, an article; each where there is one."""

    _esm = script("sheet.js")
    _css = (_HERE / "sheet.css").read_text(encoding="utf-8")
    heading = traitlets.Unicode("").tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    columns: Any = traitlets.List([]).tag(sync=True)
    rows: Any = traitlets.List([]).tag(sync=True)
    order = traitlets.Unicode("").tag(sync=True)
    down = traitlets.Bool(False).tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    pages = traitlets.Int(1).tag(sync=True)
    opens = traitlets.Bool(False).tag(sync=True)
    keeps = traitlets.Bool(False).tag(sync=True)
    pieces: Any = traitlets.List([]).tag(sync=True)
    at = traitlets.Int(-1).tag(sync=True)
    # Changes last, so that a sheet is drawn once for all that is new.
    drawn = traitlets.Int(0).tag(sync=True)

    def put(self, **shown: Any) -> None:
        """Show this and nothing else."""
        blank = {"heading": "", "note": "", "columns": [], "rows": [], "order": "", "down": False,
                 "page": 0, "pages": 1, "opens": False, "keeps": False,
                 "pieces": [], "at": -1}  # fmt: skip
        with self.hold_sync():
            for name, value in {**blank, **shown}.items():
                setattr(self, name, value)
            self.drawn += 1

    def when(self, kind: str, act: Callable[[dict[str, Any]], None]) -> None:
        """Do something when the hand sorts, turns a page, opens or keeps a row."""

        def heard(_: Any, content: Any, __: Any) -> None:
            if isinstance(content, dict) and content.get("kind") == kind:
                act(content)

        self.on_msg(heard)


def table(frame: pd.DataFrame, heading: str, note: str = "", most: int = 100) -> dict[str, Any]:
    """Write a table for a sheet: numbers short and to the right, every cell text."""
    shown = frame.head(most)
    # By place: two columns may have one name, as a group may be called as a column is.
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    columns = [
        {"name": str(name), "label": visible(str(name)).replace("_", " "), "sort": False,
         "kind": "number" if is_number else "text"}
        for name, is_number in zip(frame.columns, numeric, strict=True)
    ]  # fmt: skip
    rows = [[_text(value) for value in row] for row in shown.itertuples(index=False)]
    if len(frame) > most:
        note = f"{note} The first {most} of {len(frame):,}.".strip()
    return {"heading": visible(heading), "note": visible(note), "columns": columns, "rows": rows}


def lines(page: Page, heading: str, order: str, down: bool) -> dict[str, Any]:
    """Write a page of lines for a sheet."""
    columns = [
        {"name": name, "label": label, "kind": kind, "sort": kind not in ("left", "right")}
        for name, label, kind in _LINES
    ]
    names = [name for name, *_ in _LINES]
    rows = [[_text(value) for value in row] for row in page.rows[names].itertuples(index=False)]
    note = "Click a line to open its article; ☆, or the key k, keeps it." if rows else ""
    return {"heading": visible(heading), "note": note, "columns": columns, "rows": rows,
            "order": order, "down": down, "page": page.number, "pages": page.pages,
            "opens": True, "keeps": True}  # fmt: skip


def article(pieces: Sequence[Piece], heading: str, at: int) -> dict[str, Any]:
    """Write an article for a sheet, to be opened at a place of its source."""
    key = (
        "Paraphrase and quotation have a ground; names a line, frames a dotted line below; what is "
        "set aside is grey."
    )
    laid = [
        {"text": visible(piece.text), "kinds": list(piece.kinds), "said": visible(piece.said),
         "start": piece.start}
        for piece in pieces
    ]  # fmt: skip
    aim = [row for row, piece in enumerate(pieces) if piece.start <= at]
    return {"heading": visible(heading), "note": key, "pieces": laid, "at": aim[-1] if aim else -1}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return visible(value)
    return show(float(value), ",.2f") if isinstance(value, float) else visible(show(value))
