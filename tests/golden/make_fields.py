"""Writes resnet8 and dscnn, .json and .safetensors: whole networks of MLPerf Tiny. Large tensors are condensed."""
import figures
import field_cases

for name, parameters, statistics in [("resnet8", 78_186, 480), ("dscnn", 23_756, 1_152)]:
    case, tensors = field_cases.case(name), {}
    net = figures.of(case, tensors, limit=2048)
    assert sum(p.numel() for p in net.parameters()) == parameters
    assert sum(b.numel() for n, b in net.named_buffers() if not n.endswith("num_batches_tracked")) == statistics
    figures.write(name, [case], tensors)
