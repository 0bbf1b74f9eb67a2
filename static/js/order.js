/* Steps that are dragged, or moved by buttons and arrow keys. Without this file each step has a select for its place, and
   that is what is sent. */
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
  const give = (step) => {
    settle();
    list.dispatchEvent(new Event("change", { bubbles: true }));
    said.textContent = `${list.dataset.place.replace("#", number(step))}: ${words(step)}`;
  };

  /* Buttons, and arrow keys on them. */
  const move = (step, by, button) => {
    const to = Math.min(Math.max(number(step) - 1 + by, 0), steps().length - 1);
    if (to === number(step) - 1) return;
    if (by < 0) steps()[to].before(step);
    else steps()[to].after(step);
    give(step);
    // The button may have reached the end of its way: the focus goes to its neighbour then.
    (button.disabled ? button.parentElement.querySelector("button:not(:disabled)") : button).focus();
  };
  const KEYS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
  const button = (step, text, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-secondary btn-sm";
    made.textContent = text;
    made.setAttribute("aria-label", `${text}: ${words(step)}`);
    made.addEventListener("click", () => move(step, by, made));
    made.addEventListener("keydown", (event) => {
      if (!(event.key in KEYS) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      move(step, KEYS[event.key], made);
    });
    return made;
  };

  /* Dragging: a finger takes a step by its number (elsewhere it scrolls the page), a mouse takes it anywhere. The step
     itself stays in the page while its neighbours change sides, otherwise it would lose the pointer. */
  const EDGE = 96, FASTEST = 14; // pixels from the edge of the screen where it begins to scroll; pixels a frame
  let drag = null;
  const topOf = (step) => step.getBoundingClientRect().top + scrollY;
  const follow = () => {
    const { step, grip } = drag;
    step.style.transform = "";
    const height = step.offsetHeight, end = topOf(list) + list.offsetHeight - height;
    const wanted = Math.min(Math.max(drag.y + scrollY - grip, topOf(list)), end);
    let other;
    while ((other = step.previousElementSibling) && wanted < topOf(other) + other.offsetHeight / 2) step.after(other);
    while ((other = step.nextElementSibling) && wanted + height > topOf(other) + other.offsetHeight / 2) step.before(other);
    step.style.transform = `translateY(${wanted - topOf(step)}px)`;
    settle();
  };
  const scroll = () => {
    if (!drag) return;
    const deep = Math.max(EDGE - drag.y, 0) - Math.max(drag.y - (innerHeight - EDGE), 0);
    const before = scrollY;
    if (deep) scrollBy({ top: -Math.sign(deep) * Math.min(FASTEST, Math.abs(deep) / 4), behavior: "instant" });
    if (scrollY !== before) follow();
    requestAnimationFrame(scroll);
  };
  const start = (event) => {
    const step = event.target.closest(".pair");
    const isHeld = event.target.closest(".grip") || (event.pointerType === "mouse" && !event.target.closest("button, select"));
    if (!step || !isHeld || drag || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault(); // no text is selected
    drag = { step, pointer: event.pointerId, y: event.clientY, grip: event.clientY + scrollY - topOf(step), before: steps() };
    step.setPointerCapture(event.pointerId);
    step.classList.add("dragged");
    requestAnimationFrame(scroll);
  };
  const stop = (isDropped) => {
    if (!drag) return;
    const { step, before, pointer } = drag;
    drag = null;
    step.style.transform = "";
    step.classList.remove("dragged");
    if (step.hasPointerCapture(pointer)) step.releasePointerCapture(pointer);
    if (!isDropped) before.forEach((one) => list.append(one));
    if (steps().some((one, at) => one !== before[at])) give(step);
    else settle();
  };
  list.addEventListener("pointerdown", start);
  list.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.y = event.clientY;
    follow();
  });
  list.addEventListener("pointerup", (event) => { if (drag && event.pointerId === drag.pointer) stop(true); });
  list.addEventListener("lostpointercapture", () => stop(false));
  addEventListener("pointercancel", () => stop(false));
  addEventListener("keydown", (event) => { if (event.key === "Escape") stop(false); });

  const how = document.createElement("p");
  how.className = "hint";
  how.textContent = list.dataset.how;
  list.before(how);
  steps()
    .sort((one, other) => (select(one).value || 99) - (select(other).value || 99))
    .forEach((step) => {
      list.append(step);
      const grip = document.createElement("span");
      grip.className = "grip";
      const place = document.createElement("strong");
      place.className = "place-number";
      grip.append(place);
      step.prepend(grip);
      select(step).hidden = true;
      select(step).after(button(step, list.dataset.up, -1), button(step, list.dataset.down, 1));
    });
  list.classList.add("moves");
  settle();
})();
