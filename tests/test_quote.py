"""Quotations, speakers and cues: fictional sentences, laws, the sample's truth, real offsets."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import load
from analysis.corpus.execution.processes import each
from analysis.corpus.language import person_names
from analysis.corpus.load import LEXICONS
from analysis.corpus.quote import load_speech, quotations
from analysis.corpus.quote import quotation_marks as marks
from analysis.corpus.quote import sentences as sentence_words
from analysis.corpus.quote import sentences as words
from analysis.corpus.quote.weigh import speaker_signs
from analysis.schema import COUNTED, QUOTATIONS, SEGMENTS, RuleError, shape

ROOT = Path(__file__).resolve().parents[1]
TRUTH = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
SPEECH = load_speech(LEXICONS)


def read(*texts: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Find the quotations of documents, each a list of (label, paragraph)."""
    return quotations(*tables(*texts), SPEECH)


def tables(*texts: Sequence[tuple[str, str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay out the documents and segments of texts."""
    documents, segments = [], []
    for number, text in enumerate(texts):
        start, name = 0, f"d{number}"
        for label, paragraph in text:
            segments.append((name, start, start + len(paragraph), label, "test"))
            start += len(paragraph) + 2
        documents.append((name, "\n\n".join(paragraph for _, paragraph in text)))
    table = pd.DataFrame(documents, columns=["document_id", "source"])
    spans = shape(pd.DataFrame(segments, columns=SEGMENTS.names), SEGMENTS)
    return table, spans


def found(*paragraphs: str) -> pd.DataFrame:
    """Find the quotations of one article."""
    return read([("body", paragraph) for paragraph in paragraphs])


def marked(*paragraphs: str) -> list[tuple[str, str]]:
    """Find what stands in marks, with its speaker, in the order of the text."""
    table = found(*paragraphs).sort_values("start", kind="stable")
    table = table[table["kind"] != "indirect"]
    return list(zip(table["text"], table["speaker"], strict=True))


def reported(*paragraphs: str) -> list[tuple[str, str]]:
    """Find what is reported in other words, with its speaker."""
    table = found(*paragraphs).sort_values("start", kind="stable")
    table = table[table["kind"] == "indirect"]
    return list(zip(table["text"], table["speaker"], strict=True))


def headline(title: str, body: str = "The ministry said so.") -> list[tuple[str, str, str, str]]:
    """Find what a headline attributes: kind, words, speaker, cue."""
    table = read([("title", title), ("body", body)])
    table = table[table["end"] <= len(title)].sort_values("start", kind="stable")
    columns = ["kind", "text", "speaker", "cue"]
    return list(table[columns].itertuples(index=False, name=None))


# --- marks -----------------------------------------------------------------------------------

SAFE = "The bridge is safe"


@pytest.mark.parametrize(
    "text",
    [
        f'"{SAFE}," Tilda Varn said.',
        f"“{SAFE},” Tilda Varn said.",
        f"‘{SAFE},’ Tilda Varn said.",
        f"'{SAFE},' Tilda Varn said.",
        f"''{SAFE},'' Tilda Varn said.",
        f"«{SAFE}», Tilda Varn said.",
        f"»{SAFE}«, Tilda Varn said.",
        f"„{SAFE},“ Tilda Varn said.",
        f'“{SAFE}," Tilda Varn said.',
        f"‘{SAFE},' Tilda Varn said.",
    ],
)
def test_marks_of_any_kind_hold_a_quotation(text):
    ((words, speaker),) = marked(text)
    assert words.rstrip(",") == SAFE
    assert speaker == "Tilda Varn"


def test_apostrophes_are_no_marks():
    assert marked("Varn's bridge isn't the pilots' bridge, and it's the '90s 'til noon.") == []


def test_a_plural_s_apostrophe_does_not_end_a_quotation():
    ((words, _),) = marked("Varn said the workers called it the ‘pilots’ bridge’ in winter.")
    assert words == "pilots’ bridge"


def test_a_quotation_may_hold_several_sentences():
    ((words, speaker),) = marked('"It cracked. It was mended in a week," the ministry noted.')
    assert words == "It cracked. It was mended in a week,"
    assert speaker == "the ministry"


def test_a_mark_within_marks_neither_ends_nor_splits_a_quotation():
    quotes = marked("“They wrote ‘reform’ above the door,” Tilda Varn said.")
    assert ("They wrote ‘reform’ above the door,", "Tilda Varn") in quotes


def test_a_quotation_within_another_has_its_own_speaker_and_comes_first():
    table = found("“My father said: ‘Never build on sand,’” Tilda Varn said.")
    assert table["text"].tolist() == ["Never build on sand,", table["text"].iloc[1]]
    assert table["speaker"].tolist() == ["My father", "Tilda Varn"]


def test_a_mark_opened_again_continues_the_quotation():
    quotes = marked(
        "“The bridge was built in a year,” Tilda Varn said. “It was cheap.",
        "“Nobody asked how long it would stand.”",
    )
    assert [speaker for _, speaker in quotes] == ["Tilda Varn"] * 3
    assert quotes[-1][0] == "Nobody asked how long it would stand."


def test_a_quotation_runs_over_paragraphs_but_never_over_other_segments():
    table = read(
        [
            ("body", "“The bridge was cheap,” Tilda Varn said. “Too cheap."),
            ("boilerplate:share", "“Share this page” and “Sign up”"),
            ("body", "“It fell in spring.”"),
        ]
    )
    assert len(table) == 3
    assert set(table["speaker"]) == {"Tilda Varn"}


def test_an_unbalanced_mark_costs_one_quotation_not_the_article():
    quotes = marked(
        'Varn said: "The bridge is closed.',
        "Nobody was hurt in the night.",
        '"We will open it in spring," Tilda Varn said.',
    )
    assert ("We will open it in spring,", "Tilda Varn") in quotes
    assert not any("Nobody was hurt" in words for words, _ in quotes)


def test_attributes_of_markup_are_no_quotations():
    assert marked('<post id="24" by="Varn"> The bridge is open.') == []


# --- what is speech --------------------------------------------------------------------------


def test_one_word_in_marks_is_kept_without_a_cue():
    assert [words for words, _ in marked("Talks on “regional” matters went on.")] == ["regional"]


@pytest.mark.parametrize(
    "text",
    [
        "Tilda Varn wrote the novel “The Long Harbour” in a year.",
        "The film “Harbour Lights” opened on Friday.",
        'A film titled "Harbour" opened on Friday.',
        "He met her on the evening show, “Harbour Lights,” in May.",
        'Orin "Duke" Dask sold the bridge.',
        "The so-called “union” met on Friday.",
    ],
)
def test_titles_and_names_in_marks_are_no_speech(text):
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('"The bridge is safe," Varn said.', ["direct"]),
        ('Varn said: "The bridge is safe."', ["direct"]),
        ('Varn said the bridge was "safe" now.', ["partial", "indirect"]),
        ('"We will open it," Varn said, "and nobody will stop us."', ["direct", "partial"]),
    ],
)
def test_whole_sentences_are_direct_and_fragments_partial(text, kinds):
    assert found(text)["kind"].tolist() == kinds


# --- speakers and cues -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ('"It is safe," Mayor Tilda Varn said.', "Mayor Tilda Varn", "said"),
        ('"It is safe," said Tilda Varn, who chairs the council.', "Tilda Varn", "said"),
        ('"It is safe," Tilda Varn, the mayor of Halm, said.', "Tilda Varn", "said"),
        ('"It is safe," Tilda Varn told the Harbour Post.', "Tilda Varn", "told"),
        ('Tilda Varn told the Harbour Post: "It is safe."', "Tilda Varn", "told"),
        ('Tilda Varn said on Monday: "It is safe."', "Tilda Varn", "said"),
        ('According to Tilda Varn, the bridge is "safe".', "Tilda Varn", "According to"),
        (
            'The bridge is "safe", according to a report by Tilda Varn.',
            "Tilda Varn",
            "according to",
        ),
        ('The agency quoted Tilda Varn as saying "it is safe".', "Tilda Varn", "saying"),
        ('To Tilda Varn, the bridge is "a promise".', "Tilda Varn", "To"),
        ('"Is it safe?" Tilda Varn asked.', "Tilda Varn", "asked"),
        ('"It is safe!" the mayor exclaimed.', "the mayor", "exclaimed"),
        ('The bridge expert Tilda Varn called it "a disgrace".', "Tilda Varn", "called"),
        ('Tilda Varn, smiling, replied: "It is safe."', "Tilda Varn", "replied"),
        ('Tilda Varn praised the bridge, adding: "It is safe."', "Tilda Varn", "adding"),
        ('"It is safe," one explained.', "one", "explained"),
    ],
)
def test_speaker_and_cue_stand_beside_the_words(text, speaker, cue):
    table = found(text)
    row = table[table["kind"] != "indirect"].iloc[0]
    assert (row["speaker"], row["cue"]) == (speaker, cue)


def test_whom_it_is_told_is_not_the_speaker():
    ((_, speaker),) = marked('"The bridge is safe," Tilda Varn told reporters from the Post.')
    assert speaker == "Tilda Varn"


def test_a_second_quotation_carries_its_speaker_over_without_a_cue():
    table = found('"It is safe," Tilda Varn told reporters in Halm. "It is also cheap."')
    second = table.sort_values("start").iloc[1]
    assert (second["speaker"], second["cue"], second["how"]) == ("Tilda Varn", "", "carried over")


def test_words_announced_by_a_colon_belong_to_who_announced_them():
    quotes = marked("Minister Tilda Varn issued the following statement:", "“It is safe now.”")
    assert quotes == [("It is safe now.", "Minister Tilda Varn")]


def test_lines_of_an_interview_have_their_speakers():
    table = found(
        "VARN: The bridge was cheap and it was quick.",
        "DASK: Who paid for it?",
        "VARN: We all did, and we are paying still.",
    )
    assert table["speaker"].tolist() == ["VARN", "DASK", "VARN"]
    assert set(table["kind"]) == {"direct"}


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("said", "neutral"),
        ("noted", "factive"),
        ("claimed", "doubting"),
        ("admitted", "conceding"),
        ("warned", "directive"),
        ("denied", "denying"),
        ("hoped", "attitude"),
    ],
)
def test_a_cue_has_the_class_of_the_list(verb, expected):
    table = found(f"Tilda Varn {verb} that the bridge was safe.")
    assert table["cue_class"].tolist() == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Two reports on claims of the union were lost.",
        "The states of the federation met on Friday.",
        "Plans for a second bridge are old.",
        "The reported loss was small.",
        "The Harbour Post and the Evening Claim closed.",
        "Pilots strung a line of tugs, closing the port in a blockade that surprised the town.",
    ],
)
def test_nouns_and_names_are_no_cues(text):
    assert found(text).empty


# --- reported speech -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("The ministry said that it was safe.", "it was safe", "The ministry"),
        ("Police said about 400 people had come.", "about 400 people had come", "Police"),
        ("Police said at least two had come.", "at least two had come", "Police"),
        ("Police said over a dozen had come.", "over a dozen had come", "Police"),
        ("Varn said around 7 p.m. that it was safe.", "it was safe", "Varn"),
        ("Varn said about the bridge that it was safe.", "it was safe", "Varn"),
        ("Varn said late Sunday the bridge was safe.", "the bridge was safe", "Varn"),
        ("Varn said in a statement late Sunday that it was safe.", "it was safe", "Varn"),
        ("The bridge was safe, Varn said on Friday.", "The bridge was safe", "Varn"),
        ("The bridge was safe, said Tilda Varn, an engineer.", "The bridge was safe", "Tilda Varn"),
        ("The bridge was safe, according to Varn.", "The bridge was safe", "Varn"),
        ("According to Varn, an engineer, it was safe.", "it was safe", "Varn"),
        ("To Varn, the matter was closed.", "the matter was closed", "Varn"),
        ("Varn told the Post that it was safe.", "it was safe", "Varn"),
        ("Varn told them it was safe.", "it was safe", "Varn"),
        ("Varn asked whether it was safe.", "whether it was safe", "Varn"),
        ("Varn urged drivers not to use it.", "drivers not to use it", "Varn"),
        ("Varn denied the report on Friday.", "the report", "Varn"),
        ("Varn accused the drivers of neglect.", "the drivers of neglect", "Varn"),
        ("Varn has been criticised by drivers for the delay.", "for the delay", "drivers"),
        ("Drivers called for an inquiry after the fall.", "an inquiry", "Drivers"),
        ("Varn pledged to rebuild it.", "to rebuild it", "Varn"),
        ("The ministry warned of floods on Friday.", "floods", "The ministry"),
        ("The council's claim that it was safe was wrong.", "it was safe", "The council"),
        ("Varn believes it can be saved.", "it can be saved", "Varn"),
        ("Varn is convinced that it can be saved.", "it can be saved", "Varn"),
        ("The bridge that Varn said threatened Halm fell.", "threatened Halm fell", "Varn"),
        ("It was a step Varn said would save lives.", "would save lives", "Varn"),
        ("The agency quoted Varn as saying it was safe.", "it was safe", "Varn"),
        ("A survey shows drivers turning to ferries.", "drivers turning to ferries", "A survey"),
    ],
)
def test_reported_speech_has_its_clause_and_its_speaker(text, clause, speaker):
    assert reported(text) == [(clause, speaker)]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Varn said it was safe, whose pillars had cracked.", "it was safe"),
        ("Varn said it was safe, while drivers stayed away.", "it was safe"),
        ("Varn says it is safe, but has been accused of neglect.", "it is safe"),
        ("When Varn said it was safe, the drivers laughed.", "it was safe"),
        ("Varn said it was safe, adding that ferries would go.", "it was safe"),
        ("The claim that it was safe was never checked.", "it was safe"),
        ("Varn said it was safe and urged drivers to come.", "it was safe"),
    ],
)
def test_an_attributed_clause_ends_where_the_outlet_goes_on(text, clause):
    assert reported(text)[0][0] == clause


def test_a_clause_around_its_speaker_has_two_parts():
    clauses = [words for words, _ in reported("If it rains, Varn said, the bridge will close.")]
    assert clauses == ["If it rains", "the bridge will close"]


def test_words_in_marks_lie_within_the_clause_that_holds_them():
    table = found('The council had "exchanged views" on the bridge, Varn said.')
    partial, clause = table.to_dict("records")
    assert (partial["kind"], clause["kind"]) == ("partial", "indirect")
    assert clause["start"] < partial["start"] < partial["end"] < clause["end"]
    assert partial["speaker"] == clause["speaker"] == "Varn"


def test_what_a_cue_does_not_report_is_the_outlets_own():
    assert found("The bridge fell on Friday, and a fence was put around it.").empty


# --- headlines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "clause", "speaker", "cue"),
    [
        ("Bridge closed until spring: ministry", None, "ministry", "<headline colon>"),
        ("Bridge closed until spring — Port Ministry", None, "Port Ministry", "<headline dash>"),
        ("Varn: Bridge closed until spring", None, "Varn", "<headline colon>"),
        (
            "Ministry Says Bridge Closed Until Spring",
            "Bridge Closed Until Spring",
            "Ministry",
            "Says",
        ),
    ],
)
def test_a_headline_attributes_by_a_mark_or_a_verb(title, clause, speaker, cue):
    clause = clause or "Bridge closed until spring"
    found_ = headline(title, "Tilda Varn said the bridge was safe.")
    assert found_ == [("indirect", clause, speaker, cue)]


def test_marks_in_a_headline_belong_to_who_stands_after_the_colon():
    rows = headline("Council Lost 'Support' Over Bridge Fall: Ministry")
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("indirect", "Council Lost 'Support' Over Bridge Fall", "Ministry"),
        ("partial", "Support", "Ministry"),
    ]


@pytest.mark.parametrize(
    "title", ["Video: Bridge falls into the river", "Bridge falls: what we know so far"]
)
def test_a_label_before_a_colon_says_nothing(title):
    assert headline(title) == []


# --- who it is -------------------------------------------------------------------------------


def identities(*paragraphs: str) -> list[str]:
    """List the identities of the speakers of one article, in order."""
    return found(*paragraphs).sort_values(["start", "end"])["speaker_id"].tolist()


def test_a_surname_stands_for_the_full_name_before_it():
    names = identities("Tilda Varn said it was safe.", '"It is," Varn said.')
    assert names == ["Tilda Varn", "Tilda Varn"]


def test_titles_are_no_part_of_a_name():
    assert identities("Interior Minister Tilda Varn said it was safe.") == ["Tilda Varn"]


def test_he_and_she_are_the_last_who_fit():
    assert identities("Mrs. Tilda Varn met Mr. Orin Dask. She said it was safe.") == ["Tilda Varn"]
    assert identities("Mrs. Tilda Varn met Mr. Orin Dask. He said it was safe.") == ["Orin Dask"]


def test_an_office_stands_for_who_was_named_with_it():
    text = ["Economy Minister Tilda Varn spoke in Halm.", '"It is safe," the minister said.']
    assert identities(*text) == ["Tilda Varn"]


def test_the_ministry_and_its_diplomats_are_the_ministry_named_before():
    names = identities(
        "The Russian Foreign Ministry said it was safe.",
        '"It is," the ministry noted.',
        '"It was," the diplomats pointed out.',
    )
    assert names == ["Russian Foreign Ministry"] * 3


@pytest.mark.parametrize(
    ("surface", "name", "side"),
    [
        ("China's Foreign Ministry", "Chinese Foreign Ministry", "China"),
        ("the Chinese foreign ministry", "Chinese Foreign Ministry", "China"),
        ("The Ministry of Foreign Affairs of China", "Chinese Foreign Ministry", "China"),
        ("the French Defence Ministry", "French Defense Ministry", "France"),
        ("The United Nations", "United Nations", "United Nations"),
        ("Beijing", "China", "China"),
    ],
)
def test_aliases_lead_to_one_identity_and_its_side(surface, name, side):
    row = found(f"{surface} said that the bridge was safe.").iloc[0]
    assert (row["speaker_id"], row["side"]) == (name, side)


def test_namesakes_are_not_the_person_on_the_list():
    assert identities("Orla Putin said it was safe.") == ["Orla Putin"]


def test_words_with_two_cues_are_one_paraphrase():
    text = "Lena Varn of the drivers' union said in a statement that the harbour is closed."
    table = found(text)
    assert table["text"].tolist() == ["the harbour is closed"]
    assert table[["speaker", "speaker_id"]].to_numpy().tolist() == [
        ["Lena Varn of the drivers' union", "Lena Varn"]
    ]


def test_no_words_of_the_sample_stand_in_two_quotations():
    table = load(ROOT / "data/sample").quotations
    assert len(table) and not table.duplicated(["document_id", "start", "end"]).any()


def test_a_fragment_takes_the_speaker_of_the_same_words_elsewhere():
    table = found(
        "Talks on other “matters of shared concern” went on.",
        'It was about "regional matters of shared concern", the ministry said.',
    )
    first = table.sort_values("start").iloc[0]
    assert (first["speaker"], first["how"]) == ("the ministry", "same words")


def test_who_is_unresolved_is_said_to_be():
    row = found("“Regional” matters came up.", "On “regional” matters.").iloc[-1]
    assert (row["speaker"], row["speaker_id"], row["how"]) == ("", "", "unresolved")
    assert row["confidence"] == 0


def test_an_ending_that_stands_alone_is_no_part_of_a_speaker():
    text = "It was not the harbour's in\nBoris Krail 's \"when issued\" five bonds in the period."
    assert marked(text) == [("when issued", "Boris Krail")]


# --- laws ------------------------------------------------------------------------------------

pieces = st.lists(
    st.sampled_from(
        ["Tilda Varn", "Varn", "said", '"', "“", "”", "‘", "’", "«", "»", "„", "''", "the bridge",
         "is shut", ".", ",", "?", "that", "to", "according to", "he", "told", ":", "—", "'", "who",
         "claim", "quoted", "as saying", "by", "and", "If", "A:", "Q:", "24", "<b", ">", "…",
         "'s", "\n", "the", "principle", "\x01", "\x02", "\x01\x02", "\x03", "ʹ"]
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip
labels = st.sampled_from(["title", "standfirst", "body", "body", "boilerplate:share", "caption"])
articles = st.lists(st.tuples(labels, pieces.map(" ".join)), min_size=1, max_size=4)


@given(articles)
def test_every_quotation_lies_in_one_counted_segment_and_has_its_words(article):
    table = read(article)
    source = "\n\n".join(paragraph for _, paragraph in article)
    spans, start = [], 0
    for label, paragraph in article:
        if label in COUNTED:
            spans.append((start, start + len(paragraph)))
        start += len(paragraph) + 2
    for row in table.itertuples():
        assert source[row.start : row.end] == row.text != ""
        assert any(first <= row.start < row.end <= last for first, last in spans)
        assert 0 <= row.confidence <= 1
        assert bool(row.confidence) == bool(row.speaker)


# Signs that a sentence's words may have in place of those printed.
SAME = str.maketrans("’.\x01\x02", "'ʹ\x03\x03")


@given(pieces.map(" ".join))
def test_each_word_of_a_sentence_stands_in_the_source_where_the_sentence_says(text):
    """Oracle: every stretch without white space, read once more from left to right."""
    source = f"## {text}"
    paragraph = (3, len(source))
    quotes = marks.scan(source, [paragraph])[0] if text.strip() else []
    for sentence in words.sentences(source, paragraph, quotes, SPEECH):
        runs = [match.span() for match in re.finditer(r"\S+", sentence.text)]
        letters = [sentence.base + at for a, b in runs for at in range(a, b)]
        held = [range(sentence.start(n), sentence.end(n)) for n in range(len(sentence.words))]
        assert [at for span in held for at in span] == letters
        for number, span in enumerate(held):
            quote = sentence.quotes.get(number)
            if quote is None:
                printed = source[span.start : span.stop].translate(SAME)
                assert printed == sentence.words[number].translate(SAME)
            else:
                assert (span.start, span.stop) == (quote.outer_start, quote.outer_end)


# Controls, private use, characters that are none, marks of order, line ends.
ODD = [
    *map(chr, (*range(0x20), *range(0x7F, 0xA0))),
    *"\u00ad\u02b9\u200b\u2028\u2029\u202e\ue000\uf8ff\ufdd0\ufeff\ufffd\uffff\U0010ffff",
]
TOLD = f'The pilots waited. “{SAFE},” Tilda Varn said. He said that "all the ships" would sail.'


anything = st.sampled_from("\x01\x02\x03") | st.sampled_from(ODD) | st.characters()


@given(st.lists(st.tuples(anything, st.integers(0, len(TOLD)))))
def test_whatever_character_stands_anywhere_the_words_are_where_the_table_says(inserted):
    text = TOLD
    for character, at in inserted:
        text = text[:at] + character + text[at:]
    table = found(text)
    for row in table.itertuples():
        assert text[row.start : row.end] == row.text != ""
        assert " ".join(row.speaker.split()) == row.speaker
        assert row.speaker in " ".join(text.split())


@pytest.mark.parametrize("sign", ODD, ids=ascii)
def test_a_quotation_is_kept_whatever_character_stands_in_the_sentence_before_it(sign):
    waited, _, rest = TOLD.partition(". ")
    expected = found(TOLD)[["kind", "text", "speaker", "cue"]].values.tolist()
    for at in range(1, len(waited)):
        table = found(f"{waited[:at]}{sign}{waited[at:]}. {rest}")
        assert table[["kind", "text", "speaker", "cue"]].values.tolist() == expected


@pytest.mark.parametrize("sign", ["\x01", "\x02", "\x01\x02", "\x03"], ids=ascii)
def test_no_character_is_taken_for_a_quotation(sign):
    expected = [(f"{SAFE},", "Tilda Varn")]
    for text in (f'{sign}"{SAFE},"', f'"{SAFE},"{sign}', f'"{SAFE}," {sign}', f'{sign} "{SAFE},"'):
        assert marked(f"{text} Tilda Varn said.") == expected
    assert reported(f"The bridge is shut {sign}, he said.") == [
        (f"The bridge is shut {sign}", "he")
    ]
    assert reported(f"He said {sign} that it was shut.") == [(f"{sign} that it was shut", "He")]


@given(st.text(alphabet="a .!?\n\x02", max_size=12))
def test_a_sentence_ends_at_a_stop_before_a_space_but_not_at_an_ellipsis(text):
    ends = [
        n + 1
        for n, sign in enumerate(text)
        if sign == "\x02"
        or (
            sign in ".!?"
            and text[n + 1 : n + 2].isspace()
            and (sign, text[n - 1 : n]) != (".", ".")
        )
    ]
    assert [match.end() for match in words._END.finditer(text)] == ends


def test_a_form_of_several_words_begins_only_where_the_second_follows():
    lower = "in response in the port according to him said".split()
    assert [lower[n] for n in SPEECH.known(lower)] == ["in", "according", "said"]


@given(st.lists(articles, min_size=2, max_size=3))
def test_the_order_of_documents_changes_nothing(texts):
    columns = [name for name in QUOTATIONS.names if name != "document_id"]
    forth = read(*texts)
    back = read(*reversed(texts))
    for number in range(len(texts)):
        one = forth[forth["document_id"] == f"d{number}"][columns]
        other = back[back["document_id"] == f"d{len(texts) - 1 - number}"][columns]
        assert one.values.tolist() == other.values.tolist()


def test_two_processes_find_what_one_finds():
    texts = [[("body", f'"{SAFE}," Tilda Varn said on day {n}.')] for n in range(900)]
    documents, segments = tables(*texts)
    halves = [documents.iloc[:450], documents.iloc[450:]]
    calls = (
        (half, segments[segments["document_id"].isin(half["document_id"])], SPEECH)
        for half in halves
    )
    found_ = each(quotations, calls, 2)
    pd.testing.assert_frame_equal(pd.concat(found_, ignore_index=True), read(*texts))


def test_a_letter_announced_in_full_is_quoted_though_it_has_no_marks():
    letter = "Dear pilots, the bridge is safe and will open in May, as I told you all."
    rows = found("Tilda Varn said she was sorry. Read the full letter below:", letter)
    assert (letter, "block") in list(zip(rows["text"], rows["how"], strict=True))


def test_no_document_makes_an_empty_table_of_the_same_form():
    table = found("Nothing was to be heard on the bridge.")
    assert table.empty
    assert table.columns.tolist() == QUOTATIONS.names


@pytest.mark.parametrize(
    ("labels", "speakers"),
    [
        (("Pluses", "Minuses"), []),
        (("Pluses", "Varn"), ["Varn"] * 2),
    ],
)
def test_a_heading_that_no_sentence_capitalises_is_no_speaker(labels, speakers):
    first, second = labels
    told = found(
        f"The town heard Boris Varn.\n\n{first}: It is cheap.\n\n{second}: It is old.\n\n"
        f"{first}: It is near.\n\n{second}: It is wet."
    )
    assert told["speaker"].tolist() == speakers


# --- the lists -------------------------------------------------------------------------------


def lists(folder: Path, verbs: str = "neutral: {clause: [say]}", identities: str = "{}") -> Path:
    """Write the two lists."""
    (folder / "verbs.yml").write_text(verbs, encoding="utf-8")
    (folder / "identities.yml").write_text(identities, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("verbs", "problem"),
    [
        ("neutral: {claus: [say]}", "neutral > claus: there is no such key.*'clause'"),
        ("neutrl: {clause: [say]}", "neutrl: there is no such key.*'neutral'"),
        ("neutral: {clause: say}", "neutral > clause: it must be a list"),
        ("neutral: {clause: []}", "neutral > clause: it is empty"),
        ("neutral: {clause: [say]}\nfactive: {that: [say]}", "factive > that: 'say' is neutral"),
        ("neutral: {clause: [say]}\neither: [sya]", "either: 'sya' is a verb of no class.*'say'"),
        ("neutral: {clause: [say]}\nneutral: {}", "line 2: the key 'neutral' stands twice"),
        ("neutral: [", "line 1"),
    ],
)
def test_a_fault_in_the_verbs_is_named_with_its_file_and_key(tmp_path, verbs, problem):
    with pytest.raises(RuleError, match=problem) as caught:
        load_speech(lists(tmp_path, verbs))
    assert "verbs.yml" in str(caught.value)


@pytest.mark.parametrize(
    ("given_", "problem"),
    [
        ("identities: {Varn: {sid: a}}", "identities > Varn > sid: there is no such key.*'side'"),
        ("identities: {A: {aliases: [B]}, B: {}}", "B: 'B' is a name of A already"),
        ("identites: {A: {}}", "identites: there is no such key.*'identities'"),
        ("identities: {Varn: {alises: [B]}}", "alises: there is no such key.*'aliases'"),
    ],
)
def test_a_fault_in_the_identities_is_named_with_its_file_and_key(tmp_path, given_, problem):
    with pytest.raises(RuleError, match=problem) as caught:
        load_speech(lists(tmp_path, identities=given_))
    assert "identities.yml" in str(caught.value)


def test_a_missing_list_is_named(tmp_path):
    with pytest.raises(RuleError, match=r"verbs\.yml: there is no such file"):
        load_speech(tmp_path)


def test_identities_of_a_corpus_are_read_for_it_alone_and_win(tmp_path):
    lists(tmp_path, identities="identities: {Varn: {side: council}}")
    own = tmp_path / "identities-halm.yml"
    own.write_text("identities: {Tilda Varn: {side: drivers, aliases: [Varn]}}", encoding="utf-8")
    assert load_speech(tmp_path).identities["varn"].side == "council"
    assert load_speech(tmp_path, "halm").identities["varn"].name == "Tilda Varn"


def test_the_verbs_that_ship_are_many_and_of_every_class():
    words = {entry.word for entries in SPEECH.forms.values() for entry in entries}
    classes = Counter(entry.cue_class for entries in SPEECH.forms.values() for entry in entries)
    assert len(words) > 400
    assert min(classes.values()) > 10
    assert len(classes) == 8


# --- the sample ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> pd.DataFrame:
    """The quotations found in the fictional sample."""
    return load("data/sample").quotations


def _pairs(gold: pd.DataFrame, ours: pd.DataFrame) -> list[tuple[pd.Series, pd.Series]]:
    """Pair spans of the same document that share half of what they cover."""
    by_document = dict(iter(ours.groupby("document_id")))
    pairs = []
    for _, want in gold.iterrows():
        best, half = None, 0.5
        for _, row in by_document.get(want["document_id"], ours.iloc[:0]).iterrows():
            shared = min(want["end"], row["end"]) - max(want["start"], row["start"])
            both = max(want["end"], row["end"]) - min(want["start"], row["start"])
            if shared / both >= half:
                best, half = row, shared / both
        if best is not None:
            pairs.append((want, best))
    return pairs


def _same_name(gold: str, ours: str) -> bool:
    """Compare names by their last word; where nobody is named any is right."""
    one, other = (name.lower().replace("’", "'").split() for name in (gold, ours))
    return not one or (bool(other) and one[-1] == other[-1])


def test_the_quotations_in_marks_of_the_sample_are_found(sample):
    truth = pd.DataFrame(TRUTH["quotations"])
    truth = truth[truth["kind"] != "indirect"]
    ours = sample[sample["kind"] != "indirect"]
    pairs = _pairs(truth, ours)
    assert len(truth) > 100
    assert len(pairs) / len(truth) >= 0.97
    assert len(pairs) / len(ours) >= 0.97
    assert sum(want["kind"] == row["kind"] for want, row in pairs) / len(pairs) >= 0.95
    assert sum(want["cue_class"] == row["cue_class"] for want, row in pairs) / len(pairs) >= 0.9
    named = sum(_same_name(want["speaker"], row["speaker"]) for want, row in pairs)
    assert named / len(pairs) >= 0.9
    names = {key: value["name"] for key, value in TRUTH["speakers"].items()}
    known = sum(_same_name(names[want["speaker_id"]], row["speaker_id"]) for want, row in pairs)
    assert known / len(pairs) >= 0.75


def test_the_reported_clauses_of_the_sample_are_found_with_their_speakers(sample):
    truth = pd.DataFrame(TRUTH["quotations"])
    truth = truth[truth["kind"] == "indirect"]
    pairs = _pairs(truth, sample[sample["kind"] == "indirect"])
    assert len(pairs) / len(truth) >= 0.75
    named = sum(_same_name(want["speaker"], row["speaker"]) for want, row in pairs)
    assert named / len(pairs) >= 0.9


def test_titles_and_ships_of_the_sample_are_no_speech(sample):
    for row in TRUTH["not_speech"]:
        here = sample[
            (sample["document_id"] == row["document_id"]) & (sample["kind"] != "indirect")
        ]
        assert not ((here["start"] < row["end"]) & (here["end"] > row["start"])).any(), row["text"]


# --- real pages ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(shared: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """The real pages: annotated quotations, names, what we found, and document ids by number."""
    corpus = load(shared / "corpora/wagner-2023")
    ids = {name[:3]: name for name in corpus.documents["document_id"]}
    quotes, names = [], []
    for path in sorted((shared / "benchmarks/wagner-2023").glob("00?.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        quotes += [{**row, "document_id": ids[path.stem]} for row in page["quotes"]]
        names += [{**row, "document_id": ids[path.stem]} for row in page["naming"]]
    return pd.DataFrame(quotes), pd.DataFrame(names), corpus.quotations, ids


@pytest.mark.shared
def test_the_quotations_of_the_real_pages_are_exactly_those_marked_by_hand(pages):
    gold, _, ours, _ = pages
    gold = gold[(gold["kind"] != "indirect") & (gold["function"] != "boilerplate")]
    ours = ours[ours["kind"] != "indirect"]
    places = ["document_id", "start", "end"]
    assert len(gold) == 25
    assert set(gold[places].itertuples(index=False)) == set(ours[places].itertuples(index=False))
    merged = gold.merge(ours, on=places, suffixes=("_gold", ""))
    assert (merged["kind_gold"] == merged["kind"]).all()
    surface = merged["speaker_surface"].map(lambda found: (found or {}).get("text") or "")
    named = (surface != "") & (surface.str.lower() == merged["speaker"].str.lower())
    assert (named | (merged["speaker_gold"] == merged["speaker_id"])).sum() >= 24


@pytest.mark.shared
def test_the_reported_clauses_of_the_real_pages_are_found(pages):
    gold, _, ours, _ = pages
    gold = gold[(gold["kind"] == "indirect") & (gold["function"] != "boilerplate")]
    ours = ours[ours["kind"] == "indirect"]
    right = len(_pairs(gold, ours))
    assert 2 * right / (len(gold) + len(ours)) >= 0.9


@pytest.mark.shared
def test_names_on_the_real_pages_stand_in_the_voice_marked_by_hand(pages):
    _, names, ours, _ = pages
    names = names[names["segment"].isin(COUNTED)]
    right = 0
    for row in names.itertuples():
        here = ours[ours["document_id"] == row.document_id]
        voice = ["own"] * (row.end - row.start)
        for kind, name in (("indirect", "indirect"), ("partial", "quoted"), ("direct", "quoted")):
            for found_ in here[here["kind"] == kind].itertuples():
                for place in range(max(found_.start, row.start), min(found_.end, row.end)):
                    voice[place - row.start] = name
        right += Counter(voice).most_common(1)[0][0] == row.voice
    assert right / len(names) >= 104 / 108


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "“The mill,” Brill said in a letter “to all” of them, “will reopen on Friday.”",
            [("The mill,", "Brill"), ("to all", ""), ("will reopen on Friday.", "Brill")],
        ),
        (
            "The mill will reopen, Ada Brill said in a letter on Friday, “and it will stay open”.",
            [("and it will stay open", "Ada Brill")],
        ),
    ],
)
def test_words_are_taken_up_again_by_marks_behind_a_comma(text, spoken):
    assert marked(text) == spoken


def test_an_adverbial_opens_what_is_said_only_by_a_word_that_can():
    despite = "despite the rain, the mill would reopen"
    assert reported(f"Brill said {despite}.") == [(despite, "Brill")]
    assert reported("Brill said in Ordvik, the mill would reopen.") == []


def test_a_line_without_a_name_goes_on_from_the_line_before():
    table = found(
        "VARN: The bridge was cheap.",
        "It was built in a year.",
        "DASK: Who paid for it?",
        "VARN: We all did.",
    )
    assert table["speaker"].tolist() == ["VARN", "VARN", "DASK", "VARN"]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("“Is it over?” “It is,” Brill said.", [("Is it over?", ""), ("It is,", "Brill")]),
        ("“It is over.” the poster said. Krail left.", [("It is over.", "the poster")]),
    ],
)
def test_after_marks_a_sentence_begins_with_a_capital_or_a_mark(text, spoken):
    assert marked(text) == spoken


# --- Texts of any length


@given(st.lists(st.sampled_from(["said", "Smith", "that", ",", ";", "and"]), max_size=900))
def test_a_sentence_of_any_length_is_read_whole_in_portions(words):
    text = " ".join(words)
    find = sentence_words._WORD.findall
    portions = list(sentence_words._portions(text, [(0, len(text))], find))
    assert [word for *_, some in portions for word in some] == words
    for begin, piece, some in portions:
        assert len(some) <= sentence_words._MOST
        assert text[begin : begin + len(piece)] == piece and piece.split() == some


def test_a_long_sentence_is_cut_at_a_pause():
    words = ["a"] * 100 + [","] + ["b"] * 100
    (_, first, _), (begin, second, _) = sentence_words._portions(
        " ".join(words), [(0, len(" ".join(words)))], sentence_words._WORD.findall
    )
    assert first.rstrip().endswith(",") and second.startswith("b") and begin == len(first)


def test_capitals_without_blanks_are_no_name_and_cost_no_more_than_their_letters():
    people = person_names.meet("A" * 200_000, [(0, 200_000, "body")])
    assert not people.mentions
    text = "Later, Boris Krail spoke; so did McAllister Green."
    names = [name for _, name in person_names.meet(text, [(0, len(text), "body")]).mentions]
    assert names == ["Boris Krail", "McAllister Green"]


def test_each_distance_that_weighs_is_one_that_a_case_can_have():
    weights = load_speech().weights["speaker"]
    weighed = {sign.rpartition(" far ")[2] for sign in weights if " far " in sign}
    signs = [speaker_signs("after", "direct", "Varn", "said", n) for n in range(-900, 900, 10)]
    told = {sign.rpartition(" far ")[2] for each in signs for sign in each if " far " in sign}
    assert weighed <= told
    assert "marks far 0" in speaker_signs("after", "direct", "Varn", "said", 0)
