// Puts the editor in the place of a form's textarea. The form stays the form: the textarea carries the HTML, the server decides.
import { history } from "prosemirror-history";
import { EditorState, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { el, idOf } from "./dom.js";
import { citationPlugin, citationTool } from "./citation.js";
import { draftOf } from "./draft.js";
import { nodeViews } from "./figure.js";
import { caretFromPlain, fromHTML, fromPlain, insertBlock, isEmpty, toHTML } from "./html.js";
import { keyPlugins } from "./keys.js";
import { linkTool } from "./link.js";
import { mentionPlugin, mentionTool } from "./mention.js";
import { menuPlugin } from "./menu.js";
import { pastePlugin } from "./paste.js";
import { privacyPlugin } from "./privacy.js";
import { makeSchema } from "./schema.js";
import { tablePlugin, tableTool } from "./table.js";
import { pastedPictures, pictureTool, uploading, uploadPlugin } from "./upload.js";
import { wordsOf } from "./words.js";

/** Resolves when the editor's stylesheet, which lies beside this file, is there. STYLE is its name with the hash of its content. */
export const styled = new Promise((done) => {
  const link = el("link", { rel: "stylesheet", href: new URL(STYLE, import.meta.url) });
  link.onload = link.onerror = done;
  document.head.append(link);
});

/** What assistive technology is told about the text field; taken over from the textarea. */
function fieldAttributes(area, note, say) {
  const labels = [...area.labels].map(idOf).join(" ");
  return {
    class: "pad", role: "textbox", "aria-multiline": "true",
    ...(labels ? { "aria-labelledby": labels } : { "aria-label": area.getAttribute("aria-label") || area.placeholder || say("text") }),
    "aria-describedby": [area.getAttribute("aria-describedby"), idOf(note)].filter(Boolean).join(" "),
    ...(area.getAttribute("aria-invalid") && { "aria-invalid": area.getAttribute("aria-invalid") }),
    ...(area.required && { "aria-required": "true" }),
    ...(area.placeholder && { "aria-placeholder": area.placeholder, "data-placeholder": area.placeholder }),
  };
}

function insertQuote(view, { id, name, text }) {
  const { tr, schema, selection } = view.state;
  const { end } = insertBlock(tr, schema.nodes.quote.create({ id: String(id), name: name ?? "", text: String(text ?? "").trim() }), selection.from, selection.to);
  view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(end), 1)).scrollIntoView());
  view.focus();
}

/** Upgrades a form once. Returns {view, form}; the form fires `composer:ready`. */
export function mount(form) {
  if (form.composer) return form.composer;
  const area = form.querySelector("textarea[name=body]") ?? form.querySelector("textarea"), say = wordsOf(form), data = form.dataset;
  const format = form.elements[`${area.name}_format`], schema = makeSchema({ headings: "headings" in data, say });
  const isHTML = [data.format, area.dataset.format, format?.value].includes("html");
  const focused = document.activeElement === area, typed = area.value !== area.defaultValue, required = area.required;
  const read = (text, html) => (html ? fromHTML(schema, text) : fromPlain(schema, text));
  const draft = draftOf(form, { say, area, base: toHTML(read(area.defaultValue, isHTML)), typed });

  const note = el("div", { class: "note warn composer-note", role: "status" }), alarm = el("div", { class: "note warn composer-note", role: "alert" });
  const tell = (words) => alarm.replaceChildren(...(words ? [el("p", {}, words)] : []));
  const body = el("div", { class: "composer-body" }), pad = body.appendChild(el("div"));
  const attributes = fieldAttributes(area, note, say);
  body.style.setProperty("--caption", JSON.stringify(say("caption")));
  const openLink = linkTool(body, say), addReference = data.citeUrl && citationTool(form, body, say);
  const doc = draft.found === null ? read(area.value, isHTML) : fromHTML(schema, draft.found);
  const caret = isHTML || draft.found !== null ? doc.content.size : caretFromPlain(doc, area.value, area.selectionStart);

  area.after(body, note, alarm);
  const write = (view) => { area.value = toHTML(view.state.doc); if (format) format.value = "html"; };
  const view = new EditorView({ mount: pad }, {
    state: EditorState.create({
      doc, selection: Selection.near(doc.resolve(caret), caret ? -1 : 1),
      plugins: [
        data.mentionUrl && mentionPlugin(form, say), data.uploadUrl && uploadPlugin(form, say, tell), data.checkUrl && privacyPlugin(form, say, note),
        citationPlugin(form, say), pastePlugin(schema, pastedPictures(form, say, tell)), ...keyPlugins(schema, openLink, addReference), history(), tablePlugin(body, say),
        menuPlugin(schema, say, body, {
          link: openLink, table: tableTool(body, say), cite: addReference, mention: data.mentionUrl && mentionTool, picture: data.uploadUrl && pictureTool(form, say, tell),
        }),
      ].filter(Boolean),
    }),
    attributes: (state) => ({ ...attributes, ...(isEmpty(state.doc) && { "data-empty": "" }) }),
    nodeViews: nodeViews(say),
    dispatchTransaction(tr) {
      const before = view.state.doc;
      view.updateState(view.state.apply(tr));
      if (view.state.doc === before) return;
      write(view);
      draft.changed();
      tell(null);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  view.dispatch(view.state.tr); // adds the line below a closing picture or quote
  write(view);
  area.hidden = true;
  area.required = false; // a hidden field must not hold up the form; we ask ourselves below
  for (const field of [area, format]) field?.setAttribute("autocomplete", "off");
  for (const label of area.labels) label.addEventListener("click", () => view.focus());
  if (focused) view.focus();

  const replace = (next) => {
    const tr = view.state.tr.replaceWith(0, view.state.doc.content.size, next.content);
    view.dispatch(tr.setSelection(TextSelection.atEnd(tr.doc)));
  };
  draft.offer((html) => { replace(fromHTML(schema, html)); view.focus(); });

  form.addEventListener("composer:quote", (event) => insertQuote(view, event.detail));
  form.addEventListener("reset", () => setTimeout(() => replace(read(area.defaultValue, isHTML))));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".btn.primary[type=submit], .btn.primary:not([type])") ?? form.querySelector("[type=submit], button:not([type])"));
    }
  });
  let asked = null; // the words whose pictures were asked about: sent again unchanged, they go
  form.addEventListener("submit", (event) => {
    const bare = data.pictures === "later" ? null : body.querySelector(".composer-alt[data-bare] input");
    const ask = !bare ? null : data.pictures === "must" ? "altMissing" : asked === view.state.doc ? null : "altAsked";
    const stop = data.uploadUrl && uploading(view.state) ? "uploadPending" : required && isEmpty(view.state.doc) ? "empty" : ask;
    asked = view.state.doc;
    write(view);
    if (!stop) return draft.sent();
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(say(stop));
    (stop === ask ? bare : view).focus();
  }, { capture: true }); // before whoever sends the form by script
  form.composer = { view, form };
  form.dispatchEvent(new CustomEvent("composer:ready", { bubbles: true }));
  return form.composer;
}
