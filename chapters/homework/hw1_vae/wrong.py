"""Wrong answers to homework 1, each with the points and the messages that it must get."""

from grading.wrong_answer import WrongAnswer

WRONG = {
    "kl_diagonal": [
        WrongAnswer(
            "The squared distance is not divided by the prior's variance",
            {" / np.exp(prior_log_var)": ""},
            score=1,
            messages={
                "kl_zero": "this counts only together with",
                "kl_values": "divided by the prior's variance",
                "kl_units": "yours changes",
            },
        ),
        WrongAnswer(
            "KL(p ‖ q) for KL(q ‖ p)",
            {
                "log_var - prior_log_var": "prior_log_var - log_var",
                "/ np.exp(prior_log_var)": "/ np.exp(log_var)",
            },
            score=2,
            messages={
                "kl_by_hand": "the first KL should be",
                "kl_values": "the arguments are exchanged",
            },
        ),
        WrongAnswer(
            "log σ² is taken for log σ",
            {
                "log_var - prior_log_var": "2 * (log_var - prior_log_var)",
                "/ np.exp(prior_log_var)": "/ np.exp(2 * prior_log_var)",
            },
            score=0,
            messages={
                "kl_zero": "this counts only together with",
                "kl_by_hand": "the first KL should be",
                "kl_values": "yours takes it for log σ",
                "kl_units": "yours changes",
            },
        ),
        WrongAnswer(
            "The mean over the latents for the sum",
            {"np.sum(np.exp(log_ratio)": "np.mean(np.exp(log_ratio)"},
            score=2,
            messages={"kl_by_hand": "the first KL should be", "kl_values": "not their mean"},
        ),
        WrongAnswer(
            "The −1 of each latent is missing",
            {"distance - 1 - log_ratio": "distance - log_ratio"},
            score=1,
            messages={
                "kl_by_hand": "the first KL should be",
                "kl_values": "the −1 of each latent is missing",
                "kl_zero": "the KL of p to itself",
            },
        ),
    ],
    "gradients": [
        WrongAnswer(
            "The score is differentiated by σ², not by log σ²",
            {"(eps**2 - 1) / 2": "(eps**2 - 1) / (2 * sigma**2)"},
            score=1,
            messages={
                "gradients_by_hand": "score should be",
                "gradients_score": "not by σ²",
                "gradients_baseline": "leave_one_out is wrong",
                "gradients_unbiased": "the mean of score",
            },
        ),
        WrongAnswer(
            "log σ² is differentiated like log σ",
            {"slope * sigma * eps / 2": "slope * sigma * eps", "(eps**2 - 1) / 2": "eps**2 - 1"},
            score=0,
            messages={
                "gradients_by_hand": "reparameterised should be",
                "gradients_slope": "the ½ is missing",
                "gradients_score": "the ½ of ∂ log q",
                "gradients_baseline": "leave_one_out is wrong",
                "gradients_unbiased": "the mean of reparameterised",
            },
        ),
        WrongAnswer(
            "The baseline is the mean of all values",
            {"(np.sum(value) - value) / (len(value) - 1)": "np.mean(value)"},
            score=3,
            messages={
                "gradients_by_hand": "leave_one_out should be",
                "gradients_baseline": "own value is in its baseline",
                "gradients_unbiased": "with n = 2 draws",
            },
        ),
    ],
    "bernoulli": [
        WrongAnswer(
            "Probabilities are clipped",
            {
                "return np.sum(log_prob": (
                    "p = np.clip(probability, 1e-7, 1 - 1e-7)\n"
                    "    log_prob = x * np.log(p) + (1 - x) * np.log(1 - p)\n"
                    "    return np.sum(log_prob"
                )
            },
            score=3,
            messages={"bernoulli_extreme": "a probability was clipped at 1e-07"},
        ),
        WrongAnswer(
            "The mean over the pixels for the sum",
            {
                "np.sum(log_prob, axis=1)": "np.mean(log_prob, axis=1)",
                "x - probability": "(x - probability) / x.shape[1]",
            },
            score=0,
            messages={
                "bernoulli_by_hand": "two fair coins",
                "bernoulli_values": "do not average",
                "bernoulli_extreme": "log p(x) at large logits is wrong",
                "bernoulli_gradient": "not of the mean over the pixels",
            },
        ),
        WrongAnswer(
            "The exponential of a large logit is taken",
            {"np.maximum(logits, 0) - np.log1p(small)": "np.log(1 + np.exp(logits))"},
            score=3,
            messages={"bernoulli_extreme": "is not finite"},
        ),
    ],
    "sgvb": [
        WrongAnswer(
            "The KL in closed form in both",
            {"log_p + log_prior - log_q": "log_p - kl"},
            score=3,
            messages={"sgvb_by_hand": "A should be", "sgvb_a": "yours is B"},
        ),
        WrongAnswer(
            "The decoder sees the mean",
            {"z @ weight.T": "(mean + 0 * eps) @ weight.T"},
            score=1,
            messages={
                "sgvb_a": "it sees the mean, not z",
                "sgvb_b": "it sees the mean, not z",
                "sgvb_bound": "mean",
            },
        ),
        WrongAnswer(
            "The KL is added",
            {"log_p - kl": "log_p + kl"},
            score=2,
            messages={
                "sgvb_by_hand": "B should be",
                "sgvb_b": "subtracted, not added",
                "sgvb_bound": "the means of A and B",
            },
        ),
        WrongAnswer(
            "log q(z|x) lacks the term with log σ²",
            {"log_var + eps**2": "eps**2"},
            score=3,
            messages={"sgvb_a": "has the term −½ log σ²", "sgvb_bound": "the means of A and B"},
        ),
    ],
    "evidence": [
        WrongAnswer(
            "The diagonal q has the posterior's own variances",
            {
                "gap = (np.sum(np.log(np.diag(precision)))": (
                    "marginal = np.diag(cov)\n"
                    "    excess = np.diag(precision) @ marginal - len(cov)\n"
                    "    gap = (excess - np.sum(np.log(marginal))"
                )
            },
            score=6,
            messages={"evidence_gap": "the posterior's own variances: they are not the best"},
        ),
        WrongAnswer(
            "The prior is left out of the posterior",
            {"np.eye(weight.shape[1]) + weight.T @ weighted": "weight.T @ weighted"},
            score=2,
            messages={
                "evidence_by_hand": "the posterior of x = 2",
                "evidence_posterior": "the prior is missing",
                "evidence_gap": "gap is wrong",
                "evidence_bayes": "Bayes' rule",
            },
        ),
        WrongAnswer(
            "Variances are taken for standard deviations",
            {"centred = x - mean": "centred, var = x - mean, var**2"},
            score=1,
            messages={
                "evidence_log_p": "yours takes them for standard deviations",
                "evidence_posterior": "yours takes them for standard deviations",
                "evidence_gap": "gap is wrong",
                "evidence_bayes": "Bayes' rule",
            },
        ),
        WrongAnswer(
            "log 2π is left out",
            {"len(var) * np.log(2 * np.pi) + ": ""},
            score=3,
            messages={
                "evidence_by_hand": "log p(2)",
                "evidence_log_p": "log 2π is missing",
                "evidence_bayes": "Bayes' rule",
            },
        ),
    ],
    "iwae_bound": [
        WrongAnswer(
            "The logarithm comes before the mean",
            {"np.mean(largest + np.log(mean), axis=1)": "np.mean(groups, axis=(1, 2))"},
            score=0,
            messages={
                "iwae_by_hand": "the bound is log 2",
                "iwae_values": "yours is the ELBO",
                "iwae_extreme": "not finite",
                "iwae_order": "should be above the ELBO",
            },
        ),
        WrongAnswer(
            "A group is every (m/K)-th weight",
            {"reshape(len(log_w), -1, k)": "reshape(len(log_w), k, -1).transpose(0, 2, 1)"},
            score=2,
            messages={"iwae_values": "stand next to each other", "iwae_extreme": "the bound"},
        ),
        WrongAnswer(
            "The weights themselves are averaged",
            {"np.max(groups, axis=2)": "np.zeros(groups.shape[:2])"},
            score=3,
            messages={"iwae_extreme": "not finite"},
        ),
        WrongAnswer(
            "The largest weight of all images is subtracted",
            {"np.max(groups, axis=2)": "np.full(groups.shape[:2], np.max(groups))"},
            score=3,
            messages={"iwae_extreme": "subtract the largest log weight of each group"},
        ),
        WrongAnswer(
            "The weights are added up, not averaged",
            {"mean = np.mean(": "mean = np.sum("},
            score=0,
            messages={
                "iwae_by_hand": "the bound is log 2",
                "iwae_values": "log K is not subtracted",
                "iwae_extreme": "the bound",
                "iwae_order": "yours is above it",
            },
        ),
    ],
    "train": [
        WrongAnswer(
            "The autoencoder pays for its codes too",
            {"vae * kl - log_p": "kl - log_p"},
            score=7,
            messages={"train_half": "a KL or noise in the autoencoder"},
        ),
        WrongAnswer(
            "The KL is averaged over the latents",
            {"kl = jnp.sum(": "kl = jnp.mean("},
            score=3,
            messages={
                "train_bound": "below their exact log p(x)",
                "train_rate": "too little",
                "train_copies": "the difference should be larger",
            },
        ),
        WrongAnswer(
            "log σ² is taken for log σ",
            {"x), 2, axis=1)\n": "x), 2, axis=1)\n    log_var = 2 * log_var\n"},
            score=4,
            messages={"train_bound": "but it should be log σ²", "train_rate": "too much"},
        ),
        WrongAnswer(
            "The likelihood is averaged over the pixels",
            {"log_p = jnp.sum(": "log_p = jnp.mean("},
            score=4,
            messages={"train_bound": "they have collapsed", "train_rate": "too much"},
        ),
        WrongAnswer(
            "The kind is forgotten, and everything is a VAE",
            {'kind == "vae"': "1.0"},
            score=6,
            messages={
                "train_copies": "both kinds give the same networks",
                "train_half": "a KL or noise",
            },
        ),
        WrongAnswer(
            "Thirty steps of training",
            {"STEPS = 1000": "STEPS = 30"},
            score=2,
            messages={
                "train_stripes": "the copy of an image costs",
                "train_bound": "below their exact log p(x)",
                "train_rate": "only",
            },
        ),
        WrongAnswer(
            "The decoder is trained without noise",
            {"mean + vae * jnp.exp(log_var / 2) * eps": "mean"},
            score=4,
            messages={
                "train_bound": "the decoder cannot read codes with noise",
                "train_rate": "too much",
            },
        ),
    ],
    "best_prior": [
        WrongAnswer(
            "The covariance is diagonal",
            {"difference.T @ difference / len(mean)": "np.diag(np.var(mean, axis=0))"},
            score=1,
            messages={
                "prior_moments": "the means of the codes are correlated",
                "prior_gain": "gain is wrong",
                "prior_best": "a Gaussian next to yours",
                "prior_codes": "prior_cov is wrong",
            },
        ),
        WrongAnswer(
            "The covariance is divided by n − 1",
            {
                "difference.T @ difference / len(mean)": (
                    "difference.T @ difference / (len(mean) - 1)"
                )
            },
            score=0,
            messages={
                "prior_by_hand": "the best prior is",
                "prior_moments": "divide by n",
                "prior_gain": "gain is wrong",
                "prior_best": "",
                "prior_codes": "prior_cov is wrong",
            },
        ),
        WrongAnswer(
            "The gain is the difference of two KLs, each of them computed",
            {
                "gain = (squares - len(prior_mean) - np.linalg.slogdet(prior_cov)[1]) / 2": (
                    "kl = np.sum(mean**2 + np.exp(log_var) - 1 - log_var, axis=1) / 2\n"
                    "    log_det = np.mean(np.sum(log_var, axis=1))\n"
                    "    gain = np.mean(kl) - (np.linalg.slogdet(prior_cov)[1] - log_det) / 2"
                )
            },
            score=5,
            messages={"prior_codes": "∞ − ∞"},
        ),
        WrongAnswer(
            "The codes are taken for points",
            {"inner + difference.T": "difference.T"},
            score=1,
            messages={
                "prior_by_hand": "the best prior is",
                "prior_moments": "the covariance of the means is not enough",
                "prior_gain": "gain is wrong",
                "prior_best": "a Gaussian next to yours",
            },
        ),
    ],
}

# Changes of the right answer that no check notices: how many at most, and why none of them matters.
UNSEEN = {
    "bernoulli": (1, "for a logit of 0 both branches give one half"),
    "evidence": (3, "the last one of two, or of two equal sides, has also the number −1"),
    "iwae_bound": (1, "NumPy takes every negative side for the one that is left"),
    "train": (None, "each change would train six networks: not tried"),
    "best_prior": (1, "the last one of two has also the number −1"),
}
