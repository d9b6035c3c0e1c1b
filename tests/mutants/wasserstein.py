"""Faults of lib.wasserstein."""

from mutants import Mutant

AREA = "return jnp.sum(jnp.abs(height) * jnp.diff(both[order]))"
CRITIC = "return jnp.mean(fake) - jnp.mean(real)"

MUTANTS = [
    Mutant("the largest gap between the curves", AREA, "return jnp.max(jnp.abs(height))"),
    Mutant("gaps that cancel", AREA, AREA.replace("jnp.abs(height)", "height")),
    Mutant(
        "W₂ squared's weights",
        AREA,
        AREA.replace("jnp.diff(both[order])", "jnp.diff(both[order]) ** 2"),
    ),
    Mutant("points not sorted", "order = jnp.argsort(both)", "order = jnp.arange(len(both))"),
    Mutant("both samples lift", "-1 / len(y)", "1 / len(y)"),
    Mutant("as many y as x", "jnp.full(len(y), -1 / len(y))", "jnp.full(len(y), -1 / len(x))"),
    Mutant("the critic climbs the wrong way", CRITIC, "return jnp.mean(real) - jnp.mean(fake)"),
    Mutant("the critic sums", CRITIC, CRITIC.replace("jnp.mean(fake)", "jnp.sum(fake)")),
    Mutant("the generator flees", "return -jnp.mean(fake)", "return jnp.mean(fake)"),
    Mutant("the generator sums", "return -jnp.mean(fake)", "return -jnp.sum(fake)"),
]
