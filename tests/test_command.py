"""The command line: what it prints, what it writes, how it fails."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml

from analysis.__main__ import _bar, _columns, _copies, main
from analysis.corpus.lexicons.entities import KINDS
from analysis.corpus.load import fingerprint
from analysis.corpus.places import READING
from analysis.corpus.store import ReadOptions
from analysis.schema import INSTALL, ParameterError
from analysis.tables import FORMATS, write

ROOT = Path(__file__).resolve().parents[1]


def _run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["samestory", *arguments])
    monkeypatch.setenv("SAMESTORY_READING", "{}")
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _table(folder: Path, text: str = "") -> Path:
    path = folder / "mine.csv"
    lines = ["id,paper,title,date,content"]
    lines += [
        f"{n},Post,Bridge {n},2024-06-0{n},{text}The bridge of day {n} is open." for n in (1, 2)
    ]
    lines += ["3,Herald,Shut,2024-06-03,The bridge is shut.", "1,Herald,Again,,Twice.", "5,,,,"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


MAP = ("--map", "outlet=paper", "--map", "text=content")


def test_check_tells_what_is_fine_and_what_is_refused(tmp_path, capsys, monkeypatch):
    assert _run("check", str(_table(tmp_path)), *MAP, monkeypatch=monkeypatch) == 1
    told = capsys.readouterr().out
    assert "mine: 3 articles" in told
    assert "2  Post" in told
    assert "refused: 2" in told
    assert "mine.csv row 4: the id '1' is taken by mine.csv row 1" in told


def test_check_of_a_good_corpus_exits_0(capsys, monkeypatch):
    assert _run("check", "data/sample", monkeypatch=monkeypatch) == 0
    assert "sample: 44 articles" in capsys.readouterr().out


def test_options_are_checked_before_anything_is_read(tmp_path, capsys, monkeypatch):
    sample = str(ROOT / "data/sample")
    for arguments, hint in (
        (("prepare", sample, "--speakers", "spcy"), "Did you mean 'spacy'"),
        (("check", sample, "--manifest", "nowhere.csv"), "no manifest at nowhere.csv"),
        (("tables", sample, "--out", str(tmp_path), "--format", "xls"), "'xlsx'"),
        (("reports", str(ROOT / "data/wagner-2023"), "--map", "text=body"), "was read before"),
        (("reports", sample, "-f", "bad.yml"), "bad.yml is not YAML"),
    ):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "bad.yml").write_text("a: [1", encoding="utf-8")
        assert _run(*arguments, monkeypatch=monkeypatch) == 2
        assert hint in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yml"]


def test_a_page_is_made_again_when_its_manifest_changes(tmp_path):
    known = tmp_path / "known.csv"
    marks = []
    for outlet in ("TASS", "AP"):
        known.write_text(f"file,outlet\na.txt,{outlet}\n", encoding="utf-8")
        marks.append(fingerprint(ROOT / "data/sample", ReadOptions(known)))
    assert len(set(marks)) == 2
    assert fingerprint(ROOT / "data/sample", ReadOptions(known)) == marks[1]


def test_usage_errors_exit_2_and_hint(tmp_path, capsys, monkeypatch):
    for arguments, hint in (
        (("check", "data/sampel"), "There is no corpus at data/sampel"),
        (("reports", "data/sample", "--notebook", "2-term"), "Did you mean '2-terms'"),
        (("reports", "data/sample", "-p", "targt=x"), "Did you mean 'target'"),
        (("reports", "data/sample", "-p", "target"), "-p takes name=value"),
        (
            ("tables", "data/sample", "--out", str(tmp_path), "--format", "xls"),
            "Did you mean 'xlsx'",
        ),
        (("check", str(_table(tmp_path)), "--map", "text"), "--map takes our name = your name"),
        (("nothing",), "No such command"),
    ):
        assert _run(*arguments, monkeypatch=monkeypatch) == 2, arguments
        assert hint in capsys.readouterr().err, arguments


@pytest.mark.parametrize("pair", ["text", "text=", "=content", "="])
def test_a_mapping_of_columns_needs_both_names(pair):
    assert _columns(["text=content", "title=a=b"]) == {"text": "content", "title": "a=b"}
    with pytest.raises(ParameterError, match="our name = your name"):
        _columns([pair])


def test_reports_of_no_corpus_are_those_of_the_project_and_an_installed_program_asks_for_one(
    tmp_path, capsys, monkeypatch
):
    asked = []
    monkeypatch.setattr("analysis.__main__._read_once", lambda path, _: asked.append(path.name))
    monkeypatch.setattr("analysis.__main__.run_reports", lambda *_: [])
    out = ("reports", "--out", str(tmp_path))
    assert _run(*out, monkeypatch=monkeypatch) == 0
    assert asked == ["wagner-2023", "sample"]
    monkeypatch.setattr("analysis.__main__.IS_CHECKOUT", False)
    assert _run(*out, monkeypatch=monkeypatch) == 2
    assert "Name a corpus" in capsys.readouterr().err
    assert len(asked) == 2


def test_help_names_the_file_of_extras(capsys, monkeypatch):
    assert _run("tables", "--help", monkeypatch=monkeypatch) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "requirements-extras.lock" in said
    assert "|".join(FORMATS) in said


@pytest.mark.parametrize("form", ["parquet", "csv", "xlsx"])
def test_tables_are_written_in_every_format(form, tmp_path, monkeypatch):
    out = tmp_path / "out"
    arguments = ("tables", str(_table(tmp_path)), "--out", str(out), "--format", form, "--tokens")
    assert _run(*arguments, *MAP, monkeypatch=monkeypatch) == 0
    expected = {
        *("documents segments tokens counts frequencies keyness mentions frames".split()),
        *("naming_shares frame_rates ledger makeup rejected notes".split()),
        *("descriptions description_words".split()),
        *("quotations voices speakers cues".split()),
        *("events statements variorum openings reuse runs lineage".split()),
        *("claims coverage findings".split()),
    }
    assert {path.stem for path in out.iterdir()} == expected
    read = {"parquet": pd.read_parquet, "csv": pd.read_csv, "xlsx": pd.read_excel}[form]
    assert len(read(out / f"documents.{form}")) == 3
    counted = read(out / f"counts.{form}")["frequency"].sum()
    assert counted == len(read(out / f"tokens.{form}"))


def test_one_table_of_some_articles_is_written_alone(tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    asked = (
        "tables",
        "data/sample",
        "--out",
        str(out),
        "--outlet",
        "TOLTA",
        "--until",
        "2024-06-30",
    )
    assert _run(*asked, "--only", "voices", "--only", "keyness", monkeypatch=monkeypatch) == 0
    assert {path.name for path in out.iterdir()} == {"voices.parquet", "keyness.parquet"}
    capsys.readouterr()
    assert _run(*asked, "--only", "vioces", monkeypatch=monkeypatch) == 2
    assert "Did you mean 'voices'?" in capsys.readouterr().err


def test_a_store_that_is_out_of_date_is_named_and_not_opened(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("analysis.corpus.store.PREPARED", tmp_path / "prepared")
    source = _table(tmp_path)
    assert _run("prepare", str(source), *MAP, monkeypatch=monkeypatch) == 0
    assert _run("check", str(source), *MAP, monkeypatch=monkeypatch) == 1
    assert "is read anew" not in capsys.readouterr().err
    source.write_text(source.read_text(encoding="utf-8").replace("open", "shut"), encoding="utf-8")
    assert _run("check", str(source), *MAP, monkeypatch=monkeypatch) == 1
    said = capsys.readouterr().err
    assert f"{source.name} is read anew" in said
    assert (tmp_path / "prepared").as_posix() in said


def test_ctrl_c_says_that_nothing_was_lost(monkeypatch, capsys):
    monkeypatch.setattr("analysis.__main__.load", _interrupted)
    assert _run("check", "data/sample", monkeypatch=monkeypatch) == 130
    assert "interrupted" in capsys.readouterr().err


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_naming_candidates_are_proposed_for_one_story_as_a_lexicon(tmp_path, capsys, monkeypatch):
    assert _run("suggest", "naming", "data/sample", monkeypatch=monkeypatch) == 2
    said = capsys.readouterr().err
    assert "choose one with --event" in said and "--event all" in said
    file = tmp_path / "naming-sample.yml"
    arguments = ("suggest", "naming", "data/sample", "--event", "Port of Ordvik, June 2024")
    assert _run(*arguments, "--out", str(file), monkeypatch=monkeypatch) == 0
    names = {
        label
        for concept in yaml.safe_load(file.read_text(encoding="utf-8")).values()
        for label in concept
    }
    assert {"strike", "blockade", "disruption"} <= names
    assert _run(*arguments[:3], "--event", "Ordvik", monkeypatch=monkeypatch) == 2
    assert "Port of Ordvik, June 2024" in capsys.readouterr().err


def test_articles_that_tell_one_story_are_one_where_that_is_said(tmp_path, monkeypatch):
    file = tmp_path / "names.yml"
    arguments = ("suggest", "naming", "data/sample", "--event", "all", "--out", str(file))
    assert _run(*arguments, "--top", "3", "--minimum", "4", monkeypatch=monkeypatch) == 0
    own = yaml.safe_load((ROOT / "data/lexicons/naming-sample.yml").read_text(encoding="utf-8"))
    made = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert set(own) <= set(made)
    assert len(set(made) - set(own)) <= 3


def test_names_are_proposed_by_spacy_or_the_remedy_is_named(tmp_path, capsys, monkeypatch):
    file = tmp_path / "entities-sample.yml"
    code = _run("suggest", "entities", "data/sample", "--out", str(file), monkeypatch=monkeypatch)
    if importlib.util.find_spec("spacy"):
        assert code == 0
        assert set(yaml.safe_load(file.read_text(encoding="utf-8"))) <= {*KINDS}
    else:
        assert code == 2
        assert INSTALL in capsys.readouterr().err
        assert not file.exists()


def test_no_text_becomes_a_formula_in_a_workbook(tmp_path, monkeypatch):
    out = tmp_path / "out"
    path = _table(tmp_path, text='"=HYPERLINK(""x"") ')
    path.write_text(path.read_text().replace("is open.", 'is open."'))
    arguments = ("tables", str(path), "--out", str(out), "--format", "xlsx")
    assert _run(*arguments, *MAP, monkeypatch=monkeypatch) == 0
    sheet = openpyxl.load_workbook(out / "documents.xlsx").active
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert "f" not in kinds


def test_a_text_too_long_for_a_cell_says_that_it_is_cut(tmp_path):
    made = {"documents": pd.DataFrame({"source": ["a" * 40_000, "short"]})}
    (path,) = write(made, tmp_path, "xlsx")
    sheet = openpyxl.load_workbook(path).active
    cut, short = (row[0].value for row in sheet.iter_rows(min_row=2))
    assert len(cut) == 32_767
    assert cut.endswith("a [cut here: a cell holds no more]")
    assert short == "short"


def test_a_release_made_on_the_command_line_is_text_free(tmp_path, capsys, monkeypatch):
    out = tmp_path / "released"
    assert _run("release", "data/sample", "--out", str(out), monkeypatch=monkeypatch) == 0
    assert "44 articles, no text" in capsys.readouterr().out
    assert "source" not in (out / "documents.csv").read_text(encoding="utf-8").split("\n")[0]


def test_a_release_is_made_of_a_table_with_other_names(tmp_path, capsys, monkeypatch):
    out = tmp_path / "released"
    arguments = ("release", str(_table(tmp_path)), *MAP, "--out", str(out))
    assert _run(*arguments, monkeypatch=monkeypatch) == 0
    assert "3 articles, no text" in capsys.readouterr().out
    assert "Post" in (out / "documents.csv").read_text(encoding="utf-8")


def test_long_work_says_how_far_it_is(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("analysis.__main__._MOMENT", 0)
    assert _run("tables", "data/sample", "--out", str(tmp_path), monkeypatch=monkeypatch) == 0
    shown = capsys.readouterr().err
    for step in ("quote: 100%", "44/44", "statements: ", "coverage: ", "makeup: "):
        assert step in shown


def test_a_bar_shows_each_step_and_is_gone_at_the_end(capsys):
    with _bar("page") as show:
        for done in range(1, 4):
            show("draw", done, 3)
    said = capsys.readouterr().err
    steps = [shown.strip() for shown in said.split("\r") if shown.startswith("draw:")]
    assert [step.split("%")[0] for step in steps] == ["draw:  33", "draw:  67", "draw: 100"]
    *_, last = said.rstrip("\r\n").split("\r")
    assert not last.strip()


def test_reports_of_a_table_file_with_other_names(tmp_path, capsys, monkeypatch):
    arguments = ("reports", str(_table(tmp_path)), *MAP, "--notebook", "2", "-p", "by=outlet")
    out = tmp_path / "pages"
    assert _run(*arguments, "--out", str(out), "--workers", "1", monkeypatch=monkeypatch) == 0
    page = out / "mine" / "2-terms-by-outlet.html"
    assert page.is_file()
    assert str(tmp_path) not in page.read_text(encoding="utf-8")
    capsys.readouterr()
    assert _run(*arguments, "--out", str(out), "--workers", "1", monkeypatch=monkeypatch) == 0
    assert "kept" in capsys.readouterr().out


def test_a_report_that_fails_keeps_the_old_page_and_exits_1(tmp_path, capsys, monkeypatch):
    corpus = tmp_path / "mine"
    shutil.copytree(ROOT / "data" / "sample", corpus)
    arguments = ("reports", str(corpus), "--notebook", "1-corpus", "--out", str(tmp_path / "pages"))
    assert _run(*arguments, "--workers", "1", monkeypatch=monkeypatch) == 0
    page = tmp_path / "pages" / "mine" / "1-corpus.html"
    before = page.read_bytes()
    for article in corpus.glob("*.txt"):
        article.write_text("", encoding="utf-8")
    assert _run(*arguments, "--workers", "1", monkeypatch=monkeypatch) == 1
    assert page.read_bytes() == before
    assert "failed" in capsys.readouterr().out
    assert "No document of mine could be used" in (
        tmp_path / "pages" / "mine" / "1-corpus.json"
    ).read_text(encoding="utf-8")


def test_the_notebooks_of_another_corpus_are_copies_that_name_it(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.__main__.ROOT", tmp_path)
    corpus = _table(tmp_path)
    folder = _copies(corpus)
    assert folder == tmp_path / "lab" / "mine"
    for path in folder.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        assert json.dumps(str(corpus)) in text
        assert "data/wagner-2023" not in text
        assert "data/sample" not in text
    (folder / "1-corpus.ipynb").write_text("mine", encoding="utf-8")
    _copies(corpus)
    assert (folder / "1-corpus.ipynb").read_text(encoding="utf-8") == "mine"


def test_a_copy_that_nobody_changed_follows_its_notebook(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.__main__.ROOT", tmp_path)
    monkeypatch.setattr("analysis.__main__.NOTEBOOKS", tmp_path / "notebooks")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    corpus = _table(tmp_path)
    copy = _copies(corpus) / "explore.ipynb"
    notebook = tmp_path / "notebooks" / "explore.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace("# Explore", "# Look"), encoding="utf-8")
    _copies(corpus)
    assert "# Look" in copy.read_text(encoding="utf-8")


def _opened(*arguments, monkeypatch):
    """Say how JupyterLab would be started."""
    started = []
    monkeypatch.setattr(
        "analysis.__main__._while_here", lambda command: started.append(command) or 0
    )
    assert _run("lab", *arguments, monkeypatch=monkeypatch) == 0
    return started[0]


def test_the_lab_opens_explore_on_the_corpus(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("analysis.__main__.ROOT", tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    table = _table(tmp_path)
    asked = ("--port", "9999", "--no-browser", *MAP)
    command = _opened(str(table), *asked, monkeypatch=monkeypatch)
    assert f"--ServerApp.root_dir={tmp_path / 'lab' / 'mine'}" in command
    assert "--LabApp.default_url=/lab/tree/explore.ipynb" in command
    assert {"--ServerApp.port=9999", "--no-browser"} <= set(command)
    assert "--allow-root" not in command
    told = json.loads(os.environ[READING])
    assert told[str(table.resolve())]["columns"]["outlet"] == "paper"


def test_root_is_told_what_the_address_is_worth(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("analysis.__main__.ROOT", tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert "--allow-root" in _opened(str(_table(tmp_path)), monkeypatch=monkeypatch)
    assert "You are root" in capsys.readouterr().err


def test_the_lab_without_a_corpus_opens_the_sample(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.__main__.ROOT", tmp_path)
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "data" / "sample")
    assert f"--ServerApp.root_dir={tmp_path / 'lab' / 'sample'}" in _opened(monkeypatch=monkeypatch)
    text = (tmp_path / "lab" / "sample" / "explore.ipynb").read_text(encoding="utf-8")
    assert str(tmp_path / "data" / "sample") in text


def test_the_lab_says_which_option_does_nothing(monkeypatch, capsys):
    assert _run("lab", "data/wagner-2023", *MAP, monkeypatch=monkeypatch) == 2
    assert "none of these options changes it" in capsys.readouterr().err


def test_what_may_not_be_read_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "my-articles")

    monkeypatch.setattr("analysis.__main__.app", refused)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "samestory: my-articles may not be read or written by you.\n"
