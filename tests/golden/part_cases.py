"""The three networks of the assignment, layer by layer."""
from layer_cases import conv


def block(out, kernel, padding, drop):
    layers = [conv(out, kernel, **({"padding": padding} if padding else {})), {"kind": "ReLU"}]
    return layers if drop is None else [*layers, {"kind": "BatchNorm2d"}, {"kind": "Dropout2d", "p": drop}]


def network(drop, *blocks):
    """Blocks are (channels, kernel, padding) or "pool"; the last convolution to the ten classes is not a block."""
    layers = []
    for one in blocks:
        layers += [{"kind": "MaxPool2d", "kernel": 2}] if one == "pool" else block(*one, drop)
    return layers


PART1 = [*network(None, (32, 3, 1), (64, 3, 1), (128, 3, 1), "pool", (32, 1, 0), (64, 3, 1), (128, 3, 1), "pool",
                  (32, 1, 0), (32, 3, 0), (64, 3, 0), (64, 3, 0)), conv(10, 1)]
PART2 = [*network(0.1, (10, 3, 1), (16, 3, 1), (16, 3, 1), "pool", (1, 1, 0), (10, 3, 1), (16, 3, 1), "pool",
                  (1, 1, 0), (10, 3, 0), (16, 3, 0), (16, 3, 0)), conv(10, 1)]
PART3 = [*network(0.05, (10, 3, 1), (16, 3, 1), "pool", (8, 1, 0), (16, 3, 1), (16, 3, 1), (16, 3, 1), "pool",
                  (8, 1, 0), (10, 3, 0), (16, 3, 0)), conv(10, 1), {"kind": "AvgPool2d", "kernel": 3}]


# Seeds at which no ReLU or maximum is decided by rounding: see README.md.
SEEDS = {1: 18, 2: 33, 3: 12}


def case(part, batch):
    return {"name": f"part {part}", "seed": SEEDS[part], "epoch": 2, "first": 1000, "batch": batch, "classes": 10,
            "input": [1, 28, 28], "layers": (PART1, PART2, PART3)[part - 1]}
