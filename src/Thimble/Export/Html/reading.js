// What the logits say: the classes with their confidences, and whether the picture is like those that the network was trained on.

function readingOf(network, image) {
  const { logit, calibration } = network.description;
  const logits = network.logits(image);
  const best = logits.indexOf(Math.max(...logits));
  const powers = Array.from(logits, one => Math.exp((one - logits[best]) * logit / (calibration ? calibration.temperature : 1)));
  const sum = powers.reduce((total, one) => total + one);
  return { best, logits, probabilities: powers.map(one => one / sum), doubts: calibration ? doubtsOf(network.description, image, logits[best], best) : [] };
}

// Four whole numbers: how bright a picture is, its contrast, and its edges across and down.
function traitsOf(image, [, height, width]) {
  let sum = 0, squares = 0, across = 0, down = 0;
  for (let i = 0; i < image.length; i++) {
    sum += image[i];
    squares += image[i] * image[i];
    if (i % width > 0)
      across += Math.abs(image[i] - image[i - 1]);
    if (i % (width * height) >= width)
      down += Math.abs(image[i] - image[i - width]);
  }
  return [sum, sum === 0 ? 0 : Math.floor(256 * squares / sum), across, down];
}

// Why a picture is not recognized, in words; none where it is.
function doubtsOf({ calibration, input, logit }, image, largest, best) {
  const words = [["darker", "brighter"], ["softer", "harder in its contrasts"], ["plainer from left to right", "busier from left to right"], ["plainer from top to bottom", "busier from top to bottom"]];
  const limits = calibration.limits[best];
  const doubts = traitsOf(image, input).flatMap((trait, i) =>
    trait < limits[2 * i] ? [`is ${words[i][0]}`] : trait > limits[2 * i + 1] ? [`is ${words[i][1]}`] : []);
  const compared = doubts.length > 0 ? [`it ${listed(doubts)} than the training pictures of that class`] : [];
  return largest >= calibration.least
    ? compared
    : [...compared, `no class stands out: the best scores ${(largest * logit).toFixed(1)}, and a picture is recognized from ${(calibration.least * logit).toFixed(1)}`];
}

function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
