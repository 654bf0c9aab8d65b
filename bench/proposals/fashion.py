"""Writes the first images of Fashion-MNIST as PNG files, a folder a class: 10,000 to train on and 2,000 to test.

    apt-get install dataset-fashion-mnist python3-pil python3-numpy
    /usr/bin/python3 bench/proposals/fashion.py --out fashion
"""
import argparse
import gzip
from pathlib import Path

import numpy
from PIL import Image

NAMES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]


def read(path, header):
    with gzip.open(path) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("/usr/share/datasets/fashion-mnist"))
    options.add_argument("--out", type=Path, required=True)
    options = options.parse_args()
    for split, prefix, count in (("train", "train", 10_000), ("test", "t10k", 2_000)):
        images = read(options.data / f"{prefix}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
        labels = read(options.data / f"{prefix}-labels-idx1-ubyte.gz", 8)
        for i in range(count):
            folder = options.out / split / NAMES[labels[i]]
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(images[i]).save(folder / f"{i:05}.png")


if __name__ == "__main__":
    main()
