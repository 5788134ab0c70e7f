"""X-ray: what of each page is article, and what is furniture around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from analysis.figures.charts import voices
from analysis.figures.charts.panel import (
    MOST_DATA_ROWS,
    Key,
    Numbers,
    Row,
    Words,
    colour_scale,
    figure,
    fitted,
    inline,
    panel,
)
from analysis.figures.output import Output, nothing
from analysis.figures.text import NO_TEXT
from analysis.figures.theme import MOST_MARKS, WIDE_PANEL, literal
from analysis.figures.wording import plural, show
from analysis.schema import (
    BOILERPLATE,
    COUNTED,
    DOCUMENTS,
    SEGMENTS,
    VOICES_ALLOWED,
    TableError,
    require,
)

KEYS: Final = (
    Key("ink", "square", "title"),
    Key("standfirst", "square", "standfirst"),
    Key("data", "square", "body"),
    Key("credit", "square", "dateline, credits, captions"),
    Key("furniture", "square", "furniture of the page, set aside"),
)
_TITLE, _STANDFIRST, _BODY, _CREDIT, _FURNITURE = (key.label for key in KEYS)
_PARTS: Final = {"title": _TITLE, "standfirst": _STANDFIRST, "body": _BODY}
# Where voices are known a bar's height says the same as its colour.
VOICED: Final = (
    *(Key(key.role, "square", key.label) for key in voices.KEYS.values()),
    Key("ink", "line", "title and standfirst: the line beneath"),
    Key("muted", "square", _CREDIT),
    Key("furniture", "square", _FURNITURE),
)
_OWN, _PARAPHRASE, _QUOTED, _HEADS = (key.label for key in VOICED[:4])
_TALL: Final = {_OWN: 9, _PARAPHRASE: 15, _QUOTED: 21, _CREDIT: 4, _FURNITURE: 9}
_STRETCHES: Final = ("document_id", "start", "end", "voice")
_PAGES_A_PANEL: Final = 8
_MOST_PAGES: Final = 48
_WIDTH: Final = WIDE_PANEL - 8


def xray(
    segments: pd.DataFrame,
    documents: pd.DataFrame,
    stretches: pd.DataFrame | None = None,
    *,
    title: str = "",
) -> Output:
    """Draw one bar per page: title, standfirst, body, credits, and what is not counted.

    With `stretches` what is counted is shown by who is speaking. Of more than 48 pages, or of
    more than 1,000 stretches, one bar per outlet shows the shares of all its characters.

    Parameters
    ----------
    segments
        `schema.SEGMENTS` of the documents.
    documents
        `schema.DOCUMENTS`: names of the pages, and their order.
    stretches
        `document_id`, `start`, `end` and `voice` (0 own, 1 paraphrase, 2 quoted) of all that
        is counted.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(segments, SEGMENTS, "xray")
    require(documents, DOCUMENTS, "xray", ["document_id", "outlet", "agency"])
    if documents.empty:
        return nothing("There is no page to look through.")
    keys = KEYS if stretches is None else VOICED
    parts, heads = _parts(segments), _parts(segments[:0])
    if stretches is not None:
        parts, heads = _voiced(segments, stretches)
    shares = _shares(parts, documents)
    caption = (
        "Nothing is deleted, only labelled: title, standfirst and body are counted. "
        f"{show(shares['set aside'], '.0%')} of all characters are furniture of the pages."
    )
    bars = _merged(parts) if len(documents) <= _MOST_PAGES else parts[:0]
    if len(documents) <= _MOST_PAGES and len(bars) + len(heads) <= MOST_MARKS:
        panels = _pages(pd.concat([bars, heads]), documents, keys)
        caption += " One bar is one page, from its first character to its last."
    else:
        panels = _outlets(parts, documents, keys)
        heads = heads[:0]
        caption += " One bar is all pages of an outlet; lengths are shares of their characters."
    words = Words(
        title or "X-ray of every page",
        caption + (_how_voices_are_drawn(heads) if stretches is not None else ""),
        f"Bars of {plural(len(documents), 'page')}, coloured by part of the page.",
    )
    present = {*parts["part"].unique(), *heads["part"].unique()}
    used = [key for key in keys if key.label in present]
    return figure([Row("", panels)], words, _data(parts, documents, keys), used)


def _how_voices_are_drawn(heads: pd.DataFrame) -> str:
    said = f" A paraphrase stands taller than own words, a quotation tallest. {voices.RULES}"
    if len(heads):
        said += " So a headline that words a speaker's statement shows as paraphrase."
    return said


def _parts(segments: pd.DataFrame) -> pd.DataFrame:
    """Name the part of the page of each segment."""
    codes, labels = pd.factorize(segments["label"])
    kinds = [
        _FURNITURE if label.startswith(BOILERPLATE) else _PARTS.get(label, _CREDIT)
        for label in labels
    ]
    part = np.array(kinds, dtype=object)[codes]
    return segments[["document_id", "start", "end"]].assign(part=part)


def _voiced(segments: pd.DataFrame, stretches: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Name the voice of what is counted and the part of the rest; titles and standfirsts apart."""
    if missing := [name for name in _STRETCHES if name not in stretches.columns]:
        raise TableError(
            f"xray needs {', '.join(missing)} in the stretches, which have "
            f"{', '.join(map(str, stretches.columns)) or 'no columns'}."
        )
    labels = np.array([voices.KEYS[voice].label for voice in VOICES_ALLOWED], dtype=object)
    spoken = stretches[["document_id", "start", "end"]].assign(
        part=labels[stretches["voice"].to_numpy()]
    )
    rest = _parts(segments[~segments["label"].isin(COUNTED)])
    heads = segments[segments["label"].isin(("title", "standfirst"))]
    heads = heads[["document_id", "start", "end"]].assign(part=_HEADS)
    return pd.concat([spoken, rest], ignore_index=True), heads


def _merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Join neighbours of one part, for drawing: what lies between them must be among the rows.

    Of many documents comparing numbers is faster than names.
    """
    names, parts = pd.factorize(rows["document_id"])[0], pd.factorize(rows["part"])[0]
    order = np.lexsort((rows["start"].to_numpy(), names))
    names, parts = names[order], parts[order]
    changed = (np.diff(names, prepend=-1) != 0) | (np.diff(parts, prepend=-1) != 0)
    heads = np.flatnonzero(changed)
    if not len(heads):
        return rows.reset_index(drop=True)
    ends = np.maximum.reduceat(rows["end"].to_numpy()[order], heads)
    return rows.iloc[order[heads]].assign(end=ends).reset_index(drop=True)


def _shares(parts: pd.DataFrame, documents: pd.DataFrame) -> dict[str, float]:
    here = parts[parts["document_id"].isin(documents["document_id"])]
    length = here["end"] - here["start"]
    aside = float(length[here["part"] == _FURNITURE].sum())
    return {"set aside": aside / max(1.0, float(length.sum()))}


def _name(row: Any) -> str:
    if row.agency and row.agency != row.outlet:
        return f"{row.agency}, as published by {row.outlet}"
    return str(row.outlet)


def _article(row: Any) -> str:
    """Name an article by outlet, last day and headline; by its id where it has no more."""
    title, day = (getattr(row, name, "") for name in ("title", "published_latest"))
    has_title = isinstance(title, str) and title not in ("", NO_TEXT)
    dated = "" if day == "" or pd.isna(day) else show(day)
    headline = title if has_title else "" if dated else str(row.document_id)
    parts = (_name(row), dated, headline)
    return " · ".join(part for part in parts if part)


def _pages(
    parts: pd.DataFrame, documents: pd.DataFrame, keys: Sequence[Key]
) -> list[dict[str, Any]]:
    names = {row.document_id: _article(row) for row in documents.itertuples()}
    longest = int(parts["end"].max()) if len(parts) else 1
    ids = list(names)
    return [
        _panel(
            [(names[name], parts[parts["document_id"] == name]) for name in few],
            longest,
            f"Pages {first + 1}–{first + len(few)} of {len(ids)}" if len(ids) > len(few) else "",
            keys,
        )
        for first in range(0, len(ids), _PAGES_A_PANEL)
        for few in [ids[first : first + _PAGES_A_PANEL]]
    ]


def _outlets(
    parts: pd.DataFrame, documents: pd.DataFrame, keys: Sequence[Key]
) -> list[dict[str, Any]]:
    owner = pd.Index(documents["document_id"]).get_indexer(pd.Index(parts["document_id"]))
    outlets = np.append(documents["outlet"].to_numpy(dtype=object), "")[owner]
    rows = parts.assign(outlet=outlets, length=parts["end"] - parts["start"])
    rows = rows[rows["outlet"] != ""]
    order = {key.label: place for place, key in enumerate(keys)}
    bars = []
    for name, pages in rows.groupby("outlet"):
        sums = pages.groupby("part")["length"].sum()
        sums = (sums / sums.sum() * 100).sort_index(key=lambda part: part.map(order))
        ends = sums.cumsum()
        bar = pd.DataFrame({"part": sums.index, "start": ends - sums, "end": ends})
        number = plural(pages["document_id"].nunique(), "page")
        bars.append((f"{name} · {number}", bar.reset_index(drop=True)))
    return [
        _panel(bars[first : first + _PAGES_A_PANEL], 100, "", keys)
        for first in range(0, len(bars), _PAGES_A_PANEL)
    ]


def _panel(
    bars: list[tuple[str, pd.DataFrame]], longest: int, head: str, keys: Sequence[Key]
) -> dict[str, Any]:
    names = [f"{place}" for place in range(len(bars))]
    rows = [
        {
            "name": place, "start": round(row.start, 2), "end": round(row.end, 2),
            "part": row.part,
            "hover": f"{row.part.partition(':')[0]}, {row.start:,.0f} to {row.end:,.0f}",
        }
        for place, (title, bar) in zip(names, bars, strict=True)
        for row in _rows(bar)
    ]  # fmt: skip
    heads = [
        {"name": place, "start": 0, "title": fitted(title, _WIDTH)}
        for place, (title, _) in zip(names, bars, strict=True)
    ]
    y = alt.Y("name:N", sort=None, axis=None, scale=alt.Scale(domain=names))
    x = alt.X(
        "start:Q",
        scale=alt.Scale(domain=[0, longest], nice=False),
        axis=alt.Axis(
            title="characters" if longest != 100 else "% of characters",
            tickCount=4,
            ticks=False,
            domain=False,
            format="~s" if longest > 9999 else ",d",
        ),
    )
    titles = (
        alt.Chart(inline(heads))
        .mark_text(align="left", baseline="bottom", dy=-3, aria=False, color=literal("ink"))
        .encode(y=y, x=x, text="title:N")
    )
    chart = alt.layer(*_bars(rows, y, x, keys), titles)
    chart = chart.properties(width=_WIDTH, height={"step": 40 if keys is KEYS else 50})
    said = "; ".join(title for title, _ in bars)
    return panel(chart, (head, ""), f"Pages: {said}", _WIDTH)


def _bars(rows: list[dict[str, Any]], y: Any, x: Any, keys: Sequence[Key]) -> Iterator[Any]:
    """Draw bars of one height; or one height for each voice, and a line under headlines."""
    colour = alt.Color("part:N", scale=colour_scale(keys), legend=None)
    sizes = [(14, 7, {key.label for key in keys})]
    if keys is not KEYS:
        sizes = [
            (tall, 9, {part for part in _TALL if _TALL[part] == tall})
            for tall in sorted(set(_TALL.values()))
        ]
        sizes.append((3, 23, {_HEADS}))
    for tall, down, parts in sizes:
        if of_height := [row for row in rows if row["part"] in parts]:
            bars = alt.Chart(inline(of_height)).mark_bar(height=tall, yOffset=down)
            yield bars.encode(
                y=y, x=x, x2="end:Q", color=colour, tooltip="hover:N", description="hover:N"
            )


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    return iter(frame.itertuples())


def _data(parts: pd.DataFrame, documents: pd.DataFrame, keys: Sequence[Key]) -> Numbers:
    first = documents.head(MOST_DATA_ROWS)
    present = set(parts["part"].unique())
    parts = parts[parts["document_id"].isin(first["document_id"])]
    lengths = parts.assign(length=parts["end"] - parts["start"]).pivot_table(
        index="document_id", columns="part", values="length", aggfunc="sum", fill_value=0
    )
    labels = [key.label for key in keys if key.label in present]
    lengths = lengths.reindex(first["document_id"], columns=labels, fill_value=0)
    rows = [
        [row.document_id, _name(row), *(show(int(number)) for number in numbers)]
        for row, numbers in zip(_rows(first), lengths.to_numpy(), strict=True)
    ]
    columns = ["article", "published by", *(f"{label}, characters" for label in labels)]
    return Numbers(columns, rows, len(documents))
