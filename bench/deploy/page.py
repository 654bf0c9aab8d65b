#!/usr/bin/env python3
"""Holds the page that `thimble export --html` writes to the C of 8 bits, on MNIST's 10,000 test images, in headless Chromium:

    /usr/bin/python3 bench/deploy/page.py --thimble "dotnet artifacts/bin/Thimble.Cli/release/Thimble.Cli.dll" --data DIR RUN

Fails if one logit differs. Needs Debian's gcc and chromium (--browser names another)."""
import argparse
import base64
import gzip
import os
import re
import shlex
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# Runs in the page, after its own scripts.
SCRIPT = """{
const images = bytesOf("IMAGES"), size = input.reduce((product, one) => product * one), found = [];
const begin = performance.now();
for (let at = 0; at < images.length; at += size)
  found.push(...network.logits(images.subarray(at, at + size)));
const each = (performance.now() - begin) * size / images.length;
document.body.replaceChildren(piece("pre", `${each} ${found.join(" ")}`, ""));
}"""


def call(*words):
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(f"{shlex.join(words)}: exit code {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def unpacked(folder, name):
    path = os.path.join(folder, name)
    with gzip.open(f"{path}.gz") if os.path.exists(f"{path}.gz") else open(path, "rb") as file:
        return file.read()


def logits_of_c(thimble, run, data, images, folder):
    call(*thimble, "export", run, "--name", "network", "--c", folder, "--int8", "--data", data)
    program, logits = os.path.join(folder, "classify"), os.path.join(folder, "logits.f32")
    call("gcc", "-std=c99", "-O2", "-include", os.path.join(folder, "network.h"), "-DPREFIX=network", "-DPIXELS=NETWORK_PIXELS",
         "-DCLASSES=NETWORK_CLASSES", "-DLOGIT=int32_t", "-DUNIT=1.0f", os.path.join(HERE, "classify.c"), os.path.join(folder, "network.c"), "-o", program)
    call(program, images, logits)
    with open(logits, "rb") as file:
        return [int(value) for value, in struct.iter_unpack("<f", file.read())]


def logits_of_page(thimble, run, data, pixels, folder, browser):
    page = os.path.join(folder, "network.html")
    call(*thimble, "export", run, "--html", page, "--data", data)
    with open(page) as file:
        text = file.read()
    size = len(text.encode())
    with open(page, "w") as file:
        file.write(text.replace("</body>", "<script>" + SCRIPT.replace("IMAGES", base64.b64encode(pixels).decode()) + "</script></body>"))
    dumped = call(browser, "--headless", "--no-sandbox", "--disable-gpu", "--timeout=600000", "--dump-dom", f"file://{page}")
    answer = re.search(r"<pre[^>]*>([^<]*)</pre>", dumped)
    if not answer:
        sys.exit("the page's script did not finish")
    each, *logits = answer[1].split()
    return size, float(each), [int(logit) for logit in logits]


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--thimble", default="thimble")
    words.add_argument("--data", required=True, help="folder with MNIST")
    words.add_argument("--browser", default="chromium")
    words.add_argument("run")
    options = words.parse_args()
    thimble, data = shlex.split(options.thimble), os.path.abspath(options.data)
    packed, labels = unpacked(data, "t10k-images-idx3-ubyte"), unpacked(data, "t10k-labels-idx1-ubyte")[8:]
    with tempfile.TemporaryDirectory() as folder:
        images = os.path.join(folder, "images")
        with open(images, "wb") as file:
            file.write(packed)
        expected = logits_of_c(thimble, options.run, data, images, folder)
        size, each, found = logits_of_page(thimble, options.run, data, packed[16:], folder, options.browser)
    differ = sum(one != other for one, other in zip(expected, found)) + abs(len(expected) - len(found))
    classes = len(expected) // len(labels)
    right = sum(max(range(classes), key=found[classes * i:classes * (i + 1)].__getitem__) == label for i, label in enumerate(labels)) if not differ else 0
    if differ:
        sys.exit(f"{differ} of {len(expected)} logits differ")
    print(f"{len(labels):,} images: all {len(found):,} logits are equal; {100 * right / len(labels):.2f}% are right; "
          f"{each:.2f} ms an image; the page has {size:,} bytes")


if __name__ == "__main__":
    main()
