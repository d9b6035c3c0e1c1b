"""The package behind the book. Each file is one concept; arrows point one way.

Leaves, which import nothing from `lib` but the argument checks:
  arguments        clear errors for bad arguments
  divergences      entropy, KL, JS, total variation: exact, by quadrature, by Monte Carlo
  distributions    Gaussians, mixtures and the toy data sets
  data             MNIST, packaged; stochastic binarisation
  networks         the multi-layer perceptron
  train            a whole training run as one compiled scan
  plotting         figures from arrays
  claims           the checked claim

Models:
  vae              the variational autoencoder, its ELBO estimators and the IWAE bound
  linear_gaussian  the VAE that can be solved by hand (probabilistic PCA)
"""
