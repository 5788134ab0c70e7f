"""Cut paragraphs into sentences of words, with each quotation as one word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.corpus.language import ABBREVIATIONS
from analysis.corpus.lexicons.speech import Speech
from analysis.corpus.quote.quotation_marks import Marked

MASK: Final = "\x01"
# What the words said end with where they are reported as such.
CLOSING: Final = ",.!?…-–—"
_LAST: Final = "\x02"
# Stands for either of these where a text holds it itself: a sign that means nothing here.
_NO_MASK: Final = "\x03"
# Stands for the full stop of an abbreviation; a letter, so that it stays within its word.
_POINT: Final = "ʹ"
# What may follow the letters of a word: each way begins with a sign of its own, so that most words
# end at a glance.
_MORE: Final = r"(?:['&/@.-]\w+|[,:]\d+)*'?"
# What begins with a letter of its own is passed over faster than a repetition.
_A_WORD: Final = (
    rf"\w+(?:['&/@.-]\w+{_MORE}|[,:]\d+{_MORE}|'|)|{MASK}{MASK}*{_LAST}|\.\.+|--+|[^\s\x1c-\x1f]"
)
_WORD: Final = re.compile(_A_WORD)
# The same words in a text that has no other letters: looked up faster.
_ASCII_WORD: Final = re.compile(_A_WORD, re.ASCII)
# A sentence with one of these is read even where it has no word of the lexicon.
_SIGNS: Final = frozenset((":", "-", "–", "—"))
# Where a sentence can end: a full stop before a space, or the end of a quotation. It begins with
# a set of characters: those are found many times faster than what follows.
_END: Final = re.compile(rf"[.!?{_LAST}](?:(?<={_LAST})|(?<!\.\.)(?=\s))")
# Letters that are looked at for an abbreviation.
_LONGEST: Final = 40
# Words of a sentence that are read together, at most.
_MOST: Final = 160
# As far (characters) a verb of saying is looked for after a quotation.
_REACH: Final = 200
# Abbreviations that also end sentences, and words that then begin the next one.
_ENDING: Final = frozenset("Inc Ltd Co Corp Jr Sr".split())
# What most sentences hold; never written to.
_NO_QUOTES: Final[Mapping[int, Marked]] = {}
_NOTHING_HELD: Final[tuple[Mapping[int, Marked], Mapping[int, str]]] = (_NO_QUOTES, {})
# "...?" Krail croaked.
_NAME_ACTED: Final = re.compile(r"\s+(?:[A-Z][\w'-]*+ ){1,3}[a-z]{2,20}ed[.,]")
_DOTTED: Final = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")
_BEGINNING: Final = re.compile(
    r"\s+(?:The|He|She|It|They|We|But|And|In|On|At|An?|This|That|His|Her|Their|There|If|When|Mrs?)\b"
)


@dataclass(slots=True)
class Sentence:
    """A sentence as parallel lists.

    Attributes
    ----------
    words, lower
        Its words as printed, and in small letters; a quotation is one word of `MASK`.
    text
        What they were cut from: the sentence with quotations hidden.
    base
        Where the sentence begins in the source.
    known
        Numbers of the words that stand in the lexicon.
    quotes
        Number of a word -> the quotation it stands for.
    endings
        Number of a word -> the last sign of the quotation it stands for.
    verbs
        Numbers of the words that are known to be verbs.
    named
        Words of a speaker whose words stand in another sentence: "Aske explained."
    """

    words: list[str]
    lower: list[str]
    text: str
    base: int
    known: list[int]
    quotes: Mapping[int, Marked]
    endings: Mapping[int, str]
    verbs: frozenset[int] = frozenset()
    named: tuple[int, int] | None = None
    _headline: bool | None = None
    _starts: Sequence[int] = ()

    def start(self, number: int) -> int:
        """Say where a word begins in the source."""
        # Most sentences are never asked.
        if not self._starts:
            self._starts = _starts(self.text, self.words)
        return self.base + self._starts[number]

    def end(self, number: int) -> int:
        """Say where a word ends in the source."""
        if not self._starts:
            self._starts = _starts(self.text, self.words)
        return self.base + self._starts[number] + len(self.words[number])

    @property
    def is_headline(self) -> bool:
        """Whether its words are written with capitals, as in a headline."""
        if self._headline is None:
            letters = [word for word in self.words if word[0].isalpha() and len(word) > 3]
            capitals = sum([word[0].isupper() for word in letters])
            self._headline = len(letters) > 2 and capitals > 0.75 * len(letters)
        return self._headline


def sentences(
    text: str, paragraph: tuple[int, int], quotes: Sequence[Marked], speech: Speech
) -> Iterator[Sentence]:
    """Cut one paragraph into sentences; those in which nobody can be speaking are left out.

    Parameters
    ----------
    text
        The source.
    paragraph
        Its start and end.
    quotes
        The quotations in it, in order.
    speech
        The lexicon.
    """
    start, end = paragraph
    masked = _masked(text[start:end], start, quotes)
    find = (_ASCII_WORD if masked.isascii() else _WORD).findall
    by_start = {marked.outer_start: marked for marked in quotes} if quotes else _NO_QUOTES
    signs = bool(quotes) or ":" in masked or " - " in masked or "–" in masked or "—" in masked
    whole = _cut(masked, text, quotes, speech.speaks)
    # Who acts in the sentence before a quotation may speak in it.
    before: Sentence | None = None
    for begin, piece, words in _portions(masked, whole, find):
        lower = list(map(str.lower, words))
        positions = speech.known(lower)
        if quotes and MASK in piece:
            if before is not None and lower[0][0] == MASK:
                yield before
            before = None
            sentence = Sentence(words, lower, piece, start + begin, positions, *_NOTHING_HELD)
            _note_quotes(sentence, by_start, text)
            yield sentence
            continue
        sentence = Sentence(words, lower, piece, start + begin, positions, *_NOTHING_HELD)
        if positions or lower[0] == "to" or (signs and not _SIGNS.isdisjoint(lower)):
            before = None
            yield sentence
        else:
            before = sentence if quotes else None


def _portions(
    masked: str, places: Iterable[tuple[int, int]], find: Callable[[str], list[str]]
) -> Iterator[tuple[int, str, list[str]]]:
    """Give the words of each sentence; one of more than `_MOST` words in several portions.

    All that is read of a sentence takes steps for each two of its words; no sentence that a
    newspaper prints is so long.
    """
    for begin, stop in places:
        piece = masked[begin:stop]
        words = find(piece)
        if len(words) <= _MOST:
            yield begin, piece, words
            continue
        starts = [*_starts(piece, words), len(piece)]
        first = 0
        while first < len(words):
            last = min(first + _MOST, len(words))
            if last < len(words):
                pauses = (
                    n + 1 for n in range(last - 1, first + _MOST // 2, -1) if words[n] in ",;"
                )
                last = next(pauses, last)
            portion = piece[starts[first] : starts[last]]
            yield begin + starts[first], portion, words[first:last]
            first = last


def _note_quotes(sentence: Sentence, by_start: Mapping[int, Marked], text: str) -> None:
    """Note which quotations the masks of a sentence stand for."""
    masks = [n for n, word in enumerate(sentence.words) if word[0] == MASK]
    sentence.quotes = {n: by_start[sentence.start(n)] for n in masks}
    sentence.endings = {n: text[marked.end - 1] for n, marked in sentence.quotes.items()}


def _starts(text: str, words: Sequence[str]) -> list[int]:
    """Find where words begin that follow one another in a text, with nothing but spaces between."""
    find, end = text.find, 0
    return [
        (end := find(word, end) + size) - size
        for word, size in zip(words, map(len, words), strict=True)
    ]


def _masked(text: str, start: int, quotes: Sequence[Marked]) -> str:
    """Hide quotations and the full stops of abbreviations; lengths stay as they are."""
    # What is printed is taken from the source, by its place.
    text = text.replace(MASK, _NO_MASK).replace(_LAST, _NO_MASK)
    parts, position = [], 0
    for marked in quotes:
        a, b = marked.outer_start - start, marked.outer_end - start
        # The last sign differs, so that marks that touch do not run into one word.
        parts += [text[position:a], MASK * (b - a - 1), _LAST]
        position = b
    text = "".join([*parts, text[position:]]).replace("’", "'")
    parts, position, point = [], 0, text.find(". ")
    while point >= 0:
        if _is_abbreviation(text, point):
            parts += [text[position:point], _POINT]
            position = point + 1
        point = text.find(". ", point + 1)
    return "".join([*parts, text[position:]])


def _is_abbreviation(text: str, point: int) -> bool:
    """Tell the full stop of "Mr." from that of a sentence."""
    near = max(0, point - _LONGEST)
    word = text[
        max(text.rfind(" ", near, point), text.rfind("(", near, point), near - 1) + 1 : point
    ]
    if word in _ENDING or _DOTTED.fullmatch(word):
        return not (_BEGINNING.match(text, point + 1) or text[point + 2 : point + 3] == MASK)
    return word in ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _cut(
    masked: str, text: str, quotes: Sequence[Marked], speaks: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Find where the sentences of a paragraph begin and end."""
    begin = 0
    marked = iter(quotes)
    for match in _END.finditer(masked):
        stop = match.end()
        if masked[stop - 1] == _LAST:
            quote = next(marked)
            following = masked[stop : stop + _REACH].lstrip()[:1]
            ending = text[quote.end - 1]
            over = bool(following) and ending in ".!?…" and _begins(text, quote, following)
            if not over or (ending != "." and _said_soon(masked, stop, speaks)):
                continue
        yield begin, stop
        begin = stop
    if masked[begin:].strip():
        yield begin, len(masked)


def _begins(text: str, quote: Marked, following: str) -> bool:
    """Tell whether what follows a quotation can begin a sentence."""
    after = text[quote.outer_end : quote.outer_end + 2].strip()[:1]
    opens = after in "[(—–-“\"‘'«„" and following != ","
    return after.isupper() or after.isdigit() or opens


def _said_soon(masked: str, place: int, speaks: frozenset[str]) -> bool:
    """Tell whether a verb of saying follows the name of a speaker, or any verb and no more."""
    if _NAME_ACTED.match(masked, place):
        return True
    for word in _WORD.findall(masked[place : place + _REACH].lower())[:8]:
        if word in speaks:
            return True
        if not (word[0].isalnum() or word == ","):
            return False
    return False
