"""What a page may hold, and what it may do: nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import nbformat
import pandas as pd
import pytest
from markupsafe import Markup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import figures, schema
from analysis.figures.elsewhere import SECTIONS
from analysis.figures.theme import COLOURS
from analysis.reports import drawing, export, sanitise, svg
from analysis.reports.export import SamestoryExporter
from attacks import EVIL, PATHS, PAYLOADS, REFRESHES, notebook
from pages import browser, look, violations

ROOT = Path(__file__).resolve().parents[1]
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def export_html(notebook: NotebookNode) -> str:
    html, _ = SamestoryExporter().from_notebook_node(notebook)
    return str(html)


def cell(*outputs: figures.Output, source: str = "make()") -> NotebookNode:
    bundles = [output._repr_mimebundle_() for output in outputs]
    return new_code_cell(source, outputs=[new_output("display_data", data=b) for b in bundles])


def frequencies() -> pd.DataFrame:
    rows = [
        ("origin", group, "", 1, term, times, 400, times * 2500.0, min(times, 2), 2, float("nan"))
        for group, term, times in [
            ("Alpha Wire", "harbour", 4), ("Alpha Wire", "strike", 1), ("Beta Post", "strike", 6),
        ]
    ]  # fmt: skip
    return schema.shape(pd.DataFrame(rows, columns=schema.FREQUENCIES.names), schema.FREQUENCIES)


def lines() -> pd.DataFrame:
    rows = [
        (f"doc-{number}", 10 * number, 10 * number + 6, "before the", "strike", "began at noon",
         "own", "", "strike · Beta Post")
        for number in range(11)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*schema.CONCORDANCE.names, "number"])


def sound_notebook() -> NotebookNode:
    counted = frequencies()
    return new_notebook(cells=[
        new_markdown_cell("# Who says strike?\n\nA *small* corpus."),
        new_code_cell("by: str = 'origin'  # groups", metadata={"tags": ["parameters"]}),
        cell(figures.banner("Too few articles for inference (1 v 1).", tone="warning")),
        cell(figures.finding(["Beta Post says strike 6 times."])),
        new_markdown_cell("## Rates\n\n[a source](https://example.org/page)"),
        cell(figures.rates(counted)),
        cell(figures.table(
            counted[["term", "group", "frequency"]], title="Counts",
            links={"frequency": ["", "", "strike · Beta Post"]},
        )),
        new_markdown_cell("## Evidence\n\n### A smaller heading"),
        cell(figures.evidence(lines(), title="Lines")),
        new_markdown_cell("## How this was made"),
        cell(figures.provenance([("Corpus", "small")], groups={"Alpha Wire": 2, "Beta Post": 2})),
    ])  # fmt: skip


@pytest.fixture(scope="module")
def sound() -> str:
    return export_html(sound_notebook())


@pytest.fixture(scope="module")
def attacked() -> str:
    return export_html(notebook([*PAYLOADS.values(), *REFRESHES.values()]))


class Outline(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def test_a_page_has_one_title_a_language_and_a_contents_list(sound):
    outline = Outline(sound)
    assert outline.named("html") == [{"lang": "en"}]
    assert len(outline.named("h1")) == 1
    assert "<title>Who says strike?</title>" in sound
    targets = {link["href"] for link in outline.named("a") if link.get("href", "").startswith("#s")}
    places = {"s-rates", "s-evidence", "s-how-this-was-made"}
    assert targets == {f"#{place}" for place in places}
    assert {heading["id"] for heading in outline.named("h2")} == places


def test_every_id_stands_once_and_every_inner_link_arrives(sound):
    outline = Outline(sound)
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    inner = [a["href"][1:] for a in outline.named("a") if str(a.get("href")).startswith("#")]
    assert set(inner) <= set(ids)
    assert figures.anchor("strike · Beta Post") in inner


def test_a_link_to_evidence_that_is_not_on_the_page_is_plain_text():
    frame = pd.DataFrame({"term": ["strike"], "frequency": [6]})
    html = export_html(new_notebook(cells=[
        cell(figures.table(frame, title="t", links={"frequency": ["strike · nowhere"]}))
    ]))  # fmt: skip
    assert '<table class="n2 ">' in html
    assert "<td>6\n" in html


def test_a_number_shows_eight_lines_and_says_how_many_more(sound):
    assert sound.count("<mark>strike</mark>") == 8
    assert "3 more stand in the tables that <code>samestory tables</code> writes" in sound


def test_a_line_is_stored_once_and_two_hundred_at_most():
    def many(name: str):
        numbers = [
            lines().head(8).assign(document_id=f"{name}-{block}", number=f"{name} {block}")
            for block in range(30)
        ]
        return figures.evidence(pd.concat(numbers), title=name)

    html = export_html(new_notebook(cells=[cell(many("one")), cell(many("one"))]))
    # As many of each number as a page has room for: six of eight.
    assert html.count("<mark>") == 180
    assert html.count("2 more stand in the tables") == 60
    html = export_html(new_notebook(cells=[cell(many(name)) for name in ("one", "one", "two")]))
    # Three of eight for sixty numbers; those of the second block are there already.
    assert html.count("<mark>") == 180
    assert html.count("listed elsewhere on this page") == 90
    assert "5 more stand in the tables" in html


def test_the_page_names_no_address_but_the_authors_links(sound):
    outline = Outline(sound)
    for tag, attributes in outline.tags:
        assert tag != "link" or str(attributes["href"]).startswith("data:image/svg+xml,")
        assert tag not in ("script", "iframe", "img", "object", "embed", "base", "form")
        assert not {"src", "srcset", "style", "xlink:href", "action"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)
    outward = [a for a in outline.named("a") if not str(a["href"]).startswith(("#", "data:"))]
    assert outward == [{"href": "https://example.org/page", "rel": "noopener noreferrer"}]
    assert "@import" not in sound
    assert "url(" not in sound.replace("url(#", "")


def test_the_content_policy_allows_one_style_sheet_and_nothing_else(sound):
    metas = Outline(sound).named("meta")
    policies = [m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy"]
    style = re.search(r"<style>(.*?)</style>", sound, re.DOTALL)
    assert style is not None
    assert policies == [export.policy(style.group(1))]
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policies[0]
    assert {"name": "referrer", "content": "no-referrer"} in metas


def test_the_same_notebook_gives_the_same_bytes(sound):
    export_html(new_notebook(cells=[cell(figures.rates(frequencies()))]))
    assert export_html(sound_notebook()) == sound


def test_a_page_holds_its_chart_as_svg_with_variables_for_colours(sound):
    found = re.search(r"<svg role.*?</svg>", sound, re.DOTALL)
    assert found is not None
    assert "var(--g1)" in found.group()
    assert not [c.light for c in COLOURS.values() if c.light in found.group()]
    assert "<title>harbour, Alpha Wire: 4 times in 2 articles</title>" in found.group()
    assert "<summary>The numbers of" in sound


def test_panels_of_a_figure_are_drawn_one_by_one(sound):
    assert sound.count('<div class="panel">') == 2


def test_ids_inside_a_drawing_belong_to_its_panel():
    stops = [{"offset": 0, "color": "red"}, {"offset": 1, "color": "blue"}]
    spec = {
        "data": {"values": [{"x": 1, "y": 1}]},
        "mark": {"type": "bar", "clip": True, "color": {"gradient": "linear", "stops": stops}},
        "encoding": {
            "x": {"field": "x", "type": "ordinal"},
            "y": {"field": "y", "type": "quantitative"},
        },
    }
    first, second, third = (drawing.draw(spec, n)[0].panels[0].svg for n in (1, 1, 2))
    assert first == second
    assert set(re.findall(r'id="([^"]+)"', first)) == set(re.findall(r"url\(#([^)]+)\)", first))
    assert re.findall(r'id="([^"]+)"', third)
    assert not set(re.findall(r'id="([^"]+)"', first)) & set(re.findall(r'id="([^"]+)"', third))


def test_a_chart_of_too_many_marks_or_of_pictures_is_refused():
    points = {"mark": "point", "data": {"values": [{"x": n} for n in range(4100)]},
              "encoding": {"x": {"field": "x", "type": "quantitative"}}}  # fmt: skip
    with pytest.raises(drawing.DrawingError, match="aggregate"):
        drawing.draw(points, 1)
    with pytest.raises(drawing.DrawingError, match="image"):
        drawing.draw({"mark": {"type": "image"}, "data": {"values": []}}, 1)


def test_drawing_asks_for_nothing(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("name\nhidden-word\n")
    spec = {"data": {"url": secret.as_uri()}, "mark": "text",
            "encoding": {"text": {"field": "name"}}}  # fmt: skip
    with pytest.raises(drawing.DrawingError, match="in the chart itself"):
        drawing.draw(spec, 1)
    spec["transform"] = [{"lookup": "name", "from": {"data": {"url": f"{EVIL}/x"}, "key": "name"}}]
    with pytest.raises(drawing.DrawingError):
        drawing.draw({**spec, "data": {"values": [{"name": "a"}]}}, 1)


def test_a_drawing_keeps_known_shapes_only():
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="9" height="9"><script>act()</script><foreignObject><p>x</p></foreignObject>'
        '<a xlink:href="javascript:act()"><text>gone</text></a>'
        '<image xlink:href="http://evil.example/i.png"/><use xlink:href="#x"/>'
        '<style>@import "http://evil.example/a.css";</style>'
        '<animate attributeName="href" values="javascript:act()"/><set/>'
        '<path d="M0,0h1" onload="act()" style="fill:url(http://evil.example)" '
        'fill="url(http://evil.example/f)" stroke="url(#s)"/>'
        '<text id="t" onclick="act()" transform="translate(1,2)">a &lt;b&gt;</text></svg>'
    )
    assert svg.clean(hostile, 'say "what"', "c1p1") == (
        '<svg role="img" aria-label="say &quot;what&quot;" width="9" height="9" '
        'viewBox="0 0 9 9"><path stroke="url(#none)" d="M0,0h1"/>'
        '<text x="1" y="2" id="c1p1-1">a &lt;b&gt;</text></svg>'
    )


def test_neighbours_say_once_what_they_share_but_keep_the_colour_of_their_text():
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<path d="M0,0h2v2h-2Z" fill="#22678f" transform="translate(1.5,2)"/>'
        '<path d="M5,0h2v2h-2Z" fill="#22678f"/>'
        '<text fill="#58616d">a</text><text fill="#58616d">b</text></svg>'
    )
    assert svg.clean(drawn, "x", "c1p1").partition("9 9")[2] == (
        '"><g fill="var(--data)"><path d="M1.5,2h2v2h-2Z"/><path d="M5,0h2v2h-2Z"/></g>'
        '<text fill="var(--muted)">a</text><text fill="var(--muted)">b</text></svg>'
    )


def test_our_outputs_never_take_the_way_of_html():
    for output in (figures.banner("<b>x</b>"), figures.finding(["<b>x</b>"])):
        html = export_html(new_notebook(cells=[cell(output)]))
        assert "&lt;b&gt;x&lt;/b&gt;" in html
        assert "<b>" not in html


def test_a_frame_shown_by_pandas_keeps_its_table():
    markup = pd.DataFrame({"a<i>": ["<b>1</b>"]}).to_html()
    output = new_output("display_data", data={"text/html": markup, "text/plain": "x"})
    html = export_html(new_notebook(cells=[new_code_cell("frame", outputs=[output])]))
    assert "<td>&lt;b&gt;1&lt;/b&gt;</td>" in html
    assert "border=" not in html


def test_nbconvert_knows_the_exporter(tmp_path):
    nbformat.write(sound_notebook(), tmp_path / "small.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "samestory", "small.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert "Who says strike?" in (tmp_path / "small.html").read_text("utf-8")


def test_no_attack_leaves_a_tag_an_address_or_a_direction_mark_behind(attacked):
    html = attacked
    outline = Outline(html)
    for tag, attributes in outline.tags:
        assert tag != "link" or str(attributes["href"]).startswith("data:image/svg+xml,")
        assert tag not in ("script", "iframe", "img", "object", "embed", "base", "form")
        assert tag != "meta" or attributes.get("http-equiv") in (None, "Content-Security-Policy")
        assert not {"src", "srcset", "style", "xlink:href", "action"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)
        href = str(attributes.get("href", ""))
        known = r"#|https://example\.org|http://evil\.example/?$|data:(image/svg\+xml|text/csv)[;,]"
        assert not href or re.match(known, href)
        assert not href.startswith("data:") or tag == "link" or "download" in attributes
    assert not BIDI.search(html)
    assert not BIDI.search(Markup(html).unescape())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", html)


def test_there_are_at_least_sixty_attacks():
    assert len(PAYLOADS) * len(PATHS) >= 60


@pytest.mark.browser
def test_no_attack_runs_or_asks_for_anything(chromium, tmp_path, attacked):
    page = tmp_path / "attack.html"
    page.write_text(attacked, "utf-8")
    with browser(chromium) as started:
        seen = look(started, page, wait=1500)
    assert not seen.marked
    assert seen.address == page.as_uri()
    assert (seen.requests, seen.console, seen.errors, seen.dialogs) == ([], [], [], [])
    assert seen.javascript_links == 0


@pytest.mark.browser
def test_with_every_other_fence_down_the_content_policy_still_holds(
    chromium, tmp_path, monkeypatch
):
    """Cleaning and escaping are switched off: what arrives is the attacker's markup."""
    monkeypatch.setattr(sanitise, "markdown", lambda source: source)
    monkeypatch.setattr(sanitise, "table_markup", lambda source: source)
    monkeypatch.setattr(export.environment(), "autoescape", False)
    export.environment().cache.clear()
    page = tmp_path / "raw.html"
    try:
        page.write_text(export_html(notebook(PAYLOADS.values())), "utf-8")
    finally:
        monkeypatch.undo()
        export.environment().cache.clear()
    assert "<script>" in page.read_text("utf-8")
    with browser(chromium) as started:
        seen = look(started, page, wait=1500)
    assert not seen.marked
    assert seen.address == page.as_uri()
    assert seen.dialogs == []
    assert [request for request in seen.requests if request.startswith(EVIL)] == []


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_draws_all_charts_and_asks_for_nothing(chromium, tmp_path, sound, scripts):
    page = tmp_path / "page.html"
    page.write_text(sound, "utf-8")
    with browser(chromium) as started:
        seen = look(started, page, scripts=scripts)
    assert (seen.requests, seen.console, seen.errors) == ([], [], [])
    assert seen.charts == 1


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (375, "light"), (375, "dark")]
)
def test_axe_finds_nothing(chromium, tmp_path, sound, width, scheme):
    page = tmp_path / "page.html"
    page.write_text(sound, "utf-8")
    with browser(chromium) as started:
        assert violations(started, page, width=width, scheme=scheme) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 375])
def test_a_phone_scrolls_a_page_down_only(chromium, tmp_path, sound, width):
    page = tmp_path / "page.html"
    page.write_text(sound, "utf-8")
    with browser(chromium) as started:
        assert look(started, page, width=width).overflow == 0


def test_the_style_sheet_is_in_the_package():
    assert Path(export.TEMPLATES, "style.css").is_file()


def test_sections_elsewhere_are_links_only_where_their_pages_are_known():
    told = new_notebook(cells=[cell(figures.elsewhere())])
    alone = Outline(export_html(told))
    assert not [link for link in alone.named("a") if ".html" in (link.get("href") or "")]
    others = {"4-voices": "4-voices-event-flood.html"}
    html, _ = SamestoryExporter().from_notebook_node(told, {"others": others})
    found = [link["href"] for link in Outline(html).named("a") if ".html" in (link["href"] or "")]
    assert found == [
        "4-voices-event-flood.html",
        "4-voices-event-flood.html#s-which-side-gets-the-words",
    ]


def test_two_headings_of_one_wording_have_places_of_their_own():
    page = Outline(export_html(new_notebook(cells=[new_markdown_cell("## Twice\n\n## Twice")])))
    places = [heading["id"] for heading in page.named("h2")]
    assert len(places) == len(set(places)) == 2


@pytest.mark.parametrize(("stem", "heading"), [place[:2] for place in SECTIONS])
def test_every_section_that_is_linked_to_is_in_its_notebook(stem, heading):
    cells = nbformat.read(ROOT / "notebooks" / f"{stem}.ipynb", as_version=4).cells
    prose = "\n".join(each.source for each in cells if each.cell_type == "markdown")
    assert f"## {heading}" in prose.split("\n")


def opening() -> NotebookNode:
    """A page that a finding opens, with its lines."""
    proof = figures.anchor("strike · Beta Post")
    many = [{"voice": "own", "link": proof}] * 13
    marks = [{"voice": voice, "link": proof} for voice in ("quoted", "own")]
    return new_notebook(cells=[
        new_markdown_cell("# Who says strike?\n\n*What this cannot show:* why."),
        cell(figures.headline(
            "Port strike · 1 April", "Alpha Wire writes no “strike”",
            [{"text": "Beta Post writes it six times.", "link": proof}, "Nobody else does."],
            guard="In these 2 reports.", facts="2 reports.",
        )),
        cell(figures.headlines([{"who": f"{n}", "when": "", "title": "t"} for n in range(9)])),
        cell(figures.matrix(
            ["Alpha Wire", "Beta Post"],
            [
                {"label": "strike", "cells": [{"marks": []}, {"marks": marks, "count": 2}]},
                {"label": "=walkout", "cells": [{"marks": []}, {"marks": many, "note": "all"}]},
            ],
            title="Names", highlight=0,
        )),
        cell(figures.bars(
            [{"label": "Beta Post", "parts": [
                {"name": "own voice", "share": 0.61, "role": "own"},
                {"name": "Port", "share": 0.39},
            ]}], title="Words",
        )),
        new_markdown_cell("## Lines"),
        cell(figures.evidence(lines(), title="Lines")),
        new_markdown_cell("## How this was made"),
        cell(figures.provenance([
            ("Corpus", "small"), ("Fingerprint", "abc (articles)"), ("Made with", "samestory 1; x"),
        ])),
    ])  # fmt: skip


def test_a_finding_opens_its_page_and_the_question_stands_in_the_record():
    html, resources = SamestoryExporter().from_notebook_node(opening())
    outline = Outline(html)
    assert len(outline.named("h1")) == 1
    assert "<h1>Alpha Wire writes no “strike”</h1>" in html
    assert "<title>Alpha Wire writes no “strike” – Port strike · 1 April</title>" in html
    described = {"name": "description", "content": "Beta Post writes it six times."}
    assert described in outline.named("meta")
    place = figures.anchor("strike · Beta Post")
    assert f'<a href="#{place}" id="b1">Beta Post writes it six times.</a>' in html
    assert '<a href="#b1">Back to the number</a>' in html
    assert html.index("What this cannot show") > html.index('id="s-how-this-was-made"')
    assert "Alpha Wire writes no “strike”. Port strike · 1 April. Corpus small (abc)" in html
    told = resources["samestory"]
    assert told["title"] == "Who says strike?"
    assert told["headline"] == "Alpha Wire writes no “strike”"
    assert told["sentence"] == "Beta Post writes it six times."


def test_a_matrix_has_a_form_for_each_voice_a_bar_for_many_and_a_dash_for_none():
    html = export_html(opening())
    found = html[html.index('<figure class="matrix"') : html.index('<figure class="bars"')]
    assert found.count('<span class="none">–</span>') == 2
    assert found.count('<col class="lit">') == 1
    assert '<span class="said">1 own voice, 1 quoted</span>' in found
    assert '<i class="k-own"></i>' in found
    assert '<i class="k-quoted"></i>' in found
    assert '<rect class="k-own" x="0" width="120.0" height="12"/>' in found
    assert "strike,Beta%20Post,1,0,1,2%0A" in found
    assert "%27=walkout,Beta%20Post" in found


def test_bars_and_many_headlines_keep_their_words():
    html = export_html(opening())
    assert '<li class="w61 g-own" title="own voice 61%"><span>own voice 61%</span>' in html
    assert '<li class="w39 g-g1" title="Port 39%">' in html
    assert "<summary>1 more headline</summary>" in html


def test_a_mark_of_an_unknown_voice_is_refused():
    with pytest.raises(ValueError, match="own, paraphrase, quoted"):
        figures.matrix(
            ["a"], [{"label": "x", "cells": [{"marks": [{"voice": "sung"}]}]}], title="t"
        )


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 375, 320])
def test_a_page_that_a_finding_opens_is_for_all_eyes(chromium, tmp_path, width):
    path = tmp_path / "page.html"
    path.write_text(export_html(opening()), encoding="utf-8")
    with browser(chromium) as started:
        seen = look(started, path, width=width)
        assert (seen.requests, seen.console, seen.overflow) == ([], [], 0)
        assert violations(started, path, width=width, scheme="dark") == []


def test_names_stand_under_the_thing_that_they_name():
    rows = [
        {"section": section, "label": label, "cells": [{"marks": []}]}
        for section, label in [("EVENT", "mutiny"), ("EVENT", "revolt"), ("WAR", "war")]
    ]
    html = export_html(new_notebook(cells=[cell(figures.matrix(["A"], rows, title="t"))]))
    assert re.findall(r'<tr class="part"><th scope="colgroup" colspan="2">(\w+)', html) == [
        "EVENT",
        "WAR",
    ]


def test_notes_follow_the_finding_and_the_first_figure_and_the_rest_goes_to_the_foot():
    counted = frequencies()[["term", "group", "frequency"]]
    html = export_html(new_notebook(cells=[
        new_markdown_cell("# Who says strike?\n\n*What this cannot show:* why."),
        cell(figures.banner("Corpus small.")),
        new_markdown_cell("## In short"),
        cell(figures.finding(["Beta Post says strike 6 times."])),
        new_markdown_cell("## Nothing here"),
        cell(figures.finding([])),
        new_markdown_cell("## Rates"),
        cell(figures.table(counted, title="Counts")),
        new_markdown_cell("## How this was made"),
        cell(figures.finding(["4 articles.", "Published in April."])),
        cell(figures.provenance([("Corpus", "small")], groups={"Beta Post": 3, "Alpha Wire": 1})),
    ]))  # fmt: skip
    order = [
        "<h1>Who says strike?</h1>", "<p>Beta Post says strike",
        "4 articles: Beta Post 3, Alpha Wire 1.",
        "<th scope=", "Corpus small.", 'id="s-how-this-was-made"', "What this cannot show",
        '<p class="facts">4 articles. Published in April.</p>',
    ]  # fmt: skip
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert "Nothing here" not in html


def test_a_long_table_folds_after_the_eighth_row_and_says_once_what_never_changes():
    frame = pd.DataFrame({"word": list("abcdefghijklm"), "voice": "own", "times": range(13)})
    html = export_html(new_notebook(cells=[cell(figures.table(frame, title="t", caption="c."))]))
    assert "c. In all rows: voice own." in html
    assert "<summary>The other 5 rows of table 1</summary>" in html
    assert html.count("<caption") == 2
    assert "word,voice,times%0Aa,own,0%0A" in html
    short = export_html(new_notebook(cells=[cell(figures.table(frame.head(3), title="t"))]))
    assert "In all rows" not in short


def test_a_table_that_is_too_large_to_take_along_says_where_it_is():
    frame = pd.DataFrame({"word": [f"{n} {'x' * 90}" for n in range(300)]})
    html = export_html(new_notebook(cells=[cell(figures.table(frame, title="t"))]))
    assert "data:text/csv" not in html
    assert "Too large to take along from here; <code>samestory tables</code> writes it." in html


def test_a_drawing_that_is_taken_along_stands_alone():
    html = export_html(new_notebook(cells=[cell(figures.rates(frequencies()))]))
    found = re.search(r'download="figure-1.svg" href="(data:image/svg[^"]+)"', html)
    assert found is not None
    drawn = unquote(str(Markup(found.group(1)).unescape()).partition(",")[2])
    root = ElementTree.fromstring(drawn)
    assert "var(" not in drawn
    assert float(root.get("width", "0")) > 100
    assert len(root.findall(".//{http://www.w3.org/2000/svg}svg")) == 2


def test_the_words_of_a_panel_begin_with_what_stands_out():
    says = drawing.alternative
    assert says("A: a 1; b 12; c 3") == "A: most for b, 12. a 1; b 12; c 3"
    voiced = "A: a 1 (1 quoted); b 0; c 2 (1 own voice, 1 quoted)"
    assert says(voiced) == "A: most for c, 2. a 1 (1 quoted); b 0; c 2 (1 own voice, 1 quoted)"
    cut = says("A, share of words: a 10%; b 1,200%; c 3%; d …")
    assert cut.startswith("A, share of words: most for b, 1,200%.")
    for plain in (
        "A: a 2; b 2; c 1",
        "A: a 2; b 1",
        "Pages: A · 2023-06-26; B",
        "",
        "A 4 articles; B 3",
    ):
        assert says(plain) == plain


def taken_along(html: str, name: str) -> str:
    found = re.search(rf'download="{re.escape(name)}" href="(data:[^"]+)"', html)
    assert found is not None
    return unquote(str(Markup(found.group(1)).unescape()).partition(",")[2])


def test_a_matrix_and_bars_are_taken_along_as_drawings():
    html = export_html(opening())
    space = "{http://www.w3.org/2000/svg}"
    names, words = (
        ElementTree.fromstring(taken_along(html, f"figure-{number}.svg")) for number in (1, 2)
    )
    # A square in the outlet's own voice, a bar of thirteen, a hollow one, and the paper.
    fills = [each.get("fill") for each in names.iter(f"{space}rect")]
    assert fills == ["#fff", COLOURS["own"].light, "none", COLOURS["own"].light, *fills[4:]]
    told = ["".join(each.itertext()) for each in names.iter(f"{space}text")]
    assert {"Names", "Alpha Wire", "Beta Post", "strike", "=walkout", "2", "13", "–"} <= {*told}
    widths = [float(each.get("width", "0").rstrip("%")) for each in words.iter(f"{space}rect")]
    assert widths[1:] == pytest.approx([0.61 * 480 - 2, 0.39 * 480 - 2])
    assert [each.text for each in words.iter(f"{space}title")] == ["own voice 61%", "Port 39%"]


def test_sections_and_heads_of_a_drawn_matrix_are_bold_and_names_are_not():
    rows = [
        {"label": name, "cells": [{"marks": []}], "section": section}
        for section, name in (("People", "Rau"), ("People", "Varn"), ("Places", "Ordvik"))
    ]
    drawn = taken_along(
        export_html(new_notebook(cells=[cell(figures.matrix(["A"], rows, title="t"))])),
        "figure-1.svg",
    )
    texts = ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")
    written = [(each.text, each.get("font-weight")) for each in texts]
    bold = [text for text, weight in written if weight == "bold"]
    plain = [text for text, weight in written if weight != "bold"]
    assert {"A", "People", "Places"} <= {*bold} and bold.count("People") == 1
    assert {"Rau", "Varn", "Ordvik"} <= {*plain}


def test_a_mark_of_each_voice_has_its_own_form_in_a_drawing():
    voices = ["own", "paraphrase", "quoted", ""]
    marks = [[{"voice": voice, "link": ""}] for voice in voices]
    rows = [{"label": "x", "cells": [{"marks": each, "count": 1} for each in marks]}]
    made = figures.matrix(["A<b>", "B", "C", "D"], rows, title="t")
    drawn = taken_along(export_html(new_notebook(cells=[cell(made)])), "figure-1.svg")
    figure = drawn.partition("in quotation marks")[0]
    legend = figure[figure.rindex("D</text>") :].count('fill="none"')
    assert drawn.count("<path") == 1
    # Half full and hollow have a frame, in the figure and in its legend.
    assert legend == drawn.count('fill="none"') == 4
    assert "A&lt;b&gt;" in drawn
    assert "var(" not in drawn


def test_every_figure_and_table_has_a_number_a_link_to_itself_and_its_numbers():
    made = statement_figure()
    html = export_html(new_notebook(cells=[*sound_notebook().cells, *opening().cells, made]))
    blocks = re.split(r'<(?:figure|div) class="[a-z]+" id="(?=figure|table)', html)[1:]
    assert len(blocks) == 5
    for block in blocks:
        name = block.partition('"')[0]
        assert f'<a href="#{name}">{name.replace("-", " ").capitalize()}</a>' in block
        assert f'download="{name}.csv"' in block
    drawn = ["chart", "matrix", "bars"]
    assert [f'<figure class="{kind}"' in html for kind in drawn] == [True] * 3
    assert html.count('.svg" href') == 3
    assert 'download="headlines.csv"' in html


def statement_figure() -> NotebookNode:
    """One statement with a variant that cuts it."""
    content = {
        "kind": "variorum", "title": "Statements", "caption": "",
        "statements": [{"anchor": "v-1", "label": "The port", "note": "", "variants": [{
            "who": "Alpha Wire", "where": "body", "change": "cut",
            "pieces": [["equal", "the port", "the port"], ["delete", "will open", ""]],
        }]}],
    }  # fmt: skip
    output = new_output("display_data", data={"application/vnd.samestory.v1+json": content})
    return new_code_cell("make()", outputs=[output])


def test_the_variants_of_statements_are_taken_along_as_they_read():
    html = export_html(new_notebook(cells=[statement_figure()]))
    assert taken_along(html, "figure-1.csv") == (
        "statement,who,where,change,words\nThe port,Alpha Wire,body,cut,the port\n"
    )


def test_the_pages_beside_it_are_links_and_this_one_is_not():
    others = {"1-corpus": "1-corpus.html", "explore": "explore.html"}
    given = {"others": others, "notebook": "2-terms", "index": "../index.html"}
    html, _ = SamestoryExporter().from_notebook_node(sound_notebook(), given)
    assert '<a href="1-corpus.html">Corpus</a>' in html
    assert '<span aria-current="page">Words</span>' in html
    assert '<a href="../index.html">samestory</a>' in html
    assert "explore.html" not in html
