"""Writes preparations.json: pictures of many proportions, and what Pillow makes of them by each preparation. Seeded: the same every time.

Fewer pixels are the mean over areas. Pillow has that for whole fractions only (Image.reduce), so a side is first repeated (NEAREST) until the
fraction is whole. More pixels are Pillow's BILINEAR.
"""
import base64
import json
import math
import random

import PIL
from PIL import Image

LEVEL = {"black": 0, "white": 255}


def text(data):
    return base64.b64encode(bytes(data)).decode()


def along(image, to, is_width):
    """Scales one side."""
    before = image.width if is_width else image.height
    size = (lambda n: (n, image.height)) if is_width else (lambda n: (image.width, n))
    if to >= before:
        return image.resize(size(to), Image.Resampling.BILINEAR)
    divisor = math.gcd(before, to)
    repeated = image.resize(size(before * to // divisor), Image.Resampling.NEAREST)
    factor = before // divisor
    return repeated.reduce((factor, 1) if is_width else (1, factor))


def scaled(image, width, height):
    return along(along(image, width, True), height, False)


def rounded(length, numerator, denominator):
    return max(1, (2 * length * numerator + denominator) // (2 * denominator))


def whole(image, width, height, _):
    return scaled(image, width, height)


def crop(image, width, height, _):
    cut_width = min(image.width, rounded(image.height, width, height))
    cut_height = min(image.height, rounded(image.width, height, width))
    left, top = (image.width - cut_width) // 2, (image.height - cut_height) // 2
    return scaled(image.crop((left, top, left + cut_width, top + cut_height)), width, height)


def fit(image, width, height, options):
    new_width = min(width, rounded(image.width, height, image.height))
    new_height = min(height, rounded(image.height, width, image.width))
    inner = scaled(image, new_width, new_height)
    left, top = (width - new_width) // 2, (height - new_height) // 2
    border = options.get("border", "black")
    if border != "edge":
        level = LEVEL[border]
        around = Image.new(image.mode, (width, height), level if image.mode == "L" else (level,) * 3)
        around.paste(inner, (left, top))
        return around
    around = Image.new(image.mode, (width, height))
    for y in range(height):
        for x in range(width):
            at = (min(max(x - left, 0), new_width - 1), min(max(y - top, 0), new_height - 1))
            around.putpixel((x, y), inner.getpixel(at))
    return around


KINDS = {"whole": whole, "fit": fit, "crop": crop}


def case(r, kind, size, target, colour, alpha, channels, options):
    width, height = size
    count = width * height
    # Patches, so that neighbours are alike as in pictures, and noise.
    patches = [[r.randrange(256) for _ in range(3)] for _ in range(9)]
    values = []
    for i in range(count):
        patch = patches[(i % width) * 3 // width + (i // width) * 3 // height * 3]
        values.append([min(255, max(0, level + r.randrange(-30, 31))) for level in patch])
    pixels = bytes(v for p in values for v in (p if colour else p[:1]))
    image = Image.frombytes("RGB" if colour else "L", size, pixels)
    transparency = bytes(r.choice([0, 255, r.randrange(256)]) for _ in range(count)) if alpha else b""
    image = image.convert("RGB" if channels == 3 else "L")
    if alpha:
        level = LEVEL[options.get("background", "black")]
        ground = Image.new(image.mode, size, level if channels == 1 else (level,) * 3)
        image = Image.composite(image, ground, Image.frombytes("L", size, transparency))
    result = KINDS[kind](image, target[0], target[1], options)
    planes = result.split()
    return {"kind": kind, "options": options, "width": width, "height": height, "pixels": text(pixels), "alpha": text(transparency),
            "input": [channels, target[1], target[0]], "prepared": text(b"".join(plane.tobytes() for plane in planes))}


def main():
    r = random.Random(7)
    sizes = [((24, 24), (8, 8)), ((30, 20), (10, 10)), ((20, 31), (9, 7)), ((5, 3), (12, 12)), ((3, 40), (8, 8)), ((41, 2), (6, 9)),
             ((1, 1), (4, 3)), ((17, 13), (17, 13)), ((64, 9), (8, 16))]
    cases = []
    for size, target in sizes:
        for kind in KINDS:
            borders = ["black", "white", "edge"] if kind == "fit" else [None]
            for border in borders:
                for colour, alpha, channels, background in [(True, False, 3, None), (False, False, 3, None), (True, True, 1, None), (True, True, 3, "white")]:
                    options = {}
                    if border:
                        options["border"] = border
                    if background:
                        options["background"] = background
                    cases.append(case(r, kind, size, target, colour, alpha, channels, options))
    with open("preparations.json", "w", encoding="utf-8") as out:
        out.write('{"pillow": "' + PIL.__version__ + '", "cases": [\n' + ",\n".join(json.dumps(one) for one in cases) + "\n]}\n")


if __name__ == "__main__":
    main()
