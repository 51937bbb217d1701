// Notes in what is pasted: footnotes and endnotes of Word, Google Docs, LibreOffice and web pages become numbers in the text and entries
// of the list of references. They are known by their links: one leads from the text to the note, the note's own leads back.

import { PASTED } from "./citation.js";

const hashOf = (link) => /#([^#\s]+)$/.exec(link.getAttribute("href") ?? "")?.[1];
const BOX = "li, p, dd, div[id]";

/** Elements by their names, as links find them. */
function named(page) {
  const all = new Map();
  for (const node of page.querySelectorAll("[id], a[name]")) for (const name of [node.id, node.getAttribute("name")]) if (name && !all.has(name)) all.set(name, node);
  return all;
}

/** The box of the note a link leads to, when a link in it leads back to where it came from; else null. */
function noteOf(link, names) {
  const target = names.get(decodeURIComponent(hashOf(link) ?? ""));
  if (!target || target.contains(link)) return null;
  const outer = target.closest("div[id^=ftn], div[id^=edn], div[id^=sdfootnote], div[id^=sdendnote]"), box = outer ?? target.closest(BOX);
  if (!box || box.contains(link)) return null;
  const leadsBack = [...box.querySelectorAll("a[href]")].some((back) => {
    const from = names.get(decodeURIComponent(hashOf(back) ?? ""));
    return from && (from === link || from.contains(link) || link.contains(from) || from.parentNode.contains(link));
  });
  return leadsBack ? box : null;
}

const MARK = /^[\s\u00a0]*(?:\[?(?:\d{1,3}|[ivx]{1,5}|[*†‡§^↑↩︎]+)\]?[.)]?)?[\s\u00a0]*/i;

/** The note's words without its number and its way back. */
function wordsOf(box) {
  for (const back of box.querySelectorAll("a[href*='#']")) (back.closest("sup") ?? back).remove();
  for (const empty of box.querySelectorAll("span, sup, b, i")) if (!empty.textContent.trim()) empty.remove();
  const walker = box.ownerDocument.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const bare = text.data.replace(MARK, "");
    if (!text.data.trim() && !bare) { text.data = ""; continue; }
    text.data = /^[\s\u00a0]*(\[|\d{1,3}[.)\s\u00a0]|[*†‡§^↑↩])/.test(text.data) ? bare : text.data.trimStart();
    break;
  }
  return [...box.childNodes];
}

/** Turns the notes of a pasted page into references, numbered from `first` on. */
export function notes(page, first) {
  const names = named(page), found = new Map(), list = page.createElement("ol");
  list.className = "refs";
  const links = [...page.querySelectorAll("a[href*='#']")].map((link) => [link, noteOf(link, names)]);
  for (const [link, box] of links) {
    if (!box || [...found.keys()].some((known) => known.contains(link))) continue; // the way back is no way there
    if (!found.has(box)) found.set(box, first + found.size);
    const to = page.createElement("a"), number = found.get(box);
    to.setAttribute("href", `#r${number}`);
    to.dataset.own = PASTED;
    to.textContent = String(number);
    let place = link;
    while (place.parentNode !== page.body && place.parentNode.textContent.trim() === link.textContent.trim()) place = place.parentNode;
    (/^(P|DIV|LI|TD|H\d)$/.test(place.nodeName) ? link : place).replaceWith(to);
  }
  for (const [box, number] of found) {
    const item = page.createElement("li");
    item.id = `r${number}`;
    item.append(...wordsOf(box));
    list.append(item);
    const around = box.parentNode;
    box.remove();
    for (let empty = around; empty && empty !== page.body && !empty.textContent.trim() && !empty.querySelector("img"); ) {
      const above = empty.parentNode;
      empty.remove();
      empty = above;
    }
  }
  if (!found.size) return;
  const line = page.querySelector("hr:last-of-type");
  if (line && !line.nextElementSibling?.textContent.trim()) line.remove();
  page.body.append(list);
}
