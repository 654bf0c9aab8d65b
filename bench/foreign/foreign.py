#!/usr/bin/python3
"""Pictures that are not single digits, as IDX folders: what a network of MNIST should not recognize.

    /usr/bin/python3 bench/foreign/foreign.py --mnist DIR --fashion DIR --out DIR     # needs python3-numpy and python3-pil
    for set in DIR/*; do thimble evaluate sprint --data "$set" --data-name files; done   # the line "Known" of each

Letters are rendered from the fonts in /usr/share/fonts, rotated by up to 10 degrees, scaled and centred as MNIST's digits are; I, O, S, Z,
c, g, l, o, s and z are left out, since they look like digits or like rings of them. Everything is drawn with one seed.
"""
import argparse
import glob
import gzip
import os
import struct

import numpy as np
from PIL import Image, ImageDraw, ImageFont

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYabdefhijkmnpqrtuvwxy"


def read_images(folder, name):
    path = os.path.join(folder, name)
    data = open(path, "rb").read() if os.path.exists(path) else gzip.open(path + ".gz").read()
    return np.frombuffer(data[16:], np.uint8).reshape(-1, 28, 28)


def centred(picture):
    """Scales ink into 20 x 20 pixels and puts its centre of mass into the middle of 28 x 28."""
    ink = np.asarray(picture)
    rows, columns = np.where(ink > 20)
    if len(rows) == 0:
        return np.zeros((28, 28), np.uint8)
    cut = picture.crop((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    scale = 20 / max(cut.size)
    small = np.asarray(cut.resize([max(1, round(side * scale)) for side in cut.size], Image.LANCZOS)).astype(float)
    y = int(round(14 - (small.sum(1) * np.arange(small.shape[0])).sum() / small.sum()))
    x = int(round(14 - (small.sum(0) * np.arange(small.shape[1])).sum() / small.sum()))
    y, x = min(max(y, 0), 28 - small.shape[0]), min(max(x, 0), 28 - small.shape[1])
    image = np.zeros((28, 28), np.uint8)
    image[y:y + small.shape[0], x:x + small.shape[1]] = small
    return image


def letters(random, count):
    images = []
    for font in sorted(glob.glob("/usr/share/fonts/truetype/**/*.ttf", recursive=True)):
        if "Symbol" in font or "Math" in font:
            continue
        for letter in LETTERS:
            picture = Image.new("L", (120, 120))
            ImageDraw.Draw(picture).text((30, 20), letter, fill=255, font=ImageFont.truetype(font, 60))
            images.append(centred(picture.rotate(random.uniform(-10, 10), resample=Image.BICUBIC)))
    images = np.array(images)
    random.shuffle(images)
    return images[:count]


def two_digits(random, digits, count):
    images = []
    for left, right in random.integers(0, len(digits), (count, 2)):
        picture = Image.new("L", (60, 40))
        picture.paste(Image.fromarray(digits[left]).crop((4, 0, 24, 28)), (2, 5))
        picture.paste(Image.fromarray(digits[right]).crop((4, 0, 24, 28)), (23, 5))
        images.append(centred(picture))
    return np.array(images)


def strokes(random, count):
    images = []
    for _ in range(count):
        picture = Image.new("L", (100, 100))
        for _ in range(random.integers(2, 6)):
            ImageDraw.Draw(picture).line([tuple(map(int, point)) for point in random.uniform(10, 90, (2, 2))], fill=255, width=8)
        images.append(centred(picture))
    return np.array(images)


def write(folder, images):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "t10k-images-idx3-ubyte"), "wb") as file:
        file.write(struct.pack(">IIII", 2051, len(images), 28, 28) + np.ascontiguousarray(images).tobytes())
    with open(os.path.join(folder, "t10k-labels-idx1-ubyte"), "wb") as file:
        file.write(struct.pack(">II", 2049, len(images)) + bytes(i % 10 for i in range(len(images))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", required=True)
    parser.add_argument("--fashion")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    random = np.random.default_rng(1)
    digits = read_images(options.mnist, "t10k-images-idx3-ubyte")
    sets = {"letters": letters(random, 2000), "two-digits": two_digits(random, digits, 2000), "strokes": strokes(random, 1000)}
    if options.fashion:
        sets["fashion"] = read_images(options.fashion, "t10k-images-idx3-ubyte")[:2000]
    for name, images in sets.items():
        write(os.path.join(options.out, name), images)
        print(f"{name}: {len(images)} images")


if __name__ == "__main__":
    main()
