// Words of a verdict that the desk has not taken yet, kept in this browser under the person and the claim.
const place = (section) => `draft ${document.body.dataset.person} ${section.dataset.claim}`;

export function keep(section, words) {
  try {
    localStorage.setItem(place(section), JSON.stringify(words));
    return true;
  } catch {
    return false; // no storage, or a full one: the words stay in the page alone
  }
}

export function kept(section) {
  try {
    return JSON.parse(localStorage.getItem(place(section)));
  } catch {
    return null;
  }
}

export function forget(section) {
  try {
    localStorage.removeItem(place(section));
  } catch {
    // no storage: nothing was kept
  }
}
