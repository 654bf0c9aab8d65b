"""Writes pillow.json: PNG files that are odd in one way each, and what Pillow makes of them. Seeded: the same files every time."""
import base64
import io
import json
import random
import struct
import warnings
import zlib

import PIL
from PIL import Image, ImageOps

WIDTH, HEIGHT = 7, 5
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name, content, wrong=False):
    crc = zlib.crc32(name + content) ^ (0x5A5A if wrong else 0)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)


def exif(orientation, little=True, prefix=b""):
    order = "<" if little else ">"
    return prefix + (b"II*\0" if little else b"MM\0*") + struct.pack(order + "IH", 8, 1) + struct.pack(
        order + "HHIHHI", 0x0112, 3, 1, orientation, 0, 0)


KINDS = {"grey8": (8, 0, 1), "grey1": (1, 0, 1), "palette8": (8, 3, 1), "palette2": (2, 3, 1), "rgb8": (8, 2, 3), "rgba8": (8, 6, 4)}


def parts(kind, r):
    """The chunks of a sound file, as a list to be changed."""
    depth, colour, samples = KINDS[kind]
    bytes_per_row = (WIDTH * samples * depth + 7) // 8
    colours = 4 if depth < 8 else 9
    rows = b""
    for _ in range(HEIGHT):
        row = bytes(r.randrange(256) for _ in range(bytes_per_row))
        if kind == "palette8":
            row = bytes(value % colours for value in row)
        rows += b"\0" + row
    palette = bytes(r.randrange(256) for _ in range(3 * colours))
    return {"header": struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, 0), "rows": rows,
            "palette": palette if colour == 3 else None, "colour": colour, "depth": depth, "samples": samples}


def whole(p, before=b"", after=b"", end=chunk(b"IEND", b""), data=None, palette=None, extra_rows=b"", split=None, first=b""):
    packed = data if data is not None else zlib.compress(p["rows"] + extra_rows)
    if split is None:
        idat = chunk(b"IDAT", packed)
    else:
        idat = b"".join(chunk(b"IDAT", piece) for piece in split(packed))
    plte = palette if palette is not None else chunk(b"PLTE", p["palette"]) if p["palette"] else b""
    return SIGNATURE + first + chunk(b"IHDR", p["header"]) + plte + before + idat + after + end


def variants(kind, r):
    p = parts(kind, r)
    packed = zlib.compress(p["rows"])
    row = 1 + (WIDTH * p["samples"] * p["depth"] + 7) // 8
    trns = bytes(r.randrange(256) for _ in range(2 * p["samples"]))
    text = chunk(b"tEXt", b"Title\0x")
    yield "sound", whole(p)
    yield "no end", whole(p, end=b"")
    yield "end without checksum", whole(p, end=chunk(b"IEND", b"")[:-4])
    yield "end with wrong checksum", whole(p, end=chunk(b"IEND", b"", wrong=True))
    yield "data after the end", whole(p, end=chunk(b"IEND", b"") + b"more\0\1\2" * 5)
    yield "rubbish in place of the end", whole(p, end=b"\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e")
    yield "an extra row", whole(p, extra_rows=p["rows"][:row])
    yield "five extra rows", whole(p, extra_rows=p["rows"])
    yield "an extra byte", whole(p, extra_rows=b"\0")
    yield "a row missing", whole(p, data=zlib.compress(p["rows"][:-row]))
    yield "tRNS", whole(p, before=chunk(b"tRNS", trns))
    yield "tRNS of one byte", whole(p, before=chunk(b"tRNS", trns[:1]))
    yield "tRNS of 20 bytes", whole(p, before=chunk(b"tRNS", bytes(range(20))))
    yield "empty tRNS", whole(p, before=chunk(b"tRNS", b""))
    yield "tRNS after the data", whole(p, after=chunk(b"tRNS", trns))
    yield "two tRNS", whole(p, before=chunk(b"tRNS", trns) + chunk(b"tRNS", trns[::-1]))
    yield "long palette", whole(p, palette=chunk(b"PLTE", bytes(r.randrange(256) for _ in range(3 * 40))))
    yield "palette of 256", whole(p, palette=chunk(b"PLTE", bytes(r.randrange(256) for _ in range(768))))
    yield "palette of 300", whole(p, palette=chunk(b"PLTE", bytes(r.randrange(256) for _ in range(900))))
    yield "palette of 7 bytes", whole(p, palette=chunk(b"PLTE", bytes(r.randrange(256) for _ in range(7))))
    yield "short palette", whole(p, palette=chunk(b"PLTE", bytes(r.randrange(256) for _ in range(6))))
    yield "no palette", whole(p, palette=b"")
    yield "palette after the data", whole(p, palette=b"", after=chunk(b"PLTE", p["palette"] or bytes(12)))
    yield "two palettes", whole(p, before=chunk(b"PLTE", bytes(range(12))))
    yield "tRNS before the palette", whole(p, palette=chunk(b"tRNS", trns) + (chunk(b"PLTE", p["palette"]) if p["palette"] else b""))
    yield "wrong checksum in tEXt", whole(p, before=chunk(b"tEXt", b"Title\0x", wrong=True))
    yield "wrong checksum in tEXt after the data", whole(p, after=chunk(b"tEXt", b"Title\0x", wrong=True))
    yield "wrong checksum in IDAT", whole(p).replace(chunk(b"IDAT", packed), chunk(b"IDAT", packed, wrong=True))
    yield "wrong checksum in IHDR", whole(p).replace(chunk(b"IHDR", p["header"]), chunk(b"IHDR", p["header"], wrong=True))
    yield "wrong Adler", whole(p, data=packed[:-4] + b"\1\2\3\4")
    yield "no Adler", whole(p, data=packed[:-4])
    yield "half an Adler", whole(p, data=packed[:-2])
    yield "rubbish after Adler", whole(p, data=packed + b"rubbish")
    yield "another stream after it", whole(p, data=packed + packed)
    yield "no Adler, no end", whole(p, data=packed)[:-12 - 8]
    yield "cut in the checksum", whole(p)[:-12 - 2]
    yield "cut before the checksum", whole(p)[:-12 - 4]
    yield "IDAT a byte each", whole(p, split=lambda d: [d[i:i + 1] for i in range(len(d))])
    yield "empty IDATs", whole(p, split=lambda d: [b"", d[:5], b"", b"", d[5:], b""])
    yield "text between the data", SIGNATURE + whole(p, split=lambda d: [d[:9]], end=b"")[8:] + text + chunk(b"IDAT", packed[9:]) + chunk(b"IEND", b"")
    yield "data again after text", whole(p, after=text + chunk(b"IDAT", packed))
    yield "chunk before the header", whole(p, first=text)
    yield "two headers", whole(p, first=chunk(b"IHDR", p["header"]))
    yield "long header", whole(p).replace(chunk(b"IHDR", p["header"]), chunk(b"IHDR", p["header"] + b"\0"))
    yield "unknown chunk that must not be left out", whole(p, before=chunk(b"QuiT", b"x"))
    yield "chunk of digits", whole(p, before=chunk(b"a1_2", b"x"))
    yield "chunk of spaces", whole(p, before=chunk(b"a  b", b"x"))
    yield "compression 1", whole(p).replace(chunk(b"IHDR", p["header"]), chunk(b"IHDR", p["header"][:10] + b"\1\0\0"))
    yield "gAMA and pHYs after the data", whole(p, after=chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"pHYs", bytes(9)))
    yield "stored", whole(p, data=zlib.compress(p["rows"], 0))
    yield "window of 256 bytes", whole(p, data=b"\x08\x1d" + packed[2:])
    yield "a dictionary", whole(p, data=b"\x78\xbb" + packed[2:])
    yield "no zlib frame", whole(p, data=packed[2:-4])
    yield "end before the data", SIGNATURE + chunk(b"IHDR", p["header"]) + chunk(b"IEND", b"") + chunk(b"IDAT", packed)
    yield "filter 7", whole(p, data=zlib.compress(b"\7" + p["rows"][1:]))
    for orientation in range(0, 10):
        yield f"orientation {orientation}", whole(p, before=chunk(b"eXIf", exif(orientation, little=orientation % 2 == 0)))
    yield "orientation after the data", whole(p, after=chunk(b"eXIf", exif(6)))
    yield "orientation with a prefix", whole(p, before=chunk(b"eXIf", exif(8, prefix=b"Exif\0\0")))
    yield "broken EXIF", whole(p, before=chunk(b"eXIf", exif(6)[:20]))
    yield "EXIF of no kind", whole(p, before=chunk(b"eXIf", b"hello"))


def text(data):
    return base64.b64encode(data).decode()


def read(file):
    """Grey pixels and transparency as Pillow has them, or None where it refuses."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(file))
            picture.load()
            picture = ImageOps.exif_transpose(picture)
            grey = picture.convert("RGB").convert("L") if picture.mode == "P" else picture.convert("L")
            has_alpha = picture.mode in ("LA", "RGBA", "PA") or "transparency" in picture.info
            alpha = picture.convert("RGBA").getchannel("A") if has_alpha else None
    except Exception:
        return None
    return {"width": picture.width, "height": picture.height, "grey": text(grey.tobytes()), "alpha": text(alpha.tobytes() if alpha else b"")}


def main():
    cases = []
    for kind in KINDS:
        r = random.Random(kind)
        for name, file in variants(kind, r):
            cases.append({"name": f"{kind}: {name}", "file": text(file), "pillow": read(file)})
    with open("pillow.json", "w", encoding="utf-8") as out:
        out.write('{"pillow": "' + PIL.__version__ + '", "cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")


if __name__ == "__main__":
    main()
