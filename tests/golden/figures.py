"""What is kept of one run of a network, and how it is written."""
import json
import os

import numpy as np
import torch

import keyed_random as kr
import network
import tensor_file
from keyed_random import KeyedRandom

SAMPLES = 1024
PROJECTIONS = 8


def condensed(values, tensor):
    """A large tensor in short: every stride-th element, sums with random signs (which every element enters) and the
    norm."""
    values = values.reshape(-1)
    bits = KeyedRandom(0, 0, tensor, kr.PROJECTION).bits(len(values))
    signs = [1 - 2 * ((bits >> np.uint64(p)) & np.uint64(1)).astype(np.float64) for p in range(PROJECTIONS)]
    stride = len(values) // SAMPLES
    return {"sample": values[::stride], "stride": [float(stride)], "projections": [values @ s for s in signs],
            "norm": [np.linalg.norm(values)]}


def keep(tensors, name, values, tensor, limit):
    values = values.detach().double().numpy()
    if values.size <= limit:
        tensors[name] = values
        return
    for part, numbers in condensed(values, tensor).items():
        tensors[f"{name}#{part}"] = numbers


def of(case, tensors, limit=1 << 30, dtype=torch.float64):
    """Runs a case once and adds its figures: loss, logits, gradients, running statistics, logits in evaluation."""
    net = network.build(case, dtype)
    samples, images, labels = network.batch(case)
    case["sha256"] = network.hashes(net, images, labels)
    logits, loss = network.run(net, case, samples, images, labels, case["epoch"])
    case["loss"], case["correct"] = loss, int((logits.argmax(1) == labels).sum())
    tensors[f"{case['name']}/logits"] = logits
    for i, (name, parameter) in enumerate(net.named_parameters()):
        keep(tensors, f"{case['name']}/gradient/{name}", parameter.grad, i, limit)
    for name, buffer in net.named_buffers():
        if not name.endswith("num_batches_tracked"):
            tensors[f"{case['name']}/statistics/{name}"] = buffer
    net.eval()
    with torch.no_grad():
        tensors[f"{case['name']}/evaluation"] = net(images.to(dtype)).flatten(1)
    return net


def write(name, cases, tensors):
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8", newline="\n") as file:
        file.write("[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]\n")
    tensor_file.write(os.path.join(folder, f"{name}.safetensors"), tensors)
