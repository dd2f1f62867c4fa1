#!/usr/bin/env python3
"""Writes tests/sobol.json: points and direction numbers of SciPy's Sobol sequence, which is Joe and Kuo's; and hashes of
points scrambled as photinus does it, in plain integers.

Needs SciPy (tried with 1.17). Run as `python3 tests/sobol.py` from the repository's root; the JSON is checked in.
"""

import json

import numpy
from scipy.stats.qmc import Sobol


def points(dims, start, count):
    """The coordinates of `dims`, counted from 0, of `count` points from index `start` on, point after point."""
    sobol = Sobol(d=max(dims) + 1, scramble=False, bits=32)  # fast_forward fails with more
    if start > 0:
        sobol.fast_forward(start)
    rows = sobol.random(count)[:, dims].tolist()
    return {"dims": dims, "start": start, "points": rows}


def fnv(words):
    """FNV-1a of 64-bit words, lowest byte first, as tests/common/mod.rs has it."""
    value = 0xCBF29CE484222325
    for byte in numpy.ascontiguousarray(words, dtype="<u8").tobytes():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return f"{value:#018x}"


MASK = 2**64 - 1


def splitmix(x):
    """SplitMix64's first output from state x."""
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def reverse(x):
    return int(f"{x:064b}"[::-1], 2)


def nested(x, seed, dimension):
    key = splitmix(splitmix(splitmix(seed) ^ 4) ^ dimension)
    keys = [splitmix(key ^ t) for t in range(13)]
    x = reverse(x)
    for factor, summand, other in (keys[0:3], keys[3:6], keys[6:9], keys[9:12]):
        x = (x * (factor % 2**32 | 1) + summand) & MASK
        x = (x ^ ((x << 1) & ((x << 2) ^ other))) & MASK
    return reverse(x ^ keys[12])


def shifted(x, seed, dimension):
    return x ^ splitmix(splitmix(splitmix(splitmix(seed) ^ 5) ^ dimension))


def scrambled_hash(scramble):
    """Of the upper 53 bits of the points 10^6 ... 10^6 + 999 in 20 dimensions, scrambled with seed 42."""
    columns = all_directions[:20].tolist()
    words = []
    for index in range(10**6, 10**6 + 1000):
        gray = index ^ (index >> 1)
        for dimension, column in enumerate(columns):
            x = 0
            for k in range(20):
                x ^= column[k] * (gray >> k & 1)
            words.append(scramble(x, 42, dimension) >> 11)
    return fnv(words)


first = list(range(8))
some = [*first, 49, 1110]
# The upper 53 bits of all direction numbers of a dimension, one dimension after the other.
all_directions = Sobol(d=21201, scramble=False, bits=64)._sv
directions = all_directions >> numpy.uint64(11)
data = {
    "sets": [points(some, 0, 64), points(some, 10**6 - 8, 16), points(first, 2**29 - 8, 16)],
    "directions_hash": {str(dim): fnv(directions[:dim]) for dim in (1111, 21201)},
    "scrambled_hash": {
        "none": scrambled_hash(lambda x, seed, dimension: x),
        "nested": scrambled_hash(nested),
        "shift": scrambled_hash(shifted),
    },
    "last_directions": [hex(v) for v in directions[21200].tolist()],
}
with open("tests/sobol.json", "w") as file:
    json.dump(data, file, separators=(",", ":"))
    file.write("\n")
