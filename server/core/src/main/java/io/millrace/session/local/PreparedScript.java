package io.millrace.session.local;

import io.millrace.session.PreparedSql;
import io.millrace.session.statement.Ready;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import java.util.List;

/**
 * A text that was parsed and checked.
 *
 * @param statements at least one
 * @param catalogVersion against which the plan was made
 * @param ready what was planned of a single statement
 */
record PreparedScript(PreparedSql prepared, List<ParsedStatement> statements, long catalogVersion, Ready ready) {

    PreparedScript {
        statements = List.copyOf(statements);
    }

    /** The values of one statement's parameters, out of those of the whole script. */
    List<Object> parametersOf(int index, List<Object> values) {
        int total = statements.stream().mapToInt(ParsedStatement::parameters).sum();
        if (values.size() != total) {
            throw new MillraceException(
                    ErrorCode.PARAMETER_INVALID,
                    "the statement has " + total + " parameters, but " + values.size() + " values are given");
        }
        int start = statements.subList(0, index).stream()
                .mapToInt(ParsedStatement::parameters)
                .sum();
        return values.subList(start, start + statements.get(index).parameters());
    }
}
