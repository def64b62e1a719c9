// <button data-passkey="get|create" data-options="/url"> inside a form: asks the server what to sign, lets the browser
// or the phone sign it, and sends the form with the answer in its "credential" field.
import { csrfToken } from "./htmx";
import { text } from "./texts";
import { toast } from "./toasts";

type Json = Record<string, unknown>;
interface Reader {
  parseCreationOptionsFromJSON(options: Json): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: Json): PublicKeyCredentialRequestOptions;
}

async function optionsFrom(url: string, form: HTMLFormElement): Promise<Json> {
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrfToken(form), Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Json;
}

async function signed(button: HTMLElement, form: HTMLFormElement): Promise<PublicKeyCredential> {
  const options = await optionsFrom(button.dataset.options ?? "", form);
  const reader = PublicKeyCredential as unknown as Reader;
  const found =
    button.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: reader.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: reader.parseRequestOptionsFromJSON(options) });
  if (!found) throw new Error("nothing");
  return found as PublicKeyCredential;
}

async function ask(button: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
  button.disabled = true;
  try {
    const credential = await signed(button, form);
    const field = form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    toast(text("passkey_failed"), "warning");
  } finally {
    button.disabled = false;
  }
}

// A passkey belongs to a name: under a bare address, such as 127.0.0.1, no browser makes or uses one.
const HAS_NAME = !/^[\d.]+$|^\[/.test(location.hostname);
const CAN = HAS_NAME && typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

export function startPasskeys(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-passkey]")) {
    const form = button.closest("form");
    if (!CAN || !form) {
      (button.closest("[data-passkey-part]") ?? button).setAttribute("hidden", "");
      continue;
    }
    button.addEventListener("click", () => void ask(button, form));
  }
}
