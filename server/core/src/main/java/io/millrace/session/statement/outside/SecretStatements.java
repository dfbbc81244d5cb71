package io.millrace.session.statement.outside;

import io.millrace.catalog.RelationName;
import io.millrace.catalog.StoredSecret;
import io.millrace.session.Outcome;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.AlterSecret;
import io.millrace.sql.tree.ddl.CreateSecret;

/** CREATE SECRET and ALTER SECRET. The value is encrypted at once, and only that is kept. */
public final class SecretStatements {

    private static final int LONGEST = 65_536;

    private final Services services;
    private final Run run;

    public SecretStatements(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome create(CreateSecret statement) {
        Written written = Written.name(statement.name());
        RelationName name = At.secret(written);
        OutsideChange change = new OutsideChange(services, run, statement, name, written);
        Written value = Written.node(statement.value());
        return change.create(
                statement.mode(),
                version -> change.isAgain() ? services.options().stored(name, value.text()) : sealed(name, value),
                SecretStatements::stored);
    }

    public Outcome alter(AlterSecret statement) {
        if (statement.kind() != ObjectKind.SECRET) {
            throw At.unsupported(statement, "only secrets have a value; write ALTER SECRET … AS '…'");
        }
        Written written = Written.name(statement.name());
        RelationName name = At.secret(written);
        OutsideChange change = new OutsideChange(services, run, statement, name, written);
        return change.alter(
                version -> sealed(version.asCreated(name), Written.node(statement.value())), SecretStatements::stored);
    }

    private StoredSecret sealed(RelationName name, Written value) {
        if (value.text().isEmpty() || value.text().length() > LONGEST) {
            throw At.error(
                    ErrorCode.OPTION_INVALID, value, "the value of a secret has 1 to " + LONGEST + " characters");
        }
        return services.options().sealed(name, value.text());
    }

    private static String stored(StoredSecret secret) {
        return "CREATE OR REPLACE SECRET \"" + secret.name().name().replace("\"", "\"\"") + "\" AS '" + secret.sealed()
                + "'";
    }
}
