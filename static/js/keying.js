/* Typing tests in from paper, quickly and with the keyboard alone. Without this file the grid is one form with one button.
   A cell turns red at once, a line is saved at its end, and what is not saved yet stays in this browser, for its owner
   only: it survives a reload and a line that is down. The server decides; what is checked here is checked there again. */
(() => {
  "use strict";
  const form = document.querySelector("form.keying");
  const owner = document.querySelector("form[data-person]");
  if (!form || !owner) return;
  const say = form.dataset;
  const keys = JSON.parse(say.keys), letters = JSON.parse(say.letters);
  const rows = [...form.querySelectorAll("tr[data-line]")];
  const hint = form.querySelector(".keying-hint"), done = form.querySelector(".keying-done");
  const address = new URL(form.action);
  const where = `tot-drafts-${owner.dataset.person}-${address.pathname}${address.search}`;

  /* Cells. The fields of a line in their order; the form, where there is one, comes first. */
  const fields = (row) => [...row.querySelectorAll("td input")];
  const cells = (row) => fields(row).filter((field) => !isForm(field));
  const isForm = (field) => field.name.endsWith("-form");
  const rowOf = (field) => field.closest("tr[data-line]");
  const formOf = (row) => {
    const field = fields(row).find(isForm);
    if (!field) return Object.keys(keys)[0];
    return read(field.value, "one ab").found?.toUpperCase() || Object.keys(keys)[0];
  };
  const keyOf = (field) => isForm(field) ? "form ab" : keys[formOf(rowOf(field))][cells(rowOf(field)).indexOf(field)];
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s,;./|]+/g, "");
  const isBlank = (text) => letters.blank.includes(text);

  /* What a text says: {found} in the shortest way, `ends` where nothing can follow, or {wrong}: the word of the trouble. */
  const readings = (typed, allowed) => new Set([{}, ...letters.readings]
    .map((reading) => [...typed].map((letter) => reading[letter] ?? letter).join(""))
    .filter((read) => read && [...read].every((letter) => allowed.includes(letter))));
  const asLetters = (typed, allowed, name) => {
    const found = readings(typed, allowed);
    if (found.size === 1) return { found: [...found][0] };
    return { wrong: found.size ? "cyrillic" : name };
  };
  const once = (text) => [...text].every((letter, at) => letter === "-" || text.indexOf(letter) === at);
  const READ = {
    form: (typed) => one(typed, "ab", "form"),
    one: (typed, set) => one(typed, set, "one"),
    some: (typed, set) => {
      const said = asLetters(typed, set, "some");
      return said.found && !once(said.found) ? { wrong: "some" } : { ...said, ends: said.found?.length === set.length };
    },
    claim: (typed) => {
      const means = letters.yes.includes(typed) ? "t" : letters.no.includes(typed) ? "f" : "";
      return means ? { found: means, ends: "tf10вн".includes(typed) } : { wrong: "claim" };
    },
    pairs: (typed, set, count) => {
      if (/\d/.test(typed)) {
        const parts = [...typed.matchAll(/(\d+)([^\d])/g)];
        const isClear = parts.map((part) => part[0]).join("") === typed && parts.every((part) => part[1] >= 1 && part[1] <= count)
          && new Set(parts.map((part) => part[1])).size === parts.length;
        if (!isClear) return { wrong: "pairs" };
        const said = asLetters(parts.map((part) => part[2]).join(""), `${set}-`, "pairs");
        return said.wrong ? said : { found: typed, ends: parts.length === Number(count) };
      }
      const said = asLetters(typed, `${set}-`, "pairs");
      return said.found && said.found.length !== Number(count) ? { wrong: "pairs" } : { ...said, ends: true };
    },
    order: (typed, set) => {
      const said = asLetters(typed, `${set}-`, "order");
      return said.found && (said.found.length !== set.length || !once(said.found)) ? { wrong: "order" } : { ...said, ends: true };
    },
    number: (_typed, text) => {
      const said = text.toLowerCase().replace(/\s+/g, "").replace("\u2212", "-").replace(/(\d)[юб](\d)/, "$1.$2");
      return /^[+-]?(\d{1,15}([.,]\d{0,9})?|[.,]\d{1,9})\D*$/.test(said) ? { found: text.trim() } : { wrong: "number" };
    },
    open: (typed, count) => {
      if (typed === "?" || typed === "0") return { found: typed, ends: true };
      return [...typed].every((digit) => digit >= "1" && digit <= count) && once(typed) ? { found: typed, ends: typed.length === Number(count) } : { wrong: "open" };
    },
    rubric: (typed, tops) => {
      if (typed === "?") return { found: typed, ends: true };
      return typed.length === tops.length && [...typed].every((digit, at) => digit >= "0" && digit <= tops[at]) ? { found: typed, ends: true } : { wrong: "rubric" };
    },
  };
  const one = (typed, set, name) => {
    const said = asLetters(typed, set, name);
    return said.found && said.found.length > 1 ? { wrong: name } : { ...said, ends: true };
  };
  const read = (text, key) => {
    const typed = plain(text);
    if (!typed && !text.trim()) return {};
    const [kind, ...rest] = key.split(" ");
    // In a row of letters the first may be a place that was left out; a number may be below zero.
    if (isBlank(typed) && kind !== "form") return { found: "-", ends: !["pairs", "order", "number"].includes(kind) };
    return kind === "number" ? READ.number(typed, text) : READ[kind](typed, ...rest);
  };
  const words = (name, key) => {
    const [, set = "", count] = (key || "").split(" ");
    const inOrder = { 1: set[0] || "", 2: name === "open" ? set : set.at(-1) || "", 3: count || set.length };
    return say[name].replace(/#([123])/g, (_all, at) => inOrder[at]);
  };

  /* Lines. A line is changed when it says something else than what the server knows of. */
  const typed = (row) => [...row.querySelectorAll("input:not([type=hidden])")].map((field) => field.type === "checkbox" ? String(field.checked) : field.value);
  const known = new Map(rows.map((row) => [row, row.querySelector(".bad") ? "" : typed(row).join("\u001f")]));
  const isChanged = (row) => typed(row).join("\u001f") !== known.get(row) && cells(row).some((cell) => cell.value.trim());
  const isGood = (row) => fields(row).every((field) => read(field.value, keyOf(field)).found);
  const tell = (row, text, isBad) => {
    const place = row.querySelector(".stood");
    place.textContent = text;
    place.classList.toggle("bad", Boolean(isBad));
  };
  const judge = (field, isLeft) => {
    const said = read(field.value, keyOf(field));
    const isBad = Boolean(said.wrong) && (isLeft || !couldGrow(field, said));
    field.closest("td").classList.toggle("wrong", isBad);
    if (isBad) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (isLeft && said.found && isGreek(field.value)) field.value = said.found;
    return said;
  };
  const isGreek = (text) => /[^\u0000-\u007f]/.test(text); // shown as it was understood
  /* While somebody types, a row of letters that is too short is no mistake yet; a letter that nobody knows is one. */
  const couldGrow = (field, said) => {
    const [kind, set = ""] = keyOf(field).split(" ");
    if (said.wrong === "cyrillic") return true;
    const text = plain(field.value);
    if (kind === "number") return /^[+-]?$/.test(text);
    if (kind === "claim") return [...letters.yes, ...letters.no].some((word) => word.startsWith(text));
    if (kind === "rubric") return /^\d+$/.test(text) && text.length < set.length;
    if (kind === "pairs") return /\d/.test(text) ? /^(\d+[^\d])*\d*$/.test(text) : readings(text, `${set}-`).size > 0 && text.length < Number(keyOf(field).split(" ")[2]);
    if (kind === "order") return readings(text, `${set}-`).size > 0 && once(text) && text.length < set.length;
    return false;
  };
  const counted = () => {
    const count = rows.filter((row) => row.classList.contains("saved-line")).length;
    done.textContent = say.done.replace("#1", count).replace("#2", rows.length);
    // What there is to do with lines that are saved: before the first one nobody needs it.
    if (count) document.querySelectorAll("[data-when-saved]").forEach((place) => { place.hidden = false; });
  };

  /* What is not saved yet, as a second copy in this browser. */
  const keep = () => {
    const drafts = {};
    rows.filter(isChanged).forEach((row) => { drafts[row.dataset.line] = { number: row.dataset.number, typed: typed(row) }; });
    try {
      if (Object.keys(drafts).length) localStorage.setItem(where, JSON.stringify(drafts));
      else localStorage.removeItem(where);
    } catch { /* full or forbidden: then at least as long as the page is open */ }
  };
  const restore = () => {
    let drafts = {};
    try { drafts = JSON.parse(localStorage.getItem(where)) || {}; } catch { /* forbidden */ }
    rows.filter((row) => drafts[row.dataset.line]).forEach((row) => {
      const draft = drafts[row.dataset.line];
      const inputs = [...row.querySelectorAll("input:not([type=hidden])")];
      if (draft.typed.length !== inputs.length) return;
      inputs.forEach((field, at) => {
        if (field.type === "checkbox") field.checked = draft.typed[at] === "true";
        else field.value = draft.typed[at];
      });
      // The line stands as it stood when this was typed, or the server says who has saved it meanwhile.
      row.querySelector("[name$='-number']").value = draft.number;
      fields(row).forEach((field) => field.value && judge(field, true));
      if (isChanged(row)) { row.classList.remove("saved-line"); tell(row, say.typing, false); }
    });
  };

  /* Sending: lines that are complete, together, one request at a time. */
  let sending = null, again = null, pause = 2000;
  const queue = new Set();
  const send = (some) => {
    some.forEach((row) => { queue.add(row); tell(row, say.saving, false); });
    keep();
    sending ??= sendAll().finally(() => { sending = null; });
    return sending;
  };
  const later = (row, text) => {
    tell(row, text, true);
    clearTimeout(again);
    again = setTimeout(() => send([]), pause);
    pause = Math.min(pause * 2, 30000);
  };
  const sendAll = async () => {
    while (queue.size) {
      const some = [...queue];
      const body = new URLSearchParams();
      for (const name of ["csrf_token", "day", "reason"]) if (form.elements[name]) body.set(name, form.elements[name].value);
      some.forEach((row) => row.querySelectorAll("input").forEach((field) => {
        if (field.type !== "checkbox" || field.checked) body.set(field.name, field.value);
      }));
      const sent = new Map(some.map((row) => [row, typed(row).join("\u001f")]));
      let answer, told = null;
      try {
        answer = await fetch(address, {
          method: "POST", headers: { Accept: "application/json" }, body, redirect: "manual",
          signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined,
        });
        // The line may break in the middle of the receipt, too.
        if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) told = await answer.json();
      } catch { some.forEach((row) => later(row, say.down)); return; }
      if (answer.status >= 500) { some.forEach((row) => later(row, say.full)); return; }
      some.forEach((row) => queue.delete(row));
      if (!told) { some.forEach((row) => tell(row, say.out, true)); return; }
      pause = 2000;
      settle(some, sent, told);
    }
  };
  const settle = (some, sent, told) => {
    document.querySelector(".error-summary")?.remove(); // it told how lines stood before; each tells now by itself
    for (const row of some) {
      const said = told.lines[row.dataset.line];
      if (!said) { tell(row, told.refused.join(" "), true); continue; }
      tell(row, said.said, !said.isKept);
      if (said.number) {
        row.dataset.number = said.number;
        row.querySelector("[name$='-number']").value = said.number;
      }
      if (said.isKept) known.set(row, sent.get(row));
      row.classList.toggle("saved-line", said.isKept && !isChanged(row));
      cells(row).forEach((field, at) => {
        const error = said.errors[at + 1], other = said.differs[at + 1];
        field.closest("td").querySelectorAll("small").forEach((old) => old.remove());
        if (error) field.title = error; else field.removeAttribute("title");
        field.closest("td").classList.toggle("wrong", Boolean(error || other));
        if (other) field.after(Object.assign(document.createElement("small"), { textContent: other }));
      });
      const mine = row.querySelector(".mine");
      if (mine) mine.hidden = said.what !== "differs";
      if (said.what === "differs" && !mine && form.elements.reason) hint.textContent = said.said;
    }
    keep();
    counted();
  };
  /* Leaving a line: complete ones are sent, others say what is missing. */
  const leave = (row) => {
    if (!isChanged(row)) return;
    fields(row).forEach((field) => field.value && judge(field, true));
    const empty = fields(row).filter((field) => !field.value.trim()).length;
    if (row.querySelector(".wrong small")) return; // two differ: who decides presses the button
    if (isGood(row)) send([row]);
    else tell(row, empty ? say.left.replace("#", empty) : say.red, true);
  };

  /* Moving about. */
  const all = () => rows.flatMap(fields);
  const go = (field) => {
    if (!field) return;
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" }); // nobody waits for a gliding page
    field.select();
  };
  const begin = (row) => go(fields(row).find((field) => !field.value) || cells(row)[0]);
  const step = (field, by) => go(all()[all().indexOf(field) + by]);
  const onward = (field) => {
    const row = rowOf(field), inLine = fields(row);
    if (field !== inLine.at(-1)) return step(field, 1);
    leave(row);
    const next = rows.slice(rows.indexOf(row) + 1).find((other) => !other.classList.contains("saved-line"));
    if (next) begin(next);
    else form.querySelector("button.btn-primary").focus();
  };
  const column = (field, by) => {
    const row = rows[rows.indexOf(rowOf(field)) + by];
    if (row) go(fields(row)[fields(rowOf(field)).indexOf(field)]);
  };
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.closest("td") || event.ctrlKey || event.metaKey || event.altKey) return;
    const isWhole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    const moves = {
      Enter: () => (event.shiftKey ? step(field, -1) : onward(field)),
      ArrowDown: () => column(field, 1),
      ArrowUp: () => column(field, -1),
      ArrowLeft: () => (isWhole || field.selectionEnd === 0) && (step(field, -1), true),
      ArrowRight: () => (isWhole || field.selectionStart === field.value.length) && (step(field, 1), true),
    };
    const move = moves[event.key];
    if (!move) return;
    if (event.key.startsWith("Arrow") && event.shiftKey) return;
    if (move() !== false) event.preventDefault();
  });
  let quiet = null;
  form.addEventListener("input", (event) => {
    const field = event.target, row = rowOf(field);
    if (!row) return;
    row.classList.toggle("saved-line", !isChanged(row) && Number(row.dataset.number) > 0 && !("second" in say));
    if (isChanged(row)) tell(row, say.typing, false);
    clearTimeout(quiet);
    quiet = setTimeout(keep, 200);
    if (!field.closest("td")) return;
    const said = judge(field, false);
    show(field, said);
    const isTyped = event.inputType === "insertText" && field.selectionStart === field.value.length;
    if (isTyped && said.found && said.ends) { judge(field, true); onward(field); }
  });
  const show = (field, said) => {
    const key = keyOf(field), kind = key.split(" ")[0];
    const place = isForm(field) ? rowOf(field).dataset.name : say.place.replace("#1", rowOf(field).dataset.name).replace("#2", cells(rowOf(field)).indexOf(field) + 1);
    hint.textContent = `${place}: ${field.title || words(said.wrong === "cyrillic" ? "cyrillic" : kind, key)}`;
  };
  let line = null;
  form.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (line && row !== line) leave(line);
    line = row;
    if (row && event.target.closest("td")) show(event.target, read(event.target.value, keyOf(event.target)));
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.closest("td") && event.target.value) judge(event.target, true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const changed = rows.filter(isChanged);
    changed.filter((row) => !isGood(row)).forEach(leave);
    send(changed.filter(isGood));
  });
  addEventListener("online", () => { pause = 2000; send([]); });
  addEventListener("pagehide", keep);

  restore();
  const first = rows.find((row) => !row.classList.contains("saved-line"));
  if (first && !document.querySelector(".error-summary")) begin(first);
})();
