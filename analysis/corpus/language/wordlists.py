"""The small words of English that the rules look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

ARTICLES: Final = frozenset("the a an".split())
POSSESSIVES: Final = frozenset("my your his her its our their whose".split())
DETERMINERS: Final = (
    ARTICLES
    | POSSESSIVES
    | frozenset(
        "this that these those some any no each every another both all many several most few "
        "other such one two three four five six seven eight nine ten what which much more less "
        "either neither".split()
    )
)
# Pronouns that can be a speaker as they stand.
SPEAKING: Final = frozenset("i he she it we they who".split())
RELATIVES: Final = frozenset("who which that".split())
OBJECT_PRONOUNS: Final = frozenset("me him her us them you it himself herself themselves".split())
BE: Final = frozenset(
    "is are was were be been being am isn't aren't wasn't weren't get got gets".split()
)
PRONOUN_BE: Final = frozenset("i'm he's she's they're it's we're".split())
FINITE: Final = frozenset(
    "is are was were has have had will would can could may might must shall should do does "
    "did isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't couldn't "
    "didn't doesn't don't cannot shouldn't".split()
)
MODALS: Final = frozenset(
    "will would can could may might must shall should do does did to don't doesn't didn't "
    "won't wouldn't can't couldn't cannot not shouldn't i'll he'll she'll they'll we'll i'd "
    "he'd she'd they'd let".split()
)
AUXILIARIES: Final = (
    FINITE
    | MODALS
    | frozenset("having be been being n't he's she's they've i've we've they're".split())
)
DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
TIMES: Final = DAYS | frozenset(
    "today yesterday tonight tomorrow late early earlier later last this next week month year "
    "morning afternoon evening night weekend ago january february march april may june july "
    "august september october november december janʹ febʹ marʹ aprʹ junʹ julʹ augʹ septʹ sepʹ "
    "octʹ novʹ decʹ".split()
)
PREPOSITIONS: Final = frozenset(
    "in on at to during after from before with by about of for through via as into over under "
    "against among between without within toward towards upon amid despite following outside "
    "inside near across regarding throughout since until like per around behind beyond".split()
)
CARDINALS: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve".split()
)
# "about 400", "over a dozen", "at least two": a number with its hedge, not a place or a topic.
_HEDGES: Final = frozenset("about around over under between".split())
_NUMBERS: Final = CARDINALS | frozenset(
    "twenty thirty forty fifty sixty seventy eighty ninety dozens hundreds thousands half".split()
)
_COUNTED: Final = frozenset("dozen hundred thousand million billion third quarter half".split())
_TIMED: Final = frozenset("a.mʹ p.mʹ am pm o'clock minutes hours days weeks months years".split())
SUBORDINATORS: Final = frozenset(
    "that because while when if as although though whereas unless since until before after "
    "whether how why where which who whom whose what than but or so once".split()
)
# Words that open an adverbial, which is no clause that could be attributed by itself.
ADVERBIAL: Final = frozenset(
    "in on at during after before when while as asked speaking although though since despite "
    "if for with because by from to under according even last earlier later following amid "
    "besides instead like unlike without once until pressed".split()
)
WH: Final = frozenset("whether if how why what who where when which".split())
PLURALS: Final = frozenset(
    "people men women children police they we you i who media both many some most others few "
    "all several those ones".split()
)
# Plural subjects, so that the word after them is a verb: "analysts claim".
REPORTERS: Final = frozenset(
    "analysts experts officials critics supporters opponents leaders lawmakers republicans "
    "democrats voters diplomats ministers lawyers economists scientists researchers activists "
    "residents witnesses doctors workers unions investors traders observers allies advisers "
    "aides sources authorities organisers organizers senators prosecutors polls surveys "
    "studies".split()
)
_ADVERBS: Final = frozenset(
    "also then later now once twice still just already always never often again ever even only "
    "first further instead rather soon long thus therefore however though meanwhile earlier "
    "yesterday today tonight tomorrow too both simply merely herself himself themselves "
    "itself n't not else almost perhaps maybe since yet so far much more well aloud back "
    "all".split()
)
_NO_ADVERBS: Final = frozenset(
    "family supply reply only rally apply italy ally daily july assembly bully imply kelly "
    "reilly emily beverly molly sally billy holly connolly donnelly kimberly".split()
)
STOPS: Final = frozenset((".", "!", "?"))
DASHES: Final = frozenset(("-", "–", "—", "--", "―"))
BREAKS: Final = DASHES | frozenset((",", ";", ":", "(", ")", "…", "...", "[", "]"))


@lru_cache(maxsize=100_000)
def is_adverb(word: str) -> bool:
    """Tell adverbs by a list and by their ending."""
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _NO_ADVERBS)


def is_possessive(word: str) -> bool:
    """Tell genitives: his, Aske's, the pilots'."""
    return word in POSSESSIVES or word.endswith(("'s", "s'"))


def skip_adverbs(lower: list[str], at: int) -> int:
    """Step over adverbs and times: "also", "late Sunday", "last week"."""
    while at < len(lower) and (is_adverb(lower[at]) or lower[at] in TIMES):
        if lower[at] in ("this", "may", "march") and not (
            at + 1 < len(lower) and lower[at + 1] in TIMES
        ):
            break
        at += 1
    return at


def is_amount(lower: Sequence[str], at: int) -> bool:
    """Tell "about 400" and "at least two" from a preposition with its object."""
    least = lower[at] == "at" and lower[at + 1 : at + 2] in (["least"], ["most"])
    number = lower[at + 1 + least : at + 3 + least]
    if not number or not (least or lower[at] in _HEDGES) or number[-1] in _TIMED:
        return False
    return (
        number[0][0].isdigit()
        or number[0].partition("-")[0] in _NUMBERS
        or (number[0] == "a" and number[-1] in _COUNTED)
    )
