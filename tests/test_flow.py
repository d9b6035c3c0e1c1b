"""Each map: its inverse, its log determinant against the Jacobian, and its density against mass."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from lib.flow import AffineCoupling, Bijection, Flow, Linear, SinhArcsinh
from lib.networks import MLP

F32 = 16 * float(np.finfo(np.float32).eps)
examples = settings(max_examples=25, derandomize=True, deadline=None, database=None)
WEIGHT = jnp.array([[2.0, 1.0], [-0.5, 0.7]])  # determinant 1.9
BEND = SinhArcsinh(jnp.array([0.6, -0.3]), jnp.array([1.2, 0.8]))
MIX = Linear(WEIGHT, jnp.array([0.3, -1.0]))


def network(seed, sizes):
    model = MLP(jax.random.key(seed), sizes, activation=jnp.tanh)
    return jax.tree.map(lambda p: p + 0.1, model)


def coupling(passed=1, moved=1):
    sizes = (passed, 8, moved)
    return AffineCoupling(log_scale=network(0, sizes), shift=network(1, sizes))


@functools.cache
def chain():
    return Flow((BEND, coupling(), MIX, coupling()))


MAPS = {"bend": lambda: BEND, "mix": lambda: MIX, "coupling": coupling, "chain": chain}


def codes(n=20, d=2):
    return jnp.asarray(np.random.default_rng(0).normal(size=(n, d)), jnp.float32)


@pytest.fixture(params=MAPS)
def bijection(request):
    return MAPS[request.param]()


def test_every_map_keeps_the_protocol(bijection):
    assert isinstance(bijection, Bijection)


def test_inverse_undoes_forward_and_the_other_way_round(bijection):
    z = codes()
    # Numbers of order 10 through at most eight maps.
    np.testing.assert_allclose(bijection.inverse(bijection.forward(z)), z, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(bijection.forward(bijection.inverse(z)), z, rtol=1e-4, atol=1e-4)


def test_log_det_is_that_of_the_jacobian(bijection):
    z = codes()
    jacobians = np.asarray(jax.jit(jax.vmap(jax.jacfwd(bijection.forward)))(z), float)
    expected = np.linalg.slogdet(jacobians)[1]
    np.testing.assert_allclose(bijection.log_det(z), expected, rtol=1e-4, atol=1e-5)
    assert (abs(expected) > 0.05).any()  # zero would be no test of the sign


def test_any_batch_and_jit(bijection):
    z = codes(12)
    for f in (bijection.forward, bijection.inverse, bijection.log_det):
        flat = f(z)
        cube = f(z.reshape(3, 4, 2))
        np.testing.assert_allclose(cube.reshape(flat.shape), flat, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(jax.jit(f)(z), flat, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(f(z[0]), flat[0], rtol=1e-5, atol=1e-6)


def test_sinh_arcsinh_by_hand():
    z = codes(50)
    skew, tail = (np.asarray(a, float) for a in BEND)
    expected = np.sinh((np.arcsinh(np.asarray(z, float)) + skew) / tail)
    np.testing.assert_allclose(BEND.forward(z), expected, rtol=1e-5)


@examples
@given(st.floats(-2, 2), st.floats(0.5, 2), st.floats(-4, 4))
def test_sinh_arcsinh_rises_and_comes_back(skew, tail, z):
    bend = SinhArcsinh(jnp.array([skew], jnp.float32), jnp.array([tail], jnp.float32))
    z = jnp.array([z, z + 0.1], jnp.float32)[:, None]
    x = bend.forward(z)
    assert x[1] > x[0]
    np.testing.assert_allclose(bend.inverse(x), z, rtol=1e-3, atol=1e-3)


def test_sinh_arcsinh_with_neutral_parameters_changes_nothing():
    same, z = SinhArcsinh(jnp.zeros(2), jnp.ones(2)), codes()
    np.testing.assert_allclose(same.forward(z), z, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(same.log_det(z), np.zeros(20), atol=1e-5)


def test_log_det_of_sinh_arcsinh_is_stable_far_out():
    # log cosh u = |u| − log 2 there, where cosh itself overflows.
    bend = SinhArcsinh(jnp.array([0.0]), jnp.array([0.05]))
    z = jnp.array([[1e4]])
    angle = np.arcsinh(1e4) / 0.05
    expected = angle - np.log(2) - np.log(0.05) - np.log(1e4)
    assert bend.log_det(z).item() == pytest.approx(expected, rel=1e-5)


def test_coupling_passes_the_first_part_and_moves_the_second():
    layer, z = coupling(passed=1, moved=2), codes(d=3)
    x = layer.forward(z)
    np.testing.assert_array_equal(x[:, :1], z[:, :1])
    expected = z[:, 1:] * np.exp(layer.log_scale(z[:, :1])) + layer.shift(z[:, :1])
    np.testing.assert_allclose(x[:, 1:], expected, rtol=1e-5)
    np.testing.assert_allclose(layer.log_det(z), layer.log_scale(z[:, :1]).sum(-1), rtol=1e-5)


def test_layers_are_applied_in_their_order():
    z = codes()
    flow = Flow((BEND, MIX))
    np.testing.assert_allclose(flow.forward(z), MIX.forward(BEND.forward(z)), rtol=1e-5)
    other = Flow((MIX, BEND)).forward(z)
    assert (abs(flow.forward(z) - other) > 0.1).any()


def test_a_flow_is_a_layer_of_a_flow():
    z = codes()
    nested = Flow((Flow((BEND, MIX)), Flow((coupling(),))))
    flat = Flow((BEND, MIX, coupling()))
    np.testing.assert_allclose(nested.forward(z), flat.forward(z), rtol=1e-5)
    np.testing.assert_allclose(nested.log_prob(z), flat.log_prob(z), rtol=1e-5)


def test_log_prob_of_no_layers_is_the_standard_normal():
    x = codes(d=3)
    expected = stats.norm.logpdf(np.asarray(x, float)).sum(-1)
    np.testing.assert_allclose(Flow(()).log_prob(x), expected, rtol=1e-5)


def test_log_prob_of_a_linear_flow_is_gaussian():
    x = codes()
    weight, bias = (np.asarray(a, float) for a in MIX)
    expected = stats.multivariate_normal(bias, weight @ weight.T).logpdf(np.asarray(x, float))
    np.testing.assert_allclose(Flow((MIX,)).log_prob(x), expected, rtol=1e-5, atol=1e-5)


def test_log_prob_of_one_dimension_is_the_slope_of_the_distribution_function():
    flow = Flow((SinhArcsinh(jnp.array([0.6]), jnp.array([1.2])),))
    x = np.linspace(-2, 4, 13)

    def cdf(x):  # by hand, in double precision
        return stats.norm.cdf(np.sinh(1.2 * np.arcsinh(x) - 0.6))

    expected = (cdf(x + 1e-4) - cdf(x - 1e-4)) / 2e-4
    found = np.exp(flow.log_prob(jnp.asarray(x[:, None], jnp.float32)))
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_density_integrates_to_one_and_the_upside_down_one_does_not():
    flow = Flow((coupling(), MIX))
    line = np.linspace(-14, 14, 561, dtype=np.float32)
    x = jnp.stack(jnp.meshgrid(line, line, indexing="ij"), axis=-1)
    log_p = np.asarray(flow.log_prob(x), float)
    wrong = log_p + 2 * np.asarray(flow.log_det(flow.inverse(x)), float)
    total, wrong_total = (
        integrate.trapezoid(integrate.trapezoid(np.exp(p), line), line) for p in (log_p, wrong)
    )
    assert total == pytest.approx(1, abs=1e-4)
    assert abs(wrong_total - 1) > 0.5


def test_samples_have_the_integrated_density():
    # Kolmogorov–Smirnov in x: √n sup|F_n − F| > 2.47 has a probability of at most 1e-5 (Massart).
    flow = Flow((SinhArcsinh(jnp.array([0.6]), jnp.array([1.2])),))
    x = np.sort(np.asarray(flow.sample(jax.random.key(1), 20_000), float)[:, 0])
    grid = np.linspace(-8, 20, 4001)
    density = np.exp(np.asarray(flow.log_prob(jnp.asarray(grid[:, None], jnp.float32)), float))

    def distance(density):
        cdf = integrate.cumulative_trapezoid(density, grid, initial=0)
        at = np.interp(x, grid, cdf / cdf[-1])
        steps = np.arange(20_001) / 20_000
        return np.sqrt(20_000) * max((steps[1:] - at).max(), (at - steps[:-1]).max())

    log_det = np.asarray(flow.log_det(flow.inverse(jnp.asarray(grid[:, None], jnp.float32))))
    assert distance(density) <= 2.47
    assert distance(density * np.exp(2 * log_det)) > 10


def test_sample_maps_standard_normal_draws():
    key = jax.random.key(2)
    expected = chain().forward(jax.random.normal(key, (15, 2)))
    np.testing.assert_allclose(chain().sample(key, 15), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("first", [0, 1, 2, 3])
def test_a_flow_has_the_dimension_of_its_layers(first):
    layer = (BEND, MIX, coupling(), chain())[first]
    assert Flow((layer, BEND, MIX)).dimension == layer.dimension == 2


def test_a_coupling_is_as_wide_as_both_parts():
    key = jax.random.key(3)
    flow = Flow((AffineCoupling(MLP(key, (2, 4, 3)), MLP(key, (2, 4, 3))),))
    assert flow.sample(key, 4).shape == (4, 5)


def test_log_prob_has_the_gradients_of_maximum_likelihood():
    # For x = Wz + b the slope in b is the mean of (WWᵀ)⁻¹(x − b).
    x = codes()
    slope = jax.grad(lambda flow: flow.log_prob(x).mean())(Flow((MIX,))).layers[0].bias
    weight, bias = (np.asarray(a, float) for a in MIX)
    expected = np.linalg.solve(weight @ weight.T, (np.asarray(x, float) - bias).mean(0))
    np.testing.assert_allclose(slope, expected, rtol=1e-4)


def test_double_precision_where_it_is_switched_on():
    with jax.enable_x64(True):
        flow = Flow((Linear(jnp.asarray(np.asarray(WEIGHT, float)), jnp.zeros(2)),))
        assert flow.log_prob(jnp.zeros((4, 2))).dtype == jnp.float64
