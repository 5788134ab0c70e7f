"""What a view shows: a table each, from the measures. No widget is made here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.corpus.arrays import Integers
from analysis.corpus.lexicons.naming import load_stopwords
from analysis.corpus.tokens.tokens import Tokens
from analysis.measures.collocation import collocates
from analysis.measures.concordance import lines_around, lines_of
from analysis.measures.keyness import Comparison, keyness, notable
from analysis.measures.naming import frames, mentions
from analysis.measures.voice import speakers
from analysis.schema import CONCORDANCE, COUNTED, VOICES_ALLOWED, CorpusError, SamestoryError, empty
from analysis.workbench.desk import ROLES, Desk, Found
from analysis.workbench.selection import View, search_of

LINES_A_PAGE: Final = 25
MOST_GROUPS: Final = 12
# What lines can be sorted by beside columns of their own: the nth word left or right.
BESIDE: Final = ("left1", "left2", "left3", "right1", "right2", "right3")
ORDERS: Final = ("document_id", "outlet", "date", "title", "voice", "speaker_id", "node", *BESIDE)
# A name that no column of a corpus has.
_SELECTED: Final = "samestory selection"
_VOICES: Final = np.array([*VOICES_ALLOWED, "(several)"])


@dataclass(frozen=True)
class Page:
    """A page of lines, and how many lines there are in all."""

    rows: pd.DataFrame
    total: int
    number: int
    size: int = LINES_A_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // self.size))


def rates(desk: Desk, view: View) -> pd.DataFrame:
    """Count each term in each group, voice by voice.

    Returns
    -------
    One row per group, term and voice that occurs there, and per group and term that does not
    (`voice` ''): `frequency`, `words` of the group in the view's voice, `per_thousand` of them,
    `documents_with` of `documents`. The largest 12 groups, by name.
    """
    found, mask = desk.found(view), desk.mask(view)
    codes, names = desk.groups(view.by)
    documents = np.bincount(codes[mask & (codes >= 0)], minlength=len(names))
    words = np.bincount(
        codes[mask & (codes >= 0)],
        desk.words(view.voice)[mask & (codes >= 0)],
        minlength=len(names),
    ).astype(np.int64)
    largest = np.argsort(-documents, kind="stable")[:MOST_GROUPS]
    groups = sorted(number for number in largest.tolist() if documents[number])
    keys = ["group", "term", "voice", "document"]
    values = (codes[found.document], found.term, found.voice, found.document)
    hits = pd.DataFrame(dict(zip(keys, values, strict=True)))
    counted = hits.groupby(keys[:3])["document"].agg(["size", "nunique"]).to_dict("index")
    rows = []
    for group in groups:
        size, all_of = max(int(words[group]), 1), int(documents[group])
        for number, term in enumerate(found.terms):
            there = [voice for voice in range(4) if (group, number, voice) in counted]
            for voice in there or [-1]:
                cell = counted.get((group, number, voice), {"size": 0, "nunique": 0})
                named = (names[group], term, str(_VOICES[voice]) if there else "")
                rates_of = (int(cell["size"]), size, 1000 * int(cell["size"]) / size)
                rows.append((*named, *rates_of, int(cell["nunique"]), all_of))
    columns = ["group", "term", "voice", "frequency", "words", "per_thousand"]
    return pd.DataFrame(rows, columns=[*columns, "documents_with", "documents"])


def over_time(desk: Desk, view: View) -> pd.DataFrame:
    """Count the hits of each group by day, week or month, all days of the corpus.

    The days of the view are no limit here: they are chosen on this.

    Returns
    -------
    One row per group and period that has articles: `period` (its first day), `frequency`,
    `words`, `per_thousand`, `documents`. Articles that may be of two periods are left out.
    """
    view = view.with_(since="", until="")
    found, mask = desk.found(view), desk.mask(view)
    period, days = _periods(desk)
    codes, names = desk.groups(view.by)
    sizes = np.bincount(codes[mask & (codes >= 0)], minlength=len(names))
    largest = np.argsort(-sizes, kind="stable")[:MOST_GROUPS]
    rows = np.flatnonzero(mask & np.isin(codes, largest) & (period >= 0))
    frequency = np.bincount(found.document, minlength=len(mask))
    table = pd.DataFrame(
        {
            "group": np.array(names, dtype=object)[codes[rows]],
            "period": days[period[rows]],
            "frequency": frequency[rows],
            "words": desk.words(view.voice)[rows],
            "documents": 1,
        }
    )
    table = table.groupby(["group", "period"], as_index=False).sum()
    return table.assign(per_thousand=1000 * table["frequency"] / table["words"].clip(lower=1))


def grain(desk: Desk) -> str:
    """Choose how fine time is shown: day, week or month, by the days the corpus spans."""
    documents = desk.corpus.documents
    first, last = documents["published_earliest"], documents["published_latest"]
    span = (last.max() - first.min()).days if first.notna().any() and last.notna().any() else 0
    return "day" if span <= 200 else "week" if span <= 1000 else "month"


def days_of(desk: Desk, periods: Sequence[str], low: float, high: float) -> tuple[str, str]:
    """Say which days a brush over periods covers: from the first to the last it touches.

    Parameters
    ----------
    periods
        The first day of each, as `over_time` has them.
    low, high
        Milliseconds since 1970.

    Returns
    -------
    First and last day; two empty strings where no period lies in the brush.
    """
    starts = sorted(pd.Timestamp(day) for day in set(periods))
    inside = [day for day in starts if low <= day.timestamp() * 1000 <= high]
    if not inside:
        return "", ""
    step = {
        "day": pd.DateOffset(days=1),
        "week": pd.DateOffset(weeks=1),
        "month": pd.DateOffset(months=1),
    }[grain(desk)]
    last = inside[-1] + step - pd.Timedelta(days=1)
    return f"{inside[0]:%Y-%m-%d}", f"{last:%Y-%m-%d}"


def _periods(desk: Desk) -> tuple[Integers, Any]:
    """Say the number of each document's period, -1 for none, and the first day of each."""
    first = desk.corpus.documents["published_earliest"]
    codes, _ = desk.groups(grain(desk))
    starts = {"day": "D", "week": "W-SUN", "month": "M"}[grain(desk)]
    known = first.where(pd.Series(codes >= 0, index=first.index))
    begins = known.dt.to_period(starts).dt.start_time.dt.strftime("%Y-%m-%d")
    numbers, days = pd.factorize(begins, sort=True)
    return numbers.astype(np.int64), np.array(days, dtype=object)


def lines(
    desk: Desk, view: View, number: int = 0, order: str = "document_id", *,
    down: bool = False, size: int = LINES_A_PAGE, width: int = 10,
) -> Page:  # fmt: skip
    """Make one page of the lines of a view; only its articles are read.

    Parameters
    ----------
    number
        Of the page, from 0.
    order
        One of `ORDERS`; "left1" is the word before the hit.
    down
        From the last to the first.

    Returns
    -------
    `schema.CONCORDANCE`, and of its article `outlet`, `date` and `title`; in all orders lines
    that are equal stay in the order of the articles.

    Raises
    ------
    CorpusError
        The corpus is a text-free release.
    """
    desk.corpus.need_text("lines")
    if order not in ORDERS:
        raise CorpusError(f"Lines cannot be sorted by {order!r}. Allowed: {', '.join(ORDERS)}.")
    found = desk.picked(view)
    if order != "document_id" or down:
        key = _key(desk, found, order)
        rank = -key if down else key
        found = found.at(np.lexsort((found.head, found.document, rank)))
    else:
        found = found.at(np.lexsort((found.head, found.document)))
    pages = max(1, -(-len(found) // size))
    number = min(max(number, 0), pages - 1)
    shown = found.at(np.arange(number * size, min((number + 1) * size, len(found))))
    return Page(_lines(desk, shown, width), len(found), number, size)


def all_lines(desk: Desk, view: View, order: str = "document_id", width: int = 10) -> pd.DataFrame:
    """Make all lines of a view, as `lines` makes a page."""
    return lines(desk, view, 0, order, size=max(1, len(desk.picked(view))), width=width).rows


def _lines(desk: Desk, found: Found, width: int) -> pd.DataFrame:
    if found.spans is not None:
        rows = lines_around(desk.corpus, found.spans, width)
    else:
        rows = empty(CONCORDANCE)
        parts = []
        for size in np.unique(found.size):
            chosen = np.flatnonzero(found.size == size)
            made = lines_of(desk.corpus, found.head[chosen], int(size), width)
            parts.append(made.set_axis(chosen[: len(made)]))
        if parts:
            rows = pd.concat(parts).sort_index().reset_index(drop=True)
    articles = desk.corpus.documents.iloc[desk.corpus.positions(rows["document_id"])]
    return rows.assign(
        outlet=articles["outlet"].to_numpy(),
        date=articles["published_earliest"].dt.strftime("%Y-%m-%d").fillna("").to_numpy(),
        title=articles["title"].to_numpy(),
    )


def _key(desk: Desk, found: Found, order: str) -> Any:
    """Give each hit a number by which it is sorted."""
    documents = desk.corpus.documents
    if order == "voice":
        return found.voice
    if order == "speaker_id":
        return _ranks(desk.speakers_of(found))
    if order == "node":
        return _ranks(np.array(found.terms, dtype=object)[found.term])
    if order in BESIDE:
        return _beside(desk, found, order[:-1] == "left", int(order[-1]))
    name = "published_earliest" if order == "date" else order
    column = documents[name]
    if order == "date":
        return column.astype("int64").to_numpy()[found.document]
    return _ranks(column.to_numpy(dtype=object))[found.document]


def _ranks(values: Any) -> Integers:
    folded = pd.Series(values, dtype="str").fillna("").str.casefold()
    return pd.factorize(folded, sort=True)[0].astype(np.int64)


def _beside(desk: Desk, found: Found, is_left: bool, steps: int) -> Any:
    """Rank hits by the word some steps beside them, within the segment; none comes first."""
    tokens = desk.corpus.tokens
    assert isinstance(tokens, Tokens)
    if found.spans is not None:
        made = lines_around(desk.corpus, found.spans, steps)
        texts = made["left" if is_left else "right"].str.split()
        return _ranks([_word(words, is_left, steps) for words in texts])
    place = found.head - steps if is_left else found.head + found.size - 1 + steps
    low, high = tokens.bounds(found.head)
    inside = (place >= low) & (place < high)
    ids = tokens.ids[np.where(inside, place, 0)]
    present, numbers = np.unique(ids, return_inverse=True)
    return np.where(inside, _ranks(tokens.vocabulary[present])[numbers], -1)


def _word(words: list[str], is_left: bool, steps: int) -> str:
    if len(words) < steps:
        return ""
    return words[-steps] if is_left else words[steps - 1]


def near(desk: Desk, view: View, one: str = "", other: str = "") -> pd.DataFrame:
    """Compare the words near the first term between two groups.

    Returns
    -------
    One row per collocate of either group: how often it stands within 5 words, and its
    `log_dice`, in `one` and in `other`; by the difference of the two, then by name. Words that
    stand nowhere near count 0.

    Raises
    ------
    CorpusError
        It is a text-free release, or no word is looked for, or there are no two groups.
    """
    search = search_of(view.search)
    if search.kind != "words" or not search.terms:
        raise CorpusError("Words near a word need a word or a phrase in the search box.")
    desk.corpus.need_text("the words near a word")
    groups = [name for name, size in largest(desk, view) if size]
    one = one or next(iter(groups), "")
    other = other or next((name for name in groups if name != one), "")
    if not one or not other or one == other:
        raise CorpusError(f"Two different groups of {view.by} are needed to compare them.")
    tables = []
    for name in (one, other):
        mask = desk.mask(view) & (desk.groups(view.by)[0] == desk.groups(view.by)[1].index(name))
        part = desk.corpus.only(np.flatnonzero(mask)).select(voice=view.voice)
        found = collocates(part, search.terms[0]).set_index("collocate")
        tables.append(found[["frequency", "log_dice"]].add_suffix(f" · {name}"))
    joined = tables[0].join(tables[1], how="outer").fillna(0.0).rename_axis("collocate")
    dice = [f"log_dice · {name}" for name in (one, other)]
    times = [f"frequency · {name}" for name in (one, other)]
    joined[times] = joined[times].astype("int64")
    joined["difference"] = joined[dice[0]] - joined[dice[1]]
    ordered = joined.reset_index().sort_values(["difference", "collocate"], ascending=[False, True])
    stop = load_stopwords().words
    return ordered[~ordered["collocate"].isin(stop)].reset_index(drop=True)


def largest(desk: Desk, view: View) -> list[tuple[str, int]]:
    """List the groups of a view and their articles, the largest first."""
    codes, names = desk.groups(view.by)
    mask = desk.mask(view) & (codes >= 0)
    sizes = np.bincount(codes[mask], minlength=len(names))
    return sorted(zip(names, sizes.tolist(), strict=True), key=lambda each: (-each[1], each[0]))


def apart(desk: Desk, view: View) -> tuple[str, pd.DataFrame]:
    """Find the words that set a selection apart from the rest of the corpus.

    Where all articles are selected the largest group is compared with the others.

    Returns
    -------
    What is compared with what, and `schema.KEYNESS`: the findings, or where there are too few
    articles for a test the largest differences.
    """
    mask = desk.mask(view)
    whole = desk.corpus.select(voice=view.voice) if view.voice else desk.corpus
    if mask.all():
        target = next((name for name, _ in largest(desk, view)), "")
        comparison = Comparison(target, by=view.by)
        said = f"{view.by} {target} against all others"
    else:
        labels = np.where(mask, "selected", "rest")
        whole = replace(whole, documents=whole.documents.assign(**{_SELECTED: labels}))
        comparison = Comparison("selected", by=_SELECTED)
        said = f"the {int(mask.sum()):,} selected articles against the other {int((~mask).sum()):,}"
    return said, notable(keyness(whole, comparison), load_stopwords().words, 20)


def described(desk: Desk, view: View) -> pd.DataFrame:
    """Count by which words each group describes somebody or something.

    Returns
    -------
    One row per word: `how` (one of `ROLES`) and `word`, its mentions in each of the largest 12
    groups, by name, and in each voice; by `how`, the most frequent first, then by word.

    Raises
    ------
    CorpusError
        It is not looked for what describes anything.
    """
    if search_of(view.search).kind != "described":
        raise CorpusError("Choose whom or what, to see how each group describes it.")
    found = desk.found(view)
    codes, names = desk.groups(view.by)
    groups = sorted(name for name, size in largest(desk, view)[:MOST_GROUPS] if size)
    rows = np.zeros((len(found.terms), len(groups) + len(_VOICES)), dtype=np.int64)
    column = np.array([groups.index(n) if n in groups else -1 for n in [*names, ""]])
    group = column[codes[found.document]]
    np.add.at(rows, (found.term[group >= 0], group[group >= 0]), 1)
    np.add.at(rows, (found.term, len(groups) + found.voice), 1)
    table = pd.DataFrame(rows[:, :-1], columns=[*groups, *VOICES_ALLOWED])
    total = rows[:, len(groups) :].sum(axis=1)
    how, word = zip(*(term.split(": ", 1) for term in found.terms), strict=True)
    order = np.lexsort((word, -total, [[*ROLES.values()].index(each) for each in how]))
    table.insert(0, "how", how, allow_duplicates=True)
    table.insert(1, "word", word, allow_duplicates=True)
    counted: pd.DataFrame = table.iloc[order[total[order] > 0]].reset_index(drop=True)
    return counted


def who_speaks(desk: Desk, view: View) -> pd.DataFrame:
    """Count the words of each speaker in each group, as `schema.SPEAKERS`, the longest first."""
    table = speakers(desk.part(view), view.by)
    if view.speaker:
        table = table[table["speaker_id"] == view.speaker]
    table = table.assign(words=table["quoted_words"] + table["paraphrased_words"])
    return table.sort_values(["words", "group", "speaker_id"], ascending=[False, True, True])


@dataclass(frozen=True)
class Piece:
    """A stretch of an article: its text, what it is, and what is said of it.

    `kinds` are of: title, standfirst, furniture, own, paraphrase, quoted, name, frame, hit.
    """

    text: str
    kinds: tuple[str, ...]
    said: str = ""
    start: int = 0


def article(desk: Desk, view: View, document_id: str) -> list[Piece]:
    """Lay out an article whole: voices, names, frames, hits and furniture told apart.

    Raises
    ------
    CorpusError
        The corpus is a text-free release, or there is no such article.
    """
    desk.corpus.need_text("an article")
    place = int(desk.corpus.positions(pd.Series([document_id], dtype="str"))[0])
    if place < 0:
        raise CorpusError(f"There is no article {document_id!r}.")
    one = desk.corpus.only(np.array([place]))
    source = str(one.documents["source"].iloc[0])
    names, framing = desk.lexicons
    named = mentions(one, names)
    marks: list[tuple[int, int, str, str]] = []
    for row in one.segments.to_dict("records"):
        kind = row["label"] if row["label"] in COUNTED else "furniture"
        said = f"{row['label']}, set aside" if kind == "furniture" else kind
        if kind != "body":
            marks.append((row["start"], row["end"], kind, said))
    for row in one.stretches.to_dict("records"):
        marks.append((row["start"], row["end"], VOICES_ALLOWED[row["voice"]], ""))
    for row in one.quotations.to_dict("records"):
        marks.append((row["start"], row["end"], "", row["speaker_id"] or "speaker not known"))
    for row in named.to_dict("records"):
        marks.append((row["start"], row["end"], "name", f"{row['concept']}: {row['label']}"))
    for row in frames(one, framing, named).to_dict("records"):
        marks.append((row["start"], row["end"], "frame", f"frame {row['frame']}"))
    for start, end in _hits_in(desk, view, place, document_id):
        marks.append((start, end, "hit", ""))
    return _pieces(source, marks)


def _hits_in(desk: Desk, view: View, place: int, document_id: str) -> list[tuple[int, int]]:
    try:
        everywhere = desk.everywhere(view.search)
    except SamestoryError:
        return []
    found = everywhere.at(everywhere.document == place)
    rows = _lines(desk, found, 0)
    return list(zip(rows["start"].tolist(), rows["end"].tolist(), strict=True))


def _pieces(source: str, marks: list[tuple[int, int, str, str]]) -> list[Piece]:
    """Cut a text at every edge of a mark."""
    edges = {0, len(source)} | {edge for start, end, *_ in marks for edge in (start, end)}
    ordered = sorted(edge for edge in edges if 0 <= edge <= len(source))
    pieces = []
    for start, end in pairwise(ordered):
        over = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        kinds = tuple(dict.fromkeys(mark[2] for mark in over if mark[2]))
        said = "; ".join(dict.fromkeys(mark[3] for mark in over if mark[3]))
        pieces.append(Piece(source[start:end], kinds, said, start))
    return pieces


def describe(desk: Desk, view: View) -> str:
    """Say in a sentence what is looked at."""
    mask = desk.mask(view)
    limits = [f"{column} {' or '.join(values)}" for column, values in view.facets]
    limits += [f"from {view.since}"] if view.since else []
    limits += [f"until {view.until}"] if view.until else []
    limits += [f"{view.voice} voice"] if view.voice else []
    limits += [f"said by {view.speaker}"] if view.speaker else []
    said = f"{int(mask.sum()):,} of {len(mask):,} articles"
    return f"{said}: {', '.join(limits)}" if limits else said
