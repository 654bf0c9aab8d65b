"""Networks going from PyTorch to Thimble and back.

    python3 exchange.py                            writes exchange.json and exchange_*.safetensors, which the tests read
    python3 exchange.py --thimble CALL --data DIR [RUN...]

The second proves it on MNIST's first 1,000 test images, with the program itself: a state dict of each of the assignment's
networks, saved by PyTorch, is evaluated and written again by Thimble; PyTorch builds a network from the structure in that
file alone and loads it. Each RUN, trained by Thimble, is loaded by PyTorch in the same way. Logits may differ by 1e-5; PyTorch
computes in double precision, so the distance is Thimble's alone."""
import argparse
import gzip
import json
import os
import shlex
import subprocess
import sys
import tempfile

import numpy as np
import torch

import figures
import network
import part_cases
import tensor_file

FOLDER = os.path.dirname(os.path.abspath(__file__))
STEPS = 40
TOLERANCE = 1e-5


def trained(case, images, labels):
    """A network some steps into its training, so that its weights and statistics are like real ones."""
    net = network.build(case, torch.float32)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for step in range(STEPS):
        rows = np.arange(step * 64, step * 64 + 64) % len(labels)
        network.run(net, case, rows.tolist(), images[rows], labels[rows], epoch=1)
        optimizer.step()
    return net


def logits_of(net, images):
    with torch.no_grad():
        return net.double().eval()(images.double()).flatten(1).numpy()


def load(net, path):
    tensors, _ = tensor_file.read(path)
    # Neither too few nor too many; a tensor that layers share has one name here and several in a state dict.
    assert set(tensors) == {name for name, _ in (*net.named_parameters(), *net.named_buffers())}
    net.load_state_dict({name: torch.from_numpy(values.copy()) for name, values in tensors.items()}, strict=False)
    return net


def make():
    cases, logits = [], {}
    for part in (2, 3):
        case = part_cases.case(part, 1000)
        case["scrambled_normalization"] = True
        _, images, labels = network.batch(case)
        net = trained(case, images, labels)
        tensor_file.write(os.path.join(FOLDER, f"exchange_part{part}.safetensors"), net.state_dict())
        cases.append(case)
        logits[f"{case['name']}/logits"] = logits_of(net, images)
    figures.write("exchange", cases, logits)


class Thimble:
    def __init__(self, call, data, folder):
        self.call, self.data, self.folder = shlex.split(call), data, folder

    def logits(self, *run):
        file = os.path.join(self.folder, "logits.safetensors")
        subprocess.run([*self.call, "evaluate", *run, "--data", self.data, "--test-images", "1000", "--logits", file],
                       check=True, stdout=subprocess.DEVNULL)
        return tensor_file.read(file)[0]["logits"]

    def write(self, *run):
        file = os.path.join(self.folder, "written.safetensors")
        subprocess.run([*self.call, "export", *run, "--safetensors", file, "--force"], check=True, stdout=subprocess.DEVNULL)
        return file


def built_from(path):
    """The network that a file of Thimble's describes, with its weights."""
    structure = json.loads(tensor_file.read(path)[1]["thimble.network"])
    return load(network.sequential(structure["layers"], tuple(structure["input"])), path)


def compare(what, ours, theirs):
    distance = float(np.abs(ours - theirs).max())
    classes = int((ours.argmax(1) != theirs.argmax(1)).sum())
    print(f"{what}: {len(ours)} images, logits differ by up to {distance:.1e}, {classes} classes differ")
    if distance > TOLERANCE or classes:
        sys.exit(f"{what}: more than {TOLERANCE}")


def idx(folder, name, offset):
    path = os.path.join(folder, name)
    with open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz") as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


def prove(options):
    def read(split, rows):
        pixels = idx(options.data, f"{split}-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28)[:rows]
        return (torch.from_numpy(pixels.copy()).float() / 255 - 0.1307) / 0.3081

    images, training = read("t10k", 1000), read("train", STEPS * 64)
    labels = torch.from_numpy(idx(options.data, "train-labels-idx1-ubyte", 8)[:STEPS * 64].astype(np.int64))
    with tempfile.TemporaryDirectory() as folder:
        thimble = Thimble(options.thimble, options.data, folder)
        for part in (1, 2, 3):
            net = trained(part_cases.case(part, 64), training, labels)
            file = os.path.join(folder, "torch.safetensors")
            tensor_file.write(file, net.state_dict())
            words = (file, "--experiment", f"part{part}")
            theirs = logits_of(net, images)
            compare(f"part {part}, saved by PyTorch, run by Thimble", thimble.logits(*words), theirs)
            compare(f"part {part}, and written by Thimble, run by PyTorch", logits_of(built_from(thimble.write(*words)), images), theirs)
        for run in options.runs:
            compare(f"{run}, trained by Thimble, run by PyTorch",
                    thimble.logits(run), logits_of(built_from(thimble.write(run)), images))


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--thimble")
    words.add_argument("--data")
    words.add_argument("runs", nargs="*")
    given = words.parse_args()
    if given.thimble:
        prove(given)
    else:
        make()
