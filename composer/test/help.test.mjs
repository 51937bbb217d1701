// Mentions, the privacy hint, quotes and drafts.
import assert from "node:assert/strict";
import { asked, last, on } from "./site.mjs";

on("a mention is offered, refused, chosen by Tab, Enter and click", {}, async (site, page) => {
  await site.start();
  await site.type("Hi @no");
  await site.people();
  assert.deepEqual(last("people"), { q: "no", in: "12" });
  assert.equal(await page.evaluate(() => document.getElementById(document.querySelector(".pad").getAttribute("aria-activedescendant")).getAttribute("aria-selected")), "true");
  await site.accessible();
  await site.type("<Escape>", "r");
  await site.pause(400);
  assert.ok(await page.isHidden(".composer-people"));
  await site.type(" and @nor");
  await site.people();
  await site.type("<Tab>");
  await site.is('<p>Hi @nor and <span class="mention" data-person="7">@Nora Ellingsen-Park, MD</span> </p>');
  await page.click('[aria-label="Mention a member"]');
  await site.type("no");
  await site.people();
  await site.type("<ArrowDown>", "<Enter>", "ok");
  assert.match(await site.value(), /<span class="mention" data-person="8">@Noel Abara<\/span> ok<\/p>$/);
  await site.type(" @zz");
  await site.pause(400);
  await site.type("<Tab>");
  assert.equal(await site.focus(), "follow");
  await page.click(".pad p");
  await site.type("<Control+End>", " mail me@no");
  await site.pause(400);
  assert.ok(await page.isHidden(".composer-people"));
  await site.type("<Enter>", "@no");
  await site.people();
  await page.click('[role="option"] >> nth=1');
  assert.equal(await page.$$eval(".pad .mention", (all) => all.length), 3);
});

on("the hint marks, explains, mends and believes", {}, async (site, page) => {
  await site.start();
  await site.type("Emoji \u{1F600}\u{1F9EC} first. One started: born 7/2/1968, late. MRN 12345 too.");
  assert.equal(await page.$(".risk"), null);
  await page.waitForSelector(".risk");
  assert.equal(last("check").token, "token");
  assert.deepEqual(await page.$$eval(".risk", (all) => all.map((one) => one.textContent)), ["born 7/2/1968", "MRN 12345"]);
  assert.equal(await page.getAttribute(".note", "role"), "status");
  assert.match(await page.textContent(".note"), /date of birth\. Dates tied.*and 1 more/);
  await site.accessible();
  await page.click("text=Change to “fifties”");
  await site.inPad();
  assert.match(await site.value(), /One started: in the fifties, late/);
  await page.waitForFunction(() => /record number/.test(document.querySelector(".note").textContent));
  await site.type("<Control+End>", " more");
  assert.equal(await page.textContent(".risk"), "MRN 12345");
  await page.click("text=It is not a patient’s");
  assert.equal(await page.inputValue("[name=not_patient]"), "MRN 12345");
  await site.type("<Control+End>", "<Enter>", "second", "<Shift+Enter>", "born 1/2/1950");
  await page.waitForSelector(".risk");
  assert.match(last("check").text, /more\n\nsecond\nborn 1\/2\/1950$/);
  assert.equal(await page.$$eval(".risk", (all) => all.length), 1);
  await page.click("text=Remove it");
  assert.doesNotMatch(await site.value(), /1950/);
  await site.type("<Control+z>");
  assert.match(await site.value(), /1950/);
});

on("only what was said not to be a patient's is believed", { text: "MRN 1 and MRN 2", asked: "MRN 1" }, async (site, page) => {
  await page.evaluate(() => document.querySelector("form").insertAdjacentHTML("beforeend", '<input type="hidden" name="not_patient" value="MRN 2">'));
  await site.start();
  await page.waitForSelector(".risk");
  assert.deepEqual(await page.$$eval(".risk", (all) => all.map((one) => one.textContent)), ["MRN 1"]);
});

const QUOTE = '<blockquote data-quote="24"><p>First words.</p><p>Second &lt;b&gt; words.</p></blockquote>';

on("a quote starts the editor, is kept as it was said and is not checked", { key: "quote" }, async (site, page) => {
  await site.fire("composer:quote", { id: 24, name: "Julian Faircloth-Mori", text: "First words.\n\nSecond <b> words." });
  await page.waitForSelector(".pad blockquote");
  await site.type("My answer.");
  await site.is(`${QUOTE}<p>My answer.</p>`);
  await site.fire("composer:quote", { id: 25, name: "X", text: "line\nbreak" });
  await site.type("B");
  const html = `${QUOTE}<p>My answer.</p><blockquote data-quote="25"><p>line<br>break</p></blockquote><p>B</p>`;
  await site.is(html);
  await site.accessible();
  await site.pause(1000);
  assert.equal(last("check").text, "My answer.\n\nB");
  await page.reload();
  await site.ready();
  await site.is(html);
});

on("a draft is kept over a reload and gone once it arrived", { key: "d1" }, async (site, page) => {
  await site.start();
  await site.type("Half a thought");
  await site.pause(1000);
  assert.match(await site.state(), /^Draft saved \d\d:\d\d$/);
  await page.reload();
  await site.ready();
  await site.is("<p>Half a thought</p>");
  await Promise.all([page.waitForNavigation(), page.click("text=Post reply")]);
  assert.equal(await site.kept("d1"), null);
  await site.start();
  assert.equal(await site.state(), "");
  assert.equal(await site.kept("d1:sent"), null);
  await site.is("");
});

for (const [name, words] of [["the server kept", "This is REFUSED"], ["the server lost", "This is REFUSED and LOST"]]) {
  on(`after an error the text is there that ${name}`, { key: "d2" }, async (site, page) => {
    await site.start();
    await site.type(words);
    await Promise.all([page.waitForNavigation(), page.click("text=Post reply")]);
    await site.ready();
    await site.is(`<p>${words}</p>`);
  });
}

on("text that was refused is offered where it was written, too", { key: "d5" }, async (site, page) => {
  await site.start();
  await site.type("This is REFUSED");
  await Promise.all([page.waitForNavigation(), page.click("text=Post reply")]);
  await site.ready();
  await site.go({ key: "d5" });
  await site.start();
  await page.click("text=Bring back");
  await site.is("<p>This is REFUSED</p>");
});

on("text that never arrived is offered for an hour", { key: "d3" }, async (site, page) => {
  const sent = (ago) => ({ html: "<p>Lost words</p>", base: "", at: Date.now() - ago });
  await site.keep("d3:sent", sent(61 * 60e3));
  await site.start();
  assert.equal(await site.state(), "");
  await site.keep("d3:sent", sent(60e3));
  await page.reload();
  await site.start();
  await site.is("");
  assert.match(await site.state(), /^Bring back the text of/);
  await site.accessible();
  await page.click("text=Bring back");
  await site.is("<p>Lost words</p>");
});

on("a draft of an older version is never put over the server's text", { key: "d4", format: "html", text: "<p>New</p>" }, async (site, page) => {
  await site.keep("d4", { html: "<p>Old draft</p>", base: "<p>Old</p>", at: Date.now() });
  await page.reload();
  await site.ready();
  await site.is("<p>New</p>");
  assert.match(await site.state(), /^Bring back/);
});

for (const [name, q, options] of [["on a phone", {}, { viewport: { width: 390, height: 844 }, hasTouch: true }], ["in the dark", { theme: "dark", headings: 1 }, { viewport: { width: 390, height: 844 } }], ["right to left", { dir: "rtl" }, {}]]) {
  on(`everything open at once ${name}`, q, async (site, page) => {
    await site.start();
    await site.type("Hello born 7/2/1968 @no");
    await site.people();
    await page.waitForSelector(".risk");
    await site.accessible();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    if (!q.headings) assert.equal(await page.$eval(".tools", (bar) => bar.offsetHeight < 60), true); // one row, also at 390 px
  }, options);
}

on("nothing is asked of the server before there are words", {}, async (site) => {
  asked.length = 0;
  await site.start();
  await site.pause(900);
  assert.deepEqual(asked, []);
});
