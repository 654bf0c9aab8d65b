#!/usr/bin/python3
"""Copies a folder of pictures and moves 1% of the training pictures into another class's folder: flip_labels.py FROM TO"""
import glob, os, shutil, random, sys
src, dst = sys.argv[1:]
shutil.copytree(src, dst)
r = random.Random(1)
names = sorted(os.listdir(f"{dst}/train"))
files = sorted(glob.glob(f"{dst}/train/*/*"))
for f in r.sample(files, len(files) // 100):
    c = f.split("/")[-2]
    other = r.choice([n for n in names if n != c])
    # The prefix tells which ones were moved.
    os.rename(f, f"{dst}/train/{other}/flipped-{c}-{os.path.basename(f)}")
