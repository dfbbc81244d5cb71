package io.millrace.session.local;

import io.millrace.session.ScriptProgress;
import io.millrace.session.definition.Definitions;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.control.ResetOption;
import io.millrace.sql.tree.control.SetOption;

/** What of a script is still to be done. Asked for each statement, in order. */
final class ScriptRemainder {

    /** What to do with a statement. */
    enum Need {
        NONE,
        /** Run it, for what it does to the session; it was run by an earlier start as well. */
        REPEAT,
        RUN
    }

    private final ScriptProgress progress;
    private final Definitions definitions;
    private boolean reached;

    ScriptRemainder(ScriptProgress progress, Definitions definitions) {
        this.progress = progress;
        this.definitions = definitions;
    }

    Need need(ParsedStatement statement) {
        if (reached) {
            return Need.RUN;
        }
        if (progress.hasRun(statement.text())) {
            return concernsSession(statement) ? Need.REPEAT : Need.NONE;
        }
        reached = true;
        if (progress.begun() && isDefined(statement)) {
            progress.ran(statement.text());
            return Need.NONE;
        }
        return Need.RUN;
    }

    private static boolean concernsSession(ParsedStatement statement) {
        return statement.statement() instanceof SetOption || statement.statement() instanceof ResetOption;
    }

    /** Whether the earlier start has ended after the statement was run and before that was noted. */
    private boolean isDefined(ParsedStatement statement) {
        return definitions.current().texts().values().stream()
                .anyMatch(definition -> definition.text().equals(statement.text()));
    }
}
