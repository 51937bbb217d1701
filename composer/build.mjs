// Bundles src/ into what the site serves. `node build.mjs` writes it; check.mjs compares it.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";
import esbuild from "esbuild";

const here = new URL("./", import.meta.url);
export const target = new URL("../collegium/web/static/web/composer/", here);

/** The license text of every package in the bundle, and the legal comments esbuild found in them. */
async function licenses(inputs, comments) {
  const names = new Set(inputs.map((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const parts = ["composer.js contains these packages, each under its own license.\n"];
  for (const name of [...names].sort()) {
    const folder = new URL(`node_modules/${name}/`, here);
    const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no license file`);
    parts.push(`${"=".repeat(80)}\n${name} ${version} (${license})\n\n${(await readFile(new URL(file, folder), "utf8")).trim()}\n`);
  }
  return parts.join("\n") + (comments ? `\n${"=".repeat(80)}\nLegal comments of the sources\n\n${comments}` : "");
}

/** Builds in memory. Returns {file name: bytes}. */
export async function build() {
  const root = fileURLToPath(here), style = await readFile(new URL("src/composer.css", here));
  const version = createHash("sha256").update(style).digest("hex").slice(0, 10);
  const result = await esbuild.build({
    absWorkingDir: root, entryPoints: ["src/index.js"], outfile: "composer.js", write: false, metafile: true,
    bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "external",
    define: { STYLE: JSON.stringify(`composer.css?v=${version}`) },
  });
  const found = Object.fromEntries(result.outputFiles.map((file) => [file.path.split(/[\\/]/).pop(), file.contents]));
  const comments = Buffer.from(found["composer.js.LEGAL.txt"] ?? "").toString();
  return {
    "composer.js": Buffer.from(found["composer.js"]),
    "composer.css": style,
    "LICENSES.txt": Buffer.from(await licenses(Object.keys(result.metafile.inputs), comments)),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(target, { recursive: true });
  for (const [name, bytes] of Object.entries(await build())) await writeFile(new URL(name, target), bytes);
}
