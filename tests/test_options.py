"""One option for each setting, of its type, and where the files go."""

from pathlib import Path
from typing import NamedTuple

import pytest

from programs.options import parser


class Settings(NamedTuple):
    batch_size: int = 5
    rate: float = 0.1


def parsed(*words):
    return vars(parser("a_run", Settings(), Path("here"), "About it.").parse_args(words))


def test_the_defaults_are_those_of_the_settings():
    assert parsed() == {"batch_size": 5, "rate": 0.1, "folder": Path("here")}


def test_defaults_other_than_those_of_the_class_can_be_given():
    made = parser("a_run", Settings(rate=0.0), Path("here"), "About it.")
    assert vars(made.parse_args([])) == {"batch_size": 5, "rate": 0.0, "folder": Path("here")}


def test_every_setting_and_the_folder_can_be_given():
    found = parsed("--batch-size", "7", "--rate", "0.5", "--folder", "there")
    assert found == {"batch_size": 7, "rate": 0.5, "folder": Path("there")}


def test_another_type_is_refused_by_name(capsys):
    with pytest.raises(SystemExit):
        parsed("--batch-size", "many")
    assert "--batch-size" in capsys.readouterr().err
