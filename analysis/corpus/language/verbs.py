"""The verbs of news English: their forms, and the word of the dictionary each is a form of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from analysis.corpus.language.inflection import verb_forms

Tense = Literal["base", "present", "past", "participle", "ing"]

# Dictionary form, past tense, participle, where no rule makes them.
_IRREGULAR: Final = """
arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become;
begin began begun; bend bent bent; bet bet bet; bind bound bound; bite bit bitten; bleed bled
bled; blow blew blown; break broke broken; bring brought brought; broadcast broadcast broadcast;
build built built; burst burst burst; buy bought bought; cast cast cast; catch caught caught;
choose chose chosen; cling clung clung; come came come; cost cost cost; creep crept crept; cut cut
cut; deal dealt dealt; dig dug dug; draw drew drawn; drink drank drunk; drive drove driven; eat
ate eaten; fall fell fallen; feed fed fed; feel felt felt; fight fought fought; find found found;
flee fled fled; fling flung flung; fly flew flown; forbid forbade forbidden; forget forgot
forgotten; forgive forgave forgiven; freeze froze frozen; get got got; give gave given; go went
gone; grind ground ground; grow grew grown; hang hung hung; hear heard heard; hide hid hidden; hit
hit hit; hold held held; hurt hurt hurt; keep kept kept; know knew known; lay laid laid; lead led
led; leave left left; lend lent lent; let let let; lie lay lain; light lit lit; lose lost lost;
make made made; mean meant meant; meet met met; mislead misled misled; mistake mistook mistaken;
outdo outdid outdone; overcome overcame overcome; override overrode overridden; oversee oversaw
overseen; overtake overtook overtaken; overthrow overthrew overthrown; pay paid paid; put put put;
quit quit quit; read read read; rebuild rebuilt rebuilt; ride rode ridden; ring rang rung; rise
rose risen; run ran run; say said said; see saw seen; seek sought sought; sell sold sold; send
sent sent; set set set; shake shook shaken; shed shed shed; shine shone shone; shoot shot shot;
show showed shown; shrink shrank shrunk; shut shut shut; sing sang sung; sink sank sunk; sit sat
sat; sleep slept slept; slide slid slid; speak spoke spoken; spend spent spent; spin spun spun;
spit spat spat; split split split; spread spread spread; spring sprang sprung; stand stood stood;
steal stole stolen; stick stuck stuck; sting stung stung; strike struck struck; strive strove
striven; swear swore sworn; sweep swept swept; swim swam swum; swing swung swung; take took taken;
teach taught taught; tear tore torn; tell told told; think thought thought; throw threw thrown;
thrust thrust thrust; undergo underwent undergone; undertake undertook undertaken; undo undid
undone; uphold upheld upheld; upset upset upset; wake woke woken; wear wore worn; weep wept wept;
win won won; wind wound wound; withdraw withdrew withdrawn; withhold withheld withheld; withstand
withstood withstood; wring wrung wrung; write wrote written
"""
_REGULAR: Final = """
abandon abduct abolish absolve abuse accept accompany accuse achieve acknowledge acquire acquit
act address admire admit adopt advance advise advocate affect aid aim alarm alert alienate allege
allow ambush amend anger annex announce annoy answer apologise apologize appeal appear applaud
apply appoint approach approve argue arm arrange arrest arrive assail assassinate assault assemble
assess assign assist assume assure attack attend attract authorise authorize avoid await award
back balk ban banish bar bargain bash batter battle believe belittle benefit berate besiege betray
blame blast block boast bolster bomb bombard book boost boycott brand breach brief brush bully
burn bury bypass call calm campaign cancel capture care carry castigate cause celebrate challenge
change charge charm chase chastise cheat cheer chide cite claim clash clear climb close coax
coerce collapse combat comfort command commend comment commit compare compel compete complain
complete concede condemn conduct confirm confront congratulate connect conquer consider console
contact contain contend contest continue contradict control convene convict convince cooperate
counter cover crack crash create credit cripple criticise criticize cross crush curb curse damage
dare dash debate deceive decide declare decline decry deem defame defeat defect defend defer
define defuse defy delay deliver demand demean demolish demonise demonize demonstrate demote
denigrate denounce deny depart depict deploy deport depose deride descend describe desert deserve
designate destroy detain deter determine detonate devastate develop devote dictate die direct
disagree disappear disappoint disavow discharge discipline disclose discredit discuss disguise
dislike dismantle dismiss disown dispatch display dispute disqualify disrupt distance distribute
divide divorce dodge dominate donate double doubt downplay draft drag dread drop drown dub dump
ease echo edge eject elect elevate eliminate embarrass embrace emerge employ empower enact
encourage end endanger endorse endure enforce engage enjoy enrage enter entertain erupt escape
escort establish evacuate evade evict examine exceed exclude execute exile exonerate expand expect
expel explain explode exploit explore expose express extend extradite face fail falter fault favor
favour fear file finance fine finish fire flank flatter flog flood foil follow force foster fret
frighten frustrate fuel fund gain gather govern grab grant greet grill grip groom guarantee guard
guide hail halt hammer hand handcuff handle harass harbor harm hate haul head heckle help
highlight hijack hint hire honor honour host humiliate hunt identify ignite ignore impeach
implicate implore impose impress imprison improve incite include increase indict infect infiltrate
influence inform infuriate inherit injure insist inspire install instruct insult intercept
interrogate interrupt intervene interview intimidate introduce invade invent invest investigate
invite involve irritate isolate jail join joke judge jump justify kick kidnap kill kiss label
lambast lampoon lash laud laugh launch leak liberate lie lift like limit link list loathe lobby
lock look loom loot love lower lure maintain manage march marginalise marginalize mark marry mask
massacre match mention mimic miss mobilise mobilize mock monitor mourn move murder muster name
nominate note notify nudge obey object obstruct offend offer omit open oppose order organise
organize oust outline outrage overrule overshadow overturn overwhelm owe own pardon pass patrol
penalize perform permit persecute persuade picture pillory place plan play plead please pledge
poison portray postpone pound praise predict present preserve press pressure prevent probe
proclaim produce project promise promote prompt propose prosecute protect protest provoke publish
pull pummel punch punish purge pursue push question quiz quote raid rail rally ram ransack rape
reach react reappoint rebuff rebuke recall receive recognise recognize recommend recruit refer
refuse regard reinstate reject relax release relieve rely remain remember remind remove replace
report represent reprimand repudiate request require rescue resent resign resist respect respond
restore restrain restrict retain retaliate retire retreat return reveal reverse revive reward
ridicule rip rob rock rouse rule rush sabotage sack salute sanction satirize save scare scold
scorch scorn scramble scrap scrutinize seize separate serve settle shame share shatter shell
shelter shelve shield shift shock shove shrug shun sideline sign silence slam slander slap slash
slay smash smear smuggle snub soften solicit soothe spare spark spearhead spy squash stab stage
stall star start starve stay storm strangle strengthen stress strip struggle stumble stun subdue
subject subpoena succeed sue suffer suggest summon supply support suppress surge surpass surprise
surrender surround survive suspect suspend sway swipe tackle target tarnish task taunt tease
terminate terrify terrorise terrorize testify thank threaten thwart tie tolerate topple torment
torpedo torture tout trace track train trample trap treat trick trigger trim triumph trounce trust
try tumble turn undermine unite unleash unnerve unseat unveil urge use vanish vanquish vet veto
vex victimize view vilify violate visit vote vow wage wait walk want warn watch weaken welcome
whip whisk widen wipe wish woo worry worship wound yield
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
