package io.millrace.connector.formats;

import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.builder.DecimalColumnBuilder;

/** Reads DECIMALs of more than 18 digits. */
final class WideDecimalReader extends ScalarReader {

    private final DecimalColumnBuilder column;
    private final ScalarType type;
    private final String name;

    WideDecimalReader(ScalarType type, DecimalColumnBuilder column) {
        this.column = column;
        this.type = type;
        this.name = type.sql();
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        if (column != null) {
            column.append(Digits.rounded(bytes, start, end, type.precision(), type.scale(), name));
        } else if (!Digits.fits(bytes, start, end, type.precision() - type.scale())) {
            Digits.rounded(bytes, start, end, type.precision(), type.scale(), name);
        }
    }
}
