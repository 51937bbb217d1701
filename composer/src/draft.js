// Drafts stay in this browser (localStorage, "collegium-draft:<key>"). At submit the draft becomes a copy kept for an hour,
// for the page that comes back with errors, or does not come back at all.
import { button } from "./dom.js";

const PREFIX = "collegium-draft:", HOUR = 3600e3, FORTNIGHT = 14 * 24 * HOUR, PAUSE = 800;

const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
const write = (key, value) => { try { if (value) localStorage.setItem(key, JSON.stringify(value)); else localStorage.removeItem(key); } catch { /* storage is full or forbidden */ } };

function prune() {
  try {
    for (const key of Object.keys(localStorage)) {
      const age = key.startsWith(PREFIX) && Date.now() - (read(key)?.at ?? 0);
      if (age > (key.endsWith(":sent") ? HOUR : FORTNIGHT)) localStorage.removeItem(key);
    }
  } catch { /* forbidden: nothing to prune */ }
}

const clock = (form, at) => new Date(at).toLocaleString(form.closest("[lang]")?.lang || undefined, {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(new Date(at).toDateString() !== new Date().toDateString() && { month: "short", day: "numeric" }),
});

const squeeze = (text) => text.replace(/\s+/g, "");
const wordsOf = (html) => squeeze(new DOMParser().parseFromString(html, "text/html").body.textContent);

/**
 * Keeps one form's draft: the words of `area` and the line above them, a title or to whom they go. `base` is the HTML the server sent:
 * a draft of an older version is offered, never put over a newer one.
 * `typed` says that somebody wrote before the editor was there.
 */
export function draftOf(form, { say, area, base, typed }) {
  const key = form.dataset.draftKey && PREFIX + form.dataset.draftKey, state = form.querySelector(".draft-state");
  if (!key) return { found: null, changed() {}, offer() {}, sent() {} };
  prune();
  const line = form.elements.title ?? form.elements.to, lineBase = line?.defaultValue;
  let isNew = false, timer = null;
  const tell = (...words) => state?.replaceChildren(...words);
  const saved = (at) => tell(say("draftSaved", { time: clock(form, at) }));
  const now = () => ({ html: area.value || base, line: line?.value, lineBase, base, at: Date.now() });
  const save = () => {
    clearTimeout(timer);
    if (!isNew) return;
    isNew = false;
    const differs = (area.value && area.value !== base) || (line?.value.trim() && line.value !== lineBase);
    const draft = differs ? now() : null;
    write(key, draft);
    if (draft) saved(draft.at); else tell();
  };
  const changed = () => { isNew = true; clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  const putLine = (draft) => { if (draft.line && draft.lineBase === lineBase && line?.value === lineBase) line.value = draft.line; };
  line?.addEventListener("input", changed);
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);

  const failed = "errors" in form.dataset || !!form.querySelector('[aria-invalid="true"]');
  const draft = read(key), sent = read(`${key}:sent`);
  const keep = sent && sent.html !== base && (failed ? !base : !squeeze(document.body.textContent).includes(wordsOf(sent.html).slice(0, 120)));
  if (sent && !keep && !failed) write(`${key}:sent`, null); // it arrived: it stands on this page
  const candidate = draft ?? (keep ? sent : null);
  const fits = candidate && !typed && candidate.base === base && (draft || failed);
  if (fits) { saved(candidate.at); putLine(candidate); }
  if (!candidate && line && line.value !== lineBase) changed(); // typed before this file was there

  return {
    found: fits ? candidate.html : null,
    /** Called at every change, when the words stand in `area`. */
    changed,
    /** Offers what could not be put back by itself; `restore(html)` puts it in. */
    offer(restore) {
      if (!candidate || fits) return;
      const back = button(say("draftBack", { time: clock(form, candidate.at) }), { class: "btn bare" });
      back.addEventListener("click", () => { tell(); putLine(candidate); restore(candidate.html); });
      tell(back);
    },
    /** Called at submit. */
    sent() {
      clearTimeout(timer);
      isNew = false;
      write(key, null);
      write(`${key}:sent`, area.value ? now() : null);
      tell();
    },
  };
}
