// Pasting: HTML is cleaned, plain text keeps its paragraphs, an address pasted over words links them.
import { Plugin } from "prosemirror-state";
import { Slice } from "prosemirror-model";
import { toggleMark } from "prosemirror-commands";
import { clean } from "./clean.js";
import { fromPlain } from "./html.js";
import { safeHref } from "./schema.js";

export const pastePlugin = (schema) => new Plugin({
  props: {
    transformPastedHTML: (html) => clean(html, schema).innerHTML,
    clipboardTextParser: (text) => new Slice(fromPlain(schema, text).content, 1, 1),
    handlePaste(view, event) {
      const href = safeHref(event.clipboardData?.getData("text/plain"));
      if (!href || href.startsWith("/") || view.state.selection.empty) return false;
      return toggleMark(schema.marks.link, { href }, { removeWhenPresent: false })(view.state, view.dispatch);
    },
  },
});
