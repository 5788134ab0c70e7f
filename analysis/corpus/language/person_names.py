"""Know the people an article names: full names, surnames, and whether "he" can stand for them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from analysis.corpus.language.wordlists import (
    DETERMINERS,
    PREPOSITIONS,
    REPORTERS,
    SUBORDINATORS,
    TIMES,
)

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
# A title that tells a person's sex, and the surname that follows it.
_ADDRESSED: Final = re.compile(
    r"(?<!\w)(Mr|Mrs|Ms|Miss|Sir|Dame|Lady|Lord)\.? ([A-Z][\w'’-]{1,40}+)"
)
# "Aske said she ..." and "Aske and her brother": a pronoun so near is hardly another's.
_REFERRED: Final = re.compile(
    r"(?<!\w)([A-Z][\w-]{1,40}+) (?:"
    r"(?:said|says|added|wrote|explained|noted|believes|thinks|hopes|told [A-Za-z]{2,20}+)"
    r"(?: (?:that|on|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))* (he|she)"
    r"|(?:and|with|of|in|on|for|to|lost|left|made|took|began|gave|has|had|used) (his|her))(?!\w)"
)
# What a name after these words is of: a place.
_WITHIN: Final = frozenset("in near across outside around throughout".split())
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
    "presidential candidate nominee leader head shop steward rail press campaign staff "
    "adviser advisor councilwoman councilman councilmember alderman "
    "columnist correspondent activist strategist appropriations subcommittee whip executive "
    "commander marshal superintendent inspector envoy".split()
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
    "fort mount lake hong port costa puerto united saudi sri el middle white supreme wall "
    "cape".split()
)
# Words that begin sentences, with a capital there.
_SMALL: Final = (
    DETERMINERS | PREPOSITIONS | SUBORDINATORS | (TIMES - {"april", "june", "august"}) | {"team"}
)
_OPENING: Final = frozenset("but and still yet so then".split())
# Groups of people, as "Senate Republicans".
_GROUPS: Final = frozenset("republicans democrats".split()) | REPORTERS
_LONGEST_ACRONYM: Final = 6
_FEMALE: Final = frozenset(
    "mrs ms miss lady dame queen princess spokeswoman chairwoman congresswoman abigail ada "
    "adele adriana aisha alexandra alexandria alice alicia alison allison alma alyssa amanda "
    "amelia amy anastasia andrea angela angelica angelina anita anna anne anne-marie annette "
    "annie antonia ariana audrey ava barbara barbra beatrice becky belinda bernadette beth "
    "bethany betty beverly bianca bonnie brenda briana bridget brittany camila camille "
    "candace carla carly carmen carol caroline carolyn carrie cassandra cassie catherine "
    "cathy cecilia celeste charlene charlotte chelsea cheryl chloe christiane christina "
    "christine cindy claire clara claudia colleen connie constance cristina cynthia daniela "
    "danielle daphne darlene debbie deborah debra denise diana diane dianna dolores donna "
    "dora doris dorothy edith eileen elaine eleanor elena elisabeth elise eliza elizabeth "
    "ella ellen eloise elsa emily emma erica erika erin esther eva evelyn fatima felicia "
    "fiona frances francesca gabriela gabrielle gail geraldine gertrude gina gladys glenda "
    "gloria grace greta gretchen guadalupe gwen gwendolyn gwyneth hannah harriet heather "
    "heidi helen helena hilary hillary ida ingrid irene irina isabel isabella ivana ivanka "
    "jacqueline jana jane janelle janet janice jasmine jeanette jeanne jenna jennie jennifer "
    "jenny jessica jessie jill joan joann joanna joanne jocelyn jodi josephine joyce juanita "
    "judith judy julia juliana julie juliet justine kamala karen karin karla kate katelyn "
    "katherine kathleen kathryn kathy katie katrina kayla keisha kellyanne kimberly kirsten "
    "kirstjen krista kristen kristin kristina lana lara laura lauren laurie leah leila lena "
    "leticia lillian lily linda lindsay lisa liz liza lois loretta lori lorraine louise lucia "
    "lucille lucy lydia lynn madeleine madeline maggie malala mandy marcia margaret margarita "
    "marge maria maria-elena marian marianne marie marilyn marina marissa marjorie marlene "
    "marsha martha martina mary maureen maxine maya megan meghan melania melinda melissa "
    "meredith mia michaela michelle mildred mina mindy miranda miriam moira molly mona monica "
    "muriel myra nadia nancy naomi natalia natalie natasha nellie nicole nikki nina nita nora "
    "norma octavia olga olivia pamela patrice patricia patsy patty paula pauline peggy "
    "penelope phoebe phyllis polly priscilla rachael rachel ramona raquel rebecca reena "
    "regina renee rhonda rita roberta robyn rosa rosalind rose rosemary roxanne ruth sabrina "
    "sally samantha sandra sara sarah selena serena sharon shauna sheila shelley sherry "
    "shirley silvia simone sofia sonia sonya sophia sophie stacey stacy stella stephanie sue "
    "susan susanna suzanne svetlana sylvia tamara tammy tanya tara tatiana teresa teri tessa "
    "thelma theresa tiffany tilda tina toni tonya tracey tricia trudy tulsi ursula valerie "
    "vanessa vera veronica vicki vicky victoria viola vivian wanda wendy wilma winifred "
    "yolanda yvette yvonne zoe".split()
)
_MALE: Final = frozenset(
    "mr sir lord king prince spokesman chairman congressman aaron abdel abdul abdullah "
    "abraham adam adolf adrian ahmad ahmed ajit alan albert alberto alec alejandro alex "
    "alexander alexei alfonso alfred alfredo ali allan allen alvin amir amos andre andreas "
    "andrei andrew andrey andy angelo anthony antoine anton antonio antony archie armando "
    "arnold arsen arthur artur ashraf austin avi barack barry bart bashar ben benjamin "
    "bernard bernie bert bill billy bob bobby boris brad bradley brandon brendan brent brett "
    "brian bruce bruno bryan byron calvin carl carlo carlos cecil cesar chad charles charlie "
    "chester chris christoph christopher chuck clarence clark claude clayton cliff clifford "
    "clive clyde cody colin conor corey cory craig curt curtis cyrus dale dan daniel danny "
    "dante darrell darren dave david dean denis dennis derek derrick devin dirk dmitri dmitry "
    "dominic don donald donnie doug douglas drew duane dustin dwayne dwight ed eddie edgar "
    "eduardo edward edwin eli elijah elliot elliott elon emanuel emilio emmanuel enrique eric "
    "eric-jan ernest ernesto ethan eugene evan ezra fabian felipe felix ferdinand fernando "
    "fidel floyd francis francisco franco francois frank franklin fred freddie frederick "
    "fritz gabriel garrett gary gavin gene geoff geoffrey george gerald gerard gerardo "
    "giovanni giuseppe glen glenn gordon grant greg gregory guillermo gustavo hans harold "
    "harry hassan hector helmut henry herbert herman hillel howard hubert hugh hugo hussein "
    "ian ibrahim igor isaac ismail ivan jack jacob jaime jake jamal james jared jarvis jason "
    "javier jay jeb jeff jeffery jeffrey jeremiah jeremy jerome jerry jesse jim jimmy joachim "
    "joe joel joey johan johannes john johnny jon jonathan jorge jose josef joseph josh "
    "joshua jozef juan juergen jules julio jurgen justin kareem karl keith ken kenneth kenny "
    "kent kevin kirk klaus konstantin kurt kyle lance larry lars lawrence lee leo leon "
    "leonard leonardo leopold leroy les lester lewis lindsey lionel lloyd lorenzo lou louie "
    "louis luca lucas luis luke mahmoud malcolm manuel marc marcel marco marcus mario mark "
    "marshall martin marty marvin mateo matt matthew maurice mauricio max maxim mehmet mel "
    "melvin michael michel mick miguel mike mikhail milo mitch mitt mohamed mohammad mohammed "
    "morris moshe muhammad murray mustafa nate nathan nathaniel neal ned neil nelson nicholas "
    "nick nicolas nigel nikita nikolai noah noel norman oleg oliver omar orrin osama oscar "
    "oskar otto owen pablo patrick paul pavel pedro pete peter petr phil philip philippe "
    "phillip pierre preston rafael ralph ramon randall randy raul ray raymond reggie reid "
    "reince rex ricardo richard rick ricky robert roberto roderick rodney rodrigo roger "
    "roland ron ronald ronnie rory ross roy ruben rudolf rudolph rudy rufus rupert russ "
    "russell ryan salman sam sammy samuel sandro saul scott sean sebastian serge sergei "
    "sergey sergio seth shane shawn sheldon sherrod sid sidney silvio simon solomon stan "
    "stanley stefan steny stephen steve steven stewart stuart ted terrence thad theo theodore "
    "thom thomas tim timo timothy toby todd tom tomas tommy tony travis trent trevor trey "
    "tucker tyler vernon vic vicente victor viktor vince vincent vinny virgil vitaly vlad "
    "vladimir volodymyr wade wallace walt walter warren wayne wendell wesley wilbur william "
    "willie winston wolfgang xavier yasser yevgeny yuri yusuf zachary zack".split()
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

    def known(self, word: str) -> str:
        """Give the full name that a first or last name is of; '' where it is of none."""
        return self.full.get(_folded(word), "")

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
            if not is_sure and run == name and _stands_within(text, start, at):
                continue
            people.mentions.append((at, name))
            people.full.setdefault(_folded(last), name)
            people.full.setdefault(_folded(first), name)
            if is_sure:
                people.sure.add(name)
            if sex:
                people.sexes.setdefault(name, sex)
    _leave_out_trades(people)
    if people.full:
        _learn_sexes(people, text, segments)
    return people


def _leave_out_trades(people: People) -> None:
    """Give a person one name: of "Harbourmaster Orla Dask" and "Orla Dask" the latter."""
    names = set(people.full.values())
    shorter = {}
    for name in names:
        words = name.split(" ")
        ends = (" ".join(words[number:]) for number in range(1, len(words) - 1))
        shorter[name] = next((end for end in ends if end in names), name)
    people.full = {word: shorter[name] for word, name in people.full.items()}
    people.mentions = [(at, shorter.get(name, name)) for at, name in people.mentions]
    people.sure = {shorter.get(name, name) for name in people.sure}
    people.sexes = {shorter.get(name, name): sex for name, sex in people.sexes.items()}


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    """Write a name in small letters without accents: Rácz and Racz are one."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _stands_within(text: str, start: int, at: int) -> bool:
    """Tell a place from a person by the word before: "in Port Alder"."""
    return text[max(start, at - 12) : at].rstrip().rpartition(" ")[2].lower() in _WITHIN


def _learn_sexes(people: People, text: str, segments: Sequence[tuple[int, int, str]]) -> None:
    """Add the sexes that the text itself tells: by titles, then by pronouns close to a name."""
    votes: Counter[tuple[str, str]] = Counter()
    for start, end, label in segments:
        if label == "title":
            continue
        for match in _ADDRESSED.finditer(text, start, end):
            name = people.known(match[2].removesuffix("'s").removesuffix("’s"))
            if name:
                people.sexes.setdefault(name, _sex_of_word(match[1].lower()))
        for match in _REFERRED.finditer(text, start, end):
            name = people.known(match[1])
            if name and name not in people.sexes:
                votes[name, sex_of(match[2] or match[3])] += 1
    for name, sex in votes:
        if name not in people.sexes and votes[name, sex] > votes[name, "f" if sex == "m" else "m"]:
            people.sexes[name] = sex


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


def last_subject(
    people: People, text: str, between: tuple[int, int], sex: str, is_hidden: Callable[[int], bool]
) -> tuple[int, str]:
    """Find the last person who begins a sentence or follows a comma between two places.

    Parameters
    ----------
    people, text
        The people whom the text names.
    between
        The places.
    sex
        'm', 'f', or '' for either.
    is_hidden
        Whether a place lies in words that somebody says: nobody named there is meant.

    Returns
    -------
    Place and full name; -1 and '' where there is none.
    """
    since, before = between
    if before <= since:
        return -1, ""
    for match in reversed(list(_CAPITAL.finditer(text, max(since, before - _REACH, 0), before))):
        # ", Aske's deputy," tells of whoever stands before it.
        aside = text[match.start()] == "," and text[match.end() : match.end() + 1] in "'’"
        name = "" if aside else people.known(match.group(2))
        if not name or not fits(people, name, sex) or is_hidden(match.start(2)):
            continue
        lead = match.group(1).split(" ")
        if all(_may_lead(word, name) for word in lead if word):
            return match.start(2), name
    return -1, ""


def _may_lead(word: str, name: str) -> bool:
    """Tell what may stand before a surname that opens a sentence: "But Mr. Aske", "Orla Dask"."""
    bare_word = word.rstrip(".").lower()
    return bare_word in TITLES or word in name or bare_word in _OPENING


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
        if not TITLES.isdisjoint(words[number].rstrip(".").lower().split("-")):
            words = words[number + 1 :]
            break
    while words and (
        words[0].lower() in _NO_NAME
        or words[0].lower() in _SMALL
        or words[0].rstrip(".").lower() in TITLES
        or words[0].endswith("'s")
    ):
        words.pop(0)
    while words and words[-1].islower():
        words.pop()
    words = [word.removesuffix("'s") for word in words]
    if len(words) < 2 or words[0].lower() in _PLACES:
        return None
    last = words[-1].lower()
    if last in _NO_PERSON or last in TIMES or last in _GROUPS:
        return None
    if last in TITLES and not _sex_of_word(words[0].lower()):
        # "Every President"; but Peter King is one.
        return None
    if words[-1].isupper() and len(last) < _LONGEST_ACRONYM and not words[0].isupper():
        return None
    name = " ".join(words)
    # A transcript's "ORLA DASK" is the Orla Dask of its introduction.
    return name.title() if name.isupper() else name


def sex_of(pronoun: str) -> str:
    """Say whom a pronoun can stand for: 'm', 'f', or '' for either."""
    return {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}.get(pronoun, "")
