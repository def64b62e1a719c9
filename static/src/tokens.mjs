// tokens.json -> tokens.css: custom properties of both themes, daisyUI's theme pair, Tailwind's scale.
// Runs at every build (vite.config.ts). tokens.json is the only place where a colour may be written.
import { readFileSync, writeFileSync } from "node:fs";

const here = new URL(".", import.meta.url);
const tokens = JSON.parse(readFileSync(new URL("tokens.json", here), "utf8"));

function properties(theme) {
  const lines = Object.entries(theme)
    .filter(([name]) => name !== "chart")
    .map(([name, value]) => `  --im-${name.replaceAll("_", "-")}: ${value};`);
  const charts = theme.chart.map((colour, i) => `  --im-chart-${i + 1}: ${colour};`);
  return [...lines, ...charts].join("\n");
}

const DAISY = {
  "base-100": "surface", "base-200": "surface2", "base-300": "border", "base-content": "text",
  primary: "primary", "primary-content": "on_primary", secondary: "accent", "secondary-content": "on_accent",
  accent: "accent", "accent-content": "on_accent", neutral: "neutral", "neutral-content": "on_neutral",
  info: "info", "info-content": "on_info", success: "success", "success-content": "on_success",
  warning: "warning", "warning-content": "on_warning", error: "danger", "error-content": "on_danger",
};

function daisyTheme(name, theme, scheme) {
  const colours = Object.entries(DAISY).map(([to, from]) => `  --color-${to}: ${theme[from]};`);
  return `@plugin "daisyui/theme" {
  name: "${name}";
  default: ${scheme === "light"};
  prefersdark: ${scheme === "dark"};
  color-scheme: ${scheme};
${colours.join("\n")}
  --radius-selector: 0.5rem;
  --radius-field: 0.5rem;
  --radius-box: 0.75rem;
  --size-selector: 0.275rem;
  --size-field: 0.275rem;
  --border: 1px;
  --depth: 0;
  --noise: 0;
}`;
}

const SCALE = `@theme inline {
  --text-*: initial;
  --color-*: initial;
  --font-sans: "Plex", "Plex Arabic", "Plex Fallback", ui-sans-serif, system-ui, sans-serif;
  --color-bg: var(--im-bg);
  --color-surface: var(--im-surface);
  --color-surface-2: var(--im-surface2);
  --color-text: var(--im-text);
  --color-muted: var(--im-muted);
  --color-line: var(--im-border);
  --color-line-strong: var(--im-border-strong);
  --color-hairline: var(--im-hairline);
  --color-card-line: var(--im-card-line);
  --color-link: var(--im-link);
  --color-soft: var(--im-primary-soft);
  --color-on-soft: var(--im-on-primary-soft);
  --color-ink: var(--im-ink);
  --color-on-ink: var(--im-on-ink);
  --color-on-ink-muted: var(--im-on-ink-muted);
  --color-terra: var(--im-accent);
  --color-danger: var(--im-danger);
  --text-xs: 0.8125rem;
  --text-sm: 0.875rem;
  --text-base: 1rem;
  --text-lg: 1.125rem;
  --text-xl: 1.25rem;
  --text-2xl: 1.5625rem;
  --text-3xl: 1.9375rem;
  --text-4xl: 2.4375rem;
  --text-5xl: 3.0625rem;
  --radius-sm: 4px;
  --radius-md: 8px;
  --radius-lg: 12px;
  --breakpoint-sm: 40rem;
  --breakpoint-md: 48rem;
  --breakpoint-lg: 64rem;
  --breakpoint-xl: 80rem;
}`;

export function writeTokens() {
  const css = [
    "/* Generated from tokens.json by tokens.mjs; not kept in git. */",
    `:root, [data-theme="influmaroc"] {\n${properties(tokens.light)}\n}`,
    `[data-theme="influmaroc-dark"] {\n${properties(tokens.dark)}\n}`,
    `@media (prefers-color-scheme: dark) {\n  :root:not([data-theme]) {\n${properties(tokens.dark)}\n  }\n}`,
    daisyTheme("influmaroc", tokens.light, "light"),
    daisyTheme("influmaroc-dark", tokens.dark, "dark"),
    SCALE,
  ].join("\n\n");
  writeFileSync(new URL("css/tokens.css", here), `${css}\n`);
}
