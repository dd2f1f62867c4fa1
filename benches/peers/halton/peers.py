"""SciPy and QMCPy as peers of main.rs, which starts this: a request per line, an answer per line, both JSON.

The first line says the versions, null for what is not installed. Times are those of this process's CPU time, so that
threads would count, and without what comes before the first point: the sequence object and its permutations.
"""

import importlib
import json
import sys
import time
import warnings


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def timed(repeat, prepare, draw):
    """Seconds of one draw, and its last point."""
    total = 0.0
    for _ in range(repeat):
        state = prepare()
        begin = time.process_time()
        points = draw(state)
        total += time.process_time() - begin
    return {"seconds": total / repeat, "last": [float(x) for x in points[-1]]}


def scipy_halton(dim, points, repeat, scramble):
    engine = scipy.stats.qmc.Halton(dim, scramble=scramble, rng=1)

    def from_index_1():
        # fast_forward(1) after reset(), which would draw the permutations again.
        engine.num_generated = 1
        return engine

    return timed(repeat, from_index_1, lambda engine: engine.random(points))


def qmcpy_nested(dim, points, repeat):
    """A sequence object keeps the digits it has drawn, so that each draw has its own."""
    return timed(
        repeat,
        lambda: qmcpy.Halton(dim, randomize="NUS", seed=1),
        lambda halton: halton.gen_samples(n_min=1, n_max=1 + points, warn=False),
    )


warnings.simplefilter("ignore")
scipy, qmcpy = module("scipy"), module("qmcpy")
if scipy:
    importlib.import_module("scipy.stats.qmc")
works = {
    "scipy": lambda **work: scipy_halton(scramble=False, **work),
    "scipy scrambled": lambda **work: scipy_halton(scramble=True, **work),
    "qmcpy nested": qmcpy_nested,
}
print(json.dumps({"scipy": scipy and scipy.__version__, "qmcpy": qmcpy and qmcpy.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(works[request.pop("work")](**request)), flush=True)
