// The small panel that asks for a link's address.
import { button, el, idOf } from "./dom.js";
import { safeHref } from "./schema.js";

/** What people type as an address, completed; null when it is none. */
function complete(text) {
  const typed = text.trim();
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(typed)) return safeHref(`mailto:${typed}`);
  return safeHref(/^[\w-]+(\.[\w-]+)+([/?#:]|$)/.test(typed) ? `https://${typed}` : typed);
}

/** The link around the caret: its address and its range, which may span several text nodes. */
function linkAt(state) {
  const { $from, from, to, empty } = state.selection, { link } = state.schema.marks;
  const here = link.isInSet($from.marks()) || $from.nodeAfter && link.isInSet($from.nodeAfter.marks);
  if (!here || !empty) return { href: here?.attrs.href ?? "", from, to };
  const base = $from.start(), caret = $from.parentOffset;
  let run = null, start = null, end = null;
  $from.parent.forEach((node, offset) => {
    if (!here.isInSet(node.marks)) { run = null; return; }
    run ??= offset;
    if (start === run || (run <= caret && caret <= offset + node.nodeSize)) [start, end] = [run, offset + node.nodeSize];
  });
  return { href: here.attrs.href, from: base + start, to: base + end };
}

/** Returns the command that opens the panel below the toolbar. */
export const linkTool = (body, say) => (state, _, view) => {
  const target = linkAt(state), { link } = state.schema.marks;
  const input = el("input", { type: "text", inputmode: "url", autocapitalize: "off", spellcheck: "false", value: target.href });
  const wrong = el("small", { class: "err", hidden: "" }, say("linkWrong"));
  const set = button(say("linkSet")), remove = button(say("linkRemove")), cancel = button(say("cancel"), { class: "btn bare" });
  const label = el("label", { for: idOf(input) }, say("linkAddress"));
  const panel = el("div", { class: "composer-panel", role: "group", "aria-label": say("link") },
    el("div", { class: "field" }, label, input, wrong), el("div", { class: "row" }, set, ...(target.href ? [remove] : []), cancel));
  const close = () => { panel.remove(); view.focus(); };
  const change = (href) => {
    let { from, to } = target;
    const tr = view.state.tr;
    if (from === to && href) { tr.insertText(input.value.trim(), from); to = from + input.value.trim().length; }
    tr.removeMark(from, to, link);
    if (href) tr.addMark(from, to, link.create({ href }));
    view.dispatch(tr.removeStoredMark(link));
    close();
  };
  const apply = () => {
    const href = complete(input.value);
    if (href) return change(href);
    wrong.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", idOf(wrong));
    input.focus();
  };
  set.addEventListener("click", apply);
  remove.addEventListener("click", () => change(null));
  cancel.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === input && !event.ctrlKey && !event.metaKey) { event.preventDefault(); apply(); }
  });
  body.parentNode.querySelector(".composer-panel")?.remove();
  body.before(panel);
  input.select();
  input.focus();
  return true;
};
