import { bytes, element, notice, repeat, seconds } from "./element.js";
import { listing } from "./grid.js";
import { objects, run } from "./server.js";

/** The question of this page itself is no news. */
const QUESTION = "SELECT s.*, c.now FROM sys.statements s CROSS JOIN sys.clock c ORDER BY s.id";

/** Who is there and what runs, and how to stop it. */
export function activityPage(page) {
  const problem = notice();
  const wrong = notice();
  const tables = element("div");
  page.append(element("h2", {}, "Activity"), problem.line, wrong.line, tables);

  async function kill(row) {
    try {
      await run(`KILL ${row.id}`);
      wrong.tell("");
    } catch (failure) {
      wrong.tell(failure.message);
    }
  }

  return repeat(async () => {
    const statements = await objects(QUESTION);
    const sessions = await objects("SELECT * FROM sys.sessions ORDER BY opened_at");
    const focus = document.activeElement?.dataset?.kill;
    const others = statements.filter((row) => row.sql !== QUESTION);
    tables.replaceChildren(
      listing("Running statements", ["#Id", "User", "Since", "#For", "#Memory", "Statement", ""], others, (row) => [
        String(row.id), row.user_name, row.started_at,
        seconds((Date.parse(`${row.now.replace(" ", "T")}Z`) - Date.parse(`${row.started_at.replace(" ", "T")}Z`)) / 1000),
        `${bytes(row.memory_bytes)} of ${bytes(row.memory_limit)}`, element("code", {}, row.sql),
        element("button", { type: "button", class: "danger", "data-kill": row.id, "aria-label": `Kill statement ${row.id}`, onclick: () => kill(row) }, "Kill"),
      ]),
      listing("Sessions", ["Id", "User", "Opened"], sessions, (row) => [element("code", {}, row.id), row.user_name, row.opened_at]));
    if (focus) {
      tables.querySelector(`[data-kill="${focus}"]`)?.focus();
    }
  }, 2000, problem.tell);
}
