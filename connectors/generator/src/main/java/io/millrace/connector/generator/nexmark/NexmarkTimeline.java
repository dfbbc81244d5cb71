package io.millrace.connector.generator.nexmark;

/**
 * What an event number alone determines: its kind, its time, and the identifiers in use at that moment.
 *
 * <p>Fifty events in a row are one person, three auctions and 46 bids, in this order.
 *
 * @param firstMillis event time of event 0
 * @param eventsPerSecond how many events lie within a second of event time
 */
record NexmarkTimeline(long firstMillis, long eventsPerSecond) {

    static final int PEOPLE = 1;
    static final int AUCTIONS = 3;
    static final int CYCLE = 50;
    static final int FIRST_BID = PEOPLE + AUCTIONS;
    static final long FIRST_ID = 1000;

    /** The number, from 0, of the newest person when the event happens. */
    static long newestPerson(long event) {
        return event / CYCLE;
    }

    /** The number, from 0, of the newest auction when the event, an auction or bid, happens. */
    static long newestAuction(long event) {
        long cycle = event / CYCLE;
        return cycle * AUCTIONS + Math.min(event - cycle * CYCLE, AUCTIONS) - PEOPLE;
    }

    long millis(long event) {
        return firstMillis + event * 1000 / eventsPerSecond;
    }

    /** The times of several events, without a division for each. */
    void millis(long[] events, int count, long[] result) {
        double perEvent = 1000.0 / eventsPerSecond;
        for (int i = 0; i < count; i++) {
            long scaled = events[i] * 1000;
            long guess = (long) (events[i] * perEvent);
            long rest = scaled - guess * eventsPerSecond;
            guess += rest >= eventsPerSecond ? 1 : 0;
            guess -= rest < 0 ? 1 : 0;
            result[i] = firstMillis + guess;
        }
    }
}
