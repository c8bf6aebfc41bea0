// Small comforts on a check's page; without script their buttons stay hidden and nothing is missing.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.lastChild;
    const before = words.textContent;
    words.textContent = button.dataset.sayCopied;
    setTimeout(() => { words.textContent = before; }, 2000);
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Whoever is signed in on the desk in this browser finds the way back to it; see signed_in.js.
try {
  const { address, words } = JSON.parse(localStorage.getItem("desk") ?? "{}");
  const nav = document.querySelector(".masthead nav");
  if (address?.startsWith("/") && nav) {
    const link = document.createElement("a");
    link.href = `${address}?page=${encodeURIComponent(location.pathname)}`;
    link.textContent = words;
    link.rel = "nofollow";
    nav.append(link);
  }
} catch {
  // no storage: nothing to offer
}

// Light, dark, or as the system has it; theme_public.js sets it on the next page before anything is drawn.
const NEXT = { system: "light", light: "dark", dark: "system" };
for (const button of document.querySelectorAll("[data-theme-switch]")) {
  const root = document.documentElement;
  const say = () => { button.textContent = button.dataset[root.dataset.theme ?? "system"]; };
  button.hidden = false;
  say();
  button.addEventListener("click", () => {
    const theme = NEXT[root.dataset.theme ?? "system"];
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      localStorage.setItem("reader-theme", theme);
    } catch {
      // no storage: for this page only
    }
    say();
  });
}
