// What the network computes, in the same whole numbers as the exported C of 8 bits: the logits are equal to the bit.

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

function half(shift) {
  return shift > 0 ? 2 ** (shift - 1) : 0;
}

class Network {
  constructor(description) {
    const tables = description.tables.map(bytesOf);
    this.description = description;
    this.memory = new Int32Array(description.memory);
    this.outputs = new Int32Array(description.classes.length);
    this.pixels = new Int8Array(tables[description.pixels].buffer);
    this.steps = description.steps.map(step => ({
      ...step,
      table: step.table === undefined ? null : new Int8Array(tables[step.table].buffer),
      finish: step.finish && finishOf(step.finish, new Int32Array(tables[step.finish.table].buffer)),
      output: step.finish && step.finish.isLogit ? this.outputs : this.memory,
    }));
  }

  /** The logits of an image of bytes: channel, row, column. */
  logits(image) {
    const { input, place, result } = this.description;
    const plane = input[1] * input[2];
    for (let i = 0; i < image.length; i++)
      this.memory[place + i] = this.pixels[256 * Math.floor(i / plane) + image[i]];
    for (const step of this.steps)
      this[step.kind](step);
    return result === null ? this.outputs.slice() : this.memory.slice(result, result + this.outputs.length);
  }

  // A plane of an output channel gathers one weight after the other.
  convolution(step) {
    const { memory } = this;
    const [, height, width] = step.input;
    const [outputs, rows, columns] = step.shape;
    const [kernelRows, kernelColumns, down, right, above, beside] = step.window;
    const taps = step.input[0] / step.groups;
    const sums = new Int32Array(rows * columns);
    let at = 0;
    for (let o = 0; o < outputs; o++) {
      sums.fill(0);
      const first = Math.floor(o / (outputs / step.groups)) * taps;
      for (let channel = first; channel < first + taps; channel++) {
        const plane = step.from[0] + channel * height * width;
        for (let tap = 0; tap < kernelRows * kernelColumns; tap++) {
          const weight = step.table[at++];
          const shiftY = Math.floor(tap / kernelColumns) - above;
          const shiftX = tap % kernelColumns - beside;
          const [top, bottom] = inside(shiftY, down, rows, height);
          const [left, end] = inside(shiftX, right, columns, width);
          for (let y = top; y < bottom; y++) {
            const source = plane + (y * down + shiftY) * width + shiftX;
            for (let x = left; x < end; x++)
              sums[y * columns + x] += weight * memory[source + x * right];
          }
        }
      }
      for (let i = 0; i < sums.length; i++)
        step.output[step.to + o * sums.length + i] = step.finish(o, sums[i]);
    }
  }

  table(step) {
    for (let i = 0; i < sizeOf(step.shape); i++)
      this.memory[step.to + i] = step.table[this.memory[step.from[0] + i] + 128];
  }

  maximum(step) {
    this.pool(step, -127, Math.max, (_, largest) => largest, this.memory);
  }

  average(step) {
    this.pool(step, 0, (sum, value) => sum + value, step.finish, step.output);
  }

  copy(step) {
    this.each(step, i => this.memory[step.from[0] + i]);
  }

  add(step) {
    const [first, second] = step.factors;
    this.each(step, i => this.memory[step.from[0] + i] * first + this.memory[step.from[1] + i] * second);
  }

  multiply(step) {
    this.each(step, i => this.memory[step.from[0] + i] * this.memory[step.from[1] + Math.floor(i / step.each)]);
  }

  each(step, sum) {
    const plane = step.shape[1] * step.shape[2];
    for (let i = 0; i < sizeOf(step.shape); i++)
      step.output[step.to + i] = step.finish(Math.floor(i / plane), sum(i));
  }

  pool(step, start, join, finish, output) {
    const [, height, width] = step.input;
    const [channels, rows, columns] = step.shape;
    const [kernelRows, kernelColumns, down, right, above, beside] = step.window;
    let to = step.to;
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
          const top = y * down - above, left = x * right - beside;
          let found = start;
          for (let row = Math.max(0, top); row < Math.min(height, top + kernelRows); row++)
            for (let column = Math.max(0, left); column < Math.min(width, left + kernelColumns); column++)
              found = join(found, this.memory[step.from[0] + (channel * height + row) * width + column]);
          output[to++] = finish(channel, found);
        }
      }
    }
  }
}

function sizeOf(shape) {
  return shape[0] * shape[1] * shape[2];
}

// The outputs whose input, at this shift, is inside the picture: the first, and the one after the last.
function inside(shift, stride, outputs, inputs) {
  return [Math.max(0, Math.ceil(-shift / stride)), Math.min(outputs, Math.floor((inputs - 1 - shift) / stride) + 1)];
}

// From a sum to a number of 8 bits or a logit; divisions round to the nearest, halves up. Wide is what 32 bits do not hold.
function finishOf(finish, numbers) {
  const { before, after, rectifies, lowest } = finish;
  const highest = finish.isLogit ? Infinity : 127;
  const narrow = (channel, sum) => {
    let number = ((sum + half(before)) >> before) + numbers[4 * channel];
    if (rectifies && number < 0)
      number = 0;
    return (Math.imul(number, numbers[4 * channel + 1]) + numbers[4 * channel + 2] * 2 ** (after - 8) + half(after)) >> after;
  };
  const down = (number, shift) => (number + (1n << (shift - 1n))) >> shift;
  const wide = (channel, sum) => {
    const [bias, factor, addend, shift] = numbers.subarray(4 * channel, 4 * channel + 4);
    const biased = (sum + bias) | 0;
    const product = BigInt(rectifies && biased < 0 ? 0 : biased) * BigInt(factor);
    return Number(down(down(product, BigInt(shift)) + BigInt(addend), 16n));
  };
  const number = finish.isWide ? wide : narrow;
  return (channel, sum) => Math.min(highest, Math.max(lowest, number(channel, sum)));
}
