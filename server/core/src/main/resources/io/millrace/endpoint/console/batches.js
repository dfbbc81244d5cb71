import { Chart } from "./chart.js";
import { bytes, count, element, milliseconds, notice, repeat } from "./element.js";
import { listing } from "./grid.js";
import { objects } from "./server.js";

const STEPS = [["plan", "plan_micros"], ["execute", "execute_micros"], ["commit", "commit_micros"], ["publish", "publish_micros"]];

/** The last batches: how many rows, and where their time went; and the last checkpoints. */
export function batchesPage(page) {
  const problem = notice();
  const rows = new Chart("rows of the last batches", 180);
  const times = new Chart("milliseconds of the steps of the last batches", 220);
  const facts = element("p", { class: "told", role: "status" });
  const checkpoints = element("div");
  page.append(element("h2", {}, "Batches"), problem.line, facts, element("h3", {}, "Rows a batch"), rows.root, element("h3", {}, "Milliseconds a batch"), times.root, checkpoints);
  const stop = repeat(async () => {
    const batches = (await objects("SELECT * FROM sys.batches ORDER BY batch")).slice(-256);
    const taken = await objects("SELECT * FROM sys.checkpoints ORDER BY checkpoint DESC LIMIT 10");
    const x = batches.map((batch) => batch.batch);
    const look = { kind: "line", time: false, labels: null };
    if (x.length > 1) {
      rows.set(x, [{ name: "rows", values: batches.map((batch) => batch.rows_in) }], look);
      times.set(x, STEPS.map(([name, column]) => ({ name, values: batches.map((batch) => batch[column] / 1000) })), look);
    }
    const sum = (column) => batches.reduce((total, batch) => total + batch[column], 0);
    const micros = STEPS.reduce((total, [, column]) => total + sum(column), 0);
    facts.textContent = batches.length === 0 ? "No batch yet." : `The last ${count(batches.length)} batches, up to ${count(x[x.length - 1])}: ${count(sum("rows_in"))} rows, ${milliseconds(micros / 1000 / batches.length)} each, ${bytes(sum("written_bytes"))} written`;
    checkpoints.replaceChildren(listing("Checkpoints", ["#Number", "#Batch", "Taken at", "#Written", "#State", "#Stall", "#Took"], taken, (row) =>
      [count(row.checkpoint), count(row.batch), row.taken_at, bytes(row.written_bytes), bytes(row.state_bytes), milliseconds(row.stall_micros / 1000), milliseconds(row.duration_millis)]));
  }, 2000, problem.tell);
  return () => {
    stop();
    rows.destroy();
    times.destroy();
  };
}
