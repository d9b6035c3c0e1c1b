"""Wrong answers to homework 2, each with the points and the messages that it must get."""

from grading.wrong_answer import WrongAnswer

WRONG = {
    "optimal_logit": [
        WrongAnswer(
            "D is taken for the probability that x was generated",
            {"np.log1p(-smooth) + real - called_fake": ("called_fake - np.log1p(-smooth) - real")},
            score=0,
            messages={
                "logit_by_hand": "the logits should be [0, 1, -inf, 0]",
                "logit_in_far_tails": "D is the probability that x is real",
                "logit_with_share_and_labels": "with ε = 0 the logit: the sign is wrong",
            },
        ),
        WrongAnswer(
            "The densities are computed first, and are 0 far out",
            {
                "np.log(share) + log_p_data": "np.log(share * np.exp(log_p_data))",
                "np.log1p(-share) + log_p_g": "np.log((1 - share) * np.exp(log_p_g))",
            },
            score=3,
            messages={"logit_in_far_tails": "yours takes them for 0: subtract log densities"},
        ),
        WrongAnswer(
            "Soft labels are forgotten in the term of log(1 − D)",
            {"np.logaddexp(np.log(smooth) + real, fake)": "fake"},
            score=2,
            messages={"logit_with_share_and_labels": "ε π p_data is missing"},
        ),
        WrongAnswer(
            "The logit is cut at both ends",
            {
                "return np.where(": (
                    "logit = np.where(np.isinf(logit), logit, np.clip(logit, -700, 700))\n"
                    "    return np.where("
                )
            },
            score=3,
            messages={"logit_in_far_tails": "the logit was cut at ±700"},
        ),
        WrongAnswer(
            "D is clipped, as many programs do",
            {
                "return np.where(": (
                    "d = np.clip(1 / (1 + np.exp(-logit)), 1e-8, 1 - 1e-8)\n"
                    "    logit = np.log(d) - np.log(1 - d)\n"
                    "    return np.where("
                )
            },
            score=2,
            messages={
                "logit_by_hand": "the logits should be [0, 1, -inf, 0]",
                "logit_in_far_tails": "D was clipped to [1e-08",
            },
        ),
        WrongAnswer(
            "The share is taken for that of generated points",
            {
                "np.log(share) + log_p_data": "np.log1p(-share) + log_p_data",
                "np.log1p(-share) + log_p_g": "np.log(share) + log_p_g",
            },
            score=2,
            messages={"logit_with_share_and_labels": "the share has the wrong sign"},
        ),
        WrongAnswer(
            "Hard labels are a special case; soft ones are computed from densities",
            {
                "called_fake = np.logaddexp(np.log(smooth) + real, fake)": (
                    "called_fake = np.log(smooth * np.exp(real) + np.exp(fake)) if smooth else fake"
                )
            },
            score=3,
            messages={
                "logit_in_far_tails": (
                    "with ε > 0, where densities round to 0, the logit is not finite"
                )
            },
        ),
    ],
    "criterion": [
        WrongAnswer(
            "log D stands in both terms",
            {"(log_p - log_sum)[some]": "(log_p_data - log_sum)[some]"},
            score=0,
            messages={
                "criterion_by_hand": "for disjoint supports C should be 0",
                "criterion_value": "yours has log D in both terms",
                "criterion_where_densities_vanish": "C of far densities is wrong",
                "criterion_is_bounded_and_convex": "C should lie between −log 4 and 0",
            },
        ),
        WrongAnswer(
            "D* is computed from densities that may be 0",
            {
                "log_sum = np.logaddexp(log_p_data, log_p_g)": (
                    "both = np.exp(log_p_data) + np.exp(log_p_g)"
                ),
                (
                    "some = p > 0  # elsewhere 0 log 0\n"
                    "        integrand[some] += p[some] * (log_p - log_sum)[some]"
                ): "integrand += p * np.log(p / both)",
            },
            score=2,
            messages={
                "criterion_is_bounded_and_convex": "this counts only together with",
                "criterion_by_hand": "for disjoint supports C should be 0",
                "criterion_where_densities_vanish": "C of far densities is not finite",
            },
        ),
        WrongAnswer(
            "The −log 4 is left out",
            {
                "(integrand[1:] + integrand[:-1])) / 2": (
                    "(integrand[1:] + integrand[:-1])) / 2 + np.log(4)"
                )
            },
            score=0,
            messages={
                "criterion_by_hand": "for equal densities C should be -log 4",
                "criterion_value": "the −log 4 is missing",
                "criterion_where_densities_vanish": "C of far densities is wrong",
                "criterion_is_bounded_and_convex": "C should lie between −log 4 and 0",
            },
        ),
        WrongAnswer(
            "Where both densities are 0, a difference of infinities is left",
            {
                (
                    "some = p > 0  # elsewhere 0 log 0\n"
                    "        integrand[some] += p[some] * (log_p - log_sum)[some]"
                ): "integrand += p * np.maximum(log_p - log_sum, -1e9)"
            },
            score=4,
            messages={"criterion_where_densities_vanish": "is not finite"},
        ),
        WrongAnswer(
            "All steps of the grid are taken to be equal",
            {
                "np.sum(np.diff(x) * (integrand[1:] + integrand[:-1])) / 2": (
                    "np.sum(integrand) * (x[-1] - x[0]) / (len(x) - 1)"
                )
            },
            score=0,
            messages={
                "criterion_is_bounded_and_convex": "this counts only together with",
                "criterion_by_hand": "for equal densities C should be -log 4",
                "criterion_value": "each step has its own length",
                "criterion_where_densities_vanish": "C, where densities are 0 in part, is wrong",
            },
        ),
        WrongAnswer(
            "C is taken for −log 4 + JSD",
            {
                "(integrand[1:] + integrand[:-1])) / 2": (
                    "(integrand[1:] + integrand[:-1])) / 4 - np.log(2)"
                )
            },
            score=0,
            messages={
                "criterion_is_bounded_and_convex": "this counts only together with",
                "criterion_by_hand": "for disjoint supports C should be 0",
                "criterion_value": "yours has one JSD",
                "criterion_where_densities_vanish": "C of far densities is wrong",
            },
        ),
    ],
    "value_and_gap": [
        WrongAnswer(
            "A point where a probability is 0 is left out of the gap, with both of its terms",
            {"some = p > 0": "some = (p_data > 0) & (p_g > 0)"},
            score=5,
            messages={
                "gap_of_a_sure_discriminator": "the gap of a discriminator that is sure is wrong"
            },
        ),
        WrongAnswer(
            "The KL of the coins is taken the wrong way round",
            {
                "gap += np.sum(p[some] * (np.log(share[some]) - log_answer[some]))": (
                    "terms = (p_data + p_g) * np.exp(log_answer) * (log_answer - np.log(share))\n"
                    "        gap += np.sum(terms[some])"
                )
            },
            score=3,
            messages={
                "gap_size": "D* comes first",
                "gap_of_a_sure_discriminator": "the gap of a discriminator that is sure is wrong",
            },
        ),
        WrongAnswer(
            "The gap lacks the factor 2",
            {"np.sum(p[some] *": "np.sum(p[some] / 2 *"},
            score=3,
            messages={
                "gap_size": "the factor 2 is missing",
                "gap_of_a_sure_discriminator": "the gap of a discriminator that is sure is wrong",
            },
        ),
        WrongAnswer(
            "The slope is that in D",
            {
                "p_data * np.exp(log_not_d) - p_g * np.exp(log_d)": (
                    "p_data / np.exp(log_d) - p_g / np.exp(log_not_d)"
                )
            },
            score=3,
            messages={
                "gap_at_the_best": "at the optimum both slopes should be 0",
                "gap_slope": "one in the logit is asked for",
                "gap_of_a_sure_discriminator": (
                    "the slope of a discriminator that is sure is not finite"
                ),
            },
        ),
        WrongAnswer(
            "D is computed first, and its logarithm then",
            {
                "log_d, log_not_d = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)": (
                    "d = 1 / (1 + np.exp(-np.clip(logits, -700, 700)))\n"
                    "    log_d, log_not_d = np.log(d), np.log(1 - d)"
                )
            },
            score=4,
            messages={
                "gap_at_the_best": "V should be log(1/3)/2 + log(2/3)",
                "gap_of_a_sure_discriminator": "V of a discriminator that is sure is not finite",
            },
        ),
        WrongAnswer(
            "The mean cross-entropy, which is half of it, is taken for V",
            {"value = np.sum(": "value = 0.5 * np.sum("},
            score=1,
            messages={
                "gap_at_the_best": "V should be log(1/3)/2 + log(2/3)",
                "gap_value": "that is −BCE",
                "gap_size": "V and the gap together",
                "gap_of_a_sure_discriminator": "V of a discriminator that is sure is wrong",
            },
        ),
    ],
    "losses": [
        WrongAnswer(
            "D is clipped before its logarithm is taken",
            {
                "return -np.logaddexp(0, -logits)": (
                    "d = 1 / (1 + np.exp(-np.clip(logits, -700, 700)))\n"
                    "        return np.log(np.clip(d, 1e-7, 1 - 1e-7))"
                )
            },
            score=4,
            messages={
                "losses_of_a_sure_discriminator": "the discriminator loss at logits of ±10⁴",
                "losses_that_are_tiny": "the discriminator loss, tiny",
            },
        ),
        WrongAnswer(
            "The discriminator's loss is the mean over both batches together",
            {
                "-np.mean(log_sigmoid(real_logits)) - saturating": (
                    "(-np.mean(log_sigmoid(real_logits)) - saturating) / 2"
                ),
                "/ n_real": "/ n_real / 2",
                '"fake": d_fake / n_fake': '"fake": d_fake / n_fake / 2',
            },
            score=0,
            messages={
                "losses_at_zero": "the discriminator loss should be log 4",
                "losses_values": "yours is half of it",
                "losses_slopes": "no factor ½",
                "losses_of_a_sure_discriminator": "the discriminator loss at logits of ±10⁴",
                "losses_that_are_tiny": "the discriminator loss, tiny",
            },
        ),
        WrongAnswer(
            "A tiny non-saturating loss rounds to 0",
            {
                "-np.mean(log_sigmoid(fake_logits))": (
                    "np.mean(np.maximum(-fake_logits, 0) + np.log(1 + np.exp(-abs(fake_logits))))"
                )
            },
            score=5,
            messages={"losses_that_are_tiny": "use log1p or logaddexp"},
        ),
        WrongAnswer(
            "The saturating loss has the wrong sign",
            {'"saturating": saturating': '"saturating": -saturating'},
            score=2,
            messages={
                "losses_at_zero": "the saturating loss should be log 0.5",
                "losses_values": "which is negative",
                "losses_of_a_sure_discriminator": "the saturating loss at logits of ±10⁴",
                "losses_that_are_tiny": "the saturating loss, tiny",
            },
        ),
        WrongAnswer(
            "D and 1 − D are exchanged in the slopes of the generator",
            {
                '"saturating": -d_fake': '"saturating": -not_d_fake',
                '"non_saturating": -not_d_fake': '"non_saturating": -d_fake',
            },
            score=2,
            messages={
                "losses_slopes": "that is the slope of the non-saturating loss",
                "losses_of_a_sure_discriminator": "the slope saturating at logits of ±10⁴",
                "losses_that_are_tiny": "the slope saturating, tiny",
            },
        ),
        WrongAnswer(
            "1 − D is computed as a difference",
            {
                "np.exp(log_sigmoid(-fake_logits))": "1 - np.exp(log_sigmoid(fake_logits))",
                "-np.exp(log_sigmoid(-real_logits))": "(np.exp(log_sigmoid(real_logits)) - 1)",
            },
            score=5,
            messages={"losses_that_are_tiny": "1 − D is computed as a difference"},
        ),
    ],
    "directions": [
        WrongAnswer(
            "The Fisher information is weighted with 1 − D*",
            {"p_theta * d)": "p_theta * (1 - d))"},
            score=4,
            messages={"directions_of_the_bends": "the weight is D*, not 1 − D*"},
        ),
        WrongAnswer(
            "D* is left out of the second matrix",
            {"(p_theta * d)": "p_theta"},
            score=3,
            messages={
                "directions_on_two_points": "the matrix criterion should be [[0.5]]",
                "directions_of_the_bends": "the weight D* is missing",
            },
        ),
        WrongAnswer(
            "The likelihood's gradient has the wrong sign",
            {"-p_data @ score": "p_data @ score"},
            score=4,
            messages={"directions_of_other_losses": "the sign of the mean score is minus"},
        ),
        WrongAnswer(
            "The non-saturating gradient is taken for minus the saturating one",
            {"-np.log(d)": "-np.log1p(-d)"},
            score=4,
            messages={"directions_of_other_losses": "is not minus the saturating one"},
        ),
        WrongAnswer(
            "All points weigh the same",
            {"(p_theta * weight) @ score": "weight @ score / len(weight)"},
            score=3,
            messages={
                "directions_of_the_game": "yours is a plain one",
                "directions_of_other_losses": "the gradient non_saturating is wrong",
            },
        ),
        WrongAnswer(
            "The gradient of the game goes through D* too",
            {"mean(np.log1p(-d))": "mean(np.log1p(-d) + d)"},
            score=5,
            messages={
                "directions_of_the_game": "D* is frozen: only p_theta depends on the weights"
            },
        ),
    ],
    "frozen_losses": [
        WrongAnswer(
            "f(u) is taken for the loss",
            {
                "-np.exp(logits),": "u * np.log(u),",
                "-logits,": "-np.log(u),",
                "-np.exp(2 * logits)": "(u - 1) ** 2",
                "2 * np.exp(-logits)": "(u - 1) ** 2 / u",
                "-np.exp(logits / 2)": "(np.sqrt(u) - 1) ** 2",
                "return {": "u = np.exp(logits)\n    return {",
            },
            score=0,
            messages={
                "frozen_losses_fall": "likelihood should fall",
                "frozen_losses_of_both_kls": "so f'(u) counts",
                "frozen_losses_of_the_others": "so f'(u) counts",
            },
        ),
        WrongAnswer(
            "−f'(u) is taken for the loss",
            {
                "-np.exp(logits),": "-np.log(u) - 1,",
                "-logits,": "1 / u,",
                "-np.exp(2 * logits)": "-2 * (u - 1)",
                "2 * np.exp(-logits)": "1 / u**2 - 1",
                "-np.exp(logits / 2)": "1 / np.sqrt(u) - 1",
                "return {": "u = np.exp(logits)\n    return {",
            },
            score=1,
            messages={
                "frozen_losses_of_both_kls": "that is −f'(u)",
                "frozen_losses_of_the_others": "that is −f'(u)",
            },
        ),
        WrongAnswer(
            "Pearson's and Neyman's divergences are exchanged",
            {'"pearson"': '"x"', '"neyman"': '"pearson"', '"x"': '"neyman"'},
            score=3,
            messages={"frozen_losses_of_the_others": "the divergence with both exchanged"},
        ),
        WrongAnswer(
            "The sign of f − u f' is wrong",
            {
                "-np.exp(logits),": "u,",
                "-logits,": "np.log(u),",
                "-np.exp(2 * logits)": "u**2",
                "2 * np.exp(-logits)": "-2 / u",
                "-np.exp(logits / 2)": "np.sqrt(u)",
                "return {": "u = np.exp(logits)\n    return {",
            },
            score=0,
            messages={
                "frozen_losses_fall": "likelihood should fall",
                "frozen_losses_of_both_kls": "the sign is wrong: it is f − u f'",
                "frozen_losses_of_the_others": "the sign is wrong: it is f − u f'",
            },
        ),
    ],
    "ideal_game": [
        WrongAnswer(
            "D is kept away from 0, so some mass is left where there are no data",
            {"(p_data / total)": "np.maximum(p_data / total, 1e-12)"},
            score=5,
            messages={"game_where_there_are_no_data": "the non_saturating game is wrong"},
        ),
        WrongAnswer(
            "A point that has lost its mass, and has no data, becomes 0/0",
            {
                "history = [p_g]": 'np.seterr(invalid="ignore")\n    history = [p_g]',
                "np.where(p_data + q > 0, p_data + q, 1)": "p_data + q",
            },
            score=5,
            messages={"game_where_there_are_no_data": "yours became 0/0"},
        ),
        WrongAnswer(
            "The two losses are exchanged",
            {'loss == "saturating"': 'loss != "saturating"'},
            score=0,
            messages={
                "game_by_hand": "each step goes half of the way",
                "game_with_the_saturating_loss": "the two losses are exchanged",
                "game_with_the_non_saturating_loss": "the two losses are exchanged",
                "game_where_there_are_no_data": "the saturating game is wrong",
            },
        ),
        WrongAnswer(
            "The rate is taken for the share of the way",
            {"q ** (1 - rate) * total**rate": "(1 - rate) * q + rate * total / 2"},
            score=3,
            messages={
                "game_with_the_saturating_loss": "not a share of the way",
                "game_where_there_are_no_data": "the saturating game is wrong",
            },
        ),
        WrongAnswer(
            "D stays that of the start",
            {
                "q ** (1 - rate) * total**rate": "q * (p_g / total) ** -rate",
                "np.where(p_data + q > 0, p_data + q, 1)": (
                    "np.where(p_data + p_g > 0, p_data + p_g, 1)"
                ),
            },
            score=0,
            messages={
                "game_by_hand": "each step goes half of the way",
                "game_with_the_saturating_loss": "yours stays that of the start",
                "game_with_the_non_saturating_loss": "yours stays that of the start",
                "game_where_there_are_no_data": "the saturating game is wrong",
            },
        ),
        WrongAnswer(
            "The probabilities are not normalised",
            {"moved / moved.sum()": "moved"},
            score=0,
            messages={
                "game_by_hand": "the probabilities should add up to 1",
                "game_with_the_saturating_loss": "Z is missing",
                "game_with_the_non_saturating_loss": "Z is missing",
                "game_where_there_are_no_data": "the saturating game is wrong",
            },
        ),
    ],
    "algorithm_1": [
        WrongAnswer(
            "D descends V",
            {"rate_d)\n": "-rate_d)\n"},
            score=0,
            messages={
                "round_that_is_easy": "the last bias of D should be log 3 - 0.25",
                "round_of_d": "yours descends it",
                "round_of_g": "G is wrong in",
                "rounds_with_momentum": "the vector of all weights is wrong",
            },
        ),
        WrongAnswer(
            "The gradient is weighted with 1 − μ",
            {"momentum * v + g": "momentum * v + (1 - momentum) * g"},
            score=4,
            messages={
                "round_that_is_easy": "the last bias of D should be log 3 - 0.25",
                "rounds_with_momentum": "not by 1 − μ of it",
            },
        ),
        WrongAnswer(
            "The velocity starts anew in each round",
            {
                "    v_g, v_d = ([np.zeros_like(w) for w in weights] for weights in (g, d))\n": "",
                "for real, z in zip(minibatches, codes):": (
                    "v_g, v_d = ([np.zeros_like(w) for w in weights] for weights in (g, d))\n"
                    "        for real, z in zip(minibatches, codes):"
                ),
            },
            score=5,
            messages={"rounds_with_momentum": "yours starts anew in each"},
        ),
        WrongAnswer(
            "Both players move at the same time",
            {
                "for real, z in zip(minibatches, codes):": (
                    "old = d\n        for real, z in zip(minibatches, codes):"
                ),
                "forward(d, fake)\n        _, slope = backward(d, fake": (
                    "forward(old, fake)\n        _, slope = backward(old, fake"
                ),
            },
            score=3,
            messages={
                "round_of_g": "yours meets the one before it",
                "rounds_with_momentum": "yours meets the one before it",
            },
        ),
        WrongAnswer(
            "G's step is on the codes of D's last step",
            {
                "fake, hidden_g = forward(g, new_codes)": (
                    "new_codes = z\n        fake, hidden_g = forward(g, new_codes)"
                )
            },
            score=3,
            messages={
                "round_of_g": "yours reuses those of D",
                "rounds_with_momentum": "yours reuses those of D",
            },
        ),
        WrongAnswer(
            "G descends the saturating loss",
            {"-sigmoid(-logits) / len(fake)": "-sigmoid(logits) / len(fake)"},
            score=3,
            messages={
                "round_of_g": "the non-saturating one is asked for",
                "rounds_with_momentum": "the non-saturating one is asked for",
            },
        ),
    ],
    "compare_losses": [
        WrongAnswer(
            "Least squares is taken of D, and not of the logit",
            {"logits - 1,": "sigmoid(logits) - 1,"},
            score=2,
            messages={
                "losses_of_one_code": "the gradient least_squares should be 0, -6",
                "gradients_of_other_games": "yours is D − 1",
                "lengths_when_d_grows_surer": "the lengths least_squares is wrong",
                "lengths_when_d_is_sure": "the lengths least_squares for a sure D is wrong",
            },
        ),
        WrongAnswer(
            "G descends what the critic says of its draws",
            {"-np.ones_like(logits)": "np.ones_like(logits)"},
            score=4,
            messages={
                "losses_of_one_code": "the gradient wasserstein should be 0, -6",
                "gradients_of_other_games": "the loss is −l",
            },
        ),
        WrongAnswer(
            "1 − D is computed as a difference",
            {'"non_saturating": -sigmoid(-logits)': '"non_saturating": sigmoid(logits) - 1'},
            score=6,
            messages={"lengths_when_d_is_sure": "1 − D is computed as a difference"},
        ),
        WrongAnswer(
            "The bias is raised",
            {"gradients(logits - c)": "gradients(logits + c)"},
            score=4,
            messages={
                "losses_of_one_code": "the lengths saturating should be √45 times",
                "lengths_when_d_grows_surer": "yours is raised",
                "lengths_when_d_is_sure": "yours is raised",
            },
        ),
        WrongAnswer(
            "Sums are taken for means",
            {"through(slope / len(z))": "through(slope)"},
            score=1,
            messages={
                "gradients_of_the_game": "yours are sums",
                "gradients_of_other_games": "yours are sums",
                "lengths_when_d_grows_surer": "the lengths saturating is wrong",
                "lengths_when_d_is_sure": "the lengths saturating for a sure D is wrong",
            },
        ),
        WrongAnswer(
            "The slope of D's tanh is forgotten",
            {"discriminator[2].T * (1 - hidden_d**2)": "discriminator[2].T"},
            score=1,
            messages={
                "gradients_of_the_game": "tanh' is missing",
                "gradients_of_other_games": "tanh' is missing",
                "lengths_when_d_grows_surer": "the lengths saturating is wrong",
                "lengths_when_d_is_sure": "the lengths saturating for a sure D is wrong",
            },
        ),
        WrongAnswer(
            "The two losses of the game are exchanged",
            {
                '"saturating": -sigmoid(logits)': '"saturating": -sigmoid(0 - logits)',
                '"non_saturating": -sigmoid(-logits)': '"non_saturating": -sigmoid(logits)',
            },
            score=2,
            messages={
                "losses_of_one_code": "the lengths saturating should be √45 times",
                "gradients_of_the_game": "that is the gradient of the non-saturating loss",
                "lengths_when_d_grows_surer": "the lengths saturating is wrong",
                "lengths_when_d_is_sure": "the lengths saturating for a sure D is wrong",
            },
        ),
        WrongAnswer(
            "Absolute values are summed",
            {"np.sqrt(sum(np.sum(part**2)": "(sum(np.sum(np.abs(part))"},
            score=4,
            messages={
                "losses_of_one_code": "the lengths saturating should be √45 times",
                "lengths_when_d_grows_surer": "yours sums absolute values",
                "lengths_when_d_is_sure": "yours sums absolute values",
            },
        ),
    ],
    "judge": [
        WrongAnswer(
            "V near −log 4 is taken for a sign of health",
            {'"blind", "rate_d"': '"healthy", "none"'},
            score=5,
            messages={
                "runs_that_the_curves_decide": "a blind game is taken for 'healthy'",
                "runs_and_remedies": "a blind game stays so with the remedy 'none'",
            },
        ),
        WrongAnswer(
            "Only the last row is looked at",
            {"swing > 0.14": "swing > 9"},
            score=5,
            messages={
                "runs_that_the_draws_decide": "a restless game is taken for",
                "runs_and_remedies": "a restless game stays so with the remedy",
            },
        ),
        WrongAnswer(
            "Good draws are taken for a good generator",
            {"covered < len(modes)": "quality < 0.6"},
            score=5,
            messages={
                "runs_that_the_draws_decide": "a dropped game is taken for 'healthy'",
                "runs_and_remedies": "a dropped game stays so with the remedy 'none'",
            },
        ),
        WrongAnswer(
            "A D that is sure already is made faster",
            {'"saturated", "loss"': '"saturated", "rate_d"'},
            score=7,
            messages={"runs_and_remedies": "a saturated game stays so with the remedy 'rate_d'"},
        ),
        WrongAnswer(
            "The bound has one JSD",
            {'"bound": bound': '"bound": bound / 2 - np.log(2)'},
            score=3,
            messages={
                "run_by_hand": "bound should be -0.9548",
                "run_in_numbers": "the bound has two JSD; yours has one",
                "runs_that_the_curves_decide": "bound of a",
            },
        ),
        WrongAnswer(
            "The swing lacks the ½",
            {"axis=1)) / 2": "axis=1))"},
            score=0,
            messages={
                "run_by_hand": "swing should be 0.25",
                "run_in_numbers": "the ½ of the total variation is missing",
                "runs_that_the_draws_decide": "a healthy game is taken for 'restless'",
                "runs_that_the_curves_decide": "a healthy game is taken for 'restless'",
                "runs_and_remedies": "swing of a",
            },
        ),
    ],
}

# Changes of the right answer that no check notices: how many at most, and why none of them matters.
UNSEEN = {
    "ideal_game": (2, "where both are 0, what 0 is divided by does not matter"),
    "algorithm_1": (1, "of four weights the third one has also the number −2"),
    "compare_losses": (2, "of four weights the third one has also the number −2"),
    "judge": (
        9,
        "the kinds of games lie far apart: where between them a rule cuts, and over how many late "
        "rows it takes the mean of V, is its author's choice; T // −2 counts the same rows from "
        "the end; and no draw is at a distance of exactly 3 std",
    ),
}
