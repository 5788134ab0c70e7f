"""Read attributions that stand beside what they report: "...", X said; ..., X said, ...."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.corpus.language.wordlists import (
    ADVERBIAL,
    BREAKS,
    DASHES,
    FINITE,
    PREPOSITIONS,
    SPEAKING,
    STOPS,
    SUBORDINATORS,
    TIMES,
    WH,
    is_adverb,
)
from analysis.corpus.quote import noun_phrase as phrase
from analysis.corpus.quote.clause_bounds import clause_end
from analysis.corpus.quote.cues import Cue, Report, speaks_for_itself
from analysis.corpus.quote.noun_phrase import Span
from analysis.corpus.quote.sentences import CLOSING, MASK, Sentence

# How many words after "said" may hold the "that" of its clause.
_REACH: Final = 16
# How many words a speaker may have, or whom it is said to.
_LONGEST_PHRASE: Final = 14
# What may stand before a clause without being part of it; a mark that has no partner, too.
_OPENERS: Final = frozenset(("and", "but", "or", "so", "yet", "still", '"', "“", "'", "‘"))
_LONGEST_HEARER: Final = 6


def aside(sentence: Sentence, cue: Cue, cues: Sequence[Cue], speaker: Span | None) -> Report | None:
    """Read a cue that stands beside what it reports: "..., X said in Minsk"."""
    lower = sentence.lower
    speaker = phrase.since_quotation(sentence, cue) or speaker
    head = _tag_start(sentence, cue, speaker)
    link = _link(sentence, head, cue)
    if link is None:
        # "..., the trade expert Aske said": words before the name belong to it.
        speaker_start = _phrase_start(sentence, head)
        link = _link(sentence, speaker_start, cue) if speaker_start != head else None
    if link is None:
        return None
    inverted = speaker is None
    speaker = speaker or phrase.after(sentence, cue.end)
    first = _clause_before(sentence, link, cue, cues)
    if speaker is None:
        return None
    tail = speaker[1] if inverted else cue.end
    if first is None:
        return None if inverted else _between(sentence, (link, tail), cue, cues, speaker)
    quoted = _is_quotation(sentence, first)
    closed = sentence.endings.get(link, " ") in CLOSING
    if not inverted and not _nothing_follows(lower, tail, cue, closed):
        return None
    goes_on = sentence.endings.get(link, " ").isalnum() and not _ends(lower, tail)
    if goes_on and not inverted:
        # "it hurts" every time she thinks of it
        return None
    if lower[tail : tail + 1] == [":"] and not closed:
        return None
    contents = [first]
    rest = _resumed(sentence, tail, cue, cues)
    if rest and (_is_quotation(sentence, rest) or not (quoted or inverted)):
        contents.append(rest)
    how = ("inverted" if inverted else "after") + ("" if quoted else " clause")
    return Report(cue, contents, speaker, how)


def _tag_start(sentence: Sentence, cue: Cue, speaker: Span | None) -> int:
    """Find where the words of a tag begin, adverbs and "as" among them."""
    lower = sentence.lower
    head = _head(sentence, cue, speaker)
    while head > 0 and phrase.is_adverb_at(sentence, head - 1):
        head -= 1
    as_said = head > 1 and lower[head - 1] == "as" and lower[head - 2][0] == MASK
    # "...," as Aske said
    return head - 1 if as_said and "clause" in cue.entry.constructions else head


def is_inverted(sentence: Sentence, cue: Cue) -> bool:
    """Tell "..., said Aske, the chair." from "Aske, the chair, said the strike was over."."""
    lower, words = sentence.lower, sentence.words
    if cue.use != "finite" or not cue.at or lower[cue.at - 1] != ",":
        return False
    speaker = phrase.after(sentence, cue.end)
    if speaker is None or not words[speaker[1] - 1][0].isupper():
        return False
    following = lower[speaker[1]] if speaker[1] < len(lower) else "."
    ends = following in STOPS or following in (",", "(") or following in PREPOSITIONS
    return ends and any(word in FINITE for word in lower[: cue.at])


def _between(
    sentence: Sentence, around: Span, cue: Cue, cues: Sequence[Cue], speaker: Span
) -> Report | None:
    """Read "As for the ships, X said, they ..." and "If it rains, X said, they ..."."""
    lower = sentence.lower
    link, tail = around
    tail = _past_hearer(lower, tail, cue)
    if lower[tail : tail + 1] != [","]:
        return None
    end = clause_end(sentence, tail + 1, cue, cues)
    if lower[link] == "," and lower[tail + 1 : tail + 2] and lower[tail + 1] in FINITE:
        # "The campaign, she says, is over."
        before = lower[:link]
        if BREAKS.isdisjoint(before) and FINITE.isdisjoint(before) and before[0] not in ADVERBIAL:
            return Report(cue, [(0, link), (tail + 1, end)], speaker, "after clause")
    if end - tail <= 3 or lower[tail + 1] in ("who", "which"):
        return None
    contents = [(tail + 1, end)]
    if lower[0] in ("if", "when", "while", "although", "though", "unless", "because", "even"):
        contents.insert(0, (0, link))
    return Report(cue, contents, speaker, "after clause")


def _past_hearer(lower: list[str], tail: int, cue: Cue) -> int:
    """Step over whom it is said to: ", she told the guild, ..."."""
    if "hearer" not in cue.entry.constructions:
        return tail
    for number in range(tail, min(tail + _LONGEST_HEARER, len(lower))):
        if lower[number] == ",":
            return number
        if lower[number] in FINITE or lower[number] in SUBORDINATORS or lower[number] == "that":
            break
    return tail


def _ends(lower: list[str], at: int) -> bool:
    return at >= len(lower) or lower[at] in STOPS or lower[at] in BREAKS


def _head(sentence: Sentence, cue: Cue, speaker: Span | None) -> int:
    """Give the first word of a speaker, of "its head, Arne Skelby," the first before the comma."""
    if speaker is None:
        return cue.at
    if speaker[0] > 1 and sentence.lower[speaker[0] - 1] == "," == sentence.lower[speaker[1]]:
        outer = phrase.before(sentence, speaker[0] - 1)
        return outer[0] if outer else speaker[0]
    return speaker[0]


def _phrase_start(sentence: Sentence, head: int) -> int:
    """Go back over the words of a noun phrase to the mark before it."""
    lower = sentence.lower
    start = head
    while start > 0 and head - start < _LONGEST_PHRASE:
        word = lower[start - 1]
        if word in BREAKS or word[0] == MASK:
            return start
        if word in FINITE or word in STOPS or word in SUBORDINATORS or start - 1 in sentence.verbs:
            return head
        start -= 1
    return head


def _link(sentence: Sentence, head: int, cue: Cue) -> int | None:
    """Find the mark between reported words and "X said": a comma, a dash, a quotation."""
    lower = sentence.lower
    before = head - 1
    if before < 0:
        return None
    word = lower[before]
    if word[0] == MASK:
        return before
    if word != "," and word not in DASHES:
        return None
    quoted = before > 0 and lower[before - 1][0] == MASK
    shows = "that" in cue.entry.constructions and speaks_for_itself(lower, cue)
    return before if quoted or shows or cue.entry.constructions & {"clause", "hearer"} else None


def _clause_before(sentence: Sentence, link: int, cue: Cue, cues: Sequence[Cue]) -> Span | None:
    """Find the clause that ends before a cue standing aside."""
    lower = sentence.lower
    end = link + 1 if lower[link][0] == MASK else link
    if cues[0].use == "cue" and cues[0].at == 0 and cues[0].end <= link:
        return None
    start = 0
    if lower[cue.end : cue.end + 1] == [","]:
        # "Aske left; the bridge, she said, was shut": what stands before is no part of it.
        start = next((n for n in range(end - 1, 0, -1) if lower[n] == ";"), 0)
    while start < end and (lower[start] in BREAKS or lower[start] in _OPENERS):
        start += 1
    if start >= end:
        return None
    if lower[end - 1][0] == MASK:
        # Words before the quotation belong to it only where they make a clause with it.
        apart = end > 1 and lower[end - 2] == ":"
        whole = end - start == 1 or (is_clause(lower, start, end) and not apart)
        return (start, end) if whole else (end - 1, end)
    return (start, end) if end - start >= 3 and is_clause(lower, start, end) else None


def is_clause(lower: list[str], start: int, end: int) -> bool:
    """Tell a main clause from an adverbial: "In Minsk on Monday", "While he waited"."""
    first = lower[start]
    if first in SPEAKING and first != "who":
        return True
    has_verb = any(word in FINITE for word in lower[start:end])
    if first in ADVERBIAL:
        # An adverbial may open a clause: "In 2014, the ships were out, he said".
        return has_verb and "," in lower[start:end]
    if first.endswith("ing") and "," not in lower[start:end]:
        return has_verb
    if has_verb or end - start > 6:
        return True
    endings = ("ed", "'s", "'re", "'ll", "'ve", "'d", "n't", "s")
    return any(word[0] == MASK or word.endswith(endings) for word in lower[start:end])


def _nothing_follows(lower: list[str], at: int, cue: Cue, closed: bool) -> bool:
    """Tell that a cue has no clause of its own after it.

    `closed` says that it follows words in marks that end as those said do.
    """
    size = len(lower)
    while at < size and is_adverb(lower[at]):
        at += 1
    if at >= size or lower[at] in STOPS or lower[at] in BREAKS or lower[at][0] == MASK:
        return True
    word = lower[at]
    if word == "that" or (word in WH and word not in ("when", "where", "if")):
        return False
    if closed and word not in PREPOSITIONS:
        return True
    beside = word in PREPOSITIONS or word in TIMES
    if beside or word in ("when", "while", "as", "and", "if", "because", "but", "where"):
        return not _that_soon(lower, at)
    return "hearer" in cue.entry.constructions and not _that_soon(lower, at)


def _that_soon(lower: list[str], at: int) -> bool:
    for word in lower[at : at + _REACH]:
        if word == "that":
            return True
        if word in (",", ";", ":") or word in STOPS:
            return False
    return False


def _resumed(sentence: Sentence, at: int, cue: Cue, cues: Sequence[Cue]) -> Span | None:
    """Find what is taken up again after "..., X said,"."""
    lower = sentence.lower
    size = len(lower)
    if at < size and lower[at][0] == MASK:
        return at, at + 1
    for number in range(at, min(at + _LONGEST_PHRASE, size - 1)):
        if lower[number] == "," and lower[number + 1][0] == MASK:
            return number + 1, number + 2
    if at + 1 < size and lower[at] == ",":
        following = lower[at + 1]
        appended = following in ("who", "which", "a", "an", "the", "while", "according")
        if not appended and not following.endswith("ing"):
            near = any(at < other.at < at + 6 and other.use == "finite" for other in cues)
            end = clause_end(sentence, at + 1, cue, cues)
            if end - at > 3 and not near:
                return at + 1, end
    return None


def _is_quotation(sentence: Sentence, span: Span) -> bool:
    return span[1] - span[0] == 1 and sentence.lower[span[0]][0] == MASK
