"""Writes part1 to part3, .json and .safetensors: the whole networks of the assignment. Part 1's large tensors are
condensed: its 258,602 gradients would not fit beside the source."""
import figures
import part_cases

for part, batch, parameters, limit in [(1, 32, 258_602, 4096), (2, 64, 9_736, 1 << 30), (3, 64, 10_224, 1 << 30)]:
    case, tensors = part_cases.case(part, batch), {}
    net = figures.of(case, tensors, limit)
    assert sum(p.numel() for p in net.parameters()) == parameters
    figures.write(f"part{part}", [case], tensors)
