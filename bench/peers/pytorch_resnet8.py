#!/usr/bin/env python3
"""MLPerf Tiny's ResNet-8 in PyTorch: the peer of experiments/resnet8.yaml.

Needs PyTorch (Debian: apt-get install python3-torch, then /usr/bin/python3). Run it in turn with

    dotnet run -c Release --project bench/Thimble.Bench -- steps --experiment resnet8 --threads 2
    /usr/bin/python3 bench/peers/pytorch_resnet8.py --threads 2 [--channels-last]

on the same machine. Prints one JSON line as pytorch_parts.py does, on noise: what an image shows takes no time.
"""
import argparse, json
import torch, torch.nn as nn, torch.nn.functional as F
from pytorch_parts import measure


def norm(channels):
    return nn.BatchNorm2d(channels, eps=0.001, momentum=0.01)


class Stack(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(i, o, 3, stride=stride, padding=1), norm(o), nn.ReLU(), nn.Conv2d(o, o, 3, padding=1), norm(o))
        self.shortcut = nn.Conv2d(i, o, 1, stride=stride) if stride > 1 else nn.Identity()

    def forward(self, x):
        return F.relu(self.branch(x) + self.shortcut(x))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--batch", type=int, default=64)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--steps", type=int, default=60)
    a.add_argument("--channels-last", action="store_true")
    o = a.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(1)
    layout = torch.channels_last if o.channels_last else torch.contiguous_format
    net = nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), norm(16), nn.ReLU(), Stack(16, 16, 1), Stack(16, 32, 2), Stack(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)).to(memory_format=layout)
    x = torch.randn(10_000, 3, 32, 32).contiguous(memory_format=layout)
    y = torch.arange(10_000) % 10
    print(json.dumps({
        "torch": torch.__version__, "threads": torch.get_num_threads(), "network": "resnet8", "channels_last": o.channels_last, "batch": o.batch,
        **measure(net, x, y, o.batch, o.steps)}))


main()
