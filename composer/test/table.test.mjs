// Tables: made, filled, grown, given headers and left, by keyboard alone.
import assert from "node:assert/strict";
import { on } from "./site.mjs";

const HEAD = '<table><thead><tr><th scope="col">Arm</th><th scope="col">N</th></tr></thead><tbody><tr><td>A</td><td>12</td></tr></tbody></table>';

on("a table is made, filled and left with the keyboard", {}, async (site, page) => {
  await site.start();
  await site.type("Before", "<Enter>", "<Alt+F10>");
  assert.equal(await site.focus(), "Bold");
  while ((await site.focus()) !== "Table") await site.type("<ArrowRight>");
  await site.type("<Enter>");
  await site.inPad();
  for (const words of ["Arm", "N", "p", "A", "12", "0.4", "B", "13", "0.5"]) await site.type(words, "<Tab>");
  assert.equal(await site.focus(), "follow"); // out of the last cell
  const cells = (tag, words) => words.map((word) => `<${tag}${tag === "th" ? ' scope="col"' : ""}>${word}</${tag}>`).join("");
  await site.is(`<p>Before</p><table><thead><tr>${cells("th", ["Arm", "N", "p"])}</tr></thead><tbody><tr>${cells("td", ["A", "12", "0.4"])}</tr><tr>${cells("td", ["B", "13", "0.5"])}</tr></tbody></table>`);
  await site.accessible();
  await site.type("<Shift+Tab>");
  await page.click(".pad th >> nth=1");
  assert.match(await page.textContent(".composer-where"), /^Row 1 of 3, column 2 of 3$/);
  await site.type("<Shift+Tab>", "<Shift+Tab>");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".tools") !== null), true); // out of the first
});

on("rows, columns and headers come and go", { format: "html", text: `${HEAD}<p>x</p>` }, async (site, page) => {
  await site.ready();
  await page.click(".pad td >> nth=0");
  await page.click('[aria-label="Table"]');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Row above");
  assert.ok(await page.evaluate(() => document.querySelector(".tools").nextElementSibling.matches(".composer-table"))); // between toolbar and text
  await site.accessible();
  const press = (name) => page.click(`.composer-table button:text-is("${name}")`);
  await press("Row below");
  await press("Column after");
  assert.match(await page.textContent(".composer-where"), /^Row 3 of 3, column 2 of 3$/);
  await press("Header column");
  assert.equal(await page.getAttribute('.composer-table button:text-is("Header column")', "aria-pressed"), "true");
  await site.is('<table><thead><tr><th scope="col">Arm</th><th scope="col"></th><th scope="col">N</th></tr></thead><tbody><tr><th scope="row">A</th><td></td><td>12</td></tr><tr><th scope="row"></th><td></td><td></td></tr></tbody></table><p>x</p>');
  await press("Header row");
  await press("Remove the column");
  await press("Remove the row");
  await site.is('<table><tbody><tr><th scope="row">Arm</th><td>N</td></tr><tr><th scope="row">A</th><td>12</td></tr></tbody></table><p>x</p>');
  await press("Remove the table");
  await site.inPad();
  await site.is("<p>x</p>");
  assert.ok(await page.isHidden(".composer-table"));
  await site.type("<Control+z>");
  assert.match(await site.value(), /<table>/);
});

on("at 390 px the deeds fit and a wide table scrolls in itself", { format: "html", text: `<table><tbody><tr>${"<td>antidisestablishmentarianism</td>".repeat(6)}</tr></tbody></table>` }, async (site, page) => {
  await site.ready();
  await page.click(".pad td >> nth=0");
  await page.click('[aria-label="Table"]');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.ok(await page.$$eval(".composer-table button", (all) => all.every((one) => one.offsetHeight >= 44)));
  await site.accessible();
}, { viewport: { width: 390, height: 844 }, hasTouch: true });
