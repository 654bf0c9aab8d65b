"""Writes tensors in the safetensors format: a header's length, the header in JSON, and the numbers."""
import json
import struct

import numpy as np


def write(path, tensors):
    """tensors: name to array; kept in single precision, whose rounding (6e-8) is far below any tolerance."""
    header, blobs, offset = {}, [], 0
    for name, values in tensors.items():
        values = np.asarray(values, dtype="<f4")
        blob = values.tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
