"""Words by which news calls the same kind of thing or act, and how much each hint of it weighs.

`kin.yml` holds classes of nouns and of verbs, `kin-weights.yml` (with a parser
`kin-weights-spacy.yml`) the weights that `bench/choices.py` learnt from judged pairs. How an entry
is written stands at their heads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from analysis.corpus.language.inflection import check_form, variants, verb_forms
from analysis.corpus.lexicons.files import content_of
from analysis.files import LEXICONS, rule_file
from analysis.schema import ParameterError, RuleError, closest

Kind = Literal["noun", "verb"]
_SECTIONS: Final[Mapping[str, Kind]] = {
    "nouns": "noun", "verbs": "verb", "noun_synonyms": "noun", "verb_synonyms": "verb"
}  # fmt: skip
_SYNONYMS: Final = ("noun_synonyms", "verb_synonyms")
_MARKS: Final = ("loaded", "vague", "offices")
_KEYS: Final = (*_SECTIONS, "irregular", *_MARKS)
# What reads the grammar of sentences: rules, or a parser -> the file of the weights learnt with it.
GRAMMARS: Final = {"rules": "kin-weights.yml", "spacy": "kin-weights-spacy.yml"}


@dataclass(frozen=True)
class Kin:
    """Classes of words.

    Attributes
    ----------
    classes
        Kind and word -> the numbers of its classes.
    sizes
        Number of a class -> how many words it holds.
    synonyms
        The numbers of classes whose words nearly always name one thing.
    words
        Kind and form in small letters, hyphens as spaces -> the word it is a form of.
    loaded
        Words that tell more than their fellows.
    vague
        Words that name so much that two of them seldom name the same thing.
    offices
        What persons are called by rank.
    """

    classes: Mapping[tuple[Kind, str], frozenset[int]] = field(default_factory=dict)
    sizes: Mapping[int, int] = field(default_factory=dict)
    synonyms: frozenset[int] = frozenset()
    words: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    loaded: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()

    def shared(self, kind: Kind, word: str, other: str) -> frozenset[int]:
        """List the classes that two words share."""
        none: frozenset[int] = frozenset()
        return self.classes.get((kind, word), none) & self.classes.get((kind, other), none)


def load_kin(folder: Path = LEXICONS) -> Kin:
    """Read kin.yml of a folder.

    Raises
    ------
    RuleError
        Names the file, and the row that is not in the form it must have.
    """
    path = rule_file(folder, "kin.yml")
    return _kin(path, path.read_bytes() if path.is_file() else b"")


# Long to read, and asked for once a story.
@lru_cache(maxsize=2)
def _kin(path: Path, _: bytes) -> Kin:
    content = content_of(path) or {}
    if not isinstance(content, dict):
        raise RuleError(f"{path}: it must hold keys: {', '.join(_KEYS)}.")
    for key in content:
        if key not in _KEYS:
            allowed = f"Allowed: {', '.join(_KEYS)}."
            raise RuleError(f"{path}: there is no key {key!r}. {allowed}{closest(key, _KEYS)}")
    irregular = _irregular(path, content.get("irregular") or {})
    rows = [
        (section, kind, words)
        for section, kind in _SECTIONS.items()
        for words in _rows(path, section, content.get(section) or [])
    ]
    sizes = {number: len(words) for number, (*_, words) in enumerate(rows)}
    synonyms = frozenset(n for n, (section, *_) in enumerate(rows) if section in _SYNONYMS)
    classes: dict[tuple[Kind, str], set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for word in row[2]:
            classes[row[1], word].add(number)
    forms: dict[tuple[Kind, str], str] = {}
    for kind, word in sorted(classes):
        for form in _forms(kind, word, irregular.get(word, ())):
            forms.setdefault((kind, form), word)
    # A word itself comes before what is a form of another: "saw" is no form of "see" there.
    forms |= {(kind, _plain(word)): word for kind, word in classes}
    marks = [frozenset(_list(path, mark, content.get(mark) or [])) for mark in _MARKS]
    strange = sorted(frozenset(irregular).union(*marks) - {word for _, word in classes})
    if strange:
        raise RuleError(f"{path}: {strange[0]!r} stands in no class of nouns or verbs.")
    by_word = {key: frozenset(of) for key, of in classes.items()}
    return Kin(by_word, sizes, synonyms, forms, *marks)


def load_kin_weights(folder: Path = LEXICONS, *, grammar: str = "rules") -> dict[str, float]:
    """Read kin-weights.yml: what is seen of two words of a class, and how much it weighs.

    Parameters
    ----------
    grammar
        How what stands beside a word is read, by which hints weigh differently: one of `GRAMMARS`.

    Raises
    ------
    ParameterError
        There is no such grammar.
    RuleError
        Names the file and the line that is no name with a number.
    """
    if grammar not in GRAMMARS:
        raise ParameterError(
            f"Sentences cannot be read by {grammar!r}. Allowed: {', '.join(GRAMMARS)}."
            + closest(grammar, list(GRAMMARS))
        )
    path = rule_file(folder, GRAMMARS[grammar])
    content = content_of(path) or {}
    try:
        return {str(name): float(weight) for name, weight in content.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise RuleError(f"{path}: it must hold lines name: number. {error}") from None


def _rows(path: Path, section: str, rows: Any) -> Iterator[list[str]]:
    if not isinstance(rows, list):
        raise RuleError(f"{path}: {section}: it must be a list of classes: - [first, second]")
    for number, row in enumerate(rows, 1):
        words = _list(path, f"{section}, row {number}", row)
        if len(set(words)) < 2:
            raise RuleError(f"{path}: {section}, row {number}: a class has two words or more.")
        yield list(dict.fromkeys(words))


def _list(path: Path, where: str, words: Any) -> list[str]:
    """Check the words of a row."""
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise RuleError(f"{path}: {where}: it must be a list of words: [first, second]")
    for word in words:
        try:
            is_word = check_form(word) == word == word.lower() and "*" not in word
        except ValueError:
            is_word = False
        if not is_word or " " in word:
            raise RuleError(
                f"{path}: {where}: {word!r} is no word in small letters; write a hyphen for a space"
            )
    return words


def _irregular(path: Path, given: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict):
        raise RuleError(f"{path}: irregular: it must hold lines word: [form, form]")
    return {word: tuple(_list(path, f"irregular, {word}", forms)) for word, forms in given.items()}


def _forms(kind: Kind, word: str, irregular: tuple[str, ...]) -> Iterator[str]:
    """List the forms of a word, as they are looked up."""
    if kind == "verb":
        yield from map(_plain, irregular or verb_forms(word))
    elif irregular:
        # Of a word that is a verb too, the first is the form in -s.
        yield _plain(irregular[0])
    else:
        *before, (_, plural) = variants(word)
        yield " ".join([*(first for first, *_ in before), plural])


def _plain(word: str) -> str:
    return word.lower().replace("-", " ")
