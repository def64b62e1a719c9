// Light, dark or the system's choice: a cookie that the server reads, applied at once here.
const YEAR_S = 31_536_000;
const NAMES: Record<string, string> = { light: "influmaroc", dark: "influmaroc-dark" };

function apply(choice: string): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${choice}; path=/; max-age=${choice === "system" ? 0 : YEAR_S}; samesite=lax${secure}`;
  const name = NAMES[choice];
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  for (const link of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    if (link.dataset.themeChoice === choice) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

export function startTheme(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
    if (!link) return;
    event.preventDefault();
    apply(link.dataset.themeChoice ?? "system");
  });
}
