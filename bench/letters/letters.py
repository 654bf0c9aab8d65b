#!/usr/bin/python3
"""Writes the letters A to J, drawn from the fonts that are installed, as folders of pictures: see README.md beside this.

    /usr/bin/python3 bench/letters/letters.py --out DIR     # writes DIR, DIR-colour and DIR.manifest.json
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import zlib

import numpy as np
import PIL

import draw
import fonts


def slugs(found):
    """A file name for each font, made of its file's name."""
    taken = {}
    for font in found:
        plain = re.sub("[^a-z0-9]+", "-", os.path.splitext(os.path.basename(font["path"]))[0].lower()).strip("-")
        taken[plain] = taken.get(plain, 0) + 1
        font["slug"] = plain if taken[plain] == 1 else f"{plain}.{taken[plain]}"


def write_set(folder, found, seed, coloured):
    """Draws every letter of every font once; the counts of each side and the hash of all files."""
    files, counts = {}, {"train": 0, "test": 0}
    for side in counts:
        for letter in fonts.LETTERS:
            os.makedirs(f"{folder}/{side}/{letter}")
    for font in found:
        for letter in fonts.LETTERS:
            # A draw depends on the font and the letter, not on the order, so that one more font changes no other picture.
            random = np.random.default_rng([seed, coloured, zlib.crc32(font["slug"].encode()), ord(letter)])
            picture = (draw.colour if coloured else draw.grey)(font["path"], letter, random)
            jpeg = coloured and random.random() < 0.5
            name = f"{font['side']}/{letter}/{font['slug']}.{'jpg' if jpeg else 'png'}"
            data = draw.encoded(picture, jpeg, random)
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)
            files[name] = hashlib.sha256(data).hexdigest()
            counts[font["side"]] += 1
    listing = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    return {"pictures": counts, "sha256": hashlib.sha256(listing.encode()).hexdigest()}


def packages(paths):
    """The Debian packages that the fonts are from, with their versions; none where dpkg is not there."""
    try:
        owners = subprocess.run(["dpkg-query", "-S", *paths], capture_output=True, text=True).stdout
        names = sorted({line.split(":")[0] for line in owners.splitlines() if ": " in line})
        versions = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *names], capture_output=True, text=True).stdout
        return dict(line.split(" ") for line in versions.splitlines())
    except FileNotFoundError:
        return {}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--out", required=True, help="folder of the grey set; the colour set gets -colour after it")
    arguments.add_argument("--fonts", default="/usr/share/fonts", help="folder that is searched for .ttf and .otf files")
    arguments.add_argument("--seed", type=int, default=1, help="of the split and of every picture (default 1)")
    arguments.add_argument("--test-share", type=float, default=0.25, help="share of the groups of fonts that are test (default 0.25)")
    options = arguments.parse_args()
    out = options.out.rstrip("/")
    for folder in (out, f"{out}-colour"):
        if os.path.exists(folder):
            sys.exit(f"{folder} is there already; remove it or name another folder")

    found, left_out = fonts.find(options.fonts, options.seed, options.test_share)
    slugs(found)
    manifest = {
        "letters": fonts.LETTERS, "seed": options.seed, "pillow": PIL.__version__, "numpy": np.__version__,
        "grey": write_set(out, found, options.seed, False),
        "colour": write_set(f"{out}-colour", found, options.seed, True),
        "packages": packages([font["path"] for font in found] + [one["file"] for one in left_out]),
        **{side: [{"name": font["slug"], "family": font["family"], "style": font["style"], "group": font["group"],
                   "file": os.path.relpath(font["path"], options.fonts)} for font in found if font["side"] == side]
           for side in ("train", "test")},
        "left_out": [{**one, "file": os.path.relpath(one["file"], options.fonts)} for one in left_out],
    }
    with open(f"{out}.manifest.json", "w") as file:
        json.dump(manifest, file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(f"{len(manifest['train'])} fonts in training, {len(manifest['test'])} in test, {len(left_out)} left out")
    for kind in ("grey", "colour"):
        print(f"{kind}: {manifest[kind]['pictures']}, sha256 {manifest[kind]['sha256']}")


if __name__ == "__main__":
    main()
