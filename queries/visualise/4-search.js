/* Search, keys, export, and the beginning. */

/* ---- search ---- */
const index = nodes.filter((node) => node.kind !== "row").map((node) => ({ node,
  names: [...new Set([node.title, node.name, ...node.names])].filter(Boolean).map((n) => [plain(n), n]) }));
let hits = [];
let at = -1;
function search() {
  const asked = plain($("search").value);
  hits = [];
  if (asked) {
    for (const { node, names } of index) {
      const best = names.map(([key, name]) => [score(key, asked), name]).sort((p, q) => q[0] - p[0])[0];
      if (best[0]) hits.push({ node, name: best[1], score: best[0] });
    }
    hits.sort((p, q) => q.score - p.score || q.node.weight - p.node.weight || p.node.n - q.node.n);
    hits = hits.slice(0, 12);
  }
  at = hits.length ? 0 : -1;
  showHits(asked);
}
function score(key, asked) {
  if (key === asked) return 4;
  if (key.startsWith(asked)) return 3;
  if (key.includes(` ${asked}`)) return 2;
  return key.includes(asked) ? 1 : 0;
}
function showHits(asked) {
  const items = hits.map((hit, n) => {
    const item = el("li", { role: "option", id: `hit-${n}`, "aria-selected": String(n === at) }, hit.node.title,
      el("small", { text: typeName(hit.node) + (plain(hit.name) === plain(hit.node.title) ? "" : ` · “${hit.name}”`) }));
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(n); });
    return item;
  });
  if (asked && !hits.length) {
    items.push(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", text: "Nothing of that name here" }));
  }
  $("hits").replaceChildren(...items);
  $("hits").hidden = !asked;
  $("search").setAttribute("aria-expanded", String(Boolean(asked)));
  if (at >= 0) $("search").setAttribute("aria-activedescendant", `hit-${at}`);
  else $("search").removeAttribute("aria-activedescendant");
}
function take(n) {
  const node = hits[n]?.node;
  if (!node) return;
  $("search").value = "";
  hits = [];
  showHits("");
  if (!shown.nodes.has(node)) {
    change({ node: node.iri, link: "", tab: "details", focus: "", hide: "", theme: "", polarity: "",
      kind: "", from: "", to: "" }, true);
  } else pick(node);
  goTo(node);
}
$("search").addEventListener("input", search);
$("search").addEventListener("blur", () => { $("hits").hidden = true; $("search").setAttribute("aria-expanded", "false"); });
$("search").addEventListener("focus", () => { if ($("search").value) search(); });
$("search").addEventListener("keydown", (event) => {
  const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (turn && hits.length) {
    event.preventDefault();
    at = (at + turn + hits.length) % hits.length;
    showHits(plain($("search").value));
    $(`hit-${at}`).scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") take(at);
  else if (event.key === "Escape") { $("search").value = ""; search(); }
});

/* ---- keyboard on the picture ---- */
function nearest(node, wide, high) {
  let best = null;
  const here = network.body.nodes[node.n];
  for (const one of shown.nodes) {
    if (one === node || one.kind === "row") continue;
    const body = network.body.nodes[one.n];
    const along = (body.x - here.x) * wide + (body.y - here.y) * high;
    const across = Math.abs((body.x - here.x) * high) + Math.abs((body.y - here.y) * wide);
    const cost = along + 2 * across;
    if (along > 0 && across < along * 2 && (!best || cost < best.cost)) best = { one, cost };
  }
  return best?.one;
}
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function zoom(by) {
  network.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * by)) });
}
function back() {
  if (state.node || state.link || state.focus) {
    if (steps) history.back();
    else if (state.focus) change({ focus: "" });
    else clear();
  } else if (steps) history.back();
}
$("graph").addEventListener("keydown", (event) => {
  const node = byIri.get(state.node);
  const arrow = ARROWS[event.key];
  if (arrow) {
    const next = node ? nearest(node, ...arrow) : null;
    if (next) { pick(next); goTo(next); }
    else if (!node) {
      const view = network.getViewPosition();
      const step = 80 / network.getScale();
      network.moveTo({ position: { x: view.x + arrow[0] * step, y: view.y + arrow[1] * step } });
    }
  } else if (event.key === "Enter") {
    if (node) focusOn(node);
    else { const first = byWeight.find((one) => shown.nodes.has(one) && one.kind !== "row"); if (first) pick(first); }
  } else if (event.key === "Escape") back();
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "/" && !typing) { event.preventDefault(); $("search").focus(); }
  else if (event.key === "Escape" && !typing && event.target.id !== "graph") back();
});
$("skip").addEventListener("click", (event) => { event.preventDefault(); $("side").focus(); });

/* ---- buttons and export ---- */
$("back").addEventListener("click", back);
$("fit").addEventListener("click", () => { change({ focus: "" }, Boolean(state.focus)); fit(); });
$("nearer").addEventListener("click", () => zoom(1.25));
$("farther").addEventListener("click", () => zoom(0.8));
$("look").addEventListener("click", () => change({ look: isDark() ? "light" : "dark" }));
$("move").addEventListener("click", () => {
  const on = $("move").getAttribute("aria-pressed") !== "true";
  $("move").setAttribute("aria-pressed", String(on));
  network.setOptions({ physics: { enabled: on } });
});
function save(blob, ending) {
  const name = plain(document.title).replace(/[^a-z0-9]+/g, "-").slice(0, 60) || "graph";
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: `${name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
$("png").addEventListener("click", () => {
  const canvas = $("graph").querySelector("canvas");
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = ink.page;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => save(blob, "png"), "image/png");
});
/* Never a formula: spreadsheets take cells for one that begin with = + - @ or a control. */
function cell(value) {
  let text = String(value ?? "");
  if (typeof value !== "number" && /^[=+\-@\t\r\n＝＋－＠]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
function csv() {
  const head = ["from", "from_type", "to", "to_type", "link", "mentions", "inferred", "strengths",
    "weaknesses", "mixed", "recommendations", "first_year", "last_year"];
  const rows = links.filter((link) => shown.links.has(link)).map((link) => {
    const found = linkEvidence(link);
    const of = (code) => found.filter((one) => one[1] === code).length;
    const seen = found.map((one) => day(one).slice(0, 4)).filter(Boolean).sort();
    const times = named(link).filter((one) => !one[2]).reduce((sum, one) => sum + one[1], 0);
    return [link.a.title, typeName(link.a), link.b.title, typeName(link.b), link.label, times,
      link.inferred ? "true" : "false", of(0), of(1), of(2), of(3), seen[0], seen[seen.length - 1]];
  });
  for (const node of shown.nodes) {
    if (node.kind !== "row" && !node.links.some((link) => shown.links.has(link))) {
      rows.push([node.title, typeName(node), "", "", "", 0, "", 0, 0, 0, 0, "", ""]);
    }
  }
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
$("csv").addEventListener("click", () =>
  save(new Blob(["\ufeff", csv()], { type: "text/csv;charset=utf-8" }), "csv"));

/* ---- begin ---- */
addEventListener("popstate", () => { steps = Number(history.state) || 0; apply(readHash()); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { setLook(); network.redraw(); });
const began = readHash();
fillFilters();
tellStatus();
home();
apply(began);
if (began.node) network.once("afterDrawing", () => goTo(byIri.get(began.node)));
setTimeout(() => { if (!filling) fillList(); }, 0);
window.inspectgraph = {
  labels: () => boxes.map((one) => ({ name: one.name, box: [...one.box] })),
  shown: () => ({ nodes: [...shown.nodes].filter((n) => n.kind !== "row").length, links: shown.links.size }),
  place: (title) => {
    const node = nodes.find((one) => one.title === title);
    const body = network.body.nodes[node.n];
    return network.canvasToDOM({ x: body.x, y: body.y });
  },
  middle: (a, b) => {
    const link = links.find((one) => one.a.title === a && one.b.title === b);
    const [p, q] = [network.body.nodes[link.from], network.body.nodes[link.to]];
    return network.canvasToDOM({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 });
  },
};
