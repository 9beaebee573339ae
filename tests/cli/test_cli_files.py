"""Files that a person names: what can't be read or written is a sentence, and nothing is half-written."""

import errno
import os
import stat

import pytest

from backrub.cli import files
from backrub.errors import DataError


def problem_of_reading(path):
    with pytest.raises(DataError) as caught:
        files.text_of(str(path))
    (problem,) = caught.value.problems
    assert problem.way_out
    return problem.what


def test_what_cannot_be_read_says_why(tmp_path):
    assert problem_of_reading(tmp_path / "gone.toml") == "is not there"
    assert problem_of_reading(tmp_path) == "is a folder"
    assert problem_of_reading("a\0b") == "can't be read"
    assert problem_of_reading("x" * 5000) == "can't be read"


def test_what_is_no_text_says_so(tmp_path):
    binary = tmp_path / "picture.png"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert problem_of_reading(binary) == "is not a text file"
    latin = tmp_path / "latin.toml"
    latin.write_bytes("a = 1\nname = 'J\xfcrgen'\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"latin\.toml line 2: is not UTF-8"):
        files.text_of(str(latin))


def test_ten_megabytes_are_refused_unread(tmp_path):
    large = tmp_path / "large.json"
    large.write_bytes(b"{" + b" " * 10_000_000 + b"}")
    assert problem_of_reading(large) == "is larger than 1 MB"
    assert problem_of_reading("/dev/zero") == "is larger than 1 MB"


def test_a_mark_of_utf_8_at_the_start_does_no_harm(tmp_path):
    marked = tmp_path / "marked.toml"
    marked.write_bytes(b"\xef\xbb\xbfa = 1")
    assert files.text_of(str(marked)) == "a = 1"


def test_a_file_is_written_whole_with_the_rights_it_had(tmp_path):
    target = tmp_path / "plan.json"
    files.write_text(str(target), "one")
    assert target.read_text() == "one"
    target.chmod(0o640)
    files.write_text(str(target), "two")
    assert target.read_text() == "two"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["plan.json"]


def test_a_link_keeps_leading_to_its_file(tmp_path):
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    files.write_text(str(tmp_path / "link.json"), "new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"


def test_a_device_is_written_as_it_is():
    files.write_text("/dev/null", "gone")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize(
    ("number", "what"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "may not be written"), (errno.EIO, "can't be written")],
)
def test_a_write_that_fails_in_the_middle_leaves_what_was_there(tmp_path, monkeypatch, number, what):
    target = tmp_path / "plan.json"
    target.write_text("before")

    def fails(handle):
        raise OSError(number, "as the system says")

    monkeypatch.setattr(files.os, "fsync", fails)
    with pytest.raises(DataError, match=what):
        files.write_text(str(target), "after")
    assert target.read_text() == "before"
    assert os.listdir(tmp_path) == ["plan.json"]


def test_a_full_disk_is_a_sentence():
    if not os.path.exists("/dev/full"):
        pytest.fail("this system has no /dev/full")
    with pytest.raises(DataError, match="disk is full"):
        files.write_text("/dev/full", "plan")


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(DataError, match="folder is not there"):
        files.write_text(str(tmp_path / "no" / "plan.json"), "plan")
    with pytest.raises(DataError, match="is a folder"):
        files.write_text(str(tmp_path), "plan")
    assert os.listdir(tmp_path) == []
