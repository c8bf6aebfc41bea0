// Select words in the article to add a candidate. Offsets are code points of the text, as the server counts them.
const SHORTEST = 8;
const prose = () => document.querySelector("[data-prose]");
const pop = () => document.querySelector("[data-selection]");

function pieceOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element.closest("[data-start]");
}

// The offset of a place in the text: each piece of text says where it starts, so only its own characters are counted.
function offset(node, at, forward) {
  let piece = pieceOf(node);
  if (piece && node.nodeType === Node.TEXT_NODE) {
    return Number(piece.dataset.start) + [...node.data.slice(0, at)].length;
  }
  const child = node.childNodes[at] ?? node;
  const all = [...prose().querySelectorAll("[data-start]")];
  if (forward) {
    piece = all.find((one) => child === one || child.contains(one) || child.compareDocumentPosition(one) & 4);
    return piece ? Number(piece.dataset.start) : null;
  }
  piece = all.reverse().find((one) => child.compareDocumentPosition(one) & 2);
  return piece ? Number(piece.dataset.start) + [...piece.firstChild.data].length : null;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !prose()) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(prose()) || !prose().contains(range.commonAncestorContainer)) return null;
  const start = offset(range.startContainer, range.startOffset, true);
  const end = offset(range.endContainer, range.endOffset, false);
  if (start === null || end === null || end - start < SHORTEST) return null;
  return { start, end, box: range.getBoundingClientRect() };
}

document.addEventListener("selectionchange", () => {
  const form = pop();
  if (!form) return;
  const span = selected();
  form.hidden = span === null;
  if (!span) return;
  form.elements.start.value = span.start;
  form.elements.end.value = span.end;
  form.style.insetBlockStart = `${Math.max(scrollY + 4, span.box.top + scrollY - form.offsetHeight - 8)}px`;
  const left = span.box.left + scrollX + span.box.width / 2 - form.offsetWidth / 2;
  form.style.insetInlineStart = `${Math.max(8, Math.min(left, innerWidth - form.offsetWidth - 8))}px`;
});

// A click on the button must not take the selection away before it is sent.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-selection]")) event.preventDefault();
});
