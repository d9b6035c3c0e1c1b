"""A file is written whole or not at all."""

import pytest

from nbclaims import atomic


def test_a_file_is_replaced_whole_or_stays(tmp_path, monkeypatch):
    file = tmp_path / "some.json"
    for content in (b"old", b"new"):
        atomic.write(file, content)
        assert file.read_bytes() == content and list(tmp_path.iterdir()) == [file]

    def killed(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic.os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        atomic.write(file, b"newer")
    assert file.read_bytes() == b"new"


def test_all_of_it_is_on_the_disk_before_it_has_the_name(tmp_path, monkeypatch):
    seen, fsync = [], atomic.os.fsync

    def watched(number):
        seen.append([path.read_bytes() for path in tmp_path.iterdir()])
        fsync(number)

    monkeypatch.setattr(atomic.os, "fsync", watched)
    atomic.write(tmp_path / "a", b"all of it")
    assert seen == [[b"all of it"]]
