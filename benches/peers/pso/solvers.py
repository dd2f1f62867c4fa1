"""What is compared. A solver gets a run (bbob.Run) and evaluates until bbob.Done ends it, or it ends by itself.

Peers have the defaults of their packages, or the values of their documentation where there are none, and 40 particles
where the package does not choose; stops of their own are switched off, so that all of them may spend the budget."""

import importlib
import multiprocessing
import warnings
from importlib.metadata import version

import numpy as np

from bbob import Done

SIZE = 40
CLERC = {"w": 0.7298, "c1": 1.49618, "c2": 1.49618}
DOCUMENTED = {"w": 0.9, "c1": 0.5, "c2": 0.3}  # the examples of pyswarms


def generations(run, size=SIZE):
    return -(-run.budget // size) + 1


def box(run):
    return np.array(run.lower), np.array(run.upper)


def pure(tools, run):
    tools.photinus.pso(
        run.lower, run.upper, run.objective, run.pointer, seed=run.seed, max_evaluations=run.budget, max_repetition=0
    )


def default(tools, run):
    never = 2**64 - 1
    tools.photinus.search(
        run.lower, run.upper, run.objective, run.pointer, seed=run.seed, max_evaluations=run.budget, max_restarts=never
    )


def argmin(tools, run):
    arguments = run.dim, run.lower, run.upper, SIZE, generations(run), run.seed, run.objective, run.pointer
    if tools.argmin.argmin_pso(*arguments) != 0:
        raise RuntimeError("argmin panicked")


def c_swarm(tools, run):
    size = int(10 + 2 * run.dim**0.5)
    arguments = run.dim, run.lower, run.upper, size, run.budget // size, run.seed, run.objective, run.pointer
    tools.suite.helper.c_swarm(*arguments)


def random_search(tools, run):
    tools.suite.helper.random_search(run.dim, run.lower, run.upper, run.seed, run.objective, run.pointer)


class Pygmo:
    """A problem of pygmo, which wants to copy it."""

    def __init__(self, run):
        self.run = run

    def __deepcopy__(self, _):
        return self

    def fitness(self, x):
        return [self.run.value(x)]

    def batch_fitness(self, x):
        return self.run.values(x.reshape(-1, self.run.dim))

    def get_bounds(self):
        return list(self.run.lower), list(self.run.upper)


def pygmo(run, generational):
    import pygmo

    if generational:
        swarm = pygmo.pso_gen(gen=generations(run), seed=run.seed)
        swarm.set_bfe(pygmo.bfe(pygmo.member_bfe()))
    else:
        swarm = pygmo.pso(gen=generations(run), seed=run.seed)
    population = pygmo.population(pygmo.problem(Pygmo(run)), SIZE, seed=run.seed)
    pygmo.algorithm(swarm).evolve(population)


def pygmo_pso(tools, run):
    pygmo(run, generational=False)


def pygmo_pso_gen(tools, run):
    pygmo(run, generational=True)


def pyswarms(run, kind, **options):
    from pyswarms import single

    np.random.seed(run.seed)
    optimizer = getattr(single, kind)(n_particles=SIZE, dimensions=run.dim, options=options, bounds=box(run))
    optimizer.optimize(run.values, iters=generations(run), verbose=False)


def pyswarms_gbest(tools, run):
    pyswarms(run, "GlobalBestPSO", **DOCUMENTED)


def pyswarms_gbest_clerc(tools, run):
    pyswarms(run, "GlobalBestPSO", **CLERC)


def pyswarms_lbest(tools, run):
    pyswarms(run, "LocalBestPSO", **DOCUMENTED, k=2, p=2)


def pyswarm(run, size):
    from pyswarm import pso

    lower, upper = box(run)

    # An exception would be printed.
    def value(x):
        try:
            return run.value(x)
        except Done:
            return np.inf

    pso(value, lower, upper, swarmsize=size, maxiter=generations(run, size), minstep=-1, minfunc=-1, seed=run.seed)


def pyswarm_default(tools, run):
    pyswarm(run, 100)


def pyswarm_smaller(tools, run):
    pyswarm(run, SIZE)


def scikit_opt(tools, run):
    from sko.PSO import PSO
    from sko.tools import set_run_mode

    def values(points):
        return run.values(points)

    np.random.seed(run.seed)
    set_run_mode(values, "vectorization")
    lower, upper = box(run)
    PSO(func=values, n_dim=run.dim, pop=SIZE, max_iter=generations(run), lb=lower, ub=upper).run()


def turboswarm(run, **options):
    import turboswarm

    turboswarm.minimize(
        run.values,
        list(zip(run.lower, run.upper)),
        max_iter=generations(run, 30),
        seed=run.seed,
        record_history=False,
        vectorized=True,
        **options,
    )


def turboswarm_global(tools, run):
    turboswarm(run)


def turboswarm_ring(tools, run):
    turboswarm(run, topology="ring")


def turboswarm_fips_ring(tools, run):
    turboswarm(run, topology="ring", velocity="fips", c1=2.05, c2=2.05)


def pycma(tools, run):
    import cma

    # Starts in [-4, 4] with a deviation of 2, and has no bounds, as in COCO's example experiments.
    def start():
        return run.scale * np.random.uniform(-4, 4, run.dim)

    options = {"verbose": -9, "maxfevals": run.budget, "seed": run.seed}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.random.seed(run.seed)
        while not run.done():
            cma.fmin2(run.value, start, 2 * run.scale, options, restarts=50, bipop=True)
            options["seed"] += 1


def prepare(package):
    """Imports a package, so that the first run is not slower than others."""
    if package == "scikit-opt":
        # Its import insists on the way in which processes start.
        multiprocessing.set_start_method(None, force=True)
    module = {"scikit-opt": "sko.PSO", "photinus": None, "argmin": None, "bbob.c": None}.get(package, package)
    if module:
        importlib.import_module(module)


class Solver:
    """`name` of the row, `solve`, the `package` whose version it has, and whether it is one of the swarms of the peers.
    A solver that plans with its budget has a row of its own with a run for each budget."""

    def __init__(self, name, solve, package, swarm=True, each_budget=False):
        self.name, self.solve, self.package, self.swarm, self.each_budget = name, solve, package, swarm, each_budget


SOLVERS = [
    Solver("photinus pure", pure, "photinus", swarm=False),
    Solver("photinus default", default, "photinus", swarm=False),
    Solver("pygmo pso", pygmo_pso, "pygmo"),
    Solver("pygmo pso_gen", pygmo_pso_gen, "pygmo"),
    Solver("pyswarms gbest", pyswarms_gbest, "pyswarms"),
    Solver("pyswarms gbest Clerc", pyswarms_gbest_clerc, "pyswarms"),
    Solver("pyswarms lbest", pyswarms_lbest, "pyswarms"),
    Solver("pyswarm", pyswarm_default, "pyswarm"),
    Solver("pyswarm of 40", pyswarm_smaller, "pyswarm"),
    Solver("scikit-opt", scikit_opt, "scikit-opt"),
    Solver("turboswarm", turboswarm_global, "turboswarm"),
    Solver("turboswarm ring", turboswarm_ring, "turboswarm"),
    Solver("turboswarm FIPS ring", turboswarm_fips_ring, "turboswarm"),
    Solver("argmin", argmin, "argmin"),
    Solver("C swarm", c_swarm, "bbob.c"),
    Solver("C swarm per budget", c_swarm, "bbob.c", each_budget=True),
    Solver("pycma BIPOP", pycma, "cma", swarm=False),
    Solver("random search", random_search, "bbob.c", swarm=False),
]


def versions(tools):
    """Of every package; what the results of another version are is not known from those of this one."""
    known = {"photinus": tools.photinus_version, "argmin": tools.argmin_version, "bbob.c": tools.helper_version}
    for solver in SOLVERS:
        if solver.package not in known:
            known[solver.package] = version(solver.package)
    return known
