/** Speaks to POST /sql, from which the console knows all that it shows. Name and password stay in this page, and are gone with it. */

let authorization = null;
let whenUnknown = () => {};

/** What the server says is wrong. */
export class SqlError extends Error {
  constructor(told, status) {
    super(told.error);
    this.status = status;
    this.code = told.code;
    this.sqlstate = told.sqlstate;
    this.line = told.line;
    this.column = told.column;
  }
}

let schemas = new Set();

/** Asks which schemas there are, before names are quoted. */
export async function learnSchemas() {
  const rows = await objects("SELECT schema_name FROM information_schema.schemata");
  schemas = new Set(rows.map((row) => row.schema_name.toLowerCase()));
}

/** A relation as the server names it, by schema and name: a dot is a part of the name unless a schema stands before it. */
export function parted(name) {
  const dot = name.indexOf(".");
  return dot > 0 && schemas.has(name.slice(0, dot).toLowerCase()) ? [name.slice(0, dot), name.slice(dot + 1)] : ["public", name];
}

/** The same as SQL has it. */
export function quoted(name) {
  const [schema, own] = parted(name);
  const parts = schema === "public" ? [own] : [schema, own];
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}

/** Says what is done when the server wants to know who asks. */
export function onUnknown(action) {
  whenUnknown = action;
}

export function logIn(user, password) {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  authorization = `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

export function logOut() {
  authorization = null;
}

async function post(body, accept, signal) {
  const headers = { "Content-Type": "application/json", Accept: accept };
  if (authorization) {
    headers.Authorization = authorization;
  }
  let response;
  try {
    response = await fetch("/sql", { method: "POST", headers, body: JSON.stringify(body), signal, credentials: "omit", cache: "no-store" });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new SqlError({ error: "the server cannot be reached", code: "UNREACHABLE" }, 0);
  }
  if (!response.ok) {
    const told = await response.json().catch(() => ({ error: `the server answers ${response.status}` }));
    if (response.status === 401) {
      whenUnknown(told.error);
    }
    throw new SqlError(told, response.status);
  }
  return response;
}

/** The rows of a query as objects; numbers are numbers. */
export async function objects(sql, parameters = []) {
  const response = await post({ sql, parameters }, "application/json");
  const told = await response.json();
  if (told.error) {
    throw new SqlError(told, 200);
  }
  const names = told.columns.map((column) => column.name);
  return told.rows.map((row) => Object.fromEntries(row.map((value, i) => [names[i], value])));
}

/** Runs a statement that has no rows. */
export async function run(sql, parameters = []) {
  await (await post({ sql, parameters }, "application/json")).json();
}

/**
 * Runs a text and passes its result on as it comes: `columns`, then `rows` again and again, then `end`. Returns when it has ended; an
 * aborted signal ends it, at the server too.
 */
export async function follow(sql, { columns, rows, end, signal, maxRows = 0 }) {
  const response = await post({ sql, exact: true, max_rows: maxRows }, "application/x-ndjson", signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      break;
    }
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    const found = [];
    for (const line of lines) {
      if (line.startsWith("[")) {
        found.push(JSON.parse(line));
      } else if (line !== "") {
        const told = JSON.parse(line);
        if (told.error) {
          rows(found);
          throw new SqlError(told, 200);
        }
        if (told.columns) {
          columns(told.columns);
        } else {
          rows(found.splice(0));
          end(told);
          return;
        }
      }
    }
    if (found.length > 0) {
      rows(found);
    }
  }
  throw new SqlError({ error: "the connection to the server broke off", code: "UNREACHABLE" }, 0);
}
