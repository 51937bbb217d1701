// Citations: a number in the text, its reference in the list at the end. Order and numbers follow the text while it is written; what
// the list says is the server's, which prints it anew when the words are stored. Only the names of the two must agree here ("r3").
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { button, el, idOf } from "./dom.js";

const nameOf = (dom) => /^#(r\d{1,3})$/.exec(dom.getAttribute("href") ?? "")?.[1];

export const citationNodes = {
  citation: {
    group: "inline", inline: true, atom: true, attrs: { to: {}, own: { default: "" } }, leafText: () => "",
    parseDOM: [{ tag: 'a[href^="#r"]', priority: 70, getAttrs: (dom) => nameOf(dom) && /^\d*$/.test(dom.textContent.trim()) && { to: nameOf(dom), own: dom.dataset.own ?? "" } }],
    toDOM: ({ attrs: { to, own } }) => ["sup", ["a", { href: `#${to}`, ...(own && { "data-own": own }) }, to.slice(1)]],
  },
  // An entry that is printed from data: never edited here.
  reference: {
    atom: true, selectable: true, attrs: { id: { default: null }, cite: {}, text: { default: "" } },
    parseDOM: [{ tag: "li[data-cite]", priority: 60, getAttrs: (dom) => ({ id: /^r\d{1,3}$/.test(dom.id) ? dom.id : null, cite: dom.dataset.cite, text: dom.textContent.replace(/\s+/g, " ").trim() }) }],
    toDOM: ({ attrs: { id, cite, text } }) => ["li", { ...(id && { id }), "data-cite": cite }, text],
  },
};

/** What only the server writes: brackets of numbers become numbers, and what became of a work is left out, for it comes again. */
export function readCitations(page) {
  for (const sup of page.querySelectorAll('sup:has(> a[href^="#r"])')) sup.replaceWith(...sup.querySelectorAll("a"));
  for (const said of page.querySelectorAll("li:not([data-cite]) > span.standing")) said.remove();
}

/** The numbers in the text, the entries by their names, and the lists they stand in. */
function partsOf(doc) {
  const cited = [], entries = new Map(), lists = [];
  doc.descendants((node, pos) => {
    if (node.type.name === "citation") cited.push({ to: node.attrs.to, pos });
    if (node.type.name !== "ordered_list" || !node.attrs.refs) return true;
    lists.push({ node, pos });
    node.forEach((item) => entries.set(entries.has(item.attrs.id) || !item.attrs.id ? `+${entries.size}` : item.attrs.id, item));
    return false;
  });
  return { cited, entries, lists, names: new Set(cited.map(({ to }) => to)) };
}

const key = new PluginKey("citations");

/** Marks numbers that a paste brought with their entries (notes.js). */
export const PASTED = Math.random().toString(36).slice(2);

/** The number the next entry gets. */
export const nextNumber = (state) => 1 + Math.max(0, ...[...partsOf(state.doc).entries.keys(), ...key.getState(state).known.keys()].map((name) => +name.slice(1) || 0));

/** Entries that stand in the list as soon as the text cites them. */
export const keepEntries = (state, items) => { for (const item of items) key.getState(state).known.set(item.attrs.id, item); };
const LOOKS = /10\.\d{4,9}(?:\/|%2f)|\bpmid|pubmed|\bPMC\d|\bNCT\s?\d{8}|arxiv|orcid\.org|^\d{4}-\d{4}-\d{4}-\d{3}[\dx]$/i;

async function ask(form, text) {
  const answer = await fetch(`${form.dataset.citeUrl}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) throw new Error();
  const found = await answer.json();
  return found.key || found.href ? found : null;
}

/** Puts a number in the place of `from` to `to`, and the entry into the list where it is not there yet. */
function cite(view, from, to, make, same = () => false) {
  const { tr, schema, doc } = view.state, { entries, lists } = partsOf(doc);
  const found = [...entries].find(([name, item]) => same(item) && !name.startsWith("+"))?.[0];
  const name = found ?? `r${nextNumber(view.state)}`, at = doc.textBetween(Math.max(0, from - 1), from) === " " ? from - 1 : from;
  if (!found) {
    const item = make(name), list = lists.at(-1);
    if (list) tr.insert(list.pos + list.node.nodeSize - 1, item);
    else tr.insert(doc.content.size, schema.nodes.ordered_list.create({ refs: true }, item));
  }
  view.dispatch(tr.replaceWith(at, to, schema.nodes.citation.create({ to: name })).scrollIntoView());
}

function answered(view, found, from, to) {
  const { schema } = view.state;
  if (found.key) return cite(view, from, to, (id) => schema.nodes.reference.create({ id, cite: found.key, text: found.text }), (item) => item.attrs.cite === found.key);
  return view.dispatch(view.state.tr.replaceWith(from, to, schema.text(found.text, [schema.marks.link.create({ href: found.href })])));
}

/** The command of the toolbar's button: a panel that takes an identifier, or a reference as it would be printed. */
export const citationTool = (form, body, say) => (state, _, view) => {
  const input = el("input", { type: "text", maxlength: 600, spellcheck: "false" }), wrong = el("small", { class: "err", hidden: "" }, say("citeFailed"));
  const add = button(say("citeAdd")), cancel = button(say("cancel"), { class: "btn bare" });
  const panel = el("div", { class: "composer-panel", role: "group", "aria-label": say("cite") },
    el("div", { class: "field" }, el("label", { for: idOf(input) }, say("citeWhat")), input, wrong), el("div", { class: "row" }, add, cancel));
  const close = () => { panel.remove(); view.focus(); };
  const apply = async () => {
    const text = input.value.trim(), { schema } = view.state;
    if (!text) return input.focus();
    let found;
    try { found = await ask(form, text); } catch { wrong.hidden = false; return input.focus(); }
    const { to } = view.state.selection;
    close();
    if (found) answered(view, found, to, to);
    else cite(view, to, to, (id) => schema.nodes.list_item.create({ id }, schema.nodes.paragraph.create(null, schema.text(text))));
  };
  add.addEventListener("click", apply);
  cancel.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === input && !event.ctrlKey && !event.metaKey) { event.preventDefault(); apply(); }
  });
  body.parentNode.querySelector(".composer-panel")?.remove();
  body.before(panel);
  input.focus();
  return true;
};

/** The slice with every number mapped; null takes it out. */
const mapped = (slice, act) => {
  const each = (fragment) => {
    const out = [];
    fragment.forEach((node) => { const made = node.type.name === "citation" ? act(node) : node.copy(each(node.content)); if (made) out.push(made); });
    return Fragment.from(out);
  };
  return new Slice(each(slice.content), slice.openStart, slice.openEnd);
};

const numbersOf = (doc, say) => {
  const { cited, names } = partsOf(doc), order = [...names];
  return DecorationSet.create(doc, cited.map(({ to, pos }) => {
    const n = order.indexOf(to) + 1;
    return Decoration.node(pos, pos + 1, { "data-number": `${n}`, "aria-label": say("citeNumber", { n }) });
  }));
};

/** Keeps list and numbers in order: entries follow the text; one nobody cites any more goes, and comes back with its number. */
export function citationPlugin(form, say) {
  const known = new Map(), own = Math.random().toString(36).slice(2);
  const note = (doc) => { for (const [name, item] of partsOf(doc).entries) if (!name.startsWith("+")) known.set(name, item); };
  return new Plugin({
    key,
    state: {
      init: (_, { doc }) => { note(doc); return { known, numbers: numbersOf(doc, say) }; },
      apply: (tr, value) => (tr.docChanged ? { known, numbers: numbersOf(tr.doc, say) } : value),
    },
    appendTransaction(transactions, { doc: old }, { doc, tr, schema }) {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      const before = partsOf(old), now = partsOf(doc);
      note(doc);
      const lost = now.cited.filter(({ to }) => !now.entries.has(to) && ((before.entries.has(to) && before.names.has(to)) || !known.has(to)));
      const gone = new Set(lost.map(({ to }) => to)), entries = new Map(now.entries);
      for (const [name, item] of now.entries) if (item.type.name === "reference" && before.names.has(name) && !now.names.has(name)) entries.delete(name);
      for (const name of now.names) if (!entries.has(name) && !gone.has(name)) entries.set(name, known.get(name));
      const order = [...new Set([...[...now.names].filter((name) => entries.has(name)), ...entries.keys()])];
      if (!lost.length && now.lists.length < 2 && order.join() === [...now.entries.keys()].join()) return null;
      for (const { pos } of lost.reverse()) tr.delete(pos, pos + 1);
      const list = schema.nodes.ordered_list.create({ refs: true }, order.map((name) => entries.get(name)));
      const [first, ...others] = now.lists.map(({ node, pos }) => [tr.mapping.map(pos), tr.mapping.map(pos + node.nodeSize)]);
      for (const [from, to] of others.reverse()) tr.delete(from, to);
      if (first && order.length) tr.replaceWith(...first, list);
      else if (first) tr.delete(...first);
      else if (order.length) tr.insert(tr.doc.content.size, list);
      return tr;
    },
    props: {
      decorations: (state) => key.getState(state).numbers,
      nodeViews: { citation: () => ({ dom: el("sup", { class: "cite", role: "img" }) }) },
      transformCopied: (slice) => mapped(slice, (node) => node.type.create({ to: node.attrs.to, own })),
      // Numbers of another text name other works.
      transformPasted: (slice) => mapped(slice, (node) => (node.attrs.own === own || node.attrs.own === PASTED ? node.type.create({ to: node.attrs.to }) : null)),
      handlePaste(view, event) {
        const text = event.clipboardData?.getData("text/plain").trim() ?? "", { empty, from, $from } = view.state.selection;
        if (!form.dataset.citeUrl || !empty || text.length > 400 || $from.parent.type.spec.code || !LOOKS.test(text) || !/^(?:[a-z.]+\s*:?\s*)?\S+$/i.test(text)) return false;
        const { schema, tr } = view.state, to = from + text.length;
        view.dispatch(tr.insert(from, schema.text(text, /^https?:/i.test(text) ? [schema.marks.link.create({ href: text })] : [])).scrollIntoView());
        ask(form, text).then((found) => {
          if (found && !view.isDestroyed && to <= view.state.doc.content.size && view.state.doc.textBetween(from, to) === text) answered(view, found, from, to);
        }, () => {}); // it stays as it was pasted
        return true;
      },
    },
  });
}
