"""Tables as Arrow files: written share by share, opened by memory map.

Text that is to be looked at in place is written as it is; tables of many short repeated texts
are compressed, to a tenth of their size, and unpacked when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from analysis.schema import DATE, INTEGER, NUMBER, TEXT, TRUTH, CorpusError

_TYPES: Final = {
    TEXT: pa.large_string(),
    INTEGER: pa.int64(),
    NUMBER: pa.float64(),
    DATE: pa.timestamp("s"),
    TRUTH: pa.bool_(),
}


class Writer:
    """Write the shares of one table, one after the other, into one file.

    The columns are those of the first share.

    Parameters
    ----------
    path
        The file.
    compression
        As Arrow names it ("zstd"); none, and the text is looked at where it lies.
    """

    def __init__(self, path: Path, compression: str | None = None) -> None:
        self._path = path
        self._options = pa.ipc.IpcWriteOptions(compression=compression)
        self._schema: pa.Schema | None = None
        self._file: pa.ipc.RecordBatchFileWriter | None = None

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, frame: pd.DataFrame) -> None:
        """Write some rows."""
        if self._schema is None or self._file is None:
            self._schema = pa.schema([(name, _type(frame[name], name)) for name in map(str, frame)])
            self._file = pa.ipc.new_file(self._path, self._schema, options=self._options)
        columns = [
            pa.array(frame[field.name], type=field.type, from_pandas=True) for field in self._schema
        ]
        arrays = [c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c for c in columns]
        self._file.write_batch(pa.record_batch(arrays, schema=self._schema))


def _type(column: pd.Series, name: str) -> pa.DataType:
    if str(column.dtype) not in _TYPES:
        raise CorpusError(
            f"The column {name!r} holds {column.dtype}, which a store cannot keep. "
            f"Allowed: {', '.join(_TYPES)}."
        )
    return _TYPES[str(column.dtype)]


def write(frame: pd.DataFrame, path: Path, compression: str | None = None) -> None:
    """Write a whole table; see `Writer`."""
    with Writer(path, compression) as writer:
        writer.add(frame)


def read(path: Path) -> pd.DataFrame:
    """Read a table; text that is not compressed stays in the file until it is looked at."""
    return Pieces(path)()


class Pieces:
    """A table that is read by a call, also where its file was removed meanwhile.

    Parameters
    ----------
    path
        The file; each share of the corpus is a piece of it.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        with self.whole():
            self._file = pa.ipc.open_file(pa.memory_map(str(path)))

    def __len__(self) -> int:
        return int(self._file.num_record_batches)

    def __call__(self) -> pd.DataFrame:
        """Read the table."""
        with self.whole():
            return _frame(self._file.read_all())

    def some(self, numbers: Iterable[int]) -> pd.DataFrame:
        """Read some pieces, by their numbers from 0."""
        with self.whole():
            batches = [self._file.get_batch(number) for number in numbers]
            return _frame(pa.Table.from_batches(batches, self._file.schema))

    def sizes(self) -> NDArray[np.int64]:
        """Count the rows of each piece."""
        with self.whole():
            rows = [self._file.get_batch(number).num_rows for number in range(len(self))]
        return np.array(rows, dtype=np.int64)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Tell a file that is damaged from one that is not there."""
        try:
            yield
        except FileNotFoundError:
            raise
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise damaged(self._name, str(error)) from None


def damaged(name: str, why: str) -> CorpusError:
    """Say that a file of a store is damaged, and the remedy."""
    return CorpusError(
        f"{name} of the prepared store is damaged ({' '.join(why.split()):.80}). "
        "Make the store anew: samestory prepare CORPUS."
    )


def _frame(table: pa.Table) -> pd.DataFrame:
    return pd.DataFrame(
        {name: _column(table.column(name)) for name in table.column_names}, copy=False
    )


def _column(values: pa.ChunkedArray) -> pd.Series:
    if values.type == pa.large_string():
        dtype = pd.StringDtype("pyarrow", na_value=np.nan)
        return pd.Series(pd.array(values, dtype=dtype), copy=False)
    return pd.Series(values.to_numpy(), copy=False)
