"""What a reader sees: typed, escaped, the same every time, and readable by all eyes."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import altair
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from analysis import figures, schema
from analysis.corpus import load
from analysis.figures import apart, output, sentences, stories, text, theme, wording
from analysis.figures.charts.panel import LEGEND, text_width
from analysis.figures.evidence import on_page, where
from small import corpus

GROUPS = {"Alpha Wire": 3, "Beta Post": 1}


def frequencies(terms: tuple[str, ...] = ("strike", "harbour")) -> pd.DataFrame:
    rows = [
        ("origin", group, "", 1, term, 2 + place, 500, (2 + place) * 2000.0, 1, documents, 0.5)
        for group, documents in GROUPS.items()
        for place, term in enumerate(terms)
    ]
    return schema.shape(pd.DataFrame(rows, columns=schema.FREQUENCIES.names), schema.FREQUENCIES)


def keyness(p_family: tuple[float, ...] = (0.01, 0.6, float("nan"))) -> pd.DataFrame:
    rows = [
        ("origin", "Alpha Wire", "the rest", "", f"word{place}", 9, 3, 4, 2, "", 0, 2.0 - place,
         1.0 - place if p == p else p, 3.0 - place if p == p else p, p, p, False)
        for place, p in enumerate(p_family)
    ]  # fmt: skip
    return schema.shape(pd.DataFrame(rows, columns=schema.KEYNESS.names), schema.KEYNESS)


def documents(number: int = 3, event: str = "strike") -> pd.DataFrame:
    row = {column.name: "" for column in schema.DOCUMENTS.columns}
    row |= {column.name: 0 for column in schema.DOCUMENTS.columns if column.dtype == "int64"}
    rows = [
        row | {
            "document_id": f"doc-{place}", "outlet": "Alpha Wire", "origin": "Alpha Wire",
            "event": event, "date_certainty": "given",
            "published_earliest": pd.Timestamp("2031-04-01") + pd.Timedelta(days=place),
            "published_latest": pd.Timestamp("2031-04-02") + pd.Timedelta(days=place),
        }
        for place in range(number)
    ]  # fmt: skip
    return schema.shape(pd.DataFrame(rows), schema.DOCUMENTS)


def segments(number: int = 3) -> pd.DataFrame:
    rows = [
        (f"doc-{place}", start, end, label, "test")
        for place in range(number)
        for start, end, label in [
            (0, 20, "boilerplate:menu"), (20, 60, "title"), (60, 90, "byline"), (90, 400, "body"),
            (400, 500, "boilerplate:appeal"),
        ]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=schema.SEGMENTS.names)


def mentions(number: int = 4, text: str = "walkout") -> pd.DataFrame:
    rows = [
        (f"doc-{place % 2}", 10 * place, 10 * place + 7, "the strike", label, text, "", "")
        for place in range(number)
        for label in ("walkout", "stoppage")
    ]
    return pd.DataFrame(rows, columns=schema.MENTIONS.names[:-1]).assign(how="listed")


def frame_rates() -> pd.DataFrame:
    rows = [
        ("origin", group, "conflict", 3, 500, 6.0, 2.1, 14.5, 1, n) for group, n in GROUPS.items()
    ]
    return schema.shape(pd.DataFrame(rows, columns=schema.FRAME_RATES.names), schema.FRAME_RATES)


def spoken_mentions(voices: tuple[str, ...] = ("quoted", "own", "paraphrase")) -> pd.DataFrame:
    """One mention in each voice, the speaker of the others the Dockers' Union."""
    rows = [
        ("doc-0", 100 * place, 100 * place + 7, "the strike", "walkout", "walkout", voice,
         "" if voice in ("", "own") else "Dockers' Union")
        for place, voice in enumerate(voices)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=schema.MENTIONS.names[:-1]).assign(how="listed")


def stretches(number: int = 3) -> pd.DataFrame:
    rows = [
        (f"doc-{place}", start, end, segment, voice, voice - 1)
        for place in range(number)
        for start, end, segment, voice in [
            (20, 40, 1, 0), (40, 60, 1, 1), (90, 200, 3, 0), (200, 300, 3, 2), (300, 400, 3, 0),
        ]
    ]  # fmt: skip
    names = ["document_id", "start", "end", "segment", "voice", "quotation"]
    return pd.DataFrame(rows, columns=names)


def voices(shares: tuple[int, int, int] = (300, 150, 50)) -> pd.DataFrame:
    rows = [
        ("origin", group, voice, words, sum(shares), words / max(1, sum(shares)), number)
        for group, number in GROUPS.items()
        for voice, words in zip(schema.VOICES_ALLOWED, shares, strict=True)
    ]
    return schema.shape(pd.DataFrame(rows, columns=schema.VOICES.names), schema.VOICES)


def speakers() -> pd.DataFrame:
    rows = [
        ("origin", group, speaker, side, 2, quoted, paraphrased, 500, 1, number)
        for group, number in GROUPS.items()
        for speaker, side, quoted, paraphrased in [
            ("(unresolved)", "(unresolved)", 200, 0), ("Dockers' Union", "labour", 20, 30),
            ("Harbour Board", "owners", 60, 40), ("The mayor", "(unresolved)", 5, 0),
        ]
    ]  # fmt: skip
    return schema.shape(pd.DataFrame(rows, columns=schema.SPEAKERS.names), schema.SPEAKERS)


def cues() -> pd.DataFrame:
    rows = [
        ("origin", group, kind, cue, times, 1, number)
        for group, number in GROUPS.items()
        for kind, cue, times in [
            ("doubting", "claimed", 1),
            ("neutral", "told", 2),
            ("neutral", "said", 5),
            ("", ":", 2),
            ("boasting", "crowed", 1),
        ]
        if (group, kind) != ("Beta Post", "doubting")
    ]
    return schema.shape(pd.DataFrame(rows, columns=schema.CUES.names), schema.CUES)


WHERE = {"doc-0": "Alpha Wire", "doc-1": "Beta Post", "doc-2": "Beta Post", "doc-3": ""}
CHARTS = {
    "rates": lambda: figures.rates(frequencies()),
    "keyness": lambda: figures.keyness_chart(keyness()),
    "naming": lambda: figures.naming_squares(mentions(), WHERE),
    "naming by voice": lambda: figures.naming_squares(spoken_mentions(), WHERE),
    "naming of several concepts": lambda: figures.naming_squares(
        pd.concat([spoken_mentions(), spoken_mentions().assign(concept="the port")]), WHERE
    ),
    "xray by voice": lambda: figures.xray(segments(), documents(), stretches()),
    "xray of many by voice": lambda: figures.xray(segments(60), documents(60), stretches(60)),
    "voices": lambda: figures.voice_shares(voices()),
    "sides": lambda: figures.sides_chart(speakers()),
    "cues": lambda: figures.cue_classes(cues()),
    "xray": lambda: figures.xray(segments(), documents()),
    "xray of many": lambda: figures.xray(segments(60), documents(60)),
    "timeline": lambda: figures.timeline(documents()),
    "timeline of many": lambda: figures.timeline(documents(40)),
    "timeline of years": lambda: figures.timeline(documents(200)),
    "frames": lambda: figures.frame_rates_chart(frame_rates()),
}


def values(spec: object, name: str) -> list[dict[str, object]]:
    """Collect the inline rows that hold a field."""
    found = []
    if isinstance(spec, dict):
        rows = (spec.get("data") or {}).get("values", []) if "data" in spec else []
        found += [row for row in rows if name in row]
        for key, entry in spec.items():
            found += values(entry, name) if key != "data" else []
    elif isinstance(spec, list):
        found += [row for entry in spec for row in values(entry, name)]
    return found


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_of_the_type_that_jupyterlab_draws_offline(name):
    bundle = CHARTS[name]()._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.vegalite.v5+json", "text/plain"}
    spec = bundle["application/vnd.vegalite.v5+json"]
    assert spec["$schema"].endswith("/v5.json")
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_bears_its_words_and_its_numbers(name):
    meta = CHARTS[name]().content["usermeta"]["samestory"]
    assert meta["title"]
    assert meta["caption"]
    assert meta["alt"]
    assert meta["table"]["rows"]
    for row in meta["table"]["rows"]:
        assert len(row) == len(meta["table"]["columns"])
        assert all(isinstance(cell, str) for cell in row)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_made_the_same_twice(name):
    assert CHARTS[name]() == CHARTS[name]()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_asks_for_nothing_and_needs_no_variable_colour(name):
    written = json.dumps({k: v for k, v in CHARTS[name]().content.items() if k != "$schema"})
    assert "http" not in written
    assert '"url"' not in written
    assert "var(" not in written


@pytest.mark.parametrize("name", CHARTS)
def test_the_oldest_vegalite_at_hand_draws_the_chart(name):
    spec = json.dumps(CHARTS[name]().content)
    svg = vl_convert.vegalite_to_svg(spec, vl_version="5.8", allowed_base_urls=[])
    assert svg.count("<path") > 3


@pytest.mark.parametrize("name", CHARTS)
def test_every_panel_of_a_chart_keeps_to_the_schema(name):
    spec = CHARTS[name]().content
    strips = spec.get("vconcat", [spec])
    panels = [panel for strip in strips for panel in strip["concat"]]
    assert panels
    for panel in panels:
        altair.Chart.from_dict(panel, validate=True)


@pytest.mark.parametrize("name", CHARTS)
def test_no_panel_is_wider_than_a_phone(name):
    def widths(spec):
        for key in ("vconcat", "concat"):
            for child in spec.get(key, []):
                yield from widths(child)
        if "concat" not in spec and "vconcat" not in spec:
            drawn = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version="5.8")
            yield float(drawn.split('width="')[1].split('"')[0])

    assert max(widths(CHARTS[name]().content)) <= 360


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_is_cut_in_jupyterlab_in_a_window_of_1400(name):
    drawn = vl_convert.vegalite_to_svg(json.dumps(CHARTS[name]().content), vl_version="5.8")
    # What the file browser and the prompts leave of it.
    assert float(drawn.split('width="')[1].split('"')[0]) <= 960


def test_hash_seed_and_time_zone_change_nothing(tmp_path):
    script = tmp_path / "draw.py"
    script.write_text(
        "import hashlib, json, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import test_figures\n"
        "for chart in test_figures.CHARTS.values():\n"
        "    text = json.dumps(chart()._repr_mimebundle_())\n"
        "    print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    said = {
        subprocess.run(
            [sys.executable, script], check=True, capture_output=True, text=True, timeout=120,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("99", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(said) == 1


def test_altair_stays_at_the_version_whose_type_is_known():
    assert altair.__version__.startswith("6.")
    assert output.VEGALITE == "application/vnd.vegalite.v5+json"


def test_a_group_without_a_term_shows_a_zero():
    counted = frequencies()
    counted = counted[~((counted.group == "Beta Post") & (counted.term == "strike"))]
    spec = figures.rates(counted, ["strike", "harbour"]).content
    shown = {(row["name"], row["hover"].split(", ")[1][:4]): row for row in values(spec, "rate")}
    assert shown["strike", "Beta"]["shown"] == "0"
    assert shown["strike", "Alph"]["shown"] == "4.0"


def test_terms_keep_the_order_they_are_given_in():
    spec = figures.rates(frequencies(), ["strike", "absent", "harbour"]).content
    assert [row["name"] for row in values(spec["concat"][0], "rate")] == [
        "strike", "absent", "harbour",
    ]  # fmt: skip


def test_rates_say_the_size_of_each_group():
    titles = [panel["title"] for panel in figures.rates(frequencies()).content["concat"]]
    assert [title["subtitle"] for title in titles] == [
        "3 articles, 500 words", "1 article, 500 words",
    ]  # fmt: skip


def test_a_missing_column_is_named():
    with pytest.raises(schema.TableError, match="per_million"):
        figures.rates(frequencies().drop(columns="per_million"))


def test_many_groups_are_drawn_in_part_and_listed_in_full():
    many = pd.concat([frequencies().assign(group=f"group {n:02}") for n in range(30)])
    spec = figures.rates(many, ["strike"]).content
    assert len(spec["concat"]) == 8
    assert "22 smaller groups in the data beneath" in spec["usermeta"]["samestory"]["caption"]
    assert len(spec["usermeta"]["samestory"]["table"]["rows"]) == 30
    large = many.assign(documents=many["documents"].where(many["group"] != "group 29", 90))
    shown = figures.rates(large, ["strike"]).content["concat"]
    assert shown[-1]["title"]["text"] == "group 29"


def test_a_bar_of_a_group_has_its_colour_and_none_of_a_voice():
    spec = figures.rates(frequencies(), ["strike"]).content
    bars = [
        layer["mark"]["color"]
        for panel in spec["concat"]
        for layer in panel["layer"]
        if layer["mark"]["type"] == "bar"
    ]
    assert bars == [theme.literal("g1"), theme.literal("g2")]


def test_a_finding_is_told_by_its_shape():
    spec = figures.keyness_chart(keyness()).content
    legend = spec["usermeta"]["samestory"]["legend"]
    assert [key["shape"] for key in legend] == ["diamond", "circle", "ring"]
    layers = [layer for layer in spec["concat"][0]["layer"] if layer["mark"]["type"] == "point"]
    assert [layer["mark"]["shape"] for layer in layers] == ["diamond", "circle", "circle"]
    assert [layer["mark"]["filled"] for layer in layers] == [True, True, False]


def test_only_terms_with_an_interval_have_a_whisker():
    spec = figures.keyness_chart(keyness()).content
    assert {row["name"] for row in values(spec, "low")} == {"word0", "word1"}


def test_keyness_is_sorted_by_effect_and_says_what_it_leaves_out():
    rows = keyness(tuple([0.5] * 50))
    spec = figures.keyness_chart(rows).content
    ratios = {row["name"]: row["ratio"] for row in values(spec, "low")}
    order = spec["concat"][0]["layer"][1]["encoding"]["y"]["scale"]["domain"]
    assert [ratios[name] for name in order] == sorted(ratios.values(), reverse=True)
    meta = spec["usermeta"]["samestory"]
    assert len(meta["table"]["rows"]) == 22
    assert "28 more not drawn" in meta["caption"]


def test_one_square_is_one_mention():
    spec = figures.naming_squares(mentions(), WHERE).content
    squares = values(spec, "place")
    assert len([row for row in squares if "hover" in row]) == 8
    assert squares[0]["hover"] == "“walkout”, doc-0 at 0"
    assert [row["name"] for row in squares if "hover" in row][:2] == ["stoppage", "stoppage"]


def test_squares_stand_with_the_group_of_their_document():
    rows = [
        ("doc-1", 5, 9, "act", "rare"), ("doc-0", 1, 5, "act", "often"),
        ("doc-1", 1, 5, "act", "often"), ("doc-0", 9, 12, "act", "often"),
        ("doc-0", 20, 25, "actor", "chief"), ("doc-3", 1, 2, "act", "rare"),
    ]  # fmt: skip
    named = pd.DataFrame(rows, columns=schema.MENTIONS.names[:5])
    named = named.assign(text="", voice="", speaker_id="")
    meta = figures.naming_squares(named, WHERE).content["usermeta"]["samestory"]
    assert meta["table"] == {
        "columns": ["concept", "called", "Alpha Wire", "Beta Post"],
        "rows": [["act", "often", "2", "1"], ["act", "rare", "0", "1"],
                 ["actor", "chief", "1", "0"]],
        "more": 0,
    }  # fmt: skip


def test_without_the_text_a_square_says_the_name_and_the_place():
    spec = figures.naming_squares(mentions(1, text=""), WHERE).content
    assert values(spec, "place")[0]["hover"] == "stoppage, doc-0 at 0"


def test_a_group_without_a_mention_has_its_panel():
    spec = figures.naming_squares(mentions(1), WHERE).content
    panels = spec["concat"]
    assert [panel["title"]["text"] for panel in panels] == ["Alpha Wire", "Beta Post"]
    assert "Beta Post: stoppage 0; walkout 0" in panels[1]["description"]


def test_many_mentions_share_a_square_and_the_caption_says_so():
    meta = figures.naming_squares(mentions(500), WHERE).content["usermeta"]["samestory"]
    assert "One square is up to 5 mentions" in meta["caption"]
    assert meta["table"]["rows"][0] == ["the strike", "stoppage", "250", "250"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: figures.rates(schema.empty(schema.FREQUENCIES)),
        lambda: figures.frame_rates_chart(schema.empty(schema.FRAME_RATES)),
        lambda: figures.keyness_chart(schema.empty(schema.KEYNESS)),
        lambda: figures.naming_squares(schema.empty(schema.MENTIONS), WHERE),
        lambda: figures.naming_squares(mentions(), {}),
        lambda: figures.xray(schema.empty(schema.SEGMENTS), schema.empty(schema.DOCUMENTS)),
        lambda: figures.voice_shares(schema.empty(schema.VOICES)),
        lambda: figures.voice_shares(voices((0, 0, 0))),
        lambda: figures.sides_chart(schema.empty(schema.SPEAKERS)),
        lambda: figures.cue_classes(schema.empty(schema.CUES)),
        lambda: figures.timeline(schema.empty(schema.DOCUMENTS)),
        lambda: figures.timeline(
            documents().assign(published_earliest=pd.NaT, published_latest=pd.NaT)
        ),
    ],
)
def test_where_there_is_nothing_to_draw_a_banner_says_so(make):
    assert make().content["kind"] == "banner"


@pytest.mark.parametrize(
    "make",
    [
        lambda: figures.table(schema.empty(schema.REJECTED), title="Refused"),
        lambda: figures.side_by_side(schema.empty(schema.FREQUENCIES), title="Top words"),
        lambda: figures.evidence(
            schema.empty(schema.CONCORDANCE).assign(number=pd.Series(dtype=str)), title="Lines"
        ),
        lambda: figures.xray(schema.empty(schema.SEGMENTS), documents()),
        lambda: figures.rates(frequencies(), ["absent"]),
        lambda: figures.finding([]),
    ],
)
def test_an_empty_answer_is_an_answer(make):
    assert make()._repr_mimebundle_()["text/plain"] is not None


def squares(spec: object) -> list[dict[str, object]]:
    return [row for row in values(spec, "place") if "hover" in row]


def marks(spec: object, kind: str) -> list[dict[str, object]]:
    """Collect the layers with a kind of mark, legends left out."""
    found = []
    if isinstance(spec, dict) and spec.get("name") != LEGEND:
        if isinstance(spec.get("mark"), dict) and spec["mark"]["type"] == kind:
            found.append(spec)
        found += [mark for entry in spec.values() for mark in marks(entry, kind)]
    elif isinstance(spec, list):
        found += [mark for entry in spec for mark in marks(entry, kind)]
    return found


def test_squares_of_a_name_are_its_own_voice_then_paraphrase_then_quotation():
    spec = figures.naming_squares(spoken_mentions(), WHERE).content
    assert [row["voice"] for row in squares(spec)] == ["own", "paraphrase", "quoted"]


def test_a_square_says_whose_word_it_is_and_where_it_stands():
    spec = figures.naming_squares(spoken_mentions(), WHERE).content
    assert [row["hover"] for row in squares(spec)] == [
        "walkout, in the outlet's own voice: “walkout” (doc-0 at 100)",
        "walkout, paraphrasing Dockers' Union: “walkout” (doc-0 at 200)",
        "walkout, quoting Dockers' Union: “walkout” (doc-0 at 0)",
    ]


def test_a_speaker_that_is_not_known_is_said_to_be_unresolved():
    nobody = spoken_mentions(("paraphrase", "quoted")).assign(speaker_id="", text="")
    spec = figures.naming_squares(nobody, WHERE).content
    assert [row["hover"] for row in squares(spec)] == [
        "walkout, paraphrasing an unresolved speaker (doc-0 at 0)",
        "walkout, in quotation marks, speaker unresolved (doc-0 at 100)",
    ]


def test_a_square_shows_its_sentence_cut_around_the_mention():
    sentence = " ".join([*(f"w{n}" for n in range(50)), "walkout", "ended"])
    named = spoken_mentions(("own",)).assign(sentence=sentence)
    hover = str(squares(figures.naming_squares(named, WHERE).content)[0]["hover"])
    assert hover.startswith("walkout, in the outlet's own voice: … w22 ")
    assert hover.endswith("w49 walkout ended (doc-0 at 0)")
    assert len(hover.partition(": … ")[2].partition(" (doc")[0].split()) == 30


def test_sentences_of_many_mentions_are_left_out():
    labels = [f"name {place % 40}" for place in range(201)]
    named = spoken_mentions(("own",) * 201).assign(sentence="The walkout ended.", label=labels)
    assert "ended" not in json.dumps(figures.naming_squares(named, WHERE).content)
    assert "ended" in json.dumps(figures.naming_squares(named[:200], WHERE).content)


def test_voices_differ_by_shape_as_well_as_by_colour():
    spec = figures.naming_squares(spoken_mentions(), WHERE).content
    full, framed, empty = (layer["mark"] for layer in marks(spec, "square"))
    assert [full["color"], framed["stroke"], empty["stroke"]] == [
        theme.literal(voice) for voice in schema.VOICES_ALLOWED
    ]
    assert "fillOpacity" not in full
    assert framed["fillOpacity"] == empty["fillOpacity"] < 0.2
    halves = [layer for layer in marks(spec, "point") if layer["mark"]["filled"]]
    assert [len(layer["data"]["values"]) for layer in halves] == [1]
    shapes = [key["shape"] for key in spec["usermeta"]["samestory"]["legend"]]
    assert shapes == ["square", "half", "frame"]


def test_without_voices_squares_are_alike_and_need_no_legend():
    spec = figures.naming_squares(mentions(), WHERE).content
    assert spec["usermeta"]["samestory"]["legend"] == []
    assert not marks(spec, "point")
    assert "paraphrase" not in json.dumps(spec)


def test_a_mention_of_unknown_voice_among_others_is_marked_so():
    spec = figures.naming_squares(spoken_mentions(("", "own")), WHERE).content
    assert [row["voice"] for row in squares(spec)] == ["own", ""]
    assert spec["usermeta"]["samestory"]["legend"][-1]["label"] == "voice not known"


def test_naming_is_counted_by_name_voice_and_group():
    meta = figures.naming_squares(spoken_mentions(), WHERE).content["usermeta"]["samestory"]
    assert meta["table"]["columns"] == ["concept", "called", "voice", "Alpha Wire", "Beta Post"]
    assert [row[2:] for row in meta["table"]["rows"]] == [
        ["own", "1", "0"], ["paraphrase", "1", "0"], ["quoted", "1", "0"],
    ]  # fmt: skip
    assert "not the speaker's word" in meta["caption"]


@given(st.lists(st.sampled_from(["own", "paraphrase", "quoted"]), min_size=1, max_size=400))
def test_a_square_never_holds_two_voices_and_all_fit(said):
    spec = figures.naming_squares(spoken_mentions(tuple(said)), WHERE).content
    drawn = squares(spec)
    assert len(drawn) <= theme.MOST_MARKS
    assert {row["voice"] for row in drawn} == set(said)
    caption = spec["usermeta"]["samestory"]["caption"]
    if "up to" not in caption:
        assert len(drawn) == len(said)


def test_the_legend_of_several_rows_is_a_panel_beside_the_first():
    spec = CHARTS["naming of several concepts"]().content
    names = [[panel.get("name") for panel in row["concat"]] for row in spec["vconcat"]]
    assert names == [[None, None, LEGEND], [None, None]]
    assert [row["columns"] for row in spec["vconcat"]] == [3, 2]


def test_an_xray_by_voice_shows_who_speaks_and_underlines_headlines():
    spec = figures.xray(segments(1), documents(1), stretches(1)).content
    rows = sorted(values(spec, "part"), key=lambda row: (row["start"], row["end"]))
    assert [(row["part"], row["start"], row["end"]) for row in rows] == [
        ("furniture of the page, set aside", 0, 20),
        ("the outlet's own voice", 20, 40),
        ("title and standfirst: the line beneath", 20, 60),
        ("paraphrase of a speaker", 40, 60),
        ("dateline, credits, captions", 60, 90),
        ("the outlet's own voice", 90, 200),
        ("in quotation marks", 200, 300),
        ("the outlet's own voice", 300, 400),
        ("furniture of the page, set aside", 400, 500),
    ]
    heights = {row["part"]: layer["mark"]["height"]
               for layer in marks(spec, "bar") for row in values(layer, "part")}  # fmt: skip
    tall = [heights[key.label] for key in figures.charts.voices.KEYS.values()]
    assert tall == sorted(set(tall))
    assert "a headline that words a speaker's statement shows as paraphrase" in json.dumps(spec)


def test_an_xray_of_too_many_stretches_shows_shares_and_says_so():
    spec = figures.xray(segments(60), documents(60), stretches(60)).content
    assert "One bar is all pages of an outlet" in spec["usermeta"]["samestory"]["caption"]
    assert len(values(spec, "part")) == 5
    assert sum(row["end"] - row["start"] for row in values(spec, "part")) == pytest.approx(100)


def test_stretches_without_a_voice_are_refused():
    with pytest.raises(schema.TableError, match="voice"):
        figures.xray(segments(), documents(), stretches().drop(columns="voice"))


def test_shares_of_voices_stand_after_one_another_and_in_words():
    spec = figures.voice_shares(voices()).content
    own, paraphrase, quoted = (
        next(row for row in values(spec, "voice") if row["voice"] == voice and row["name"] == "0")
        for voice in schema.VOICES_ALLOWED
    )
    assert (own["start"], own["end"]) == (0, 0.6)
    assert (paraphrase["end"], quoted["end"]) == (0.9, 1)
    assert own["hover"] == "Alpha Wire, the outlet's own voice: 300 words, 60.0%"
    heads = values(spec, "head")
    assert heads[0]["head"] == "Alpha Wire · 3 articles, 500 words"
    assert heads[0]["said"] == "own 60%, paraphrase 30%, quoted 10%"


def test_voices_of_many_groups_are_drawn_in_part_and_listed_in_full():
    many = pd.concat([voices().assign(group=f"group {n:02}") for n in range(30)])
    spec = figures.voice_shares(many).content
    assert len({row["head"] for row in values(spec, "head")}) == 8
    assert "22 smaller groups" in spec["usermeta"]["samestory"]["caption"]
    assert len(spec["usermeta"]["samestory"]["table"]["rows"]) == 90


def test_sides_stand_in_the_order_of_their_words_with_the_unknown_last():
    spec = figures.sides_chart(speakers()).content
    shown = [(row["name"], row["shown"]) for row in values(spec["concat"][0], "shown")]
    assert shown == [
        ("owners", "20%"), ("labour", "10%"), ("no side listed", "1%"), ("unresolved", "40%"),
    ]  # fmt: skip
    assert spec["concat"][0]["title"]["subtitle"] == "3 articles, 29% own words"


def test_a_side_names_its_speakers_and_parts_quoted_from_paraphrased():
    spec = figures.sides_chart(speakers()).content
    hovers = [row["hover"] for row in values(spec["concat"][0], "voice")]
    assert "Alpha Wire, owners (Harbour Board), in quotation marks: 60 words, 12.0%" in hovers
    assert "Alpha Wire, owners (Harbour Board), paraphrase of a speaker: 40 words, 8.0%" in hovers
    table = spec["usermeta"]["samestory"]["table"]
    assert table["rows"][2] == [
        "labour", "Alpha Wire", "10.0%", "30", "20", "2", "Dockers' Union",
    ]  # fmt: skip
    assert "the user's own list" in spec["usermeta"]["samestory"]["caption"]


def test_a_group_without_a_side_shows_a_zero():
    told = speakers()
    told = told[~((told["group"] == "Beta Post") & (told["side"] == "labour"))]
    spec = figures.sides_chart(told).content
    shown = {row["name"]: row["shown"] for row in values(spec["concat"][1], "shown")}
    assert shown["labour"] == "0%"


def test_kinds_of_reporting_words_keep_one_order_and_name_their_words():
    spec = figures.cue_classes(cues()).content
    rows = values(spec["concat"][0], "share")
    assert [(row["name"], row["shown"]) for row in {r["name"]: r for r in rows}.values()] == [
        ("neutral", "7"), ("doubting", "1"), ("boasting", "1"), ("no class", "2"),
    ]  # fmt: skip
    assert rows[0]["hover"] == "Alpha Wire, neutral: said 5, told 2"
    assert rows[0]["share"] == pytest.approx(7 / 11, abs=1e-4)
    other = {row["name"]: row for row in values(spec["concat"][1], "share")}
    assert other["doubting"]["shown"] == "0"
    assert other["doubting"]["hover"] == "Beta Post, doubting: none"
    table = spec["usermeta"]["samestory"]["table"]
    assert table["rows"][0] == ["neutral", "Alpha Wire", "7", "64%", "said 5, told 2"]


@pytest.mark.parametrize(("number", "end"), [(8, "v7 1"), (9, "v7 1 and 1 more")])
def test_eight_reporting_words_of_a_kind_are_named_and_the_others_counted(number, end):
    rows = [("origin", "Alpha Wire", "neutral", f"v{n}", 1, 1, 3) for n in range(number)]
    table = schema.shape(pd.DataFrame(rows, columns=schema.CUES.names), schema.CUES)
    spec = figures.cue_classes(table).content
    hovers = {row["hover"] for row in values(spec["concat"][0], "share")}
    named = ", ".join(f"v{n} 1" for n in range(7))
    assert hovers == {f"Alpha Wire, neutral: {named}, {end}"}
    # In the table all of them stand, up to twenty.
    assert spec["usermeta"]["samestory"]["table"]["rows"][0][-1].endswith(f"v{number - 1} 1")


@pytest.mark.parametrize(
    ("chart", "table", "column"),
    [
        (figures.voice_shares, voices, "words_group"),
        (figures.sides_chart, speakers, "quoted_words"),
        (figures.cue_classes, cues, "cue_class"),
    ],
)
def test_a_chart_of_voices_names_the_column_it_lacks(chart, table, column):
    with pytest.raises(schema.TableError, match=column):
        chart(table().drop(columns=column))


def test_neighbours_of_one_part_are_one_bar_and_furniture_is_counted():
    spec = figures.xray(segments(1), documents(1)).content
    assert [row["part"] for row in values(spec, "part")] == [
        "furniture of the page, set aside", "title", "dateline, credits, captions", "body",
        "furniture of the page, set aside",
    ]  # fmt: skip
    assert "24% of all characters" in spec["usermeta"]["samestory"]["caption"]


def test_both_xrays_count_each_character_of_a_page_once():
    made = load("data/sample")
    spans = made.segments.assign(size=made.segments["end"] - made.segments["start"])
    whole = spans.groupby("document_id")["size"].sum()
    aside = spans[spans["label"].str.startswith("boilerplate")].groupby("document_id")["size"].sum()
    for stretches in (None, made.stretches):
        told = figures.xray(made.segments, made.documents, stretches).content["usermeta"]
        numbers = told["samestory"]["table"]
        last = [row[-1].replace(",", "") for row in numbers["rows"]]
        assert numbers["columns"][-1] == "furniture of the page, set aside, characters"
        for row, furniture in zip(numbers["rows"], last, strict=True):
            counted = sum(int(cell.replace(",", "")) for cell in row[2:])
            assert counted == whole[row[0]]
            assert int(furniture) == aside.get(row[0], 0)


def test_an_agency_is_named_with_who_published_it():
    pages = documents(1).assign(agency="Northern Wire")
    rows = figures.xray(segments(1), pages).content["usermeta"]["samestory"]["table"]["rows"]
    assert rows[0][1] == "Northern Wire, as published by Alpha Wire"


def test_articles_without_a_date_are_counted_not_drawn():
    pages = documents(3)
    pages.loc[0, ["published_earliest", "published_latest"]] = pd.NaT
    spec = figures.timeline(pages).content
    assert len(values(spec, "certainty")) == 2
    assert "Without a date: 1 article." in spec["usermeta"]["samestory"]["caption"]


def test_each_event_has_its_own_axis():
    both = pd.concat([documents(2), documents(2, "flood").assign(document_id=["x", "y"])])
    panels = figures.timeline(both).content["concat"]
    named = [panel["title"]["text"] for panel in panels if panel.get("name") != LEGEND]
    assert named == ["flood", "strike"]


def test_jupyterlab_gets_the_legend_as_a_panel():
    panels = figures.xray(segments(), documents()).content["concat"]
    assert panels[-1]["name"] == LEGEND


def test_a_table_has_plain_words_minus_signs_and_a_dash_for_what_is_missing():
    frame = pd.DataFrame({
        "term": ["strike", None], "log_ratio": [-1.25, float("nan")],
        "published_latest": [pd.Timestamp("2031-04-01"), pd.NaT], "is_lockword": [True, False],
        "documents": [1200, 3],
    })  # fmt: skip
    content = figures.table(frame, title="t").content
    assert [c["label"] for c in content["columns"]][1:3] == ["log ratio, bits", "published until"]
    assert [c["kind"] for c in content["columns"]] == ["text", "number", "date", "text", "number"]
    assert content["rows"] == [
        ["strike", "−1.2", "2031-04-01", "yes", "1,200"], ["–", "–", "–", "no", "3"],
    ]  # fmt: skip


def test_a_label_can_bring_its_format():
    frame = pd.DataFrame({"term": ["a"], "ratio": [0.5]})
    content = figures.table(frame, title="t", labels={"ratio": ("part", ".0%")}).content
    assert content["columns"][1]["label"] == "part"
    assert content["rows"] == [["a", "50%"]]


def test_a_long_table_says_what_it_does_not_show():
    content = figures.table(pd.DataFrame({"n": range(1000)}), title="t").content
    assert len(content["rows"]) == 400
    assert "600 more rows" in content["caption"]


def test_numbers_lead_to_their_evidence():
    frame = pd.DataFrame({"term": ["a", "b"], "frequency": [3, 0]})
    content = figures.table(frame, title="t", links={"frequency": ["a · X", ""]}).content
    assert content["rows"][0][1] == {"text": "3", "link": figures.anchor("a · X")}
    assert content["rows"][1][1] == "0"


def test_groups_stand_side_by_side_by_frequency_then_by_name():
    counted = frequencies(("zebra", "aster"))
    counted["frequency"] = 5
    content = figures.side_by_side(counted, title="t", most=2).content
    assert [column["label"] for column in content["columns"]] == [
        "rank", "Alpha Wire (3 articles)", "Beta Post (1 article)",
    ]  # fmt: skip
    assert [cell["text"] for cell in content["rows"][0][1:]] == ["aster", "aster"]


def kwic(number: int = 10, words: int = 40) -> pd.DataFrame:
    side = " ".join(f"w{place}" for place in range(words))
    rows = [
        (f"d{n}", n, n + 6, side, "strike", side, "own", "", "strike · X") for n in range(number)
    ]
    return pd.DataFrame(rows, columns=[*schema.CONCORDANCE.names, "number"])


def test_evidence_takes_the_count_that_comes_with_its_lines():
    content = figures.evidence(kwic().assign(total=1234), title="t").content
    assert {number["total"] for number in content["numbers"]} == {1234}


def test_evidence_holds_forty_lines_and_keeps_the_count():
    output = figures.evidence(kwic(50), title="t")
    assert len(output.content["lines"]) == 40
    assert output.content["numbers"][0]["total"] == 50
    assert output.content["numbers"][0]["anchor"] == figures.anchor("strike · X")
    assert "50 lines, 42 more not shown" in output.plain
    assert output.plain.count("[strike]") == output.html.count("<th") == 8


def test_several_tables_of_lines_share_the_page():
    many = pd.concat([kwic().assign(number=f"n{n} · X", document_id=f"e{n}") for n in range(60)])
    content = figures.evidence([kwic(), many], title="t").content
    assert [number["label"] for number in content["numbers"]][:2] == ["strike · X", "n0 · X"]
    assert len(content["numbers"]) == 61
    assert len(content["lines"]) == 10 + 480
    twice = figures.evidence([kwic(), kwic().assign(document_id="other")], title="t").content
    assert [number["label"] for number in twice["numbers"]] == ["strike · X"]
    crowd = pd.concat([kwic(1).assign(number=f"n{n} · X", document_id=f"e{n}") for n in range(500)])
    assert len(figures.evidence(crowd, title="t").content["lines"]) == 400


def test_a_page_shows_two_hundred_lines_and_those_of_the_first_numbers_before_others():
    many = pd.concat([kwic().assign(number=f"n{n} · X", document_id=f"e{n}") for n in range(60)])
    content = figures.evidence([kwic(), many], title="t").content
    shown = on_page([content])
    assert sum(map(len, shown.values())) == 3 * 61
    wanted = [figures.anchor(f"n{n} · X") for n in (58, 59)]
    shown = on_page([content], [*wanted, "nowhere"])
    assert [len(shown[place]) for place in wanted] == [8, 8]
    assert {len(names) for place, names in shown.items() if place not in wanted} == {3}
    crowd = pd.concat([kwic(1).assign(number=f"n{n} · X", document_id=f"e{n}") for n in range(300)])
    crowded = figures.evidence(crowd, title="t").content
    last = figures.anchor("n299 · X")
    assert last not in on_page([crowded])
    assert last in on_page([crowded], [last])
    assert len(on_page([crowded], [last])) == 130


def test_a_number_that_is_met_first_has_a_line_of_each_voice():
    lines = kwic(30)
    lines.loc[20, ["voice", "speaker_id"]] = ["quoted", "the union"]
    content = figures.evidence(lines, title="t").content
    place = content["numbers"][0]["anchor"]
    voices = {line["id"]: line["voice"] for line in content["lines"]}
    told = {first: on_page([content], first)[place] for first in ((), (place,))}
    assert [voices[name] for name in told[()]] == ["own voice"] * 8
    assert [voices[name] for name in told[(place,)]] == ["own voice"] * 7 + ["quoting the union"]


@given(st.integers(3, 40))
def test_an_excerpt_has_no_more_words_than_asked_for(words):
    line = figures.evidence(kwic(1), title="t", excerpt_words=words).content["lines"][0]
    shown = [*line["left"].split(), line["node"], *line["right"].split()]
    assert len([word for word in shown if word != "…"]) <= words


def test_a_line_says_outlet_date_article_and_place():
    lines = kwic(1).assign(document_id="doc-0")
    line = figures.evidence(lines, documents(1), title="t").content["lines"][0]
    assert where(line) == "Alpha Wire, 2031-04-02, doc-0 at 0, own voice"
    named = documents(1).assign(title="Port stands still")
    spoken = lines.assign(voice="paraphrase", speaker_id="the union")
    line = figures.evidence(spoken, named, title="t").content["lines"][0]
    assert where(line) == "Alpha Wire, 2031-04-02, “Port stands still”, paraphrase of the union"


def test_a_timeline_ends_with_the_day_that_it_names_and_calls_articles_by_headline():
    few = documents(2).assign(title=["Port stands still", "Cranes turn again"])
    spec = figures.timeline(few).content
    written = json.dumps(spec, ensure_ascii=False)
    assert "2031-04-01 to 2031-04-02 · Alpha Wire · Port stands" in written
    ticks = [axis["values"] for axis in found(spec, "axis") if axis and axis.get("values")]
    named = {str(pd.Timestamp(tick, unit="ms")) for tick in ticks[0]}
    assert max(named) == "2031-04-03 12:00:00"


def test_an_article_of_no_story_is_not_called_all_articles():
    assert "All articles" not in json.dumps(figures.timeline(documents(1, event="")).content)


def test_an_xray_names_pages_by_outlet_day_and_headline():
    few = documents(1).assign(title="Port stands still")
    written = json.dumps(figures.xray(segments(1), few).content, ensure_ascii=False)
    assert "Alpha Wire · 2031-04-02 · Port stands still" in written


def found(spec: object, name: str) -> list[dict[str, object]]:
    """Find every value of that name in a chart."""
    if isinstance(spec, list):
        return [each for part in spec for each in found(part, name)]
    if isinstance(spec, dict):
        below = [each for key in spec for each in found(spec[key], name)]
        return [*([spec[name]] if name in spec else []), *below]
    return []


def test_names_are_set_side_by_side_under_the_thing_that_they_name():
    named = spoken_mentions()
    groups = pd.Series({name: "Alpha Wire" for name in named["document_id"]})
    content = figures.naming_matrix(named, groups).content
    assert content["columns"] == ["Alpha Wire"]
    assert sum(row["cells"][0]["count"] for row in content["rows"]) == len(named)
    assert {row["section"] for row in content["rows"]} == set(named["concept"].str.lower())
    known = [(concept, "an armed challenge") for concept in set(named["concept"])]
    told = figures.naming_matrix(named.assign(concept=known[0][0]), groups, known).content
    assert {row["section"] for row in told["rows"]} == {"An armed challenge"}
    loud = figures.naming_matrix(named.assign(concept="EVENT"), groups).content
    assert {row["section"] for row in loud["rows"]} == {"event"}
    many = pd.Series({f"doc-{n}": f"Outlet {n}" for n in range(10)})
    said = figures.naming_matrix(named, many).content
    assert len(said["columns"]) == 8
    assert "Not shown: 2 smaller groups." in said["caption"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_of_groups_differ_in_lightness_and_bear_their_words(mode):
    colours = {role: getattr(colour, mode) for role, colour in theme.COLOURS.items()}
    roles = ["wash", "rest", *(role for role in colours if role[0] == "g" and role[1:].isdigit())]
    for one, other in itertools.combinations(roles, 2):
        assert contrast(colours[one], colours[other]) >= 1.3, (one, other)
    for role in roles:
        words = "ink" if role in ("wash", "rest", "g2", "g4") else "paper"
        assert contrast(colours[role], colours[words]) >= 4.5, role


def test_two_numbers_never_share_a_place():
    names = ["a b", "a-b", "A b", "a", "ä", "ö", "x" * 80, "x" * 81, ""]
    assert len({figures.anchor(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "make",
    [
        lambda hostile: figures.finding([hostile]),
        lambda hostile: figures.banner(hostile),
        lambda hostile: figures.provenance([(hostile, hostile)], groups={hostile: 1}),
        lambda hostile: figures.table(pd.DataFrame({hostile: [hostile]}), title=hostile),
        lambda hostile: figures.evidence(
            kwic(1).assign(left=hostile, node=hostile, number=hostile), title=hostile
        ),
    ],
)
def test_what_jupyterlab_shows_is_escaped(make):
    bundle = make("<img src=x onerror=act()>\u202e")._repr_mimebundle_()
    assert "<img" not in bundle["text/html"]
    assert "\u202e" not in bundle["text/html"] + bundle["text/plain"]
    assert bundle["application/vnd.samestory.v1+json"]["kind"]


def test_provenance_counts_the_articles_of_all_groups():
    content = figures.provenance([("Corpus", "x")], groups=GROUPS).content
    assert content["facts"][-1] == ["Articles", "4: Alpha Wire 3, Beta Post 1"]
    assert content["groups"] == GROUPS


@given(st.text())
def test_visible_text_stays_as_it_is_when_made_visible_again(anything):
    once = text.visible(anything)
    assert text.visible(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (1234, "1,234"), (0.5, "0.5"), (-2, "−2"), (True, "yes"), (float("inf"), "–"),
        (-0.0, "0"),
        (pd.NaT, "–"), (pd.NA, "–"), ("text", "text"), (1e9, "1,000,000,000"),
    ],
)  # fmt: skip
def test_values_are_written_for_readers(given, shown):
    assert wording.show(given) == shown


def test_a_number_that_rounds_to_nothing_has_no_sign():
    assert wording.show(-0.01, "+.1f") == "0.0"
    assert wording.show(0.01, "+.1f") == "0.0"
    assert wording.show(0.06, "+.1f") == "+0.1"


def channel(value: float) -> float:
    return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(channel(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))


def contrast(one: str, other: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    lights = sorted(
        sum(w * part for w, part in zip(weights, rgb(c), strict=True)) for c in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


# Machado, Oliveira and Fernandes 2009, IEEE TVCG 15(6), full severity, linear RGB.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(colour: str, kind: str) -> tuple[float, float, float]:
    """Convert to CIELAB as an eye of that kind sees the colour."""
    red, green, blue = (
        min(1, max(0, sum(w * part for w, part in zip(row, rgb(colour), strict=True))))
        for row in BLINDNESS[kind]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_marks_stand_out_from_the_page(mode):
    colours = {role: getattr(colour, mode) for role, colour in theme.COLOURS.items()}
    for role in ("ink", "muted", "data", "finding"):
        for ground in ("paper", "wash"):
            assert contrast(colours[role], colours[ground]) >= 4.5, (role, ground)
    for role in ("axis", "standfirst", "credit", "own", "paraphrase", "quoted"):
        assert contrast(colours[role], colours["paper"]) >= 3, role


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize(
    "roles",
    [
        ("own", "paraphrase", "quoted"),
        ("ink", "standfirst", "data", "credit", "furniture"),
        ("ink", "own", "paraphrase", "quoted", "muted", "furniture"),
        ("finding", "data", "axis"),
    ],
)
def test_colours_that_stand_together_differ_for_every_eye(mode, kind, roles):
    for one, other in itertools.combinations(roles, 2):
        seen = [lab(getattr(theme.COLOURS[role], mode), kind) for role in (one, other)]
        difference = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
        assert difference >= 15, (one, other, round(difference, 1))


def test_every_literal_colour_means_one_role():
    literals = [colour.light for colour in theme.COLOURS.values()]
    assert len(literals) == len(set(literals))


def test_label_widths_are_close_to_what_is_drawn():
    for label in ("commander", "internal affair", "The Moscow Times", "MMMM", "iiii"):
        vega = {"signals": [], "marks": [], "width": 1, "height": 1, "axes": [], "title": {
            "text": label, "fontSize": 12, "font": theme.FONT, "fontWeight": "normal",
            "anchor": "start"}}  # fmt: skip
        svg = vl_convert.vega_to_svg(json.dumps(vega))
        drawn = float(svg.split('width="')[1].split('"')[0])
        assert abs(text_width(label) - drawn) <= 0.15 * drawn + 3, label


def test_of_many_concepts_and_groups_what_is_named_most_is_drawn():
    groups = {f"doc-{number}": f"group {number:02d}" for number in range(30)}
    names = {"strike": tuple(f"walkout {n}" for n in range(14)), "port": ("harbour", "docks")}
    rows = [
        mentions(2).assign(document_id=name, concept=concept, label=label)
        for name in groups
        for concept, labels in names.items()
        for label in labels
    ]
    spec = figures.naming_squares(pd.concat(rows), groups).content
    drawn = {row["name"] for row in values(spec, "hover")}
    assert drawn == set(names["strike"])
    said = spec["usermeta"]["samestory"]
    assert "1 more concept in the data beneath" in said["caption"]
    assert "22 smaller groups are left out." in said["caption"]
    assert {row[0] for row in said["table"]["rows"]} == set(names)


def _said(output: output.Output) -> str:
    content = output.content
    return " ".join(content.get("sentences", [])) or str(content.get("text", ""))


def test_of_many_groups_the_largest_have_a_column_and_the_others_are_counted():
    many = pd.concat([frequencies().assign(group=f"group {n:02}", documents=n) for n in range(11)])
    listed = figures.side_by_side(many, title="t").content
    crossed = figures.crosstab(many, ["term"], "frequency", title="t").content
    for content in (listed, crossed):
        assert len(content["columns"]) == 9
        assert content["columns"][1]["label"].startswith("group 03")
        assert "3 smaller groups in the tables" in content["caption"]


def test_a_list_says_which_group_is_small():
    rows = [("Alpha", "tug", 9), ("Alpha", "port", 5), ("Beta", "mayor", 2), ("Beta", "sea", 1)]
    top = pd.DataFrame(rows, columns=["group", "term", "frequency"]).assign(document_frequency=2)
    top = top.assign(corpus_size=top["group"].map({"Alpha": 900, "Beta": 212}), per_million=1.0)
    shown = figures.side_by_side(top.assign(documents=1), title="t", caption="Mine.")
    assert shown.content["caption"] == "Mine. Under 500 words: Beta (212)."
    rated = top.assign(term="port", per_thousand=0.5).drop_duplicates("group")
    crossed = figures.crosstab(rated, ["term"], "per_thousand", title="t").content
    assert crossed["caption"] == "Under 500 words: Beta (212)."
    assert crossed["rows"][0][1]["text"] == "0.5"


def test_a_page_of_a_part_says_what_was_left_out_and_by_what():
    whole = corpus([("A", "one two"), ("B", "three")], event=["port", ""])
    part = whole.select(event="port")
    said = _said(sentences.about(part, whole, event="port", since=""))
    assert said.endswith("Only 1 of its 2 articles: event = port.")
    assert "Only" not in _said(sentences.about(whole, whole, event=""))
    said = [_said(stories.chosen("", names)) for names in (["port"] * 2, ["", ""], ["a", "b", ""])]
    assert said[0] == "All articles. One event is told by several."
    assert said[1] == "All articles. No event is told by several."
    assert said[2].endswith("told by several. Choose one with the parameter event.")


def test_an_interval_stands_beside_the_number_it_is_of_and_none_where_there_is_none():
    frame = pd.DataFrame({
        "group": ["AP", "TASS"], "label": ["revolt", "revolt"], "frequency": [9, 2],
        "share": [0.9, 0.5], "share_low": [0.6, None], "share_high": [0.98, None],
    })  # fmt: skip
    content = figures.crosstab(frame, ["label"], "frequency", title="t", interval="share").content
    first, second = content["rows"][0][1:]
    assert (first["text"], first["note"]) == ("9", "90%, 60% to 98%")
    assert second["text"] == "2" and "note" not in second
    itself = figures.crosstab(frame, ["label"], "share", title="t", interval="share").content
    assert itself["rows"][0][1]["note"] == "60% to 98%"


def test_bars_of_frames_say_their_interval_in_the_data_and_at_the_bar():
    content = figures.frame_rates_chart(frame_rates()).content
    assert content["usermeta"]["samestory"]["table"]["rows"][0][-1] == "2.1 to 14.5"
    bar = values(content["concat"][0], "rate")[0]
    assert bar["hover"].endswith("; 95 %: 2.1 to 14.5")
    assert (
        "95 % interval"
        not in figures.rates(frequencies()).content["usermeta"]["samestory"]["table"]["columns"]
    )


def test_words_near_a_word_are_shown_where_the_test_finds_them():
    row = ("origin", "AP", "port", "shut", 9, 1, 8, 1, 3.1, 1.2, 5.0, 0.001, 0.004)
    rows = pd.DataFrame([row, (*row[:3], "calm", *row[4:-1], 0.4)])
    rows.columns = schema.COLLOCATES_APART.names
    content = apart.collocates_apart_table([schema.shape(rows, schema.COLLOCATES_APART)]).content
    assert [cells[2] for cells in content["rows"]] == ["shut"]
    assert content["rows"][0][3]["link"] == figures.anchor("port · AP")
    assert "Nothing is tested" in apart.collocates_apart_table([]).content["caption"]
