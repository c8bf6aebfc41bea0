// Readers' pages are the same bytes for everybody, so this browser itself remembers that somebody of the desk uses it,
// and the readers' script offers the way back. Forgotten with the first page of the desk that nobody is signed in on.
const { openInDesk, sayOpenInDesk } = document.body.dataset;

try {
  if (openInDesk) localStorage.setItem("desk", JSON.stringify({ address: openInDesk, words: sayOpenInDesk }));
  else localStorage.removeItem("desk");
} catch {
  // no storage: no way back is offered
}
