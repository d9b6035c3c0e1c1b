"""Neural networks: layers of numbers and a pure call, so that they are plain pytrees."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import jax
from flax import nnx
from jaxtyping import Array, Float, Key


class MLP(nnx.Sequential):
    """f(x) = W_L h(… h(W_1 x + b_1) …) + b_L, a multi-layer perceptron.

    sizes: the width of every layer, input and output included; at least two.
    activation: h, applied between the layers, not after the last.
    """

    def __init__(
        self,
        key: Key[Array, ""],
        sizes: Sequence[int],
        *,
        activation: Callable[[Array], Array] = jax.nn.relu,
    ):
        """Weights by LeCun's normal initialisation, biases zero."""
        if len(sizes) < 2:
            raise ValueError(f"sizes must name at least input and output widths, got {sizes}")
        keys = jax.random.split(key, len(sizes) - 1)
        layers = (
            nnx.Linear(n_in, n_out, rngs=nnx.Rngs(params=k))
            for k, (n_in, n_out) in zip(keys, pairwise(sizes), strict=True)
        )
        super().__init__(*layers)  # it keeps a list the way each version of Flax wants one kept
        self.activation = activation

    @property
    def in_features(self) -> int:
        """The width of the input."""
        return self.layers[0].in_features

    @property
    def out_features(self) -> int:
        """The width of the output."""
        return self.layers[-1].out_features

    def __call__(self, x: Float[Array, "*batch n_in"]) -> Float[Array, "*batch n_out"]:
        """The output of the last layer, without activation."""
        *hidden, last = self.layers
        for layer in hidden:
            x = self.activation(layer(x))
        return last(x)
