package io.millrace.engine.match;

/** A match as those see it who give it out: which row is mapped to which variable. One per operator, filled again and again. */
public final class FoundMatch {

    private final MatchProgram program;
    private final VariableRows variables;
    private MatchAttempt attempt;
    private RowQueue rows;
    private long number;

    public FoundMatch(MatchProgram program, PlaceSets sets) {
        this.program = program;
        this.variables = new VariableRows(sets);
    }

    /** Looks at what an attempt has found. */
    public void read(MatchAttempt found, RowQueue queue, long matchNumber) {
        attempt = found;
        rows = queue;
        number = matchNumber;
        variables.truncate(0);
        for (int row = 0; row < found.length(); row++) {
            variables.push(variable(row), row);
        }
    }

    public int length() {
        return attempt.length();
    }

    public long number() {
        return number;
    }

    /** The variable that a row of the match is mapped to. */
    public int variable(int row) {
        return program.variable(attempt.instruction(row));
    }

    public boolean excluded(int row) {
        return program.excluded(attempt.instruction(row));
    }

    /** The id of a row, counted from the first of the match; −1 when there is none, or for {@link PlaceFinder#NONE}. */
    public int id(int row) {
        int at = attempt.start() + row;
        return row == PlaceFinder.NONE || at < 0 || at >= rows.size() ? -1 : rows.id(at);
    }

    /** The row at a place, seen from where only the first {@code length} rows are. */
    public int find(PlaceFinder place, int length) {
        return place.findWithin(variables, length);
    }

    /** How many rows are mapped to a set of variables. */
    public int count(int set) {
        return set == PlaceSets.ALL ? attempt.length() : variables.count(set);
    }

    /** One of the rows that are mapped to a set of variables. */
    public int row(int set, int index) {
        return set == PlaceSets.ALL ? index : variables.row(set, index);
    }
}
