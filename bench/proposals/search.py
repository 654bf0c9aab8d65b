"""Writes the search that a proposal is compared with: other networks, rates, augmentation and smoothing under the same budget of parameters.

    /usr/bin/python3 bench/proposals/search.py PROPOSAL.yaml --out SEARCH.yaml

The networks are 1, 2 or 3 convolutions a stage, and stages that grow by 1, 1.5 or 2: nine shapes, each as wide as the budget allows. The data, the
input, the batch and the epochs are the proposal's.
"""
import argparse
import re
from pathlib import Path

STRONG = "{rotation_degrees: 15, shift_pixels: 3, scale: 0.15, shear_degrees: 8%s, final_share: 0.3}"
WEAK = "{shift_pixels: 1%s}"


def widths(first, growth, stages):
    return [round(first * growth ** stage) for stage in range(stages)]


def parameters(channels, classes, depth, stage_widths):
    total, before = 0, channels
    for width in stage_widths:
        for _ in range(depth):
            total += 9 * before * width + 2 * width
            before = width
    return total + before * classes + classes


def layers(classes, depth, stage_widths):
    lines = []
    for stage, width in enumerate(stage_widths):
        lines += ["max_pool2d: 2"] if stage else []
        for _ in range(depth):
            lines += [f"conv2d: {{out: {width}, kernel: 3, padding: 1, bias: false}}", "batch_norm2d", "relu"]
    return lines + ["adaptive_avg_pool2d", "flatten", f"linear: {classes}"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("proposal", type=Path)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--trials", type=int, default=16)
    options = options.parse_args()
    text = options.proposal.read_text()
    channels = int(re.search(r"^input: \[(\d+),", text, re.M)[1])
    classes = int(re.search(r"^  - linear: (\d+)", text, re.M)[1])
    budget = int(re.search(r"parameters_below: (\d+)", text)[1])
    stages = 1 + text.count("  - max_pool2d: 2\n")
    own = re.search(r"^  augmentation: (.*)$", text, re.M)[1]
    colours = ", brightness: 0.2, contrast: 0.2, saturation: 0.2" if channels == 3 else ""
    epochs = int(re.search(r"^  epochs: (\d+)", text, re.M)[1])
    # The proposal as it is, except that its layers vary and it has no name of its own.
    base = re.sub(r"^network:\n(  .*\n)+", "network: [$shape]\n", text, flags=re.M)
    base = [f"  {line}" for line in base.splitlines() if not line.lstrip().startswith("#") and not line.startswith("name:")]
    lines = [f"name: {options.out.stem}", "experiment:", *base, "space:", "  shape:"]
    for depth in (1, 2, 3):
        for growth in (1, 1.5, 2):
            first = max((width for width in range(3, 200) if parameters(channels, classes, depth, widths(width, growth, stages)) < budget), default=None)
            if first is None:
                continue
            lines.append(f"    depth {depth} growth {growth}:")
            lines += [f"      - {layer}" for layer in layers(classes, depth, widths(first, growth, stages))]
    lines += [
        "  recipe.optimizer.sgd.learning_rate: {from: 0.02, to: 0.5, log: true}",
        "  recipe.label_smoothing: [0, 0.1]",
        "  recipe.augmentation:",
        f"    weak: {WEAK % colours}", f"    proposed: {own}", f"    strong: {STRONG % colours}",
        f"trials: {options.trials}", f"rungs: {{epochs: [{max(2, epochs // 5)}], keep: 1/3}}", "finalists: {count: 2, seeds: 1}",
    ]
    options.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
