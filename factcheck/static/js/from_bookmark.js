// What a bookmark brought behind the # of the address goes into its field, and out of the address again.
for (const field of document.querySelectorAll("[data-from-bookmark]")) {
  const brought = new URLSearchParams(location.hash.slice(1)).get(field.dataset.fromBookmark);
  if (!brought) continue;
  if (!field.value) field.value = brought;
  history.replaceState(history.state, "", location.pathname + location.search);
  field.form.querySelector("button").focus();
}
