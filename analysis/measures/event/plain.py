"""Words that tell no story apart; in a small corpus their counts do not show it.

Fixed, so that grouping needs no file and nobody's list of stop words changes the stories.
"""

from __future__ import annotations

from typing import Final

PLAIN: Final = frozenset(
    """
    a an the this that these those such same other another each every either neither both all any
    some no none few more most much many several own i me my myself we us our ourselves you your
    he him his himself she her herself it its itself they them their themselves one ones who whom
    whose which what when where why how while whether and but or nor so yet if because although
    though unless than as since until about above across after against along amid among around at
    before behind below between beyond by despite down during except for from in inside into like
    near of off on onto out outside over per through throughout to toward towards under up upon
    via with within without am is are was were be been being have has had having do does did doing
    done can could may might must shall should will would not only just also too very even still
    again already then there here now once ever never however rather instead i'm i've i'd i'll
    we're we've we'd we'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd
    it'll they're they've they'd they'll that's that'd there's here's what's who's let's isn't
    aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't can't cannot couldn't won't
    wouldn't shouldn't mustn't two three four five six seven eight nine ten say says said saying
    tell tells told according first new news last year years day days week month time people
    make made get got go going come take including part way back told added monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august
    september october november december
    """.split()
)


def is_plain(word: str) -> bool:
    """Say whether a word tells no story apart: a common one, or a single letter.

    Examples
    --------
    >>> [is_plain(word) for word in ("said", "x", "harbour")]
    [True, True, False]
    """
    return len(word) < 2 or word in PLAIN
