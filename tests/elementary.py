#!/usr/bin/env python3
"""Makes what src/real/elementary.rs stands on: prints the polynomials, writes tests/elementary.json.

Needs mpmath (tried with 1.3). Run as `python3 tests/elementary.py` from the repository's root; the JSON is checked in.
"""

import json
import random
import struct

from mpmath import atanh, chebyfit, cos, exp, ldexp, log, mp, mpf, pi, sin, sqrt

mp.prec = 2400  # sines of the largest doubles need more than 1100 bits


def round32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def polynomial(name, function, low, high, terms, single):
    mp.prec = 300
    coefficients, error = chebyfit(function, [low, high], terms, error=True)
    mp.prec = 2400
    values = [round32(float(c)) if single else float(c) for c in reversed(coefficients)]
    print(f"{name}: {values} (largest error of the fit {float(error):.1e})")


tiny = mpf(10) ** -30
quarter = mpf(1) / 4 + ldexp(1, -20)
half_ln2 = log(2) / 2 + ldexp(1, -20)
atanh_end = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * (1 + ldexp(1, -15))


def sine(z):
    return sin(pi / 2 * sqrt(z)) / sqrt(z) if z > tiny else pi / 2


def cosine(z):
    return (cos(pi / 2 * sqrt(z)) - 1) / z if z > tiny else -pi * pi / 8


def exponential(r):
    return (exp(r) - 1 - r) / (r * r) if abs(r) > tiny else mpf(1) / 2


def logarithm(z):
    return (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z if z > tiny else mpf(2) / 3


for single, terms in ((True, (4, 4, 5, 4)), (False, (7, 7, 11, 8))):
    precision = "f32" if single else "f64"
    polynomial(f"{precision} sine", sine, mpf(0), quarter, terms[0], single)
    polynomial(f"{precision} cosine", cosine, mpf(0), quarter, terms[1], single)
    polynomial(f"{precision} exponential", exponential, -half_ln2, half_ln2, terms[2], single)
    polynomial(f"{precision} logarithm", logarithm, mpf(0), atanh_end, terms[3], single)

random.seed(20261122)


def arguments(single):
    """Arguments of every size, as floats of that precision."""
    limit = 2.0e4 if single else 1.0e6
    angles = [0.0, limit, -limit]
    angles += [random.uniform(-4, 4) for _ in range(150)]
    angles += [random.uniform(-limit, limit) for _ in range(150)]
    angles += [random.choice((-1, 1)) * 10 ** random.uniform(-30, 4) for _ in range(60)]
    # Beyond the limit, and the nearest to multiples of a quarter turn, where the reduction loses most.
    top = 38 if single else 308
    angles += [random.choice((-1, 1)) * 10 ** random.uniform(4.5 if single else 6, top) for _ in range(120)]
    angles += [float(k * pi / 2) for k in (1, 2, 3, 4, 5, 1000, 636619, 10**9, 10**15, 10**25)]
    angles += [16367173.0 * 2.0**72, 3.4e38] if single else [6381956970095103.0 * 2.0**797, 1.7e308]
    bottom, end = (-87, 88) if single else (-708, 709)
    powers = [0.0, -0.0, 1.0, -1.0] + [random.uniform(-1, 1) for _ in range(80)]
    powers += [random.uniform(bottom, end) for _ in range(150)] + [random.uniform(bottom - 14, bottom) for _ in range(10)]
    positive = [1.0, 2.0, 0.5, 1.0 + 2.0**-20, 1.0 - 2.0**-20] + [random.uniform(0.5, 2) for _ in range(120)]
    positive += [10 ** random.uniform(-37 if single else -307, top) for _ in range(120)]
    positive += [2.0**-149 if single else 5e-324, 3e-42 if single else 3e-315]
    return [[round32(x) if single else x for x in xs] for xs in (angles, powers, positive)]


data = {}
for single in (True, False):
    angles, powers, positive = arguments(single)
    # Each value as the nearest double and the rest, so that an error of a fraction of a unit can be measured.
    split = lambda y: [float(y), float(y - mpf(float(y)))]
    data["f32" if single else "f64"] = {
        "sin_cos": [[x, *split(sin(mpf(x))), *split(cos(mpf(x)))] for x in angles],
        "exp": [[x, *split(exp(mpf(x)))] for x in powers],
        "ln": [[x, *split(log(mpf(x)))] for x in positive],
    }
with open("tests/elementary.json", "w") as file:
    rows = {p: {f: rows for f, rows in functions.items()} for p, functions in data.items()}
    json.dump(rows, file, indent=None, separators=(",", ":"))
    file.write("\n")
