"""What one looks at: which articles, which words, in whose voice; and the way back.

A `View` never changes; a click makes another one. It is written to JSON and read again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, Literal

from analysis.schema import VOICES_ALLOWED, CorpusError, closest

Kind = Literal["words", "concept", "frame", "described"]
Facets = tuple[tuple[str, tuple[str, ...]], ...]
# Steps that can be taken back.
_STEPS: Final = 200


@dataclass(frozen=True)
class Search:
    """What is looked for: words, a concept or frame of the lexicons, or what describes one."""

    kind: Kind
    terms: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """What one looks at; an empty string is no limit.

    Attributes
    ----------
    search
        Words, phrases and `*`, with commas between; or "concept: ACT", "frame: conflict", or
        "described: Hesk Morlan".
    by
        What the groups are: any column that `Corpus.groups` takes.
    facets
        Column and the values of which an article must have one.
    since, until
        First and last day, ISO 8601.
    voice
        own, paraphrase or quoted.
    speaker
        Only what this speaker says, by `speaker_id`.
    picked
        Group, term and voice of a bar that was clicked: only its lines are listed.
    """

    search: str = ""
    by: str = "outlet"
    facets: Facets = ()
    since: str = ""
    until: str = ""
    voice: str = ""
    speaker: str = ""
    picked: tuple[str, ...] = ()

    def with_(self, **changes: Any) -> View:
        """Look at something else; a bar of another chart is no longer picked."""
        return replace(self, **{"picked": (), **changes})

    def facet(self, column: str) -> tuple[str, ...]:
        """Say which values of a column are wanted; () for all."""
        return dict(self.facets).get(column, ())

    def with_facet(self, column: str, values: tuple[str, ...]) -> View:
        """Want these values of a column; () for all."""
        others = tuple(each for each in self.facets if each[0] != column)
        return self.with_(facets=(*others, (column, values)) if values else others)

    def where(self) -> list[str]:
        """Write the facets as `Corpus.select` and the notebooks take them."""
        return [f"{column}={value}" for column, values in self.facets for value in values]

    def as_json(self) -> dict[str, Any]:
        """Write it as JSON."""
        return {**asdict(self), "facets": {name: list(values) for name, values in self.facets}}


def search_of(text: str) -> Search:
    """Read what stands in the search box.

    Examples
    --------
    >>> search_of("strike, march on *").terms, search_of("concept: ACT").kind
    (('strike', 'march on *'), 'concept')
    """
    kind, colon, name = text.partition(":")
    for known in ("concept", "frame", "described"):
        if colon and kind.strip().lower() == known and name.strip():
            return Search(known, (name.strip(),))
    terms = (" ".join(term.split()) for term in text.split(","))
    return Search("words", tuple(dict.fromkeys(filter(None, terms))))


def followed(view: View, became: tuple[str, str], there: Collection[str]) -> View:
    """Look for a concept by the name it goes on under; a bar of labels is no longer picked.

    Parameters
    ----------
    became
        Its old name and its new one.
    there
        The concepts that there are, in small letters: whose name is still there is not renamed.
    """
    search = search_of(view.search)
    if search.kind == "words":
        return view
    name = search.terms[0].casefold()
    is_named = search.kind in ("concept", "described")
    if is_named and name == became[0].casefold() and name not in there:
        view = view.with_(search=f"{search.kind}: {became[1]}")
    return view.with_()


def view_of(content: Mapping[str, Any]) -> View:
    """Read a view from JSON; what is not in the form it must have is left out."""
    known = {f.name for f in fields(View)} - {"facets", "picked"}
    texts = {name: content[name] for name in known if isinstance(content.get(name), str)}
    if texts.get("voice") not in VOICES_ALLOWED:
        texts.pop("voice", None)
    facets = content.get("facets")
    wanted = facets.items() if isinstance(facets, dict) else ()
    listed = ((str(name), _texts(values)) for name, values in wanted)
    picked = _texts(content.get("picked"))
    return View(
        **texts,
        facets=tuple(each for each in listed if each[1]),
        picked=picked if len(picked) == 3 else (),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def check_voice(voice: str) -> None:
    """Stop at a voice that is none.

    Raises
    ------
    CorpusError
        There is none of the name; lists those there are.
    """
    if voice and voice not in VOICES_ALLOWED:
        allowed = ", ".join(VOICES_ALLOWED)
        raise CorpusError(
            f"There is no voice {voice!r}. Allowed: {allowed}." + closest(voice, VOICES_ALLOWED)
        )


@dataclass(frozen=True)
class History:
    """The view that is open, and those before it."""

    now: View
    past: tuple[View, ...] = ()

    def to(self, view: View) -> History:
        """Look at another view; the same one again is no step."""
        return self if view == self.now else History(view, (*self.past, self.now)[-_STEPS:])

    def instead(self, view: View) -> History:
        """Go on with a step that is not over: a drag is one, however often it tells of itself."""
        return self.back() if self.past and view == self.past[-1] else History(view, self.past)

    def back(self) -> History:
        """Take the last step back; without one nothing changes."""
        return History(self.past[-1], self.past[:-1]) if self.past else self
