package io.millrace.session.local;

import io.millrace.session.ParameterLists;
import io.millrace.session.PreparedSql;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.Ready;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A text that was parsed and checked.
 *
 * @param statements at least one, as they are written
 * @param path what names meant when it was checked
 * @param single the only statement, with the schemas of names as they were then
 * @param catalogVersion against which the plan was made
 * @param ready what was planned of a single statement
 */
record PreparedScript(
        PreparedSql prepared,
        List<ParsedStatement> statements,
        SearchPath path,
        Optional<Qualified> single,
        long catalogVersion,
        Ready ready) {

    PreparedScript {
        statements = List.copyOf(statements);
    }

    /** One of the statements with the schemas of its names. */
    Qualified statement(int index, SearchPath now, Supplier<Access> access) {
        return single.filter(known -> path.equals(now)
                        && (now.isPublic() || access.get().version().catalog().version() == catalogVersion))
                .orElseGet(() -> now.qualified(statements.get(index), access));
    }

    /** The version of the catalog that it was checked against, if names mean the same now; negative otherwise. */
    long checkedAgainst(SearchPath now) {
        return single.isPresent() && path.equals(now) ? catalogVersion : -1;
    }

    /** The values of one statement's parameters, out of those of the whole script. */
    List<Object> parametersOf(int index, List<Object> values) {
        checkCount(statements.stream().mapToInt(ParsedStatement::parameters).sum(), values.size());
        int start = statements.subList(0, index).stream()
                .mapToInt(ParsedStatement::parameters)
                .sum();
        return values.subList(start, start + statements.get(index).parameters());
    }

    /** Checks lists of values for the only statement. */
    void check(ParameterLists lists) {
        int count = statements.get(0).parameters();
        lists.lengths().forEach(length -> checkCount(count, length));
    }

    private static void checkCount(int count, int given) {
        if (given != count) {
            throw new MillraceException(
                    ErrorCode.PARAMETER_INVALID,
                    "the statement has " + count + " parameters, but " + given + " values are given");
        }
    }
}
