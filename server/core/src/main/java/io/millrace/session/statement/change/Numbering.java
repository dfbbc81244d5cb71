package io.millrace.session.statement.change;

import io.millrace.engine.input.IdentityCounter;
import io.millrace.engine.input.InputView;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Gives rows on their way into a stream or table the numbers that they come without, and checks them. */
final class Numbering {

    private final Services services;
    private final InsertTarget target;
    private final OptionalInt column;

    Numbering(Services services, InsertTarget target) {
        this.services = services;
        this.target = target;
        this.column = target.identity();
    }

    /** The page as the target stores it; see {@link InsertTarget#checked}. */
    Page checked(Page page) {
        if (column.isEmpty()) {
            return target.checked(page);
        }
        Column before = page.column(column.getAsInt());
        int[] missing = IntStream.range(0, page.size())
                .filter(row -> before.nulls() != null && NullMask.isNull(before.nulls(), row))
                .toArray();
        if (missing.length == 0) {
            return target.checked(page);
        }
        Column[] columns =
                IntStream.range(0, page.columnCount()).mapToObj(page::column).toArray(Column[]::new);
        columns[column.getAsInt()] = filled(before, page.size(), missing, numbers(missing.length));
        return target.checked(new Page(page.size(), columns, page.weights()));
    }

    private long[] numbers(int count) {
        InputView input = services.driver().published().inputs().get(target.name());
        IdentityCounter counter = input == null ? null : input.identity().orElse(null);
        if (counter == null) {
            throw At.error(
                    ErrorCode.RELATION_NOT_FOUND, target.place(), "\"" + target.name() + "\" does not exist any more");
        }
        try {
            return counter.take(count);
        } catch (MillraceException e) {
            throw At.error(e.code(), target.place(), field().name() + ": " + e.getMessage());
        }
    }

    private Field field() {
        return target.rowType().field(column.getAsInt());
    }

    private Column filled(Column before, int size, int[] rows, long[] numbers) {
        if (before instanceof LongColumn longs) {
            long[] values = longs.values().clone();
            for (int i = 0; i < rows.length; i++) {
                values[rows[i]] = numbers[i];
            }
            return new LongColumn(size, values, null);
        }
        int[] values = ((IntColumn) before).values().clone();
        for (int i = 0; i < rows.length; i++) {
            values[rows[i]] = small(numbers[i]);
        }
        return new IntColumn(size, values, null);
    }

    private int small(long number) {
        boolean fits = field().type().kind() == TypeKind.SMALLINT ? number == (short) number : number == (int) number;
        if (!fits) {
            throw At.error(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    target.place(),
                    "the next number of column \"" + field().name() + "\" is " + number + ", which is no "
                            + field().type().sql() + "; nothing was changed");
        }
        return (int) number;
    }
}
