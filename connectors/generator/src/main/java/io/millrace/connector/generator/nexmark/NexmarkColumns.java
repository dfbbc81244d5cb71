package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.CountedRandom;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/** The columns of the three kinds of events, each with its type and how it is made. */
final class NexmarkColumns {

    private static final int CATEGORIES = 5;
    private static final int FIRST_CATEGORY = 10;
    private static final int BID_SIZE = 100;
    private static final int AUCTION_SIZE = 500;
    private static final int PERSON_SIZE = 200;
    /** What the standard generator counts for four BIGINTs. */
    private static final int BID_NUMBERS = 32;
    /** Six BIGINTs, and the average lengths of item name and description. */
    private static final int AUCTION_REST = 48 + 11 + 51;
    /** A BIGINT, the credit card, and the average lengths of name, address, city and state. */
    private static final int PERSON_REST = 8 + 19 + 12 + 14 + 8 + 2;

    private final NexmarkTimeline timeline;
    private final long seed;
    private final List<Made> made = new ArrayList<>();

    /** A column and how it is made. */
    record Made(Field field, OffsetColumn column) {}

    /** Makes a number for an event. */
    @FunctionalInterface
    private interface EventNumber {
        long of(long event);
    }

    private NexmarkColumns(NexmarkTimeline timeline, long seed) {
        this.timeline = timeline;
        this.seed = seed;
    }

    static List<Made> person(NexmarkTimeline timeline, long seed) {
        NexmarkColumns columns = new NexmarkColumns(timeline, seed);
        columns.number("id", event -> NexmarkTimeline.newestPerson(event) + NexmarkTimeline.FIRST_ID);
        columns.pooled("name", NexmarkTexts.NAMES, 1);
        columns.pooled("emailAddress", NexmarkTexts.EMAIL_ADDRESSES, 2);
        columns.text("creditCard", TextColumns.creditCard(columns.random(3)));
        columns.pooled("city", NexmarkTexts.CITIES, 4);
        columns.pooled("state", NexmarkTexts.STATES, 5);
        columns.time();
        columns.text("extra", TextColumns.padding(PERSON_SIZE, event -> PERSON_REST, columns.random(6)));
        return columns.made;
    }

    static List<Made> auction(NexmarkTimeline timeline, long seed) {
        NexmarkColumns columns = new NexmarkColumns(timeline, seed);
        CountedRandom initial = columns.random(9);
        CountedRandom reserve = columns.random(10);
        CountedRandom length = columns.random(11);
        CountedRandom seller = columns.random(12);
        CountedRandom category = columns.random(13);
        columns.number("id", event -> NexmarkTimeline.newestAuction(event) + NexmarkTimeline.FIRST_ID);
        columns.text("itemName", TextColumns.words(20, columns.random(7)));
        columns.text("description", TextColumns.words(100, columns.random(8)));
        columns.number("initialBid", event -> NexmarkNumbers.price(initial.bits(event)));
        columns.number(
                "reserve",
                event -> NexmarkNumbers.price(initial.bits(event)) + NexmarkNumbers.price(reserve.bits(event)));
        columns.time();
        columns.add(
                new Field("expires", Type.TIMESTAMP, false),
                numbers(event ->
                        timeline.millis(event) + NexmarkNumbers.auctionLength(event, length.bits(event), timeline)));
        columns.number("seller", event -> NexmarkNumbers.seller(event, seller.bits(event)));
        columns.number("category", event -> FIRST_CATEGORY + CountedRandom.below(category.bits(event), CATEGORIES));
        columns.text("extra", TextColumns.padding(AUCTION_SIZE, event -> AUCTION_REST, columns.random(14)));
        return columns.made;
    }

    static List<Made> bid(NexmarkTimeline timeline, long seed) {
        NexmarkColumns columns = new NexmarkColumns(timeline, seed);
        TextColumns.Choice channel = TextColumns.channel(columns.random(18));
        columns.number("auction", BidNumbers.auction(columns.random(15)));
        columns.number("bidder", BidNumbers.bidder(columns.random(16)));
        columns.number("price", BidNumbers.price(columns.random(17)));
        columns.text("channel", TextColumns.choosing(NexmarkTexts.CHANNELS, channel));
        columns.text("url", TextColumns.choosing(NexmarkTexts.URLS, channel));
        columns.time();
        columns.text("extra", TextColumns.padding(BID_SIZE, event -> BID_NUMBERS, columns.random(19)));
        return columns.made;
    }

    private CountedRandom random(int salt) {
        return new CountedRandom(seed, salt);
    }

    private void add(Field field, OffsetColumn column) {
        made.add(new Made(field, column));
    }

    private void number(String name, EventNumber number) {
        number(name, numbers(number));
    }

    private void number(String name, OffsetColumn column) {
        add(new Field(name, Type.BIGINT, false), column);
    }

    private void text(String name, OffsetColumn column) {
        add(new Field(name, Type.VARCHAR, false), column);
    }

    private void pooled(String name, Pool pool, int salt) {
        text(name, TextColumns.choosing(pool, TextColumns.uniform(pool, random(salt))));
    }

    private void time() {
        add(new Field("dateTime", Type.TIMESTAMP, false), times(timeline));
    }

    static OffsetColumn times(NexmarkTimeline timeline) {
        return (events, count) -> {
            long[] values = new long[count];
            timeline.millis(events, count, values);
            return new LongColumn(count, values, null);
        };
    }

    private static OffsetColumn numbers(EventNumber number) {
        return (events, count) -> {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = number.of(events[i]);
            }
            return new LongColumn(count, values, null);
        };
    }
}
