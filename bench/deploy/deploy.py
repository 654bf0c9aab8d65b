#!/usr/bin/env python3
"""Exports runs in every form, runs each form on the 10,000 test images, and writes what it finds as a page:

    /usr/bin/python3 bench/deploy/deploy.py --thimble "dotnet artifacts/bin/Thimble.Cli/release/Thimble.Cli.dll" \\
        --data DIR --npm DIR sprint part3 > docs/results/deploy.md

Needs Debian's gcc, python3-numpy and python3-onnx, and npm's onnxruntime-node in the folder --npm. Fails if ONNX or
float32 C classify one image differently than Thimble does, or if logits of ONNX differ by more than 1e-4."""
import argparse
import gzip
import json
import os
import re
import shlex
import struct
import subprocess
import sys
import tempfile

import numpy as np
import onnx

HERE = os.path.dirname(os.path.abspath(__file__))
WARNINGS = "-std=c99 -pedantic -Wall -Wextra -Werror"


def call(*words, **options):
    result = subprocess.run(words, stdout=subprocess.PIPE, text=True, **options)
    if result.returncode:
        sys.exit(f"{shlex.join(words)}: exit code {result.returncode}\n{result.stdout}")
    return result.stdout


def safetensors(path):
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    header.pop("__metadata__", None)
    types = {"F32": "<f4", "U8": "u1"}
    return {name: np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"])
            for name, entry in header.items()}


class Network:
    def __init__(self, options, run, folder):
        self.thimble, self.run, self.folder, self.data = shlex.split(options.thimble), run, folder, options.data
        self.npm, self.images = options.npm, options.images
        self.rows = []
        logits = self.path("logits.safetensors")
        call(*self.thimble, "evaluate", run, "--data", options.data, "--logits", logits)
        tensors = safetensors(logits)
        self.logits, self.labels = tensors["logits"], tensors["labels"]
        self.add("Thimble", self.logits)

    def path(self, name):
        return os.path.join(self.folder, name)

    def export(self, *words):
        return call(*self.thimble, "export", self.run, "--name", "network", "--force", *words)

    def add(self, form, logits, size="", flash="", ram="", exact=None):
        """exact: the logits are held to Thimble's, within this; the classes always if it is not None."""
        logits = logits.reshape(self.logits.shape)
        classes, ours = logits.argmax(1), self.logits.argmax(1)
        differ, distance = int((classes != ours).sum()), float(np.abs(logits - self.logits).max())
        if exact is not None and (differ or distance > exact):
            sys.exit(f"{self.run}: {form}: {differ} images are classified differently, logits differ by up to {distance}")
        accuracy = 100 * float((classes == self.labels).mean())
        self.rows.append([form, f"{accuracy:.2f}%", str(differ), f"{distance:.1e}" if form != "Thimble" else "", size, flash, ram])
        return accuracy

    def safetensors(self):
        file = self.path("network.safetensors")
        self.export("--safetensors", file)
        logits = self.path("again.safetensors")
        call(*self.thimble, "evaluate", file, "--data", self.data, "--logits", logits)
        self.add("safetensors", safetensors(logits)["logits"], f"{os.path.getsize(file):,}", exact=0)

    def onnx(self, form, *words):
        file, logits = self.path("network.onnx"), self.path("logits.f32")
        said = self.export("--onnx", file, *words)
        onnx.checker.check_model(onnx.load(file), full_check=True)
        call("node", os.path.join(HERE, "onnx_logits.js"), file, self.images, logits,
             env={**os.environ, "NODE_PATH": os.path.join(self.npm, "node_modules")})
        self.add(form, np.fromfile(logits, "<f4"), f"{os.path.getsize(file):,}", exact=1e-4)
        return said

    def c(self, form, logit, unit, exact, *words):
        folder = self.path("c")
        self.export("--c", folder, *words)
        source, program, logits = os.path.join(folder, "network.c"), self.path("classify"), self.path("logits.f32")
        call("gcc", *WARNINGS.split(), "-Os", "-c", source, "-o", self.path("network.o"))
        text, data, bss = map(int, call("size", self.path("network.o")).splitlines()[1].split()[:3])
        call("gcc", *WARNINGS.split(), "-O3", "-include", os.path.join(folder, "network.h"), "-DPREFIX=network",
             "-DPIXELS=NETWORK_PIXELS", "-DCLASSES=NETWORK_CLASSES", f"-DLOGIT={logit}", f"-DUNIT={unit}",
             os.path.join(HERE, "classify.c"), source, "-o", program)
        call(program, self.images, logits)
        return self.add(form, np.fromfile(logits, "<f4"), f"{os.path.getsize(source):,}", f"{text + data:,}", f"{data + bss:,}", exact)

    def measure(self):
        self.safetensors()
        self.onnx("ONNX")
        folded = self.onnx("ONNX, folded", "--fold")
        self.onnx("ONNX, folded, normalized input", "--fold", "--input", "normalized")
        single = self.c("C, float32", "float", "1.0f", 1e-3)
        whole = self.c("C, int8", "int32_t", "NETWORK_LOGIT_SCALE", None, "--int8", "--data", self.data)
        self.folded = re.search(r"^Folded +(.*)$", folded, re.M)[1]
        self.loss = single - whole

    def page(self, parameters):
        print(f"\n## {os.path.basename(self.run.rstrip('/'))}: {parameters} parameters\n")
        print("| form | accuracy | other classes | largest difference of a logit | file, bytes | flash, bytes | RAM, bytes |")
        print("|---|---|---|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")
        change = f"costs {self.loss:.2f} points" if self.loss > 0 else f"gains {-self.loss:.2f} points" if self.loss < 0 else "costs nothing"
        print(f"\nFolded: {self.folded}. int8 {change} of accuracy.")


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--thimble", default="thimble")
    words.add_argument("--data", required=True, help="folder with MNIST")
    words.add_argument("--npm", required=True, help="folder with node_modules/onnxruntime-node")
    words.add_argument("runs", nargs="+")
    options = words.parse_args()
    with open(os.path.join(HERE, "head.md")) as head:
        page = head.read().rstrip()
    with tempfile.TemporaryDirectory() as folder:
        options.images = os.path.join(folder, "images")
        packed = os.path.join(options.data, "t10k-images-idx3-ubyte.gz")
        with open(options.images, "wb") as file, (gzip.open(packed) if os.path.exists(packed) else open(packed[:-3], "rb")) as source:
            file.write(source.read())
        networks = []
        for run in options.runs:
            networks.append(Network(options, run, tempfile.mkdtemp(dir=folder)))
            networks[-1].measure()
        print(page)
        for network in networks:
            parameters = re.search(r"([\d,]+) parameters", network.export("--safetensors", network.path("count.safetensors")))[1]
            network.page(parameters)


main()
