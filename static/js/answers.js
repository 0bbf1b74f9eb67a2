/* Answers go to the server as they are given. Without this file each page saves by its button.
   What could not be sent waits in this browser, for its owner only, and is sent again by itself: with the same key, so
   that it counts once, and with its revision, so that it never takes the place of a newer answer. */
(() => {
  "use strict";
  const owner = document.querySelector("form[data-person]");
  const token = document.querySelector("input[name=csrf_token]");
  if (!owner || !token) return;
  const prefix = `tot-answers-${owner.dataset.person}-`;
  const draftPrefix = `${prefix}draft-`;
  const form = document.querySelector("form[data-answer]");
  const here = form && new URL(form.action).pathname;
  const status = form && form.querySelector(".saved");
  const timer = document.querySelector(".timer");
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  /* What waits: one entry for each answer, so that two pages never overwrite each other's. */
  let memory = {}; // where the browser keeps nothing (private windows), at least as long as the page is open
  const keep = (item) => {
    memory[item.key] = item;
    try { localStorage.setItem(prefix + item.key, JSON.stringify(item)); } catch { /* full or forbidden */ }
  };
  const drop = (item) => {
    delete memory[item.key];
    try { localStorage.removeItem(prefix + item.key); } catch { /* forbidden */ }
  };
  const waiting = () => {
    const found = { ...memory };
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(prefix) || name.startsWith(draftPrefix)) continue;
        const item = JSON.parse(localStorage.getItem(name));
        if (item) found[item.key] = { ...item, tried: item.tried || (found[item.key] || {}).tried };
      }
    } catch { /* forbidden */ }
    return Object.values(found).sort((one, other) => one.at - other.at);
  };
  /* What was typed and is no answer yet: not given, or refused as incomplete. It stands here again after a reload. */
  let isGiven = false; // an answer by press stands: what leaves the page now is no draft
  const draft = {
    keep: () => {
      if (isGiven) return;
      const kept = { revision: form.elements.revision.value, body: body() };
      try { localStorage.setItem(draftPrefix + here, JSON.stringify(kept)); } catch { /* full or forbidden */ }
    },
    drop: () => { try { localStorage.removeItem(draftPrefix + here); } catch { /* forbidden */ } },
    // Once a newer answer was saved, an older draft has had its day.
    found: () => {
      try {
        const kept = JSON.parse(localStorage.getItem(draftPrefix + here));
        return kept && kept.revision === form.elements.revision.value ? kept : null;
      } catch { return null; }
    },
  };

  const waitingHere = () => waiting().filter((item) => item.path === here);

  const say = (text, isBad) => {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("waits", Boolean(isBad));
  };

  /* Sending: one after the other, the oldest first. A failure stops it; it goes on later. */
  let sending = null, again = null, pause = 2000, isOver = false;
  const later = () => {
    clearTimeout(again);
    again = setTimeout(flush, pause);
    pause = Math.min(pause * 2, 30000);
  };
  const flush = () => {
    sending ??= sendAll().finally(() => { sending = null; });
    return sending;
  };
  const sendAll = async () => {
    for (let next = waiting(); next.length; next = waiting()) {
      if (!(await send(next[0]))) return false;
    }
    pause = 2000;
    if (isOver && performance.now() < ends) location.reload(); // she was given more time meanwhile
    else if (isOver) finish.submit();
    return true;
  };
  const send = async (item) => {
    const mine = item.path === here;
    keep({ ...item, tried: true });
    let answer, told = null;
    try {
      answer = await fetch(item.path, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        body: `csrf_token=${encodeURIComponent(token.value)}&client_key=${item.key}&revision=${item.revision}&${item.body}`,
        redirect: "manual",
        keepalive: item.body.length < 50000, // it goes out although the page is left
        signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined,
      });
      // The line may break in the middle of the receipt, too.
      if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) told = await answer.json();
    } catch {
      if (mine || waitingHere().length) say(status && status.dataset.waiting, true);
      later();
      return false;
    }
    if (answer.status >= 500) {
      if (status) say(status.dataset.full, true);
      later();
      return false;
    }
    if (answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 403 || !told) {
      if (answer.status === 404) { drop(item); return true; }
      if (status) say(status.dataset.out, true);
      return false;
    }
    drop(item);
    if (answer.status !== 200) {
      // It stands nowhere: what was given after it moves up by one, or it would follow an answer that nobody has.
      waiting().filter((one) => one.path === item.path && one.revision > item.revision)
        .forEach((one) => keep({ ...one, revision: one.revision - 1 }));
      if (mine && !told.is_refused) draft.keep();
      if (mine) say(told.is_refused ? told.said.join(" ") : status.dataset.part, true);
      if (mine && form.dataset.answer === "press") form.submit(); // the page says what is wrong, field by field
      return true;
    }
    if (!told.kept) waiting().filter((one) => one.path === item.path).forEach(drop);
    if (mine) settle(item, told);
    return true;
  };
  const settle = (item, told) => {
    if (told.left !== null) ends = performance.now() + told.left * 1000;
    if (!told.kept && form.dataset.answer === "change") return say(status.dataset.newer, true);
    form.elements.revision.value = told.revision + 1;
    form.elements.client_key.value = newKey();
    isGiven = form.dataset.answer === "press";
    if (isGiven || body() === item.body) draft.drop();
    if (!waitingHere().length) say(told.said, false);
    if (isGiven) location.replace(here);
  };

  /* Giving an answer. */
  const HIDDEN = ["csrf_token", "client_key", "revision"];
  const body = () => {
    const fields = new URLSearchParams(new FormData(form));
    HIDDEN.forEach((name) => fields.delete(name));
    return fields.toString();
  };
  let last = form && body();
  const give = () => {
    const said = body();
    if (said === last && !(form.dataset.answer === "press")) return;
    last = said;
    const before = waitingHere();
    const open = before.find((item) => !item.tried);
    const newest = Math.max(Number(form.elements.revision.value) - 1, ...before.map((item) => item.revision));
    keep(open ? { ...open, body: said }
      : { key: before.length ? newKey() : form.elements.client_key.value, path: here, revision: newest + 1, body: said, at: Date.now() });
    draft.drop(); // what waits to be sent is kept there
    say(status.dataset.sending, false);
  };
  if (form) {
    const isChange = form.dataset.answer === "change";
    const kept = waitingHere().pop();
    const unfinished = kept ? null : draft.found();
    if (kept) restore(kept.body);
    else if (unfinished && unfinished.body !== last) {
      const before = last;
      restore(unfinished.body);
      last = before; // it was never given
      say(status.dataset.back, true);
    }
    // One second after the last key; who types on and on is saved every five.
    let quiet = null, since = 0;
    const saveNow = () => {
      clearTimeout(quiet);
      quiet = null;
      since = 0;
      give();
      flush();
    };
    const soon = (wait) => {
      since = since || Date.now();
      clearTimeout(quiet);
      quiet = setTimeout(saveNow, Math.min(wait, Math.max(0, since + 5000 - Date.now())));
    };
    form.addEventListener("change", () => {
      if (isChange) soon(0);
      else draft.keep(); // half a match, or steps that were put in order, are much to do again
    });
    form.addEventListener("input", (event) => {
      const isTyped = event.target.matches("textarea, input:not([type])");
      if (isChange || isTyped) draft.keep();
      if (isChange && isTyped) soon(1000);
    });
    // A telephone stops a page that it hides, and may never show it again.
    const leave = () => { if (quiet) saveNow(); };
    addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
    addEventListener("pagehide", leave);
    if (isChange && body() !== last) soon(1000);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const isPress = form.dataset.answer === "press";
      if (!isPress && body() === last && !waitingHere().length && form.elements.revision.value > 1) return location.assign(form.dataset.next);
      if (!isPress) last = null;
      give();
      const asked = last;
      const done = (await flush()) && !waitingHere().length;
      if (!isPress && done && last === asked && !status.classList.contains("waits")) location.assign(form.dataset.next);
    });
  }
  function restore(said) {
    const fields = new URLSearchParams(said);
    for (const field of form.elements) {
      if (!field.name || HIDDEN.includes(field.name)) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = fields.getAll(field.name).includes(field.value);
      else field.value = fields.get(field.name) ?? "";
    }
    last = body();
  }

  /* Time: the server's, counted down here. */
  let ends = timer && performance.now() + Number(timer.dataset.left) * 1000;
  const finish = timer && timer.querySelector("form");
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    const shown = timer.querySelector("strong");
    shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.classList.toggle("short", left <= 60);
    if (left) return;
    clearInterval(ticking);
    if (form) give();
    isOver = true; // handed in as soon as nothing waits, be it when the line is there again
    flush();
  };
  const ticking = finish ? setInterval(tick, 1000) : null;
  if (finish) tick();

  addEventListener("online", () => { pause = 2000; flush(); });
  if (waiting().length) flush();
})();
