"""The packaged decoders: complete, of the settings, and as good as their record lets one hope."""

import jax
import jax.numpy as jnp
import numpy as np

from lib.distributions import ring
from lib.mode_coverage import mode_report
from lib.ring_decoders import FOLDER, Settings, first, load
from programs.record import save
from programs.train_ring_decoders import LONGER, WAYS


def test_the_first_decoder_has_the_settings_widths_and_noise():
    model = first(jax.random.key(0), Settings(hidden=5, std=0.2))
    assert [layer.kernel.shape for layer in model.network.layers] == [(2, 5), (5, 5), (5, 2)]
    np.testing.assert_allclose(jnp.exp(model.log_std), 0.2, rtol=1e-6)


def test_every_group_has_its_own_runs(tmp_path):
    settings = Settings(hidden=3)
    models = [first(jax.random.key(i), settings) for i in range(5)]
    every = jax.tree.map(lambda *leaves: jnp.stack(leaves), *models)
    runs = [("a", 10, 3), ("b", 10, 1), ("a", 40, 1)]
    record = {"settings": settings._asdict(), "runs": runs}
    save(tmp_path, "ring_decoders", jax.tree.leaves(every), record)
    found, read = load(tmp_path)
    assert list(found) == [("a", 10), ("b", 10), ("a", 40)]
    assert read["settings"] == record["settings"]
    for (way, steps), numbers in zip(found, ([0, 1, 2], [3], [4]), strict=True):
        for place, number in enumerate(numbers):
            model = jax.tree.map(lambda leaf, i=place: leaf[i], found[way, steps])
            expected = jax.tree.map(lambda leaf: np.asarray(leaf, np.float16), models[number])
            jax.tree.map(np.testing.assert_array_equal, model, expected)


def test_the_packaged_runs_are_those_of_the_settings():
    decoders, record = load()
    settings = Settings()
    assert record["settings"] == settings._asdict()
    longer = [(way, times * settings.steps) for way, times in LONGER]
    assert list(decoders) == [(way, settings.steps) for way in WAYS] + longer
    for (_, steps), group in decoders.items():
        seeds = settings.seeds if steps == settings.steps else settings.few
        assert len(group.log_std) == seeds
    assert (FOLDER / "ring_decoders.npz").stat().st_size < 2e6


def test_the_packaged_decoders_have_learned():
    decoders, _ = load()
    eight = ring()
    for group in decoders.values():
        second = jax.tree.map(lambda leaf: leaf[1], group)  # the first has one that collapsed
        x = second.sample(jax.random.key(0), 1000)
        assert mode_report(x, eight.means, std=0.1).quality > 0.3
    untrained = first(jax.random.key(0), Settings()).sample(jax.random.key(0), 1000)
    assert mode_report(untrained, eight.means, std=0.1).quality < 0.1
