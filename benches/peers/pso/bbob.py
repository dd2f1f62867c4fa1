"""The functions of COCO/BBOB, with their evaluations counted (bbob.c)."""

import ctypes

import cocoex
import numpy as np

FUNCTIONS = range(1, 25)
TARGETS = 51
SIDE = 5.0  # the box is [-5, 5] along each axis


class Done(Exception):
    """The budget is spent, or the last target reached."""


class Suite:
    """The functions, from COCO's own C code, which the extension of cocoex exports."""

    def __init__(self, helper):
        self.helper = ctypes.CDLL(helper)
        pointer, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_double
        for name, result, arguments in [
            ("bbob_new", pointer, [pointer, pointer, size, number, number, pointer, ctypes.c_uint64]),
            ("bbob_free", None, [pointer]),
            ("bbob_count", ctypes.c_uint64, [pointer]),
            ("bbob_reached", ctypes.POINTER(ctypes.c_uint64), [pointer]),
            ("bbob_done", ctypes.c_int, [pointer]),
            ("bbob_values", ctypes.c_int, [pointer, pointer, size, pointer]),
            ("random_search", ctypes.c_int, [size, pointer, pointer, ctypes.c_uint64, pointer, pointer]),
            ("c_swarm", ctypes.c_int, [size, pointer, pointer, size, *[ctypes.c_uint64] * 2, pointer, pointer]),
        ]:
            function = getattr(self.helper, name)
            function.restype, function.argtypes = result, arguments
        self.coco = ctypes.CDLL(cocoex.interface.__file__)
        for name, result, arguments in [
            ("coco_set_log_level", ctypes.c_char_p, [ctypes.c_char_p]),
            ("coco_suite", pointer, [ctypes.c_char_p] * 3),
            ("coco_suite_get_problem_by_function_dimension_instance", pointer, [pointer, size, size, size]),
            ("coco_problem_get_best_value", number, [pointer]),
            ("coco_problem_get_best_parameter", ctypes.c_int, [pointer, pointer]),
            ("coco_problem_free", None, [pointer]),
        ]:
            function = getattr(self.coco, name)
            function.restype, function.argtypes = result, arguments
        self.coco.coco_set_log_level(b"warning")
        self.suites = {}

    def problem(self, function, dim, instance):
        if instance not in self.suites:
            self.suites[instance] = self.coco.coco_suite(b"bbob", b"instances: %d" % instance, b"")
        find = self.coco.coco_suite_get_problem_by_function_dimension_instance
        problem = find(self.suites[instance], function, dim, instance)
        if not problem:
            raise RuntimeError(f"COCO has no f{function} in {dim} dimensions, instance {instance}")
        return problem

    def address(self, name):
        return ctypes.cast(getattr(self.helper, name), ctypes.c_void_p).value


class Run:
    """One run on one function: f(R x / scale) in the box of side 10 scale, R a rotation or none."""

    def __init__(self, suite, function, dim, instance, seed, budget, scale, rotate):
        self.suite, self.dim, self.budget, self.scale = suite, dim, budget, scale
        self.seed = 1 + seed + 1000 * instance + 100_000 * function  # never 0, which is the time for pycma
        self.lower = (ctypes.c_double * dim)(*[-SIDE * scale] * dim)
        self.upper = (ctypes.c_double * dim)(*[SIDE * scale] * dim)
        self.problem = suite.problem(function, dim, instance)
        coco = suite.coco
        evaluate = ctypes.cast(coco.coco_evaluate_function, ctypes.c_void_p)
        rotation = self.rotation(function, dim, instance) if rotate else None
        self.pointer = suite.helper.bbob_new(
            evaluate,
            self.problem,
            dim,
            coco.coco_problem_get_best_value(self.problem),
            scale,
            None if rotation is None else rotation.ctypes.data,
            budget,
        )
        self.objective = suite.address("bbob_objective")

    def rotation(self, function, dim, instance):
        """A random rotation that leaves the minimum in the box, if there is one (there is none for f5, whose minimum is
        a corner)."""
        random = np.random.default_rng([function, dim, instance])
        minimum = np.zeros(dim)
        self.suite.coco.coco_problem_get_best_parameter(self.problem, minimum.ctypes.data)
        for _ in range(1000):
            basis, triangle = np.linalg.qr(random.standard_normal((dim, dim)))
            basis = np.ascontiguousarray(basis * np.sign(np.diag(triangle)))
            if np.all(np.abs(basis.T @ minimum) < 0.98 * SIDE):
                break
        return basis

    def values(self, points):
        points = np.ascontiguousarray(points, dtype=float)
        values = np.empty(len(points))
        if self.suite.helper.bbob_values(self.pointer, points.ctypes.data, len(points), values.ctypes.data):
            raise Done
        return values

    def value(self, point):
        return float(self.values([point])[0])

    def done(self):
        return bool(self.suite.helper.bbob_done(self.pointer))

    def result(self):
        """The evaluations, and for each target the one that reached it, or 0."""
        reached = self.suite.helper.bbob_reached(self.pointer)[:TARGETS]
        return int(self.suite.helper.bbob_count(self.pointer)), [int(count) for count in reached]

    def close(self):
        self.suite.helper.bbob_free(self.pointer)
        self.suite.coco.coco_problem_free(self.problem)
