"""A network that Thimble trained, in a Python program without any package. From the repository's root:

    dotnet publish src/Thimble.Native -c Release -o out
    python3 examples/native/classify.py out/libthimble.so examples/digits.safetensors
"""
import ctypes
import sys


class Answer(ctypes.Structure):
    """thimble_answer of thimble.h."""

    _fields_ = [("label", ctypes.c_int32), ("probability", ctypes.c_float), ("recognized", ctypes.c_int32)]


class Network:
    """A loaded network: with Network(library, path) as network: network.classify(pixels)."""

    def __init__(self, library, path, threads=0):
        self._library = ctypes.CDLL(library)
        for name in ("thimble_class_name", "thimble_error", "thimble_shortfall"):
            getattr(self._library, name).restype = ctypes.c_size_t
        if shortfall := self._text("thimble_shortfall"):
            print(f"libthimble: {shortfall}", file=sys.stderr)
        self._number = ctypes.c_int64()
        self._check("thimble_load", path.encode(), ctypes.c_int32(threads), ctypes.byref(self._number))
        count = self._library.thimble_class_count(self._number)
        self.class_names = [self._text("thimble_class_name", self._number, ctypes.c_int32(label)) for label in range(count)]

    def classify(self, pixels):
        """The answer to one image, given as bytes, and the probability of each class."""
        answer, probabilities = Answer(), (ctypes.c_float * len(self.class_names))()
        self._check("thimble_classify", self._number, pixels, ctypes.c_size_t(len(pixels)), ctypes.byref(answer), probabilities)
        return answer, list(probabilities)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._library.thimble_free(self._number)

    def _check(self, name, *arguments):
        if getattr(self._library, name)(*arguments) != 0:
            raise ValueError(self._text("thimble_error"))

    def _text(self, name, *arguments):
        function = getattr(self._library, name)
        room = function(*arguments, None, ctypes.c_size_t(0)) + 1
        buffer = ctypes.create_string_buffer(room)
        function(*arguments, buffer, ctypes.c_size_t(room))
        return buffer.value.decode()


def draw_seven():
    """A seven as MNIST shows digits: 28x28 bytes, 0 background to 255 ink. Yours come from a camera or a file."""
    rows = [bytearray(28) for _ in range(28)]
    for row in range(6, 9):
        rows[row][7:21] = b"\xff" * 14
    for row in range(9, 23):
        left = 18 - (row - 9) // 2
        rows[row][left:left + 3] = b"\xff" * 3
    return b"".join(rows)


if __name__ == "__main__":
    with Network(*sys.argv[1:3]) as network:
        answer, _ = network.classify(draw_seven())
        print(f"{'' if answer.recognized else 'unknown, nearest: '}{network.class_names[answer.label]} {answer.probability:.9g}")
