"""Levels of the field's grids, for src-main/theory/grids/testing/field-grids.json:

    python -m venv V && V/bin/pip install diffusers k-diffusion torch scipy torchdiffeq torchsde tqdm
    V/bin/python bench/grids/field_grids.py > src-main/theory/grids/testing/field-grids.json

diffusers' and k-diffusion's own functions are called where they have the grid. Their schedulers are handed alpha-bars in float64, for
their own are made in float32, whose 1 - alpha-bar has four digits at the clean end; what they print stays float32. Grids of
ComfyUI, which is no package, are worked out here from their formulas, with SciPy's quantiles, apart from the code that is tested.
"""
import importlib.util
import json
import math
import os
import sys
import types

import diffusers
import numpy as np
import scipy
import torch
from scipy import stats

COUNTS = [1, 2, 7, 10, 15, 20, 50, 1000]


def k_diffusion_file(name):
    """One file of the package: its __init__ asks for packages that only training needs."""
    root = os.path.dirname(importlib.util.find_spec("k_diffusion").origin)
    package = sys.modules.setdefault("k_diffusion_alone", types.ModuleType("k_diffusion_alone"))
    package.__path__ = [root]
    if "k_diffusion_alone.utils" not in sys.modules:
        stand_in = types.ModuleType("k_diffusion_alone.utils")
        stand_in.append_dims = lambda x, n: x[(...,) + (None,) * (n - x.ndim)]
        sys.modules["k_diffusion_alone.utils"] = package.utils = stand_in
    spec = importlib.util.spec_from_file_location(f"k_diffusion_alone.{name}", os.path.join(root, f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    setattr(package, name, module)
    spec.loader.exec_module(module)
    return module


def betas_of(name, T=1000):
    if name == "linear":
        return np.linspace(1e-4, 0.02, T)
    if name == "scaled-linear":
        return np.linspace(0.00085**0.5, 0.012**0.5, T) ** 2
    if name == "sigmoid":
        return 1 / (1 + np.exp(-np.linspace(-6, 6, T))) * (0.02 - 1e-4) + 1e-4
    f = lambda t: math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2
    return np.array([min(1 - f((i + 1) / T) / f(i / T), 0.999) for i in range(T)])


def table_of(name):
    """sigma of each timestep, by cumulative products in extended precision."""
    bars = np.cumprod(1 - betas_of(name).astype(np.longdouble))
    return np.sqrt((1 - bars) / bars).astype(np.float64)


def zero_snr(sigmas):
    roots = 1 / np.sqrt(1 + sigmas.astype(np.longdouble) ** 2)
    scaled = (roots - roots[-1]) * roots[0] / (roots[0] - roots[-1])
    with np.errstate(divide="ignore"):
        return (np.sqrt(1 - scaled**2) / scaled).astype(np.float64)


def iddpm(M=1000, c1=0.001, c2=0.008):
    bar = lambda j: math.sin(0.5 * math.pi * j / M / (c2 + 1)) ** 2
    u = [0.0] * (M + 1)
    for j in range(M, 0, -1):
        u[j - 1] = math.sqrt((u[j] ** 2 + 1) / max(bar(j - 1) / bar(j), c1) - 1)
    return np.array(u[:M])[::-1]


def kept(sigmas):
    values = [float(f"{float(v):.10g}") for v in sigmas]
    assert all(v > 0 for v in values)
    n = len(values)
    if n <= 10:
        return {"n": n, "sigmas": values}
    at = sorted({i for i in (0, 1, 2, 3, n // 4, n // 3, n // 2, n - 7, n - 3, n - 2, n - 1)})
    return {"n": n, "at": at, "sigmas": [values[i] for i in at]}


cases = []


def case(by, spec, levels, float32=False, of="sigmas"):
    cases.append({"by": by, "spec": spec, "float32": float32, "of": of, "levels": levels})


def scheduler_case(cls, spec, table, **config):
    out = []
    for n in COUNTS:
        scheduler = getattr(diffusers, cls)(num_train_timesteps=1000, **config)
        sigmas = torch.tensor(table_of(table), dtype=torch.float64)
        scheduler.alphas_cumprod = 1 / (1 + sigmas**2)
        try:
            scheduler.set_timesteps(n)
        except Exception:
            continue
        found = scheduler.sigmas.numpy().astype(np.float64)
        found = found[found > 0]
        # Heun's prints each level but the first twice.
        found = np.array(list(dict.fromkeys(found.tolist())))
        # A single step of linspace starts at timestep 0 there, the clean end: not taken over.
        clean_end = n == 1 and found[0] < 1
        if len(found) == n and not clean_end:
            out.append(kept(found))
    case(f"diffusers {diffusers.__version__}, {cls}", {**spec, "table": table}, out, True)


for name in ("linear", "scaled-linear", "cosine", "sigmoid"):
    rising = table_of(name)
    case("NumPy, extended precision", {"family": "normal", "table": name}, [kept(rising[::-1])])
    rescaled = zero_snr(rising)
    rescaled[-1] = math.sqrt(2.0**24 - 1)
    spec = {"name": name, "zero_terminal_snr": True, "terminal": "alpha-bar-2^-24"}
    case("NumPy, extended precision", {"family": "normal", "table": spec}, [kept(rescaled)], of="table")
case("Python", {"family": "normal", "table": "iddpm"}, [kept(iddpm()[::-1])])

for table in ("scaled-linear", "linear", "cosine"):
    for cls in ("EulerDiscreteScheduler", "HeunDiscreteScheduler"):
        for spacing in ("linspace", "leading", "trailing"):
            scheduler_case(cls, {"family": spacing}, table, timestep_spacing=spacing)
scheduler_case("EulerDiscreteScheduler", {"family": "leading", "offset": 1}, "scaled-linear", timestep_spacing="leading", steps_offset=1)
for table in ("scaled-linear", "linear"):
    multi = "DPMSolverMultistepScheduler"
    scheduler_case(multi, {"family": "linspace", "spare": 1, "interpolation": "nearest"}, table, timestep_spacing="linspace")
    scheduler_case(multi, {"family": "leading", "spare": 1}, table, timestep_spacing="leading")
    scheduler_case(multi, {"family": "trailing"}, table, timestep_spacing="trailing")
    for flag, family in (("use_karras_sigmas", "karras"), ("use_exponential_sigmas", "exponential"), ("use_beta_sigmas", "beta-sigma")):
        scheduler_case(multi, {"family": family}, table, **{flag: True})
        scheduler_case("EulerDiscreteScheduler", {"family": family}, table, **{flag: True})

torch.set_default_dtype(torch.float64)
sampling, external = k_diffusion_file("sampling"), k_diffusion_file("external")
ends = {"sigma_max": 80, "sigma_min": 0.002}
by = "k-diffusion 0.1.1.post1"
case(by, {"family": "karras", **ends}, [kept(sampling.get_sigmas_karras(n, 0.002, 80)[:-1]) for n in COUNTS])
case(by, {"family": "exponential", **ends}, [kept(sampling.get_sigmas_exponential(n, 0.002, 80)[:-1]) for n in COUNTS])
case(by, {"family": "polyexponential", "rho": 2, **ends}, [kept(sampling.get_sigmas_polyexponential(n, 0.002, 80, 2.0)[:-1]) for n in COUNTS])
for table in ("scaled-linear", "linear", "cosine"):
    schedule = external.DiscreteSchedule(torch.tensor(table_of(table)), False)
    case(by, {"family": "normal", "table": table}, [kept(schedule.get_sigmas(n)[:-1]) for n in COUNTS])

by = "SciPy, from the formula"
for table in ("scaled-linear", "linear"):
    rising = table_of(table)
    T = len(rising)
    log_at = lambda t: np.exp(np.interp(t, np.arange(T), np.log(rising)))
    case(by, {"family": "simple", "table": table}, [kept([rising[-(1 + int(i * (T / n)))] for i in range(n)]) for n in COUNTS])
    case(by, {"family": "sgm-uniform", "table": table}, [kept(log_at(np.linspace(T - 1, 0, n + 1)[:-1])) for n in COUNTS])
    stride = {n: rising[1 :: T // n] for n in COUNTS if n < T}
    case(by, {"family": "ddim-uniform", "table": table}, [kept(stride[n][:n][::-1]) for n in stride if len(stride[n]) >= n])
    quantiles = lambda n: np.rint(stats.beta.ppf(1 - np.linspace(0, 1, n, endpoint=False), 0.6, 0.6) * (T - 1)).astype(int)
    case(by, {"family": "beta", "table": table}, [kept(rising[quantiles(n)]) for n in COUNTS if len(set(quantiles(n))) == n])
    lo, hi = rising[0], rising[-1]
    case(by, {"family": "kl-optimal", "table": table}, [kept(np.tan(np.linspace(math.atan(hi), math.atan(lo), n))) for n in COUNTS])


def laplace(n, lo, hi, mu=0.0, b=0.5):
    u = np.linspace(0, 1, n)
    x = np.exp(mu - b * np.sign(0.5 - u) * np.log(1 - 2 * np.abs(0.5 - u) + 1e-5))
    return np.clip(x, lo, hi)


case(by, {"family": "laplace", "sigma_max": 80, "sigma_min": 0.02}, [kept(laplace(n, 0.02, 80)) for n in COUNTS[:-1]])
z = lambda s: (math.log(s) + 1.2) / 1.2
p = lambda n: np.linspace(stats.norm.cdf(z(80)), stats.norm.cdf(z(0.002)), n)
case(by, {"family": "log-normal", **ends}, [kept(np.exp(-1.2 + 1.2 * stats.norm.ppf(p(n)))) for n in COUNTS])

AYS = {
    "sd15": [14.6146412293, 6.4745760956, 3.8636745985, 2.6946151520, 1.8841921177, 1.3943805092, 0.9642583904, 0.6523686016, 0.3977456272, 0.1515232662, 0.0291671582],
    "sdxl": [14.6146412293, 6.3184485287, 3.7681790315, 2.1811480769, 1.3405244945, 0.8620721141, 0.5550693289, 0.3798540708, 0.2332364134, 0.1114188177, 0.0291671582],
    "svd": [700.00, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002],
}
for model, levels in AYS.items():
    line = lambda n: np.exp(np.interp(np.linspace(0, 1, n), np.linspace(0, 1, 11), np.log(levels)))
    case(by, {"family": "align-your-steps", "model": model}, [kept(line(n + 1)[:n]) for n in COUNTS])
    case(by, {"family": "align-your-steps", "model": model, "spare": 0}, [kept(line(n)) for n in COUNTS])

def mochi(n, threshold=0.025):
    if n == 1:
        return [1.0]
    m = n // 2
    first = [i * threshold / m for i in range(m)]
    diff, q = m - threshold * n, n - m
    a, b = diff / (m * q**2), threshold / m - 2 * diff / q**2
    return [1 - v for v in first + [a * i**2 + b * i + a * m**2 for i in range(m, n)]]


def arcs(n):
    if n == 1:
        return [1.0]
    points = n + 2
    m = int(points * 0.6)
    slope = 0.2 / (points / 40)

    def arc(k, pivot, start, end):
        y = [(2 / math.pi * math.atan(-slope * (x - pivot)) + 1) / 2 for x in range(k)]
        return [(v - y[-1]) / (y[0] - y[-1]) * (start - end) + end for v in y]

    return (arc(m, m, 1.0, 0.5)[:-1] + arc(points - m, 0, 0.5, 0.0))[:n]


case(by, {"family": "linear-quadratic"}, [kept(mochi(n)) for n in COUNTS], of="times")
case(by, {"family": "bong-tangent"}, [kept(arcs(n)) for n in COUNTS], of="times")


def flow_case(spec, times, **config):
    """diffusers' own shift, once: times are handed in, for its own ends are shifted twice."""
    out = []
    for n in COUNTS[:-1]:
        scheduler = diffusers.FlowMatchEulerDiscreteScheduler(**{k: v for k, v in config.items() if k != "mu"})
        scheduler.set_timesteps(sigmas=times(n), mu=config.get("mu"))
        out.append(kept(scheduler.sigmas.numpy().astype(np.float64)[:-1]))
    case(f"diffusers {diffusers.__version__}, FlowMatchEulerDiscreteScheduler", spec, out, True, "times")


torch.set_default_dtype(torch.float32)
whole = lambda n: np.linspace(1, 1 / n, n)
flow_case({"family": "flow"}, whole)
flow_case({"family": "flow", "shift": 3}, whole, shift=3.0)
flow_case({"family": "flow", "shift": 3, "t_min": 0.001}, lambda n: np.linspace(1, 0.001, n), shift=3.0)
flow_case({"family": "flow", "shift": 1.15, "shift_by": "exponential"}, whole, use_dynamic_shifting=True, mu=1.15)
flow_case({"family": "flow", "shift": 3.25, "shift_by": "linear"}, whole, use_dynamic_shifting=True, time_shift_type="linear", mu=3.25)
flow_case({"family": "flow", "shift_by": "flux", "tokens": 4096}, whole, use_dynamic_shifting=True, mu=1.15)

versions = {"diffusers": diffusers.__version__, "k-diffusion": "0.1.1.post1", "scipy": scipy.__version__, "numpy": np.__version__, "torch": torch.__version__}
print("{\n \"versions\": " + json.dumps(versions) + ",\n \"cases\": [\n  " + ",\n  ".join(json.dumps(c) for c in cases) + "\n ]\n}")
