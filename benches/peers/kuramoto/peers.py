"""Python's peers of main.rs, which starts this: a request per line (see problem.rs), an answer in JSON per line.

The first line says the versions, null for what is not installed. Times are of this process's CPU time, so that threads would
count; what compiles does so before. A right-hand side of the adaptive solvers is one that they asked for.
"""

import importlib
import json
import os
import sys
import time
import warnings

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
warnings.simplefilter("ignore")

STEP = 0.01
DEGREE = 10


def module(name):
    try:
        return importlib.import_module(name)
    except Exception:  # whatever keeps a package from being used
        return None


np = module("numpy")
scipy = np and module("scipy")
if scipy:
    for part in ("integrate", "sparse"):
        importlib.import_module("scipy." + part)
numba, jax, jaxkuramoto, kuramoto, xgi = map(module, ("numba", "jax", "jaxkuramoto", "kuramoto", "xgi"))
if jax:
    jax.config.update("jax_enable_x64", True)


def uniforms(stream, count):
    """Numbers in [0, 1), multiples of 2^-24 (problem.rs)."""
    z = np.arange(count, dtype=np.uint64) + np.uint64((stream << 56) + 0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(40)) * 2.0**-24


def coupling_scale(n):
    return 2.0 / 2 ** (n - 1).bit_length()


class Network:
    """What problem.rs describes."""

    def __init__(self, kind, n, harmonics, members):
        self.kind, self.n, self.harmonics, self.members = kind, n, harmonics, members
        self.omega, self.initial = uniforms(0, n * members), 6 * uniforms(1, n * members)
        if kind in ("dense", "ensemble"):
            self.matrices = (coupling_scale(n) * uniforms(2, members * harmonics * n * n)).reshape(-1, n, n)
        if kind == "sparse":
            edges, width = np.arange(n * DEGREE), n // DEGREE
            self.rows = np.arange(n + 1, dtype=np.uint32) * np.uint32(DEGREE)
            self.columns = (edges % DEGREE * width + (uniforms(3, n * DEGREE) * width).astype(int)).astype(np.uint32)
            self.values = coupling_scale(DEGREE) * uniforms(2, n * DEGREE)
        self.made = {}

    def once(self, name, make):
        """What belongs to the network and is made once."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


def steps_with(rates, x, steps):
    """The classical Runge-Kutta method."""
    for _ in range(steps):
        k1 = rates(x)
        k2 = rates(x + 0.5 * STEP * k1)
        k3 = rates(x + 0.5 * STEP * k2)
        k4 = rates(x + STEP * k3)
        k2 += k3
        k2 *= 2
        k2 += k1
        k2 += k4
        k2 *= STEP / 6
        x = x + k2
    return x


def numpy_rates(network):
    """The right-hand side with whole arrays, both products by BLAS."""
    n, omega = network.n, network.omega
    if network.kind == "mean":

        def rates(x):
            s, c = np.sin(x), np.cos(x)
            return omega + s.mean() * c - c.mean() * s

        return rates
    if network.kind == "sparse":
        matrix = network.once("csr", lambda: scipy.sparse.csr_matrix(
            (network.values, network.columns.astype(np.int32), network.rows.astype(np.int32)), (n, n)))

        def rates(x):
            both = np.empty((n, 2))
            np.sin(x, out=both[:, 0])
            np.cos(x, out=both[:, 1])
            products = matrix @ both
            return omega + both[:, 1] * products[:, 0] - both[:, 0] * products[:, 1]

        return rates
    if network.kind == "ensemble":
        frequencies, shape = omega.reshape(-1, n), (network.members, n)

        def rates(x):
            both = np.empty((network.members, n, 2))
            np.sin(x.reshape(shape), out=both[:, :, 0])
            np.cos(x.reshape(shape), out=both[:, :, 1])
            products = network.matrices @ both
            result = frequencies + both[:, :, 1] * products[:, :, 0] - both[:, :, 0] * products[:, :, 1]
            return result.reshape(-1)

        return rates

    def rates(x):
        s, c = np.sin(x), np.cos(x)
        hs, hc, result = s, c, omega
        for m, matrix in enumerate(network.matrices):
            if m:
                hs, hc = hs * c + hc * s, hc * c - hs * s
            result = result + hc * (matrix @ hs) - hs * (matrix @ hc)
        return result

    return rates


def with_numpy(network, steps):
    rates = network.once("numpy", lambda: numpy_rates(network))
    return 4 * steps * network.members, steps_with(rates, network.initial, steps)


def with_solve_ivp(method):
    def solve(network, steps):
        right = network.once("numpy", lambda: numpy_rates(network))

        def one(rates, initial):
            end = STEP * steps
            result = scipy.integrate.solve_ivp(
                lambda t, x: rates(x), (0, end), initial, method=method, rtol=1e-10, atol=1e-10, t_eval=[end])
            return result.nfev, result.y[:, -1]

        if network.kind != "ensemble":
            return one(right, network.initial)
        # A call per member.
        count, ends, n = 0, [], network.n
        for e in range(network.members):
            omega, matrix = network.omega[e * n : (e + 1) * n], network.matrices[e]

            def rates(x):
                s, c = np.sin(x), np.cos(x)
                return omega + c * (matrix @ s) - s * (matrix @ c)

            nfev, end = one(rates, network.initial[e * n : (e + 1) * n])
            count += nfev
            ends.append(end)
        return count, np.concatenate(ends)

    return solve


def with_posts(network, steps):
    """The posts' algorithm: all differences of phases, the sines of their multiples, weighted and summed, by SciPy's
    dopri5 from one requested time to the next. The rates are summed in single precision, as there."""
    if network.kind != "dense":
        return None
    count = 0

    def rates(t, x):
        nonlocal count
        count += 1
        differences = x[None, :] - x[:, None]
        result = network.omega.astype(np.float32)
        for m, matrix in enumerate(network.matrices, 1):
            result += np.sum(matrix * np.sin(m * differences), axis=1)
        return result

    solver = scipy.integrate.ode(rates).set_integrator("dopri5").set_initial_value(network.initial, 0)
    for requested in np.linspace(0, STEP * steps, min(steps, 10) + 1)[1:]:
        end = solver.integrate(requested)
    return count, end


def with_kuramoto(network, steps):
    """It divides by the number of edges that come in, which is undone here."""
    if network.kind != "dense" or network.harmonics > 1:
        return None
    count = 0

    class Counted(kuramoto.Kuramoto):
        def derivative(self, *arguments):
            nonlocal count
            count += 1
            return super().derivative(*arguments)

    end = STEP * steps
    model = Counted(coupling=1, dt=end / 2, T=end, natfreqs=network.omega)
    matrix = network.once(
        "kuramoto", lambda: np.ascontiguousarray((network.matrices[0] * (network.matrices[0] != 0).sum(1)[:, None]).T))
    end = model.run(adj_mat=matrix, angles_vec=network.initial)[:, -1]
    return count, end


def with_xgi(network, steps):
    """Euler's method on a graph without weights, as many neighbours on average: another network."""
    if network.kind != "sparse":
        return None

    def graph():
        graph = xgi.Hypergraph()
        graph.add_nodes_from(range(network.n))
        rows = np.repeat(np.arange(network.n), DEGREE)
        graph.add_edges_from([[int(i), int(j)] for i, j in zip(rows[::2], network.columns[::2]) if i != j])
        return graph

    h = network.once("xgi", graph)
    xgi.simulate_kuramoto(h, 1 / DEGREE, 0, network.omega, network.initial, timesteps=steps, dt=STEP)
    return steps, []


def numba_steps(kind):
    """The method and the right-hand side compiled as one function."""
    jit = numba.njit(fastmath=True, error_model="numpy")
    inline = numba.njit(fastmath=True, error_model="numpy", inline="always")

    @inline
    def dense(x, out, s, c, hs, hc, omega, matrices):
        n = x.size
        for i in range(n):
            s[i] = np.sin(x[i])
            c[i] = np.cos(x[i])
            hs[i] = s[i]
            hc[i] = c[i]
            out[i] = omega[i]
        for m in range(matrices.shape[0]):
            if m > 0:
                for i in range(n):
                    sine = hs[i] * c[i] + hc[i] * s[i]
                    hc[i] = hc[i] * c[i] - hs[i] * s[i]
                    hs[i] = sine
            for i in range(n):
                with_s = 0.0
                with_c = 0.0
                for j in range(n):
                    with_s += matrices[m, i, j] * hs[j]
                    with_c += matrices[m, i, j] * hc[j]
                out[i] += hc[i] * with_s - hs[i] * with_c

    @inline
    def mean(x, out, s, c, omega):
        sum_s = 0.0
        sum_c = 0.0
        for i in range(x.size):
            s[i] = np.sin(x[i])
            c[i] = np.cos(x[i])
            sum_s += s[i]
            sum_c += c[i]
        sum_s /= x.size
        sum_c /= x.size
        for i in range(x.size):
            out[i] = omega[i] + sum_s * c[i] - sum_c * s[i]

    @inline
    def sparse(x, out, both, omega, values, rows, columns):
        for i in range(x.size):
            both[i, 0] = np.sin(x[i])
            both[i, 1] = np.cos(x[i])
        for i in range(x.size):
            with_s = 0.0
            with_c = 0.0
            for e in range(rows[i], rows[i + 1]):
                j = columns[e]
                with_s += values[e] * both[j, 0]
                with_c += values[e] * both[j, 1]
            out[i] = omega[i] + both[i, 1] * with_s - both[i, 0] * with_c

    weight, reach = (1.0, 2.0, 2.0, 1.0), (0.5, 0.5, 1.0, 0.0)

    @jit
    def stage_over(x, stage, total, k, i):
        w, r = weight[i] * (STEP / 6), reach[i] * STEP
        for j in range(x.size):
            total[j] += w * k[j]
            stage[j] = x[j] + r * k[j]

    @jit
    def dense_steps(x, steps, omega, matrices, work):
        stage, total, k, s, c, hs, hc = work[0], work[1], work[2], work[3], work[4], work[5], work[6]
        for _ in range(steps):
            stage[:] = x
            total[:] = x
            for i in range(4):
                dense(stage, k, s, c, hs, hc, omega, matrices)
                stage_over(x, stage, total, k, i)
            x[:] = total

    @jit
    def ensemble_steps(x, steps, omega, matrices, work):
        n = matrices.shape[1]
        for e in range(matrices.shape[0]):
            here = slice(e * n, (e + 1) * n)
            dense_steps(x[here], steps, omega[here], matrices[e : e + 1], work)

    @jit
    def mean_steps(x, steps, omega, work):
        stage, total, k, s, c = work[0], work[1], work[2], work[3], work[4]
        for _ in range(steps):
            stage[:] = x
            total[:] = x
            for i in range(4):
                mean(stage, k, s, c, omega)
                stage_over(x, stage, total, k, i)
            x[:] = total

    @jit
    def sparse_steps(x, steps, omega, values, rows, columns, work, both):
        stage, total, k = work[0], work[1], work[2]
        for _ in range(steps):
            stage[:] = x
            total[:] = x
            for i in range(4):
                sparse(stage, k, both, omega, values, rows, columns)
                stage_over(x, stage, total, k, i)
            x[:] = total

    return {"dense": dense_steps, "ensemble": ensemble_steps, "mean": mean_steps, "sparse": sparse_steps}[kind]


compiled = {}


def with_numba(network, steps):
    kind, n = network.kind, network.n
    if kind not in compiled:
        compiled[kind] = numba_steps(kind)
    work = network.once("work", lambda: np.empty((7, n)))
    x = network.initial.copy()
    if kind == "sparse":
        both = network.once("both", lambda: np.empty((n, 2)))
        rows, columns = network.once("int", lambda: (network.rows.astype(np.int64), network.columns))
        compiled[kind](x, steps, network.omega, network.values, rows, columns, work, both)
    elif kind == "mean":
        compiled[kind](x, steps, network.omega, work)
    else:
        compiled[kind](x, steps, network.omega, network.matrices, work)
    return 4 * steps * network.members, x


def jax_steps(rates):
    """As many steps as asked, compiled as one; the network's arrays are arguments, or they would be constants."""

    def stepped(x, steps, *arrays):
        def step(_, x):
            k1 = rates(x, *arrays)
            k2 = rates(x + 0.5 * STEP * k1, *arrays)
            k3 = rates(x + 0.5 * STEP * k2, *arrays)
            k4 = rates(x + STEP * k3, *arrays)
            return x + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)

        return jax.lax.fori_loop(0, steps, step, x)

    return jax.jit(stepped)


def with_jax(network, steps):
    jnp = jax.numpy

    def dense(x, omega, matrices):
        s, c = jnp.sin(x), jnp.cos(x)
        hs, hc, result = s, c, omega
        for m in range(matrices.shape[0]):
            if m:
                hs, hc = hs * c + hc * s, hc * c - hs * s
            result = result + hc * (matrices[m] @ hs) - hs * (matrices[m] @ hc)
        return result

    def member(x, omega, matrix):
        s, c = jnp.sin(x), jnp.cos(x)
        return omega + c * (matrix * s).sum(1) - s * (matrix * c).sum(1)

    def mean(x, omega):
        s, c = jnp.sin(x), jnp.cos(x)
        return omega + s.mean() * c - c.mean() * s

    if network.kind == "sparse":
        return None

    def prepared():
        initial, omega = jnp.asarray(network.initial), jnp.asarray(network.omega)
        if network.kind == "mean":
            return jax_steps(mean), initial, (omega,)
        matrices = jnp.asarray(network.matrices)
        if network.kind == "dense":
            return jax_steps(dense), initial, (omega, matrices)
        shape = (network.members, network.n)
        return jax_steps(jax.vmap(member)), initial.reshape(shape), (omega.reshape(shape), matrices)

    stepped, initial, arrays = network.once("jax", prepared)
    x = stepped(initial, steps, *arrays).block_until_ready()
    return 4 * steps * network.members, x


def with_jaxkuramoto(network, steps):
    """Its equations and its stepper, in one compiled loop: its own odeint compiles anew in each call."""
    if network.kind != "mean":
        return None

    def prepared():
        model = jaxkuramoto.Kuramoto(jax.numpy.asarray(network.omega), 1.0)
        stepper = jaxkuramoto.solver.runge_kutta
        step = lambda i, x: stepper(model.vector_fn, i * STEP, STEP, x)
        return jax.jit(lambda x, steps: jax.lax.fori_loop(0, steps, step, x)), jax.numpy.asarray(network.initial)

    stepped, initial = network.once("jaxkuramoto", prepared)
    return 4 * steps, stepped(initial, steps).block_until_ready()


# A solver integrates so many steps and returns how many right-hand sides that took, and the final phases; `None` if it can't.
solvers = {
    "numpy": scipy and with_numpy,
    "rk45": scipy and with_solve_ivp("RK45"),
    "dop853": scipy and with_solve_ivp("DOP853"),
    "posts": scipy and with_posts,
    "kuramoto": kuramoto and with_kuramoto,
    "xgi": xgi and with_xgi,
    "numba": numba and with_numba,
    "jax": jax and with_jax,
    "jaxkuramoto": jaxkuramoto and jax and with_jaxkuramoto,
}


def answer(network, solver, steps, repeat):
    # First once for the caches and the compiler.
    if not solver or solver(network, min(steps, 2)) is None:
        return None
    count = 0
    begin = time.process_time()
    for _ in range(repeat):
        here, end = solver(network, steps)
        count += here
    nanoseconds = 1e9 * (time.process_time() - begin) / count
    end = np.asarray(end).reshape(-1)
    return {"ns": nanoseconds, "results": [float(x) for x in end[:: max(1, end.size // 64)][:64]]}


def version(package):
    if not package:
        return None
    return getattr(package, "__version__", None) or importlib.import_module("importlib.metadata").version(package.__name__)


packages = {"numpy": np, "scipy": scipy, "numba": numba, "jax": jax, "jaxkuramoto": jaxkuramoto, "kuramoto": kuramoto, "xgi": xgi}
print(json.dumps({name: version(package) for name, package in packages.items()}), flush=True)
key, network = None, None
for line in sys.stdin:
    name, kind, *numbers = line.split()
    n, harmonics, members, steps, repeat = map(int, numbers)
    if not solvers[name]:
        print("null", flush=True)
        continue
    if key != (kind, n, harmonics, members):
        network = None  # give the memory back first
        key, network = (kind, n, harmonics, members), Network(kind, n, harmonics, members)
    print(json.dumps(answer(network, solvers[name], steps, repeat)), flush=True)
