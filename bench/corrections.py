"""Write annotations as corrections, and recount: `python bench/corrections.py ../shared`.

Every label that the annotator of wagner-2023 gave becomes a row: segments, quotations, speakers,
names of the annotated concepts, agencies, days. Where there is none a row says so. Laid over the
corpus they must give the annotations back, and counts must be those of the annotated spans.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import regex
from voice import CONCEPTS

from analysis.corpus import Corpus, load
from analysis.corpus.corrections import write_corrections
from analysis.corpus.corrections.file import as_table
from analysis.corpus.language import TOKEN
from analysis.corpus.lexicons.naming import load_naming
from analysis.measures.naming import mentions
from analysis.schema import CORRECTIONS, COUNTED

PAGES = ("000", "001", "002", "003", "004")
# What the annotator writes of each page in a sentence.
AGENCY = {"000": "", "001": "AP", "002": "", "003": "TASS", "004": "AFP"}
VOICES = {"direct": "quoted", "partial": "quoted", "indirect": "paraphrase"}

Gold = dict[str, Any]


def annotated(shared: Path) -> dict[str, Gold]:
    """Read the annotations, by the name of the page."""
    folder = shared / "benchmarks" / "wagner-2023"
    return {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in PAGES}


def said(page: Gold) -> list[Gold]:
    """List the quotations of what is counted; in furniture a tool must find none."""
    return [quote for quote in page["quotes"] if quote["function"] != "boilerplate"]


def named(page: Gold) -> list[Gold]:
    """List the names of concepts; of those that overlap the longest, for one is counted."""
    names = [name for name in page["naming"] if name["concept"] in CONCEPTS]
    counted = [
        (s["start"], s["end"]) for s in page["segments"] if s["label"].split(":")[0] in COUNTED
    ]
    names = [n for n in names if any(a <= n["start"] and n["end"] <= b for a, b in counted)]
    chosen: list[Gold] = []
    for name in sorted(names, key=lambda n: (n["start"] - n["end"], n["start"])):
        if all(name["end"] <= n["start"] or n["end"] <= name["start"] for n in chosen):
            chosen.append(name)
    return sorted(chosen, key=lambda n: int(n["start"]))


def called(name: Gold) -> str:
    """Write concept and label of a name as a row has them."""
    return f"{name['concept']}: {' '.join(name['surface'].split())}"


def rows_of(page: Gold) -> Iterator[Gold]:
    """Write the rows of a page."""
    day = page["meta"]["pub_date"]
    length = page["n_chars"]
    yield {"kind": "date", "value": f"{day['earliest']}..{day['latest']}"}
    yield {"kind": "agency", "value": AGENCY[page["doc_id"]]}
    for segment in page["segments"]:
        yield {"kind": "segment", "value": segment["label"], **place(segment)}
    # There is no quotation but these, and no name.
    yield {"kind": "quotation", "value": "", "start": 0, "end": length}
    for quote in said(page):
        yield {"kind": "quotation", "value": VOICES[quote["kind"]], **place(quote)}
        yield {"kind": "speaker", "value": quote["speaker"], **place(quote)}
    names = named(page)
    for name in names:
        yield {"kind": "mention", "value": called(name), **place(name)}
    ends = [0, *(end for n in names for end in (n["start"], n["end"])), length]
    for number, (first, last) in enumerate(pairwise(ends)):
        if number % 2 == 0 and first < last:
            yield {"kind": "mention", "value": "", "start": first, "end": last}


def place(span: Gold) -> Gold:
    """Take where a span lies."""
    return {"start": span["start"], "end": span["end"]}


def by_hand(shared: Path, folder: Path) -> Corpus:
    """Lay the annotations over the corpus; the file is written into a folder."""
    corpus = shared / "corpora" / "wagner-2023"
    sources = {path.name[:3]: path.stem for path in corpus.glob("*.txt")}
    empty = dict.fromkeys(CORRECTIONS.names, "")
    nowhere = {name: -1 for name in ("start", "end", "other_start", "other_end")}
    rows = [
        empty | nowhere | {"document_id": sources[name], "checked": "x", "row": 0} | row
        for name, page in annotated(shared).items()
        for row in rows_of(page)
    ]
    file = write_corrections(as_table(rows), folder / "corrections.csv")
    return load(corpus, corrections=file)


def voice_at(page: Gold, start: int) -> str:
    """Say in whose voice the word at a place stands: words in marks win, then the innermost."""
    around = [
        (quote["kind"] == "indirect", quote["end"] - quote["start"])
        for quote in said(page)
        if quote["start"] <= start < quote["end"]
    ]
    return "own" if not around else "paraphrase" if min(around)[0] else "quoted"


def words_of(page: Gold, source: str) -> Iterator[tuple[int, str]]:
    """List the running words of a page: where each begins, and its voice."""
    for segment in page["segments"]:
        if segment["label"] in COUNTED:
            for match in regex.finditer(TOKEN, source[segment["start"] : segment["end"]]):
                start = segment["start"] + match.start()
                yield start, voice_at(page, start)


def compared(shared: Path, made: Corpus) -> Iterator[tuple[str, object, object]]:
    """Set what the corpus has beside what the annotations say: what it is, one and the other."""
    pages = annotated(shared)
    names = {name[:3]: name for name in made.documents["document_id"]}
    documents = made.documents.set_index("document_id")
    naming = mentions(made, load_naming(made.name))
    words = made.running_words()
    totals: dict[str, Counter[object]] = {"wanted": Counter(), "found": Counter()}
    for page_name, page in pages.items():
        name = names[page_name]
        row, source = documents.loc[name], documents.at[name, "source"]
        day = page["meta"]["pub_date"]
        days = [f"{row[end]:%Y-%m-%d}" for end in ("published_earliest", "published_latest")]
        yield f"{page_name} days", days, [day["earliest"], day["latest"]]
        yield f"{page_name} agency", row["agency"], AGENCY[page_name]
        tables = [
            table[table["document_id"] == name].to_dict("records")
            for table in (made.segments, made.quotations, naming)
        ]
        segments, quotations, its_names = tables
        yield (
            f"{page_name} segments",
            sorted((s["start"], s["end"], s["label"]) for s in segments),
            sorted((s["start"], s["end"], s["label"]) for s in page["segments"]),
        )
        yield (
            f"{page_name} quotations and speakers",
            sorted((*_span(q), VOICES[q["kind"]], q["speaker_id"]) for q in quotations),
            sorted((*_span(q), VOICES[q["kind"]], q["speaker"]) for q in said(page)),
        )
        yield (
            f"{page_name} names",
            sorted((*_span(n), f"{n['concept']}: {n['label']}") for n in its_names),
            sorted((*_span(n), called(n)) for n in named(page)),
        )
        of_page = words[words["document_id"] == name]
        wanted = list(words_of(page, source))
        yield (
            f"{page_name} words and voices",
            list(zip(of_page["start"], of_page["voice"], strict=True)),
            wanted,
        )
        yield f"{page_name} words counted", int(row["words"]), len(wanted)
        totals["wanted"].update((row["outlet"], voice) for _, voice in wanted)
        totals["found"].update((row["outlet"], voice) for voice in of_page["voice"])
        for name_of in named(page):
            inside = [v for at, v in wanted if name_of["start"] <= at < name_of["end"]]
            voice = next((v for v in ("quoted", "paraphrase") if v in inside), "own")
            totals["wanted"][row["outlet"], called(name_of), voice] += 1
        for found in its_names:
            label = f"{found['concept']}: {found['label']}"
            totals["found"][row["outlet"], label, found["voice"]] += 1
    yield "words by outlet and voice, names by outlet, label and voice", *totals.values()


def _span(row: Gold) -> tuple[int, int]:
    return row["start"], row["end"]


def main(shared: Path) -> int:
    """Print what is equal and what is not."""
    with tempfile.TemporaryDirectory() as folder:
        made = by_hand(shared, Path(folder))
    not_held = made.notes[made.notes["reason"].str.startswith("not applied")]
    print(f"{len(made.by_hand)} rows hold, {len(not_held)} do not")
    print(made.by_hand["kind"].value_counts().to_string())
    wrong = 0
    for what, one, other in compared(shared, made):
        is_equal = one == other
        wrong += not is_equal
        size = f" ({len(one)})" if isinstance(one, list | Counter) else ""
        print(f"{'equal' if is_equal else 'OTHER'}  {what}{size}")
        if not is_equal and isinstance(one, list) and isinstance(other, list):
            print("   here alone:", [each for each in one if each not in other][:5])
            print("   there alone:", [each for each in other if each not in one][:5])
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
