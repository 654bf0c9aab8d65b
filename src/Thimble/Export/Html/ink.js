// The ink of a picture, told from what it is drawn on: uneven light, noise, dust and the edge of the paper are left out.

// How far each pixel stands out from a surface of second degree, which is fitted first to the border and then to all that is not ink.
function removeBackdrop(picture) {
  const step = Math.max(1, Math.trunc(Math.max(picture.width, picture.height) / 120));
  const sample = planeOf(Math.trunc((picture.width + step - 1) / step), Math.trunc((picture.height + step - 1) / step));
  sample.values.forEach((_, i) =>
    sample.values[i] = picture.values[Math.floor(i / sample.width) * step * picture.width + i % sample.width * step]);
  const { surface, noise } = surfaceOf(sample);
  return { rest: subtracted(picture, surface), noise };
}

function surfaceOf(picture) {
  const { width, height, values } = picture;
  const border = Math.max(1, Math.trunc(Math.min(width, height) / 10));
  const isBorder = Uint8Array.from(values, (_, i) => {
    const x = i % width, y = Math.floor(i / width);
    return x < border || y < border || x >= width - border || y >= height - border ? 1 : 0;
  });
  const sorted = values.filter((_, i) => isBorder[i]).sort();
  let surface = [sorted[sorted.length >> 1], 0, 0, 0, 0, 0], deviation = 1.5;
  for (let fit = 0; fit < 9; fit++) {
    const chosen = fit < 4 ? isBorder : null;
    const rest = subtracted(picture, surface).values;
    deviation = Math.max(1.5, 1.4826 * medianDeviation(rest, chosen));
    const weights = rest.map((value, i) => {
      const off = value / (4.685 * deviation);
      return Math.abs(off) < 1 && (!chosen || chosen[i]) ? (1 - off * off) * (1 - off * off) : 0;
    });
    surface = fittedSurface(picture, weights) ?? surface;
  }
  return { surface, noise: single(deviation) };
}

function medianDeviation(rest, chosen) {
  const counts = new Int32Array(50 * 256);
  let total = 0;
  rest.forEach((value, i) => {
    if (!chosen || chosen[i]) {
      counts[Math.trunc(Math.min(counts.length - 1, single(Math.abs(value) * 50)))]++;
      total++;
    }
  });
  let place = 0;
  for (let seen = counts[0]; seen <= total >> 1 && place < counts.length - 1;)
    seen += counts[++place];
  return place / 50;
}

// From -1 at one side to 1 at the other.
function placeOf(at, count) {
  return count < 2 ? 0 : 2 * at / (count - 1) - 1;
}

function subtracted({ width, height, values }, surface) {
  const rest = planeOf(width, height);
  for (let y = 0; y < height; y++) {
    const v = placeOf(y, height);
    for (let x = 0; x < width; x++) {
      const u = placeOf(x, width);
      rest.values[y * width + x] = values[y * width + x]
        - (surface[0] + surface[1] * u + surface[2] * v + surface[3] * u * u + surface[4] * u * v + surface[5] * v * v);
    }
  }
  return rest;
}

// Weighted least squares; null where the weights do not determine a surface.
function fittedSurface({ width, height, values }, weights) {
  const equations = Array.from({ length: 6 }, () => new Float64Array(7));
  weights.forEach((weight, i) => {
    if (weight <= 0)
      return;
    const u = placeOf(i % width, width), v = placeOf(Math.floor(i / width), height);
    const terms = [1, u, v, u * u, u * v, v * v, values[i]];
    for (let row = 0; row < 6; row++)
      for (let column = row; column < 7; column++)
        equations[row][column] += weight * terms[row] * terms[column];
  });
  const least = 1e-6 * equations[0][0];
  for (let row = 0; row < 6; row++)
    for (let column = 0; column < row; column++)
      equations[row][column] = equations[column][row];
  for (let pivot = 0; pivot < 6; pivot++) {
    if (!(equations[pivot][pivot] > least))
      return null;
    for (let row = 0; row < 6; row++) {
      const factor = row === pivot ? 0 : equations[row][pivot] / equations[pivot][pivot];
      for (let column = pivot; column < 7; column++)
        equations[row][column] -= factor * equations[pivot][column];
    }
  }
  return equations.map((equation, row) => equation[6] / equation[row]);
}

// What is drawn, told from what it is drawn on; null where nothing is.
function inkOf(picture) {
  const { rest, noise } = removeBackdrop(picture);
  const floor = Math.max(4 * noise, 12);
  let above = 0, below = 0;
  for (const value of rest.values) {
    above += value > floor ? value : 0;
    below -= value < -floor ? value : 0;
  }
  if (!(above > below))
    rest.values.forEach((value, i) => rest.values[i] = -value);
  const strong = thresholdOf(rest, floor);
  const kept = strong === null ? null : keptStrokes(rest, Math.max(floor, strong / 2), strong);
  return kept && strengthOf(rest, kept, strong, Math.min(2 * noise, strong / 2));
}

// Otsu's threshold; of the ground as much is counted as of what may be ink.
function thresholdOf(rest, floor) {
  const counts = new Float64Array(256);
  let candidates = 0;
  for (const value of rest.values) {
    if (value > floor) {
      counts[Math.trunc(Math.min(value, 255))]++;
      candidates++;
    }
  }
  if (candidates === 0)
    return null;
  counts[0] = candidates;
  const total = counts.reduce((sum, count) => sum + count), moment = counts.reduce((sum, count, level) => sum + count * level, 0);
  let below = 0, momentBelow = 0, best = -1, first = 0, last = 0;
  for (let level = 0; level < 255; level++) {
    below += counts[level];
    momentBelow += counts[level] * level;
    if (below >= total)
      break;
    const distance = momentBelow / below - (moment - momentBelow) / (total - below);
    const variance = below * (total - below) * distance * distance;
    if (variance > best * (1 + 1e-12))
      [best, first] = [variance, level];
    if (variance >= best * (1 - 1e-12))
      last = level;
  }
  return Math.max((first + last + 1) / 2, floor);
}

function* around(i, width, height) {
  const x = i % width, y = Math.floor(i / width);
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++)
      yield row * width + column;
}

// Connected pieces that are neither dust nor the edge of the paper.
function keptStrokes(ink, weak, strong) {
  const { width, height } = ink, longest = Math.max(width, height), labels = new Int32Array(ink.values.length);
  let pieces = piecesOf(ink, weak, labels).filter(piece => piece.greatest > strong);
  const isFrame = piece => piece.borderPixels > Math.min(width, height) >> 1;
  if (pieces.some(piece => !isFrame(piece) && 10 * piece.extent > longest))
    pieces = pieces.filter(piece => !isFrame(piece));
  if (pieces.length === 0)
    return null;
  const largest = pieces.reduce((most, piece) => piece.area > most.area ? piece : most);
  if (largest.extent < 0.03 * longest)
    return null;
  const kept = new Set(pieces.filter(piece => piece.area >= 0.04 * largest.area).map(piece => piece.label));
  return Uint8Array.from(labels, label => kept.has(label) ? 1 : 0);
}

function piecesOf({ width, height, values }, weak, labels) {
  const pieces = [];
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== 0 || values[start] <= weak)
      continue;
    const piece = { label: pieces.length + 1, area: 0, borderPixels: 0, greatest: 0 };
    let left = width, top = height, right = 0, bottom = 0;
    const open = [start];
    labels[start] = piece.label;
    while (open.length > 0) {
      const at = open.pop(), x = at % width, y = Math.floor(at / width);
      piece.area++;
      piece.borderPixels += x === 0 || y === 0 || x === width - 1 || y === height - 1 ? 1 : 0;
      piece.greatest = Math.max(piece.greatest, values[at]);
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      for (const next of around(at, width, height)) {
        if (labels[next] === 0 && values[next] > weak) {
          labels[next] = piece.label;
          open.push(next);
        }
      }
    }
    piece.extent = Math.max(right - left, bottom - top) + 1;
    pieces.push(piece);
  }
  return pieces;
}

function strengthOf(rest, kept, strong, ground) {
  const { width, height, values } = rest, strength = planeOf(width, height);
  let sum = 0, count = 0;
  for (let i = 0; i < kept.length; i++) {
    if (kept[i] && values[i] > strong) {
      sum += values[i];
      count++;
    }
  }
  const full = single(single(sum / count) - ground);
  for (let i = 0; i < kept.length; i++) {
    // The soft edge of a stroke is below the threshold but belongs to it.
    for (const near of around(i, width, height)) {
      if (kept[near]) {
        strength.values[i] = clamp(single(single(values[i] - ground) / full), 0, 1);
        break;
      }
    }
  }
  return { strength, box: boxAbove(strength, single(0.1)) };
}
