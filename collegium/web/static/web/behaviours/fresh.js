// Says what came while somebody reads, from the live stream, and keeps the numbers in the bar. Nothing moves by itself:
// a link shows what is new. One stream, only while the page is seen; without script the page stays as it was read.
const PATIENCE = [15, 60, 300]; // seconds before it is tried again
const place = document.querySelector('[data-behaviour="fresh"]');
let stream = null, failed = 0, timer = 0, shown = 0;

const said = (number, one, many) => (number === 1 ? one.replace("1", number) : many.replace(/7|\{n\}/, number));

function bar(name, number) {
  for (const link of document.querySelectorAll(`:is(.bar, .dock) a[href="/${name}/"]`)) {
    let pip = link.querySelector(".pip");
    if (!number) pip?.remove();
    else if (pip) pip.textContent = number;
    else link.append(Object.assign(document.createElement("span"), { className: "pip", textContent: number }));
    const { newOne, newMany } = place.dataset;
    if (link.dataset.label) link.setAttribute("aria-label", link.dataset.label + (number ? `, ${said(number, newOne, newMany)}` : ""));
  }
}

function line(number) {
  if (!number) { place.replaceChildren(); shown = 0; return; }
  if (number === shown) return;
  shown = number;
  const { one, many, show, link, close } = place.dataset;
  const words = Object.assign(document.createElement("span"), { textContent: said(number, one, many) });
  const go = Object.assign(document.createElement("a"), { href: show, textContent: link });
  const away = Object.assign(document.createElement("button"), { type: "button", className: "ib", textContent: "×" });
  away.setAttribute("aria-label", close);
  away.addEventListener("click", () => place.replaceChildren());
  place.replaceChildren(words, " ", go, away);
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(`/live/?${place.dataset.of}`);
  stream.addEventListener("counts", (event) => {
    failed = 0;
    const numbers = JSON.parse(event.data);
    for (const name of ["messages", "notifications"]) if (name in numbers) bar(name, numbers[name]);
    line(numbers.here ?? 0);
  });
  stream.addEventListener("error", () => { // refused or too many: politely later; a stream that only ended comes back by itself
    if (stream?.readyState !== EventSource.CLOSED) return;
    stop();
    if (failed < PATIENCE.length) timer = setTimeout(listen, PATIENCE[failed++] * 1000);
  });
}

function stop() {
  clearTimeout(timer);
  stream?.close();
  stream = null;
}

if (place && "EventSource" in window) {
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);
  listen();
}
