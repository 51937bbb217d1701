// What the clipboard holds after copying from Word, Google Docs, LibreOffice, Pages, Outlook, a web page and a PDF.
import assert from "node:assert/strict";
import { on } from "./site.mjs";

const NOTES = (text, ...notes) => `${text}<ol class="refs">${notes.map((note, i) => `<li id="r${i + 1}">${note}</li>`).join("")}</ol>`;
const TO = (n) => `<sup><a href="#r${n}">${n}</a></sup>`;

const WORD_NOTES = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body lang=EN-US><!--StartFragment-->
<p class=MsoNormal>Shortages doubled<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span style='font-size:11.0pt'>[1]</span></span><![endif]></span></span></a> in a year.<a style='mso-endnote-id:edn1' href="#_edn1" name="_ednref1" title=""><span class=MsoEndnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[i]<![endif]></span></span></a><o:p></o:p></p><!--EndFragment-->
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a> Counted by <i>two</i> pharmacists.<o:p></o:p></p></div></div>
<div style='mso-element:endnote-list'><![if !supportEndnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]><div style='mso-element:endnote' id=edn1><p class=MsoEndnoteText><a style='mso-endnote-id:edn1' href="#_ednref1" name="_edn1" title=""><span class=MsoEndnoteReference>[i]</span></a> 2024 against 2023.</p></div></div></body></html>`;

on("Word: footnotes and endnotes become numbered references", {}, async (site) => {
  await site.start();
  await site.paste({ "text/html": WORD_NOTES, "text/plain": "x" });
  await site.is(NOTES(`<p>Shortages doubled${TO(1)} in a year.${TO(2)}</p>`, "Counted by <em>two</em> pharmacists.", "2024 against 2023."));
  await site.accessible();
});

on("notes of a second paste go on with the numbers, at the end", { headings: 1 }, async (site) => {
  await site.start();
  await site.paste({ "text/html": WORD_NOTES, "text/plain": "x" });
  await site.type("<Enter>", "Then");
  await site.paste({ "text/html": WORD_NOTES, "text/plain": "x" });
  await site.type("<Enter>", "Last");
  const value = await site.value();
  assert.match(value, /<p>ThenShortages doubled<sup><a href="#r3">3<\/a><\/sup> in a year\.<sup><a href="#r4">4<\/a><\/sup><\/p><p>Last<\/p><ol class="refs">/);
  assert.equal(value.match(/<ol class="refs">/g).length, 1);
  assert.equal(value.match(/<li id="r\d">/g).length, 4);
  assert.match(value, /<\/ol>$/);
});

on("Google Docs: notes, nested lists, a table whose first row is bold", {}, async (site) => {
  await site.start();
  await site.paste({ "text/html": `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-2"><p dir="ltr"><span>We waited</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span>.</span></p><ol><li dir="ltr" aria-level="1"><p role="presentation"><span>one</span></p></li><ol><li dir="ltr" aria-level="2"><p role="presentation"><span>one a</span></p></li></ol><li dir="ltr" aria-level="1"><p role="presentation"><span>two</span></p></li></ol><div dir="ltr" align="left"><table><colgroup><col /><col /></colgroup><tbody><tr><td><p><span style="font-weight:700">Arm</span></p></td><td><p><span style="font-weight:700">N</span></p></td></tr><tr><td><p><span>A</span></p></td><td><p><span>12</span></p></td></tr></tbody></table></div><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Eleven hours.</span></p></div></b>`, "text/plain": "x" });
  await site.is(NOTES(`<p>We waited${TO(1)}.</p><ol><li>one<ol><li>one a</li></ol></li><li>two</li></ol><table><thead><tr><th scope="col">Arm</th><th scope="col">N</th></tr></thead><tbody><tr><td>A</td><td>12</td></tr></tbody></table>`, "Eleven hours."));
});

on("LibreOffice: notes with its own names, headings, debris", { headings: 1 }, async (site) => {
  await site.start();
  await site.paste({ "text/html": `<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4"/><style type="text/css">@page { size: 8.5in }</style></head><body lang="en-US" link="#000080" dir="ltr"><h1 class="western">Counting</h1><p style="line-height: 100%"><font face="Liberation Serif, serif">It <b>rained</b><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> here; CO<sub>2</sub>, 10<sup>3</sup>.</font></p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>For <u>a week</u>.</p></div></body></html>`, "text/plain": "x" });
  await site.is(NOTES(`<h2>Counting</h2><p>It <strong>rained</strong>${TO(1)} here; CO<sub>2</sub>, 10<sup>3</sup>.</p>`, "For a week."));
});

on("Word for the web: lists whose levels are lists of their own", { headings: 1 }, async (site) => {
  const item = (level, words) => `<li data-leveltext="" data-aria-level="${level}" role="listitem" class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1"><span data-contrast="auto" class="TextRun SCXW1"><span class="NormalTextRun SCXW1">${words}</span></span><span class="EOP SCXW1">&nbsp;</span></p></li>`;
  const list = (tag, ...items) => `<div class="ListContainerWrapper SCXW1"><${tag} class="BulletListStyle1 SCXW1" role="list">${items.join("")}</${tag}></div>`;
  await site.start();
  await site.paste({ "text/html": `<div class="OutlineElement Ltr SCXW1"><p class="Paragraph" role="heading" aria-level="1"><span class="TextRun">Plan</span><span class="EOP">&nbsp;</span></p></div>${list("ul", item(1, "call"))}${list("ul", item(2, "twice"))}${list("ul", item(1, "write"))}${list("ol", item(1, "first"))}`, "text/plain": "x" });
  await site.is("<h2>Plan</h2><ul><li>call<ul><li>twice</li></ul></li><li>write</li></ul><ol><li>first</li></ol>");
});

on("Pages and Outlook: their spaces, frames and hidden words are gone", {}, async (site) => {
  await site.start();
  await site.paste({ "text/html": `<html><head><meta name="Generator" content="Cocoa HTML Writer"></head><body><p class="p1"><span class="s1">Ask<span class="Apple-converted-space">&nbsp;</span>once</span></p><ul class="ul1"><li class="li1"><span class="s1"></span>then wait</li></ul><table border=0 cellpadding=0 class=MsoNormalTable><tr><td style='padding:0'><div class="elementToProof">From a frame</div><span style='display:none'>tracking</span></td></tr></table></body></html>`, "text/plain": "x" });
  await site.is("<p>Ask once</p><ul><li>then wait</li></ul><p>From a frame</p>");
});

on("a web page: its notes, a table with headers at the side, no foreign anchors", {}, async (site) => {
  await site.start();
  await site.paste({ "text/html": `<p>It was <a href="#top">said</a><sup id="cite_ref-1" class="reference"><a href="#cite_note-1"><span>[</span>1<span>]</span></a></sup> and again<sup id="cite_ref-1b"><a href="#cite_note-1">[1]</a></sup>. <a href="#r7">7</a></p><table class="infobox"><tbody><tr><td></td><td><b>2024</b></td></tr><tr><td><b>Beds</b></td><td>12</td></tr></tbody></table><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> <span class="reference-text">The <i>Minutes</i>, p. 4.</span></li></ol>`, "text/plain": "x" });
  const value = await site.value();
  assert.match(value, /^<p>It was said<sup><a href="#r1">1<\/a><\/sup> and again<sup><a href="#r1">1<\/a><\/sup>\./);
  assert.match(value, /<thead><tr><th scope="col"><\/th><th scope="col">2024<\/th><\/tr><\/thead><tbody><tr><th scope="row">Beds<\/th><td>12<\/td>/);
  assert.match(value, /<ol class="refs"><li id="r1">The <em>Minutes<\/em>, p\. 4\.<\/li><\/ol>$/);
  assert.doesNotMatch(value, /#r7|#top/);
});

on("a PDF: lines broken at its column are paragraphs again, lists keep theirs", {}, async (site) => {
  await site.start();
  await site.paste({ "text/plain": "The committee met on a Tuesday and heard from four hospi-\ntals about the shortage. Nobody had been told of the change\nbefore the shelves were empty.\n\nShort line\nanother\nthird\n\n1. A list whose lines are long enough to look like a column\n2. Of words that were broken at the edge, but they were not\n3. End" });
  await site.is("<p>The committee met on a Tuesday and heard from four hospitals about the shortage. Nobody had been told of the change before the shelves were empty.</p><p>Short line<br>another<br>third</p><p>1. A list whose lines are long enough to look like a column<br>2. Of words that were broken at the edge, but they were not<br>3. End</p>");
});

on("pictures that a paste carries are sent, those elsewhere are named as missing", {}, async (site, page) => {
  await site.start();
  await site.paste({ "text/html": '<p>See</p><img src="data:image/png;base64,iVBORw0KGgo="><img src="https://example.org/a.png"><img src="file:///C:/clip_image001.png"><img width="1" height="1" src="https://example.org/track.gif">', "text/plain": "See" });
  await page.waitForSelector(".pad figure");
  assert.match(await site.value(), /^<p>See<\/p><figure><img src="\/files\/5\/photo\.png"/);
  await site.go({ key: "dropped" });
  await site.start();
  await site.paste({ "text/html": '<p>See</p><img src="https://example.org/a.png"><img src="file:///C:/clip_image001.png">', "text/plain": "See" });
  await site.is("<p>See</p>");
  assert.match(await page.textContent("[role=alert]"), /^2 of the pasted pictures lie elsewhere and were left out\./);
  await site.accessible();
});
