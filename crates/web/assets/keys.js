// Keys for the queue: one statement at a time, and one key for what can be done with it. The page works without this;
// every key presses a button or follows a link that is there anyway and has the key printed on it.
"use strict";
(() => {
  const form = document.getElementById("decide");
  const items = [...document.querySelectorAll("[data-item]")];
  const line = document.querySelector("[data-keys-line]");
  if (!form || !line) return;

  const root = document.documentElement;
  const toggle = line.querySelector("[data-keys-switch]");
  const help = document.getElementById("keys-help");
  const helpButton = line.querySelector("[data-help]");
  const position = line.querySelector("[data-position]");
  const stepping = document.querySelector("[data-stepping]");
  const KEPT = "keys-are-off";
  let current = 0;

  const areOff = () => {
    try { return localStorage.getItem(KEPT) === "yes"; } catch { return false; }
  };
  const setOff = (off) => {
    try { localStorage.setItem(KEPT, off ? "yes" : "no"); } catch { /* It holds for this page. */ }
  };
  let isOn = !areOff();

  const show = (at, focus) => {
    current = Math.max(0, Math.min(at, items.length - 1));
    items.forEach((item, index) => item.classList.toggle("is-shown", index === current));
    if (!items.length) return;
    position.textContent = `Statement ${current + 1} of ${items.length} on this page`;
    history.replaceState(null, "", `#${items[current].id}`);
    if (focus) {
      items[current].focus({ preventScroll: true });
      form.scrollIntoView({ block: "start" });
    }
  };

  const step = (by) => {
    const next = document.querySelector("[data-next-page]");
    if (by > 0 && current === items.length - 1 && next) { next.click(); return; }
    show(current + by, true);
  };

  const setHelp = (open) => {
    help.hidden = !open;
    helpButton.setAttribute("aria-expanded", String(open));
  };

  const apply = () => {
    toggle.checked = isOn;
    root.classList.toggle("keys-on", isOn);
  };

  root.classList.add("has-keys");
  line.hidden = false;
  if (stepping) stepping.hidden = false;
  apply();

  toggle.addEventListener("change", () => { isOn = toggle.checked; setOff(!isOn); apply(); });
  helpButton.addEventListener("click", () => setHelp(help.hidden));
  document.querySelectorAll("[data-step]").forEach((button) => {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  });

  const named = () => items.findIndex((item) => `#${item.id}` === location.hash);
  show(Math.max(0, named()), named() >= 0);
  window.addEventListener("hashchange", () => { if (named() >= 0) show(named(), true); });

  const isTyping = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable ||
      element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=hidden])"));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !help.hidden) { setHelp(false); helpButton.focus(); return; }
    if (!isOn || event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target)) return;
    const places = [items[current], document].filter(Boolean);
    for (const place of places) {
      const found = [...place.querySelectorAll("[data-key]")].find(
        (one) => one.dataset.key === event.key && (place !== document || !one.closest("[data-item]")),
      );
      if (!found) continue;
      event.preventDefault();
      found.click();
      const details = found.closest("details[data-flag]");
      if (details && found.matches("summary") && details.open) details.querySelector("input").focus();
      return;
    }
  });
})();
