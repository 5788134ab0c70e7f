"""What a rule file of data/outlets may hold, and all rules together.

The form is described for analysts at the head of data/outlets/generic.yml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from analysis.corpus.clean.prefilter import Prefilter, Wanted
from analysis.schema import BOILERPLATE, LABELS, closest

GENERIC: Final = "generic"
OUTLET: Final = "{outlet}"
# Words of the lines that blocks begin with.
LONGEST_BEGINNING: Final = 12


def _compiled(flags: int) -> Callable[[Any], Any]:
    def compiled(value: Any) -> Any:
        """Compile a pattern; of a list, any one may fit."""
        choices = [value] if isinstance(value, str) else value
        if not isinstance(choices, list) or not choices:
            return value
        for choice in choices:
            try:
                re.compile(str(choice), flags)
            except re.error as error:
                raise ValueError(f"{choice!r} is not a regular expression: {error}") from None
        return re.compile("|".join(f"(?:{choice})" for choice in choices), flags)

    return compiled


def _label(value: str) -> str:
    if value in LABELS or (value.startswith(BOILERPLATE) and value != BOILERPLATE):
        return value
    allowed = ", ".join([*LABELS, f"{BOILERPLATE}<kind>"])
    raise ValueError(f"{value!r} is no label. Allowed: {allowed}.{closest(value, LABELS)}")


def _name(value: str) -> str:
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        return value
    raise ValueError(f"{value!r} is no rule name: small letters, digits and '-'")


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled(re.IGNORECASE | re.DOTALL))]
Exact = Annotated[re.Pattern[str], BeforeValidator(_compiled(re.DOTALL))]
Label = Annotated[str, BeforeValidator(_label)]
Name = Annotated[str, BeforeValidator(_name)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LineRule(_Strict):
    """A whole line that is furniture."""

    label: Label
    pattern: Pattern
    where: Literal["anywhere", "top", "end"] = "anywhere"
    longest: int = Field(default=40, gt=0)


class PartRule(_Strict):
    """The beginning or end of a line; what is left of the line may get a label of its own."""

    label: Label
    pattern: Exact
    at: Literal["start", "end"]
    of: Literal["first", "title", "line"] = "line"
    rest: Label | None = None
    longest: int = Field(default=90, gt=0)


class BlockRule(_Strict):
    """Furniture of several lines: a line it begins with, and what its other lines are like."""

    label: Label
    begins: Pattern
    goes_on: Annotated[Literal["teasers"] | Pattern, Field(union_mode="left_to_right")]
    longest: int = Field(default=20, gt=0)


class Agency(_Strict):
    """A news agency: its full names, and the short marks it signs with."""

    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    signs: tuple[Pattern, ...] = ()
    publishes: bool = False


class Profile(_Strict):
    """One file of rules: of every page (`generic`), or of one outlet."""

    outlet: str = ""
    aliases: tuple[str, ...] = ()
    agency: Agency | None = None
    identify: tuple[str, ...] = ()
    lines: dict[Name, LineRule] = {}
    parts: dict[Name, PartRule] = {}
    blocks: dict[Name, BlockRule] = {}
    hints: tuple[Pattern, ...] = ()
    not_a_place: tuple[str, ...] = ()

    @cached_property
    def own_marks(self) -> list[re.Pattern[str]]:
        """The lines by which an outlet's own pages are known (of an outlet's profile)."""
        return [re.compile(own, re.DOTALL) for own in self.identify]

    @property
    def names(self) -> tuple[str, ...]:
        """The outlet's name and its other names."""
        return (self.outlet, *self.aliases)


class Anchor(_Strict):
    """An event whose date is known, so that "16 months" of it can date an article."""

    date: date
    event: str
    pattern: Pattern


class Agencies(_Strict):
    """The file agencies.yml."""

    agencies: dict[str, Agency]


class Publishers(_Strict):
    """The file publishers.yml: an outlet's printed name, and its hosts and handles."""

    publishers: dict[str, tuple[str, ...]]


class Anchors(_Strict):
    """The file anchors.yml."""

    anchors: dict[Name, Anchor]


@dataclass(frozen=True, eq=False)
class Rules:
    """All rules, as read by `load_rules`; equal to none but themselves, so that they can be a key.

    Attributes
    ----------
    generic
        What holds for every page.
    profiles
        File name without suffix -> profile of one outlet.
    agencies
        News agencies by the name used in `agency`; a profile's own among them.
    anchors
        Dated events by name.
    publishers
        Hosts, handles and other spellings of outlets by printed name.
    """

    generic: Profile
    profiles: Mapping[str, Profile]
    agencies: Mapping[str, Agency]
    anchors: Mapping[str, Anchor]
    publishers: Mapping[str, tuple[str, ...]]

    @cached_property
    def sieve(self) -> Prefilter:
        """All patterns of lines, parts and blocks, to find the few that a line can fit."""
        patterns = {}
        for source, profile in ((GENERIC, self.generic), *self.profiles.items()):
            for name, line in profile.lines.items():
                patterns[f"lines/{source}/{name}"] = Wanted(line.pattern, line.longest)
            for name, part in profile.parts.items():
                patterns[f"parts/{source}/{name}"] = Wanted(part.pattern, part.longest)
            for name, block in profile.blocks.items():
                patterns[f"blocks/{source}/{name}"] = Wanted(block.begins, LONGEST_BEGINNING)
        return Prefilter(patterns)

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return {
            fold_name(name): key for key, profile in self.profiles.items() for name in profile.names
        }

    def profile_of(self, outlet: str) -> str:
        """Find the profile of an outlet by any of its names; '' where there is none.

        Parameters
        ----------
        outlet
            The name as given; "The" and "www." in front and brackets behind do not matter.
        """
        return self._by_name.get(fold_name(outlet), "") if outlet else ""

    @cached_property
    def _published_as(self) -> Mapping[str, str]:
        """Every host and handle, folded -> the printed name."""
        listed = {
            fold_name(site): outlet for outlet, sites in self.publishers.items() for site in sites
        }
        own = {
            fold_name(alias): profile.outlet
            for profile in self.profiles.values()
            for alias in profile.aliases
            if _HOST.fullmatch(alias)
        }
        return listed | own

    def outlet_named(self, outlet: str) -> str:
        """Find the printed name of an outlet that is given by a host or handle.

        Parameters
        ----------
        outlet
            As given: "edition.cnn.com" is CNN, "NYTimes" The New York Times; a name that
            publishers.yml and the profiles do not list stays as it is.
        """
        name = fold_name(outlet)
        if host := _HOST.match(name):
            name = host.group()
        while name not in self._published_as and _HOST.fullmatch(parent := name.partition(".")[2]):
            name = parent
        return self._published_as.get(name, outlet)

    @cached_property
    def agency_names(self) -> Mapping[str, str]:
        """Every name of an agency, folded, and every short mark as printed -> the agency."""
        return {
            _as_signed(name): agency
            for agency, entry in self.agencies.items()
            for name in (agency, *entry.names, *entry.marks)
        }

    @cached_property
    def signs(self) -> list[tuple[str, re.Pattern[str]]]:
        """The styles in which agencies sign without a name, with the agency of each."""
        return [(agency, sign) for agency, entry in self.agencies.items() for sign in entry.signs]

    @cached_property
    def frames(self) -> list[re.Pattern[str]]:
        """The lines of `identify`, with all names of outlets in the place of {outlet}."""
        names = sorted((re.escape(n) for p in self.profiles.values() for n in p.names), key=len)
        choice = f"(?:the )?(?P<outlet>{'|'.join(reversed(names)) or '(?!)'})"
        frames = [frame.replace(OUTLET, choice) for frame in self.generic.identify]
        return [re.compile(frame, re.IGNORECASE | re.DOTALL) for frame in frames]

    @cached_property
    def agency_mention(self) -> re.Pattern[str]:
        """An agency's full name anywhere, or its mark in brackets."""
        entries = [(key, *entry.names) for key, entry in self.agencies.items()]
        names = sorted({n for entry in entries for n in entry if len(n) > 4}, key=len)
        marks = sorted({m for entry in self.agencies.values() for m in entry.marks}, key=len)
        full = "|".join(map(re.escape, reversed(names)))
        short = "|".join(map(re.escape, reversed(marks)))
        return re.compile(rf"\b(?P<name>{full})\b|\((?P<mark>{short})\)")

    def agency_of(self, name: str) -> str:
        """Find an agency by a name or mark; '' where there is none."""
        # Most of what is asked for is a sentence, which need not be folded.
        is_long = len(name.split()) > self._longest_agency and not _ADDED.search(name)
        return "" if is_long else self.agency_names.get(_as_signed(name), "")

    @cached_property
    def _longest_agency(self) -> int:
        """The words of the longest name of an agency, "the" in front included."""
        return 1 + max((len(name.split()) for name in self.agency_names), default=0)


_ARTICLE: Final = re.compile(r"^(?:https?://)?(?:www\.|the\s+)?", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$|\s+-\s+\w+$|/$")
# Letters without which nothing of the kind stands behind a name.
_ADDED: Final = re.compile("[-)/]")


# Letters of a mark that holds only as it is printed, with its capitals.
_SHORT: Final = 4
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?=/|$)", re.IGNORECASE)


def _as_signed(name: str) -> str:
    """Fold a name of an agency, but no short mark: "nan" is no News Agency of Nigeria."""
    folded = fold_name(name)
    return folded if len(folded) > _SHORT else _without_frame(name)


def _without_frame(name: str) -> str:
    """Leave out what stands before and behind a name."""
    return _ARTICLE.sub("", _BRACKETS.sub("", " ".join(name.split())))


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """Fold the ways one name is written: "The Moscow Times" and "moscow times" are one.

    Examples
    --------
    >>> fold_name("www.RT.com"), fold_name("Fox News (Online)")
    ('rt.com', 'fox news')
    """
    return _without_frame(name).casefold()
