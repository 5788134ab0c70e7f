"""Jobs become pages: run a notebook, render it, and put page and record in their place.

A page is made anew only where something it follows from has changed. A failed run leaves
the old page, says so in the record beside it, and keeps the half-run notebook.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

import nbformat
from nbformat import NotebookNode
from tqdm import tqdm

from analysis.figures.text import shorten
from analysis.files import read_json, write_atomically, write_json
from analysis.reports import traces
from analysis.reports.execute import Limits, RunError, execute, provenance_of
from analysis.reports.export import SamestoryExporter
from analysis.reports.key import page_key, sha256, versions
from analysis.reports.lifeline import UNBROKEN
from analysis.reports.lines import beside
from analysis.reports.parameters import Value, check_parameters, file_name, parameters, slug
from analysis.reports.workers import apart
from analysis.schema import ParameterError, WriteError

Status = Literal["made", "kept", "failed"]

__all__ = [
    "Job",
    "Limits",
    "Result",
    "Shown",
    "of_story",
    "page_of",
    "run_report",
    "run_reports",
    "stories_of",
]


@dataclass(frozen=True)
class Shown:
    """The corpus that a report shows: its name, its hash, and how the notebook calls it.

    `lies` is where it lies on this machine, which no page tells, and `place` a hash of that.
    """

    name: str
    hash: str
    path: str
    lies: Path | None = None
    place: str = ""


@dataclass(frozen=True)
class Job:
    """One page to make.

    `parameters` are given values as `check_parameters` takes them, without `corpus`; `out`
    is the folder of all reports. `standing` are values the corpus itself asks for: they hold
    unless given otherwise, and do not stand in the page's name. `files` is a hash of the files
    that parameters name. `beside` are the files of pages that the same run makes.
    """

    notebook: Path
    corpus: Shown
    out: Path
    parameters: Mapping[str, object] = field(default_factory=dict)
    standing: Mapping[str, object] = field(default_factory=dict)
    files: str = ""
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    beside: frozenset[Path] = frozenset()


@dataclass(frozen=True)
class Result:
    """What came of a job: `error` says why it failed, "" otherwise."""

    page: Path
    status: Status
    error: str = ""


# Letters of a reason that a record keeps.
_MOST_LETTERS: Final = 500
_NO_MEMORY: Final = "there was not enough memory."
_DIED: Final = "the process that made the page died: it was killed, or there was not enough memory."


def resolve(job: Job) -> tuple[dict[str, Value], str]:
    """Check the parameters of a job; returns all values, and the slug of the page.

    Raises
    ------
    ParameterError
        An unknown name or a wrong type.
    """
    declared = parameters(job.notebook)
    names = {each.name for each in declared}
    standing = {name: value for name, value in job.standing.items() if name in names}
    given = {**standing, **job.parameters}
    if any(each.name == "corpus" for each in declared):
        given["corpus"] = job.corpus.path
    try:
        values = check_parameters(declared, given)
    except ParameterError as error:
        raise ParameterError(f"{job.notebook.name}: {error}") from None
    usual = check_parameters(declared, standing)
    return values, slug([replace(each, default=usual[each.name]) for each in declared], values)


def page_of(job: Job) -> Path:
    """Name the page of a job: `<out>/<corpus>/<notebook>[-<slug>].html`."""
    _, choice = resolve(job)
    corpus = file_name(job.corpus.name) or "corpus"
    notebook = file_name(job.notebook.stem) or "notebook"
    return job.out / corpus / f"{'-'.join(part for part in (notebook, choice) if part)}.html"


def others(job: Job) -> dict[str, str]:
    """Name the pages of the other notebooks beside this one, with the same parameters.

    Only those that are there, or that the same run makes: a page leads nowhere else.

    Returns
    -------
    Notebook -> file name.
    """
    found = {}
    for path in sorted(job.notebook.parent.glob("*.ipynb")):
        try:
            names = {each.name for each in parameters(path)}
            given = {name: value for name, value in job.parameters.items() if name in names}
            page = page_of(replace(job, notebook=path, parameters=given))
        except ParameterError:
            continue
        if path.stem != job.notebook.stem and (page in job.beside or page.is_file()):
            found[path.stem] = page.name
    return found


def unchanged(job: Job) -> bool:
    """Tell whether the page of a job is there, as it was made, from what is there now."""
    page = page_of(job)
    if job.force or not page.is_file():
        return False
    known = read_json(page.with_name(f"{page.stem}.json"))
    lines = page.with_name(beside(page.name))
    there = (_key(job), sha256(page), sha256(lines) if lines.is_file() else "")
    return (known.get("key"), known.get("page"), known.get("lines", "")) == there


def _key(job: Job) -> str:
    values, _ = resolve(job)
    return page_key(
        job.notebook,
        {**values, "others": list(others(job).values()), "files": job.files},
        job.corpus.name,
        job.corpus.hash,
    )


def run_report(job: Job) -> Result:
    """Make one page, unless nothing changed.

    Raises
    ------
    ParameterError
        The parameters do not fit the notebook; nothing was run.
    """
    values, _ = resolve(job)
    page = page_of(job)
    if unchanged(job):
        return Result(page, "kept")
    try:
        notebook = execute(job.notebook, _injected(job, values), job.limits)
        notebook = traces.without(notebook, _places(job))
        html, lines, drawn = _render(job, notebook)
        with UNBROKEN:
            _keep(page, (html, lines), {**_facts(job, values, notebook), **drawn, "key": _key(job)})
    except MemoryError:
        return _failed(job, page, values, RunError(_NO_MEMORY, None))
    except (RunError, WriteError) as error:
        return _failed(job, page, values, error)
    return Result(page, "made")


def of_story(job: Job, story: str) -> Job:
    """Make the job of the same page about one story."""
    return replace(job, parameters={**job.parameters, "event": story})


def stories_of(job: Job) -> list[str]:
    """List the stories that a page names: each gets a page of its own."""
    page = page_of(job)
    stories = read_json(page.with_name(f"{page.stem}.json")).get("stories", [])
    return [story for story in stories if isinstance(story, str)]


def _keep(page: Path, written: tuple[str, str], facts: Mapping[str, Any]) -> None:
    """Put a page, its lines and its record in their place; what was kept of a failed run goes.

    Parameters
    ----------
    written
        The page, and the page of lines beside it; "" where there is none.
    """
    html, more = written
    lines = page.with_name(beside(page.name))
    if more:
        write_atomically(lines, more)
    else:
        lines.unlink(missing_ok=True)
    write_atomically(page, html)
    made = {"page": sha256(page), "lines": sha256(lines) if more else "", "status": "ok"}
    write_json(page.with_name(f"{page.stem}.json"), {**facts, **made})
    page.with_name(f"{page.stem}.failed.ipynb").unlink(missing_ok=True)


def run_reports(jobs: Sequence[Job], workers: int = 2) -> list[Result]:
    """Make several pages, `workers` at a time; results are in the order of the jobs.

    Raises
    ------
    ParameterError
        Parameters of a job do not fit, or two corpora have one name; nothing was run.
    """
    pages = [page_of(job) for job in jobs]
    jobs = [replace(job, beside=frozenset(pages)) for job in jobs]
    unique: dict[Path, Job] = {}
    for page, job in zip(pages, jobs, strict=True):
        _require_same(unique.setdefault(page, job), job)
        _require_own(page, job)
    results = {page: Result(page, "kept") for page, job in unique.items() if unchanged(job)}
    todo = [job for page, job in unique.items() if page not in results]
    with tqdm(total=len(todo), desc="reports", unit="page", file=sys.stderr, disable=None) as bar:

        def tell(result: Result) -> None:
            results[result.page] = result
            bar.update()

        lost = apart(run_report, todo, workers, tell)
        # Once more, alone: two at a time may have wanted more memory than there is.
        for job in apart(run_report, lost, 1, tell):
            tell(_failed(job, page_of(job), resolve(job)[0], RunError(_DIED, None)))
    return [results[page] for page in pages]


def _require_same(one: Job, other: Job) -> None:
    """Refuse two corpora in the place of one."""
    here, there = one.corpus, other.corpus
    if (here.path, here.lies) != (there.path, there.lies):
        raise ParameterError(
            f"{here.lies or here.path} and {there.lies or there.path} would make the same pages: "
            "rename one, or give each an --out of its own."
        )


def _require_own(page: Path, job: Job) -> None:
    """Refuse to replace a page of another corpus of the same name."""
    known = read_json(page.with_name(f"{page.stem}.json")).get("corpus")
    place = known.get("place", "") if isinstance(known, dict) else ""
    if place and job.corpus.place and place != job.corpus.place:
        raise ParameterError(
            f"{page.parent.as_posix()} holds pages of another corpus, or of this one in another "
            f"place. Give an --out of its own to {job.corpus.name}, or remove that folder."
        )


def _injected(job: Job, values: Mapping[str, Value]) -> dict[str, Value]:
    """Pick what papermill must inject: what differs from the notebook's own defaults."""
    defaults = {each.name: each.default for each in parameters(job.notebook)}
    return {name: value for name, value in values.items() if value != defaults[name]}


def _places(job: Job) -> dict[str, str]:
    """List the paths that must not be seen on a page, and what stands for them."""
    known = {job.corpus.lies, Path(job.corpus.path)} - {None}
    return traces.places({path: job.corpus.name for path in known if path and path.is_absolute()})


def _render(job: Job, notebook: NotebookNode) -> tuple[str, str, dict[str, Any]]:
    """Write the page, the page of lines beside it ("" for none), and what the record says."""
    name = page_of(job).name
    around: dict[str, Any] = {
        "page": name,
        "others": others(job),
        "notebook": job.notebook.stem,
        "index": "../index.html",
        "page_of": lambda story: page_of(of_story(job, story)).name,
    }
    html, resources = SamestoryExporter().from_notebook_node(notebook, around)  # type: ignore[no-untyped-call]
    drawn = resources["samestory"]
    if drawn["refused"]:
        raise RunError("; ".join(drawn["refused"]), notebook)
    told = ("title", "headline", "sentence", "stories", "charts")
    return html, resources.get("lines", ""), {fact: drawn[fact] for fact in told}


def _facts(job: Job, values: Mapping[str, Value], notebook: NotebookNode | None) -> dict[str, Any]:
    ending = provenance_of(notebook) if notebook is not None else None
    return {
        "notebook": job.notebook.stem,
        "title": job.notebook.stem,
        "parameters": {name: value for name, value in values.items() if name != "corpus"},
        "corpus": _corpus(job.corpus),
        "documents": dict((ending or {}).get("groups", {})),
        "versions": versions(),
        "error": "",
    }


def _corpus(shown: Shown) -> dict[str, str]:
    """Say in a record what a page shows; where that lies is a hash, if it is known."""
    place = {"place": shown.place} if shown.place else {}
    return {"name": shown.name, "hash": shown.hash, **place}


def _failed(job: Job, page: Path, values: Mapping[str, Value], error: Exception) -> Result:
    """Record a failure; what the old page showed stays in the record."""
    places = _places(job)
    said = f"the page could not be written: {error.why}" if isinstance(error, WriteError) else error
    reason = shorten(traces.without(str(said), places), _MOST_LETTERS)
    record = page.with_name(f"{page.stem}.json")
    facts = read_json(record) if page.is_file() else {}
    facts = facts or _facts(job, values, None)
    status = "stale" if page.is_file() else "failed"
    # A full disk may refuse the record too; the result still says that it failed.
    with UNBROKEN, contextlib.suppress(WriteError):
        write_json(record, {**facts, "key": "", "status": status, "error": reason})
    notebook = getattr(error, "notebook", None)
    if notebook is not None:
        half = traces.without_times(traces.without(notebook, places))
        with UNBROKEN, contextlib.suppress(WriteError):
            write_atomically(
                page.with_name(f"{page.stem}.failed.ipynb"),
                nbformat.writes(half),  # type: ignore[no-untyped-call]
            )
    return Result(page, "failed", reason)
