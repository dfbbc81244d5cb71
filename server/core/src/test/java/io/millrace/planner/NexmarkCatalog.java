package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Reads;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.catalog.Watermark;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The streams of Nexmark, lines of text without a time, a table of airports, and views on them. */
final class NexmarkCatalog {

    private static final Field TIME = new Field("date_time", Type.TIMESTAMP, false);

    private NexmarkCatalog() {}

    static Catalog create() {
        return Catalog.empty()
                .with(stream("person", bigint("id"), text("name"), text("email"), text("city"), text("state"), TIME))
                .with(stream(
                        "auction",
                        bigint("id"),
                        text("item"),
                        bigint("reserve"),
                        TIME,
                        new Field("expires", Type.TIMESTAMP, false),
                        bigint("seller"),
                        new Field("category", Type.INTEGER, false)))
                .with(stream(
                        "bid",
                        bigint("auction"),
                        bigint("bidder"),
                        bigint("price"),
                        text("channel"),
                        text("url"),
                        TIME,
                        new Field("fee", Type.decimal(10, 2), true)))
                .with(stream("lines", text("line")))
                .with(stream("clicks", text("page"), new Field("ts", Type.TIMESTAMP, true)))
                .with(airports())
                .with(view("cheap", false, "SELECT auction, price FROM bid WHERE price < 100"))
                .with(view("best", true, "SELECT auction, MAX(price) AS price FROM bid GROUP BY auction"));
    }

    private static Field bigint(String name) {
        return new Field(name, Type.BIGINT, false);
    }

    private static Field text(String name) {
        return new Field(name, Type.VARCHAR, true);
    }

    private static StreamRelation stream(String name, Field... fields) {
        int time = Arrays.asList(fields).indexOf(TIME);
        Optional<Watermark> watermark = time < 0
                ? Optional.empty()
                : Optional.of(new Watermark(time, new ColumnReference(time, Type.TIMESTAMP, false)));
        List<DeclaredColumn> columns =
                Arrays.stream(fields).map(DeclaredColumn::physical).toList();
        return new StreamRelation(
                RelationName.of(name), columns, watermark, Set.of(), Feed.CONNECTOR, Map.of(), "", Reads.NOTHING);
    }

    private static TableRelation airports() {
        List<DeclaredColumn> columns = List.of(
                DeclaredColumn.physical(new Field("iata", Type.varchar(3), false)),
                DeclaredColumn.physical(text("city")),
                DeclaredColumn.physical(new Field("opened", Type.DATE, true)),
                DeclaredColumn.physical(new Field("seen", Type.TIMESTAMP, true)));
        return new TableRelation(
                RelationName.of("airports"), columns, List.of(0), Optional.empty(), Feed.INSERT, Map.of(), "");
    }

    private static ViewRelation view(String name, boolean materialized, String query) {
        RowType rowType = RowType.of(bigint("auction"), bigint("price"));
        return new ViewRelation(
                RelationName.of(name),
                materialized,
                rowType,
                materialized ? Optional.of(List.of(0)) : Optional.empty(),
                !materialized,
                Set.of(),
                query,
                "",
                new Reads(Set.of(RelationName.of("bid")), Set.of()));
    }
}
