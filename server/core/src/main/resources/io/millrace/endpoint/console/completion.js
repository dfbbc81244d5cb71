import { SQLDialect, sql } from "./lib/codemirror.js";
import { objects } from "./server.js";

/** Words after which functions of SQL stand that need no parentheses are left to the keywords. */
const TYPES = "boolean tinyint smallint integer int bigint real double decimal numeric char varchar binary varbinary date time timestamp interval array map row multiset uuid";

/** What can be completed: the words of the grammar, relations with their columns, functions; as this user sees them now. */
export async function language() {
  const [words, columns, functions] = await Promise.all([
    objects("SELECT word FROM sys.keywords"),
    objects("SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns ORDER BY 1, 2, ordinal_position"),
    objects("SELECT DISTINCT name, kind, signature, description FROM sys.functions"),
  ]);
  const dialect = SQLDialect.define({
    keywords: words.map((row) => row.word.toLowerCase()).join(" "),
    types: TYPES,
    doubleQuotedStrings: false,
    hashComments: false,
    slashComments: false,
    backslashEscapes: false,
  });
  const schema = Object.create(null); // "constructor" is a name like others
  for (const column of columns) {
    const relations = (schema[column.table_schema] ??= Object.create(null));
    (relations[column.table_name] ??= []).push({ label: column.column_name, type: "property", detail: column.data_type });
  }
  const calls = functions.map((row) => ({ label: row.name, type: "function", detail: row.kind, info: `${row.signature}: ${row.description}`, boost: -1 }));
  const support = sql({ dialect, schema, defaultSchema: "public", upperCaseKeywords: true });
  const known = dialect.language.data.of({
    autocomplete: (context) => {
      const word = context.matchBefore(/\w+/);
      const before = word ? context.state.sliceDoc(word.from - 1, word.from) : "";
      return word && before !== "." && before !== '"' ? { from: word.from, options: calls, validFor: /^\w*$/ } : null;
    },
  });
  return [support, known];
}
