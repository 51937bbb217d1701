// The hint about patients while writing. A help, not a guarantee: the server looks again when the text is sent.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { button, csrf, el, icon } from "./dom.js";
import { plainText } from "./html.js";

const PAUSE = 600; // milliseconds without a change before the text is checked
const key = new PluginKey("privacy");

/** The findings as decorations. Offsets count characters as Python does (code points); one that does not fit its text is dropped. */
function marked(doc, findings, refused) {
  const { text, at } = plainText(doc), letters = /[\ud800-\udfff]/.test(text) ? [...text] : null;
  const units = (offset) => (letters ? letters.slice(0, offset).join("").length : offset);
  const out = [];
  for (const finding of findings) {
    const from = at(units(finding.start), 1), to = at(units(finding.end), -1);
    const fits = text.slice(units(finding.start), units(finding.end)) === finding.text;
    if (fits && from !== null && to !== null && from < to && !refused.has(finding.text)) {
      out.push(Decoration.inline(from, to, { class: `risk${finding.kind === "block" ? " block" : ""}` }, { finding }));
    }
  }
  return DecorationSet.create(doc, out);
}

class Check {
  constructor(view, form, say, note) {
    Object.assign(this, { view, form, say, note });
    this.refused = new Set([...form.querySelectorAll("input[name=not_patient]:is([type=hidden], :checked)")].map((input) => input.value));
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  async check() {
    const { doc } = this.view.state, { text } = plainText(doc);
    let findings = [];
    if (text.trim()) {
      const answer = await fetch(this.form.dataset.checkUrl, {
        method: "POST", body: JSON.stringify({ text }), headers: { ...csrf(this.form), "Content-Type": "application/json" },
      }).catch(() => null);
      const data = answer?.ok ? await answer.json().catch(() => null) : null;
      if (!data) return; // no answer, no hint: writing goes on
      findings = data.findings ?? [];
    }
    if (this.view.isDestroyed || this.view.state.doc !== doc) return; // changed meanwhile: the next check is due already
    this.view.dispatch(this.view.state.tr.setMeta(key, marked(doc, findings, this.refused)));
  }

  update(view, before) {
    if (view.state.doc !== before.doc) this.later();
    const found = key.getState(view.state).find(), { from, to } = view.state.selection;
    const shown = found.find((mark) => mark.from <= to && from <= mark.to) ?? found[0];
    const sign = shown ? `${found.length} ${JSON.stringify(shown.spec.finding)}` : "";
    this.at = shown;
    if (sign !== this.sign) { this.sign = sign; this.show(shown?.spec.finding, found.length - 1); }
  }

  show(finding, others) {
    if (!finding) return this.note.replaceChildren();
    const [, first, rest] = /^(.+?[.!?:。])(\s.*)?$/s.exec(finding.message) ?? [null, finding.message, ""];
    const words = el("p", {}, el("b", {}, first), rest ?? "", ...(others > 0 ? [" ", el("small", {}, this.say("more", { n: others }))] : []));
    const fixes = (finding.fixes ?? []).map((fix) => {
      const made = button(fix.label);
      made.addEventListener("click", () => this.replace(fix.replacement));
      return made;
    });
    const refuse = button(this.say("notPatient"), { class: "btn bare" });
    refuse.addEventListener("click", () => this.refuse(finding.text));
    this.note.replaceChildren(icon("shield-alert", 20), words, el("div", { class: "row" }, ...fixes, refuse));
  }

  replace(words) {
    const { from, to } = this.at, { state } = this.view;
    this.view.dispatch(words ? state.tr.insertText(words, from, to) : state.tr.delete(from, to));
    this.view.focus();
  }

  refuse(words) {
    this.refused.add(words);
    this.form.append(el("input", { type: "hidden", name: "not_patient", value: words }));
    const set = key.getState(this.view.state);
    this.view.dispatch(this.view.state.tr.setMeta(key, set.remove(set.find(null, null, (spec) => spec.finding.text === words))));
    this.view.focus();
  }

  destroy() { clearTimeout(this.timer); this.note.replaceChildren(); }
}

export const privacyPlugin = (form, say, note) => new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => tr.getMeta(key) ?? set.map(tr.mapping, tr.doc),
  },
  props: { decorations: (state) => key.getState(state) },
  view: (view) => new Check(view, form, say, note),
});
