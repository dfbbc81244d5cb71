package io.millrace.endpoint;

import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;

/** Avatica's protocol on bytes: JSON when the first byte of a request is a brace, protobuf otherwise. Thread-safe. */
final class AvaticaProtocol {

    private final JsonHandler json;
    private final ProtobufHandler protobuf;
    private final OpenConnections connections;
    private final Notices notices = new Notices();

    AvaticaProtocol(SqlService service, OpenConnections connections, EndpointSettings settings) {
        this.connections = connections;
        this.json = new ReadableJsonErrors(
                new FrameService(new AvaticaMeta(service, connections, settings, Wire.JSON, notices)));
        this.protobuf = new ReadableProtobufErrors(
                new FrameService(new AvaticaMeta(service, connections, settings, Wire.PROTOBUF, notices)));
    }

    /** What goes back: the body, and what the statement has to say beside it. */
    record Answer(int status, String contentType, byte[] body, List<String> warnings) {}

    Answer call(byte[] request) {
        notices.take();
        if (isJson(request)) {
            HandlerResponse<String> response = json.apply(new String(request, StandardCharsets.UTF_8));
            return jsonAnswer(response);
        }
        return protobufAnswer(protobuf.apply(request));
    }

    /** The answer to a request of which only the beginning was read. */
    Answer tooLong(byte[] beginning, int maxBytes) {
        ClientError error = new ClientError(
                ErrorCode.LIMIT_EXCEEDED,
                "the request is longer than " + maxBytes + " bytes; send fewer rows at a time");
        return isJson(beginning)
                ? jsonAnswer(json.convertToErrorResponse(error))
                : protobufAnswer(protobuf.convertToErrorResponse(error));
    }

    /** Stops what a statement runs; returns whether there is such a statement. */
    boolean cancel(String connectionId, int statementId) {
        return connections.cancel(connectionId, statementId);
    }

    private Answer jsonAnswer(HandlerResponse<String> response) {
        byte[] body = response.getResponse().getBytes(StandardCharsets.UTF_8);
        return new Answer(response.getStatusCode(), "application/json;charset=utf-8", body, notices.take());
    }

    private Answer protobufAnswer(HandlerResponse<byte[]> response) {
        return new Answer(response.getStatusCode(), "application/octet-stream", response.getResponse(), notices.take());
    }

    private static boolean isJson(byte[] request) {
        return request.length > 0 && request[0] == '{';
    }

    private static ClientError readable(Exception failure) {
        return failure instanceof ClientError
                ? (ClientError) failure
                : failure instanceof java.io.IOException
                        ? new ClientError(
                                ErrorCode.PROTOCOL_VIOLATION, "the request is not one of the Avatica protocol")
                        : ErrorTranslation.translate(failure);
    }

    private static final class ReadableJsonErrors extends JsonHandler {
        ReadableJsonErrors(LocalService service) {
            super(service, NoopMetricsSystem.getInstance());
        }

        @Override
        public HandlerResponse<String> convertToErrorResponse(Exception failure) {
            return super.convertToErrorResponse(readable(failure));
        }
    }

    private static final class ReadableProtobufErrors extends ProtobufHandler {
        ReadableProtobufErrors(LocalService service) {
            super(service, new ProtobufTranslationImpl(), NoopMetricsSystem.getInstance());
        }

        @Override
        public HandlerResponse<byte[]> convertToErrorResponse(Exception failure) {
            return super.convertToErrorResponse(readable(failure));
        }
    }
}
