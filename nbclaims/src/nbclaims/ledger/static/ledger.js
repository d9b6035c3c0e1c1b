// Shows the claims that contain all the words typed. Without it the tables are there, whole.
const form = document.querySelector(".ledger-filter");
const words = form.querySelector("input");
const said = form.querySelector("output");
const tables = [...document.querySelectorAll("table.ledger")];

function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const table of tables) {
    const rows = [...table.tBodies[0].rows];
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
    }
    const left = rows.filter((row) => !row.hidden).length;
    table.closest("section").hidden = left === 0;
    shown += left;
  }
  said.textContent = words.value.trim() ? `${shown} found` : "";
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
words.addEventListener("input", filter);
filter(); // a browser may restore what was typed
