"""The three voices in every chart: one colour, one filling and one wording each.

The filling says the same as the colour, for print and for every eye: full where the outlet
itself speaks, half where it words what a speaker said, empty where a speaker is quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import altair as alt

from analysis.figures.charts.panel import Key, inline
from analysis.figures.theme import literal
from analysis.schema import VOICES_ALLOWED

KEYS: Final[Mapping[str, Key]] = {
    "own": Key("own", "square", "the outlet's own voice"),
    "paraphrase": Key("paraphrase", "half", "paraphrase of a speaker"),
    "quoted": Key("quoted", "frame", "in quotation marks"),
}
UNKNOWN: Final = Key("data", "square", "voice not known")
RULES: Final = (
    "Who says it is told by rules; a paraphrase is the outlet's wording of what a speaker said, "
    "not the speaker's word."
)
_FRAMED: Final = ("paraphrase", "quoted")
_TINT: Final = 0.14
_LOWER_HALF: Final = "M-1,0H1V1H-1Z"
_SAID: Final = ("hover", "voice")


def rank(voice: str) -> int:
    """Order voices: own, paraphrase, quoted, then what is not known."""
    return VOICES_ALLOWED.index(voice) if voice in VOICES_ALLOWED else len(VOICES_ALLOWED)


def key_of(voice: str) -> Key:
    """Find the entry of the legend for a voice."""
    return KEYS.get(voice, UNKNOWN)


def spoken_by(voice: str, speaker: str) -> str:
    """Say in plain words whose words a mention is; "" where that is not known.

    Examples
    --------
    >>> spoken_by("quoted", "Northern Union")
    'quoting Northern Union'
    >>> spoken_by("quoted", "")
    'in quotation marks, speaker unresolved'
    """
    if voice == "own":
        return "in the outlet's own voice"
    if voice == "paraphrase":
        return f"paraphrasing {speaker or 'an unresolved speaker'}"
    if voice == "quoted":
        return f"quoting {speaker}" if speaker else "in quotation marks, speaker unresolved"
    return ""


def squares(rows: Sequence[Mapping[str, Any]], channels: Mapping[str, Any], side: int) -> list[Any]:
    """Draw squares, each filled as its voice is; all of a square can be touched.

    Parameters
    ----------
    rows
        `voice` and `hover` of each square, and what `channels` read.
    channels
        Encodings of the place.
    side
        Of a square, in pixels.
    """
    layers = []
    for voice, (labelled, bare) in _by_voice(rows):
        hue = literal(key_of(voice).role)
        base = alt.Chart(inline(labelled))
        full = base.mark_square(size=side**2, color=hue, opacity=1)
        if voice == "paraphrase":
            half = alt.Chart(inline(bare)).mark_point(
                size=side**2, shape=_LOWER_HALF, filled=True, color=hue, opacity=1, aria=False
            )
            layers.append(half.encode(**channels))
        if voice in _FRAMED:
            edge = round(max(1.25, side / 7.5), 2)
            full = base.mark_square(
                size=(side - edge) ** 2, fill=hue, fillOpacity=_TINT, stroke=hue,
                strokeWidth=edge, opacity=1,
            )  # fmt: skip
        layers.append(full.encode(**channels, tooltip="hover:N", description="hover:N"))
    return layers


def bars(rows: Sequence[Mapping[str, Any]], y: Any, x: Any, height: int) -> list[Any]:
    """Draw stretches of bars, each filled as its voice is.

    Parameters
    ----------
    rows
        `voice`, `start`, `end` and `hover` of each stretch, and what `y` reads.
    y, x
        Encodings; `x` of `start`.
    height
        Of a bar, in pixels.
    """
    layers = []
    channels = {"y": y, "x": x, "x2": "end:Q"}
    for voice, (labelled, bare) in _by_voice(rows):
        hue = literal(key_of(voice).role)
        base = alt.Chart(inline(labelled))
        full = base.mark_bar(color=hue, height=height)
        if voice == "paraphrase":
            half = alt.Chart(inline(bare)).mark_bar(
                color=hue, height=height / 2, yOffset=height / 4, aria=False
            )
            layers.append(half.encode(**channels))
        if voice in _FRAMED:
            full = base.mark_bar(
                color=hue, fillOpacity=_TINT, stroke=hue, strokeWidth=2, height=height - 2,
                xOffset=1, x2Offset=-1,
            )  # fmt: skip
        layers.append(full.encode(**channels, tooltip="hover:N", description="hover:N"))
    return layers


def _by_voice(
    rows: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]]:
    """Part rows by voice, with what they say and bare of it."""
    for voice in sorted({str(row["voice"]) for row in rows}, key=rank):
        labelled = [dict(row) for row in rows if row["voice"] == voice]
        yield voice, (labelled, [{k: row[k] for k in row if k not in _SAID} for row in labelled])
