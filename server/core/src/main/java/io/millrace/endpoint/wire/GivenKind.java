package io.millrace.endpoint.wire;

/** What the values of a {@link GivenColumn} are; the ordinal is the number by which our driver names a kind. */
enum GivenKind {
    NULL(1),
    BOOLEAN(1),
    INT(Integer.BYTES),
    LONG(Long.BYTES),
    FLOAT(Integer.BYTES),
    DOUBLE(Long.BYTES),
    /** A scale of four bytes, and the digits as a whole number. */
    DECIMAL(0),
    /** UTF-8. */
    STRING(0),
    BYTES(0),
    DATE(Integer.BYTES),
    TIME(Integer.BYTES),
    TIMESTAMP(Long.BYTES),
    /** Values as Avatica sends them, each behind a byte that is 0 when a parameter was not set. */
    MIXED(0);

    private static final GivenKind[] ALL = values();

    private final int width;

    GivenKind(int width) {
        this.width = width;
    }

    /** The bytes that each value takes; 0 when values have lengths of their own. */
    int width() {
        return width;
    }

    static GivenKind of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw GivenBlock.broken();
        }
        return ALL[number];
    }
}
