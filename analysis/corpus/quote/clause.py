"""Find what a cue reports: where the attributed words stand, and who says them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from analysis.corpus.language.wordlists import BREAKS, FINITE, PREPOSITIONS, STOPS
from analysis.corpus.lexicons.speech import Entry
from analysis.corpus.quote import noun_phrase as phrase
from analysis.corpus.quote.clause_bounds import clause_end, object_end, own_verb_end, sentence_end
from analysis.corpus.quote.complement import complement
from analysis.corpus.quote.cues import Cue, Report
from analysis.corpus.quote.noun_phrase import Span
from analysis.corpus.quote.parenthetical import aside, is_clause, is_inverted
from analysis.corpus.quote.sentences import MASK, Sentence

_SAYING: Final = frozenset(("clause", "that", "hearer", "utterance", "question"))
# How far "as saying" may stand from "quoted".
_REACH: Final = 16
_LONGEST_PHRASE: Final = 14
# Earlier verbs whose subject a second one may share.
_EARLIER: Final = 8
# Verbs whose passive takes an infinitive: "is said to be ill".
_SAID_TO: Final = frozenset(
    "say report believe think allege understand reckon rumour rumor claim estimate".split()
)
# Before "X said" these show that what stands there is no clause: "the last thing Aske said".
_NO_TAG: Final = frozenset(
    "what that which who whom as than like thing things everything something anything nothing "
    "all word words when where if because how why whatever one first last only not".split()
)
# Nouns whose infinitive is what is said: "a promise to return".
_INFINITIVE_NOUNS: Final = frozenset(
    "promise pledge vow offer proposal threat demand request plea".split()
)


def read(sentence: Sentence, cues: Sequence[Cue]) -> list[Report]:
    """Find what the cues of a sentence report."""
    sentence.verbs = frozenset([cue.at for cue in cues if cue.use in ("finite", "passive")])
    reports = []
    for cue in cues:
        if cue.use == "cue":
            report = _according(sentence, cue, cues)
        elif cue.use == "noun":
            report = _noun(sentence, cue, cues)
        elif cue.use == "passive":
            report = _passive(sentence, cue, cues)
        else:
            report = _verb(sentence, cue, cues)
        if report is not None:
            reports.append(report)
    if "quoted as saying" in [report.how for report in reports]:
        reports = [r for r in reports if r.cue.entry.word not in ("quote", "cite")]
    return reports


def _verb(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Report | None:
    speaker = None
    if cue.use == "finite" and not is_inverted(sentence, cue):
        speaker = phrase.subject(sentence, cue)
    if cue.use == "finite" and not cue.entry.constructions.isdisjoint(_SAYING):
        report = aside(sentence, cue, cues, speaker)
        if report:
            return report
    content, how = complement(sentence, cue, cues)
    if content is None:
        report = _untied(sentence, cue) if speaker is not None else None
        if report is not None:
            return report
        if speaker is not None:
            sentence.named = speaker
        return None
    quoted = _quoted_as_saying(sentence, cue)
    if quoted:
        return Report(cue, [content], quoted, "quoted as saying")
    if speaker is None:
        speaker = _shared_subject(sentence, cue, cues)
    elif content[0] == cue.end and sentence.lower[cue.end] in FINITE:
        # "a step Aske said would help": the step is not the speaker's.
        speaker = phrase.last_name(sentence, speaker)
    return Report(cue, [content], speaker, how)


def _untied(sentence: Sentence, cue: Cue) -> Report | None:
    """Read "The bridge will be safe Dorrin Aske said.": a tag without its comma."""
    lower, words = sentence.lower, sentence.words
    start = cue.at
    while start > 0 and words[start - 1][:1].isupper():
        start -= 1
    if "clause" not in cue.entry.constructions or cue.end < sentence_end(lower):
        return None
    if (
        not 3 <= start < cue.at
        or not _NO_TAG.isdisjoint(lower[:start])
        or lower[start - 1] in BREAKS
    ):
        return None
    if not any(word in FINITE for word in lower[:start]):
        return None
    return Report(cue, [(0, start)], (start, cue.at), "after clause")


def _shared_subject(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Span | None:
    """Find the subject of an earlier verb that a second one shares."""
    lower = sentence.lower
    if cue.use == "finite" and all(word in ("and", "but", ",") for word in lower[: cue.at]):
        # "Added Aske: ...", "But, said Aske, ..."
        return phrase.after(sentence, cue.end)
    if cue.use == "participle":
        own = phrase.of_participle(sentence, cue)
        if own:
            return own
    earlier = (other for other in reversed(cues) if other.at < cue.at and other.use == "finite")
    for other in islice(earlier, _EARLIER):
        subject = phrase.subject(sentence, other)
        if subject:
            return subject
    return phrase.first_subject(sentence, cue.at)


def _quoted_as_saying(sentence: Sentence, cue: Cue) -> Span | None:
    """Read "quoted X as saying", "was quoted as saying"."""
    lower = sentence.lower
    if cue.at < 3 or lower[cue.at - 1] != "as" or cue.use != "participle":
        return None
    for number in range(cue.at - 2, max(-1, cue.at - _REACH), -1):
        if lower[number] in ("quoted", "quotes", "quoting", "cited", "cites", "citing", "quote"):
            start = number + 1
            if start == cue.at - 1 or lower[start] == "by":
                # "was quoted as saying", "was quoted by the radio as saying"
                return phrase.first_subject(sentence, number)
            if lower[cue.at - 2] == ",":
                names = [n for n in range(start, cue.at - 2) if lower[n] == ","]
                if names and sentence.words[names[0] + 1][0].isupper():
                    return names[0] + 1, cue.at - 2
                return start, (names[0] if names else cue.at - 2)
            return start, cue.at - 1
    return None


def to_whom(sentence: Sentence, reports: Sequence[Report]) -> list[Report]:
    """Read "To Aske, the strike is over." and "To Aske, a pilot of 45, the strike is over."."""
    lower, words = sentence.lower, sentence.words
    if any(report.how not in ("speech act", "noun", "question", "before") for report in reports):
        return []
    commas = [n for n in range(2, min(len(lower), _LONGEST_PHRASE)) if lower[n] == ","]
    if not commas or not words[commas[0] - 1][0].isupper():
        return []
    end = sentence_end(lower)
    for comma in reversed(commas):
        if end - comma > 3 and is_clause(lower, comma + 1, end):
            entry = Entry("to", (), "cue", "neutral", frozenset(("cue",)), False)
            named = (1, commas[0])
            return [Report(Cue(0, 1, entry, "cue"), [(comma + 1, end)], named, "to X")]
    return []


def _according(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Report | None:
    """Read "according to X, ..." and "..., according to X"."""
    lower = sentence.lower
    size = len(lower)
    end = cue.end
    while end < size and lower[end] not in STOPS and lower[end] not in (",", ";", "—", "–", "--"):
        if lower[end][0] == MASK and end > cue.end:
            break
        end += 1
    speaker = phrase.named(sentence, cue.end, end)
    follows = lower[cue.at - 1][0] == MASK if cue.at else False
    if (cue.at <= 1 and not follows) or (cue.at <= 2 and lower[cue.at - 1] in ("and", "but")):
        start = end + 1 if end < size and lower[end] == "," else end
        start = _past_apposition(lower, start)
        stop = clause_end(sentence, start, cue, cues) if start < size else start
        return Report(cue, [(start, stop)], speaker, "according to") if stop > start else None
    stop = cue.at - 1 if lower[cue.at - 1] == "," else cue.at
    start = 0
    while start < stop and lower[start] in ("and", "but", "so", ","):
        start += 1
    contents = [(start, stop)] if stop > start else []
    appended = ("which", "who", "a", "an", "the", "but", "and", "while")
    if end + 1 < size and lower[end] == "," and lower[end + 1] not in appended:
        begin = _past_apposition(lower, end + 1)
        last = clause_end(sentence, begin, cue, cues)
        if last > begin + 1:
            contents.append((begin, last))
    return Report(cue, contents, speaker, "according to") if contents else None


def _past_apposition(lower: list[str], start: int) -> int:
    """Step over what is said of a speaker between commas: "according to Aske, a pilot, ..."."""
    for number in range(start, min(start + _LONGEST_PHRASE, len(lower) - 2)):
        if lower[number] in FINITE or lower[number][0] == MASK or lower[number] in STOPS:
            return start
        if lower[number] == ",":
            return number + 1 if number > start + 1 else start
    return start


def _noun(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Report | None:
    """Read "X's claim that ...", "criticism of ...", "a promise to ..."."""
    lower = sentence.lower
    at = cue.end
    if at >= len(lower):
        return None
    if cue.entry.tail:
        span = at, object_end(sentence, at, cue, cues)
    elif lower[at] == "that":
        end = clause_end(sentence, at + 1, cue, cues)
        if not any(word in FINITE for word in lower[: cue.at]):
            end = own_verb_end(lower, at + 1, end)
        span = at + 1, end
    elif lower[at] == "to" and cue.entry.word in _INFINITIVE_NOUNS:
        span = at, object_end(sentence, at, cue, cues)
    else:
        return None
    if span[1] <= span[0]:
        return None
    return Report(cue, [span], phrase.owner(sentence, cue), "noun")


def _passive(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Report | None:
    """Read "was accused by X of ...", "was told that ..."."""
    lower = sentence.lower
    size = len(lower)
    at = cue.end
    speaker = None
    if at < size and lower[at] == "by":
        end = at + 1
        while end < size and not _ends_agent(lower[end]):
            end += 1
        speaker = (at + 1, end) if end > at + 1 else None
        at = end
    if at >= size:
        return None
    kinds = cue.entry.constructions
    word = lower[at]
    if word == "that" and kinds & {"clause", "that", "hearer"}:
        at += 1
    elif not (
        (word in ("of", "for") and "charge" in kinds)
        or (word == "to" and kinds & {"request", "infinitive"})
        or (word == "as" and "name" in kinds)
        or (word == "to" and cue.entry.word in _SAID_TO)
    ):
        return None
    end = clause_end(sentence, at, cue, cues)
    return Report(cue, [(at, end)], speaker, "passive") if end > at else None


def _ends_agent(word: str) -> bool:
    return word in PREPOSITIONS or word in BREAKS or word in STOPS or word in ("and", "that", "as")
