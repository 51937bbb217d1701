// Fails when the committed bundle is not what these sources make, or has grown beyond its budget.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, target } from "./build.mjs";

// Bytes of composer.js after gzip -9. ProseMirror alone is 62 KB; tables, what is said of pictures, notes of Word and others, drafts over
// devices and references took it from 80 to 96. It is fetched once, at the first touch of a text field, and kept by the browser.
const BUDGET = 96 * 1024;
const files = await build();
let wrong = 0;
for (const [name, bytes] of Object.entries(files)) {
  const committed = await readFile(new URL(name, target)).catch(() => Buffer.alloc(0));
  if (!committed.equals(bytes)) { wrong++; console.error(`${name} is not what the sources make: run npm run build and commit it.`); }
}
const size = gzipSync(files["composer.js"], { level: 9 }).length;
if (size > BUDGET) { wrong++; console.error(`composer.js is ${size} bytes gzipped, more than ${BUDGET}.`); }
if (wrong) process.exit(1);
console.log(`The composer is current: ${Object.keys(files).length} files, composer.js ${size} bytes gzipped.`);
