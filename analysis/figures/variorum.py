"""The variorum: one statement in all its variants, each as a word diff against the base text."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd

from analysis.figures import lab
from analysis.figures.evidence import anchor
from analysis.figures.output import Output, nothing, typed
from analysis.figures.shown import articles, places
from analysis.figures.text import visible
from analysis.figures.wording import group_names, plural, show
from analysis.schema import STATEMENTS, VARIORUM, require

HOW_TO_READ: Final = (
    "The base is the fullest quotation, or where nobody quotes the fullest paraphrase. [Struck] "
    "words stand in the base only, {underlined} words in this variant only, {dotted} words stand "
    "elsewhere in the base. Paraphrases and fragments are shown as printed; a paraphrase is the "
    "outlet's wording, not the speaker's."
)
NOBODY: Final = "(nobody named)"
_PLAIN: Final = ("base", "paraphrase", "reprint", "fragment")
# As many statements on a page; `samestory tables` writes all.
_MOST: Final = 24
_PIECE: Final = ["op", "base_document_id", "base_start", "base_text", "start", "text"]


def variorum(
    statements: pd.DataFrame,
    pieces: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    title: str = "What became of each statement",
    by: str = "origin",
) -> Output:
    """Show each statement: its base, and every variant as a word diff against it.

    Parameters
    ----------
    statements
        `schema.STATEMENTS`, the statements in the order in which they shall stand.
    pieces
        `schema.VARIORUM`: the pieces of every variant, in order.
    documents
        `schema.DOCUMENTS`; `by` says whose text it is.

    Raises
    ------
    TableError
        A column is missing.
    """
    require(statements, STATEMENTS, "variorum")
    require(pieces, VARIORUM, "variorum")
    about = documents.set_index("document_id")[["source", "outlet", "published_earliest"]]
    about = about.assign(group=group_names(documents, by))
    if statements.empty:
        return nothing("")
    if not about["source"].any():
        return nothing("No article text is here, so the words of statements cannot be shown.")
    keys = ["statement_id", "document_id", "variant_start"]
    pieces_of = {
        key: rows[_PIECE].to_dict("records") for key, rows in pieces.groupby(keys, sort=False)
    }
    # The base, then what stands in marks, then paraphrases.
    ordered = statements.assign(
        late=(statements["change"] != "base") * 1 + (statements["kind"] == "indirect") * 1
    ).sort_values(["late"], kind="stable")
    rows = ordered.join(about, on="document_id").to_dict("records")
    variants_of: dict[str, list[dict[str, Any]]] = {name: [] for name in statements["statement_id"]}
    for row in rows:
        place = (row["statement_id"], row["document_id"], row["start"])
        variants_of[row["statement_id"]].append(_variant(row, pieces_of.get(place, [])))
    speakers = dict(zip(statements["statement_id"], statements["speaker_id"], strict=True))
    content = {
        "kind": "variorum",
        "title": title,
        "caption": _caption(len(variants_of)),
        "statements": [
            {
                "anchor": anchor(name),
                "label": speakers[name] or NOBODY,
                "note": f"{name}, {plural(len(variants), 'variant')}",
                "variants": variants,
            }
            for name, variants in list(variants_of.items())[:_MOST]
        ],
        "articles": articles(documents, statements["document_id"]),
    }
    output = typed(content, "", "")
    return Output(output.mime, output.content, _html(output.content), _plain(output.content))


def _caption(statements: int) -> str:
    left = statements - _MOST
    more = f" Not shown: {plural(left, 'more statement')}." if left > 0 else ""
    return HOW_TO_READ + more


def _where(row: Mapping[Hashable, Any]) -> str:
    """Name an article by outlet and day, as a reader does."""
    day = row["published_earliest"]
    return str(row["outlet"]) if pd.isna(day) else f"{row['outlet']}, {show(day)}"


def _variant(
    row: Mapping[Hashable, Any], pieces: Sequence[Mapping[Hashable, Any]]
) -> dict[str, Any]:
    change, text = row["change"], row["source"][row["start"] : row["end"]]
    sure = "" if change in _PLAIN else f", {show(row['similarity'], '.0%')} alike"
    return {
        "who": row["group"],
        "where": _where(row),
        "change": change + sure,
        "document_id": row["document_id"],
        # A paraphrase and a fragment have too little of the base to be laid beside it.
        **(_as_printed(row, text) if change in _PLAIN or not pieces else _word_diff(pieces)),
    }


def _as_printed(row: Mapping[Hashable, Any], text: str) -> dict[str, Any]:
    at = places(text, int(row["start"]))
    return {"pieces": [["equal", text, text]], "base": row["document_id"], "at": [[at, at]]}


def _word_diff(pieces: Sequence[Mapping[Hashable, Any]]) -> dict[str, Any]:
    """Lay a variant beside its base; of each piece, where its words stand in both sources."""
    return {
        "pieces": [[piece["op"], piece["base_text"], piece["text"]] for piece in pieces],
        "base": pieces[0]["base_document_id"],
        "at": [
            [
                places(piece["base_text"], int(piece["base_start"])),
                places(piece["text"], int(piece["start"])),
            ]
            for piece in pieces
        ],
    }


_SIGNS: Final = {
    "insert": "{{{1}}}",
    "delete": "[{0}]",
    "replace": "[{0}] {{{1}}}",
    "moved": "{{{1}}}",
    "moved away": "[{0}]",
}


def _marked(piece: Any) -> str:
    """Write a piece with its signs."""
    op, base, text = piece
    return _SIGNS.get(_kind(op, text), "{1}").format(base, text)


def _kind(op: str, text: str) -> str:
    """Tell the two sides of a move apart."""
    return "moved away" if op == "moved" and not text else op


def _html(content: Mapping[str, Any]) -> str:
    parts = [lab.tag("strong", content["title"]), lab.tag("p", content["caption"])]
    for statement in content["statements"]:
        parts.append(lab.tag("p", f"{statement['label']} ({statement['note']})"))
        for variant in statement["variants"]:
            parts.append(lab.tag("strong", f"{variant['who']}: {variant['change']}"))
            parts.append(f"<p>{' '.join(_tags(piece) for piece in variant['pieces'])}</p>")
    return "".join(parts)


def _tags(piece: Any) -> str:
    op, base, text = (escape(visible(each)) for each in piece)
    if op == "replace":
        return f"<del>{base}</del> <ins>{text}</ins>"
    if _kind(op, text) in ("delete", "moved away"):
        return f"<del>{base}</del>"
    return f"<ins>{text}</ins>" if op in ("insert", "moved") else text


def _plain(content: Mapping[str, Any]) -> str:
    lines = [content["title"]]
    for statement in content["statements"]:
        lines.append(f"{statement['label']} ({statement['note']})")
        for variant in statement["variants"]:
            words = " ".join(map(_marked, variant["pieces"]))
            lines.append(f"  {variant['who']}, {variant['change']}: {words}")
    return "\n".join(lines)
