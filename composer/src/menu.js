// The toolbar: one tab stop, arrow keys within, Escape back to the text (ARIA toolbar pattern).
import { toggleMark } from "prosemirror-commands";
import { AllSelection, Plugin, TextSelection } from "prosemirror-state";
import { el, icon, idOf } from "./dom.js";
import { inTable } from "./table.js";
import { markActive, toggleHeading, toggleList, toggleWrap, within } from "./keys.js";

function itemsFor({ nodes, marks }, tools) {
  const mark = (key, type) => ({ key, icon: key, run: toggleMark(type), active: (state) => markActive(state, type) });
  const node = (key, type, run, attrs) => ({ key, run, active: (state) => !!within(state, type, attrs) });
  const long = nodes.heading && [
    node("heading", nodes.heading, toggleHeading(2), { level: 2 }), node("subheading", nodes.heading, toggleHeading(3), { level: 3 }),
    node("pull", nodes.blockquote, toggleWrap(nodes.blockquote, { pull: true }), { pull: true }), node("gloss", nodes.gloss, toggleWrap(nodes.gloss)),
  ];
  return [
    mark("bold", marks.strong), mark("italic", marks.em),
    { ...node("bullets", nodes.bullet_list, toggleList(nodes.bullet_list)), icon: "list" },
    { ...node("numbers", nodes.ordered_list, toggleList(nodes.ordered_list)), icon: "list-ordered" },
    { ...node("quote", nodes.blockquote, toggleWrap(nodes.blockquote, nodes.heading && { pull: false }), nodes.heading && { pull: false }), icon: "text-quote" },
    { key: "link", icon: "link-2", run: tools.link, active: (state) => markActive(state, marks.link) },
    tools.cite && { key: "cite", icon: "file-text", run: tools.cite },
    tools.picture && { key: "picture", icon: "image", run: tools.picture },
    { key: "table", icon: "table", run: tools.table, active: inTable },
    tools.mention && { key: "mention", icon: "at-sign", run: tools.mention },
    ...(long || []),
  ].filter(Boolean);
}

const buttonFor = (item, say) => el("button", {
  type: "button", class: item.icon ? "ib" : "ib word", tabindex: -1, "aria-pressed": item.active && "false",
  ...(item.icon && { "aria-label": say(item.key), title: say(item.key) }),
}, item.icon ? icon(item.icon) : say(item.key));

/** Moves the one tab stop with the arrow keys, Home and End. */
function rove(bar, buttons) {
  let current = buttons[0];
  const stop = (next) => { current.tabIndex = -1; current = next; current.tabIndex = 0; };
  stop(current);
  bar.addEventListener("focusin", (event) => stop(event.target));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (getComputedStyle(bar).direction === "rtl" ? -1 : 1);
    const next = event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : (buttons.indexOf(current) + step + buttons.length) % buttons.length;
    if (Number.isNaN(next)) return;
    event.preventDefault();
    buttons[next].focus();
  });
}

/** The toolbar as a plugin; it stands in front of `body`. `tools` are the commands that open something. */
export const menuPlugin = (schema, say, body, tools) => new Plugin({
  view(view) {
    const items = itemsFor(schema, tools), buttons = items.map((item) => buttonFor(item, say));
    const bar = el("div", { class: "tools", role: "toolbar", "aria-label": say("formatting"), "aria-controls": idOf(view.dom) }, ...buttons);
    body.before(bar);
    rove(bar, buttons);
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    bar.addEventListener("keydown", (event) => { if (event.key === "Escape") view.focus(); });
    bar.addEventListener("click", (event) => {
      const item = items[buttons.indexOf(event.target.closest("button"))];
      if (!item) return;
      if (item.active && item.key !== "link" && item.key !== "table") view.focus();
      const { doc, selection, tr } = view.state;
      if (selection instanceof AllSelection) view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(0), doc.resolve(doc.content.size))));
      item.run(view.state, view.dispatch, view);
    });
    const update = ({ state }) => items.forEach((item, i) => item.active && buttons[i].setAttribute("aria-pressed", item.active(state)));
    update(view);
    return { update, destroy: () => bar.remove() };
  },
});
