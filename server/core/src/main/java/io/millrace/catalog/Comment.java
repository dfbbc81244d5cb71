package io.millrace.catalog;

import java.util.Comparator;
import java.util.Locale;

/** What a user has said of a relation, sink, function or column. */
public record Comment(Subject subject, String text) {

    /**
     * What a comment is about.
     *
     * @param column empty for the whole; case does not matter
     */
    public record Subject(RelationName name, String column) implements Comparable<Subject> {

        private static final String TEXTS = "$comments";

        private static final Comparator<Subject> ORDER =
                Comparator.comparing(Subject::name).thenComparing(Subject::key);

        private String key() {
            return column.toLowerCase(Locale.ROOT);
        }

        /** The name under which the statement is kept that has said it last. */
        public RelationName ofText() {
            return new RelationName(TEXTS, name.schema() + "." + name.name() + "." + key());
        }

        /** Whether a name is that of a statement. */
        public static boolean isOfText(RelationName name) {
            return name.schema().equals(TEXTS);
        }

        @Override
        public int compareTo(Subject other) {
            return ORDER.compare(this, other);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Subject that && compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + key().hashCode();
        }
    }
}
