"""Configurations of diffusers' schedulers with the sigmas that each prints, as installed, for src-main/theory/grids/testing/diffusers-configs.json."""
import json
import tempfile
import os

import diffusers
import numpy as np

SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
CASES = [
    ("EulerDiscreteScheduler", {**SD, "timestep_spacing": "leading", "steps_offset": 1}),
    ("EulerDiscreteScheduler", {**SD, "use_karras_sigmas": True}),
    ("EulerDiscreteScheduler", {**SD, "use_beta_sigmas": True}),
    ("EulerDiscreteScheduler", {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}),
    ("EulerAncestralDiscreteScheduler", SD),
    ("HeunDiscreteScheduler", {"timestep_spacing": "trailing"}),
    ("KDPM2DiscreteScheduler", {}),
    ("LMSDiscreteScheduler", {**SD, "use_exponential_sigmas": True}),
    ("DPMSolverMultistepScheduler", SD),
    ("DPMSolverMultistepScheduler", {**SD, "use_karras_sigmas": True}),
    ("DPMSolverMultistepScheduler", {**SD, "timestep_spacing": "leading", "steps_offset": 1}),
    ("DPMSolverMultistepScheduler", {"beta_schedule": "squaredcos_cap_v2", "timestep_spacing": "trailing"}),
    ("DPMSolverSinglestepScheduler", SD),
    ("UniPCMultistepScheduler", SD),
    ("DEISMultistepScheduler", {**SD, "timestep_spacing": "trailing"}),
    ("DDIMScheduler", {}),
    ("DDIMScheduler", {**SD, "steps_offset": 1, "clip_sample": False}),
    ("DDIMScheduler", {"timestep_spacing": "linspace"}),
    ("DDPMScheduler", {"beta_schedule": "sigmoid", "timestep_spacing": "trailing"}),
    ("EDMEulerScheduler", {}),
    ("EDMDPMSolverMultistepScheduler", {"sigma_schedule": "exponential", "sigma_max": 120.0}),
    ("CosineDPMSolverMultistepScheduler", {}),
    ("FlowMatchEulerDiscreteScheduler", {}),
]

out = []
for name, config in CASES:
    scheduler = getattr(diffusers, name)(**config)
    with tempfile.TemporaryDirectory() as folder:
        scheduler.save_pretrained(folder)
        # As text: it holds -Infinity, which is no JSON.
        open_text = open(os.path.join(folder, "scheduler_config.json")).read()
    for n in (10, 20):
        scheduler.set_timesteps(n)
        if hasattr(scheduler, "sigmas"):
            sigmas = scheduler.sigmas.numpy().astype(np.float64)
        else:
            bars = scheduler.alphas_cumprod.numpy().astype(np.float64)[scheduler.timesteps.numpy()]
            sigmas = np.sqrt((1 - bars) / bars)
        # KDPM2 prints levels between, Heun each twice: the timesteps' own are every second one.
        if name in ("HeunDiscreteScheduler",):
            sigmas = np.array(list(dict.fromkeys(sigmas.tolist())))
        if name == "KDPM2DiscreteScheduler":
            sigmas = np.array(list(dict.fromkeys(sigmas[::2].tolist())))
        kept = [float(f"{v:.9g}") for v in sigmas if v > 0]
        out.append({"config": open_text, "n": n, "sigmas": kept})
print("[\n" + ",\n".join(json.dumps(o) for o in out) + "\n]")
