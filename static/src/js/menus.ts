// <details data-menu> behaves as a menu: closes on Escape, on a click elsewhere, when the next one opens.
function close(menu: HTMLDetailsElement, refocus: boolean): void {
  menu.open = false;
  if (refocus) menu.querySelector<HTMLElement>("summary")?.focus();
}

const openMenus = () => document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");

export function startMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target as Node)) close(menu, false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) close(menu, menu.contains(document.activeElement));
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target as Node)) close(menu, false);
  });
}
