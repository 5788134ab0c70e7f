"""The words by which describing ones are told: nouns for people, bodies, places; adjectives."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from analysis.corpus.language.verbs import verb_form
from analysis.corpus.language.wordlists import (
    AUXILIARIES,
    BE,
    CARDINALS,
    DETERMINERS,
    OBJECT_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUN_BE,
    SPEAKING,
    SUBORDINATORS,
    TIMES,
    is_adverb,
)

# Nouns that say who or what a name is: people, bodies, places.
_PEOPLE: Final = frozenset(
    "activist actor actress adviser advisor agent aide ally ambassador analyst anchor apologist "
    "architect artist assailant assassin athlete attacker attorney author bishop blogger bomber "
    "boss brother businessman businesswoman candidate captain cardinal celebrity chair chairman "
    "chairwoman challenger champion chancellor chef chief citizen cleric coach colleague "
    "columnist comedian commander commissioner congressman congresswoman conspirator consultant "
    "convict correspondent criminal critic daughter dealer defector defendant demagogue democrat "
    "deputy designer despot dictator diplomat director dissident doctor donor economist editor "
    "employee enemy engineer envoy executive expert extremist father felon figurehead financier "
    "firebrand foe founder friend fugitive gangster general girlfriend governor graduate guard "
    "gunman hacker hardliner head heir hero historian host husband icon immigrant inmate insider "
    "intellectual investigator investor jihadist journalist judge justice killer king lawmaker "
    "lawyer leader legislator liar loyalist magnate manager mastermind mayor mercenary migrant "
    "militant millionaire minister mogul monarch mother murderer musician native neighbor "
    "neighbour newcomer novelist nurse officer official oligarch opponent organizer organiser "
    "owner partner pastor patient philanthropist physician pilot pioneer player politician pope "
    "populist predecessor premier president priest prince princess prisoner producer professor "
    "prosecutor protester provocateur puppet queen racist rapper rebel refugee reporter "
    "representative republican researcher resident rival ruler scholar scientist secretary "
    "senator sergeant sheriff shooter singer sister socialist soldier son spokesman spokesperson "
    "spokeswoman star strategist strongman student successor superstar supporter surgeon suspect "
    "teacher teenager terrorist thug traitor treasurer tycoon tyrant veteran victim warlord "
    "whistleblower widow wife witness woman man boy girl worker writer youth billionaire liberal "
    "conservative progressive moderate centrist independent nominee frontrunner front-runner "
    "newsman anchorman fighter striker winner loser survivor passenger driver accuser contestant "
    "mentor protege confidant confidante crony henchman kingmaker lobbyist operative pundit "
    "commentator personality informant spy".split()
)
_BODIES: Final = frozenset(
    "agency alliance army association bank body branch brand broadcaster bureau business carmaker "
    "chain channel charity church coalition commission committee company conglomerate corporation "
    "council court department developer employer faction firm foundation giant government group "
    "hospital industry institute institution lender lobby magazine maker manufacturer mercenaries "
    "militia ministry movement network newspaper nonprofit operator organisation organization "
    "outfit outlet paper parliament party platform producer provider publication publisher "
    "regulator retailer school site startup start-up supplier system tabloid team think-tank "
    "tribe union university watchdog website airline automaker insurer legislature gang cartel "
    "force insurgency regime service subsidiary".split()
)
_PLACES: Final = frozenset(
    "area bastion borough capital city community continent country county district enclave haven "
    "hub island kingdom municipality nation neighbor neighbour neighborhood peninsula port power "
    "province region republic resort settlement state stronghold suburb superpower territory town "
    "township village monarchy democracy dictatorship ally rival enemy foe adversary "
    "federation".split()
)
_NOUNS: Final = {"person": _PEOPLE, "organisation": _BODIES, "place": _PLACES}
_EVERY: Final = _PEOPLE | _BODIES | _PLACES

# Adjectives that no ending shows.
_ADJECTIVES: Final = frozenset(
    "absurd aged centrist conservative independent progressive aloof angry arch authoritarian "
    "autocratic bad bankrupt bellicose bitter black blind bold brave brazen brash brief bright "
    "broad broke brutal calm clean clear clever coarse cold cool corrupt coy crazy crooked "
    "crude cruel daft dangerous dark dead deadly deaf defiant deft dense dire dirty disgraced "
    "divisive drunk dumb elder elderly elite embattled evil extreme failed fair fake false "
    "far-left far-right fat fellow fiery fierce fine fit flamboyant foreign former frail "
    "frank free fresh friendly gay gentle giant good grand grave great grim gruff guilty happy "
    "hard-line hard-right hardline harsh hated healthy heavy honest hostile hot huge humble ill "
    "infamous innocent insane insurgent intense jubilant junior keen key lame large late lax "
    "lazy lean left-wing liberal likable likely little lone lonely longtime long-time loud low "
    "loyal mad main major masked mean mere mighty mild militant minor moderate modest mute "
    "nasty naive neat new noble notorious odd old once-powerful open overt pale paranoid "
    "patient poor popular potent pregnant prime pro-western prominent proud pure queer quiet "
    "radical rare rash raw ready rich right-wing ripe rival rogue rough rude ruthless sad safe "
    "sane savage savvy secret senior severe shady sharp shrewd shy sick silent sincere sleepy "
    "slick slim sly small smart smug sober soft sole sound sour stark staunch steady steep "
    "stern stiff strange strict strong stubborn stupid sturdy suave subtle sure sweet swift "
    "tall tame tense terse thin tiny tired top tough troubled true trusty ugly unfit unknown "
    "unpopular unruly unstable upbeat upstart vague vain vast veteran vile violent vulgar warm "
    "wary weak wealthy well-known white wicked wild wise worthy wounded wrong young younger "
    "youngest older eldest richest poorest strongest weakest biggest largest smallest greatest "
    "worst best top-ranking northern southern eastern western central northeastern northwestern "
    "southeastern southwestern north south rural urban inner lower upper outer downtown nearby "
    "neighboring neighbouring armed illegal undocumented short-lived abortive bloody "
    "botched".split()
)
_ENDINGS: Final = (
    *("al", "ive", "ous", "ful", "less", "able", "ible", "ish", "ic", "ant", "ent", "ary"),
    *("-backed", "-led", "-born", "-era", "-style", "-based", "-wing", "-old"),
)
# Nouns that end as adjectives do.
_NO_ADJECTIVES: Final = frozenset(
    "accident agent agreement amendment announcement apartment appointment approval argument "
    "arrival assailant betrayal billing capital client cleric comment commitment consultant "
    "critic deal defendant department deployment detective development document element "
    "employment enforcement engagement entertainment environment equipment establishment event "
    "executive festival fugitive funeral general goal government hospital immigrant incident "
    "indictment individual initiative investment investor judgment journal lieutenant "
    "management merchant metal militant military migrant moment movement music narrative native "
    "objective official opponent parent parliament patient payment percent perspective plant "
    "president proposal professional protectorate public referral refusal relative "
    "representative resident restaurant retirement rival sergeant servant settlement signal "
    "statement student survival talent tenant testimonial topic traffic treatment trial "
    "tribunal warrant withdrawal secretary library anniversary territory summary diary salary "
    "january february dictionary commentary documentary missionary judiciary subsidiary mosaic "
    "fabric panic republic clinic picnic ethic rhetoric arsenal cable table fable vegetable "
    "variable principal mechanic attic fish polish british dish wish publish finish "
    "establish".split()
)
# Adjectives that tell order or number and describe nobody; or need what they stand with.
_ORDER: Final = frozenset(
    "first second third fourth fifth sixth last next other same own such certain more most few "
    "many several final previous only entire whole very following additional current then total "
    "full real actual overall different early mid earlier later able due aware sure available "
    "present likely ready important possible impossible clear evident unclear".split()
)
SO_CALLED: Final = frozenset("so-called self-styled self-proclaimed self-described".split())
_DETERMINED: Final = (
    (DETERMINERS - frozenset("that such other more much less most many few several".split()))
    | POSSESSIVES
    | CARDINALS
)
_FUNCTION: Final = (
    PREPOSITIONS
    | SUBORDINATORS
    | AUXILIARIES
    | BE
    | PRONOUN_BE
    | OBJECT_PRONOUNS
    | SPEAKING
    | DETERMINERS
    | TIMES
    | frozenset(
        "and or nor but yet not if of off up down out away back than too just even ever also "
        "still already again perhaps maybe instead rather ago that's it's there's there here yes "
        "no below above beneath atop onto alongside amongst underneath "
        "please versus vs plus including according because either neither both whether".split()
    )
)
# "That's forced the mayor to leave": no genitive.
_CONTRACTED: Final = frozenset("that's who's what's there's here's let's".split())
# Participles that are adjectives by now when they follow "is": no act stands behind them.
STATES: Final = frozenset(
    "concerned worried interested pleased excited tired scared supposed based located involved "
    "related born used married opposed aligned prepared determined scheduled set known committed "
    "dedicated convinced inclined entitled gone done finished confused bored annoyed armed "
    "divided limited named called said told situated bound obliged united qualified experienced "
    "detached talented gifted crowded tied focused gratified honored honoured delighted thrilled "
    "engaged divorced unmarried poised unlike".split()
)


def tells_order(word: str) -> bool:
    """Tell words of order and number, which describe nobody: first, other, several."""
    return word in _ORDER


def is_function(word: str) -> bool:
    """Tell words of grammar, adverbs and times in small letters."""
    return word in _FUNCTION or (is_adverb(word) and word not in _ADJECTIVES)


def is_determiner(word: str) -> bool:
    """Tell what opens a noun phrase: articles, possessives, numbers, genitives."""
    if word in PRONOUN_BE or word in _CONTRACTED:
        return False
    return word in _DETERMINED or word.endswith(("'s", "s'", "’s", "s’"))


@lru_cache(maxsize=50_000)
def is_adjective(word: str) -> bool:
    """Tell adjectives by a list and by their ending, participles aside."""
    # "Then-national adviser": of the time of an office.
    if word in _ORDER or word in _NO_ADJECTIVES or word.startswith("then-"):
        return False
    if word in _ADJECTIVES:
        return True
    if word in _EVERY or verb_form(word):
        return False
    return word.endswith(_ENDINGS) and len(word) > 4


@lru_cache(maxsize=50_000)
def is_participle(word: str) -> bool:
    """Tell forms that may stand before a noun as an adjective does: embattled, ruling, beaten."""
    if word in _ORDER or word in _EVERY:
        return False
    form = verb_form(word)
    if form:
        return bool({"participle", "ing"} & form.tenses) and "base" not in form.tenses
    return len(word) > 5 and word.endswith(("ed", "ing")) and not word.endswith("eed")


@lru_cache(maxsize=50_000)
def is_verb(word: str) -> bool:
    """Tell forms of a verb that are neither a listed noun nor an adjective."""
    return verb_form(word) is not None and word not in _EVERY and word not in _ADJECTIVES


def says_what(word: str, kind: str) -> bool:
    """Tell nouns that say who a person, or what a body or a place is."""
    return word in _NOUNS.get(kind, _EVERY)
