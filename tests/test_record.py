"""Files of a long run: written whole, read with their checksum, and what a record says."""

import json
import platform
import time

import jax
import numpy as np
import pytest

from lib.long_run import load_run
from programs import record
from programs.record import environment, save, spent

ARRAYS = [np.arange(6.0).reshape(2, 3), np.array([0.1, 1e-3])]


def test_what_is_saved_is_loaded_in_order_and_in_half_precision(tmp_path):
    folder = tmp_path / "new"
    save(folder, "run", ARRAYS, {"seed": 3})
    found, said = load_run(folder, "run", "programs.any")
    assert said["seed"] == 3 and set(said) == {"seed", "sha256"}
    for array, expected in zip(found, ARRAYS, strict=True):
        assert array.dtype == np.float16
        np.testing.assert_array_equal(array, expected.astype(np.float16))
    assert sorted(file.name for file in folder.iterdir()) == ["run.json", "run.npz"]


def test_saving_replaces_whole_files(tmp_path, monkeypatch):
    save(tmp_path, "run", ARRAYS, {})
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def interrupted(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(record.atomic.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path, "run", [array + 1 for array in ARRAYS], {})
    assert all((tmp_path / name).read_bytes() == old for name, old in before.items())
    load_run(tmp_path, "run", "programs.any")


@pytest.mark.parametrize("name", ["run.npz", "run.json"])
def test_a_missing_file_is_named_with_the_remedy(tmp_path, name):
    save(tmp_path, "run", ARRAYS, {})
    (tmp_path / name).unlink()
    with pytest.raises(FileNotFoundError) as error:
        load_run(tmp_path, "run", "programs.any")
    for part in (str(tmp_path / name), "git checkout", "python -m programs.any"):
        assert part in str(error.value)


def test_arrays_of_another_run_are_refused(tmp_path):
    save(tmp_path, "run", ARRAYS, {})
    said = json.loads((tmp_path / "run.json").read_text())
    (tmp_path / "run.json").write_text(json.dumps(said | {"sha256": "0" * 64}))
    with pytest.raises(ValueError, match="not those of the record") as error:
        load_run(tmp_path, "run", "programs.any")
    assert "python -m programs.any" in str(error.value)


def test_a_record_says_where_and_how_long():
    said = environment()
    assert set(said) == {"device", "machine", "processors", "versions"}
    assert said["device"] == jax.devices()[0].device_kind
    assert said["machine"] == platform.machine() and said["processors"] >= 1
    assert set(said["versions"]) == {"python", "jax", "jaxlib", "flax", "optax", "numpy"}
    now, busy = time.monotonic() - 100, time.process_time() - 50
    found = spent(now, busy)
    assert 100 <= found["seconds"] < 130 and 50 <= found["processor_seconds"] < 80
