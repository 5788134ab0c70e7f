"""Print pages with Chromium, and see how much of each sheet is left empty."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

Matrix = tuple[float, float, float, float, float, float]

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_TOKEN = re.compile(rb"<[0-9A-Fa-f]*>|\((?:\\.|[^\\)])*\)|/[^\s/<>\[\](]+|[^\s\[\]<>(]+|[\[\]<>]")
_NUMBER = re.compile(rb"-?\d*\.?\d+")
_PAINTS = (b"f", b"F", b"f*", b"S", b"s", b"B", b"b", b"B*", b"b*", b"n")
# Points: the space between two paragraphs is no gap, and a sheet has margins.
_SPACE = 40.0
_MARGIN = 34.0
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


def print_of(browser: Browser, path: Path) -> bytes:
    """Print a page on A4 paper, as a reader's browser would."""
    page = browser.new_page()
    try:
        page.goto(path.resolve().as_uri())
        return page.pdf(format="A4", prefer_css_page_size=True)
    finally:
        page.close()


def empty_shares(pdf: bytes) -> list[float]:
    """Say of each sheet which share of its height, within the margins, is empty."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    shares = []
    for body in objects.values():
        if re.search(rb"/Type\s*/Page\b", body):
            tall = float(re.findall(rb"/MediaBox \[[^\]]* ([\d.]+)\]", body)[0])
            content = re.findall(rb"/Contents (\d+) 0 R", body)
            marks = _marks(objects, int(content[0]), _SAME)
            shares.append(_empty([mark for mark in marks if mark[1] - mark[0] < 0.9 * tall], tall))
    return shares


def _empty(marks: list[tuple[float, float]], tall: float) -> float:
    """Add up the gaps between marks and beneath the last."""
    top, bottom = tall - _MARGIN, _MARGIN
    covered, gap = top, 0.0
    for low, high in sorted(marks, key=lambda mark: -mark[1]):
        if high < bottom - 1 or low > tall:
            continue
        gap += covered - high if covered - high > _SPACE else 0
        covered = min(covered, low)
    gap += max(0.0, covered - bottom) if covered - bottom > _SPACE else 0
    return gap / (top - bottom)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _at(matrix: Matrix, x: float, y: float) -> float:
    return matrix[1] * x + matrix[3] * y + matrix[5]


def _marks(objects: dict[int, bytes], number: int, start: Matrix) -> Iterator[tuple[float, float]]:
    """List from where to where, counted upwards, each painted thing of a stream reaches."""
    head, _, _ = objects[number].partition(b"stream")
    found = _STREAM.search(objects[number])
    assert found is not None
    content = zlib.decompress(found.group(1)) if b"/FlateDecode" in head else found.group(1)
    known = re.search(rb"/Matrix \[([^\]]+)\]", head)
    brush = _Brush(
        _times(_matrix(list(map(float, known.group(1).split()))), start) if known else start
    )
    given: list[bytes] = []
    for token in _TOKEN.findall(content):
        if _NUMBER.fullmatch(token) or token[:1] in b"/<([]>":
            given.append(token)
            continue
        values = [float(each) for each in given if _NUMBER.fullmatch(each)]
        if token == b"Do":
            inner = int(given[-1].removeprefix(b"/X"))
            if b"/Form" in objects[inner]:
                yield from _marks(objects, inner, brush.matrix)
        elif token in _PAINTS:
            yield from brush.paint(token)
        elif token in (b"Tj", b"TJ"):
            yield brush.written()
        else:
            brush.take(token, values)
        given = []


class _Brush:
    """What a stream of drawing commands has said so far."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix, self.text, self.size = matrix, _SAME, 10.0
        self.kept: list[Matrix] = []
        self.path: list[float] = []
        self.clips = False

    def take(self, token: bytes, values: list[float]) -> None:
        """Follow a command that paints nothing."""
        if token == b"q":
            self.kept.append(self.matrix)
        elif token == b"Q":
            self.matrix = self.kept.pop()
        elif token == b"cm":
            self.matrix = _times(_matrix(values), self.matrix)
        elif token in (b"W", b"W*"):
            self.clips = True
        elif token == b"re":
            self.path += [_at(self.matrix, values[0], values[1] + high) for high in (0, values[3])]
        elif token in (b"m", b"l", b"c", b"v", b"y"):
            points = zip(values[::2], values[1::2], strict=True)
            self.path += [_at(self.matrix, x, y) for x, y in points]
        else:
            self._write(token, values)

    def _write(self, token: bytes, values: list[float]) -> None:
        if token == b"Tf":
            self.size = values[-1]
        elif token == b"Tm":
            self.text = _matrix(values)
        elif token == b"Td":
            self.text = _times((1, 0, 0, 1, values[0], values[1]), self.text)

    def paint(self, token: bytes) -> Iterator[tuple[float, float]]:
        """Paint the path, unless it only cuts out what follows."""
        if self.path and token != b"n" and not self.clips:
            yield min(self.path), max(self.path)
        self.path, self.clips = [], False

    def written(self) -> tuple[float, float]:
        """Say where a piece of text stands."""
        ends = [_at(_times(self.text, self.matrix), 0, y) for y in (-self.size / 4, self.size)]
        return min(ends), max(ends)


def _matrix(values: list[float]) -> Matrix:
    a, b, c, d, e, f = values[-6:]
    return a, b, c, d, e, f
