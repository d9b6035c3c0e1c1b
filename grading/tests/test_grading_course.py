"""Which homeworks a command means, and what it says where there is none."""

from types import SimpleNamespace

import pytest
import small_homework

from grading.course import chosen, homeworks


def test_those_that_are_named_or_all(tmp_path):
    for name in ("one", "two"):
        small_homework.write(tmp_path, name=name)
    assert [each.name for each in homeworks(tmp_path, [])] == ["one", "two"]
    assert [each.name for each in homeworks(tmp_path, ["two"])] == ["two"]
    for name, found in ((None, ["one", "two"]), ("two", ["two"])):
        options = SimpleNamespace(folder=tmp_path, homework=name)
        assert [each.name for each in chosen(options)] == found
    with pytest.raises(SystemExit, match="there is no homework three, only one, two"):
        homeworks(tmp_path, ["three"])
    with pytest.raises(SystemExit, match=r"there is no homework in .*: no folder in it has"):
        homeworks(tmp_path / "one", [])


def test_a_homework_that_cannot_be_read_stops_no_other(tmp_path, capsys):
    small_homework.write(tmp_path)
    small_homework.write(tmp_path, name="broken", checks="1 / 0")
    (found,) = homeworks(tmp_path, [])
    assert found.name == "small"
    assert "homework broken is left out: ZeroDivisionError" in capsys.readouterr().err
    for named in (["broken"], ["small", "broken"]):
        with pytest.raises(SystemExit, match="nothing is done"):
            homeworks(tmp_path, named)
