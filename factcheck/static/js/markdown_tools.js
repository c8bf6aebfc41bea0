// The buttons above the explanation write its Markdown around what is selected, or where the text cursor stands.
import { replace } from "./insert.js";

const AROUND = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const BEFORE_LINE = { heading: "### ", list: "- ", quote: "> " };

function around(field, [before, after]) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  replace(field, from, to, before + value.slice(from, to) + after);
  if (from === to) field.setSelectionRange(from + before.length, from + before.length);
}

function beforeLines(field, sign) {
  const { selectionStart, selectionEnd: to, value } = field;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = value.slice(from, to).split("\n");
  replace(field, from, to, lines.map((line) => sign + line).join("\n"));
}

function act(field, what) {
  if (what in AROUND) around(field, AROUND[what]);
  else if (what in BEFORE_LINE) beforeLines(field, BEFORE_LINE[what]);
  else replace(field, field.selectionEnd, field.selectionEnd, "[");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-md]");
  if (button) act(document.getElementById(button.closest("[data-markdown-for]").dataset.markdownFor), button.dataset.md);
});

const show = () => {
  for (const bar of document.querySelectorAll("[data-markdown-for]")) bar.hidden = false;
};
document.addEventListener("htmx:afterSettle", show);
show();
