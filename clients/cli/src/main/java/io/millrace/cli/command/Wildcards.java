package io.millrace.cli.command;

/** A pattern of names: {@code *} stands for any characters, {@code ?} for one; without regard to case. */
record Wildcards(String text) {

    static boolean isPattern(String name) {
        return !name.startsWith("\"") && (name.indexOf('*') >= 0 || name.indexOf('?') >= 0);
    }

    /** The condition that a column has such a name. */
    String condition(String column) {
        String like = text.replace("\"", "")
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%')
                .replace('?', '_')
                .replace("'", "''");
        return "LOWER(" + column + ") LIKE LOWER('" + like + "') ESCAPE '\\'";
    }
}
