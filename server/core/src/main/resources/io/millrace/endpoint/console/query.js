import { Chart } from "./chart.js";
import { language } from "./completion.js";
import { Editor } from "./editor.js";
import { count, element } from "./element.js";
import { Grid, isNumeric } from "./grid.js";
import { SqlError, follow } from "./server.js";

const MOST_ROWS = 50000;
const MOST_LIVE = 1000;
const MOST_SERIES = 8;
const FIRST_TEXT = "SELECT name, status, rows_in, rows_out FROM sys.queries";
const DEFINES = /^\s*(CREATE|DROP|ALTER)\b/i;

let kept = FIRST_TEXT;

/** Statements, their results as a table or a chart, and SELECT STREAM as it comes. */
export function queryPage(page) {
  const state = { columns: [], rows: [], live: false, changes: false, current: new Map(), stop: null, dirty: false };
  const grid = new Grid();
  const chart = new Chart("chart of the result");
  const told = element("p", { class: "told", role: "status", "aria-live": "polite" });
  const wrong = element("p", { class: "notice", role: "alert", hidden: true });

  const editor = new Editor(kept, [
    { key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => (start(editor.chosen()), true) },
    { key: "Ctrl-Shift-Enter", run: () => (start({ from: 0, sql: editor.text() }), true) },
  ]);
  const runOne = element("button", { type: "button", class: "main", id: "run", onclick: () => start(editor.chosen()) }, "Run");
  const runAll = element("button", { type: "button", id: "run-all", onclick: () => start({ from: 0, sql: editor.text() }) }, "Run all");
  const stop = element("button", { type: "button", id: "stop", disabled: true, onclick: () => state.stop?.abort() }, "Stop");

  const view = select("view", "Show as", ["table", "line", "bar"], render);
  const what = select("what", "Rows", ["changes", "current"], render);
  const across = select("across", "Across", [], render);
  const by = select("by", "By", [], render);
  const values = element("fieldset", { class: "values" }, element("legend", {}, "Values"));
  const choices = element("div", { class: "choices", hidden: true }, view.label, what.label, across.label, by.label, values);

  function select(id, text, options, change) {
    const box = element("select", { id, onchange: change }, ...options.map((option) => element("option", {}, option)));
    return { box, label: element("label", { for: id }, `${text} `, box) };
  }

  page.append(
    element("h2", { class: "hidden" }, "Query"),
    editor.root,
    element("div", { class: "bar" }, runOne, runAll, stop, element("span", { class: "hint" }, "Ctrl-Enter runs what is selected, or the statement at the cursor"), choices),
    wrong, told, chart.root, grid.root);
  chart.root.hidden = true;
  grid.root.hidden = true;
  editor.focus();
  learn();

  async function learn() {
    try {
      editor.setLanguage(await language());
    } catch (failure) {
      if (failure.status !== 401) {
        told.textContent = `Nothing can be completed: ${failure.message}`;
      }
    }
  }

  async function start({ from, sql }) {
    if (sql.trim() === "") {
      return;
    }
    state.stop?.abort();
    const stopping = new AbortController();
    Object.assign(state, { columns: [], rows: [], live: false, changes: false, current: new Map(), stop: stopping, begun: performance.now(), total: 0, ended: false });
    kept = editor.text();
    editor.clear();
    wrong.hidden = true;
    told.textContent = "Running …";
    stop.disabled = false;
    runOne.disabled = true;
    try {
      const live = /^\s*(--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*SELECT\s+STREAM\b/i.test(sql);
      await follow(sql, {
        signal: stopping.signal,
        maxRows: live ? 0 : MOST_ROWS + 1,
        columns: (columns) => begin(columns, live),
        rows: (rows) => take(rows),
        end: (end) => finish(end),
      });
      if (DEFINES.test(sql)) {
        learn();
      }
    } catch (failure) {
      if (state.stop === stopping) {
        fail(failure, from);
      }
    } finally {
      if (state.stop === stopping) {
        stop.disabled = true;
        runOne.disabled = false;
        state.live = false;
        render();
      }
    }
  }

  function begin(columns, live) {
    state.columns = columns;
    state.live = live;
    state.changes = columns.some((column) => column.name === "_op");
    const shown = columns.filter((column) => !column.name.startsWith("_"));
    grid.setColumns(columns);
    grid.root.hidden = false;
    choices.hidden = false;
    what.label.hidden = !state.changes;
    across.box.replaceChildren(...[...shown.map((column) => column.name), "(order)"].map((name) => element("option", {}, name)));
    const time = shown.find((column) => /^(TIMESTAMP|DATE)/.test(column.type));
    const name = shown.find((column) => !isNumeric(column));
    across.box.value = (time ?? name ?? { name: "(order)" }).name;
    const words = shown.filter((column) => !isNumeric(column) && column !== time);
    by.box.replaceChildren(...["(nothing)", ...words.map((column) => column.name)].map((text) => element("option", {}, text)));
    by.box.value = time && words.length > 0 ? words[0].name : "(nothing)";
    const numbers = shown.filter(isNumeric);
    values.replaceChildren(element("legend", {}, "Values"), ...numbers.map((column, i) =>
      element("label", {}, element("input", { type: "checkbox", value: column.name, checked: i === numbers.length - 1, onchange: render }), column.name)));
    told.textContent = live ? "Waiting for rows …" : "Running …";
    render();
  }

  function take(rows) {
    state.total += rows.length;
    if (state.changes) {
      rows.forEach(change);
    }
    if (state.live) {
      state.rows = [...state.rows, ...rows].slice(-MOST_LIVE);
    } else if (state.rows.length < MOST_ROWS) {
      for (const row of rows) {
        state.rows.push(row);
      }
      state.rows.length = Math.min(state.rows.length, MOST_ROWS);
    }
    if (!state.dirty) {
      state.dirty = true;
      requestAnimationFrame(() => {
        state.dirty = false;
        if (!state.ended) {
          told.textContent = state.live ? `${count(state.total)} rows so far` : `${count(state.total)} rows …`;
        }
        render();
      });
    }
  }

  /** Keeps the rows that there are, from what is said of them. */
  function change(row) {
    const kind = row[state.columns.findIndex((column) => column.name === "_op")];
    const bare = row.filter((value, i) => !state.columns[i].name.startsWith("_"));
    const key = JSON.stringify(bare);
    const added = kind === "INSERT" || kind === "UPDATE_AFTER" ? 1 : -1;
    const copies = (state.current.get(key)?.copies ?? 0) + added;
    if (copies === 0) {
      state.current.delete(key);
    } else {
      state.current.set(key, { row: bare, copies });
    }
  }

  function finish(end) {
    state.ended = true;
    const took = Math.round(performance.now() - state.begun);
    const warnings = end.warnings?.length ? `. ${end.warnings.join(". ")}` : "";
    if (end.updated !== undefined) {
      grid.root.hidden = true;
      chart.root.hidden = true;
      choices.hidden = true;
      told.textContent = `Done, ${count(end.updated)} rows changed, ${took} ms${warnings}`;
    } else {
      const more = state.total > MOST_ROWS ? `; only the first ${count(MOST_ROWS)} are shown` : "";
      told.textContent = `${count(Math.min(state.total, MOST_ROWS))} rows, ${took} ms${more}${warnings}`;
    }
  }

  function fail(failure, from) {
    state.ended = true;
    if (failure.name === "AbortError") {
      told.textContent = `Stopped after ${count(state.total)} rows`;
      return;
    }
    told.textContent = "";
    wrong.hidden = false;
    const place = failure.line ? `line ${failure.line}:${failure.column}: ` : "";
    wrong.textContent = `${place}${failure.message}${failure instanceof SqlError && failure.sqlstate ? ` (${failure.sqlstate} ${failure.code})` : ""}`;
    editor.mark(failure, from);
  }

  function render() {
    if (state.columns.length === 0) {
      return;
    }
    const current = state.changes && what.box.value === "current";
    const columns = current ? state.columns.filter((column) => !column.name.startsWith("_")) : state.columns;
    const rows = current
      ? [...state.current.values()].flatMap((one) => Array(Math.max(0, one.copies)).fill(one.row))
      : state.live ? [...state.rows].reverse() : state.rows;
    if (columns.length !== grid.columns.length) {
      grid.setColumns(columns);
    }
    const picture = view.box.value !== "table";
    chart.root.hidden = !picture;
    across.label.hidden = !picture;
    by.label.hidden = !picture || by.box.options.length < 2;
    values.hidden = !picture;
    grid.setRows(rows, state.total <= MOST_ROWS);
    if (picture) {
      plot(columns, state.live && !current ? state.rows : rows);
    }
  }

  function plot(columns, rows) {
    const at = columns.findIndex((column) => column.name === across.box.value);
    const chosen = [...values.querySelectorAll("input:checked")].map((box) => columns.findIndex((column) => column.name === box.value)).filter((i) => i >= 0);
    if (rows.length === 0 || chosen.length === 0) {
      return;
    }
    const apart = columns.findIndex((column) => column.name === by.box.value);
    const time = at >= 0 && /^(TIMESTAMP|DATE)/.test(columns[at].type);
    const named = at >= 0 && !time && !isNumeric(columns[at]);
    const known = at < 0 ? rows : rows.filter((row) => row[at] !== null);
    const key = (row, i) => (at < 0 ? i : time ? Date.parse(utc(row[at])) : named ? String(row[at]) : Number(row[at]));
    const points = known.map((row, i) => ({ key: key(row, i), text: at < 0 ? String(i) : String(row[at]), row }));
    points.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const labelled = view.box.value === "bar" || named;
    chart.set(...picture(points, chosen, apart, columns, labelled, time), {
      kind: view.box.value, time: time && !labelled, labels: labelled ? labels(points, apart >= 0) : null,
    });
  }

  return () => {
    kept = editor.text();
    state.stop?.abort();
    chart.destroy();
    editor.view.destroy();
  };
}

/** Times of SQL have no zone. */
function utc(text) {
  return text.length > 10 ? `${text.replace(" ", "T")}Z` : text;
}

/** What the editor begins with the next time. */
export function nextText(text) {
  kept = text;
}

/** The texts below the horizontal axis; each once when rows are told apart by something else, too. */
function labels(points, once) {
  const texts = points.map((point) => point.text);
  return once ? [...new Set(texts)] : texts;
}

/**
 * The places on the horizontal axis, and for each series its values there. Rows that are told apart by a column make a series for each of
 * its first values.
 */
function picture(points, chosen, apart, columns, labelled, time) {
  const number = (row, i) => (row[i] === null ? null : Number(row[i]));
  const place = (point) => (time ? point.key / 1000 : point.key);
  if (apart < 0) {
    const x = points.map((point, i) => (labelled ? i : place(point)));
    return [x, chosen.map((i) => ({ name: columns[i].name, values: points.map((point) => number(point.row, i)) }))];
  }
  const keys = [...new Set(points.map((point) => point.key))];
  const where = new Map(keys.map((key, i) => [key, i]));
  const names = [...new Set(points.map((point) => String(point.row[apart])))].sort().slice(0, MOST_SERIES);
  const series = names.flatMap((name) => chosen.map((i) => {
    const found = Array(keys.length).fill(null);
    points.filter((point) => String(point.row[apart]) === name).forEach((point) => {
      found[where.get(point.key)] = number(point.row, i);
    });
    return { name: chosen.length > 1 ? `${name} ${columns[i].name}` : name, values: found };
  }));
  return [keys.map((key, i) => (labelled ? i : time ? key / 1000 : key)), series];
}
