"""Writes colours.json: a step of SGD on images of three channels, each normalized with a mean and a deviation of its own."""
import json
import os

import numpy as np
import torch

import network
from keyed_random import KeyedRandom

CASE = {"seed": 6, "input": [3, 6, 5], "layers": [
    {"kind": "Conv2d", "out": 4, "kernel": 3}, {"kind": "ReLU"}, {"kind": "AdaptiveAvgPool2d"}, {"kind": "Flatten"}, {"kind": "Linear", "out": 3}]}
MEANS, DEVIATIONS = [0.49, 0.3, 0.75], [0.25, 0.5, 0.125]
COUNT, RATE, PLACE_OF_IMAGES = 8, 0.1, 1


def step():
    random = KeyedRandom(CASE["seed"], 0, 0, PLACE_OF_IMAGES)
    pixels = [random.below(i, 256) for i in range(COUNT * int(np.prod(CASE["input"])))]
    images = torch.tensor(pixels, dtype=torch.float64).reshape(COUNT, *CASE["input"]) / 255
    mean, deviation = (torch.tensor(np.float32(numbers).astype(np.float64)).reshape(3, 1, 1) for numbers in (MEANS, DEVIATIONS))
    # As torchvision.transforms.Normalize does.
    images = (images - mean) / deviation
    net = network.build(CASE)
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE)
    loss = torch.nn.functional.cross_entropy(net(images), torch.tensor([i % 3 for i in range(COUNT)]))
    loss.backward()
    optimizer.step()
    return {"loss": loss.item(), "weights": [v for p in net.parameters() for v in p.detach().reshape(-1).tolist()],
            "logits": net.eval()(images).detach().reshape(-1).tolist()}


if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "colours.json"), "w", newline="\n") as file:
        json.dump(step(), file)
        file.write("\n")
