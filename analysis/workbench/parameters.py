"""The parameters of a notebook as fields to fill in, in the copies that `samestory lab` makes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

import ipywidgets
import yaml
from IPython.display import display

from analysis.corpus.lexicons.parameters import parameters_in
from analysis.files import IN_LAB, write_atomically
from analysis.reports.parameters import Parameter, Value, check_parameters, parameters
from analysis.schema import SamestoryError

# The folder of a copy is that of its corpus.
_NOT_SHOWN: Final = "corpus"
_NAME: Final = {"description_width": "150px"}
_FIELD: Final = {"width": "420px"}
# One panel a notebook: what was filled in outlives the cell that is run again.
_panels: dict[Path, Parameters] = {}


class Parameters:
    """The parameters that a notebook declares, each with a field; what is filled in is kept.

    `<notebook>.parameters.yml` beside the notebook holds what differs from the notebook: the
    panel opens with it, and `samestory reports -f` takes it.
    """

    def __init__(self, notebook: Path) -> None:
        self.file = notebook.with_suffix(".parameters.yml")
        self.declared = [each for each in parameters(notebook) if each.name != _NOT_SHOWN]
        self.said = ipywidgets.Label()
        self.fields = {each.name: _field(each) for each in self.declared}
        self._changed: dict[str, Value] = {}
        self._fill({each.name: each.default for each in self.declared} | self._saved())
        for field in self.fields.values():
            field.observe(self._read, names="value")
        back = ipywidgets.Button(description="Back to the notebook's own")
        back.layout.width = "220px"
        back.on_click(lambda _: self._fill({each.name: each.default for each in self.declared}))
        rows = [_row(each, self.fields[each.name]) for each in self.declared]
        self.widget = ipywidgets.VBox([*rows, ipywidgets.HBox([back, self.said])])
        self._read()

    @property
    def values(self) -> dict[str, Value]:
        """What differs from what the notebook declares."""
        return dict(self._changed)

    def over(self, names: Mapping[str, Any]) -> dict[str, Value]:
        """Take what was filled in for those names that are as the notebook declares them.

        Parameters
        ----------
        names
            Name -> value: the `globals()` of the notebook, where a cell may say otherwise.
        """
        declared = {each.name: each.default for each in self.declared}
        return {
            name: value for name, value in self._changed.items() if names[name] == declared[name]
        }

    def _fill(self, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            self.fields[name].value = "\n".join(value) if isinstance(value, list) else value

    def _saved(self) -> dict[str, Value]:
        """Read what was filled in before; a file that no longer fits is said and left out."""
        if not self.file.is_file():
            return {}
        try:
            given = parameters_in(self.file)
            checked = check_parameters(self.declared, given)
        except SamestoryError as error:
            self.said.value = f"{self.file.name} is not used: {error}"
            return {}
        return {name: checked[name] for name in given}

    def _read(self, change: object = None) -> None:
        """Take over what stands in the fields, and keep it beside the notebook."""
        given = {each.name: _typed(each, self.fields[each.name].value) for each in self.declared}
        changed = {each.name: given[each.name] for each in self.declared
                   if given[each.name] != each.default}  # fmt: skip
        self._changed = changed
        if change is None:
            return
        if changed:
            text = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False)
            write_atomically(self.file, text)
        else:
            self.file.unlink(missing_ok=True)
        self.said.value = (
            f"Run the notebook: it uses {', '.join(changed)}. Kept in {self.file.name}, which "
            "samestory reports -f takes."
            if changed
            else "Run the notebook: it uses its own parameters."
        )

    def _ipython_display_(self) -> None:
        display(self.widget)  # type: ignore[no-untyped-call]


class _Nothing:
    """What stands for a panel where no hand can fill it in: under papermill, in a report."""

    def over(self, names: Mapping[str, Any]) -> dict[str, Value]:
        """Change nothing."""
        return {}

    def __repr__(self) -> str:
        return "Where `samestory lab` opens this notebook, its parameters are fields here."


def panel(notebook: str) -> Parameters | _Nothing:
    """Show the parameters of a notebook as fields; run again, the same fields.

    Parameters
    ----------
    notebook
        Its file in the current folder.
    """
    if not os.environ.get(IN_LAB):
        return _Nothing()
    path = Path(notebook).resolve()
    if path not in _panels:
        _panels[path] = Parameters(path)
    return _panels[path]


def _field(parameter: Parameter) -> Any:
    kinds: dict[str, Callable[..., Any]] = {
        "int": ipywidgets.IntText,
        "float": ipywidgets.FloatText,
        "bool": ipywidgets.Checkbox,
        "list[str]": ipywidgets.Textarea,
    }
    made = kinds.get(parameter.type, ipywidgets.Text)
    more = {"placeholder": "one a line", "rows": 2} if parameter.type == "list[str]" else {}
    field = made(description=parameter.name, style=_NAME, layout=_FIELD, **more)
    field.continuous_update = False
    return field


def _row(parameter: Parameter, field: Any) -> ipywidgets.HBox:
    # HTML wraps a long explanation, where a label would cut it.
    explained = ipywidgets.HTML(escape(parameter.help))
    explained.layout.flex = "1 1 0"
    return ipywidgets.HBox([field, explained])


def _typed(parameter: Parameter, value: Any) -> Value:
    if parameter.type == "list[str]":
        return [line.strip() for line in value.splitlines() if line.strip()]
    checked: Value = value
    return checked
