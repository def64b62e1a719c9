// A form is sent once: a second click while the first is under way does nothing.
function mark(form: HTMLFormElement, busy: boolean): void {
  form.toggleAttribute("data-busy", busy);
  form.setAttribute("aria-busy", String(busy));
  for (const button of form.querySelectorAll<HTMLElement>("button:not([type='button'])")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

export function startGuard(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post") return;
    if (form.hasAttribute("data-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // After this turn of the loop: disabling earlier would drop the clicked button's own name and value.
    window.setTimeout(() => {
      if (!event.defaultPrevented || form.matches("[hx-post], [data-hx-post]")) mark(form, true);
    });
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest?.("form");
    if (form) mark(form, false);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-busy]")) mark(form, false);
  });
}
