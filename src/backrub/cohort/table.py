"""The table of a cohort: rows to Parquet and back. The one file that knows pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from backrub.cohort.judge import Judged
from backrub.errors import DataError, Problem
from backrub.model.dose import Unit

ROWS_A_GROUP = 1000
"""How many bodies a row group of the whole table holds: as many are in memory at once."""

INSTALL = "pip install 'backrub[cohort]'"


def parquet() -> Any:
    """Return the modules that read and write Parquet; raises DataError where they are not installed."""
    try:
        for each in ("pyarrow.compute", "pyarrow.parquet"):
            import_module(each)
        return import_module("pyarrow")
    except ImportError:
        what = "needs packages that are not installed here"
        raise DataError([Problem("cohort", what, f"Install them: {INSTALL}")]) from None


def to_bytes(bodies: Sequence[Judged]) -> bytes:
    """Return bodies as one Parquet file; the same bodies are the same bytes.

    A limit's words and unit stand with its column.
    """
    arrow = parquet()
    told = {limit.name: limit for body in bodies for limit in body.limits}
    columns = {}
    for name in dict.fromkeys(name for body in bodies for name in body.row):
        column = arrow.array([body.row.get(name) for body in bodies])
        limit = told.get(name.removeprefix("worst:")) if name.startswith("worst:") else None
        words = None if limit is None else {"says": limit.says, "unit": limit.unit}
        columns[arrow.field(name, column.type, metadata=words)] = column
    table = arrow.table([*columns.values()], schema=arrow.schema([*columns]))
    sink = BytesIO()
    arrow.parquet.write_table(table, sink)
    return sink.getvalue()


def rows_of(path: Any) -> int:
    """Return how many bodies a file holds; -1 where it is no whole Parquet file."""
    arrow = parquet()
    try:
        return int(arrow.parquet.read_metadata(path).num_rows)
    except (OSError, arrow.ArrowException):
        return -1


def merge(parts: Sequence[Any], into: BinaryIO, *, bodies: int) -> None:
    """Write the first bodies of Parquet files, each sorted and one after the other, as one into a stream.

    No more than a row group and a part are in memory. Which part a row came from leaves no trace.
    """
    arrow = parquet()
    schema = arrow.parquet.read_schema(parts[0])
    for part in parts[1:]:
        own = arrow.parquet.read_schema(part)
        if not own.equals(schema, check_metadata=True):
            schema = arrow.unify_schemas([schema, own], promote_options="permissive")
    with arrow.parquet.ParquetWriter(into, schema) as writer:
        waiting = schema.empty_table()
        for part in parts:
            read = arrow.parquet.read_table(part, partitioning=None, use_threads=False)
            read = _in_shape(arrow, read.filter(arrow.compute.less(read["number"], bodies)), schema)
            waiting = arrow.concat_tables([waiting, read])
            while waiting.num_rows >= ROWS_A_GROUP:
                writer.write_table(waiting.slice(0, ROWS_A_GROUP).combine_chunks())
                waiting = waiting.slice(ROWS_A_GROUP).combine_chunks()
        if waiting.num_rows:
            writer.write_table(waiting.combine_chunks())


class Columns:
    """A table's columns, read one at a time: numbers as float arrays with NaN for none, words as lists.

    The file stays open as long as this does: it tells of some 300 columns before the first can be read.
    """

    def __init__(self, path: Any) -> None:
        self._file = parquet().parquet.ParquetFile(path)
        self._schema = self._file.schema_arrow
        self.names: tuple[str, ...] = tuple(self._schema.names)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a column of numbers or of yes and no, one a body."""
        read = self._column(name)
        return np.array([np.nan if each is None else float(each) for each in read], dtype=np.float64)

    def words(self, name: str) -> list[str]:
        """Return a column of words."""
        return [str(each) for each in self._column(name)]

    def starting(self, prefix: str) -> Iterator[str]:
        """Yield what follows a prefix in the names of columns, in their order."""
        for name in self.names:
            if name.startswith(prefix):
                yield name.removeprefix(prefix)

    def told(self, name: str) -> tuple[str, Unit]:
        """Return what a limit says, and its unit."""
        words = self._schema.field(f"worst:{name}").metadata
        unit: Unit = words[b"unit"].decode()
        return words[b"says"].decode(), unit

    def row(self, index: int) -> Mapping[str, Any]:
        """Return one body's columns."""
        for group in range(self._file.num_row_groups):
            rows = self._file.metadata.row_group(group).num_rows
            if index < rows:
                found: Mapping[str, Any] = self._file.read_row_group(group).slice(index, 1).to_pylist()[0]
                return found
            index -= rows
        raise IndexError(index)

    def _column(self, name: str) -> list[Any]:
        read = self._file.read(columns=[name], use_threads=False)
        found: list[Any] = read.column(0).to_pylist()
        return found


def _in_shape(arrow: Any, table: Any, schema: Any) -> Any:
    """Return a table with a schema's columns, in its order; what it lacks is null."""
    if table.schema.equals(schema):
        return table.cast(schema)
    own = set(table.schema.names)
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in own
        else arrow.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return arrow.table(columns, schema=schema)
