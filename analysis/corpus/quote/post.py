"""Read what is signed: an embedded post, "… — Orla Dask (@orladask) May 2, 2021", an epigraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from analysis.corpus.quote.rows import Row

# The signature of a post: a dash, a name, the account, and as a rule the day.
_SIGNATURE: Final = re.compile(
    r"(?<!\S)[—–-]{1,2} ?([^\s(—–@][^(—–\n@]{0,60}?) ?\((@\w{1,40})\)[^\n]{0,60}$"
)
# The same where it was cut off the paragraph, behind it or on the next line.
_CUT_OFF: Final = re.compile(rf"\s*{_SIGNATURE.pattern.removesuffix('$')}$", re.MULTILINE)
# What stands before the signature and is nobody's words.
_LINK: Final = re.compile(r"\s*(?:pic\.twitter\.com/|https?://|t\.co/)\S+\s*$")
# A post written down name first: "Orla Dask (@orladask): The bridge is shut."
_TAGGED: Final = re.compile(r"([A-Z][^(:\n@]{1,60}?) ?\(@\w{1,40}\)(?::| tweeted:| wrote:)\s+")
_LONGEST_SIGNATURE: Final = 180
# A line that signs the words above it: "— Orla Dask, mayor".
_SIGNED: Final = re.compile(
    r"[—–-]{1,2} ?([A-Z][\w.'’-]*+(?: [A-Z][\w.'’-]*+){0,4})(?: ?[,(][^\n]{0,80})?"
)


def rows(text: str, paragraphs: Sequence[tuple[int, int]]) -> Mapping[int, Row]:
    """Find the posts among paragraphs that follow each other.

    Parameters
    ----------
    text
        The source.
    paragraphs
        Start and end of each.

    Returns
    -------
    Number of a paragraph -> the row of the post that it is, or holds.
    """
    found: dict[int, Row] = {}
    for number, (start, end) in enumerate(paragraphs):
        if text.find("(@", start, end + _LONGEST_SIGNATURE) < 0:
            continue
        if match := _CUT_OFF.match(text, end):
            found[number] = _row(text, (start, end), match)
            continue
        near = max(start, end - _LONGEST_SIGNATURE)
        match = _SIGNATURE.search(text, near, end)
        if match is None:
            tagged = _TAGGED.match(text, start, end)
            if tagged and tagged.end() < end:
                found[number] = _row(text, (tagged.end(), end), tagged)
        elif text[start : match.start()].strip():
            found[number] = _row(text, (start, match.start()), match)
        elif number and number - 1 not in found:
            # The signature has a line of its own.
            found[number - 1] = _row(text, paragraphs[number - 1], match)
    return found


def signature(text: str, paragraph: tuple[int, int]) -> tuple[str, int] | None:
    """Read a paragraph that is a signature: who signs, and where the name stands."""
    start, end = paragraph
    match = _SIGNED.fullmatch(text, start, end) if end - start < _LONGEST_SIGNATURE else None
    return (match[1].strip(" ."), match.start(1)) if match else None


def _row(text: str, span: tuple[int, int], signature: re.Match[str]) -> Row:
    """Make the row of a post: without links at its end, and without marks around it."""
    start, end = span
    link = _LINK.search(text, max(start, end - _LONGEST_SIGNATURE), end)
    while link and link.start() > start:
        end = link.start()
        link = _LINK.search(text, max(start, end - _LONGEST_SIGNATURE), end)
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    if end - start > 2 and text[start] in '"“‘' and text[end - 1] in '"”’':
        start, end = start + 1, end - 1
    speaker = " ".join(signature[1].split())
    return Row(start, end, "direct", speaker, signature.start(1), how="post")
