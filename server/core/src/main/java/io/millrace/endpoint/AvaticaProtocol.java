package io.millrace.endpoint;

import io.millrace.endpoint.answer.ClientError;
import io.millrace.endpoint.answer.ErrorAnswers;
import io.millrace.endpoint.open.OpenConnections;
import io.millrace.endpoint.wire.BatchPart;
import io.millrace.endpoint.wire.FrameCall;
import io.millrace.endpoint.wire.RowsFrame;
import io.millrace.endpoint.wire.Wire;
import io.millrace.session.Principal;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/**
 * Avatica's protocol on bytes: JSON when the first byte of a request is a brace, protobuf otherwise. Our driver has forms of its own
 * beside it for batches, {@link BatchPart}, and for rows, {@link FrameCall}; errors are those of protobuf. Thread-safe.
 */
final class AvaticaProtocol {

    private final JsonHandler json;
    private final AvaticaMeta meta;
    private final ProtobufHandler protobuf;
    private final OpenConnections connections;
    private final ColumnBatches batches;
    private final Notices notices = new Notices();
    /** Whether the request of a thread is served again when there is nothing to give yet. */
    private final ThreadLocal<Boolean> mayComeAgain = ThreadLocal.withInitial(() -> false);

    AvaticaProtocol(SqlService service, OpenConnections connections, EndpointSettings settings) {
        this.connections = connections;
        this.batches = new ColumnBatches(service, connections);
        this.json = new ReadableJsonErrors(new FrameService(
                new AvaticaMeta(service, connections, settings, Wire.JSON, notices, mayComeAgain::get)));
        this.meta = new AvaticaMeta(service, connections, settings, Wire.PROTOBUF, notices, mayComeAgain::get);
        this.protobuf = new ReadableProtobufErrors(new FrameService(meta));
    }

    /** What goes back: the body, and what the statement has to say beside it. */
    record Answer(int status, Wire wire, byte[] body, List<String> warnings) {}

    /**
     * Answers a request.
     *
     * @param columns which columns of changed rows are wanted, as our driver says it; null when none are
     * @param again whether it is served again when there is nothing to give yet
     * @throws Quiet says so then
     */
    Answer call(Principal principal, byte[] request, String columns, boolean again) {
        mayComeAgain.set(again);
        try {
            return connections.as(principal, () -> call(request, columns));
        } finally {
            notices.want(null);
            mayComeAgain.remove();
        }
    }

    private Answer call(byte[] request, String columns) {
        notices.take();
        Wire wire = Wire.of(request);
        try {
            if (BatchPart.isOne(request)) {
                return batch(BatchPart.read(request));
            }
            if (FrameCall.isOne(request)) {
                return frame(FrameCall.read(request));
            }
            notices.want(columns);
            return wire == Wire.JSON
                    ? answer(json.apply(new String(request, StandardCharsets.UTF_8)))
                    : answer(protobuf.apply(request), wire);
        } catch (Quiet waiting) {
            throw waiting;
        } catch (Unanswered failure) {
            return failed(wire, isRequest(wire, request) ? ErrorAnswers.translate(failure.getCause()) : junk());
        } catch (Throwable failure) {
            return failed(wire, ErrorAnswers.translate(failure));
        }
    }

    private Answer batch(BatchPart part) throws IOException {
        long[] counts = batches.take(part);
        byte[] body = new ProtobufTranslationImpl()
                .serializeResponse(
                        new Service.ExecuteBatchResponse(part.connectionId(), part.statementId(), counts, false, null));
        return new Answer(200, Wire.PROTOBUF, body, notices.take());
    }

    private Answer frame(FrameCall call) throws IOException {
        Meta.Frame frame = meta.fetch(
                new Meta.StatementHandle(call.connectionId(), call.statementId(), null), call.offset(), call.maxRows());
        Optional<byte[]> columns = frame instanceof RowsFrame rows ? rows.columns() : Optional.empty();
        byte[] body = columns.isPresent()
                ? columns.get()
                : new ProtobufTranslationImpl().serializeResponse(new Service.FetchResponse(frame, false, false, null));
        return new Answer(200, Wire.PROTOBUF, body, notices.take());
    }

    /** The answer to a request of which only the beginning was read. */
    Answer tooLong(byte[] beginning, int maxBytes) {
        return failed(
                Wire.of(beginning),
                new ClientError(
                        ErrorCode.LIMIT_EXCEEDED,
                        "the request is longer than " + maxBytes + " bytes; send fewer rows at a time"));
    }

    /** The answer to a request that was not read whole because there is no memory for it. */
    Answer refused(byte[] beginning, MillraceException reason) {
        return failed(Wire.of(beginning), ErrorAnswers.translate(reason));
    }

    /** Stops what a statement runs; returns whether there is such a statement. */
    boolean cancel(Principal principal, String connectionId, int statementId) {
        return connections.as(principal, () -> connections.cancel(connectionId, statementId));
    }

    private Answer failed(Wire wire, ClientError error) {
        return wire == Wire.JSON
                ? answer(json.convertToErrorResponse(error))
                : answer(protobuf.convertToErrorResponse(error), wire);
    }

    private Answer answer(HandlerResponse<String> response) {
        byte[] body = response.getResponse().getBytes(StandardCharsets.UTF_8);
        return new Answer(response.getStatusCode(), Wire.JSON, body, notices.take());
    }

    private Answer answer(HandlerResponse<byte[]> response, Wire wire) {
        return new Answer(response.getStatusCode(), wire, response.getResponse(), notices.take());
    }

    private static ClientError junk() {
        return new ClientError(ErrorCode.PROTOCOL_VIOLATION, "the request is not one of the Avatica protocol");
    }

    private static boolean isRequest(Wire wire, byte[] request) {
        try {
            Service.Request decoded = wire == Wire.JSON
                    ? JsonService.MAPPER.readValue(request, Service.Request.class)
                    : new ProtobufTranslationImpl().parseRequest(request);
            return decoded != null;
        } catch (IOException | RuntimeException junk) {
            return false;
        }
    }

    /** A failure outside our own code: the request cannot be decoded, or the answer cannot be encoded. */
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered(Exception cause) {
            super(cause);
        }
    }

    private static RuntimeException thrown(Exception failure) {
        return failure instanceof Quiet waiting ? waiting : new Unanswered(failure);
    }

    private static final class ReadableJsonErrors extends JsonHandler {
        ReadableJsonErrors(LocalService service) {
            super(service, NoopMetricsSystem.getInstance());
        }

        @Override
        public HandlerResponse<String> convertToErrorResponse(Exception failure) {
            if (failure instanceof ClientError) {
                return super.convertToErrorResponse(failure);
            }
            throw thrown(failure);
        }
    }

    private static final class ReadableProtobufErrors extends ProtobufHandler {
        ReadableProtobufErrors(LocalService service) {
            super(service, new ProtobufTranslationImpl(), NoopMetricsSystem.getInstance());
        }

        @Override
        public HandlerResponse<byte[]> convertToErrorResponse(Exception failure) {
            if (failure instanceof ClientError) {
                return super.convertToErrorResponse(failure);
            }
            throw thrown(failure);
        }
    }
}
