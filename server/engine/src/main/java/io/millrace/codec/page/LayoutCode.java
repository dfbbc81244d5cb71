package io.millrace.codec.page;

import io.millrace.spi.data.Layout;

/** The codes of layouts in pages. */
final class LayoutCode {

    private static final Layout[] BY_CODE = new Layout[Byte.MAX_VALUE + 1];

    static {
        for (Layout layout : Layout.values()) {
            BY_CODE[of(layout)] = layout;
        }
    }

    private LayoutCode() {}

    static int of(Layout layout) {
        return switch (layout) {
            case BOOLEAN -> 1;
            case INT -> 2;
            case LONG -> 3;
            case DOUBLE -> 4;
            case BYTES -> 5;
            case DECIMAL -> 6;
            case ARRAY -> 7;
        };
    }

    /** The layout of a code; null when there is none. */
    static Layout layout(int code) {
        return code < 0 ? null : BY_CODE[code];
    }
}
