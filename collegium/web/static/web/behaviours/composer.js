// Puts the full editor (composer/composer.js, a prebuilt bundle) in the place of a composer's textarea at first use.
// Without script, or when the bundle does not arrive, the textarea stays and the form works as it is.
const forms = '[data-behaviour~="composer"]';
const started = new WeakMap();
let composing = null;

const areaOf = (form) => form.querySelector("textarea[name=body]") ?? form.querySelector("textarea");
const formOf = (event) => (event.target.matches?.(`${forms} textarea`) ? event.target.closest(forms) : null);

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

/** At once, not at first use: what holds HTML, has a draft, came back with errors, or has the focus already. */
function isDue(form) {
  const area = areaOf(form), key = form.dataset.draftKey;
  if (!area) return false;
  const html = [form.dataset.format, area.dataset.format].includes("html") && area.value.trim();
  const failed = "errors" in form.dataset || form.querySelector('[aria-invalid="true"]');
  const kept = (name) => { try { return key && localStorage.getItem(`collegium-draft:${name}`); } catch { return null; } };
  return html || area === document.activeElement || kept(key) || (failed && kept(`${key}:sent`));
}

export const startDue = (root = document) => { for (const form of root.querySelectorAll(forms)) if (isDue(form)) start(form); };

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
