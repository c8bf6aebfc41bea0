// Light or dark as a reader has chosen, kept in this browser alone and never sent; set before the page is drawn.
try {
  const chosen = localStorage.getItem("reader-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // no storage: as the system has it
}
