"""Faults of programs.play_small_games."""

from mutants import Mutant

MUTANTS = [
    Mutant("every game on the ring", "data[of]", 'data["ring"]'),
    Mutant("data of one key", "lattice().sample(key_grid", "lattice().sample(key_ring"),
    Mutant("no fresh points", "settings.points + settings.fresh", "settings.points"),
    Mutant("one step of D in every game", "k=k, settings", "k=1, settings"),
    Mutant("step sizes exchanged", "data[of], *rates", "data[of], *rates[::-1]"),
    Mutant("the seed ignored", "jax.random.key(settings.seed)", "jax.random.key(0)"),
    Mutant("games in another order", "for name in GAMES for", "for name in reversed(GAMES) for"),
    Mutant(
        "a program that ignores its options",
        "play_all(Settings(**options))",
        "play_all(Settings(**options | {'hidden': 5}))",
    ),
]
