"""Builds a PyTorch network from its description, with the weights, images, labels and dropout masks that Thimble
makes from the same seed.

A description is {"input": [channels, height, width], "layers": [...]}; a layer is {"kind": ..., options}. The names
of kinds are Thimble's and PyTorch's. The C# reads the same description from the JSON file beside the figures."""
import hashlib

import numpy as np
import torch
import torch.nn as nn

import keyed_random as kr
from keyed_random import KeyedRandom


class KeyedDropout(nn.Module):
    """Dropout whose mask is a function of (seed, epoch, sample, place): kept where Uniform(index) >= p."""

    def __init__(self, p, whole_channels):
        super().__init__()
        self.p, self.whole_channels = float(np.float32(p)), whole_channels
        self.seed = self.place = self.epoch = self.samples = None

    def forward(self, x):
        if not self.training:
            return x
        count = x.shape[1] if self.whole_channels else x[0].numel()
        shape = (len(x), count, 1, 1) if self.whole_channels else x.shape
        rows = [KeyedRandom(self.seed, self.epoch, s, self.place).uniform(count) >= np.float32(self.p) for s in self.samples]
        return x * torch.from_numpy(np.stack(rows)).reshape(shape).to(x.dtype) / (1 - self.p)


class Residual(nn.Module):
    def __init__(self, branch, shortcut):
        super().__init__()
        self.branch = branch
        if shortcut is not None:
            self.shortcut = shortcut

    def lists(self):
        return self.children()

    def forward(self, x):
        return self.branch(x) + (self.shortcut(x) if hasattr(self, "shortcut") else x)


class Scale(nn.Module):
    """A trained factor for each channel."""

    def __init__(self, channels, init):
        super().__init__()
        self.weight = nn.Parameter(torch.full((channels,), init))

    def forward(self, x):
        return x * self.weight.reshape(-1, *[1] * (x.dim() - 2))


class SqueezeExcite(nn.Module):
    """torchvision.ops.SqueezeExcitation, step by step and with its names; a flat vector is an image of one pixel."""

    def __init__(self, channels, squeezed):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)
        self.activation = nn.ReLU()
        self.scale_activation = nn.Sigmoid()

    def forward(self, x):
        image = x if x.dim() == 4 else x[..., None, None]
        scale = self.avgpool(image)
        scale = self.fc1(scale)
        scale = self.activation(scale)
        scale = self.fc2(scale)
        scale = self.scale_activation(scale)
        return (scale * image).reshape(x.shape)


def module(layer, shape):
    """One PyTorch module for one layer of a description, given the shape of its input."""
    o = layer
    kind = layer["kind"]
    if kind == "Conv2d":
        return nn.Conv2d(shape[0], o["out"], o["kernel"], o.get("stride", 1), o.get("padding", 0),
                         groups=o.get("groups", 1), bias=o.get("bias", True))
    if kind == "Linear":
        return nn.Linear(int(np.prod(shape)), o["out"], bias=o.get("bias", True))
    if kind == "BatchNorm2d":
        # The same for a flat vector has another name in PyTorch.
        normalization = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
        return normalization(shape[0], eps=o.get("eps", 1e-5), momentum=o.get("momentum", 0.1))
    if kind in ("Dropout", "Dropout2d"):
        return KeyedDropout(o["p"], kind == "Dropout2d")
    if kind in ("MaxPool2d", "AvgPool2d"):
        return getattr(nn, kind)(o["kernel"], o.get("stride"), o.get("padding", 0))
    if kind == "LeakyReLU":
        return nn.LeakyReLU(single(o.get("negative_slope", 0.01)))
    if kind == "ELU":
        return nn.ELU(single(o.get("alpha", 1)))
    if kind == "PReLU":
        return nn.PReLU(o.get("num_parameters", 1), single(o.get("init", 0.25)))
    if kind == "Scale":
        return Scale(shape[0], single(o.get("init", 1)))
    if kind == "SqueezeExcite":
        return SqueezeExcite(shape[0], max(1, shape[0] // o.get("reduction", 4)))
    return {"ReLU": nn.ReLU(), "SiLU": nn.SiLU(), "Hardswish": nn.Hardswish(), "Flatten": nn.Flatten(),
            "AdaptiveAvgPool2d": nn.AdaptiveAvgPool2d(1)}[kind]


def single(number):
    """The number that single precision has in its place."""
    return float(np.float32(number))


def sequential(layers, shape, shared=None):
    """Layers of one "share" name are one module: PyTorch then has its tensors once, under the first place's name."""
    modules, shared = [], {} if shared is None else shared
    for layer in layers:
        if layer["kind"] == "Residual":
            branch = sequential(layer["branch"], shape, shared)
            modules.append(Residual(branch, sequential(layer["shortcut"], shape, shared) if "shortcut" in layer else None))
        elif "share" in layer:
            modules.append(shared.setdefault(layer["share"], module(layer, shape)))
        else:
            modules.append(module(layer, shape))
        with torch.no_grad():
            probe = modules[-1].eval()(torch.zeros(1, *shape))
        shape = tuple(probe.shape[1:])
    return nn.Sequential(*modules)


def leaves_in_order_of_computation(net):
    """Every layer, what a residual's branch and shortcut hold before the residual itself: the index is Thimble's place."""
    for child in net:
        if isinstance(child, Residual):
            for part in child.lists():
                yield from leaves_in_order_of_computation(part)
        yield child


def build(case, dtype=torch.float64):
    """The network of a case, in training mode, with Thimble's first weights for the case's seed."""
    net = sequential(case["layers"], tuple(case["input"]))
    for place, layer in enumerate(leaves_in_order_of_computation(net)):
        if isinstance(layer, KeyedDropout):
            layer.seed, layer.place = case["seed"], place
    return initialize(net.to(dtype), case).train()


def initialize(net, case):
    fan_in = 1
    with torch.no_grad():
        for tensor, (name, parameter) in enumerate(net.named_parameters()):
            if starts_constant(net, name):
                continue
            if name.endswith("weight"):
                fan_in = parameter[0].numel()
            bound = np.float32(1) / np.sqrt(np.float32(fan_in))
            random = KeyedRandom(case["seed"], 0, tensor, kr.INITIALIZATION)
            values = random.uniform(parameter.numel(), -bound, bound)
            parameter.copy_(torch.from_numpy(values).reshape(parameter.shape))
        if case.get("scrambled_normalization"):
            scramble(net, case["seed"])
    return net


def starts_constant(net, name):
    """Whether no random numbers are drawn for a parameter; it still counts among the tensors."""
    kinds = (nn.BatchNorm2d, nn.BatchNorm1d, nn.PReLU, Scale)
    return isinstance(net.get_submodule(name.rpartition(".")[0]), kinds)


def scramble(net, seed):
    """Scales and slopes that are not 1, and differ; shifts and means that are not 0: a forgotten factor then shows."""
    tensors = [(n, p) for n, p in net.named_parameters() if starts_constant(net, n)]
    tensors += [(n, b) for n, b in net.named_buffers() if not n.endswith("num_batches_tracked")]
    for i, (name, tensor) in enumerate(tensors):
        low, high = (0.5, 1.5) if name.endswith(("weight", "var")) else (-0.5, 0.5)
        values = KeyedRandom(seed, 0, i, kr.NORMALIZATION).uniform(tensor.numel(), low, high)
        tensor.copy_(torch.from_numpy(values))


def batch(case, first=None):
    """Sample indices, images and labels of a batch: a pattern of the class plus noise, so that there is a class to
    learn; the indices have gaps, so that an index within the batch in their place shows."""
    first = case["first"] if first is None else first
    samples = [first + 3 * i for i in range(case["batch"])]
    size = int(np.prod(case["input"]))
    labels = [KeyedRandom(case["seed"], 0, s, kr.LABEL).below(0, case["classes"]) for s in samples]
    patterns = [KeyedRandom(case["seed"], 0, c, kr.PATTERN).uniform(size, -1, 1) for c in range(case["classes"])]
    images = [patterns[label] + np.float32(0.5) * KeyedRandom(case["seed"], 0, s, kr.NOISE).uniform(size, -1, 1)
              for s, label in zip(samples, labels)]
    return samples, torch.from_numpy(np.stack(images)).reshape(len(samples), *case["input"]), torch.tensor(labels)


def hashes(net, images, labels):
    """What both sides must have made alike before any figure is compared: first weights, images and labels."""
    weights = np.concatenate([p.detach().numpy().reshape(-1) for p in net.parameters()])
    numbers = {"weights": weights.astype("<f4"), "images": images.numpy().astype("<f4"), "labels": labels.numpy().astype("<i4")}
    return {name: hashlib.sha256(values.tobytes()).hexdigest() for name, values in numbers.items()}


def run(net, case, samples, images, labels, epoch):
    """Forward, loss and backward in training mode; returns logits and loss. Gradients are left in the parameters."""
    for layer in net.modules():
        if isinstance(layer, KeyedDropout):
            layer.epoch, layer.samples = epoch, samples
    net.train()
    net.zero_grad(set_to_none=True)
    logits = net(images.to(next(net.parameters()).dtype)).flatten(1)
    loss = nn.functional.cross_entropy(logits, labels, label_smoothing=case.get("label_smoothing", 0.0))
    loss.backward()
    return logits.detach(), loss.item()
