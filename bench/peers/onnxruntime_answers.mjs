// ONNX Runtime answering with a network that Thimble exported: the peer of "Thimble.Bench answers".
// Needs npm's onnxruntime-node in a folder of its own (npm install onnxruntime-node), which is given with --modules:
//
//     node onnxruntime_answers.mjs --modules DIR --model part3.onnx --threads 2 --batch 1000 --batches 10 --singles 1000
//
// The model takes images normalized already, which are made before the clock runs: that flatters it, since Thimble's time
// includes the normalization of bytes. Prints one line of JSON: images a second in batches, and the median microseconds of one image.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    modules: { type: 'string' },
    model: { type: 'string' },
    threads: { type: 'string', default: '2' },
    batch: { type: 'string', default: '1000' },
    batches: { type: 'string', default: '10' },
    singles: { type: 'string', default: '1000' },
  },
});
const ort = createRequire(resolve(options.modules, 'here.js'))('onnxruntime-node');
const [threads, batch, batches, singles] = [options.threads, options.batch, options.batches, options.singles].map(Number);

const session = await ort.InferenceSession.create(options.model, {
  intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
});
const name = session.inputNames[0];
const size = 28 * 28;

// Four pixels of five are background, as in MNIST.
const image = count => new ort.Tensor(
  'float32',
  Float32Array.from({ length: count * size }, (_, i) => ((i % 5 === 0 ? (i * 7919) % 256 : 0) / 255 - 0.1307) / 0.3081),
  [count, 1, 28, 28]);
const median = times => times.sort((a, b) => a - b)[times.length >> 1];

async function timesOf(input, warmUp, count) {
  const times = [];
  for (let i = -warmUp; i < count; i++) {
    const start = process.hrtime.bigint();
    await session.run({ [name]: input });
    if (i >= 0) times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  return times;
}

const batchTimes = await timesOf(image(batch), 3, batches);
const singleTimes = await timesOf(image(1), 100, singles);
console.log(JSON.stringify({
  threads,
  batch_images_per_second: batch / median(batchTimes) * 1e6,
  single_image_microseconds: median(singleTimes),
}));
