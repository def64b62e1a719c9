// Fields that help while one types: RIB and ICE in groups with their check, amounts echoed, passwords, counters.
import { text } from "./texts";

const GROUPS: Record<string, number[]> = { rib: [3, 3, 16, 2], ice: [9, 4, 2] };
const ARABIC_ZERO = 0x0660;
const PERSIAN_ZERO = 0x06f0;

export function latinDigits(value: string): string {
  return value.replace(/[٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code >= PERSIAN_ZERO ? PERSIAN_ZERO : ARABIC_ZERO));
  });
}

function grouped(digits: string, sizes: number[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= digits.length) break;
    parts.push(digits.slice(at, at + size));
    at += size;
  }
  return parts.join(" ");
}

function onIdentifier(field: HTMLInputElement): void {
  const sizes = GROUPS[field.dataset.format ?? ""];
  if (!sizes) return;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const caret = field.selectionStart ?? field.value.length;
  const before = latinDigits(field.value.slice(0, caret)).replace(/\D/g, "").length;
  const digits = latinDigits(field.value).replace(/\D/g, "").slice(0, total);
  field.value = grouped(digits, sizes);
  const at = grouped(digits.slice(0, before), sizes).length;
  field.setSelectionRange(at, at);
  const complete = digits.length === total;
  const right = complete && BigInt(digits) % 97n === 0n;
  tell(field, right ? text("check_ok") : complete ? text("check_wrong") : text("check_left", { n: total - digits.length }), right);
}

function tell(field: HTMLElement, words: string, right: boolean): void {
  const place = document.getElementById(`${field.id}-live`);
  if (!place) return;
  place.textContent = words;
  place.toggleAttribute("data-ok", right);
}

/** The same reading as kit.money.parse_amount: the last separator followed by one or two digits is the decimal one. */
export function centimesOf(typed: string): number | null {
  const plain = latinDigits(typed).replace(/[\s\u00a0\u202f'’]/g, "").replace(/٫/g, ",").replace(/٬/g, "");
  const match = /^(\d{1,3}(?:[.,]?\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!match?.[1]) return null;
  return Number(match[1].replace(/[.,]/g, "")) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

function onAmount(field: HTMLInputElement): void {
  const centimes = centimesOf(field.value);
  if (centimes === null) return tell(field, "", false);
  const whole = String(Math.floor(centimes / 100)).replace(/\B(?=(\d{3})+$)/g, text("group"));
  tell(field, text("amount", { whole, cents: String(centimes % 100).padStart(2, "0") }), true);
}

const PHONE = /^(?:\+212|00212|212|0)?([5-8]\d{8})$/;
const LOCAL_DIGITS = 9;

/** The same reading as kit.morocco.phone_of: what is typed stays, the number it makes is told below. */
function onPhone(field: HTMLInputElement): void {
  const typed = latinDigits(field.value).replace("(0)", "").replace(/[\s().\/-]/g, "");
  const local = PHONE.exec(typed)?.[1];
  if (local) return tell(field, `\u2066+212 ${local[0]} ${local.slice(1).replace(/(\d\d)(?=\d)/g, "$1 ")}\u2069`, true);
  const digits = typed.replace(/^(?:\+212|00212|212|0)/, "").replace(/\D/g, "").length;
  tell(field, digits > 0 && digits < LOCAL_DIGITS ? text("check_left", { n: LOCAL_DIGITS - digits }) : "", false);
}

function onCounted(field: HTMLTextAreaElement): void {
  const place = document.getElementById(`${field.id}-live`);
  if (place) place.textContent = text("characters_left", { n: field.maxLength - field.value.length });
}

function onPassword(field: HTMLInputElement): void {
  const meter = document.getElementById(`${field.id}-meter`);
  if (!meter) return;
  const length = field.value.length;
  meter.dataset.level = String(length === 0 ? 0 : length < 8 ? 1 : length < 12 ? 2 : length < 16 ? 3 : 4);
}

function onInput(field: HTMLElement): void {
  if (field instanceof HTMLTextAreaElement && field.hasAttribute("data-count")) onCounted(field);
  if (!(field instanceof HTMLInputElement)) return;
  if (field.dataset.format === "amount") onAmount(field);
  else if (field.dataset.format === "phone") onPhone(field);
  else if (field.dataset.format) onIdentifier(field);
  if (field.hasAttribute("data-password")) onPassword(field);
}

function reveal(button: HTMLElement): void {
  const field = document.getElementById(button.dataset.reveal ?? "") as HTMLInputElement | null;
  if (!field) return;
  const hidden = field.type === "password";
  field.type = hidden ? "text" : "password";
  button.setAttribute("aria-pressed", String(hidden));
}

export function startFields(): void {
  document.addEventListener("input", (event) => onInput(event.target as HTMLElement));
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-reveal]");
    if (button) reveal(button);
  });
  for (const field of document.querySelectorAll<HTMLInputElement>("[data-format]")) if (field.value) onInput(field);
}
