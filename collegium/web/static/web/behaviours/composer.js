// Puts the full editor (composer/composer.js, a prebuilt bundle) in the place of a composer's textarea at first use.
// Without script, or when the bundle does not arrive, the textarea stays and the form works as it is.
const forms = '[data-behaviour~="composer"]';
const started = new WeakMap();
const asked = new URLSearchParams(location.search).has("draft"); // the list of drafts led here
let composing = null;

const areaOf = (form) => form.querySelector("textarea[name=body]") ?? form.querySelector("textarea");
const formOf = (event) => (event.target.matches?.(`${forms} textarea, ${forms} [name=title], ${forms} [name=to]`) ? event.target.closest(forms) : null);

/** Loads the bundle once and mounts it; resolves to the composer, or to null when the textarea has to do. */
export function start(form) {
  if (!started.has(form)) {
    started.set(form, import(form.dataset.bundle).then(async (bundle) => {
      await bundle.styled;
      if (composing) await new Promise((done) => composing.addEventListener("compositionend", () => setTimeout(done), { once: true }));
      return bundle.mount(form);
    }).catch((error) => { console.error(error); return null; }));
  }
  return started.get(form);
}

/** At once, not at first use: what holds HTML, has a draft or was sent and may not have arrived, has the focus
    already, or the list of drafts led here. */
function isDue(form) {
  const area = areaOf(form), key = form.dataset.draftKey;
  if (!area) return false;
  const html = [form.dataset.format, area.dataset.format].includes("html") && area.value.trim();
  const kept = (name) => { try { return key && localStorage.getItem(`collegium-draft:${name}`); } catch { return null; } };
  return html || asked || area === document.activeElement || kept(key) || kept(`${key}:sent`);
}

export const startDue = (root = document) => { for (const form of root.querySelectorAll(forms)) if (isDue(form)) start(form); };

/** Without a connection nothing is sent: the browser would put its own page in the place of the words. */
function stay(event) {
  const form = event.target.closest(forms), state = form?.querySelector(".draft-state");
  if (!state || navigator.onLine) return;
  event.preventDefault();
  event.stopPropagation();
  state.setAttribute("role", "alert");
  state.textContent = form.dataset.offline;
}

document.addEventListener("submit", stay, true);
document.addEventListener("compositionstart", (event) => { composing = event.target; }, true);
document.addEventListener("compositionend", () => { composing = null; }, true);
document.addEventListener("pointerdown", (event) => { const form = formOf(event); if (form) import(form.dataset.bundle).catch(() => {}); }, true);
document.addEventListener("focusin", (event) => { const form = formOf(event); if (form) start(form); });
document.addEventListener("composer:quote", (event) => { // a quote asked for before the editor is there waits for it
  const form = event.target.closest?.(forms);
  if (!form || form.composer) return;
  start(form).then((composer) => composer && form.dispatchEvent(new CustomEvent("composer:quote", { detail: event.detail })));
}, true);
document.addEventListener("htmx:after:swap", () => startDue());
startDue();
