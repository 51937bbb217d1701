// How a picture and a quote look while writing: the picture with its caption and a field for its description, the quote with its name.
import { Selection } from "prosemirror-state";
import { button, el, idOf } from "./dom.js";

class Figure {
  constructor(node, view, getPos, say) {
    this.node = node;
    this.img = el("img", { src: node.attrs.src, alt: node.attrs.alt });
    this.contentDOM = el("div");
    this.input = el("input", { type: "text", value: node.attrs.alt, maxlength: 1000 });
    const remove = button(say("pictureRemove"), { class: "btn bare" });
    const field = el("div", { class: "field" }, el("label", { for: idOf(this.input) }, say("alt")), this.input);
    this.fields = el("div", { class: "composer-alt", contenteditable: "false" }, field, remove);
    this.dom = el("figure", {}, this.img, this.contentDOM, this.fields);
    this.input.addEventListener("input", () => view.dispatch(view.state.tr.setNodeAttribute(getPos(), "alt", this.input.value)));
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && (event.key !== "Enter" || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const after = view.state.doc.resolve(getPos() + this.node.nodeSize);
      view.dispatch(view.state.tr.setSelection(Selection.near(after, 1)));
      view.focus();
    });
    remove.addEventListener("click", () => {
      view.dispatch(view.state.tr.delete(getPos(), getPos() + this.node.nodeSize));
      view.focus();
    });
  }

  update(node) {
    if (node.type !== this.node.type || node.attrs.src !== this.node.attrs.src) return false;
    this.node = node;
    this.img.alt = node.attrs.alt;
    if (this.input.value !== node.attrs.alt) this.input.value = node.attrs.alt;
    return true;
  }

  selectNode() { this.dom.classList.add("ProseMirror-selectednode"); }
  deselectNode() { this.dom.classList.remove("ProseMirror-selectednode"); }
  stopEvent(event) { return this.fields.contains(event.target); }
  ignoreMutation(mutation) { return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target); }
}

function quote({ attrs }, say) {
  const words = attrs.text.split(/\n{2,}/).map((block) => el("p", {}, block));
  const name = attrs.name ? [el("footer", {}, say("quoteFrom", { name: attrs.name }))] : [];
  return { dom: el("blockquote", { "data-quote": attrs.id, "aria-label": say("quoteLabel") }, ...name, ...words) };
}

export const nodeViews = (say) => ({
  figure: (node, view, getPos) => new Figure(node, view, getPos, say),
  quote: (node) => quote(node, say),
});
