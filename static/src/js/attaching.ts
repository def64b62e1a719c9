// Forms that take files along (a draft, a dispute): the files are sent first, then the form with their ids.
import { Attachments } from "./attach";
import { toast } from "./toasts";

export function startAttaching(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-attaching]")) start(form);
}

function start(form: HTMLFormElement): void {
  const list = form.querySelector<HTMLElement>("[data-attached]");
  const input = form.querySelector<HTMLInputElement>("[data-attach]");
  if (!list || !input) return;
  const attached = new Attachments(form, list, input);
  // What was attached before the form came back with an error.
  form.addEventListener("click", (event) => (event.target as Element).closest("[data-let-go]")?.closest("li")?.remove());
  form.addEventListener("submit", (event) => {
    if (attached.isSending) {
      event.preventDefault();
      return toast(form.dataset.saysWait ?? "", "warning");
    }
    for (const { id } of attached.take()) form.append(hidden(id));
  });
}

function hidden(id: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = "attached";
  input.value = id;
  return input;
}
