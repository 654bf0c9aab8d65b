"""Copies the pictures of a data set whose longer side is at most 72 pixels: letters in colour that train in a minute or two.

    /usr/bin/python3 bench/proposals/small.py letters-colour --out colour
"""
import argparse
import shutil
from pathlib import Path

from PIL import Image

LONGEST = 72


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--out", type=Path, required=True)
    options = options.parse_args()
    for path in sorted(options.folder.glob("*/*/*.*")):
        with Image.open(path) as picture:
            is_small = max(picture.size) <= LONGEST
        if is_small:
            target = options.out / path.relative_to(options.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


if __name__ == "__main__":
    main()
