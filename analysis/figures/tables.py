"""Tables, findings, banners and provenance as typed outputs.

Every number that a reader sees here is written by `wording.show`; every cell stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import pandas as pd
from pandas.api import types

from analysis.figures import lab
from analysis.figures.evidence import anchor
from analysis.figures.output import Output, typed
from analysis.figures.wording import (
    FORMATS,
    label_of,
    largest_groups,
    plural,
    show,
    small_groups,
    smaller_said,
)
from analysis.measures.concordance import number
from analysis.schema import FREQUENCIES, require

# More rows are said, not shown: `samestory tables` writes all of them.
MOST_ROWS: Final = 400

Label = str | tuple[str, str]


def table(
    frame: pd.DataFrame,
    *,
    title: str,
    caption: str = "",
    labels: Mapping[str, Label] | None = None,
    links: Mapping[str, Iterable[str]] | None = None,
    notes: Mapping[str, Iterable[str]] | None = None,
) -> Output:
    """Show a table: plain column names, numbers to the right, '–' for what is missing.

    Parameters
    ----------
    frame
        The rows and columns to show, in order; the first column heads its row.
    title
        What the table shows.
    caption
        What a reader must know: n, the measure, the cut.
    labels
        Column to its name, or to its name and a format (`("rate", ",.1f")`); columns of
        `schema` have both already.
    links
        Column to the evidence of each of its cells: the `number` it has in
        `evidence.evidence`, "" for none. A link that leads nowhere is not drawn.
    notes
        Column to what stands small beside each of its cells, "" for nothing.
    """
    names = [str(column) for column in frame.columns]
    columns = [_column(frame, name, (labels or {}).get(name, "")) for name in names]
    shown = frame.head(MOST_ROWS)
    cells = [_cells(shown, name, column) for name, column in zip(names, columns, strict=True)]
    for name, numbers in (links or {}).items():
        _add(cells[names.index(name)], "link", (anchor(each) if each else "" for each in numbers))
    for name, said in (notes or {}).items():
        _add(cells[names.index(name)], "note", said)
    rows: list[list[Any]] = [list(row) for row in zip(*cells, strict=True)]
    return _table(title, caption, columns, rows, len(frame))


def _add(cells: list[Any], key: str, values: Iterable[str]) -> None:
    """Give each cell of a column its link or its note, where it has one."""
    for place, value in zip(range(len(cells)), values, strict=False):
        if value:
            cell = cells[place] if isinstance(cells[place], dict) else {"text": cells[place]}
            cells[place] = cell | {key: value}


def side_by_side(
    frequencies: pd.DataFrame, *, title: str, caption: str = "", most: int = 20
) -> Output:
    """Set the most frequent terms of the groups side by side, with rates per 1,000 words.

    Parameters
    ----------
    frequencies
        `schema.FREQUENCIES`, without the words that shall not compete (stop words).
    title, caption
        As in `table`; the groups' sizes are in the heads of the columns.
    most
        How many terms of each group.
    """
    require(frequencies, FREQUENCIES, "side_by_side", ["group", "term", "per_million", "frequency"])
    ordered = frequencies.sort_values(
        ["group", "frequency", "term"], ascending=[True, False, True], kind="stable"
    )
    groups, left = _largest(frequencies)
    tops: list[Any] = [ordered[ordered["group"] == group].head(most) for group in groups]
    columns = [{"label": "rank", "kind": "number"}]
    columns += [
        {"label": _group_label(top, str(group)), "kind": "text"}
        for top, group in zip(tops, groups, strict=True)
    ]
    lists = [
        [
            {"text": row.term, "note": show(row.per_million / 1000, ",.1f")}
            for row in top.itertuples()
        ]
        for top in tops
    ]
    longest = max((len(terms) for terms in lists), default=0)
    rows: list[list[Any]] = [
        [str(rank + 1), *(terms[rank] if rank < len(terms) else "" for terms in lists)]
        for rank in range(longest)
    ]
    return _table(
        title, _with_small(f"{caption} {left}".strip(), frequencies), columns, rows, longest
    )


def _largest(frame: pd.DataFrame) -> tuple[list[str], str]:
    """Choose the groups with the most articles, in their order, and say how many are left out."""
    groups = list(dict.fromkeys(frame["group"]))
    by_group = frame.groupby("group", observed=True)
    sizes: Any = by_group["documents"].max() if "documents" in frame else by_group.size()
    shown = largest_groups({group: int(sizes[group]) for group in groups})
    left = smaller_said(len(shown), len(groups), "in the tables that samestory tables writes")
    return shown, left


def _with_small(caption: str, frame: pd.DataFrame) -> str:
    """Add to a caption which groups have too few words to be compared by them."""
    if "corpus_size" not in frame:
        return caption
    groups = frame.drop_duplicates("group")
    sizes = dict(zip(groups["group"], groups["corpus_size"], strict=True))
    return f"{caption} {small_groups(sizes)}".strip()


def crosstab(
    frame: pd.DataFrame,
    rows: Sequence[str],
    value: Label,
    *,
    title: str,
    caption: str = "",
    kind: str = "",
    interval: str = "",
) -> Output:
    """Set the groups of a table side by side, each number leading to its lines.

    Parameters
    ----------
    frame
        A table with a column `group` and one row per group and combination of `rows`.
    rows
        The columns that name a row; the last also names its evidence ("rebellion · AP").
    value
        The column that fills the cells, or it and its format.
    title, caption
        As in `table`.
    kind
        What the rows are, where the page has lines of two kinds ("frame").
    interval
        The measure whose 95 % interval stands beside each number, as "share" for `share_low` and
        `share_high`, the measure before it where the number is another.
    """
    column, form = value if isinstance(value, tuple) else (value, "")
    groups, left = _largest(frame.sort_values("group", kind="stable"))
    names = list(dict.fromkeys(map(tuple, frame[list(rows)].to_numpy().tolist())))
    cells = frame.set_index([*rows, "group"])[column].to_dict()
    wide = pd.DataFrame(names, columns=list(rows))
    for group in groups:
        wide[group] = [cells.get((*name, group)) for name in names]
    links = {
        group: [
            number(name[-1], group, kind) if cells.get((*name, group)) else "" for name in names
        ]
        for group in groups
    }
    said = _intervals(frame, [*rows, "group"], interval, column) if interval else {}
    notes = {group: [said.get((*name, group), "") for name in names] for group in groups}
    labels: dict[str, Label] = {group: (group, form or FORMATS.get(column, "")) for group in groups}
    return table(
        wide,
        title=title,
        caption=_with_small(f"{caption} {left}".strip(), frame),
        labels=labels,
        links=links,
        notes=notes,
    )


def _intervals(
    frame: pd.DataFrame, keys: Sequence[str], measure: str, beside: str
) -> dict[tuple[str, ...], str]:
    """Write the interval of a measure in each row that has one, by its keys."""
    form = FORMATS.get(measure, "")
    columns = [*keys, measure, f"{measure}_low", f"{measure}_high"]
    said = {}
    for *key, value, low, high in frame[columns].itertuples(index=False, name=None):
        ends = f"{show(low, form)} to {show(high, form)}"
        if not pd.isna(low):
            said[tuple(key)] = ends if measure == beside else f"{show(value, form)}, {ends}"
    return said


def finding(sentences: Sequence[str], links: Sequence[str] = ()) -> Output:
    """Say what was found, in computed sentences.

    Parameters
    ----------
    links
        The place of the lines behind each sentence; "" for none.
    """
    content = {"kind": "finding", "sentences": list(sentences), "links": list(links)}
    return typed(content, lab.list_html(sentences), "\n".join(sentences))


def banner(text: str, *, tone: Literal["note", "warning"] = "note") -> Output:
    """Tell the reader what holds for all that follows: a text-free release, too few articles."""
    content = {"kind": "banner", "text": text, "tone": tone}
    return typed(content, lab.tag("p", text, "border-left:4px solid;padding-left:8px"), text)


def provenance(
    facts: Sequence[tuple[str, str]],
    *,
    groups: Mapping[str, int] | None = None,
    excerpt_share: float = 0.0,
    event: str = "",
) -> Output:
    """Close a report: how it was made. The last cell of every notebook emits this.

    Parameters
    ----------
    facts
        Name and value, in order: corpus, its hash, parameters, versions. No clock time and
        no path of this machine.
    groups
        Group to its number of articles; goes into the index of reports as well.
    excerpt_share
        Most of an article that all pages together show, 0-1; 0 for a third.
    event
        The story that the page is about; "" for all.
    """
    counted = dict(groups or {})
    lines = [(name, value) for name, value in facts]
    if counted:
        sizes = ", ".join(f"{group} {number:,}" for group, number in counted.items())
        lines.append(("Articles", f"{sum(counted.values()):,}: {sizes}"))
    content = {
        "kind": "provenance", "facts": [list(line) for line in lines], "groups": counted,
        "excerpt_share": excerpt_share, "event": event,
    }  # fmt: skip
    plain = "\n".join(f"{name}: {value}" for name, value in lines)
    return typed(content, lab.facts_html(lines), plain)


def _table(
    title: str, caption: str, columns: list[dict[str, str]], rows: list[list[Any]], total: int
) -> Output:
    if total > len(rows):
        left = plural(total - len(rows), "more row")
        caption = f"{caption} Not shown: {left}; samestory tables writes all.".strip()
    content = {
        "kind": "table", "title": title, "caption": caption, "columns": columns, "rows": rows,
    }  # fmt: skip
    output = typed(content, "", "")
    return Output(
        output.mime, output.content, lab.table_html(output.content), lab.table_plain(output.content)
    )


def _column(frame: pd.DataFrame, name: str, label: Label) -> dict[str, str]:
    text, form = label if isinstance(label, tuple) else (label, FORMATS.get(name, ""))
    series = frame[name]
    kind = "text"
    if types.is_datetime64_any_dtype(series):
        kind = "date"
    elif types.is_numeric_dtype(series) and not types.is_bool_dtype(series):
        kind = "number"
    return {"label": text or label_of(name), "kind": kind, "format": form}


def _cells(frame: pd.DataFrame, name: str, column: Mapping[str, str]) -> list[Any]:
    form = column["format"] if column["kind"] == "number" else ""
    return [show(value, form) for value in frame[name].tolist()]


def _group_label(top: pd.DataFrame, group: str) -> str:
    if top.empty or "documents" not in top.columns:
        return group
    return f"{group} ({plural(int(top['documents'].iloc[0]), 'article')})"
