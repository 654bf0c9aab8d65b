"""Prints the tables of ../budget.md from trials.csv and finals.csv beside this file.

    python3 docs/results/budget/tables.py trials    # what was tried, on held-out images
    python3 docs/results/budget/tables.py finals    # the ten seeds of each record, and Fashion-MNIST

finals.csv itself is made from the folders of runs:

    python3 docs/results/budget/tables.py collect runs/*/* > docs/results/budget/finals.csv
"""
import csv
import json
import math
import re
import statistics
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).parent

# The page's tables: a title, and (trial, what it is) in the page's order.
THEMES = [
    ("Where convolutions are padded, and what comes at the end (5 epochs)", [
        ("A5", "padded throughout, mean of each channel: `10 12 p 14 16 p 16 18`"),
        ("V5", "**the first and the last two unpadded**, the same widths"),
        ("V3", "also the third unpadded: 1×1 is left, no mean"),
        ("Bg5", "padded; learned pooling: a weight for each of 7×7 pixels of a channel"),
        ("B5", "the same with fewer channels"),
        ("W2", "padded, the last two unpadded, learned pooling over 3×3"),
        ("W3", "the first two unpadded, three convolutions at 12×12, learned pooling over 6×6"),
        ("W1", "first four unpadded, learned pooling over 4×4"),
        ("Vf", "first and last two unpadded, learned pooling over 2×2, fewer channels"),
        ("D5", "padded, a third pool and all of its 3×3 pixels into the linear layer"),
        ("T5", "three convolutions before each pool, learned pooling"),
        ("X1", "12 channels throughout, four convolutions at 12×12"),
        ("X2", "8, then 16 channels before the first pool"),
        ("C5", "four convolutions at 14×14, one at 7×7"),
        ("K5", "a first kernel of 5×5"),
        ("Av5", "mean pools in place of maximum pools"),
    ]),
    ("Separable and residual networks of up to 10,000 parameters", [
        ("S5", "separable with residuals, padded, learned pooling"),
        ("S6", "the same, unpadded in the first layers"),
        ("V15A", "**plain, as `under10k`**"),
        ("g1", "separable throughout, 36 channels"),
        ("g2", "separable with residuals, 16 to 40 channels"),
        ("g3", "two plain convolutions, then separable, 36 to 48 channels"),
        ("h2", "separable with residuals, the last two share their 1×1"),
        ("h3", "two plain, then separable with residuals, 32 to 36 channels"),
        ("n2", "two plain (12, 18), then separable, 32 to 48 channels"),
        ("n3", "four plain, then separable, 40 to 48 channels"),
        ("n4", "five plain, then one separable"),
        ("W15g", "separable with residuals, 12 to 36 channels"),
    ]),
    ("Other divisions of `under10k`'s parameters", [
        ("V15A", "**10 12 p 14 16 p 16 18, mean, as `under10k`**"),
        ("W15a", "all of the last 2×2 pixels into the linear layer, 10 12 p 14 15 p 15 14"),
        ("W15b", "a residual at 12×12"),
        ("W15c", "three convolutions before the first pool"),
        ("W15d", "fewer channels first, more last: 8 10 p 14 16 p 18 18"),
        ("W15e", "three convolutions at 12×12"),
        ("W15h", "10 14 p 14 14 p 16 18"),
        ("big15", "four times the parameters, twice the width: not within the budget"),
        ("big5", "the same after 5 epochs, movements not falling"),
    ]),
    ("How `under10k` is trained", [
        ("V15A", "**as `under10k`: movements fall to 0.3, batch 64, rate 0.08, decay 0.0005, average 0.99**"),
        ("V15", "movements do not fall"),
        ("V15A0", "they fall to 0"),
        ("V15Ah", "they stay for half of the run, then fall to 0.2 (patch)"),
        ("V15As", "1.5 times as strong, falling to 0.2"),
        ("V15L", "0.7 to 0.8 times as strong, falling to 0.3"),
        ("V15sh", "shear 12° in place of 5°"),
        ("V15e1", "and elastic: a 5×5 grid of points moved by up to 1.5 pixels (patch)"),
        ("V15e2", "the same by up to 2.5 pixels (patch)"),
        ("V15e3", "an 8×8 grid, 1.5 pixels (patch)"),
        ("V15eg", "a 5×5 grid, 1.5 pixels, and strokes thinner or thicker (patch)"),
        ("V15Ab32", "batch 32, rate 0.06"),
        ("V15b128", "batch 128, rate 0.12"),
        ("V15Alr", "rate 0.15, decay 0.0003"),
        ("V15lr05", "rate 0.05"),
        ("V15Awd", "decay 0.001"),
        ("V15cos", "cosine in place of the straight line"),
        ("V15Aema", "average 0.998"),
        ("V15em1", "average 0.999"),
        ("V15em2", "average 0.9995, the rate falling to 0.02 instead of 0"),
        ("V15Als", "label smoothing 0.05"),
        ("V15dr", "dropout 0.1 before the linear layer"),
        ("V15Asilu", "SiLU in place of ReLU (patch)"),
        ("V15Ahs", "hard swish in place of ReLU (patch)"),
        ("V15Amu", "Muon for the convolutions (patch)"),
        ("V15in", "first weights √6 times PyTorch's: He's (patch)"),
        ("V15or", "ReLU before the normalization"),
        ("V15nob", "no normalization and no bias, rate 0.02"),
    ]),
    ("The same questions after 5 epochs, on the padded network with learned pooling", [
        ("Bg5", "as it is; on seed 21 alone, which the others have, 99.49% and 0.0170"),
        ("BgA", "movements fall to 0.3"),
        ("Bgb32", "batch 32, rate 0.06"),
        ("BgLS", "label smoothing 0.05"),
        ("BgAd", "AdamW, rate 0.01, decay 0.05"),
        ("BgSi", "SiLU (patch)"),
        ("BgH", "hard swish (patch)"),
        ("BgM02", "Muon, a quarter of the rate (patch)"),
        ("BgM04", "Muon, half of the rate (patch)"),
        ("BgD", "every image's slant taken out by its moments, in training and evaluation (patch)"),
    ]),
    ("Two and three epochs: `sprint` (movements of 7°, 1.5 pixels, 8%, 4° where no others are named)", [
        ("s3L", "**as `sprint`: batch 64, rate 0.08, 7°, 1.5 pixels, 8%, 4°**"),
        ("s3", "10°, 2 pixels, 10%, 5°"),
        ("s3A", "the same, falling to 0.2"),
        ("s3LA", "as `sprint`, falling to 0.2"),
        ("s3lr", "falling to 0.2, rate 0.15"),
        ("s3e", "falling to 0.2, average 0.98"),
        ("s3b32", "falling to 0.2, batch 32, rate 0.05"),
        ("s3s", "falling to 0.2, SiLU (patch)"),
        ("s3m", "falling to 0.2, Muon (patch)"),
        ("s3b32m", "falling to 0.2, batch 32, rate 0.05, Muon (patch)"),
        ("s2L", "2 epochs, rate 0.15"),
        ("s2LA", "2 epochs, rate 0.15, falling to 0.2"),
        ("s2S", "2 epochs, rate 0.15, 4°, 1 pixel, 5%, 2°"),
        ("s2b32", "2 epochs, batch 32, rate 0.1, falling to 0.2"),
        ("s2b32S", "2 epochs, batch 32, rate 0.1, 4°, 1 pixel, 5%, 2°"),
        ("s2b16", "2 epochs, batch 16, rate 0.05, falling to 0.2, average 0.995"),
        ("s2w", "2 epochs, batch 32, rate 0.1, falling, warm-up 0.2"),
        ("s2silu", "2 epochs, batch 32, rate 0.1, falling, SiLU (patch)"),
        ("s2m", "2 epochs, batch 32, rate 0.1, falling, Muon (patch)"),
    ]),
    ("A quarter of the budget: families after 5 epochs, and after 10 with movements that fall to 0.1", [
        ("ta", "plain, 6 to 8 channels"),
        ("tb", "separable with residuals, learned pooling over 4×4"),
        ("td", "separable with residuals, learned pooling over 6×6"),
        ("te", "separable with residuals, mean"),
        ("tg", "separable with residuals, 16 channels"),
        ("th", "separable, normalized between 3×3 and 1×1"),
        ("tc", "plain, 10 channels, two tensors shared by five layers"),
        ("tf", "plain, 8 channels, one residual"),
        ("u1", "plain, 5 to 8 channels"),
        ("u2", "separable, 8 to 16 channels, residuals"),
        ("u3", "plain, one tensor shared by two layers, a residual"),
        ("u4", "plain, 8 channels, five layers"),
        ("u5", "separable, normalized between 3×3 and 1×1, residuals"),
        ("u6", "plain, one tensor shared by five layers, residuals"),
        ("u7", "plain, 12 channels, one tensor for five layers"),
        ("u8", "separable, 14 channels, unpadded in the first and last layers"),
    ]),
    ("A quarter of the budget: networks in 15 epochs", [
        ("x4", "**separable, 18 channels, 1×1 shared in pairs, as `tiny`**"),
        ("x1", "separable, 15 channels, nothing shared"),
        ("x2", "14 channels, residuals"),
        ("x3", "14 channels, normalized between 3×3 and 1×1"),
        ("x5", "8 channels widening to 22"),
        ("x6", "12 channels, 5×5 in place of 3×3 in three layers"),
        ("x7", "u5 of the table above"),
        ("r1", "18 channels, 5×5, one of them shared, two 1×1 tensors for five layers"),
        ("y1", "21 channels, two 1×1 tensors for five layers"),
        ("y2", "24 channels, one 1×1 tensor for all five"),
        ("y3", "20 channels, two for five, divided otherwise"),
        ("y4", "18 channels, one layer more at 12×12"),
        ("y5", "18 channels, one layer more at 24×24"),
        ("y6", "23 channels, 3×3 shared as well"),
        ("m1", "two plain (6, 10), then separable, shared"),
        ("m2", "two plain (6, 8), then separable, a residual, shared"),
        ("m3", "two plain (6, 9), then separable (14 to 18), nothing shared"),
        ("m4", "two plain, then separable (16 to 20), the last two shared"),
        ("m5", "two plain (7, 10), then separable (14 to 18), the last two shared"),
        ("m6", "the same with 8, 10; movements fall to 0.3"),
        ("m7", "m3 with a residual, over 2,500"),
        ("m8", "m3 with a residual, within 2,500"),
    ]),
    ("A quarter of the budget: how `tiny` is trained", [
        ("x4", "**as `tiny`**"),
        ("z_0", "movements fall to 0"),
        ("z_L", "0.7 to 0.8 times as strong"),
        ("z_lr15", "rate 0.15"),
        ("z_wd1", "decay 0.0001"),
        ("z_b32", "batch 32, rate 0.06"),
        ("z_b32wd", "batch 32, rate 0.06, decay 0.001"),
        ("z_b16", "batch 16, rate 0.04"),
        ("z_ad", "AdamW, rate 0.01, decay 0.02"),
        ("z_silu", "SiLU (patch)"),
        ("z_b32s", "batch 32, rate 0.06, SiLU (patch)"),
        ("z_hs", "hard swish (patch)"),
        ("z_hs32", "batch 32, rate 0.06, hard swish (patch)"),
        ("z_mu", "Muon (patch)"),
        ("x8", "14 channels, nothing shared; rate 0.15, 0.7 to 0.8 times as strong"),
        ("x9", "the same with batch 32, rate 0.08"),
        ("y1b32", "y1 with batch 32, rate 0.06"),
        ("y6b32", "y6 with batch 32, rate 0.06"),
        ("q1b32", "20 channels, 3×3 and 1×1 shared in pairs, batch 32, rate 0.06"),
        ("m9", "m3 with batch 32, rate 0.06"),
    ]),
    ("How few parameters for 99.4%: `small`", [
        ("x4", "`tiny`"),
        ("r20", "`tiny` with 20 channels"),
        ("r24", "`tiny` with 24 channels"),
        ("m3", "two plain (6, 9), then separable, 14 to 18 channels"),
        ("k30", "two plain (7, 10), then separable, 16 to 22"),
        ("k36", "two plain (8, 11), then separable, 18 to 24"),
        ("k40", "two plain (8, 12), then separable, 18 to 26"),
        ("k44", "two plain (8, 12), then separable, 20 to 28"),
    ]),
]


def read(name):
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pooled_deviation(series):
    """The standard deviation between seeds of one trial, pooled over all trials that have several."""
    squares = sum(sum((x - statistics.mean(s)) ** 2 for x in s) for s in series if len(s) > 1)
    return math.sqrt(squares / sum(len(s) - 1 for s in series if len(s) > 1))


def trials():
    runs = defaultdict(list)
    for row in read("trials.csv"):
        runs[row["trial"]].append(row)
    by_epochs = defaultdict(list)
    for rows in runs.values():
        by_epochs[rows[0]["epochs"]].append([int(row["validation_correct"]) / 100 for row in rows])
    deviation = {epochs: pooled_deviation(series) for epochs, series in by_epochs.items()}
    for title, listed in THEMES:
        print(f"### {title}\n")
        print("| trial | what | parameters | epochs | seeds | accuracy | 95% | loss |\n|---|---|---:|---:|---:|---:|---|---:|")
        for trial, what in listed:
            rows = runs[trial]
            correct = sum(int(row["validation_correct"]) for row in rows)
            mean = (Decimal(correct) / (100 * len(rows))).quantize(Decimal("0.01"), ROUND_HALF_UP)
            half = 1.96 * deviation[rows[0]["epochs"]] / math.sqrt(len(rows))
            smoothed = float(rows[0]["label_smoothing"]) > 0
            loss = "" if smoothed else f"{statistics.mean(float(row['validation_loss']) for row in rows):.4f}"
            print(f"| {trial} | {what} | {int(rows[0]['parameters']):,} | {rows[0]['epochs']} | {len(rows)} "
                  f"| {mean}% | ±{half:.2f} | {loss} |")
        print()
    shown = {trial for _, listed in THEMES for trial, _ in listed}
    left_out = sorted(set(runs) - shown)
    print(f"{len(runs)} trials, {sum(map(len, runs.values()))} runs. "
          f"Only in trials.csv: {', '.join(left_out) if left_out else 'none'}.")


def finals():
    runs = defaultdict(list)
    for row in read("finals.csv"):
        runs[row["data"], row["experiment"]].append(row)
    previous = None
    for (data, experiment), rows in runs.items():
        if data != previous:
            print(f"{data}\n\n| experiment | parameters | epochs | seeds | mean | sd | minimum | maximum |\n|---|---:|---:|---:|---:|---:|---:|---:|")
            previous = data
        accuracies = [100 * int(row["test_correct"]) / int(row["test_count"]) for row in rows]
        print(f"| {experiment} | {int(rows[0]['parameters']):,} | {rows[0]['epochs']} | {len(rows)} "
              f"| {statistics.mean(accuracies):.3f}% | {statistics.stdev(accuracies):.3f} "
              f"| {min(accuracies):.2f}% | {max(accuracies):.2f}% |")


def collect(folders):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["data", "experiment", "parameters", "epochs", "seed", "test_correct", "test_count", "test_loss"])
    for folder in map(Path, folders):
        result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        data = json.loads((folder / "environment.json").read_text(encoding="utf-8"))["data"]["name"]
        experiment = (folder / "experiment.yaml").read_text(encoding="utf-8")
        name, seed = (re.search(rf"^ *{key}: (\S+)$", experiment, re.MULTILINE)[1] for key in ("name", "seed"))
        weights = (folder / "final.safetensors").read_bytes()
        header = json.loads(weights[8:8 + int.from_bytes(weights[:8], "little")])
        parameters = sum(math.prod(tensor["shape"]) for key, tensor in header.items()
                         if key.endswith((".weight", ".bias")))
        test = result["final"]["test"]
        out.writerow([data, name, parameters, result["epochs"], seed, test["correct"], test["count"], f"{test['loss']:.5f}"])


if __name__ == "__main__":
    {"trials": trials, "finals": finals, "collect": lambda: collect(sys.argv[2:])}[sys.argv[1]]()
