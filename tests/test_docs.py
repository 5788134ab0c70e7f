"""What the documents say is so: commands run, options are named, the codebook is fresh."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import codebook
import pytest
import typer.main

from analysis.__main__ import app
from analysis.schema import INSTALL

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

# Pages that tell what to type. CHANGELOG.md and bench/RESULTS.md tell what was.
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "bench/README.md")),
        *(ROOT / name for name in ("data/README.md", "reports/README.md")),
        *(ROOT / "docs").glob("*.md"),
    )
)
# The project, without what was made in it.
PARTS = ("analysis", "bench", "data", "docs", "notebooks", "samestory", "tests")
TEXTS = (".css", ".ipynb", ".j2", ".js", ".json", ".md", ".py", ".toml", ".txt", ".yaml", ".yml")

# A span of a page is a command if it has several words and begins with one of these, or with a
# path to it; our own commands count too, so that `tables --tokens` without its program is found.
PROGRAMS = {
    *typer.main.get_command(app).commands,
    *(file.name for file in (Path(sys.prefix) / "bin").iterdir()),
    *"bash cd conda curl git make pip pip3 python python3 samestory sh source sudo uv".split(),
}
# What a command of a fresh checkout begins with.
BEGINNINGS = (".venv/bin/", "make ", "git ")

MINUTES = "takes minutes"
NETWORK = "needs the network"
ENDLESS = "does not end by itself"
ARTICLES = "takes minutes and needs the real articles of ../shared"
# The table of what one has and what one types: each row is tried on a small file of its kind.
MADE = "tests/test_tables_as_they_are.py makes its file and runs it"
TYPED = [
    found[1]
    for row in README.partition("| you have | you type |")[2].partition("\n\n")[0].split("\n")
    if (found := re.search(r"`(\.venv/bin/samestory \w+ [^`]+)`", row))
]
WITHOUT_RUN = {
    "make reports": MINUTES,
    "make test": MINUTES,
    "make slow": MINUTES,
    "make check": "reads the whole checkout, which is what it is for",
    "make extras": NETWORK,
    "make mutate": MINUTES,
    "make bench": ARTICLES,
    "make release": ARTICLES,
    "make lock": NETWORK,
    "make lab": ENDLESS,
    ".venv/bin/samestory lab my-articles": ENDLESS,
    **{command: MADE for command in TYPED},
    ".venv/bin/dask scheduler": ENDLESS,
    ".venv/bin/dask worker tcp://host:8786": ENDLESS,
    ".venv/bin/samestory prepare my-articles --scheduler tcp://host:8786": "needs that scheduler",
    "git clone <this repository> && cd samestory": NETWORK,
    INSTALL: NETWORK,
    ".venv/bin/python bench/again.py ../shared": ARTICLES,
    ".venv/bin/python bench/cluster.py ../shared 2000": ARTICLES,
    ".venv/bin/python bench/scale.py ../shared": ARTICLES,
    ".venv/bin/python bench/scale.py ../shared --sizes 10000 30000 100000": ARTICLES,
    ".venv/bin/python bench/scale.py ../shared --peers .peers/plain/bin/python "
    ".peers/conc/bin/python": ARTICLES,
    ".venv/bin/python -m venv .peers/plain && "
    ".peers/plain/bin/pip install -r bench/scaling/peers.txt": NETWORK,
    ".venv/bin/python -m venv .peers/conc && "
    ".peers/conc/bin/pip install -r bench/scaling/conc.txt": NETWORK,
}
# Those that need spaCy, an extra: without it they say how to install it.
EXTRA = {".venv/bin/samestory suggest entities data/sample"}
# Longer than any of them takes on a slow machine.
PATIENCE = 240

FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.M | re.S)
SPAN = re.compile(r"`([^`]+)`")
ARTICLES_MADE = {
    "herald-1.txt": """The ferry strike begins

Ferry crews in Marlow went on strike on Monday. “We will not sail until the pay is fair,” said Ada
Brill, who speaks for the crews. The town called the strike a blockade of the harbour.
""",
    "herald-2.txt": """Islands wait for the ferry

Shops on the islands ran short of bread on Tuesday. “The blockade hurts us all,” said Mayor Tom
Reed. The crews said that the strike would go on.
""",
    "courier-1.txt": """Harbour blockade halts ferries

A blockade by ferry crews halted traffic in Marlow on Monday. Ada Brill, who speaks for the crews,
said: “We will not sail until the pay is fair.” The owners called the strike unlawful.
""",
    "courier-2.txt": """Owners offer talks

The owners of the ferries offered talks on Tuesday. “The door is open,” said Nils Owen, a director.
The strike has cost the islands much, he said, and the blockade must end.
""",
}


def _commands() -> list[str]:
    """All commands of the pages, each once, in the order in which a reader meets them."""
    found: dict[str, None] = {}
    for page in sorted(PAGES, key=lambda page: (page != "README.md", page)):
        text = (ROOT / page).read_text(encoding="utf-8")
        for language, block in FENCE.findall(text):
            assert language in ("sh", "python", "text"), f"{page}: a block of what? {block}"
            if language == "sh":
                found |= dict.fromkeys(line for line in block.splitlines() if line.strip())
        for span in SPAN.findall(FENCE.sub("", text)):
            first, blank, _ = span.partition(" ")
            if blank and first.rpartition("/")[2] in PROGRAMS:
                found[span] = None
    return list(found)


def _bare(line: str) -> str:
    """Cut the comment off."""
    return re.sub(r"\s+#.*", "", line)


COMMANDS = _commands()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project, with this environment as .venv, four articles and their parameters."""
    folder = tmp_path_factory.mktemp("checkout") / "samestory"
    folder.mkdir()
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy2(file, folder)
    # A folder of links: whatever happens to it, the environment itself stays.
    venv = folder / ".venv"
    venv.mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != "ready":
            (venv / part.name).symlink_to(part)
    (venv / "ready").touch()
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True, env=_environment(folder))
    own = folder / "my-articles"
    own.mkdir()
    manifest = ["file,outlet,date"]
    for name, text in ARTICLES_MADE.items():
        (own / name).write_text(text, encoding="utf-8")
        outlet, number = name.removesuffix(".txt").split("-")
        manifest.append(f"{name},{outlet.title()},2024-05-{6 + int(number):02}")
    (own / "manifest.csv").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    (folder / "parameters.yml").write_text("by: outlet\n", encoding="utf-8")
    return folder


def _environment(folder: Path) -> dict[str, str]:
    """Give this process's environment, so that the copy is imported and nothing else written."""
    left = ("PYTEST", "GIT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left)}
    nothing = dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull)
    home = str(folder.parent / "pre-commit")
    return kept | nothing | {"PYTHONPATH": str(folder), "PRE_COMMIT_HOME": home}


def _typed(line: str, folder: Path) -> tuple[int, str]:
    """Run a line as it is written; end all that it started if it takes too long."""
    process = subprocess.Popen(
        line,
        shell=True,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
        return -1, f"{said}\nstill running after {PATIENCE} seconds"
    return process.returncode, said


def test_every_command_begins_as_a_fresh_checkout_needs_it():
    assert len(COMMANDS) > 25
    for line in COMMANDS:
        for part in re.split(r" && | \| |; ", _bare(line)):
            assert part.startswith((*BEGINNINGS, "cd samestory", ".peers/")), line


def test_commands_that_do_not_run_here_are_named_with_the_reason():
    assert set(WITHOUT_RUN) <= {_bare(line) for line in COMMANDS}
    assert all(WITHOUT_RUN.values())


@pytest.mark.parametrize("line", [line for line in COMMANDS if _bare(line) not in WITHOUT_RUN])
def test_every_other_command_runs_as_written(line, checkout):
    code, said = _typed(line, checkout)
    if _bare(line) in EXTRA and importlib.util.find_spec("spacy") is None:
        assert (code, said.count(INSTALL)) == (2, 1), said
    else:
        assert code == 0, f"{line}\n{said}"
    assert "Traceback" not in said


def test_no_file_tells_to_install_a_name_that_is_not_ours():
    """Only from files of the project, or the project itself: `-r FILE`, `-e .`."""
    assert (ROOT / INSTALL.rpartition(" ")[2]).is_file()
    top = [file for file in ROOT.iterdir() if file.is_file()]
    parts = [file for part in PARTS for file in (ROOT / part).rglob("*")]
    looked = 0
    for file in (*top, *parts, *(ROOT / "reports" / "wagner-2023").iterdir()):
        if file.suffix not in (*TEXTS, ".html", "") or not file.is_file():
            continue
        text, looked = file.read_text(encoding="utf-8", errors="replace"), looked + 1
        assert not re.search(r"samestory\[[a-z]", text), file
        for rest in re.findall(r"\bpip3? install\b([^`'\")]*)", text):
            assert re.search(r" (-r [\w/-]+\.(lock|txt)|-e \.)(?!\w)", rest), f"{file}: {rest}"
    assert looked > 300


def test_the_codebook_follows_the_schema():
    assert codebook.FILE.read_text(encoding="utf-8") == codebook.text()


def test_every_command_and_option_is_in_the_readme():
    command = typer.main.get_command(app)
    there = {
        *("reports", "tables", "check", "release", "review", "lab", "suggest", "prepare"),
        *("collect",),
    }
    assert set(command.commands) == there
    for name, one in command.commands.items():
        assert f"samestory {name}" in README
        for parameter in one.params:
            long = [option for option in parameter.opts if option.startswith("--")]
            for option in long:
                assert option in README or option == "--help", f"{name} {option}"


def test_every_make_target_of_the_documents_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    said = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"`make ([a-z]+)", said)) | set(
        re.findall(r"^make ([a-z]+)", said, re.M)
    )
    assert {"reports", "test", "lab", "check"} <= asked <= targets


def test_the_python_lines_of_the_readme_run():
    lines = re.search(r"```python\n(.*?)```", README, re.S).group(1)
    assert len(lines.strip().splitlines()) == 4
    scope: dict[str, object] = {}
    exec(lines, scope)
    assert len(scope["corpus"].documents) > 30


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_link_of_the_readme_leads_somewhere(link):
    assert (ROOT / link).exists()


def test_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"version: {project['version']}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
