"""Writes tensors in the safetensors format: a header's length, the header in JSON, and the numbers."""
import json
import struct

import numpy as np


def write(path, tensors):
    """tensors: name to array; whole numbers are kept in 64 bits, all others in single precision, whose rounding (6e-8) is
    far below any tolerance."""
    header, blobs, offset = {}, [], 0
    arrays = {name: np.asarray(values) for name, values in tensors.items()}
    # The widest first, so that every number is aligned.
    for name, values in sorted(arrays.items(), key=lambda item: item[1].dtype.kind != "i"):
        kind = "I64" if values.dtype.kind == "i" else "F32"
        blob = values.astype("<i8" if kind == "I64" else "<f4").tobytes()
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def read(path):
    """The tensors by name, and the metadata."""
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    metadata = header.pop("__metadata__", {})
    types = {"F32": "<f4", "I64": "<i8", "U8": "u1"}
    return {name: np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"])
            for name, entry in header.items()}, metadata
