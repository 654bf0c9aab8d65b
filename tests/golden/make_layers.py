"""Writes layers.json and layers.safetensors: every kind of layer in a small network."""
import figures
import layer_cases

cases, tensors = list(layer_cases.cases()), {}
for case in cases:
    figures.of(case, tensors)
figures.write("layers", cases, tensors)
