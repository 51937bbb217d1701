// A small site around the composer: the page as the server renders it, the three addresses it talks to, the site's own CSS,
// and a policy without inline style or script. Every test opens a page of its own.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { chromium } from "playwright-core";

const web = new URL("../../collegium/web/static/web/", import.meta.url);
const axeSource = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TYPES = { js: "text/javascript", css: "text/css", svg: "image/svg+xml", woff2: "font/woff2", txt: "text/plain" };
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
const PEOPLE = [{ id: 7, handle: "nora", name: "Nora Ellingsen-Park, MD", note: "Quarry Lake, MN" }, { id: 8, handle: "noel", name: "Noel Abara", note: "PharmD" }];
const css = ["tokens.css", "base.css", "layout.css", ...readdirSync(new URL("css/components/", web)).sort().map((name) => `components/${name}`), "utilities.css"];
const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** What the server was asked, oldest first: [what, details]. */
export const asked = [];
export const last = (what) => asked.filter(([kind]) => kind === what).at(-1)?.[1];

function page(q, said = "") {
  const more = ["headings", "errors"].filter((name) => q[name]).map((name) => `data-${name}`).join(" ");
  return `<!DOCTYPE html><html lang="en" dir="${q.dir ?? "ltr"}"${q.theme ? ` data-theme="${q.theme}"` : ""}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A topic</title><link rel="icon" href="/static/web/icon.svg">${css.map((name) => `<link rel="stylesheet" href="/static/web/css/${name}">`).join("")}
<script type="module" src="/static/web/behaviours/composer.js"></script></head><body data-sprite="/static/web/icons.svg"><main class="page narrow"><h1>A topic</h1><p><a id="before" href="/">Before</a></p><div class="said">${said}</div>
<form class="composer" method="post" action="/?${escape(new URLSearchParams(q).toString())}" data-behaviour="composer" data-bundle="/static/web/composer/composer.js" data-upload-url="/files/upload/"
 data-mention-url="/people/complete/" data-check-url="/privacy/check/" data-cite-url="/references/find/" data-draft-key="${q.key ?? "topic-12"}" data-place="12" ${q.remote ? `data-draft-url="/drafts/kept/${q.key}/"` : ""} ${more} ${q.pictures ? `data-pictures="${q.pictures}"` : ""} ${q.format ? `data-format="${q.format}"` : ""} ${q.words ? `data-words="${escape(q.words)}"` : ""}>
<input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="body_format" value="plain">
<div><label class="vh" for="body">Your reply</label><textarea id="body" name="body" placeholder="Write a reply"${q.required ? " required" : ""}>\n${escape(q.text ?? "")}</textarea></div>${q.asked ? `<label class="opt"><input type="checkbox" name="not_patient" value="${escape(q.asked)}">It is not a patient’s</label>` : ""}
<footer><label class="opt quiet"><input type="checkbox" name="follow" checked>Follow this topic</label><span class="quiet end draft-state"></span><button class="btn primary" type="submit">Post reply</button></footer></form>
<p><a id="after" href="/">After</a></p></main></body></html>`;
}

function findings(text) { // offsets as Python counts them
  const at = (index) => [...text.slice(0, index)].length, all = [];
  for (const m of text.matchAll(/born [\d/]+/g)) all.push({ start: at(m.index), end: at(m.index + m[0].length), text: m[0], type: "date", kind: "warn", message: "This looks like a date of birth. Dates tied to a patient can identify them.", fixes: [{ label: "Change to “fifties”", replacement: "in the fifties" }, { label: "Remove it", replacement: "" }] });
  for (const m of text.matchAll(/MRN \d+/g)) all.push({ start: at(m.index), end: at(m.index + m[0].length), text: m[0], type: "record", kind: "block", message: "This looks like a record number.", fixes: [{ label: "Remove it", replacement: "" }] });
  return all;
}

/** The server's drafts by key, as collegium/discussion/drafts.py keeps them. */
export const drafts = new Map();
function kept(key, body, json) {
  const row = drafts.get(key) ?? { version: 0, html: "", line: "", base: "", other: null };
  if (!body) return json(row);
  const { html, line, base, seen, other, at } = JSON.parse(body);
  asked.push(["draft", { html, seen, at }]);
  if (seen !== row.version) return json(row, 409);
  drafts.set(key, { version: row.version + 1, html, line, base, other: other ?? row.other, at: Date.now(), ended: false });
  return json({ version: row.version + 1 });
}

function answer(request, url, body) {
  const q = Object.fromEntries(url.searchParams), json = (data, status = 200) => [JSON.stringify(data), "application/json", status];
  if (url.pathname.startsWith("/static/web/")) {
    const file = new URL(url.pathname.slice("/static/web/".length), web);
    return existsSync(file) ? [readFileSync(file), TYPES[url.pathname.split(".").pop()]] : ["absent", "text/plain", 404];
  }
  if (url.pathname === "/people/complete/") { asked.push(["people", q]); return json({ people: PEOPLE.filter(({ name }) => name.toLowerCase().startsWith(q.q.toLowerCase())) }); }
  if (url.pathname.startsWith("/drafts/kept/")) return kept(url.pathname.split("/")[3], body, json);
  if (url.pathname === "/references/find/") {
    asked.push(["reference", q.q]);
    const doi = /10\.5555\/[a-z.0-9]+/.exec(q.q)?.[0], pmid = /^PMID:? (\d+)$/.exec(q.q)?.[1], found = doi ? `doi:${doi}` : pmid && `pmid:${pmid}`;
    if (/^0000-/.test(q.q)) return json({ href: `https://orcid.org/${q.q}`, text: `ORCID iD ${q.q}` });
    return found ? json({ key: found, text: `Work ${found}` }) : json({});
  }
  if (url.pathname === "/privacy/check/") { const { text } = JSON.parse(body); asked.push(["check", { text, token: request.headers["x-csrftoken"] }]); return json({ findings: findings(text) }); }
  if (url.pathname === "/files/upload/") {
    const [, field, name] = /name="(\w+)"; filename="([^"]*)"/.exec(body);
    asked.push(["upload", { field, name, token: request.headers["x-csrftoken"] }]);
    return name === "big.png" ? json({ error: "This picture is larger than 20 MB. Make it smaller and try again." }, 422) : name.endsWith(".pdf") ? json({ id: 6, url: "/files/6/", width: null, name }, 201) : json({ id: 5, url: "/files/5/photo.png", width: 1, height: 1 }, 201);
  }
  if (url.pathname.startsWith("/files/")) return [PNG, "image/png"];
  if (request.method === "GET") return [page(q), "text/html; charset=utf-8"];
  const sent = Object.fromEntries(new URLSearchParams(body));
  asked.push(["post", sent]);
  if (sent.draft && !sent.body.includes("REFUSED")) drafts.set(sent.draft, { ...drafts.get(sent.draft), version: (drafts.get(sent.draft)?.version ?? 0) + 1, html: "", line: "", ended: true, at: Date.now() });
  if (!sent.body.includes("REFUSED")) return [page({ ...q, text: "", format: "" }, sent.body), "text/html; charset=utf-8"];
  return [page({ ...q, errors: 1, format: "html", text: sent.body.includes("LOST") ? "" : sent.body }), "text/html; charset=utf-8", 422];
}

const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part.toString("latin1");
  const [content, type, status = 200] = answer(request, new URL(request.url, "http://localhost"), Buffer.from(body, "latin1").toString());
  setTimeout(() => response.writeHead(status, { "Content-Type": type, "Content-Security-Policy": "default-src 'self'" }).end(content), request.url === "/files/upload/" ? 300 : 0);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
}).catch((error) => { if (process.env.CI) throw error; console.log(`Skipped: no Chromium at ${process.env.CHROMIUM ?? "/usr/bin/chromium"} (set CHROMIUM).`); process.exit(0); });
after(async () => { await browser.close(); server.close(); });

/** A page with the composer and what tests ask of it. */
class Site {
  constructor(page) { this.page = page; this.keys = page.keyboard; }

  value = () => this.page.evaluate(() => document.querySelector("textarea").value);
  is = async (html) => assert.equal(await this.value(), html);
  focus = () => this.page.evaluate(() => document.activeElement.name || document.activeElement.getAttribute("aria-label") || document.activeElement.id || document.activeElement.className);
  inPad = async () => assert.ok(await this.page.evaluate(() => document.activeElement.classList.contains("pad")), await this.focus());
  pause = (ms = 60) => this.page.waitForTimeout(ms);
  ready = () => this.page.waitForSelector(".pad");
  go = async (q) => { await this.page.goto(`${base}?${new URLSearchParams(q)}`); return this; };
  start = async () => { if (!(await this.page.$(".pad"))) await this.page.click("textarea"); await this.ready(); return this; };
  type = async (...keys) => { for (const key of keys) { if (/^<.+>$/.test(key)) { await this.keys.press(key.slice(1, -1)); await this.pause(30); } else await this.keys.type(key); } };
  keep = (key, value) => this.page.evaluate(([k, v]) => localStorage.setItem(`collegium-draft:${k}`, JSON.stringify(v)), [key, value]);
  kept = (key) => this.page.evaluate((k) => JSON.parse(localStorage.getItem(`collegium-draft:${k}`)), key);
  fire = (name, detail) => this.page.evaluate(([n, d]) => document.querySelector("form").dispatchEvent(new CustomEvent(n, { detail: d })), [name, detail]);
  state = () => this.page.textContent(".draft-state");
  people = () => this.page.waitForSelector(".composer-people:not([hidden])");

  paste = (data, files = [], kind = "paste") => this.page.evaluate(([data, files, kind]) => {
    const transfer = new DataTransfer(), pad = document.querySelector(".pad"), box = pad.firstElementChild.getBoundingClientRect();
    for (const [type, text] of Object.entries(data)) transfer.setData(type, text);
    for (const name of files) transfer.items.add(new File(["x"], name, { type: name.endsWith(".png") ? "image/png" : "" }));
    const init = { bubbles: true, cancelable: true, clientX: box.left + 3, clientY: box.top + 3 };
    pad.dispatchEvent(kind === "drop" ? new DragEvent(kind, { ...init, dataTransfer: transfer }) : new ClipboardEvent(kind, { ...init, clipboardData: transfer }));
  }, [data, files, kind]);

  async accessible() {
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`), []);
  }
}

/** The same page on another device: a browser of its own. */
export async function another(q, run) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  try { await run(await new Site(await context.newPage()).go(q)); } finally { await context.close(); }
}

/** One test on one page, opened with the query `q`; afterwards nothing may have broken the policy or thrown. */
export const on = (name, q, run, options = {}) => test(name, async () => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage(), site = new Site(page), wrong = [];
  page.on("pageerror", (error) => { if (!/Transition/.test(error.message)) wrong.push(error.message); });
  page.on("console", (message) => { if (/violates the following/.test(message.text())) wrong.push(message.text()); });
  try {
    await options.before?.(context);
    await site.go(q);
    await run(site, page);
    assert.deepEqual(wrong, []);
  } finally { await context.close(); }
});
