package io.millrace.session.statement.table;

import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.config.Setting;
import io.millrace.session.definition.PeopleTexts;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.At;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeBranch;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.ddl.AlterOptions;
import io.millrace.sql.tree.ddl.CommentOn;
import io.millrace.sql.tree.ddl.CreateConnection;
import io.millrace.sql.tree.ddl.CreateFunction;
import io.millrace.sql.tree.ddl.CreateMode;
import io.millrace.sql.tree.ddl.CreateSchema;
import io.millrace.sql.tree.ddl.CreateSecret;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateTable;
import io.millrace.sql.tree.ddl.Drop;
import io.millrace.sql.tree.ddl.FunctionBody;
import io.millrace.sql.tree.people.AlterUser;
import io.millrace.sql.tree.people.PrivilegesOn;
import io.millrace.sql.tree.show.Describe;
import io.millrace.sql.tree.show.ShowCreate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the kinds of statements ask for. */
final class Demands {

    private static final String CONNECTOR = "connector";
    /** An address that the server is sent to, whatever connection is used besides. */
    private static final String REGISTRY = "schema.registry.url";

    private static final String CONNECTION = "connection";

    private Demands() {}

    /** Nothing: it concerns the session alone, or what it reads is checked where its names are resolved. */
    static void nothing(Statement statement, Access access) {
        // everybody may do that
    }

    /** Something on the whole server, or in its schema. */
    static <S extends Statement> Demand<S> of(Right right) {
        return (statement, access) -> access.check(right, statement);
    }

    /** Something on one relation, sink or function. */
    static <S extends Statement> Demand<S> on(Right right, Function<S, Written> name) {
        return (statement, access) -> {
            Written written = name.apply(statement);
            access.check(right, At.relation(written), written);
        };
    }

    /** The same for what may be a function, too. */
    static <S extends Statement> Demand<S> on(Right right, Function<S, ObjectKind> kind, Function<S, Written> name) {
        return (statement, access) -> {
            Written written = name.apply(statement);
            access.check(right, At.named(kind.apply(statement), written), written);
        };
    }

    /** To make something that stays inside of the server. */
    static <S extends Statement> Demand<S> creating(Function<S, CreateMode> mode, Function<S, Written> name) {
        return (statement, access) -> {
            Written written = name.apply(statement);
            access.checkCreate(
                    At.relation(written), written, mode.apply(statement).orReplace());
        };
    }

    static void stream(CreateStream statement, Access access) {
        create(Written.name(statement.name()), statement.mode(), statement.options(), statement, access);
    }

    static void table(CreateTable statement, Access access) {
        create(Written.name(statement.name()), statement.mode(), statement.options(), statement, access);
    }

    private static void create(
            Written name, CreateMode mode, List<WithOption> options, Statement statement, Access access) {
        access.checkCreate(At.relation(name), name, mode.orReplace());
        if (isGiven(options, CONNECTOR) || isGiven(options, REGISTRY)) {
            access.check(Right.CONNECT, statement);
        }
        uses(options, access);
    }

    private static boolean isGiven(List<WithOption> options, String name) {
        return options.stream().anyMatch(option -> option.key().equalsIgnoreCase(name));
    }

    /** Whoever uses a connection or a secret needs no right on the server for what that allows. */
    private static void uses(List<WithOption> options, Access access) {
        for (WithOption option : options) {
            option.secret().ifPresent(name -> {
                Written written = Written.name(name);
                access.check(Right.USAGE, At.secret(written), written);
            });
            if (option.key().equalsIgnoreCase(CONNECTION)) {
                Written written = Written.node(option.value());
                access.check(Right.USAGE, At.connection(written), written);
            }
        }
    }

    static void sink(CreateSink statement, Access access) {
        Written name = Written.name(statement.name());
        access.checkCreate(At.relation(name), name, statement.mode().orReplace());
        if (!isGiven(statement.options(), CONNECTION) || isGiven(statement.options(), CONNECTOR)) {
            access.check(Right.CONNECT, statement);
        }
        uses(statement.options(), access);
    }

    static void schema(CreateSchema statement, Access access) {
        Written name = Written.name(statement.name());
        access.checkCreate(At.schema(name), name, false);
    }

    static void secret(CreateSecret statement, Access access) {
        Written name = Written.name(statement.name());
        access.checkCreate(At.secret(name), name, statement.mode().orReplace());
        access.check(Right.CONNECT, statement);
    }

    static void connection(CreateConnection statement, Access access) {
        Written name = Written.name(statement.name());
        access.checkCreate(At.connection(name), name, statement.mode().orReplace());
        access.check(Right.CONNECT, statement);
        uses(statement.options(), access);
    }

    /** Who sends a connection elsewhere has to be trusted with what it sends. */
    static void alterOptions(AlterOptions statement, Access access) {
        Written name = Written.name(statement.name());
        access.check(Right.ALTER, At.named(statement.kind(), name), name);
        if (statement.kind() == ObjectKind.CONNECTION || isGiven(statement.options(), REGISTRY)) {
            access.check(Right.CONNECT, statement);
        }
        uses(statement.options(), access);
    }

    static void function(CreateFunction statement, Access access) {
        Written name = Written.name(statement.name());
        access.checkCreate(At.function(name), name, statement.mode().orReplace());
        if (statement.body().language() == FunctionBody.Language.JAVA) {
            access.check(Right.CONNECT, statement);
        }
    }

    static <S extends Statement> Demand<S> both(Demand<S> one, Demand<S> other) {
        return (statement, access) -> {
            one.check(statement, access);
            other.check(statement, access);
        };
    }

    static void comment(CommentOn statement, Access access) {
        Written written = Written.name(statement.name());
        if (statement.kind().isPresent()) {
            access.check(Right.ALTER, At.named(statement.kind().get(), written), written);
        } else if (written.parts().size() > 1) {
            List<String> relation = written.parts().subList(0, written.parts().size() - 1);
            access.check(Right.ALTER, At.relation(new Written(relation, written.line(), written.column())), written);
        }
    }

    /** What may not be seen is not there, so that there is nothing to drop. */
    static void drop(Drop statement, Access access) {
        switch (statement.kind()) {
            case USER, ROLE -> access.check(Right.ADMIN, statement);
            case STREAM, TABLE, VIEW, MATERIALIZED_VIEW, SINK, FUNCTION, CONNECTION, SECRET, SUBSCRIPTION, SCHEMA -> {
                Written written = Written.name(statement.name());
                RelationName name = At.named(statement.kind(), written);
                if (!statement.ifExists() || access.sees(name)) {
                    access.check(Right.DROP, name, written);
                }
            }
        }
    }

    static void insert(InsertStatement statement, Access access) {
        Written target = Written.name(statement.target());
        access.check(Right.INSERT, At.relation(target), target);
        if (statement
                .onConflict()
                .filter(conflict -> !conflict.assignments().isEmpty())
                .isPresent()) {
            access.check(Right.UPDATE, At.relation(target), target);
        }
    }

    static void merge(MergeStatement statement, Access access) {
        Written target = Written.name(statement.target());
        for (MergeBranch branch : statement.branches()) {
            Optional<Right> right = switch (branch.action()) {
                case INSERT -> Optional.of(Right.INSERT);
                case UPDATE -> Optional.of(Right.UPDATE);
                case DELETE -> Optional.of(Right.DELETE);
                case NOTHING -> Optional.empty();
            };
            right.ifPresent(wanted -> access.check(wanted, At.relation(target), target));
        }
    }

    static void describe(Describe statement, Access access) {
        Written written = Written.name(statement.name());
        access.checkSeen(At.relation(written), written);
    }

    /** Its options may hold what only those may know who may change it. */
    static void showCreate(ShowCreate statement, Access access) {
        Written written = Written.name(statement.name());
        access.check(Right.ALTER, At.named(statement.kind().orElse(ObjectKind.TABLE), written), written);
    }

    /** Everybody may have another password; a hash tells nothing of how good it is, nor how long it takes to compare with. */
    static void alterUser(AlterUser statement, Access access) {
        boolean own = access.principal()
                        .name()
                        .equalsIgnoreCase(Written.name(statement.name()).text())
                && access.rights().isKnown()
                && statement.options().stream().noneMatch(option -> option.key().equalsIgnoreCase(PeopleTexts.HASH));
        if (!own) {
            access.check(Right.ADMIN, statement);
        }
    }

    /** Owners say who may use what is theirs. */
    static void granting(PrivilegesOn what, Statement statement, Access access) {
        if (what.target() == PrivilegesOn.Target.OBJECT) {
            Written written = Written.name(what.object());
            access.checkOwner(At.named(what.kind().orElse(ObjectKind.TABLE), written), written);
        } else {
            access.check(Right.ADMIN, statement);
        }
    }

    /** How much a statement may take is said by the server. */
    static void setting(Written key, Statement statement, Access access) {
        boolean limit = Setting.find(key.text()).filter(Setting::isLimit).isPresent();
        if (limit) {
            access.check(Right.SETTINGS, statement);
        }
    }
}
