// Short notes at the bottom: HX-Trigger {"toast": {"text", "tone", "href", "label"}}. Six seconds, longer while looked at.
import { icon } from "./icon";
import { text } from "./texts";

export type Tone = "success" | "danger" | "info" | "warning";
type Note = { text: string; tone?: Tone; href?: string; label?: string };

const ICONS: Record<Tone, string> = { success: "circle-check", danger: "circle-x", info: "info", warning: "triangle-alert" };
const STAY_MS = 6000;

function leaveLater(note: HTMLElement): void {
  let timer = window.setTimeout(() => note.remove(), STAY_MS);
  const hold = () => window.clearTimeout(timer);
  const resume = () => {
    hold();
    timer = window.setTimeout(() => note.remove(), STAY_MS);
  };
  for (const name of ["pointerenter", "focusin"]) note.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) note.addEventListener(name, resume);
}

function closeButton(note: HTMLElement): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "im-icbtn";
  button.setAttribute("aria-label", text("close"));
  button.append(icon("x"));
  button.addEventListener("click", () => note.remove());
  return button;
}

export function toast(words: string, tone: Tone = "info", link?: { href: string; label: string }): void {
  const place = document.getElementById("toasts");
  if (!place || !words) return;
  const note = document.createElement("div");
  note.className = "im-toast";
  note.dataset.tone = tone;
  const sentence = document.createElement("p");
  sentence.textContent = words;
  note.append(icon(ICONS[tone]), sentence);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.className = "im-link";
    anchor.textContent = link.label;
    note.append(anchor);
  }
  note.append(closeButton(note));
  place.append(note);
  while (place.children.length > 3) place.firstElementChild?.remove();
  leaveLater(note);
}

export function startToasts(): void {
  document.addEventListener("toast", (event) => {
    const { text: words, tone, href, label } = (event as CustomEvent<Note>).detail;
    toast(words, tone, href && label ? { href, label } : undefined);
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-dismiss]")) {
    button.addEventListener("click", () => button.closest("[data-message]")?.remove());
  }
}
