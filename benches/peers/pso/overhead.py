"""What a solver costs itself: the time per evaluation on an objective that is a sum, written in C."""

import ctypes
import re
import time

CASES = [(dim, size) for dim in (10, 100) for size in (40, 1000)]


def ours(tools, dim, size, evaluations, lower, upper, objective, left):
    """The constriction rule where every particle knows the best, without restarts: what the others compute."""
    library = tools.photinus
    fields = dict(library.structs["photinus_pso_options_f64"]._fields_)
    constants = {}
    for name, value in library.constants.items():
        found = re.fullmatch(r"PHOTINUS_(?:PSO_)?(RULE_CONSTRICTION|TOPOLOGY_GLOBAL)", name)
        if found:
            constants[found.group(1)] = value
    chosen = {
        "swarm_size": size,
        "max_evaluations": evaluations,
        "max_repetition": 0,
        "rule": constants.get("RULE_CONSTRICTION"),
        "topology": constants.get("TOPOLOGY_GLOBAL"),
        "cognitive": 2.05 if "RULE_CONSTRICTION" in constants else 1.49618,
        "social": 2.05 if "RULE_CONSTRICTION" in constants else 1.49618,
        "perturbation": 0.0,
        "restart_spread": 0.0,
        "restart_generations": 0,
    }
    library.pso(lower, upper, objective, left, **{k: v for k, v in chosen.items() if k in fields and v is not None})


def argmin(tools, dim, size, evaluations, lower, upper, objective, left):
    tools.argmin.argmin_pso(dim, lower, upper, size, evaluations // size + 1, 1, objective, left)


def c_swarm(tools, dim, size, evaluations, lower, upper, objective, left):
    tools.suite.helper.c_swarm(dim, lower, upper, size, evaluations // size + 1, 1, objective, left)


SWARMS = {"photinus pure": ours, "argmin": argmin, "C swarm": c_swarm}


def seconds(swarm, tools, dim, size, evaluations):
    lower, upper = (ctypes.c_double * dim)(*[-1.0] * dim), (ctypes.c_double * dim)(*[1.0] * dim)
    left = ctypes.c_uint64(evaluations)
    begin = time.process_time()
    swarm(tools, dim, size, evaluations, lower, upper, tools.suite.address("trivial_objective"), ctypes.addressof(left))
    elapsed = time.process_time() - begin
    if left.value != 0:
        raise RuntimeError(f"{left.value} evaluations were left")
    return elapsed


def rows(tools, quick):
    """Head and rows: the minimum of rounds in which all take turns."""
    times = {}
    for _ in range(3 if quick else 10):
        for case in CASES:
            for name, swarm in SWARMS.items():
                evaluations = (100_000 if quick else 500_000) * 10 // case[0]
                each = 1e6 * seconds(swarm, tools, *case, evaluations) / evaluations
                times[name, case] = min(each, times.get((name, case), each))
    head = ["swarm", *(f"D = {dim}, {size} particles" for dim, size in CASES)]
    lines = [[name, *(f"{times[name, case]:.3f}" for case in CASES)] for name in SWARMS]
    for name in list(SWARMS)[1:]:
        lines.append([f"{name} / photinus", *(f"{times[name, c] / times['photinus pure', c]:.1f}" for c in CASES)])
    return head, lines
