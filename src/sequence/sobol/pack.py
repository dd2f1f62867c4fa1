#!/usr/bin/env python3
"""Makes src/sequence/sobol/table.bin: Joe and Kuo's direction numbers, packed.

Needs NumPy and SciPy (tried with 1.17), which holds the numbers as they are published, in the file
new-joe-kuo-6.21201 (https://web.maths.unsw.edu.au/~fkuo/sobol/). Run as `python3 src/sequence/sobol/pack.py` from the
repository's root; the table is checked in.

Dimensions 1 to 21200 (0 needs no numbers) follow each other by rising degree s of their polynomials. Each has
(s - 1) (s + 2) / 2 bits: the s - 1 inner coefficients of the polynomial, the lowest first, then for k from 2 to s the
number m_k without its last bit, which is 1, in k - 1 bits. Bits fill bytes from the lowest on. Three zero bytes follow, so
that 32 bits can be read at any place.
"""

import pathlib

import numpy
import scipy.stats

COUNTS = [1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144, 630, 756, 1800, 2048, 7710, 7776]

data = numpy.load(pathlib.Path(scipy.stats.__file__).with_name("_sobol_direction_numbers.npz"))
polynomials, numbers = data["poly"].tolist(), data["vinit"].tolist()
assert [p.bit_length() - 1 for p in polynomials[1:]] == [s for s, n in enumerate(COUNTS, 1) for _ in range(n)]

packed, length = [], 0
for polynomial, m in zip(polynomials[1:], numbers[1:]):
    s = polynomial.bit_length() - 1
    assert polynomial & 1 and all(n % 2 and n < 1 << k for k, n in enumerate(m[:s], 1)) and not any(m[s:])
    fields = [((polynomial >> 1) & ((1 << (s - 1)) - 1), s - 1)] + [(m[k - 1] >> 1, k - 1) for k in range(2, s + 1)]
    for value, bits in fields:
        packed.extend((value >> bit) & 1 for bit in range(bits))
        length += bits
assert length == sum(n * (s - 1) * (s + 2) // 2 for s, n in enumerate(COUNTS, 1))
table = numpy.packbits(numpy.array(packed, dtype=numpy.uint8), bitorder="little").tobytes() + bytes(3)
pathlib.Path(__file__).with_name("table.bin").write_bytes(table)
print(f"{len(polynomials)} dimensions, {len(table)} bytes")
