"""Draws one letter of one font, grey or in colour."""
import functools
import io

import numpy as np
from PIL import Image, ImageFilter

from fonts import ink, open_font


@functools.lru_cache(maxsize=2)
def large(path):
    """A font at one size that all letters are scaled down from: opening it is slow, and small sizes are hinted."""
    return open_font(path, 256)


def stencil(path, letter, side, degrees=0.0):
    """The letter's coverage as a grey picture whose longer side is `side`, turned by some degrees."""
    pixels = Image.fromarray(ink(large(path), letter))
    if degrees:
        pixels = pixels.rotate(degrees, resample=Image.BICUBIC, expand=True)
    scale = side / max(pixels.size)
    return pixels.resize([max(1, round(one * scale)) for one in pixels.size], Image.LANCZOS)


def placed(stencil, width, height, random):
    """The stencil somewhere in a picture that is otherwise empty."""
    picture = Image.new("L", (width, height))
    left, top = (int(random.integers(0, free + 1)) for free in (width - stencil.width, height - stencil.height))
    picture.paste(stencil, (left, top))
    return picture


def grey(path, letter, random):
    """White on black, about 28 by 28, nearly filled, the letter nearly in the middle."""
    side = int(random.integers(24, 37))
    letter_side = round(side * random.uniform(0.75, 0.9))
    width, height = (side + int(random.integers(-1, 2)) for _ in range(2))
    return placed(stencil(path, letter, min(letter_side, width, height)), width, height, random)


def colours(random):
    """Two colours that can be told apart: their lightness differs by at least 70 of 255."""
    while True:
        pair = random.integers(0, 256, (2, 3))
        lightness = pair @ np.array([0.299, 0.587, 0.114])
        if abs(lightness[0] - lightness[1]) >= 70:
            return pair.astype(np.float32)


def ground(width, height, colour, random):
    """One colour, or a gradient to a colour near it in any direction, with a little noise on some."""
    pixels = np.broadcast_to(colour, (height, width, 3)).astype(np.float32)
    if random.random() < 0.6:
        other = np.clip(colour + random.uniform(-60, 60, 3), 0, 255)
        angle = random.uniform(0, 2 * np.pi)
        rows, columns = np.mgrid[0:height, 0:width]
        along = columns * np.cos(angle) + rows * np.sin(angle)
        along = (along - along.min()) / max(np.ptp(along), 1e-6)
        pixels = pixels + along[..., None] * (other - colour)
    if random.random() < 0.4:
        pixels = pixels + random.normal(0, random.uniform(2, 10), (height, width, 1))
    return pixels


def colour(path, letter, random):
    """A coloured letter on a coloured ground, sides of 20 to 200 pixels, turned by up to 12 degrees, somewhere in the picture."""
    width = float(np.exp(random.uniform(np.log(20), np.log(200))))
    height = int(np.clip(round(width * np.exp(random.uniform(-0.3, 0.3))), 20, 200))
    width = round(width)
    side = max(12, round(min(width, height) * random.uniform(0.6, 0.9)))
    mask = placed(stencil(path, letter, side, random.uniform(-12, 12)), width, height, random)
    if random.random() < 0.2:
        mask = mask.filter(ImageFilter.GaussianBlur(min(width, height) / 80))
    letter_colour, ground_colour = colours(random)
    cover = np.asarray(mask, np.float32)[..., None] / 255
    pixels = cover * letter_colour + (1 - cover) * ground(width, height, ground_colour, random)
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def encoded(picture, jpeg, random):
    """The bytes of a file."""
    file = io.BytesIO()
    if jpeg:
        picture.save(file, "JPEG", quality=int(random.integers(70, 96)))
    else:
        picture.save(file, "PNG")
    return file.getvalue()
