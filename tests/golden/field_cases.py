"""Two networks of MLPerf Tiny, as experiments/resnet8.yaml and experiments/dscnn.yaml have them."""
from layer_cases import conv

NORMALIZATION = {"kind": "BatchNorm2d", "eps": 0.001, "momentum": 0.01}
RELU = {"kind": "ReLU"}
END = [{"kind": "AdaptiveAvgPool2d"}, {"kind": "Flatten"}]


def stack(out, stride):
    """Two convolutions with a way around them; the way around is a convolution where the shape changes."""
    first = conv(out, 3, padding=1) if stride == 1 else conv(out, 3, stride=stride, padding=1)
    residual = {"kind": "Residual", "branch": [first, NORMALIZATION, RELU, conv(out, 3, padding=1), NORMALIZATION]}
    if stride != 1:
        residual["shortcut"] = [conv(out, 1, stride=stride)]
    return [residual, RELU]


RESNET8 = [conv(16, 3, padding=1), NORMALIZATION, RELU, *stack(16, 1), *stack(32, 2), *stack(64, 2), *END, {"kind": "Linear", "out": 10}]
SEPARABLE = [conv(64, 3, padding=1, groups=64), NORMALIZATION, RELU, conv(64, 1), NORMALIZATION, RELU]
DSCNN = [conv(64, [10, 4], stride=2, padding=[5, 1]), NORMALIZATION, RELU, {"kind": "Dropout", "p": 0.2}, *SEPARABLE * 4,
         {"kind": "Dropout", "p": 0.4}, *END, {"kind": "Linear", "out": 12}]

# Seeds at which no ReLU is decided by rounding: see README.md.
SEEDS = {"resnet8": 10, "dscnn": 18}


def case(name):
    layers, shape, classes = {"resnet8": (RESNET8, [3, 32, 32], 10), "dscnn": (DSCNN, [1, 49, 10], 12)}[name]
    return {"name": name, "seed": SEEDS[name], "epoch": 2, "first": 1000, "batch": 8, "classes": classes, "input": shape, "layers": layers}
