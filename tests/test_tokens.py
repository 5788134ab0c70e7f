"""Tokens, terms and n-grams (design.md, rule 6)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import polars as pl
import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.corpus import language
from analysis.corpus.arrays import falling
from analysis.corpus.corpus import hits
from analysis.corpus.language import TOKEN
from analysis.corpus.language import tokenizer as words
from analysis.corpus.language.tokenizer import word_offsets
from analysis.corpus.tokens import count, encode, find, voices
from analysis.corpus.tokens import count as column
from analysis.corpus.tokens.tokens import Bag, bag
from analysis.measures.frequency import counts, frequencies, frequencies_of, group_counts
from analysis.schema import CorpusError
from small import corpus

texts = st.lists(
    st.text(alphabet="abAB éÉ'’-.,\n 12", min_size=0, max_size=40), min_size=1, max_size=5
)


def _terms(text: str) -> list[str]:
    return corpus([("A", text)]).running_words()["term"].tolist()


def test_a_place_before_the_first_counted_line_is_in_nobodys_voice():
    made = corpus([("A", "Share this\nThe port “is shut” today.")])
    segments = made.segments.iloc[1:]
    cut = voices.stretches(segments, made.quotations)
    spans = pd.DataFrame({"start": [0, 11, 12, 25], "end": [5, 14, 30, 27]})
    of_spans, of_cut = np.zeros(4, dtype=np.int64), np.zeros(len(cut), dtype=np.int64)
    told, speakers = voices.of_spans(spans, cut, made.quotations, (of_spans, of_cut))
    # The third spans the port's own words and those in marks.
    assert told.tolist() == ["", "own", "quoted", "quoted"]
    assert speakers.tolist() == ["", "", "X", "X"]
    alone, _ = voices.of_spans(spans[:1], cut, made.quotations, (of_spans[:1], of_cut))
    assert alone.tolist() == [""]


def test_a_term_is_the_lower_case_of_its_token():
    assert _terms("The Co-operation of Moscow’s ÉLITE, 1990") == [
        "the",
        "co-operation",
        "of",
        "moscow",
        "élite",
        "1990",
    ]


def test_a_possessive_is_its_noun_and_a_contraction_stays():
    assert _terms("China's plan and CHINA’S; it's who's, He’s the NATO's") == [
        *"china plan and china it's who's he's the NATO".split()
    ]


def test_an_abbreviation_is_one_term_with_and_without_full_stops():
    assert _terms("The U.S. and US troops, U.S.-led; the U.K.'s anti-U.S. mood. J.K. Rowling") == [
        *"the US and US troops us-led the UK anti-us mood JK rowling".split()
    ]
    assert _terms("Ask us. A. Name, J.Smith") == "ask us a name j smith".split()


def test_a_number_with_its_marks_is_one_token():
    assert _terms("1,000 or 1.000 men, 40.3m and 24.06.2023, 3, 4. 1,000-strong 7.") == [
        *"1,000 or 1.000 men 40.3m and 24.06.2023 3 4 1,000-strong 7".split()
    ]


def test_a_word_is_looked_for_as_it_is_counted():
    made = corpus([("A", "China’s U.S. policy: 1,000 words of the U.S. on us")])
    for asked, times in (("China's", 1), ("China", 1), ("U.S.", 2), ("US", 2), ("us", 1)):
        assert hits(made, asked).tolist() == [times], asked
    assert hits(made, "China’s U.S. policy").tolist() == [1]


def test_a_month_beside_a_number_is_not_a_verb():
    assert _terms("They may march on May 23-24, and on 5 March in march step") == [
        *"they may march on May 23-24 and on 5 March in march step".split()
    ]


def test_a_short_abbreviation_in_mixed_text_keeps_its_capitals():
    assert _terms("He told us that US and NATO aid came, and WHO?") == [
        *"he told us that US and NATO aid came and WHO".split()
    ]


def test_a_shouted_headline_is_lower_case_throughout():
    assert _terms("THEY TOLD US WHO CAME")[:4] == ["they", "told", "us", "who"]


def test_a_month_beside_a_number_of_the_next_segment_is_a_verb():
    assert _terms("We may\n23 people left") == ["we", "may", "23", "people", "left"]


def test_no_ngram_crosses_the_end_of_a_segment():
    matrix, terms = corpus([("A", "one two three\nfour five")]).matrix(2)
    assert sorted(terms) == ["four five", "one two", "two three"]
    assert matrix.sum() == 3


def test_trigrams_count_as_by_hand():
    _, terms = corpus([("A", "a b a b a b")]).matrix(3)
    assert terms.tolist() == ["a b a", "b a b"]


def test_terms_stand_by_falling_frequency_and_ties_by_name():
    assert corpus([("A", "b b c c a")]).matrix()[1].tolist() == ["b", "c", "a"]


# The two know the letters of different years of Unicode: of the last planes none is drawn.
LETTERS = st.characters(exclude_categories=["Cs", "Cn"], max_codepoint=0x2FFFF) | st.sampled_from(
    "aAUS1é’'-.,\n"
)


@given(st.lists(st.text(LETTERS)))
def test_polars_finds_the_words_that_python_finds(lines):
    found, sizes = words.running_words(lines)
    each = [regex.findall(TOKEN, line) for line in lines]
    assert found.to_list() == [word for line in each for word in line]
    assert sizes.tolist() == list(map(len, each))


def test_a_word_keeps_its_number_whichever_thread_asks():
    columns = [pl.Series([f"{n % 7}{letter}" for n in range(500)]) for letter in "abcdefgh"]
    numbers = words.Numbers()
    with ThreadPoolExecutor(4) as threads:
        given_out = list(threads.map(numbers.of, columns))
    every = numbers.words()
    assert len(every) == every.n_unique() == 7 * len(columns)
    for asked, mine in zip(columns, given_out, strict=True):
        assert every.gather(mine).to_list() == asked.to_list()


@given(texts)
def test_offsets_point_at_the_token_and_tokens_are_those_of_the_pattern(lines):
    made = corpus([("A", text) for text in lines])
    words = made.running_words()
    sources = made.documents.set_index("document_id")["source"]
    for word in words.itertuples():
        assert sources[word.document_id][word.start : word.end] == word.token
    expected = [m.group() for text in lines for m in regex.finditer(TOKEN, text)]
    assert words["token"].tolist() == expected


@given(texts)
def test_counts_add_up_to_the_size_of_the_corpus(lines):
    made = corpus([("A", text) for text in lines])
    table = counts(made)
    assert table["frequency"].sum() == made.lengths().sum() == made.documents["words"].sum()
    words = made.running_words()
    by_hand = Counter(zip(words["document_id"], words["term"], strict=True))
    told = {(r.document_id, r.term): r.frequency for r in table.itertuples()}
    assert told == dict(by_hand)


@given(texts, st.integers(2, 3))
def test_ngrams_are_those_of_the_running_words_of_each_segment(lines, n):
    made = corpus([("A", text) for text in lines])
    expected: Counter[str] = Counter()
    for text in lines:
        for line in text.split("\n"):
            line_terms = _terms(line)
            grams = zip(*(line_terms[step:] for step in range(n)), strict=False)
            expected.update(" ".join(gram) for gram in grams)
    matrix, terms = made.matrix(n)
    totals = dict(zip(terms.tolist(), np.asarray(matrix.sum(axis=0)).ravel().tolist(), strict=True))
    assert totals == dict(expected)


def test_a_selection_counts_as_if_it_were_the_corpus():
    pairs = [("A", "one two"), ("B", "two three\nthree"), ("A", "four two")]
    part = corpus(pairs).select(origin="A")
    alone = corpus([pairs[0], pairs[2]])
    for n in (1, 2):
        chosen, expected = part.matrix(n), alone.matrix(n)
        assert chosen[1].tolist() == expected[1].tolist()
        assert (chosen[0].toarray() == expected[0].toarray()).all()


def test_stems_merge_the_forms_of_a_word():
    stemmed = corpus([("A", "rebels rebel rebellion mutinies mutiny")]).stemmed()
    assert stemmed.matrix()[1].tolist() == ["mutini", "rebel", "rebellion"]
    assert stemmed.lengths().tolist() == [5]


def test_a_bag_of_counts_gives_the_same_matrix_as_the_text():
    made = corpus([("A", "one two two"), ("B", "two three")])
    held = bag(counts(made), made.documents)
    assert isinstance(held, Bag)
    assert held.matrix()[1].tolist() == made.matrix()[1].tolist()
    assert (held.matrix()[0].toarray() == made.matrix()[0].toarray()).all()
    assert held.stemmed("english").lengths().tolist() == [3, 2]


def test_a_bag_of_counts_says_that_it_has_no_ngrams():
    made = corpus([("A", "one two")])
    with pytest.raises(CorpusError, match="single words only"):
        bag(counts(made), made.documents).matrix(2)


def test_four_words_are_too_long_for_a_term():
    with pytest.raises(CorpusError, match="1 to 3 words, not 4"):
        corpus([("A", "one two three four")]).matrix(4)


def test_an_empty_document_has_no_words_and_breaks_nothing():
    made = corpus([("A", ""), ("B", "word")])
    assert made.lengths().tolist() == [0, 1]
    assert made.select(origin="A").matrix()[0].shape == (1, 0)
    assert isinstance(made.select(origin="A").running_words(), pd.DataFrame)


@given(texts, st.integers(1, 3))
def test_counts_of_groups_are_sums_over_their_documents(lines, n):
    made = corpus([("AB"[number % 2], text) for number, text in enumerate(lines)])
    matrix, terms = made.matrix(n)
    found = group_counts(made, "outlet", n)
    assert sorted(terms.tolist()) == found.terms.tolist()
    order = np.argsort(np.array(terms.tolist(), dtype=object))
    groups = made.groups("outlet").to_numpy()
    for place, group in enumerate(found.groups):
        mine = matrix[np.flatnonzero(groups == group)][:, order].toarray()
        assert (found.frequency.toarray()[:, place] == mine.sum(axis=0)).all()
        assert (found.document_frequency.toarray()[:, place] == (mine > 0).sum(axis=0)).all()


@given(texts, st.integers(1, 3))
def test_frequencies_of_some_terms_are_rows_of_the_whole_table(lines, n):
    made = corpus([("AB"[number % 2], text) for number, text in enumerate(lines)])
    whole = frequencies(made, "outlet", n)
    some = sorted(set(whole["term"]))[::2]
    # Those of phrases are told in words there, and in phrases here.
    sized = [] if n == 1 else ["corpus_size", "per_million", "dispersion"]
    asked = frequencies_of(made, some, "outlet").drop(columns=sized)
    there = asked[asked["frequency"] > 0].sort_values(["group", "term"], ignore_index=True)
    expected = whole[whole["term"].isin(some)].sort_values(["group", "term"], ignore_index=True)
    expected = expected.drop(columns=sized)
    pd.testing.assert_frame_equal(there, expected, check_exact=True)
    assert len(asked) == len(some) * made.groups("outlet").nunique()


@given(texts, st.integers(1, 3))
def test_parts_of_the_alphabet_and_of_the_documents_change_nothing(lines, n):
    made = corpus([("A", text) for text in lines])
    whole, terms = made.matrix(n)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(count, "_PART", 2)
        patch.setattr(count, "_CHUNK", 3)
        patch.setattr(count, "_BITS", 8)
        parts, same = made.matrix(n)
    assert terms.tolist() == same.tolist()
    assert (whole.toarray() == parts.toarray()).all()


@given(texts, st.sampled_from(["a", "b", "a b", "b a", "*", "* a"]), st.integers(1, 4))
def test_what_is_found_piece_by_piece_is_what_stands_there(lines, pattern, limit):
    made = corpus([("A", text) for text in lines])
    words = pattern.split()
    running = made.running_words()["term"].tolist()
    edges = set(made.tokens.edges.tolist())
    expected = [
        at
        for at in range(len(running) - len(words) + 1)
        if all(want in ("*", term) for want, term in zip(words, running[at:], strict=False))
        and edges.isdisjoint(range(at + 1, at + len(words)))
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "_AT_ONCE", 3)
        assert find.find(made.tokens, pattern)[0].tolist() == expected
        assert find.find(made.tokens, pattern, limit)[0].tolist() == expected[:limit]


def test_equal_values_are_ordered_by_name():
    values, names = np.array([1, 3, 1, 3]), np.array(["é", "z", "a", "Z"], dtype=object)
    assert names[falling(values, names)].tolist() == ["Z", "z", "a", "é"]


@given(texts, st.integers(1, 3))
def test_columns_that_outgrow_their_room_change_nothing(lines, n):
    made = corpus([("AB"[number % 2], text) for number, text in enumerate(lines)])
    whole = group_counts(made, "outlet", n)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(count, "_PART", 2)
        patch.setattr(column, "_FEW", 2)
        patch.setattr(column, "_ROOM", 4)
        parts = group_counts(made, "outlet", n)
    assert whole.terms.tolist() == parts.terms.tolist()
    for name in ("frequency", "document_frequency"):
        one, other = getattr(whole, name), getattr(parts, name)
        assert (one.toarray() == other.toarray()).all()


@settings(max_examples=200)
@given(st.lists(st.text(alphabet="aéUS1\u0301中'’- .,\n\ud800\U0001f600", max_size=12), max_size=4))
@example(["aU.S.", "U.S.A1 J.K.Rowling A.B.C", "anti-U.S.-led U.S.'s x-U.S.A.", "A1.5 1.5U.S."])
@example(["1,000.5-2, 3.A.B. 4,5. U.S.. U..S. -U.S.- 'a''b' a-.b", "B2.C3 2.C. É.U. e.g. 1.2.3.X"])
def test_words_stand_where_the_expression_finds_them(texts):
    starts, ends, sizes = word_offsets(texts)
    found = [[word.span() for word in language.words(text)] for text in texts]
    assert list(zip(starts, ends, strict=True)) == [span for spans in found for span in spans]
    assert sizes.tolist() == [len(spans) for spans in found]


@given(texts)
def test_many_texts_are_counted_as_each_alone(lines):
    expected = [language.count_words(text) for text in lines]
    assert language.count_each(lines).tolist() == expected


ASCII = st.one_of(
    st.from_regex(r"[A-Za-z0-9]{1,6}(?:-[A-Za-z]{1,3})?", fullmatch=True),
    st.sampled_from(["May", "MAY", "mAY", "Sept", "SEPTEMBER", "US", "Us", "March-May"]),
)


@given(st.lists(ASCII, min_size=1))
def test_what_a_word_can_be_is_told_alike_in_columns_and_alone(words: list[str]) -> None:
    none = np.zeros(0, dtype=np.int64)
    found = encode._kinds(pl.Series(words), none).tolist()
    assert found == [encode._kind(word) for word in words]
