package io.millrace.connector.formats.csv;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.FileSample;
import io.millrace.connector.formats.SampledValues;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The columns that the header of a file names, with the first type that takes all values at its beginning. */
final class SampledColumns {

    private static final int MOST_DIGITS = 38;
    private static final List<Type> TYPES = List.of(Type.BIGINT, Type.DOUBLE, Type.BOOLEAN, Type.DATE, Type.TIMESTAMP);
    private static final RejectedRows LEFT_TO_THE_READER = (raw, start, length, position, code, reason) -> {};

    private SampledColumns() {}

    static List<SourceColumn> of(FileChannel file, CsvSyntax syntax) throws IOException {
        FileSample sample = FileSample.of(file);
        byte[] bytes = sample.bytes();
        int header = 0;
        while (header < bytes.length && bytes[header] != '\n') {
            header++;
        }
        if (header == bytes.length && !sample.whole()) {
            return List.of(); // no line of so many bytes names columns
        }
        int end = header > 0 && bytes[header - 1] == '\r' ? header - 1 : header;
        List<String> names = CsvLayout.names(bytes, 0, end, syntax);
        List<SourceColumn> texts =
                names.stream().map(name -> column(name, Type.VARCHAR)).toList();
        List<Page> pages = pages(bytes, header + 1, sample.whole(), texts, syntax);
        return IntStream.range(0, names.size())
                .mapToObj(column -> column(names.get(column), type(pages, column)))
                .toList();
    }

    private static SourceColumn column(String name, Type type) {
        return new SourceColumn(new Field(name, type, true), Optional.empty());
    }

    private static List<Page> pages(
            byte[] bytes, int start, boolean whole, List<SourceColumn> columns, CsvSyntax syntax) {
        CsvParser parser =
                new CsvParser(columns, IntStream.range(0, columns.size()).toArray(), syntax);
        List<Page> pages = new ArrayList<>();
        int at = start;
        while (at < bytes.length) {
            int next = parser.parse(bytes, at, bytes.length, at, whole, LEFT_TO_THE_READER);
            if (parser.rows() > 0) {
                pages.add(parser.takePage());
            } else if (next == at) {
                break;
            }
            at = next;
        }
        return pages;
    }

    private static Type type(List<Page> pages, int column) {
        boolean empty = pages.stream().allMatch(page -> {
            BytesColumn values = (BytesColumn) page.column(column);
            return IntStream.range(0, page.size()).allMatch(values::isNull);
        });
        return empty
                ? Type.VARCHAR
                : TYPES.stream()
                        .filter(type -> pages.stream().allMatch(page -> takes(type, (BytesColumn) page.column(column))))
                        .findFirst()
                        .map(type -> type.kind() == TypeKind.TIMESTAMP ? timestamp(pages, column) : type)
                        .or(() -> exact(pages, column))
                        .orElse(Type.VARCHAR);
    }

    /** With the digits that the times have. */
    private static Type timestamp(List<Page> pages, int column) {
        int digits = 0;
        for (Page page : pages) {
            BytesColumn values = (BytesColumn) page.column(column);
            for (int row = 0; row < values.size(); row++) {
                int start = values.starts()[row];
                int end = start + values.lengths()[row];
                digits = Math.max(
                        digits, values.isNull(row) ? 0 : SampledValues.fractionDigits(values.data(), start, end));
            }
        }
        return SampledValues.timestamp(digits);
    }

    private static boolean takes(Type type, BytesColumn values) {
        ScalarReader reader = ScalarReader.checking(type);
        try {
            for (int row = 0; row < values.size(); row++) {
                int start = values.starts()[row];
                int length = values.lengths()[row];
                if (!values.isNull(row)) {
                    reader.read(values.data(), start, start + length);
                    if (isCode(values.data(), start, length)
                            || (type.kind() == TypeKind.DOUBLE
                                    && decimal(text(values, row))
                                            .filter(SampledValues::isDouble)
                                            .isEmpty())) {
                        return false;
                    }
                }
            }
            return true;
        } catch (BadRecord e) {
            return false;
        }
    }

    private static String text(BytesColumn values, int row) {
        return new String(values.data(), values.starts()[row], values.lengths()[row], StandardCharsets.UTF_8).strip();
    }

    /** The DECIMAL that has the digits of all numbers, when there is one. */
    private static Optional<Type> exact(List<Page> pages, int column) {
        int scale = 0;
        for (Page page : pages) {
            BytesColumn values = (BytesColumn) page.column(column);
            for (int row = 0; row < values.size(); row++) {
                if (!values.isNull(row)) {
                    Optional<BigDecimal> value = decimal(text(values, row));
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    scale = Math.max(scale, value.get().scale());
                }
            }
        }
        if (scale > MOST_DIGITS) {
            return Optional.empty();
        }
        Type type = Type.decimal(MOST_DIGITS, scale);
        return Optional.of(type)
                .filter(unused -> pages.stream().allMatch(page -> takes(type, (BytesColumn) page.column(column))));
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether zeros at the front mean something, as in 00501. */
    private static boolean isCode(byte[] bytes, int start, int length) {
        return length > 1 && bytes[start] == '0' && bytes[start + 1] >= '0' && bytes[start + 1] <= '9';
    }
}
