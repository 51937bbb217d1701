// Cleans HTML from elsewhere before the schema reads it: Word's lists and debris, headings where there are none, merged cells.

import { readCitations } from "./citation.js";

const unwanted = "script, style, meta, link, title, noscript, template, iframe, object, embed, svg, math, audio, video, input, select, textarea, br.Apple-interchange-newline";

const rename = (node, tag) => {
  const made = node.ownerDocument.createElement(tag);
  made.append(...node.childNodes);
  node.replaceWith(made);
  return made;
};

/** Word writes a list as paragraphs with `mso-list: lX levelN` and the marker as text: makes real, nested lists of them. */
function wordLists(page) {
  let open = []; // the lists we are in, outermost first
  for (const p of page.querySelectorAll("p[data-style*='mso-list' i], :is(h1, h2, h3, h4, h5, h6)[data-style*='mso-list' i]")) {
    const level = +/mso-list:\s*l\d+\s+level(\d+)/i.exec(p.dataset.style)?.[1];
    if (!level) continue;
    const marks = [...p.querySelectorAll("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]")];
    const marker = marks.map((mark) => mark.textContent).join("").trim();
    for (const mark of marks) mark.remove();
    const tag = /^\(?([0-9]+|[a-z]{1,5})[.)]/i.test(marker) ? "OL" : "UL";
    if (p.previousElementSibling !== open[0]?.list) open = [];
    while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && open.at(-1).list.nodeName !== tag))) open.pop();
    if (open.at(-1)?.level !== level) {
      const list = page.createElement(tag), inside = open.at(-1)?.list.lastElementChild;
      if (inside) inside.append(list); else p.before(list);
      open.push({ level, list });
    }
    const item = page.createElement("li");
    open.at(-1).list.append(item);
    item.append(rename(p, "p"));
  }
}

/** Our tables have no merged cells: fills the places they covered with empty ones, so that columns stay true. */
function splitCells(table) {
  const covered = new Map(); // column -> rows still covered
  for (const row of table.querySelectorAll("tr")) {
    let column = 0;
    const fill = (before) => { while (covered.get(column) > 0) { covered.set(column, covered.get(column) - 1); row.insertBefore(row.ownerDocument.createElement("td"), before); column++; } };
    for (const cell of [...row.cells]) {
      fill(cell);
      const rows = Math.min(cell.rowSpan, 100) - 1;
      for (let i = Math.min(cell.colSpan, 50); i > 0; i--, column++) {
        covered.set(column, rows);
        if (i > 1) cell.after(row.ownerDocument.createElement("td")); // an empty header would name nothing
      }
    }
    fill(null);
  }
}

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
const ATTRIBUTE = /([\s/"'])(style|on\w+)(?=\s*=)/gi;

/**
 * Reads HTML into a page that is never shown, with style="…" as data-style: a strict content policy drops the attribute itself, also in
 * such a page, and reports every one. No protection, that is the schema's and the server's work.
 */
function parse(html) {
  const quiet = html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(TAG, (tag) => tag.replace(ATTRIBUTE, "$1data-$2"));
  return new DOMParser().parseFromString(quiet, "text/html");
}

const LOOKS = { strong: /font-weight:\s*(bold|[6-9]00)/i, em: /font-style:\s*italic/i, sup: /vertical-align:\s*super/i, sub: /vertical-align:\s*sub\b/i };

/** Google Docs, Pages and others say bold and italic by style only: makes elements of it. */
function wordsByLook(page) {
  for (const b of page.querySelectorAll(":is(b, strong)[data-style]")) if (/font-weight:\s*(normal|400)/i.test(b.dataset.style)) b.replaceWith(...b.childNodes);
  for (const node of page.querySelectorAll(":is(span, font, a, p)[data-style]")) {
    for (const [tag, look] of Object.entries(LOOKS)) {
      if (!look.test(node.dataset.style)) continue;
      const inner = page.createElement(tag);
      inner.append(...node.childNodes);
      node.append(inner);
    }
  }
}

/** Reads HTML from elsewhere into a page whose body the schema understands. */
export function clean(html, schema) {
  const page = parse(html);
  for (const node of page.querySelectorAll(unwanted)) node.remove();
  wordLists(page);
  readCitations(page);
  wordsByLook(page);
  for (const node of page.querySelectorAll("*")) if (node.nodeName.includes(":")) node.replaceWith(...node.childNodes); // o:p and its like
  for (const p of page.querySelectorAll("p[class^=Mso]")) if (!p.textContent.trim() && !p.querySelector("img")) p.remove();
  for (const p of page.querySelectorAll("p.MsoTitle")) rename(p, "h2");
  if (!schema.nodes.heading) {
    for (const head of page.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const words = rename(head, "strong"), p = page.createElement("p");
      words.replaceWith(p);
      p.append(words);
    }
  }
  for (const caption of page.querySelectorAll("table > caption")) { const p = rename(caption, "p"); p.closest("table").before(p); }
  for (const table of page.querySelectorAll("table")) splitCells(table);
  return page.body;
}
