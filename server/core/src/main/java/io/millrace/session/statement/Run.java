package io.millrace.session.statement;

import io.millrace.config.Settings;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.running.Execution;
import io.millrace.sql.parser.ParsedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One statement on its way.
 *
 * @param checked whether the statement was checked against the catalog as it is
 * @param plan made then, when there is one
 * @param parameters values of the {@code ?}, {@code null} for NULL
 * @param maxRows most rows of a result, 0 for no limit
 */
public record Run(
        Conversation session,
        Execution execution,
        ParsedStatement parsed,
        boolean checked,
        Optional<PlannedQuery> plan,
        List<Object> parameters,
        long maxRows) {

    public Run {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    Settings settings() {
        return session.effectiveSettings();
    }
}
