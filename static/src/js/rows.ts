// <ul data-rows> of <li data-row> with a <form data-done>: while the focus is in the list, j and k go to the next and
// the one before, e ends the one that is there. A finger may push it aside too; each has its button.
const FAR = 96; // CSS px sideways, before it counts as pushed

function rows(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-row]")];
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
}

function finish(row: HTMLElement): void {
  row.querySelector<HTMLFormElement>("form[data-done]")?.requestSubmit();
}

// Only where the focus is: a letter typed elsewhere, or by voice, ends nothing.
function onKey(list: HTMLElement, event: KeyboardEvent): void {
  const here = rowOf(event.target);
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = rows(list);
  const step = { j: 1, k: -1 }[event.key];
  if (step) all[all.indexOf(here) + step]?.querySelector<HTMLElement>("a")?.focus();
  else if (event.key === "e") finish(here);
  else return;
  event.preventDefault();
}

function onTouch(event: PointerEvent): void {
  const row = rowOf(event.target);
  if (!row?.querySelector("form[data-done]") || event.pointerType !== "touch") return;
  const from = event.clientX;
  let by = 0;
  const over = new AbortController();
  const move = (now: PointerEvent): void => {
    by = now.clientX - from;
    row.style.translate = `${by}px`;
    row.style.opacity = Math.abs(by) > FAR ? "0.5" : "";
  };
  const end = (now: PointerEvent): void => {
    over.abort();
    if (now.type === "pointerup" && Math.abs(by) > FAR) return finish(row);
    row.style.translate = row.style.opacity = "";
  };
  row.addEventListener("pointermove", move, over);
  // The page took the finger to scroll: "pointercancel".
  for (const name of ["pointerup", "pointercancel"] as const) row.addEventListener(name, end, over);
}

export function startRows(): void {
  for (const list of document.querySelectorAll<HTMLElement>("[data-rows]")) {
    list.addEventListener("keydown", (event) => onKey(list, event));
    list.addEventListener("pointerdown", onTouch);
  }
}
