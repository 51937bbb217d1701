// What a text may consist of. This is the sanitizer's allow-list: change both or neither.
import { Schema, Fragment, DOMParser } from "prosemirror-model";
import { citationNodes } from "./citation.js";

/** Returns the address when a link may carry it (http, https, mailto, a path of this site, a reference of this text), else null. */
export function safeHref(text) {
  const href = (text ?? "").trim();
  if (/[\u0000-\u0020]/.test(href)) return null;
  if (/^\/(?![/\\])/.test(href) || /^#r\d{1,3}$/.test(href) || /^mailto:[^@]+@[^@]+$/i.test(href)) return href;
  return /^https?:\/\//i.test(href) && URL.canParse(href) ? href : null;
}

const number = (text) => /^\d{1,18}$/.test(text);
const simple = (content, tag, more = {}) => ({ content, group: "block", defining: true, parseDOM: [{ tag }], toDOM: () => [tag, 0], ...more });
const part = (content, tag, more = {}) => simple(content, tag, { group: "", isolating: true, defining: false, ...more });
const mark = (tag, more = {}) => ({ parseDOM: [{ tag }], toDOM: () => [tag, 0], ...more });

/** Lines of a quoted text, as paragraphs with line breaks. */
const quoteParagraphs = (text) => text.split(/\n{2,}/).map((block) => ["p", ...block.split("\n").flatMap((line, i) => (i ? [["br"], line] : [line]))]);

/** The text of a quote block: paragraphs apart by a blank line, as plain text is everywhere here. */
function quoteText(dom) {
  const text = (node) => [...node.childNodes].map((child) => (child.nodeName === "BR" ? "\n" : child.textContent)).join("").trim();
  const blocks = dom.children.length && dom.querySelector("p, li") ? [...dom.querySelectorAll("p, li")] : [dom];
  return blocks.map(text).filter(Boolean).join("\n\n");
}

/** Under which terms a picture may be shown, and where they stand. Their names are words of the composer ("own", "by", …). */
export const LICENSES = {
  own: null, by: "https://creativecommons.org/licenses/by/4.0/", "by-sa": "https://creativecommons.org/licenses/by-sa/4.0/",
  cc0: "https://creativecommons.org/publicdomain/zero/1.0/", permission: null, other: null,
};

function pictureAttrs(img) {
  const src = img?.getAttribute("src") ?? "";
  const id = /^\/files\/(\d+)\/[\w./-]*$/.exec(src)?.[1];
  return id ? { src, alt: img.getAttribute("alt") ?? "", file: id, decorative: img.classList.contains("decorative") } : false;
}

/** A picture with what stands below it besides the caption: whose it is, and the license. */
function figureAttrs(dom) {
  const found = pictureAttrs(dom.querySelector("img")), license = dom.dataset.license ?? dom.querySelector(".license")?.dataset.license;
  const credit = dom.dataset.credit ?? dom.querySelector(".credit")?.textContent.trim();
  return found && { ...found, credit: credit ?? "", license: license in LICENSES ? license : "" };
}

function captionOf(dom) {
  const caption = dom.querySelector("figcaption")?.cloneNode(true);
  for (const part of caption?.querySelectorAll(".credit, .license") ?? []) part.remove();
  return caption;
}

const nodes = {
  doc: { content: "block+" },
  paragraph: simple("inline*", "p", { defining: false }),
  blockquote: simple("block+", "blockquote"),
  pre: {
    content: "text*", marks: "", group: "block", code: true, defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }], toDOM: () => ["pre", ["code", 0]],
  },
  rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  bullet_list: simple("list_item+", "ul", { defining: false }),
  // A list of references: <ol class="refs"><li id="r1">, linked from the text as #r1.
  ordered_list: {
    content: "(list_item | reference)+", group: "block", attrs: { refs: { default: false } },
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ refs: dom.classList.contains("refs") }) }],
    toDOM: (node) => ["ol", node.attrs.refs ? { class: "refs" } : {}, 0],
  },
  list_item: {
    content: "paragraph block*", defining: true, attrs: { id: { default: null } },
    parseDOM: [{ tag: "li", getAttrs: (dom) => ({ id: /^r\d{1,3}$/.test(dom.id) ? dom.id : null }) }],
    toDOM: (node) => ["li", node.attrs.id ? { id: node.attrs.id } : {}, 0],
  },
  ...citationNodes,
  // A reply, or part of one, kept as it was said: the server works out who said it and whether it may still be shown.
  quote: {
    group: "block", atom: true, attrs: { id: {}, text: {}, name: { default: "" } },
    parseDOM: [{ tag: "blockquote[data-quote]", priority: 60, getAttrs: (dom) => number(dom.dataset.quote) && { id: dom.dataset.quote, text: quoteText(dom) } }],
    toDOM: (node) => ["blockquote", { "data-quote": node.attrs.id }, ...quoteParagraphs(node.attrs.text)],
  },
  figure: {
    content: "figcaption", group: "block", isolating: true, draggable: true,
    attrs: { src: {}, alt: { default: "" }, file: { default: "" }, decorative: { default: false }, credit: { default: "" }, license: { default: "" } },
    parseDOM: [
      {
        tag: "figure", getAttrs: figureAttrs,
        getContent(dom, schema) {
          const topNode = schema.nodes.figcaption.create(), caption = captionOf(dom);
          return Fragment.from(caption ? DOMParser.fromSchema(schema).parse(caption, { topNode }) : topNode);
        },
      },
      { tag: "img", getAttrs: pictureAttrs },
    ],
    toDOM({ attrs: { src, alt, file, decorative, credit, license } }) { // credit and license become parts of the caption in toHTML()
      const img = { src, alt: decorative ? "" : alt, "data-file": file, ...(decorative && { class: "decorative" }) };
      return ["figure", { ...(credit && { "data-credit": credit }), ...(license && { "data-license": license }) }, ["img", img], ["div", 0]];
    },
  },
  figcaption: part("inline*", "figcaption", { parseDOM: [{ tag: "figcaption", context: "figure/" }] }),
  table: simple("thead? tbody+", "table", { isolating: true }),
  thead: part("tr+", "thead"),
  tbody: part("tr+", "tbody", { parseDOM: [{ tag: "tbody" }, { tag: "tfoot" }] }),
  tr: part("(th | td)+", "tr"),
  th: part("block+", "th", {
    attrs: { scope: { default: null } },
    parseDOM: [{ tag: "th", getAttrs: (dom) => ({ scope: dom.getAttribute("scope") }) }],
    toDOM: (node) => ["th", node.attrs.scope ? { scope: node.attrs.scope } : {}, 0],
  }),
  td: part("block+", "td"),
  mention: {
    group: "inline", inline: true, atom: true, attrs: { person: {}, name: {} }, leafText: (node) => `@${node.attrs.name}`,
    parseDOM: [{ tag: "span.mention[data-person]", getAttrs: (dom) => number(dom.dataset.person) && { person: dom.dataset.person, name: dom.textContent.trim().replace(/^@/, "") } }],
    toDOM: ({ attrs }) => ["span", { class: "mention", "data-person": attrs.person }, `@${attrs.name}`],
  },
  text: { group: "inline" },
  br: { group: "inline", inline: true, selectable: false, leafText: () => "\n", parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
};

// Only where the form has data-headings: posts, articles and pages.
const longNodes = {
  heading: {
    content: "inline*", group: "block", defining: true, attrs: { level: { default: 2 } },
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: level < 3 ? 2 : 3 } })),
    toDOM: (node) => [`h${node.attrs.level}`, 0],
  },
  gloss: simple("paragraph+", "aside", { parseDOM: [{ tag: "aside.gloss" }], toDOM: () => ["aside", { class: "gloss" }, 0] }),
  blockquote: {
    ...nodes.blockquote, attrs: { pull: { default: false } },
    parseDOM: [{ tag: "blockquote", getAttrs: (dom) => ({ pull: dom.classList.contains("pull") }) }],
    toDOM: (node) => ["blockquote", node.attrs.pull ? { class: "pull" } : {}, 0],
  },
};

const marks = {
  sup: mark("sup", { excludes: "sup sub" }),
  sub: mark("sub", { excludes: "sup sub" }),
  link: {
    attrs: { href: {} }, inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => (safeHref(dom.getAttribute("href")) ? { href: safeHref(dom.getAttribute("href")) } : false) }],
    toDOM: (node) => ["a", { href: node.attrs.href }, 0],
  },
  em: mark("em", { parseDOM: [{ tag: "em" }, { tag: "i" }] }),
  strong: mark("strong", { parseDOM: [{ tag: "strong" }, { tag: "b" }] }),
  code: mark("code"),
};

/** The schema of one form; `say` gives the licenses their names (schema.spec.say). */
export const makeSchema = ({ headings, say }) => new Schema({ nodes: headings ? { ...nodes, ...longNodes } : nodes, marks, say });
