"""Looks at pages for markup that no template put there, and collects what pages show of the marked texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

MARK = r"z[qhr]\d+z"
HIT = "window.__hits = 0; window.__hit = () => { (window.top || window).__hits++; };"
LOOK = (
    """
const BAD = new Set(`iframe object embed applet base frame frameset portal marquee math foreignobject animate set audio
  source isindex xmp plaintext listing style x`.split(/\\s+/));
const ADDRESSES = new Set(`href src action formaction data poster background srcset ping cite manifest`.split(/\\s+/));
const HERE = location.href === 'about:blank' ? 'https://nowhere.example/' : location.href;
const ATTRIBUTES = Object.getOwnPropertyDescriptor(Element.prototype, 'attributes').get;  // a form's may be its own field
const WRITTEN = new Set(`href rel src alt class id scope data-file data-person data-quote`.split(/\\s+/));
const DRAWN = new Set(`svg a use path rect circle line polyline polygon ellipse g defs title symbol mask clipPath text tspan
  linearGradient radialGradient stop pattern`.split(/\\s+/));
window.lookAt = (doc, kind) => {
  const wrong = [], say = (e, why) => wrong.push(`${why}: ${e.outerHTML.slice(0, 200)}`);
  const address = (e, name, value) => {
    let to;
    try { to = new URL(value, HERE) } catch { return }
    if (!['http:', 'https:', 'mailto:', 'tel:'].includes(to.protocol)) say(e, `runs: ${name}`);
    else if (kind === 'page' && to.host && to.host !== location.host && !(e.localName === 'a' && name === 'href')
      && e.getAttribute('rel') !== 'canonical') say(e, `foreign: ${name}`);
  };
  const walk = root => { for (const e of root.querySelectorAll('*')) {
    const tag = e.localName, drawn = e.namespaceURI.endsWith('/svg');
    if (BAD.has(tag) && !(kind === 'mail' && tag === 'style')) say(e, 'element');
    if (drawn ? !DRAWN.has(tag) : e instanceof HTMLUnknownElement || e.constructor.name === 'HTMLUnknownElement')
      say(e, 'unknown element');
    if (tag === 'meta' && e.httpEquiv) say(e, 'meta');
    if (tag === 'a' && e.hasAttribute('name')) say(e, 'named');
    if (tag === 'script') {
      if (kind !== 'page' && kind !== 'live') say(e, 'script');
      else if (e.type === 'application/json' || e.type === 'application/ld+json') JSON.parse(e.textContent);
      else if (!/^\\/(static|admin\\/jsi18n)\\//.test(e.getAttribute('src') || '') || e.textContent.trim()) say(e, 'script');
    }
    for (const { name, value } of ATTRIBUTES.call(e)) {
      const plain = name.toLowerCase().split(':').pop();
      if (/^on/.test(plain)) say(e, `handler ${name}`);
      if (plain === 'style' && kind === 'page') say(e, 'style');
      if (plain === 'srcdoc') say(e, 'srcdoc');
      if (kind === 'alone' && !WRITTEN.has(plain)) say(e, `attribute ${name}`);
      if (plain === 'srcset') value.split(/,\\s+/).forEach(one => address(e, plain, one.trim().split(/\\s/)[0]));
      else if (ADDRESSES.has(plain) && e.localName !== 'use') address(e, plain, value);
    }
    if (e.content instanceof DocumentFragment) walk(e.content);
  } };
  walk(doc);
  return wrong;
};
window.saidBy = doc => {
  const parts = [doc.documentElement.textContent];
  for (const e of doc.querySelectorAll('[value], [title], [alt], [aria-label], meta[content]'))
    for (const name of ['value', 'title', 'alt', 'aria-label', 'content']) parts.push(e.getAttribute(name) || '');
  return [...new Set([...parts.join('\\n').matchAll(/(?=(MARK[^]{0,40}))/g)].map(found => found[1]))];
};
window.read = (text, kind) => {
  const doc = new DOMParser().parseFromString(text, 'text/html');
  const local = [...doc.querySelectorAll('a[href], link[rel=alternate]')].map(e => new URL(e.getAttribute('href'), location.href))
    .filter(to => to.host === location.host).map(to => to.pathname + to.search);
  const asks = [...doc.querySelectorAll('form[method=get] input:not([type=hidden]), form:not([method]) input')]
    .filter(e => e.name).map(e => `${(e.form || e.closest('form')).getAttribute('action') || ''}?${e.name}`);
  return { wrong: lookAt(doc, kind), said: saidBy(doc), links: [...new Set(local)], asks };
};
window.fetchAll = async addresses => {
  const found = {}, waiting = [...addresses];
  const one = async () => { for (let address; (address = waiting.shift()) !== undefined;) {
    const answer = await fetch(address), type = answer.headers.get('content-type') || '';
    const text = type.includes('html') || type.includes('xml') || type.includes('json') ? await answer.text() : '';
    found[address] = { status: answer.status, type, text: type.includes('html') ? '' : text, url: answer.url,
      ...(type.includes('html') ? read(text, 'page') : { wrong: [], said: [], links: [], asks: [] }) };
  } };
  await Promise.all([one(), one(), one()]);
  return found;
};
null;
"""
).replace("MARK", MARK)


@dataclass(slots=True)
class Look:
    """What a page holds that it should not, what it shows of the marked texts, and where it leads."""

    wrong: list[str]
    said: list[str]
    links: list[str]
    asks: list[str]  # `address?field` of its forms that search
    status: int = 200
    type: str = "text/html"
    text: str = ""  # of what is no HTML
    url: str = ""


@dataclass(slots=True)
class Complaints:
    """What opened pages did: calls, dialogs, errors, requests to elsewhere."""

    lines: list[str] = field(default_factory=list)

    def watch(self, page: Page, host: str) -> None:
        """Note everything from now on."""

        def note(what: str) -> None:
            self.lines.append(f"{page.url}: {what}"[:500])

        def asked(request: Any) -> None:
            if not request.url.startswith((host, "blob:", "data:image/svg+xml")):
                note(f"request to {request.url}")

        def dialog(box: Any) -> None:
            note(f"dialog {box.message}")
            box.dismiss()

        page.on("dialog", dialog)
        page.on("pageerror", lambda error: note(f"error {error}"))
        page.on("request", asked)
        page.on("console", lambda line: "Content Security Policy" in line.text and note(line.text))


class Looker:
    """One page of a person's from which many addresses are fetched and looked at."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.goto("/robots.txt")
        self.page.evaluate(LOOK)

    def fetch(self, addresses: list[str]) -> dict[str, Look]:
        """Each address as a browser parses it, without running it."""
        found = self.page.evaluate("addresses => fetchAll(addresses)", addresses)
        return {address: Look(**one) for address, one in found.items()}

    def read(self, text: str, kind: str = "page") -> Look:
        """HTML that is at hand: an answer, a mail, an entry of a feed."""
        return Look(**self.page.evaluate("([text, kind]) => read(text, kind)", [text, kind]))

    def crawl(self, seeds: list[str], most: int) -> dict[str, Look]:
        """The seeds, and what those pages lead to that show a marked text."""
        seen: dict[str, Look] = {}
        waiting = list(dict.fromkeys(seeds))
        while waiting and len(seen) < most:
            found = self.fetch(waiting[:24])
            waiting = waiting[24:]
            seen |= found
            for look in found.values():
                links = look.links if look.said else []
                waiting += [link for link in links if link not in seen and link not in waiting and not is_kept(link)]
        return seen


def is_kept(link: str) -> bool:
    """Files and the like, which hold no words."""
    return link.startswith(("/static/", "/files/", "/accounts/logout")) or link.endswith((".css", ".svg"))
