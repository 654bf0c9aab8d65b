#!/usr/bin/env python3
"""Altered MNIST training digits as test images, to see which ones 'thimble diagnose' names as near copies.

    /usr/bin/python3 bench/near/near_copies.py MNIST_FOLDER OUT_FOLDER
    thimble diagnose part3 --data OUT_FOLDER/jpeg50.npz --data-name npz      # likewise jpeg85, scaled, paler; own: MNIST's own test images

Needs NumPy and Pillow (Debian: python3-numpy, python3-pil). docs/your-own-pictures.md has the results.
"""
import gzip
import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image


def read(path, header):
    return np.frombuffer(gzip.open(path).read(), np.uint8, offset=header)


def jpeg(image, quality):
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=quality)
    return np.array(Image.open(file))


def scaled(image):
    return np.array(Image.fromarray(image).resize((41, 41), Image.BICUBIC).resize((28, 28), Image.BICUBIC))


def main():
    mnist, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    images = read(mnist / "train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    labels = read(mnist / "train-labels-idx1-ubyte.gz", 8)
    chosen = np.random.RandomState(3).choice(len(images), 600, replace=False)
    changes = {
        "jpeg85": lambda image: jpeg(image, 85),
        "jpeg50": lambda image: jpeg(image, 50),
        "scaled": scaled,
        "paler": lambda image: np.clip(image * 0.8 + 30, 0, 255).astype(np.uint8),
    }
    for name, change in changes.items():
        test = np.stack([change(images[i]) for i in chosen])
        np.savez(out / f"{name}.npz", x_train=images, y_train=labels, x_test=test, y_test=labels[chosen])
    # Without the last image it is not recognized as MNIST, which is not searched.
    own = read(mnist / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28), read(mnist / "t10k-labels-idx1-ubyte.gz", 8)
    np.savez(out / "own.npz", x_train=images[:-1], y_train=labels[:-1], x_test=own[0], y_test=own[1])


main()
