package io.millrace.connector.http;

import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Cuts the rows of a batch into the bodies of requests, one after the other, so that no more than one is held. One thread uses it. */
final class RequestBodies {

    private final RecordWriter writer;
    private final WebhookOptions options;
    private final boolean json;
    private final String contentType;

    RequestBodies(SinkDefinition definition, WebhookOptions options) {
        Format format = definition.format().orElseThrow();
        this.options = options;
        this.writer = format.messageWriter(definition.rowType(), definition.options(), definition.sink() + "-value");
        if (!writer.isLine()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "format '" + format.name()
                            + "' has no lines, of which several can make a request; write format = 'json'");
        }
        this.json = format.name().equals("json");
        this.contentType = json
                ? options.array() ? "application/json" : "application/x-ndjson"
                : format.name().equals("csv") ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
    }

    String contentType() {
        return contentType;
    }

    /** Takes one body after the other. */
    interface Taker {
        /** @param number of the body in its batch, from 0 */
        void take(int number, byte[] body);
    }

    /** Makes all bodies of a batch. The same rows make the same bodies. */
    void of(List<Page> rows, Taker taker) {
        refuseTakenBack(rows);
        int number = 0;
        int count = 0;
        for (Page page : rows) {
            for (int row = 0; row < page.size(); row++) {
                for (long copy = page.weight(row); copy > 0; copy--) {
                    writer.append(page, row);
                    count++;
                    if (count == options.rows()) {
                        taker.take(number++, body());
                        count = 0;
                    }
                }
            }
        }
        if (count > 0) {
            taker.take(number, body());
        }
    }

    private static void refuseTakenBack(List<Page> rows) {
        for (Page page : rows) {
            for (int row = 0; row < page.size(); row++) {
                if (page.weight(row) < 0) {
                    throw new MillraceException(
                            ErrorCode.NOT_SUPPORTED,
                            "the query takes a row back, which was sent already; write one that only adds rows");
                }
            }
        }
    }

    private byte[] body() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            out.write(writer.header());
            writer.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] lines = out.toByteArray();
        return json && options.array() ? array(lines) : lines;
    }

    /** Records of JSON have no line ends within, and each has one behind it. */
    private static byte[] array(byte[] lines) {
        byte[] array = new byte[lines.length + 1];
        array[0] = '[';
        for (int i = 0; i < lines.length; i++) {
            array[i + 1] = lines[i] == '\n' ? (byte) ',' : lines[i];
        }
        array[lines.length] = ']';
        return array;
    }
}
