"""Searches for seeds at which every ReLU and every maximum is decided by more than rounding: see README.md.
Prints, for each seed, the narrowest decision in units of the layer's rounding error in single precision. The widest is
the seed to take. Nothing is written.

    python3 find_seeds.py 1 60          seeds 1 to 60 of Part 1 (for Part 2 or 3: 2 60, 3 60)
    python3 find_seeds.py resnet8 60    likewise of resnet8, and of dscnn
"""
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

import field_cases
import network
import part_cases


def gaps(layer, x):
    """How far each decision of a layer is from going the other way."""
    if isinstance(layer, nn.ReLU):
        return x.abs()
    size = layer.kernel_size
    windows = F.unfold(x.reshape(-1, 1, *x.shape[2:]), size, stride=layer.stride, padding=layer.padding)
    first, second = windows.topk(2, dim=1).values.unbind(1)
    # Exact ties are ReLU's zeros, which take no gradient anyway.
    return (first - second)[first > second]


class Decisions:
    """Runs a network in double and in single precision side by side and keeps the narrowest decision."""

    def __init__(self, case):
        self.case, self.inputs, self.narrowest = case, {}, float("inf")
        self.nets = [network.build(case, dtype) for dtype in (torch.float64, torch.float32)]
        for net in self.nets:
            for name, layer in net.named_modules():
                if isinstance(layer, (nn.ReLU, nn.MaxPool2d)):
                    layer.register_forward_hook(lambda layer, x, _, name=name: self.see(name, layer, x[0].detach()))

    def see(self, name, layer, x):
        exact = self.inputs.pop(name, None)
        if exact is None:
            self.inputs[name] = x
            return
        error = (exact - x).square().mean().sqrt()
        self.narrowest = min(self.narrowest, (gaps(layer, exact).min() / error).item())

    def run(self):
        for net in self.nets:
            network.run(net, self.case, *network.batch(self.case), self.case["epoch"])
        return self.narrowest


def main():
    name, last = sys.argv[1], int(sys.argv[2])
    case = field_cases.case(name) if name in field_cases.SEEDS else part_cases.case(int(name), 32 if name == "1" else 64)
    for seed in range(1, last + 1):
        print(f"{seed}: {Decisions({**case, 'seed': seed}).run():.2f}", flush=True)


if __name__ == "__main__":
    main()
