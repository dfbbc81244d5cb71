package io.millrace.session.statement.show;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Comment;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.NamedConnection;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.UserFunction;
import io.millrace.session.Outcome;
import io.millrace.session.audit.Secrets;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.StandingSink;
import io.millrace.session.rows.ResultCursor;
import io.millrace.session.rows.RowList;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.system.SystemTable;
import io.millrace.session.system.Viewer;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.show.Describe;
import io.millrace.sql.tree.show.Show;
import io.millrace.sql.tree.show.ShowCreate;
import io.millrace.sql.tree.show.ShowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** SHOW, SHOW CREATE and DESCRIBE. */
public final class Shows {

    private static final RowType CREATE_TYPE =
            RowType.of(new Field("name", Type.VARCHAR, false), new Field("create_statement", Type.VARCHAR, false));

    private static final RowType DESCRIBE_TYPE = RowType.of(
            new Field("column_name", Type.VARCHAR, false),
            new Field("data_type", Type.VARCHAR, false),
            new Field("is_nullable", Type.VARCHAR, false),
            new Field("key", Type.VARCHAR, true),
            new Field("extra", Type.VARCHAR, true));

    private final Services services;

    public Shows(Services services) {
        this.services = services;
    }

    public static RowType showCreateType() {
        return CREATE_TYPE;
    }

    public static RowType describeType() {
        return DESCRIBE_TYPE;
    }

    /** The system relation that has the rows of a SHOW. */
    public SystemTable table(Show statement) {
        String name = switch (statement.kind()) {
            case STREAMS -> "streams";
            case TABLES -> "tables";
            case VIEWS, MATERIALIZED_VIEWS -> "views";
            case SINKS -> "sinks";
            case QUERIES -> "queries";
            case CONNECTORS -> "connectors";
            case FUNCTIONS -> "functions";
            case SETTINGS -> "settings";
            case CLOCK -> "clock";
            case SESSIONS -> "sessions";
            case SCHEMAS -> "schemata";
            case USERS -> "users";
            case ROLES -> "roles";
            case GRANTS -> "grants";
            case CONNECTIONS -> "connections";
            case SECRETS -> "secrets";
            case SUBSCRIPTIONS ->
                throw At.unsupported(statement, "SHOW " + statement.kind().sql() + " is not supported");
        };
        String schema = statement.kind() == ShowKind.SCHEMAS ? RelationName.INFORMATION_SCHEMA : RelationName.SYS;
        return services.system().get(new RelationName(schema, name));
    }

    public Outcome show(Show statement, Run run) {
        SystemTable table = table(statement);
        Viewer viewer = new Viewer(
                run.session().id(),
                run.execution().principal(),
                run.access(services.definitions()).rights(),
                run.settings(),
                services.definitions().catalog());
        List<Page> pages = Detached.call(services.workers(), run.execution(), () -> table.pages(viewer));
        if (statement.kind() == ShowKind.MATERIALIZED_VIEWS) {
            pages = filter(pages, 1, kind -> kind.equals("MATERIALIZED VIEW"));
        }
        if (statement.schema().isPresent()) {
            pages = in(
                    statement,
                    pages,
                    run.execution().principal().seen(services.definitions().catalog()));
        }
        if (statement.like().isPresent()) {
            int name = statement.kind() == ShowKind.SCHEMAS ? 1 : 0;
            pages = filter(pages, name, like(statement, services.definitions().catalog()));
        }
        return rows(table.rowType(), pages);
    }

    /** Whether a name is like that; one in a schema also without it, and only so when the schema is given apart. */
    private static Predicate<String> like(Show statement, Catalog catalog) {
        Pattern pattern = like(Written.node(statement.like().orElseThrow()).text());
        boolean full = statement.schema().isEmpty();
        boolean bare = isOfSchemas(statement.kind());
        return name -> (full && pattern.matcher(name).matches())
                || (bare && pattern.matcher(catalog.name(name).name()).matches());
    }

    /** Those rows that are about what is in a schema. */
    private static List<Page> in(Show statement, List<Page> pages, Catalog catalog) {
        if (!isOfSchemas(statement.kind())) {
            throw At.unsupported(statement, "SHOW " + statement.kind().sql() + " is not about a schema; leave IN out");
        }
        Written written = Written.name(statement.schema().orElseThrow());
        RelationName schema = At.schema(written);
        if (catalog.schemas().stream().noneMatch(schema.name()::equalsIgnoreCase)) {
            throw At.notFound(schema, written, catalog);
        }
        return filter(pages, 0, name -> catalog.name(name).ofSchema().equals(schema));
    }

    /** Whether what is shown has its name in a schema. */
    private static boolean isOfSchemas(ShowKind kind) {
        return switch (kind) {
            case STREAMS, TABLES, VIEWS, MATERIALIZED_VIEWS, SINKS, QUERIES -> true;
            case CONNECTORS,
                    CONNECTIONS,
                    FUNCTIONS,
                    SETTINGS,
                    CLOCK,
                    SECRETS,
                    SUBSCRIPTIONS,
                    SESSIONS,
                    SCHEMAS,
                    USERS,
                    ROLES,
                    GRANTS -> false;
        };
    }

    private static List<Page> filter(List<Page> pages, int column, Predicate<String> wanted) {
        List<Page> chosen = new ArrayList<>();
        for (Page page : pages) {
            int[] rows = IntStream.range(0, page.size())
                    .filter(row -> wanted.test(((BytesColumn) page.column(column)).text(row)))
                    .toArray();
            if (rows.length > 0) {
                chosen.add(page.gather(rows, rows.length));
            }
        }
        return chosen;
    }

    private static Pattern like(String like) {
        StringBuilder regex = new StringBuilder();
        for (char c : like.toCharArray()) {
            regex.append(
                    switch (c) {
                        case '%' -> ".*";
                        case '_' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    static Outcome rows(RowType rowType, List<Page> pages) {
        return new Outcome.Rows(ResultCursor.of(rowType, pages), List.of());
    }

    public Outcome showCreate(ShowCreate statement) {
        Written written = Written.name(statement.name());
        Definitions.Version current = services.definitions().current();
        ObjectKind kind = statement.kind().orElse(ObjectKind.TABLE);
        if (kind == ObjectKind.FUNCTION) {
            return showCreate(written, current);
        }
        if (kind == ObjectKind.SECRET) {
            throw At.unsupported(statement, "a secret is not shown to anybody; SHOW SECRETS lists the names");
        }
        if (kind == ObjectKind.SCHEMA) {
            return showSchema(written, current);
        }
        if (kind == ObjectKind.CONNECTION) {
            return showConnection(written, current);
        }
        RelationName name = At.relation(written);
        String sql = current.catalog()
                .find(name)
                .map(Relation::sql)
                .or(() -> current.sink(name).map(StandingSink::sql))
                .orElseThrow(() -> notFound(written));
        if (sql.isEmpty()) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND, written, "\"" + name + "\" was not made by a CREATE statement");
        }
        return rows(
                CREATE_TYPE,
                new RowList(CREATE_TYPE)
                        .add(
                                name.toString(),
                                Secrets.hidden(sql) + comments(current.catalog(), name, current.kind(name)))
                        .pages());
    }

    /** The statements that would say again what was said. */
    private static String comments(Catalog catalog, RelationName name, String kind) {
        StringBuilder text = new StringBuilder();
        for (Comment comment : catalog.comments()) {
            Comment.Subject subject = comment.subject();
            if (subject.name().equals(name)) {
                text.append(";\nCOMMENT ON ")
                        .append(subject.column().isEmpty() ? kind.toUpperCase(Locale.ROOT) : "COLUMN")
                        .append(' ')
                        .append(name.isInSchema() ? name.quoted() : RelationName.quoted(name.name()))
                        .append(subject.column().isEmpty() ? "" : "." + RelationName.quoted(subject.column()))
                        .append(" IS '")
                        .append(comment.text().replace("'", "''"))
                        .append('\'');
            }
        }
        return text.toString();
    }

    private static Outcome showCreate(Written function, Definitions.Version current) {
        UserFunction found = current.catalog()
                .function(At.function(function))
                .orElseThrow(() -> At.error(
                        ErrorCode.FUNCTION_NOT_FOUND,
                        function,
                        current.catalog().functionNotFound(At.function(function).name())));
        return rows(
                CREATE_TYPE,
                new RowList(CREATE_TYPE)
                        .add(found.name().name(), found.sql() + comments(current.catalog(), found.name(), "function"))
                        .pages());
    }

    private static Outcome showSchema(Written written, Definitions.Version current) {
        RelationName name = current.asCreated(At.schema(written));
        if (!current.exists(name)) {
            throw At.notFound(name, written, current.catalog());
        }
        return rows(
                CREATE_TYPE,
                new RowList(CREATE_TYPE)
                        .add(
                                name.name(),
                                current.texts().get(name).text() + comments(current.catalog(), name, "schema"))
                        .pages());
    }

    private static Outcome showConnection(Written written, Definitions.Version current) {
        NamedConnection found = current.catalog()
                .connection(At.connection(written))
                .orElseThrow(() -> At.notFound(At.connection(written), written, current.catalog()));
        return rows(
                CREATE_TYPE,
                new RowList(CREATE_TYPE).add(found.name().name(), found.shown()).pages());
    }

    private RuntimeException notFound(Written name) {
        return At.error(
                ErrorCode.RELATION_NOT_FOUND,
                name,
                services.definitions().catalog().notFound(name.text()));
    }

    public Outcome describe(Describe statement) {
        Written written = Written.name(statement.name());
        Relation relation =
                services.definitions().catalog().find(At.relation(written)).orElseThrow(() -> notFound(written));
        RowList rows = new RowList(DESCRIBE_TYPE);
        Optional<Written> wanted = statement.column().map(Written::name);
        wanted.filter(column -> relation.rowType().indexOf(column.text()).isEmpty())
                .ifPresent(column -> {
                    throw At.error(
                            ErrorCode.COLUMN_NOT_FOUND,
                            column,
                            "column \"" + column.text() + "\" not found in \"" + relation.name() + "\"");
                });
        for (int i = 0; i < relation.rowType().size(); i++) {
            Field field = relation.rowType().field(i);
            if (wanted.filter(column -> !column.text().equalsIgnoreCase(field.name()))
                    .isEmpty()) {
                boolean key =
                        relation.key().filter(columns -> columns.size() > 0).isPresent()
                                && relation.key().orElseThrow().contains(i);
                rows.add(
                        field.name(),
                        field.type().sql(),
                        field.nullable() ? "YES" : "NO",
                        key ? "KEY" : null,
                        extra(relation, i));
            }
        }
        return rows(DESCRIBE_TYPE, rows.pages());
    }

    private static String extra(Relation relation, int column) {
        if (relation instanceof StreamRelation stream) {
            boolean watermark = stream.watermark()
                    .filter(declared -> declared.column() == column)
                    .isPresent();
            return watermark ? "WATERMARK" : extra(stream.columns().get(column));
        }
        return relation instanceof TableRelation table ? extra(table.columns().get(column)) : null;
    }

    private static String extra(DeclaredColumn column) {
        if (column.metadata().isPresent()) {
            return "METADATA FROM '" + column.metadata().get() + "'";
        }
        if (column.defaultValue().isPresent()) {
            return "DEFAULT " + column.defaultValue().get();
        }
        return column.isPhysical() ? null : "COMPUTED";
    }
}
