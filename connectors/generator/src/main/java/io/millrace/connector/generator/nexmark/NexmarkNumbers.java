package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.CountedRandom;

/** Draws identifiers and prices with the distributions of the standard generator. */
final class NexmarkNumbers {

    private static final int IN_FLIGHT_AUCTIONS = 100;
    private static final int ACTIVE_PEOPLE = 1000;
    /** How many people and auctions are referred to before they appear. */
    private static final int LEAD = 10;
    /** One of so many people and auctions is hot. */
    private static final int HOT = 100;

    private static final int STEPS = 1 << 10;
    private static final double[] COARSE = powers(6.0 / STEPS);
    private static final double[] FINE = powers(6.0 / STEPS / STEPS);

    private NexmarkNumbers() {}

    /** {@code 10^(i · exponent)} for each {@code i}. */
    private static double[] powers(double exponent) {
        double[] powers = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            powers[i] = Math.pow(10, i * exponent);
        }
        return powers;
    }

    /** {@code 100 · 10^(6x)} for x uniform between 0 and 1, on a grid of 2²⁰ values of x. */
    static long price(long bits) {
        double power = COARSE[(int) (bits >>> 54)] * FINE[(int) (bits >>> 44) & STEPS - 1];
        return (long) (power * 100 + 0.5);
    }

    /** The auction of a bid: half of the bids go to the hot auction of the hundred newest. */
    static long auction(long event, long bits) {
        long newest = NexmarkTimeline.newestAuction(event);
        long oldest = Math.max(newest - IN_FLIGHT_AUCTIONS, 0);
        long cold = oldest + CountedRandom.below(bits, (int) (newest - oldest) + 1 + LEAD);
        long hot = newest / HOT * HOT;
        return choose(-(bits & 1), hot, cold) + NexmarkTimeline.FIRST_ID;
    }

    /** {@code chosen} where the mask is all ones, {@code other} where it is zero: no branch that a processor must guess. */
    static long choose(long mask, long chosen, long other) {
        return other ^ ((chosen ^ other) & mask);
    }

    /** The bidder of a bid: three of four bids come from the hot bidder, the second of each hundred people. */
    static long bidder(long event, long bits) {
        return person(event, bits, 1);
    }

    /** The seller of an auction: three of four are the hot seller, the first of each hundred people. */
    static long seller(long event, long bits) {
        return person(event, bits, 0);
    }

    private static long person(long event, long bits, int hotPlace) {
        long newest = NexmarkTimeline.newestPerson(event);
        long people = newest + 1;
        long active = Math.min(people, ACTIVE_PEOPLE);
        long cold = people - active + CountedRandom.below(bits, (int) active + LEAD);
        long hot = newest / HOT * HOT + hotPlace;
        return choose(-(bits & 3) >> 2, hot, cold) + NexmarkTimeline.FIRST_ID;
    }

    /** How long an auction stays open: on average until as many auctions as are in flight have come. */
    static long auctionLength(long event, long bits, NexmarkTimeline timeline) {
        long events = (long) IN_FLIGHT_AUCTIONS * NexmarkTimeline.CYCLE / NexmarkTimeline.AUCTIONS;
        long horizon = timeline.millis(event + events) - timeline.millis(event);
        return 1 + CountedRandom.belowLong(bits, Math.max(horizon * 2, 1));
    }
}
