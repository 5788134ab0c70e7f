"""Know the people an article names: full names, surnames, and whether "he" can stand for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

# Repetitions have an end, so that a text without blanks is read in time, too.
_NAME: Final = re.compile(
    r"(?<!\w)[A-Z][\w'’-]{1,40}+"
    r"(?: (?:[A-Z][\w'’-]{1,40}+|[A-Z]\.|al-\w{1,40}+|van|von|de|der|bin|la)(?!\w))+"
)
# A capital at the head of a sentence or after a comma, with titles or a first name before it.
_CAPITAL: Final = re.compile(
    r"(?:^|[\n.,!?”\"’']\s{0,9})((?:[A-Z][\w'’-]{0,40}+\.? ){0,4})([A-Z][\w-]{1,40}+)"
    r"(?=['’]s|[\s,])"
)
# Characters before a pronoun in which it is looked for whom it means.
_REACH: Final = 4_000
# Words that begin a run of capitals without being part of a name.
_NO_NAME: Final = frozenset(
    "the a an on in at but and for as if it he she they we his her their its my your our "
    "more most one two some all many this that these those when while after before since "
    "from with by to of or so yet not no what who why how where monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)
TITLES: Final = frozenset(
    "mr mrs ms dr miss sir lady lord sen sens rep reps gov gen lt col maj capt sgt adm rev "
    "prof hon president vice prime minister foreign interior defense defence finance "
    "economy transport justice health energy trade labour labor deputy chief senior former "
    "acting judge captain prosecutor lawyer attorney professor general secretary mayor "
    "speaker director spokesman spokeswoman spokesperson state senator governor congressman "
    "congresswoman king queen prince princess pope cardinal archbishop bishop rabbi imam "
    "ambassador chancellor premier chairman chairwoman chair republican democratic democrat "
    "conservative liberal rear admiral colonel major sheriff officer detective editor "
    "analyst economist doctor nurse commissioner manager coach representative first "
    "presidential candidate nominee leader head shop steward rail press campaign".split()
)
# Names that end with these are of places and bodies.
_NO_PERSON: Final = frozenset(
    "bridge street road avenue square institute university college school ministry council "
    "party corps court bank house hall water railways department committee association "
    "times post letter news agency guild union government commission administration group "
    "company foundation center centre church museum park island islands river sea coast "
    "city county state states kingdom republic federation army navy force forces police act "
    "law award prize office service senate congress parliament assembly club league cup "
    "games airport hospital tower press journal strait straits gulf ocean east west north "
    "south valley port media television network war treaty agreement accord deal plan day "
    "night week month year".split()
)
# Names that begin with these are of places.
_PLACES: Final = frozenset(
    "north south east west northern southern eastern western new san santa los las saint st "
    "fort mount lake hong costa puerto united saudi sri el middle white supreme wall cape".split()
)
_FEMALE: Final = frozenset(
    "mrs ms miss lady queen princess spokeswoman chairwoman congresswoman mary maria "
    "patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty "
    "margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah "
    "stephanie rebecca laura sharon cynthia kathleen amy angela anna anne emma nicole helen "
    "samantha katherine christine rachel carolyn janet catherine heather diane ruth julie "
    "olivia joyce victoria kelly lauren christina joan evelyn judith olga elena natalia "
    "svetlana irina tatiana ursula theresa julia fatima aisha claire alice jane hillary "
    "kamala".split()
)
_MALE: Final = frozenset(
    "mr sir lord king prince spokesman chairman congressman james robert john michael david "
    "william richard joseph thomas charles christopher daniel matthew anthony mark donald "
    "steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason "
    "jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon "
    "benjamin samuel gregory frank raymond jack dennis jerry tyler aaron jose adam nathan "
    "henry peter kyle jeremy walter joe bill mike jim bob tom chris ben sergei dmitry "
    "vladimir alexander mikhail boris yevgeny ivan viktor ahmed mohammed muhammad ali "
    "hassan jean pierre hans carlos luis juan antonio giuseppe".split()
)


_FIRST: Final = (_FEMALE | _MALE) - TITLES - {"miss", "lady", "chairwoman", "spokeswoman"}


@dataclass(slots=True)
class People:
    """The people named in one text.

    Attributes
    ----------
    full
        A surname (or, for names that begin with it, a first word) -> the full name.
    mentions
        Place and full name of each time a full name is printed, in order.
    sure
        Full names that a title or a common first name shows to be a person's.
    sexes
        Full name -> 'f' or 'm', where a title or a common first name tells.
    """

    full: dict[str, str] = field(default_factory=dict)
    mentions: list[tuple[int, str]] = field(default_factory=list)
    sure: set[str] = field(default_factory=set)
    sexes: dict[str, str] = field(default_factory=dict)

    @property
    def surnames(self) -> set[str]:
        """The last words of the full names, in small letters."""
        return {name.split(" ")[-1].lower() for name in self.full.values()}


def meet(text: str, segments: Sequence[tuple[int, int, str]]) -> People:
    """Collect the full names printed in the segments of a text."""
    people = People()
    for start, end, label in segments:
        if label == "title":
            continue
        for match in _NAME.finditer(text, start, end):
            run, at = match.group(), match.start()
            lead = run
            if text.endswith(". ", start, at):
                lead = text[max(start, at - 5) : at].rstrip(". ").rpartition(" ")[2]
            person = _person(lead, run)
            if person is None:
                continue
            name, first, last, is_sure, sex = person
            people.mentions.append((at, name))
            people.full.setdefault(last, name)
            people.full.setdefault(first, name)
            if is_sure:
                people.sure.add(name)
            if sex:
                people.sexes.setdefault(name, sex)
    return people


@lru_cache(maxsize=20_000)
def _person(lead: str, run: str) -> tuple[str, str, str, bool, str] | None:
    """Say what the first word before a name, and the first of it, tell of the person.

    Returns
    -------
    The name; its first and last word in small letters; whether it is sure to be a person's; and
    the sex, where it is known. None where the run of capitals holds no full name.
    """
    name = bare(run)
    if name is None:
        return None
    words = name.lower().split(" ")
    title = lead.partition(" ")[0].lower()
    sexes = [_sex_of_word(word) for word in (title, words[0])]
    return name, words[0], words[-1], title in TITLES or any(sexes), sexes[0] or sexes[1]


def _sex_of_word(word: str) -> str:
    return "f" if word in _FEMALE else "m" if word in _MALE else ""


def is_first_name(word: str) -> bool:
    """Tell whether a word is a common first name."""
    return word.lower() in _FIRST


def fits(people: People, name: str, sex: str) -> bool:
    """Tell whether a person can be meant by a pronoun, as far as is known."""
    known_sex = people.sexes.get(name, "")
    return not known_sex or not sex or known_sex == sex


def last_subject(people: People, text: str, since: int, before: int, sex: str) -> tuple[int, str]:
    """Find the last person who begins a sentence or follows a comma between two places.

    Returns
    -------
    Place and full name; -1 and '' where there is none.
    """
    if before <= since:
        return -1, ""
    for match in reversed(list(_CAPITAL.finditer(text, max(since, before - _REACH, 0), before))):
        name = people.full.get(match.group(2).lower())
        if name is None or not fits(people, name, sex):
            continue
        lead = match.group(1).split(" ")
        if all(word.rstrip(".").lower() in TITLES or word in name for word in lead if word):
            return match.start(2), name
    return -1, ""


@lru_cache(maxsize=20_000)
def bare(run: str) -> str | None:
    """Leave titles out of a run of capitals; None where no full name is left.

    Examples
    --------
    >>> bare("Interior Minister Boris Krail"), bare("Monday Night")
    ('Boris Krail', None)
    """
    words = run.replace("’", "'").split(" ")
    for number in range(len(words) - 3, -1, -1):
        # "Supreme Court Justice Ruth ...": the name stands after the office.
        if words[number].rstrip(".").lower() in TITLES:
            words = words[number + 1 :]
            break
    while words and (
        words[0].lower() in _NO_NAME
        or words[0].rstrip(".").lower() in TITLES
        or words[0].endswith("'s")
    ):
        words.pop(0)
    while words and words[-1].islower():
        words.pop()
    words = [word.removesuffix("'s") for word in words]
    if len(words) < 2 or words[-1].lower() in _NO_PERSON or words[0].lower() in _PLACES:
        return None
    return " ".join(words)


def sex_of(pronoun: str) -> str:
    """Say whom a pronoun can stand for: 'm', 'f', or '' for either."""
    return {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}.get(pronoun, "")
