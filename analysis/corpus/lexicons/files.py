"""Read YAML that users edit: every scalar is text, no key stands twice, errors name the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from analysis.schema import RuleError


class _Loader(yaml.BaseLoader):
    """YAML in which every scalar is text ('no' and '24' too) and no key stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Make a dict of a mapping."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                problem = f"the key {key.value!r} stands twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def content_of(path: Path) -> Any:
    """Read the content of a YAML file.

    Raises
    ------
    RuleError
        There is no such file, or it is not YAML: names the file, and the line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except FileNotFoundError:
        there = ", ".join(sorted(p.name for p in path.parent.glob("*.yml"))) or "no .yml file"
        raise RuleError(f"{path}: there is no such file. The folder has {there}.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(f"{path}: line {line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: it is not YAML in UTF-8: {error}") from None
