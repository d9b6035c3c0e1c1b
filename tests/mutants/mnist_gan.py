"""Faults of lib.mnist_gan."""

from mutants import ERRORS, Mutant

SPLIT = "return Split(images[:50_000], images[50_000:51_000], test)"
VALUES = "values = parzen_log_likelihood(samples, intensities(data.test), std=bandwidth.std)"
KEYS = 'jax.random.split(jax.random.key(settings["seed"]), 3)'
SAMPLE = 'return generator.sample(jax.random.key(settings["sample_seed"]), settings["draws"])'
BEST = 'if not progress or nats > max(line["nats"] for line in progress):'
ROUND = "generator = jax.tree.map(lambda p: p.astype(jnp.float16).astype(p.dtype), best)"

MUTANTS = [
    Mutant(
        "validation images that are trained on",
        SPLIT,
        SPLIT.replace("images[50_000:51_000]", "images[49_000:50_000]"),
    ),
    Mutant("all training images trained on", SPLIT, SPLIT.replace("[:50_000]", "")),
    Mutant(
        "σ chosen on the test images",
        "bandwidth = choose_std(samples, intensities(data.validation)",
        "bandwidth = choose_std(samples, intensities(data.test)",
    ),
    Mutant("the validation images' number", VALUES, VALUES.replace("data.test", "data.validation")),
    Mutant("σ of the first candidate", VALUES, VALUES.replace("bandwidth.std", "STDS[0]")),
    Mutant("candidates up to 10", "np.geomspace(0.1, 1, 10", "np.geomspace(0.1, 10, 10"),
    Mutant("candidates evenly spaced", "np.geomspace(0.1", "np.linspace(0.1"),
    Mutant(
        "intensities 0 … 255", "return jnp.asarray(images) / 255", "return jnp.asarray(images) / 1"
    ),
    Mutant("one run whatever the seed", KEYS, KEYS.replace('settings["seed"]', "0")),
    Mutant(
        "the last generator kept",
        BEST,
        "if True:",
    ),
    Mutant("the worst generator kept", BEST, BEST.replace("nats > max", "nats < min")),
    Mutant(
        "the last weights, not their average",
        "best = run.average",
        "best = run.game.model.generator",
    ),
    Mutant("the score of other weights than the file's", ROUND, "generator = best"),
    Mutant("a setting ignored: decay", 'decay=settings["decay"]', "decay=0.9999"),
    Mutant("a setting ignored: b1", 'b1=settings["b1"]', "b1=0.9"),
    Mutant(
        "a setting ignored: learning rate",
        'optax.adam(settings["learning_rate"]',
        "optax.adam(0.001",
    ),
    Mutant("V's sign lost", '"value": -losses', '"value": losses'),
    Mutant("steps of a chunk", '"step": chunk * steps', '"step": steps'),
    Mutant(
        "an epoch per chunk",
        'steps = settings["epochs"] * len(data.train) // (batch_size * chunks)',
        'steps = settings["epochs"] * len(data.train) // batch_size',
    ),
    Mutant("a chunk without steps", "if steps < 1:", "if steps < 0:", ERRORS),
    Mutant("samples of another seed", SAMPLE, SAMPLE.replace('settings["sample_seed"]', "0")),
    Mutant(
        "weights in single precision",
        "np.asarray(leaf, np.float16)",
        "np.asarray(leaf, np.float32)",
    ),
    Mutant(
        "files written in place",
        '        (folder / f"{name}.new").write_bytes(content)\n'
        '        os.replace(folder / f"{name}.new", folder / name)\n',
        "        (folder / name).write_bytes(content)\n"
        "        os.replace(folder / name, folder / name)\n",
    ),
    Mutant(
        "a missing file found by luck", "for file in (weights, record):", "for file in (weights,):"
    ),
    Mutant(
        "the weights of any run accepted",
        'if hashlib.sha256(weights.read_bytes()).hexdigest() != record["sha256"]:',
        'if not record["sha256"]:',
    ),
    Mutant(
        "a run that ignores its options",
        "generator, record = long_run(split(), settings)",
        "generator, record = long_run(split(), settings | {'hidden': 4})",
    ),
]
