/* Says how long a text is and may be. Without this file the hint names the limit, and the server holds to it. */
(() => {
  "use strict";
  for (const area of document.querySelectorAll("textarea[data-most]")) {
    const most = Number(area.dataset.most);
    const shown = document.createElement("p");
    shown.className = "hint";
    const told = document.createElement("p"); // for those who do not see it, only when it matters and they pause
    told.className = "visually-hidden";
    told.setAttribute("aria-live", "polite");
    area.after(shown, told);
    let pause = null;
    const count = () => {
      const written = [...area.value.trim()].length;
      shown.textContent = area.dataset.written.replace("#", written);
      shown.classList.toggle("too-long", written > most);
      clearTimeout(pause);
      if (written > most * 0.9) pause = setTimeout(() => { told.textContent = shown.textContent; }, 1000);
    };
    area.addEventListener("input", count);
    count();
  }
})();
