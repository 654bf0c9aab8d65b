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
    # Many channels: these use Winograd.
    yield "convolution 3×3 many channels", [2, 9, 8], 19, [conv(32, 3, padding=1), RELU, conv(33, 3), RELU,
                                                           conv(32, 3, padding=1), RELU, *HEAD], {}


def kind(name, **options):
    return {"kind": name, **options}


def residual(branch, shortcut=None):
    return {"kind": "Residual", "branch": branch, **({"shortcut": shortcut} if shortcut else {})}


SCRAMBLED = {"scrambled_normalization": True}
# What scales its input would have a gradient of zero but for eps.
WIDE_BN = kind("BatchNorm2d", eps=0.125)
ACTIVATIONS = {
    "LeakyReLU": kind("LeakyReLU"), "LeakyReLU 0.2": kind("LeakyReLU", negative_slope=0.2),
    "LeakyReLU 0": kind("LeakyReLU", negative_slope=0), "PReLU": kind("PReLU"), "PReLU 5": kind("PReLU", num_parameters=5, init=0.1),
    "PReLU init -0.5": kind("PReLU", init=-0.5), "SiLU": kind("SiLU"), "Hardswish": kind("Hardswish")}


def convolutions_of_two_sizes():
    """Rows × columns. No two of the numbers of a case are the same where they can differ, so that a swap shows."""
    first = [conv(4, 3, padding=1), RELU]
    options = {
        "1×3": (5, [1, 3], {}), "3×1 padding 1×0": (5, [3, 1], dict(padding=[1, 0])), "2×5 padding 1×2": (3, [2, 5], dict(padding=[1, 2])),
        "1×7 padding 0×6": (4, [1, 7], dict(padding=[0, 6])), "9×1": (3, [9, 1], {}),
        "3×3 padding 2×0": (7, 3, dict(padding=[2, 0])), "3×3 padding 0×1": (5, 3, dict(padding=[0, 1])),
        "1×1 stride 2×1": (5, 1, dict(stride=[2, 1])), "1×1 stride 1×2": (5, 1, dict(stride=[1, 2])),
        "3×3 stride 2×1": (5, 3, dict(stride=[2, 1])), "3×3 stride 1×2 padding 1": (6, 3, dict(stride=[1, 2], padding=1)),
        "5×2 stride 2×1 padding 3×1": (3, [5, 2], dict(stride=[2, 1], padding=[3, 1])),
        "2×3 stride 1×2 padding 0×2": (3, [2, 3], dict(stride=[1, 2], padding=[0, 2], bias=False)),
        "3×2 stride 2": (9, [3, 2], dict(stride=2)),
        "3×5 groups 2 padding 1×2": (6, [3, 5], dict(groups=2, padding=[1, 2])),
        "4×3 groups 2 stride 2×1 padding 1×2": (6, [4, 3], dict(groups=2, stride=[2, 1], padding=[1, 2])),
        "depthwise 3×1 stride 2×1": (4, [3, 1], dict(groups=4, stride=[2, 1])),
        "depthwise 1×5 stride 1×2 padding 0×4": (4, [1, 5], dict(groups=4, stride=[1, 2], padding=[0, 4])),
        "depthwise 3×2 stride 1×2 multiplier 3": (12, [3, 2], dict(groups=4, stride=[1, 2], padding=[2, 1]))}
    batches = [5, 16, 19, 40]
    for i, (name, (out, kernel, more)) in enumerate(options.items()):
        yield f"convolution of two sizes {name}", [2, 9, 7 + i % 3], batches[i % 4], [*first, conv(out, kernel, **more), RELU, *HEAD], {}
    many = {"3×3 padding 1×0": (3, dict(padding=[1, 0])), "3×3 padding 0×2": (3, dict(padding=[0, 2])), "3×5": ([3, 5], {}),
            "3×3 stride 1×2": (3, dict(stride=[1, 2])), "3×3 stride 2×1": (3, dict(stride=[2, 1]))}
    for name, (kernel, more) in many.items():
        yield f"convolution of two sizes {name} many channels", [1, 11, 9], 19, [
            conv(32, 3, padding=1), RELU, conv(33, kernel, **more), RELU, *HEAD], {}
    yield "convolution of two sizes of the input", [3, 7, 8], 19, [conv(6, [3, 2], stride=[1, 2], padding=[2, 0], groups=3), RELU, *HEAD], {}


def pools_of_two_sizes():
    for name in ("MaxPool2d", "AvgPool2d"):
        for title, kernel, more in [
                ("2×3", [2, 3], {}), ("3×1", [3, 1], {}), ("1×2", [1, 2], {}), ("2 stride 2×1", 2, dict(stride=[2, 1])),
                ("2 stride 1×2", 2, dict(stride=[1, 2])), ("3×2 stride 2×3 padding 1", [3, 2], dict(stride=[2, 3], padding=1)),
                ("3×4 padding 0×2", [3, 4], dict(padding=[0, 2])), ("2×5 stride 1 padding 1×0", [2, 5], dict(stride=1, padding=[1, 0])),
                ("9×1", [9, 1], {})]:
            yield f"{name} of two sizes {title}", [1, 11, 9], 19, [conv(3, 3), pool(name, kernel, **more), RELU, *HEAD], {}
    normalized = [conv(5, 3, bias=False), BN, RELU]
    yield "MaxPool2d of two sizes after BatchNorm2d", [2, 8, 9], 19, [*normalized, pool("MaxPool2d", [2, 3], stride=[1, 2]), *HEAD], SCRAMBLED
    yield "AvgPool2d of two sizes after BatchNorm2d", [2, 8, 9], 19, [*normalized, pool("AvgPool2d", [3, 2], stride=[2, 1]), *HEAD], SCRAMBLED


def activations(kinds):
    """Each function of each number wherever it meets another layer."""
    for i, (name, f) in enumerate(kinds.items()):
        size = [5, 16, 19, 40][i % 4]
        yield name, [2, 6, 5], size, [conv(5, 3), f, conv(5, 2), f, *HEAD], {}
        yield f"BatchNorm2d before {name}", [2, 6, 5], size, [conv(5, 3, bias=False), BN, f, conv(5, 2, bias=False), BN, f, *HEAD], SCRAMBLED
        yield f"BatchNorm2d after {name}", [2, 6, 5], size, [conv(5, 3), f, BN, conv(5, 2), f, BN, *HEAD], SCRAMBLED
        flat = {**f, "num_parameters": 24} if "num_parameters" in f else f
        yield f"{name} after Flatten", [1, 5, 4], 19, [conv(4, 3, padding=[0, 1], bias=False), FLATTEN, BN, linear(24), flat, linear(4)], SCRAMBLED
        yield f"{name} between Flatten and BatchNorm2d", [1, 5, 3], 19, [conv(4, [4, 1]), FLATTEN, flat, BN, linear(4)], SCRAMBLED
        yield f"{name} then pool and dropout", [2, 7, 6], 19, [
            conv(5, 3), f, pool("MaxPool2d", 2), f, kind("Dropout2d", p=0.25), conv(5, 1), f, kind("Dropout", p=0.25), *HEAD], SCRAMBLED
        yield f"{name} in a residual", [2, 6, 5], 19, [conv(5, 3), residual([f]), residual([f, conv(5, 3, padding=1), f]), f, *HEAD], SCRAMBLED


def edges_of_activations():
    for name in ("LeakyReLU 0.2", "PReLU", "SiLU", "Hardswish"):
        yield f"{name} of the input", [2, 6, 5], 19, [ACTIVATIONS[name], conv(5, 3), RELU, *HEAD], SCRAMBLED
        yield f"{name} of the logits", [2, 6, 5], 19, [conv(5, 3), RELU, *HEAD, ACTIVATIONS[name]], SCRAMBLED
    yield "Hardswish of large numbers", [1, 5, 5], 40, [conv(6, 3), kind("Scale", init=8), kind("Hardswish"), conv(5, 2), *HEAD], {}
    yield "SiLU of large numbers", [1, 5, 5], 40, [conv(6, 3), kind("Scale", init=30), kind("SiLU"), conv(5, 2), *HEAD], {}


def scales():
    scale = kind("Scale")
    yield "Scale", [2, 6, 5], 19, [conv(5, 3), kind("Scale", init=0.1), conv(5, 2), scale, *HEAD], {}
    layers = {
        "after ReLU": [conv(5, 3), RELU, scale, conv(5, 2)], "before ReLU": [conv(5, 3), scale, RELU, conv(5, 2)],
        "after ReLU and before pool": [conv(5, 3), RELU, scale, pool("MaxPool2d", [1, 2])],
        "before ReLU and Dropout2d": [conv(5, 3), scale, RELU, kind("Dropout2d", p=0.25), conv(5, 2)],
        "before Dropout2d": [conv(5, 3), RELU, scale, kind("Dropout2d", p=0.25), conv(5, 2)],
        "twice": [conv(5, 3), scale, scale, conv(5, 2)], "after BatchNorm2d": [conv(5, 3, bias=False), BN, scale, RELU, conv(5, 2)],
        "before BatchNorm2d": [conv(5, 3), RELU, scale, WIDE_BN, conv(5, 2)], "of the input": [scale, conv(5, 3), RELU],
        "at a residual's end": [conv(5, 3), residual([conv(5, 3, padding=1), RELU, conv(5, 1), kind("Scale", init=1e-3)]), RELU],
        "alone in a residual": [conv(5, 3), RELU, residual([scale]), conv(5, 2)]}
    for name, before in layers.items():
        yield f"Scale {name}", [2, 6, 5], 19, [*before, *HEAD], SCRAMBLED
    yield "Scale after Flatten", [2, 4, 3], 19, [conv(5, [3, 2]), RELU, FLATTEN, scale, linear(7), scale, RELU, linear(4), scale], SCRAMBLED


def squeezes():
    for channels, reduction in [(6, 1), (6, 2), (7, 4), (5, 5)]:
        yield f"SqueezeExcite {channels} channels reduction {reduction}", [2, 6, 5], 19, [
            conv(channels, 3), RELU, kind("SqueezeExcite", reduction=reduction), conv(5, 2), RELU, *HEAD], {}
    se = kind("SqueezeExcite", reduction=2)
    normalized = [conv(6, 3, padding=1, bias=False), BN]
    layers = {
        "after BatchNorm2d": [*normalized, se, RELU, conv(5, 2)], "after BatchNorm2d and ReLU": [*normalized, RELU, se, conv(5, 2)],
        "before BatchNorm2d": [conv(6, 3), RELU, se, BN, conv(5, 2)], "after SiLU": [conv(6, 3), kind("SiLU"), se, kind("SiLU")],
        "default reduction": [conv(9, 3), kind("Hardswish"), kind("SqueezeExcite"), conv(5, 2)],
        "twice": [conv(6, 3), se, se, RELU], "of the input": [se, conv(6, 3), RELU],
        "before pool and dropout": [conv(6, 3), RELU, se, kind("Dropout2d", p=0.25), pool("MaxPool2d", 2), conv(5, 1), RELU],
        "in a residual": [conv(6, 3), RELU, residual([*normalized, RELU, *normalized, se]), RELU],
        "first in a residual": [conv(6, 3), RELU, residual([se, conv(6, 1)]), RELU],
        "alone in a residual": [conv(6, 3), RELU, residual([se]), RELU]}
    for name, before in layers.items():
        yield f"SqueezeExcite {name}", [2, 6, 5], 19, [*before, *HEAD], SCRAMBLED
    yield "SqueezeExcite after Flatten", [2, 4, 3], 19, [conv(3, [3, 2]), RELU, FLATTEN, se, linear(6), se, linear(4)], {}
    yield "SqueezeExcite batch of one", [2, 6, 5], 1, [conv(6, 3), RELU, se, *HEAD], {}
    yield "SqueezeExcite batch of 40", [2, 6, 5], 40, [conv(6, 3), RELU, se, *HEAD], {}


def shortcuts():
    def down(out, stride):
        """A ResNet's block that changes the shape."""
        return residual([conv(out, 3, stride=stride, padding=1, bias=False), BN, RELU, conv(out, 3, padding=1, bias=False), BN],
                        [conv(out, 1, stride=stride, bias=False), BN])
    stem = [conv(4, 3, padding=1, bias=False), BN, RELU]
    squeeze, swish = kind("SqueezeExcite", reduction=2), kind("Hardswish")
    inverted = residual(
        [conv(12, 1, bias=False), BN, swish, conv(12, [3, 5], padding=[1, 2], stride=[2, 1], groups=12, bias=False), BN, swish,
         kind("SqueezeExcite"), conv(6, 1, bias=False), BN], [pool("AvgPool2d", [2, 1]), conv(6, 1, bias=False), BN])
    layers = {
        "": [*stem, down(6, 2), RELU], "stride 2×1": [*stem, down(6, [2, 1]), RELU], "stride 1×2": [*stem, down(6, [1, 2]), RELU],
        "after another": [*stem, down(5, 1), RELU, down(6, 2), RELU], "without ReLU between": [*stem, down(5, 1), down(6, 2)],
        "of the input": [residual([conv(5, 3, padding=1), RELU], [conv(5, 1)]), RELU],
        "with an activation only": [conv(5, 3), residual([conv(5, 1)], [RELU]), RELU],
        "with biases and dropout": [conv(4, 3), RELU, residual([kind("Dropout2d", p=0.25), conv(5, 3, padding=1), kind("Dropout2d", p=0.2)],
                                                               [conv(5, 1), kind("Dropout", p=0.2)]), kind("Dropout2d", p=0.1), RELU],
        "with pools": [*stem, residual([pool("MaxPool2d", 2)], [pool("AvgPool2d", 2)]), conv(5, 1)],
        "in a shortcut": [*stem, residual([conv(5, 1)], [residual([conv(6, 1), RELU, conv(5, 1)], [conv(5, 3, padding=1)]), RELU]), RELU],
        "with shared weights": [*stem, residual([conv(4, 3, padding=1, share="a"), RELU], [conv(4, 3, padding=1, share="a")]), RELU],
        "with SqueezeExcite": [*stem, residual([conv(6, 3, stride=2, padding=1, bias=False), BN, RELU, conv(6, 3, padding=1, bias=False), BN, squeeze],
                                               [conv(6, 1, stride=2, bias=False), BN]), RELU],
        "of an inverted bottleneck": [*stem, inverted, swish], "that is Scale": [*stem, residual([conv(4, 1)], [kind("Scale")]), RELU],
        "that is SqueezeExcite": [*stem, residual([conv(4, 1)], [squeeze]), RELU]}
    for i, (name, before) in enumerate(layers.items()):
        yield f"shortcut {name}".strip(), [2, 8, 6], [19, 16, 40][i % 3], [*before, *HEAD], SCRAMBLED
    yield "Residual of nothing", [2, 6, 5], 19, [conv(5, 3), RELU, residual([kind("Dropout", p=0)]), conv(5, 2), RELU, *HEAD], {}


def flat_normalizations():
    """Sums for each channel are not sums for each number of a flat vector: the bias of the convolution shows a mix-up."""
    nothing = kind("Dropout", p=0)
    layers = {
        "ReLU, Flatten": [RELU, FLATTEN], "Flatten, ReLU": [FLATTEN, RELU], "ReLU, Dropout of 0, Flatten": [RELU, nothing, FLATTEN],
        "ReLU, Flatten, Dropout of 0": [RELU, FLATTEN, nothing], "Dropout of 0, ReLU, Flatten": [nothing, RELU, FLATTEN],
        "ReLU, Dropout, Flatten": [RELU, kind("Dropout", p=0.2), FLATTEN], "ReLU, MaxPool2d, Flatten": [RELU, pool("MaxPool2d", [1, 2]), FLATTEN],
        "SiLU, Flatten": [kind("SiLU"), FLATTEN], "ReLU, Flatten, Scale": [RELU, FLATTEN, kind("Scale")], "ReLU, Scale, Flatten": [RELU, kind("Scale"), FLATTEN]}
    for i, (name, between) in enumerate(layers.items()):
        yield f"convolution, {name}, BatchNorm2d", [2, 5, 4], [19, 40][i % 2], [conv(3, 3), *between, WIDE_BN, linear(4)], SCRAMBLED
    yield "convolution, Flatten, Scale", [2, 5, 4], 19, [conv(3, 3), FLATTEN, kind("Scale"), linear(4)], SCRAMBLED
    yield "convolution to one pixel, ReLU, Flatten, BatchNorm2d", [2, 5, 4], 19, [conv(6, [5, 4]), RELU, FLATTEN, BN, linear(4)], SCRAMBLED
    yield "Linear, ReLU, BatchNorm2d", [2, 3, 3], 19, [FLATTEN, linear(9), RELU, BN, linear(7), RELU, BN, linear(4)], SCRAMBLED


def elus():
    yield from activations({"ELU": kind("ELU"), "ELU 0.3": kind("ELU", alpha=0.3)})
    elu = kind("ELU", alpha=2)
    yield "ELU 2 of the input", [2, 6, 5], 19, [elu, conv(5, 3), RELU, *HEAD], SCRAMBLED
    yield "ELU 2 of the logits", [2, 6, 5], 19, [conv(5, 3), RELU, *HEAD, elu], SCRAMBLED
    yield "ELU of large numbers", [1, 5, 5], 40, [conv(6, 3), kind("Scale", init=200), kind("ELU"), conv(5, 2), *HEAD], {}


def cases():
    """Seeds go by the number of the case: new ones belong at the end."""
    every = [*convolutions(), *pools(), *others(), *convolutions_of_two_sizes(), *pools_of_two_sizes(), *activations(ACTIVATIONS), *edges_of_activations(), *scales(),
             *squeezes(), *shortcuts(), *flat_normalizations(), *elus()]
    for number, (name, shape, batch, layers, more) in enumerate(every):
        yield {"name": name, "seed": 100 + number, "epoch": 1 + number % 5, "first": 7 * number, "batch": batch,
               "classes": 4, "input": shape, "layers": layers, **more}
