// Cleans HTML from elsewhere before the schema reads it: Word's lists and debris, headings where there are none, merged cells.

import { readCitations } from "./citation.js";
import { notes } from "./notes.js";

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

/** Word for the web: each level of a list is a list of its own, with its level in an attribute; headings are paragraphs by role. */
function wordOfTheWeb(page) {
  for (const end of page.querySelectorAll(".EOP, .LineBreakBlob")) end.remove();
  for (const head of page.querySelectorAll("p[role=heading]")) rename(head, `h${Math.min(6, +head.getAttribute("aria-level") || 2)}`);
  for (const wrapper of page.querySelectorAll(".ListContainerWrapper")) wrapper.replaceWith(...wrapper.childNodes);
  const inner = (list) => list.lastElementChild?.querySelector(":scope > ul:last-child, :scope > ol:last-child");
  for (const list of page.querySelectorAll("ul, ol")) {
    const level = +(list.firstElementChild?.dataset.ariaLevel ?? 0), before = list.previousElementSibling;
    if (!level || !/^[UO]L$/.test(before?.nodeName ?? "")) continue;
    let host = before;
    for (let depth = 1; depth < level - 1 && inner(host); depth++) host = inner(host);
    const same = level === 1 ? before : inner(host);
    if (same?.nodeName === list.nodeName) { same.append(...list.children); list.remove(); } else if (level > 1) host.lastElementChild?.append(list);
  }
}

const squeezed = (text) => text.replace(/\s+/g, "");
const isBold = (cell) => squeezed(cell.textContent) && squeezed([...cell.querySelectorAll("b, strong")].map((one) => one.textContent).join("")) === squeezed(cell.textContent);

/** A first row, or first column, in bold letters is meant as headers; a table of one cell was only a frame. */
function tableHeaders(table) {
  const rows = [...table.rows];
  if (rows.length === 1 && rows[0].cells.length === 1) return table.replaceWith(...rows[0].cells[0].childNodes);
  if (rows.length < 2 || table.querySelector("th")) return;
  const head = (cell, scope) => {
    const made = rename(cell, "th");
    made.setAttribute("scope", scope);
    for (const bold of made.querySelectorAll("b, strong")) bold.replaceWith(...bold.childNodes);
  };
  const top = [...rows[0].cells].filter((cell) => cell.textContent.trim()), side = rows.slice(1).map((row) => row.cells[0]);
  const isTop = top.length && top.every(isBold), isSide = rows[0].cells.length > 1 && side.every((cell) => cell && isBold(cell));
  if (isTop && !table.tHead) table.createTHead().append(rows[0]);
  if (isTop) for (const cell of [...rows[0].cells]) head(cell, "col");
  if (isSide) for (const cell of side) head(cell, "row");
}

/** What only a paste needs, before the rest: the ways of Word, Docs, LibreOffice, Pages, Outlook and web pages. */
function fromElsewhere(page, first) {
  for (const hidden of page.querySelectorAll("[data-style*='mso-hide:all' i], [data-style*='display:none' i], [hidden]")) hidden.remove();
  for (const space of page.querySelectorAll(".Apple-converted-space")) space.replaceWith(" ");
  wordOfTheWeb(page);
  notes(page, first);
}

/** Pictures of a paste that are not this site's own: those it carries with it, as files, and how many lie elsewhere. */
export function picturesOf(html) {
  const files = [];
  let elsewhere = 0;
  for (const img of parse(html).querySelectorAll("img")) {
    const src = img.getAttribute("src") ?? "", inside = /^data:(image\/(?:png|jpeg|gif|webp));base64,([a-z0-9+/=\s]+)$/i.exec(src);
    if (inside) {
      const bytes = Uint8Array.from(atob(inside[2].replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
      files.push(new File([bytes], `picture.${inside[1].split("/")[1]}`, { type: inside[1] }));
    } else if (src && !src.startsWith("/files/") && !(img.hasAttribute("width") && +img.getAttribute("width") < 3)) elsewhere++;
  }
  return { files, elsewhere };
}

/** Reads HTML into a page whose body the schema understands; `first`, the number of the next reference, is given for a paste. */
export function clean(html, schema, first = 0) {
  const page = parse(html);
  for (const node of page.querySelectorAll(unwanted)) node.remove();
  wordLists(page);
  readCitations(page);
  if (first) fromElsewhere(page, first);
  wordsByLook(page);
  if (first) for (const table of page.querySelectorAll("table")) tableHeaders(table);
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
