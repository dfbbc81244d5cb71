package io.millrace.engine.codegen.runtime;

/** Order of doubles: NaN equals itself and is larger than everything else, as keys and sorting need it. */
public final class Doubles {

    private Doubles() {}

    public static boolean equal(double a, double b) {
        return a == b || Double.isNaN(a) && Double.isNaN(b);
    }

    public static boolean less(double a, double b) {
        return a < b || Double.isNaN(b) && !Double.isNaN(a);
    }

    public static int compare(double a, double b) {
        return less(a, b) ? -1 : equal(a, b) ? 0 : 1;
    }
}
