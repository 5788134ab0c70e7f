"""What a saved web page holds: its headline, its authors, its article; and pages that hold none."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import load
from analysis.corpus.read import bylines, furniture, headline, html, read_documents

STORY = (
    "The ferries to Ordvik stayed in harbour on Monday, and bakers ran out of flour by noon, the "
    "town said. A ship with grain is expected on Thursday, if the wind drops.",
    "Harbour master Orla Dask said the quay had been shut since the storm broke two of its piles. "
    "“We will open it when it bears a lorry again, and no day before that,” she said.",
    "The council meets on Friday to speak about the repairs, which will take a year and cost more "
    "than the town has. Fishermen asked for help with their rent until May.",
)
TITLE = "Ferries stay in harbour at Ordvik"


def page(*body: str, title: str = f"{TITLE} | Tolta Post", head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav>Home Sport</nav>"
        f"<main>{''.join(body)}</main></body></html>"
    )


def story(*between: str) -> str:
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in STORY]
    return paragraphs[0] + "".join(between) + "".join(paragraphs[1:])


def article(*body: str, **given: str) -> dict[str, object]:
    return html.article(page(*body, **given))


# --- headline --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        ("<h1>The Tolta Post</h1><h2>{}</h2>", f"{TITLE} | Tolta Post"),
        ("<h1>Tolta Post Logo</h1><h1>{}</h1><h1>Join the talk</h1>", f"{TITLE} - Tolta Post"),
        ("<h1>{}</h1>", f"Tolta Post » {TITLE}"),
        ("<h1>{} -- ToltaPost.example</h1>", f"{TITLE} -- ToltaPost.example"),
        ("<h1>News</h1><p>Menu</p>", f"{TITLE} – Tolta Post"),
    ],
)
def test_a_heading_is_the_headline_if_the_title_knows_its_words(headings: str, title: str) -> None:
    name = '<meta property="og:site_name" content="ToltaPost.example">'
    assert article(headings.format(TITLE), story(), title=title, head=name)["title"] == TITLE


def test_what_the_page_prints_is_its_headline_and_the_wording_for_sharing_a_remark(
    tmp_path,
) -> None:
    shared = '<meta property="og:title" content="Ordvik goes hungry">'
    (tmp_path / "a.html").write_text(page(f"<h1>{TITLE}</h1>", story(), head=shared))
    documents, _, notes = read_documents(tmp_path)
    assert documents["title"].tolist() == [TITLE]
    assert notes["reason"].tolist() == ["og:title is worded otherwise: Ordvik goes hungry"]


def test_elements_within_a_headline_are_no_blanks() -> None:
    found = article(
        "<h1><em>Sea Wolves</em>: a<br>voyage</h1>", story(), title="Sea Wolves: a voyage"
    )
    assert found["title"] == "Sea Wolves: a voyage"


WORDS = st.lists(st.sampled_from("harbour quay storm bread mayor grain".split()), min_size=2)
DASHES = st.sampled_from([" | ", " - ", " – ", " — ", " -- ", " » ", " · ", "|", " :: "])


@given(WORDS.map(" ".join), DASHES, st.booleans())
def test_the_name_of_the_site_is_cut_at_either_end_whatever_the_dash(
    title: str, dash: str, first: bool
) -> None:
    whole = f"Tolta Post{dash}{title}" if first else f"{title}{dash}Tolta Post"
    assert headline.without_site(whole, frozenset({"toltapost"})) == title
    assert headline.without_site(whole, frozenset({"corranto"})) == whole


# --- byline ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ('<p class="byline">By Mina Holt <span>June 3, 2031, 7:57 AM</span></p>', "Mina Holt"),
        (
            '<p class="author">By Mina Holt | <a rel="me" href="/a">View author archive</a> '
            '| <a rel="feed" href="/r">Get author RSS feed</a></p>',
            "Mina Holt",
        ),
        (
            '<p class="byline">By Mina Holt</p><div class="author-card"><a rel="author">'
            "See full bio</a></div>",
            "Mina Holt",
        ),
        ('<div class="byline">By Mina Holt | mholt@post.example</div>', "Mina Holt"),
        ('<div class="byline">By Mina Holt<span>Tolta Bureau</span></div>', "Mina Holt"),
        (
            '<div>By <a rel="author">Mina Holt</a> and <a rel="author">Tom Brask</a></div>',
            "Mina Holt, Tom Brask",
        ),
        (
            '<span class="byline"><a href="/by/mina-holt">Mina Q. Holt</a> Staff Writer</span>',
            "Mina Q. Holt",
        ),
        ('<div><a href="/by/mina-holt">Mina Holt</a> on June 3</div>', "Mina Holt"),
        ('<p class="byline">By nan</p>', ""),
    ],
)
def test_a_byline_ends_where_the_name_does(printed: str, names: str) -> None:
    assert article(f"<h1>{TITLE}</h1>", printed, story())["html_byline"] == names


def test_a_page_can_print_more_authors_than_its_data_hold() -> None:
    data = '<meta name="author" content="Mina Holt">'
    printed = '<p class="byline">By Mina Holt and Tom Brask</p>'
    found = article(f"<h1>{TITLE}</h1>", printed, story(), head=data)
    assert found["html_byline"] == "Mina Holt, Tom Brask"


def test_who_wrote_another_story_did_not_write_this_one() -> None:
    other = '<div class="related"><p class="byline">By Tom Brask</p></div>'
    printed = '<p class="byline">By Mina Holt</p>'
    assert article(f"<h1>{TITLE}</h1>", other, printed, story())["html_byline"] == "Mina Holt"


NAMES = st.lists(
    st.sampled_from(["Mina Holt", "Tom Brask", "Orla M. Dask", "Li van der Aske", "Ann Lee, Jr."]),
    min_size=1,
    max_size=3,
    unique=True,
)
AFTER = st.sampled_from(
    ["", " June 3, 2031", " | 3 June 2031", " mina@post.example", " Updated 7:57", " View archive"]
)


@given(NAMES, AFTER)
def test_names_are_read_alike_whatever_stands_behind_them(names: list[str], after: str) -> None:
    assert bylines.names(f"By {' and '.join(names)}{after}") == names


# --- pages without an article ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("404 Not Found | Tolta Post", "Try our home page.", "was not found"),
        ("Tolta Post", "The page you are looking for has been moved or deleted.", "was not found"),
        ("Access Denied", "Reference 18.2", "an error page"),
        ("502 Bad Gateway", "nginx", "an error page"),
        ("Just a moment...", "Ray ID: 7f3a", "a browser check"),
        ("post.example", "Please enable JavaScript and cookies to continue.", "a browser check"),
        ("Before you continue", "Choose what you like.", "a consent page"),
        ("Tolta Post", "We and our 90 partners store and/or access data.", "a consent page"),
    ],
)
def test_a_page_without_an_article_is_refused_with_that_reason(
    title: str, text: str, reason: str, tmp_path
) -> None:
    (tmp_path / "a.html").write_text(page(f"<p>{text}</p>", title=title))
    (tmp_path / "b.html").write_text(page(f"<h1>{TITLE}</h1>", story()))
    documents, rejected, _ = read_documents(tmp_path)
    assert documents["document_id"].tolist() == ["b"]
    assert reason in rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    "title",
    [
        "404 days without rain",
        "Page not found guilty, court says",
        "500 march to the quay",
        "Access to the quay denied",
        "Your privacy and the new law",
    ],
)
def test_a_story_is_not_refused_for_its_headline(title: str) -> None:
    text = "The town met on Monday and spoke about the quay. " * 2
    assert furniture.refusal([title], text, frozenset()) == ""


@given(st.sampled_from(["404 Not Found", "Just a moment...", "Access Denied", "Your privacy"]))
def test_a_text_of_some_length_is_an_article_whatever_its_title(title: str) -> None:
    assert furniture.refusal([title], " ".join(STORY * 4), frozenset()) == ""


# --- the article -----------------------------------------------------------------------------


def text_of(*body: str) -> str:
    return str(article(f"<h1>{TITLE}</h1>", *body)["source"])


@pytest.mark.parametrize(
    "between",
    [
        '<div class="share-bar"><p>Send this to your friends and foes</p></div>',
        '<div class="author-bio"><p>She covers harbours and likes herring.</p></div>',
        '<figure><img src="a.jpg"><figcaption>The quay at low tide last week</figcaption></figure>',
        '<div class="wp-caption-text">The quay at low tide last week</div>',
        '<section class="trending"><p>Ten ways to salt a herring before winter</p></section>',
    ],
)
def test_what_is_marked_as_furniture_is_no_part_of_the_article(between: str) -> None:
    assert text_of(story(between)) == text_of(story())


def test_a_paragraph_is_no_furniture_for_what_bars_it() -> None:
    barred = story().replace("<p>", '<p class="paywall related">')
    assert text_of(barred) == text_of(story())


def test_the_opening_of_a_barred_article_is_no_teaser() -> None:
    lede = f"{STORY[0]} Nobody in the town remembers a winter in which the ovens went out."
    opening = f'<div class="story-teaser"><p>{lede}</p></div>{story()}'
    assert lede in text_of(opening)


def test_a_wrapper_that_holds_the_story_is_no_furniture() -> None:
    assert text_of(f'<div class="related social">{story()}</div>') == text_of(story())


def test_an_article_can_stand_in_an_aside() -> None:
    wrapped = f'<aside class="content"><h1>{TITLE}</h1>{story()}</aside>'
    assert str(article(wrapped)["source"]) == text_of(story())


def test_a_pull_quote_counts_once_and_one_that_stands_nowhere_else_stays() -> None:
    pulled = "We will open it when it bears a lorry again"
    quote = '<blockquote class="pullquote"><p>“{}”</p><cite>Orla Dask</cite></blockquote>'
    assert text_of(story(quote.format(pulled))).count(pulled) == 1
    other = "Nobody has to go hungry in this town"
    assert text_of(story(quote.format(other))).count(other) == 1


def _teasers(times: int) -> str:
    return "".join(
        f'<div class="item"><h3><a href="/s/{n}">Story number {n} of the day</a></h3>'
        f"<p>The council of town number {n} spoke about its harbour at some length.</p></div>"
        for n in range(times)
    )


def test_a_row_of_links_to_other_stories_is_no_part_of_the_article() -> None:
    long = "".join(f"<p>{paragraph}</p>" for paragraph in STORY * 2)
    assert "Story number" not in text_of(long, _teasers(5))


def test_a_box_whose_links_all_lead_to_another_story_is_no_part_of_the_article() -> None:
    long = "".join(f"<p>{paragraph}</p>" for paragraph in STORY * 2)
    box = (
        '<div><a href="{0}"><img src="a.jpg"></a><h2><a href="{0}">Bakers of Corran</a></h2>'
        "<p>They bake by night, and sell what they have before the ships go out.</p></div>"
    )
    for address, goes in (("/s/bakers", True), ("https://bakers.example/", False)):
        tree = lxml.html.document_fromstring(page(long, box.format(address)))
        furniture.take_out(tree, None)
        # What leads off the site can be what the story is about.
        assert ("They bake" not in tree.text_content()) == goes


def test_a_round_up_keeps_its_stories() -> None:
    found = text_of("<p>What the towns of the coast spoke about today.</p>", _teasers(12))
    assert "town number 7" in found


@given(st.sampled_from(["div", "span", "b", "section"]), st.sampled_from([0, 1, 200, 300, 5_000]))
def test_a_page_is_read_alike_however_deep_it_is_nested(tag: str, depth: int) -> None:
    nested = f"<{tag}>" * depth + story() + f"</{tag}>" * depth
    assert text_of(nested) == text_of(story())


def test_a_page_nested_100_000_deep_is_not_empty() -> None:
    assert STORY[1] in text_of("<div>" * 100_000 + story() + "</div>" * 100_000)


def test_the_words_of_a_shown_post_are_its_author_s_and_its_signature_is_nobody_s(tmp_path) -> None:
    post = (
        '<blockquote class="twitter-tweet"><p>I am on the wrong bank again, and hungry</p>'
        '&mdash; Ewa Strand (@ewastrand) <a rel="nofollow" href="https://x.example/9">May 4, 2031'
        "</a></blockquote>"
    )
    (tmp_path / "a.html").write_text(page(f"<h1>{TITLE}</h1>", story(post)))
    corpus = load(tmp_path)
    (row,) = [r for r in corpus.quotations.itertuples() if "wrong bank" in r.text]
    assert (row.kind, row.speaker) == ("direct", "Ewa Strand")
    assert "ewastrand" not in set(corpus.running_words()["term"])
