"""The oracle's work as a numpy script would do it: vectorised over eigenvalues, a loop over the steps.

Reads one JSON line {"spectrum": [...], "points": N, "eps": e}; then for every further line prints one JSON line:
milliseconds of one pass over the four schemes, and its numbers. vp-linear, beta .1 -> 20 in dx = -beta/2 x dt + sqrt(beta) dw.
"""

import json
import sys
import time

import numpy as np

BETA_MIN, BETA_MAX = 0.1, 20.0


def beta(t):
    return BETA_MIN + (BETA_MAX - BETA_MIN) * t


def integral(t):
    return BETA_MIN * t + (BETA_MAX - BETA_MIN) * t * t / 2


def marginal(spectrum, t):
    a2 = np.exp(-integral(t))
    return a2 * spectrum - np.expm1(-integral(t))


def w2(a, b):
    return float(np.sqrt(np.sum((np.sqrt(a) - np.sqrt(b)) ** 2)))


def final_variances(scheme, spectrum, times, v):
    """v: both starts at once, shape (2, d)."""
    for t, after in zip(times[:-1], times[1:]):
        step = t - after
        l = marginal(spectrum, t)
        if scheme == "em":
            gain = 1 + step * beta(t) * (0.5 - 1 / l)
            v = gain * gain * v + step * beta(t)
        elif scheme == "ei":
            half = (integral(t) - integral(after)) / 2
            gain = 1 + np.expm1(half) * (1 - 2 / l)
            v = gain * gain * v + np.expm1(2 * half)
        elif scheme == "euler":
            gain = 1 + step * beta(t) / 2 * (1 - 1 / l)
            v = gain * gain * v
        else:
            first = step * beta(t) / 2 * (1 - 1 / l)
            second = step * beta(after) / 2 * (1 - 1 / marginal(spectrum, after))
            gain = 1 + first / 2 + second / 2 * (1 + first)
            v = gain * gain * v
    return v


def reference_variances(reference, spectrum, eps, v):
    at_end, at_start = marginal(spectrum, eps), marginal(spectrum, 1.0)
    if reference == "ode":
        return at_end / at_start * v
    return at_end + np.exp(integral(eps) - integral(1.0)) * (at_end / at_start) ** 2 * (v - at_start)


def errors(scheme, spectrum, points, eps):
    times = 1 - (1 - eps) * np.arange(points) / (points - 1)
    times[-1] = eps
    exact = marginal(spectrum, 1.0)
    from_prior, from_exact = final_variances(scheme, spectrum, times, np.stack([np.ones_like(spectrum), exact]))
    at_end = marginal(spectrum, eps)
    reference = "sde" if scheme in ("em", "ei") else "ode"
    return [
        w2(from_prior, spectrum),
        w2(reference_variances(reference, spectrum, eps, np.ones_like(spectrum)), at_end),
        w2(from_exact, at_end),
        w2(at_end, spectrum),
    ]


def main():
    asked = json.loads(sys.stdin.readline())
    spectrum = np.array(asked["spectrum"])
    print(json.dumps({"numpy": np.__version__}), flush=True)
    for _ in sys.stdin:
        begun, before = time.perf_counter(), time.process_time()
        found = {scheme: errors(scheme, spectrum, asked["points"], asked["eps"]) for scheme in asked["schemes"]}
        ms, cpu_ms = 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - before)
        print(json.dumps({"ms": ms, "cpuMs": cpu_ms, "found": found}), flush=True)


main()
