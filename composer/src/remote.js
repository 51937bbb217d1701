// The server's copy of a draft: asked for when the editor opens, saved every few seconds while somebody writes, never more often.
import { csrf, el } from "./dom.js";

const EVERY = 5000; // milliseconds between two saves

/** A fingerprint of the words a draft began with: what was begun from other words is offered, never put in. */
export function print(text) {
  let hash = 5381;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 33) ^ text.charCodeAt(i)) >>> 0;
  return `${text.length}-${hash.toString(36)}`;
}

/** The server's side of one form's draft, or null without `data-draft-url`. */
export function remoteOf(form) {
  const url = form.dataset.draftUrl;
  if (!url) return null;
  const key = url.split("/").at(-2), place = form.closest("section[id], form[id]")?.id;
  const address = location.pathname + (place ? `#${place}` : "");
  let seen = null, waiting = null, other = null, timer = null, last = 0, running = null, met = () => {};
  if (!form.elements.draft) form.append(el("input", { type: "hidden", name: "draft", value: key })); // ends it when the words were taken

  async function ask(body, more) {
    const answer = await fetch(url, { headers: { ...csrf(form), ...(body && { "Content-Type": "application/json" }) }, ...(body && { method: "POST", body }), ...more }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    return { status: answer?.status ?? 0, data };
  }

  async function send(keepalive) {
    clearTimeout(timer);
    if (!waiting || seen === null || running) return;
    const draft = waiting, aside = other;
    [waiting, other, last] = [null, null, Date.now()];
    const body = JSON.stringify({ html: draft.html, line: draft.line ?? "", base: print(draft.base), at: address, seen, other: aside && { html: aside.html, line: aside.line ?? "" } });
    running = new AbortController();
    const { status, data } = await ask(body, { signal: running.signal, keepalive: keepalive && body.length < 60000 });
    running = null;
    if (data && "version" in data) seen = data.version;
    if (status === 409) met(data);
    else if (status !== 200) { other ??= aside; if (status === 429 || !status) waiting ??= draft; last = Date.now() + 12 * EVERY; }
    if (waiting) plan();
  }

  function plan() { clearTimeout(timer); timer = setTimeout(send, Math.max(EVERY, last + EVERY - Date.now())); }

  return {
    /** What is kept: {html, line, base, at, ended}, or null when the server cannot be asked. */
    async load() {
      const { status, data } = await ask(null, { cache: "no-store" });
      if (status !== 200 || !data) return null;
      seen = data.version;
      return data;
    },
    /** Saves soon. */
    save(draft) {
      waiting = seen === 0 && !draft.html && !draft.line ? null : draft;
      if (waiting && seen !== null) plan();
    },
    /** These words are put beside the next save, so that both are kept until their owner chooses. */
    aside(draft) { other = draft; },
    /** Saves at once: the page is going away. */
    flush: () => send(true),
    busy: () => !!(waiting || running),
    /** Called with what another device saved in between. */
    whenMet(act) { met = act; },
    stop() { clearTimeout(timer); waiting = null; running?.abort(); seen = null; },
  };
}
