// Taking over the textarea, typing, the toolbar, the keyboard.
import assert from "node:assert/strict";
import { last, on } from "./site.mjs";

on("a list and a quote over everything are taken away again", {}, async (site, page) => {
  await site.start();
  for (const name of ["Bulleted list", "Numbered list", "Quote"]) {
    await site.type("<Control+a>", "word", "<Control+a>");
    await page.click(`[aria-label="${name}"]`);
    assert.notEqual(await site.value(), "<p>word</p>");
    await site.type("<Control+a>");
    await page.click(`[aria-label="${name}"]`);
    await site.is("<p>word</p>");
  }
});

on("plain text is taken over with its cursor", { text: "First line\nsecond\n\nThird https://example.org/a, see." }, async (site, page) => {
  assert.equal(await page.$(".pad"), null);
  await page.evaluate(() => { const area = document.querySelector("textarea"); area.setSelectionRange(14, 14); area.focus(); });
  await site.ready();
  await site.is('<p>First line<br>second</p><p>Third <a href="https://example.org/a">https://example.org/a</a>, see.</p>');
  assert.equal(await page.inputValue("[name=body_format]"), "html");
  await site.pause();
  await site.type("X");
  assert.match(await site.value(), /<br>secXond<\/p>/);
  await site.accessible();
});

on("the empty page and the empty editor are accessible", {}, async (site) => {
  await site.accessible();
  await site.start();
  await site.inPad();
  await site.is("");
  await site.accessible();
});

on("typing, marks, lists, quotes", {}, async (site, page) => {
  await site.start();
  await site.type("Hello ", "<Control+b>", "bold", "<Control+b>", " and ");
  await page.click('[aria-label="Italic"]');
  await site.type("italic");
  assert.equal(await page.getAttribute('[aria-label="Italic"]', "aria-pressed"), "true");
  await page.click('[aria-label="Italic"]');
  await site.type(". See https://example.org/x. ");
  await site.is('<p>Hello <strong>bold</strong> and <em>italic</em>. See <a href="https://example.org/x">https://example.org/x</a>. </p>');
  await site.type("<Control+a>", "- one", "<Enter>", "two");
  await site.is("<ul><li>one</li><li>two</li></ul>");
  await page.click('[aria-label="Numbered list"]');
  await site.type("<Control+]>", "!");
  await site.is("<ol><li>one<ol><li>two!</li></ol></li></ol>");
  await site.type("<Control+[>", "<Enter>", "<Enter>", "> quoted", "<Enter>", "<Enter>", "after");
  await site.is("<ol><li>one</li><li>two!</li></ol><blockquote><p>quoted</p></blockquote><p>after</p>");
  await site.type("ZZZ", "<Control+z>");
  assert.doesNotMatch(await site.value(), /ZZZ/);
});

on("a link is set, refused, changed and removed", {}, async (site, page) => {
  await site.start();
  await site.type("after", "<Shift+Home>", "<Control+k>");
  await site.accessible();
  await site.type("no address", "<Enter>");
  assert.ok(await page.isVisible(".composer-panel .err"));
  await site.accessible();
  await page.fill(".composer-panel input", "example.org/p?q=1");
  await site.type("<Enter>");
  await site.is('<p><a href="https://example.org/p?q=1">after</a></p>');
  await site.type("<ArrowRight>", "<ArrowLeft>");
  await page.click('[aria-label="Link"]');
  assert.equal(await page.inputValue(".composer-panel input"), "https://example.org/p?q=1");
  await site.type("<Escape>");
  await site.inPad();
  await page.click('[aria-label="Link"]');
  await page.click("text=Remove the link");
  await site.is("<p>after</p>");
});

on("Tab is never trapped; the toolbar is one stop", {}, async (site, page) => {
  await site.start();
  await site.type("words", "<Tab>");
  assert.equal(await site.focus(), "follow");
  await site.type("<Shift+Tab>", "<Shift+Tab>", "<Home>");
  assert.equal(await site.focus(), "Bold");
  await site.type("<ArrowRight>");
  assert.equal(await site.focus(), "Italic");
  await site.type("<End>");
  assert.equal(await site.focus(), "Mention a member");
  await site.type("<ArrowRight>");
  assert.equal(await site.focus(), "Bold");
  assert.equal(await page.$$eval('.tools [tabindex="0"]', (all) => all.length), 1);
  await site.type("<Escape>");
  await site.inPad();
  await site.type("<Shift+Tab>", "<Shift+Tab>");
  assert.equal(await site.focus(), "before");
  assert.ok(await page.$$eval(".tools button", (all) => all.every((one) => one.offsetWidth >= 44 && one.offsetHeight >= 44)));
});

on("arrow keys follow the writing direction", { dir: "rtl" }, async (site, page) => {
  await site.start();
  await page.focus('[aria-label="Bold"]');
  await site.type("<ArrowLeft>");
  assert.equal(await site.focus(), "Italic");
  await site.accessible();
});

on("headings, margin notes and pull quotes where the form has them", { headings: 1 }, async (site, page) => {
  await site.start();
  await site.type("## Big", "<Enter>", "### Small", "<Enter>", "aside");
  await page.click("text=Margin note");
  await site.type("<Enter>", "<Enter>", "pulled");
  await page.click("text=Pull quote");
  await site.type("<Enter>", "<Enter>", "H");
  await page.click("text=Heading >> nth=0");
  const html = '<h2>Big</h2><h3>Small</h3><aside class="gloss"><p>aside</p></aside><blockquote class="pull"><p>pulled</p></blockquote><h2>H</h2>';
  await site.is(html);
  await site.accessible();
  await site.go({ key: "long", headings: 1, format: "html", text: html });
  await site.ready();
  await site.is(html);
  await site.go({ key: "short", format: "html", text: html });
  await site.ready();
  await site.is("<p><strong>Big</strong></p><p><strong>Small</strong></p><p>aside</p><blockquote><p>pulled</p></blockquote><p><strong>H</strong></p>");
});

on("Ctrl+Enter sends the HTML", {}, async (site, page) => {
  await site.start();
  await site.type("Sent <so>");
  await Promise.all([page.waitForNavigation(), site.keys.press("Control+Enter")]);
  assert.deepEqual([last("post").body, last("post").body_format, last("post").follow], ["<p>Sent &lt;so&gt;</p>", "html", "on"]);
});

on("a required text is asked for", { required: 1 }, async (site, page) => {
  await site.start();
  await page.click("text=Post reply");
  assert.equal(await page.textContent("[role=alert]"), "Write something first.");
  assert.equal(await page.getAttribute(".pad", "aria-required"), "true");
  await site.accessible();
});

on("a reset brings back the server's text", { text: "Base" }, async (site, page) => {
  await site.start();
  await site.type("X");
  await page.evaluate(() => document.querySelector("form").reset());
  await site.pause();
  await site.is("<p>Base</p>");
});

on("words come from data-words", { words: JSON.stringify({ bold: "Fett" }) }, async (site, page) => {
  await site.start();
  assert.ok((await page.$('[aria-label="Fett"]')) && (await page.$('[aria-label="Italic"]')));
});

on("without script it is a textarea", {}, async (_, page) => {
  await page.fill("textarea", "plain words");
  await page.click("text=Post reply");
  assert.deepEqual([last("post").body, last("post").body_format], ["plain words", "plain"]);
}, { javaScriptEnabled: false });

on("without the bundle it stays a textarea", {}, async (site, page) => {
  await page.click("textarea");
  await site.type("still works");
  await site.pause(200);
  assert.deepEqual([await page.inputValue("textarea"), await page.inputValue("[name=body_format]")], ["still works", "plain"]);
}, { before: (context) => context.route("**/composer/composer.js", (route) => route.abort()) });

on("what is typed while the bundle loads is kept", {}, async (site, page) => {
  await page.click("textarea");
  await site.type("typed while loading");
  await site.ready();
  await site.type(" and on");
  await site.is("<p>typed while loading and on</p>");
}, { before: (context) => context.route("**/composer/composer.js", (route) => setTimeout(() => route.continue(), 800)) });
