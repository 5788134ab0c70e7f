"""Find the noun phrase that names a speaker: before a verb, after it, around an apposition."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from analysis.corpus.language.wordlists import (
    ARTICLES,
    AUXILIARIES,
    BE,
    BREAKS,
    CARDINALS,
    DASHES,
    DAYS,
    DETERMINERS,
    FINITE,
    OBJECT_PRONOUNS,
    PLURALS,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    REPORTERS,
    SPEAKING,
    STOPS,
    SUBORDINATORS,
    TIMES,
    WH,
    is_adverb,
    is_possessive,
)
from analysis.corpus.quote.cues import Cue
from analysis.corpus.quote.sentences import CLOSING, MASK, Sentence

Span = tuple[int, int]
# How far an apposition may reach: "Aske, 45, who chairs the guild and ..., said".
_LONGEST_APPOSITION: Final = 45
_LONGEST_SUBJECT: Final = 14
# The same with a clause: "a pilot who sailed under three flags said".
_LONGEST_WITH_CLAUSE: Final = 26
_LONGEST_NAME: Final = 6
# Words that are no part of the noun phrase before a verb.
_HARD: Final = frozenset(":;…[]") | frozenset(("...",)) | (DASHES - {"-"})
_NO_PART: Final = BREAKS | STOPS | FINITE | SUBORDINATORS
# Prepositions that belong to a name or an office: "the chair of the guild".
_PLACING: Final = frozenset(("in", "at", "near", "during", "outside"))
# Past tenses that no ending shows.
_IRREGULAR: Final = frozenset(
    "sought came went took got gave left met held began kept won lost stood sat ran fell grew "
    "drew flew threw broke chose rose rode drove spoke woke wore tore swore froze stole became "
    "brought bought caught fought taught thought built sent spent felt dealt slept swept crept "
    "leapt led fed fled slid struck stuck hung sang sank swam shook forgot".split()
)
_WITHIN_NAMES: Final = frozenset(("of", "for"))
# Nouns that name whoever speaks by office or trade.
OFFICES: Final = frozenset(
    "minister president official officials diplomat director spokesman spokeswoman "
    "spokesperson lawmaker senator governor mayor professor analyst expert author judge "
    "prosecutor lawyer candidate leader chairman chairwoman chair chief head captain premier "
    "chancellor ambassador envoy commander general secretary commissioner congressman "
    "congresswoman activist economist writer editor doctor officer politician billionaire "
    "businessman nominee king queen pope actor actress singer owner manager founder "
    "president-elect strategist aide adviser advisor attorney deputy sheriff".split()
)
# Words that name nobody who could speak, by themselves.
_NOBODY: Final = frozenset(
    "nobody none nothing everything something anything there here this that these those what "
    "it's that's here's there's according up down out who's i'm i've i'd i'll we're we've "
    "we'll you're you yes no not twice once".split()
)
# Words that are a speaker without an article: "police said", "others said".
_ALONE: Final = (PLURALS | DETERMINERS | {"police", "management", "staff", "counsel"}) - {
    "the", "a", "an", "any", "every", "no", "such", "those", "much", "more", "less",
}  # fmt: skip
# Words that an apostrophe makes a clause of: "I'm", "they're".
_CONTRACTED: Final = SPEAKING | {"you", "that", "here", "there", "what", "let"}
_NUMBER: Final = re.compile(r"[$€£]?[0-9][0-9.,:%-]*$")
# "a source familiar with the matter", "a letter obtained by"
_AFTER_NAMES: Final = frozenset(
    "released published obtained conducted familiar briefed close involved".split()
)
_STATE: Final = re.compile(r"[RDI]-[A-Z]")
_MARKS: Final = frozenset("\"“”„«»'‘’`")
_LONGEST_SPEAKER: Final = 16
# Capitals of a headline within a sentence: no name has so many.
_SHOUTED: Final = 4
# Documents speak for those who made them: "a readout of the talks by the ministry".
_DOCUMENTS: Final = frozenset(
    "readout statement report study survey poll analysis article letter memo filing complaint "
    "transcript review document email ad readouts talks book essay paper column editorial "
    "post tweet tally".split()
)


def is_adverb_at(sentence: Sentence, number: int) -> bool:
    """Tell an adverb from a name that ends like one: Shetterly."""
    named = number > 0 and sentence.words[number][0].isupper() and not sentence.is_headline
    return not named and is_adverb(sentence.lower[number])


def may_speak(sentence: Sentence, span: Span) -> bool:
    """Tell a speaker from what cannot be one: a clause, a number, a piece of a headline."""
    start, end = span
    lower, words = sentence.lower[start:end], sentence.words[start:end]
    if not 0 < end - start <= _LONGEST_SPEAKER:
        return False
    if any(word in _MARKS or word[0] == MASK or word in BREAKS for word in lower):
        return not any(word in _MARKS or word[0] == MASK or word in _HARD for word in lower)
    if lower[-1] in ARTICLES:
        return False
    if end - start == 1:
        return _is_one_word_speaker(lower[0], words[0])
    if lower[0] in _NOBODY and lower[0] not in DETERMINERS:
        return False
    if words[0].islower() and lower[0].endswith(("ing", "ed")) and lower[1] in DETERMINERS:
        # "wearing a hat", "halted its advance"
        return False
    if any(word in FINITE and word == printed for word, printed in zip(lower, words, strict=True)):
        return False
    shouted = sum(word.isupper() and len(word) > 2 for word in words)
    return shouted < _SHOUTED or sentence.is_headline


def _is_one_word_speaker(word: str, printed: str) -> bool:
    if word in SPEAKING or word in POSSESSIVES:
        return True
    if word in _NOBODY or word in FINITE or _NUMBER.match(word):
        return False
    if word in CARDINALS:
        # "..., said one": but four are no speaker.
        return word == "one"
    if printed[0].isupper():
        contracted = word.partition("'")[0] in _CONTRACTED
        return not (word in PREPOSITIONS or word in SUBORDINATORS or contracted)
    return word in OFFICES or word in _ALONE or word.endswith("s")


def names_somebody(sentence: Sentence, span: Span, surnames: Set[str]) -> bool:
    """Tell a speaker where no verb of saying shows one: a person, an office, a pronoun.

    A capital at the head of a sentence shows nothing; `surnames` are those the document has.
    """
    start, end = span
    last, printed = sentence.lower[end - 1], sentence.words[end - 1]
    if end - start == 1 and last in SPEAKING:
        return last not in ("it", "who")
    if last.removesuffix("'s") in surnames or last in OFFICES or last in REPORTERS:
        return True
    return printed[0].isupper() and (start > 0 or end - start > 1) and not sentence.is_headline


def of_participle(sentence: Sentence, cue: Cue) -> Span | None:
    """Find who does what a participle says: "with Aske tweeting", "Aske is already saying"."""
    lower = sentence.lower
    at = cue.at
    while at > 0 and is_adverb(lower[at - 1]):
        at -= 1
    if at > 1 and lower[at - 1] in BE:
        return before(sentence, at - 1)
    for number in range(at - 1, max(-1, at - _LONGEST_SUBJECT), -1):
        if lower[number] == "with":
            return _trimmed(sentence, number + 1, at)
        if lower[number] in BREAKS or lower[number] in FINITE or number in sentence.verbs:
            return None
    return None


def subject(sentence: Sentence, cue: Cue) -> Span | None:
    """Find the subject that stands before a cue."""
    lower = sentence.lower
    at = cue.at - 1
    while at >= 0 and (lower[at] in AUXILIARIES or is_adverb_at(sentence, at)):
        at -= 1
    at = _past_day(lower, at)
    if at < 0 or lower[at][0] == MASK or lower[at] in ("and", "or", "but"):
        return None
    word = lower[at]
    if word in RELATIVES:
        return _antecedent(sentence, at)
    if word in (",", ")") or word in DASHES:
        return _before_apposition(sentence, at)
    name = _inserted(sentence, at, cue)
    if name:
        return name
    found = before(sentence, at + 1)
    if (
        found
        and found[0] > 1
        and lower[found[0] - 1] == "who"
        and _is_verb_first(sentence, found[0])
    ):
        # "another person who appears often on the network said"
        return _antecedent(sentence, found[0] - 1)
    return found


def _past_day(lower: list[str], at: int) -> int:
    """Step back to "who" in "who on Sunday said"."""
    day = at
    while day > 0 and (lower[day] in DAYS or lower[day] in ("on", "last", "this", "week")):
        day -= 1
    return day if day < at and lower[day] in RELATIVES else at


def _inserted(sentence: Sentence, at: int, cue: Cue) -> Span | None:
    """Find the name in "left in a move Aske said would help": the move is not the speaker's."""
    following = sentence.lower[cue.end : cue.end + 1]
    run = at + 1
    while run > 0 and sentence.words[run - 1][0].isupper():
        run -= 1
    return (run, at + 1) if following and following[0] in FINITE and 0 < run <= at else None


def _is_verb_first(sentence: Sentence, at: int) -> bool:
    """Tell "who appears often" from "who the mayor", "who Aske"."""
    word = sentence.lower[at]
    return not (sentence.words[at][0].isupper() or word in DETERMINERS or word in SPEAKING)


def before(sentence: Sentence, end: int) -> Span | None:
    """Find the noun phrase that ends before a word."""
    lower = sentence.lower
    start = end
    while start > 0:
        word = lower[start - 1]
        if word in _NO_PART or word[0] == MASK or start - 1 in sentence.verbs:
            break
        if (word.endswith("ed") or word in _IRREGULAR) and _is_past(lower, start - 1):
            break
        if word == "and" and not _joins(sentence, start - 1, end):
            break
        if word in SPEAKING:
            if start == end:
                start -= 1
            break
        start -= 1
    return _trimmed(sentence, start, end)


def before_colon(sentence: Sentence, end: int) -> Span | None:
    """Find the name before a colon, a party and a state left out: "Orla Dask, D-Halm:"."""
    number = end - 1
    if number > 1 and sentence.lower[number - 1] == "," and _STATE.match(sentence.words[number]):
        end = number - 1
    return before(sentence, end)


def _is_past(lower: list[str], at: int) -> bool:
    """Tell "hoisted" in "Aske hoisted a sign that read" from "the embattled minister"."""
    if not at or (len(lower[at]) < 5 and lower[at] not in _IRREGULAR):
        return False
    previous = lower[at - 1]
    return not (
        previous in DETERMINERS
        or previous in PREPOSITIONS
        or previous in BREAKS
        or is_adverb(previous)
        or is_possessive(previous)
    )


def after(sentence: Sentence, at: int) -> Span | None:
    """Find the noun phrase after an inverted cue: said Dorrin Aske, the guild's chair."""
    lower = sentence.lower
    size = len(lower)
    if at >= size or lower[at] in BREAKS or lower[at] in STOPS or lower[at][0] == MASK:
        return None
    if lower[at] in PREPOSITIONS or lower[at] in WH or lower[at] == "that":
        return None
    if is_adverb(lower[at]) or lower[at] in OBJECT_PRONOUNS - {"it", "you"}:
        return None
    end = at
    while end < size:
        word = lower[end]
        if word in BREAKS or word in STOPS or word[0] == MASK:
            break
        if end > at and (
            (word in PREPOSITIONS and word not in _WITHIN_NAMES)
            or word in SUBORDINATORS
            or word in FINITE
            or word in DAYS
            or (is_adverb(word) and end > at + 1)
        ):
            break
        end += 1
        if word in SPEAKING:
            break
    if end == at:
        return None
    return _named_after(sentence, at, end) or (at, end)


def _named_after(sentence: Sentence, start: int, comma: int) -> Span | None:
    """Find the name after a role: "said the warden of the lock, Orla Dask"."""
    lower, words = sentence.lower, sentence.words
    if comma >= len(lower) or lower[comma] != "," or sentence.is_headline:
        return None
    if words[comma - 1][0].isupper() and lower[start] not in ARTICLES | POSSESSIVES:
        return None
    end = comma + 1
    while end < len(lower) and words[end][0].isupper() and lower[end] not in TIMES:
        end += 1
    over = end == len(lower) or lower[end] in STOPS | BREAKS | PREPOSITIONS or lower[end] == "and"
    return (comma + 1, end) if over and 1 < end - comma - 1 < _LONGEST_NAME else None


def since_quotation(sentence: Sentence, cue: Cue) -> Span | None:
    """Take all that stands between a quotation and its cue for the speaker."""
    lower = sentence.lower
    end = cue.at
    while end > 0 and (lower[end - 1] in AUXILIARIES or is_adverb_at(sentence, end - 1)):
        end -= 1
    for start in range(end - 1, max(-1, end - _LONGEST_WITH_CLAUSE), -1):
        word = lower[start]
        if word[0] == MASK:
            if start + 1 == end or lower[start + 1] in SUBORDINATORS:
                return None
            relative = (n for n in range(start + 2, end) if lower[n] in RELATIVES)
            return _trimmed(sentence, start + 1, next(relative, end))
        if word in BREAKS or word in FINITE:
            return None
    return None


def first_subject(sentence: Sentence, limit: int) -> Span | None:
    """Guess the subject of a sentence: the noun phrase before its first finite verb."""
    lower = sentence.lower
    start = _past_adverbial(sentence, limit)
    end = start
    while end < limit:
        word = lower[end]
        if word in FINITE or word in BREAKS or word[0] == MASK or end in sentence.verbs:
            break
        if word in SPEAKING:
            end += 1
            break
        if end > start and (
            word in PREPOSITIONS
            or word in SUBORDINATORS
            or (is_adverb(word) and lower[end - 1] not in ARTICLES)
            or (word in _IRREGULAR and _is_past(lower, end))
            or (word.endswith(("ed", "ing")) and not sentence.words[end][0].isupper())
        ):
            break
        end += 1
    if start < end <= limit:
        return _name_first(sentence, start, end)
    return None


def beside_quotation(sentence: Sentence, number: int) -> tuple[Span, int] | None:
    """Find the speaker and the verb after words in marks whose verb no list has.

    "...!" beamed Orla Dask; "...?" Krail croaked. A name and a past tense, nothing between.
    """
    lower, words = sentence.lower, sentence.words
    if sentence.endings.get(number, " ") not in CLOSING + "?" or sentence.is_headline:
        return None
    at = number + 1
    end = at
    while end < len(lower) and words[end][0].isupper() and lower[end] not in SUBORDINATORS:
        end += 1
    if end < len(lower) and lower[end].endswith("ed") and words[end].islower() and end > at:
        return ((at, end), end) if _pauses(sentence, end + 1) else None
    if at == end < len(lower) and lower[at].endswith("ed") and lower[at] not in PREPOSITIONS:
        speaker = after(sentence, at + 1)
        if speaker and words[speaker[0]][0].isupper():
            return speaker, at
    return None


def _pauses(sentence: Sentence, at: int) -> bool:
    """Tell that a verb takes nothing after it but a time, a place or a manner."""
    lower = sentence.lower
    if at >= len(lower) or lower[at] in STOPS or lower[at] in BREAKS or lower[at][0] == MASK:
        return True
    return (
        lower[at] in TIMES or lower[at] in ("in", "on", "at", "after", "as") or is_adverb(lower[at])
    )


def owner(sentence: Sentence, cue: Cue) -> Span | None:
    """Find whose claim it is: "Aske's claim that", "their claim that"."""
    lower, words = sentence.lower, sentence.words
    for number in range(cue.at - 1, max(-1, cue.at - 5), -1):
        word = lower[number]
        if word in ("his", "her", "their", "its", "my", "our"):
            return number, number + 1
        if word.endswith(("'s", "s'")):
            start = number
            while start > 0 and words[start - 1][0].isupper():
                start -= 1
            return start, number + 1
        if word in BREAKS or word in PREPOSITIONS:
            break
    return first_subject(sentence, cue.at)


def named(sentence: Sentence, start: int, end: int) -> Span | None:
    """Cut a phrase after "according to" to the name in it."""
    lower = sentence.lower
    for number in range(start + 1, end):
        if lower[number] == ":":
            return start, number
        if lower[number] == "by" and lower[start] != "by":
            return (number + 1, end) if number + 1 < end else None
        if lower[number] in RELATIVES or (
            lower[number] in PREPOSITIONS and lower[number] not in _WITHIN_NAMES
        ):
            return start, number
        if lower[number] in _AFTER_NAMES:
            end = number
            break
    return (start, end) if start < end else None


def last_name(sentence: Sentence, span: Span) -> Span:
    """Cut a phrase to the name it ends with, if it does."""
    start, end = span
    run = end
    while run > start and sentence.words[run - 1][0].isupper():
        run -= 1
    return (run, end) if run < end else span


def _past_adverbial(sentence: Sentence, limit: int) -> int:
    """Step over "In Minsk on Monday," and "ReadOptions why," at the head of a sentence."""
    lower = sentence.lower
    start = 0
    while start < limit and (
        lower[start] in ("but", "and", "so", "yet")
        or lower[start] in BREAKS
        or lower[start] in _MARKS
    ):
        start += 1
    while start < limit and _opens_adverbial(lower[start]):
        comma = next((n for n in range(start, limit) if lower[n] == ","), None)
        if comma is None:
            clause = lower[start] in PREPOSITIONS or lower[start] in SUBORDINATORS
            return limit if clause else start + 1
        start = _past_region(sentence, comma)
    return start


def _past_region(sentence: Sentence, comma: int) -> int:
    """Step over the region behind a place: "In Halm, West Lethany, Aske said"."""
    words = sentence.words
    for number in range(comma + 2, min(comma + 4, len(words) - 1)):
        if words[number] == ",":
            named = all(word[0].isupper() for word in words[comma + 1 : number])
            return number + 1 if named and words[comma - 1][0].isupper() else comma + 1
    return comma + 1


def _opens_adverbial(word: str) -> bool:
    if word in PREPOSITIONS or word in SUBORDINATORS or is_adverb(word) or word in TIMES:
        return True
    return word.endswith(("ing", "ed")) and len(word) > 4


def _name_first(sentence: Sentence, start: int, end: int) -> Span | None:
    """Cut what follows a name where the verb is not known: "Rudenko flew", "Biden kind of"."""
    words = sentence.words
    stop = start
    while stop < end and (words[stop][0].isupper() or (stop == start and end - start > 1)):
        stop += 1
    named = start < stop < end and words[stop - 1][0].isupper() and words[start][0].isupper()
    if named and sentence.lower[start] not in ARTICLES:
        end = stop
    return _trimmed(sentence, start, end)


def _antecedent(sentence: Sentence, at: int) -> Span | None:
    """Find whom "who" stands for; "who" itself where that cannot be seen."""
    lower = sentence.lower
    end = at - 1 if at > 0 and lower[at - 1] == "," else at
    if end > 1 and lower[end - 2] == "," and _STATE.match(sentence.words[end - 1]):
        # "Orla Dask, R-Ariz., who"
        end -= 2
    phrase = _name_at(sentence, end) or before(sentence, end) if end > 0 else None
    if phrase and lower[phrase[0]].endswith("ing") and sentence.words[phrase[0]][0].islower():
        # "holding up a sign that read"
        articles = (n for n in range(phrase[1] - 1, phrase[0], -1) if lower[n] in ARTICLES)
        phrase = (next(articles, phrase[0]), phrase[1])
    if lower[at] == "who":
        return phrase or (at, at + 1)
    return phrase


def _name_at(sentence: Sentence, end: int) -> Span | None:
    """Find the name that ends before a word: "They met Krail, who"; not "a pilot of Halm, who"."""
    start = end
    while start > 0 and sentence.words[start - 1][0].isupper():
        start -= 1
    if not 0 < start < end or sentence.is_headline:
        return None
    lead = sentence.lower[start - 1]
    placed = lead in ("in", "at", "near", "of", "for") or (lead == "from" and end - start == 1)
    return None if placed or lead in ARTICLES or lead == "and" else (start, end)


def _before_apposition(sentence: Sentence, at: int) -> Span | None:
    """Find the name before ", the head of the port,"."""
    lower = sentence.lower
    for number in range(at - 1, max(-1, at - _LONGEST_APPOSITION), -1):
        word = lower[number]
        if word[0] == MASK and number == at - 1:
            return None
        if number and (word in (",", "(") or word in DASHES):
            if lower[number + 1] in ("and", "but", "so", "when", "while", "because"):
                continue
            if _is_name(sentence, number + 1, at) and _is_role(sentence, number):
                # "its head, Arne Skelby, said", "the Minister of Information, Orla Dask, said"
                return number + 1, at
            phrase = before(sentence, number)
            if phrase and not _is_beside(lower, phrase):
                return phrase
    return None


def _is_role(sentence: Sentence, end: int) -> bool:
    """Tell an office before a comma from a name: it ends in small letters, or has an office."""
    if sentence.words[end - 1][0].islower():
        return True
    phrase = sentence.lower[max(0, end - _LONGEST_NAME) : end]
    return "of" in phrase and not OFFICES.isdisjoint(phrase[: phrase.index("of")])


def _is_beside(lower: list[str], span: Span) -> bool:
    """Tell a place, a time or an age from a name."""
    if lower[span[0]] in PREPOSITIONS or lower[span[1] - 1] in TIMES:
        return True
    if span[0] and lower[span[0] - 1] in _PLACING:
        # "Aske, at a meeting in Halm, Lethany, said"
        return True
    return span[1] - span[0] == 1 and lower[span[0]][0].isdigit()


def _is_name(sentence: Sentence, start: int, end: int) -> bool:
    return end - start > 1 and all(word[0].isupper() for word in sentence.words[start:end])


def _joins(sentence: Sentence, at: int, end: int) -> bool:
    """Tell "Aske and Morlan said" from "... left and Morlan said"."""
    words = sentence.words
    return at > 0 and at + 1 < end and words[at - 1][0].isupper() and words[at + 1][0].isupper()


def _past_lead(sentence: Sentence, start: int, end: int) -> int:
    """Step over what stands before a name: "and later", "On Monday", a mark."""
    lower = sentence.lower
    while start < end and (
        is_adverb_at(sentence, start)
        or lower[start] in TIMES
        or lower[start] == "and"
        or lower[start] in _MARKS
    ):
        start += 1
    if end - start > 2 and lower[start] in PREPOSITIONS and lower[start + 1] in TIMES:
        return start + 2
    return start


def _trimmed(sentence: Sentence, start: int, end: int) -> Span | None:
    """Leave out times and places around a name: "On Monday Aske in a letter" is Aske."""
    lower, words = sentence.lower, sentence.words
    start = _past_lead(sentence, start, end)
    stop = end
    while stop > start and (
        lower[stop - 1] in TIMES
        or is_adverb_at(sentence, stop - 1)
        or lower[stop - 1] in PREPOSITIONS
    ):
        stop -= 1
    # "the morning felt": a time that is the subject itself.
    if stop > start and lower[stop - 1] not in ARTICLES:
        end = stop
    if start >= end:
        return None
    if lower[start] in PREPOSITIONS:
        run = end
        while run > start and words[run - 1][0].isupper():
            run -= 1
        return (run, end) if run < end and run > start + 1 else None
    for number in range(start + 1, end):
        if lower[number] == "by" and any(noun in _DOCUMENTS for noun in lower[start:number]):
            return _trimmed(sentence, number + 1, end)
        if lower[number] in PREPOSITIONS and lower[number] not in _WITHIN_NAMES:
            end = number
            break
    return _bare_name(sentence, start, end)


def _bare_name(sentence: Sentence, start: int, end: int) -> Span:
    """Leave out the trade before a name: "mercenary leader Boris Krail"."""
    words, lower = sentence.words, sentence.lower
    run = end
    while run > start and words[run - 1][0].isupper():
        run -= 1
    if end - run >= 2 and run > start and not sentence.is_headline:
        lead = lower[run - 1]
        if lead not in PREPOSITIONS and lead not in ARTICLES and lead not in ("and", "including"):
            return run, end
    return start, end
