#!/usr/bin/env python3
"""The network and recipe that Thimble proposes for the letters, in PyTorch.

Needs PyTorch and Pillow (Debian: apt-get install python3-torch python3-pil) and the grey letters of letters.py:

    /usr/bin/python3 bench/letters/pytorch_letters.py letters --threads 2

The pictures are prepared as Thimble's `fit` does it, and augmented with the same figures. Layers, batch, optimizer, decay and schedule are those of
`thimble new letters`; the random numbers are not. Augmentation is done for a whole batch at a time with grid_sample. Prints the test accuracy of each epoch,
and at the end the seconds for reading and for training, with and without evaluation.
"""
import argparse
import math
import time
from pathlib import Path

import numpy
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

SIDE = 28
CHANNELS = (12, 18, 27)
TURN, SHIFT, SCALE, SHEAR, FINAL_SHARE = 8, 2, 0.1, 4, 0.3


def fit(path):
    """The whole picture in the middle of 28×28 with its proportions kept, on black: areas are averaged, and a smaller picture is interpolated."""
    picture = Image.open(path).convert("L")
    width, height = picture.size
    new_width = min(SIDE, max(1, math.floor(width * SIDE / height + 0.5)))
    new_height = min(SIDE, max(1, math.floor(height * SIDE / width + 0.5)))
    filtering = Image.BOX if max(width, height) > SIDE else Image.BILINEAR
    ground = Image.new("L", (SIDE, SIDE))
    ground.paste(picture.resize((new_width, new_height), filtering), ((SIDE - new_width) // 2, (SIDE - new_height) // 2))
    return numpy.asarray(ground)


def read(folder):
    classes = sorted(path.name for path in folder.iterdir())
    images, labels = [], []
    for label, name in enumerate(classes):
        for path in sorted((folder / name).glob("*.png")):
            images.append(fit(path))
            labels.append(label)
    return torch.from_numpy(numpy.stack(images)).float().div(255).unsqueeze(1), torch.tensor(labels)


def network():
    layers, before = [], 1
    for stage, width in enumerate(CHANNELS):
        if stage > 0:
            layers.append(nn.MaxPool2d(2))
        for _ in range(2):
            layers += [nn.Conv2d(before, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            before = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, 10))


def augment(images, share):
    """Turns, shifts, scales and slants each image about its centre, bilinear, with black outside."""
    count = len(images)

    def draw(size):
        return (torch.rand(count) * 2 - 1) * size * share

    angle, shear = draw(math.radians(TURN)), torch.tan(draw(math.radians(SHEAR)))
    scale, right, down = 1 + draw(SCALE), draw(SHIFT), draw(SHIFT)
    cosine, sine = torch.cos(angle), torch.sin(angle)
    # The inverse map, from a pixel of the new image to its source; grid_sample counts from -1 to 1.
    xx, xy = (cosine + shear * sine) / scale, (sine - shear * cosine) / scale
    yx, yy = -sine / scale, cosine / scale
    unit = 2 / (SIDE - 1)
    x0, y0 = -(xx * right + xy * down) * unit, -(yx * right + yy * down) * unit
    maps = torch.stack([torch.stack([xx, xy, x0], 1), torch.stack([yx, yy, y0], 1)], 1)
    grid = functional.affine_grid(maps, list(images.shape), align_corners=True)
    return functional.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=True)


def rate(step, steps, steps_per_epoch, highest):
    warmup = 0.5 * steps_per_epoch
    return highest * (step + 1) / (warmup + 1) if step < warmup else highest * (1 - (step - warmup) / (steps - warmup))


def evaluate(net, images, labels):
    net.eval()
    with torch.no_grad():
        right = sum((net(part).argmax(1) == answer).sum().item() for part, answer in zip(images.split(500), labels.split(500)))
    net.train()
    return right


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--epochs", type=int, default=16)
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--rate", type=float, default=0.2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=2)
    options = options.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    start = time.perf_counter()
    train, labels = read(options.folder / "train")
    test, answers = read(options.folder / "test")
    mean, deviation = train.mean(), train.std()
    test = (test - mean) / deviation
    reading = time.perf_counter() - start

    net = network()
    weights = [parameter for parameter in net.parameters() if parameter.dim() > 1]
    rest = [parameter for parameter in net.parameters() if parameter.dim() == 1]
    optimizer = torch.optim.SGD([{"params": weights, "weight_decay": 0.0005}, {"params": rest}], lr=options.rate, momentum=0.9, nesterov=True)
    print(f"{sum(parameter.numel() for parameter in net.parameters()):,} parameters, {len(train):,} training images, {len(test):,} test images")
    steps_per_epoch = math.ceil(len(train) / options.batch)
    steps, step, training = options.epochs * steps_per_epoch, 0, 0.0
    start = time.perf_counter()
    for epoch in range(options.epochs):
        epoch_start = time.perf_counter()
        share = 1 + (FINAL_SHARE - 1) * epoch / max(1, options.epochs - 1)
        for places in torch.randperm(len(train)).split(options.batch):
            for group in optimizer.param_groups:
                group["lr"] = rate(step, steps, steps_per_epoch, options.rate)
            optimizer.zero_grad(set_to_none=True)
            images = (augment(train[places], share) - mean) / deviation
            functional.cross_entropy(net(images), labels[places]).backward()
            optimizer.step()
            step += 1
        training += time.perf_counter() - epoch_start
        right = evaluate(net, test, answers)
        print(f"epoch {epoch + 1}: {100 * right / len(test):.2f}% ({right:,} of {len(test):,})", flush=True)
    whole = time.perf_counter() - start
    print(f"reading {reading:.1f} s, training {training:.1f} s ({options.epochs * len(train) / training:,.0f} images/s), with evaluation {whole:.1f} s")


if __name__ == "__main__":
    main()
