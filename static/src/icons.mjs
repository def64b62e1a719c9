// One SVG sprite of the lucide icons that templates and Python files name; nothing else is shipped.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ICONS = "node_modules/lucide-static/icons";
const IN_TEMPLATES = [/\{%\s*icon\s+"([a-z0-9-]+)"/g, /\bicon="([a-z0-9-]+)"/g];
const QUOTED = /"([a-z][a-z0-9-]+)"/g;
const SKIPPED = new Set(["node_modules", "static", "staticroot", "migrations", "tests", "locale", "docs", "bench"]);

function* files(folder, ending) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path, ending);
    else if (entry.name.endsWith(ending)) yield path;
  }
}

function named(root) {
  const names = new Set();
  for (const path of files(join(root, "templates"), ".html")) {
    const text = readFileSync(path, "utf8");
    for (const pattern of IN_TEMPLATES) for (const [, name] of text.matchAll(pattern)) names.add(name);
  }
  for (const path of files(root, ".py")) {
    const text = readFileSync(path, "utf8");
    if (!/\bicon/i.test(text)) continue;
    for (const [, name] of text.matchAll(QUOTED)) names.add(name);
  }
  return [...names].sort();
}

function symbol(root, name) {
  const source = readFileSync(join(root, ICONS, `${name}.svg`), "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const body = source.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
}

export function writeSprite(root, target) {
  const names = named(root).filter((name) => existsSync(join(root, ICONS, `${name}.svg`)));
  const symbols = names.map((name) => symbol(root, name)).join("\n");
  writeFileSync(target, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`);
  return names.length;
}
