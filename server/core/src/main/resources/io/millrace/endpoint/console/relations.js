import { bytes, count, element, notice, rate, repeat, seconds, status } from "./element.js";
import { listing } from "./grid.js";
import { nextText } from "./query.js";
import { learnSchemas, objects, parted, quoted } from "./server.js";

const PAUSE = 2000;

/** How fast counts grow, from one look to the next. */
class Rates {
  constructor() {
    this.before = new Map();
    this.at = 0;
  }

  next(rows, key, columns) {
    const now = performance.now();
    const passed = (now - this.at) / 1000;
    for (const row of rows) {
      const known = this.before.get(row[key]);
      row.rates = {};
      for (const column of columns) {
        if (known && passed > 0 && row[column] !== null) {
          row.rates[column] = Math.max(0, row[column] - known[column]) / passed;
        }
      }
    }
    this.before = new Map(rows.map((row) => [row[key], row]));
    this.at = now;
  }
}

function lag(row) {
  return row.watermark === null || row.now === null ? "" : seconds((Date.parse(`${row.now.replace(" ", "T")}Z`) - Date.parse(`${row.watermark.replace(" ", "T")}Z`)) / 1000);
}

/** A name that opens what there is to say of it. */
function name(row, show) {
  return element("button", { type: "button", class: "name", onclick: () => show(row.name) }, row.name);
}

/** The statement that made something, and its first rows. */
async function details(box, relation, readable) {
  box.replaceChildren(element("h3", {}, relation));
  await learnSchemas();
  const [schema, own] = parted(relation);
  const made = await objects(`SHOW CREATE ${quoted(relation)}`);
  const text = Object.values(made[0]).pop();
  const open = (of, title) =>
    element("button", {
      type: "button", onclick: () => {
        nextText(`SELECT * FROM ${quoted(of)} LIMIT 100`);
        location.hash = "query";
      },
    }, title);
  const beside = await objects("SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_name IN (?, ?) ORDER BY 1", [schema, `${own}$late`, `${own}$errors`]);
  const opens = beside.map((row) => open(`${relation}$${row.table_name.split("$").pop()}`, row.table_name.endsWith("$late") ? "Late rows" : "Refused rows"));
  const graph = element("a", { href: `#graph/${encodeURIComponent(relation)}` }, "Graph");
  box.replaceChildren(element("h3", {}, relation), element("pre", {}, text), element("p", { class: "bar" }, readable ? open(relation, "Rows") : null, ...opens, graph));
}

function relationPage(page, title, ask, shows, readable) {
  const problem = notice();
  const tables = element("div");
  const more = element("section", { class: "details", "aria-live": "polite" });
  const show = async (relation) => {
    try {
      await details(more, relation, readable);
    } catch (failure) {
      more.replaceChildren(element("h3", {}, relation), element("p", { class: "notice" }, failure.message));
    }
  };
  page.append(element("h2", {}, title), problem.line, tables, more);
  const rates = new Rates();
  return repeat(async () => {
    const rows = await ask(rates);
    const focus = document.activeElement?.closest?.("table") ? document.activeElement.textContent : null;
    tables.replaceChildren(...shows(rows, show));
    if (focus) {
      [...tables.querySelectorAll("button.name")].find((button) => button.textContent === focus)?.focus();
    }
  }, PAUSE, problem.tell);
}

export function streamsPage(page) {
  return relationPage(page, "Streams and tables", async (rates) => {
    const streams = await objects("SELECT s.*, c.now FROM sys.streams s CROSS JOIN sys.clock c ORDER BY s.name");
    const tables = await objects("SELECT * FROM sys.tables ORDER BY name");
    const marks = await objects("SELECT * FROM sys.watermarks ORDER BY stream, source_partition");
    rates.next([...streams, ...tables], "name", ["rows", "rejected"]);
    return { streams, tables, marks };
  }, ({ streams, tables, marks }, show) => [
    listing("Streams", ["Name", "Fed by", "Status", "#Rows", "#Rate", "#Rejected", "Watermark", "#Behind", "Problem"], streams, (row) =>
      [name(row, show), row.feed, status(row.problem ? "PROBLEM" : row.status), count(row.rows), rate(row.rates.rows), count(row.rejected), row.watermark ?? "", lag(row), row.problem ?? ""]),
    listing("Tables", ["Name", "Fed by", "Key", "#Rows", "#Rejected", "Problem"], tables, (row) =>
      [name(row, show), row.feed, row.primary_key ?? "", count(row.rows), count(row.rejected), row.problem ?? ""]),
    listing("Watermarks of partitions", ["Stream", "Partition", "Watermark", "Status", "#Silent for"], marks, (row) =>
      [row.stream, row.source_partition ?? "", row.watermark ?? "", status(row.status), row.silent_ms === null ? "" : seconds(row.silent_ms / 1000)]),
  ], true);
}

export function viewsPage(page) {
  return relationPage(page, "Views and derived streams", async (rates) => {
    const views = await objects("SELECT v.name, v.kind, v.status, v.rows, v.failure, q.rows_in, q.rows_out, q.late_rows, q.failed_rows,"
      + " q.watermark, q.state_rows, q.state_bytes, q.memory_bytes, c.now FROM sys.views v LEFT JOIN sys.queries q ON q.name = v.name"
      + " CROSS JOIN sys.clock c ORDER BY v.name");
    const streams = await objects("SELECT q.name, 'STREAM' AS kind, q.status, CAST(NULL AS BIGINT) AS \"rows\", q.failure, q.rows_in, q.rows_out, q.late_rows,"
      + " q.failed_rows, q.watermark, q.state_rows, q.state_bytes, q.memory_bytes, c.now FROM sys.queries q CROSS JOIN sys.clock c"
      + " WHERE q.output = 'STREAM' ORDER BY q.name");
    const rows = [...views, ...streams];
    rates.next(rows, "name", ["rows_in", "rows_out"]);
    return rows;
  }, (rows, show) => [
    listing("Views and derived streams", ["Name", "Kind", "Status", "#Rows", "#In", "#Out", "#Late", "#Failed", "#Behind", "#State", "#Memory", "Failure"], rows, (row) =>
      [name(row, show), row.kind.toLowerCase(), status(row.status), count(row.rows), rate(row.rates.rows_in), rate(row.rates.rows_out),
        count(row.late_rows), count(row.failed_rows), lag(row), row.state_rows === null ? "" : bytes(row.state_bytes),
        row.memory_bytes === null ? "" : bytes(row.memory_bytes), row.failure ?? ""]),
  ], true);
}

export function sinksPage(page) {
  return relationPage(page, "Sinks", async (rates) => {
    const sinks = await objects("SELECT * FROM sys.sinks ORDER BY name");
    rates.next(sinks, "name", ["delivered_rows", "rows_in"]);
    return sinks;
  }, (sinks, show) => [
    listing("Sinks", ["Name", "Connector", "Status", "Guarantee", "#Delivered", "#Rate", "#Waiting rows", "#Behind", "#Skipped", "Failure"], sinks, (row) =>
      [name(row, show), row.connector, status(row.status), row.guarantee, count(row.delivered_rows), rate(row.rates.delivered_rows),
        count(row.lag_rows), seconds(row.lag_seconds), count(row.skipped_rows), row.failure ?? ""]),
  ], false);
}
