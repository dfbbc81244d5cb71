package io.millrace.connector.generator.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.generator.Opening;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NexmarkConnectorTest {

    private static final long EVENTS = 200_000;
    private static final Admission ALL = new Admission(Long.MAX_VALUE, Long.MAX_VALUE, 1);

    private static List<Page> pages(String table) {
        NexmarkConnector connector = new NexmarkConnector();
        Map<String, String> options = Map.of("table", table, "events", String.valueOf(EVENTS));
        List<SourceColumn> columns = connector.defaultColumns(Opening.options(connector, options));
        int[] all = IntStream.range(0, columns.size()).toArray();
        List<Page> pages = new ArrayList<>();
        try (ReplayableSource source = Opening.source(connector, columns, options, Clock.systemUTC())) {
            for (Split split : source.poll(Map.of(), ALL)) {
                try (SplitReader reader = source.readers().open(split, all, new CollectedRejects())) {
                    while (reader.advance()) {
                        pages.add(reader.page());
                    }
                }
            }
        }
        return pages;
    }

    private static long[] longs(List<Page> pages, int column) {
        return pages.stream()
                .flatMapToLong(page -> IntStream.range(0, page.size())
                        .mapToLong(row -> ((LongColumn) page.column(column)).values()[row]))
                .toArray();
    }

    @Test
    void proportionsAreOneToThreeToFortySix() {
        assertThat(longs(pages("person"), 0)).hasSize((int) EVENTS / 50);
        assertThat(longs(pages("auction"), 0)).hasSize((int) EVENTS / 50 * 3);
        assertThat(longs(pages("bid"), 0)).hasSize((int) EVENTS / 50 * 46);
    }

    @Test
    void identifiersCountUpFromOneThousand() {
        assertThat(longs(pages("person"), 0))
                .startsWith(1000, 1001, 1002)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(longs(pages("auction"), 0))
                .startsWith(1000, 1001, 1002, 1003)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void halfOfTheBidsAreForHotAuctionsAndAQuarterOfTheBiddersAreCold() {
        List<Page> bids = pages("bid");
        long[] auctions = longs(bids, 0);
        long[] bidders = longs(bids, 1);
        double hotAuctions = share(auctions, 0);
        double hotBidders = share(bidders, 1);
        assertThat(hotAuctions).isBetween(0.49, 0.52);
        assertThat(hotBidders).isBetween(0.74, 0.77);
    }

    private static double share(long[] values, int remainder) {
        long hot =
                Arrays.stream(values).filter(value -> value % 100 == remainder).count();
        return (double) hot / values.length;
    }

    @Test
    void pricesAreSpreadEvenlyOverSixPowersOfTen() {
        long[] prices = longs(pages("bid"), 2);
        for (int power = 2; power < 8; power++) {
            long low = (long) Math.pow(10, power);
            double share = (double) Arrays.stream(prices)
                            .filter(price -> price >= low && price < low * 10)
                            .count()
                    / prices.length;
            assertThat(share).as("from %d on", low).isBetween(0.155, 0.18);
        }
    }

    @Test
    void eventTimeAdvancesWithEventNumbers() {
        long first = Instant.parse("2015-07-15T00:00:00Z").toEpochMilli();
        long[] times = longs(pages("bid"), 5);
        assertThat(times).isSorted();
        assertThat(times[0]).isEqualTo(first);
        assertThat(times[times.length - 1]).isEqualTo(first + (EVENTS - 1) / 10);
        NexmarkTimeline odd = new NexmarkTimeline(5, 7);
        long[] events = LongStream.range(0, 10_000).map(i -> i * 13).toArray();
        long[] millis = new long[events.length];
        odd.millis(events, events.length, millis);
        assertThat(millis).isEqualTo(Arrays.stream(events).map(odd::millis).toArray());
    }

    @Test
    void auctionsExpireAfterTheyOpenAndReserveIsAboveTheInitialBid() {
        List<Page> auctions = pages("auction");
        long[] opened = longs(auctions, 5);
        long[] expires = longs(auctions, 6);
        long[] initial = longs(auctions, 3);
        long[] reserve = longs(auctions, 4);
        for (int i = 0; i < opened.length; i++) {
            assertThat(expires[i]).isGreaterThan(opened[i]);
            assertThat(reserve[i]).isGreaterThan(initial[i]);
        }
    }

    @Test
    void channelAndAddressBelongTogether() {
        Page page = pages("bid").get(0);
        Map<String, String> urls = new HashMap<>();
        BytesColumn channels = (BytesColumn) page.column(3);
        BytesColumn addresses = (BytesColumn) page.column(4);
        for (int row = 0; row < page.size(); row++) {
            String url = addresses.text(row);
            assertThat(url).startsWith("https://www.nexmark.com/").contains("item.htm?query=1");
            assertThat(urls.merge(channels.text(row), url, (a, b) -> a)).isEqualTo(url);
        }
        assertThat(urls).containsKeys("Google", "Facebook", "Baidu", "Apple");
    }

    @Test
    void rateLimitsWhatIsDue() {
        SteppedClock clock = new SteppedClock();
        Map<String, String> options = Map.of("table", "bid", "rate", "1000");
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("price", Type.BIGINT, true), Optional.empty()));
        try (ReplayableSource source = Opening.source(new NexmarkConnector(), columns, options, clock)) {
            assertThat(source.poll(Map.of(), ALL)).isEmpty();
            clock.now = clock.now.plus(Duration.ofMillis(1500));
            assertThat(source.poll(Map.of(), ALL)).containsExactly(Split.of("rows", 0, 1500));
            assertThat(source.poll(Map.of("rows", Offset.ofLong(1500)), ALL)).isEmpty();
            assertThat(source.endless()).isFalse();
        }
    }

    @Test
    void columnsAreFoundByNameAndCheckedByType() {
        assertThatThrownBy(() -> open(new Field("prise", Type.BIGINT, true)))
                .hasMessageContaining("have no column \"prise\"; did you mean \"price\"?");
        assertThatThrownBy(() -> open(new Field("price", Type.VARCHAR, true)))
                .hasMessageContaining("is a BIGINT, not a VARCHAR");
        open(new Field("date_time", Type.TIMESTAMP, true)).close();
    }

    private static ReplayableSource open(Field field) {
        List<SourceColumn> columns = List.of(new SourceColumn(field, Optional.empty()));
        return Opening.source(new NexmarkConnector(), columns, Map.of("table", "bid"), Clock.systemUTC());
    }

    private static final class SteppedClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
