"""What the rules know of the world: titles, roles, and nouns that can name one thing.

All of it is general to news English; what is peculiar to a story is learnt from the story.
"""

from __future__ import annotations

from typing import Final

# Words before a name that are no part of it.
TITLES: Final = frozenset(
    """
    mr mrs ms dr miss sir lord lady dame sen sens rep reps gov gen lt col maj capt prof rev
    president vice-president minister ministers premier chancellor secretary senator senators
    representative representatives congressman congresswoman governor mayor judge justice king
    queen prince princess pope sultan emir sheikh ayatollah imam rabbi bishop archbishop cardinal
    reverend ambassador envoy speaker chairman chairwoman chairperson chair director chief head
    leader commander general admiral colonel major captain lieutenant sergeant officer detective
    sheriff attorney lawyer counsel prosecutor spokesman spokeswoman spokesperson adviser advisor
    aide analyst professor doctor coach candidate nominee dictator lawmaker chairmen founder
    boss executive ceo editor reporter correspondent co-founder deputy democrat republican
    """.split()
)
# Those who hold power over a state; each can be called its leader.
RULERS: Final = frozenset(
    """
    president premier chancellor dictator king queen emperor ruler strongman autocrat despot
    tyrant sultan emir leader
    """.split()
)
# Nouns of which each means a person, before whose name they can stand in small letters.
PERSONS: Final = (
    TITLES
    | RULERS
    | frozenset(
        """
    lawyer mother father son daughter brother sister wife husband widow friend actor actress
    singer writer author journalist scientist economist expert scholar historian student teacher
    doctor nurse worker driver pilot activist dissident veteran billionaire tycoon businessman
    businesswoman investor banker oligarch magnate mogul warlord mercenary spy agent hacker
    suspect gunman shooter killer victim survivor witness resident voter politician lawmaker
    diplomat strategist consultant operative lobbyist donor contractor manager owner partner
    scientist engineer researcher physician surgeon star host anchor columnist pundit critic
    opponent rival challenger ally successor predecessor counterpart colleague star striker
    man woman boy girl teenager whistleblower informant insider defector
    refugee migrant protester organizer organiser deckhand passenger captain
    member official source appointee
    pick choice hopeful frontrunner incumbent newcomer
    """.split()
    )
)
# Last words of the names of bodies and places.
INSTITUTIONS: Final = frozenset(
    """
    bridge street road avenue square institute university college school ministry council party
    corps court bank house hall department committee association times post letter news agency
    guild union government commission administration group company foundation center centre church
    museum park island islands river sea coast city county state states kingdom republic federation
    army navy force forces police act law award prize office service senate congress parliament
    assembly club league cup games airport hospital tower press journal strait straits gulf ocean
    east west north south valley port media television network war treaty agreement accord deal plan
    day bureau board authority organization organisation nations intelligence campaign zone
    peninsula front movement army society fund trust alliance coalition services security
    democrats republicans conservatives liberals representatives
    """.split()
)

# Nouns that news uses for one and the same thing, in the singular.
_KIN: Final = """
attack assault strike raid offensive bombing airstrike bombardment onslaught
shooting massacre rampage
killing murder slaying assassination execution
war conflict fighting hostility combat warfare
ceasefire cease-fire truce armistice
meeting summit talk negotiation discussion dialogue conversation encounter exchange interaction
trip visit journey tour
deal agreement accord pact treaty arrangement
law legislation bill act statute
lawsuit suit litigation complaint
investigation probe inquiry enquiry
report dossier document memo memorandum file paper
announcement statement declaration pledge promise vow decision move
plan proposal scheme blueprint initiative
weapon missile warhead nuke arsenal arm bomb
suspension halt freeze moratorium
interference meddling hacking hack cyberattack intrusion breach
conspiracy collusion plot
election race vote poll
migrant immigrant refugee asylum-seeker alien illegal
caravan convoy procession
protest demonstration rally march unrest riot
protester demonstrator marcher rioter
rebellion mutiny march uprising revolt insurrection insurgency coup putsch
rebel militant insurgent fighter gunman terrorist extremist separatist
crackdown clampdown repression
wall barrier fence
tariff duty levy
sanction restriction penalty embargo
crisis emergency disaster catastrophe situation
accident crash collision derailment wreck incident disaster tragedy emergency
fire blaze inferno wildfire
storm hurricane cyclone typhoon
virus pandemic epidemic outbreak disease
vaccine jab shot
company firm corporation
government administration regime leadership authority cabinet
police officer cop
troop soldier force army military serviceman
ship vessel boat tanker freighter
plane aircraft jet airliner
fetus foetus baby child
walkout strike stoppage shutdown blockade disruption sabotage sit-in picket boycott
striker picketer protester
storming assault raid operation attack
ban prohibition
ruling verdict judgment judgement
nomination appointment
resignation departure exit
firing dismissal ouster sacking removal
rule regulation guideline
scandal controversy affair
dispute feud row spat standoff stand-off
allegation accusation charge claim
leak disclosure
operation mission
prisoner detainee captive hostage inmate
speech remark comment address
letter message note
gun firearm rifle
hotline line phone telephone
supporter backer follower
critic opponent detractor
cut reduction
aid assistance relief
tax levy duty
job employment
closure shutdown closing dismantling
"""

# Classes of _KIN that a whole story can be about, and nouns that say only that something was.
HAPPENINGS: Final = frozenset(
    """
    attack shooting killing war meeting protest rebellion crackdown crisis accident fire storm virus
    walkout storming election
    """.split()
)
HAPPENED: Final = frozenset("event incident development episode".split())

# Nouns of acts, and their verbs where the two have not one stem.
_ACTS: Final = """
meeting|met
conspiracy|conspire conspires conspired conspiring
collusion|collude colludes colluded colluding
suspension|suspend suspends suspended suspending
lawsuit|sue sues sued suing
decision|decide decides decided deciding
invasion|invade invades invaded invading
explosion|explode explodes exploded exploding
collision|collide collides collided colliding
withdrawal|withdrew withdrawn
election|elect elects elected electing
killing|kills kill killed
death|die dies died dying
"""


def _kin_classes() -> dict[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    for line in _KIN.split("\n"):
        for word in line.split():
            classes[word] = (*classes.get(word, ()), line.split()[0])
    return classes


# Noun in the singular -> its classes, each by the first noun of it.
KIN: Final = _kin_classes()


def singular(noun: str) -> str:
    """Take the regular plural off a noun.

    Examples
    --------
    >>> [singular(noun) for noun in ("memos", "mutinies", "crises", "talks", "press")]
    ['memo', 'mutiny', 'crisis', 'talk', 'press']
    """
    if noun in ("crises", "analyses", "hypotheses", "emphases"):
        return noun[:-2] + "is"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if noun.endswith(("sses", "shes", "ches", "xes", "zes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return noun


# Form of a verb -> the noun that names the act.
ACTS: Final = {
    verb: line.split("|")[0]
    for line in _ACTS.split("\n")
    if line
    for verb in line.split("|")[1].split()
}
