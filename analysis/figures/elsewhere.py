"""Point from the page of one story to what the other pages say of it."""

from __future__ import annotations

from typing import Final

from analysis.figures import lab
from analysis.figures.output import Output, typed

# Notebook, heading of its section, and what the section shows of a story.
SECTIONS: Final = (
    ("1-corpus", "What is not counted, and why?", "what was set aside in each article"),
    ("1-corpus", "How is each date known?", "how the days of publication are known"),
    ("2-terms", "Which words set a group apart?", "the words that set a group apart"),
    ("3-framing", "What does each group call it?", "what each group calls it, in whose voice"),
    ("4-voices", "Which side gets the words?", "who gets to speak, in how many words"),
    ("5-statements", "What became of each statement?", "its statements, word by word"),
    ("5-statements", "Who copied whom?", "who copied whom"),
)


def elsewhere() -> Output:
    """List the sections of the other notebooks that show more of the same articles.

    On a page they are links to the pages with the same parameters, where a run makes these.
    """
    links = [
        {"notebook": notebook, "heading": heading, "text": text}
        for notebook, heading, text in SECTIONS
    ]
    lines = [f"{notebook}, “{heading}”: {text}" for notebook, heading, text in SECTIONS]
    content = {"kind": "elsewhere", "links": links}
    return typed(content, lab.list_html(lines), "\n".join(lines))
