"""Strip the inline marks off the sample's articles and work out the truth they hold.

`python data/sample-marked/strip.py` writes data/sample/*.txt, data/sample/manifest.csv and
truth.json; with `--check` it compares them with what it would write and exits 1 where they
differ. The marks are explained in README.md beside this file.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from marks import (
    HERE,
    Article,
    MarkError,
    bare,
    options,
    quotation_id,
    read,
    segments,
    spoken_in,
    voice,
)

SAMPLE = HERE.parent / "sample"
COUNTED = ("title", "standfirst", "body")
TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def quotations(article: Article, cast: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the quotations with kind, speaker, side and cue."""
    classes = {cue: name for name, cues in cast["cues"].items() for cue in cues}
    for mark in article.marks:
        if mark.name != "q":
            continue
        kind, speaker_id, speaker, cue = mark.fields[:4]
        if cue and cue not in classes:
            raise MarkError(f"{article.id}: the cue {cue!r} has no class in cast.yml")
        outer = spoken_in(article, mark)
        yield article.text(*bare(article, mark)) | {
            "id": quotation_id(article, mark),
            "outer_start": mark.start,
            "outer_end": mark.end,
            "kind": kind,
            "speaker": speaker,
            "speaker_id": speaker_id,
            "side": cast["speakers"][speaker_id]["side"],
            "cue": cue,
            "cue_class": classes.get(cue, ""),
            "nested_in": quotation_id(article, outer) if outer else "",
            **{k: v for k, v in options(mark).items() if k not in ("nested", "statement")},
        }


def mentions(article: Article, cast: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the naming choices with concept, label and voice."""
    concept = {label: name for name, labels in cast["naming"].items() for label in labels}
    for mark in article.marks:
        if mark.name == "m":
            names = {"concept": concept[mark.fields[0]], "label": mark.fields[0]}
            yield article.text(mark.start, mark.end) | names | voice(article, mark)


def claims(article: Article) -> Iterator[dict[str, Any]]:
    """List where a claim is made, what number it gives, and in whose voice."""
    for mark in article.marks:
        if mark.name == "c":
            claim, _, value = mark.fields[0].partition("/")
            about = {"claim": claim, "value": value}
            yield article.text(mark.start, mark.end) | about | voice(article, mark)


def works(article: Article) -> Iterator[dict[str, Any]]:
    """List names of books and ships that stand in quotation marks and are no speech."""
    for mark in article.marks:
        if mark.name == "w":
            yield article.text(mark.start, mark.end)


def statements(article: Article) -> Iterator[dict[str, Any]]:
    """List the variants of statements: whole quotations, or stretches within one."""
    for mark in article.marks:
        if mark.name == "q" and "statement" in options(mark):
            statement, change = options(mark)["statement"].split("/")
            place, speaker = bare(article, mark), mark.fields[1]
        elif mark.name == "s":
            statement, change = mark.fields
            place, speaker = (mark.start, mark.end), voice(article, mark)["speaker_id"]
        else:
            continue
        about = {"statement_id": statement, "speaker_id": speaker, "change": change}
        yield article.text(*place) | about


def counted(article: Article) -> str:
    """Join the words that are counted: title, standfirst and body."""
    return "\n".join(row["text"] for row in segments(article) if row["label"] in COUNTED)


def entities(articles: list[Article], cast: dict[str, Any]) -> dict[str, list[str]]:
    """List the documents whose counted words name a person, place or body."""
    forms = {name: [name] for names in cast["entities"].values() for name in names}
    for person in cast["speakers"].values():
        if "role" in person:
            last = person["name"].rsplit(" ", 1)[1]
            forms[person["name"]] = [last] if last not in ("Ruel", "Strole") else [person["name"]]
    texts = {article.id: counted(article).replace("’", "'") for article in articles}
    return {
        name: sorted(
            document
            for document, text in texts.items()
            if any(re.search(rf"\b{re.escape(form)}\b", text) for form in alike)
        )
        for name, alike in sorted(forms.items())
    }


def document(article: Article, cast: dict[str, Any]) -> dict[str, Any]:
    """Describe one article: who published and wrote it, when, of what event."""
    parts = {row["label"]: row["text"] for row in reversed(segments(article))}
    byline = re.split(r" \| |, \d| in ", parts.get("byline", ""))[0].removeprefix("By ")
    place = re.split(r",? \w+ \d| \(", parts.get("dateline", ""))[0]
    earliest, _, latest = article.header["published"].partition("..")
    return {
        "document_id": article.id,
        "path": f"{article.id}.txt",
        **{name: article.header[name] for name in ("outlet", "agency", "origin", "chain")},
        "title": parts["title"],
        "byline": byline,
        "dateline_place": place if not re.match(r"\w+ \d", place) else "",
        "published_earliest": earliest,
        "published_latest": latest or earliest,
        "date_in_manifest": article.header.get("manifest_date", "no") == "yes",
        "event": cast["events"][article.header["event"]],
        "reprint_of": article.header.get("reprint_of", ""),
        "words": len(TOKEN.findall(counted(article))),
    }


def truth(articles: list[Article], cast: dict[str, Any]) -> dict[str, Any]:
    """Gather all that the marks say of the corpus."""
    documents = [document(article, cast) for article in articles]
    return {
        "about": "Fiction, written for this project, CC0 1.0. Offsets: code points of the .txt.",
        "documents": documents,
        "segments": [row for article in articles for row in segments(article)],
        "quotations": [row for article in articles for row in quotations(article, cast)],
        "mentions": [row for article in articles for row in mentions(article, cast)],
        "statements": [row for article in articles for row in statements(article)],
        "hard_negatives": cast["hard_negatives"],
        "claims": [row for article in articles for row in claims(article)],
        "not_speech": [row for article in articles for row in works(article)],
        "entities": entities(articles, cast),
        "reprints": [
            {
                "document_id": row["document_id"],
                "other_document_id": row["reprint_of"],
                "relation": "reprint",
                "chain": row["chain"],
            }
            for row in documents
            if row["reprint_of"]
        ],
        "events": [
            {
                "event": name,
                "documents": [row["document_id"] for row in documents if row["event"] == name],
            }
            for name in cast["events"].values()
        ],
        "speakers": {key: {"aliases": []} | person for key, person in cast["speakers"].items()},
        "planted": [
            {"term": plant["term"], "target": plant["target"], "reference": reference}
            for plant in cast["planted"]
            for reference in plant["references"]
        ],
        "equal": cast["equal"],
    }


def manifest(documents: list[dict[str, Any]]) -> str:
    """Write what an analyst would know and a page does not say."""
    columns = ("file", "outlet", "event", "published_earliest", "published_latest")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in documents:
        dates = [row["published_earliest"], row["published_latest"]]
        given = dates if row["date_in_manifest"] else ["", ""]
        writer.writerow([row["path"], row["outlet"], row["event"], *given])
    return out.getvalue()


def outputs() -> dict[Path, str]:
    """Make every file of the sample from the marked articles."""
    cast = yaml.safe_load((HERE / "cast.yml").read_text(encoding="utf-8"))
    articles = [read(path) for path in sorted((HERE / "articles").glob("*.marked"))]
    found = truth(articles, cast)
    return {
        **{SAMPLE / f"{article.id}.txt": article.source for article in articles},
        SAMPLE / "manifest.csv": manifest(found["documents"]),
        HERE / "truth.json": json.dumps(found, ensure_ascii=False, indent=1) + "\n",
    }


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` compare them."""
    if arguments not in ([], ["--check"]):
        print("usage: strip.py [--check]", file=sys.stderr)
        return 2
    made = outputs()
    extra = set(SAMPLE.glob("*.txt")) - set(made)
    if not arguments:
        for path in extra:
            path.unlink()
        for path, text in made.items():
            path.write_text(text, encoding="utf-8", newline="")
        return 0
    differ = sorted(
        {path for path, text in made.items() if not path.exists() or _held(path) != text} | extra
    )
    for path in differ:
        print(f"{path.relative_to(HERE.parent)} is not what the marks say; run strip.py")
    return 1 if differ else 0


def _held(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
