// What comes in: HTML from the server, pastes, pictures.
import assert from "node:assert/strict";
import { last, on } from "./site.mjs";

const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal{margin:0}</style></head><body lang=EN-US><!--StartFragment-->
<h1>Title<o:p></o:p></h1><p class=MsoNormal>Intro <b>bold</b> and <i style='mso-bidi-font-style:normal'>it</i> <a href="javascript:alert(1)">bad</a> <a href="https://example.org/ok">good</a><o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>First
 bullet<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span></span><![endif]>Nested<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Second<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Number one</p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>a)<span>&nbsp; </span></span><![endif]>Letter a</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>Number two</p>
<table class=MsoTableGrid border=1 style='border:none'><tr><td colspan=2 style='width:10pt'><p class=MsoNormal>wide<o:p></o:p></p></td><td rowspan=2><p>tall</p></td></tr><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>
<script>window.hacked=1</script><img src="file:///c:/x.png"><img src=x onerror="window.hacked=1"><p style="color:red">Red<sup>2</sup> H<sub>2</sub>O</p><!--EndFragment--></body></html>`;

on("Word: lists, table, marks; no scripts", {}, async (site, page) => {
  await site.start();
  await site.paste({ "text/html": WORD, "text/plain": "x" });
  await site.is('<p><strong>Title</strong></p><p>Intro <strong>bold</strong> and <em>it</em> bad <a href="https://example.org/ok">good</a></p>'
    + "<ul><li>First bullet<ul><li>Nested</li></ul></li><li>Second</li></ul><ol><li>Number one<ol><li>Letter a</li></ol></li><li>Number two</li></ol>"
    + "<table><tbody><tr><td>wide</td><td></td><td>tall</td></tr><tr><td><p>a</p><p>b</p></td><td>c</td><td></td></tr></tbody></table><p>Red<sup>2</sup> H<sub>2</sub>O</p>");
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await site.accessible();
});

on("Google Docs: looks become marks", {}, async (site) => {
  await site.start();
  await site.paste({ "text/html": `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span style="font-weight:400">plain </span><span style="font-weight:700">bold</span><span style="font-style:italic"> it</span><span style="vertical-align:super">2</span></p><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>item</span></p></li></ul></b><br class="Apple-interchange-newline">` });
  await site.is("<p>plain <strong>bold</strong><em> it</em><sup>2</sup></p><ul><li>item</li></ul>");
});

on("plain text keeps its paragraphs; an address links the words it is pasted on", {}, async (site) => {
  await site.start();
  await site.paste({ "text/plain": "One\ntwo\n\nthree <script>alert(1)</script>" });
  await site.is("<p>One<br>two</p><p>three &lt;script&gt;alert(1)&lt;/script&gt;</p>");
  await site.type("<Control+a>", "word", "<Control+a>");
  await site.paste({ "text/plain": "https://example.org/z" });
  await site.is('<p><a href="https://example.org/z">word</a></p>');
});

const ALL = '<p>a <strong>b</strong> <em>c</em> <code>d</code> <sup><a href="#r1">1</a></sup> H<sub>2</sub> <a href="mailto:a@b.org">m</a> <a href="/members/nora/">n</a> <span class="mention" data-person="7">@Nora</span><br>x</p>'
  + '<pre><code>\n  code\n</code></pre><hr><figure><img src="/files/9/a.png" alt="Alt" data-file="9"><figcaption>Cap <em>x</em></figcaption></figure>'
  + '<figure><img src="/files/8/" alt="" data-file="8" class="decorative"></figure>'
  + '<figure><img src="/files/7/" alt="Map" data-file="7"><figcaption>A map. <span class="credit">Map: N. Abara</span> <span class="license" data-license="by-sa"><a href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0</a></span></figcaption></figure>'
  + '<figure><img src="/files/6/" alt="Mine" data-file="6"><figcaption><span class="license" data-license="own">Own work</span></figcaption></figure>'
  + '<table><thead><tr><th scope="col">H</th><th scope="col">I</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'
  + '<blockquote data-quote="24"><p>Said before.<br>Twice.</p></blockquote><ul><li>a</li></ul><ol class="refs"><li id="r1">Ref</li><li id="r2">Two</li></ol>';

on("everything allowed goes in and out unchanged", { format: "html", text: ALL }, async (site) => {
  await site.ready();
  await site.is(ALL);
  await site.accessible();
});

on("nothing else passes", { format: "html", text: '<p onclick="x()" style="color:red" id="r1">t <a href="javascript:x">j</a><a href="//evil.org">p</a><a href="/\\evil.org">q</a><a href="data:text/html,x">d</a></p><img src="https://evil.org/x.png"><img src="/files/../x"><iframe src="/"></iframe><form><input name=x></form><div id="x" class="y">div</div><h2>h</h2><svg><script>1</script></svg><aside class="gloss">g</aside><blockquote class="pull other">q</blockquote><span class="mention" data-person="x">@Y</span><ol class="z"><li id="z">o</li></ol>' }, async (site) => {
  await site.ready();
  await site.is("<p>t jpqd</p><p>div</p><p><strong>h</strong></p><p>g</p><blockquote><p>q</p></blockquote><p>@Y</p><ol><li>o</li></ol>");
});

on("a pasted picture is sent, shown, described and captioned", {}, async (site, page) => {
  await site.start();
  await site.type("Look:");
  await site.paste({}, ["photo.png"]);
  assert.equal(await page.textContent(".pad .tag"), "Uploading photo.png");
  await page.click("text=Post reply");
  assert.match(await page.textContent("[role=alert]"), /^A file is still/);
  await page.waitForSelector(".pad figure");
  assert.deepEqual(last("upload"), { field: "file", name: "photo.png", token: "token" });
  await site.type("A slide");
  await site.is('<p>Look:</p><figure><img src="/files/5/photo.png" alt="A slide" data-file="5"></figure>');
  await site.accessible();
  await site.type("<Enter>", "Below");
  await page.click(".pad figcaption");
  await site.type("Caption", "<Enter>", "X");
  await site.is('<p>Look:</p><figure><img src="/files/5/photo.png" alt="A slide" data-file="5"><figcaption>Caption</figcaption></figure><p>XBelow</p>');
  await page.click(".pad > p");
  await site.type("<Tab>", "<Tab>", "<Tab>", "<Tab>", "<Tab>", "<Tab>");
  assert.equal(await site.focus(), "follow");
  await page.click("text=Remove the picture");
  await site.is("<p>Look:</p><p>XBelow</p>");
});

on("pictures by button and by drop; a refused one says why", {}, async (site, page) => {
  await site.start();
  await site.type("Words");
  const choose = async (name) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click('[aria-label="Picture or file"]')]);
    await chooser.setFiles({ name, mimeType: "image/png", buffer: Buffer.from("x") });
  };
  await choose("big.png");
  await page.waitForSelector("[role=alert]:not(:empty)");
  assert.match(await page.textContent("[role=alert]"), /larger than 20 MB/);
  await site.accessible();
  await choose("good.png");
  await page.waitForSelector(".pad figure");
  await site.paste({}, ["drop.png"], "drop");
  await page.waitForSelector(".pad figure >> nth=1");
});

on("a file that is no picture is sent as well and becomes a link", {}, async (site, page) => {
  await site.start();
  await site.type("Words");
  await site.paste({}, ["the list.pdf"], "drop");
  await page.waitForSelector(".pad a");
  assert.equal(last("upload").name, "the list.pdf");
  assert.match(await site.value(), /<a href="\/files\/6\/">the list\.pdf<\/a>/);
});

on("what a picture shows is asked for once, kindly", { key: "kind" }, async (site, page) => {
  await site.start();
  await site.type("Look:");
  await site.paste({}, ["photo.png"]);
  await page.waitForSelector(".pad figure");
  await page.click("text=Post reply");
  assert.match(await page.textContent("[role=alert]"), /^A picture has no description/);
  assert.ok(await page.evaluate(() => document.activeElement.matches(".composer-alt input")));
  await site.type("A slide", "<Control+a>", "<Delete>");
  await page.click("text=Post reply"); // other words than those that were asked about
  assert.match(await page.textContent("[role=alert]"), /^A picture has no description/);
  await Promise.all([page.waitForNavigation(), page.click("text=Post reply")]);
  assert.match(last("post").body, /alt=""/);
});

const FIGURE = /^<p>Look<\/p><figure><img src="\/files\/5\/photo.png" alt="A &lt;slide&gt;" data-file="5"><figcaption>Cells <span class="credit">Photo: N. Abara<\/span> <span class="license" data-license="by"><a href="https:\/\/creativecommons.org\/licenses\/by\/4.0\/">CC BY 4.0<\/a><\/span><\/figcaption><\/figure>$/;

on("what is said of a picture: description, credit, license, by keyboard alone", { headings: 1, pictures: "must" }, async (site, page) => {
  await site.start();
  await site.type("Look");
  await site.paste({}, ["photo.png"]);
  await page.waitForSelector(".pad figure");
  await site.accessible();
  await site.type("A <slide>", "<Tab>", "<Tab>", "Photo: N. Abara", "<Tab>", "CC BY 4", "<Escape>");
  await site.inPad();
  await site.type("<ArrowUp>", "Cells");
  await page.waitForTimeout(50);
  assert.match(await site.value(), FIGURE);
  await site.accessible();
  const kept = await site.value();
  await site.go({ key: "again", headings: 1, format: "html", text: kept });
  await site.ready();
  await site.is(kept);
  assert.equal(await page.inputValue(".composer-alt select"), "by");
});

on("a decorative picture needs no description", { pictures: "must" }, async (site, page) => {
  await site.start();
  await site.paste({}, ["photo.png"]);
  await page.waitForSelector(".pad figure");
  await page.click("text=Post reply");
  assert.match(await page.textContent("[role=alert]"), /^Say in a few words what each picture shows, or that it is decorative/);
  assert.ok(await page.evaluate(() => document.activeElement.matches(".composer-alt input")));
  await page.click("text=Post reply"); // not a second time either
  assert.match(await page.textContent("[role=alert]"), /^Say in a few words/);
  await page.click("text=Decorative");
  await site.accessible();
  await Promise.all([page.waitForNavigation(), page.click("text=Post reply")]);
  assert.equal(last("post").body, '<figure><img src="/files/5/photo.png" alt="" data-file="5" class="decorative"></figure>');
});

on("a draft of a post may wait with its pictures", { pictures: "later" }, async (site, page) => {
  await site.start();
  await site.paste({}, ["photo.png"]);
  await page.waitForSelector(".pad figure");
  await Promise.all([page.waitForNavigation(), page.click("text=Post reply")]);
  assert.match(last("post").body, /alt=""/);
});
