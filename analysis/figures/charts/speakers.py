"""Who gets to speak: in whose voice the words of a group stand, and on which side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from analysis.figures.charts import voices as spoken
from analysis.figures.charts.panel import (
    Numbers,
    Row,
    Words,
    figure,
    fitted,
    inline,
    label_width,
    name_axis,
    panel,
    panel_width,
)
from analysis.figures.output import Output, nothing
from analysis.figures.theme import WIDE_PANEL, literal
from analysis.figures.wording import largest_groups, plural, show, smaller_said
from analysis.measures import voice as told
from analysis.schema import SPEAKERS, VOICES, VOICES_ALLOWED, require

UNRESOLVED: Final = told.UNRESOLVED.strip("()")
UNLISTED: Final = told.UNLISTED.strip("()")
# How the tables write a speaker, or a side, that is not known.
_NOBODY: Final = ("", told.UNRESOLVED)
_NO_SIDE: Final = (*_NOBODY, told.UNLISTED)
_COLUMNS: Final = {"paraphrase": "paraphrased_words", "quoted": "quoted_words"}
_WIDTH: Final = WIDE_PANEL - 8
_MOST_SIDES: Final = 12
_MOST_NAMES: Final = 3


def voice_shares(voices: pd.DataFrame, *, title: str = "") -> Output:
    """Draw which part of each group's words is its own, paraphrased and quoted.

    Parameters
    ----------
    voices
        `schema.VOICES`; groups in the order of the table.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(voices, VOICES, "voice_shares")
    heading = title or f"Who is speaking, by {_grouping(voices)}"
    if voices.empty or not voices["words_group"].any():
        return nothing(f"{heading}: there is no group with words to count.")
    groups = list(dict.fromkeys(map(str, voices["group"])))
    drawn = _largest(voices)
    cells: dict[tuple[str, str], Any] = {
        (str(row.group), str(row.voice)): row for row in voices.itertuples()
    }
    caption = f"Share of the words of title, standfirst and body. {spoken.RULES}"
    caption += _not_drawn(len(groups), len(drawn))
    words = Words(heading, caption, f"Stacked bars of {plural(len(drawn), 'group')}.")
    head = ["group", "voice", "share", "words", "words of the group", "articles"]
    data = [
        [group, voice, show(float(row.share), ".1%"),
         *(show(int(number)) for number in (row.words, row.words_group, row.documents))]
        for (group, voice), row in cells.items()
    ]  # fmt: skip
    keys = list(spoken.KEYS.values())
    return figure([Row("", [_shares_panel(drawn, cells)])], words, Numbers(head, data), keys)


def _shares_panel(groups: Sequence[str], cells: Mapping[Any, Any]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for place, group in enumerate(groups):
        by_voice = {
            voice: cells[group, voice] for voice in VOICES_ALLOWED if (group, voice) in cells
        }
        shares = {voice: (float(row.share), int(row.words)) for voice, row in by_voice.items()}
        rows += _stack(str(place), group, shares)
        any_row = next(iter(by_voice.values()))
        size = f"{_articles(any_row.documents)}, {plural(int(any_row.words_group), 'word')}"
        said = ", ".join(f"{voice} {show(share, '.0%')}" for voice, (share, _) in shares.items())
        labels.append({
            "name": str(place), "start": 0, "said": said,
            "head": fitted(f"{group} · {size}", _WIDTH),
        })  # fmt: skip
    names = [label["name"] for label in labels]
    y = alt.Y("name:N", sort=None, axis=None, scale=alt.Scale(domain=names))
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    text = alt.Chart(inline(labels)).encode(y=y, x=x)
    heads = text.mark_text(align="left", aria=False, dy=-19, color=literal("ink"))
    tails = text.mark_text(align="left", aria=False, dy=20, color=literal("muted"))
    written = (heads.encode(text="head:N"), tails.encode(text="said:N"))
    chart = alt.layer(*spoken.bars(rows, y, x, 18), *written)
    chart = chart.properties(width=_WIDTH, height={"step": 68})
    pairs = zip(groups, labels, strict=True)
    said = "; ".join(f"{group}: {label['said']}" for group, label in pairs)
    return panel(chart, ("", ""), said, _WIDTH)


def _stack(name: str, what: str, shares: Mapping[str, tuple[float, int]]) -> list[dict[str, Any]]:
    """Put the parts of one bar after one another, from shares and numbers of words."""
    rows = []
    start = 0.0
    for voice, (share, words) in shares.items():
        if words:
            hover = f"{what}, {spoken.KEYS[voice].label}: {plural(words, 'word')}"
            rows.append({
                "name": name, "voice": voice, "start": round(start, 5),
                "end": round(start + share, 5), "hover": f"{hover}, {show(share, '.1%')}",
            })  # fmt: skip
        start += share
    return rows


def sides_chart(speakers: pd.DataFrame, *, title: str = "") -> Output:
    """Draw which sides get how many of each group's words, paraphrased and quoted.

    Parameters
    ----------
    speakers
        `schema.SPEAKERS`. Sides in the order of all their words; last come speakers without
        a side, and what the rules could not give to a speaker.
    title
        Another title than the usual.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(speakers, SPEAKERS, "sides_chart")
    heading = title or f"Whose words fill the report, by {_grouping(speakers)}"
    if speakers.empty:
        return nothing(f"{heading}: no speaker was found in these articles.")
    rows = _sided(speakers)
    sides = _order(rows)
    groups = list(dict.fromkeys(map(str, rows["group"])))
    cells = {key: part for key, part in rows.groupby(["group", "called"], sort=False)}
    drawn = _largest(rows)
    top = max(_share(cells[key], "words") for key in cells)
    shown = sides[:_MOST_SIDES]
    space = (panel_width(len(drawn)), top or 1.0)
    panels = [_sides_panel(group, shown, cells, space) for group in drawn]
    caption = (
        "Share of the words of title, standfirst and body; a group without a speaker has no "
        f"panel. {spoken.RULES} Sides are the user's own list, not a finding; “{UNRESOLVED}” is "
        "what the rules could not give to a speaker. One scale for all panels; descriptive."
    )
    if len(sides) > len(shown):
        left = plural(len(sides) - len(shown), "more side")
        caption += f" Drawn: the first {len(shown)} sides; {left} in the data beneath."
    alt_text = f"Bars in {plural(len(panels), 'panel')}, one per group: share of words by side."
    words = Words(heading, caption + _not_drawn(len(groups), len(drawn)), alt_text)
    keys = [spoken.KEYS["paraphrase"], spoken.KEYS["quoted"]]
    return figure([Row("", panels)], words, _sides_data(sides, groups, cells), keys)


def _sided(speakers: pd.DataFrame) -> pd.DataFrame:
    nobody = speakers["speaker_id"].isin(_NOBODY)
    called = speakers["side"].where(~speakers["side"].isin(_NO_SIDE), UNLISTED)
    return speakers.assign(
        group=speakers["group"].astype(str),
        called=called.where(~nobody, UNRESOLVED),
        words=speakers["quoted_words"] + speakers["paraphrased_words"],
    )


def _order(rows: pd.DataFrame) -> list[str]:
    sums = rows.groupby("called")["words"].sum()
    totals = {str(side): int(words) for side, words in sums.items()}
    last = {UNLISTED: 1, UNRESOLVED: 2}
    return sorted(totals, key=lambda side: (last.get(side, 0), -totals[side], side))


def _share(part: pd.DataFrame | None, column: str) -> float:
    if part is None:
        return 0.0
    return float(part[column].sum()) / max(1, int(part["words_group"].iloc[0]))


def _sides_panel(
    group: str, sides: Sequence[str], cells: Mapping[Any, pd.DataFrame], space: tuple[int, float]
) -> dict[str, Any]:
    width, top = space
    labels = label_width(sides, width // 2)
    rows: list[dict[str, Any]] = []
    ends = []
    for side in sides:
        part = cells.get((group, side))
        share = _share(part, "words")
        ends.append({"name": side, "start": round(share, 5), "shown": show(share, ".0%")})
        if part is not None:
            rows += _stack(side, f"{group}, {side} ({_names(part)})", {
                voice: (_share(part, column), int(part[column].sum()))
                for voice, column in _COLUMNS.items()
            })  # fmt: skip
    y = name_axis(sides, labels)
    axis = alt.Axis(
        title=None, tickCount=3, ticks=False, domain=False, labelPadding=4, format=".0%",
        labelOverlap="greedy", labelSeparation=8,
    )  # fmt: skip
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, round(top, 5)], nice=False), axis=axis)
    numbers = alt.Chart(inline(ends)).mark_text(
        align="left", dx=5, aria=False, color=literal("ink")
    )
    chart = alt.layer(*spoken.bars(rows, y, x, 14), numbers.encode(y=y, x=x, text="shown:N"))
    chart = chart.properties(width=width - labels - 40, height={"step": 24})
    parts = [part for (name, _), part in cells.items() if name == group]
    own = 1 - sum(_share(part, "words") for part in parts)
    size = f"{_articles(parts[0]['documents'].iloc[0])}, {show(max(0.0, own), '.0%')} own words"
    said = "; ".join(f"{end['name']} {end['shown']}" for end in ends)
    return panel(chart, (group, size), f"{group}, share of words: {said}", width)


def _names(part: pd.DataFrame) -> str:
    """Name the speakers with the most words."""
    order = part.sort_values(["words", "speaker_id"], ascending=[False, True])["speaker_id"]
    names = ["nobody named" if name in _NOBODY else str(name) for name in order]
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _sides_data(
    sides: Sequence[str], groups: Sequence[str], cells: Mapping[Any, pd.DataFrame]
) -> Numbers:
    head = ["side", "group", "share", "words paraphrased", "words quoted", "quotations", "speakers"]
    columns = [*_COLUMNS.values(), "quotations"]
    rows = []
    for side in sides:
        for group in groups:
            part = cells.get((group, side))
            sums = [0 if part is None else int(part[name].sum()) for name in columns]
            rows.append([side, group, show(_share(part, "words"), ".1%"), *map(show, sums),
                         "–" if part is None else _names(part)])  # fmt: skip
    return Numbers(head, rows)


def _articles(number: Any) -> str:
    return plural(int(number), "article")


def _largest(table: pd.DataFrame) -> list[str]:
    sizes = table.groupby("group", sort=False, observed=True)["documents"].max()
    return largest_groups({str(group): int(size) for group, size in sizes.items()})


def _not_drawn(groups: int, drawn: int) -> str:
    said = smaller_said(drawn, groups, "in the data beneath")
    return f" {said}" if said else ""


def _grouping(table: pd.DataFrame) -> str:
    return str(table["by"].iloc[0]) if len(table) else "group"
