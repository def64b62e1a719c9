// Sentences come from the server, in the page's language, as <script type="application/json" id="texts">.
const texts: Record<string, string> = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

export function text(name: string, values: Record<string, string | number> = {}): string {
  let sentence = texts[name] ?? "";
  for (const [key, value] of Object.entries(values)) sentence = sentence.replace(`{${key}}`, String(value));
  return sentence;
}

/** A name inside a sentence, whatever direction it has. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
