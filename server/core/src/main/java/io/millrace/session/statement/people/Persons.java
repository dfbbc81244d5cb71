package io.millrace.session.statement.people;

import io.millrace.catalog.GrantedOn;
import io.millrace.catalog.People;
import io.millrace.catalog.Person;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.config.Setting;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.PeopleTexts;
import io.millrace.session.password.Passwords;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateMode;
import io.millrace.sql.tree.ddl.Drop;
import io.millrace.sql.tree.people.AlterUser;
import io.millrace.sql.tree.people.CreateRole;
import io.millrace.sql.tree.people.CreateUser;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** CREATE, ALTER and DROP of users and roles. */
public final class Persons {

    private static final String PASSWORD = "password";
    private static final String ADMIN = "admin";
    private static final int LONGEST_NAME = 128;

    private final Services services;
    private final Run run;

    public Persons(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome create(CreateUser statement) {
        PeopleChange change = new PeopleChange(services, run, statement);
        Written name = checkName(Written.name(statement.name()));
        refuseReplacing(statement.mode(), statement, "ALTER USER " + name.text() + " PASSWORD …");
        if (statement.mode().ifNotExists() && people().find(name.text()).isPresent()) {
            return leftAsItIs(name);
        }
        Optional<String> hash = hash(statement.options());
        boolean first = !change.isAgain() && !people().hasAdministrator();
        boolean tokens = !services.initial().text(Setting.JWT_KEY).equals(Setting.JWT_KEY.defaultValue());
        if (first && hash.isEmpty() && !tokens) {
            throw at(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "nobody could log in any more; write CREATE USER " + name.text()
                            + " PASSWORD '…', as there is no setting " + Setting.JWT_KEY.key() + " for tokens");
        }
        boolean admin = first || admin(statement.options());
        Outcome outcome = change.make(PeopleTexts.user(name.text(), hash, admin), current -> {
            People people = current.catalog().people();
            refuseKnown(people, name);
            People next = people.withUser(name.text(), hash);
            return current.withPeople(
                    admin ? next.withGrant(name.text(), GrantedOn.SERVER, EnumSet.of(Right.ADMIN)) : next);
        });
        return first
                ? PeopleChange.unchanged(List.of("\"" + name.text()
                        + "\" is the first user, and therefore an administrator; from now on everybody has to log in"))
                : outcome;
    }

    public Outcome create(CreateRole statement) {
        PeopleChange change = new PeopleChange(services, run, statement);
        Written name = checkName(Written.name(statement.name()));
        refuseReplacing(statement.mode(), statement, "DROP ROLE " + name.text() + " first");
        if (statement.mode().ifNotExists() && people().find(name.text()).isPresent()) {
            return leftAsItIs(name);
        }
        return change.make(PeopleTexts.role(name.text()), current -> {
            refuseKnown(current.catalog().people(), name);
            return current.withPeople(current.catalog().people().withRole(name.text()));
        });
    }

    public Outcome alter(AlterUser statement) {
        PeopleChange change = new PeopleChange(services, run, statement);
        Written name = Written.name(statement.name());
        if (statement.kind() != ObjectKind.USER) {
            throw At.unsupported(statement, "only users have passwords; write ALTER USER");
        }
        checkUser(services.definitions().current(), name, ObjectKind.USER);
        for (WithOption option : statement.options()) {
            if (option.key().equalsIgnoreCase(ADMIN)) {
                throw at(
                        ErrorCode.OPTION_INVALID,
                        Written.node(option),
                        "who is an administrator is said by GRANT and REVOKE ADMIN ON SERVER");
            }
        }
        Optional<String> hash = hash(statement.options());
        if (hash.isEmpty()) {
            throw at(ErrorCode.OPTION_INVALID, name, "write the new password, as in ALTER USER … PASSWORD '…'");
        }
        return change.make(PeopleTexts.password(name.text(), hash), current -> {
            checkUser(current, name, ObjectKind.USER);
            return current.withPeople(current.catalog().people().withPassword(name.text(), hash));
        });
    }

    /** DROP USER and DROP ROLE. */
    public Outcome drop(Drop statement) {
        PeopleChange change = new PeopleChange(services, run, statement);
        Written name = Written.name(statement.name());
        if (statement.ifExists() && people().find(name.text()).isEmpty()) {
            return PeopleChange.unchanged(List.of("\"" + name.text() + "\" does not exist"));
        }
        String text = "DROP " + statement.kind().sql() + " " + RelationName.quoted(name.text());
        return change.make(text, current -> {
            checkUser(current, name, statement.kind());
            People people = current.catalog().people();
            List<RelationName> owned = people.owned(name.text());
            if (!owned.isEmpty()) {
                throw At.error(
                        ErrorCode.DEPENDENTS_EXIST,
                        name,
                        "\"" + name.text() + "\" owns " + Definitions.listed(owned)
                                + "; write ALTER … OWNER TO somebody else, or drop them, first");
            }
            return current.withPeople(people.without(name.text()));
        });
    }

    private People people() {
        return services.definitions().catalog().people();
    }

    private static void checkUser(Definitions.Version version, Written name, ObjectKind kind) {
        Person person =
                PeopleChange.checkPerson(version, name).find(name.text()).orElseThrow();
        if (person.isRole() != (kind == ObjectKind.ROLE)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    name,
                    "\"" + name.text() + "\" is a " + person.kind() + ", not a "
                            + kind.sql().toLowerCase(Locale.ROOT));
        }
    }

    private static void refuseReplacing(CreateMode mode, Statement statement, String remedy) {
        if (mode.orReplace()) {
            throw At.unsupported(statement, "users and roles are not replaced; write " + remedy);
        }
    }

    private static Outcome leftAsItIs(Written name) {
        return PeopleChange.unchanged(List.of("\"" + name.text() + "\" exists already and was left as it is"));
    }

    private static void refuseKnown(People people, Written name) {
        people.find(name.text()).ifPresent(known -> {
            throw At.error(
                    ErrorCode.PERSON_ALREADY_EXISTS,
                    name,
                    "there is a " + known.kind() + " \"" + known.name() + "\" already");
        });
    }

    private static Written checkName(Written name) {
        boolean bad = name.parts().size() != 1
                || name.text().isBlank()
                || name.text().length() > LONGEST_NAME
                || name.text().chars().anyMatch(c -> c == ':' || Character.isISOControl(c));
        if (bad) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "the name of a user or role is a single name of at most " + LONGEST_NAME
                            + " characters without colons");
        }
        return name;
    }

    /** The hash of the password that is given; empty when none is. */
    private static Optional<String> hash(List<WithOption> options) {
        Optional<String> hash = Optional.empty();
        for (WithOption option : options) {
            Written place = Written.node(option);
            String value = option.text()
                    .orElseThrow(() -> at(ErrorCode.OPTION_INVALID, place, "write the password as a text in quotes"));
            if (option.key().equalsIgnoreCase(PASSWORD)) {
                if (!Passwords.isUsable(value)) {
                    throw at(ErrorCode.OPTION_INVALID, place, "a password has 1 to 1024 characters");
                }
                hash = Optional.of(Passwords.hash(value));
            } else if (option.key().equalsIgnoreCase(PeopleTexts.HASH)) {
                if (!Passwords.isHash(value)) {
                    throw at(
                            ErrorCode.OPTION_INVALID,
                            place,
                            "a hash is one of Argon2id, as in $argon2id$v=19$m=19456,t=2,p=1$salt$hash");
                }
                hash = Optional.of(value);
            } else if (!option.key().equalsIgnoreCase(ADMIN)) {
                throw at(
                        ErrorCode.OPTION_UNKNOWN,
                        place,
                        "a user has no option \"" + option.key() + "\"; there are " + PASSWORD + ", " + PeopleTexts.HASH
                                + " and " + ADMIN);
            }
        }
        return hash;
    }

    /** Whether the user is to be an administrator from the beginning. */
    private static boolean admin(List<WithOption> options) {
        return options.stream()
                .filter(option -> option.key().equalsIgnoreCase(ADMIN))
                .anyMatch(
                        option -> option.text().filter("true"::equalsIgnoreCase).isPresent());
    }

    private static MillraceException at(ErrorCode code, Written place, String message) {
        return At.error(code, place, message);
    }
}
