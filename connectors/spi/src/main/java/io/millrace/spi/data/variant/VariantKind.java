package io.millrace.spi.data.variant;

/** What a VARIANT can be, in the order in which values of different kinds stand; each with its first byte. */
public final class VariantKind {

    /** Ends the elements of an array and the entries of an object. */
    static final byte END = 0;

    static final byte ESCAPE = -1;
    static final byte TEXT_END = 1;
    /** Stands before each entry of an object; no kind, so that what is skipped needs no memory of what it lies in. */
    static final byte ENTRY = 1;

    /** JSON's null, which is a value. */
    public static final byte NULL = 2;

    public static final byte FALSE = 3;
    public static final byte TRUE = 4;
    public static final byte NEGATIVE_INFINITY = 5;
    public static final byte NEGATIVE = 6;
    public static final byte ZERO = 7;
    public static final byte POSITIVE = 8;
    public static final byte INFINITY = 9;
    public static final byte NAN = 10;
    public static final byte TEXT = 11;
    public static final byte BINARY = 12;
    public static final byte UUID = 13;
    public static final byte DATE = 14;
    public static final byte TIME = 15;
    public static final byte TIMESTAMP = 16;
    public static final byte TIMESTAMP_LTZ = 17;
    public static final byte INTERVAL_MONTH = 18;
    public static final byte INTERVAL_DAY = 19;
    public static final byte ARRAY = 20;
    public static final byte OBJECT = 21;

    private VariantKind() {}

    /** Whether values of a kind are numbers. */
    public static boolean isNumber(byte kind) {
        return kind >= NEGATIVE_INFINITY && kind <= NAN;
    }

    /** Whether values of a kind are numbers that have digits, or zero. */
    public static boolean isFinite(byte kind) {
        return kind == NEGATIVE || kind == ZERO || kind == POSITIVE;
    }
}
