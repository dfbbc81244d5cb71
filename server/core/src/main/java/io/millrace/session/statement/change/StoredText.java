package io.millrace.session.statement.change;

import io.millrace.session.statement.At;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;

/** Text on its way into a column: refused when it is longer than the column, filled up with spaces for a CHAR. */
record StoredText(Field field, Written place) {

    private int most() {
        return ((ScalarType) field.type()).precision();
    }

    BytesColumn checked(BytesColumn text, int rows) {
        boolean fixed = field.type().kind() == TypeKind.CHAR;
        boolean fills = false;
        for (int row = 0; row < rows; row++) {
            if (text.nulls() == null || !NullMask.isNull(text.nulls(), row)) {
                // a text has at most as many characters as bytes, so most need not be counted
                boolean counted = fixed || text.lengths()[row] > most();
                int length = counted ? characters(text, row) : 0;
                if (length > most()) {
                    throw tooLong(length);
                }
                fills |= fixed && length < most();
            }
        }
        return fills ? filled(text, rows) : text;
    }

    private static int characters(BytesColumn text, int row) {
        int characters = 0;
        int start = text.starts()[row];
        for (int i = start; i < start + text.lengths()[row]; i++) {
            characters += (text.data()[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    private BytesColumn filled(BytesColumn text, int rows) {
        BytesColumnBuilder builder = new BytesColumnBuilder();
        for (int row = 0; row < rows; row++) {
            if (text.nulls() != null && NullMask.isNull(text.nulls(), row)) {
                builder.appendNull();
            } else {
                builder.append(text.text(row) + " ".repeat(most() - characters(text, row)));
            }
        }
        return (BytesColumn) builder.build();
    }

    private RuntimeException tooLong(int length) {
        return At.error(
                ErrorCode.VALUE_TOO_LONG,
                place,
                "the value for column \"" + field.name() + "\" has " + length + " characters, too many for "
                        + field.type().sql());
    }
}
