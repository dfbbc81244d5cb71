package io.millrace.connector.jdbc.database;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import java.util.List;
import java.util.Optional;

/** Which database is meant, and who logs in. */
public record DatabaseAccess(String url, Database database, Optional<String> user, Optional<String> password) {

    public static final List<Option> DECLARED = List.of(
            Option.required("url", Kind.STRING, "the database, such as 'jdbc:postgresql://localhost:5432/shop'"),
            Option.optional("user", Kind.STRING, "the name to log in with"),
            Option.optional("password", Kind.STRING, "the password to log in with"));

    /** Whether the database is within this process, so that what it may do the process may. */
    public boolean isWithin() {
        return url.startsWith("jdbc:h2:mem:");
    }

    public static DatabaseAccess of(Options options) {
        String url = options.string("url").orElseThrow();
        return new DatabaseAccess(url, Database.of(url), options.string("user"), options.string("password"));
    }
}
