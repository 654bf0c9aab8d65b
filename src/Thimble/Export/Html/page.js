"use strict";

// The page: a board to draw on or to show a picture, and what the network reads.

const network = new Network(JSON.parse(document.getElementById("network").textContent));
const { classes, input, preparation } = network.description;
const element = id => document.getElementById(id);
const board = element("board"), side = board.width, pen = side / 15;
const draws = preparation.kind === "digit";
const mostBars = 12;

// Strokes are white on black, as the network's own pictures; light pages show them inverted.
let strokes = [], picture = null, cursor = null, isPenDown = false, waiting = 0;

function context(canvas) {
  return canvas.getContext("2d", { willReadFrequently: true });
}

function canvasOf(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

function drawing() {
  const canvas = canvasOf(side, side), on = context(canvas);
  on.fillRect(0, 0, side, side);
  Object.assign(on, { strokeStyle: "#fff", lineWidth: pen, lineCap: "round", lineJoin: "round" });
  for (const stroke of strokes) {
    on.beginPath();
    on.moveTo(...stroke[0]);
    for (const point of stroke)
      on.lineTo(...point);
    on.stroke();
  }
  return canvas;
}

function show(source, box) {
  const on = context(board), scale = side / Math.max(source.width, source.height);
  on.clearRect(0, 0, side, side);
  if (draws || picture)
    on.drawImage(source, (side - source.width * scale) / 2, (side - source.height * scale) / 2, source.width * scale, source.height * scale);
  if (picture && box) {
    Object.assign(on, { strokeStyle: "#2f9bea", lineWidth: 3 });
    on.strokeRect((side - source.width * scale) / 2 + box.left * scale, (side - source.height * scale) / 2 + box.top * scale, box.width * scale, box.height * scale);
  }
  if (cursor) {
    Object.assign(on, { strokeStyle: isPenDown ? "#fff" : "#999", lineWidth: 2 });
    on.beginPath();
    on.arc(...cursor, pen / 2 + 3, 0, 2 * Math.PI);
    on.stroke();
  }
  board.classList.toggle("drawn", draws && !picture);
  element("prompt").hidden = picture !== null || strokes.length > 0;
  element("undo").disabled = strokes.length === 0;
  element("clear").disabled = picture === null && strokes.length === 0;
}

function read() {
  waiting = 0;
  const source = picture ?? drawing();
  if (!picture && strokes.length === 0) {
    show(source, null);
    tell(null, draws ? "Draw, and it is read here." : "Open a picture, and it is read here.");
    return;
  }
  const { data } = context(source).getImageData(0, 0, source.width, source.height);
  const found = prepared({ width: source.width, height: source.height, rgba: data }, preparation, input);
  show(source, found && found.box);
  if (found)
    tell(readingOf(network, found.pixels), null, found.pixels);
  else
    tell(null, "Nothing is drawn on it, or too faintly to be told from what it is on.");
}

function soon() {
  show(picture ?? drawing(), null);
  waiting ||= setTimeout(read, 100);
}

function percent(probability) {
  return probability > 0.9995 ? ">99.9%" : `${(100 * probability).toFixed(1)}%`;
}

// Names come from files: they are set as text, never as HTML.
function piece(name, text, className) {
  return Object.assign(document.createElement(name), { textContent: text, className });
}

function tell(reading, message, pixels) {
  const answer = element("answer");
  if (!reading) {
    answer.replaceChildren(piece("b", "–", ""));
    element("why").textContent = message;
    showBars(classes.map(() => 0), -1, false);
    showSeen(new Uint8Array(input[0] * input[1] * input[2]));
    return;
  }
  const { best, probabilities, doubts } = reading;
  const name = classes[best], isKnown = doubts.length === 0;
  answer.replaceChildren(isKnown
    ? piece("b", name, name.length > 3 ? "long" : "")
    : piece("b", "Not recognized", "doubt"), piece("span", isKnown ? percent(probabilities[best]) : `nearest: ${name}`, ""));
  element("why").textContent = isKnown ? secondOf(probabilities, best) : `This is not like what it was trained on: ${doubts.join("; ")}.`;
  showBars(probabilities, best, isKnown);
  showSeen(pixels);
}

function secondOf(probabilities, best) {
  const second = probabilities.reduce((most, one, i) => i !== best && (most < 0 || one > probabilities[most]) ? i : most, -1);
  if (second < 0 || probabilities[second] < 0.0005)
    return "No other class comes close.";
  return `${probabilities[best] < 0.6 ? "It is not sure: next is" : "Next is"} ${classes[second]} with ${percent(probabilities[second])}.`;
}

function showBars(probabilities, best, isKnown) {
  let shown = classes.map((_, i) => i);
  if (shown.length > mostBars)
    shown = shown.sort((first, second) => probabilities[second] - probabilities[first]).slice(0, mostBars);
  const bars = element("bars");
  while (bars.children.length < shown.length) {
    const bar = piece("li", "", ""), track = piece("span", "", "track");
    track.append(piece("span", "", "fill"));
    bar.append(piece("span", "", "name"), track, piece("span", "", "percent"));
    bars.append(bar);
  }
  shown.forEach((i, place) => {
    const [name, track, share] = bars.children[place].children;
    bars.children[place].className = i !== best ? "" : isKnown ? "best known" : "best";
    name.textContent = name.title = classes[i];
    track.firstChild.style.width = `${100 * probabilities[i]}%`;
    share.textContent = best < 0 ? "" : percent(probabilities[i]);
  });
}

function showSeen(pixels) {
  const [channels, height, width] = input, on = context(element("seen")), image = on.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * i + channel] = pixels[channels === 1 ? i : channel * width * height + i];
    image.data[4 * i + 3] = 255;
  }
  on.putImageData(image, 0, 0);
}

function clear() {
  [strokes, picture, isPenDown] = [[], null, false];
  read();
}

function undo() {
  strokes.pop();
  isPenDown = false;
  read();
}

function begin(point) {
  picture = null;
  strokes.push([point]);
  soon();
}

function placeOnBoard(event) {
  const box = board.getBoundingClientRect();
  return [(event.clientX - box.left) * side / box.width, (event.clientY - box.top) * side / box.height];
}

function drawWithPointer() {
  let pointer = null;
  board.addEventListener("pointerdown", event => {
    if (pointer !== null || event.button !== 0)
      return;
    pointer = event.pointerId;
    board.setPointerCapture(pointer);
    [cursor, isPenDown] = [null, false];
    begin(placeOnBoard(event));
  });
  board.addEventListener("pointermove", event => {
    if (event.pointerId !== pointer || strokes.length === 0)
      return;
    const events = event.getCoalescedEvents?.() ?? [];
    strokes.at(-1).push(...(events.length > 0 ? events : [event]).map(placeOnBoard));
    soon();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
    board.addEventListener(end, event => pointer = event.pointerId === pointer ? null : pointer);
}

function drawWithKeys() {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  board.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key in steps) {
      const by = event.shiftKey ? 3 : 12;
      cursor = (cursor ?? [side / 2, side / 2]).map((place, i) => clamp(place + by * steps[event.key][i], pen, side - pen));
      if (isPenDown)
        strokes.at(-1).push(cursor);
      soon();
    } else if (event.key === " " || event.key === "Enter") {
      cursor ??= [side / 2, side / 2];
      isPenDown = !isPenDown;
      if (isPenDown)
        begin(cursor);
      else
        soon();
    } else if (event.key === "Backspace") {
      undo();
    } else if (event.key === "Escape" || event.key === "Delete") {
      clear();
    } else {
      return;
    }
    event.preventDefault();
  });
  board.addEventListener("blur", () => {
    [cursor, isPenDown] = [null, false];
    show(picture ?? drawing(), null);
  });
}

// A picture of a camera is larger than some browsers let a canvas be.
async function open(file) {
  try {
    const bitmap = await createImageBitmap(file), scale = Math.min(1, 4096 / Math.max(bitmap.width, bitmap.height));
    const canvas = canvasOf(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    context(canvas).drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    [strokes, isPenDown, picture] = [[], false, canvas];
    read();
  } catch {
    tell(null, "This is not a picture that the browser can read.");
  }
}

function takePictures() {
  const first = files => [...files].find(file => file.type.startsWith("image/"));
  element("file").addEventListener("change", event => {
    if (event.target.files.length > 0)
      open(event.target.files[0]);
    event.target.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, event => {
      event.preventDefault();
      document.body.classList.toggle("dropping", kind === "dragover");
      const file = kind === "drop" && first(event.dataTransfer.files);
      if (file)
        open(file);
    });
  }
  document.addEventListener("paste", event => {
    const file = first(event.clipboardData.files);
    if (file)
      open(file);
  });
}

function start() {
  element("prompt").textContent = draws ? "Draw here" : "Drop a picture here";
  element("hint").textContent = draws
    ? "With a mouse, a finger or a pen. By keys: arrows move, Space puts the pen down or lifts it, Backspace undoes. Or open, drop or paste a picture."
    : "Open, drop or paste a picture.";
  board.setAttribute("aria-label", draws ? "Board to draw on: arrows move, Space puts the pen down or lifts it" : "The picture that is read");
  board.classList.toggle("draws", draws);
  board.setAttribute("role", draws ? "application" : "img");
  element("bars").classList.toggle("named", classes.some(name => name.length > 3));
  element("undo").hidden = !draws;
  if (draws) {
    drawWithPointer();
    drawWithKeys();
  } else {
    board.removeAttribute("tabindex");
    board.style.touchAction = "auto";
  }
  element("clear").addEventListener("click", clear);
  element("undo").addEventListener("click", undo);
  takePictures();
  read();
}

start();
