// Drafts stay in this browser (localStorage, "collegium-draft:<key>") and, through remote.js, with the server. At submit the draft becomes
// a copy kept for an hour, for the page that comes back with errors, or does not come back at all.
import { button } from "./dom.js";
import { print, remoteOf } from "./remote.js";

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
 * a draft of an older version is offered, never put over a newer one. `typed` says that somebody wrote before the editor was there.
 * Between two devices the newer words stand in the field and the others are offered; nothing is overwritten without being offered.
 */
export function draftOf(form, { say, area, base, typed }) {
  const key = form.dataset.draftKey && PREFIX + form.dataset.draftKey, state = form.querySelector(".draft-state");
  if (!key) return { found: null, changed() {}, offer() {}, sent() {} };
  prune();
  const line = form.elements.title ?? form.elements.to, lineBase = line?.defaultValue, remote = remoteOf(form);
  let isNew = false, timer = null, offered = null, lay = null, touched = typed, known = null, mineAt = 0; // known: words the server has already; mineAt: when these here were written
  const tell = (...words) => state?.replaceChildren(...words, ...(words.length && offered ? [" "] : []), ...(offered ? [offered] : []));
  const saved = (at, words = "draftSaved") => tell(say(words, { time: clock(form, at) }));
  const now = () => ({ html: area.value || base, line: line?.value, lineBase, base, at: mineAt || Date.now() });
  const differs = () => (area.value && area.value !== base) || (line?.value.trim() && line.value !== lineBase);
  const same = (one, two) => one.html === two.html && (one.line ?? "") === (two.line ?? "");
  const putLine = (draft) => { if (draft.line && (draft.lineBase ?? lineBase) === lineBase && line) line.value = draft.line; };

  /** Offers words that do not stand in the field; taking them offers what stood there. */
  const offer = (draft) => {
    const back = button(say("draftBack", { time: clock(form, draft.at) }), { class: "btn bare" });
    back.addEventListener("click", () => {
      const mine = differs() ? now() : null;
      offered = null;
      putLine(draft);
      lay(draft.html, draft.at);
      if (mine && !same(mine, draft)) offer(mine); else tell();
    });
    offered = back;
    tell();
  };
  /** What the server has from another device, met by what stands here. */
  const meet = (theirs) => {
    const mine = now(), ours = differs(), fits = theirs.base === print(base);
    if (theirs.ended && ours && (touched || mineAt < theirs.at)) {
      if (!touched) { lay(base, theirs.at); offer(mine); }
      tell(say("draftSent"));
    } else if (!theirs.html && !theirs.line) {
      if (ours) remote.save(mine);
    } else if (same(mine, theirs)) { known = theirs; saved(theirs.at); }
    else if (fits && !touched && (!ours || theirs.at > mineAt)) {
      known = theirs;
      putLine(theirs);
      lay(theirs.html, theirs.at);
      if (ours) { offer(mine); remote.aside(mine); }
      saved(theirs.at, "draftFrom");
    } else {
      remote.aside(theirs);
      offer(theirs);
      if (ours) remote.save(mine);
    }
  };
  remote?.whenMet((theirs) => { touched = true; meet(theirs); });
  const save = () => {
    clearTimeout(timer);
    if (!isNew) return;
    isNew = false;
    const draft = differs() ? now() : null;
    write(key, draft);
    if (draft) saved(draft.at); else tell();
    if (!draft || !known || !same(draft, known)) remote?.save(draft ?? { html: "", line: "", base });
    known = null;
  };
  const changed = () => { isNew = touched = true; mineAt = Date.now(); clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  const look = (after) => remote?.load().then((theirs) => {
    if (theirs && (theirs.at ?? 0) > after) meet(theirs); else if (theirs && differs()) remote.save(now());
  });
  line?.addEventListener("input", changed);
  addEventListener("pagehide", () => { save(); remote?.flush(); });
  document.addEventListener("visibilitychange", () => {
    save();
    if (document.hidden) remote?.flush(); else if (lay && !remote?.busy()) { touched = false; look(-1); }
  });

  const failed = "errors" in form.dataset || !!form.querySelector('[aria-invalid="true"]');
  const draft = read(key), sent = read(`${key}:sent`);
  const keep = sent && sent.html !== base && (failed ? !base : !squeeze(document.body.textContent).includes(wordsOf(sent.html).slice(0, 120)));
  if (sent && !keep && !failed) write(`${key}:sent`, null); // it arrived: it stands on this page
  const candidate = draft ?? (keep ? sent : null);
  const fits = candidate && !typed && candidate.base === base && (draft || failed);
  mineAt = candidate?.at ?? 0;
  if (fits) { saved(candidate.at); if (line?.value === lineBase) putLine(candidate); }
  if (!candidate && line && line.value !== lineBase) changed(); // typed before this file was there

  return {
    found: fits ? candidate.html : null,
    /** Called at every change, when the words stand in `area`. */
    changed,
    /** Offers what could not be put back by itself and asks the server what other devices left; `restore(html)` puts words in. */
    offer(restore) {
      lay = (html, at) => { restore(html); touched = false; mineAt = at; };
      if (candidate && !fits) offer(candidate);
      look(failed ? (sent?.at ?? 0) : -1); // after an error, only what another device wrote since
    },
    /** Called at submit. */
    sent() {
      clearTimeout(timer);
      isNew = false;
      write(key, null);
      write(`${key}:sent`, area.value ? now() : null);
      remote?.stop();
      offered = null;
      tell();
    },
  };
}
