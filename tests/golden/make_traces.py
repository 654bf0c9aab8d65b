"""Writes traces.json and traces.safetensors: losses and last weights of short trainings with torch.optim."""
import torch

import figures
import network
import part_cases
from layer_cases import BN, FLATTEN, GLOBAL, RELU, conv, linear

SMALL = {"first": 0, "batch": 24, "classes": 4, "input": [2, 8, 7], "layers": [
    conv(6, 3, padding=1), RELU, BN, {"kind": "Dropout2d", "p": 0.2}, conv(8, 3, stride=2), RELU, BN, GLOBAL, FLATTEN, linear(4)]}
SGD, ADAM, ADAMW = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW

# name, network, epoch, torch.optim's class and options, whether biases and normalizations decay too; the last two run
# under OneCycleLR, which changes rate and momentum at every step
TRACES = [
    ("part 3 Nesterov", part_cases.case(3, 64), 1, SGD, dict(lr=0.0005, momentum=0.9, weight_decay=5e-4, nesterov=True), True),
    ("SGD plain", SMALL, 2, SGD, dict(lr=0.05), True),
    ("SGD momentum and decay", SMALL, 3, SGD, dict(lr=0.05, momentum=0.8, weight_decay=0.01), True),
    ("SGD decay of weights only", SMALL, 3, SGD, dict(lr=0.05, momentum=0.8, weight_decay=0.1), False),
    ("Adam", SMALL, 4, ADAM, dict(lr=0.004), True),
    ("Adam betas, eps and decay", SMALL, 5, ADAM, dict(lr=0.004, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.02), True),
    ("AdamW", SMALL, 6, ADAMW, dict(lr=0.004, weight_decay=0.05), True),
    ("AdamW decay of weights only", SMALL, 7, ADAMW, dict(lr=0.004, weight_decay=0.2), False),
    ("one cycle of SGD", SMALL, 8, SGD, dict(lr=0.1, momentum=0.9, nesterov=True), True),
    ("one cycle of Adam", SMALL, 9, ADAM, dict(lr=0.01), True)]
STEPS = 10


def groups(net, decay_everything):
    """Parameter groups as Thimble's DecayBiases and DecayNormalization make them."""
    if decay_everything:
        return list(net.parameters())
    weights = [p for p in net.parameters() if p.dim() > 1]
    return [{"params": weights}, {"params": [p for p in net.parameters() if p.dim() == 1], "weight_decay": 0.0}]


def one_cycle(optimizer, case):
    return torch.optim.lr_scheduler.OneCycleLR(optimizer, case["optimizer"]["options"]["lr"], total_steps=case["steps"])


def trace(case, optimizer, tensors, dtype=torch.float64):
    """Step i takes the batch whose first sample is 3 · batch · i, so that no sample comes twice."""
    net = network.build(case, dtype)
    optimizer = optimizer(groups(net, case["decay_everything"]), **case["optimizer"]["options"])
    scheduler = one_cycle(optimizer, case) if case["name"].startswith("one cycle") else None
    case["losses"] = []
    for step in range(case["steps"]):
        samples, images, labels = network.batch(case, first=3 * case["batch"] * step)
        case["losses"].append(network.run(net, case, samples, images, labels, case["epoch"])[1])
        optimizer.step()
        if scheduler and step + 1 < case["steps"]:
            scheduler.step()
    for name, parameter in net.named_parameters():
        tensors[f"{case['name']}/weights/{name}"] = parameter.detach()
    for name, buffer in net.named_buffers():
        if not name.endswith("num_batches_tracked"):
            tensors[f"{case['name']}/statistics/{name}"] = buffer


def cases():
    for number, (name, base, epoch, optimizer, options, everything) in enumerate(TRACES):
        case = {**base, "name": name, "seed": 303 + number, "epoch": epoch, "steps": STEPS, "decay_everything": everything,
                "optimizer": {"kind": optimizer.__name__, "options": options}}
        yield case, optimizer


def main():
    written, tensors = [], {}
    for case, optimizer in cases():
        trace(case, optimizer, tensors)
        written.append(case)
    figures.write("traces", written, tensors)


if __name__ == "__main__":
    main()
