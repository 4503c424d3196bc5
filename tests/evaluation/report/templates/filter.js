"use strict";
// Hides the rows that don't fit; without script they are all there.
const form = document.getElementById("filter");
const rows = [...document.querySelectorAll(".questions tbody tr")];
const fields = [...form.querySelectorAll("select")];

function fits(row) {
  const words = form.elements.words.value.toLocaleLowerCase().split(/\s+/);
  const text = row.textContent.toLocaleLowerCase();
  return fields.every((field) => !field.value || row.dataset[field.name] === field.value)
    && words.every((word) => text.includes(word));
}

function apply() {
  const shown = rows.filter((row) => {
    row.hidden = !fits(row);
    return !row.hidden;
  });
  form.elements.count.value = `${shown.length} of ${rows.length} questions`;
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
// A browser may keep what was chosen before the page was left.
window.addEventListener("pageshow", apply);
