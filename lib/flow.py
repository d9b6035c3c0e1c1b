r"""Normalising flows: x = G(z) with z ~ N(0, I), G invertible, so that log p(x) is exact.

log p(x) = log N(z; 0, I) − log |det J_G(z)| at z = G⁻¹(x), with the Jacobian J_G = ∂G/∂z.
A flow is a chain of maps with these; `Flow` is such a map itself:

    dimension              d, of z and of x
    forward(z) → x         G
    inverse(x) → z         G⁻¹
    log_det(z) → (*batch,) log |det J_G(z)|

Source: Papamakarios et al. (2021), *Normalizing flows for probabilistic modeling and inference*.
"""

from functools import partial
from typing import NamedTuple, Protocol, runtime_checkable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Key

from lib import arguments
from lib.distributions import normal_log_prob
from lib.networks import MLP


@runtime_checkable
class Bijection(Protocol):
    """What a flow asks of its layers."""

    @property
    def dimension(self) -> int:
        """d, of z and of x."""

    def forward(self, z: Array) -> Array:
        """x = G(z)."""

    def inverse(self, x: Array) -> Array:
        """z = G⁻¹(x)."""

    def log_det(self, z: Array) -> Array:
        """log |det J_G(z)|."""


class SinhArcsinh(NamedTuple):
    r"""x = sinh((arsinh z + ε)/δ), coordinate by coordinate: a skewed bell, or heavy tails.

    skew: ε (d,). tail: δ (d,) > 0; below 1 the tails are heavier than the normal ones.
    Raises ValueError when a tail is not positive (outside jit).
    Source: Jones & Pewsey (2009), *Sinh-arcsinh distributions*; theirs is the inverse.
    """

    skew: Float[Array, " d"]
    tail: Float[Array, " d"]

    @property
    def dimension(self) -> int:
        """d, of z and of x."""
        return len(self.skew)

    def forward(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """x = sinh((arsinh z + ε)/δ)."""
        return jnp.sinh(self._angle(z))

    def inverse(self, x: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """z = sinh(δ arsinh x − ε)."""
        arguments.positive(tail=self.tail)
        skew, tail = (jnp.broadcast_to(a, x.shape) for a in self)
        return jnp.sinh(tail * jnp.arcsinh(x) - skew)

    def log_det(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch"]:
        r"""Σ [log cosh((arsinh z + ε)/δ) − log δ − ½ log(1 + z²)]."""
        angle, tail = self._angle(z), jnp.broadcast_to(self.tail, z.shape)
        log_cosh = jnp.logaddexp(angle, -angle) - jnp.log(2.0)
        return jnp.sum(log_cosh - jnp.log(tail) - jnp.log1p(z**2) / 2, axis=-1)

    def _angle(self, z):
        arguments.positive(tail=self.tail)
        skew, tail = (jnp.broadcast_to(a, z.shape) for a in self)
        return (jnp.arcsinh(z) + skew) / tail


class Linear(NamedTuple):
    r"""x = Wz + b. weight: W (d, d), invertible. bias: b (d,). It mixes the coordinates.

    Source: Kingma & Dhariwal (2018), *Glow*, section 3.2.
    """

    weight: Float[Array, "d d"]
    bias: Float[Array, " d"]

    @property
    def dimension(self) -> int:
        """d, of z and of x."""
        return len(self.bias)

    def forward(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """x = Wz + b."""
        x = z @ self.weight.T
        return x + jnp.broadcast_to(self.bias, x.shape)

    def inverse(self, x: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """z = W⁻¹(x − b)."""
        return (x - jnp.broadcast_to(self.bias, x.shape)) @ jnp.linalg.inv(self.weight).T

    def log_det(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch"]:
        """log |det W|, for every z."""
        return jnp.broadcast_to(jnp.linalg.slogdet(self.weight)[1], z.shape[:-1])


class AffineCoupling(NamedTuple):
    r"""x = (z₁, z₂ ⊙ exp s(z₁) + t(z₁)): the first part passes, and moves the second.

    log_scale: s and shift: t, networks from the first part (k) to the second (d − k); they need
    not be invertible. Source: Dinh, Sohl-Dickstein & Bengio (2017), equations 4–8.
    """

    log_scale: MLP
    shift: MLP

    @property
    def dimension(self) -> int:
        """d, of z and of x."""
        return self.log_scale.in_features + self.log_scale.out_features

    def forward(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """x₁ = z₁ and x₂ = z₂ ⊙ exp s(z₁) + t(z₁)."""
        first, second = self._parts(z)
        second = second * jnp.exp(self.log_scale(first)) + self.shift(first)
        return jnp.concatenate([first, second], axis=-1)

    def inverse(self, x: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """z₁ = x₁ and z₂ = (x₂ − t(x₁)) ⊙ exp(−s(x₁))."""
        first, second = self._parts(x)
        second = (second - self.shift(first)) * jnp.exp(-self.log_scale(first))
        return jnp.concatenate([first, second], axis=-1)

    def log_det(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch"]:
        """Σ s(z₁): the Jacobian is triangular, with diagonal 1 and exp s."""
        return jnp.sum(self.log_scale(self._parts(z)[0]), axis=-1)

    def _parts(self, x):
        return jnp.split(x, [self.log_scale.in_features], axis=-1)


class Flow(NamedTuple):
    """G = the layers one after the other, the first applied to z first."""

    layers: tuple[Bijection, ...]

    @property
    def dimension(self) -> int:
        """d, of z and of x."""
        return self.layers[0].dimension

    def forward(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """x = G(z)."""
        for layer in self.layers:
            z = layer.forward(z)
        return z

    def inverse(self, x: Float[Array, "*batch d"]) -> Float[Array, "*batch d"]:
        """z = G⁻¹(x), the layers undone from the last to the first."""
        for layer in reversed(self.layers):
            x = layer.inverse(x)
        return x

    def log_det(self, z: Float[Array, "*batch d"]) -> Float[Array, "*batch"]:
        """log |det J_G(z)|: by the chain rule, the sum over the layers, each at its own input."""
        total = jnp.zeros(z.shape[:-1], z.dtype)
        for layer in self.layers:
            total, z = total + layer.log_det(z), layer.forward(z)
        return total

    @jax.jit
    def log_prob(self, x: Float[Array, "*batch d"]) -> Float[Array, "*batch"]:
        """log p(x) = log N(z; 0, I) − log |det J_G(z)| at z = G⁻¹(x), exact, in nats."""
        z = self.inverse(x)
        return normal_log_prob(z, jnp.zeros_like(z), jnp.zeros_like(z)) - self.log_det(z)

    @partial(jax.jit, static_argnames="n")
    def sample(self, key: Key[Array, ""], n: int) -> Float[Array, "n d"]:
        """Draw z ~ N(0, I) n times, and return x = G(z)."""
        return self.forward(jax.random.normal(key, (n, self.dimension)))
