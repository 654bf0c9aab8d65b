"""Writes pictures.json: small files of every kind of picture, and their pixels as Pillow reads them. Seeded: the same files every time."""
import base64
import io
import json
import math
import random
import struct
import zlib

import PIL
from PIL import Image, ImageOps

WIDTH, HEIGHT = 29, 23


def text(data):
    return base64.b64encode(bytes(data)).decode()


def photo(width=WIDTH, height=HEIGHT):
    """Smooth, with edges in brightness and in colour, and a little noise."""
    r = random.Random(5)
    picture = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            edge = 70 if (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 3) ** 2 else 0
            level = (90 + 80 * math.sin(x / 5) + edge, 100 + 5 * y, 200 - 5 * x + edge / 2)
            picture.putpixel((x, y), tuple(min(255, max(0, int(v + r.randrange(-4, 5)))) for v in level))
    return picture


def saved(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def jpegs():
    p = photo()
    for name, subsampling in [("4:4:4", 0), ("4:2:2", 1), ("4:2:0", 2)]:
        yield f"JPEG {name}", saved(p, "JPEG", quality=90, subsampling=subsampling)
        yield f"JPEG {name} progressive", saved(p, "JPEG", quality=90, subsampling=subsampling, progressive=True)
    yield "JPEG 4:2:0 of quality 30", saved(p, "JPEG", quality=30)
    yield "JPEG 4:2:0 of 16×16", saved(photo(16, 16), "JPEG", quality=90)
    yield "JPEG 4:2:0 of 3×2", saved(photo(3, 2), "JPEG", quality=90)
    yield "JPEG 4:2:0 of 1×1", saved(photo(1, 1), "JPEG", quality=90)
    yield "JPEG grey", saved(p.convert("L"), "JPEG", quality=90)
    yield "JPEG grey progressive", saved(p.convert("L"), "JPEG", quality=90, progressive=True)
    yield "JPEG CMYK", saved(p.convert("CMYK"), "JPEG", quality=90)
    grey = bytearray(saved(p.convert("L"), "JPEG", quality=90))
    grey[grey.index(b"\xff\xc0") + 11] = 0x22
    yield "JPEG grey that claims 2×2 samples", bytes(grey)
    # Pillow writes ink the other way round without Adobe's mark: with it the numbers are read inverted, and 2 makes them YCCK.
    for name, transform in [("CMYK of Adobe", 0), ("YCCK", 2)]:
        data = saved(p.convert("CMYK"), "JPEG", quality=90)
        adobe = b"\xff\xee" + struct.pack(">H", 14) + b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform)
        start = data.index(b"\xff\xee") if b"\xff\xee" in data else 2
        rest = data[start + 16:] if b"\xff\xee" in data else data[2:]
        yield f"JPEG {name}", data[:start] + adobe + rest
    plain = saved(p, "JPEG", quality=90, subsampling=0)
    start = plain.index(b"\xff\xe0")
    adobe = b"\xff\xee" + struct.pack(">H", 14) + b"Adobe" + struct.pack(">HHHB", 100, 0, 0, 0)
    yield "JPEG RGB of Adobe", plain[:start] + adobe + plain[start + 18:]
    for orientation in range(1, 9):
        yield f"JPEG orientation {orientation}", saved(p, "JPEG", quality=90, exif=exif(orientation))


def bmp(bits, rows, palette=b"", core=False, compression=0, masks=b"", height=HEIGHT, colours=0):
    if core:
        header = struct.pack("<IHHHH", 12, WIDTH, height, 1, bits)
    else:
        header = struct.pack("<IiiHHIIiiII", 40, WIDTH, height, 1, bits, compression, 0, 0, 0, colours, 0)
    at = 14 + len(header) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", at + len(rows), 0, 0, at) + header + masks + palette + rows


def padded(row):
    return row + bytes(-len(row) % 4)


def bmps():
    r = random.Random(6)
    p = photo()
    yield "BMP 1 bit", saved(p.convert("1"), "BMP")
    yield "BMP 8 bits grey", saved(p.convert("L"), "BMP")
    yield "BMP 8 bits", saved(p.quantize(200), "BMP")
    yield "BMP 24 bits", saved(p, "BMP")
    rgba = p.convert("RGBA")
    rgba.putalpha(p.convert("L"))
    yield "BMP 32 bits with transparency", saved(rgba, "BMP")
    noise = lambda n: b"".join(padded(bytes(r.randrange(256) for _ in range(n))) for _ in range(HEIGHT))
    yield "BMP 4 bits", bmp(4, noise((WIDTH + 1) // 2), bytes(r.randrange(256) for _ in range(64)))
    yield "BMP 8 bits with a short header", bmp(8, noise(WIDTH), bytes(r.randrange(256) for _ in range(768)), core=True)
    yield "BMP 16 bits", bmp(16, noise(2 * WIDTH))
    yield "BMP 16 bits 5-6-5", bmp(16, noise(2 * WIDTH), compression=3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    yield "BMP 24 bits from above", bmp(24, noise(3 * WIDTH), height=-HEIGHT)
    yield "BMP 32 bits", bmp(32, noise(4 * WIDTH))


def with_local_palette(data):
    flags = data[10]
    size = 3 << ((flags & 7) + 1)
    palette = data[13:13 + size]
    at = data.index(b",", 13 + size)
    return data[:10] + bytes([flags & 0x7F]) + data[11:13] + data[13 + size:at + 9] + bytes([data[at + 9] | 0x80 | (flags & 7)]) + palette + data[at + 10:]


def moved(data):
    """On a screen that is wider and higher by 5 and 4."""
    size = 3 << ((data[10] & 7) + 1)
    at = data.index(b",", 13 + size)
    return data[:6] + struct.pack("<HH", WIDTH + 5, HEIGHT + 4) + data[10:at + 1] + struct.pack("<HH", 3, 2) + data[at + 5:]


def gifs():
    r = random.Random(8)
    p = photo().quantize(60)
    yield "GIF", saved(p, "GIF", interlace=0)
    yield "GIF interlaced", saved(p, "GIF", interlace=1)
    yield "GIF with a transparent colour", saved(p, "GIF", transparency=7)
    yield "GIF with a palette of its own", with_local_palette(saved(p, "GIF", interlace=0))
    yield "GIF of two colours", saved(photo().convert("1"), "GIF")
    yield "GIF of noise", saved(Image.frombytes("L", (90, 90), bytes(r.randrange(256) for _ in range(8100))).quantize(256), "GIF")
    yield "GIF of one colour", saved(Image.new("P", (200, 100), 3), "GIF")
    yield "GIF on a larger screen", moved(saved(p, "GIF", transparency=7))
    yield "GIF of two frames", saved(p, "GIF", save_all=True, append_images=[photo().rotate(90).quantize(30)])


def png(depth, colour, samples, r, palette=b"", transparency=b""):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    count = (WIDTH * samples * depth + 7) // 8
    rows = b"".join(b"\0" + bytes(r.randrange(256) for _ in range(count)) for _ in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, 0)
    extra = (chunk(b"PLTE", palette) if palette else b"") + (chunk(b"tRNS", transparency) if transparency else b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pngs():
    r = random.Random(9)
    for depth in (1, 2, 4, 8):
        yield f"PNG grey {depth}", png(depth, 0, 1, r)
        yield f"PNG palette {depth}", png(depth, 3, 1, r, palette=bytes(r.randrange(256) for _ in range(3 << depth)))
    yield "PNG palette 8 with transparency", png(8, 3, 1, r, palette=bytes(r.randrange(256) for _ in range(768)), transparency=bytes(range(256)))
    for depth in (8, 16):
        yield f"PNG RGB {depth}", png(depth, 2, 3, r)
        yield f"PNG RGBA {depth}", png(depth, 6, 4, r)
    yield "PNG grey and alpha", png(8, 4, 2, r)


def read(file):
    picture = Image.open(io.BytesIO(file))
    picture.load()
    picture = ImageOps.exif_transpose(picture)
    has_alpha = picture.mode in ("LA", "RGBA", "PA") or "transparency" in picture.info
    alpha = picture.convert("RGBA").getchannel("A") if has_alpha else None
    rgb = picture.convert("RGB")
    return {"width": picture.width, "height": picture.height, "rgb": text(rgb.tobytes()), "alpha": text(alpha.tobytes() if alpha else b"")}


def main():
    cases = [{"name": name, "file": text(file), **read(file)} for maker in (jpegs, bmps, gifs, pngs) for name, file in maker()]
    with open("pictures.json", "w", encoding="utf-8") as out:
        out.write('{"pillow": "' + PIL.__version__ + '", "cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")


if __name__ == "__main__":
    main()
