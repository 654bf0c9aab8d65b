"""Small networks, each about one kind of layer and its options."""


def conv(out, kernel, **options):
    return {"kind": "Conv2d", "out": out, "kernel": kernel, **options}


def pool(kind, kernel, **options):
    return {"kind": kind, "kernel": kernel, **options}


def linear(out, **options):
    return {"kind": "Linear", "out": out, **options}


RELU, BN, FLATTEN, GLOBAL = ({"kind": k} for k in ("ReLU", "BatchNorm2d", "Flatten", "AdaptiveAvgPool2d"))
HEAD = [GLOBAL, FLATTEN, linear(4)]


def convolutions():
    """A convolution under test is second, so that its input gradient shows in the first one's weights."""
    first = [conv(4, 3, padding=1), RELU]
    options = {
        "1×1": (5, 1, {}), "1×1 stride 2": (5, 1, dict(stride=2)),
        "2×2": (3, 2, {}), "2×2 padding 1 stride 2": (3, 2, dict(padding=1, stride=2)),
        "3×3": (9, 3, {}), "3×3 padding 1": (8, 3, dict(padding=1)), "3×3 padding 2": (7, 3, dict(padding=2)),
        "3×3 stride 2": (5, 3, dict(stride=2)), "3×3 padding 1 stride 2": (6, 3, dict(padding=1, stride=2)),
        "5×5": (3, 5, {}), "5×5 padding 2 stride 2": (2, 5, dict(padding=2, stride=2)),
        "3×3 padding 1 no bias": (5, 3, dict(padding=1, bias=False)),
        "3×3 groups 2": (6, 3, dict(padding=1, groups=2)), "1×1 groups 4": (8, 1, dict(groups=4)),
        "3×3 depthwise": (4, 3, dict(padding=1, groups=4)),
        "3×3 depthwise stride 2 multiplier 2": (8, 3, dict(padding=1, groups=4, stride=2))}
    batches = [5, 16, 19, 40]
    for i, (name, (out, kernel, more)) in enumerate(options.items()):
        yield f"convolution {name}", [2, 9, 7 + i % 3], batches[i % 4], [*first, conv(out, kernel, **more), RELU, *HEAD], {}


def pools():
    before = [conv(3, 3)]
    for kind in ("MaxPool2d", "AvgPool2d"):
        for name, kernel, more in [("2", 2, {}), ("3", 3, {}), ("3 stride 1", 3, dict(stride=1)),
                                   ("3 stride 2", 3, dict(stride=2)), ("3 stride 2 padding 1", 3, dict(stride=2, padding=1)),
                                   ("2 stride 3 padding 1", 2, dict(stride=3, padding=1))]:
            yield f"{kind} {name}", [1, 11, 9], 19, [*before, pool(kind, kernel, **more), conv(3, 2), RELU, *HEAD], {}
    yield "AdaptiveAvgPool2d", [1, 8, 6], 17, [conv(7, 3), RELU, GLOBAL, conv(4, 1)], {}


def others():
    yield "Linear", [3, 4, 5], 19, [FLATTEN, linear(11), RELU, linear(6, bias=False), RELU, linear(4)], {}
    scrambled = {"scrambled_normalization": True}
    for size in (5, 16, 40):
        yield f"BatchNorm2d batch {size}", [2, 6, 5], size, [conv(5, 3, bias=False), BN, RELU, conv(3, 2), RELU, BN, *HEAD], scrambled
    yield "BatchNorm2d momentum and eps", [2, 6, 5], 16, [
        conv(5, 3), RELU, {"kind": "BatchNorm2d", "eps": 0.125, "momentum": 0.5}, *HEAD], scrambled
    yield "Dropout", [2, 6, 5], 19, [conv(5, 3), RELU, {"kind": "Dropout", "p": 0.3}, FLATTEN,
                                     {"kind": "Dropout", "p": 0.1}, linear(4)], {}
    yield "Dropout2d", [2, 6, 5], 19, [conv(6, 3), RELU, {"kind": "Dropout2d", "p": 0.3}, conv(5, 2),
                                       {"kind": "Dropout2d", "p": 0.5}, *HEAD], {}
    branch = {"kind": "Residual", "branch": [conv(5, 3, padding=1, bias=False), BN, RELU, {"kind": "Dropout2d", "p": 0.25},
                                             conv(4, 3, padding=1, bias=False), BN]}
    yield "Residual", [2, 7, 6], 19, [conv(4, 3), RELU, branch, RELU, {"kind": "Dropout2d", "p": 0.2}, *HEAD], scrambled
    nested = {"kind": "Residual", "branch": [conv(4, 1), RELU, {"kind": "Residual", "branch": [conv(4, 3, padding=1)]}]}
    yield "Residual in a residual", [1, 6, 6], 16, [conv(4, 3), nested, RELU, nested, *HEAD], {}
    yield "Residual of the input", [2, 6, 6], 5, [{"kind": "Residual", "branch": [conv(2, 3, padding=1), RELU]}, conv(4, 3), *HEAD], {}
    yield "label smoothing", [1, 5, 5], 19, [conv(4, 3), RELU, *HEAD], {"label_smoothing": 0.125}
    yield "batch of one", [1, 5, 5], 1, [conv(4, 3), RELU, *HEAD], {}
    yield "logits as an image", [1, 5, 5], 33, [conv(6, 3), RELU, conv(4, 3)], {}
    yield "shared convolution", [1, 8, 7], 19, [
        conv(5, 3, padding=1, bias=False), BN, RELU, conv(5, 3, padding=1, share="a"), BN, RELU, pool("MaxPool2d", 2),
        conv(5, 3, padding=1, share="a"), BN, RELU, conv(5, 3, padding=1, share="a"), RELU, *HEAD], scrambled
    shared = {"kind": "Residual", "branch": [conv(6, 3, padding=1, groups=2, share="a", bias=False), BN]}
    yield "shared convolution in residuals", [1, 6, 6], 40, [conv(6, 3), RELU, shared, RELU, shared, RELU, *HEAD], scrambled
    yield "shared Linear", [2, 3, 3], 19, [FLATTEN, linear(18, share="a"), RELU, linear(18, share="a"), RELU, linear(4)], {}
    # Many channels: what goes Winograd's way.
    yield "convolution 3×3 many channels", [2, 9, 8], 19, [conv(32, 3, padding=1), RELU, conv(33, 3), RELU,
                                                           conv(32, 3, padding=1), RELU, *HEAD], {}


def cases():
    for number, (name, shape, batch, layers, more) in enumerate([*convolutions(), *pools(), *others()]):
        yield {"name": name, "seed": 100 + number, "epoch": 1 + number % 5, "first": 7 * number, "batch": batch,
               "classes": 4, "input": shape, "layers": layers, **more}
