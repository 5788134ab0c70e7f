"""Say how much of each article stands on its pages: `python bench/excerpts.py ../shared`.

Renders wagner-2023 with text, first without a ceiling, then with the usual one. A word counts as
shown where it stands in a run of 4 or more words of title, standfirst and body that the visible
text of a page holds too; all pages together, and in brackets the page that shows most.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from lxml import html

from analysis.corpus import load
from analysis.corpus.language import words

RUN = 4
SHARES = ("1.0", "0.0")


def folded(text: str) -> list[str]:
    """List the words of a text, in lower case."""
    return [word.group().lower() for word in words(text)]


def seen(page: Path) -> list[str]:
    """List the words that a reader of a page can see, folded parts included."""
    tree = html.fromstring(page.read_bytes())
    for hidden in tree.xpath("//style|//head"):
        hidden.drop_tree()
    return folded(" ".join(tree.itertext()))


def shown(article: list[str], page: list[str]) -> set[int]:
    """Find which words of an article stand in runs that a page holds."""
    grams = {tuple(page[at : at + RUN]) for at in range(len(page) - RUN + 1)}
    runs = (at for at in range(len(article) - RUN + 1) if tuple(article[at : at + RUN]) in grams)
    return {at + step for at in runs for step in range(RUN)}


def main(shared: Path, out: Path) -> None:
    """Render the pages with each share, and print what they show."""
    folder = shared / "corpora" / "wagner-2023"
    corpus = load(folder)
    counted = corpus.segments[corpus.segments["label"].isin(["title", "standfirst", "body"])]
    sources = dict(zip(corpus.documents["document_id"], corpus.documents["source"], strict=True))
    for share in SHARES:
        command = [sys.executable, "-m", "analysis", "reports", str(folder), "--out"]
        subprocess.run([*command, str(out / share), "-p", f"excerpt_share={share}"], check=True)
        pages = {page.stem: seen(page) for page in sorted((out / share).glob("*/*.html"))}
        for name, rows in counted.groupby("document_id"):
            spans = zip(rows["start"], rows["end"], strict=True)
            article = folded("\n".join(sources[name][start:end] for start, end in spans))
            found = {page: shown(article, text) for page, text in pages.items()}
            most = max(found, key=lambda page: len(found[page]))
            together = len(set().union(*found.values())) / len(article)
            print(
                f"share {share} {name}: {together:.0%} of {len(article)} words "
                f"({most[:12]} {len(found[most]) / len(article):.0%})"
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        given = [Path(place) for place in sys.argv[1:]]
        main(given[0], given[1] if len(given) > 1 else Path(temporary))
