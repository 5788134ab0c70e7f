"""The command line: `samestory`, or `python -m analysis`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import pandas as pd
import typer
from tqdm import tqdm

from analysis import __version__
from analysis.corpus import Corpus, load
from analysis.corpus.clean import flagged
from analysis.corpus.corpus import ONE_STORY
from analysis.corpus.execution.progress import Progress
from analysis.corpus.lexicons.entities import load_gazetteer
from analysis.corpus.lexicons.naming import OWN, file_of, load_frames, load_naming
from analysis.corpus.lexicons.parameters import STANDING, parameters_in, standing_of
from analysis.corpus.load import corrections_for, fingerprint, known_speakers
from analysis.corpus.load import prepare as make_store
from analysis.corpus.pipeline import RULES
from analysis.corpus.places import READING, ROOT, is_marked, mark, named, own_folder, place_hash
from analysis.corpus.read import as_manifest, name_of
from analysis.corpus.read.rows import TABLE_FILES
from analysis.corpus.read.text import suffixes
from analysis.corpus.release import is_release, write_release
from analysis.corpus.store import (
    ReadOptions,
    damage_of,
    description,
    find,
    is_store,
    keep_beside,
    usual_place,
)
from analysis.files import (
    HOME,
    IN_LAB,
    IS_CHECKOUT,
    SHIPPED,
    check_place,
    read_json,
    write_atomically,
    write_json,
)
from analysis.reports import lifeline
from analysis.reports.index import check_index, write_index
from analysis.reports.key import sha256
from analysis.reports.parameters import parameters, with_panel
from analysis.reports.run import Job, Shown, of_story, run_reports, stories_of
from analysis.schema import (
    DOCUMENTS,
    SCOPES,
    CorpusError,
    FetchError,
    ParameterError,
    RuleError,
    SamestoryError,
    WriteError,
    closest,
)

# Dates that `check` points out, by what their evidence says.
_DOUBTS: Final = "does not parse|is after the last|day or month first"
NOTEBOOKS: Final = SHIPPED / "notebooks"
EXPLORE: Final = "explore"
# The corpus of a first session: it has text. And the file that says how its copies were written.
SAMPLE: Final = "data/sample"
_WRITTEN: Final = ".copies.json"
# What typer returns after Ctrl-C; and what stands for SIGTERM.
_INTERRUPTED: Final = 130
_TERMINATED: Final = 143
# Seconds that JupyterLab has to end its kernels.
_PATIENCE: Final = 15
# Seconds after which it is shown how far work is.
_MOMENT: Final = 1.0
# Letters of an address that are shown.
_LONGEST_ADDRESS: Final = 120
DEFAULT_CORPORA: Final = ("data/wagner-2023", SAMPLE)

# What counts is imported by the commands that count: the others start in half the time.
app = typer.Typer(
    help="Compare how outlets tell the same story, and share the evidence as one HTML file.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Square brackets in a help text are no markup.
    rich_markup_mode=None,
)

suggest = typer.Typer(
    help="Propose lexicons to prune.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(suggest, name="suggest")

Manifest = Annotated[Path | None, typer.Option(help="What is known of a folder's files (CSV).")]
Map = Annotated[list[str] | None, typer.Option("--map", help="text=content. Repeat.")]
TitlesOnly = Annotated[
    bool, typer.Option("--titles-only", help="Of a table, read the headlines alone.")
]
Corrections = Annotated[
    Path | None,
    typer.Option(help="Labels by hand (CSV); else corrections.csv in the folder of the corpus."),
]
Place = Annotated[str, typer.Argument(help="A folder, a table file or a text-free release.")]
Event = Annotated[str, typer.Option(help="The event; all where the articles tell of one.")]
Scope = Annotated[
    str, typer.Option(help="Articles are compared within an event, or a story: a chain of events.")
]
Speakers = Annotated[
    str,
    typer.Option(help="How speakers are found: rules, or spacy (needs requirements-extras.lock)."),
]
Scheduler = Annotated[
    str,
    typer.Option(help="Read on a Dask cluster: tcp://host:8786 (needs requirements-extras.lock)."),
]


def _folder(out: Path) -> Path:
    """Look whether files can be written to a folder, before the work that makes them."""
    check_place(out)
    return out


def _file(out: Path | None) -> Path | None:
    """Look whether a file can be written, before the work that makes it."""
    if out is not None:
        check_place(out.parent)
    return out


Out = Annotated[Path, typer.Option(help="Where the files go.", callback=_folder)]


def _columns(pairs: list[str] | None) -> dict[str, str]:
    found = {}
    for pair in pairs or []:
        ours, equals, theirs = pair.partition("=")
        if not (ours and equals and theirs):
            raise ParameterError(
                f"--map takes our name = your name, as text=content, not {pair!r}."
            )
        found[ours] = theirs
    return found


@contextmanager
def _bar(unit: str = "article", delay: float = 0) -> Iterator[Progress]:
    """Show how far work is, if it takes longer than some seconds."""
    with tqdm(
        unit=f" {unit}s", file=sys.stderr, delay=delay, mininterval=0, miniters=1, leave=False
    ) as bar:

        def show(step: str, done: int, total: int) -> None:
            bar.set_description(step, refresh=False)
            bar.total = total or None
            bar.update(done - bar.n)

        yield show


def _read(
    corpus: str,
    asked: ReadOptions,
    scheduler: str = "",
    corrections: Path | None = None,
) -> Corpus:
    """Read a corpus, and show how far that is."""
    path = named(corpus)
    _hint(path, asked)
    with _bar(delay=_MOMENT) as show:
        return load(
            path,
            manifest=asked.manifest,
            columns=asked.columns,
            titles_only=asked.titles_only,
            speakers=asked.speakers,
            scheduler=scheduler,
            corrections=corrections,
            progress=show,
        )


def _hint(path: Path, asked: ReadOptions) -> None:
    """Tell that the store of a corpus is not opened, and what to do."""
    store = usual_place(path)
    if is_release(path) or is_store(path) or not is_store(store) or find(path, asked, store):
        return
    if damaged := damage_of(store):
        typer.echo(
            f"{path.name} is read anew: its store is damaged ({damaged}). samestory prepare makes "
            "it again.",
            err=True,
        )
        return
    typer.echo(
        f"{path.name} is read anew: {store.as_posix()} is not of its files and rules as they are "
        "now. samestory prepare makes it so; given in place of the corpus, it opens as it is.",
        err=True,
    )


def _asked(
    manifest: Path | None, pairs: list[str] | None, titles_only: bool, speakers: str = RULES
) -> ReadOptions:
    """Collect how a corpus is to be read."""
    if manifest is not None and not manifest.is_file():
        raise ParameterError(f"There is no manifest at {manifest}.")
    return ReadOptions(manifest, _columns(pairs), known_speakers(speakers), titles_only)


def _read_as(path: Path, asked: ReadOptions, corrections: Path | None = None) -> None:
    """Tell the notebooks how to read a corpus, and what a hand says of its labels."""
    told = json.loads(os.environ.get(READING, "{}"))
    if asked != ReadOptions() or corrections:
        told[str(path.resolve())] = {
            "manifest": str(asked.manifest.resolve()) if asked.manifest else None,
            "columns": asked.columns,
            "speakers": asked.speakers,
            "titles_only": asked.titles_only,
            "corrections": str(corrections.resolve()) if corrections else None,
        }
    if not path.resolve().is_relative_to(ROOT):
        told[name_of(path)] = {"place": str(path.resolve())}
    os.environ[READING] = json.dumps(told, sort_keys=True)


def _notebooks(names: list[str] | None) -> list[Path]:
    there = sorted(p for p in NOTEBOOKS.glob("*.ipynb") if p.stem != EXPLORE)
    if not names:
        return there
    stems = {p.stem: p for p in there} | {p.stem.split("-")[0]: p for p in there}
    for name in names:
        if name not in stems:
            allowed = ", ".join(p.stem for p in there)
            raise ParameterError(
                f"There is no notebook {name!r}. Allowed: {allowed}." + closest(name, stems)
            )
    return list(dict.fromkeys(stems[name] for name in names))


def _given(pairs: list[str] | None, file: Path | None) -> dict[str, Any]:
    """Collect parameters: those of the file, then those of -p, which win."""
    given = parameters_in(file) if file is not None else {}
    typed: dict[str, list[str]] = {}
    for pair in pairs or []:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise ParameterError(f"-p takes name=value, not {pair!r}.")
        typed.setdefault(name, []).append(value)
    return given | {name: v[0] if len(v) == 1 else v for name, v in typed.items()}


def _for_each(
    notebooks: list[Path], given: dict[str, Any], source: str = ""
) -> dict[Path, dict[str, Any]]:
    """Give each notebook the parameters it declares; one that none declares is an error."""
    declared = {notebook: {p.name for p in parameters(notebook)} for notebook in notebooks}
    known = sorted(set().union(*declared.values()) - {"corpus"})
    for name in given:
        if name not in known:
            raise ParameterError(
                f"{source}No chosen notebook has the parameter {name!r}. "
                f"Allowed: {', '.join(known)}.{closest(name, known)}"
            )
    return {
        notebook: {name: value for name, value in given.items() if name in names}
        for notebook, names in declared.items()
    }


def _with_lexicon(values: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Tell the notebooks where a lexicon lies that is given; also returns the hash of the file."""
    lexicon = values.get("lexicon", "")
    if not isinstance(lexicon, str) or lexicon in ("", OWN):
        return values, ""
    file = file_of(lexicon).resolve()
    if file.is_relative_to(ROOT):
        return {**values, "lexicon": file.relative_to(ROOT).as_posix()}, sha256(file)
    told = json.loads(os.environ.get(READING, "{}")) | {file.name: {"place": str(file)}}
    os.environ[READING] = json.dumps(told, sort_keys=True)
    return {**values, "lexicon": file.name}, sha256(file)


@app.command()
def reports(
    corpora: Annotated[list[str] | None, typer.Argument(metavar="[CORPUS]...")] = None,
    notebook: Annotated[list[str] | None, typer.Option(help="Only these: 2-terms. Repeat.")] = None,
    p: Annotated[list[str] | None, typer.Option("-p", help="name=value. Repeat.")] = None,
    f: Annotated[Path | None, typer.Option("-f", help="Parameters in a YAML file.")] = None,
    out: Out = Path("reports"),
    workers: Annotated[int, typer.Option(min=1, help="Reports made at a time.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Also where nothing changed.")] = False,
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
    speakers: Speakers = RULES,
    corrections: Corrections = None,
) -> None:
    """Render the notebooks on corpora, each page one HTML file; then the index."""
    given, hash_given = _with_lexicon(_given(p, f))
    chosen = _for_each(_notebooks(notebook), given)
    asked = _asked(manifest, map_, titles_only, speakers)
    is_usual = asked == ReadOptions()
    jobs = []
    if not corpora and not IS_CHECKOUT:
        raise CorpusError("Name a corpus: a folder, a table file or a release.")
    for name in corpora or [str(ROOT / name) for name in DEFAULT_CORPORA]:
        path = named(name)
        if not is_usual and (is_release(path) or is_store(path)):
            raise ParameterError(f"{path.name} was read before: none of these options changes it.")
        by_hand = corrections_for(path, corrections)
        _read_as(path, asked, corrections)
        _read_once(path, asked)
        mark = fingerprint(path, None if is_usual else asked)
        lies = path.resolve()
        inside = lies.is_relative_to(ROOT)
        called = lies.relative_to(ROOT).as_posix() if inside else name_of(path)
        shown = Shown(name_of(path), mark, called, lies, place_hash(path))
        standing, hash_standing = _with_lexicon(standing_of(path))
        _for_each(_notebooks(None), standing, f"{name}/{STANDING}: ")
        files = hash_given + hash_standing + (sha256(by_hand) if by_hand else "")
        jobs += [
            Job(n, shown, out, v, standing, files=files, force=force) for n, v in chosen.items()
        ]
    check_index(out)
    results = run_reports(jobs, workers)
    stories = [of_story(job, story) for job in jobs for story in stories_of(job)]
    results += run_reports(stories, workers) if stories else []
    for result in results:
        typer.echo(f"{result.status:7}{result.page.as_posix()}")
        if result.error:
            typer.echo(f"       {result.error}", err=True)
    typer.echo(f"index  {write_index(out).as_posix()}")
    if any(result.status == "failed" for result in results):
        raise typer.Exit(1)


def _read_once(path: Path, asked: ReadOptions) -> None:
    """Read a corpus into its store, which the kernel of each page opens, instead of in each."""
    place = usual_place(path)
    if is_release(path) or is_store(path):
        return
    # Without a place for the store each page reads for itself; so it does what cannot be read.
    with suppress(WriteError, CorpusError, RuleError), _bar(delay=_MOMENT) as show:
        if not find(path, asked, place):
            make_store(path, asked, place, show)
        _keep_names(place, show)


def _keep_names(place: Path, show: Progress) -> None:
    """Keep beside a store where the forms of the lexicons stand, so that no page looks again."""
    from analysis.measures.naming import form_places

    folder, corpus = description(place)["folder"], load(place)
    lexicons = load_naming(corpus.name), load_frames(corpus.name)
    places = form_places(corpus, lexicons, show)
    if places is not None:
        keep_beside(place, folder, {"forms": places})


@app.command()
def prepare(
    corpus: Place,
    out: Annotated[Path | None, typer.Option(help="The store; else prepared/<corpus>.")] = None,
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
    speakers: Speakers = RULES,
    scheduler: Scheduler = "",
    stories: Annotated[bool, typer.Option("--stories", help="Find all stories too.")] = False,
) -> None:
    """Read a corpus once and keep it as files that open at once; unchanged articles stay."""
    path = named(corpus)
    if is_release(path) or is_store(path):
        raise ParameterError(f"{path.name} is prepared already: it opens as it is.")
    place = out or usual_place(path)
    asked = _asked(manifest, map_, titles_only, speakers)
    with _bar() as show:
        if not find(path, asked, place):
            make_store(path, asked, place, show, scheduler)
        try:
            _keep_names(place, show)
        except RuleError as error:
            typer.echo(f"Names are not looked for yet: {error}", err=True)
        if stories:
            show("find stories", 0, 0)
            folder = description(place)["folder"]
            keep_beside(place, folder, {"events": _stories(load(place))})
    typer.echo(place.as_posix())


@app.command()
def tables(
    corpus: Place,
    out: Out,
    format_: Annotated[str, typer.Option("--format", help="parquet | csv | xlsx")] = "parquet",
    tokens: Annotated[bool, typer.Option("--tokens", help="The running words too.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="This table alone. Repeat.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Of this outlet. Repeat.")] = None,
    since: Annotated[str, typer.Option(help="From this day on: 2023-06-24.")] = "",
    until: Annotated[str, typer.Option(help="Up to this day.")] = "",
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
    speakers: Speakers = RULES,
    scheduler: Scheduler = "",
    corrections: Corrections = None,
) -> None:
    """Write all tables that need no choice of words; keyness of each group against the rest."""
    from analysis.tables import check_form, compute, write

    check_form(format_)
    found = _read(corpus, _asked(manifest, map_, titles_only, speakers), scheduler, corrections)
    found = found.select(outlet=outlet or "", since=since, until=until)
    with _bar("table", _MOMENT) as show:
        made = compute(found, workers=scheduler or 1, progress=show, only=only or ())
    if tokens:
        made["tokens"] = found.running_words()
    for path in write(made, out, format_):
        typer.echo(path.as_posix())


@app.command()
def check(
    corpus: Place,
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
    speakers: Speakers = RULES,
    deep: Annotated[bool, typer.Option("--deep", help="Of a store, read every byte too.")] = False,
    write_manifest: Annotated[
        Path | None,
        typer.Option(
            help="Write what was read of a folder, to correct by hand (CSV).", callback=_file
        ),
    ] = None,
) -> None:
    """Read everything, write nothing: what is fine, what is refused and why."""
    if deep:
        _look_deep(named(corpus))
    if write_manifest is not None:
        _check_manifest(named(corpus), write_manifest)
    found = _read(corpus, _asked(manifest, map_, titles_only, speakers))
    for line in _account(found):
        typer.echo(line)
    if write_manifest is not None:
        write_atomically(write_manifest, as_manifest(found.documents).to_csv(index=False))
        typer.echo(write_manifest.as_posix())
    if len(found.rejected):
        raise typer.Exit(1)


@app.command(name="collect")
def collect_pages(
    source: Annotated[
        str,
        typer.Argument(
            metavar="LIST|FEED|SITEMAP",
            help="Addresses, one a line; or RSS, Atom or a sitemap: a file or an address.",
        ),
    ],
    out: Out,
) -> None:
    """Save the pages that a list of addresses, a feed or a sitemap names; again: what is new."""
    from analysis.collect import clock, collect, fetcher

    try:
        with _bar("page") as show:
            made = collect(source, out, fetcher(__version__), clock, show)
    except KeyboardInterrupt:
        typer.echo("What was fetched is kept: run it again to go on.", err=True)
        raise
    for remark in made.remarks:
        typer.echo(remark, err=True)
    typer.echo(
        f"{out.as_posix()}: {made.pages:,} new page{'s' * (made.pages != 1)}, {made.before:,} were "
        f"there before, no page: {len(made.refused):,}"
    )
    for address, why in made.refused:
        typer.echo(f"  {address:.{_LONGEST_ADDRESS}}: {why}")
    if not (made.pages or made.before):
        raise typer.Exit(1)


def _check_manifest(path: Path, file: Path) -> None:
    """See that a manifest can be written: of a folder, and over nothing."""
    if not path.is_dir() or is_release(path) or is_store(path):
        raise ParameterError(
            f"A manifest says what is known of a folder's files; {path.name} is none: correct the "
            "columns of the table."
        )
    if file.exists():
        raise ParameterError(f"{file} is there already: give another name, and compare the two.")


def _look_deep(path: Path) -> None:
    """Compare the bytes of a store, or of the store that a corpus has, with what was written."""
    store = path if is_store(path) else usual_place(path)
    if not is_store(store):
        typer.echo(f"{path.name}: there is no prepared store to look at.", err=True)
    elif damaged := damage_of(store, deep=True):
        raise CorpusError(
            f"The store {store.name} is damaged: {damaged}. Make it anew: samestory prepare CORPUS."
        )
    else:
        typer.echo(f"{store.name}: every byte of the store is as it was written.")


def _account(corpus: Corpus) -> list[str]:
    """Say in lines what a corpus holds."""
    documents = corpus.documents
    lines = [f"{corpus.name}: {len(documents):,} articles, {documents['words'].sum():,} words"]
    sizes = documents["outlet"].value_counts()
    lines += [f"  {n:6,}  {name}" for name, n in zip(map(str, sizes.index), sizes, strict=True)]
    for column in ("agency", "event", "date_certainty"):
        sizes = documents[column].replace("", "none").value_counts()
        lines.append(f"{column}: " + ", ".join(f"{k} {n:,}" for k, n in sizes.head(8).items()))
    unknown = documents[documents["outlet"] == "unknown"]["document_id"]
    if len(unknown):
        some = ", ".join(unknown.head(5))
        lines.append(f"outlet unknown: {len(unknown):,}, such as {some}. {_remedy(documents)}")
    undated = documents[documents["date_evidence"].str.contains(_DOUBTS)]
    lines += [f"date  {r.document_id}: {r.date_evidence}" for r in undated.head(20).itertuples()]
    if corpus.has_text:
        for row in flagged(documents).itertuples():
            lines.append(f"look at {row.document_id}: {row.share:.0%} of its words are set aside")
    lines += [f"note  {line}" for line in _remarks(corpus.notes)]
    refused = [f"  {line}" for line in _remarks(corpus.rejected)]
    return [*lines, f"refused: {len(refused):,}", *refused]


def _remedy(documents: pd.DataFrame) -> str:
    """Say how to tell what is not known: of a table by its columns, of files by a manifest."""
    if suffixes(Path(str(documents["path"].iloc[0])))[0] not in TABLE_FILES:
        return "Say it in a manifest: --write-manifest FILE writes one to correct, for --manifest."
    others = [str(name) for name in documents.columns if name not in DOCUMENTS.names]
    there = f" The columns {', '.join(others)} are not read." if others else ""
    return f"Say which column has it: --map outlet=COLUMN (title, date, byline likewise).{there}"


def _remarks(table: pd.DataFrame) -> list[str]:
    """Write rows of `rejected` or `notes` as lines: path, row where there is one, reason."""
    return [
        f"{path}{f' row {row}' if row else ''}: {reason}"
        for path, row, reason in zip(table["path"], table["row"], table["reason"], strict=True)
    ]


@app.command()
def release(
    corpus: Place,
    out: Out,
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
    about: Annotated[str, typer.Option(help="What the corpus is, in one line.")] = "",
    speakers: Speakers = RULES,
    corrections: Corrections = None,
) -> None:
    """Write a text-free release: counts, labels and offsets, no article's words in order."""
    from analysis.tables import for_release

    found = _read(corpus, _asked(manifest, map_, titles_only, speakers), corrections=corrections)
    with _bar("table", _MOMENT) as show:
        made = for_release(found, show)
    write_release(replace(found, about=about or found.about), made, out)
    typer.echo(f"{out.as_posix()}: {len(found.documents):,} articles, no text")


@app.command()
def review(
    corpus: Place,
    finding: Annotated[str, typer.Option(help="The labels of this finding: f01.")] = "",
    kind: Annotated[str, typer.Option(help="Labels of one kind: speaker, paraphrase …")] = "",
    sample: Annotated[int, typer.Option(min=1, help="How many are drawn.")] = 50,
    seed: Annotated[int, typer.Option(help="The same seed draws the same ones.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Where they go: CSV or XLSX.")] = None,
    apply: Annotated[Path | None, typer.Option(help="Take a file of checked labels back.")] = None,
    agree: Annotated[
        tuple[Path, Path] | None, typer.Option(help="How far two files of labels agree.")
    ] = None,
    analyst: Annotated[str, typer.Option(help="Who checked them; for the column by.")] = "",
    by: Annotated[str, typer.Option(help="Groups that findings are about.")] = "",
    event: Event = "",
    scope: Scope = "",
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
    speakers: Speakers = RULES,
    corrections: Corrections = None,
) -> None:
    """Write labels that are to be checked by hand, take them back, say how far two agree."""
    from analysis.review import command as reviewing

    path = named(corpus)
    # A file that is to be written need not be there.
    there = None if apply and corrections and not corrections.is_file() else corrections
    found = _read(corpus, _asked(manifest, map_, titles_only, speakers), corrections=there)
    if agree:
        lines = reviewing.agree(found, *agree)
    elif apply:
        file = corrections or reviewing.place_of(path)
        lines = reviewing.take(found, apply, file, analyst, f"{date.today():%Y-%m-%d}")
    else:
        standing = standing_of(path)
        given = {"by": by, "event": event, "scope": scope}
        told = {name: str(value or standing.get(name, "")) for name, value in given.items()}
        chosen = reviewing.chosen(
            found, told["by"] or "origin", told["event"], told["scope"] or SCOPES[0]
        )
        if not (finding or kind):
            lines = reviewing.listed(chosen)
        else:
            rows = chosen.rows(finding, kind, sample, seed)
            sheet = out or Path(f"review-{finding or kind}.csv")
            lines = reviewing.write(found, rows, sheet, corpus)
    for line in lines:
        typer.echo(line)


Proposal = Annotated[
    Path | None, typer.Option(help="The YAML file; else it is printed.", callback=_file)
]


@suggest.command("naming")
def suggest_naming(
    corpus: Place,
    event: Event = "",
    scope: Scope = SCOPES[0],
    top: Annotated[int, typer.Option(min=1, help="At most so many new concepts.")] = 12,
    minimum: Annotated[int, typer.Option(min=1, help="Articles that must name each.")] = 2,
    grammar: Annotated[
        str,
        typer.Option(
            help="How sentences are read: rules, or spacy (needs requirements-extras.lock)."
        ),
    ] = "rules",
    out: Proposal = None,
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
) -> None:
    """Propose words that may name the same thing, as YAML to prune; never a result."""
    from analysis.suggest import as_yaml, candidates, folded, identities, known_of, propose

    found = _of_stories(_read(corpus, _asked(manifest, map_, titles_only)), event, scope)
    there = sorted(set(found.documents["event"]) - {""})
    if not event and len(there) > 1:
        some = ", ".join(repr(name) for name in there[:8])
        raise ParameterError(
            f"There are several, {len(there):,} in all; choose one with --event: {some}. "
            f"Where all articles tell of one, say so: --event {ONE_STORY}."
        )
    known = known_of(found.name)
    made = propose(found, candidates(found, grammar=grammar), known, top=top, minimum=minimum)
    apart = folded(found, identities(found)) if found.has_text else ()
    _proposed(as_yaml(made, known.listed, apart), out)


@suggest.command("entities")
def suggest_entities(
    corpus: Place,
    event: Event = "",
    scope: Scope = SCOPES[0],
    out: Proposal = None,
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
) -> None:
    """Propose names that stand in no list, as YAML to prune (needs requirements-extras.lock)."""
    from analysis.suggest.entities import as_yaml, propose

    found = _read(corpus, _asked(manifest, map_, titles_only))
    if event:
        found = _of_stories(found, event, scope)
    _proposed(as_yaml(found, propose(found, load_gazetteer(found.name))), out)


def _of_stories(corpus: Corpus, event: str, scope: str) -> Corpus:
    """Name the events of articles, or their stories, and keep one of them, or all."""
    if event == ONE_STORY:
        return corpus.select(event=event)
    return corpus.with_events(_stories(corpus), scope).select(event=event)


def _stories(corpus: Corpus) -> pd.DataFrame:
    from analysis.measures.event import events

    return events(corpus)


def _proposed(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_atomically(out, text)
        typer.echo(out.as_posix())


@app.command()
def lab(
    corpus: Annotated[str, typer.Argument(help="Open the notebooks on it; else the sample.")] = "",
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="Of JupyterLab.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address.")] = False,
    manifest: Manifest = None,
    map_: Map = None,
    titles_only: TitlesOnly = False,
) -> None:
    """Open copies of the notebooks in JupyterLab, on a corpus; first the one to explore with."""
    asked = _asked(manifest, map_, titles_only)
    path = named(corpus).resolve() if corpus else ROOT / SAMPLE if IS_CHECKOUT else None
    if path is not None and asked != ReadOptions() and (is_release(path) or is_store(path)):
        raise ParameterError(f"{path.name} was read before: none of these options changes it.")
    if path is not None:
        _read_as(path, asked)
    folder = _copies(path)
    options = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{EXPLORE}.ipynb"]
    # So that "As cell" of the panel can insert one.
    options.append("--LabApp.expose_app_in_browser=True")
    # What was open with another corpus is not opened here.
    options.append(f"--LabApp.workspaces_dir={folder / '.workspaces'}")
    options += [f"--ServerApp.port={port}"] if port else []
    options += ["--no-browser"] if no_browser else []
    if _is_root():
        typer.echo("You are root, and so is whoever has the address that follows.", err=True)
        options.append("--allow-root")
    raise typer.Exit(_while_here([sys.executable, "-m", lifeline.__name__, "jupyterlab", *options]))


def _is_root() -> bool:
    # Windows has no such number.
    return getattr(os, "geteuid", lambda: -1)() == 0


def _while_here(command: list[str]) -> int:
    """Run a command on a lifeline, away from the Ctrl-C of this terminal; returns its exit code."""
    environment = {**os.environ, "JUPYTER_PREFER_ENV_PATH": "1", HOME: str(ROOT), IN_LAB: "1"}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        return process.wait()
    finally:
        try:
            process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _copies(corpus: Path | None) -> Path:
    """Copy the notebooks into lab/<corpus>, with the corpus in their parameters.

    A copy that was changed since stays as it is; one that was not follows its notebook.
    """
    source = corpus or NOTEBOOKS
    folder = own_folder(ROOT / "lab", source)
    if not is_marked(folder):
        mark(folder, "copies of notebooks", place_hash(source))
    written = read_json(folder / _WRITTEN)
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        copy = folder / notebook.name
        if not copy.exists() or written.get(notebook.name) == sha256(copy):
            write_atomically(copy, _copy_of(notebook, corpus))
            written[notebook.name] = sha256(copy)
    write_json(folder / _WRITTEN, written)
    return folder


def _copy_of(notebook: Path, corpus: Path | None) -> str:
    """Name the corpus in a notebook, and let its parameters be filled in."""
    text = notebook.read_text(encoding="utf-8")
    for default in DEFAULT_CORPORA if corpus else ():
        text = text.replace(f'\\"{default}\\"', json.dumps(json.dumps(str(corpus)))[1:-1])
    content = with_panel(json.loads(text), notebook.name)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Run the command line: usage errors exit 2, failures 1, what was ended 130 or 143."""
    ended: list[int] = []

    def end(number: int, _: object) -> None:
        """End as after Ctrl-C; told once more, at once."""
        signal.signal(number, signal.SIG_DFL)
        ended.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    try:
        code = app(standalone_mode=False) or 0
        if code == _INTERRUPTED:
            code, how = (_TERMINATED, "terminated") if ended else (code, "interrupted")
            typer.echo(f"samestory: {how}; what was there before is as it was.", err=True)
        sys.exit(code)
    except SamestoryError as error:
        typer.echo(f"samestory: {error}", err=True)
        sys.exit(1 if isinstance(error, WriteError | FetchError) else 2)
    except PermissionError as error:
        typer.echo(f"samestory: {error.filename} may not be read or written by you.", err=True)
        sys.exit(2)
    except Exception as error:
        # click's own usage errors know how to show themselves.
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(error.exit_code)
        raise


if __name__ == "__main__":
    main()
