// Nuova notifica: each answer is the page that a button gives without JavaScript.
"use strict";

const set = (id, page) => {
  const [old, now] = [by(id), page.getElementById(id)];
  if (old && now) replace(old, now.innerHTML);
};

// The preview, and what is still wrong with the form.
const preview = document.querySelector("[data-anteprima]");
let look;
if (preview) {
  const form = preview.form, address = preview.getAttribute("formaction") ?? form.action;
  let rest, latest = 0;
  const show = async () => {
    const mine = ++latest;
    const answer = await post(address, new FormData(form, preview));
    const page = answer?.ok ? parse(await answer.text()) : null;
    if (!page?.getElementById("anteprima") || mine !== latest) return page;
    set("anteprima", page);
    if (!form.elements.controllata) return page;
    for (const part of all("#riepilogo-posto, #invio-tasti, [id$=-problemi]", form)) if (!part.closest("#destinatario")) set(part.id, page);
    for (const field of all("[id]:is(input, select, textarea):not(#codice_fiscale)", form)) {
      field.ariaInvalid = page.getElementById(field.id)?.ariaInvalid ?? null;
    }
    return page;
  };
  look = async () => {
    if (await show()) by("anteprima-titolo").focus();
    else form.requestSubmit(preview);
  };
  preview.addEventListener("click", (event) => {
    event.preventDefault();
    look();
  });
  form.addEventListener("input", () => {
    clearTimeout(rest);
    if (by("contenuto").value !== "" || by("modello")?.value || form.elements.controllata) rest = setTimeout(show, 700);
  });
}

const compose = by("notifica");
if (compose) {
  const code = by("codice_fiscale"), service = by("servizio"), place = by("destinatario"), bar = by("invio-esito");
  const button = (value) => compose.querySelector(`[name=azione][value=${value}]`);
  const whole = (value) => [...new FormData(compose, button(value)), ["subito", 1]];
  const press = (value, act) => button(value).addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });

  // The lens.
  const lens = by("lente"), sought = by("lente-testo"), found = by("lente-trovati");
  let latestSearch = 0;
  const search = async () => {
    const mine = ++latestSearch;
    const answer = await fetch(`/servizi/cerca?q=${encodeURIComponent(sought.value)}`).catch(() => null);
    if (mine !== latestSearch) return;
    if (answer?.ok && !answer.redirected) found.innerHTML = await answer.text();
    else compose.requestSubmit(button("cerca_servizio")); // nothing typed is lost
  };
  const take = (choice) => {
    service.value = choice.value;
    lens.close();
    service.focus();
    service.dispatchEvent(new Event("input", { bubbles: true }));
    check(0);
  };
  press("cerca_servizio", () => {
    lens.showModal();
    sought.select();
    search();
  });
  sought.addEventListener("input", search);
  sought.addEventListener("keydown", (event) => {
    const first = found.querySelector("button");
    if (event.key === "Enter" && first) take(first);
  });
  found.addEventListener("click", (event) => {
    const choice = event.target.closest("button");
    if (choice) take(choice);
  });

  // Choosing a template by hand uses it; by keyboard Enter does.
  const template = by("modello");
  let byHand = false;
  for (const kind of ["pointerdown", "keydown"]) template?.addEventListener(kind, () => { byHand = kind === "pointerdown"; });
  template?.addEventListener("change", () => byHand && compose.requestSubmit(button("usa_modello")));

  // The recipient, once the code is whole; App IO's answer when the worker has it.
  let turnOfCheck, latestCheck = 0, asked = "";
  const ask = async (mine, pause) => {
    const answer = await post(compose.action, whole("verifica_destinatario"));
    const page = answer?.ok ? parse(await answer.text()) : null;
    if (mine !== latestCheck) return;
    code.ariaInvalid = page?.getElementById(code.id)?.ariaInvalid ?? null;
    if (page?.getElementById(place.id)) set(place.id, page);
    else place.textContent = place.dataset.senzaEsito;
    bar.textContent = place.querySelector(".esito strong")?.textContent ?? "";
    if (place.querySelector("[data-in-corso]")) turnOfCheck = setTimeout(ask, pause, mine, Math.min(pause * 1.5, 1000));
  };
  const check = (wait, isDone) => {
    const now = `${code.value} ${service.value}`, length = code.value.replace(/\s/g, "").length;
    if (now === asked) return;
    const mine = ++latestCheck;
    clearTimeout(turnOfCheck);
    asked = "";
    if (length < 16 && !(isDone && length)) {
      code.ariaInvalid = null;
      bar.textContent = "";
      return place.replaceChildren();
    }
    turnOfCheck = setTimeout(() => {
      asked = now;
      ask(mine, 150);
    }, wait);
  };
  code.addEventListener("input", () => check(250));
  code.addEventListener("change", () => check(0, true));
  service.addEventListener("change", () => check(0));
  press("verifica_destinatario", () => {
    asked = "";
    check(0, true);
  });
  if (code.value) check(0, true);

  // Enter never adds: in the code it goes on to the next empty field, elsewhere it looks.
  compose.addEventListener("keydown", (event) => {
    const field = event.target, asks = event.ctrlKey || event.metaKey;
    if (event.key !== "Enter" || event.isComposing || !asks && field !== template && !field.matches("input")) return;
    event.preventDefault();
    if (asks) return compose.requestSubmit(button("riepilogo"));
    if (field === template) return compose.requestSubmit(button("usa_modello"));
    if (field !== code) return look();
    check(0, true);
    const empty = all("[required]", compose).find((one) => !one.value.trim());
    (empty === service && template || empty || by("anteprima-titolo")).focus();
  });

  // What is typed saves itself as a draft.
  let isChanged = compose.dataset.daSalvare !== undefined, isOver = false;
  const save = async () => {
    if (!isChanged || isOver) return;
    isChanged = false;
    const answer = await post(compose.action, whole("bozza"));
    const said = answer && !answer.redirected ? parse(await answer.text()).getElementById("bozza-esito") : null;
    if (!said) return void (isChanged = true);
    by("invio-bozza").textContent = said.textContent;
    if (said.dataset.versione) compose.elements.bozza_versione.value = said.dataset.versione;
    else isOver = true; // another page has it
  };
  compose.addEventListener("input", () => { isChanged = true; });
  compose.addEventListener("submit", () => { isChanged = false; });
  setInterval(save, 20000);
  addEventListener("pagehide", () => {
    if (isChanged && !isOver) navigator.sendBeacon(compose.action, new URLSearchParams(whole("bozza")));
  });
}
