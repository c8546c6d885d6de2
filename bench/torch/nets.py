"""Our networks once more, as one would write them in PyTorch: same weights by name, same arithmetic, PyTorch's own layers."""

import math

import torch
import torch.nn.functional as F


class Layers:
    """Layers over weights by name, already in PyTorch's order of axes."""

    def __init__(self, weights):
        self.w = weights

    def conv(self, x, name, dilation=1):
        weight = self.w[f'{name}/weight']
        padding = dilation * (weight.shape[2] // 2)
        return F.conv2d(x, weight, self.w.get(f'{name}/bias'), padding=padding, dilation=dilation)

    def dense(self, x, name):
        return F.linear(x, self.w[f'{name}/weight'], self.w.get(f'{name}/bias'))

    def conv1x1(self, x, name):
        return F.conv2d(x, self.w[f'{name}/weight'][:, :, None, None], self.w.get(f'{name}/bias'))


class Unet(Layers):
    def __init__(self, weights, spec):
        super().__init__(weights)
        self.spec = spec
        self.channels = [spec['base'] * m for m in spec['multipliers']]
        count = spec['base']
        k = torch.arange(count, dtype=torch.float64) / max(1, count - 1)
        self.frequencies = (64**k / 8).float()

    def groups(self, channels):
        count = min(self.spec['groups'], channels)
        while channels % count:
            count -= 1
        return count

    def norm_swish(self, x, gamma, beta):
        return F.silu(F.group_norm(x, self.groups(x.shape[1]), gamma.flatten(), beta.flatten(), 1e-5))

    def block(self, x, embedding, name):
        h = self.conv(self.norm_swish(x, self.w[f'{name}/norm/gamma'], self.w[f'{name}/norm/beta']), f'{name}/conv1')
        scale, shift = self.dense(embedding, f'{name}/condition')[:, :, None, None].chunk(2, 1)
        h = F.group_norm(h, self.groups(h.shape[1]), eps=1e-5)
        h = self.conv(F.silu(torch.addcmul(shift, h, scale + 1)), f'{name}/conv2')
        skip = self.conv1x1(x, f'{name}/skip') if f'{name}/skip/weight' in self.w else x
        return skip + h

    def raw(self, x, sigma):
        phase = sigma.log()[:, None] / 4 * self.frequencies[None, :] * (2 * math.pi)
        embedding = torch.cat([phase.cos(), phase.sin()], 1)
        embedding = F.silu(self.dense(F.silu(self.dense(embedding, 'embed/1')), 'embed/2'))
        skips, last, blocks = [], len(self.channels) - 1, self.spec['blocks']
        h = self.conv(x, 'input')
        for level in range(last + 1):
            if level > 0:
                h = F.avg_pool2d(h, 2)
            for i in range(blocks):
                h = self.block(h, embedding, f'down/{level}/{i}')
                skips.append(h)
        h = self.block(h, embedding, 'middle')
        for level in range(last, -1, -1):
            if level < last:
                h = F.interpolate(self.conv1x1(h, f'up/{level}/narrow'), scale_factor=2, mode='nearest')
            for i in range(blocks):
                h = self.block(torch.cat([h, skips.pop()], 1), embedding, f'up/{level}/{i}')
        return self.conv(self.norm_swish(h, self.w['output/norm/gamma'], self.w['output/norm/beta']), 'output')

    def denoised(self, x, sigma):
        data, level = self.spec['sigmaData'], sigma[:, None, None, None]
        total = level**2 + data**2
        return x * (data**2 / total) + self.raw(x * total.rsqrt(), sigma).float() * (level * data * total.rsqrt())


class Ncsnv2(Layers):
    def __init__(self, weights, spec):
        super().__init__(weights)

    def norm_elu(self, x, name):
        alpha, gamma, beta = (self.w[f'{name}/{part}'][:, :, None, None] for part in ('alpha', 'gamma', 'beta'))
        means = x.mean((2, 3), keepdim=True)
        offset = (means - means.mean(1, keepdim=True)) / (means.var(1, keepdim=True) + 1e-5).sqrt()
        h = F.group_norm(x, x.shape[1], eps=1e-5)
        return F.elu(gamma * (h + offset * alpha) + beta)

    def block(self, x, name, kind='plain', dilation=1):
        h = self.conv(self.norm_elu(x, f'{name}/norm1'), f'{name}/conv1', dilation)
        h = self.conv(self.norm_elu(h, f'{name}/norm2'), f'{name}/conv2', dilation)
        if kind == 'plain':
            return x + h
        if kind == 'shortcut':
            return self.conv(x, f'{name}/shortcut', dilation) + h
        return self.conv1x1(F.avg_pool2d(x, 2), f'{name}/shortcut') + F.avg_pool2d(h, 2)

    def units(self, x, name, count):
        for i in range(count):
            x = x + self.conv(F.elu(self.conv(F.elu(x), f'{name}/{i}/0')), f'{name}/{i}/1')
        return x

    def refine(self, name, xs, size, units=1):
        xs = [self.units(x, f'{name}/adapt/{i}', 2) for i, x in enumerate(xs)]
        h = xs[0]
        if len(xs) > 1:
            xs = [self.conv(x, f'{name}/fuse/{i}') for i, x in enumerate(xs)]
            h = sum(x if x.shape[2:] == size else F.interpolate(x, size, mode='bilinear', align_corners=True) for x in xs)
        path = total = F.elu(h)
        for i in range(2):
            path = self.conv(F.max_pool2d(path, 5, 1, 2), f'{name}/pool/{i}')
            total = total + path
        return self.units(total, f'{name}/output', units)

    def denoised(self, x, sigma):
        h = self.conv(2 * x - 1, 'begin')
        layer1 = self.block(self.block(h, 'res1/0'), 'res1/1')
        layer2 = self.block(self.block(layer1, 'res2/0', 'pool'), 'res2/1')
        layer3 = self.block(self.block(layer2, 'res3/0', 'shortcut', 2), 'res3/1', dilation=2)
        layer4 = self.block(self.block(layer3, 'res4/0', 'shortcut', 4), 'res4/1', dilation=4)
        full, half = layer1.shape[2:], layer2.shape[2:]
        h = self.refine('refine1', [layer4], half)
        h = self.refine('refine2', [layer3, h], half)
        h = self.refine('refine3', [layer2, h], half)
        h = self.refine('refine4', [layer1, h], full, 3)
        return x + self.conv(self.norm_elu(h, 'end/norm'), 'end').float() * sigma[:, None, None, None]


NETWORKS = {'unet': Unet, 'ncsnv2': Ncsnv2}
