"""Cleaning: what is furniture, what is article; on invented pages and on real ones."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from string import ascii_letters, digits
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.corpus import clean, pipeline
from analysis.corpus.clean import boilerplate as learn
from analysis.corpus.clean import datelines as marks
from analysis.corpus.clean import duplicates as alike
from analysis.corpus.clean import required_words
from analysis.corpus.clean.lines import Line, edges, fold, size
from analysis.corpus.clean.prefilter import EVERY, Prefilter, Wanted
from analysis.corpus.clean.split_lines import SourceLines, facts, source_lines, text_column
from analysis.corpus.quote import Speech
from analysis.corpus.read import read_documents

OUTLETS = Path(__file__).resolve().parents[1] / "data" / "outlets"
RULES = clean.load_rules(OUTLETS)


def documents(*sources: str, outlet: str = "", **columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"source": list(sources)})
    frame["document_id"] = [f"d{n}" for n in range(len(sources))]
    return frame.assign(outlet=outlet, title="", text_start=0).assign(**columns)


def labelled(*sources: str, **columns: Any) -> list[tuple[str, str]]:
    """Label and words of every segment, one document after the other."""
    frame = documents(*sources, **columns)
    source = dict(zip(frame["document_id"], frame["source"], strict=True))
    rows = clean.segment(frame, RULES).itertuples()
    return [(row.label, source[row.document_id][row.start : row.end]) for row in rows]


def counted(*sources: str, **columns: Any) -> str:
    return "\n".join(t for label, t in labelled(*sources, **columns) if label in schema.COUNTED)


def label_of(start: str, *sources: str, **columns: Any) -> str:
    return next(label for label, text in labelled(*sources, **columns) if text.startswith(start))


TITLE = "Ferry Strike Leaves Port Alder Without Bread"
LEDE = "The ferries to Port Alder stayed in harbour on Monday, and bakers ran out of flour."
SECOND = "Mayor Ilse Brandt said the town had four days of stores and asked for calm."
THIRD = "No talks were planned before Thursday, according to the ferry company."
ARTICLE = "\n\n".join([TITLE, LEDE, SECOND, THIRD])


# --- the shape of a page ---------------------------------------------------------------------


def test_a_plain_page_is_a_title_and_paragraphs() -> None:
    assert labelled(ARTICLE) == [
        ("title", TITLE),
        ("body", LEDE),
        ("body", SECOND),
        ("body", THIRD),
    ]


def test_the_title_of_a_row_is_the_part_before_its_text() -> None:
    start = len(TITLE) + 2
    found = labelled(f"{TITLE}\n\n{LEDE}", title=TITLE, text_start=start)
    assert found == [("title", TITLE), ("body", LEDE)]


def test_a_row_whose_text_begins_with_its_title_has_it_once() -> None:
    assert labelled(f"{TITLE}.\n\n{LEDE}", title=TITLE) == [("title", f"{TITLE}."), ("body", LEDE)]
    assert labelled(f"{TITLE} {LEDE}", title=TITLE) == [("title", TITLE), ("body", LEDE)]


def test_a_short_title_that_happens_to_begin_the_first_sentence_is_not_cut_out() -> None:
    assert labelled(LEDE, title="The ferries") == [("body", LEDE)]


def test_head_lines_of_a_web_page_get_the_labels_they_came_with() -> None:
    source = f"{TITLE}\n\nBakers queue at dawn.\n\nAna Petrova\n\n{LEDE}"
    found = labelled(
        source, title=TITLE, html_standfirst="Bakers queue at dawn.", html_byline="Ana Petrova"
    )
    assert [label for label, _ in found] == ["title", "standfirst", "byline", "body"]


def test_a_text_wrapped_to_a_width_keeps_its_paragraphs_whole() -> None:
    source = (
        "The ferries to Port Alder stayed in the harbour on Monday\n"
        "and the bakers of the old town said that they had run out of\nflour and yeast.\n"
        "    The mayor said that the town had stores of bread for\n"
        "four days, and asked everybody to stay calm until Thursday.\n"
    )
    assert [text.split()[0] for _, text in labelled(source)] == ["The", "The"]


def test_a_line_without_words_is_no_headline() -> None:
    assert labelled(f"\ufeff\n***\n{ARTICLE}")[2] == ("title", TITLE)


def test_no_documents_give_no_segments() -> None:
    assert clean.segment(documents(), RULES).empty


# --- furniture of one line -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Also Read | Goat Wins Prize at Alder Fair; Owner in Tears (Watch Video).", "also_read"),
        ("READ MORE: Ferry crews vote again", "also_read"),
        ("Read more about: Brandt , Alder", "topic_tags"),
        ("Tags: ferries, bread", "topic_tags"),
        ("Share Now", "share"),
        ("Sign up for our weekly letter", "newsletter"),
        ("Get the day's news from the coast delivered to your inbox.", "newsletter"),
        ("Follow Ana Petrova on Twitter @anap", "follow"),
        ("© 2031 Alder Courier. All rights reserved.", "copyright"),
        ("Ana Petrova and Li Wei contributed to this report.", "contributors"),
        ("This article was first published on May 3.", "syndication"),
        ("Story continues after the break", "advertisement"),
        ("ADVERTISEMENT", "advertisement"),
        ("3 min read", "reading_time"),
        ("This article is more than 4 years old", "age"),
        ("Published 3 June 2031 at 14:20", "timestamp"),
        ("Updated 6/3/31 10:12 AM EST", "timestamp"),
        ("6/3/31 10:12 AM EST", "timestamp"),
        ("10:12 AM EST", "timestamp"),
        ("Gallery (12 images)", "media"),
        ("Contact the writer at ana@courier.example", "contact"),
        ("Support The Alder Courier!", "donation_banner"),
        ("( PHOTOS: Ten ferries of the old line)", "related"),
        ("CLICK HERE FOR MORE FERRY NEWS", "promo"),
        ("Posted: Tuesday, June 3, 2031. 10:11 pm CST.", "timestamp"),
        (
            "To view the whole story, please subscribe to our Courier. A year costs little.",
            "paywall",
        ),
        ("Already a subscriber? Please sign in.", "paywall"),
        ("Log in to keep reading this article.", "paywall"),
        ("This article is for subscribers only.", "paywall"),
        ("You have read all your free articles this month.", "paywall"),
        ("— Orla Dask (@orladask) June 3, 2031", "post_signature"),
    ],
)
def test_a_line_of_furniture_is_known_by_its_kind(line: str, label: str) -> None:
    found = labelled(f"{ARTICLE}\n\n{line}\n\n{LEDE[:-1]} again.")
    assert ("boilerplate:" + label, line) in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Copyright law would have to change, the minister said, before any of this could happen.",
        "Users who sign up for the alerts pay nothing, the company said in its newsletter.",
        "The views expressed in the harbour that morning were harsh.",
        "He asked readers to follow the ferries on the map of the port.",
        "“We share this town with the ferries,” she said.",
        "Shares of the ferry company fell by a third.",
        "The mayor contributed to the fund for the crews.",
        "See, the baker said, what a week without flour does.",
        "To see the ferries leave, people had to register with the harbour office.",
        "He was already a member of the council when the ferries stopped.",
        "The report is available to members of the council, the mayor said.",
    ],
)
def test_a_sentence_with_a_word_of_furniture_stays_in_the_article(sentence: str) -> None:
    assert ("body", sentence) in labelled(f"{ARTICLE}\n\n{sentence}\n\n{LEDE[:-1]} again.")


# What an outlet says to whoever reads it, and what leads to other stories, on one article.
@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Chat with us in Messenger. Hear what the coast says as it happens.", "contact"),
        (
            "We pay for goats! Email us at fair@courier.example or ring 0100 200.",
            "contact",
        ),
        (
            "Do you have a ferry of your own? Share your pictures with the Courier at 0100 200.",
            "contact",
        ),
        ("Were you on the quay? Send us your photos, but stay dry.", "contact"),
        ("Fond of ferries? Like us on Facebook or follow us on Twitter.", "contact"),
        ("You can read other views in our Sunday pages and in our daily newsletter.", "promo"),
        ("Tired of fog? Listen to our harbour podcast every Monday.", "promo"),
        (
            "Newsletter Sign Up Please verify you are no gull. Invalid email address. "
            "You agree to receive our offers. Thank you for subscribing.",
            "newsletter",
        ),
        ("The Lamp never sleeps. Sign up for it and we'll send you tides and bread.", "newsletter"),
        ("Real ferries need real news. Subscribe to support the Courier.", "newsletter"),
        ("MOST READ IN COAST GULL LAW Why gulls may nest FOG Bell found in fog", "related_teaser"),
        ("Related Coverage Bakers of the old town look north for grain", "related_teaser"),
        ("Gulls of the old town: who feeds them, and why? Read more", "related_teaser"),
        ("READ THE LETTER OF THE CREWS", "related_teaser"),
        ("Fog on the quay:Pilots ask for a second bell before winter", "related_teaser"),
        ("BRANDT TELLS CREWS SHE WILL NOT SIGN THE NEW FERRY LAW THIS YEAR", "related_teaser"),
        ("Read: What the ferry law means for bakers", "related"),
        ("[Map: Where the ferries of the coast lie this week]", "related"),
        ("Coast A Bell In The Fog A Bell In The Fog Listen · 3:12 3:12", "media"),
        ("Scroll below for video", "media"),
        ("Read or Share this story: https://courier.example/2f", "share"),
        ("— With assistance by Ana Petrova and Li Wei", "contributors"),
        ("Information from: Alder Times, http://times.example", "contributors"),
        ("Today's Paper | Subscribe A version of this article appears in print.", "syndication"),
    ],
)
def test_a_line_that_addresses_the_reader_or_leads_elsewhere_is_furniture(
    line: str, label: str
) -> None:
    source = f"{LEDE}\n\n{line}\n\n{SECOND}"
    assert ("boilerplate:" + label, line) in labelled(f"{TITLE}\n\n{source}")
    row = labelled(source, title=TITLE, outlet="Alder Courier")
    assert row == [("body", LEDE), ("boilerplate:" + label, line), ("body", SECOND)]


@pytest.mark.parametrize(
    ("paragraph", "credit"),
    [
        ("The port opened on Monday, officials said. ", "Ana Petrova contributed to this report."),
        ("“We will not sail,” she said. ", "Alder Press writer Li B. Wei in Tolta, N.H., "
         "also contributed to this story."),
        ("", "Petrova reported from Alder. Alder Press writer Li Wei contributed to this report."),
        ("", "This is a developing story. The Alder Press contributed to this report."),
    ],
)  # fmt: skip
def test_a_credit_behind_a_paragraph_leaves_the_paragraph(paragraph: str, credit: str) -> None:
    rows = labelled(f"{LEDE}\n\n{SECOND}\n\n{paragraph}{credit}", title=TITLE)
    body = [("body", LEDE), ("body", SECOND)]
    told = [("body", paragraph.strip())] if paragraph else []
    assert rows == [*body, *told, ("boilerplate:contributors", credit)]


@pytest.mark.parametrize(
    "line",
    [
        "The order came from ada@alder.example and all heads of office in Tolta had been told.",
        "Reporting by journalists scores better with readers, the survey of Monday said.",
    ],
)
def test_a_last_paragraph_that_tells_of_an_address_or_of_reporting_is_story(line: str) -> None:
    assert labelled(f"{LEDE}\n\n{SECOND}\n\n{line}", title=TITLE)[-1] == ("body", line)


@pytest.mark.parametrize(
    "line",
    [
        "CLOSE Ferries lie in harbour while bakers queue. Coast Video",
        "Facebook Twitter Pinterest Ferries at rest on Monday. Photograph: Ana Petrova/Alder Press",
        "Ferries at rest on Monday. | AP Photo Brandt asks crews for calm",
        "Image The quay at dusk. Credit Li Wei for The Courier",
        "AFP Bakers queue for flour on the quay of the old town",
        "Coast Pictures - Bakers wait for the last sack of flour in town",
    ],
)
def test_words_under_a_picture_are_known_by_whose_it_is_or_by_its_buttons(line: str) -> None:
    assert ("caption", line) in labelled(f"{LEDE}\n\n{line}\n\n{SECOND}", title=TITLE)


@pytest.mark.parametrize(
    "credit",
    ["Photograph: Ana Petrova/Alder Press", "(Li Wei/The Courier)", "REUTERS/Ana Petrova"],
)
def test_a_caption_within_the_article_ends_with_its_credit(credit: str) -> None:
    caption = "Ferries at rest on Monday."
    found = labelled(f"{LEDE}\n\n{caption} {credit}\n\n{SECOND}", title=TITLE)
    assert found[1:3] == [("caption", caption), ("photo_credit", credit)]


def test_the_head_of_highlights_is_nobody_s_name() -> None:
    source = f'{TITLE}\n\nStory highlights "We sail," Brandt says\n\n{LEDE}'
    found = labelled(source, title=TITLE, text_start=len(TITLE) + 2)
    assert found[1] == ("boilerplate:highlights_head", "Story highlights")
    assert found[2] == ("body", '"We sail," Brandt says')


HEADLINE = "Gulls of the old town find a new friend in the mayor"


def test_a_headline_between_a_paragraph_and_furniture_is_a_teaser() -> None:
    link = "Got a story? Email us at fair@courier.example today."
    found = labelled(f"{LEDE}\n\n{HEADLINE}\n\n{link}\n\n{SECOND}", title=TITLE)
    assert found[1] == ("boilerplate:related_teaser", HEADLINE)
    for others in (f"{HEADLINE}\n\n{SECOND}", f"{HEADLINE}.\n\n{link}\n\n{SECOND}"):
        found = labelled(f"{LEDE}\n\n{others}", title=TITLE)
        assert found[1][0] == "body" and found[1][1].startswith(HEADLINE)


@pytest.mark.parametrize(
    "sentence",
    [
        '"Sign up now," he said, and you could hear the gulls; "email us at any hour."',
        "Tell us, mayor, how long you mean to let this town go without bread.",
        "You can see the ferries from the hill, and if you wait you can hear their bells.",
        "Have you ever queued for bread? Your neighbours in the old town have, and they are angry.",
        "Join us in this effort, the bakers wrote to the crews, and follow us to the quay.",
        "The newsletter has nine thousand readers, who sign up on its page and pay nothing.",
        "To subscribe to the letter, readers had to agree to see notices of the ferry company.",
        "THE TOWN WITHOUT BREAD",
        "WHAT THE CREWS OF THE OLD LINE WANT NOW",
        "BREAD, BREAD, BREAD WAS ALL THAT ANYONE IN THE OLD TOWN SPOKE ABOUT.",
        "Close friends of the mayor said that she would not sign.",
        "Reuters reported that the crews of the old line had voted",
        "Facebook, Twitter and Alder Mail said that they had no view.",
        "Most read the letter twice, and more stories came from the quay.",
        "The ministers met (see the map) and read the letter:",
        "Related to the mayor by marriage, Li Wei kept away from the talks.",
        "He said the crews would read more",
    ],
)
def test_what_is_said_to_somebody_else_or_stands_over_paragraphs_stays(sentence: str) -> None:
    found = labelled(f"{LEDE}\n\n{sentence}\n\n{SECOND}\n\n{THIRD}", title=TITLE)
    assert found[1] == ("body", sentence)


def test_an_address_is_a_contact_at_the_end_and_evidence_in_the_middle() -> None:
    line = "The letter came from crew@ferries.example that night."
    assert label_of("The letter", f"{ARTICLE}\n\n{line}") == "boilerplate:contact"
    assert label_of("The letter", f"{TITLE}\n\n{LEDE}\n\n{line}\n\n{SECOND}") == "body"


# --- blocks ----------------------------------------------------------------------------------

APPEAL = (
    "A Message from The Alder Courier:\n\nDear readers,\n\n"
    'We have been named a "hostile paper" by the harbour court of Norland.\n\n'
    "Your gift keeps us afloat.\n\nThank you for reading us."
)
TEASERS = (
    "Read more\n\nBrandt Meets Ferry Captains, Praises Their Patience\n\n"
    '"Our captains are the best on this coast," Brandt told the guild of...\n2 min read\n\n'
    "Flour Prices Double in the Old Town\n\nBakers look north for grain."
)


def test_an_appeal_is_furniture_to_its_end_and_no_further() -> None:
    assert counted(f"{ARTICLE}\n\n{APPEAL}") == ARTICLE.replace("\n\n", "\n")
    kept = counted(f"{TITLE}\n\n{LEDE}\n\n{APPEAL}\n\n{SECOND}\n\n{THIRD}")
    assert kept == ARTICLE.replace("\n\n", "\n")


def test_a_quotation_in_the_first_person_does_not_make_an_appeal() -> None:
    quoted = f'{TITLE}\n\n{APPEAL}\n\n"We will sail when our demands are met," Brandt said.'
    assert '"We will sail' in counted(quoted)


def test_teasers_after_the_article_are_furniture_with_their_summaries() -> None:
    assert counted(f"{ARTICLE}\n\n{TEASERS}") == ARTICLE.replace("\n\n", "\n")


def test_an_article_that_goes_on_below_a_link_is_not_swallowed() -> None:
    linked = f"{TITLE}\n\n{LEDE}\n\nRead more\n\nFlour Prices Double\n\n{SECOND}\n\n{THIRD}"
    assert counted(linked) == ARTICLE.replace("\n\n", "\n")
    inline = f"{TITLE}\n\n{LEDE}\n\nRead more: Flour prices double\n\n{SECOND}\n\n{THIRD}"
    assert counted(inline) == ARTICLE.replace("\n\n", "\n")


# --- galleries, pull quotes ------------------------------------------------------------------

PICTURES = ["A crane lies on the quay", "Bakers wait for flour", "The mayor speaks", "Ropes", "Fog"]


def test_all_pictures_of_a_gallery_on_one_line_are_captions() -> None:
    named = "Ferry strike in pictures this week:"
    for gallery in (
        " ".join(
            f"Photos: Ferry strike {p}. Hide Caption {n} of 5" for n, p in enumerate(PICTURES)
        ),
        " ".join(f"{named} {picture}." for picture in PICTURES),
    ):
        assert label_of(gallery[:20], f"{ARTICLE}\n\n{gallery}\n\n{LEDE[:-1]} again.") == "caption"


@given(st.lists(st.sampled_from(PICTURES), min_size=1, max_size=12, unique=True))
def test_what_says_nothing_twice_is_no_gallery(pictures: list[str]) -> None:
    paragraph = f"The council saw this: {'; '.join(pictures)}, and went home in the evening."
    assert label_of("The council", f"{ARTICLE}\n\n{paragraph}") == "body"


def test_a_quotation_that_is_set_apart_counts_once() -> None:
    pulled = "We have flour until Thursday and no longer"
    said = f"“{pulled},” Brandt said. “Then the ovens go out.”"
    found = labelled(
        f"{ARTICLE}\n\n“{pulled}”\n\n{said}\n\n“Nobody has told us how long this lasts.”"
    )
    assert found[4:] == [
        ("boilerplate:pull_quote", f"“{pulled}”"),
        ("body", said),
        ("body", "“Nobody has told us how long this lasts.”"),
    ]


def test_an_author_with_an_agency_at_the_end_is_a_sign_off() -> None:
    assert label_of("By Mina", f"{ARTICLE}\n\nBy Mina Holt, dpa") == "agency_signoff"
    assert label_of("By Thursday", f"{ARTICLE}\n\nBy Thursday, Reuters was told.") == "body"


# --- head: repeats, captions, datelines, sign-offs ------------------------------------------


def test_a_headline_printed_twice_counts_once() -> None:
    assert labelled(f"{TITLE}\n\n{ARTICLE}")[0] == ("boilerplate:duplicate_title", TITLE)
    assert counted(f"{TITLE}\n\n{ARTICLE}").count("Ferry Strike") == 1


def test_a_lede_printed_twice_counts_once_and_the_one_with_the_dateline_stays() -> None:
    source = (
        f"Coast News | {TITLE}\n\nGet latest news and views on Coast at Alder Live. {LEDE}\n\n"
        f"A goat at the fair. (Photo Credits: Reader)\n\nPort Alder, Jun 3 (AP) {LEDE}\n\n{SECOND}"
    )
    assert labelled(source) == [
        ("boilerplate:section_prefix", "Coast News |"),
        ("title", TITLE),
        ("boilerplate:site_promo", "Get latest news and views on Coast at Alder Live."),
        ("boilerplate:duplicate_lede", LEDE),
        ("caption", "A goat at the fair."),
        ("photo_credit", "(Photo Credits: Reader)"),
        ("dateline", "Port Alder, Jun 3 (AP)"),
        ("body", LEDE),
        ("body", SECOND),
    ]


def test_words_of_the_site_before_a_repeated_lede_are_found_without_a_rule() -> None:
    source = f"{TITLE}\n\nAll the coast, every hour. {LEDE}\n\n{LEDE}\n\n{SECOND}"
    assert counted(source).count("ferries") == 1


def test_a_lede_cut_off_with_dots_above_the_article_counts_once() -> None:
    cut = " ".join(LEDE.split()[:10]) + "..."
    assert label_of(cut, f"{TITLE}\n\n{cut}\n\n{LEDE}\n\n{SECOND}") == "boilerplate:duplicate_lede"


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Ferries at rest on Monday", "[Getty]"),
        ("Ferries at rest on Monday.", "Ana Petrova / POOL / TASS"),
        ("Ferries at rest on Monday.", "(Li Wei/Reuters)"),
        ("Ferries at rest on Monday.", "Alder Press/Li Wei"),
    ],
)
def test_a_caption_and_its_credit_are_not_the_article(caption: str, credit: str) -> None:
    found = labelled(f"{TITLE}\n\n{caption} {credit}\n\n{LEDE}\n\n{SECOND}")
    assert found[1:3] == [("caption", caption), ("photo_credit", credit)]


def test_a_standfirst_stands_between_headline_and_dateline() -> None:
    source = f"{TITLE}\nBakers of the old town queue at dawn\nPORT ALDER, June 3. /TASS/. {LEDE}"
    assert [label for label, _ in labelled(source)] == ["title", "standfirst", "dateline", "body"]


@pytest.mark.parametrize(
    "dateline",
    [
        "Port Alder, Jun 3 (AP)",
        "PORT ALDER, June 3. /TASS/.",
        "PORT ALDER, N.H. (AP) —",
        "PORT ALDER (Reuters) -",
        "(Reuters) -",
        "June 3 (Reuters) -",
        "WASHINGTON/PORT ALDER, June 3 (Xinhua) --",
        "PORT ALDER, Norland —",
        "PORT ALDER, June 3, 2031 -",
        "PORT ALDER, 3 June 2031.",
    ],
)
def test_a_dateline_is_no_part_of_the_first_paragraph(dateline: str) -> None:
    found = labelled(f"{TITLE}\n\n{dateline} {LEDE}\n\n{SECOND}")
    assert found[1:3] == [("dateline", dateline), ("body", LEDE)]


@pytest.mark.parametrize(
    "beginning",
    [
        "Rep. Ilse Brandt (D-CA) of the",
        "The Islamic State (IS) and the",
        "EXCLUSIVE — The papers of the",
        "Fares of the town - and of the",
        "On Monday, June 3: the",
        "They met in Port Alder, June 3. The",
        "June 3. The",
    ],
)
def test_brackets_and_dashes_alone_make_no_dateline(beginning: str) -> None:
    labels = [label for label, _ in labelled(f"{TITLE}\n\n{beginning} {LEDE}\n\n{SECOND}")]
    assert "dateline" not in labels


@pytest.mark.parametrize("mark", ["(Reuters) - ", "PORT ALDER, June 3 (Reuters) - "])
def test_so_many_datelines_are_cut_off_one_line_at_most(mark: str) -> None:
    labels = [label for label, _ in labelled(f"{TITLE}\n\n{mark * 40}{LEDE}\n\n{SECOND}")]
    assert labels.count("dateline") == 8
    assert "body" in labels


def test_a_sign_off_is_no_part_of_the_last_paragraph() -> None:
    assert labelled(f"{ARTICLE} (AP)")[-1] == ("agency_signoff", "(AP)")
    assert labelled(f"{ARTICLE}\n\nReuters")[-1] == ("agency_signoff", "Reuters")
    assert labelled(f"{ARTICLE[:-1]} (IS).")[-1][0] == "body"


# --- learnt lines ----------------------------------------------------------------------------

PLACES = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Firth", "Gorse", "Hazel")


def page(number: int, *furniture: str) -> str:
    place = PLACES[number % len(PLACES)] + "wick" * (number // len(PLACES))
    return "\n\n".join(
        [
            f"Fire at {place} mill",
            f"A fire broke out in the {place} mill after dusk and burnt for {number + 2} hours.",
            f"Nobody was hurt in {place}, a warden of crew {number} said beside the pond.",
            *furniture,
        ]
    )


def repeated(*sources: str, outlet: str | Sequence[str] = "Alder Courier") -> set[str]:
    found = labelled(*sources, outlet=outlet)
    return {text for label, text in found if label == "boilerplate:repeated"}


def test_a_line_that_an_outlet_repeats_is_learnt() -> None:
    line = "Our lamp is lit from Alder to the sea."
    assert repeated(*(page(n, line) for n in range(4))) == {line}


def test_a_line_is_never_learnt_across_outlets() -> None:
    line = "Our lamp is lit from Alder to the sea."
    assert not repeated(*(page(n, line) for n in range(4)), outlet=["A", "B", "C", "D"])
    assert not repeated(*(page(n, line) for n in range(4)), outlet="")


def test_two_repeats_are_enough_only_for_a_line_with_words_of_furniture() -> None:
    plain, hint = "Our lamp is lit from Alder to the sea.", "Every donation buys our crew one lamp."
    assert repeated(*(page(n, plain, hint) for n in range(2))) == {hint}


def test_background_that_an_agency_repeats_is_not_furniture() -> None:
    background = "The mill burnt twice before, and each fire broke out after dusk."
    assert not repeated(*(page(n, background) for n in range(5)))


def test_versions_of_one_article_count_once() -> None:
    line = "Wardens keep lanterns beside every hearth in winter."
    versions = [f"{page(0, line)}\n\nUpdate {n}: the roof fell." for n in range(4)]
    assert not repeated(*versions)


def test_an_answer_that_many_speakers_give_is_not_furniture() -> None:
    assert not repeated(*(page(n, "Thank you.") for n in range(9)))


def test_most_of_a_page_can_be_learnt_when_its_article_is_its_own() -> None:
    appeal = [
        f"Part {n} of a long appeal that fills the foot of every page we print" for n in "abcdef"
    ]
    assert repeated(*(page(n, *appeal) for n in range(4))) == set(appeal)


def test_a_tally_of_another_part_of_a_corpus_teaches_this_one() -> None:
    line = "Our lamp is lit from Alder to the sea."
    whole = documents(*(page(n, line) for n in range(4)), outlet="Alder Courier")
    tallies = [clean.draft(whole.iloc[[n]], RULES).tally for n in range(4)]
    alone = clean.segment(whole.iloc[[0]], RULES, tallies[0])
    together = clean.segment(whole.iloc[[0]], RULES, sum(tallies, clean.Tally.of({})))
    assert "boilerplate:repeated" not in set(alone["label"])
    assert "boilerplate:repeated" in set(together["label"])


# --- what was lost ---------------------------------------------------------------------------


def test_a_document_that_loses_most_of_its_words_is_flagged() -> None:
    gallery = "\n".join(
        f"FILE - A ferry in the harbour of Port Alder, number {n}" for n in range(9)
    )
    frame = documents(f"{TITLE}\n\n{gallery}", ARTICLE)
    words = len(TITLE.split()), 90
    found = clean.flagged(frame.assign(words=words))
    assert found["document_id"].tolist() == ["d0"]
    assert found["words_page"].tolist() == [len(f"{TITLE} {gallery}".replace(" - ", " ").split())]
    assert found["share"].tolist() == pytest.approx([7 / 106])


# --- laws ------------------------------------------------------------------------------------

SENTENCES = st.sampled_from(
    [
        LEDE,
        SECOND,
        THIRD,
        "“We wait,” the captain said.",
        "PARIS — Nobody in the ministry would say when the talks begin again this year.",
        "What happens next?",
        "Yes.",
        "By noon the harbour was empty.",
        "The guild wrote to crew@ferries.example.",
        "Prices rose (by a third).",
        "The harbour wall",
    ]
)
FURNITURE = st.sampled_from(
    [
        "Also Read | Goat wins prize",
        "Sign up for our newsletter",
        "Share Now",
        "ADVERTISEMENT",
        "© 2031 Alder Courier",
        "3 min read",
        "Follow us on Twitter",
        "Tags: bread",
    ]
)
HEADS = st.sampled_from(
    ["", "By Ana Petrova", "By AFP", "Port at dusk [Getty]", "PORT ALDER (AP) — It rained all day."]
)
PAGES = st.tuples(
    st.sampled_from([TITLE, "", "World | Ferries stay in port for a third day"]),
    HEADS,
    st.lists(st.one_of(SENTENCES, FURNITURE), min_size=1, max_size=9),
    st.sampled_from(["", "(AP)", "Reuters", "Read more", "Share"]),
).map(lambda parts: "\n\n".join([p for p in (*parts[:2], *parts[2], parts[3]) if p]))
LETTERS = st.sampled_from(" .,:;!?|/@#()[]'\"-©»" + ascii_letters + digits)
ANY = st.one_of(PAGES, st.text(max_size=300))


@given(st.lists(ANY, max_size=4), st.sampled_from(["", "Alder Courier", "TASS"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_segments_cover_every_source_once(sources: list[str], outlet: str) -> None:
    frame = documents(*sources, outlet=outlet)
    segments = clean.segment(frame, RULES)
    for identity, source in zip(frame["document_id"], frame["source"], strict=True):
        rows = list(segments[segments["document_id"] == identity].itertuples())
        covered = [place for row in rows for place in range(row.start, row.end)]
        assert covered == sorted(set(covered))
        assert {n for n, letter in enumerate(source) if not letter.isspace()} <= set(covered)
        for row in rows:
            text = source[row.start : row.end]
            assert text and text == text.strip()
            assert row.label in schema.LABELS or row.label.startswith(schema.BOILERPLATE)
            assert row.rule


@given(PAGES)
@settings(max_examples=100, deadline=None)
def test_cleaning_what_was_kept_keeps_it(source: str) -> None:
    once = counted(source)
    assert counted(once.replace("\n", "\n\n")) == once


@given(PAGES, FURNITURE, st.integers(0, 12))
@settings(max_examples=100, deadline=None)
def test_one_more_line_of_furniture_changes_no_other_label(
    source: str, line: str, place: int
) -> None:
    lines = source.split("\n\n")
    place = min(place, len(lines))
    more = labelled("\n\n".join([*lines[:place], line, *lines[place:]]))
    plain = labelled(source)
    added = [pair for pair in more if pair[1] == line and pair[0].startswith(schema.BOILERPLATE)]
    assert len(more) == len(plain) + 1
    more.remove(added[0])
    assert sorted(more) == sorted(plain)


@given(st.lists(PAGES, min_size=2, max_size=6), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_documents_changes_nothing(sources: list[str], random: Any) -> None:
    frame = documents(*sources, outlet="Alder Courier")
    mixed = frame.sample(frac=1, random_state=random.randrange(1000))
    one, other = (
        clean.segment(f, RULES).sort_values(["document_id", "start"]).reset_index(drop=True)
        for f in (frame, mixed)
    )
    pd.testing.assert_frame_equal(one, other)


LINE = st.characters(codec="utf-8", exclude_characters="\n")


def by_page(tally: clean.Tally) -> dict[tuple[str, str], list[str]]:
    """List the open lines of each page, by outlet and document."""
    each, left = zip(tally.outlets, tally.documents, strict=True), iter(tally.lines.to_list())
    return {
        page: [next(left) for _ in range(count)]
        for page, count in zip(each, tally.counts.tolist(), strict=True)
    }


def learnt(tally: clean.Tally, workers: int = 1) -> clean.Learnt:
    """Learn from one tally."""
    with clean.Spool() as spool:
        spool.add(tally)
        return clean.repeated_lines(spool, RULES, workers)


@given(st.lists(st.sampled_from("ab"), min_size=6, max_size=6), st.randoms())
@settings(max_examples=25, deadline=None)
def test_tallies_of_any_parts_add_up_to_that_of_the_whole(parts: list[str], random: Any) -> None:
    lines = ["Our lamp is lit from Alder to the sea.", "Every donation buys a lamp.", SECOND]
    pages = [page(n, *random.sample(lines, 2)) for n in range(6)]
    frame = documents(*pages).assign(outlet=["Alder Courier", "TASS"] * 3)
    mine = [frame[[part == name for part in parts]] for name in random.sample("abc", 3)]
    total = sum((clean.draft(part, RULES).tally for part in mine), clean.Tally.of({}))
    assert by_page(total) == by_page(clean.draft(frame, RULES).tally)
    whole = clean.segment(frame, RULES)
    pd.testing.assert_frame_equal(clean.segment(frame, RULES, total), whole)
    pd.testing.assert_frame_equal(clean.segment(frame, RULES, learnt(total)), whole)
    each = pd.concat([clean.segment(part, RULES, total) for part in mine])
    each = each.sort_values(["document_id", "start"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(each, whole)


@given(st.lists(st.sets(st.text(LINE, min_size=1), max_size=4)))
def test_every_line_that_stands_on_two_pages_is_found_in_the_spool(pages: list[set[str]]) -> None:
    with clean.Spool() as spool:
        for number, lines in enumerate(pages):
            spool.add(clean.Tally.of({("o", f"d{number:02}"): list(lines)}))
        for _, laid in spool.outlets():
            assert [laid[number] for number in range(len(laid))] == pages
            found = {number: lines for number, lines, _ in laid.likely()}
            letters = {number: count for number, _, count in laid.likely()}
            assert all(letters[n] == sum(map(len, pages[n])) for n in letters)
            for number, lines in enumerate(pages):
                others = set().union(*pages[:number], *pages[number + 1 :])
                assert lines & others <= found.get(number, set())


@pytest.mark.parametrize("workers", [1, 2])
def test_outlets_are_learnt_from_in_batches_of_any_size(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    line = "Our lamp is lit from Alder to the sea."
    frame = documents(*(page(n, line) for n in range(9)), *(page(n) for n in range(9, 12)))
    frame = frame.assign(outlet=["Alder Courier", "TASS", "Harbour Post"] * 4)
    whole = learnt(clean.draft(frame, RULES).tally)
    assert {len(lines) for lines in whole.lines.values()} == {1}
    assert whole.documents == set(frame["document_id"][:9])
    monkeypatch.setattr(learn, "_BATCH", 1)
    assert learnt(clean.draft(frame, RULES).tally, workers) == whole
    monkeypatch.setattr(learn, "_BATCH", 5)
    assert learnt(clean.draft(frame, RULES).tally, workers) == whole


def test_pages_that_cannot_be_versions_need_no_comparing(monkeypatch: pytest.MonkeyPatch) -> None:
    frame, _, _ = read_documents(OUTLETS.parent / "sample")
    tally = clean.draft(frame, RULES).tally
    found = learnt(tally)
    apart = learn._Outlet.apart
    skipped: set[bool] = set()

    def watched(outlet: learn._Outlet, pages: list[int]) -> list[int]:
        skipped.add(outlet._versions.isdisjoint(pages))
        answer = apart(outlet, pages)
        mine, outlet._versions = outlet._versions, set(range(len(outlet.pages)))
        outlet._is_version.cache_clear()
        assert apart(outlet, pages) == answer
        outlet._versions = mine
        return answer

    monkeypatch.setattr(learn._Outlet, "apart", watched)
    assert learnt(tally) == found and True in skipped


def test_a_draft_is_final_where_no_line_repeats() -> None:
    line = "Our lamp is lit from Alder to the sea."
    frame = documents(*(page(n, line) for n in range(4)), page(9), outlet="Alder Courier")
    drafted = clean.draft(frame, RULES)
    found = learnt(drafted.tally)
    assert found.documents == set(frame["document_id"][:4])
    alone = ~drafted.segments["document_id"].isin(found.documents)
    whole = clean.segment(frame, RULES)
    pd.testing.assert_frame_equal(
        drafted.segments[alone].reset_index(drop=True),
        whole[~whole["document_id"].isin(found.documents)].reset_index(drop=True),
    )


@pytest.mark.parametrize("parts", [2, 5])
def test_the_sample_is_cleaned_alike_in_parts_and_whole(parts: int) -> None:
    frame, _, _ = read_documents(OUTLETS.parent / "sample")
    mine = [frame.iloc[n::parts] for n in range(parts)]
    total = sum((clean.draft(part, RULES).tally for part in reversed(mine)), clean.Tally.of({}))
    each = pd.concat([clean.segment(part, RULES, total) for part in mine])
    order = ["document_id", "start"]
    pd.testing.assert_frame_equal(
        each.sort_values(order).reset_index(drop=True),
        clean.segment(frame, RULES).sort_values(order).reset_index(drop=True),
    )


def test_what_is_learnt_from_is_kept_share_by_share_in_their_order() -> None:
    frame, _, _ = read_documents(OUTLETS.parent / "sample")
    shares = list(pipeline.cut(frame, 7))
    asked: list[pd.DataFrame] = []
    kept: list[tuple[int, list[str]]] = []
    given = (asked.append(share) or share for share in shares)

    def keep(segments: pd.DataFrame) -> None:
        kept.append((len(asked), segments["document_id"].unique().tolist()))

    pipeline.learn(given, pipeline.Resources(RULES, Speech({})), keep)
    names = [share["document_id"].tolist() for share in shares]
    # Each before the next one is asked for, so that the documents done can be counted.
    assert kept == list(enumerate(names, 1))


# --- rows of a table -------------------------------------------------------------------------


def table(*rows: tuple[str, str], outlet: str = "Alder Courier") -> pd.DataFrame:
    sources = [f"{title}\n\n{text}" for title, text in rows]
    starts = [len(title) + 2 for title, _ in rows]
    titles = [title for title, _ in rows]
    return documents(*sources, outlet=outlet, title=titles, text_start=starts)


@pytest.mark.parametrize(("above", "label"), [("Getty Images", "photo_credit"), ("Yes.", "body")])
def test_small_letters_below_a_credit_are_one(above: str, label: str) -> None:
    frame = table((TITLE, f"{above}\n\nferries at dusk\n\n{LEDE}\n\n{SECOND}"))
    labels = clean.segment(frame, RULES)["label"].tolist()
    assert labels == ["title", label, label, "body", "body"]


def test_a_page_is_labelled_alike_alone_and_among_others() -> None:
    rows = [(TITLE, f"{LEDE}\n\n{SECOND}\n\nReuters"), (TITLE, f"By Ana Petrova\n\n{LEDE}")]
    frame = table(*rows, ("Bread", "Tea"))
    among = clean.draft(frame, RULES).segments
    for place in range(len(frame)):
        alone = clean.draft(frame.iloc[[place]], RULES).segments
        rows_of = among[among["document_id"] == frame["document_id"].iloc[place]]
        pd.testing.assert_frame_equal(alone, rows_of.reset_index(drop=True))


# --- lines of a source -----------------------------------------------------------------------

ODD = st.text("ab.B “”…–é\n\n\t\r\x1c\x1f\x85\u00a0\u2028\u200b\ud800", max_size=40)
PROSE = st.lists(st.sampled_from(["The", "bridge", "stays", "shut", "in winter."]), max_size=60)
WRAPPED = PROSE.map(lambda words: textwrap.fill(" ".join(words), 60))


def cut(sources: list[str], starts: Sequence[int] = ()) -> SourceLines:
    given = starts or [0] * len(sources)
    return source_lines(text_column(sources), np.array(given, dtype=np.int64))


@given(st.lists(st.tuples(ODD | WRAPPED, ODD | WRAPPED), max_size=5))
@example([("", "ZINC  -  a table")])
def test_every_word_of_a_source_stands_in_one_line(rows: list[tuple[str, str]]) -> None:
    sources, starts = [head + text for head, text in rows], [len(head) for head, _ in rows]
    found = cut(sources, starts)
    known = facts(found.texts)
    assert known["size"].to_list() == [size(text) for text in found.texts]
    assert known["edges"].to_list() == [edges(text) for text in found.texts]
    for number, (source, text_start) in enumerate(zip(sources, starts, strict=True)):
        mine = range(*found.offsets[number : number + 2].tolist())
        left, before = list(source), 0
        for place in mine:
            start, end = int(found.starts[place]), int(found.ends[place])
            assert before <= start < end and not start < text_start < end
            stretch = source[start:end]
            assert stretch == stretch.strip()
            assert found.texts[place] == fold(stretch.replace("\ud800", "\ufffd"))
            left[start:end] = [""] * (end - start)
            before = end
        assert not "".join(left).strip()


@given(st.lists(st.text("abc“” .", max_size=9).map(str.strip), max_size=9))
def test_a_line_that_is_not_wrapped_ends_where_its_text_does(lines: list[str]) -> None:
    for end in ("\n", "\r\n", "\r", "\u2028", "\n \n"):
        found = cut([end.join(lines)])
        assert found.texts.to_list() == [fold(line) for line in lines if line]


@given(st.lists(ODD | WRAPPED, max_size=6))
def test_a_source_is_cut_as_if_it_were_alone(sources: list[str]) -> None:
    alone = [cut([source]).texts.to_list() for source in sources]
    together = cut(sources)
    assert together.texts.to_list() == [text for texts in alone for text in texts]
    assert np.diff(together.offsets).tolist() == list(map(len, alone))


def test_a_paragraph_that_was_wrapped_is_one_line() -> None:
    paragraphs = [
        "The bridge over the sound stays shut until the ice is gone, the harbour office said on "
        "Monday, and nobody knows when that will be this year",
        "Two ferries sail instead of it, one at dawn and one at dusk, as long as the weather lets "
        "them and somebody pays for the fuel they burn",
    ]
    wrapped = [textwrap.fill(text, 70) for text in paragraphs]
    for between in ("\n\n", "\n   "):
        source = between.join(wrapped)
        assert cut([source]).texts.to_list() == paragraphs
        assert cut([source.replace("\n", "\r\n")]).texts.to_list() == paragraphs
    verses = "\n".join(["Nobody came to the harbour on Monday.", "Nobody was asked to come there."])
    assert len(cut([verses]).texts) == 2


# --- lines with the same words ---------------------------------------------------------------

PRINTED = st.lists(
    st.sampled_from(["The", "the", "bridge", "Straße", "stays", "shut", "in", "—", ",", "“", "3"]),
    min_size=10,
    max_size=14,
).map(" ".join)


@given(st.lists(st.tuples(PRINTED, st.sampled_from(["", "–", "“", "...", " ."])), max_size=6))
def test_lines_of_the_same_words_are_alike_and_end_alike(printed: list[tuple[str, str]]) -> None:
    texts = [text for one, mark in printed for text in (one, f"{mark}{one}{mark}".upper())]
    folded = [fold(text) for text in texts]
    lines = [Line(0, len(text), text, edges(text), size(text)) for text in folded]
    kept = {place for place, _ in alike.alike(lines)}
    for place, line in enumerate(lines):
        same = [o for o in lines if o is not line and alike.key(o.text) == alike.key(line.text)]
        long = [o for o in same if o.size >= alike.SHORTEST_DUPLICATE]
        assert not (long and line.size >= alike.SHORTEST_DUPLICATE) or place in kept
        assert all(o.edges == line.edges for o in same)


@given(st.sampled_from(["By Ana Petrova", "Ana Petrova", "Ships stay in port"]), st.booleans())
def test_a_date_behind_a_name_is_no_part_of_it(name: str, dated: bool) -> None:
    line = f"{name} | June 3, 2031" if dated else name
    read = marks.byline(line, RULES)
    assert read == ("Ana Petrova" if "Petrova" in name and (dated or "By" in name) else "")


@pytest.mark.parametrize(
    "date", ["6/3/31", "6/3/31 10:12 AM EST", "June 3, 2031 at 10:12 am", "2031-06-03, 10:12"]
)
def test_a_date_of_any_form_and_its_hour_are_no_part_of_a_byline(date: str) -> None:
    assert marks.byline(f"BY ANA PETROVA - {date}", RULES) == "ANA PETROVA"


# --- words that rules need -------------------------------------------------------------------

PATTERNS = {name: wanted.pattern for name, wanted in RULES.sieve.patterns.items()}


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_a_letter_is_matched_by_no_other_than_the_sieve_knows(letter: str) -> None:
    pattern = re.compile(letter, re.IGNORECASE)
    others = {chr(code) for code in range(128, 0x30000) if pattern.fullmatch(chr(code))}
    assert others <= set("İıſ\u212a")


@given(st.sampled_from(sorted(PATTERNS)).flatmap(lambda n: st.tuples(st.just(n), fitting(n))))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_line_that_fits_a_rule_is_never_sieved_out(case: tuple[str, str]) -> None:
    name, text = case
    line = fold(text)
    (mask,) = masks(line)
    longest = RULES.sieve.patterns[name].longest
    assert mask & RULES.sieve.bits[name] or line.count(" ") >= longest


def masks(*lines: str, sieve: Prefilter = RULES.sieve) -> list[int]:
    found: list[int] = sieve.masks(facts(pl.Series(lines))).tolist()
    return found


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (">> ?read more.*", ">> Read more"),
        (r"sign up\? — .*", "Sign up? — here"),
        (r"\* — more.*", "* — more"),
        (r"c\+\+ — .*", "C++ — hello"),
        (r"\[~\$#&\^-\].*\\", "[~$#&^-] and so on \\"),
    ],
)
def test_marks_in_a_rule_are_marks_for_the_sieve(pattern: str, line: str) -> None:
    rule = re.compile(pattern, re.IGNORECASE)
    assert rule.fullmatch(line)
    sieve = Prefilter({"rule": Wanted(rule, 40), "other": Wanted(re.compile("newsletter"), 40)})
    for text in (line, "ccc — hello", "Nothing of the kind"):
        (mask,) = masks(text, sieve=sieve)
        assert mask == (sieve.bits["rule"] if text == line else 0)


def fitting(name: str) -> st.SearchStrategy[str]:
    words = st.from_regex(PATTERNS[name], fullmatch=True, alphabet=LETTERS)
    return words.filter(lambda text: bool(PATTERNS[name].fullmatch(fold(text))))


def test_a_pattern_with_a_condition_is_sieved_by_the_words_around_it() -> None:
    pattern = re.compile("(more )?news(?(1)!|s)", re.IGNORECASE)
    sieve = Prefilter({"rule": Wanted(pattern, 9)})
    caught = masks("Nothing of the kind", "More news!", "More news, less", sieve=sieve)
    assert caught == [0, sieve.bits["rule"], sieve.bits["rule"]]


def test_where_the_parser_of_patterns_is_gone_every_rule_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = documents(f"{TITLE}\n\n{LEDE}\n\nSign up for our newsletter\n\n{SECOND}\n\nReuters")
    with_it = clean.draft(frame, RULES).segments
    monkeypatch.setattr(required_words, "_PARSER", None)
    assert required_words.needed(re.compile("newsletter")) == frozenset()
    pd.testing.assert_frame_equal(clean.draft(frame, clean.load_rules(OUTLETS)).segments, with_it)


def test_a_line_in_odd_letters_is_tried_on_every_rule() -> None:
    plain, odd = masks("Nothing of the kind stood here", "\u212aeep reading")
    assert plain.bit_count() < 5 and odd == EVERY


# --- rule files ------------------------------------------------------------------------------


def folder_with(tmp_path: Path, name: str, text: str) -> Path:
    for path in OUTLETS.glob("*.yml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "outlet: X\nlines:\n  ad:\n    label: advert\n    pattern: a",
            ["lines > ad > label", "advert"],
        ),
        (
            "outlet: X\nlines:\n  ad:\n    label: byline\n    pattern: '('",
            ["lines > ad > pattern", "("],
        ),
        (
            "outlet: X\nlines:\n  ad:\n    label: byline\n    patern: a",
            ["lines > ad > patern", "Did you mean 'pattern'?"],
        ),
        ("outlet: X\nlines:\n  Ad Line:\n    label: byline\n    pattern: a", ["Ad Line"]),
        ("outlet: X\nalias: Y", ["alias", "Did you mean 'aliases'?"]),
        ("aliases: [Y]", ["outlet"]),
        ("outlet: TASS", ["tass"]),
        ("outlet: [", ["line 1"]),
    ],
)
def test_a_mistake_in_a_rule_file_is_named_with_file_and_key(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    with pytest.raises(schema.RuleError) as error:
        clean.load_rules(folder_with(tmp_path, "x-paper.yml", text))
    for word in ["x-paper.yml", *words]:
        assert word in str(error.value)


def test_a_folder_without_the_generic_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(schema.RuleError, match=r"needs generic\.yml"):
        clean.load_rules(tmp_path)


def test_an_outlet_s_own_rules_come_before_the_generic_ones(tmp_path: Path) -> None:
    text = (
        "outlet: Alder Courier\nlines:\n  lamp:\n    label: boilerplate:lamp\n"
        "    pattern: ['share now', 'our lamp .*']"
    )
    rules = clean.load_rules(folder_with(tmp_path, "alder-courier.yml", text))
    frame = documents(f"{ARTICLE}\n\nShare Now\n\nOur lamp is lit.", outlet="The Alder Courier")
    segments = clean.segment(frame, rules)
    assert segments["rule"].tolist()[-2:] == ["alder-courier/lamp"] * 2


def test_a_line_of_an_outlet_s_own_rule_keeps_it_where_a_block_of_every_page_begins(
    tmp_path: Path,
) -> None:
    line = "outlet: Alder Courier\nlines:\n  lamp:\n    label: boilerplate:promo\n"
    page = f"{ARTICLE}\n\n{TEASERS}"
    rules = clean.load_rules(folder_with(tmp_path, "x.yml", f"{line}    pattern: read more"))
    found = clean.segment(documents(page, outlet="Alder Courier"), rules)
    others = clean.segment(documents(page), rules)
    start = page.index("Read more")
    row = ["d0", start, start + len("Read more"), "boilerplate:promo", "x/lamp"]
    assert found[found["start"] == start].to_numpy().tolist() == [row]
    assert found[found["start"] != start].equals(others[others["start"] != start])


def test_an_unknown_outlet_s_page_gets_the_rules_of_the_outlet_it_names(tmp_path: Path) -> None:
    text = (
        "outlet: Alder Courier\nlines:\n  lamp:\n    label: boilerplate:lamp\n"
        "    pattern: our lamp .*"
    )
    rules = clean.load_rules(folder_with(tmp_path, "alder-courier.yml", text))
    frame = documents(f"Support Alder Courier!\n\n{ARTICLE}\n\nOur lamp is lit.")
    assert "boilerplate:lamp" in clean.segment(frame, rules)["label"].tolist()


# --- real pages: by offset, no text of theirs ------------------------------------------------


class Real:
    """The five real pages, cleaned without any knowledge of them, and their annotations."""

    def __init__(self, shared: Path) -> None:
        folder = shared / "corpora" / "wagner-2023"
        paths = sorted(folder.glob("*.txt"))
        self.sources = {p.name[:3]: p.read_bytes().decode("utf-8") for p in paths}
        frame = documents(*self.sources.values(), document_id=list(self.sources))
        self.segments = clean.segment(frame, RULES)
        gold = shared / "benchmarks" / "wagner-2023"
        self.gold = {name: json.loads((gold / f"{name}.json").read_text()) for name in self.sources}

    def counted(self, name: str) -> set[int]:
        rows = self.segments[self.segments["document_id"] == name]
        return _places(rows[["label", "start", "end"]].itertuples(index=False, name=None))

    def text(self, name: str) -> str:
        places = self.counted(name)
        return "".join(c if n in places else " " for n, c in enumerate(self.sources[name]))

    def wanted(self, name: str) -> set[int]:
        rows = self.gold[name]["segments"]
        return _places((row["label"], row["start"], row["end"]) for row in rows)


def _places(rows: Any) -> set[int]:
    return {n for label, a, b in rows if label in schema.COUNTED for n in range(a, b)}


@pytest.fixture(scope="module")
def real(shared: Path) -> Real:
    return Real(shared)


def f1(found: set[int], wanted: set[int]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))


@pytest.mark.shared
def test_real_pages_are_cut_as_the_annotator_cut_them(real: Real) -> None:
    found = {(name, n) for name in real.sources for n in real.counted(name)}
    wanted = {(name, n) for name in real.sources for n in real.wanted(name)}
    assert f1(found, wanted) >= 0.95


@pytest.mark.shared
def test_a_link_within_a_real_article_swallows_nothing(real: Real) -> None:
    source = real.sources["003"]
    bodies = [row for row in real.gold["003"]["segments"] if row["label"] == "body"]
    cut = bodies[1]["end"]
    link = "\nRead more: Harbour pilots go back to work"
    frame = documents(source[:cut] + link + source[cut:])
    rows = clean.segment(frame, RULES)[["label", "start", "end"]]
    wanted = {n + len(link) * (n >= cut) for n in real.wanted("003")}
    assert f1(_places(rows.itertuples(index=False, name=None)), wanted) >= 0.95


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["donation", "newsletter", "also_read", "related", "duplicate"])
def test_real_furniture_of_a_kind_is_not_counted(real: Real, kind: str) -> None:
    seen = 0
    for name, gold in real.gold.items():
        for row in gold["segments"]:
            if row["label"].startswith(f"boilerplate:{kind}"):
                seen += 1
                assert not real.counted(name) & set(range(row["start"], row["end"]))
    assert seen


# sources.md, section 2: what is counted where furniture is taken for the article.
@pytest.mark.shared
@pytest.mark.parametrize(
    ("trap", "name", "term", "times"),
    [
        (1, "000", "donation", 0),
        (2, "000", "Russian leadership", 0),
        (2, "000", "support", 1),
        (4, "001", "Syria", 0),
        (4, "001", "Sweden", 0),
        (4, "004", "India", 0),
        (4, "004", "Zhang", 0),
        (5, "001", "California", 0),
        (6, "000", "TASS", 0),
        (6, "004", "kremlin", 0),
        (7, "001", "aborted", 1),
        (7, "002", "heat", 1),
        (8, "001", "PTI", 0),
        (9, "001", "(AP)", 0),
        (9, "003", "/TASS/", 0),
        (9, "004", "AFP", 0),
        (31, "003", "Wagner", 0),
        (31, "003", "Prigozhin", 0),
        (31, "003", "Kremlin", 0),
        (31, "003", "Ukraine", 0),
    ],
)
def test_a_trap_of_the_real_pages_is_not_walked_into(
    real: Real, trap: int, name: str, term: str, times: int
) -> None:
    assert trap and real.text(name).count(term) == times


@pytest.mark.shared
def test_no_rule_quotes_a_line_that_it_should_learn(shared: Path) -> None:
    rules = "\n".join(path.read_text("utf-8") for path in OUTLETS.glob("*.yml")).casefold()
    lists = (shared / "benchmarks" / "boilerplate-lines" / "repeated_lines.jsonl").read_text(
        "utf-8"
    )
    lines = [json.loads(row)["line"].strip(" .:…!?()*•").casefold() for row in lists.splitlines()]
    assert not [line for line in lines if line in rules]
