"""Findings: what is said must be printed, and what is denied must not be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import load
from analysis.corpus.lexicons.naming import own_concepts
from analysis.corpus.lexicons.set_aside import load_set_aside
from analysis.figures import naming_matrix, overview
from analysis.findings import ADMITTED, Measured, findings, lead, spans_of, story_name
from analysis.findings.answers import Answers
from analysis.findings.comparable import comparable
from analysis.findings.copies import reprints
from analysis.findings.described import descriptions_by_test
from analysis.findings.holds import Held, verdict
from analysis.findings.model import Finding, Span, Weighed, as_table
from analysis.findings.naming import named_otherwise, not_printed, printed
from analysis.findings.quotations import cut_quotations, quoted_by_one
from analysis.findings.tested import names_by_test, words_by_test
from analysis.findings.words import stands_in
from analysis.measures.description import description_words, descriptions
from analysis.measures.keyness.robustness import HANGS, HOLDS, UNMATCHED
from analysis.schema import (
    DESCRIPTION_WORDS,
    DESCRIPTIONS,
    DOCUMENTS,
    FINDINGS,
    KEYNESS,
    MENTIONS,
    QUOTATIONS,
    REUSE,
    STATEMENTS,
    RuleError,
    empty,
    shape,
)
from small import corpus

ROOT = Path(__file__).resolve().parents[1]
LONG = (
    "The pilots of the harbour town have kept every ship at anchor since Monday, and nobody on "
    "the quay expects them to yield before the council has met, voted and told them so itself. "
)


def _answers(texts, **tables) -> Answers:
    """Make answers about (group, title, text) reports of one story."""
    made = corpus([(group, f"{title}\n{text}") for group, title, text in texts])
    documents = made.documents.assign(
        group=[group for group, _, _ in texts], title=[title for _, title, _ in texts], words=200
    )
    bodies = pd.Series([text for *_, text in texts], index=documents["document_id"])
    frames = {
        "mentions": _with(MENTIONS, ["place"]),
        "listed": _with(MENTIONS, ["place"]),
        "unlisted": _with(MENTIONS, ["place"]),
        "quotations": _with(QUOTATIONS, []),
        "statements": _with(STATEMENTS, []),
        "reuse": empty(REUSE),
        "keyness": empty(KEYNESS),
        "descriptions": _with(DESCRIPTIONS, ["place"]),
        "description_words": empty(DESCRIPTION_WORDS),
    }
    own = frozenset({"STOPPAGE"})
    return Answers(documents=documents, bodies=bodies, own=own, **(frames | tables))


def _with(table, more) -> pd.DataFrame:
    return empty(table).assign(**{name: pd.Series(dtype="str") for name in (*more, "group")})


def _mentions(texts, rows) -> pd.DataFrame:
    """Mark printed forms: (report, form, concept, label, voice, place), the first that stands."""
    found = []
    for number, form, concept, label, voice, place in rows:
        group, title, text = texts[number]
        start = f"{title}\n{text}".index(form)
        found.append(
            {
                "document_id": f"d{number:03}", "start": start, "end": start + len(form),
                "concept": concept, "label": label, "text": form, "voice": voice,
                "speaker_id": "", "place": place, "group": group,
            }
        )  # fmt: skip
    return pd.DataFrame(found)


def _quotations(texts, rows) -> pd.DataFrame:
    """Mark quotations: (report, words, speaker, how)."""
    found = []
    for number, words, speaker, how in rows:
        group, title, text = texts[number]
        start = f"{title}\n{text}".index(words)
        found.append(
            {
                "document_id": f"d{number:03}", "start": start, "end": start + len(words),
                "kind": "direct", "text": words, "speaker": speaker, "speaker_id": speaker,
                "side": "", "cue": "said", "cue_class": "neutral", "how": how,
                "confidence": 0.9, "spoken": len(words.split()), "group": group,
            }
        )  # fmt: skip
    return pd.DataFrame(found)


STORY = [
    ("TOLTA", "Work of harbour pilots complicated", "The June events at Ordvik went on. " + LONG),
    ("Corranto", "Blockade by harbour pilots", "The blockade began at dawn. " + LONG),
    ("Letter", "Strike of harbour pilots", "The strike of the pilots went on. " + LONG),
]
CALLED = [
    (0, "June events", "STOPPAGE", "events", "own", "lede"),
    (1, "Blockade", "STOPPAGE", "blockade", "own", "title"),
    (1, "blockade", "STOPPAGE", "blockade", "own", "lede"),
    (2, "strike", "STOPPAGE", "strike", "own", "lede"),
]


def test_what_one_calls_it_and_no_other_is_found_by_printed_forms():
    found = named_otherwise(_answers(STORY, mentions=_mentions(STORY, CALLED)))
    tolta = next(each for each in found if each.groups[0] == "TOLTA")
    assert tolta.headline == ("TOLTA writes “June events”, where Corranto writes “blockade”")
    assert tolta.sentences[0] == (
        "TOLTA prints “June events” once outside quotation marks, in its first sentence."
    )
    assert tolta.sentences[1] == "Corranto writes “blockade” and Letter “strike”."
    for form in tolta.forms:
        assert any(form in f"{title}\n{text}" for _, title, text in STORY)


def test_a_form_that_another_prints_in_whatever_voice_is_no_contrast():
    texts = [
        *STORY[:2],
        ("Letter", "Strike of harbour pilots", "“June events”, they said. " + LONG),
    ]
    found = named_otherwise(_answers(texts, mentions=_mentions(texts, CALLED[:3])))
    assert not [each for each in found if each.groups[0] == "TOLTA"]


def test_what_is_named_late_in_a_report_may_be_another_thing():
    late = [(*row[:5], "body") if row[0] == 0 else row for row in CALLED]
    found = named_otherwise(_answers(STORY, mentions=_mentions(STORY, late)))
    assert "TOLTA" not in {each.groups[0] for each in found}


def test_the_spelling_of_the_body_stands_before_that_of_a_headline():
    mentions = _mentions(STORY, [CALLED[1], (2, "strike", "S", "strike", "own", "lede")])
    assert printed(mentions) == ["strike", "Blockade"]


NAMED = [
    ("A", "Rau meets harbour pilots", "Aldo Rau met them. Rau stayed. " + LONG),
    ("B", "Harbour pilots meet Rau", "Aldo Rau was there. " + LONG),
    ("C", "Harbour pilots meet", "The mayor of the harbour town met the pilots. " + LONG),
]


def _rau(texts) -> pd.DataFrame:
    rows = [(0, "Aldo Rau", "Aldo Rau", "person", "own", "lede")]
    rows += [(0, "Rau", "Aldo Rau", "person", "own", "title")]
    rows += [(1, "Aldo Rau", "Aldo Rau", "person", "own", "lede")]
    rows += [(1, "Rau", "Aldo Rau", "person", "own", "title")]
    return _mentions(texts, rows)


def test_a_person_whom_all_others_name_is_missed():
    (found,) = not_printed(_answers(NAMED, listed=_rau(NAMED)))
    assert found.headline == "C does not name Aldo Rau; both others do"
    assert found.sentences == ("C does not name Aldo Rau; A and B do.",)


def test_a_name_that_stands_anywhere_in_the_report_is_not_missed():
    texts = [*NAMED[:2], ("C", "Harbour pilots meet", LONG + "Photo: office of Mr Rau.")]
    assert not not_printed(_answers(texts, listed=_rau(texts)))


def test_a_body_is_not_missed_where_a_word_of_its_family_stands():
    texts = [
        ("A", "Democrats meet harbour pilots", "Democrats met. The Democrats stayed. " + LONG),
        ("B", "Democrats and harbour pilots", "Democrats were there. Democrats! " + LONG),
        ("C", "Harbour pilots", "A Democrat met the pilots in the harbour town. " + LONG),
    ]
    rows = [(n, "Democrats", "Democrats", "organisation", "own", "title") for n in (0, 0, 1, 1)]
    assert not not_printed(_answers(texts, listed=_mentions(texts, rows)))
    without = [
        *texts[:2],
        ("C", "Harbour pilots", "A man met the pilots in the harbour town. " + LONG),
    ]
    listed = _mentions(without, rows)
    named = _mentions(without, [(0, "Democrats", "PARTY", "Democrats", "own", "title")])
    assert not_printed(_answers(without, listed=listed, mentions=named))
    # A party that is no choice of words nobody misses.
    assert not not_printed(_answers(without, listed=listed))


def test_a_name_in_a_row_of_links_is_not_told():
    links = "Aldo Rau Aldo (A.) RauCourt rules for Rau on harbourPilots welcome RauMORE spoke. "
    texts = [NAMED[0], ("B", "Harbour pilots meet", "The pilots met. \n" + links + LONG), NAMED[2]]
    rows = [(0, "Aldo Rau", "Aldo Rau", "person", "own", "lede")]
    rows += [(1, "Aldo Rau", "Aldo Rau", "person", "own", "body")] * 2
    assert not not_printed(_answers(texts, listed=_mentions(texts, rows)))


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("Harbour pilots meet", "and then the pilots went home. " + LONG, "begins in the middle"),
        ("Harbour pilots meet", "But the pilots went home. " + LONG, "begins in the middle"),
        (
            "Harbour pilots meet",
            "Pilots met. Mr. Buck was there. " + LONG,
            "Mr. Buck was named before",
        ),
        ("Budget of Portugal", LONG, "another text under the headline"),
        ("Harbour pilots meet", "", "no text"),
    ],
)
def test_of_a_torn_report_nothing_is_denied(title, body, why):
    texts = [*NAMED[:2], ("C", title, body)]
    assert not not_printed(_answers(texts, listed=_rau(texts))), why


def test_of_a_short_an_early_or_an_unlike_report_nothing_is_denied():
    made = _answers(NAMED)
    documents = made.documents.assign(published_earliest=pd.Timestamp("2024-06-05"))
    documents = documents.assign(published_latest=documents["published_earliest"])
    names = pd.DataFrame({"document_id": ["d000", "d001"] * 3, "concept": list("aabbcc")})
    of = lambda frame, who=names: comparable(frame, made.bodies, who).tolist()  # noqa: E731
    assert of(documents, who=names.iloc[:0]) == [True, True, True]
    assert of(documents) == [True, True, False]
    assert of(documents.assign(words=[200, 200, 30]), who=names.iloc[:0])[2] is False
    for day in ("2024-06-01", "2024-06-03", "2024-06-12"):
        early = documents.copy()
        early.loc[2, ["published_earliest", "published_latest"]] = pd.Timestamp(day)
        assert of(early, who=names.iloc[:0]) == [True, True, False]


WORDS = (
    "We have kept the ships at anchor since Monday and we shall keep them there until the council "
    "has heard us, every one of us"
)
PIECE = "until the council has heard us"


def _told(texts, quotes) -> Answers:
    quotations = _quotations(texts, quotes)
    statements = quotations[["document_id", "start", "end", "kind", "group"]].assign(
        statement_id="s001", speaker_id="Tilda Varn", similarity=1.0, change="cut"
    )
    return _answers(texts, quotations=quotations, statements=statements)


CUTTING = [
    ("A", "Harbour pilots stay", f"“{WORDS}”, Tilda Varn said. {LONG}"),
    ("B", "Harbour pilots stay", f"“{WORDS}”, said Tilda Varn. {LONG}"),
    ("C", "Harbour pilots stay", f"The pilots will stay “{PIECE}”, Tilda Varn said. {LONG}"),
]
QUOTES = [
    (0, WORDS, "Tilda Varn", "after"),
    (1, WORDS, "Tilda Varn", "inverted"),
    (2, PIECE, "Tilda Varn", "after"),
]


def test_a_quotation_that_two_print_in_full_and_one_cuts_is_found():
    (found,) = cut_quotations(_told(CUTTING, QUOTES))
    assert found.headline == (
        f"C quotes only “{PIECE}” of a sentence by Tilda Varn that A and B print in full"
    )
    assert dict(found.numbers) == {"words in full": 25, "words kept": 6}


@pytest.mark.parametrize(
    "more",
    [
        f"“{WORDS}”, she wrote. ",
        f"{WORDS} — Tilda Varn (@varn) 3 June 2024 ",
        "“We have kept the ships at anchor since Monday and we shall keep them there”, she said. ",
        "We have kept the ships at anchor since Monday and we shall keep them there, it is heard. ",
    ],
)
def test_what_stands_anywhere_in_the_report_is_not_cut(more):
    texts = [*CUTTING[:2], (CUTTING[2][0], CUTTING[2][1], CUTTING[2][2] + more)]
    assert not cut_quotations(_told(texts, QUOTES))


def test_a_quotation_with_a_mark_of_a_cut_is_not_in_full():
    cut = WORDS.replace("since Monday ", "… ")
    texts = [
        ("A", "Harbour pilots stay", f"“{cut}”, Tilda Varn said. {LONG}"),
        ("C", "Harbour pilots stay", f"The pilots will stay “{PIECE}”, Tilda Varn said. {LONG}"),
    ]
    quotes = [(0, cut, "Tilda Varn", "after"), (1, PIECE, "Tilda Varn", "after")]
    assert not cut_quotations(_told(texts, quotes))


def test_other_words_are_no_part_of_a_quotation():
    other = PIECE.replace("heard", "listened to")
    texts = [
        *CUTTING[:2],
        ("C", "Harbour pilots stay", f"They stay “{other}”, Tilda Varn said. {LONG}"),
    ]
    assert not cut_quotations(_told(texts, [*QUOTES[:2], (2, other, "Tilda Varn", "after")]))


def test_two_words_may_be_a_term_and_cut_nothing():
    texts = [*CUTTING[:2], ("C", "Harbour pilots stay", f"The “heard us” movement met. {LONG}")]
    assert not cut_quotations(_told(texts, [*QUOTES[:2], (2, "heard us", "Tilda Varn", "after")]))


@pytest.mark.parametrize("speaker", ["it", "she", "the council"])
def test_a_cut_needs_a_tag_that_names_the_speaker(speaker):
    quotes = _quotations(CUTTING, [*QUOTES[:2], (2, PIECE, speaker, "after")])
    quotes["speaker_id"] = "Tilda Varn"
    statements = quotes[["document_id", "start", "end", "kind", "group"]].assign(
        statement_id="s001", speaker_id="Tilda Varn", similarity=1.0, change="cut"
    )
    assert not cut_quotations(_answers(CUTTING, quotations=quotes, statements=statements))


def test_fragments_that_the_outlet_joins_are_not_in_full():
    one, other = WORDS[: WORDS.index(" and we")], WORDS[WORDS.index("and we") :]
    texts = [
        ("A", "Harbour pilots stay", f"“{one}” and that “{other}”, Tilda Varn said. {LONG}"),
        ("B", "Harbour pilots stay", f"“{one}” and “{other}”, said Tilda Varn. {LONG}"),
        CUTTING[2],
    ]
    quotes = [(n, part, "Tilda Varn", "after") for n in (0, 1) for part in (one, other)]
    assert not cut_quotations(_told(texts, [*quotes, QUOTES[2]]))


def test_where_the_speaker_goes_on_with_other_words_another_choice_was_made():
    more = "nobody had asked the town about it"
    text = f"The pilots will stay “{PIECE}”, Tilda Varn said. “{more}”, she added. {LONG}"
    texts = [*CUTTING[:2], ("C", "Harbour pilots stay", text)]
    quotations = _quotations(texts, [*QUOTES, (2, more, "Tilda Varn", "after, pronoun")])
    statements = quotations.head(3)[["document_id", "start", "end", "kind", "group"]].assign(
        statement_id="s001", speaker_id="Tilda Varn", similarity=1.0, change="cut"
    )
    assert not cut_quotations(_answers(texts, quotations=quotations, statements=statements))


def test_a_headline_alone_cuts_nothing():
    texts = [
        *CUTTING[:2],
        ("C", f"“{PIECE}” say pilots of harbour", f"Pilots stay in the harbour. {LONG}"),
    ]
    assert not cut_quotations(_told(texts, QUOTES))


ALONE = [
    (
        "A",
        "Harbour pilots stay",
        "The harbour pilots met. “We shall stay until the very last ship has sailed”, said Tilda "
        f"Varn. {LONG}",
    ),
    ("B", "Harbour pilots stay", f"Nobody in the harbour spoke. {LONG}"),
    ("C", "Harbour pilots stay", f"Nobody in the harbour spoke. {LONG}"),
]
SAID = "We shall stay until the very last ship has sailed"


def test_who_is_quoted_by_one_and_named_by_no_other_is_found():
    (found,) = quoted_by_one(
        _answers(ALONE, quotations=_quotations(ALONE, [(0, SAID, "Tilda Varn", "inverted")]))
    )
    assert found.headline == "Only A quotes Tilda Varn"
    assert found.sentences == (
        f"A quotes Tilda Varn: “{SAID}”; neither of the other two names Tilda Varn.",
    )


@pytest.mark.parametrize(
    ("words", "speaker", "how"),
    [
        ("Varn was there. ", "Tilda Varn", "inverted"),
        ("They would stay until the very last ship, it said. ", "Tilda Varn", "inverted"),
        ("", "the pilots", "inverted"),
        ("", "Ordvik Republican", "inverted"),
        ("", "Tilda Varn", "carried over"),
        ("", "Ann Lee", "inverted"),
    ],
)
def test_who_is_named_elsewhere_or_not_beside_the_words_is_not_said_to_be_quoted_by_one(
    words, speaker, how
):
    texts = [ALONE[0], ("B", "Harbour pilots stay", f"{words}{LONG}"), ALONE[2]]
    assert not quoted_by_one(
        _answers(texts, quotations=_quotations(texts, [(0, SAID, speaker, how)]))
    )


def _pair(one: str, other: str, there: float, back: float) -> dict[str, object]:
    return {
        "document_id": one, "other_document_id": other, "containment": there,
        "other_containment": back, "shared_words": 300, "relation": "reprint",
        "source_document_id": "", "direction": "",
    }  # fmt: skip


def test_the_same_report_is_one_that_holds_either_way():
    pairs = shape(pd.DataFrame([_pair("d000", "d001", 0.97, 0.99)]), REUSE)
    (found,) = reprints(_answers(ALONE, reuse=pairs))
    assert found.headline == "A and B carry the same report almost word for word"
    assert "97% or more" in found.sentences[0]
    part = shape(pd.DataFrame([_pair("d000", "d001", 0.27, 1.0)]), REUSE)
    assert not reprints(_answers(ALONE, reuse=part))


def test_a_finding_of_articles_that_hold_something_hangs_on_one_where_few_hold_it():
    here, there = ({f"{side}{n}" for n in range(8)} for side in "ab")
    held = Held(here, there, here)
    # 8 of 8 against 0 of 8: 1 in 12,870; without one article 1 in 6,435.
    assert held.least_p() == pytest.approx(1 / 6_435)
    assert verdict(held, {}, 300) == HOLDS
    assert 400 / 12_870 < 0.05 < 400 / 6_435
    assert verdict(held, {}, 400) == HANGS
    # Without one of the others that does not hold it: 5 of 5 against 4 of 4 says nothing.
    few = Held(set("abcde"), set("vwxyz"), set("abcde") | set("vwxy"))
    assert few.least_p() == 1.0


def test_what_is_of_one_event_alone_is_found_only_unmatched():
    here, there = ([f"{side}{n}" for n in range(20)] for side in "ab")
    # All articles about the gale hold it, on both sides; one side has more of them.
    gale = {*here[:16], *there[:4]}
    events = {name: "gale" if name in gale else "calm" for name in here + there}
    held = Held(set(here), set(there), gale)
    assert verdict(held, events, 1) == UNMATCHED
    assert verdict(held, {}, 1) == HOLDS
    # Of the same articles those of one side hold it: within events too.
    assert verdict(Held(set(here), set(there), set(here)), events, 1) == HOLDS


def _many(count: int, word: str, group: str):
    return [(group, "Port", f"The {word} went on. {LONG}") for _ in range(count)]


def test_a_name_that_one_group_prefers_is_tested_over_articles():
    texts = [*_many(8, "strike", "A"), *_many(8, "blockade", "B")]
    rows = [(n, "strike", "S", "strike", "own", "body") for n in range(8)]
    rows += [(n, "blockade", "S", "blockade", "own", "body") for n in range(8, 16)]
    found = names_by_test(_answers(texts, mentions=_mentions(texts, rows)))
    assert [each.headline for each in found] == [
        "A prints “strike” in 8 of its 8 articles that name it, the others in none of 8",
        "B prints “blockade” in 8 of its 8 articles that name it, the others in none of 8",
    ]
    assert [each.verdict for each in found] == [HOLDS, HOLDS]
    # A reader counts quotations and copies too: B's ninth article quotes the word, twice reprinted.
    more = [*texts, *_many(3, "strike", "B")]
    rows += [(n, "strike", "S", "strike", "quoted", "body") for n in range(16, 19)]
    pairs = shape(pd.DataFrame([_pair("d016", f"d0{n}", 1.0, 1.0) for n in (17, 18)]), REUSE)
    first, _ = names_by_test(_answers(more, mentions=_mentions(more, rows), reuse=pairs))
    assert first.headline.endswith("articles that name it, the others in 3 of 11")
    assert first.sentences[0].endswith("3 of 11 do, copies of one text included.")
    few = _answers(
        texts[4:12],
        mentions=_mentions(
            texts[4:12], [(n, "strike", "S", "strike", "own", "body") for n in range(4)]
        ),
    )
    assert not names_by_test(few)


_PLACES = (
    "quay",
    "mill",
    "court",
    "bridge",
    "market",
    "chapel",
    "school",
    "theatre",
    "bank",
    "inn",
)


def _of_dask(of_group, word="corrupt", places=_PLACES, first="{}") -> Answers:
    """Let groups write ten articles each about a mayor, some of them with an adjective."""
    texts = []
    for group, those in of_group.items():
        for n, place in enumerate(places):
            said = f"On Monday the {f'{word} ' if n in those else ''}mayor Orla Dask"
            line = f"{said} went to the {place}."
            texts.append((group, "Port", (line if n else first.format(line)) + " " + LONG))
    made = corpus([(group, f"{title}\n{text}") for group, title, text in texts])
    named = [(n, "Orla Dask", "Orla Dask", "person", "own", "body") for n in range(len(texts))]
    found = descriptions(made, _mentions(texts, named), empty(MENTIONS))
    groups = found["document_id"].map(made.group_of("origin"))
    return _answers(
        texts,
        descriptions=found.assign(group=groups, place="body"),
        description_words=description_words(made, found, "origin"),
    )


def test_a_word_that_sets_a_description_apart_is_counted_on_both_sides_by_voice():
    made = _of_dask({"A": set(range(9)), "B": {4}}, first="“{}”")
    (found,) = descriptions_by_test(made)
    assert found.kind == "modifier by test" and not ADMITTED[found.kind].is_admitted
    # Counted again by hand: in which articles the word stands before the mayor.
    texts = made.documents.set_index("document_id")["source"]
    holds = texts.str.contains("corrupt mayor")
    groups = made.documents.set_index("document_id")["group"]
    here, there = (int(holds[groups == name].sum()) for name in "AB")
    in_own = int((holds & ~texts.str.contains("“On Monday") & (groups == "A")).sum())
    assert (here, there, in_own) == (9, 1, 8)
    assert dict(found.numbers) == {
        "articles with it": here, "in its own voice": in_own, "articles that describe it": 10,
        "articles of others with it": there, "articles of others that describe it": 10,
    }  # fmt: skip
    assert found.headline == (
        "A prints “corrupt” for Orla Dask in 9 of its 10 articles with a description, the others "
        "in 1 of 10"
    )
    assert found.sentences == (
        "Of the articles with a word that describes Orla Dask, 9 of 10 by A print “corrupt” for "
        "Orla Dask; of the others 1 of 10 do.",
        "In 8 of these 9 it stands in the outlet's own words, in the others in those of somebody "
        "who is quoted or paraphrased.",
    )
    first = found.spans[0]
    assert texts[first.document_id][first.start : first.end] == "corrupt mayor Orla Dask"
    assert len(found.spans) == 8
    table = findings(made)
    assert table["is_admitted"].tolist() == [False]
    # 9 of 10 against 1 of 10 is p = .0011; 8 of 9 against 1 of 10 .0015, for one test.
    assert table["verdict"].tolist() == [HOLDS]
    assert lead(table, made.documents, made.documents["group"]).group == ""


def test_chance_repeated_lines_and_the_outlet_s_own_name_describe_nobody():
    many = set(range(9))
    assert descriptions_by_test(_of_dask({"A": many, "B": set()}))
    assert not descriptions_by_test(_of_dask({"A": many, "B": set(range(2, 9))}))
    assert not descriptions_by_test(_of_dask({"A": many, "B": set()}, places=["quay"] * 10))
    assert not descriptions_by_test(_of_dask({"Orla Dask": many, "B": set()}))
    assert not descriptions_by_test(_of_dask({"A": {0, 1, 2}, "B": set()}, places=_PLACES[:4]))


def test_a_title_that_the_others_print_with_a_capital_sets_nothing_apart():
    def told(theirs: str) -> list[str]:
        lines = {"A": "The port chief Orla Dask", "B": theirs}
        texts = [
            (group, "Port", f"{line} left the {place}. {LONG}")
            for group, line in lines.items() for place in _PLACES
        ]  # fmt: skip
        made = corpus([(group, f"{title}\n{text}") for group, title, text in texts])
        named = [(n, "Orla Dask", "Orla Dask", "person", "own", "body") for n in range(20)]
        found = descriptions(made, _mentions(texts, named), empty(MENTIONS))
        groups = found["document_id"].map(made.group_of("origin"))
        words = description_words(made, found, "origin")
        tables = {"descriptions": found.assign(group=groups, place="body")}
        made_of = _answers(texts, description_words=words, **tables)
        return [each.forms[0] for each in descriptions_by_test(made_of)]

    assert told("Orla Dask") == ["port chief"]
    assert told("The Port Chief Orla Dask") == []


def test_over_several_stories_words_of_time_tell_the_day():
    made = _of_dask({"A": set(range(9)), "B": set()}, word="former")
    assert descriptions_by_test(made)
    assert not descriptions_by_test(replace(made, stories=2))


def test_a_listed_thing_is_named_as_it_is_printed_and_a_verb_by_one_of_its_forms():
    done = ["On {} soldiers shelled the harbours.", "On {} soldiers were shelling the harbours."]
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Easter")
    texts = [("A", "Port", f"{done[n > 4].format(day)} {LONG}") for n, day in enumerate(days)]
    texts += [("B", "Port", f"On {day} soldiers left the harbours. {LONG}") for day in days]
    made = corpus([(group, f"{title}\n{text}") for group, title, text in texts])
    named = [(n, "harbours", "PORTS", "harbour", "own", "body") for n in range(len(texts))]
    mentions = _mentions(texts, named)
    found = descriptions(made, empty(MENTIONS), mentions)
    groups = found["document_id"].map(made.group_of("origin"))
    tables = {"descriptions": found.assign(group=groups, place="body"), "mentions": mentions}
    words = description_words(made, found, "origin")
    told = descriptions_by_test(_answers(texts, description_words=words, **tables))
    assert [each.groups for each in told] == [("B",), ("A",)]
    first = told[1]
    assert first.kind == "description by test" and first.forms == ("shelled", "shelling")
    assert first.headline == (
        "A prints “shelled” or another form of it for what is done to “harbours” in 8 of its 8 "
        "articles with a description, the others in none of 8"
    )
    assert first.sentences[1] == "In each of them it stands in the outlet's own words."


def test_copies_count_once_in_a_test():
    texts = [*_many(8, "strike", "A"), *_many(8, "blockade", "B")]
    rows = [(n, "strike", "S", "strike", "own", "body") for n in range(8)]
    rows += [(n, "blockade", "S", "blockade", "own", "body") for n in range(8, 16)]
    pairs = [_pair("d000", f"d{n:03}", 1.0, 1.0) for n in range(1, 8)]
    reuse = shape(pd.DataFrame(pairs), REUSE)
    assert not names_by_test(_answers(texts, mentions=_mentions(texts, rows), reuse=reuse))


def test_own_names_and_stop_words_are_no_words_by_test():
    texts = [*_many(6, "strike", "Strike Post"), *_many(6, "blockade", "B")]
    row = {
        "by": "origin", "target": "Strike Post", "reference": "the rest", "voice": "",
        "frequency_target": 6, "frequency_reference": 0, "documents_target": 6,
        "documents_reference": 0, "log_ratio": 5.0, "log_ratio_low": 3.0, "log_ratio_high": 7.0,
        "p_value": 0.001, "p_family": 0.01, "is_lockword": False, "match": "",
        "documents_matched": 0,
    }  # fmt: skip
    table = shape(
        pd.DataFrame([{**row, "term": term} for term in ("strike", "went", "pilots")]), KEYNESS
    )
    found = words_by_test(_answers(texts, keyness=table), {"went"})
    assert [each.forms for each in found] == [("pilots",)]
    assert "in 6 of 6 articles" in found[0].headline
    # Of two groups either might have stood out.
    both = pd.concat([table.assign(p_family=0.04), table.assign(target="B", p_family=0.9)])
    assert not words_by_test(_answers(texts, keyness=both), {"went"})
    no = table.assign(p_family=0.2)
    assert not words_by_test(_answers(texts, keyness=no), set())


def test_words_that_fewest_others_print_stand_first_then_those_of_most_own_articles():
    counted = {"pilots": (0, 6), "anchor": (0, 6), "quay": (0, 5), "strike": (1, 6)}
    texts = [*_many(6, "strike", "A"), *_many(6, "blockade", "B")]
    row = {
        "by": "origin", "target": "A", "reference": "the rest", "voice": "",
        "frequency_target": 6, "frequency_reference": 1, "log_ratio": 5.0, "log_ratio_low": 3.0,
        "log_ratio_high": 7.0, "p_value": 0.001, "p_family": 0.01, "is_lockword": False,
        "match": "", "documents_matched": 0,
    }  # fmt: skip
    rows = [
        {**row, "term": term, "documents_reference": others, "documents_target": own}
        for term, (others, own) in counted.items()
    ]
    found = words_by_test(_answers(texts, keyness=shape(pd.DataFrame(rows), KEYNESS)), ())
    assert [each.forms for each in found] == [("anchor",), ("pilots",), ("quay",)]
    # A proof leads to the first place of each article, as it is spelled there most often.
    assert [(span.document_id, span.start) for span in found[0].spans] == [
        (f"d{n:03}", f"Port\nThe strike went on. {LONG}".index("anchor")) for n in range(6)
    ]


def test_of_several_stories_only_tests_speak():
    made = _answers(STORY, mentions=_mentions(STORY, CALLED))
    assert len(findings(made))
    assert findings(replace(made, stories=2)).empty


def test_a_finding_set_aside_is_gone():
    made = _answers(STORY, mentions=_mentions(STORY, CALLED))
    kept = findings(made, set_aside=[{"kind": "naming", "groups": "TOLTA", "reason": "r"}])
    assert "TOLTA" not in {groups.split("; ")[0] for groups in kept["groups"]}
    assert len(kept) < len(findings(made))
    assert (
        findings(made, set_aside=[{"forms": "june events", "reason": "r"}])["forms"]
        .str.contains("June events")
        .sum()
        < findings(made)["forms"].str.contains("June events").sum()
    )


def test_the_file_of_findings_set_aside_names_its_errors(tmp_path):
    path = tmp_path / "findings-small.yml"
    path.write_text("- kind: naming\n  groups: TASS\n  reason: another day\n", encoding="utf-8")
    assert load_set_aside("small", folder=tmp_path)[0]["groups"] == "TASS"
    assert load_set_aside("other", folder=tmp_path) == []
    for content, said in (
        ("kind: naming", "must be a list"),
        ("- knid: naming\n  reason: x", "Did you mean 'kind'"),
        ("- kind: naming", "needs a reason"),
        ("- naming", "must hold lines"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(RuleError, match=said):
            load_set_aside("small", folder=tmp_path)


def test_the_places_of_findings_are_those_of_their_forms():
    made = _answers(STORY, mentions=_mentions(STORY, CALLED))
    table = findings(made)
    assert table.columns.tolist() == FINDINGS.names
    sources = dict(zip(made.documents["document_id"], made.documents["source"], strict=True))
    spans = spans_of(table)
    texts = {sources[d][s:e].casefold() for _, d, s, e in spans.itertuples(index=False)}
    assert texts == {"june events", "blockade", "strike"}


def test_a_headline_is_never_filled():
    made = _answers(STORY)
    said = lead(findings(made), made.documents, made.documents["group"])
    assert said.headline == "Three reports by three outlets, side by side"
    assert said.sentences == []


def test_naming_and_a_missing_name_of_one_group_are_one_headline():
    rows = [
        ("f01", "naming", "C; A; B", "C writes “June events”, where A writes “strike”", "One."),
        ("f02", "name not printed", "C; A; B", "C does not name Aldo Rau; both others do", "Two."),
    ]
    columns = ["finding", "kind", "groups", "headline", "sentence"]
    table = pd.DataFrame(rows, columns=columns).assign(is_admitted=True, guard="g", rank=[1, 2])
    said = lead(table, pd.DataFrame({"document_id": ["a"]}), pd.Series(["C"]))
    assert said.headline == "C writes “June events” and does not name Aldo Rau"
    assert [name for name, _ in said.sentences] == ["f01", "f02"]


def test_only_several_who_tell_one_story_stand_side_by_side():
    documents = empty(DOCUMENTS).reindex(range(2)).assign(document_id=["a", "b"])
    for groups, stories, said in (
        (["A", "B"], 1, "Two reports by two outlets, side by side"),
        (["A", "B"], 2, "Two reports by two outlets"),
        (["A", "A"], 1, "Two reports by one outlet"),
    ):
        assert lead(empty(FINDINGS), documents, pd.Series(groups), stories).headline == said


def test_a_story_is_named_by_hand_or_by_its_most_central_headline():
    documents = empty(DOCUMENTS).reindex(range(3)).assign(event="", document_id=list("abc"))
    documents["title"] = ["Pilots shut port", "Port shut by pilots", "A bridge opens"]
    assert story_name(documents) in ("Pilots shut port", "Port shut by pilots")
    assert story_name(documents.assign(event="Port of Ordvik, June")) == "Port of Ordvik, June"


@pytest.mark.parametrize(
    ("text", "form", "stands"),
    [
        ("The “Wagner’s” men", "Wagner", True),
        ("Wagnerian", "Wagner", False),
        ("Foreign  Ministry", "foreign ministry", True),
        ("Foreign-Ministry", "Foreign Ministry", True),
        ("", "Rau", False),
        ("Rau", "", False),
    ],
)
def test_words_stand_in_a_text_as_whole_words(text, form, stands):
    assert stands_in(text, form) is stands


def test_the_figures_of_the_kinds_are_those_of_the_document():
    text = (ROOT / "docs" / "limits.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    written = {row[0]: tuple(row[1:]) for row in rows[1:]}
    assert set(written) == set(ADMITTED)
    for kind, each in ADMITTED.items():
        leads = "yes" if each.is_admitted else "no"
        assert written[kind] == (str(each.right), str(each.n), each.on, each.day, leads)


@pytest.mark.parametrize(
    ("right", "n", "leads"), [(27, 30, True), (26, 30, False), (14, 14, False), (0, 0, False)]
)
def test_nine_of_ten_of_fifteen_or_more_lead(right, n, leads):
    assert Measured(right, n, "", "").is_admitted is leads


def test_findings_of_the_sample_are_true_of_its_text():
    from analysis.tables import tables_of

    articles = load("data/sample").select(event="Port of Ordvik, June 2024")
    table = tables_of(articles)["findings"]
    assert len(table)
    text = " ".join(" ".join(source.split()) for source in articles.documents["source"])
    for forms in table["forms"]:
        for form in filter(None, forms.split("; ")):
            assert form.casefold().replace("’", "'") in text.casefold().replace("’", "'")


def test_of_many_reports_all_must_be_whole_before_one_alone_quotes():
    texts = [*ALONE[:2], ("C", "Harbour pilots stay", "But nobody in the harbour spoke. " + LONG)]
    quotations = _quotations(texts, [(0, SAID, "Tilda Varn", "inverted")])
    assert not quoted_by_one(_answers(texts, quotations=quotations))


def test_of_a_guest_column_nothing_is_denied():
    made = _answers(NAMED, listed=_rau(NAMED))
    assert not_printed(made)
    columns = made.documents.assign(outlet=["A", "B", "C (Opinion)"])
    assert not not_printed(replace(made, documents=columns))


def test_of_another_matter_nothing_is_denied():
    texts = [*NAMED[:2], ("C", "Budget passed by council", "The council passed the budget. " * 9)]
    assert not not_printed(_answers(texts, listed=_rau(texts)))


def test_only_the_corpus_s_own_list_says_that_words_name_one_thing():
    made = _answers(STORY, mentions=_mentions(STORY, CALLED))
    assert {each.kind for each in named_otherwise(made)} == {"naming"}
    shipped = named_otherwise(replace(made, own=frozenset()))
    assert {each.kind for each in shipped} == {"naming, shipped list"}
    assert own_concepts("sample") >= {"ACT", "CREWS"}
    assert own_concepts("") == own_concepts("no such corpus") == frozenset()


def test_names_of_two_concepts_that_are_called_alike_have_a_row_each():
    rows = [(0, "June events", "STOPPAGE", "by name", "own", "lede")]
    rows += [(1, "blockade", "SHIP", "by name", "own", "lede")]
    groups = pd.Series({"d000": "TOLTA", "d001": "Corranto"})
    drawn = naming_matrix(_mentions(STORY, rows), groups).content["rows"]
    counts = [[cell["count"] for cell in row["cells"]] for row in drawn]
    assert counts == [[0, 1], [1, 0]]


def test_the_statement_most_told_stands_once_for_each_group_by_its_fullest_wording():
    story = corpus([(name, "Words.") for name in ("TOLTA", "Corranto", "Corranto", "Corranto")])
    rows = [
        ("s1", "d000", 0, 40, "direct", "base"),
        ("s1", "d000", 50, 99, "direct", "cut"),
        ("s1", "d001", 0, 9, "fragment", "fragment"),
        ("s1", "d002", 0, 30, "direct", "cut"),
        ("s1", "d003", 0, 60, "indirect", "paraphrase"),
        ("s2", "d002", 0, 50, "direct", "base"),
        ("s2", "d003", 0, 50, "direct", "verbatim"),
    ]
    columns = ["statement_id", "document_id", "start", "end", "kind", "change"]
    made = pd.DataFrame(rows, columns=columns)
    chosen = overview.most_told(made, story, "outlet")
    assert chosen[["document_id", "start"]].to_numpy().tolist() == [["d000", 0], ["d002", 0]]
    alone = made[made["statement_id"] == "s2"]
    assert overview.most_told(alone, story, "outlet").empty


def test_of_what_stands_elsewhere_in_a_report_nothing_is_said_to_be_left_out():
    whole = "We will not sail at night because of the ice, and nobody shall ask us to."
    parts = "“We will not sail at night.” Then: “because of the ice, and nobody shall ask us to.”"
    cut = "“We will not sail at night,” the pilot said."
    story = corpus([("A", f"“{whole}”"), ("B", parts), ("C", cut)])
    columns = ["statement_id", "document_id", "start", "end", "kind", "change"]
    rows = [
        ("s1", "d000", 1, 1 + len(whole), "direct", "base"),
        ("s1", "d001", 1, 26, "direct", "cut"),
        ("s1", "d002", 1, 26, "direct", "cut"),
    ]
    made = pd.DataFrame(rows, columns=columns)
    chosen = overview.most_told(made, story, "outlet")
    assert chosen["document_id"].tolist() == ["d000", "d002"]
    assert overview.most_told(made.head(2), story, "outlet").empty
    assert overview.most_told(made.head(0), story, "outlet").empty


def test_without_mentions_no_dash_says_that_a_name_stands_nowhere():
    groups = pd.Series({"d000": "TOLTA", "d001": "Corranto", "d002": "Letter"})
    coverage = pd.DataFrame(
        [("Tilda Varn", "person", group, 1) for group in ("TOLTA", "Corranto")],
        columns=["item", "item_kind", "group", "documents_with"],
    )
    row = {"document_id": "d000", "concept": "Tilda Varn", "voice": "own"}
    drawn = overview.people_matrix(coverage, pd.DataFrame([row]), groups).content
    assert [cell["count"] for cell in drawn["rows"][0]["cells"]] == [0, 0, 1]
    empty_one = pd.DataFrame([row]).iloc[:0]
    assert "rows" not in overview.people_matrix(coverage, empty_one, groups).content


def test_people_are_set_side_by_side_where_half_of_the_reports_name_them_and_not_all():
    groups = pd.Series({f"d{n}": name for n, name in enumerate("ABCD")})
    naming = {"Alone": "A", "Half": "AB", "Most": "BCD", "All": "ABCD"}
    coverage = pd.DataFrame(
        [(name, "person", group, 1) for name, by in naming.items() for group in by],
        columns=["item", "item_kind", "group", "documents_with"],
    )
    row = {"document_id": "d0", "concept": "Half", "voice": "own"}
    drawn = overview.people_matrix(coverage, pd.DataFrame([row]), groups).content
    assert [each["label"] for each in drawn["rows"]] == ["Most", "Half"]
    many = pd.concat(
        [coverage[coverage["item"] == "Most"].assign(item=f"Most {n:02}") for n in range(13)]
    )
    drawn = overview.people_matrix(many, pd.DataFrame([row]), groups).content
    assert [each["label"] for each in drawn["rows"]] == [f"Most {n:02}" for n in range(12)]


@pytest.mark.parametrize(
    ("of_test", "said"),
    [
        (HOLDS, "The difference in “strike” and “walkout” does not hang on one article."),
        (HANGS, "The difference in “strike” and “walkout” hangs on one article."),
        (UNMATCHED, "no difference in “strike” and “walkout” is found."),
        ("", ""),
    ],
)
def test_a_page_opens_with_whether_its_words_hold(of_test, said):
    story = corpus([("A", "A strike and a walkout."), ("B", "Words.")])
    opened = Finding(
        "word by test", ("A", "B"), ("strike", "walkout"), (), "A prints more", ("So it is.",),
        "In this report.", (Span("d000", 2, 8),), verdict=of_test,
    )  # fmt: skip
    page = overview.opening(as_table([Weighed(opened, True)]), story, "outlet").content
    assert page["headline"] == "A prints more"
    assert said in page["guard"] and ("difference in" in page["guard"]) == bool(said)


def test_a_word_of_a_group_is_said_once_and_candidates_repeat_no_finding():
    rows = [
        ("f1", True, "A; B", "strike", "One."),
        ("f2", True, "A; B", "Strike; walkout", "Two."),
        ("f3", True, "B; A", "strike", "Three."),
        ("f4", False, "A; B", "walkout", "Four."),
        ("f5", False, "A; B", "", "Five."),
    ]
    columns = ["finding", "is_admitted", "groups", "forms", "sentence"]
    table = pd.DataFrame(rows, columns=columns).assign(headline="x", kind="naming")
    story = corpus([("A", "Words."), ("B", "Words.")])
    table["guard"] = ""
    table = table.assign(labels=0, checked_labels=0, corrected_labels=0)
    listed = overview.more_findings(table, story, "outlet").content["sentences"]
    assert [each["text"] if isinstance(each, dict) else each for each in listed] == ["Three."]
    listed = overview.candidates(table).content["sentences"]
    assert [each["text"] if isinstance(each, dict) else each for each in listed] == ["Five."]
    one = table.head(1)
    for drawn in (overview.more_findings(one, story, "outlet"), overview.candidates(one)):
        assert not drawn.content.get("sentences")
