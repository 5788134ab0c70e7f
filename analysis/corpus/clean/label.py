"""Give every line of a page its label: in which order rules, marks and structure speak.

Furniture is found first and then looked through, so that one more or one less line of it
changes nothing else. The steps run until nothing changes: what one step labels can bring
another line to the top or the end of the article.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from analysis.corpus.clean import datelines as marks
from analysis.corpus.clean.blocks import label_blocks
from analysis.corpus.clean.duplicates import (
    is_same,
    label_galleries,
    label_led_in,
    label_pull_quotes,
    label_repeats,
)
from analysis.corpus.clean.lines import (
    TOP,
    Line,
    Page,
    Part,
    fold,
    has_dateline,
    is_title,
    trim,
    words,
)
from analysis.corpus.clean.outlet_rules import OutletRules, Verdict, cut_parts
from analysis.corpus.clean.rules import Rules, fold_name
from analysis.schema import BOILERPLATE

_LONGEST_TITLE: Final = 30
_LONGEST_STANDFIRST: Final = 45
LONGEST_CREDIT: Final = 6
_LONGEST_PLAIN_CREDIT: Final = 3
DATELINE_WITHIN: Final = 3
# Below these stand credits in small letters.
HEAD: Final = frozenset({"byline", "caption", "photo_credit"})
SENTENCE_END: Final = (".", '."', ".'", ".)")
# "The old mill at dusk. Ana Petrova / Pool"
_CAPTION: Final = re.compile(
    r"\S.{10,300}?[.!?][\"'”’)]?\s+(?P<credit>[A-Z](?:(?![.!?]\s)[^\n\"“”@()\[\]]){3,80}[^\s.!?:,;\"”@()\[\]])"
)
# A headline by itself: one sentence at most, no stop at its end, nobody's words.
HEADLINE: Final = r"^[A-Z'][^\"]*[A-Za-z']$"
_HEADLINE: Final = re.compile(HEADLINE)
_STOP_INSIDE: Final = re.compile(r"[.!?][')]* ")
HEADLINE_SIZES: Final = range(9, 26)
# Furniture that leads a reader elsewhere; teasers stand above it.
INVITING: Final = frozenset(
    f"{BOILERPLATE}{kind}"
    for kind in "also_read contact follow newsletter promo related related_teaser share".split()
)
# So many datelines and signs are cut off one line at most, in however many rounds.
_PARTS: Final = 8
_CAPTION_RULE: Final = "structure/caption-and-credit"
TITLE: Final = ("title", "given/title")
BODY: Final = ("body", "structure/paragraph")
_SIGNED: Final = ("agency_signoff", "structure/sign-off")
# What a sign-off in an agency's style begins with.
_STYLED: Final = re.compile(r"\(|(?:\w+ )?(?:reporting|writing) ", re.IGNORECASE)


def label_by_rules(page: Page, book: OutletRules, rules: Rules) -> None:
    """Label what needs no look at the rest of the page: given lines, rules, plain marks."""
    _label_given(page)
    is_first = True
    fitting = book.of_lines
    for line in page.lines:
        if is_first:
            cut_parts(line, page.source, book, "first")
        if line.mask & fitting or _STYLED.match(line.text):
            label_alone(line, page.source, book, rules)
        is_first &= line.label.startswith(BOILERPLATE)
    _label_end(page, book, rules)
    _label_bylines(page, rules)


def label_alone(line: Line, source: str, book: OutletRules, rules: Rules) -> None:
    """Label a line that is furniture whatever stands around it, or cut such parts off it."""
    if line.is_open:
        line.give(*(_SIGNED if _is_signed(line, rules) else book.verdict(line, "anywhere")))
    cut_parts(line, source, book, "line")


def label_by_structure(page: Page, book: OutletRules, rules: Rules) -> None:
    """Label blocks, head, end, repeats, datelines and sign-offs; the rest is body."""
    label_blocks(page, book)
    _label_teasers(page)
    left = -1
    while left != (left := page.unlabelled()):
        _label_top(page, book, rules)
        _label_end(page, book, rules)
        _label_title(page, book)
        _label_bylines(page, rules)
        _label_captions(page)
        _cut_datelines(page, rules)
        label_galleries(page)
        label_repeats(page)
        label_pull_quotes(page)
        label_led_in(page)
        _cut_sign_off(page, rules)
    _label_standfirst(page)
    for line in page.open_lines():
        line.give(*BODY)


def _is_signed(line: Line, rules: Rules) -> bool:
    sign = marks.house_style(line.text, rules) if _STYLED.match(line.text) else None
    return sign is not None and sign[0] == 0


# --- what came with the page -----------------------------------------------------------------


def _label_given(page: Page) -> None:
    """Label headline, standfirst and byline where they came with the page."""
    if page.text_start:
        for line in page.lines:
            if line.end <= page.text_start:
                line.give(*TITLE)
    elif page.title.strip() and page.lines:
        _split_title(page.lines[0], page.source, page.title.strip())
    for given, label in ((page.standfirst, "standfirst"), (page.byline, "byline")):
        folded = fold(given)
        same = [line for line in page.lines[:TOP] if line.is_open and line.text == folded]
        if given and same:
            same[0].give(label, f"given/{label}")


def _split_title(line: Line, source: str, title: str) -> None:
    """Label the first line if it is the given headline, or its part that is."""
    end = line.start + len(title)
    if source[line.start : end] != title:
        return
    if not words(source[end : line.end]):
        line.give(*TITLE)
    elif len(words(title)) >= TOP and not source[end - 1 : end + 1].isalnum():
        line.cut(source, Part(line.start, end, *TITLE))


def _label_title(page: Page, book: OutletRules) -> None:
    """Find the headline of a page that came without one, and cut off what is added to it."""
    titles = [line for line in page.lines if (line.label or line.parts) and is_title(line)]
    if not titles:
        first = next((line for line in page.open_lines() if words(line.text)), None)
        if first is None or not _can_be_title(first):
            return
        twins = [line for line in page.open_lines()[1:3] if is_same(line, first)]
        if twins:
            first.give("boilerplate:duplicate_title", "structure/duplicate-title")
        titles = [*twins, first][:1]
        titles[0].give("title", "structure/first-headline")
    title = titles[0]
    if title.label == "title":
        rule, title.label = title.rule, ""
        cut_parts(title, page.source, book, "title")
        title.give("title", rule)
        for line in page.open_lines()[:TOP]:
            if is_same(line, title):
                line.give("boilerplate:duplicate_title", "structure/duplicate-title")


def _can_be_title(line: Line) -> bool:
    return line.size <= _LONGEST_TITLE and not _ends(line)


def _label_teasers(page: Page) -> None:
    """Label the headline of another story: between a paragraph and what leads elsewhere."""
    lines = [line for line in page.lines if line.start < line.end]
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if below.label in INVITING and above.is_open and _is_sentence(above) and _is_headline(line):
            line.give(f"{BOILERPLATE}related_teaser", "structure/headline-above-furniture")


def _is_headline(line: Line) -> bool:
    is_one = line.is_open and not line.parts and line.size in HEADLINE_SIZES
    return is_one and bool(_HEADLINE.match(line.text)) and not _STOP_INSIDE.search(line.text)


# --- head and end ----------------------------------------------------------------------------


def _label_top(page: Page, book: OutletRules, rules: Rules) -> None:
    """Label what the rules know at the top of a page, before the article begins."""
    # The label of the line above, furniture left out.
    above = ""
    for line in page.lines:
        if not line.label and line.start < line.end:
            label, name = book.verdict(line, "top")
            if label:
                line.give(label, name)
            elif is_mark_alone(line, rules):
                line.give("photo_credit", "structure/mark-alone")
            elif is_small(line) and above in HEAD:
                line.give("photo_credit", "structure/small-letters")
            elif _is_sentence(line):
                return
        if not line.label.startswith(BOILERPLATE):
            above = line.label


def _label_end(page: Page, book: OutletRules, rules: Rules) -> None:
    """Label what the rules know at the end of a page, from the last line up."""
    for line in reversed(page.lines):
        if not line.is_open:
            continue
        label, name = label_of_end(line, page.source, book, rules)
        if not label:
            return
        line.give(label, name)


def label_of_end(line: Line, source: str, book: OutletRules, rules: Rules) -> Verdict:
    """Say which label and rule fit a line as the last of its page; empty where none does."""
    verdict = book.verdict(line, "end")
    signed = None if verdict[0] else marks.sign_off(source[line.start : line.end], rules)
    return _SIGNED if signed is not None and signed[0] == 0 else verdict


def is_mark_alone(line: Line, rules: Rules) -> bool:
    """Tell a line that is an agency's mark and nothing else."""
    text = line.text
    return text.isupper() and " " not in text and bool(rules.agency_of(text))


def is_small(line: Line) -> bool:
    """Tell a credit under a picture: a few words without capital or full stop."""
    return line.text[:1].islower() and line.size <= LONGEST_CREDIT and not _ends(line)


def _ends(line: Line) -> bool:
    return line.text.endswith(SENTENCE_END)


def _is_sentence(line: Line) -> bool:
    return line.size > TOP and _ends(line)


def _label_bylines(page: Page, rules: Rules) -> None:
    """Label bylines above the article: "By ...", an agency's name, a name over the outlet's."""
    top = page.open_lines()[: TOP + 1]
    for line, following in pairwise(top):
        if _is_sentence(line):
            return
        if marks.byline(line.text, rules):
            line.give("byline", "structure/byline")
        elif _is_over_outlet(line, following, page.outlet):
            line.give("byline", "structure/name-over-outlet")
            following.give("byline", "structure/name-over-outlet")


def is_byline(line: Line, following: Line, outlet: str, rules: Rules) -> bool:
    """Tell a byline by itself or by the line below it."""
    return bool(marks.byline(line.text, rules)) or _is_over_outlet(line, following, outlet)


def _is_over_outlet(line: Line, following: Line, outlet: str) -> bool:
    """Tell a name that stands over the name of the outlet."""
    return (
        bool(outlet)
        and 1 < line.size <= TOP
        and marks.is_name(line.text)
        and fold_name(following.text) == fold_name(outlet)
    )


def _label_captions(page: Page) -> None:
    """Label captions above the article of a saved page: sentences, then a credit.

    In the text of a table row nothing tells them from a post that is quoted at the top.
    """
    for line in [] if page.text_start else page.open_lines()[:TOP]:
        if _is_sentence(line):
            return
        match = _CAPTION.fullmatch(page.source, line.start, line.end)
        if match and _is_credit(match["credit"]):
            line.cut(page.source, Part(*match.span("credit"), "photo_credit", _CAPTION_RULE))
            line.give("caption", _CAPTION_RULE)


def _is_credit(text: str) -> bool:
    return "/" in text or text.count(" ") < _LONGEST_PLAIN_CREDIT or marks.is_name(text)


def _label_standfirst(page: Page) -> None:
    """Take the one line between headline and byline, caption or dateline for a standfirst."""
    if page.text_start:
        return
    articles = page.article_lines()
    titles = [position for position, line in enumerate(articles) if is_title(line)]
    if not titles or len(articles) < titles[-1] + 3:
        return
    line, following = articles[titles[-1] + 1 : titles[-1] + 3]
    is_above = following.label in HEAD or has_dateline(following)
    if is_above and line.is_open and not line.parts and line.size <= _LONGEST_STANDFIRST:
        line.give("standfirst", "structure/below-headline")


# --- dateline, sign-off ------------------------------------------------------------------------


def _cut_datelines(page: Page, rules: Rules) -> None:
    looked_at = 0
    for line in page.open_lines():
        while len(line.parts) < _PARTS:
            text = page.source[line.start : line.end]
            dateline = marks.dateline(text, rules, page.outlet)
            if dateline is None:
                break
            start, end = trim(page.source, line.start, line.start + dateline.end)
            line.cut(page.source, Part(start, end, "dateline", "structure/dateline"))
        looked_at += line.is_open
        if looked_at == DATELINE_WITHIN:
            return


def _cut_sign_off(page: Page, rules: Rules) -> None:
    for line in page.open_lines()[-1:]:
        while len(line.parts) < _PARTS:
            sign = marks.sign_off(page.source[line.start : line.end], rules)
            if sign is None:
                break
            start, end = trim(page.source, line.start + sign[0], line.end)
            line.cut(page.source, Part(start, end, *_SIGNED))
