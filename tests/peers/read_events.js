// Reads the records of a TensorBoard event file with the tfrecord package (which checks both masked CRC-32Cs of each) and
// prints each record's bytes in hexadecimal: npm install --prefix DIR tfrecord; NODE_PATH=DIR/node_modules node read_events.js FILE
const { RecordReader } = require('tfrecord/lib/record_reader');

(async () => {
  const reader = await RecordReader.create(process.argv[2]);
  for (let record = await reader.readRecord(); record !== null; record = await reader.readRecord())
    console.log(Buffer.from(record).toString('hex'));
  await reader.close();
})().catch(error => {
  console.error(`${process.argv[2]}: ${error.message}`);
  process.exit(1);
});
