"""The guide is so: each of its Python blocks runs, and shows what stands below it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pandas as pd
import pytest
from test_docs import ARTICLES_MADE

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide.md"
# A block, and what it shows, if it does.
STEP = re.compile(r"^```python\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?", re.M | re.S)
OWN = "my-articles"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Four articles as a folder, and the same as a table whose columns are called otherwise."""
    folder = tmp_path / OWN
    folder.mkdir()
    manifest, rows = [], []
    for name, text in ARTICLES_MADE.items():
        (folder / name).write_text(text, encoding="utf-8")
        outlet, number = name.removesuffix(".txt").split("-")
        title, _, body = text.partition("\n\n")
        fields = {"outlet": outlet.title(), "date": f"2024-05-{6 + int(number):02}"}
        manifest.append({"file": name} | fields)
        paper, desk = fields.pop("outlet"), ("home", "business")[int(number) - 1]
        rows.append(
            {"id": name, "paper": paper, "title": title, **fields, "content": body, "desk": desk}
        )
    pd.DataFrame(manifest).to_csv(folder / "manifest.csv", index=False)
    pd.DataFrame(rows).to_csv(folder.with_suffix(".csv"), index=False)
    return folder


def _shown(code: str, scope: dict[str, object]) -> str:
    """Run a block; give the value of its last line, as Python shows it."""
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "guide", "exec"), scope)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "guide", "exec"), scope)
        return ""
    value = repr(eval(compile(ast.Expression(last.value), "guide", "eval"), scope))
    return "".join(f"{line.rstrip()}\n" for line in value.splitlines())


def test_every_block_of_the_guide_shows_what_stands_below_it(own, request):
    page, scope = GUIDE.read_text(encoding="utf-8"), {}
    places, shown = [], []
    for step in STEP.finditer(page):
        code = step.group(1).replace(f'"{OWN}', f'"{own.with_name(OWN)}')
        shown.append(_shown(code, scope))
        places.append(step.span(2))
    assert len(shown) > 20
    for (start, end), text in reversed([*zip(places, shown, strict=True)]):
        assert (start >= 0) == bool(text), f"a block that shows this, or nothing: {text}"
        if text:
            page = page[:start] + text + page[end:]
    if request.config.getoption("--regenerate"):
        GUIDE.write_text(page, encoding="utf-8")
    assert page == GUIDE.read_text(encoding="utf-8")


def test_the_guide_has_ten_recipes():
    numbers = re.findall(r"^## (\d+)\. ", GUIDE.read_text(encoding="utf-8"), re.M)
    assert numbers == [str(number) for number in range(1, 11)]
