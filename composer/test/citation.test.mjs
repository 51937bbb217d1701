// Citations: numbers in the text, their references in the list.
import assert from "node:assert/strict";
import { asked, last, on } from "./site.mjs";

const numbers = (page) => page.$$eval(".pad .cite", (all) => all.map((one) => one.dataset.number));
const list = (page) => page.$$eval(".pad .refs > li", (all) => all.map((one) => one.textContent.trim()));
const LIST = '<ol class="refs"><li id="r1" data-cite="pmid:1">PMID 1</li><li id="r2"><span class="standing">Retracted.</span> Typed by hand</li></ol>';
const STORED = `<p>One<sup><a href="#r1">1</a>,<a href="#r2">2</a></sup></p>${LIST}`;

on("an identifier that is pasted becomes a number with its reference, and undo gives the text back", { headings: 1 }, async (site, page) => {
  await site.start();
  await site.type("It helped ");
  await site.paste({ "text/plain": "https://doi.org/10.5555/jio.1" });
  await page.waitForSelector(".pad .cite");
  assert.equal(last("reference"), "https://doi.org/10.5555/jio.1");
  await site.is('<p>It helped<sup><a href="#r1">1</a></sup></p><ol class="refs"><li id="r1" data-cite="doi:10.5555/jio.1">Work doi:10.5555/jio.1</li></ol>');
  await site.accessible();
  await site.type(", not ");
  await site.paste({ "text/plain": "PMID: 7" });
  await page.waitForFunction(() => document.querySelectorAll(".pad .cite").length === 2);
  assert.deepEqual([await numbers(page), await list(page)], [["1", "2"], ["Work doi:10.5555/jio.1", "Work pmid:7"]]);
  await site.type("<Control+z>");
  assert.deepEqual([await numbers(page), await list(page)], [["1"], ["Work doi:10.5555/jio.1"]]);
});

on("the same work has one number, and a number before the others moves the list", {}, async (site, page) => {
  await site.start();
  await site.type("a ");
  await site.paste({ "text/plain": "PMID 7" });
  await page.waitForSelector(".pad .cite");
  await site.type(" b ");
  await site.paste({ "text/plain": "PMID 7" });
  await page.waitForFunction(() => document.querySelectorAll(".pad .cite").length === 2);
  assert.deepEqual([await numbers(page), (await list(page)).length], [["1", "1"], 1]);
  await site.type("<Control+Home>");
  await site.paste({ "text/plain": "PMID 8" });
  await page.waitForFunction(() => document.querySelectorAll(".pad .cite").length === 3);
  assert.deepEqual([await numbers(page), await list(page)], [["1", "2", "2"], ["Work pmid:8", "Work pmid:7"]]);
  await site.type("<Control+Home>", "<Delete>");
  assert.deepEqual([await numbers(page), await list(page)], [["1", "1"], ["Work pmid:7"]]);
});

on("the button and its key take an identifier, and what is none as it was typed", {}, async (site, page) => {
  await site.start();
  await site.type("a");
  await page.click('[aria-label="Add a reference"]');
  await site.accessible();
  await site.type("doi:10.5555/jio.1", "<Enter>");
  await page.waitForSelector(".pad .cite");
  await site.inPad();
  await site.type(" b", "<Control+Alt+f>");
  await page.waitForSelector(".composer-panel");
  await site.type("Marsh C. A book. 2019.", "<Enter>");
  await page.waitForFunction(() => document.querySelectorAll(".pad .cite").length === 2);
  await site.is('<p>a<sup><a href="#r1">1</a></sup> b<sup><a href="#r2">2</a></sup></p><ol class="refs"><li id="r1" data-cite="doi:10.5555/jio.1">Work doi:10.5555/jio.1</li><li id="r2">Marsh C. A book. 2019.</li></ol>');
  await site.type("<Control+Alt+f>", "<Escape>");
  assert.equal(await page.$(".composer-panel"), null);
});

on("what is stored is read again, without what the server says of a work", { text: STORED, format: "html" }, async (site, page) => {
  await site.ready();
  assert.deepEqual([await numbers(page), await list(page)], [["1", "2"], ["PMID 1", "Typed by hand"]]);
  await site.is('<p>One<sup><a href="#r1">1</a></sup><sup><a href="#r2">2</a></sup></p><ol class="refs"><li id="r1" data-cite="pmid:1">PMID 1</li><li id="r2">Typed by hand</li></ol>');
});

on("cut and pasted, a number keeps its reference; numbers of another page cannot come along", { text: STORED, format: "html" }, async (site, page) => {
  await site.ready();
  await page.click(".pad p");
  await site.type("<Control+Home>", "<Shift+End>", "<Control+x>");
  assert.deepEqual([await numbers(page), await list(page)], [[], ["Typed by hand"]]);
  await site.type("<Control+v>");
  assert.deepEqual([await numbers(page), await list(page)], [["1", "2"], ["PMID 1", "Typed by hand"]]);
  await site.paste({ "text/html": '<p>Theirs<sup><a href="#r1">1</a></sup></p>', "text/plain": "Theirs1" });
  assert.deepEqual(await numbers(page), ["1", "2"]);
  assert.match(await site.value(), /Theirs/);
});

on("an ORCID iD becomes a link; words, and what nobody knows, stay words", {}, async (site, page) => {
  await site.start();
  await site.paste({ "text/plain": "0000-0002-1825-0097" });
  await page.waitForFunction(() => /ORCID iD/.test(document.querySelector(".pad").textContent));
  await site.is('<p><a href="https://orcid.org/0000-0002-1825-0097">ORCID iD 0000-0002-1825-0097</a></p>');
  await site.type("<Control+a>", "<Delete>");
  const before = asked.length;
  await site.paste({ "text/plain": "see PMID 7 and more" });
  await site.paste({ "text/plain": "10.5555/UNKNOWN" });
  await site.pause(200);
  assert.equal(asked.slice(before).filter(([what]) => what === "reference").length, 1);
  assert.deepEqual(await numbers(page), []);
  assert.match(await site.value(), /10\.5555\/UNKNOWN/);
});
