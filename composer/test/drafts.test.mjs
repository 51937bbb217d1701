// Drafts over devices: begun here, gone on with there; nothing is overwritten without being offered.
import assert from "node:assert/strict";
import { another, asked, drafts, on } from "./site.mjs";

const remote = (key) => ({ key, remote: 1 });
const stored = async (key, html) => {
  for (let i = 0; i < 80 && drafts.get(key)?.html !== html; i++) await new Promise((done) => setTimeout(done, 100));
  assert.equal(drafts.get(key)?.html, html);
};

on("begun on the phone, finished at the desk, gone on both when sent", remote("r1"), async (site, page) => {
  await another(remote("r1"), async (phone) => {
    await phone.start();
    await phone.type("Half a thought");
    await stored("r1", "<p>Half a thought</p>");
  });
  await site.start();
  await page.waitForFunction(() => document.querySelector("textarea").value === "<p>Half a thought</p>");
  assert.match(await site.state(), /^From your other device, \d\d:\d\d$/);
  await site.accessible();
  await site.type("<Control+End>", " and the rest.");
  await stored("r1", "<p>Half a thought and the rest.</p>");
  await another(remote("r1"), async (phone) => {
    await phone.start();
    await phone.page.waitForFunction(() => /the rest/.test(document.querySelector("textarea").value));
    await Promise.all([page.waitForNavigation(), page.click("text=Post reply")]);
    await phone.page.reload(); // it kept a copy of its own
    await phone.ready();
    await phone.page.waitForFunction(() => document.querySelector("textarea").value === "");
    assert.match(await phone.state(), /^These words were sent from another device\. Bring back the text/);
  });
  assert.equal(drafts.get("r1").html, "");
});

on("two devices write at once: both texts are kept and each can be taken", remote("r2"), async (site, page) => {
  await site.start();
  await site.type("From the desk");
  await stored("r2", "<p>From the desk</p>");
  await another(remote("r2"), async (phone) => {
    await phone.start();
    await phone.page.waitForFunction(() => /desk/.test(document.querySelector("textarea").value));
    await phone.type("<Control+a>", "From the phone");
    await stored("r2", "<p>From the phone</p>");
  });
  await site.type("!");
  await page.waitForFunction(() => /Bring back/.test(document.querySelector(".draft-state").textContent), null, { timeout: 9000 });
  await site.is("<p>From the desk!</p>");
  await stored("r2", "<p>From the desk!</p>");
  assert.equal(drafts.get("r2").other.html, "<p>From the phone</p>");
  await page.click("text=Bring back");
  await site.is("<p>From the phone</p>");
  await site.accessible();
  await page.click("text=Bring back"); // and back again
  await site.is("<p>From the desk!</p>");
});

on("words begun from another version are offered, never put in", { ...remote("r3"), format: "html", text: "<p>Published</p>" }, async (site, page) => {
  drafts.set("r3", { version: 4, html: "<p>Older edit</p>", line: "", base: "9-zzz", at: Date.now() - 60e3, other: null });
  await page.reload();
  await site.ready();
  await page.waitForFunction(() => /Bring back/.test(document.querySelector(".draft-state").textContent));
  await site.is("<p>Published</p>");
});

on("what is typed before the server answers stays", remote("r4"), async (site, page) => {
  drafts.set("r4", { version: 2, html: "<p>Kept</p>", line: "", base: "0-45h", at: Date.now() + 60e3, other: null });
  await page.reload();
  await site.start();
  await site.type("Typed");
  await page.waitForFunction(() => /Bring back/.test(document.querySelector(".draft-state").textContent), null, { timeout: 9000 });
  await site.is("<p>Typed</p>");
  await stored("r4", "<p>Typed</p>");
  assert.equal(drafts.get("r4").other.html, "<p>Kept</p>");
}, { before: (context) => context.route("**/drafts/kept/**", (route) => setTimeout(() => route.continue().catch(() => {}), 900)) });

on("saves are few: one for many letters", remote("r5"), async (site) => {
  asked.length = 0;
  await site.start();
  for (const letter of "Seventeen letters") { await site.type(letter); await site.pause(120); }
  await stored("r5", "<p>Seventeen letters</p>");
  assert.equal(asked.filter(([what]) => what === "draft").length, 1);
  assert.equal(asked.find(([what]) => what === "draft")[1].at, "/");
});

on("without the server's answer the draft stays in the browser", remote("r6"), async (site, page) => {
  await site.start();
  await site.type("Alone");
  await site.pause(1000);
  assert.match(await site.state(), /^Draft saved/);
  await page.reload();
  await site.ready();
  await site.is("<p>Alone</p>");
}, { before: (context) => context.route("**/drafts/kept/**", (route) => route.abort()) });
