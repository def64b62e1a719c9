import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import { writeSprite } from "./static/src/icons.mjs";
import { writeTokens } from "./static/src/tokens.mjs";

writeTokens();

function sprite(): Plugin {
  const target = "static/src/sprite.svg";
  writeSprite(import.meta.dirname, target);
  return { name: "sprite", buildStart() { writeSprite(import.meta.dirname, target); } };
}

export default defineConfig({
  base: "./",
  plugins: [sprite(), tailwindcss()],
  publicDir: false,
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // htmx keeps an eval for hx-on and friends; htmx.config.allowEval is off, so it is never reached.
    rollupOptions: { input: { app: "static/src/app.ts", sw: "static/src/sw.js" }, checks: { eval: false } },
  },
});
