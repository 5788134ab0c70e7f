"""Run a notebook by papermill, and tell a good run from a bad one.

The notebook's own record is no proof: after a timeout or the death of the kernel papermill
marks every cell as completed. A run is good if nothing was raised here, no cell shows an
error, and the last code cell has come to its provenance.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from analysis.figures.output import SAMESTORY
from analysis.figures.text import visible
from analysis.files import HOME, ROOT
from analysis.reports.parameters import Value, without_panel
from analysis.schema import SamestoryError

_ENGINE: Final = "samestory"
# A kernel that dies before its first cell is started anew, so often in all.
_STARTS: Final = 3
# SETTLED of `corpus.lexicons.parameters`: the values given here are all there is, also where
# they are usual.
_ENVIRONMENT: Final = {
    "JUPYTER_PREFER_ENV_PATH": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "SAMESTORY_SETTLED": "1",
    HOME: str(ROOT),
}


@dataclass(frozen=True)
class Limits:
    """How long a cell and a whole report may take, in seconds."""

    cell: float = 600
    report: float = 1800


class RunError(SamestoryError):
    """A notebook did not come to its end; `notebook` is what was run of it."""

    def __init__(self, message: str, notebook: NotebookNode | None) -> None:
        super().__init__(message)
        self.notebook = notebook


class _Engine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, that hands out the notebook also when it fails."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, keeper: list[NotebookNode], **kwargs: Any
    ) -> None:
        keeper.append(nb_man.nb)
        super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


papermill_engines.register(_ENGINE, _Engine)


def execute(notebook: Path, values: Mapping[str, Value], limits: Limits) -> NotebookNode:
    """Run a notebook with checked parameters.

    Raises
    ------
    RunError
        A cell failed or took too long, the kernel died, or the end was not reached.
    """
    os.environ.update(_ENVIRONMENT)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    for left in reversed(range(_STARTS)):
        keeper: list[NotebookNode] = []
        try:
            _execute(notebook, values, limits, keeper)
            break
        except Exception as error:
            if left and _never_started(error, keeper):
                continue
            raise RunError(_reason(error, limits), keeper[0] if keeper else None) from error
    _require_end(keeper[0])
    return keeper[0]


def _execute(
    notebook: Path, values: Mapping[str, Value], limits: Limits, keeper: list[NotebookNode]
) -> None:
    content = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    content.cells = without_panel(content.cells)
    papermill.execute_notebook(
        content,
        None,
        parameters=dict(values),
        engine_name=_ENGINE,
        kernel_name="python3",
        language="python",
        request_save_on_cell_execute=False,
        autosave_cell_every=0,
        progress_bar=False,
        cwd=notebook.resolve().parent,
        keeper=keeper,
        timeout_func=_deadline(limits),
        extra_arguments=["--log-level=CRITICAL"],
    )


def _never_started(error: Exception, keeper: list[NotebookNode]) -> bool:
    """Say whether the kernel died before any cell: two may have picked the same port."""
    cells = keeper[0].cells if keeper else []
    before = isinstance(error, RuntimeError) and not isinstance(error, DeadKernelError)
    return before and not any(cell.get("execution_count") for cell in cells)


def _deadline(limits: Limits) -> Callable[[Any], float]:
    """Give each cell its limit, or what the report has left of its own."""
    end = time.monotonic() + limits.report

    def left(cell: Any) -> float:
        return max(0.01, min(limits.cell, end - time.monotonic()))

    return left


def _reason(error: Exception, limits: Limits) -> str:
    if isinstance(error, PapermillExecutionError):
        return f"cell [{error.exec_count}] failed. {visible(f'{error.ename}: {error.evalue}')}"
    if isinstance(error, CellTimeoutError):
        return (
            f"a cell took too long; a cell has {limits.cell:g} s and a report {limits.report:g} s."
        )
    if isinstance(error, DeadKernelError):
        return "the kernel died: it was killed, or there was not enough memory."
    return visible(f"{type(error).__name__}: {error}")


def _require_end(notebook: NotebookNode) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(output.output_type == "error" for cell in code for output in cell.outputs):
        raise RunError("a cell shows an error.", notebook)
    if not code or provenance_of(notebook) is None:
        raise RunError(
            "the end was not reached: the last code cell must emit provenance(...).", notebook
        )


def provenance_of(notebook: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Find the provenance that the last code cell emitted."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for output in code[-1]["outputs"] if code else []:
        content = output.get("data", {}).get(SAMESTORY)
        if isinstance(content, Mapping) and content.get("kind") == "provenance":
            return content
    return None
