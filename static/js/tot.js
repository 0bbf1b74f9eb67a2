/* Comfort only: every page works without this file.
   1. A form that was sent cannot be sent again by a second tap; its button says so (data-busy holds the words).
   2. An open menu closes with Escape or a tap elsewhere.
   3. Answers that wait to be sent (answers.js, keying.js) are gone when their owner signs out or somebody else signs in. */
(() => {
  "use strict";
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[data-held]").forEach((button) => {
      button.disabled = false;
      if (button.dataset.words) button.textContent = button.dataset.words;
      delete button.dataset.held;
    });
  };
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    // Only after the browser has gathered the fields: a disabled button would not send its own name and value.
    setTimeout(() => {
      form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach((button) => {
        button.dataset.held = "yes";
        button.disabled = true;
        if (button === event.submitter && button.dataset.busy) {
          button.dataset.words = button.textContent;
          button.textContent = button.dataset.busy;
        }
      });
    });
    // A download leaves the page where it is, and a dead line gives no answer: let go after a while.
    setTimeout(release, 15000, form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  const owner = document.querySelector("form[data-person]");
  const unsent = (test) => {
    try { return Object.keys(localStorage).filter((name) => /^tot-(answers|drafts)-/.test(name) && test(name)); } catch { return []; }
  };
  const isHers = (name) => name.split("-")[2] === owner.dataset.person;
  if (owner) {
    unsent((name) => !isHers(name)).forEach((name) => localStorage.removeItem(name));
    owner.addEventListener("submit", (event) => {
      const left = unsent(isHers);
      if (left.length && !confirm(owner.dataset.unsent)) event.preventDefault();
      else left.forEach((name) => localStorage.removeItem(name));
    });
  }
  const close = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
  addEventListener("click", (event) => close(event.target));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details.menu[open]");
    close(null);
    if (menu) menu.querySelector("summary").focus();
  });
})();
