// Says below each section of the self-test how many of its questions are answered right, and clears
// the answers, which this device alone remembers. All else works without it.
const STORE = `answers ${location.pathname}`;
const remembered = new Set(JSON.parse(localStorage.getItem(STORE) ?? "[]"));
const remember = () => {
  const chosen = [...document.querySelectorAll(".question input:checked")].map(({ id }) => id);
  localStorage.setItem(STORE, JSON.stringify(chosen));
};
for (const input of document.querySelectorAll(".question input"))
  if (remembered.has(input.id)) input.checked = true;

const isRight = (input) => Boolean(input.closest(".option").querySelector(".explanation.right"));

for (const section of document.querySelectorAll("section:has(> fieldset.question)")) {
  const questions = [...section.querySelectorAll(":scope > fieldset.question")];
  const inputs = questions.map((question) => [...question.querySelectorAll("input")]);
  const score = document.createElement("p");
  const said = document.createElement("span");
  const clear = document.createElement("button");
  score.className = "score";
  clear.type = "button";
  clear.textContent = "Clear these answers";
  score.append(said, " ", clear);
  questions.at(-1).after(score);

  const count = () => {
    const right = inputs.filter((all) => all.every((each) => each.checked === isRight(each))).length;
    const open = inputs.filter((all) => !all.some((each) => each.checked)).length;
    said.textContent = `${right} of ${questions.length} right, ${open} not answered.`;
  };
  section.addEventListener("change", () => {
    count();
    remember();
  });
  clear.addEventListener("click", () => {
    for (const each of inputs.flat()) each.checked = false;
    count();
    remember();
  });
  count(); // what was chosen earlier
}
