// Between the document, its HTML and its plain text.
import { DOMParser, DOMSerializer, Fragment } from "prosemirror-model";
import { clean } from "./clean.js";
import { LICENSES, safeHref } from "./schema.js";

/** Reads HTML (from the server or a draft) into a document. */
export const fromHTML = (schema, html) => DOMParser.fromSchema(schema).parse(clean(html, schema));

const address = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'’”]/gi;

function linked(schema, line) {
  const out = [];
  let last = 0;
  for (const found of line.matchAll(address)) {
    if (!safeHref(found[0])) continue;
    if (found.index > last) out.push(schema.text(line.slice(last, found.index)));
    out.push(schema.text(found[0], [schema.marks.link.create({ href: found[0] })]));
    last = found.index + found[0].length;
  }
  if (last < line.length) out.push(schema.text(line.slice(last)));
  return out;
}

const plainBlocks = (text) => text.replace(/\r\n?/g, "\n").replace(/^\n+/, "").split(/\n{2,}/);

/** Reads plain text: a blank line ends a paragraph, a single one breaks the line, addresses become links. */
export function fromPlain(schema, text) {
  const { doc, paragraph, br } = schema.nodes;
  const blocks = plainBlocks(text).map((block) =>
    paragraph.create(null, block.split("\n").flatMap((line, i) => [...(i ? [br.create()] : []), ...linked(schema, line)])));
  return doc.create(null, blocks);
}

/** Where a caret at `offset` of a textarea's text stands in the document fromPlain() made of it. */
export function caretFromPlain(doc, text, offset) {
  const before = plainBlocks(text.slice(0, offset)).join("\n\n").length;
  return before ? plainText(doc).at(before, -1) ?? doc.content.size : 0;
}

/** True when nothing was written: no words, pictures, quotes or mentions. */
export function isEmpty(doc) {
  let empty = true;
  doc.descendants((node) => { if (node.isText ? node.text.trim() : (node.isAtom && node.type.name !== "br") || node.type.name === "figure") empty = false; return empty; });
  return empty;
}

/** Puts a picture's credit and license below it: behind the caption, each with its class. */
function putCredits(page, say) {
  for (const figure of page.querySelectorAll("figure")) {
    const { credit, license } = figure.dataset, caption = figure.querySelector("figcaption") ?? figure.appendChild(page.createElement("figcaption"));
    const part = (name, words) => {
      const span = page.createElement("span");
      span.className = name;
      span.append(words);
      caption.append(...(caption.childNodes.length ? [" ", span] : [span]));
      return span;
    };
    figure.removeAttribute("data-credit");
    figure.removeAttribute("data-license");
    if (credit?.trim()) part("credit", credit.trim());
    if (!license) continue;
    const words = page.createElement(LICENSES[license] ? "a" : "span");
    words.textContent = say(license);
    if (LICENSES[license]) words.setAttribute("href", LICENSES[license]);
    part("license", LICENSES[license] ? words : words.textContent).dataset.license = license;
  }
}

/** Writes the document as HTML, as small as it can be: no empty paragraphs, no paragraph around a list item's only line. */
export function toHTML(doc) {
  if (isEmpty(doc)) return "";
  const page = document.implementation.createHTMLDocument("");
  page.body.append(DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: page }));
  for (const div of page.querySelectorAll("figure > div")) div.replaceWith(...div.childNodes);
  putCredits(page, doc.type.schema.spec.say);
  for (const empty of page.querySelectorAll("p:empty, figcaption:empty")) empty.remove();
  for (const p of page.querySelectorAll("li > p:first-child, :is(th, td) > p:only-child")) {
    if (!p.parentNode.querySelector(":scope > p ~ p")) p.replaceWith(...p.childNodes);
  }
  return page.body.innerHTML;
}

/**
 * The document's words as plain text: text blocks apart by a blank line, line breaks as one. Quotes of others are left out.
 * `at(offset, side)` gives the document position of an offset; side 1 looks right (a start), -1 left (an end).
 */
export function plainText(doc) {
  const pieces = [];
  let text = "";
  doc.descendants((block, pos) => {
    if (!block.isTextblock) return true;
    if (block.content.size && text) text += "\n\n";
    block.forEach((node, offset) => {
      const words = node.isText ? node.text : node.type.spec.leafText?.(node) ?? "";
      pieces.push({ start: text.length, end: text.length + words.length, from: pos + 1 + offset, node });
      text += words;
    });
    return false;
  });
  const at = (offset, side) => {
    const piece = pieces.find(({ start, end }) => (side > 0 ? start <= offset && offset < end : start < offset && offset <= end));
    if (!piece) return null;
    if (piece.node.isText) return piece.from + offset - piece.start;
    return side > 0 ? piece.from : piece.from + piece.node.nodeSize;
  };
  return { text, at };
}

/** Puts a block at the selection, a paragraph behind it when nothing follows, and the caret behind it. */
export function insertBlock(tr, node, from, to = from) {
  const { paragraph } = node.type.schema.nodes;
  const before = tr.doc.content.size;
  tr.replaceRangeWith(from, to, node);
  let at = null;
  tr.doc.nodesBetween(0, tr.doc.content.size, (child, pos) => { if (child === node) at = pos; return at === null; });
  const end = at + node.nodeSize;
  if (before && !tr.doc.resolve(end).nodeAfter) tr.insert(end, Fragment.from(paragraph.create()));
  return { at, end };
}
