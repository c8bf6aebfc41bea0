// The theme changes at once; the cookie makes the server print it on the next page, so nothing flashes.
import { toast } from "./toasts.js";

const NEXT = { light: "dark", dark: "system", system: "light" };
const root = document.documentElement;

function words(theme) {
  const { sayThemeLight, sayThemeDark, sayThemeSystem } = document.body.dataset;
  return { light: sayThemeLight, dark: sayThemeDark, system: sayThemeSystem }[theme];
}

function keep(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = theme === "system" ? 0 : 365 * 24 * 60 * 60;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}

function show(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-theme-form] button")) {
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(button.value === theme));
    else {
      button.value = NEXT[theme];
      button.setAttribute("aria-label", words(theme));
      button.title = words(theme);
    }
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]")) return;
  event.preventDefault();
  const theme = event.submitter.value;
  keep(theme);
  show(theme);
  toast(words(theme));
});
