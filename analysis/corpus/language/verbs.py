"""The verbs of news English: their forms, and the word of the dictionary each is a form of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from analysis.corpus.language.inflection import verb_forms

Tense = Literal["base", "present", "past", "participle", "ing"]

# Dictionary form, past tense, participle, where no rule makes them.
_IRREGULAR: Final = """
acquit acquitted acquitted; arise arose arisen; awake awoke awoken; bear bore borne; beat beat
beaten; become became become; begin began begun; bend bent bent; bet bet bet; bind bound bound;
bite bit bitten; bleed bled bled; blow blew blown; break broke broken; bring brought brought;
broadcast broadcast broadcast; build built built; burst burst burst; buy bought bought; cast cast
cast; catch caught caught; choose chose chosen; cling clung clung; come came come; cost cost cost;
creep crept crept; cut cut cut; deal dealt dealt; dig dug dug; draw drew drawn; drink drank drunk;
drive drove driven; eat ate eaten; fall fell fallen; feed fed fed; feel felt felt; fight fought
fought; find found found; flee fled fled; fling flung flung; fly flew flown; forbid forbade
forbidden; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got got;
give gave given; go went gone; grind ground ground; grow grew grown; hang hung hung; hear heard
heard; hide hid hidden; hit hit hit; hold held held; hurt hurt hurt; keep kept kept; know knew
known; lay laid laid; lead led led; leave left left; lend lent lent; let let let; lie lay lain;
light lit lit; lose lost lost; make made made; mean meant meant; meet met met; mislead misled
misled; mistake mistook mistaken; outdo outdid outdone; overcome overcame overcome; override
overrode overridden; oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew
overthrown; pay paid paid; put put put; quit quit quit; read read read; rebuild rebuilt rebuilt;
retake retook retaken; ride rode ridden; ring rang rung; rise rose risen; run ran run; say said
said; see saw seen; seek sought sought; sell sold sold; send sent sent; set set set; shake shook
shaken; shed shed shed; shine shone shone; shoot shot shot; show showed shown; shrink shrank
shrunk; shut shut shut; sing sang sung; sink sank sunk; sit sat sat; sleep slept slept; slide slid
slid; speak spoke spoken; spend spent spent; spin spun spun; spit spat spat; split split split;
spread spread spread; spring sprang sprung; stand stood stood; steal stole stolen; stick stuck
stuck; sting stung stung; strike struck struck; strive strove striven; swear swore sworn; sweep
swept swept; swim swam swum; swing swung swung; take took taken; teach taught taught; tear tore
torn; tell told told; think thought thought; throw threw thrown; thrust thrust thrust; undergo
underwent undergone; undertake undertook undertaken; undo undid undone; uphold upheld upheld;
upset upset upset; wake woke woken; wear wore worn; weep wept wept; win won won; wind wound wound;
withdraw withdrew withdrawn; withhold withheld withheld; withstand withstood withstood; wring
wrung wrung; write wrote written
"""
_REGULAR: Final = """
abandon abduct abolish absolve abuse accept accompany accuse achieve acknowledge acquire act
address admire admit adopt advance advise advocate affect agree aid aim alarm alert alienate
allege allow ambush amend anger annex announce annoy answer apologise apologize appeal appear
applaud apply appoint approach approve argue arm arraign arrange arrest arrive assail assassinate
assault assemble assess assign assist assume assure attack attempt attend attract authorise
authorize avoid await award back balk ban banish bar bargain bash batter battle believe belittle
benefit berate besiege betray blame blast block boast bolster bomb bombard book boost boycott
brand breach brief brush bully burn bury bypass call calm campaign cancel capture care carry
castigate cause celebrate challenge change charge charm chase chastise cheat cheer chide cite
claim clash clear climb close coax coerce collapse collect combat comfort command commend comment
commit commute compare compel compete complain complete concede conclude condemn conduct confirm
confront congratulate connect conquer consider console consult contact contain contend contest
continue contradict contribute control convene convert convict convince cooperate counter court
cover crack craft crash create credit cripple criticise criticize cross crown crush curb curse
damage dare dash date debate deceive decide declare decline decry deem defame defeat defect defend
defer define defuse defy delay deliver demand demean demolish demonise demonize demonstrate demote
denigrate denounce deny depart depict deploy deport depose derail deride descend describe desert
deserve designate destroy detain deter determine detonate devastate develop devote dictate die
direct disagree disappear disappoint disavow discharge discipline disclose discredit discuss
disguise dislike dismantle dismiss disown dispatch display dispute disqualify disrupt distance
distract distribute divert divide divorce dodge dominate donate double doubt downplay draft drag
dread drop drown dub dump earn ease echo edge eject elect elevate eliminate embarrass embrace
emerge emphasise emphasize employ empower enable enact encourage end endanger endorse endure
enforce engage enjoy enrage enslave ensure enter entertain erupt escape escort establish evacuate
evade evict examine exceed exclude execute exile exonerate expand expect expel explain explode
exploit explore expose express extend extract extradite face fail falter fault favor favour fear
file finance fine finish fire fix flank flatter float flog flood flout focus foil follow force
foster fret frighten frustrate fuel fund gain gather govern grab grant greet grill grip groom
grope guarantee guard guide gut hack hail halt hammer hand handcuff handle happen harass harbor
harm hate haul head heckle help highlight hijack hint hire honor honour hope hospitalise
hospitalize host house humiliate hunt identify ignite ignore impeach implement implicate implore
impose impress imprison improve inaugurate incite include increase indicate indict infect
infiltrate influence inform infuriate inherit initiate injure insist inspire install instruct
insult intend intercept interfere interrogate interrupt intervene interview intimidate introduce
invade invent invest investigate invite invoke involve irritate isolate issue jail join joke judge
jump justify kick kidnap kill kiss label lambast lampoon lash laud laugh launch leak learn
legalise legalize liberate lie lift like limit link list live loathe lobby lock look loom loosen
loot love lower lure maintain manage manufacture march marginalise marginalize mark marry mask
massacre match meddle mention mimic miss mobilise mobilize mock molest monitor mourn move murder
muster name negotiate nominate note notify nudge obey object obstruct obtain offend offer omit
open operate oppose order organise organize oust outline outrage overhaul overrule overshadow
overturn overwhelm owe own pardon participate pass patrol penalize perform permit persecute
persuade pick picture pillory place plan play plead please pledge point poison portray pose post
postpone pound pour praise predict prepare present preserve press pressure prevent prioritize
probe proclaim produce project promise promote prompt propose prosecute protect protest prove
provide provoke publish pull pummel punch punish purchase purge pursue push quarantine quell
question quiz quote raid rail raise rally ram ransack rape reach react reappoint rebuff rebuke
recall receive recognise recognize recommend recover recruit recuse reduce refer refuse regard
regulate reinstate reject relax release relieve rely remain remember remind remove reopen repeal
repeat replace report represent reprimand repudiate request require rescind rescue resent resign
resist resolve respect respond restore restrain restrict resume retain retaliate retire retreat
return reunite reveal reverse review revive revoke reward ridicule rig rip risk rob rock rouse
rule rush sabotage sack salute sanction satirize satisfy save scare scold scorch scorn scramble
scrap scrutinize seat secure seize sentence separate serve settle shame share shatter shell
shelter shelve shield shift shock shove shrug shun shutter side sideline sign silence skirt slam
slander slap slash slate slay smash smear smuggle snub soften solicit solve soothe spare spark
spearhead spy squash stab stage stall star start starve stay stop storm strangle strengthen stress
strip struggle study stumble stump stun subdue subject submit subpoena subvert succeed sue suffer
suggest summon supply support suppress surge surpass surprise surrender surround survive suspect
suspend sway swipe tackle tap target tarnish task taunt tease terminate terrify terrorise
terrorize test testify thank threaten thwart tie tighten tolerate topple torment torpedo torture
tout trace track trade train trample trap treat trick trigger trim triumph trounce trust try
tumble turn tweet undermine unite unleash unnerve unseat unveil urge use vaccinate vanish vanquish
verify vet veto vex victimize view vilify vindicate violate visit vote vow wage wait walk want
warn watch weaken weigh welcome whip whisk widen wipe wish woo work worry worship wound yield
"""


class Form(NamedTuple):
    """A form of a verb: the word of the dictionary, and which of its forms it can be."""

    verb: str
    tenses: frozenset[str]


@lru_cache(maxsize=1)
def _forms() -> dict[str, Form]:
    """List the forms of all verbs; of one that two verbs share the first listed has it."""
    tenses: dict[str, tuple[str, set[str]]] = {}
    for form, verb, tense in _each():
        of, found = tenses.setdefault(form, (verb, set()))
        if of == verb:
            found.add(tense)
    return {form: Form(verb, frozenset(found)) for form, (verb, found) in tenses.items()}


def _each() -> Iterator[tuple[str, str, Tense]]:
    for entry in _IRREGULAR.split(";"):
        verb, past, participle = entry.split()
        _, present, *others = verb_forms(verb)
        yield from ((verb, verb, "base"), (present, verb, "present"))
        yield from ((past, verb, "past"), (participle, verb, "participle"))
        yield from ((form, verb, "ing") for form in others if form.endswith("ing"))
    for verb in _REGULAR.split():
        _, present, *others = verb_forms(verb)
        yield from ((verb, verb, "base"), (present, verb, "present"))
        for form in others:
            if form.endswith("ing"):
                yield form, verb, "ing"
            else:
                yield from ((form, verb, "past"), (form, verb, "participle"))


def verb_form(word: str) -> Form | None:
    """Say of which verb a word in small letters is a form; None for words that are no listed verb.

    Examples
    --------
    >>> verb_form("blamed").verb, verb_form("struck").verb, verb_form("harbour")
    ('blame', 'strike', None)
    >>> sorted(verb_form("beat").tenses)
    ['base', 'past']
    """
    return _forms().get(word)
