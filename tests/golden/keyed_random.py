"""Thimble's KeyedRandom (src/Thimble/KeyedRandom.cs) in Python: the same bits, so that neither inputs nor first
weights have to be stored beside the figures."""
import json
import os

import numpy as np

MASK = (1 << 64) - 1

# Places that Thimble knows (RandomPlace in src/Thimble/KeyedRandom.cs) ...
INITIALIZATION = 1_000_000
# ... and places that only the golden figures use (tests/Thimble.Tests/Golden/GoldenPlace.cs).
NOISE = 2_000_000
LABEL = 2_000_001
PATTERN = 2_000_002
NORMALIZATION = 2_000_003
PROJECTION = 2_000_004


def mix(value):
    """SplitMix64's finalizer, for one Python int or for a numpy array of uint64."""
    if isinstance(value, int):
        value = (value + 0x9E3779B97F4A7C15) & MASK
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
        return value ^ (value >> 31)
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


class KeyedRandom:
    def __init__(self, seed, epoch, sample, place):
        self.key = mix(mix(mix(mix(seed) + epoch & MASK) + sample & MASK) + place & MASK)

    def bits(self, count):
        """Draws 0 to count - 1."""
        return mix(np.arange(count, dtype=np.uint64) + np.uint64(self.key))

    def uniform(self, count, low=None, high=None):
        """Draws 0 to count - 1 in single precision, in the order of operations of the C#."""
        share = (self.bits(count) >> np.uint64(40)).astype(np.float32) * np.float32(2 ** -24)
        if low is None:
            return share
        low, high = np.float32(low), np.float32(high)
        return low + (high - low) * share

    def below(self, index, bound):
        return mix(self.key + index & MASK) * bound >> 64


def figures():
    """A few draws of a few keys, for the C# to agree with."""
    rows = []
    for seed, epoch, sample, place in [(0, 0, 0, 0), (1, 0, 0, INITIALIZATION), (42, 3, 59_999, 7), (MASK, 15, 1, 2)]:
        random = KeyedRandom(seed, epoch, sample, place)
        rows.append({
            "seed": str(seed), "epoch": epoch, "sample": sample, "place": place,
            "bits": [f"{int(b):016x}" for b in random.bits(4)],
            "uniform": [float(u) for u in random.uniform(4)],
            "between": [float(u) for u in random.uniform(4, -1 / 3, 1 / 3)],
            "below": [random.below(i, 10) for i in range(4)]})
    return rows


if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(__file__), "keyed_random.json"), "w", newline="\n") as file:
        json.dump(figures(), file, indent=1)
        file.write("\n")
