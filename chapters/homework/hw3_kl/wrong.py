"""Wrong answers to homework 3, each with the points and the messages that it must get."""

from grading.wrong_answer import WrongAnswer

WRONG = {
    "kl_gaussian": [
        WrongAnswer(
            "The covariance of q is taken for its precision",
            {
                "np.linalg.cholesky(cov_q)": "np.linalg.cholesky(np.linalg.inv(cov_q))",
                "/ 2 - log_det": "/ 2 - log_det + np.linalg.slogdet(cov_q)[1]",
            },
            score=0,
            messages={
                "gaussian_by_hand": "about 0.443",
                "gaussian_values": "Σ_q must be inverted",
                "gaussian_many_dimensions": "KL is wrong",
                "gaussian_properties": "KL(p‖p) is wrong",
            },
        ),
        WrongAnswer(
            "The determinants are computed, and then their logarithm",
            {
                "np.sum(np.log(np.diag(root_p)))": (
                    "np.log(np.linalg.det(cov_p) / np.linalg.det(cov_q)) / 2"
                )
            },
            score=4,
            messages={"gaussian_many_dimensions": "leaves the range"},
        ),
        WrongAnswer(
            "Only the diagonals of the covariances are used",
            {
                "factor = np.linalg.cholesky(cov_q)": (
                    "cov_p, cov_q = np.diag(np.diag(cov_p)), np.diag(np.diag(cov_q))\n"
                    "    factor = np.linalg.cholesky(cov_q)"
                )
            },
            score=1,
            messages={
                "gaussian_values": "you use their diagonals only",
                "gaussian_many_dimensions": "KL is wrong",
                "gaussian_properties": "after x → Ax + b",
            },
        ),
        WrongAnswer(
            "The determinants are exchanged",
            {"/ 2 - log_det": "/ 2 + log_det"},
            score=0,
            messages={
                "gaussian_by_hand": "about 0.443",
                "gaussian_values": "upside down",
                "gaussian_many_dimensions": "KL is wrong",
                "gaussian_properties": "should be positive",
            },
        ),
        WrongAnswer(
            "The two distributions are exchanged",
            {
                "factor = np.linalg.cholesky(cov_q)": (
                    "cov_p, cov_q = cov_q, cov_p\n    factor = np.linalg.cholesky(cov_q)"
                )
            },
            score=1,
            messages={
                "gaussian_by_hand": "the average is taken under the first",
                "gaussian_values": "that is KL(q‖p)",
                "gaussian_many_dimensions": "KL is wrong",
            },
        ),
        WrongAnswer(
            "The dimension is not subtracted",
            {" - len(mean_p)": ""},
            score=0,
            messages={
                "gaussian_by_hand": "about 0.443",
                "gaussian_values": "the dimension is missing",
                "gaussian_many_dimensions": "KL is wrong",
                "gaussian_properties": "KL(p‖p) is wrong",
            },
        ),
    ],
    "monte_carlo": [
        WrongAnswer(
            "A KL is not negative, so its estimate is cut off at zero",
            {"return first,": "return max(0, first),"},
            score=4,
            messages={"draws_first": "do not cut it off"},
        ),
        WrongAnswer(
            "The sign of the first estimator is wrong",
            {"[-log_r,": "[log_r,"},
            score=2,
            messages={
                "draws_by_hand": "first mean should be",
                "draws_first": "p comes first",
                "draws_far": "the result is wrong",
            },
        ),
        WrongAnswer(
            "s² is the sum of squares over n",
            {", ddof=1": ""},
            score=0,
            messages={
                "draws_by_hand": "first standard error",
                "draws_first": "over n − 1, not over n",
                "draws_second": "over n − 1, not over n",
                "draws_far": "the result is wrong",
            },
        ),
        WrongAnswer(
            "The log densities are exponentiated before they are compared",
            {"log_q - log_p": "np.log(np.exp(log_q) / np.exp(log_p))"},
            score=4,
            messages={"draws_far": "take differences before you exponentiate"},
        ),
        WrongAnswer(
            "r is p/q in the second estimator",
            {"np.expm1(log_r) -": "np.expm1(-log_r) +"},
            score=1,
            messages={
                "draws_by_hand": "second mean should be",
                "draws_second": "yours is p/q",
                "draws_far": "the result is wrong",
            },
        ),
        WrongAnswer(
            "The standard deviation of a term is taken for the standard error",
            {" / np.sqrt(len(log_r))": ""},
            score=0,
            messages={
                "draws_by_hand": "first standard error",
                "draws_first": "yours is s itself",
                "draws_second": "yours is s itself",
                "draws_far": "the result is wrong",
            },
        ),
        WrongAnswer(
            "The mean of r is taken for 0",
            {"np.expm1(log_r)": "np.exp(log_r)"},
            score=1,
            messages={
                "draws_by_hand": "second mean should be",
                "draws_second": "a −1 is missing",
                "draws_far": "the result is wrong",
            },
        ),
    ],
    "term_variances": [
        WrongAnswer(
            "The formula is used where the integral is infinite",
            {"    if var >= 2:\n        return plain, np.inf\n": ""},
            score=3,
            messages={"variances_infinite": "the integral is infinite"},
        ),
        WrongAnswer(
            "r and log r are taken for independent",
            {" - 2 * jeffreys": ""},
            score=2,
            messages={
                "variances_by_hand": "e - 2",
                "variances_second": "their covariance is missing",
            },
        ),
        WrongAnswer(
            "The covariance is taken for KL(p‖q)",
            {
                "(var + 1 / var - 2 + mean**2 * (1 + 1 / var)) / 2": (
                    "(1 / var - 1 + np.log(var) + mean**2 / var) / 2"
                )
            },
            score=2,
            messages={"variances_by_hand": "e - 2", "variances_second": "you take KL(p‖q) only"},
        ),
        WrongAnswer(
            "x² is taken to have the variance 1",
            {"(1 / var - 1) ** 2 / 2": "(1 / var - 1) ** 2 / 4"},
            score=2,
            messages={"variances_first": "not 1", "variances_second": "is wrong"},
        ),
        WrongAnswer(
            "The mean of r² is taken for the integral of p²/q",
            {
                "np.exp(mean**2 / (2 - var)) / np.sqrt(var * (2 - var))": (
                    "np.exp(mean**2 / (2 * var - 1)) * var / np.sqrt(2 * var - 1)"
                )
            },
            score=2,
            messages={
                "variances_second": "not of p²/q",
                "variances_infinite": "positive and finite",
            },
        ),
    ],
    "match_moments": [
        WrongAnswer(
            "The round variance is the geometric mean",
            {"np.trace(cov) / len(mean)": "np.linalg.det(cov) ** (1 / len(mean))"},
            score=3,
            messages={"moments_round": "geometric mean"},
        ),
        WrongAnswer(
            "The square of the mean is not subtracted",
            {"apart = means - mean": "apart = means"},
            score=1,
            messages={
                "moments_by_hand": "diag(5, 1)",
                "moments_cov": "must be subtracted",
                "moments_round": "is wrong",
            },
        ),
        WrongAnswer(
            "The trace is not divided by the dimension",
            {" / len(mean)": ""},
            score=3,
            messages={"moments_round": "divided by the dimension"},
        ),
        WrongAnswer(
            "All components count the same",
            {
                "mean = weights @ means": (
                    "weights = np.full(len(weights), 1 / len(weights))\n    mean = weights @ means"
                )
            },
            score=1,
            messages={
                "moments_mean": "must be weighted",
                "moments_cov": "must be weighted",
                "moments_round": "is wrong",
            },
        ),
        WrongAnswer(
            "Only the mean of the covariances is taken",
            {"covs + apart[:, :, None] * apart[:, None]": "covs"},
            score=1,
            messages={
                "moments_by_hand": "variance 1 + 9",
                "moments_cov": "the spread of the means is missing",
                "moments_round": "the means spread too",
            },
        ),
    ],
    "factorised": [
        WrongAnswer(
            "The forward fit takes the axes of the ellipse",
            {"np.diag(cov)": "np.linalg.eigvalsh(cov)"},
            score=1,
            messages={
                "factorised_by_hand": "should be [1, 1]",
                "factorised_forward": "a rotation to the eigenvectors",
                "factorised_best": "the forward KL is smaller",
                "factorised_values": "is wrong",
            },
        ),
        WrongAnswer(
            "The two directions are exchanged",
            {
                "forward, reverse, remaining[0] / 2, remaining[1] / 2": (
                    "reverse, forward, remaining[1] / 2, remaining[0] / 2"
                )
            },
            score=0,
            messages={
                "factorised_by_hand": "should be [1, 1]",
                "factorised_forward": "the reverse KL's variances",
                "factorised_reverse": "the forward KL's",
                "factorised_values": "are exchanged",
                "factorised_best": "is smaller for other variances",
            },
        ),
        WrongAnswer(
            "Both directions are thought to keep the marginal variances",
            {
                "1 / np.diag(np.linalg.inv(cov))": "np.diag(cov)",
                "log_det - np.sum(np.log(reverse))": "np.sum(np.log(reverse)) - log_det",
            },
            score=1,
            messages={
                "factorised_by_hand": "should be [0.36, 0.36]",
                "factorised_reverse": "those are the marginal variances",
                "factorised_values": "both the forward KL",
                "factorised_best": "the reverse KL is smaller",
            },
        ),
        WrongAnswer(
            "The diagonal of the precision is not inverted",
            {"1 / np.diag(np.linalg.inv(cov))": "np.diag(np.linalg.inv(cov))"},
            score=1,
            messages={
                "factorised_by_hand": "should be [0.36, 0.36]",
                "factorised_reverse": "its entries must be inverted",
                "factorised_values": "is wrong",
                "factorised_best": "the reverse KL is smaller",
            },
        ),
        WrongAnswer(
            "The two divergences are thought to be equal in all dimensions",
            {"remaining[1] / 2": "remaining[0] / 2"},
            score=4,
            messages={"factorised_values": "both the forward KL"},
        ),
        WrongAnswer(
            "The divergences have the wrong sign",
            {"remaining[0] / 2, remaining[1] / 2": "-remaining[0] / 2, -remaining[1] / 2"},
            score=3,
            messages={
                "factorised_by_hand": "about 0.511",
                "factorised_values": "a divergence is not negative",
            },
        ),
    ],
    "reverse_optima": [
        WrongAnswer(
            "The only starts are the components",
            {
                "[between, between, means]": "[means]",
                "[*[overall] * 5, *[stds.min()] * 5, *stds]": "stds",
            },
            score=4,
            messages={"optima_all": "the broad one, between the components"},
        ),
        WrongAnswer(
            "The only start is the forward fit",
            {
                "[between, between, means]": "[[mean]]",
                "[*[overall] * 5, *[stds.min()] * 5, *stds]": "[overall]",
            },
            score=4,
            messages={"optima_all": "a narrow one, on a component"},
        ),
        WrongAnswer(
            "The average is taken by Gauss-Hermite quadrature with twenty nodes",
            {
                "nodes = np.linspace(-9, 9, 721)": (
                    "nodes, share = np.polynomial.hermite_e.hermegauss(20)"
                ),
                "np.exp(-(nodes**2) / 2) / np.sum(np.exp(-(nodes**2) / 2))": (
                    "share / np.sum(share)"
                ),
            },
            score=1,
            messages={
                "optima_real": "a minimum of a Gauss–Hermite sum with 20 nodes",
                "optima_all": "missing, or not accurate",
                "optima_values": "is wrong",
            },
        ),
        WrongAnswer(
            "Saddles are not told from minima",
            {
                "means.max(), 5": "means.max(), 41",
                "[overall] * 5, *[stds.min()] * 5": "[0.8 * overall] * 41, *[0.6 * overall] * 41",
                'along = np.einsum("nij,ni->nj", axes, slope) / np.maximum(np.abs(size), 0.05)': (
                    'along = np.einsum("nij,ni->nj", axes, slope) / size'
                ),
                "    good &= np.linalg.eigvalsh(hessian)[:, 0] > 1e-6\n": "",
            },
            score=4,
            messages={"optima_real": "stationary but no minimum"},
        ),
        WrongAnswer(
            "What several starts find is listed as often",
            {"rows[[np.all(far[i, :i]) for i in range(len(rows))]]": "rows"},
            score=3,
            messages={"optima_one_component": "there is one optimum", "optima_all": "listed twice"},
        ),
        WrongAnswer(
            "The constant of the entropy is left out",
            {"log_sigma - np.log(2 * np.pi * np.e) / 2": "log_sigma"},
            score=4,
            messages={
                "optima_one_component": "the fit is p itself",
                "optima_values": "the constant −½ log 2πe is left out",
            },
        ),
    ],
    "coverage": [
        WrongAnswer(
            "Draws of low quality are counted in the histogram too",
            {
                "counts[counts > 0] / counts.sum()": (
                    "np.bincount(squares.argmin(axis=1)) / len(x)\n    h = h[h > 0]"
                )
            },
            score=3,
            messages={
                "coverage_by_hand": "the imbalance is log 2",
                "coverage_imbalance": "only draws of high quality",
            },
        ),
        WrongAnswer(
            "Three standard deviations in each coordinate",
            {
                "squares.min(axis=1) <= (3 * std) ** 2": (
                    "np.abs(x[:, None] - means).max(axis=2).min(axis=1) <= 3 * std"
                )
            },
            score=3,
            messages={
                "coverage_quality": "a box for the ball",
                "coverage_imbalance": "the imbalance is wrong",
            },
        ),
        WrongAnswer(
            "0 log 0 is nan",
            {"counts[counts > 0]": "counts"},
            score=3,
            messages={
                "coverage_by_hand": "the imbalance is log 2",
                "coverage_imbalance": "adds 0·log 0 = 0",
            },
        ),
        WrongAnswer(
            "The entropy is taken for the divergence from the uniform distribution",
            {"np.sum(h * np.log(h * len(means)))": "-np.sum(h * np.log(h))"},
            score=4,
            messages={"coverage_imbalance": "the entropy of the histogram"},
        ),
        WrongAnswer(
            "The fair share is that of all draws",
            {"counts.mean() / 5": "len(x) / len(means) / 5"},
            score=4,
            messages={"coverage_served": "not of all draws"},
        ),
        WrongAnswer(
            "A mode with one draw is called served",
            {"counts >= counts.mean() / 5": "counts > 0"},
            score=4,
            messages={"coverage_served": "not one draw"},
        ),
        WrongAnswer(
            "The sum of the ceiling lacks its last term, but for the plane",
            {"x.shape[1] // 2": "max(1, x.shape[1] // 2 - 1)"},
            score=4,
            messages={"coverage_ceiling": "one less"},
        ),
        WrongAnswer(
            "The ceiling of the plane, in all dimensions",
            {"x.shape[1] // 2": "1"},
            score=4,
            messages={"coverage_ceiling": "the ceiling in the plane"},
        ),
        WrongAnswer(
            "The modes without draws do not count in the fair share",
            {
                "counts = np.bincount(squares.argmin(axis=1)[high], minlength=len(means))": (
                    "_, counts = np.unique(squares.argmin(axis=1)[high], return_counts=True)"
                )
            },
            score=4,
            messages={"coverage_served": "also over those without draws"},
        ),
    ],
    "design": [
        WrongAnswer(
            "What is not proved is tried",
            {
                '"c": "impossible"': '"c": (0.5, 6.0, 1.0)',
                '"e": "impossible"': '"e": (0.3, 0.0, 2.0)',
            },
            score=4,
            messages={
                "design_bad_reverse": "a component of p",
                "design_narrow": "the narrowest local minimum has",
            },
        ),
        WrongAnswer(
            "What was not found at once is called impossible",
            {
                "(0.5, 2.55, 1.0)": '"impossible"',
                "(0.5, 3.0, 1.0)": '"impossible"',
                "(0.3, 0.0, 2.0)": '"impossible"',
            },
            score=1,
            messages={
                "design_bad_reverse": "this counts only together with",
                "design_narrow": "this counts only together with",
                "design_broad_is_best": "b is possible",
                "design_reverse_is_larger": "d is possible",
                "design_narrower_than_the_heavier": "f is possible",
            },
        ),
        WrongAnswer(
            (
                "Equal weights in the last wish, and a spread "
                "that would do for one of the components"
            ),
            {"(0.3, 0.0, 2.0)": "(0.5, 0.0, 0.5)"},
            score=5,
            messages={"design_narrower_than_the_heavier": "neither component is heavier"},
        ),
        WrongAnswer(
            "The distance comes first",
            {
                "(0.5, 5.0, 1.0)": "(5.0, 0.5, 1.0)",
                "(0.5, 2.55, 1.0)": "(2.55, 0.5, 1.0)",
                "(0.5, 3.0, 1.0)": "(3.0, 0.5, 1.0)",
                "(0.3, 0.0, 2.0)": "(0.9, 5.0, 1.0)",
            },
            score=0,
            messages={
                "design_bad_reverse": "this counts only together with",
                "design_narrow": "this counts only together with",
                "design_form": "out of its range",
                "design_gap": "out of its range",
                "design_broad_is_best": "out of its range",
                "design_reverse_is_larger": "out of its range",
                "design_narrower_than_the_heavier": "f: the best reverse fit",
            },
        ),
        WrongAnswer(
            "The further apart, the better",
            {
                "(0.5, 3.0, 1.0)": "(0.5, 6.0, 1.0)",
                "(0.5, 5.0, 1.0)": "(0.95, 1.0, 1.0)",
                "(0.5, 2.55, 1.0)": "(0.5, 5.0, 1.0)",
            },
            score=1,
            messages={
                "design_bad_reverse": "this counts only together with",
                "design_narrow": "this counts only together with",
                "design_gap": "a: at the fit",
                "design_broad_is_best": "b: of 3 local minima the best has",
                "design_reverse_is_larger": "d: the smallest reverse KL is",
            },
        ),
    ],
}

# Changes of the right answer that no check notices: how many at most, and why none of them matters.
UNSEEN = {
    "term_variances": (1, "a variance of exactly 2 has an infinite result in both branches"),
    "factorised": (2, "the last one of two has also the number −1"),
    "reverse_optima": (39, "the grid, the starts, the steps and the tolerance of a search may be "
                           "others, and it finds the same optima"),
    "coverage": (4, "a draw exactly at the rim, a mode with exactly a fifth, (−3)² and a factor of "
                    "a side that is even"),
    "design": (2, "other worlds fulfil the same wish"),
}  # fmt: skip
