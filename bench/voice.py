"""Score quotations, speakers and voice: `python bench/voice.py ../shared [PART]...`.

Parts: wagner, polnear, errors, basil, sample, speed; all of them where none is named; and spacy,
which needs the extra. Rules and verbs were written with wagner-2023, the sample and PolNeAR's
training set known; of PolNeAR's dev set only the scores.
"""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from joblib import Parallel, delayed

from analysis.corpus import Corpus, load
from analysis.corpus.load import LEXICONS
from analysis.corpus.pipeline import cut
from analysis.corpus.quote import Speech, load_speech, quotations
from analysis.corpus.tokens import voices as voice
from analysis.corpus.tokens.encode import encode

ROOT = Path(__file__).resolve().parents[1]
CONCEPTS = ("EVENT", "WAGNER", "PRIGOZHIN", "WAR", "RU_LEADERSHIP", "CHINA_POSITION")
COUNTED = ("title", "standfirst", "body")
SCALE = "corpora/allsides-scale/part_a.jsonl.xz"
ENOUGH = 0.5

Rows = list[dict[str, Any]]
Share = tuple[pd.DataFrame, pd.DataFrame]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read JSON lines, gzipped or not."""
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    yield from map(json.loads, text.decode().strip().split("\n"))


def rows_of(corpus: Corpus) -> dict[str, Rows]:
    """Gather the quotations of each document."""
    gathered: dict[str, Rows] = {name: [] for name in corpus.documents["document_id"]}
    for row in corpus.quotations.to_dict("records"):
        gathered[row["document_id"]].append({str(name): value for name, value in row.items()})
    return gathered


def overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Divide what two spans share by what they cover together."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    both = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return float(max(0, shared) / both)


def paired(gold: Rows, found: Rows) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pair spans one to one, the best first, where they share half of what they cover."""
    scores = sorted(
        ((overlap(a, b), n, m) for n, a in enumerate(gold) for m, b in enumerate(found)),
        reverse=True,
    )
    pairs, used = [], set()
    for score, n, m in scores:
        if score >= ENOUGH and ("gold", n) not in used and ("found", m) not in used:
            used |= {("gold", n), ("found", m)}
            pairs.append((gold[n], found[m]))
    return pairs


def voices(source: str, found: Rows) -> list[str]:
    """Say of every place of a source in whose voice it is."""
    spoken = ["own"] * len(source)
    for kind in (("indirect",), ("partial", "direct")):
        for row in found:
            if row["kind"] in kind:
                name = "indirect" if kind == ("indirect",) else "quoted"
                spoken[row["start"] : row["end"]] = [name] * (row["end"] - row["start"])
    return spoken


def most(values: Iterable[str]) -> str:
    """Give the most frequent value."""
    return Counter(values).most_common(1)[0][0]


def f1(right: int, gold: int, found: int) -> str:
    """Write precision, recall and F1."""
    return f"P {right / found:.3f} R {right / gold:.3f} F1 {2 * right / (gold + found):.3f}"


# --- wagner-2023 -----------------------------------------------------------------------------


def wagner(shared: Path) -> None:
    """Score the five pages against the hand annotation."""
    corpus = load(shared / "corpora/wagner-2023")
    gathered = rows_of(corpus)
    c: Counter[str] = Counter()
    for path in sorted((shared / "benchmarks/wagner-2023").glob("0*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        name = next(name for name in gathered if name.startswith(page["doc_id"]))
        gold = [row for row in page["quotes"] if row["function"] != "boilerplate"]
        _marked(gold, gathered[name], c)
        clauses = [row for row in gold if row["kind"] == "indirect"]
        own = [row for row in gathered[name] if row["kind"] == "indirect"]
        c["gold clauses"] += len(clauses)
        c["clauses"] += len(own)
        c["right clauses"] += len(paired(clauses, own))
        source = corpus.documents.set_index("document_id")["source"][name]
        spoken = voices(source, gathered[name])
        for row in page["naming"]:
            if row["concept"] in CONCEPTS and row.get("segment") in COUNTED:
                c["names"] += 1
                c["right names"] += most(spoken[row["start"] : row["end"]]) == row["voice"]
    print(
        f"wagner-2023: in marks {f1(c['right'], c['gold'], c['found'])}, kind {c['kind']}, "
        f"speakers {c['speakers']} of {c['gold']} (by identity {c['identities']}), "
        f"sides {c['sides']}; indirect "
        f"{f1(c['right clauses'], c['gold clauses'], c['clauses'])}; "
        f"naming voice {c['right names']} of {c['names']}"
    )


def _marked(gold: Rows, found: Rows, c: Counter[str]) -> None:
    """Count quotations in marks: the same places; the speaker as named or as identified."""
    places = {(r["start"], r["end"]): r for r in found if r["kind"] != "indirect"}
    wanted = {(r["start"], r["end"]): r for r in gold if r["kind"] != "indirect"}
    c["gold"] += len(wanted)
    c["found"] += len(places)
    for place in wanted.keys() & places.keys():
        want, row = wanted[place], places[place]
        surface = (want["speaker_surface"] or {}).get("text") or ""
        c["right"] += 1
        c["kind"] += want["kind"] == row["kind"]
        c["identities"] += want["speaker"] == row["speaker_id"]
        c["sides"] += want["side"] == row["side"]
        named = bool(surface) and surface.lower() == row["speaker"].lower()
        c["speakers"] += named or want["speaker"] == row["speaker_id"]


# --- PolNeAR ---------------------------------------------------------------------------------


def spacy(shared: Path) -> None:
    """Run the scorer with the speakers that spaCy, an extra, finds."""
    polnear(shared, "spacy")


def polnear(shared: Path, speakers: str = "rules") -> None:
    """Run the scorer on the dev set, read as any table of articles."""
    path = shared / "benchmarks/polnear/dev.jsonl"
    with tempfile.TemporaryDirectory() as place:
        tables = Path(place)
        corpus = articles(path, tables, speakers)
        for name in ("documents", "quotations"):
            getattr(corpus, name).to_parquet(tables / f"{name}.parquet")
        scorer = shared / "score/polnear.py"
        command = [sys.executable, str(scorer), str(tables), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        told = f"{done.stdout.strip()}{done.stderr.strip()[-300:]}"
        print(f"polnear dev, speakers by {speakers}: {told}")


def articles(path: Path, place: Path, speakers: str = "rules") -> Corpus:
    """Load a set of articles by what a user would have of them."""
    table = place / "articles.jsonl"
    kept = ("id", "outlet", "title", "date", "text")
    rows = [json.dumps({name: row[name] for name in kept}) for row in lines(path)]
    table.write_text("\n".join(rows), encoding="utf-8")
    return load(table, speakers=speakers)


def errors(shared: Path) -> None:
    """Count the commonest kinds of errors on the training set, in characters."""
    path = shared / "benchmarks/polnear/train.jsonl.gz"
    with tempfile.TemporaryDirectory() as place:
        corpus = articles(path, Path(place))
    gathered = rows_of(corpus)
    shift = corpus.documents.set_index("document_id")["text_start"]
    missed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    right = 0
    for row in lines(path):
        first = row["annotations"][0]["attributions"] if row["annotations"] else []
        gold = _gold(first)
        ours = _ours(gathered[row["id"]], int(shift[row["id"]]))
        for place_, sign in enumerate(row["text"]):
            if sign.isspace():
                continue
            if place_ in gold and place_ in ours:
                right += 1
            elif place_ in gold:
                missed[gold[place_]] += 1
            elif place_ in ours:
                false[ours[place_]] += 1
    lost, wrong = sum(missed.values()), sum(false.values())
    print(f"polnear train, content in characters: {f1(right, right + lost, right + wrong)}")
    for name, counted, size in (("missed", missed, lost), ("false", false, wrong)):
        for kind, number in counted.most_common(10):
            print(f"  {name:7} {number:7} {number / size:6.1%}  {kind}")


def _gold(attributions: Rows) -> dict[int, str]:
    """Say of each place of attributed content what kind of attribution it is."""
    kinds: dict[int, str] = {}
    for attribution in attributions:
        cue = " ".join(part["text"] for part in attribution["cue"]).lower()
        spans = [span for part in attribution["content"] for span in part["spans"]]
        for start, end in spans:
            kinds.update(dict.fromkeys(range(start, end), _kind(cue, len(spans), end - start)))
    return kinds


def _kind(cue: str, spans: int, size: int) -> str:
    words = cue.split()
    if not words:
        return "no cue at all"
    if ":" in cue and len(words) == 1:
        return "a colon (headlines, interviews)"
    if any(
        word in ("said", "says", "say", "told", "according", "wrote", "added") for word in words
    ):
        return "said, told, according to: " + ("in several parts" if spans > 1 else "whole or end")
    if any(
        word in ("seems", "seemed", "appears", "appeared", "expected", "likely") for word in words
    ):
        return "seems, appears, is expected (nobody speaks)"
    if len(words) > 2:
        return "a cue of three words or more (took issue with, was no fan of)"
    return "other verb, " + ("short object" if size < 60 else "clause or long object")


def _ours(found: Rows, shift: int) -> dict[int, str]:
    """Say of each place we count as attributed by which rule."""
    kinds: dict[int, str] = {}
    for row in sorted(found, key=lambda row: row["start"] - row["end"]):
        how = row["how"].split(",")[0]
        kind = f"in marks, {how}" if row["kind"] != "indirect" else f"{row['cue_class']}, {how}"
        kinds.update(dict.fromkeys(range(row["start"] - shift, row["end"] - shift), kind))
    return kinds


# --- BASIL, the sample, speed ----------------------------------------------------------------


def basil(shared: Path) -> None:
    """Say where bias spans inside quotations fall, and whether their speaker is found."""
    path = shared / "benchmarks/basil/basil.jsonl"
    with tempfile.TemporaryDirectory() as place:
        corpus = articles(path, Path(place))
    gathered = rows_of(corpus)
    documents = corpus.documents.set_index("document_id")
    c: Counter[str] = Counter()
    for row in lines(path):
        shift = int(documents["text_start"][row["id"]])
        found = gathered[row["id"]]
        spoken = voices(documents["source"][row["id"]], found)
        for span in row["bias_spans"]:
            if span["quote"] != "yes" or "char_start" not in span:
                continue
            start, end = span["char_start"] + shift, span["char_end"] + shift
            c["spans"] += 1
            c[most(spoken[start:end])] += 1
            _named(span, [r for r in found if r["start"] < end and r["end"] > start], c)
    print(
        f"basil: {c['spans']} quoted bias spans: quoted {c['quoted'] / c['spans']:.3f}, "
        f"indirect {c['indirect'] / c['spans']:.3f}, own {c['own'] / c['spans']:.3f}; "
        f"speaker's last name {c['right']} of {c['named']}"
    )


def _named(span: dict[str, Any], around: Rows, c: Counter[str]) -> None:
    """Compare the last name, where the annotation names a person and we name anybody."""
    speaker = span["speaker"]
    if "_" not in speaker or speaker.startswith("other") or not around:
        return
    row = min(around, key=lambda row: row["end"] - row["start"])
    c["named"] += 1
    c["right"] += speaker.split("_")[-1].lower() in f"{row['speaker_id']} {row['speaker']}".lower()


def sample(_: Path) -> None:
    """Score the fictional sample against its truth."""
    truth = json.loads((ROOT / "data/sample-marked/truth.json").read_text(encoding="utf-8"))
    names = {key: value["name"] for key, value in truth["speakers"].items()}
    gathered = rows_of(load(ROOT / "data/sample"))
    c: Counter[str] = Counter()
    for name, found in gathered.items():
        gold = [row for row in truth["quotations"] if row["document_id"] == name]
        for kind, test in (("marks", "indirect".__ne__), ("clauses", "indirect".__eq__)):
            ours = [row for row in found if test(row["kind"])]
            want = [row for row in gold if test(row["kind"])]
            pairs = paired(want, ours)
            c[f"{kind} found"] += len(ours)
            c[f"{kind} gold"] += len(want)
            c[f"{kind} right"] += len(pairs)
            for one, other in pairs:
                c[f"{kind} named"] += _same(one["speaker"], other["speaker"])
                c[f"{kind} known"] += _same(names[one["speaker_id"]], other["speaker_id"])
                c[f"{kind} class"] += one["cue_class"] == other["cue_class"]
    for kind in ("marks", "clauses"):
        scores = f1(c[f"{kind} right"], c[f"{kind} gold"], c[f"{kind} found"])
        print(
            f"sample, {kind}: {scores}; of {c[f'{kind} right']}: speaker as named "
            f"{c[f'{kind} named']}, identified {c[f'{kind} known']}, class {c[f'{kind} class']}"
        )


def _same(gold: str, ours: str) -> bool:
    """Compare names by their last word; nobody named is right however we name it."""
    words = [name.lower().replace("’", "'").split() for name in (gold, ours)]
    return not words[0] or (bool(words[1]) and words[0][-1] == words[1][-1])


def speed(shared: Path) -> None:
    """Time the step in one and in two processes, and the token step in the same run."""
    corpus = load(shared / SCALE)
    documents, segments = corpus.documents, corpus.segments
    speech = load_speech(LEXICONS)
    stretches = voice.stretches(segments, corpus.quotations)
    size, words = len(documents), documents["words"].mean()
    parts = list(cut(documents))
    shares = [(part, segments[segments["document_id"].isin(part["document_id"])]) for part in parts]
    tokens = timed(lambda: encode(documents, stretches))
    print(f"speed: {size} articles of {words:.0f} words; token step {size / tokens:.0f} a second")
    for processes in (1, 2):
        spent = timed(lambda: in_processes(processes, shares, speech))  # noqa: B023
        print(
            f"  quotations, {processes} process(es): {size / spent:.0f} articles a second "
            f"({words * size / spent / 1000:.0f} thousand words), {spent / tokens:.1f} times the "
            f"token step"
        )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak memory of this process, the corpus and its words included: {own} MB")


def in_processes(processes: int, shares: Iterable[Share], speech: Speech) -> None:
    """Find the quotations of shares, as `pipeline` has them read."""
    Parallel(n_jobs=processes)(delayed(quotations)(*share, speech) for share in shares)


def timed(step: Callable[[], object]) -> float:
    """Give the seconds of the fastest of three runs."""
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        step()
        spent.append(time.perf_counter() - began)
    return min(spent)


PARTS = {
    "wagner": wagner,
    "polnear": polnear,
    "spacy": spacy,
    "errors": errors,
    "basil": basil,
    "sample": sample,
    "speed": speed,
}


def main() -> None:
    """Print the figures asked for."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared").resolve()
    for name in sys.argv[2:] or [name for name in PARTS if name != "spacy"]:
        PARTS[name](shared)


if __name__ == "__main__":
    main()
