package io.millrace.app.fuzz;

import java.util.List;

/** What a case is about: relations, rows and queries over them, in the SQL that Millrace and DuckDB share, decided by a seed. */
interface Subject {

    /** Statements that make the relations; DuckDB gets a table for each stream. */
    List<String> definitions();

    /** The next query; its rows are decided by its input alone, never by an order that is not said. */
    String query();

    /** INSERTs of the next batch of rows. */
    List<String> batch();

    /** UPDATEs and DELETEs of tables after that batch; each leaves them as it says, or fails and leaves them as they were. */
    List<String> changes();
}
