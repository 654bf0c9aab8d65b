// The preparation of handwritten digits: the ink is found, made light on black, scaled into 20 of 28 pixels, its centre of mass in the middle.

function preparedDigit(picture, width, height) {
  const factor = Math.min(1, 400 / Math.max(picture.width, picture.height));
  const side = length => Math.max(1, rounded(length * factor));
  const plane = scaledPicture(picture, wholeOf(picture), null, groundOf(picture), side(picture.width), side(picture.height));
  const ink = inkOf(plane);
  if (!ink)
    return null;
  const strokes = withUsualStrokes(cropped(ink.strength, ink.box));
  const fitted = toSide(strokes, Math.max(1, Math.min(width, height) * (20 / 28)));
  const scaleX = picture.width / plane.width, scaleY = picture.height / plane.height;
  const box = {
    left: Math.trunc(ink.box.left * scaleX), top: Math.trunc(ink.box.top * scaleY),
    width: Math.ceil(ink.box.width * scaleX), height: Math.ceil(ink.box.height * scaleY),
  };
  return { pixels: centred(fitted, width, height), box };
}

// What is behind a transparent picture: the opposite of its opaque pixels if they are alike, else what most of them are.
function groundOf(picture) {
  let weight = 0, sum = 0, squares = 0, isOpaque = true;
  for (let i = 0; i < picture.width * picture.height; i++) {
    const alpha = picture.rgba[4 * i + 3], grey = levelOf(picture, i, null);
    isOpaque &&= alpha === 255;
    weight += alpha;
    sum += alpha * grey;
    squares += alpha * grey * grey;
  }
  if (weight <= 0 || isOpaque)
    return 0;
  const mean = sum / weight, deviation = Math.sqrt(Math.max(0, squares / weight - mean * mean));
  return mean < 128 === deviation < 32 ? 255 : 0;
}

function toSide(plane, longest) {
  const side = length => Math.max(1, rounded(length * longest / Math.max(plane.width, plane.height)));
  return scaledPlane(plane, side(plane.width), side(plane.height));
}

function centred(ink, width, height) {
  let sum = 0, sumX = 0, sumY = 0;
  ink.values.forEach((value, i) => {
    sum += value;
    sumX += single(value * (i % ink.width));
    sumY += single(value * Math.floor(i / ink.width));
  });
  const left = clamp(rounded((width >> 1) - sumX / sum), 0, width - ink.width);
  const top = clamp(rounded((height >> 1) - sumY / sum), 0, height - ink.height);
  const pixels = new Uint8Array(width * height);
  ink.values.forEach((value, i) =>
    pixels[(top + Math.floor(i / ink.width)) * width + left + i % ink.width] = single(single(255 * clamp(value, 0, 1)) + 0.5));
  return pixels;
}

// Strokes are thickened or thinned to widths that MNIST has.
function withUsualStrokes(ink) {
  const plane = toSide(ink, 80);
  const stroke = strokeWidth(plane);
  const radius = (clamp(stroke, 0.07 * 80, 0.23 * 80) - stroke) / 2;
  if (Math.abs(radius) < 1)
    return plane;
  const thick = grown(withBorder(plane, Math.trunc(Math.max(0, radius)) + 1), radius);
  const box = boxAbove(thick, single(0.1));
  return box ? cropped(thick, box) : plane;
}

function withBorder(plane, border) {
  const wider = planeOf(plane.width + 2 * border, plane.height + 2 * border);
  plane.values.forEach((value, i) =>
    wider.values[(border + Math.floor(i / plane.width)) * wider.width + border + i % plane.width] = value);
  return wider;
}

function valueAt(plane, x, y) {
  return x < 0 || y < 0 || x >= plane.width || y >= plane.height ? 0 : plane.values[y * plane.width + x];
}

// Twice the area of strokes by their outline, which in steps along the pixels is longer by 4 / pi.
function strokeWidth(ink) {
  let area = 0, steps = 0;
  for (let y = 0; y <= ink.height; y++) {
    for (let x = 0; x <= ink.width; x++) {
      const isInk = valueAt(ink, x, y) > 0.5;
      area += isInk ? 1 : 0;
      steps += isInk !== valueAt(ink, x - 1, y) > 0.5 ? 1 : 0;
      steps += isInk !== valueAt(ink, x, y - 1) > 0.5 ? 1 : 0;
    }
  }
  return steps === 0 ? 0 : 2 * area / (steps * Math.PI / 4);
}

function grown(ink, radius) {
  const reach = Math.trunc(Math.abs(radius)), join = radius > 0 ? Math.max : Math.min, result = planeOf(ink.width, ink.height), disc = [];
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++)
      if (x * x + y * y <= radius * radius)
        disc.push([x, y]);
  ink.values.forEach((value, i) => {
    const x = i % ink.width, y = Math.floor(i / ink.width);
    result.values[i] = disc.reduce((found, [dx, dy]) => join(found, valueAt(ink, x + dx, y + dy)), value);
  });
  return result;
}
