// The query page. What comes from the graph or the address is only ever set as text.
"use strict";

const SHOWN = 1000; // rows on the page; a download holds all
const ROWS = "application/sparql-results+json";
const $ = (id) => document.getElementById(id);
let running = null;

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

function tell(text, bad = false) {
  $("status").textContent = text;
  $("status").className = bad ? "bad" : "";
}

function clear() {
  $("rows").replaceChildren();
  $("text").hidden = true;
  $("text").textContent = "";
}

function cell(term) {
  const made = element("td");
  if (!term) return made;
  if (term.type === "triple") {
    made.textContent = JSON.stringify(term.value);
  } else if (term.type === "uri" && /^https?:\/\//i.test(term.value)) {
    const link = element("a", term.value);
    link.href = term.value;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    made.append(link);
  } else {
    made.textContent = term.value;
  }
  return made;
}

function showRows(answer, seconds) {
  if ("boolean" in answer) {
    tell(`${answer.boolean ? "Yes" : "No"} (${seconds} s)`);
    return;
  }
  const names = answer.head.vars;
  const found = answer.results.bindings;
  const head = element("tr");
  head.append(...names.map((name) => element("th", name)));
  const lines = found.slice(0, SHOWN).map((row) => {
    const line = element("tr");
    line.append(...names.map((name) => cell(row[name])));
    return line;
  });
  $("rows").replaceChildren(head, ...lines);
  const more = found.length > SHOWN ? `; the first ${SHOWN} are shown, a download has all` : "";
  tell(`${found.length} ${found.length === 1 ? "row" : "rows"} (${seconds} s)${more}`);
}

async function ask(accept) {
  running = new AbortController();
  $("stop").disabled = false;
  $("run").disabled = $("download").disabled = true;
  try {
    return await fetch("sparql", {
      method: "POST",
      headers: { Accept: accept, "Content-Type": "application/sparql-query" },
      body: $("query").value,
      signal: running.signal,
    });
  } finally {
    $("stop").disabled = true;
    $("run").disabled = $("download").disabled = false;
  }
}

async function guarded(work) {
  try {
    await work();
  } catch (error) {
    tell(error.name === "AbortError" ? "Stopped." : `The server cannot be reached (${error})`, true);
  }
}

async function run() {
  clear();
  tell("Running …");
  history.replaceState(null, "", `#query=${encodeURIComponent($("query").value)}`);
  const start = performance.now();
  const response = await ask(`${ROWS}, text/turtle;q=0.9`);
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  if (!response.ok) {
    tell(`${response.status}: ${await response.text()}`, true);
  } else if (response.headers.get("Content-Type").startsWith(ROWS)) {
    showRows(await response.json(), seconds);
  } else {
    $("text").textContent = await response.text();
    $("text").hidden = false;
    tell(`Turtle (${seconds} s)`);
  }
}

async function download() {
  tell("Running …");
  const select = $("form");
  const response = await ask(select.value);
  if (!response.ok) {
    tell(`${response.status}: ${await response.text()}`, true);
    return;
  }
  const ends = { "text/csv": "csv", "text/tab-separated-values": "tsv", "text/turtle": "ttl" };
  const link = element("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `answer.${ends[select.value] || (select.value === ROWS ? "srj" : "srx")}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  tell(`Saved as ${link.download}`);
}

function field(parameter) {
  const label = element("label", `${parameter.name}${parameter.required ? " (needed)" : ""}`);
  let input;
  if (parameter.choices.length) {
    input = element("select");
    for (const value of ["", ...parameter.choices]) input.append(element("option", value));
  } else {
    input = element("input");
    input.placeholder = parameter.default || parameter.kind;
  }
  label.htmlFor = input.id = `parameter-${parameter.name}`;
  input.name = parameter.name;
  input.title = parameter.description;
  input.required = parameter.required;
  return [label, input];
}

function choose(question) {
  $("about").textContent = question ? question.description : "";
  const fields = question ? question.parameters.flatMap(field) : [];
  $("parameters").replaceChildren(...fields);
  if (question) $("parameters").append(element("button", "Put into the query and run"));
}

async function fill() {
  const form = $("parameters");
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) given.append(name, value);
  const response = await fetch(`catalogue/${encodeURIComponent($("question").value)}?${given}`);
  const text = await response.text();
  if (!response.ok) {
    clear();
    tell(text, true);
    return;
  }
  $("query").value = text;
  await run();
}

async function start() {
  const asked = new URLSearchParams(location.hash.slice(1)).get("query");
  if (asked) $("query").value = asked; // shown, and run only when the user says so
  const questions = await (await fetch("catalogue")).json();
  $("question").append(new Option("– choose –", ""));
  for (const one of questions) $("question").append(new Option(`${one.title} (${one.name})`, one.name));
  $("question").addEventListener("change", () => {
    choose(questions.find((one) => one.name === $("question").value));
  });
  document.body.dataset.ready = "yes";
}

$("run").addEventListener("click", () => guarded(run));
$("stop").addEventListener("click", () => running.abort());
$("download").addEventListener("click", () => guarded(download));
$("parameters").addEventListener("submit", (event) => {
  event.preventDefault();
  guarded(fill);
});
$("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) guarded(run);
});
guarded(start);
