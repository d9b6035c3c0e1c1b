"""A tiny non-saturating loss rounds to 0."""

QUESTION = "losses"
MARKS = 5
MESSAGES = {
    "losses_that_are_tiny": "use log1p or logaddexp",
}


def losses(real_logits, fake_logits):
    """The pair: a dictionary of losses, and one of slopes.

    losses: "discriminator", "saturating" and "non_saturating", three numbers.
    slopes: "real" (n,) and "fake" (n',) of the discriminator's loss, in the real and in the
    generated logits; "saturating" (n',) and "non_saturating" (n',) of the generator's losses.
    real_logits: (n,). fake_logits: (n',).
    """
    n_real, n_fake = len(real_logits), len(fake_logits)

    def log_sigmoid(logits):
        return -np.logaddexp(0, -logits)

    d_fake, not_d_fake = np.exp(log_sigmoid(fake_logits)), np.exp(log_sigmoid(-fake_logits))
    saturating = np.mean(log_sigmoid(-fake_logits))
    return {
        "discriminator": -np.mean(log_sigmoid(real_logits)) - saturating,
        "saturating": saturating,
        "non_saturating": np.mean(
            np.maximum(-fake_logits, 0) + np.log(1 + np.exp(-np.abs(fake_logits)))
        ),
    }, {
        "real": -np.exp(log_sigmoid(-real_logits)) / n_real,
        "fake": d_fake / n_fake,
        "saturating": -d_fake / n_fake,
        "non_saturating": -not_d_fake / n_fake,
    }
