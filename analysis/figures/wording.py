"""Plain words for columns, and numbers as a reader expects them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from analysis.corpus import groups_of

MISSING: Final = "–"
# Groups that have a column, a row or a panel; more cannot be read side by side.
MOST_GROUPS: Final = 8
# Of a group with fewer words counted, the most frequent are chance.
FEWEST_WORDS: Final = 500
SEVERAL: Final = (
    "These articles are not known to tell of one event, so what one group alone has may be a "
    "matter of what it reports on. Choose one with the parameter event; scope = story takes a "
    "chain of events for one; event = all says that all articles tell of one."
)

WORDS: Final[dict[str, str]] = {
    "document_id": "article",
    "published_earliest": "published from",
    "published_latest": "published until",
    "date_certainty": "date is",
    "date_evidence": "date rests on",
    "event_certainty": "event is",
    "credit_evidence": "credit rests on",
    "dateline_place": "dateline",
    "words_page": "words on the page",
    "corpus_size": "words",
    "per_million": "per million words",
    "per_thousand": "per 1,000 words",
    "document_frequency": "articles with it",
    "documents": "articles",
    "frequency": "times",
    "frequency_target": "times in target",
    "frequency_reference": "times in reference",
    "documents_target": "articles, target",
    "documents_reference": "articles, reference",
    "log_ratio": "log ratio, bits",
    "log_ratio_low": "low",
    "log_ratio_high": "high",
    "p_value": "p, this word",
    "p_family": "p, all words",
    "is_lockword": "shared by all",
    "log_dice": "logDice",
    "mi": "MI, bits",
    "g2": "G²",
    "share": "share",
    "label": "called",
    "node": "words",
    "speaker_id": "speaker",
    "cue": "reporting word",
    "cue_class": "kind of reporting word",
    "quoted_words": "words quoted",
    "paraphrased_words": "words paraphrased",
    "words_group": "words of the group",
    "per_thousand_low": "low",
    "per_thousand_high": "high",
    "share_low": "low",
    "share_high": "high",
    "period_start": "first day",
    "since": "from",
    "until": "to",
    "op": "change of words",
    "text_value": "value",
    "documents_with": "articles with it",
}

FORMATS: Final[dict[str, str]] = {
    "per_million": ",.0f",
    "per_thousand": ",.1f",
    "dispersion": ".2f",
    "log_ratio": "+.1f",
    "log_ratio_low": "+.1f",
    "log_ratio_high": "+.1f",
    "p_value": ".3f",
    "p_family": ".3f",
    "share": ".0%",
    "share_low": ".0%",
    "share_high": ".0%",
    "per_thousand_low": ",.1f",
    "per_thousand_high": ",.1f",
    "expected": ",.1f",
    "log_dice": ".1f",
    "mi": ".1f",
    "g2": ",.1f",
}


def label_of(column: str) -> str:
    """Name a column in plain words."""
    return WORDS.get(column, column.replace("_", " "))


def show(value: Any, form: str = "") -> str:
    """Write a value for a reader: '–' where it is missing, true minus signs.

    Examples
    --------
    >>> show(1234), show(-0.5, "+.1f"), show(None), show(True)
    ('1,234', '−0.5', '–', 'yes')
    """
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return MISSING
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        return value
    return _number(value, form)


def _number(value: Any, form: str) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return MISSING
    if not form:
        form = ",d" if float(value).is_integer() else ",.4g"
    number = int(value) if form.endswith("d") else float(value)
    written = format(number, form)
    if not any(digit in written for digit in "123456789"):
        return written.lstrip("+-")
    return written.replace("-", "−")


def plural(number: int, thing: str) -> str:
    """Count things.

    Examples
    --------
    >>> plural(1, "article"), plural(1200, "article"), plural(2, "story"), plural(2, "stretch")
    ('1 article', '1,200 articles', '2 stories', '2 stretches')
    """
    if number == 1:
        return f"1 {thing}"
    if thing.endswith("y") and thing[-2] not in "aeiou":
        return f"{number:,} {thing[:-1]}ies"
    return f"{number:,} {thing}{'es' if thing.endswith(('ch', 'sh', 's', 'x')) else 's'}"


def largest_groups(sizes: Mapping[str, int]) -> list[str]:
    """Choose the groups that are shown: the eight with most articles, in the order they are in.

    Examples
    --------
    >>> largest_groups({name: size for size, name in enumerate("abcdefghij")})
    ['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
    """
    first = sorted(sizes, key=lambda group: (-sizes[group], str(group)))[:MOST_GROUPS]
    return [group for group in sizes if group in first]


def smaller_said(shown: int, groups: int, where: str) -> str:
    """Say how many groups are left out of a figure, and where they stand; '' for none.

    Examples
    --------
    >>> smaller_said(8, 11, "in the data beneath")
    'The 8 groups with most articles; 3 smaller groups in the data beneath.'
    """
    if groups <= shown:
        return ""
    left = plural(groups - shown, "smaller group")
    return f"The {shown} groups with most articles; {left} {where}."


def small_groups(sizes: Mapping[str, int]) -> str:
    """Say which groups have too few counted words to be compared by their words; '' for none.

    Examples
    --------
    >>> small_groups({"AP": 1200, "TASS": 212})
    'Under 500 words: TASS (212).'
    """
    small = [f"{group} ({size:,})" for group, size in sizes.items() if size < FEWEST_WORDS]
    return f"Under {FEWEST_WORDS} words: {', '.join(small)}." if small else ""


def group_names(documents: pd.DataFrame, by: str) -> pd.Series:
    """Name the group of each article, by its `document_id`; "no week" where it is in none."""
    return groups_of(documents, by).replace("", f"no {by}").set_axis(documents["document_id"])


def is_one_story(events: Iterable[Any]) -> bool:
    """Say whether articles tell one story: all have one event.

    Examples
    --------
    >>> is_one_story(["port", "port"]), is_one_story(["port", ""]), is_one_story(["", ""])
    (True, False, False)
    """
    names = {*events}
    return len(names) == 1 and names != {""}


def agree(number: int, one: str = "is", more: str = "are") -> str:
    """Choose the form of a verb.

    Examples
    --------
    >>> agree(1), agree(2), agree(1, "stands", "stand")
    ('is', 'are', 'stands')
    """
    return one if number == 1 else more
