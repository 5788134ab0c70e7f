"""Tell word by word what became of a text: kept, added, left out, replaced or moved.

Words are compared after folding; what is shown is as printed. A move is a stretch of words
that stands elsewhere in the other text, be it in another form: "the minister's efforts" and
"the efforts of the minister" are one change, not an addition and an unrelated omission.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from analysis.measures.statement.words import Word, stem, tokens

Span = tuple[int, int]

# Furthest a word may move, in words between the two places, and still be the same one.
_NEAR: Final = 12
# Share of the words with content of a move that must stand in both of its places.
_SAME: Final = 0.6
# Less of the shorter text than this stays in place: the texts are shown one after the other.
_TOO_LITTLE: Final = 0.35


@dataclass(frozen=True)
class Piece:
    """A stretch of the base, of the variant, or of both.

    Attributes
    ----------
    op
        equal, insert, delete, replace or moved.
    base, text
        First word and word after the last, in the words of either text; empty spans where
        the stretch stands in the other text alone.
    change
        Number of the change it belongs to, from 1; 0 = none. A move has two pieces, and what
        stands between them belongs to the same change.
    is_ellipsis
        Whether one of the texts marks its cut here.
    """

    op: str
    base: Span
    text: Span
    change: int = 0
    is_ellipsis: bool = False


def pieces(base: str, text: str) -> list[Piece]:
    """Lay a variant beside its base.

    Returns
    -------
    Pieces in the order of the variant; together they hold every word of both texts once.

    Examples
    --------
    >>> found = pieces("the efforts of the guild to help", "the guild's efforts to help")
    >>> [(piece.op, piece.change) for piece in found]
    [('equal', 0), ('moved', 1), ('equal', 1), ('moved', 1), ('equal', 0)]
    """
    ours, theirs = tokens(base), tokens(text)
    laid_out = list(_moves(_tidy(_align(ours, theirs), ours), ours, theirs))
    marked = [replace(piece, is_ellipsis=_is_cut(piece, ours, theirs)) for piece in laid_out]
    return _numbered([_cut(piece, theirs) for piece in marked], ours, theirs)


def _align(base: Sequence[Word], text: Sequence[Word]) -> list[Piece]:
    a, b = [word.key for word in base], [word.key for word in text]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    if a and b and shared < _TOO_LITTLE * min(len(a), len(b)):
        return [Piece("replace", (0, len(a)), (0, len(b)))]
    return [Piece(op, (i, j), (k, m)) for op, i, j, k, m in matcher.get_opcodes()]


def _tidy(pieces: list[Piece], base: Sequence[Word]) -> list[Piece]:
    """Take small words kept by chance between two long changes into one change."""
    result: list[Piece] = []
    for number, piece in enumerate(pieces):
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        words = base[slice(*piece.base)]
        stray = len(words) <= 2 and not any(stem(w.key) for w in words if w.kind == "word")
        if result and piece.op == "equal":
            absorbed = stray and after is not None and _long(result[-1]) and _long(after)
        else:
            absorbed = bool(result) and result[-1].op == "replace"
        if absorbed:
            result[-1] = _join(result[-1], piece)
        else:
            result.append(piece)
    return result


def _long(piece: Piece) -> bool:
    """Say whether both texts have at least two words where they differ."""
    sizes = (piece.base[1] - piece.base[0], piece.text[1] - piece.text[0])
    return piece.op == "replace" and min(sizes) >= 2


def _join(first: Piece, second: Piece) -> Piece:
    return Piece("replace", (first.base[0], second.base[1]), (first.text[0], second.text[1]))


def _moves(pieces: list[Piece], base: Sequence[Word], text: Sequence[Word]) -> Iterator[Piece]:
    """Split changes at the words that stand elsewhere in the other text."""
    gone: dict[int, Span] = {}
    come: dict[int, Span] = {}
    for place, left in enumerate(pieces):
        for here, entered in enumerate(pieces):
            if place == here or "equal" in (left.op, entered.op) or place in gone or here in come:
                continue
            move = _move(left, entered, base, text)
            if move and _distance(pieces, place, here) <= _NEAR:
                gone[place], come[here] = move
    for number, piece in enumerate(pieces):
        yield from _split(piece, gone.get(number), come.get(number))


def _distance(pieces: list[Piece], one: int, other: int) -> int:
    between = pieces[min(one, other) + 1 : max(one, other)]
    return sum(piece.text[1] - piece.text[0] for piece in between)


def _move(
    left: Piece, entered: Piece, base: Sequence[Word], text: Sequence[Word]
) -> tuple[Span, Span] | None:
    """Find the words that went from one change to another, as spans of base and variant."""
    ours = {stem(base[at].key) for at in range(*left.base)} - {""}
    theirs = {stem(text[at].key) for at in range(*entered.text)} - {""}
    shared = ours & theirs
    if not shared:
        return None
    spans = _reach(base, left.base, shared), _reach(text, entered.text, shared)
    same = all(
        _mostly(words, span, shared) for words, span in zip((base, text), spans, strict=True)
    )
    return spans if same else None


def _mostly(words: Sequence[Word], span: Span, shared: set[str]) -> bool:
    content = [root for at in range(*span) if (root := stem(words[at].key))]
    return sum(root in shared for root in content) >= _SAME * len(content)


def _reach(words: Sequence[Word], span: Span, shared: set[str]) -> Span:
    """Span the moved words: all of the change if most of its content moved."""
    content = {at: root for at in range(*span) if (root := stem(words[at].key))}
    moved = [at for at, root in content.items() if root in shared]
    if 2 * len(moved) > len(content):
        return span
    start, end = moved[0], moved[-1] + 1
    # "of the" goes with the name it binds.
    while start > span[0] and words[start - 1].kind == "word" and not stem(words[start - 1].key):
        start -= 1
    return start, end


def _split(piece: Piece, gone: Span | None, come: Span | None) -> Iterator[Piece]:
    """Cut moved words out of a change."""
    if gone is None and come is None:
        yield piece
        return
    base, text = piece.base, piece.text
    # A change that loses or wins nothing here stays with the larger part of the other text.
    late = come is not None and text[1] - come[1] >= come[0] - text[0]
    out = gone or ((base[0],) * 2 if late else (base[1],) * 2)
    late = gone is not None and base[1] - gone[1] >= gone[0] - base[0]
    into = come or ((text[0],) * 2 if late else (text[1],) * 2)
    yield from _change((base[0], out[0]), (text[0], into[0]))
    if gone:
        yield Piece("moved", gone, (into[0], into[0]))
    if come:
        yield Piece("moved", (out[1], out[1]), come)
    yield from _change((out[1], base[1]), (into[1], text[1]))


def _change(base: Span, text: Span) -> list[Piece]:
    left, entered = base[1] > base[0], text[1] > text[0]
    if not left and not entered:
        return []
    op = "replace" if left and entered else "delete" if left else "insert"
    return [Piece(op, base, text)]


def _is_cut(piece: Piece, base: Sequence[Word], text: Sequence[Word]) -> bool:
    if piece.op == "equal":
        return False
    words = [*base[slice(*piece.base)], *text[slice(*piece.text)]]
    return any(word.kind == "ellipsis" for word in words)


def _cut(piece: Piece, text: Sequence[Word]) -> Piece:
    """Call it a deletion where an ellipsis alone stands for the words left out."""
    put = text[slice(*piece.text)]
    if piece.op == "replace" and put and all(word.kind == "ellipsis" for word in put):
        return replace(piece, op="delete")
    return piece


def _numbered(pieces: list[Piece], base: Sequence[Word], text: Sequence[Word]) -> list[Piece]:
    """Give each change a number; a move and what stands between its two places are one."""
    last = list(range(len(pieces)))
    for one, left in enumerate(pieces):
        for other, entered in enumerate(pieces):
            if (
                one != other
                and left.op == entered.op == "moved"
                and _move(left, entered, base, text)
            ):
                last[min(one, other)] = max(last[min(one, other)], max(one, other))
    numbers, number, reach, inside = [], 0, -1, False
    for at, piece in enumerate(pieces):
        if at > reach and piece.op == "equal":
            inside = False
        else:
            number += not inside
            inside, reach = True, max(reach, last[at])
        numbers.append(number if inside else 0)
    return [replace(piece, change=n) for piece, n in zip(pieces, numbers, strict=True)]


def kept(pieces: Iterable[Piece]) -> int:
    """Count the words (and marks) of the variant that stand in the base, in place."""
    return sum(piece.text[1] - piece.text[0] for piece in pieces if piece.op == "equal")
