"""Text-free releases: read like any corpus, and nothing of a text can be rebuilt from them."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.corpus import load, release
from analysis.corpus.language import words
from analysis.corpus.lexicons.naming import load_naming
from analysis.corpus.release import write_release
from analysis.corpus.release.verbatim import RUN, Runs, by_term, parted, words_of
from analysis.measures.concordance import concordance
from analysis.measures.coverage import coverage
from analysis.measures.frequency import counts, frequencies
from analysis.measures.frequency import counts as words_counted
from analysis.measures.keyness import Comparison, keyness
from analysis.measures.naming import mentions
from analysis.measures.reuse import reuse, runs
from analysis.measures.statement import openings, statements
from analysis.schema import CLAIMS, MENTIONS, VOICES_ALLOWED, CorpusError, empty
from analysis.tables import for_release

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ROOT / "data" / "wagner-2023"


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The sample, and its release."""
    sample = load("data/sample")
    out = tmp_path_factory.mktemp("release") / "sample"
    write_release(sample, for_release(sample), out)
    return sample, load(out), out


def test_a_release_is_read_like_the_corpus_it_was_made_of(pair):
    sample, released, _ = pair
    assert not released.has_text
    assert released.hash == sample.hash
    assert released.name == sample.name
    blank = ["title", "byline", "source"]
    pd.testing.assert_frame_equal(
        released.documents.drop(columns=blank),
        sample.documents[released.documents.columns].drop(columns=blank),
    )
    pd.testing.assert_frame_equal(released.segments, sample.segments)
    words = ["text", "speaker", "speaker_id"]
    pd.testing.assert_frame_equal(
        released.quotations.drop(columns=words), sample.quotations.drop(columns=words)
    )
    assert set(released.quotations["speaker"]) == {""}
    listed = set(sample.quotations["speaker_id"][sample.quotations["side"] != ""])
    assert set(released.quotations["speaker_id"]) == listed | {""}
    for voice in VOICES_ALLOWED:
        pd.testing.assert_frame_equal(
            frequencies(released.select(voice=voice)), frequencies(sample.select(voice=voice))
        )
    pd.testing.assert_frame_equal(frequencies(released), frequencies(sample))


def test_keyness_of_a_release_is_that_of_its_corpus(pair):
    sample, released, _ = pair
    target = sample.documents["origin"].mode()[0]
    comparison = Comparison(target)
    pd.testing.assert_frame_equal(keyness(released, comparison), keyness(sample, comparison))


def test_mentions_of_a_release_have_their_printed_form_of_four_words_at_most(pair):
    sample, released, _ = pair
    found, held = mentions(sample, load_naming(sample.name)), mentions(released, load_naming())
    words = ["text", "speaker_id"]
    pd.testing.assert_frame_equal(found.drop(columns=words), held.drop(columns=words))
    forms = [" ".join(text.split()[:4]) for text in found["text"]]
    assert held["text"].tolist() == forms


def test_a_release_made_before_it_carried_printed_forms_still_opens(pair, tmp_path):
    _, _, folder = pair
    older = tmp_path / "older"
    shutil.copytree(folder, older)
    for name in ("mentions", "frames"):
        table = pd.read_csv(older / f"{name}.csv", dtype=str, keep_default_na=False)
        table.drop(columns="text").to_csv(older / f"{name}.csv", index=False, lineterminator="\n")
    said = json.loads((older / "release.json").read_text("utf-8"))
    del said["files"]
    (older / "release.json").write_text(json.dumps(said), "utf-8")
    assert set(mentions(load(older), load_naming())["text"]) == {""}


def test_a_release_that_brings_a_table_no_longer_made_still_opens(pair, tmp_path):
    _, _, folder = pair
    older = tmp_path / "older"
    shutil.copytree(folder, older)
    (older / "conflicts.csv").write_text("claim_id,conflict\n", "utf-8")
    said = json.loads((older / "release.json").read_text("utf-8"))
    said["tables"].append("conflicts")
    said["files"]["conflicts.csv"] = release._sum((older / "conflicts.csv").read_bytes())
    (older / "release.json").write_text(json.dumps(said), "utf-8")
    assert "conflicts" not in load(older).held


def test_a_release_brings_what_articles_share_without_their_words(pair):
    _, released, out = pair
    made = load("data/sample")
    pairs, said = reuse(made), statements(made)
    pd.testing.assert_frame_equal(runs(released, reuse(released)), runs(made, pairs))
    assert len(runs(made, pairs)) > 5
    mine, theirs = openings(released, statements(released)), openings(made, said)
    assert len(theirs) > 0
    assert set(mine["text"]) == {""}
    pd.testing.assert_frame_equal(mine.drop(columns="text"), theirs.drop(columns="text"))
    assert ",text" not in (out / "openings.csv").read_text(encoding="utf-8").splitlines()[0]


def test_of_a_chosen_story_a_release_shows_nothing_of_others(pair):
    _, released, _ = pair
    event = "Grelle tunnel train, September 2024"
    chosen = released.select(event=event)
    everything = coverage(released, "origin", empty(MENTIONS), empty(CLAIMS))
    table = coverage(chosen, "origin", empty(MENTIONS), empty(CLAIMS))
    assert 0 < table["item"].nunique() < everything["item"].nunique()
    assert table.groupby("item")["documents_with"].sum().min() > 0
    mine = set(chosen.documents["document_id"])
    for frame in (reuse(chosen), runs(chosen, reuse(chosen))):
        assert set(frame["document_id"]) | set(frame["other_document_id"]) <= mine


def test_a_release_says_that_it_cannot_show_lines(pair):
    with pytest.raises(CorpusError, match="text-free release"):
        concordance(pair[1], "harbour")


def test_writing_a_release_again_gives_the_same_bytes(pair, tmp_path):
    sample, _, out = pair
    tables = {"counts": counts(sample)}
    write_release(sample, tables, tmp_path)
    for name in ("documents.csv", "segments.csv", "counts.csv"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes()


def test_a_broken_release_says_what_is_missing(pair, tmp_path):
    about = json.loads((pair[2] / "release.json").read_text(encoding="utf-8"))
    for form, said in ((99, "newer .*Update samestory"), (1, "older .*Make the release again")):
        (tmp_path / "release.json").write_text(json.dumps({**about, "release": form}))
        with pytest.raises(CorpusError, match=said) as told:
            load(tmp_path)
        assert f"form {form}; this one reads form {release.FORM}" in str(told.value)
        assert ("Update" in str(told.value)) == (form == 99)
    (tmp_path / "release.json").write_text(json.dumps(about))
    with pytest.raises(CorpusError, match=r"documents\.csv is missing"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("table", "column"),
    [("documents", "words_page"), ("segments", "rule"), ("events", "score")],
)
def test_a_release_made_before_a_column_was_added_says_so(pair, table, column, tmp_path):
    older = tmp_path / "older"
    shutil.copytree(pair[2], older)
    frame = pd.read_csv(older / f"{table}.csv", dtype=str, keep_default_na=False)
    frame = frame.drop(columns=column)
    frame.to_csv(older / f"{table}.csv", index=False, lineterminator="\n")
    said = json.loads((older / "release.json").read_text("utf-8"))
    said["files"][f"{table}.csv"] = release._sum((older / f"{table}.csv").read_bytes())
    (older / "release.json").write_text(json.dumps(said), "utf-8")
    was = f"older version .* before `{column}` was added as a column of {table}.csv"
    with pytest.raises(CorpusError, match=rf"{was}\. Make the release again"):
        load(older)


FILES = sorted(path.name for path in RELEASE.iterdir() if path.suffix in (".csv", ".json"))


def _zeroed(content: bytes) -> bytes:
    wide, middle = min(512, len(content) // 4), len(content) // 2
    return content[: middle - wide // 2] + b"\0" * wide + content[middle - wide // 2 + wide :]


DAMAGES = {
    "missing": lambda content: None,
    "empty": lambda content: b"",
    "halved": lambda content: content[: len(content) // 2],
    "random": lambda content: random.Random(1).randbytes(len(content)),
    "zeroed in the middle": _zeroed,
    "header only": lambda content: content[: content.index(b"\n") + 1],
}


def _damaged(folder: Path, file: str, damage: str, *, checksums: bool) -> Path:
    """Copy the committed release, and damage one of its files."""
    shutil.copytree(RELEASE, folder)
    if not checksums:
        said = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        del said["files"]
        (folder / "release.json").write_text(json.dumps(said, indent=2) + "\n")
    content = DAMAGES[damage]((folder / file).read_bytes())
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    return folder


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_release_is_refused_by_the_name_of_the_file(file, damage, tmp_path):
    folder = _damaged(tmp_path / "copy", file, damage, checksums=True)
    with pytest.raises(CorpusError, match=re.escape(file)) as told:
        load(folder)
    assert "Make the release again, or fetch it anew" in str(told.value)
    assert len(str(told.value)) < 300


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_without_checksums_only_a_lost_table_of_findings_is_not_seen(file, damage, tmp_path):
    folder = _damaged(tmp_path / "copy", file, damage, checksums=False)
    whole = ("documents.csv", "segments.csv", "counts.csv", "release.json")
    if damage == "header only" and file not in whole:
        assert "without checksums" in load(folder).notes["reason"].item()
    else:
        with pytest.raises(CorpusError, match=re.escape(file)):
            load(folder)


def test_one_changed_number_is_damage(tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(RELEASE, folder)
    text = (folder / "mentions.csv").read_text(encoding="utf-8")
    (folder / "mentions.csv").write_text(text.replace("own", "OWN", 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"mentions\.csv is not as it was written"):
        load(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("counts.csv", ",16,1\n", ",16,2\n", "all words"),
        ("counts.csv", ",own,", ",loud,", "all words"),
        ("counts.csv", "001_a98bb6da0c61f6b5", "elsewhere", "names articles"),
        ("segments.csv", "000_90b934d624b4a997,", "elsewhere,", "names articles"),
        ("reuse.csv", ",003_ab7ad4145680ceb3", ",elsewhere", "names articles"),
        ("mentions.csv", ",66,72,", ",72,66,", "no article has"),
        ("mentions.csv", ",66,72,", ",66,99999,", "no article has"),
        ("runs.csv", ",966,1246,", ",-966,1246,", "no article has"),
        ("documents.csv", "The New Arab", "The Old Arab", "other articles"),
        ("documents.csv", "2023-06-25", "25 June", "cannot be read"),
        ("frames.csv", "label", "labels", "cannot be read"),
        ("frames.csv", "war,forces", "war", "different lengths"),
        ("frames.csv", "war,forces", "war,forces,more", "different lengths"),
    ],
)
def test_without_checksums_tables_must_be_of_the_same_articles(file, old, new, why, tmp_path):
    folder = _damaged(tmp_path / "copy", file, "missing", checksums=False)
    text = (RELEASE / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"{re.escape(file)} .*{why}"):
        load(folder)


def test_check_tells_of_a_release_without_checksums(tmp_path, capsys, monkeypatch):
    said = json.loads((RELEASE / "release.json").read_text(encoding="utf-8"))
    shutil.copytree(RELEASE, tmp_path / "old")
    (tmp_path / "old" / "release.json").write_text(
        json.dumps({name: value for name, value in said.items() if name != "files"})
    )
    for folder, remark in ((RELEASE, ""), (tmp_path / "old", "note  release.json: without")):
        monkeypatch.setattr("sys.argv", ["samestory", "check", str(folder)])
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code
        assert ("without checksums" in capsys.readouterr().out) == bool(remark)


def _said(**changes: object) -> str:
    said = json.loads((RELEASE / "release.json").read_text(encoding="utf-8"))
    return json.dumps({k: v for k, v in {**said, **changes}.items() if v is not None})


@pytest.mark.parametrize(
    "text",
    [
        "samestory",
        "[]",
        "{}",
        "2",
        '{"release": 2}',
        '{"tables":' * 100_000 + "1" + "}" * 100_000,
        *(_said(**{key: None}) for key in ("release", "name", "about", "documents", "tables")),
        *(_said(**{key: [1]}) for key in ("release", "name", "about", "documents", "hash")),
        *(_said(tables=tables) for tables in ("counts", {}, [1], [["counts"]], ["counts"])),
        _said(tables=["documents", "segments", "quotations", "counts", "../counts"]),
        *(_said(files=files) for files in ([], {}, 7, {"counts.csv": 1})),
        _said(files={name: 1 for name in FILES if name != "release.json"}),
        _said(shortened=7),
        _said(documents=4),
        _said(hash="0"),
    ],
    ids=lambda text: text[:40],
)
def test_what_a_release_says_of_itself_is_checked(text, tmp_path):
    shutil.copytree(RELEASE, tmp_path / "copy")
    (tmp_path / "copy" / "release.json").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match="Make the release again, or fetch it anew"):
        load(tmp_path / "copy")


def test_tables_of_a_corpus_are_not_taken_for_a_release(pair, tmp_path):
    sample, _, out = pair
    for name in ("segments", "quotations", "counts"):
        shutil.copy(out / f"{name}.csv", tmp_path)
    sample.documents.to_csv(tmp_path / "documents.csv", index=False)
    assert not release.is_release(tmp_path)


def _runs(text: str, n: int) -> set[tuple[str, ...]]:
    found = [word.group().lower() for word in words(text)]
    return set(zip(*(found[step:] for step in range(n)), strict=False))


def _readings(path: Path) -> list[str]:
    """Every way in which a file of a release could be read as running text."""
    text = path.read_text(encoding="utf-8")
    readings = [text, re.sub(r'[",;\[\]{}]', " ", text)]
    if path.suffix == ".csv":
        rows = list(csv.reader(text.splitlines()))
        readings += [" ".join(column) for column in zip(*rows, strict=True)]
        # Rows in the order of their offsets, document by document.
        head = rows[0]
        if "start" in head:
            place = head.index("start")
            ordered = sorted(rows[1:], key=lambda row: (row[0], int(row[place])))
            readings += [" ".join(column) for column in zip(*ordered, strict=True)]
    return readings


def _rebuilt(folder: Path, sources: list[str], n: int) -> set[tuple[str, ...]]:
    known = set().union(*(_runs(source, n) for source in sources))
    found = set()
    for path in folder.iterdir():
        for reading in _readings(path):
            found |= _runs(reading, n) & known
    return found


def test_no_run_of_five_words_can_be_rebuilt_from_a_release_of_the_sample(pair):
    sample, _, out = pair
    # A dateline's place may be a name of four words; labels and evidence are terms.
    found = _rebuilt(out, sample.documents["source"].tolist(), 5)
    assert not found, sorted(found)[:5]


def test_the_test_would_see_a_text(pair, tmp_path):
    sample, _, _ = pair
    table = sample.running_words().head(300)[["document_id", "start", "token"]]
    table.sample(frac=1, random_state=1).to_csv(tmp_path / "leak.csv", index=False)
    assert _rebuilt(tmp_path, sample.documents["source"].tolist(), 8)


@pytest.mark.shared
def test_no_run_of_words_can_be_rebuilt_from_the_committed_release(shared):
    sources = [
        p.read_text(encoding="utf-8") for p in (shared / "corpora/wagner-2023").glob("*.txt")
    ]
    assert len(sources) == 5
    assert {p.name for p in RELEASE.iterdir()} >= {"documents.csv", "counts.csv", "release.json"}
    # Neighbouring names and cues are printed forms of four words at most each.
    found = _rebuilt(RELEASE, sources, RUN)
    assert not found, sorted(found)[:5]


@pytest.mark.shared
def test_the_committed_release_is_the_one_that_is_made_now(shared, tmp_path):
    corpus = load(shared / "corpora/wagner-2023")
    write_release(corpus, for_release(corpus), tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in RELEASE.iterdir()}
    del committed["parameters.yml"]
    assert made.keys() == committed.keys()
    for name, content in made.items():
        if name != "release.json":
            assert content == committed[name], name


HEADLINE = "Harbour pilots end their long strike after nine cold weeks"
SLUG = HEADLINE.lower().replace(" ", "-")
CELL = "It is a day to go to the sea"
BODY = f"The pilots of Port Corranto went back to work, they said. {CELL}. "


def _told(folder: Path, sources: list[str]) -> list[str]:
    """Where a release shows a run of a source: strictly, numbers too."""
    known = {run for source in sources for run in _windows(source)}
    found = []
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8")
        readings = [text]
        if path.suffix == ".csv":
            rows = list(csv.reader(text.splitlines()))
            readings += [" ".join(cells) for cells in [*rows, *zip(*rows, strict=True)]]
        found += [path.name for reading in readings if known & set(_windows(reading))]
    return found


def _windows(text: str) -> list[tuple[str, ...]]:
    found = re.findall(r"[^\W_]+", text.casefold())
    return list(zip(*(found[step:] for step in range(RUN)), strict=False))


def _released(path: Path, out: Path, **how: object):
    corpus = load(path, **how)
    columns = write_release(corpus, for_release(corpus), out)
    found = load(out)
    assert not _told(out, corpus.documents["source"].tolist())
    assert len(found.documents) == len(corpus.documents)
    assert found.lengths().tolist() == corpus.lengths().tolist()
    for table in (found.documents, *found.held.values()):
        for name in table.columns[table.columns.str.endswith("document_id")]:
            assert set(table[name]) <= {*found.documents["document_id"], ""}
    return corpus, found, columns


def _folder(tmp_path: Path, *, name: str = HEADLINE, of: str = "mine") -> Path:
    folder = tmp_path / of
    folder.mkdir()
    (folder / f"{name}.txt").write_text(f"{HEADLINE}\n\n{BODY * 3}", encoding="utf-8")
    (folder / "second.txt").write_text(f"{HEADLINE}!\n\n{BODY * 3}", encoding="utf-8")
    return folder


def test_a_headline_that_names_a_file_is_a_number_in_all_tables(tmp_path):
    folder = _folder(tmp_path)
    _, found, columns = _released(folder, tmp_path / "out")
    assert {"document_id", "path"} <= set(columns)
    assert found.documents["document_id"].tolist() == ["article-0001", "second"]
    assert found.documents["path"].tolist() == ["article-0001.txt", "second.txt"]
    assert set(found.held["reuse"]["document_id"]) == {"article-0001"}
    assert "document_id" in found.notes["reason"].item()


def test_a_number_that_is_taken_is_not_given_again(tmp_path):
    folder = _folder(tmp_path)
    (folder / "second.txt").rename(folder / "article-0001.txt")
    _, found, _ = _released(folder, tmp_path / "out")
    assert sorted(found.documents["document_id"]) == ["article-0001", "article-0001 (2)"]


def test_a_headline_that_names_the_corpus_is_cut(tmp_path):
    _, found, _ = _released(_folder(tmp_path, name="first", of=HEADLINE), tmp_path / "out")
    assert found.name == "Harbour pilots end their …"


def test_of_a_headline_in_an_address_the_host_stays(tmp_path):
    path = tmp_path / "mine.jsonl"
    addresses = {
        f"https://www.post.example/2024/06/{SLUG}.html": "www.post.example",
        f"post.example/{SLUG}": "post.example",
        f"https://post.example/{SLUG.replace('-', '%20')}?x=1": "post.example",
        HEADLINE: "",
        f"https://{SLUG}.example/": "",
        "https://post.example/strike-ends": "https://post.example/strike-ends",
        f"http://[{SLUG}": "",
    }
    rows = [
        {"outlet": "The Post", "title": HEADLINE, "text": BODY, "url": url} for url in addresses
    ]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    _, found, columns = _released(path, tmp_path / "out")
    assert found.documents["url"].tolist() == list(addresses.values())
    assert columns == ["url"]


def test_names_and_cells_of_a_manifest_that_hold_a_headline_are_cut(tmp_path):
    folder = _folder(tmp_path, name="first")
    (folder / "manifest.csv").write_text(
        "file,outlet,event,date,chain,note\n"
        f"first.txt,{HEADLINE} A,{HEADLINE} (A),{CELL},{HEADLINE} > B,{HEADLINE}\n"
        f"second.txt,{HEADLINE} B,{HEADLINE} (B),{CELL},,{HEADLINE}\n",
        encoding="utf-8",
    )
    corpus, found, columns = _released(folder, tmp_path / "out")
    assert corpus.documents["date_evidence"].str.contains(CELL).all()
    assert {"date_evidence", "outlet", "event"} <= set(columns)
    # What was apart stays apart, and is called the same everywhere.
    assert found.documents["outlet"].nunique() == found.documents["event"].nunique() == 2
    assert set(found.held["events"]["event"]) == set(found.documents["event"])
    assert set(found.held["coverage"]["group"]) <= set(found.documents["origin"])


@pytest.mark.parametrize("joint", "-./_")
def test_words_joined_to_one_are_cut_and_counted_together(joint, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    long = joint.join(HEADLINE.lower().split())
    for name, end in (("a", "never"), ("b", "ever")):
        text = f"Strike\n\n{BODY}{long}{joint}{end} {long} {BODY}"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    corpus, _, columns = _released(folder, tmp_path / "out")
    if any(len(words_of(term)) >= RUN for term in corpus.tokens.vocabulary):
        assert columns == ["term"]
        counts = pd.read_csv(tmp_path / "out" / "counts.csv", keep_default_na=False)
        short = counts[counts["term"].str.endswith("…")]
        assert short["term"].nunique() == 1
        assert short["frequency"].tolist() == [2, 2]


def test_of_two_cells_that_show_a_run_together_the_longer_is_shortened(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    name = "Harbour pilots end their long strike"
    text = f"{name} - The Corranto Post - Corranto\n\n{BODY * 3}"
    for file in (name, "second"):
        (folder / f"{file}.txt").write_text(text, encoding="utf-8")
    (folder / "manifest.csv").write_text(f"file,outlet\n{name}.txt,The Corranto Post\n")
    _, found, columns = _released(folder, tmp_path / "out")
    assert "outlet" not in columns
    assert found.documents["document_id"].tolist()[0] == "article-0001"
    assert found.documents["outlet"].tolist()[0] == "The Corranto Post"


def test_a_list_in_alphabetical_order_does_not_show_down_the_column_of_terms(tmp_path):
    terms = "alder birch cedar elder hazel larch maple poplar rowan".split()
    counts = pd.DataFrame({"document_id": "a", "voice": "own", "term": terms, "frequency": 1})
    runs = Runs([" ".join(terms)])
    assert list(runs.cells(by_term(counts)))
    changed = parted(by_term(counts), runs)
    assert not list(runs.cells(changed))
    pd.testing.assert_frame_equal(by_term(changed), by_term(counts))
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.txt").write_text(f"Trees\n\nAlso {', '.join(terms)}.\n", encoding="utf-8")
    corpus = load(folder)
    assert not write_release(corpus, {"counts": words_counted(corpus)}, tmp_path / "out")
    assert not _told(tmp_path / "out", corpus.documents["source"].tolist())


def test_a_run_that_is_left_is_refused_with_its_place_and_nothing_is_written(tmp_path, monkeypatch):
    corpus = load(_folder(tmp_path))
    tables = for_release(corpus)
    monkeypatch.setattr(release, "shortened", lambda frames, runs: (dict(frames), []))
    with pytest.raises(CorpusError, match=r"documents\.csv .*row 2, column document_id"):
        write_release(corpus, tables, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_release_json_says_is_guarded_too(tmp_path, monkeypatch):
    corpus = load(_folder(tmp_path, name="first", of=HEADLINE))
    monkeypatch.setattr(release, "cut", lambda text: text)
    with pytest.raises(CorpusError, match=r"release\.json would hold 8 words"):
        write_release(corpus, for_release(corpus), tmp_path / "out")


WORD = st.text("abcdeéßñд7", min_size=1, max_size=5)


@given(
    run=st.lists(WORD, min_size=RUN, max_size=12, unique_by=str.casefold),
    columns=st.integers(1, 4),
    place=st.integers(0, 3),
    joint=st.sampled_from(" -_./"),
    way=st.sampled_from(["cell", "row", "column"]),
)
def test_a_planted_run_is_seen_in_a_cell_along_a_row_and_down_a_column(
    run, columns, place, joint, way
):
    run = [f"{word}x{number}" for number, word in enumerate(run)]
    runs = Runs([f"before {' '.join(run).upper()} after"])
    cells = {"cell": [[joint.join(run)]], "row": [run], "column": [[word] for word in run]}[way]
    empty = [""] * (len(cells[0]) + columns)
    rows = [list(empty) for _ in range(len(cells) + 3)]
    for down, line in enumerate(cells):
        rows[down + place % 3][place % columns : place % columns + len(line)] = line
    table = pd.DataFrame(rows, dtype="str")
    assert list(runs.cells(table))
    # Without one of its words in the middle it is none.
    without = Runs([" ".join([*run[: RUN - 1], "other", *run[RUN:]])])
    assert not list(without.cells(table)) or len(run) >= 2 * RUN


@given(words=st.lists(st.text("abcdefgh", min_size=1), min_size=RUN, max_size=40, unique=True))
def test_every_run_of_a_text_is_seen_in_a_text_of_nothing_else(words):
    runs = Runs([" ".join(words)])
    for place in range(len(words) - RUN + 1):
        assert " ".join(words[place : place + RUN]) in runs
        assert " ".join([*words[place : place + RUN - 1], "other"]) not in runs


def test_numbers_and_the_same_names_again_and_again_are_no_text():
    source = "1 2 3 4 5 6 7 8 9 no no no no no no no no The Post The Post The Post The Post"
    runs = Runs([source])
    for column in ("1 2 3 4 5 6 7 8", "no " * 8, "The Post " * 4):
        assert not list(runs.cells(pd.DataFrame({"term": column.split()})))
    # In one cell they are.
    assert list(runs.cells(pd.DataFrame({"term": ["no " * 8]})))
