// Pasting: HTML is cleaned, notes become references, plain text keeps its paragraphs, an address pasted over words links them.
import { Plugin } from "prosemirror-state";
import { Fragment, Slice } from "prosemirror-model";
import { toggleMark } from "prosemirror-commands";
import { keepEntries, nextNumber } from "./citation.js";
import { clean, picturesOf } from "./clean.js";
import { fromPlain } from "./html.js";
import { safeHref } from "./schema.js";

const OWN = /data-pm-slice=/;

/** Lines that a PDF broke at the edge of its column are one paragraph again; lists, poems and code keep their lines. */
function unbroken(text) {
  return text.replace(/\r\n?/g, "\n").split(/\n{2,}/).map((block) => {
    const lines = block.split("\n"), width = Math.max(...lines.map((line) => line.length));
    const isWrapped = lines.length > 2 && width > 45 && lines.slice(0, -1).every((line) => line.length > width * 0.6 && !/^\s*([-*•]|\d+[.)])\s/.test(line));
    return isWrapped ? lines.reduce((all, line) => (/\p{Ll}-$/u.test(all) && /^\p{Ll}/u.test(line) ? all.slice(0, -1) + line : `${all.trimEnd()} ${line.trimStart()}`)) : block;
  }).join("\n\n");
}

/** `pictures(view, files, elsewhere)` is told of the pictures that came with a text. */
export const pastePlugin = (schema, pictures) => new Plugin({
  props: {
    transformPastedHTML: (html, view) => clean(html, schema, OWN.test(html) ? 0 : nextNumber(view.state)).innerHTML,
    clipboardTextParser: (text) => new Slice(fromPlain(schema, unbroken(text)).content, 1, 1),
    transformPasted(slice, view) { // notes go into the list at the end, wherever the words go
      const rest = [], entries = [];
      slice.content.forEach((node) => { if (node.attrs.refs && node.firstChild.attrs.id) node.forEach((item) => entries.push(item)); else rest.push(node); });
      if (!entries.length || !rest.length) return slice;
      keepEntries(view.state, entries);
      return Slice.maxOpen(Fragment.from(rest));
    },
    handlePaste(view, event) {
      const html = event.clipboardData?.getData("text/html") ?? "", href = safeHref(event.clipboardData?.getData("text/plain"));
      if (/<img/i.test(html) && !OWN.test(html)) {
        const { files, elsewhere } = picturesOf(html);
        setTimeout(() => pictures(view, files, elsewhere)); // behind the words
      }
      if (!href || href.startsWith("/") || view.state.selection.empty) return false;
      return toggleMark(schema.marks.link, { href }, { removeWhenPresent: false })(view.state, view.dispatch);
    },
  },
});
