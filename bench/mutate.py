"""Plant mistakes one at a time, and count those that the tests notice: `make mutate`.

A mistake is one changed place in one line: < for <=, and for or, min for max, a number one higher.
Places are drawn by a seed, a room at a time, so that a large room gets no more than its share. Each
is planted in a copy of the project, where the doctests of its module run and then the test files
that lie nearest to it by imports, up to the first test that fails. What survives is a line whose
wrong form nobody would see: write the small test by which it dies, or leave the line out. Some
survivors change nothing that anybody could see (a progress bar's delay, the size of a part); those
stay, and are read by hand.

    python bench/mutate.py --seed 1 --number 30
    python bench/mutate.py --at analysis/measures/concordance.py:325
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
COPIED: Final = ("analysis", "samestory", "tests", "bench", "data", "notebooks", "docs")
PACKAGES: Final = ("analysis", "samestory")
# English is held by scores on annotated articles, and by one sentence for each rule.
LANGUAGE: Final = (
    *(
        f"analysis/corpus/{room}/"
        for room in ("quote", "spacy", "credit", "clean", "language", "syntax")
    ),
    "analysis/corpus/lexicons/",
    "analysis/suggest/",
)
# They run commands, browsers and clusters, and are asked where no other test is near.
SLOW: Final = {
    "test_docs",
    "test_pages",
    "test_lab",
    "test_cluster",
    "test_notebooks",
    "test_wheel",
    "test_workbench_lab",
}
# Test files that a mutant meets, at most; and seconds that they may take together.
NEAREST: Final = 6
PATIENCE: Final = 600
# Those of a browser are left out as well.
_QUICK: Final = ["-m", "not browser"]
# What pytest ends with where it found no test, and how it names one that fails.
_NO_TEST: Final = 5
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+(?: \S+)*?)(?: - |$)", re.M)
_TOO_LATE: Final = "time"
_NOT_RUN: Final = "pytest, which could not begin"

_COMPARED: Final = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_RECKONED: Final = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*",
    ast.BitAnd: "|", ast.BitOr: "&",
}  # fmt: skip
_NAMES: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One changed place: bytes `start` to `end` of a file, and what stands there instead."""

    file: str
    line: int
    start: int
    end: int
    instead: str

    @property
    def room(self) -> str:
        """The folder of the package, or the module at its top: corpus/store, measures/reuse."""
        parts = Path(self.file).with_suffix("").parts[1:]
        return "/".join(parts[: 2 if len(parts) > 2 else 1])


def mutants(file: str) -> list[Mutant]:
    """List what can be changed in a file."""
    source = (ROOT / file).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def at(line: int | None, column: int | None) -> int:
        return starts[(line or 1) - 1] + (column or 0)

    def between(first: ast.expr, second: ast.expr, sign: str) -> Mutant:
        begin = at(first.end_lineno, first.end_col_offset)
        end = at(second.lineno, second.col_offset)
        gap = source[begin:end].decode()
        # Brackets may stand on both sides of the sign.
        head = gap[: len(gap) - len(gap.lstrip(") \n"))]
        tail = gap[len(gap.rstrip("( \n")) :]
        return Mutant(file, first.end_lineno or 1, begin, end, f"{head}{sign}{tail}")

    found = []
    for node in _code(ast.parse(source)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            sign = _COMPARED[type(node.ops[0])]
            found.append(between(node.left, node.comparators[0], sign))
        elif isinstance(node, ast.BinOp) and type(node.op) in _RECKONED and not _is_path(node):
            found.append(between(node.left, node.right, _RECKONED[type(node.op)]))
        elif isinstance(node, ast.BoolOp):
            sign = "or" if isinstance(node.op, ast.And) else "and"
            found.append(between(node.values[0], node.values[1], sign))
        elif isinstance(node, ast.Constant | ast.Name | ast.UnaryOp):
            begin, end = at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset)
            if instead := _instead(node, source[begin:end].decode()):
                found.append(Mutant(file, node.lineno, begin, end, instead))
    return [one for one in found if _is_python(source, one)]


def _code(tree: ast.Module) -> Iterator[ast.AST]:
    """Walk what is run: no annotations, and nothing that is unseen."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns", "type_params", "decorator_list"):
                children = value if isinstance(value, list) else [value]
                waiting += [c for c in children if isinstance(c, ast.AST) and not _is_unseen(c)]


def _is_unseen(node: ast.AST) -> bool:
    """Tell what nobody sees go wrong: words of errors, and `zip(strict=True)`."""
    return isinstance(node, ast.Raise) or (isinstance(node, ast.keyword) and node.arg == "strict")


def _is_path(node: ast.BinOp) -> bool:
    """Tell a path's "/", without which no module would be imported."""
    sides = (node.left, node.right)
    return isinstance(node.op, ast.Div) and any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def _instead(node: ast.Constant | ast.Name | ast.UnaryOp, text: str) -> str:
    """Write a name, a number or a `not` in its wrong form; '' where there is none."""
    if isinstance(node, ast.Name):
        return _NAMES.get(node.id, "")
    if isinstance(node, ast.UnaryOp):
        return f"bool({text.removeprefix('not')})" if isinstance(node.op, ast.Not) else ""
    if isinstance(node.value, bool):
        return str(not node.value)
    return str(node.value + 1) if isinstance(node.value, int | float) else ""


def _is_python(source: bytes, mutant: Mutant) -> bool:
    try:
        ast.parse(_planted(source, mutant))
    except SyntaxError:
        return False
    return True


def _planted(source: bytes, mutant: Mutant) -> bytes:
    return source[: mutant.start] + mutant.instead.encode() + source[mutant.end :]


def draw(number: int, seed: int, files: list[str]) -> list[Mutant]:
    """Draw mutants, a room in turn after the other."""
    chance = random.Random(seed)
    rooms: dict[str, list[Mutant]] = defaultdict(list)
    for file in files:
        for mutant in mutants(file):
            rooms[mutant.room].append(mutant)
    order = sorted(rooms)
    chance.shuffle(order)
    for room in order:
        chance.shuffle(rooms[room])
    drawn = [rooms[room][n] for n in range(number) for room in order if n < len(rooms[room])]
    return drawn[:number]


@cache
def imports(path: Path) -> frozenset[str]:
    """List the files of the packages that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    files = set()
    for name in names:
        if name.partition(".")[0] in PACKAGES:
            stem = name.replace(".", "/")
            files |= {f for f in (f"{stem}.py", f"{stem}/__init__.py") if (ROOT / f).is_file()}
    return frozenset(files)


def nearest(file: str) -> list[str]:
    """List the test files that lie nearest to a module by imports, at most `NEAREST`."""
    tests = sorted((ROOT / "tests").glob("test_*.py"))
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    wanted, chosen = {file}, dict.fromkeys(_named_alike(file))
    for _ in range(4):
        reached = [test for test in tests if imports(test) & wanted]
        # One that imports little is about this, and quick.
        reached.sort(key=lambda test: (len(imports(test)), test.name))
        chosen |= dict.fromkeys(f"tests/{test.name}" for test in reached)
        if len(chosen) >= 2 * NEAREST:
            break
        wanted |= {m.relative_to(ROOT).as_posix() for m in modules if imports(m) & wanted}
    quick = [test for test in chosen if Path(test).stem not in SLOW]
    return (quick or list(chosen))[:NEAREST]


def _named_alike(file: str) -> list[str]:
    """List the test files that bear the name of a module or of its room."""
    names = reversed(Path(file).with_suffix("").parts[1:])
    return [test for n in names if (ROOT / (test := f"tests/test_{n}.py")).is_file()]


class Copy:
    """A copy of the project in which mistakes are planted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
        for path in ROOT.iterdir():
            if path.is_file():
                shutil.copy2(path, folder)
        self._is_green: dict[str, bool] = {}

    def failure(self, asked: Iterable[str], *options: str) -> str:
        """Run tests to the first that fails, and name it; '' where none does."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-rfE", "--tb=no", "--no-header"]
        command += ["-p", "no:cacheprovider", *options, *asked]
        path = {"PYTHONPATH": str(self.folder), "COLUMNS": "1000"}
        # Away from the terminal, so that all it started can be ended with it.
        process = subprocess.Popen(
            command, cwd=self.folder, env=os.environ | path, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            said, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return _TOO_LATE
        if process.returncode in (0, _NO_TEST):
            return ""
        named = _FAILED.search(said)
        return named.group(1) if named else _NOT_RUN

    def is_green(self, test: str) -> bool:
        """Tell whether a test passes where nothing is planted."""
        if test not in self._is_green:
            # A file that is named alone could not be read.
            only = () if "::" in test else ("--collect-only",)
            self._is_green[test] = test == _TOO_LATE or not self.failure([test], *only)
        return self._is_green[test]

    def noticed_by(self, mutant: Mutant) -> str:
        """Plant a mutant, and name the first test that notices it; '' where none does."""
        source = (self.folder / mutant.file).read_bytes()
        asked = [mutant.file, *(f for f in nearest(mutant.file) if (self.folder / f).is_file())]
        options = [] if all(Path(file).stem in SLOW for file in asked[1:]) else _QUICK
        while True:
            self._write(mutant.file, _planted(source, mutant))
            test = self.failure(asked, *options)
            self._write(mutant.file, source)
            if test == _NOT_RUN:
                return "" if self.failure(asked, "--collect-only") else test
            if not test or self.is_green(test):
                return test
            if test in asked:
                asked.remove(test)
            else:
                options = [*options, f"--deselect={test}"]

    def _write(self, file: str, content: bytes) -> None:
        path = self.folder / file
        path.write_bytes(content)
        # A file changed twice in a second would be taken for the compiled one.
        shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)


def main() -> None:
    """Plant, run, print each mutant and the sums of the rooms."""
    parser = argparse.ArgumentParser(description="Plant mistakes; count those the tests notice.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--at", action="append", help="All mutants of this file:line. Repeat.")
    parser.add_argument("--language", action="store_true", help="Only the rooms of English.")
    asked = parser.parse_args()
    everything = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    ]
    if asked.at:
        places = {(file, int(line)) for file, _, line in (at.partition(":") for at in asked.at)}
        drawn = [m for file, line in sorted(places) for m in mutants(file) if m.line == line]
    else:
        files = [file for file in everything if file.startswith(LANGUAGE) == asked.language]
        drawn = draw(asked.number, asked.seed, files)
    killed, survived = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="samestory-mutants-") as folder:
        copy = Copy(Path(folder))
        for mutant in drawn:
            begin = time.monotonic()
            by = copy.noticed_by(mutant)
            (killed if by else survived)[mutant.room] += 1
            before = (ROOT / mutant.file).read_bytes()[mutant.start : mutant.end].decode()
            print(
                f"{'killed  ' if by else 'SURVIVED'} {mutant.file}:{mutant.line} "
                f"{before.strip()!r} -> {mutant.instead.strip()!r}"
                f"{f' by {by}' if by else ''} ({time.monotonic() - begin:.0f} s)",
                flush=True,
            )
    for room in sorted(killed | survived):
        print(f"{room:24} killed {killed[room]:3}  survived {survived[room]:3}")
    of = max(1, len(drawn))
    print(f"{killed.total()} of {len(drawn)} killed ({killed.total() / of:.0%})")


if __name__ == "__main__":
    main()
