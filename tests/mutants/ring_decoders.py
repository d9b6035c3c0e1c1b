"""Faults of lib.ring_decoders."""

from mutants import Mutant

MUTANTS = [
    Mutant("σ for log σ", "jnp.log(jnp.asarray(settings.std, float))", "jnp.asarray(settings.std)"),
    Mutant("one hidden layer", "settings.hidden, settings.hidden", "settings.hidden"),
    Mutant("all runs in each group", "leaf[group]", "leaf"),
    Mutant("the group before", "slice(end - seeds, end)", "slice(end - 2 * seeds, end - seeds)"),
    Mutant("groups that overlap", "slice(end - seeds, end)", "slice(0, end)"),
    Mutant("the default widths", 'Settings(**record["settings"])', "Settings()"),
]
