"""Faults of lib.networks."""

from mutants import ERRORS, Mutant

SPLIT = "keys = jax.random.split(key, len(sizes) - 1)"
HIDDEN = "x = self.activation(layer(x))"

MUTANTS = [
    Mutant("activation after the last layer", "return last(x)", "return self.activation(last(x))"),
    Mutant("no activation between the layers", HIDDEN, "x = layer(x)"),
    Mutant(
        "the width of the last layer's input",
        "return self.layers[0].in_features",
        "return self.layers[-1].in_features",
    ),
    Mutant(
        "the width of the first layer's output",
        "return self.layers[-1].out_features",
        "return self.layers[0].out_features",
    ),
    Mutant("activation before the layers", HIDDEN, "x = layer(self.activation(x))"),
    Mutant("activation fixed", "self.activation = activation", "self.activation = jax.nn.relu"),
    Mutant("one key for all layers", SPLIT, "keys = [key] * (len(sizes) - 1)"),
    Mutant("one network whatever the key", SPLIT, SPLIT.replace("key,", "jax.random.key(0),")),
    Mutant(
        "weights of twice the variance",
        "nnx.Linear(n_in, n_out, ",
        "nnx.Linear(n_in, n_out, kernel_init=nnx.initializers.he_normal(), ",
    ),
    Mutant("a network of one width accepted", "if len(sizes) < 2:", "if len(sizes) < 1:", ERRORS),
]
