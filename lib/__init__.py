"""The package behind the book. Each file is one concept; arrows point one way.

Leaves, which import nothing from `lib` but the argument checks:
  monte_carlo      a mean of draws and its standard error; the mean of exponentials
  distances        between points: exact, and fast for many
  distributions    Gaussians, mixtures and the toy data sets
  data             MNIST, packaged; stochastic binarisation
  networks         the multi-layer perceptron
  newton           minima and roots of a few unknowns
  double_precision float64 for some lines, in every version of JAX
  train            a whole training run as one compiled scan, with measurements
  absorption       reaching the end of a Markov decision process
  plotting         figures from arrays
  long_run         the files that a long run left behind
  animation        a figure that plays: frames with buttons
  arguments        clear errors for bad arguments

Devices:
  devices          training with each step's rows divided among all devices

Models:
  vae              the variational autoencoder, its ELBO estimators and the IWAE bound
  linear_gaussian  the VAE that can be solved by hand (probabilistic PCA)
  autoencoder      the autoencoder, a prior put on it afterwards, and the β-VAE
  gradient_penalty  penalties on the slope of a discriminator
  spectral_norm    ‖W‖₂ by power iteration, and networks of bounded slope
  wasserstein      W₁ on the line, and the losses of a critic
  remedies         the games of a long run that compares them, and its draws
  small_games      the same game without a remedy, on smaller networks, from a long run
  gan              the generative adversarial network, its losses and one step of its game
  gan_theory       the exact game: its value, its criterion C, and an ideal step
  noisy_gan        a GAN of images whose discriminator sees them through noise
  noisy_vae        a VAE with the generator, the noise and the images of noisy_gan
  noisy_generator  x = G(z) + σε: a GAN's model and a VAE's, with its exact log p(x)
  one_decoder      the same of two codes, σ learned: either direction of the KL can train it
  flow             invertible maps, and their exact log p(x)

Fits and measures:
  divergences      entropy, KL, JS, total variation: exact, by quadrature, by Monte Carlo
  maximum_likelihood  Gaussians and mixtures fitted to points
  kl_fit           one Gaussian fitted by divergences that point either way
  bifurcation      where minima appear, and where they overtake each other
  parzen           the Gaussian Parzen window, and σ by held-out data
  k_means          Lloyd's step
  mnist_gan        the GAN of a long run on MNIST, its record, and its score
  mnist_remedies   the same game with the remedies, its draws and scores
  ring_decoders    one_decoder on a ring, trained by every objective in a long run
  evaluation       the quality of samples, and the shape of code spaces
  mode_coverage    which modes of a mixture the draws cover

Reinforcement learning:
  mdp              Markov decision processes, Bellman's operators, exact solvers
  transition_table an MDP from a table such as Gymnasium's
  gridworld        maps as MDPs
  grid_solver      value iteration on a million squares
  reward_thresholds  the optimal policies for every step reward, in fractions
  rollout          what an agent lives through: steps and rollouts with realised rewards
  q_learning       optimal action values from experience alone
  gymnasium_env    a gridworld as a Gymnasium environment
"""
