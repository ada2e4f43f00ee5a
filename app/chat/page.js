() => {
  // What the page does without the server: its language, the conversations that this browser keeps, copying, topics.
  // Gradio runs it once the page is there. Texts of strangers are set as text, never as HTML.
  const KEPT = "citeshelf.conversation.";
  const LANGUAGE = "citeshelf.language";
  const MOST = 50;
  const find = (selector) => document.querySelector(selector);
  const word = (selector) => find(`${selector} .cs-${document.documentElement.lang.slice(0, 2)}`)?.textContent || "";
  let current = "";

  const memory = {
    get: (key) => { try { return localStorage.getItem(key) || ""; } catch { return ""; } },
    set: (key, value) => { try { localStorage.setItem(key, value); return true; } catch { return false; } },
    keys: () => { try { return Object.keys(localStorage); } catch { return []; } },
    remove: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  };

  // --- the page's language ---
  function tell(locale) {  // several times: Gradio may show the box before it listens to it
    const spoken = find("#spoken textarea, #spoken input");
    if (!spoken) return;
    spoken.value = locale;
    spoken.dispatchEvent(new Event("input", { bubbles: true }));
  }
  async function speak(locale) {
    document.documentElement.lang = locale;
    document.querySelectorAll("[data-language]").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.language === locale)));
    const box = find("#find-topic");
    if (box) box.placeholder = word(".cs-find");
    tell(locale);
    [300, 1000, 3000].forEach((later) => setTimeout(() => tell(document.documentElement.lang), later));
    drawKept();
    const core = performance.getEntriesByType("resource").map((one) => one.name)
      .find((name) => /\/assets\/core-[^/]*\.js$/.test(name));
    if (core) (await import(core)).changeLocale?.(locale);
  }

  // --- conversations that this browser keeps, newest first ---
  const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };
  function conversations() {
    const keys = memory.keys().filter((key) => key.startsWith(KEPT));
    const found = keys.map((key) => parsed(memory.get(key))).filter((one) => one && one.turns && one.turns.length);
    return found.sort((one, other) => (one.turns.at(-1).asked < other.turns.at(-1).asked ? 1 : -1));
  }
  function keep(text) {
    const conversation = parsed(text);
    current = conversation ? conversation.id : "";
    if (conversation && conversation.turns && conversation.turns.length) {
      let rest = conversations().filter((one) => one.id !== current);
      while (rest.length >= MOST || (!memory.set(KEPT + current, text) && rest.length)) {
        memory.remove(KEPT + rest.pop().id);
      }
    } else if (current) {
      memory.remove(KEPT + current);
    }
    drawKept();
  }
  function drawKept() {
    const list = find("#kept");
    if (!list) return;
    list.replaceChildren(...conversations().map((one) => {
      const item = document.createElement("li");
      const open = document.createElement("button");
      open.type = "button";
      open.dataset.open = one.id;
      open.textContent = one.turns[0].question;
      open.title = new Date(one.turns.at(-1).asked).toLocaleString(document.documentElement.lang);
      if (one.id === current) open.setAttribute("aria-current", "true");
      const remove = document.createElement("button");
      remove.type = "button";
      remove.dataset.delete = one.id;
      remove.setAttribute("aria-label", `${word("#delete-word")}: ${open.textContent}`);
      remove.textContent = "×";
      item.append(open, remove);
      return item;
    }));
  }
  function forget(id) {
    memory.remove(KEPT + id);
    drawKept();
    if (id === current) find("[data-new]").click();
    else find("[data-new]").focus();
  }

  // --- copying and saving ---
  function say(text) {
    find("#said").textContent = "";
    requestAnimationFrame(() => { find("#said").textContent = text; });
  }
  async function copy(text, button) {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else {
      const box = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    button.classList.add("cs-done");
    setTimeout(() => button.classList.remove("cs-done"), 1500);
    say(word("#copied-word"));
  }
  function answerText(message) {
    const copied = message.cloneNode(true);
    copied.querySelectorAll(".cs-searched").forEach((one) => one.remove());
    const sources = [...copied.querySelectorAll("details li")].map((one, number) =>
      `[${number + 1}] ${one.textContent} ${one.querySelector("a")?.href || ""}`);
    copied.querySelectorAll("details").forEach((one) => one.remove());
    const rows = [...copied.querySelectorAll("p, li, tr, strong")].filter((one) => !one.parentElement.closest("p, li, tr"));
    const said = rows.map((one) => one.tagName === "TR"
      ? [...one.children].map((cell) => cell.textContent.trim()).join(" | ") : one.textContent.trim());
    return [...said, "", ...sources].join("\n").trim();
  }
  function download(text) {
    if (!text) return;
    const address = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), {
      href: address, download: `citeshelf-${new Date().toISOString().slice(0, 10)}.md`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  // --- topics ---
  function narrow(text) {
    const wanted = text.trim().toLowerCase();
    const show = (item) => {
      const inner = [...item.querySelectorAll(":scope > ul > li")].map(show).some(Boolean);
      const own = item.querySelector("button > span").textContent.toLowerCase().includes(wanted);
      item.hidden = Boolean(wanted) && !own && !inner;
      return !item.hidden;
    };
    const shown = [...document.querySelectorAll(".cs-tree > li")].map(show);
    find("#no-topic").hidden = shown.some(Boolean);
  }
  function chosen(topic) {
    document.querySelectorAll("[data-topic]").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.topic === (topic || ""))));
  }

  // --- one listener for each kind of event ---
  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    const language = on("[data-language]"), copied = on("[data-copy]"), removed = on("[data-delete]");
    const jump = on('a[href^="#source-"], a[href^="#mark-"]');
    if (language) { memory.set(LANGUAGE, language.dataset.language); speak(language.dataset.language); }
    if (copied) copy(copied.dataset.copy, copied);
    if (removed) forget(removed.dataset.delete);
    if (jump) {
      const target = document.getElementById(jump.hash.slice(1));
      for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      target?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "find-topic") narrow(event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    const stop = find("#stop");
    if (event.key === "Escape" && stop && stop.offsetParent) stop.click();
  });
  // A question is shown with its marks escaped; who edits it gets it as it was typed.
  document.addEventListener("focusin", (event) => {
    const box = event.target;
    if (box.tagName !== "TEXTAREA" || !box.closest("#chat") || box.dataset.plain) return;
    box.dataset.plain = "true";
    box.value = box.value.replace(/\\([\\`*_{}[\]()#+\-.!|~$<>&:@/])/g, "$1");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // Gradio labels a message with its Markdown, tags and all, and calls a list what has no items.
  const relabel = () => {
    document.querySelectorAll("#chat [data-testid][aria-label]").forEach((one) => one.removeAttribute("aria-label"));
    document.querySelectorAll('#chat .examples[role="list"]').forEach((one) => one.removeAttribute("role"));
  };
  new MutationObserver(relabel).observe(find("#chat"), {
    subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"],
  });
  // Its copy button would copy the tags, too.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#chat .message-buttons-left button[title]");
    const row = button?.closest(".message-buttons")?.previousElementSibling;
    const message = row?.querySelector(".bot .message-content");
    if (!message || button !== button.parentElement.querySelector("button")) return;
    event.stopImmediatePropagation();
    copy(answerText(message), button);
  }, true);
  addEventListener("storage", (event) => { if (!event.key || event.key.startsWith(KEPT)) drawKept(); });

  const busy = (isBusy) => document.documentElement.classList.toggle("cs-busy", isBusy);
  window.citeshelf = { keep, download, chosen, busy, stored: (id) => memory.get(KEPT + id) };
  if (matchMedia("(max-width: 75rem)").matches) {
    document.querySelectorAll(".cs-panel").forEach((panel) => { panel.open = false; });
  }
  if (find("#find-topic")) narrow(find("#find-topic").value);  // typed before anybody listened
  speak(memory.get(LANGUAGE) || (navigator.language.startsWith("zh") ? "zh-CN" : "en"));
}
