"""The words of English by which the rules find phrases: closed classes, verbs, adjectives.

`VERBS` are forms that are nearly always verbs in news, `EITHER` those that are verbs or nouns as
the words beside them have it; forms in -ed and -ing are judged by rule, except `GERUNDS`, which
are nouns. The lists hold what is common in general news; a word that is in none counts as a
noun.
"""

from __future__ import annotations

from typing import Final

from analysis.corpus.language.wordlists import (
    AUXILIARIES,
    BE,
    CARDINALS,
    OBJECT_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUN_BE,
    SPEAKING,
    SUBORDINATORS,
)

DETERMINERS: Final = POSSESSIVES | frozenset(
    "the a an this these those some any no every each another such".split()
)
DEFINITE: Final = POSSESSIVES | frozenset("the this that these those such".split())
NUMBERS: Final = CARDINALS | frozenset(
    "dozen dozens hundred hundreds thousand thousands million millions billion trillion first "
    "second third fourth fifth several many few both all most much more less other half last "
    "next".split()
)
# Words that say how many, and are no part of a naming choice: "two-day" and "last" are.
QUANTITIES: Final = NUMBERS - frozenset(
    "first second third fourth fifth last next other half".split()
)
MONTHS: Final = frozenset(
    "january february march april may june july august september october november december jan "
    "feb aug sept oct nov dec monday tuesday wednesday thursday friday saturday sunday".split()
)
# Heads that name a time, an amount or nothing in particular: no naming choice by themselves.
EMPTY_HEADS: Final = MONTHS | frozenset(
    "day days week weeks month months year years hour hours minute minutes time times moment "
    "moments night morning afternoon evening weekend today yesterday tomorrow tonight decade "
    "decades century spring summer autumn winter part parts number numbers lot lots way ways "
    "thing things kind kinds sort sorts bit end rest fact case cases percent per cent am pm "
    "something anything nothing everything someone anyone everyone nobody somebody anybody "
    "others ones none one two three first second third last next more most many much few all "
    "both another example instance addition sake order place point points side sides line "
    "view sense level amount majority half quarter share range series set row round yes no "
    "ok please thanks course idea reason reasons question questions answer answers "
    "problem problems issue issues matter matters fore wake lead eve behest least ".split()
)
PRONOUNS: Final = (
    SPEAKING
    | OBJECT_PRONOUNS
    | frozenset(
        "myself yourself ourselves mine yours hers ours theirs who whom whoever what whatever "
        "which there here that's there's who's what's let's im".split()
    )
)
CLOSED: Final = (
    (PREPOSITIONS | SUBORDINATORS | AUXILIARIES | BE | PRONOUN_BE | PRONOUNS)
    - DETERMINERS
    - frozenset("like following outside inside".split())
) | frozenset(
    """
    and or nor but yet so if of off up down out away back than then too not n't also just only even
    ever never always often still already again perhaps maybe instead rather ago aboard above
    abroad afterward ahead alike along alongside altogether anymore anyway anywhere apart aside
    below elsewhere everywhere except forever forward indeed likewise nonetheless nowhere onto
    otherwise quite regardless somehow sometimes somewhat somewhere soon sooner thereby together
    twice versus vs very whenever however therefore thus meanwhile moreover besides further once
    due plus pretty like including according because despite amid via either neither whether
    later earlier far now somebody anybody somehow having being been be is are was were am has have
    had do does did done will would shall should
    can could may might must cannot ought let to as at by for from in into on over with
    """.split()
)
NOT_ADVERBS: Final = frozenset(
    """
    ally anomaly apply assembly belly bully butterfly comply costly daily deadly early elderly
    family fly folly friendly gully holy homily hourly italy jelly july likely lily monopoly
    monthly panoply rally rely reply silly supply tally timely ugly unlikely weekly
    """.split()
)

VERBS: Final = frozenset(
    """
    abandon abide accept accomplish accuse accuses achieve acknowledge add adds admit admits
    affect afford agree agrees aims alleges allow allows alter announce announces apologize
    appear appears applies apply appoint approve argue argues arrives ask asks asserts assess
    assist assume attend attract authorize avert avoid await balk bear beat beaten became
    become becomes began begin begins begun believe believes bent bitten blasts bled blew
    block blown bolster bore born bought bound breathe brings broke brought build built buy
    came cares carry cast caught celebrate choose chose chosen clashed clung collect come
    comes commit communicate compare compete comply conclude condemn confirm confront connect
    consider considers contain contains continue continues contribute convince cooperate crack
    craft create creates crept criticize curb cut cuts dealt decide decides declare defend
    defends define defund deliver demands demonstrate denies denounces deny depend depends
    deploy describe describes deserve deserves destroy determine develop dictate die dies
    disagree disapprove disclose discuss dismantle dismiss done draw drawn drew drive driven
    drove dug earn ease eliminate emerge enable enact encourage endorse enforce engage enrich
    enroll ensure enter establish exist exists expand expect expects expire explain explains
    express extend faces fail fails fallen fed feel feels fell felt files fill find finds fled
    flew flown focuses follow follows forbade foresaw foreseen forgave forget forgiven forgot
    fought found froze frozen fulfill gather gave generate gets give given gives go goes gone
    got gotten govern grant grew grow grown grows guess hails halt halts handle hang happen
    happens hear heard hears held help helps hid hidden hide highlight hire hit hold holds
    hung hurt hurts identify ignore imagine impeach implement impose improve include includes
    indicate indicates insist insists intends interfere introduce invest investigate invite
    involve join jump justify keep keeps kept kick kill knelt knew know known knows laid lain
    launches lay leads learn leaves led left lent lift listen lit live lives look looks lose
    loses lost loves made maintain maintains make makes manage marry mean means meant meet
    meets met miss mistook monitor navigate needs negotiate nominate obstruct obtain occur
    offset operate oppose opposes opt ought oust outlawed overcome overran overthrew
    overthrown overtook overturn owns paid paint participate pass passes pay pays perform
    persuade pick plays pose poses pray predict prefer prepare prepares preserve pretend
    prevail prevent prevents produce prohibit prohibits promote prosecute protect protects
    prove proven provide provides publish pull punish pursue put puts qualify quit raise
    raises ran rang reach reaches react read reads realize recall receive receives recognize
    reduce reflect reflects refuse register reject rejects rely remain remains remember remind
    remove renew reopen replace represent represents require requires resign resist resolve
    respond restore restrict retain rethink retire reveal reveals reverse rid ridden rode rose
    runs said sang sank sat save saw say says see seek seeks seem seems seen sees seize select
    sell send sends sent serve serves set sets settle shaken shone shook shoot shown shows
    shrank shut sit sits slams slept slid slip smiles sold solve sought sounds speak speaks
    sped spend spent spoke spoken sprang spun stand stands stank starts stay stays steal stick
    stolen stood stop strengthen strode struck stuck stung subscribe sue sued sues suffer
    suggest suggests supports survive suspend suspends swam sway sweep swore sworn swung
    tackle take taken takes taught tell tells tend tends testify thank think thinks thought
    threaten threatens threw throw told took tore torn transform treat tries trigger try turn
    turns tweets undermine understand understands understood undertaken undertook unite upheld
    uphold urge urges uses verify violate violates vow vows wait walk want wants warn warns
    watch wear weigh went wept win wins wish withdraw withdrew withstood woke won wore works
    worn worry write writes written wrote
    """.split()
)

EITHER: Final = frozenset(
    """
    account act acts address addresses advance advocate aim answer appeal approaches arm
    arrest attempts award backs balance bans bar bars benefit bet blame blocks blow boost
    break breaks bridge broadcast call calls cap capture catch cause causes caution challenge
    change chart check claim claims combat comment conduct controls cost count counter cover
    cry decline defeat delay demand design discipline dispute disputes divide doubts draft
    drag dreams dress drink drives drop elect embrace end escape estimate estimates excuse
    exercise export face fall favor fear feature features fight figure file finish fire fix
    flood flow focus force frame fuel fund gain grab graduate guarantee guide gut harm hate
    heads highlights hits honor hope hopes hunt increase influence insult joke label launch
    lead leak leave leverage lie lies likes limit link love mandates mark marks match matter
    matters mention move moves note notes notice offer offers outline overhaul panic pardon
    pause permits picks play practice praise print protest punch purchase push quotes regret
    release repair repeal repeat reports rescue resort respect respects resume retreat return
    returns review ride rise roll rolls root run scare score search shake shame shape share
    shift shot show sign signal signals silence smear sound spike spin split sponsor spread
    spy start step stops stress strike strip struggle struggles stump subpoena support suspect
    switch talk tap target thread tie tip touch track train transfer travel trust upset use
    vape veto view visit visits vote waste wind wonder work worries
    """.split()
)

ADJECTIVES: Final = frozenset(
    """
    able absolute absurd academic acceptable accountable accurate active actual additional
    affluent affordable afraid aggressive ambitious angry annual anonymous apparent
    appropriate authoritarian automatic available aware awful bad ballistic basic beautiful
    best big bigger biggest bipartisan bitter black blue brief bright broad broader brutal
    busy capable careful central certain cheaper chemical civil clean clear closest cold
    collective comfortable commercial common competitive complete complex comprehensive
    concrete confident congressional conservative consistent constant constitutional
    contentious controversial conventional corporate correct corrupt crazy criminal critical
    crucial crude cultural current daily dangerous dead deadly decisive deep democratic
    demographic dependent desperate different difficult digital diplomatic direct disastrous
    diverse divisive domestic double dramatic eager early easier eastern easy economic
    educational effective elderly electoral eligible empty endless enormous entire
    environmental equal essential ethnic evangelical everyday exact excellent excessive
    exclusive executive exempt expensive explosive extensive extra extraordinary extreme fair
    fake false familiar famous fatal favorable federal fellow female fewer final financial
    fine fiscal flat foreign formal former fourth free frequent fresh friendly full
    fundamental gay generic global good grand grateful great greater greatest green guilty
    happy harmful harsh healthy heavy helpful high higher highest historic historical honest
    hostile hot huge human humanitarian ideological illegal immediate imminent immune
    important impossible inaccurate inappropriate inclusive incredible independent industrial
    inevitable infamous influential initial inner innocent intense interim internal
    international joint judicial key large larger largest late latest latter legal legislative
    legitimate lengthy lethal liberal likely little local longtime loud low lower lowest loyal
    main major mandatory massive meaningful medical mental mere middle minor mobile moderate
    modern modest monthly moral multiple narrow nasty national natural nearby necessary
    negative net neutral new next nice nonpartisan nonprofit normal northern notable nuclear
    numerous obvious occasional old older oldest open operational opioid optimistic ordinary
    original outrageous overall own painful partial particular partisan peaceful perfect
    permanent personal phony physical plausible political poor popular populist positive
    possible potential powerful practical presidential presumptive previous prime principal
    private procedural professional profound progressive prominent proper proud public quick
    quiet racial racist radical rapid rare raw ready real reasonable recent regional regular
    regulatory relative relevant religious remarkable renewable responsible retail rich robust
    rough routine rural sad safe safer same sanctuary scientific second secret senior
    sensitive separate serious severe sexual sharp short sick significant silent similar
    simple single skeptical small smaller smart social soft solar solid sorry southern special
    specific stark statewide steady strategic strict strong stronger strongest stupid
    subsequent substantial substantive suburban successful sudden sufficient super sure swift
    sympathetic technical teenage temporary tense terrible third tight tiny top tough tougher
    toxic traditional transparent tremendous true typical ugly ultimate unable unacceptable
    unclear uncomfortable unconstitutional underway unfair unique universal unknown unlikely
    unnecessary unpopular unusual upper urban urgent useful usual valid various vast violent
    viral vital vocal vulnerable warm weak wealthy weekly western white whole wide widespread
    worse worst worth wrong young younger
    """.split()
)

GERUNDS: Final = frozenset(
    """
    accounting advertising banking bargaining bombing borrowing briefing building ceiling
    distancing fencing filing financing flooding funding fundraising gambling gathering
    handling healing hearing housing hunting leasing lending licensing lobbying looting
    manufacturing meddling meeting opening parking planning policing polling pricing
    proceeding qualifying rating reasoning recording ruling sampling screening sentencing
    shooting shopping smoking spending testing timing trading trafficking training
    understanding vetting voting warming warning wrongdoing
    """.split()
)
