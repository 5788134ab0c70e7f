"""What the rules know of the world: titles, roles and bodies.

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
