/* Steps that are moved up and down. Without this file each step has a select for its place, and that is what is sent. */
(() => {
  "use strict";
  const list = document.querySelector(".in-order");
  if (!list) return;
  const steps = () => [...list.children];
  const select = (step) => step.querySelector("select");
  const words = (step) => step.querySelector("label").textContent;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "polite");
  list.after(said);
  const number = (step) => steps().indexOf(step) + 1;
  const settle = () => steps().forEach((step, at, all) => {
    select(step).value = String(at + 1);
    step.querySelector(".place-number").textContent = at + 1;
    const [up, down] = step.querySelectorAll("button");
    up.disabled = at === 0;
    down.disabled = at === all.length - 1;
  });
  const move = (step, by, button) => {
    if (by < 0) step.previousElementSibling.before(step);
    else step.nextElementSibling.after(step);
    settle();
    list.dispatchEvent(new Event("change", { bubbles: true }));
    // The button may have reached the end of its way: the focus goes to its neighbour then.
    (button.disabled ? button.parentElement.querySelector("button:not(:disabled)") : button).focus();
    said.textContent = `${list.dataset.place.replace("#", number(step))}: ${words(step)}`;
  };
  const button = (step, text, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-secondary btn-sm";
    made.textContent = text;
    made.setAttribute("aria-label", `${text}: ${words(step)}`);
    made.addEventListener("click", () => move(step, by, made));
    return made;
  };
  steps()
    .sort((one, other) => (select(one).value || 99) - (select(other).value || 99))
    .forEach((step) => {
      list.append(step);
      const place = document.createElement("strong");
      place.className = "place-number";
      step.prepend(place);
      select(step).hidden = true;
      select(step).after(button(step, list.dataset.up, -1), button(step, list.dataset.down, 1));
    });
  list.classList.add("moves");
  settle();
})();
