// Pictures and files by button, paste or drop: sent at once, shown as "Uploading …" meanwhile, then a figure that asks for its
// description, or a link to the file. What is taken is the server's to say; nothing is left out here without a word.
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { csrf, el } from "./dom.js";
import { insertBlock } from "./html.js";

const key = new PluginKey("upload");

/** True while something is still on its way. */
export const uploading = (state) => !!key.getState(state)?.find().length;

/** Sends one file. Returns {id, url, width, name}, a width only of pictures; throws an Error with the sentence to show. */
async function send(form, file, say) {
  const body = new FormData();
  body.append("file", file);
  const answer = await fetch(form.dataset.uploadUrl, { method: "POST", body, headers: csrf(form) }).catch(() => null);
  const data = await answer?.json().catch(() => null);
  if (!answer?.ok || !data?.url) throw new Error(data?.error || say("uploadFailed", { name: file.name }));
  return data;
}

/** Puts a sent file into the text: a picture as a figure, anything else as a link with its name. Returns where a figure stands. */
function place(tr, made, at) {
  const { schema } = tr.doc.type, { figure, figcaption } = schema.nodes, src = new URL(made.url, location).pathname;
  if (made.width) return insertBlock(tr, figure.create({ src, file: String(made.id) }, figcaption.create()), at).at;
  const words = [schema.text(made.name, [schema.marks.link.create({ href: src })]), schema.text(" ")];
  tr.replaceRange(at, at, new Slice(Fragment.from(words), 0, 0));
  return null;
}

/** Pictures that came with a pasted text: sent where files are taken; of those that lie elsewhere it is said that they are missing. */
export const pastedPictures = (form, say, tell) => (view, files, elsewhere) => {
  const missing = elsewhere + (form.dataset.uploadUrl ? 0 : files.length);
  if (form.dataset.uploadUrl) for (const file of files) upload(view, form, file, view.state.selection.to, say, tell);
  if (missing) tell(say("picturesDropped", { n: missing }));
};

async function upload(view, form, file, pos, say, tell) {
  const id = {};
  view.dispatch(view.state.tr.setMeta(key, { add: { id, pos, name: file.name } }));
  const spot = () => key.getState(view.state).find(null, null, (spec) => spec.id === id)[0]?.from;
  let made = null;
  try { made = await send(form, file, say); } catch (error) { tell(error.message); }
  if (view.isDestroyed) return;
  const at = spot(), tr = view.state.tr.setMeta(key, { remove: id });
  if (!made || at === undefined) return view.dispatch(tr);
  const placed = place(tr, made, at);
  view.dispatch(tr.scrollIntoView());
  if (placed !== null && view.hasFocus()) view.nodeDOM(placed)?.querySelector("input").focus();
}

/** The command behind the toolbar's button. */
export const pictureTool = (form, say, tell) => (state, _, view) => {
  const input = el("input", { type: "file", multiple: "" });
  input.addEventListener("change", () => {
    view.focus();
    for (const file of input.files) upload(view, form, file, view.state.selection.to, say, tell);
  });
  input.click();
  return true;
};

export const uploadPlugin = (form, say, tell) => new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(tr, set) {
      const { add, remove } = tr.getMeta(key) ?? {};
      let next = set.map(tr.mapping, tr.doc);
      if (add) next = next.add(tr.doc, [Decoration.widget(add.pos, () => el("span", { class: "tag", role: "status" }, say("uploading", add)), { id: add.id })]);
      return remove ? next.remove(next.find(null, null, (spec) => spec.id === remove)) : next;
    },
  },
  props: {
    decorations: (state) => key.getState(state),
    handlePaste(view, event, { content }) {
      const files = event.clipboardData?.files ?? [];
      if (!files.length || content.textBetween(0, content.size).trim()) return false; // Word and Excel send a picture of the text along: the text is meant
      for (const file of files) upload(view, form, file, view.state.selection.to, say, tell);
      return true;
    },
    handleDrop(view, event, slice, moved) {
      const files = moved ? [] : event.dataTransfer?.files ?? [];
      const pos = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.to;
      for (const file of files) upload(view, form, file, pos, say, tell);
      return files.length > 0;
    },
  },
});
