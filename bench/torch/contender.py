"""One PyTorch contender: reads a row and its tensors, says its loss, then times one call for each line it is sent."""

import json
import struct
import sys
import time

import numpy as np
import torch

from nets import NETWORKS


DTYPES = {'F32': np.float32, 'U8': np.uint8}


def read_safetensors(path):
    with open(path, 'rb') as file:
        (length,) = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop('__metadata__', None)
    return {
        name: torch.from_numpy(np.frombuffer(data[a:b], DTYPES[entry['dtype']]).reshape(entry['shape']).copy())
        for name, entry in header.items()
        for a, b in [entry['data_offsets']]
    }


def to_torch(name, weight):
    """HWIO convolutions to OIHW, [in, out] matrices to [out, in]; scales and shifts as they are."""
    if weight.ndim == 4:
        return weight.permute(3, 2, 0, 1).contiguous()
    if weight.ndim == 2 and name.endswith('/weight'):
        return weight.t().contiguous()
    return weight


def main(mode, row, tensors):
    torch.set_num_threads(row['threads'])
    layout = torch.channels_last if mode == 'torch-channels-last' else torch.contiguous_format
    narrow = mode == 'torch-bfloat16'
    weights = {
        name[len('weights/') :]: to_torch(name, value).to(memory_format=layout if value.ndim == 4 else torch.preserve_format)
        for name, value in tensors.items()
        if name.startswith('weights/')
    }
    for weight in weights.values():
        weight.requires_grad_(True)
    network = NETWORKS[row['network']['architecture']](weights, row['network'])
    if 'start' in tensors:
        return sampling(network, row, tensors['start'].permute(0, 3, 1, 2), layout, narrow)
    x0, z = (tensors[name].permute(0, 3, 1, 2).contiguous(memory_format=layout) for name in ('x0', 'z'))
    sigma, data = tensors['sigma'], row['options']['sigmaData']
    parameters = list(weights.values())
    adam = torch.optim.Adam(parameters, lr=row['learningRate'], fused=True)
    average = [weight.detach().clone() for weight in parameters]
    level = sigma[:, None, None, None]

    def losses(denoised, noise):
        error = denoised - x0
        if row['options']['objective'] == 'dsm':
            return (error / level).square().sum((1, 2, 3)) / 2
        return (error * (level**2 + data**2).sqrt() / (level * data)).square().mean((1, 2, 3))

    def step():
        noise = torch.randn_like(z) if step.drawn else z
        step.drawn = True
        adam.zero_grad(set_to_none=True)
        with torch.autocast('cpu', torch.bfloat16, enabled=narrow):
            denoised = network.denoised(x0 + level * noise, sigma)
        loss = losses(denoised.float(), noise).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, row['options']['clipNorm'])
        adam.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1 - row['emaDecay'])
        return loss.item()

    step.drawn = False

    def forward():
        with torch.inference_mode(), torch.autocast('cpu', torch.bfloat16, enabled=narrow):
            return network.denoised(x0 + level * z, sigma).float().square().mean().item()

    call = {'step': step, 'forward': forward}[row['kind']]
    serve(call, torch.__version__, warm_ups=2)


def sampling(network, row, start, layout, narrow):
    """Heun's method (Karras et al. 2022, algorithm 2, no churn) or annealed Langevin, in the chunks that ours takes."""

    def denoise(x, sigma):
        with torch.autocast('cpu', torch.bfloat16, enabled=narrow):
            return network.denoised(x, torch.full((len(x),), sigma)).float()

    def heun(x):
        for sigma, following in zip(row['sigmas'], row['sigmas'][1:] + [0.0]):
            d = (x - denoise(x, sigma)) / sigma
            after = x + (following - sigma) * d
            if following > 0:
                after = x + (following - sigma) * (d + (after - denoise(after, following)) / following) / 2
            x = after
        return x

    def langevin(x):
        for sigma in row['sigmas']:
            alpha = row['langevin']['eps'] * (sigma / row['langevin']['sigmaMin']) ** 2
            x = x + alpha * (denoise(x, sigma) - x) / sigma**2 + (2 * alpha) ** 0.5 * torch.randn_like(x)
        return x

    sampler = {'heun': heun, 'langevin': langevin}[row['kind']]

    def call():
        with torch.inference_mode():
            chunks = (start * row['sigmas'][0]).split(row['batch'])
            samples = [sampler(chunk.contiguous(memory_format=layout)) for chunk in chunks]
            return torch.cat(samples).double().square().mean().item()

    serve(call, torch.__version__)


def peaks():
    """Billions of operations a second of a matrix product and of a convolution, as `anneal info` measures them."""
    a = torch.ones(2048, 2048)
    x = torch.ones(32, 64, 28, 28).contiguous(memory_format=torch.channels_last)
    w = torch.ones(64, 64, 3, 3).contiguous(memory_format=torch.channels_last)

    def rate(operations, compute):
        times = []
        with torch.inference_mode():
            for _ in range(8):
                began = time.perf_counter()
                compute()
                times.append(time.perf_counter() - began)
        return operations / sorted(times[1:])[3] / 1e9

    conv = 2 * 32 * 28**2 * 9 * 64**2
    say(
        sgemm=rate(2 * 2048**3, lambda: a @ a),
        convolution=rate(conv, lambda: torch.conv2d(x, w, padding=1)),
        sgemm_bfloat16=rate(2 * 2048**3, lambda b=a.bfloat16(): b @ b),
        convolution_bfloat16=rate(conv, lambda v=x.bfloat16(), u=w.bfloat16(): torch.conv2d(v, u, padding=1)),
    )


def spectrum(tensors, row):
    """Sum of the ten largest eigenvalues of the covariance in float64."""
    images = tensors['images'].numpy()

    def call():
        centred = images.astype(np.float64)
        centred -= centred.mean(0)
        return float(np.linalg.eigvalsh(centred.T @ centred / len(centred))[-10:].sum())

    serve(call)


def empirical(tensors, row):
    """The exact denoiser in numpy, as one writes it: distances by one product, softmax, one more product; in blocks of rows."""
    images, x, sigma = (tensors[name].numpy().reshape(-1, 784) for name in ('images', 'x', 'sigma'))
    half = 0.5 * np.square(images).sum(1)

    def call():
        out = np.empty_like(x)
        for start in range(0, len(x), 250):
            rows = slice(start, start + 250)
            logits = (x[rows] @ images.T - half) / np.square(sigma[rows, :1])
            logits -= logits.max(1, keepdims=True)
            np.exp(logits, out=logits)
            out[rows] = (logits @ images) / logits.sum(1, keepdims=True)
        return float(np.square(out).mean())

    serve(call)


def serve(call, version=np.__version__, warm_ups=0):
    first = call()
    for _ in range(warm_ups):
        call()
    # Only now: what is still to be done would fall into another contender's time.
    say(first=first, version=version)
    for _ in sys.stdin:
        began = time.perf_counter()
        call()
        say(seconds=time.perf_counter() - began)


def say(**values):
    print(json.dumps(values), flush=True)


if __name__ == '__main__':
    if sys.argv[1] == 'torch-peaks':
        peaks()
    else:
        row = json.load(open(sys.argv[2]))
        tensors = read_safetensors(sys.argv[3])
        numpy_rows = {'empirical': empirical, 'spectrum': spectrum}
        numpy_rows[row['kind']](tensors, row) if row['kind'] in numpy_rows else main(sys.argv[1], row, tensors)
