"""The table: what is written is what is read, in however many parts it came."""

import weakref
from io import BytesIO

import numpy as np
import pytest

from backrub.cohort.judge import Judged
from backrub.cohort.table import Columns, merge, parquet, rows_of, to_bytes
from backrub.model.dose import LimitCheck


def body(number, *, worst=1.0, **more):
    limit = LimitCheck(name="f", says="force of <it>", limit=2.0, worst=worst, unit="N", ok=True)
    row = {"number": number, "sex": "male", "worst:f": worst, "ok:f": worst <= 2.0, **more}
    return Judged(row, (limit,))


def merged(folder, *parts, bodies=10**6):
    paths = []
    for index, part in enumerate(parts):
        paths.append(folder / f"{index}.parquet")
        paths[-1].write_bytes(to_bytes(part))
    whole = BytesIO()
    merge(paths, whole, bodies=bodies)
    path = folder / "whole.parquet"
    path.write_bytes(whole.getvalue())
    return path


def test_the_same_bodies_are_the_same_bytes():
    assert to_bytes([body(0), body(1)]) == to_bytes([body(0), body(1)])
    assert to_bytes([body(0)]) != to_bytes([body(0, worst=1.5)])


def test_how_bodies_were_split_leaves_no_trace(tmp_path, monkeypatch):
    monkeypatch.setattr("backrub.cohort.table.ROWS_A_GROUP", 3)
    bodies = [body(number, worst=number / 4) for number in range(8)]
    one = merged(tmp_path, bodies).read_bytes()
    assert merged(tmp_path, bodies[:1], bodies[1:5], bodies[5:]).read_bytes() == one
    assert merged(tmp_path, *([each] for each in bodies)).read_bytes() == one


def test_columns_are_read_one_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr("backrub.cohort.table.ROWS_A_GROUP", 2)
    read = Columns(merged(tmp_path, [body(0), body(1, worst=3.0)], [body(2)]))
    assert read.numbers("worst:f").tolist() == [1.0, 3.0, 1.0]
    assert read.numbers("ok:f").tolist() == [1.0, 0.0, 1.0]
    assert read.words("sex") == ["male"] * 3
    assert read.told("f") == ("force of <it>", "N")
    assert [*read.starting("worst:")] == ["f"]
    assert read.row(2)["number"] == 2
    with pytest.raises(IndexError):
        read.row(3)


def test_what_a_body_lacks_is_none(tmp_path):
    read = Columns(merged(tmp_path, [body(0)], [body(1, extra=2.5)]))
    assert np.isnan(read.numbers("extra")).tolist() == [True, False]


def test_only_the_first_bodies_are_taken(tmp_path):
    path = merged(tmp_path, [body(number) for number in range(5)], bodies=3)
    assert Columns(path).numbers("number").tolist() == [0, 1, 2]


def test_half_a_file_is_no_part(tmp_path):
    whole = to_bytes([body(0), body(1)])
    (tmp_path / "whole").write_bytes(whole)
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    assert rows_of(tmp_path / "whole") == 2
    assert rows_of(tmp_path / "half") == -1


def test_however_many_parts_no_more_than_a_group_and_a_part_are_in_memory(tmp_path, monkeypatch):
    """What Arrow holds, and the schemas, each of which is 85 kB with the columns of a real cohort."""
    monkeypatch.setattr("backrub.cohort.table.ROWS_A_GROUP", 20)
    arrow = parquet()
    schemas, living, held = [], [], []

    def read_schema(part, **how):
        found = reads["read_schema"](part, **how)
        schemas.append(weakref.ref(found))
        living.append(sum(each() is not None for each in schemas))
        return found

    def read_table(part, **how):
        held.append(arrow.total_allocated_bytes() - before)
        return reads["read_table"](part, **how)

    reads = {each.__name__: getattr(arrow.parquet, each.__name__) for each in (read_schema, read_table)}
    monkeypatch.setattr(arrow.parquet, "read_schema", read_schema)
    monkeypatch.setattr(arrow.parquet, "read_table", read_table)
    before = arrow.total_allocated_bytes()
    merged(
        tmp_path, *([body(10 * part + each, worst=part / 200) for each in range(10)] for part in range(80))
    )
    assert len(held) == 80
    assert max(living) <= 3
    assert 0 < max(held[40:]) <= 3 * max(held[:10])  # what is let go is given back a little later
