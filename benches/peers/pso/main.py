"""Photinus's swarm and search, and their peers, on COCO/BBOB: README.md says what is measured, and how. The script
`run` builds what this needs."""

import argparse
import ctypes
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import bbob
import overhead
import photinus
import solvers

HERE = Path(__file__).resolve().parent
COLUMNS = [100, 1000, 10000]  # evaluations per variable


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8]


class Tools:
    """The libraries in the folder `target`, which `run` fills."""

    def __init__(self, target):
        library = str(Path(target) / "libphotinus.so")
        self.suite = bbob.Suite(str(Path(target) / "libbbob.so"))
        self.photinus = photinus.Library(library, Path(target) / "photinus.h")
        self.argmin = ctypes.CDLL(str(Path(target) / "libargmin_peer.so"))
        pointer, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint64
        self.argmin.argmin_pso.argtypes = [size, pointer, pointer, size, number, number, pointer, pointer]
        self.photinus_version = f"{self.photinus.version} {digest(library)}"
        self.helper_version = digest(HERE / "bbob.c")
        lock = (HERE / "Cargo.lock").read_text()
        self.argmin_version = re.search(r'name = "argmin"\nversion = "(.*?)"', lock).group(1)


class Records:
    """Results, one line of JSON each, so that an interrupted comparison goes on where it was."""

    KEY = "solver version dim instance function seed budget scale rotate".split()

    def __init__(self, path):
        self.path, self.known = path, {}
        if path.exists():
            text = path.read_text()
            if text and not text.endswith("\n"):
                with open(path, "a", encoding="utf-8") as file:
                    file.write("\n")
            for line in text.splitlines():
                try:
                    record = json.loads(line)
                except json.JSONDecodeError:
                    continue  # the interrupted one
                self.known[self.key(record)] = record

    def key(self, record):
        return tuple(record[name] for name in self.KEY)

    def find(self, task):
        return self.known.get(self.key(task))

    def add(self, record):
        self.known[self.key(record)] = record
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")


tools = None


def start(target, folder):
    global tools
    # Some peers write files where they are.
    os.chdir(folder)
    tools = Tools(target)


def solve(task):
    """Runs a task, and gives its record."""
    solver = next(solver for solver in solvers.SOLVERS if solver.name == task["solver"])
    dim = task["dim"]
    place = task["function"], dim, task["instance"], task["seed"]
    solvers.prepare(solver.package)
    run = bbob.Run(tools.suite, *place, task["budget"] * dim, task["scale"], task["rotate"])
    begin = time.process_time()
    try:
        solver.solve(tools, run)
    except bbob.Done:
        pass
    except Exception as error:
        # Some packages wrap what the objective raises.
        if not run.done():
            return dict(task, error=f"{type(error).__name__}: {error}")
    seconds = time.process_time() - begin
    evaluations, reached = run.result()
    run.close()
    return dict(task, evaluations=evaluations, seconds=round(seconds, 4), reached=reached)


def tasks_of(solver, dim, options, version):
    budgets = [b for b in COLUMNS if b <= options.budget] if solver.each_budget else [options.budget]
    return [
        {
            "solver": solver.name,
            "version": version,
            "dim": dim,
            "instance": instance,
            "function": function,
            "seed": seed,
            "budget": budget,
            "scale": options.scale,
            "rotate": options.rotate,
        }
        for budget in budgets
        for instance in options.instances
        for seed in range(options.seeds)
        for function in options.functions
    ]


def work(tasks, records, options):
    """Runs what is not known yet."""
    missing = [task for task in tasks if not records.find(task)]
    if not missing or options.known:
        return
    print(f"{missing[0]['solver']}, D = {missing[0]['dim']}: {len(missing)} runs", file=sys.stderr, flush=True)
    context = get_context("spawn")
    begin, failed = time.monotonic(), set()
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(options.jobs, context, start, [options.target, folder]) as pool,
    ):
        for future in as_completed([pool.submit(solve, task) for task in missing]):
            record = future.result()
            if "error" in record:
                failed.add(record["error"])
            else:
                records.add(record)
    print(f"  {time.monotonic() - begin:.1f} s", *sorted(failed), sep="\n  ", file=sys.stderr, flush=True)


def share(record, evaluations):
    return sum(0 < count <= evaluations for count in record["reached"]) / bbob.TARGETS


def row(solver, dim, options, version, records):
    """The shares in percent at the columns' budgets, the functions solved, and the microseconds per evaluation."""
    found = [(task["budget"], records.find(task)) for task in tasks_of(solver, dim, options, version)]
    shares = []
    for column in COLUMNS:
        if column > options.budget:
            continue
        budget = column if solver.each_budget else options.budget
        chosen = [record for b, record in found if b == budget]
        complete = chosen and all(chosen)
        shares.append(100 * mean(share(record, column * dim) for record in chosen) if complete else None)
    last = [record for b, record in found if b == options.budget]
    if not last or not all(last):
        return [*shares, None, None]
    solved = len(options.functions) * mean(record["reached"][-1] > 0 for record in last)
    each = 1e6 * sum(record["seconds"] for record in last) / max(1, sum(record["evaluations"] for record in last))
    return [*shares, solved, each]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def cell(x, form="{:.1f}"):
    return "–" if x is None else form.format(x)


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|---|" + "---:|" * (len(head) - 1))
    for cells in rows:
        print("| " + " | ".join(cells) + " |")
    print(flush=True)


def compare(options, records):
    versions = solvers.versions(Tools(options.target))
    chosen = [solver for solver in solvers.SOLVERS if wanted(solver, options.solvers)]
    columns = [column for column in COLUMNS if column <= options.budget]
    print(", ".join(f"{name} {number}" for name, number in sorted(versions.items())) + ".")
    frame = f"box [-5, 5] x {options.scale:g}" + (", axes rotated" if options.rotate else "")
    instances = ", ".join(map(str, options.instances))
    print(
        f"Share of the 51 targets in percent, mean over {len(options.functions)} functions, instances {instances}, "
        f"{options.seeds} seed(s), {frame}; solved: functions whose last target, 1e-8, was reached; us: CPU time per "
        "evaluation, the function's included.\n"
    )
    summary = []
    for dim in options.dims:
        rows = {}
        for solver in chosen:
            work(tasks_of(solver, dim, options, versions[solver.package]), records, options)
            rows[solver.name] = row(solver, dim, options, versions[solver.package], records)
        print(f"D = {dim}\n")
        head = ["solver", *(f"{column:.0e} D".replace("e+0", "e") for column in columns)]
        last = f"solved of {len(options.functions)}"
        cells = [[name, *map(cell, figures[:-1]), cell(figures[-1], "{:.2f}")] for name, figures in rows.items()]
        table([*head, last, "us"], cells)
        summary += ratios(dim, chosen, rows, columns)
    if summary:
        print("Against the best swarm of the peers in each cell (one run to the largest budget), in points:\n")
        table(["D, budget", "pure", "best peer", "which", "pure - peer"], [line[:5] for line in summary])
        print("The default against pycma's BIPOP-CMA-ES:\n")
        table(["D, budget", "default", "pycma", "default / pycma"], [[line[0], *line[5:]] for line in summary])


def ratios(dim, chosen, rows, columns):
    peers = [solver.name for solver in chosen if solver.swarm and not solver.each_budget]
    lines = []
    nothing = [None] * (len(columns) + 2)
    for i, column in enumerate([*columns, "solved"]):
        of = {name: rows[name][i] for name in peers if rows[name][i] is not None}
        best = max(of, key=of.get, default=None)
        pure = rows.get("photinus pure", nothing)[i]
        default, pycma = rows.get("photinus default", nothing)[i], rows.get("pycma BIPOP", nothing)[i]
        against = pure - of[best] if best and pure is not None else None
        ratio = 100 * default / pycma if default is not None and pycma else None
        name = f"{dim}, solved" if column == "solved" else f"{dim}, {column:.0e} D".replace("e+0", "e")
        peer = of[best] if best else None
        figures = [cell(pure), cell(peer), best or "–", cell(against, "{:+.1f}")]
        lines.append([name, *figures, cell(default), cell(pycma), cell(ratio, "{:.0f} %")])
    return lines


def wanted(solver, names):
    return not names or any(solver.name.lower().startswith(name.lower()) for name in names)


def numbers(text):
    """`1,3-5`"""
    parts = [part.split("-") for part in text.split(",")]
    return [n for part in parts for n in range(int(part[0]), int(part[-1]) + 1)]


def main():
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("--target", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="D = 2, 5, instance 1, one seed, 1000 D evaluations")
    parser.add_argument("--dims", type=numbers, help="default 2,5,10,20; of 2, 3, 5, 10, 20, 40")
    parser.add_argument("--instances", type=numbers, help="default 1-5")
    parser.add_argument("--functions", type=numbers, default=list(bbob.FUNCTIONS), help="default 1-24")
    parser.add_argument("--seeds", type=int, help="seeds per instance, default 2")
    parser.add_argument("--budget", type=float, help="evaluations per variable, default 10000")
    parser.add_argument("--solvers", type=lambda text: text.split(","), help="beginnings of names; default all")
    parser.add_argument("--scale", type=float, default=1.0, help="the box is [-5, 5] times this")
    parser.add_argument("--rotate", action="store_true", help="rotates the axes at random")
    parser.add_argument("--jobs", type=int, default=1, help="processes, default 1")
    parser.add_argument("--known", action="store_true", help="runs nothing: tables of what is known already")
    parser.add_argument("--overhead", action="store_true", help="only the times per evaluation")
    options = parser.parse_args()
    whole, part = ([2, 5, 10, 20], [1, 2, 3, 4, 5], 2, 10000), ([2, 5], [1], 1, 1000)
    dims, instances, seeds, budget = part if options.quick else whole
    options.dims, options.instances = options.dims or dims, options.instances or instances
    options.seeds, options.budget = options.seeds or seeds, int(options.budget or budget)
    options.target = str(Path(options.target).resolve())
    if not options.overhead:
        compare(options, Records(Path(options.target) / "bbob.jsonl"))
    if options.overhead or not options.known:
        print("CPU time per evaluation of a sum, in us, one thread:\n")
        table(*overhead.rows(Tools(options.target), options.quick))


if __name__ == "__main__":
    main()
