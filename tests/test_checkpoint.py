"""Checkpoints that are whole, truncated, corrupt, of another state."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from programs import checkpoint

STATE = {"a": jnp.arange(3.0), "b": (jnp.ones((2, 2), int), jnp.zeros(()))}
NOTE = {"progress": [1.5, None], "name": "σ"}


def test_what_is_saved_is_read(tmp_path):
    checkpoint.save(tmp_path / "new", 1, STATE, NOTE)
    state, note = checkpoint.latest(tmp_path / "new", jax.tree.map(jnp.zeros_like, STATE))
    jax.tree.map(np.testing.assert_array_equal, state, STATE)
    assert jax.tree.map(lambda x: x.dtype, state) == jax.tree.map(lambda x: x.dtype, STATE)
    assert note == NOTE


def test_the_last_two_are_kept_and_the_last_one_is_used(tmp_path):
    for number in (9, 10, 99_999):
        checkpoint.save(tmp_path, number, STATE, {"number": number})
    names = [file.name for file in sorted(tmp_path.iterdir())]
    assert names == ["00010.checkpoint", "99999.checkpoint"]
    assert checkpoint.latest(tmp_path, STATE)[1] == {"number": 99_999}


def truncated(content):
    return content[: len(content) // 2]


def corrupt(content):
    return content[:-50] + bytes([content[-50] ^ 1]) + content[-49:]


@pytest.mark.parametrize("damage", [truncated, corrupt, lambda content: b""])
def test_a_damaged_one_is_named_and_the_one_before_it_is_used(tmp_path, damage, capsys):
    for number in (1, 2):
        checkpoint.save(tmp_path, number, STATE, {"number": number})
    file = tmp_path / "00002.checkpoint"
    file.write_bytes(damage(file.read_bytes()))
    assert checkpoint.latest(tmp_path, STATE)[1] == {"number": 1}
    assert f"{file} is truncated or corrupt" in capsys.readouterr().err


def test_one_that_is_being_written_is_not_there_yet(tmp_path, monkeypatch):
    checkpoint.save(tmp_path, 1, STATE, {})

    def killed(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoint.atomic.os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        checkpoint.save(tmp_path, 2, STATE, {})
    assert [file.name for file in checkpoint.files(tmp_path)] == ["00001.checkpoint"]


@pytest.mark.parametrize("other", [{"a": jnp.zeros(4)}, {**STATE, "a": jnp.zeros(3, int)}])
def test_another_state_is_refused(tmp_path, other):
    checkpoint.save(tmp_path, 1, STATE, {})
    with pytest.raises(ValueError, match="checkpoint holds another state"):
        checkpoint.read(tmp_path / "00001.checkpoint", other)


def test_without_a_folder_there_is_none(tmp_path):
    assert checkpoint.latest(tmp_path / "absent", STATE) is None
