// <form data-autosave="/url"> is kept on the server while one writes: five seconds after a change and on leaving the
// form. The answer 2xx means kept; anything else says so and keeps trying at the next change.
import { clock } from "./clock";
import { csrfToken } from "./htmx";
import { text } from "./texts";

const PAUSE_MS = 5000;

function watch(form: HTMLFormElement): void {
  let timer = 0;
  let dirty = false;
  let sending = false;
  const say = (words: string) => {
    for (const place of form.querySelectorAll("[data-autosave-status]")) place.textContent = words;
  };

  async function save(): Promise<void> {
    window.clearTimeout(timer);
    if (!dirty || sending || form.hasAttribute("data-busy")) return;
    dirty = false;
    sending = true;
    try {
      const answer = await fetch(form.dataset.autosave || form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1", "X-CSRFToken": csrfToken(form) },
        redirect: "manual",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const version = answer.headers.get("X-Version");
      const field = form.querySelector<HTMLInputElement>("input[name='version']");
      if (version && field) field.value = version;
      say(text("saved", { time: clock(new Date()) }));
    } catch {
      dirty = true;
      say(text("not_saved"));
    } finally {
      sending = false;
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE_MS);
  });
  // Going on to the next field of the same form, or to its button, is no leaving.
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget as Node | null)) void save(); });
  form.addEventListener("submit", () => window.clearTimeout(timer));
}

export function startAutosave(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) watch(form);
}
