"""Draws what a terminal shows as an SVG, from tmux's own capture with colours:

    tmux capture-pane -e -p -t SESSION | python3 terminal.py "thimble quickstart" > quickstart.svg
"""
import html
import re
import sys

PALETTE = ["#1c1c1c", "#d0595a", "#5fa55a", "#c9a227", "#5a8fd0", "#a76fc2", "#4fa8a8", "#c8c8c8",
           "#6c6c6c", "#e67e7e", "#86c77f", "#e3c35a", "#86b0e6", "#c79ade", "#7cc9c9", "#f0f0f0"]
WIDTH, HEIGHT = 8.4, 17


def cube(n):
    if n < 16:
        return PALETTE[n]
    if n >= 232:
        return "#%02x%02x%02x" % ((8 + 10 * (n - 232),) * 3)
    n -= 16
    return "#%02x%02x%02x" % tuple(0 if v == 0 else 55 + 40 * v for v in (n // 36, n // 6 % 6, n % 6))


def colour(codes, i):
    """The colour that an extended code at position i names, and how many numbers it took."""
    if codes[i + 1] == 5:
        return cube(codes[i + 2]), 3
    return "#%02x%02x%02x" % tuple(codes[i + 2:i + 5]), 5


def apply(style, codes):
    i = 0
    while i < len(codes):
        code, step = codes[i], 1
        if code == 0:
            style = {}
        elif code in (38, 48):
            value, step = colour(codes, i)
            style = {**style, "fg" if code == 38 else "bg": value}
        elif code == 1:
            style = {**style, "bold": True}
        elif code == 39 or code == 49:
            style = {k: v for k, v in style.items() if k != ("fg" if code == 39 else "bg")}
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style = {**style, "fg": PALETTE[code - 30 if code < 90 else code - 82]}
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style = {**style, "bg": PALETTE[code - 40 if code < 100 else code - 92]}
        i += step
    return style


def runs(line, style):
    """The pieces of a line: column, text and style. The style goes on from line to line, so it is changed in place."""
    column = 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            changed = apply(dict(style), [int(n or 0) for n in part[2:-1].split(";")])
            style.clear()
            style.update(changed)
        elif part:
            yield column, part, dict(style)
            column += len(part)


def rectangle(x, y, width, height, fill):
    # A little wider than it is, so that no seams show between neighbours.
    return f'<rect x="{x:.1f}" y="{y:g}" width="{width + 0.3:.1f}" height="{height + 0.3:g}" fill="{fill}"/>'


def main():
    lines = [line.rstrip("\n") for line in sys.stdin]
    while lines and not re.sub(r"\x1b\[[0-9;]*m", "", lines[-1]).strip():
        lines.pop()
    columns = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines)
    width, height = columns * WIDTH + 32, len(lines) * HEIGHT + 32
    title = html.escape(sys.argv[1])
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{title}">',
           f'<title>{title}</title><rect width="100%" height="100%" rx="8" fill="#141414"/>',
           '<g font-family="ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="14" fill="#d8d8d8" style="white-space:pre">']
    going = {}
    for row, line in enumerate(lines):
        y = 16 + row * HEIGHT
        for column, text, style in runs(line, going):
            x, across = 16 + column * WIDTH, len(text) * WIDTH
            if "bg" in style:
                out.append(rectangle(x, y, across, HEIGHT, style["bg"]))
            if set(text) == {"▀"}:
                out.append(rectangle(x, y, across, HEIGHT / 2, style.get("fg", "#d8d8d8")))
            elif text.strip():
                shown = html.escape(text).replace(" ", chr(160))
                extra = f' fill="{style["fg"]}"' if "fg" in style else ""
                extra += ' font-weight="bold"' if style.get("bold") else ""
                out.append(f'<text x="{x:.1f}" y="{y + 13}" textLength="{len(text) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs"{extra}>{shown}</text>')
    print("\n".join(out) + "</g></svg>")


main()
