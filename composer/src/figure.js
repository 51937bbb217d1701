// How a picture and a quote look while writing: the picture with its caption and fields for its description, credit and license, the
// quote with its name.
import { Selection } from "prosemirror-state";
import { button, el, idOf } from "./dom.js";
import { LICENSES } from "./schema.js";

class Figure {
  constructor(node, view, getPos, say) {
    this.node = node;
    const set = (name, value) => view.dispatch(view.state.tr.setNodeAttribute(getPos(), name, value));
    const line = (name, field) => {
      this[name] = field;
      field.addEventListener("input", () => set(name, field.value));
      return el("div", { class: "field" }, el("label", { for: idOf(field) }, say(name)), field);
    };
    const text = (maxlength) => el("input", { type: "text", maxlength });
    const licenses = ["", ...Object.keys(LICENSES)].map((key) => el("option", { value: key }, say(key || "licenseNone")));
    const remove = button(say("pictureRemove"), { class: "btn bare" });
    this.img = el("img", { src: node.attrs.src });
    this.contentDOM = el("div");
    this.decorative = el("input", { type: "checkbox" });
    this.decorative.addEventListener("input", () => set("decorative", this.decorative.checked));
    this.fields = el("div", { class: "composer-alt", contenteditable: "false", role: "group", "aria-label": say("pictureFacts") },
      line("alt", text(1000)), el("label", { class: "opt" }, this.decorative, say("decorative")),
      line("credit", text(200)), line("license", el("select", {}, ...licenses)), remove);
    this.dom = el("figure", {}, this.img, this.contentDOM, this.fields);
    this.fields.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && (event.key !== "Enter" || event.target.type !== "text" || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const after = view.state.doc.resolve(getPos() + this.node.nodeSize);
      view.dispatch(view.state.tr.setSelection(Selection.near(after, 1)));
      view.focus();
    });
    remove.addEventListener("click", () => {
      view.dispatch(view.state.tr.delete(getPos(), getPos() + this.node.nodeSize));
      view.focus();
    });
    this.show(node.attrs);
  }

  /** Puts what the picture's node says into the fields. */
  show({ alt, decorative, credit, license }) {
    for (const [name, value] of Object.entries({ alt, credit, license })) if (this[name].value !== value) this[name].value = value;
    this.decorative.checked = decorative;
    this.alt.disabled = decorative;
    this.img.alt = decorative ? "" : alt;
    this.fields.toggleAttribute("data-bare", !decorative && !alt.trim());
  }

  update(node) {
    if (node.type !== this.node.type || node.attrs.src !== this.node.attrs.src) return false;
    this.node = node;
    this.show(node.attrs);
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
