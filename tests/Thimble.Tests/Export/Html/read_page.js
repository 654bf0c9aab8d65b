// What the scripts of an exported page compute, under node. Writes to the output, as base64:
//
//     node read_page.js logits PAGE IMAGES    the logits of images of bytes, one after the other, as 32-bit numbers
//     node read_page.js classes PAGE IMAGES   a class an image; -1 where it is not recognized
//     node read_page.js prepare PAGE PICTURES what pictures become: a JSON list of width, height, rgba (base64), preparation, input; each with
//                                             a byte before it: 1, or 0 and nothing more where nothing is drawn on it
const fs = require("fs");
const [, , what, pageFile, file] = process.argv;
const page = fs.readFileSync(pageFile, "utf8");
const textOf = (begin) => page.slice(page.indexOf(begin) + begin.length).split("</script>")[0];
const { Network, readingOf, prepared } = new Function(`${textOf('<script id="code">')}; return { Network, readingOf, prepared };`)();
const network = new Network(JSON.parse(textOf('<script type="application/json" id="network">')));

const found = [];
if (what === "prepare") {
  for (const one of JSON.parse(fs.readFileSync(file, "utf8"))) {
    const result = prepared({ ...one, rgba: Buffer.from(one.rgba, "base64") }, one.preparation, one.input);
    found.push(Buffer.from(result ? [1, ...result.pixels] : [0]));
  }
} else {
  const bytes = fs.readFileSync(file), size = network.description.input.reduce((product, one) => product * one);
  for (let at = 0; at < bytes.length; at += size) {
    const image = bytes.subarray(at, at + size), reading = readingOf(network, image);
    const numbers = what === "logits" ? reading.logits : [reading.doubts.length > 0 ? -1 : reading.best];
    found.push(Buffer.from(Int32Array.from(numbers).buffer));
  }
}
process.stdout.write(Buffer.concat(found).toString("base64"));
