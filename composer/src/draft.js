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
 * Keeps one form's draft. `base` is the HTML the server sent: a draft of an older version is offered, never put over a newer one.
 * `typed` says that somebody wrote before the editor was there.
 */
export function draftOf(form, { say, base, typed }) {
  const key = form.dataset.draftKey && PREFIX + form.dataset.draftKey, state = form.querySelector(".draft-state");
  if (!key) return { found: null, changed() {}, offer() {}, sent() {} };
  prune();
  let html = null, timer = null;
  const tell = (...words) => state?.replaceChildren(...words);
  const saved = (at) => tell(say("draftSaved", { time: clock(form, at) }));
  const save = () => {
    clearTimeout(timer);
    if (html === null) return;
    const draft = html && html !== base ? { html, base, at: Date.now() } : null;
    write(key, draft);
    html = null;
    if (draft) saved(draft.at); else tell();
  };
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);

  const failed = "errors" in form.dataset || !!form.querySelector('[aria-invalid="true"]');
  const draft = read(key), sent = read(`${key}:sent`);
  const keep = sent && sent.html !== base && (failed ? !base : !squeeze(document.body.textContent).includes(wordsOf(sent.html).slice(0, 120)));
  if (sent && !keep) write(`${key}:sent`, null); // it arrived: it stands on this page
  const candidate = draft ?? (keep ? sent : null);
  const fits = candidate && !typed && candidate.base === base && (draft || failed);
  if (fits) saved(candidate.at);

  return {
    found: fits ? candidate.html : null,
    /** Called with the HTML at every change. */
    changed(now) { html = now; clearTimeout(timer); timer = setTimeout(save, PAUSE); },
    /** Offers what could not be put back by itself; `restore(html)` puts it in. */
    offer(restore) {
      if (!candidate || fits) return;
      const back = button(say("draftBack", { time: clock(form, candidate.at) }), { class: "btn bare" });
      back.addEventListener("click", () => { tell(); restore(candidate.html); });
      tell(back);
    },
    /** Called at submit. */
    sent(now) {
      clearTimeout(timer);
      html = null;
      write(key, null);
      write(`${key}:sent`, now ? { html: now, base, at: Date.now() } : null);
      tell();
    },
  };
}
