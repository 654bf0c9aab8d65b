"""Which fonts can draw the letters, and which side each of them is on.

A font is left out if it lacks one of the letters, draws two of them alike, or draws something else in their place: pictures, other
scripts, ornaments. It is told from the other families: most of its letters must resemble the same letter there more than any other.

Weights and styles of one design must not be on both sides. So fonts of one family are a group; so are fonts that draw nearly the
same shapes under different names, as clones do; and a group is in training or in test as a whole.
"""
import glob
import hashlib
import os
import re

import numpy as np
from PIL import Image, ImageFont

LETTERS = "ABCDEFGHIJ"
SIDE = 24                # of the shapes that are compared
NEIGHBOURS = 5           # that say which letter a shape is
READABLE = 6             # letters of the ten that have to be recognized
SAME_DESIGN = 0.95       # mean correlation of two fonts' letters: clones and renamed copies
SAME_FONT = 0.998        # the same outlines in another file
NO_LETTERS = re.compile("symbol|dingbat", re.IGNORECASE)
# Families drawn after one design whose shapes differ a little more than that.
KIN = [{"free", "nimbus", "urw", "tex"}, {"liberation", "arimo", "tinos", "cousine", "aerial", "tymes"}, {"carlito", "lato"},
       {"gentium", "gen"}, {"dejavu", "deja", "bitstream", "verana", "veranda"}, {"lm", "latin", "cmu", "cmr", "ind"}]


def open_font(path, size):
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def ink(font, text):
    """The coverage of a text's pixels, cut to where there is any; None if there is none."""
    mask = font.getmask(text, mode="L")
    pixels = np.array(mask, np.uint8).reshape(mask.size[::-1])
    rows, columns = np.where(pixels > 20)
    return pixels[rows.min():rows.max() + 1, columns.min():columns.max() + 1] if len(rows) else None


def shape(pixels):
    """Ink fitted into a square, with mean 0 and length 1: the product of two shapes is their correlation."""
    scale = SIDE / max(pixels.shape)
    height, width = (max(1, round(side * scale)) for side in pixels.shape)
    square = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    square[top:top + height, left:left + width] = Image.fromarray(pixels).resize((width, height), Image.BOX)
    square -= square.mean()
    return (square / max(np.linalg.norm(square), 1e-6)).ravel()


def family_word(name):
    """The first word of a family's name: 'liberation' of 'Liberation Sans Narrow', 'roboto' of 'RobotoSlab'."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    word = (words[0] if len(words[0]) > 2 else "".join(words[:2])).lower()
    return next((min(kin) for kin in KIN if word in kin), word)


def read(path):
    """A font's names and shapes, or why it is left out."""
    try:
        font = open_font(path, 64)
        inks = [ink(font, letter) for letter in LETTERS]
        missing = ink(font, chr(0x10FFFF))
        name, style = (part or "" for part in font.getname())
        if not re.search("[A-Za-z]{2}", name):
            name = re.sub("[^A-Za-z]", "", os.path.basename(path)[:-4]) or "unnamed"
    except (OSError, ValueError, MemoryError) as error:
        return f"cannot be read ({error})"
    if NO_LETTERS.search(f"{name} {os.path.basename(path)}"):
        return "draws symbols"
    if any(one is None for one in inks):
        return "lacks a letter"
    if missing is not None and any(np.array_equal(one, missing) for one in inks):
        return "lacks a letter"
    if any(np.array_equal(a, b) for i, a in enumerate(inks) for b in inks[:i]):
        return "draws two letters alike"
    return {"path": path, "family": name, "style": style, "shapes": np.stack([shape(one) for one in inks])}


def groups(fonts):
    """A number a font: the same for fonts of one family or one design."""
    flat = np.stack([font["shapes"].ravel() for font in fonts])
    alike = flat @ flat.T / len(LETTERS)
    parent = list(range(len(fonts)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    first = {}
    for i, font in enumerate(fonts):
        parent[root(i)] = root(first.setdefault(family_word(font["family"]), i))
    for i, j in zip(*np.where(np.triu(alike, 1) > SAME_DESIGN)):
        parent[root(j)] = root(i)
    return np.array([root(i) for i in range(len(fonts))]), alike


def coarse(shapes):
    """Shapes with every 2 by 2 pixels added up: enough to tell letters apart, and four times as fast."""
    small = shapes.reshape(-1, SIDE // 2, 2, SIDE // 2, 2).sum((2, 4)).reshape(len(shapes), -1)
    return small / np.linalg.norm(small, axis=1, keepdims=True)


def recognized(fonts, group):
    """How many of its letters each font draws as the other groups do; one font of each group is asked."""
    judges = np.unique(group, return_index=True)[1]
    known = coarse(np.concatenate([fonts[i]["shapes"] for i in judges]))
    owner = np.repeat(group[judges], len(LETTERS))
    right = np.zeros(len(fonts), int)
    for i, font in enumerate(fonts):
        alike = coarse(font["shapes"]) @ known.T
        alike[:, owner == group[i]] = -1
        nearest = np.argpartition(-alike, NEIGHBOURS, axis=1)[:, :NEIGHBOURS] % len(LETTERS)
        right[i] = sum(np.bincount(votes, minlength=len(LETTERS)).argmax() == letter for letter, votes in enumerate(nearest))
    return right


def find(folder, seed, test_share):
    """The fonts of a folder with their side, and those left out with the reason."""
    paths = sorted(path for kind in ("ttf", "otf") for path in glob.glob(f"{folder}/**/*.{kind}", recursive=True) if not os.path.islink(path))
    answers = [(path, read(path)) for path in paths]
    left_out = [{"file": path, "reason": answer} for path, answer in answers if isinstance(answer, str)]
    fonts = [answer for _, answer in answers if not isinstance(answer, str)]
    group, alike = groups(fonts)
    right = recognized(fonts, group)
    kept = []
    for i, font in enumerate(fonts):
        copy = next((j for j in kept if alike[i, j] > SAME_FONT), None)
        if right[i] < READABLE:
            left_out.append({"file": font["path"], "reason": f"only {right[i]} of {len(LETTERS)} letters look like letters"})
        elif copy is not None:
            left_out.append({"file": font["path"], "reason": f"the same as {os.path.basename(fonts[copy]['path'])}"})
        else:
            kept.append(i)
    names = {}
    for i in kept:
        word = family_word(fonts[i]["family"])
        names[group[i]] = min(word, names.get(group[i], word))
    for i in kept:
        # The side depends on the group's name alone, so that one more package moves no other font.
        name = names[group[i]]
        draw = int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "big") / 2 ** 64
        fonts[i].update(group=name, side="test" if draw < test_share else "train")
    return [fonts[i] for i in kept], left_out
