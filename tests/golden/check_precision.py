"""Prints how far PyTorch in single precision is from the figures, which are in double: what any engine in single
precision may be expected to reach. Nothing is written."""
import numpy as np
import torch

import figures
import layer_cases
import make_traces
import part_cases


def worst(truth, tensors):
    """The largest error of a tensor relative to its norm, and whose it is."""
    errors = {name: np.linalg.norm(np.subtract(tensors[name], value)) / max(np.linalg.norm(value), 1e-30)
              for name, value in truth.items()}
    name = max(errors, key=errors.get)
    return f"{errors[name]:.1e}  {name}"


def main():
    for case in [*layer_cases.cases(), part_cases.case(1, 32), part_cases.case(2, 64), part_cases.case(3, 64)]:
        truth, tensors = {}, {}
        figures.of(case, truth)
        figures.of(case, tensors, dtype=torch.float32)
        print(worst({n: np.asarray(t) for n, t in truth.items()}, {n: np.asarray(t) for n, t in tensors.items()}))
    for case, optimizer in make_traces.cases():
        truth, tensors = {}, {}
        make_traces.trace(case, optimizer, truth)
        make_traces.trace(case, optimizer, tensors, dtype=torch.float32)
        print(worst({n: t.numpy() for n, t in truth.items()}, {n: t.numpy() for n, t in tensors.items()}))


main()
