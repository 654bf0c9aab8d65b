// Runs an ONNX file with ONNX Runtime on IDX images and writes the logits as 32-bit floats, image after image:
//     NODE_PATH=DIR/node_modules node onnx_logits.js MODEL.onnx t10k-images-idx3-ubyte logits.f32
// The model takes "pixels" (0 to 255), or "image" normalized with MNIST's mean and standard deviation.
// Needs npm's onnxruntime-node (npm install onnxruntime-node, in a folder of its own).
const fs = require('fs');
const ort = require('onnxruntime-node');

const [model, images, output] = process.argv.slice(2);
const batch = 250; // does not divide every count: the batch dimension has to be free

async function main() {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
  const input = session.inputNames[0];
  const idx = fs.readFileSync(images);
  const [count, rows, columns] = [4, 8, 12].map(offset => idx.readUInt32BE(offset));
  const size = rows * columns;
  const value = input === 'pixels' ? pixel => pixel : pixel => (pixel / 255 - 0.1307) / 0.3081;
  const chunks = [];
  for (let first = 0; first < count; first += batch + 1) {
    const length = Math.min(batch + 1, count - first);
    const data = Float32Array.from(idx.subarray(16 + first * size, 16 + (first + length) * size), value);
    const result = await session.run({ [input]: new ort.Tensor('float32', data, [length, 1, rows, columns]) });
    const logits = result[session.outputNames[0]].data;
    chunks.push(Buffer.from(logits.buffer, logits.byteOffset, logits.byteLength));
  }
  fs.writeFileSync(output, Buffer.concat(chunks));
}

main();
