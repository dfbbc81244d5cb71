package io.millrace.endpoint.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.spi.error.Blame;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers of the plain HTTP interface: JSON objects, and errors with the status that fits them. */
public final class PlainAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlainAnswers() {}

    public static void send(Response response, int status, Map<String, Object> fields, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        if (status == 429 || status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        response.write(true, ByteBuffer.wrap(json(fields).getBytes(StandardCharsets.UTF_8)), callback);
    }

    public static void fail(Response response, Throwable failure, Callback callback) {
        ClientError told = ErrorAnswers.translate(bare(failure));
        send(response, status(told.code()), error(failure), callback);
    }

    public static void fail(Response response, int status, ErrorCode code, String text, Callback callback) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("error", text);
        fields.put("code", code.name());
        fields.put("sqlstate", code.sqlState());
        send(response, status, fields, callback);
    }

    /** An error as an object, with its place in what was sent where it has one. */
    public static Map<String, Object> error(Throwable failure) {
        ClientError told = ErrorAnswers.translate(bare(failure));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("error", told.getMessage());
        fields.put("code", told.code().name());
        fields.put("sqlstate", told.code().sqlState());
        if (failure instanceof MillraceException known) {
            known.position().ifPresent(place -> {
                fields.put("line", place.line());
                fields.put("column", place.column());
            });
        }
        return fields;
    }

    /** The same error without its place, which has fields of its own. */
    private static Throwable bare(Throwable failure) {
        return failure instanceof MillraceException known && known.position().isPresent()
                ? new MillraceException(known.code(), known.getMessage(), known)
                : failure;
    }

    public static String json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case LOGIN_FAILED -> 401;
            case ACCESS_DENIED -> 403;
            case RELATION_NOT_FOUND -> 404;
            case UNIQUE_VIOLATION, UNIQUE_CONSTRAINT_VIOLATION, WRITE_CONFLICT -> 409;
            case LIMIT_EXCEEDED, MEMORY_EXCEEDED -> 429;
            case SERVER_STOPPING, SERVER_RECOVERING, DISK_FULL, JOURNAL_BROKEN -> 503;
            default -> code.blame() == Blame.USER ? 400 : 500;
        };
    }
}
