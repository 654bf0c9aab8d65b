// From a picture to the network's input, number by number as Thimble does it. Planes are { width, height, values }.
// Math.fround is where Thimble computes in single precision.

const single = Math.fround;

function clamp(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

// To the nearest whole number, of two the even one.
function rounded(value) {
  const low = Math.floor(value), rest = value - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
}

function planeOf(width, height, values = new Float32Array(width * height)) {
  return { width, height, values };
}

function cropped(plane, box) {
  const part = planeOf(box.width, box.height);
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++)
      part.values[y * box.width + x] = plane.values[(box.top + y) * plane.width + box.left + x];
  return part;
}

function boxAbove(plane, threshold) {
  let left = plane.width, top = plane.height, right = -1, bottom = -1;
  for (let i = 0; i < plane.values.length; i++) {
    if (plane.values[i] > threshold) {
      const x = i % plane.width, y = Math.floor(i / plane.width);
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  }
  return right < 0 ? null : { left, top, width: right + 1 - left, height: bottom + 1 - top };
}

// What each new pixel takes from each old one: the mean of the area that it covers, or between the two nearest.
function shares(from, to) {
  const step = from / to, parts = [];
  for (let i = 0; i < to; i++) {
    if (step > 1) {
      const end = Math.min(from, (i + 1) * step);
      for (let at = Math.trunc(i * step); at < end; at++)
        parts.push({ to: i, from: at, share: single((Math.min(at + 1, end) - Math.max(at, i * step)) / step) });
      continue;
    }
    const centre = clamp((i + 0.5) * step - 0.5, 0, from - 1);
    const low = Math.min(Math.trunc(centre), Math.max(0, from - 2));
    const share = single(centre - low);
    parts.push({ to: i, from: low, share: single(1 - share) });
    if (from > 1)
      parts.push({ to: i, from: low + 1, share });
  }
  return parts;
}

// Scales columns, then rows; read(y, row) fills a row of the source.
function scaled(read, sourceWidth, sourceHeight, width, height) {
  const columns = shares(sourceWidth, width), row = new Float32Array(sourceWidth), plane = planeOf(width, height);
  let latest = new Float32Array(width), before = new Float32Array(width), at = -1;
  for (const part of shares(sourceHeight, height)) {
    for (; at < part.from; at++) {
      [latest, before] = [before.fill(0), latest];
      read(at + 1, row);
      for (const column of columns)
        latest[column.to] += single(column.share * row[column.from]);
    }
    const taken = part.from === at ? latest : before;
    for (let x = 0; x < width; x++)
      plane.values[part.to * width + x] += single(part.share * taken[x]);
  }
  return plane;
}

function scaledPlane(plane, width, height) {
  return scaled((y, row) => row.set(plane.values.subarray(y * plane.width, (y + 1) * plane.width)), plane.width, plane.height, width, height);
}

// A picture is { width, height, rgba }. Channel: 0 to 2 for red, green, blue; null for grey.
function levelOf({ rgba }, i, channel) {
  const at = 4 * i;
  return channel === null ? (rgba[at] * 19595 + rgba[at + 1] * 38470 + rgba[at + 2] * 7471 + 0x8000) >> 16 : rgba[at + channel];
}

function scaledPicture(picture, box, channel, background, width, height) {
  const read = (y, row) => {
    for (let x = 0; x < box.width; x++) {
      const i = (box.top + y) * picture.width + box.left + x, alpha = picture.rgba[4 * i + 3];
      row[x] = Math.trunc((levelOf(picture, i, channel) * alpha + background * (255 - alpha) + 127) / 255);
    }
  };
  return scaled(read, box.width, box.height, width, height);
}

function wholeOf(picture) {
  return { left: 0, top: 0, width: picture.width, height: picture.height };
}

/** The bytes that the network takes, and where in the picture they are from; null where nothing is drawn. */
function prepared(picture, preparation, input) {
  const [, height, width] = input;
  if (preparation.kind === "digit")
    return preparedDigit(picture, width, height);
  const ground = preparation.background === "white" ? 255 : 0;
  const share = (length, of, by) => Math.max(1, Math.floor((2 * length * of + by) / (2 * by)));
  if (preparation.kind === "fit") {
    const inner = [Math.min(width, share(picture.width, height, picture.height)), Math.min(height, share(picture.height, width, picture.width))];
    return { box: wholeOf(picture), pixels: inTheMiddle(bytesFrom(picture, wholeOf(picture), ground, input[0], ...inner), ...inner, preparation.border, input) };
  }
  let box = wholeOf(picture);
  if (preparation.kind === "crop") {
    const cut = [Math.min(picture.width, share(picture.height, width, height)), Math.min(picture.height, share(picture.width, height, width))];
    box = { left: (picture.width - cut[0]) >> 1, top: (picture.height - cut[1]) >> 1, width: cut[0], height: cut[1] };
  }
  return { box, pixels: bytesFrom(picture, box, ground, input[0], width, height) };
}

function bytesFrom(picture, box, ground, channels, width, height) {
  const pixels = new Uint8Array(channels * width * height);
  for (let channel = 0; channel < channels; channel++) {
    const { values } = scaledPicture(picture, box, channels === 1 ? null : channel, ground, width, height);
    values.forEach((value, i) => pixels[channel * values.length + i] = single(value + 0.5));
  }
  return pixels;
}

function inTheMiddle(inner, innerWidth, innerHeight, border, [channels, height, width]) {
  const left = (width - innerWidth) >> 1, top = (height - innerHeight) >> 1;
  return Uint8Array.from({ length: channels * height * width }, (_, i) => {
    const x = i % width - left, y = Math.floor(i / width) % height - top, channel = Math.floor(i / (width * height));
    const isInside = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    return isInside || border === "edge"
      ? inner[(channel * innerHeight + clamp(y, 0, innerHeight - 1)) * innerWidth + clamp(x, 0, innerWidth - 1)]
      : border === "white" ? 255 : 0;
  });
}
