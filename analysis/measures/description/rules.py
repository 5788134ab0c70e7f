"""The rules by which a word is told to describe a mention: what stands before it, behind it.

Each rule looks at a few words on either side, within one sentence, and says nothing where it
cannot tell. Whom a pronoun means is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from analysis.corpus.language.verbs import verb_form
from analysis.corpus.language.wordlists import (
    ARTICLES,
    BE,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIMES,
    is_adverb,
)
from analysis.measures.description.sentence import Words
from analysis.measures.description.words import (
    SO_CALLED,
    STATES,
    is_adjective,
    is_determiner,
    is_function,
    is_participle,
    is_verb,
    says_what,
    tells_order,
)

Role = Literal["modifier", "label", "does", "done_to", "no_agent"]

_LONGEST: Final = 6
# Letters of a word in capitals that is an abbreviation; longer ones open a line: EXCLUSIVE.
_ABBREVIATION: Final = 4
_LABEL: Final = 4
# Words after which a clause begins, so that what follows is its subject.
_CLAUSE: Final = (SUBORDINATORS - {"than", "so", "but", "or"}) | frozenset(
    "that says said believes believed claims claimed alleges alleged argues argued knows knew "
    "thinks thought insists insisted suggests suggested reported adds added but then".split()
)
_RELATIVE: Final = {"person": frozenset(("who",)), "organisation": frozenset(("who", "which"))}
_HAVE: Final = frozenset("has have had having 've 's".split())
_MODAL: Final = frozenset(
    "will would can could may might must shall should do does did cannot".split()
)
_NEGATIVE: Final = frozenset("not never n't hardly barely neither nor cannot".split())
_BE: Final = frozenset(word for word in BE if "n't" not in word)
_AUXILIARY: Final = _BE | _MODAL | (_HAVE - {"'s", "'ve"})
# Verbs that say nothing of who does them: speech has its own page, the others are grammar.
_EMPTY: Final = frozenset(
    "say tell add ask note reply explain get go come let seem appear begin start stay mean know "
    "put keep try turn need want become remain list like make take give use set".split()
)
# "Is believed to have left" tells what is thought, not what is done.
_HELD: Final = frozenset(
    "report believe think understand allege claim expect suppose rumor rumour know consider "
    "presume assume estimate see hear feel".split()
)
# After a quotation its speaker follows such a verb: "...," warned Dask.
_INVERTED: Final = frozenset(
    "argue warn insist concede admit acknowledge announce declare joke conclude complain claim "
    "allege answer apologize apologise boast comment confirm contend continue deny lament "
    "predict promise recall remember report respond state suggest testify urge vow wish write "
    "read agree think believe feel tweet post point indicate emphasize emphasise repeat "
    "conclude hope intend".split()
)
# What follows is the subject of another verb, or no object.
_NO_OBJECT: Final = (
    _EMPTY
    | _INVERTED
    | frozenset(
        "see hear make give help call name run lie sit stand live expect prefer allow consider "
        "include involve regard follow refer fall rise lead come sleep work speak march travel "
        "consider deem prove show find rely return arrive climb emerge appeal".split()
    )
)
# Words that begin no name and no headline of their own.
_NEVER_NAMES: Final = frozenset(
    "former longtime outspoken powerful controversial late embattled disgraced outgoing ousted "
    "retired suspected convicted jailed exiled".split()
)
# "The time migrants had": what follows is a clause.
_CLAUSAL: Final = frozenset(
    "time way day place reason thing moment year point word term name".split()
)
_PARTICLES: Final = frozenset("out up off down away over".split())
# Adjectives that are part of an office: "national security adviser".
_OF_OFFICE: Final = frozenset(
    "national federal foreign presidential congressional legislative judicial general prime "
    "financial legal medical gubernatorial senatorial mayoral vice-presidential executive "
    "political economic criminal military regional provincial municipal".split()
)
_INTRANSITIVE: Final = frozenset(
    "arrive fall rise flee emerge disappear vanish collapse retire succeed struggle apologize "
    "apologise agree appear resign die march run".split()
)
# "Followed by Dask" tells an order, no act.
_ORDERING: Final = frozenset(("follow", "replace", "succeed"))
_CALLING: Final = frozenset("call brand label dub".split())
_GERUND: Final = frozenset("by of for from in against after before at on about".split())
_PERSONAL: Final = frozenset("he she it who which that they we i you".split())
_PLAIN_SUBJECT: Final = frozenset("they we i you who".split())


class Mention(NamedTuple):
    """A mention among the words of its stretch.

    Attributes
    ----------
    first, last
        Its first word, and one past its last.
    kind
        person, organisation or place; "" for a listed concept.
    genitive
        Whether 's follows.
    """

    first: int
    last: int
    kind: str
    genitive: bool

    def is_plural(self, words: Words) -> bool:
        """Tell a name in the plural by its ending."""
        return words.lower[self.last - 1].endswith(("s", "people", "men"))


class Described(NamedTuple):
    """A describing word or phrase: its first word, one past its last, its role, its term."""

    first: int
    last: int
    role: Role
    term: str


class Front(NamedTuple):
    """What stands before a mention in its noun phrase.

    Attributes
    ----------
    first
        The first word of the phrase, its determiner left out.
    opener
        The word before it in small letters, if only a blank is between; else "".
    opening
        The number of that word, or of the first.
    """

    first: int
    opener: str
    opening: int


def describe(words: Words, mention: Mention) -> Iterator[Described]:
    """Find the words that describe one mention."""
    before = _front(words, mention.first)
    if _is_head(words, mention):
        yield from _in_front(words, mention, before)
        yield from _so_called(words, mention)
        if not mention.genitive:
            yield from _apposed(words, mention)
            yield from _done_to(words, mention, before)
    if not mention.genitive:
        yield from _does(words, mention, before)


def _front(words: Words, first: int) -> Front:
    """Walk left over titles, adjectives and nouns to where the noun phrase begins."""
    at = first
    while at > max(0, first - _LONGEST) and words.joins(at) and _belongs(words, at - 1):
        at -= 1
    if not words.joins(at):
        return Front(at, "", at)
    return Front(at, words.lower[at - 1], at - 1)


def _belongs(words: Words, at: int) -> bool:
    """Tell whether a word can stand within a noun phrase before its head."""
    word = words.lower[at]
    if is_determiner(word) or word in TIMES or word in SO_CALLED:
        return False
    if is_function(word) or not word[0].isalpha():
        return False
    if words.begins(at) and words.printed[at].isupper() and len(word) > _ABBREVIATION:
        return False
    if not words.is_small(at):
        return True
    if words.begins(at) and not (is_adjective(word) or is_participle(word) or says_what(word, "")):
        return words.printed[at][0].isupper() and not is_verb(word)
    if is_participle(word):
        return _is_attributive(words, at)
    return not is_verb(word) or _is_compound(words, at)


def _is_compound(words: Words, at: int) -> bool:
    """Tell "the Halm campaign manager" from "to press secretary Dask"."""
    lead = words.lower[at - 1] if words.joins(at) else ""
    return (
        _tenses(words.lower[at]) == {"base"}
        and says_what(words.lower[at + 1], "")
        and lead not in {"", "to"} | _MODAL | _PLAIN_SUBJECT
        and not lead.endswith("n't")
    )


def _is_attributive(words: Words, at: int) -> bool:
    """Tell "the beaten mayor", "by suspected rebels" from "police arrested", "of killing"."""
    if not words.joins(at):
        # “We stay,” said Dask.
        return words.begins(at) and not words.closes(at) and not words.lower[at].endswith("ing")
    before = words.lower[at - 1]
    # "Halm's leaving the guild" is an act.
    acts = words.lower[at].endswith("ing")
    if before == "this" and "past" in _tenses(words.lower[at]):
        return False
    if is_determiner(before) or is_adjective(before):
        return not (acts and (is_adjective(before) or "'" in before))
    return before in PREPOSITIONS and before != "to" and not acts


def _tenses(word: str) -> frozenset[str]:
    form = verb_form(word)
    return form.tenses if form else frozenset()


def _is_head(words: Words, mention: Mention) -> bool:
    """Tell whether a name stands for itself: not in "the Dask trial"."""
    after = mention.last
    if mention.genitive or not words.joins(after):
        return True
    word = words.lower[after]
    if words.printed[after][0].isupper():
        return is_function(word)
    form = verb_form(word)
    if form is None:
        return is_function(word) or word.endswith("ed")
    # "The Halm probe", "Halm forces did": nouns, though there are such verbs.
    if form.tenses == {"base"}:
        return mention.is_plural(words)
    return form.tenses != {"present"} or not _acted(words, after)


def _acted(words: Words, at: int) -> bool:
    """Tell whether a verb follows a word, so that it is none itself."""
    after = words.lower[at + 1] if words.joins(at + 1) else ""
    form = verb_form(after)
    return after in _AUXILIARY or after.endswith("n't") or bool(form and "past" in form.tenses)


def _in_front(words: Words, mention: Mention, before: Front) -> Iterator[Described]:
    """Find adjectives before a mention, and the noun that says what it is: "mercenary chief"."""
    run = range(before.first, mention.first)
    small = [at for at in run if words.is_small(at) and not _is_title(words, at, mention.first)]
    office = _OF_OFFICE if mention.kind == "person" else frozenset[str]()
    describing = [
        at for at in small if _describes(words.lower[at]) and words.lower[at] not in office
    ]
    last = mention.first - 1
    others = [at for at in small if at not in describing]
    if last in others and mention.kind:
        if not says_what(words.lower[last], mention.kind):
            return
        noun = last
        while noun > run[0] and noun - 1 not in describing and last - noun + 1 < _LABEL:
            noun -= 1
        yield _phrase(words, noun, last + 1, "label")
        describing = [at for at in describing if at < noun]
        others = [at for at in others if at < noun]
    elif last in others:
        if not _is_noun_modifier(words, mention, before):
            return
        yield _phrase(words, last, last + 1, "modifier")
        others = []
    elif last in small and not _may_stand_bare(words, mention.kind, before, last):
        return
    elif last not in small:
        # Before a title: "the embattled defence Secretary Dask".
        others = [at for at in others if not says_what(words.lower[at], "")]
    if not others:
        for at in describing:
            yield _phrase(words, at, at + 1, "modifier")


def _is_noun_modifier(words: Words, mention: Mention, before: Front) -> bool:
    """Tell "the prison riot" from "the time migrants had" and from "four people died"."""
    noun = words.lower[mention.first - 1]
    form = verb_form(words.lower[mention.last - 1])
    return (
        before.opener in ARTICLES
        # "The dangers migrants face".
        and (not noun.endswith("s") or noun.endswith("ss"))
        and not (is_verb(noun) or tells_order(noun) or noun in _CLAUSAL)
        and words.is_small(mention.first)
        and not (form and "past" in form.tenses)
    )


def _is_title(words: Words, at: int, first: int) -> bool:
    """Tell a word that begins a sentence and may be part of a name: President, White House."""
    if not words.printed[at][0].isupper():
        return False
    named = at + 1 < first and words.printed[at + 1][0].isupper()
    return (at + 1 == first and says_what(words.lower[at], "")) or (
        named and words.lower[at] not in _NEVER_NAMES
    )


def _describes(word: str) -> bool:
    return is_adjective(word) or is_participle(word)


def _may_stand_bare(words: Words, kind: str, before: Front, last: int) -> bool:
    """Tell whether an adjective directly before a mention is part of its phrase."""
    if is_determiner(before.opener):
        return True
    if is_participle(words.lower[last]):
        return kind == "" and before.opener in PREPOSITIONS
    if kind == "place":
        return before.opener in PREPOSITIONS
    return kind == "" and before.opener not in BE


def _so_called(words: Words, mention: Mention) -> Iterator[Described]:
    at = mention.first - 1
    if at >= 0 and words.lower[at] in SO_CALLED and words.gap[mention.first] in ("", "“", '"', "‘"):
        yield _phrase(words, at, at + 1, "label")


def _apposed(words: Words, mention: Mention) -> Iterator[Described]:
    """Find nouns that say what a name is: behind it, before it, after "is" and "called"."""
    at, kind = mention.last, mention.kind
    if not kind or at >= len(words):
        return
    if words.gap[at] in (",", "—", "–", "("):
        bare = not is_determiner(words.lower[at]) or words.lower[at].endswith("'s")
        yield from _label(words, at if bare else at + 1, kind, bare=bare)
    if kind == "person" and words.gap[mention.first] == "," and words.after(at) in (",", "."):
        yield from _label_before(words, mention.first)
    if words.joins(at):
        yield from _said_to_be(words, mention)
    if words.joins(mention.first) and words.joins(at) and words.lower[at] in ("a", "an"):
        form = verb_form(words.lower[mention.first - 1])
        if form and form.verb in _CALLING and words.joins(at + 1):
            yield from _label(words, at + 1, "", bare=False, any_noun=True)


def _label(
    words: Words, at: int, kind: str, *, bare: bool, any_noun: bool = False
) -> Iterator[Described]:
    """Read a noun phrase from its first word on: up to a mark, a preposition, or who."""
    last = at
    while last < len(words) and last - at < _LONGEST and (last == at or words.joins(last)):
        word = words.lower[last]
        if is_function(word) or is_determiner(word) or (is_verb(word) and not _describes(word)):
            break
        last += 1
    if last == at:
        return
    closed = not words.joins(last)
    after = "" if closed else words.lower[last]
    noun = words.lower[last - 1]
    if not closed and after not in ("of", "in", "for", "at", "from", "who", "and", "with", "to"):
        return
    if not closed and kind == "person" and after != "who" and _names_another(words, last):
        return
    if bare and (after not in ("of", "at", "for") or last - at > 2):
        return
    if closed and words.after(last)[:1] not in (",", ".", ";", ")", "—", "–", "\n", "?", "!"):
        return
    if not words.is_small(last - 1):
        return
    if not (says_what(noun, kind) or (any_noun and not _describes(noun))):
        return
    yield _phrase(words, max(at, last - _LABEL), last, "label")


def _names_another(words: Words, last: int) -> bool:
    """Tell whether the phrase goes on to a name of its own: "the chair of the guild, Sen. Aske"."""
    for at in range(last, min(last + 2 * _LONGEST, len(words))):
        if words.gap[at] == ",":
            return words.printed[at][0].isupper() and words.lower[at] not in TIMES
        if not words.joins(at):
            return False
    return False


def _label_before(words: Words, first: int) -> Iterator[Described]:
    """Read a noun that a name follows between commas: "The guild's head, Orla Dask, left"."""
    last = first
    at = last - 1
    if not (words.is_small(at) and says_what(words.lower[at], "person")):
        return
    while at > 0 and words.joins(at) and last - at <= _LABEL and _belongs(words, at - 1):
        at -= 1
    if words.joins(at) and is_determiner(words.lower[at - 1]) and last - at <= _LABEL:
        yield _phrase(words, at, last, "label")


def _said_to_be(words: Words, mention: Mention) -> Iterator[Described]:
    """Read "Dask is a liar" and "Dask was corrupt"."""
    verb = mention.last
    if words.lower[verb] not in ("is", "was", "are", "were", "remains", "became", "remained"):
        return
    if not _is_subject(words, _front(words, mention.first)):
        return
    at = verb + 1
    while at < len(words) and words.joins(at) and _is_degree(words.lower[at]):
        if words.lower[at] in _NEGATIVE:
            return
        at += 1
    if at >= len(words) or not words.joins(at):
        return
    if words.lower[at] in ("a", "an", "the") and words.joins(at + 1):
        yield from _label(words, at + 1, mention.kind, bare=False)
    elif is_adjective(words.lower[at]) and words.is_small(at):
        after = words.lower[at + 1] if words.joins(at + 1) else ""
        if not after or after in PREPOSITIONS or after in ("and", "but", "that"):
            yield _phrase(words, at, at + 1, "modifier")


def _is_degree(word: str) -> bool:
    return is_adverb(word) or word in ("very", "too", "quite", "rather", "more", "most")


def _is_subject(words: Words, before: Front) -> bool:
    """Tell whether a noun phrase can be the subject of the verb behind it."""
    at, opener = before.first, before.opener
    if opener != "that" and (opener in DETERMINERS or is_determiner(opener)):
        at = before.opening
        opener = words.lower[at - 1] if words.joins(at) else ""
    if not opener:
        return True
    if opener == "and":
        # "Of Aske and Dask": what the pair is part of is not seen here.
        pair = at - 2
        return pair < 0 or (words.is_small(pair) and is_verb(words.lower[pair])) or (
            words.gap[at - 1] == ","
        )  # fmt: skip
    return opener in _CLAUSE


def _does(words: Words, mention: Mention, before: Front) -> Iterator[Described]:
    """Find the verb whose subject a mention is, and "beaten by Dask"."""
    at = mention.last
    if at < len(words):
        relative = words.lower[at] in _RELATIVE.get(mention.kind, ())
        if relative and (words.joins(at) or words.gap[at] == ","):
            yield from _verb(words, at + 1)
        elif words.joins(at) and _is_subject(words, before):
            yield from _verb(words, at)
    if not _is_head(words, mention):
        return
    at = before.opening if is_determiner(before.opener) else before.first
    if words.joins(at) and words.lower[at - 1] == "by" and words.joins(at - 1):
        verb = at - 2
        form = verb_form(words.lower[verb])
        done = form and "participle" in form.tenses and words.is_small(verb)
        if form and done and form.verb not in _EMPTY | _ORDERING:
            yield Described(verb, verb + 1, "does", form.verb)


def _verb(words: Words, at: int) -> Iterator[Described]:
    """Read a verb with what helps it: "has reportedly been beaten"."""
    helps = ""
    while at < len(words) and words.joins(at):
        word = words.lower[at]
        if word in _NEGATIVE or word.endswith("n't"):
            return
        if word in _AUXILIARY and not (helps and word in ("do", "does", "did")):
            helps = word
        elif not is_adverb(word) or verb_form(word):
            break
        at += 1
    if at >= len(words) or not words.joins(at) or not words.printed[at][0].islower():
        return
    yield from _told(words, at, helps)


def _told(words: Words, at: int, helps: str) -> Iterator[Described]:
    """Say what a verb tells of its subject, by the word that helps it."""
    word, form = words.lower[at], verb_form(words.lower[at])
    after = words.lower[at + 1] if words.joins(at + 1) else ""
    if helps in _BE and _is_passive(word):
        verb = form.verb if form else word
        if verb in ("say", "tell", "need", "mean", "put", "get", "go", "come", "become"):
            return
        if after == "to" and verb in _HELD:
            return
        yield Described(at, at + 1, "done_to" if _has_agent(words, at) else "no_agent", verb)
        return
    if form is None or form.verb in _EMPTY:
        return
    tenses = form.tenses
    if helps == "":
        # "Dask, accused of": the participle of a shortened clause.
        fits = ("past" in tenses and after != "by") or (
            "present" in tenses and not _acted(words, at)
        )
        if "past" in tenses and form.verb in ("accuse", "suspect", "convict", "charge", "base"):
            fits = after not in ("of", "by", "with", "in", "")
    elif helps in _BE:
        fits = "ing" in tenses
    elif helps in _HAVE:
        fits = "participle" in tenses
    else:
        fits = "base" in tenses
    if fits:
        yield Described(at, at + 1, "does", form.verb)


def _is_passive(word: str) -> bool:
    if word in STATES:
        return False
    form = verb_form(word)
    if form:
        return "participle" in form.tenses and form.verb not in _INTRANSITIVE
    return len(word) > 5 and word.endswith("ed") and not is_adjective(word)


def _has_agent(words: Words, at: int) -> bool:
    """Tell whether "by" follows within the clause."""
    for number in range(at + 1, min(at + _LONGEST, len(words))):
        if not words.joins(number):
            return False
        if words.lower[number] == "by":
            after = words.lower[number + 1] if words.joins(number + 1) else ""
            return after not in TIMES and not (verb_form(after) and after.endswith("ing"))
    return False


def _done_to(words: Words, mention: Mention, before: Front) -> Iterator[Described]:
    """Find the verb whose object a mention is: "police arrested the mayor, Orla Dask"."""
    at = before.opening if is_determiner(before.opener) else before.first
    if not words.joins(at) or _follows_clause(words, mention.last):
        return
    verb = at - 1
    word, form = words.lower[verb], verb_form(words.lower[verb])
    if form is None or form.verb in _NO_OBJECT or not words.printed[verb][0].islower():
        return
    lead = words.lower[verb - 1] if words.joins(verb) else ""
    skipped = verb - 1
    while lead and (is_adverb(lead) or lead in _NEGATIVE) and words.joins(skipped):
        if lead in _NEGATIVE:
            return
        skipped -= 1
        lead = words.lower[skipped]
    if lead in _NEGATIVE or lead.endswith("n't"):
        return
    if _acts(word, form.tenses, lead, words, verb):
        yield Described(verb, verb + 1, "done_to", form.verb)


def _acts(word: str, tenses: frozenset[str], lead: str, words: Words, verb: int) -> bool:
    """Tell whether a form before an object is a verb there, by the word before it."""
    if lead != "this" and (is_determiner(lead) or is_adjective(lead)):
        return False
    named = verb > 0 and words.joins(verb) and words.printed[verb - 1][0].isupper()
    if "past" in tenses and lead not in BE:
        # "Said retired captain Dask", "root out suspected rebels": no verb.
        return verb_form(lead) is None and lead not in _PARTICLES
    if "ing" in tenses:
        return lead in _BE or lead in _GERUND or (lead == "" and not words.begins(verb))
    if "present" in tenses:
        return lead in _PERSONAL or (named and not words.begins(verb - 1) and lead != "")
    return "base" in tenses and (lead == "to" or lead in _MODAL or lead in _PLAIN_SUBJECT)


def _follows_clause(words: Words, last: int) -> bool:
    """Tell whether a verb follows, of which the mention is the subject: "knew Dask lied"."""
    at = last
    while at < len(words) and words.joins(at) and is_adverb(words.lower[at]):
        at += 1
    if at >= len(words) or not words.joins(at):
        return False
    word, form = words.lower[at], verb_form(words.lower[at])
    return word in _AUXILIARY or word.endswith("n't") or (
        form is not None and bool({"past", "present"} & form.tenses) and words.is_small(at)
    )  # fmt: skip


def _phrase(words: Words, first: int, last: int, role: Role) -> Described:
    term = " ".join(words.lower[first:last])
    return Described(first, last, role, term)
