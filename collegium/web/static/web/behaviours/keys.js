// Single keys: J and K move through the lists of a page, R to the reply, G and a letter to a place, ? shows them all.
// Switched off in the settings of mail (cookie "keys=off"); never while somebody types (WCAG 2.1.4).
const help = document.querySelector('[data-behaviour="keys"]');
const isOff = () => document.cookie.split("; ").includes("keys=off");
const isTyping = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
const titles = () => [...document.querySelectorAll("main :is(.topics, .rows, .toc) :is(h2, h3) a[href], main .lead h3 a[href]")];
const places = {};
for (const link of help?.querySelectorAll("a[data-key]") ?? []) places[link.dataset.key] = link.href;
let waitsForPlace = false;

function move(step) {
  const all = titles();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

document.addEventListener("keydown", (event) => {
  if (!help || isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (waitsForPlace && places[key]) location.href = places[key];
  const acts = {
    "j": () => move(1),
    "k": () => move(-1),
    "r": () => document.querySelector("#reply textarea, #reply [contenteditable]")?.focus(),
    "?": () => (help.open ? help.close() : help.showModal()),
  };
  if (acts[key] && !waitsForPlace) {
    event.preventDefault();
    acts[key]();
  }
  waitsForPlace = key === "g" && !waitsForPlace;
});

// A menu that is open closes with Escape, which leads back to its button, and by a click anywhere else; always, since
// no letter is taken from anybody.
const menus = () => [...document.querySelectorAll("details.more[open]")];
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
