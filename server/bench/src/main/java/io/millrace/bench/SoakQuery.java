package io.millrace.bench;

import java.util.List;

/** A query that can forget what lies behind the watermark, written to a sink that drops its rows. */
record SoakQuery(String name, String select) {

    private static final List<SoakQuery> ALL = List.of(
            new SoakQuery(
                    "tumble",
                    "SELECT STREAM window_start, auction, COUNT(*) AS n, MAX(price) AS high"
                            + " FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '10' SECOND))"
                            + " GROUP BY window_start, window_end, auction"),
            new SoakQuery(
                    "hop",
                    "SELECT STREAM window_start, auction, COUNT(*) AS n"
                            + " FROM TABLE(HOP(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '2' SECOND, INTERVAL '10' SECOND))"
                            + " GROUP BY window_start, window_end, auction"),
            new SoakQuery(
                    "session",
                    "SELECT STREAM bidder, window_start, window_end, COUNT(*) AS n"
                            + " FROM TABLE(SESSION(TABLE bid PARTITION BY bidder, DESCRIPTOR(dateTime), INTERVAL '10' SECOND))"
                            + " GROUP BY bidder, window_start, window_end"),
            new SoakQuery(
                    "interval-join",
                    "SELECT STREAM a.id, a.seller, b.bidder, b.price FROM auction AS a JOIN bid AS b ON a.id = b.auction"
                            + " AND b.dateTime BETWEEN a.dateTime AND a.dateTime + INTERVAL '1' SECOND"),
            new SoakQuery(
                    "dedup",
                    "SELECT STREAM window_start, COUNT(*) AS pairs FROM ("
                            + "SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, auction, bidder ORDER BY dateTime)"
                            + " AS place FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(dateTime), INTERVAL '10' SECOND))) WHERE place = 1"
                            + " GROUP BY window_start, window_end"),
            new SoakQuery(
                    "over",
                    "SELECT STREAM auction, price, AVG(price) OVER (PARTITION BY auction ORDER BY dateTime"
                            + " RANGE BETWEEN INTERVAL '1' SECOND PRECEDING AND CURRENT ROW) AS average FROM bid"));

    static List<SoakQuery> all() {
        return ALL;
    }

    static SoakQuery named(String name) {
        return ALL.stream()
                .filter(query -> query.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no soak query \"" + name + "\"; there are "
                        + String.join(", ", ALL.stream().map(SoakQuery::name).toList())));
    }

    /**
     * The events of Nexmark without an end, as one stream: two streams would be read at different speeds in event time, and a join
     * would rightly hold what the faster one is ahead.
     */
    static List<String> streams() {
        return List.of(
                "CREATE STREAM event (WATERMARK FOR dateTime AS dateTime - INTERVAL '1' SECOND)"
                        + " WITH (connector = 'nexmark', table = 'event')",
                "CREATE VIEW bid AS SELECT bid_auction AS auction, bid_bidder AS bidder, bid_price AS price, dateTime"
                        + " FROM event WHERE event_type = 2",
                "CREATE VIEW auction AS SELECT auction_id AS id, auction_seller AS seller, dateTime"
                        + " FROM event WHERE event_type = 1");
    }

    String sink() {
        return name.replace('-', '_') + "_sink";
    }

    String statement() {
        return "CREATE SINK " + sink() + " AS " + select + " WITH (connector = 'blackhole')";
    }
}
