package io.millrace.connector.formats.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An expression with the names of its groups, in their order. Matching takes time in the length of a line only, whatever the expression
 * is, since RE2 does not go back.
 */
record NamedGroups(Pattern pattern, List<Map.Entry<String, Integer>> groups) {

    static NamedGroups of(Options options) {
        String regex = options.string("regex").orElseThrow();
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'regex' is not an expression that can be used: " + e.getMessage()
                            + "; it is written as for RE2, without look-around and back-references",
                    e);
        }
        List<Map.Entry<String, Integer>> groups = pattern.namedGroups().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .toList();
        if (groups.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'regex' has no named group, such as (?<message>.*); each column is one");
        }
        return new NamedGroups(pattern, groups);
    }

    /** For each column the number of its group, which has its name in upper or lower case. */
    int[] of(List<SourceColumn> columns) {
        return columns.stream().mapToInt(this::group).toArray();
    }

    private int group(SourceColumn column) {
        String name = column.field().name();
        return groups.stream()
                .filter(group -> group.getKey().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        "column \"" + name + "\" is no group of the option 'regex', which has the groups "
                                + String.join(
                                        ", ",
                                        groups.stream().map(Map.Entry::getKey).toList())))
                .getValue();
    }

    /** The groups as text, for who declares no columns. */
    List<SourceColumn> columns() {
        return groups.stream()
                .map(group -> new SourceColumn(new Field(group.getKey(), Type.VARCHAR, true), Optional.empty()))
                .toList();
    }
}
