"""Score cleaning and credits on real articles: `python bench/quality.py ../shared [NUMBER]`.

With a NUMBER, as many removed stretches of each other corpus are printed to be read. Nothing
here is a test: rules and gold of wagner-2023 are known to their author, so those figures say
that nothing broke, not how well unseen pages are read.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus import clean, credit
from analysis.corpus.language import count_words
from analysis.corpus.read import read_documents
from analysis.schema import COUNTED

RULES = clean.load_rules(Path(__file__).resolve().parents[1] / "data" / "outlets")
WAGNER = ("000", "001", "002", "003", "004")
AGENCY = {"000": "", "001": "AP", "002": "", "003": "TASS", "004": "AFP"}
PUBLISHER = {**dict.fromkeys(("000", "004"), "The Moscow Times"), "001": "LatestLY", "003": "TASS"}
UNNAMED = "002"
OTHERS = {
    "giveme5w1h": "corpora/giveme5w1h/news_cluster.jsonl",
    "allsides-events": "corpora/allsides-events/events_visible.jsonl.gz",
    "polnear": "benchmarks/polnear/train.jsonl.gz",
    "basil": "benchmarks/basil/basil.jsonl",
    "reuters-21578": "corpora/reuters-21578/reuters21578.jsonl.xz",
}
SCALE = "corpora/allsides-scale/part_a.jsonl.xz"
LONG = 12

Places = set[int]


def places(rows: Any) -> Places:
    """List the counted places of (label, start, end)."""
    return {n for label, start, end in rows if label in COUNTED for n in range(start, end)}


def cleaned(documents: pd.DataFrame) -> pd.DataFrame:
    """Segment, and add the words of each segment."""
    segments = clean.segment(documents, RULES)
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    spans = zip(segments["document_id"], segments["start"], segments["end"], strict=True)
    return segments.assign(text=[sources[name][start:end] for name, start, end in spans])


# --- wagner-2023 -----------------------------------------------------------------------------


def wagner(shared: Path) -> None:
    """Print segments, credits and dates of the five pages, with and without their manifest."""
    folder = shared / "corpora" / "wagner-2023"
    gold = {
        n: json.loads((shared / f"benchmarks/wagner-2023/{n}.json").read_text()) for n in WAGNER
    }
    with tempfile.TemporaryDirectory() as bare:
        for path in folder.glob("*.txt"):
            shutil.copy(path, bare)
        for name, place in (("with manifest", folder), ("without", Path(bare))):
            documents, _, _ = read_documents(place)
            print(f"wagner-2023 {name}: {_pages(documents, gold)}")
    documents, _, _ = read_documents(folder)
    print(f"wagner-2023 with a link within 003: {_linked(documents, gold['003'])}")


def _pages(documents: pd.DataFrame, gold: dict[str, Any]) -> str:
    segments = clean.segment(documents, RULES)
    filled = credit.credit(documents, segments, RULES)
    right: dict[str, int] = defaultdict(int)
    found, wanted = set(), set()
    for row in filled.to_dict("records"):
        name = row["document_id"][:3]
        own = segments[segments["document_id"] == row["document_id"]]
        rows = own[["label", "start", "end"]].itertuples(index=False, name=None)
        found |= {(name, n) for n in places(rows)}
        wanted |= {(name, n) for n in _gold(gold[name])}
        meta = gold[name]["meta"]
        right["outlet"] += name != UNNAMED and row["outlet"] == PUBLISHER[name]
        right["outlet unknown"] += row["outlet"] == clean.UNKNOWN
        right["agency"] += row["agency"] == AGENCY[name]
        right["origin"] += row["origin"] == (AGENCY[name] or row["outlet"])
        right["title"] += row["title"] == " ".join(meta["title"].split())
        right["byline"] += row["byline"] == (meta["byline"] or "")
        place = (meta["dateline_place"] or "").casefold()
        right["place"] += row["dateline_place"].casefold() == place
        right[f"date {_judge(row, meta['pub_date'])}"] += 1
    return f"F1 {_f1(found, wanted):.3f} " + ", ".join(f"{k} {n}" for k, n in right.items())


def _gold(page: dict[str, Any]) -> Places:
    return places((row["label"], row["start"], row["end"]) for row in page["segments"])


def _f1(found: set[Any], wanted: set[Any]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def _judge(row: dict[Any, Any], gold: dict[str, str]) -> str:
    first, last = row["published_earliest"], row["published_latest"]
    if pd.isna(first) or pd.isna(last):
        return "empty or open"
    earliest, latest = pd.Timestamp(gold["earliest"]), pd.Timestamp(gold["latest"])
    return "right" if earliest <= first <= last <= latest else "WRONG"


def _linked(documents: pd.DataFrame, gold: dict[str, Any]) -> str:
    page = documents[documents["document_id"].str.startswith("003")].copy()
    source = page["source"].iloc[0]
    cut = [row["end"] for row in gold["segments"] if row["label"] == "body"][1]
    link = "\nRead more: Harbour pilots go back to work"
    page["source"] = source[:cut] + link + source[cut:]
    rows = clean.segment(page, RULES)[["label", "start", "end"]].itertuples(index=False, name=None)
    wanted = {n + len(link) * (n >= cut) for n in _gold(gold)}
    return f"F1 {_f1(places(rows), wanted):.3f}"


# --- boilerplate-lines -----------------------------------------------------------------------


def boilerplate(shared: Path) -> None:
    """Print how many listed lines are labelled, and how many other lines are kept."""
    documents, _, _ = read_documents(shared / SCALE)
    began = time.process_time()
    segments = cleaned(documents)
    spent = time.process_time() - began
    print(f"allsides-scale: {len(documents)} articles in {spent:.0f} s of one core")
    listed: dict[str, set[str]] = defaultdict(set)
    path = shared / "benchmarks/boilerplate-lines/repeated_lines.jsonl"
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        listed[row["outlet"]].add(row["line"])
    lines = _lines(documents[documents["outlet"].isin(listed)], segments)
    lines["listed"] = [t in listed[o] for o, t in zip(lines["outlet"], lines["text"], strict=True)]
    lines = lines[lines.groupby("document_id")["listed"].transform("any")]
    known, other = lines[lines["listed"]], lines[~lines["listed"]]
    share = 1 - known.groupby(["outlet", "text"])["kept"].mean()
    print(f"listed lines labelled: {share.mean():.3f} of {len(share)} lines", end="; ")
    print(f"{1 - known['kept'].mean():.3f} of {len(known)} places")
    for name, rows in (
        ("other lines kept", other),
        (f"... of those with {LONG} words or more", other[other["words"] >= LONG]),
    ):
        print(f"{name}: {rows['kept'].mean():.4f} of {len(rows)}")
    lost = other[~other["kept"]]
    print("  by rule:", lost["rule"].value_counts().head(12).to_dict())
    missed = known[known["kept"]].groupby(["outlet", "text"]).size()
    print("  listed lines missed:", {o: int(n) for (o, _), n in missed.items()})


def _lines(documents: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Lay out the lines of the articles' texts: whether they are kept, and by which rule not."""
    own = {name: part for name, part in segments.groupby("document_id", sort=False)}
    rows = []
    for row in documents.itertuples():
        part = own[row.document_id]
        starts, ends = part["start"].tolist(), part["end"].tolist()
        counted, rules = part["label"].isin(COUNTED).tolist(), part["rule"].tolist()
        position = row.text_start
        for raw in row.source[row.text_start :].split("\n"):
            text = raw.strip()
            start = position + len(raw) - len(raw.lstrip())
            position += len(raw) + 1
            if not text:
                continue
            end = start + len(text)
            touch = [n for n in range(len(starts)) if starts[n] < end and ends[n] > start]
            kept = sum(min(end, ends[n]) - max(start, starts[n]) for n in touch if counted[n])
            rows.append((row.document_id, row.outlet, text, 2 * kept >= len(text), rules[touch[0]]))
    frame = pd.DataFrame(rows, columns=["document_id", "outlet", "text", "kept", "rule"])
    return frame.assign(words=frame["text"].map(count_words))


# --- other corpora ---------------------------------------------------------------------------


def others(shared: Path, number: int) -> None:
    """Print what is removed elsewhere, agency credits of polnear, and dates read from datelines."""
    for name, path in OTHERS.items():
        documents, _, _ = read_documents(shared / path)
        segments = cleaned(documents)
        words = segments["text"].map(count_words)
        kept = segments["label"].isin(COUNTED)
        flagged = len(clean.flagged(documents, segments))
        share = words[kept].sum() / words.sum()
        print(f"{name}: {len(documents)} articles, words kept {share:.4f}, flagged {flagged}")
        print("  ", words[~kept].groupby(segments["rule"]).sum().nlargest(8).to_dict())
        _dates(documents, segments.drop(columns="text"))
        if name == "polnear":
            _agencies(documents, segments.drop(columns="text"))
        lost = segments[~kept & (words >= 4)]
        for row in lost.sample(min(number, len(lost)), random_state=1).itertuples():
            print(f"     {row.rule}: {' '.join(row.text.split())[:150]}")


def _agencies(documents: pd.DataFrame, segments: pd.DataFrame) -> None:
    blank = documents.assign(agency="", byline="")
    found = credit.credit(blank, segments, RULES)["agency"]
    wanted = documents["wire"].replace({"reuters": "Reuters"})
    right, wire = ((found == wanted) & (wanted != "")).sum(), (wanted != "").sum()
    alarms = ((wanted == "") & (found != "")).sum()
    print(
        f"   agency: {right} of {wire} wire articles, {alarms} false alarms of {len(found) - wire}"
    )


def _dates(documents: pd.DataFrame, segments: pd.DataFrame) -> None:
    """Hide the dates that are known, and see what is read from the page."""
    nothing = {"published_earliest": pd.NaT, "published_latest": pd.NaT}
    blank = documents.assign(**nothing, date_certainty="", date_evidence="")
    read = credit.credit(blank, segments, RULES)["published_latest"]
    known = documents["published_latest"]
    both = read.notna() & known.notna()
    wrong = ((read - known).abs()[both] > pd.Timedelta(days=2)).sum()
    print(f"   dates read from the page: {both.sum()}, wrong by more than 2 days {wrong}")


def main() -> None:
    """Print all figures."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    wagner(shared)
    boilerplate(shared)
    others(shared, int(sys.argv[2]) if len(sys.argv) > 2 else 0)


if __name__ == "__main__":
    main()
