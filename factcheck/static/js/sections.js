// After an act on a claim the server sends the parts of the page that it changed. Where the focus sat in a part that is
// gone, it goes to the element that the form names, else to the part that says whose turn it is now.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, requestConfig, successful } = event.detail;
  if (!successful || requestConfig.verb !== "post" || elt.matches("[data-autosave]")) return;
  if (document.activeElement && document.activeElement !== document.body) return;
  const named = elt.dataset.focus && document.getElementById(elt.dataset.focus);
  (named || document.querySelector("[data-after-act]"))?.focus();
});
