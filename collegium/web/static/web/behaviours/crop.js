// The part of a picture that is shown: moved and enlarged in a frame by mouse, touch, keys and sliders. What goes to the
// server is the file as it is and three numbers (left, top, side, in pixels of the picture as it is seen); the server cuts
// it. Without script, or when the browser cannot show the file (HEIC), the numbers stay empty and the server cuts the middle.
const LEAST = 240; // pixels: a smaller part would be blurred beside names
const STEP = 0.02, FAST = 0.1; // of the part's side, for one arrow key; with Shift
const ZOOM = 4; // steps of the slider for one + or -
const TOLD = 400; // milliseconds of rest before it is read aloud
const FACE = 0.35; // where a face is in an upright portrait, from the top (files/pictures.py)
const PERCENT = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "percent" });

for (const box of document.querySelectorAll('[data-behaviour~="crop"]')) begin(box);

function begin(box) {
  const part = (name) => box.querySelector(`[data-crop="${name}"]`);
  const input = box.querySelector('input[type="file"]');
  const frame = part("frame"), picture = part("picture"), upright = part("upright"), tools = part("tools"), problem = part("problem");
  const sliders = { zoom: part("zoom"), left: part("left"), top: part("top") };
  const instead = document.getElementById(box.dataset.instead ?? "");
  const sent = ["left", "top", "side"].map((name) => box.querySelector(`input[type="hidden"][name$="${name}"]`));
  let address = "", wide = 0, high = 0, now = null, timer = 0;

  const largest = () => Math.min(wide, high), least = () => Math.min(LEAST, largest());
  const between = (low, value, top) => Math.min(Math.max(value, low), top);

  /** Keep the middle of the part where it is while its side changes. */
  const resize = (side, x = 0.5, y = 0.5) => {
    side = between(least(), side, largest());
    move(now.left + (now.side - side) * x, now.top + (now.side - side) * y, side);
  };
  const move = (left, top, side = now.side) => {
    now = { left: between(0, left, wide - side), top: between(0, top, high - side), side };
    draw();
  };

  const draw = () => {
    place(picture, frame, now.left, now.top, now.side);
    const rounded = { side: Math.floor(now.side) };
    rounded.left = Math.min(Math.floor(now.left), wide - rounded.side);
    rounded.top = Math.min(Math.floor(now.top), high - rounded.side);
    if (upright) drawUpright(rounded);
    sent.forEach((field) => { field.value = rounded[field.name.split("-").pop()]; });
    const range = largest() / least();
    sliders.zoom.value = range > 1 ? (100 * Math.log(largest() / now.side)) / Math.log(range) : 0;
    sliders.left.value = share(now.left, wide - now.side);
    sliders.top.value = share(now.top, high - now.side);
    sliders.zoom.disabled = range <= 1;
    sliders.left.disabled = wide - now.side < 1;
    sliders.top.disabled = high - now.side < 1;
    clearTimeout(timer);
    timer = setTimeout(tell, TOLD);
  };
  const share = (value, most) => (most >= 1 ? (100 * value) / most : 0);
  const place = (image, window, left, top, side) => {
    const scale = window.clientWidth / side;
    image.style.inlineSize = `${wide * scale}px`;
    image.style.transform = `translate(${-left * scale}px, ${-top * scale}px)`;
  };
  const drawUpright = ({ left, top, side }) => { // the same 4:5 as Part.upright in files/pictures.py
    const tall = Math.min(Math.floor((side * 5) / 4), high), narrow = Math.min(side, Math.ceil((tall * 4) / 5));
    const above = between(0, top - Math.floor((tall - side) * FACE), high - tall);
    place(upright.querySelector("img"), upright, left + Math.floor((side - narrow) / 2), above, narrow);
  };
  const tell = () => {
    const shares = { wide: now.side / wide, left: now.left / wide, top: now.top / high };
    part("said").textContent = box.dataset.said.replace(/\{(\w+)\}/g, (_all, name) => PERCENT.format(shares[name]));
    sliders.zoom.setAttribute("aria-valuetext", PERCENT.format(largest() / now.side));
  };

  const forget = () => {
    now = null;
    clearTimeout(timer);
    URL.revokeObjectURL(address);
    sent.forEach((field) => { field.value = ""; });
    tools.hidden = true;
    if (instead) instead.hidden = false;
    complain("");
  };
  /** Say what is wrong with the file; `stops` keeps the form from being sent, so that nothing is lost on the way. */
  const complain = (words, stops = false) => {
    problem.textContent = words;
    problem.hidden = !words;
    input.setCustomValidity(stops ? words : "");
  };

  const open = async () => {
    forget();
    const file = input.files[0], { dataset } = box;
    if (!file) return;
    if (file.size > Number(dataset.megabytes) * 1024 * 1024) return complain(dataset.large, true);
    address = URL.createObjectURL(file);
    const images = [picture, ...(upright ? [upright.querySelector("img")] : [])];
    images.forEach((image) => { image.src = address; });
    try {
      await Promise.all(images.map((image) => image.decode()));
    } catch {
      return input.files[0] === file ? complain(dataset.unseen) : undefined;
    }
    if (input.files[0] !== file) return; // another one was chosen meanwhile
    [wide, high] = [picture.naturalWidth, picture.naturalHeight];
    if (wide * high > Number(dataset.pixels)) return complain(dataset.long, true);
    tools.hidden = false;
    if (instead) instead.hidden = true;
    now = { left: 0, top: 0, side: largest() };
    move((wide - now.side) / 2, (high - now.side) * (upright ? FACE : 0.5));
    frame.focus({ preventScroll: true });
  };

  input.addEventListener("change", open);
  input.form?.addEventListener("reset", forget);
  new ResizeObserver(() => now && draw()).observe(frame);
  if (input.files.length) open(); // the browser came back to this page with a file still chosen

  sliders.zoom.addEventListener("input", () => resize(largest() / (largest() / least()) ** (sliders.zoom.value / 100)));
  sliders.left.addEventListener("input", () => move(((wide - now.side) * sliders.left.value) / 100, now.top));
  sliders.top.addEventListener("input", () => move(now.left, ((high - now.side) * sliders.top.value) / 100));
  keys(frame, (x, y, step) => move(now.left + x * step * now.side, now.top + y * step * now.side), (steps) => {
    resize(now.side / (largest() / least()) ** ((steps * ZOOM) / 100));
  });
  hands(frame, (x, y) => move(now.left - (x * now.side) / frame.clientWidth, now.top - (y * now.side) / frame.clientWidth),
    (times, x, y) => resize(now.side / times, x, y));
}

/** Arrow keys move the picture the way they point; + and - change its size. */
function keys(frame, nudge, zoom) {
  const ways = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? FAST : STEP;
    if (ways[event.key]) nudge(...ways[event.key], step);
    else if (event.key === "+" || event.key === "=") zoom(1);
    else if (event.key === "-") zoom(-1);
    else return;
    event.preventDefault();
  });
}

/** One finger or the mouse drags, two fingers pinch, Ctrl and the wheel (or a pinched touchpad) change the size. */
function hands(frame, drag, zoom) {
  const down = new Map();
  const apart = () => { const [a, b] = down.values(); return Math.hypot(a.x - b.x, a.y - b.y) || 1; };
  const within = (x, y) => { const edge = frame.getBoundingClientRect(); return [(x - edge.left) / edge.width, (y - edge.top) / edge.height]; };
  frame.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    frame.setPointerCapture(event.pointerId);
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  frame.addEventListener("pointermove", (event) => {
    const was = down.get(event.pointerId);
    if (!was) return;
    const before = down.size === 2 ? apart() : 0;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    drag((event.clientX - was.x) / down.size, (event.clientY - was.y) / down.size);
    if (!before) return;
    const [a, b] = down.values();
    zoom(apart() / before, ...within((a.x + b.x) / 2, (a.y + b.y) / 2));
  });
  for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => down.delete(event.pointerId));
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== frame) return; // else the page scrolls, as everywhere
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), ...within(event.clientX, event.clientY));
  }, { passive: false });
}
